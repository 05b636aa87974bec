"""Berths of a port: who lies where and from when.

Calls take berths in the order of arrival; a berth takes vessels up to its length and draught. Of
the free berths that take a vessel it gets the first, and berths are ordered from small to large. A
vessel that finds none waits; when a berth falls free the first waiting vessel that it takes gets
it, so that a small vessel may pass a large one. With priority, fitted vessels come before others
among those that wait. Nobody leaves a berth before its time. At one instant vessels leave before
others arrive.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from transport.operations.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]
    Places = NDArray[np.int64]

TURNED_AWAY = -1
"""Berth of a vessel that did not wait for one."""


@dataclass(frozen=True)
class Stays:
    """Where and when vessels lay.

    Attributes
    ----------
    berth : numpy.ndarray
        Number of the berth of each call; :data:`TURNED_AWAY` without one.
    berthed_h : numpy.ndarray
        Hour at which it was reached; NaN without one.
    """

    berth: Places
    berthed_h: Floats


def berth_calls(
    arrival_h: Floats,
    service_h: Floats,
    takes: Bools,
    *,
    first: Bools | None = None,
    turns_away: bool = False,
) -> Stays:
    """Put vessels at berths.

    Parameters
    ----------
    arrival_h : array of shape (n,)
        Hours of arrival, increasing.
    service_h : array of shape (n,)
        Hours at berth.
    takes : array of shape (n, berths)
        Whether a berth takes a vessel; berths from small to large.
    first : array of shape (n,), optional
        Vessels that come before others among those that wait.
    turns_away : bool
        Whether a vessel that finds no berth goes away instead of waiting.

    Returns
    -------
    Stays
        Berth and hour of each call.

    Raises
    ------
    ValueError
        If arrivals are out of order or no berth takes some vessel.

    Examples
    --------
    >>> takes = np.ones((3, 1), dtype=bool)
    >>> berth_calls(np.array([0.0, 1.0, 9.0]), np.array([4.0, 4.0, 4.0]), takes).berthed_h.tolist()
    [0.0, 4.0, 9.0]
    """
    if (np.diff(arrival_h) < 0).any():
        msg = "Arrivals at berths are out of order. Sort the calls by arrival."
        raise ValueError(msg)
    if not takes.any(axis=1).all():
        msg = "Some vessel fits no berth. Add a berth that takes it, or leave it out."
        raise ValueError(msg)
    count = len(arrival_h)
    ahead = np.zeros(count, dtype=np.bool_) if first is None else np.asarray(first, dtype=np.bool_)
    berth = np.full(count, TURNED_AWAY, dtype=np.int64)
    berthed = np.full(count, np.nan)
    _place(
        np.asarray(arrival_h, dtype=float),
        np.asarray(service_h, dtype=float),
        np.ascontiguousarray(takes),
        ahead,
        turns_away,
        berth,
        berthed,
    )
    return Stays(berth, berthed)


@compiled
def _free_berth(takes: Bools, free_h: Floats, now_h: float) -> int:
    """Return the first free berth that takes a vessel, or -1."""
    for berth in range(len(free_h)):
        if takes[berth] and free_h[berth] <= now_h:
            return berth
    return -1


@compiled
def _next_h(free_h: Floats, now_h: float, arrival_h: float) -> float:
    """Return when the next berth falls free or the next vessel comes."""
    when = arrival_h
    for hour in free_h:
        if now_h < hour < when:
            when = hour
    return when


@compiled
def _place(  # noqa: PLR0913, PLR0917 - compiled code takes arrays, no objects
    arrival_h: Floats,
    service_h: Floats,
    takes: Bools,
    ahead: Bools,
    turns_away: bool,  # noqa: FBT001 - compiled code takes no keywords
    berth: Places,
    berthed_h: Floats,
) -> None:
    """Run the events; fills `berth` and `berthed_h`."""
    count, berths = takes.shape
    free_h = np.full(berths, -np.inf)
    waiting = np.empty(count, dtype=np.int64)
    queued, come, now = 0, 0, -np.inf
    while come < count or queued > 0:
        next_call = arrival_h[come] if come < count else np.inf
        now = _next_h(free_h, now, next_call) if queued > 0 else next_call
        while come < count and arrival_h[come] <= now:
            waiting[queued] = come
            queued += 1
            come += 1
        for turn in range(2):
            kept = 0
            for place in range(queued):
                call = waiting[place]
                chosen = -1
                if ahead[call] == (turn == 0):
                    chosen = _free_berth(takes[call], free_h, now)
                if chosen >= 0:
                    berth[call], berthed_h[call] = chosen, now
                    free_h[chosen] = now + service_h[call]
                else:
                    waiting[kept] = call
                    kept += 1
            queued = kept
        if turns_away:
            queued = 0
