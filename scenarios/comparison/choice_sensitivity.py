"""How the answer of a comparison changes with the parameters of choice, one at a time.

Each parameter goes to the low and to the high end of its range for all commodity groups together;
mode constants are fitted to the base year again (:mod:`transport.mode_choice.cases`), and base and
plan are evaluated at the waits in which their central runs ended.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from networks import MODES
from transport.annual import year_at_delays
from transport.mode_choice.cases import ChoiceSet, FittedChoice, fit_choice, with_fit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scenarios.study.runs import Study
    from transport.commodity_groups import CommodityGroup

METHOD = (
    "one parameter at a time, for all commodity groups together, at the low and high end of its "
    "range; mode constants fitted to the base year again for each; chains as found with the "
    "central values of time; waits at locks as in the central runs; no interval"
)

CENTRAL = "central"
"""Parameter and end of the row of central parameters."""

PARAMETERS = (
    "cost_coefficient",
    "nest_scale",
    "prior_share",
    "demand_elasticity",
    "value_of_time",
)
"""Parameters of choice that are varied."""

ENDS = ("low", "high")

_LEVELS = {"wtw_co2e": "kt", "cost": "mcny", "unserved": "kt", **dict.fromkeys(MODES, "share")}
_KEYS = ["plan", "year", "parameter", "end"]
COLUMNS = [
    *_KEYS,
    *(f"{name}_{part}_{unit}" for name, unit in _LEVELS.items() for part in ("base", "change")),
    "wtw_co2e_change_percent",
    "base_year_error_percent",
]
"""Columns of the table: levels of the base plan and changes of the plan against it."""


def choice_sensitivity(study: Study) -> pd.DataFrame:
    """Return the main results under low and high values of each parameter of choice.

    Parameters
    ----------
    study : Study
        Plans run over years and replications.

    Returns
    -------
    pandas.DataFrame
        :data:`COLUMNS`, the central row of each plan and year first. Empty for one plan alone
        and for the user's own demand, whose base year the constants were not fitted to.
    """
    if study.tables.own_demand or len(study.plans) == 1:
        return pd.DataFrame(columns=COLUMNS)
    rows = [
        row
        for parameter, end, choice in choice_sets(study.tables, study.base.groups)
        for row in _case(study, fit_choice(study.base.priced, choice), parameter, end)
    ]
    found = pd.DataFrame(rows, columns=COLUMNS)
    order = {plan.name: place for place, plan in enumerate(study.plans)}
    ordered = found.assign(place=found["plan"].map(order))
    return ordered.sort_values(["place", "year"], kind="stable", ignore_index=True)[COLUMNS]


def choice_sets(
    tables: Mapping[str, pd.DataFrame], groups: Mapping[str, CommodityGroup]
) -> Iterator[tuple[str, str, ChoiceSet]]:
    """Yield the sets of parameters of all cases, the central one first.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables, ``choice_groups`` and ``choice_ranges`` among them.
    groups : mapping of str to CommodityGroup
        Commodity groups with central parameters.

    Yields
    ------
    tuple of str, str and ChoiceSet
        Parameter, end of its range, and the set.
    """
    central = dict.fromkeys(groups, 1.0)
    yield CENTRAL, CENTRAL, ChoiceSet(groups, central)
    for parameter in PARAMETERS:
        for end in ENDS:
            values = _range_end(tables, parameter, end)
            if parameter == "value_of_time":
                yield parameter, end, ChoiceSet(groups, {**central, **values})
                continue
            changed = {
                name: _with_value(group, parameter, values) for name, group in groups.items()
            }
            yield parameter, end, ChoiceSet(changed, central)


def _with_value(
    group: CommodityGroup, parameter: str, values: Mapping[str, float]
) -> CommodityGroup:
    """Return a commodity group with another value of a parameter, if it has a range."""
    changed: dict[str, Any] = {parameter: values[group.name]} if group.name in values else {}
    return replace(group, **changed)


def _range_end(tables: Mapping[str, pd.DataFrame], parameter: str, end: str) -> dict[str, float]:
    """Return one end of the range of a parameter by commodity group."""
    if parameter == "cost_coefficient":
        table, column = tables["choice_groups"], f"cost_coefficient_{end}_per_cny_per_t"
    else:
        ranges = tables["choice_ranges"]
        table, column = ranges[ranges["parameter"] == parameter], end
    return {
        str(name): float(value)
        for name, value in zip(table["choice_group"], table[column], strict=True)
    }


def _case(study: Study, fit: FittedChoice, parameter: str, end: str) -> Iterator[dict[str, Any]]:
    """Rows of all plans and years under one set of parameters."""
    for year in study.settings.years:
        base = _evaluated(study, study.plans[0].name, year, fit)
        for plan in study.plans[1:]:
            other = _evaluated(study, plan.name, year, fit)
            row: dict[str, Any] = {
                "plan": plan.name,
                "year": year,
                "parameter": parameter,
                "end": end,
                "base_year_error_percent": 100 * fit.error_share,
            }
            for name, unit in _LEVELS.items():
                key = f"{name}_{unit}"
                row[f"{name}_base_{unit}"] = base[key]
                row[f"{name}_change_{unit}"] = other[key] - base[key]
            change, level = row["wtw_co2e_change_kt"], row["wtw_co2e_base_kt"]
            yield row | {"wtw_co2e_change_percent": 100 * change / level if level else 0.0}


def _evaluated(study: Study, plan: str, year: int, fit: FittedChoice) -> dict[str, float]:
    """Return the results of a plan's year at the mean delays of its central runs."""
    model = study.models[plan, year]
    fitted = replace(
        model,
        market=with_fit(model.market, fit),
        base_cost_cny_per_t=fit.base_cost_cny_per_t,
    )
    delays = np.mean([run.delay_h for run in study.runs(plan, year)], axis=0)
    return year_at_delays(fitted, delays)


def widths(table: pd.DataFrame, column: str = "wtw_co2e_change_kt") -> pd.Series[float]:
    """Return how far a result moves over the range of each parameter, widest first.

    Parameters
    ----------
    table : pandas.DataFrame
        Rows of one plan and year.
    column : str
        The result.

    Returns
    -------
    pandas.Series
        Largest less smallest of the low, central and high value, by parameter.
    """
    central = float(table.loc[table["parameter"] == CENTRAL, column].iloc[0])
    cases = table[table["parameter"] != CENTRAL].groupby("parameter", sort=False)[column]
    spread = cases.max().clip(lower=central) - cases.min().clip(upper=central)
    return spread.sort_values(ascending=False, kind="stable")


def choice_json(table: pd.DataFrame) -> dict[str, Any]:
    """Return the JSON of the sensitivity.

    Parameters
    ----------
    table : pandas.DataFrame
        Table of :func:`choice_sensitivity`.

    Returns
    -------
    dict
        ``method`` and ``plans``: by plan and year ``central``, ``cases`` and ``widest``, the
        parameters by how far the change of WTW CO2e moves over their range.
    """
    plans: dict[str, Any] = {}
    for (plan, year), part in table.groupby(["plan", "year"], sort=False):
        rows = part.drop(columns=["plan", "year"]).to_dict("records")
        central = {name: value for name, value in rows[0].items() if name not in _KEYS}
        plans.setdefault(str(plan), {})[str(year)] = {
            "central": central,
            "cases": rows[1:],
            "widest": list(widths(part).index),
        }
    return {"method": METHOD, "plans": plans}
