"""Plane geometry of the maps: projection, thinned lines and lines beside lines."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shapely import LineString

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scenarios.display.svg import Point

KM_PER_DEGREE = 111.2
_SMOOTHING = 0.8


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


def thinned(points: Sequence[Point], tolerance: float) -> list[Point]:
    """Return a line with fewer points that strays from the first by at most `tolerance`.

    Parameters
    ----------
    points : sequence of (float, float)
        At least two points.
    tolerance : float
        In the unit of the points.

    Returns
    -------
    list of (float, float)
        The same ends.

    Examples
    --------
    >>> thinned([(0.0, 0.0), (1.0, 0.1), (2.0, 0.0)], 0.2)
    [(0.0, 0.0), (2.0, 0.0)]
    """
    return _points(LineString(points).simplify(tolerance, preserve_topology=False))


def _points(line: LineString) -> list[Point]:
    """Return the points of a line."""
    return [(float(x), float(y)) for x, y in line.coords]


def beside(points: Sequence[Point], distance: float) -> list[Point]:
    """Return the line that runs `distance` to the right of another, in picture coordinates.

    Bends that are sharper than the distance are cut, so that the line does not cross itself; of a
    line shorter than twice the distance the straight line between its ends is taken.

    Parameters
    ----------
    points : sequence of (float, float)
        A line; it is read from west to east, so that both directions of a link give one side.
    distance : float
        Positive lies south of a line that runs east.

    Returns
    -------
    list of (float, float)
        In the order in which it was read.

    Examples
    --------
    >>> beside([(0.0, 0.0), (10.0, 0.0)], 2.0)
    [(0.0, 2.0), (10.0, 2.0)]
    """
    line = list(points) if tuple(points[0]) <= tuple(points[-1]) else list(points)[::-1]
    if LineString(line).length < 2 * abs(distance):
        line = [line[0], line[-1]]
    smooth = LineString(line).simplify(abs(distance) * _SMOOTHING, preserve_topology=False)
    moved = smooth.offset_curve(distance, join_style="round", quad_segs=4)
    pieces = [moved] if isinstance(moved, LineString) else list(moved.geoms)
    longest = max(pieces, key=lambda piece: piece.length, default=LineString())
    found = _points(longest)
    if len(found) < 2:  # noqa: PLR2004 - a line that comes back to its start
        return line
    return found if math.dist(found[0], line[0]) <= math.dist(found[-1], line[0]) else found[::-1]


def middle_of(points: Sequence[Point]) -> Point:
    """Return the point half-way along a line.

    Examples
    --------
    >>> middle_of([(0.0, 0.0), (4.0, 0.0), (4.0, 6.0)])
    (4.0, 1.0)
    """
    point = LineString(points).interpolate(0.5, normalized=True)
    return float(point.x), float(point.y)
