"""Headline quantities of a comparison: base, plan and the paired change with its interval."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from networks import MODES
from scenarios.comparison.readings import ledger_sum, lock_value, mode_tkm, paired_change
from scenarios.study.intervals import interval

if TYPE_CHECKING:
    from collections.abc import Callable

    from scenarios.study.runs import Study
    from transport.year_outcome import YearOutcome

_CHECK_TOLERANCE_PERCENT = 25.0
_WEIGHED = ("wtw_co2e", "ttw_co2e")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A headline quantity and how to read it from a run."""

    variable: str
    mode: str
    place: str
    unit: str
    read: Callable[[YearOutcome], float]


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


def _worst_lock(study: Study, year: int) -> str:
    """Lock with the most vessel-hours of waiting in the base plan."""
    locks = pd.concat([run.locks for run in study.runs(study.plans[0].name, year)])
    if locks.empty:
        return ""
    waiting_h = (locks["vessels"] * locks["wait_h_mean"]).groupby(locks["lock"]).sum()
    return str(waiting_h.idxmax())


def headline_table(study: Study, observed: pd.DataFrame) -> pd.DataFrame:
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
