"""Plans compared: from the runs of a study to everything that is shown."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from networks import MODES
from scenarios.base_report import BaseReport, base_report
from scenarios.base_year import base_year_check
from scenarios.canal_forecast import canal_of_study
from scenarios.chains import carrier_table, chain_tables
from scenarios.choice_sensitivity import choice_json, choice_sensitivity
from scenarios.climate import (
    burnt_carriers,
    burnt_gas,
    climate_json,
    power_table,
    restated_table,
    slip_table,
    unknown_pollutants,
)
from scenarios.comparison import Comparison
from scenarios.evidence import (
    assumptions_table,
    demand_facts,
    make_manifest,
    measures_table,
)
from scenarios.freight_rates import rates_of_study
from scenarios.growth_cases import growth_cases, ledger_sum
from scenarios.intervals import Interval, interval
from scenarios.link_flows import link_flows
from scenarios.moves import moves_json, moves_table
from scenarios.queue_price import queue_price
from scenarios.results import results_table
from scenarios.runs import OTHER, Study
from transport.assignment import stranded_kt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from transport.annual import YearOutcome

_GROWING = 0.05
_WEIGHED = ("wtw_co2e", "ttw_co2e")
_CHECK_TOLERANCE_PERCENT = 25.0
_LOCK_MEANS = ("vessels", "lockages", "cargo_mt", "wait_h_mean", "wait_h_p95")
_LOCK_COLUMNS = [
    "plan",
    "year",
    "lock",
    *_LOCK_MEANS,
    "wait_h_low",
    "wait_h_high",
    "wait_h_other",
    "utilisation_share",
    "queue_growth_share",
]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A headline quantity and how to read it from a run."""

    variable: str
    mode: str
    place: str
    unit: str
    read: Callable[[YearOutcome], float]


def make_comparison(study: Study) -> Comparison:
    """Compare the plans of a study with its first plan.

    Parameters
    ----------
    study : Study
        Plans run over years and replications.

    Returns
    -------
    Comparison
        Everything that report, workbook and terminal show.
    """
    observed = base_year_check(study.tables, study.base)
    locks = _locks(study)
    warnings = tuple(_warnings(study, locks))
    moves = moves_table(study)
    queue = queue_price(study.models[study.plans[0].name, study.settings.years[0]])
    choice = choice_sensitivity(study)
    results = results_table(study)
    climate, chains = _climate(study, results), chain_tables(study)
    more = {
        "moved": moves_json(study, moves),
        "choice_sensitivity": choice_json(choice),
        "queue_hour": queue,
        "climate": climate_json(study.settings.gwp, *climate)
        | {"not_known": _not_known(study, results)},
    }
    return Comparison(
        summary={**_summary(study), **more, "warnings": list(warnings)},
        titles={plan.name: plan.title.model_dump() for plan in study.plans},
        headline=_headline(study, observed),
        modes=_modes(study),
        link_flows=link_flows(study),
        locks=locks,
        moves=moves,
        growth=growth_cases(study),
        choice=choice,
        observed=observed,
        freight_rates=rates_of_study(study),
        canal=canal_of_study(study),
        base_year=_base_year(study),
        assumptions=assumptions_table(study.tables),
        measures=measures_table(study.plans, study.tables["places"]),
        queue=queue,
        warnings=warnings,
        tables=study.tables,
        manifest=make_manifest(study),
        results=results,
        restated=climate[0],
        power=climate[1],
        slip=climate[2],
        elements=chains[0],
        categories=chains[1],
        carriers=carrier_table(study),
    )


def _not_known(study: Study, results: pd.DataFrame) -> list[str]:
    """Return the pollutants that sums leave out because they are not known."""
    factors = next(iter(study.models.values())).factors
    return unknown_pollutants(factors, burnt_carriers(results))


