"""Where labels stand: none covers another one, a symbol or a lock, and no badge covers a line.

Each label has a side of its place on which it stands best. Where that is taken it moves round the
place, then further away with a thin line to it; where there is no room at all it is left out.
Names of locks keep off the lines where they can; badges always do.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice, tee
from typing import TYPE_CHECKING

import numpy as np
from shapely import LineString, STRtree, box, linestrings

from scenarios.display.words import Text
from scenarios.maps.badges import BADGE
from scenarios.maps.labels import Box, Label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from shapely import Polygon
    from shapely.geometry.base import BaseGeometry

    from scenarios.maps.geometry import Frame
    from scenarios.maps.labels import Wanted
    from scenarios.maps.voice import Language

    _Key = tuple[str, tuple[float, float], int]

COMPASS = {
    "E": (1, 0),
    "SE": (1, 1),
    "S": (0, 1),
    "SW": (-1, 1),
    "W": (-1, 0),
    "NW": (-1, -1),
    "N": (0, -1),
    "NE": (1, -1),
}
_TURNS, _STEP = 24, 4.0
_ROUNDS = 12
"""How often labels that found no room are put first, and all are placed again."""

_NEAR, _FAR = 20.0, 60.0
_BADGE_NEAR, _BADGE_FAR = 55.0, 150.0
_LONG = 60.0
"""A leader longer than this is trouble."""

_OFF_LINES = 1.5
_TOGETHER = 48
"""Labels looked at together, which is quicker than one by one."""

_SLANT = 0.38


@dataclass(frozen=True)
class Ground:
    """What stands in a frame before any label.

    Attributes
    ----------
    frame : Frame
        The frame.
    shapes : tuple of shapely geometries
        Symbols, locks and corners in use: no label covers them.
    lines : tuple of LineString
        Links as they are drawn: no badge covers them.
    """

    frame: Frame
    shapes: tuple[BaseGeometry, ...]
    lines: tuple[LineString, ...]

    @cached_property
    def _shapes(self) -> STRtree:
        return STRtree(self.shapes)

    @cached_property
    def _lines(self) -> STRtree:
        parts = [_parts(line) for line in self.lines]
        return STRtree(linestrings(np.concatenate(parts)) if parts else [])

    def free(self, label: Label) -> bool:
        """Tell whether a label lies in the frame and neither it nor its leader meets a shape."""
        corners = ((label.box.left, label.box.top), (label.box.right, label.box.bottom))
        if not all(self.frame.holds(corner, 3) for corner in corners):
            return False
        if len(self._shapes.query(outline(label.box), "intersects")):
            return False
        leader = label.leader
        return not leader or not len(self._shapes.query(LineString(leader), "intersects"))

    def off_lines(self, labels: Iterator[Label]) -> Iterator[Label]:
        """Yield the labels whose badges keep off all lines, looked at some at a time."""
        while some := list(islice(labels, _TOGETHER)):
            boxes = [label.box for label in some]
            edges = np.array([(one.left, one.top, one.right, one.bottom) for one in boxes])
            found, _ = self._lines.query(box(*edges.T), "dwithin", distance=_OFF_LINES)
            near = set(found.tolist())
            yield from (label for place, label in enumerate(some) if place not in near)


def _parts(line: LineString) -> NDArray[np.float64]:
    """Return the ends of the straight parts: a tree finds the few near a label by their boxes."""
    corners = np.asarray(line.coords)
    return np.stack([corners[:-1], corners[1:]], axis=1)


def outline(covered: Box) -> Polygon:
    """Return a rectangle as a shape."""
    return box(covered.left, covered.top, covered.right, covered.bottom)


def place_labels(ground: Ground, wanted: Sequence[Wanted], layout: Language) -> list[Label]:
    """Return the labels for which there is room, each in the best place that is left.

    Parameters
    ----------
    ground : Ground
        Frame, symbols and lines.
    wanted : sequence of Wanted
        What is asked for, the weightiest first. Labels that find no room, or room far away only,
        go first in another round; the round that places most is taken, with the shortest leaders.
    layout : str
        ``zh``, ``en`` or ``both``.

    Returns
    -------
    list of Label
        None of them meets another one or a shape of the ground.
    """
    order, best = list(wanted), list[Label]()
    spots: dict[_Key, Iterator[Label]] = {
        one.key: filter(ground.free, _candidates(one, layout, ground)) for one in wanted
    }
    for _ in range(_ROUNDS):
        placed = _greedy(order, spots)
        best = min(best, placed, key=lambda labels: _trouble(wanted, labels))
        well = {label.wanted.key for label in placed if label.led <= _LONG}
        hard = [one for one in order if one.key not in well]
        if not hard:
            break
        order = hard + [one for one in order if one.key in well]
    return best


def _trouble(wanted: Sequence[Wanted], labels: Sequence[Label]) -> tuple[int, float]:
    """Return how many labels are missing, and how long the leaders of the others are."""
    return len(wanted) - len(labels), sum(label.led for label in labels)


def _greedy(wanted: Sequence[Wanted], spots: dict[_Key, Iterator[Label]]) -> list[Label]:
    """Return the labels for which there is room when each takes its best place in turn.

    The places of a label are looked for once: what is left of `spots` is put back.
    """
    placed: list[Label] = []
    for one in wanted:
        spots[one.key], own = tee(spots[one.key])
        free = (spot for spot in own if not any(spot.meets(other) for other in placed))
        chosen = next(free, None)
        if chosen:
            placed.append(chosen)
    return placed


def _candidates(wanted: Wanted, layout: Language, ground: Ground) -> Iterator[Label]:
    """Yield the places of a label, the best first."""
    if wanted.side == "C":
        yield _at(wanted, layout, (0, 0), wanted.target)
    elif wanted.number:
        yield from ground.off_lines(_badges(wanted, layout))
    elif wanted.kind in ("lock", "small_lock"):
        yield from ground.off_lines(_round_point(wanted, layout, _NEAR))
        yield from _round_point(wanted, layout, _FAR)
    else:
        yield from _round_point(wanted, layout, _FAR)


def _badges(wanted: Wanted, layout: Language) -> Iterator[Label]:
    """Yield badges with their year, or else without it: the list of projects tells it too."""
    bare = replace(wanted, text=Text("", ""))
    for first, last in ((BADGE + 3, _BADGE_NEAR), (_BADGE_NEAR + _STEP, _BADGE_FAR)):
        yield from _round_badge(wanted, layout, first, last)
        yield from _round_badge(bare, layout, first, last)


def _round_badge(wanted: Wanted, layout: Language, first: float, last: float) -> Iterator[Label]:
    """Yield badges round a point, the nearest first, with the year after or before the disc."""
    width, height = wanted.size(layout)
    x, y = wanted.target
    for east, south, away in _rings(0.0, first, last):
        middle, top = x + away * east, y + away * south - height / 2
        for side in (1, -1):
            left = middle - BADGE if side == 1 else middle + BADGE - width
            yield Label(wanted, layout, Box(left, top, left + width, top + height), (side, 0))


def _round_point(wanted: Wanted, layout: Language, furthest: float) -> Iterator[Label]:
    """Yield texts round a point: on its eight sides, the best first, then further away."""
    names = list(COMPASS)
    start = names.index(wanted.side)
    for turn in _turns(len(names)):
        side = COMPASS[names[(start + turn) % len(names)]]
        yield _at(wanted, layout, side, wanted.target, wanted.gap)
    x, y = wanted.target
    best = math.atan2(*reversed(COMPASS[wanted.side]))
    for east, south, away in _rings(best, wanted.gap + _STEP, wanted.gap + furthest):
        side = (_towards(east), _towards(south))
        yield _at(wanted, layout, side, (x + away * east, y + away * south))


def _rings(best: float, first: float, last: float) -> Iterator[tuple[float, float, float]]:
    """Yield directions east and south, and distances, in rings that grow."""
    for ring in range(int((last - first) / _STEP) + 1):
        for turn in _turns(_TURNS):
            angle = best + 2 * math.pi * turn / _TURNS
            yield math.cos(angle), math.sin(angle), first + ring * _STEP


def _turns(count: int) -> list[int]:
    """Return the turns of a circle, the smallest to either side first."""
    return sorted(range(count), key=lambda turn: min(turn, count - turn))


def _towards(part: float) -> int:
    """Return the side, -1, 0 or 1, to which a part of a direction points."""
    return 0 if abs(part) < _SLANT else int(math.copysign(1, part))


def _at(
    wanted: Wanted,
    layout: Language,
    side: tuple[int, int],
    point: tuple[float, float],
    gap: float = 0.0,
) -> Label:
    """Return a text on one side of a point."""
    width, height = wanted.size(layout)
    (x, y), (east, south) = point, side
    reach = gap * (0.75 if east and south else 1.0)
    left = x + {1: reach, 0: -width / 2, -1: -reach - width}[east]
    top = y + {1: reach, 0: -height / 2, -1: -reach - height}[south]
    if east and south:
        top -= south * min(height / 4, 4.0)
    return Label(wanted, layout, Box(left, top, left + width, top + height), side)
