"""Water at a lock: outflow, head, depth over the sill, and the hours when a line cannot work.

Below a dam the tailwater rises with the outflow of the plant, here along two straight lines: the
river is wider in high water, so it rises by less for each further 1,000 m3/s. Depth over the
lower sill rises with it and the head falls by as much. Below the lowest navigable level depths
stay as they are at it: lines without a limit of the head were built for lower water. A line with a
largest head stops while the head is above it; every line stops while the outflow exceeds the
highest navigable one. Within a day the outflow of a peaking plant swings round its mean as a sine
with its maximum at 20:00.

A chamber fills and empties through culverts of fixed area, so the time goes with the square root
of the head: 2 A sqrt(H) / (c a sqrt(2 g)), with chamber area A, culvert area a and coefficient of
discharge c (Encyclopaedia Britannica 1911, Hydraulics, article 53; UFC 4-213-10, equation 5).
Times of the lines hold at the lowest navigable level.

All relations are estimates (table ``lock_waters``); only the limits of the lines are published.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from networks.locks import Chamber

Spans = tuple[tuple[float, float], ...]
"""Intervals of hours (from, to), sorted and apart."""

_PEAK_HOUR = 20.0


@dataclass(frozen=True, slots=True)
class LockWater:
    """How head and depth at a lock follow the outflow.

    Attributes
    ----------
    lowest_outflow_m3s : float
        Outflow at the lowest navigable level, to which the depths over the sills refer.
    head_at_lowest_m : float
        Head at that outflow.
    rise_m_per_1000_m3s : float
        Rise of the tailwater for each 1,000 m3/s more, in low water.
    bend_outflow_m3s : float
        Outflow from which it rises by less.
    high_rise_m_per_1000_m3s : float
        Rise for each 1,000 m3/s beyond that.
    daily_swing_share : float
        Swing of the outflow within a day, as a share of its mean, 0 to 1.
    highest_outflow_m3s : float
        Outflow above which navigation stops.
    """

    lowest_outflow_m3s: float
    head_at_lowest_m: float
    rise_m_per_1000_m3s: float
    bend_outflow_m3s: float
    high_rise_m_per_1000_m3s: float
    daily_swing_share: float
    highest_outflow_m3s: float

    def rise_m(self, outflow_m3s: np.ndarray) -> np.ndarray:
        """Return the rise of the tailwater above the lowest navigable level."""
        bend_m3s = max(self.bend_outflow_m3s, self.lowest_outflow_m3s)
        low_m3s = np.minimum(outflow_m3s, bend_m3s) - self.lowest_outflow_m3s
        high_m3s = np.maximum(outflow_m3s - bend_m3s, 0.0)
        low_m = self.rise_m_per_1000_m3s * low_m3s
        return np.asarray((low_m + self.high_rise_m_per_1000_m3s * high_m3s) / 1000)

    def head_m(self, outflow_m3s: np.ndarray) -> np.ndarray:
        """Return the head, never below zero.

        Examples
        --------
        >>> one = LockWater(1100, 17.6, 0.8, 4000, 0.5, 0.0, 30000)
        >>> one.head_m(np.array([1100.0, 3100.0, 6000.0])).round(3).tolist()
        [17.6, 16.0, 14.28]
        """
        return np.maximum(self.head_at_lowest_m - self.rise_m(outflow_m3s), 0.0)

    def hourly_m3s(self, daily_m3s: np.ndarray) -> np.ndarray:
        """Return the outflow of every hour from daily means; the mean of a day is kept."""
        hour = np.arange(24) + 0.5
        swing = 1 + self.daily_swing_share * np.cos(2 * np.pi * (hour - _PEAK_HOUR) / 24)
        return np.outer(daily_m3s, swing).ravel()


def lock_waters(table: pd.DataFrame) -> dict[str, LockWater]:
    """Read the table ``lock_waters``."""
    names = tuple(LockWater.__dataclass_fields__)
    return {
        str(row["lock"]): LockWater(**{name: float(row[name]) for name in names})
        for row in table.to_dict("records")
    }


def daily_outflow_m3s(monthly_m3s: Sequence[float], days: Sequence[int]) -> np.ndarray:
    """Spread monthly means over days without steps, keeping the mean of every month.

    The days lie on lines between values at mid-month, which are corrected until each month has
    its mean; a tenth of a month's mean is the least of its days. A month that lies so far below its
    neighbours that no such line is found is flat.

    Parameters
    ----------
    monthly_m3s : sequence of float
        Mean outflow of each month.
    days : sequence of int
        Days of each month.

    Returns
    -------
    numpy.ndarray
        One value for each day.
    """
    means = np.asarray(monthly_m3s, dtype=float)
    ends = np.cumsum(days)
    middle = ends - np.asarray(days) / 2
    month = np.repeat(np.arange(len(means)), days)
    day = np.arange(ends[-1]) + 0.5
    knots = means.copy()
    daily = means[month]
    for _ in range(50):
        daily = np.maximum(np.interp(day, middle, knots), 0.1 * means[month])
        got = np.bincount(month, daily) / np.asarray(days)
        knots = knots + means - got
    least = 0.1 * means
    above = got - least
    lies = above > 1e-9 * means
    scale = np.divide(means - least, above, out=np.zeros_like(got), where=lies)
    spread = least[month] + (daily - least[month]) * scale[month]
    return np.asarray(np.where(lies[month], spread, means[month]))


def closed_spans(chamber: Chamber, water: LockWater, daily_m3s: np.ndarray) -> Spans:
    """Return the hours in which the water stops a line.

    Parameters
    ----------
    chamber : Chamber
        The line, with its largest head.
    water : LockWater
        Relations at the lock.
    daily_m3s : numpy.ndarray
        Mean outflow of each day from hour 0 on.

    Returns
    -------
    tuple of tuple of float
        Hours (from, to).
    """
    hourly = water.hourly_m3s(daily_m3s)
    closed = hourly > water.highest_outflow_m3s
    if not np.isnan(chamber.max_head_m):
        closed |= water.head_m(hourly) > chamber.max_head_m
    return spans_of(closed)


def spans_of(hourly: np.ndarray) -> Spans:
    """Turn a flag for every hour into intervals.

    Examples
    --------
    >>> spans_of(np.array([False, True, True, False, True]))
    ((1.0, 3.0), (4.0, 5.0))
    """
    edges = np.diff(np.concatenate(([0], hourly.astype(np.int8), [0])))
    begins, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    return tuple((float(a), float(b)) for a, b in zip(begins, ends, strict=True))


def nightly_spans(night_h: tuple[float, float], days: int) -> Spans:
    """Return the nights of a run that begins at midnight.

    Parameters
    ----------
    night_h : tuple of float
        Hours of the day (from, to); a night over midnight ends the next day.
    days : int
        Days of the run.

    Returns
    -------
    tuple of tuple of float
        Hours (from, to), the night in which the run begins included.

    Examples
    --------
    >>> nightly_spans((22, 6), 2)
    ((0.0, 6.0), (22.0, 30.0), (46.0, 54.0))
    >>> nightly_spans((1, 4), 2)
    ((1.0, 4.0), (25.0, 28.0))
    """
    begin, end = night_h
    if end <= begin:
        end += 24.0
    nights = [(24.0 * day + begin, 24.0 * day + end) for day in range(-1, days)]
    return tuple((max(a, 0.0), float(b)) for a, b in nights if b > 0)


def merged_spans(spans: Sequence[tuple[float, float]]) -> Spans:
    """Sort intervals and join those that touch or overlap.

    Examples
    --------
    >>> merged_spans([(5, 8), (0, 2), (2, 3), (6, 7)])
    ((0.0, 3.0), (5.0, 8.0))
    """
    merged: list[tuple[float, float]] = []
    for begin, end in sorted(spans):
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], float(end)))
        else:
            merged.append((float(begin), float(end)))
    return tuple(merged)


def sill_depths(chamber: Chamber, water: LockWater, daily_m3s: np.ndarray) -> Spans:
    """Return the depth over the sill of a line as (from hour, metres), one for each day.

    It is never below that at the lowest navigable level. A line whose sill depth is not known gets
    none: it does not limit the draught.
    """
    if np.isnan(chamber.sill_depth_m):
        return ()
    depth = chamber.sill_depth_m + np.maximum(water.rise_m(daily_m3s), 0.0)
    return tuple((24.0 * day, float(metres)) for day, metres in enumerate(depth))


def levelling_factors(chamber: Chamber, water: LockWater, daily_m3s: np.ndarray) -> Spans:
    """Return the factor on filling and emptying times as (from hour, factor), one for each day.

    It is the root of the head over that at the lowest navigable level, to which the times of the
    lines refer. A ship lift, which uses no water, gets none.

    Examples
    --------
    >>> from networks import Chamber
    >>> line = Chamber("a", "1", 300, 34, float("nan"), 60, 15)
    >>> water = LockWater(1000, 16.0, 1.0, 5000, 1.0, 0.0, 30000)
    >>> levelling_factors(line, water, np.array([1000.0, 8000.0]))
    ((0.0, 1.0), (24.0, 0.75))
    """
    if chamber.water_saving_share == 1:
        return ()
    factors = np.sqrt(water.head_m(daily_m3s) / water.head_at_lowest_m)
    return tuple((24.0 * day, float(factor)) for day, factor in enumerate(factors))
