"""Locks of base and plan side by side: the chart of waiting and the table."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scenarios.display import numbers
from scenarios.display.words import Text, as_text, records, word
from scenarios.report.charts import NARROW, WIDE, Figure, Waiting, lock_waits
from scenarios.report.priority_rows import PriorityRow, priority_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

COLUMNS = ("wait_h_mean", "wait_h_other", "wait_h_p95", "utilisation_share", "cargo_mt")
_MOST_LOCKS = 8
_WARN_SHARE = 0.9
_FINEST_HOURS = -2


@dataclass(frozen=True)
class LockRow:
    """One lock: base and plan side by side."""

    name: Text
    cells: tuple[tuple[str, str], ...]
    full: bool


class LockPairs:
    """The locks of two plans in one year, the busiest first.

    Parameters
    ----------
    base, plan : pandas.DataFrame
        Rows of ``Comparison.locks`` of the base and of the plan.
    places : mapping of str to Text
        Names of places by id.
    """

    def __init__(self, base: pd.DataFrame, plan: pd.DataFrame, places: Mapping[str, Text]) -> None:
        self._base = {str(row["lock"]): row for row in records(base)}
        self._plan = {str(row["lock"]): row for row in records(plan)}
        self._plan_table = plan
        self._places = places
        self._names = sorted(dict.fromkeys([*self._base, *self._plan]), key=self._traffic)

    def _traffic(self, lock: str) -> float:
        """Return the vessels of a lock in its busier plan, negative so that most come first."""
        rows = [one[lock] for one in (self._base, self._plan) if lock in one]
        return -max(float(row["vessels"]) for row in rows)

    def _name(self, lock: str) -> Text:
        """Return the short name of a lock site."""
        name = self._places.get(lock, as_text(lock))
        return Text(
            str(name.zh).removesuffix("枢纽"),
            str(name.en).removesuffix(" locks").removesuffix(" lock"),
        )

    def priority(self) -> list[PriorityRow]:
        """Return what priority of clean vessels came to under the plan, if it has any."""
        return priority_rows(self._plan_table, {lock: self._name(lock) for lock in self._plan})

    def figure(self, base: Text, plan: Text, year: int) -> Figure:
        """Return the chart of waiting at the busiest locks.

        Parameters
        ----------
        base, plan : Text
            Titles.
        year : int
            The year.

        Returns
        -------
        Figure
            Drawn for a screen and for a phone.
        """
        names = self._names[:_MOST_LOCKS]
        bars = []
        for one in names:
            rows = self._base.get(one), self._plan.get(one)
            guide = rows[1] or rows[0]
            bars.append((self._name(one), _waiting(rows[0], guide), _waiting(rows[1], guide)))
        title = word("locks.title", place=bars[0][0] if bars else as_text(numbers.MISSING))
        none = as_text("")
        return Figure(
            title,
            word("locks.subtitle" if self._base else "locks.subtitle.one", year=year),
            word("source.model"),
            lock_waits(bars, WIDE, (base, plan), title),
            lock_waits(bars, NARROW, (none, none), title),
        )

    def rows(self) -> list[LockRow]:
        """Return the table: waiting, its 95th percentile, utilisation and cargo.

        Returns
        -------
        list of LockRow
            One for each lock.
        """
        shown = []
        for lock in self._names:
            base, plan = self._base.get(lock), self._plan.get(lock)
            guide = plan or base
            cells = tuple(
                (_cell(base, column, guide), _cell(plan, column, guide)) for column in COLUMNS
            )
            used = float(plan["utilisation_share"]) if plan else 0.0
            shown.append(LockRow(self._name(lock), cells, used >= _WARN_SHARE))
        return shown


def _waiting(row: Mapping[str, Any] | None, guide: Mapping[str, Any] | None) -> Waiting | None:
    """Return the waiting of a lock, None when no vessel passed."""
    if row is None or math.isnan(float(row["wait_h_mean"])):
        return None
    low, mean, high = (float(row[f"wait_h_{one}"]) for one in ("low", "mean", "high"))
    return Waiting(low, mean, high, _cell(row, "wait_h_mean", guide))


def _cell(row: Mapping[str, Any] | None, column: str, guide: Mapping[str, Any] | None) -> str:
    """Return one number of a lock; waiting in the digits that the interval of `guide` supports."""
    if row is None or guide is None or math.isnan(float(row[column])):
        return numbers.MISSING
    value = float(row[column])
    if column == "utilisation_share":
        return numbers.digits(value * 100, 0)
    if not column.startswith("wait"):
        return numbers.plain(value, numbers.ESTIMATE_DIGITS)
    half = (float(guide["wait_h_high"]) - float(guide["wait_h_low"])) / 2
    last = numbers.last_digit(half, float(guide[column]), estimate=True)
    return numbers.digits(value, max(last, _FINEST_HOURS))
