"""The answer of ``landsea waterway simulate``: indicators with intervals, and what to know of them.

Both ways of asking, months and plans, end in the same :class:`WaterwayAnswer`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from scenarios.waterway.study import summary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scenarios.display.words import Text
    from scenarios.waterway.months import LockCase

FULL_GAP = 0.01
"""Gap between passages and given counts from which a month is named in the warnings."""

_INTERVAL = ("mean", "low", "high")
_DAYS_WAITING = 1.0


@dataclass(frozen=True)
class WaterwayAnswer:
    """What a simulation of the locks found.

    Attributes
    ----------
    months : pandas.DataFrame
        ``lock``, ``month``, ``variable``, ``mean``, ``low``, ``high``.
    lines : pandas.DataFrame
        The same with ``line``.
    facts : dict of str to object
        Replications, seed, explanation and whatever else was chosen.
    assumptions, warnings, limits : tuple of str
        Sentences.
    names : dict of str to Text
        Names of the locks.
    tables : dict of str to pandas.DataFrame
        Further tables by name.
    """

    months: pd.DataFrame
    lines: pd.DataFrame
    facts: dict[str, Any] = field(default_factory=dict)
    assumptions: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    names: dict[str, Text] = field(default_factory=dict)
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return the answer for JSON: by lock and month, lines within the month."""
        locks: dict[str, dict[str, dict[str, Any]]] = {}
        for row in self.months.to_dict("records"):
            month = locks.setdefault(row["lock"], {}).setdefault(row["month"], {})
            month[row["variable"]] = {name: row[name] for name in _INTERVAL}
        for row in self.lines.to_dict("records"):
            lines = locks[row["lock"]][row["month"]].setdefault("lines", {})
            lines.setdefault(row["line"], {})[row["variable"]] = {
                name: row[name] for name in _INTERVAL
            }
        notes = {name: list(getattr(self, name)) for name in ("assumptions", "warnings", "limits")}
        more = {name: table.to_dict("records") for name, table in self.tables.items()}
        return {"locks": locks, **self.facts, **more, **notes}


def tidy(
    runs: Mapping[str, Sequence[tuple[pd.DataFrame, pd.DataFrame]]],
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return means and intervals by lock and month, and by lock, line and month.

    Parameters
    ----------
    runs : mapping of str to sequence of tuple
        By lock the indicators of every replication, by month, and by month and line.

    Returns
    -------
    months, lines : pandas.DataFrame
        As in :class:`WaterwayAnswer`.
    """
    months, lines = [], []
    for lock, pairs in runs.items():
        by_month = summary([one for one, _ in pairs], ["month"])
        by_line = summary([one for _, one in pairs], ["month", "line"])
        months.append(by_month.assign(lock=lock))
        lines.append(by_line.assign(lock=lock))
    order = ["lock", "month", "variable", *_INTERVAL]
    tables = (pd.concat(part, ignore_index=True) for part in (months, lines))
    by_month, by_line = tables
    return by_month[order], by_line[["lock", "month", "line", *order[2:]]]


def queue_warnings(months: pd.DataFrame, cases: Mapping[str, LockCase]) -> list[str]:
    """Return months whose counts the lock did not meet, and queues left at the end.

    Parameters
    ----------
    months : pandas.DataFrame
        Indicators as in :class:`WaterwayAnswer`.
    cases : mapping of str to LockCase
        What the locks were sent through.

    Returns
    -------
    list of str
        Sentences.
    """
    mean = months.set_index(["lock", "month", "variable"])["mean"].to_dict()
    warnings = []
    for lock, case in cases.items():
        for month in case.plan.months:
            given, through = sum(month.vessels), mean[lock, month.name, "vessels"]
            if abs(through - given) > max(FULL_GAP * given, 1.0):
                warnings.append(_full(f"{lock} {month.name}", given, through))
        last = case.plan.months[-1]
        daily = mean[lock, last.name, "vessels"] / last.days
        left = mean[lock, last.name, "waiting_vessels_end"]
        if left > max(_DAYS_WAITING * daily, 1.0):
            warnings.append(
                f"{lock}: {left:.0f} vessels still wait when {last.name} ends; the waits of the "
                "months count those that had been locked through"
            )
    return warnings


def _full(where: str, given: float, through: float) -> str:
    """Return the warning of a month whose count is not met."""
    said = f"{where}: {given:.0f} vessels are given, the lock lets {through:.0f} through"
    if through < given:
        return f"{said}; it is full: the rest waits, passes in other months or stays away"
    return (
        f"{said}; either the count is close to what the lock can do, so that it does not say who "
        "came, or the queue given for the next month does not form, or only the sum of the counts "
        "can be met (lines shut in a month)"
    )
