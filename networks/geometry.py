"""Lines of links and of the coast, for maps and exports.

A link's line starts and ends at its places; the points between stand in ``shape_points``. How a
line was found stands in ``link_shapes``: traced on a map, drawn by hand, or plain (straight).
Lines show where a link runs; what it measures is its own length, never that of its line.
"""

from __future__ import annotations

from itertools import pairwise
from math import asin, cos, radians, sin, sqrt
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pandas as pd

EARTH_RADIUS_KM = 6371.0088
"""Mean radius of the Earth."""

LINK_TABLES = ("road_links", "access_links", "rail_links", "waterway_links", "sea_links")
"""The tables whose links have a line."""

Point = tuple[float, float]
"""Longitude and latitude in degrees (WGS 84)."""

_SLACK_KM = 10.0
"""By how much a line may differ from the length noted for it before it is given up."""


def great_circle_km(lon_a: float, lat_a: float, lon_b: float, lat_b: float) -> float:
    """Return the distance of two points on the sphere.

    Parameters
    ----------
    lon_a, lat_a, lon_b, lat_b : float
        Longitude and latitude of both points in degrees.

    Returns
    -------
    float
        Kilometres.

    Examples
    --------
    >>> round(great_circle_km(108.3, 22.76, 113.26, 23.13), 1)
    509.5
    """
    phi_a, phi_b = radians(lat_a), radians(lat_b)
    half = sin((phi_b - phi_a) / 2) ** 2
    half += cos(phi_a) * cos(phi_b) * sin(radians(lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(half))


def line_km(points: Sequence[Point]) -> float:
    """Return the length of a line, great circle by segment.

    Parameters
    ----------
    points : sequence of (float, float)
        Longitude and latitude in degrees.

    Returns
    -------
    float
        Kilometres.

    Examples
    --------
    >>> round(line_km([(108.0, 22.0), (108.0, 23.0), (109.0, 23.0)]), 1)
    213.6
    """
    return sum(great_circle_km(*one, *other) for one, other in pairwise(points))


def link_lines(tables: Mapping[str, pd.DataFrame]) -> dict[str, tuple[Point, ...]]:
    """Return the line of every link, from its first place to its last, both included.

    A link without points, or whose places were moved far from the line (a table of the user may
    give its id to another link), gets the straight line.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables ``places``, ``link_shapes``, ``shape_points`` and the five tables of links.

    Returns
    -------
    dict of str to tuple of (float, float)
        Longitude and latitude in degrees by id of the link.
    """
    at = {
        place: (lon, lat)
        for place, lon, lat in _rows(tables["places"], "place_id", "lon_deg", "lat_deg")
    }
    inner = _grouped(tables["shape_points"], "link_id")
    shape_km: dict[str, float] = dict(_rows(tables["link_shapes"], "link_id", "shape_km"))
    lines: dict[str, tuple[Point, ...]] = {}
    for table in LINK_TABLES:
        for link, start, end in _rows(tables[table], "link_id", "from_place", "to_place"):
            line = (at[start], *inner.get(link, ()), at[end])
            fits = link in shape_km and abs(line_km(line) - shape_km[link]) <= _SLACK_KM
            lines[link] = line if fits else (at[start], at[end])
    return lines


def coast_lines(tables: Mapping[str, pd.DataFrame]) -> tuple[tuple[Point, ...], ...]:
    """Return the lines of the coast; an island's ends where it began.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked table ``coast_points``.

    Returns
    -------
    tuple of tuple of (float, float)
        Longitude and latitude in degrees, in the order of the parts.
    """
    parts = _grouped(tables["coast_points"], "part")
    return tuple(tuple(parts[part]) for part in sorted(parts))


def _grouped(points: pd.DataFrame, key: str) -> dict[Any, list[Point]]:
    """Return the points of each line in their order."""
    lines: dict[Any, list[Point]] = {}
    for name, lon, lat in _rows(points.sort_values([key, "sequence"]), key, "lon_deg", "lat_deg"):
        lines.setdefault(name, []).append((lon, lat))
    return lines


def _rows(frame: pd.DataFrame, *columns: str) -> Iterator[tuple[Any, ...]]:
    """Yield some columns of a frame row by row."""
    return zip(*(frame[column].tolist() for column in columns), strict=True)
