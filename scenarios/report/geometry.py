"""Plane geometry of the schematic: projection, gentle curves and lines beside lines."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scenarios.report.svg import Point

KM_PER_DEGREE = 111.2
_CURVE_STEPS = 6


@dataclass(frozen=True)
class Frame:
    """A window on the map and where it stands in the picture.

    Attributes
    ----------
    name : str
        Name by which labels are kept for it.
    west, east, south, north : float
        Sides in degrees.
    x, y, width : float
        Place in the picture; the height follows from the sides.
    """

    name: str
    west: float
    east: float
    south: float
    north: float
    x: float
    y: float
    width: float

    @property
    def narrowing(self) -> float:
        """Width of a degree of longitude over one of latitude in the middle of the frame."""
        return math.cos(math.radians((self.south + self.north) / 2))

    @property
    def per_degree(self) -> float:
        """Picture units in a degree of latitude."""
        return self.width / ((self.east - self.west) * self.narrowing)

    @property
    def height(self) -> float:
        """Height in the picture."""
        return (self.north - self.south) * self.per_degree

    def point(self, lon: float, lat: float) -> Point:
        """Return where a position stands in the picture."""
        return (
            self.x + (lon - self.west) * self.narrowing * self.per_degree,
            self.y + (self.north - lat) * self.per_degree,
        )

    def holds(self, point: Point, margin: float = 0.0) -> bool:
        """Tell whether a point of the picture lies inside, `margin` away from the sides."""
        x, y = point
        return (
            self.x + margin <= x <= self.x + self.width - margin
            and self.y + margin <= y <= self.y + self.height - margin
        )

    def touched_by(self, points: Sequence[Point]) -> bool:
        """Tell whether the box around a line meets the frame."""
        xs, ys = [x for x, _ in points], [y for _, y in points]
        return (
            max(xs) >= self.x
            and min(xs) <= self.x + self.width
            and max(ys) >= self.y
            and min(ys) <= self.y + self.height
        )


def curve(before: Point, start: Point, end: Point, after: Point) -> list[Point]:
    """Return a gentle curve from `start` to `end` (Catmull-Rom, centripetal enough for a sketch).

    Parameters
    ----------
    before, after : (float, float)
        Neighbours that give the direction at the ends.
    start, end : (float, float)
        Ends of the curve.

    Returns
    -------
    list of (float, float)
        Points of the curve, ends included.

    Examples
    --------
    >>> curve((0, 0), (1, 0), (2, 0), (3, 0))[-1]
    (2.0, 0.0)
    """
    length = math.dist(start, end)
    ahead = _slope(before, end, length)
    back = _slope(start, after, length)
    points = []
    for step in range(_CURVE_STEPS + 1):
        t = step / _CURVE_STEPS
        first, second = 2 * t**3 - 3 * t**2 + 1, t**3 - 2 * t**2 + t
        third, fourth = -2 * t**3 + 3 * t**2, t**3 - t**2
        points.append(
            (
                first * start[0] + second * ahead[0] + third * end[0] + fourth * back[0],
                first * start[1] + second * ahead[1] + third * end[1] + fourth * back[1],
            )
        )
    return points


def _slope(before: Point, after: Point, length: float) -> Point:
    """Return the direction at a point from its neighbours, scaled to the curve's length."""
    dx, dy = after[0] - before[0], after[1] - before[1]
    size = math.hypot(dx, dy) or 1.0
    return dx / size * length, dy / size * length


def beside(points: Sequence[Point], distance: float) -> list[Point]:
    """Return the line that runs `distance` to the right of another, in picture coordinates.

    Parameters
    ----------
    points : sequence of (float, float)
        A line; it is read from west to east, so that both directions of a link give one side.
    distance : float
        Positive lies south of a line that runs east.

    Returns
    -------
    list of (float, float)
        As many points.

    Examples
    --------
    >>> beside([(0.0, 0.0), (10.0, 0.0)], 2.0)
    [(0.0, 2.0), (10.0, 2.0)]
    """
    line = list(points) if tuple(points[0]) <= tuple(points[-1]) else list(points)[::-1]
    moved = []
    for index, (x, y) in enumerate(line):
        dx, dy = _direction(line, index)
        moved.append((x - dy * distance, y + dx * distance))
    return moved


def _direction(line: Sequence[Point], index: int) -> Point:
    """Return the direction of a line at one of its points, of length one."""
    (x1, y1), (x2, y2) = line[max(index - 1, 0)], line[min(index + 1, len(line) - 1)]
    size = math.hypot(x2 - x1, y2 - y1) or 1.0
    return (x2 - x1) / size, (y2 - y1) / size


def direction_at(lines: Sequence[Sequence[Point]], point: Point) -> Point:
    """Return the direction of the first of `lines` that ends at `point`; east if none does.

    Parameters
    ----------
    lines : sequence of sequence of (float, float)
        Lines of a river.
    point : (float, float)
        An end of some of them.

    Returns
    -------
    (float, float)
        A direction of length one.
    """
    for line in lines:
        for end, index in ((line[0], 0), (line[-1], len(line) - 1)):
            if math.dist(end, point) < 1e-6:  # noqa: PLR2004 - the same point
                return _direction(line, index)
    return 1.0, 0.0
