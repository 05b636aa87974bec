"""Wall-clock seconds of a piece of work in one process, after an uncounted run.

A piece is run as often as asked, but no further run begins that would take its runs beyond a
budget of seconds, so that long pieces do not keep a user waiting.
"""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


PART_BUDGET_S = 6.0
"""Seconds for the counted runs of a part."""

CHAIN_BUDGET_S = 16.0
"""Seconds for the counted runs of one program on one chain, with and without records."""


@dataclass(frozen=True)
class Seconds:
    """Seconds over the counted runs.

    Attributes
    ----------
    best_s, median_s : float
        Shortest and median.
    runs : int
        Counted runs.
    """

    best_s: float
    median_s: float
    runs: int


def time_runs(work: Callable[[], object], repeat: int, budget_s: float) -> Seconds:
    """Time a piece of work.

    Parameters
    ----------
    work : callable
        What is timed.
    repeat : int
        Counted runs at the most, one or more.
    budget_s : float
        Seconds that they may take.

    Returns
    -------
    Seconds
        Best and median of the counted runs.
    """
    times_s: list[float] = []
    while goes_on(times_s, repeat, budget_s):
        times_s.append(seconds(work))
    return summarise(times_s)


def goes_on(times_s: Sequence[float], repeat: int, budget_s: float) -> bool:
    """Whether another run is wanted and fits the budget.

    Examples
    --------
    >>> goes_on([], 5, 1.0), goes_on([3.0], 5, 5.0), goes_on([3.0], 5, 6.0), goes_on([3.0], 1, 9.0)
    (True, False, True, False)
    """
    if not times_s:
        return True
    return len(times_s) < repeat and sum(times_s) + times_s[-1] <= budget_s


def seconds(work: Callable[[], object]) -> float:
    """Return the seconds that a piece of work takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def summarise(times_s: list[float]) -> Seconds:
    """Return best and median.

    Examples
    --------
    >>> summarise([3.0, 1.0, 2.5])
    Seconds(best_s=1.0, median_s=2.5, runs=3)
    """
    return Seconds(min(times_s), statistics.median(times_s), len(times_s))
