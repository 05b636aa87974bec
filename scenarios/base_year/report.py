"""The calibrated base year reported: modes, screenlines, elasticities and real alternatives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from networks import MODES
from scenarios.base_year.freight_rates import freight_rates
from scenarios.base_year.haul_check import haul_check
from scenarios.base_year.observations import base_year_check
from scenarios.base_year.queue_price import queue_answer
from scenarios.base_year.screenlines import screenlines
from scenarios.base_year.vessel_fuel import vessel_fuel
from scenarios.display.words import records
from scenarios.inputs import BASE_YEAR, prepare_year
from scenarios.scope import SCOPE
from transport.mode_choice.assignment import assign, generalised_cost, service_kt
from transport.mode_choice.sensitivity import elasticities, real_alternatives

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scenarios.inputs import Base
    from transport.year_model import YearModel

REAL_RATIO = 1.25
"""A second main mode within this ratio of the cheapest one's cost is a real alternative."""


@dataclass(frozen=True)
class BaseReport:
    """What ``landsea calibrate`` shows.

    Attributes
    ----------
    observed : pandas.DataFrame
        Base year against published values.
    modes : pandas.DataFrame
        ``mode``, ``kt`` (cargo by main mode), ``tkm`` (work on the mode's legs).
    commodities : pandas.DataFrame
        ``commodity``, ``main_mode``, ``kt``, ``tkm`` (work of the whole chain).
    screenlines : pandas.DataFrame
        Columns of :data:`scenarios.base_year.screenlines.COLUMNS`.
    elasticities : pandas.DataFrame
        ``commodity``, ``main_mode``, ``cost_mode``, ``kt``, ``elasticity``,
        ``shift_elasticity``.
    gathered : pandas.DataFrame
        Gathered ranges, with ``modelled``: the mean elasticity of the cargo they are given for.
    freight_rates : pandas.DataFrame
        Built freight rates beside gathered ones, columns of
        :data:`scenarios.base_year.freight_rates.COLUMNS`.
    vessel_fuel : pandas.DataFrame
        Fuel of inland vessels beside published values, columns of
        :data:`scenarios.base_year.vessel_fuel.COLUMNS`.
    hauls : pandas.DataFrame
        Energy of road, rail and sea beside gathered values, columns of
        :data:`scenarios.base_year.haul_check.COLUMNS`.
    alternatives : pandas.DataFrame
        ``commodity``, ``kt``, ``share`` of tonnes with a real alternative.
    queue : dict
        CNY per tonne for an hour of queue, and what a doubled queue changes.
    """

    observed: pd.DataFrame
    modes: pd.DataFrame
    commodities: pd.DataFrame
    screenlines: pd.DataFrame
    elasticities: pd.DataFrame
    gathered: pd.DataFrame
    freight_rates: pd.DataFrame
    vessel_fuel: pd.DataFrame
    hauls: pd.DataFrame
    alternatives: pd.DataFrame
    queue: dict[str, Any]

    def sheets(self) -> dict[str, pd.DataFrame]:
        """Return the sheets of a workbook by name."""
        return {
            "base_modes": self.modes,
            "base_commodities": self.commodities,
            "screenlines": self.screenlines,
            "elasticities": self.elasticities,
            "gathered_elasticities": self.gathered,
            "real_alternatives": self.alternatives,
            "vessel_fuel": self.vessel_fuel,
            "haul_energy": self.hauls,
        }

    def as_json(self) -> dict[str, Any]:
        """Return the JSON of the command; what is not known is null."""
        tables = {
            "base_year": _listed(self.observed),
            "modes": self.modes,
            "commodities": self.commodities,
            "screenlines": _listed(self.screenlines),
            "elasticities": self.elasticities,
            "gathered_elasticities": _listed(self.gathered),
            "freight_rates": _listed(self.freight_rates),
            "vessel_fuel": _listed(self.vessel_fuel),
            "haul_energy": _listed(self.hauls),
            "real_alternatives": self.alternatives,
        }
        rows = {name: _records(table) for name, table in tables.items()}
        real = {"cost_ratio": REAL_RATIO, "rows": rows.pop("real_alternatives")}
        return {"scope": SCOPE, **rows, "real_alternatives": real, "queue_hour": self.queue}


def listed(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table for JSON: sources as lists, null for what is not known."""
    return _records(_listed(table))


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table, null for what is not known."""
    return records(table.astype(object).where(table.notna(), None))


def _listed(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with its sources as lists."""
    return table.assign(source=table["source"].str.split(";"))


def base_report(tables: Mapping[str, pd.DataFrame], base: Base) -> BaseReport:
    """Report the base year.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables with calibrated constants and delays.
    base : Base
        What they give to every year.

    Returns
    -------
    BaseReport
        Everything that is shown.
    """
    model = prepare_year(tables, base, base.stock, BASE_YEAR)
    market, skims, delay_h = model.market, model.skims, model.start_delay_h
    cost = generalised_cost(market, skims, delay_h)
    assignment = assign(market, skims, delay_h, base.cost_cny_per_t)
    kt = service_kt(market, assignment, len(skims.services))
    observed = base_year_check(tables, base)
    answers = elasticities(market, cost, base.cost_cny_per_t)
    return BaseReport(
        observed=observed,
        modes=_modes(model, kt),
        commodities=_commodities(model, assignment.kt),
        screenlines=screenlines(tables, model, kt, observed),
        elasticities=answers,
        gathered=_gathered(tables, answers),
        freight_rates=freight_rates(tables, base, model, kt),
        vessel_fuel=vessel_fuel(tables, model, kt),
        hauls=haul_check(tables, model, base.groups, kt),
        alternatives=real_alternatives(market, cost, REAL_RATIO),
        queue=queue_answer(base, model),
    )


def _modes(model: YearModel, kt_by_service: np.ndarray) -> pd.DataFrame:
    """Cargo by main mode and work on the legs of each mode."""
    main = [service.main_mode for service in model.skims.services]
    kt = pd.Series(kt_by_service).groupby(main).sum().reindex(list(MODES), fill_value=0.0)
    tkm = 1000 * kt_by_service @ model.skims.km
    return pd.DataFrame({"mode": list(MODES), "kt": kt.to_numpy(), "tkm": tkm})


def _commodities(model: YearModel, kt: np.ndarray) -> pd.DataFrame:
    """Cargo and work of whole chains by commodity and main mode."""
    market = model.market
    km = model.skims.km.sum(axis=1)[market.service]
    cells = pd.DataFrame(
        {
            "commodity": market.demand["commodity"].to_numpy()[market.shipment],
            "main_mode": np.array(MODES)[market.nest],
            "kt": kt,
            "tkm": 1000 * kt * km,
        }
    )
    return cells.groupby(["commodity", "main_mode"], sort=True)[["kt", "tkm"]].sum().reset_index()


def _gathered(tables: Mapping[str, pd.DataFrame], answers: pd.DataFrame) -> pd.DataFrame:
    """Put the modelled elasticity, mean by tonnes, beside each gathered range."""
    group = tables["commodities"].set_index("commodity")["choice_group"]
    of = answers["commodity"].map(group)  # none for the sums over all commodities
    modelled = []
    for row in tables["elasticities"].to_dict("records"):
        fits = (answers["main_mode"] == row["main_mode"]) & (
            answers["cost_mode"] == row["cost_mode"]
        )
        part = answers[fits & of.isin(str(row["choice_groups"]).split(";"))]
        modelled.append(float(np.average(part["elasticity"], weights=part["kt"])))
    return tables["elasticities"].assign(modelled=modelled)
