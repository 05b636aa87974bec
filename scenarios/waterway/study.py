"""Replications of a lock through its months, and their means with intervals.

Runs share nothing and their streams are keyed by seed and replication, so the results do not
depend on the number of processes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from scenarios.study.intervals import interval
from scenarios.study.runs import tasks_on
from transport.draws import StreamKey
from transport.lock_months.indicators import hours_within, line_months, lock_months
from transport.lock_months.runs import run_months

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scenarios.waterway.months import LockCase
    from transport.lock_months.runs import MonthRun

    Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class LockOutcome:
    """One replication of one lock.

    Attributes
    ----------
    months : pandas.DataFrame
        Indicators by month, see :func:`transport.lock_months.indicators.lock_months`, with
        ``fleet_vessels`` (NaN where the queue was given).
    lines : pandas.DataFrame
        Indicators by month and line.
    vessel_h : dict of str to float
        Vessel-hours of the months, ``waiting`` and in chambers (``locking``).
    run : MonthRun or None
        The run itself, where it was to be kept.
    """

    months: pd.DataFrame
    lines: pd.DataFrame
    vessel_h: dict[str, float]
    run: MonthRun | None = None


def run_lock(case: LockCase, key: StreamKey, *, keep_run: bool = False) -> LockOutcome:
    """Run one replication of one lock and reckon its indicators."""
    run = run_months(case.plan, case.site, key, steady=case.steady)
    shift = 0 if case.plan.leads_in else 1
    edges_h = case.plan.edges_h[shift:]
    names = [month.name for month in case.plan.months]
    records = run.records
    chambered = records.stays()[["start_h", "end_h"]].dropna().to_numpy(dtype=float)
    months = lock_months(records, case.plan.lock, edges_h, names, case.site.rules.announce_h)
    return LockOutcome(
        months.assign(fleet_vessels=run.fleet_vessels[shift:]),
        line_months(records, case.chambers, edges_h, names, case.head_m),
        {
            "waiting": float(months["waiting_vessels_mean"].to_numpy() @ np.diff(edges_h)),
            "locking": float(hours_within(chambered, edges_h[0], edges_h[-1]).sum()),
        },
        run if keep_run else None,
    )


def run_locks(
    cases: Mapping[str, LockCase],
    replications: int,
    seed: int,
    workers: int,
    progress: Progress | None = None,
    *,
    keeps_run: bool = False,
) -> dict[str, list[LockOutcome]]:
    """Run the replications of all locks.

    Parameters
    ----------
    cases : mapping of str to LockCase
        Locks.
    replications, seed, workers : int
        How much is run, and on how many processes.
    progress : callable, optional
        Called with runs done, runs in all and a label.
    keeps_run : bool
        Whether the first replication of each lock keeps its records.

    Returns
    -------
    dict of str to list of LockOutcome
        By lock, in the order of replications.
    """
    tasks = [
        ((lock, k), partial(run_lock, keep_run=keeps_run and k == 0), (case, StreamKey(seed, k)))
        for lock, case in cases.items()
        for k in range(replications)
    ]
    done: dict[tuple[str, int], LockOutcome] = {}
    with tasks_on(min(workers, len(tasks))) as runner:
        for key, outcome in runner.run(tasks):
            done[key] = outcome
            if progress:
                progress(len(done), len(tasks), key[0])
    return {lock: [done[lock, k] for k in range(replications)] for lock in cases}


def summary(tables: list[pd.DataFrame], by: list[str]) -> pd.DataFrame:
    """Return means and intervals of replications.

    Parameters
    ----------
    tables : list of pandas.DataFrame
        The same table of every replication, rows in the same order.
    by : list of str
        Columns that name a row.

    Returns
    -------
    pandas.DataFrame
        Columns of `by`, ``variable``, ``mean``, ``low``, ``high``; a variable that is NaN in some
        replication takes the others, and is NaN where it is NaN in all. No variable is ever
        negative, so no interval goes below zero.

    Raises
    ------
    ValueError
        If the rows of the tables differ.
    """
    first = tables[0]
    if any(not table[by].equals(first[by]) for table in tables):
        msg = f"The tables of the replications differ in {by}. Give them in the same order."
        raise ValueError(msg)
    keys = first[by].to_numpy(dtype=object).tolist()
    rows = []
    for name in first.columns.drop(by):
        values = np.array([table[name].to_numpy(dtype=float) for table in tables])
        for key, column in zip(keys, values.T, strict=True):
            known = column[~np.isnan(column)]
            rows.append([*key, name, *_positive_interval(known)])
    return pd.DataFrame(rows, columns=[*by, "variable", *_INTERVAL])


_INTERVAL = ("mean", "low", "high")


def _positive_interval(known: np.ndarray) -> tuple[float, float, float]:
    """Mean and interval of what is never below zero; NaN where nothing is known."""
    if not len(known):
        return np.nan, np.nan, np.nan
    found = interval(known)
    return found.mean, max(found.low, 0.0), found.high
