"""The calendar of a run of a year: a week of each month, or every day.

A run begins with some days of January to warm up; then come the months, January first. Sampling a
week of each month keeps the seasons of traffic and water at a quarter of the events; queues that
build up over weeks come out shorter than in a run of every day.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from transport.indicators import Window

if TYPE_CHECKING:
    from collections.abc import Sequence

_HOURS_PER_DAY = 24.0
_COMMON_YEAR = 2025


@dataclass(frozen=True)
class RunCalendar:
    """Days of a run.

    Attributes
    ----------
    month_days : tuple of int
        Days of each month, January first.
    warm_up_days : int
        Days of January before measuring starts.
    """

    month_days: tuple[int, ...]
    warm_up_days: int = 7

    @property
    def edges_h(self) -> np.ndarray:
        """Start of each month and the end of the last, in hours of the run."""
        days = self.warm_up_days + np.concatenate(([0], np.cumsum(self.month_days)))
        return np.asarray(_HOURS_PER_DAY * days)

    @property
    def days(self) -> int:
        """Days of the run, warm-up included."""
        return self.warm_up_days + sum(self.month_days)

    @property
    def window(self) -> Window:
        """Measured hours."""
        return Window(float(self.edges_h[0]), float(self.edges_h[-1]))

    @property
    def period_h(self) -> np.ndarray:
        """Lengths of the warm-up and of each month."""
        return _HOURS_PER_DAY * np.array((self.warm_up_days, *self.month_days), dtype=float)

    def daily(self, monthly: Sequence[float]) -> np.ndarray:
        """Return a quantity of the months for every day of the run.

        Examples
        --------
        >>> RunCalendar((1,) * 12, 2).daily(range(1, 13))[:4].tolist()
        [1, 1, 1, 2]
        """
        values = np.array([*list(monthly)[:1], *monthly])
        return np.repeat(values, (self.warm_up_days, *self.month_days))


SAMPLED = RunCalendar((7,) * 12)
"""A week of each month."""

WHOLE = RunCalendar(tuple(calendar.monthrange(_COMMON_YEAR, month)[1] for month in range(1, 13)))
"""Every day of a common year."""
