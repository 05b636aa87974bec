"""Load over time as steps: exact, from the moments at which vessels connect and leave.

Nothing is stepped through time: the moments of all vessels are sorted once and their loads summed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Places = NDArray[np.int64]


@dataclass(frozen=True)
class LoadProfile:
    """A load that changes in steps.

    Attributes
    ----------
    edges_h : array of shape (n + 1,)
        Ends of the steps, increasing.
    load_kw : array of shape (n,)
        Load of each step.
    connected : array of shape (n,)
        Vessels connected in each step.
    """

    edges_h: Floats
    load_kw: Floats
    connected: Places

    @property
    def hours(self) -> Floats:
        """Length of each step."""
        return np.diff(self.edges_h)

    @property
    def energy_kwh(self) -> float:
        """Energy of the whole period."""
        return float(self.load_kw @ self.hours)

    def hourly_kwh(self) -> Floats:
        """Return the energy of each hour from the first edge on, the last hour cut short."""
        so_far = np.concatenate([[0.0], np.cumsum(self.load_kw * self.hours)])
        marks = np.append(np.arange(self.edges_h[0], self.edges_h[-1]), self.edges_h[-1])
        return np.diff(np.interp(marks, self.edges_h, so_far))

    def highest_kw(self, marks_h: Floats) -> Floats:
        """Return the highest load between neighbouring marks, which lie within the period."""
        starts = np.searchsorted(self.edges_h, marks_h[:-1], side="right") - 1
        ends = np.searchsorted(self.edges_h, marks_h[1:], side="left")
        return np.array(
            [self.load_kw[a:b].max(initial=0.0) for a, b in zip(starts, ends, strict=True)]
        )

    def shifted(self, other_kw: Floats) -> LoadProfile:
        """Return the profile with other loads in the same steps."""
        return LoadProfile(self.edges_h, other_kw, self.connected)


def load_profile(
    begin_h: Floats, end_h: Floats, load_kw: Floats, period_h: tuple[float, float]
) -> LoadProfile:
    """Sum loads over time.

    Parameters
    ----------
    begin_h, end_h, load_kw : array of shape (n,)
        When power flows to each vessel, and how much; rows with a NaN, and those that end before
        they begin, take nothing.
    period_h : (float, float)
        What is looked at; loads beyond it are cut off.

    Returns
    -------
    LoadProfile
        Steps that fill the period.

    Examples
    --------
    >>> profile = load_profile(np.array([1.0, 2.0]), np.array([4.0, 3.0]), np.array([5.0, 7.0]),
    ...     (0.0, 6.0))
    >>> profile.edges_h.tolist(), profile.load_kw.tolist(), profile.connected.tolist()
    ([0.0, 1.0, 2.0, 3.0, 4.0, 6.0], [0.0, 5.0, 12.0, 5.0, 0.0], [0, 1, 2, 1, 0])
    """
    first, last = period_h
    begin = np.maximum(begin_h, first)
    end = np.minimum(end_h, last)
    kept = end > begin
    begin, end, load = begin[kept], end[kept], load_kw[kept]
    times = np.concatenate([[first], begin, end, [last]])
    power = np.concatenate([[0.0], load, -load, [0.0]])
    count = np.concatenate([[0], np.ones(len(begin)), -np.ones(len(end)), [0]]).astype(np.int64)
    order = np.argsort(times, kind="stable")
    times, power, count = times[order], np.cumsum(power[order]), np.cumsum(count[order])
    after = np.flatnonzero(np.append(np.diff(times) > 0, False))
    connected = count[after]
    return LoadProfile(
        np.append(times[after], last), np.where(connected > 0, power[after], 0.0), connected
    )


@dataclass(frozen=True)
class LoadDuration:
    """How long a load lasts, over several profiles of equal weight.

    Attributes
    ----------
    load_kw : numpy.ndarray
        Loads, increasing.
    share : numpy.ndarray
        Share of the time of each.
    """

    load_kw: Floats
    share: Floats

    @property
    def mean_kw(self) -> float:
        """Mean over time."""
        return float(self.load_kw @ self.share)

    @property
    def highest_kw(self) -> float:
        """Highest load."""
        return float(self.load_kw[-1])

    def percentile_kw(self, percent: float) -> float:
        """Return the least load that is not exceeded for a share of the time.

        Examples
        --------
        >>> LoadDuration(np.array([0.0, 5.0]), np.array([0.9, 0.1])).percentile_kw(90)
        0.0
        """
        held = np.cumsum(self.share)
        place = int(np.searchsorted(held, percent / 100 - 1e-12, side="left"))
        return float(self.load_kw[min(place, len(held) - 1)])

    def share_above(self, load_kw: float) -> float:
        """Return the share of the time in which a load is exceeded."""
        return float(self.share[self.load_kw > load_kw].sum())


def load_duration(profiles: Sequence[LoadProfile]) -> LoadDuration:
    """Return how long each load lasts, all profiles together."""
    loads = np.concatenate([one.load_kw for one in profiles])
    shares = np.concatenate([one.hours / one.hours.sum() for one in profiles]) / len(profiles)
    order = np.argsort(loads, kind="stable")
    return LoadDuration(loads[order], shares[order])


def hours_by_count(profiles: Sequence[LoadProfile]) -> Floats:
    """Return the hours in which 0, 1, 2 and so on vessels are connected, mean of the profiles."""
    most = max(int(one.connected.max(initial=0)) for one in profiles)
    hours = [np.bincount(one.connected, one.hours, most + 1) for one in profiles]
    return np.asarray(np.mean(hours, axis=0))
