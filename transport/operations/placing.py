"""Placing of vessels in a chamber, in length and width.

Vessels enter one after the other from the gate and lie parallel to the walls. Each takes the
place furthest forward at which its beam is free all the way from the gate: the chamber is a
skyline of hulls already moored, and a vessel slides forward until it meets it. So every plan of
places can be sailed in the order of entry. Among places equally far forward the one nearest the
left wall is taken. Between neighbours, ahead and abeam, a gap is kept.

The rule is the bottom-left heuristic for strip packing (Baker, Coffman and Rivest 1980, SIAM
Journal on Computing 9(4)); it does not search for the densest plan, as no lock master does.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from transport.operations.compiled import compiled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transport.operations.lock import Hull

SLACK_M = 1e-6
"""Lengths closer than this are equal."""


def skyline_room(vessels: int) -> tuple[np.ndarray, np.ndarray]:
    """Return arrays for the skyline of so many vessels: each adds two steps at the most."""
    return np.zeros(2 * vessels + 3), np.zeros(2 * vessels + 3)


@compiled
def open_skyline(left_m: np.ndarray, reach_m: np.ndarray, width_m: float) -> int:
    """Start an empty chamber: one segment over the whole width; returns the number of segments.

    `left_m` holds the left edges of the segments and, one beyond the last, the right wall;
    `reach_m` how far from the head of the chamber each is taken.
    """
    left_m[0] = 0.0
    left_m[1] = width_m
    reach_m[0] = 0.0
    return 1


@compiled
def find_place(
    left_m: np.ndarray, reach_m: np.ndarray, segments: int, beam_m: float
) -> tuple[float, float]:
    """Return the left edge and the forward end of the best place for a beam; inf if none."""
    best_left = np.inf
    best_reach = np.inf
    for i in range(segments):
        right = left_m[i] + beam_m
        if right > left_m[segments] + SLACK_M:
            break
        reach = 0.0
        j = i
        while j < segments and left_m[j] < right - SLACK_M:
            reach = max(reach, reach_m[j])
            j += 1
        if reach < best_reach - SLACK_M:
            best_reach = reach
            best_left = left_m[i]
    return best_left, best_reach


@compiled
def moor(
    left_m: np.ndarray,
    reach_m: np.ndarray,
    segments: int,
    place: tuple[float, float],
    size: tuple[float, float],
) -> int:
    """Raise the skyline where a hull of (length, beam) lies; returns the number of segments."""
    length_m, beam_m = size
    start = place[0]
    end = min(start + beam_m, left_m[segments])
    first = 0
    while left_m[first + 1] <= start + SLACK_M and first + 1 < segments:
        first += 1
    last = first
    while left_m[last + 1] < end - SLACK_M:
        last += 1
    keeps_tail = left_m[last + 1] > end + SLACK_M
    tail_reach = reach_m[last]
    added = (2 if keeps_tail else 1) - (last - first + 1)
    if added > 0:
        for k in range(segments, last, -1):
            left_m[k + added] = left_m[k]
            reach_m[k - 1 + added] = reach_m[k - 1]
    elif added < 0:
        for k in range(last + 1, segments + 1):
            left_m[k + added] = left_m[k]
            if k < segments:
                reach_m[k + added] = reach_m[k]
    left_m[first] = start
    reach_m[first] = place[1] + length_m
    if keeps_tail:
        left_m[first + 1] = end
        reach_m[first + 1] = tail_reach
    return segments + added


@dataclass(frozen=True, slots=True)
class Place:
    """Where a vessel lies: metres from the head of the chamber and from its left wall."""

    forward_m: float
    left_m: float


def place_vessels(
    chamber_m: tuple[float, float],
    hulls: Sequence[Hull],
    gaps_m: tuple[float, float] = (0.0, 0.0),
) -> list[Place | None]:
    """Place vessels in the order in which they enter.

    Parameters
    ----------
    chamber_m : tuple of float
        Usable length and width of the chamber.
    hulls : sequence of Hull
        Vessels in the order of the queue.
    gaps_m : tuple of float
        Gap kept between neighbours, ahead and abeam.

    Returns
    -------
    list of Place or None
        One for each hull; None for a vessel that finds no room any more.

    Examples
    --------
    >>> from transport.operations.lock import Hull
    >>> place_vessels((100, 20), [Hull(60, 10, 900), Hull(50, 9, 800), Hull(40, 10, 500)])
    ... # doctest: +NORMALIZE_WHITESPACE
    [Place(forward_m=0.0, left_m=0.0), Place(forward_m=0.0, left_m=10.0),
     Place(forward_m=50.0, left_m=10.0)]
    """
    length_m, width_m = chamber_m[0] + gaps_m[0], chamber_m[1] + gaps_m[1]
    left, reach = skyline_room(len(hulls))
    segments = open_skyline(left, reach, width_m)
    places: list[Place | None] = []
    for hull in hulls:
        size = (hull.length_m + gaps_m[0], hull.beam_m + gaps_m[1])
        spot = find_place(left, reach, segments, size[1])
        if not math.isfinite(spot[1]) or spot[1] + size[0] > length_m + SLACK_M:
            places.append(None)
            continue
        segments = moor(left, reach, segments, spot, size)
        places.append(Place(spot[1], spot[0]))
    return places
