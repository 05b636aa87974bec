"""The JSON of ``landsea compare`` and ``landsea run``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from networks import MODES
from scenarios.comparison.lock_table import LOCK_MEANS, PRIORITY_MEANS
from scenarios.comparison.readings import ledger_sum, paired_change
from scenarios.study.evidence import demand_facts
from scenarios.study.intervals import Interval, interval
from scenarios.study.runs import OTHER

if TYPE_CHECKING:
    from collections.abc import Callable

    from scenarios.study.runs import Study
    from transport.year_outcome import YearOutcome


def summary_json(study: Study) -> dict[str, Any]:
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
        "user_loss_mcny": _mean(runs, "user_loss_mcny"),
        "direct_tkm": _mean(runs, "direct_tkm"),
        "overseas": {
            name.removeprefix("ocean_"): _mean(runs, name)
            for name in runs[0].totals
            if name.startswith("ocean_")
        },
        "ports": {
            name.removeprefix("berth_"): _mean(runs, name)
            for name in runs[0].totals
            if name.startswith("berth_")
        },
        "activity_tkm": dict(zip(MODES, tkm.tolist(), strict=True)),
        **{name: interval([read(run) for run in runs]).as_json() for name, read in _INTERVALS},
        "locks": {
            str(lock): {
                **{name: float(part[name].mean()) for name in LOCK_MEANS},
                "wait_h_other": float(other.get(lock, np.nan)),
                **_of_first(part),
            }
            for lock, part in locks.groupby("lock", sort=True)
        },
    }


def _of_first(locks: pd.DataFrame) -> dict[str, float]:
    """Return the means of vessels called before others, where there are any."""
    means = locks[list(PRIORITY_MEANS)].mean().dropna()
    return {str(name): float(value) for name, value in means.items()} if means.all() else {}


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
