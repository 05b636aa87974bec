"""A lock through given months: how many vessels passed, how large and how laden they were.

Counts of vessels are those locked through, as the briefings of the locks give them.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fleets import VesselClass

LEAD_H = 24.0
"""Hours before the first month in which a queue given for its start gathers."""


@dataclass(frozen=True, slots=True)
class LoadedMonth:
    """One month of one lock, with every gap filled.

    Attributes
    ----------
    year, month : int
        Calendar month.
    vessels : tuple of float
        Vessels locked through, down and up.
    mean_rated_t : float
        Mean rated tonnage; NaN keeps the mix of the fleet.
    load_share : tuple of float
        Cargo over rated tonnage, down and up.
    waiting_start : float
        Queue at the start of the month; NaN where not known.
    """

    year: int
    month: int
    vessels: tuple[float, float]
    mean_rated_t: float
    load_share: tuple[float, float]
    waiting_start: float

    @property
    def days(self) -> int:
        """Days of the month."""
        return calendar.monthrange(self.year, self.month)[1]

    def share_of(self, direction: int) -> float:
        """Return the share of a direction in the vessels; half where there are none."""
        both = sum(self.vessels)
        return self.vessels[direction] / both if both else 0.5

    @property
    def name(self) -> str:
        """Year and month, as 2025-08."""
        return f"{self.year}-{self.month:02d}"


@dataclass(frozen=True)
class MonthPlan:
    """What one lock is sent through.

    Attributes
    ----------
    lock : str
        Lock site.
    months : tuple of LoadedMonth
        Months in a row.
    classes : tuple of VesselClass
        Vessel classes.
    class_share : tuple of float
        Share of each class in voyages, before it is tilted to the mean rated tonnage of a month.
    half_turn_round_h : float
        Hours of a vessel between two passages, without its wait.
    upbound_empties : bool
        True where upbound load means full and empty vessels, False where all are partly laden.
    """

    lock: str
    months: tuple[LoadedMonth, ...]
    classes: tuple[VesselClass, ...]
    class_share: tuple[float, ...]
    half_turn_round_h: float
    upbound_empties: bool = False

    @property
    def leads_in(self) -> bool:
        """Whether a given queue starts the run instead of a warm-up month."""
        return not np.isnan(self.months[0].waiting_start)

    @property
    def run_months(self) -> tuple[LoadedMonth, ...]:
        """Months of the run: the first one twice where it also warms up."""
        return self.months if self.leads_in else (self.months[0], *self.months)

    @property
    def edges_h(self) -> np.ndarray:
        """Start of every month of the run and the end of the last, in hours of the run."""
        start = LEAD_H if self.leads_in else 0.0
        days = [month.days for month in self.run_months]
        return start + 24.0 * np.concatenate(([0], np.cumsum(days)))


def spans_in_run(
    plan: MonthPlan, days: Mapping[str, Sequence[tuple[float, float]]]
) -> dict[str, tuple[tuple[float, float], ...]]:
    """Turn outages in hours from the first month into hours of the run.

    The warm-up month repeats the first month, its outages too; what an outage shut before the
    first month is left out.

    Parameters
    ----------
    plan : MonthPlan
        Months of the run.
    days : mapping of str to sequence
        By line the hours (from, to) since the first month began.

    Returns
    -------
    dict of str to tuple
        By line the hours of the run.
    """
    first = float(plan.edges_h[0 if plan.leads_in else 1])
    month_h = 24.0 * plan.months[0].days
    shifted: dict[str, tuple[tuple[float, float], ...]] = {}
    for line, spans in days.items():
        moved = [(first + max(begin, 0.0), first + end) for begin, end in spans if end > 0]
        if not plan.leads_in:
            early = [(max(a, 0.0), min(b, month_h)) for a, b in spans if a < month_h and b > 0]
            moved = early + moved
        shifted[line] = tuple(moved)
    return shifted
