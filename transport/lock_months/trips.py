"""Vessels of the months of a lock: hour of arrival, direction, class, load and draught."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import brentq

from transport.draws import stream
from transport.inland.vessel_hulls import hulls_by_draught
from transport.lock_months.months import LEAD_H
from transport.operations.lock import DIRECTIONS
from transport.operations.waterway import Trips

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transport.draws import StreamKey
    from transport.lock_months.months import LoadedMonth, MonthPlan
    from transport.operations.lock import Hull


_MOST_TILT = 1e6


def tilted_shares(class_share: np.ndarray, rated_t: np.ndarray, mean_rated_t: float) -> np.ndarray:
    """Return the class shares nearest to given ones with a given mean rated tonnage.

    Shares are multiplied by exp(k x tonnage), which is the mix of least relative entropy.

    Parameters
    ----------
    class_share, rated_t : numpy.ndarray
        Shares and rated tonnages of the classes.
    mean_rated_t : float
        Mean wanted; NaN keeps the shares.

    Returns
    -------
    numpy.ndarray
        Shares that sum to one.

    Raises
    ------
    ValueError
        If the mean lies outside the tonnages of the classes.

    Examples
    --------
    >>> tilted_shares(np.array([0.5, 0.5]), np.array([1000.0, 3000.0]), 2500.0).round(3).tolist()
    [0.25, 0.75]
    """
    share = class_share / class_share.sum()
    if np.isnan(mean_rated_t):
        return np.asarray(share)
    used = rated_t[share > 0]
    if not used.min() < mean_rated_t < used.max():
        msg = (
            f"A mean rated tonnage of {mean_rated_t:g} t lies outside the classes, "
            f"{used.min():g} to {used.max():g} t."
        )
        raise ValueError(msg)

    unit = (rated_t - used.min()) / (used.max() - used.min())

    def tilt(k: float) -> np.ndarray:
        """Return the shares of the classes, tilted to large ones above zero."""
        power = np.where(share > 0, k * unit, -np.inf)
        weight = share * np.exp(power - power.max())
        return np.asarray(weight / weight.sum())

    k = brentq(lambda one: float(tilt(one) @ rated_t) - mean_rated_t, -_MOST_TILT, _MOST_TILT)
    return tilt(float(k))


def month_trips(
    plan: MonthPlan,
    totals: Sequence[float],
    arrivals: Sequence[np.ndarray] | None,
    key: StreamKey,
) -> tuple[Trips, list[Hull]]:
    """Draw the vessels of all months of a run.

    Parameters
    ----------
    plan : MonthPlan
        Months and classes.
    totals : sequence of float
        Vessels of each month of the run.
    arrivals : sequence of numpy.ndarray or None
        How they spread over the days of each month; evenly without it.
    key : StreamKey
        Random streams; hours, classes and loads of a month come from streams of their own, so
        that a larger count contains the vessels of a smaller one.

    Returns
    -------
    trips : Trips
        Vessels by hour of arrival; route 0 leads down and 1 up.
    hulls : list of Hull
        Hulls by class and draught.
    """
    parts = [
        _vessels(plan, i, direction, total, None if arrivals is None else arrivals[i], key)
        for i, total in enumerate(totals)
        for direction in range(len(DIRECTIONS))
    ]
    if plan.leads_in:
        parts += [_first_queue(plan, direction, key) for direction in range(len(DIRECTIONS))]
    depart, route, load, payload, pick = (np.concatenate(one) for one in zip(*parts, strict=True))
    order = np.argsort(depart, kind="stable")
    hulls, hull = hulls_by_draught(plan.classes, pick[order], load[order])
    return Trips(depart[order], route[order].astype(np.int64), hull, payload[order]), hulls


_Vessels = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]


def _vessels(
    plan: MonthPlan,
    i: int,
    direction: int,
    total: float,
    daily: np.ndarray | None,
    key: StreamKey,
) -> _Vessels:
    """Hours, direction, load share, cargo and class of the vessels of a month."""
    month = plan.run_months[i]
    count = round(total * month.share_of(direction))
    warm_up = " warm-up" if i == 0 and not plan.leads_in else ""
    name = f"{plan.lock} {month.name} {DIRECTIONS[direction]}{warm_up}"
    u = stream(key, name, "hours").uniform(size=count)
    if daily is None or daily.sum() <= 0:
        hours = u * 24 * month.days
    else:
        shares = np.concatenate(([0.0], np.cumsum(daily) / daily.sum()))
        hours = 24 * np.interp(u, shares, np.arange(len(daily) + 1.0))
    return _laden(plan, month, direction, plan.edges_h[i] + hours, (key, name))


def _first_queue(plan: MonthPlan, direction: int, key: StreamKey) -> _Vessels:
    """Vessels that wait when the first month begins."""
    month = plan.months[0]
    down = round(month.waiting_start * month.share_of(0))
    count = round(month.waiting_start) - down if direction else down
    name = f"{plan.lock} {month.name} {DIRECTIONS[direction]} first queue"
    hours = stream(key, name, "hours").uniform(0.0, LEAD_H, size=count)
    return _laden(plan, month, direction, hours, (key, name))


def _laden(
    plan: MonthPlan,
    month: LoadedMonth,
    direction: int,
    hours: np.ndarray,
    flow: tuple[StreamKey, str],
) -> _Vessels:
    """Draw class and load of vessels that arrive at given hours."""
    rated = np.array([one.dwt_t for one in plan.classes])
    shares = tilted_shares(np.array(plan.class_share), rated, month.mean_rated_t)
    mark = stream(*flow, "class").uniform(size=len(hours))
    edges = np.cumsum(shares)
    pick = np.minimum(np.searchsorted(edges, mark, side="right"), len(rated) - 1)
    load = np.full(len(hours), month.load_share[direction])
    if direction and plan.upbound_empties:
        full = max(month.load_share)
        laden = stream(*flow, "laden").uniform(size=len(hours)) * full < load
        load = np.where(laden, full, 0.0)
    return hours, np.full(len(hours), direction), load, load * rated[pick], pick