def _climate(
    study: Study, results: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return the result under every GWP set and electricity, and the break-even slip of LNG."""
    factors = next(iter(study.models.values())).factors
    burnt = burnt_gas(study.tables, results)
    return restated_table(study), power_table(study), slip_table(study.tables, factors, burnt)


def _base_year(study: Study) -> BaseReport | None:
    """Report the base year, unless the demand is the user's own."""
    if study.tables.own_demand:
        return None
    return base_report(study.tables, study.base)


def _quantities(study: Study, year: int) -> list[Quantity]:
    """Headline quantities in the order in which they are shown."""
    lock = _worst_lock(study, year)
    found = [
        Quantity("wtw_co2e", "all", "", "kt CO2e", lambda o: ledger_sum(o, "wtw_co2e_kt")),
        Quantity("ttw_co2e", "all", "", "kt CO2e", lambda o: ledger_sum(o, "ttw_co2e_kt")),
        Quantity("nox", "all", "", "t", lambda o: ledger_sum(o, "nox_t")),
        Quantity("so2", "all", "", "t", lambda o: ledger_sum(o, "so2_t")),
        Quantity("pm25", "all", "", "t", lambda o: ledger_sum(o, "pm25_t")),
        Quantity("cost", "all", "", "m CNY", lambda o: o.totals["cost_mcny"]),
        Quantity("activity", "all", "", "tkm", lambda o: float(o.activity["tkm"].sum())),
    ]
    found += [Quantity("activity", mode, "", "tkm", partial(mode_tkm, mode=mode)) for mode in MODES]
    found.append(Quantity("direct_work", "all", "", "tkm", lambda o: o.totals["direct_tkm"]))
    found.append(Quantity("unserved", "all", "", "Mt", lambda o: o.totals["unserved_mt"]))
    if lock:
        found.append(Quantity("wait", "all", lock, "h", lambda o: lock_value(o, lock)))
    return found


def mode_tkm(outcome: YearOutcome, mode: str) -> float:
    """Return the tonne-km on the legs of a mode."""
    return float(outcome.activity.loc[outcome.activity["mode"] == mode, "tkm"].sum())


def lock_value(outcome: YearOutcome, lock: str, column: str = "wait_h_mean") -> float:
    """Return an indicator of a lock, NaN where no vessel passed it."""
    part = outcome.locks[outcome.locks["lock"] == lock]
    return float(part[column].iloc[0]) if len(part) else float("nan")


def _worst_lock(study: Study, year: int) -> str:
    """Lock with the most vessel-hours of waiting in the base plan."""
    locks = pd.concat([run.locks for run in study.runs(study.plans[0].name, year)])
    if locks.empty:
        return ""
    waiting_h = (locks["vessels"] * locks["wait_h_mean"]).groupby(locks["lock"]).sum()
    return str(waiting_h.idxmax())


def paired_change(
    study: Study, plan: str, year: int, read: Callable[[YearOutcome], float]
) -> tuple[list[float], list[float]]:
    """Return a value of the base and of a plan for each replication."""
    base = [read(run) for run in study.runs(study.plans[0].name, year)]
    return base, [read(run) for run in study.runs(plan, year)]


def _headline(study: Study, observed: pd.DataFrame) -> pd.DataFrame:
    """Rows of the headline table."""
    rows = []
    for plan in study.plans[1:]:
        for year in study.settings.years:
            for quantity in _quantities(study, year):
                base, other = paired_change(study, plan.name, year, quantity.read)
                change = interval(np.subtract(other, base))
                level = float(np.mean(base))
                rows.append(
                    {
                        "plan": plan.name,
                        "year": year,
                        "variable": quantity.variable,
                        "mode": quantity.mode,
                        "place": quantity.place,
                        "unit": quantity.unit,
                        "gwp": study.settings.gwp if quantity.variable in _WEIGHED else "",
                        "base_mean": level,
                        "plan_mean": float(np.mean(other)),
                        "change_mean": change.mean,
                        "change_low": change.low,
                        "change_high": change.high,
                        "percent_mean": _percent(change.mean, level),
                        "percent_low": _percent(change.low, level),
                        "percent_high": _percent(change.high, level),
                        "mark": _mark(quantity.variable, observed),
                        "decided": not change.holds_zero and study.settings.replications > 1,
                    }
                )
    return pd.DataFrame(rows, columns=_HEADLINE_COLUMNS)


_HEADLINE_COLUMNS = [
    "plan",
    "year",
    "variable",
    "mode",
    "place",
    "unit",
    "gwp",
    "base_mean",
    "plan_mean",
    "change_mean",
    "change_low",
    "change_high",
    "percent_mean",
    "percent_low",
    "percent_high",
    "mark",
    "decided",
]


def _percent(change: float, level: float) -> float:
    """Return a change in percent of the base mean; nothing against nothing is no change."""
    if level:
        return 100 * change / level
    return 0.0 if change == 0 else float("nan")


def _mark(variable: str, observed: pd.DataFrame) -> str:
    """How far a result is supported.

    A wait is checked when the base year's lies within a quarter of the published one. Everything
    else rests on the demand table and on unit energies and costs of low confidence.
    """
    if variable != "wait":
        return "estimate"
    wait = observed[observed["variable"] == "wait_year_with_outages"]
    near = wait["error_percent"].abs() <= _CHECK_TOLERANCE_PERCENT
    return "checked" if bool(near.all()) else "estimate"


def _modes(study: Study) -> pd.DataFrame:
    """Cargo and work by mode, means over replications."""
    rows = [
        {"plan": plan, "year": year, **row}
        for plan, year, runs in _plan_years(study)
        for row in (
            pd.concat([run.activity for run in runs])
            .groupby("mode", sort=False)[["kt", "tkm"]]
            .mean()
            .reset_index()
            .to_dict("records")
        )
    ]
    return pd.DataFrame(rows)


def _plan_years(study: Study) -> Iterator[tuple[str, int, list[YearOutcome]]]:
    """Plans and years with their central runs."""
    for plan in study.plans:
        for year in study.settings.years:
            yield plan.name, year, study.runs(plan.name, year)


def _locks(study: Study) -> pd.DataFrame:
    """Gather the indicators of every lock, with the interval of the mean wait.

    The wait under the other explanation is that of one replication.
    """
    rows: list[dict[str, Any]] = []
    for plan, year, runs in _plan_years(study):
        table = pd.concat([run.locks for run in runs])
        other = study.runs(plan, year, explanation=OTHER)[0].locks.set_index("lock")
        for lock, part in table.groupby("lock", sort=True):
            wait = interval(part["wait_h_mean"].to_numpy())
            means = part.drop(columns="lock").mean()
            rows.append(
                {
                    "plan": plan,
                    "year": year,
                    "lock": lock,
                    **{name: float(means[name]) for name in _LOCK_MEANS},
                    "wait_h_low": wait.low,
                    "wait_h_high": wait.high,
                    "wait_h_other": float(other["wait_h_mean"].get(lock, float("nan"))),
                    "utilisation_share": float(means["utilisation_share"]),
                    "queue_growth_share": float(means["queue_growth_share"]),
                }
            )
    return pd.DataFrame(rows, columns=_LOCK_COLUMNS)


def _warnings(study: Study, locks: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Locks above the limit, queues that grow, and rounds that did not settle."""
    limit = study.base.parameters.utilisation_limit_share
    for row in locks.to_dict("records"):
        where = {"plan": row["plan"], "year": row["year"], "place": row["lock"]}
        if row["queue_growth_share"] > _GROWING:
            value = row["queue_growth_share"]
            yield {**where, "kind": "queue-growth", "value": value, "limit": _GROWING}
        elif row["utilisation_share"] > limit:
            value = row["utilisation_share"]
            yield {**where, "kind": "lock-utilisation", "value": value, "limit": limit}
    yield from _stranded(study)
    tolerance = study.base.parameters.share_tolerance
    for plan, year, runs in _plan_years(study):
        gap = max(run.gap for run in runs)
        if gap > tolerance:
            where = {"plan": plan, "year": year, "place": ""}
            yield {**where, "kind": "not-converged", "value": gap, "limit": tolerance}


def _stranded(study: Study) -> Iterator[dict[str, Any]]:
    """Cargo that stays unserved because trucks are banned and nothing else goes there."""
    for plan, year, _ in _plan_years(study):
        market = study.models[plan, year].market
        kt = stranded_kt(market)
        if kt > 0:
            share = kt / float(market.kt.sum())
            where = {"plan": plan, "year": year, "place": ""}
            yield {**where, "kind": "truck-ban", "value": share, "limit": 0.0}


def _summary(study: Study) -> dict[str, Any]:
    """Return the JSON of the command."""
    years = [str(year) for year in study.settings.years]
    base = study.plans[0].name
    plans = {
        plan.name: {year: _summary_of(study, plan.name, int(year)) for year in years}
        for plan in study.plans
    }
    change = {
        plan.name: {year: _change_of(study, plan.name, int(year)) for year in years}
        for plan in study.plans[1:]
    }
    return {
        "base": base,
        "out": None,
        "seed": study.settings.seed,
        "replications": study.settings.replications,
        "years": list(study.settings.years),
        "demand": demand_facts(study.tables),
        "plans": plans,
        "change": change,
    }


_INTERVALS: tuple[tuple[str, Callable[[YearOutcome], float]], ...] = (
    ("wtw_co2e_kt", lambda o: ledger_sum(o, "wtw_co2e_kt")),
    ("ttw_co2e_kt", lambda o: ledger_sum(o, "ttw_co2e_kt")),
    ("cost_mcny", lambda o: o.totals["cost_mcny"]),
)


def _summary_of(study: Study, plan: str, year: int) -> dict[str, Any]:
    """JSON of one plan and year."""
    runs = study.runs(plan, year)
    locks = pd.concat([run.locks for run in runs])
    other = study.runs(plan, year, explanation=OTHER)[0].locks.set_index("lock")["wait_h_mean"]
    tkm = np.mean([run.activity["tkm"].to_numpy() for run in runs], axis=0)
    return {
        "freight_mt": _mean(runs, "freight_mt"),
        "unserved_mt": _mean(runs, "unserved_mt"),
        "charges_mcny": _mean(runs, "charges_mcny"),
        "direct_tkm": _mean(runs, "direct_tkm"),
        "overseas": {
            name.removeprefix("ocean_"): _mean(runs, name)
            for name in runs[0].totals
            if name.startswith("ocean_")
        },
        "activity_tkm": dict(zip(MODES, tkm.tolist(), strict=True)),
        **{name: interval([read(run) for run in runs]).as_json() for name, read in _INTERVALS},
        "locks": {
            str(lock): {
                **{name: float(part[name].mean()) for name in _LOCK_MEANS},
                "wait_h_other": float(other.get(lock, np.nan)),
            }
            for lock, part in locks.groupby("lock", sort=True)
        },
    }


def _mean(runs: list[YearOutcome], name: str) -> float:
    """Mean of a total over replications."""
    return float(np.mean([run.totals[name] for run in runs]))


def _change_of(study: Study, plan: str, year: int) -> dict[str, Any]:
    """JSON of the paired change of one plan and year."""
    found: dict[str, Interval] = {}
    for name, read in _INTERVALS:
        base, other = paired_change(study, plan, year, read)
        found[name] = interval(np.subtract(other, base))
    return {name: value.as_json() for name, value in found.items()}
