"""Locks of a comparison: their indicators by plan and year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from fleets.turnover.changes import clean_passage
from scenarios.comparison.readings import plan_years
from scenarios.study.intervals import interval
from scenarios.study.runs import OTHER

if TYPE_CHECKING:
    from scenarios.study.runs import Study

LOCK_MEANS = ("vessels", "lockages", "cargo_mt", "wait_h_mean", "wait_h_p95")
PRIORITY_MEANS = ("vessels_first", "wait_first_h_mean", "wait_rest_h_mean")
"""Of vessels marked to be called before others, NaN waits where there are none."""

_LOCK_COLUMNS = [
    "plan",
    "year",
    "lock",
    *LOCK_MEANS,
    "wait_h_low",
    "wait_h_high",
    "wait_h_other",
    "utilisation_share",
    "queue_growth_share",
    *PRIORITY_MEANS,
    "reckoned_cut_share",
]


def lock_table(study: Study) -> pd.DataFrame:
    """Gather the indicators of every lock, with the interval of the mean wait.

    The wait under the other explanation is that of one replication. Where a plan has clean vessels
    called first, ``reckoned_cut_share`` is the part of their wait that buyers reckon to save; NaN
    elsewhere.
    """
    rows: list[dict[str, Any]] = []
    plans = {plan.name: plan for plan in study.plans}
    for plan, year, runs in plan_years(study):
        table = pd.concat([run.locks for run in runs])
        passage = clean_passage(plans[plan].changes(year))
        reckoned = passage.queue_cut_share if passage and passage.called_first else float("nan")
        other = study.runs(plan, year, explanation=OTHER)[0].locks.set_index("lock")
        for lock, part in table.groupby("lock", sort=True):
            wait = interval(part["wait_h_mean"].to_numpy())
            means = part.drop(columns="lock").mean()
            rows.append(
                {
                    "plan": plan,
                    "year": year,
                    "lock": lock,
                    **{name: float(means[name]) for name in LOCK_MEANS},
                    "wait_h_low": wait.low,
                    "wait_h_high": wait.high,
                    "wait_h_other": float(other["wait_h_mean"].get(lock, float("nan"))),
                    "utilisation_share": float(means["utilisation_share"]),
                    "queue_growth_share": float(means["queue_growth_share"]),
                    **{name: float(means[name]) for name in PRIORITY_MEANS},
                    "reckoned_cut_share": reckoned,
                }
            )
    return pd.DataFrame(rows, columns=_LOCK_COLUMNS)
