"""Land and sea of a frame, from the lines of the coast.

The coast is a set of open lines and rings without a side of their own. A piece of the frame is
sea when the way from it to a place that is known to lie on land crosses the coast an odd number
of times.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shapely import LineString, MultiLineString, Point, Polygon, box
from shapely.ops import polygonize, unary_union

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scenarios.display import svg
    from scenarios.maps.geometry import Frame

_MARGIN = 0.05


def pieces(
    frame: Frame, coast: Sequence[Sequence[svg.Point]], inland: svg.Point
) -> list[tuple[list[svg.Point], bool]]:
    """Return the pieces into which the coast cuts a frame.

    Parameters
    ----------
    frame : Frame
        The frame.
    coast : sequence of sequence of (float, float)
        Lines of the coast, longitude and latitude.
    inland : (float, float)
        Longitude and latitude of a place on land.

    Returns
    -------
    list of (list of (float, float), bool)
        Outline, and whether it is sea; the largest first, so that islands are drawn last.
        Empty where there is no coast.
    """
    lines = MultiLineString([LineString(line) for line in coast if len(line) > 1])
    window = box(
        frame.west - _MARGIN,
        frame.south - _MARGIN,
        frame.east + _MARGIN,
        frame.north + _MARGIN,
    )
    if lines.is_empty or lines.disjoint(window):
        return []
    faces: list[Polygon] = list(polygonize(unary_union([window.exterior, lines & window])))
    faces.sort(key=lambda face: -Polygon(face.exterior).area)
    return [
        ([(x, y) for x, y in face.exterior.coords], _crossings(lines, face, inland) % 2 == 1)
        for face in faces
    ]


def _crossings(lines: MultiLineString, face: Polygon, inland: svg.Point) -> int:
    """Return how often the way from a face to a place on land crosses the coast."""
    way = LineString([face.representative_point(), Point(inland)])
    met = way.intersection(lines)
    return 0 if met.is_empty else len(getattr(met, "geoms", [met]))
