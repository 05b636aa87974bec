"""Means over replications and their 95 % intervals.

Intervals follow from Student's t over replications. They cover what replications vary, the random
arrivals, and nothing else: no input uncertainty.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import t as student_t

if TYPE_CHECKING:
    from collections.abc import Sequence

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean with its 95 % interval."""

    mean: float
    low: float
    high: float

    @property
    def holds_zero(self) -> bool:
        """Whether zero lies in the interval."""
        return self.low <= 0 <= self.high

    def as_json(self) -> dict[str, float]:
        """Return the interval for JSON."""
        return {"mean": self.mean, "low": self.low, "high": self.high}


def interval(values: Sequence[float] | np.ndarray) -> Interval:
    """Return the mean of replications and its 95 % interval.

    Parameters
    ----------
    values : sequence of float
        One value for each replication, at least one.

    Returns
    -------
    Interval
        With a single replication, low and high equal the mean: its interval is not known.

    Raises
    ------
    ValueError
        If there is no value.

    Examples
    --------
    >>> interval([1.0, 2.0, 3.0]).mean
    2.0
    >>> round(interval([1.0, 2.0, 3.0]).high, 3)
    4.484
    """
    array = np.asarray(values, dtype=float)
    if array.size == 0:
        msg = "No replication was given. Give at least one value."
        raise ValueError(msg)
    mean = float(array.mean())
    if array.size == 1:
        return Interval(mean, mean, mean)
    error = array.std(ddof=1) / np.sqrt(array.size)
    half = float(student_t.ppf((1 + CONFIDENCE) / 2, array.size - 1) * error)
    return Interval(mean, mean - half, mean + half)
