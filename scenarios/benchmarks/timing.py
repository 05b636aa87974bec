"""Wall-clock seconds of a piece of work in one process, after an uncounted run."""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Seconds:
    """Seconds over the counted runs.

    Attributes
    ----------
    best_s, median_s : float
        Shortest and median.
    """

    best_s: float
    median_s: float


def time_runs(work: Callable[[], object], repeat: int) -> Seconds:
    """Time a piece of work.

    Parameters
    ----------
    work : callable
        What is timed.
    repeat : int
        Counted runs, one or more.

    Returns
    -------
    Seconds
        Best and median of the counted runs.
    """
    return summarise([seconds(work) for _ in range(repeat)])


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
    Seconds(best_s=1.0, median_s=2.5)
    """
    return Seconds(min(times_s), statistics.median(times_s))
