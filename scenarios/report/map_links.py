"""Links of the schematic: which places they join and on which line they are drawn."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scenarios.report.geometry import curve
from scenarios.report.words import records

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from scenarios.report.geometry import Frame
    from scenarios.report.svg import Point

_TABLES = {
    "road": "road_links",
    "rail": "rail_links",
    "inland_water": "waterway_links",
    "sea": "sea_links",
}
SIDES = {"road": 1.0, "rail": -1.0, "inland_water": 1.0, "sea": 1.0}
"""Side on which a ribbon runs beside its line; 1 is south of a line that runs east."""

_GULF, _EAST, _ESTUARY = (108.85, 21.05), (111.1, 20.45), (113.75, 22.0)
_STRAIT = (_GULF, (109.35, 20.5), (109.75, 20.17), (110.5, 20.13), _EAST)
_SOUTHWARD = (_GULF, (108.1, 20.5), (107.4, 19.3))
_EASTWARD = (_EAST, (114.9, 20.75))
_INSIDE = (101.0, 114.6, 19.5, 31.5)
"""West, east, south and north beyond which a port counts as far away."""


@dataclass(frozen=True)
class Link:
    """A link with the positions (longitude, latitude) that its line passes.

    Attributes
    ----------
    link_ids : tuple of str
        Links that share this line.
    mode : str
        One of the four modes.
    points : tuple of (float, float)
        Two or more positions.
    before, after : (float, float)
        Neighbours that shape the curve of a river.
    planned : bool
        Whether the link opens after the year shown.
    """

    link_ids: tuple[str, ...]
    mode: str
    points: tuple[Point, ...]
    before: Point
    after: Point
    planned: bool = False

    def line(self, frame: Frame) -> list[Point]:
        """Return the line in the picture: curved on water, straight elsewhere."""
        points = [frame.point(*position) for position in self.points]
        if self.mode in ("road", "rail"):
            return points
        chain = [frame.point(*self.before), *points, frame.point(*self.after)]
        line = points[:1]
        for index in range(1, len(chain) - 2):
            line += curve(*chain[index - 1 : index + 3])[1:]
        return line


def positions_of(places: pd.DataFrame) -> dict[str, Point]:
    """Return longitude and latitude of every place.

    Parameters
    ----------
    places : pandas.DataFrame
        ``place_id``, ``lon_deg`` and ``lat_deg``.

    Returns
    -------
    dict of str to (float, float)
        By place id.
    """
    return {
        str(row.place_id): (float(str(row.lon_deg)), float(str(row.lat_deg)))
        for row in places.itertuples()
    }


def read_links(
    tables: Mapping[str, pd.DataFrame], positions: Mapping[str, Point], year: int
) -> list[Link]:
    """Return all links that the schematic draws in `year`.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The tables of links; one that is absent gives nothing.
    positions : mapping of str to (float, float)
        Longitude and latitude of each place.
    year : int
        Links that open later are marked as planned.

    Returns
    -------
    list of Link
        Links that share one line, as far sea routes do, come as one.
    """
    found: dict[tuple[object, ...], Link] = {}
    for mode, name in _TABLES.items():
        rows = _joined_rows(tables[name], positions) if name in tables else []
        chains = _chains(rows) if mode == "inland_water" else {}
        for row in rows:
            ends = positions[str(row["from_place"])], positions[str(row["to_place"])]
            planned = _opens_after(row, year)
            for points in _sea_lines(row, *ends) if mode == "sea" else (ends,):
                before, after = _neighbours(row, chains, positions, points)
                key = (mode, frozenset((points[0], points[-1])), planned)
                ids = (*(found[key].link_ids if key in found else ()), str(row["link_id"]))
                found[key] = Link(ids, mode, points, before, after, planned)
    return list(found.values())


def _joined_rows(table: pd.DataFrame, positions: Mapping[str, Point]) -> list[dict[str, object]]:
    """Return the rows whose two places are known and that carry freight."""
    return [
        row
        for row in records(table)
        if row["from_place"] in positions
        and row["to_place"] in positions
        and row.get("freight_use", True)
    ]


def _opens_after(row: Mapping[str, object], year: int) -> bool:
    """Tell whether a link opens after `year`."""
    opens = str(row.get("opens_year", "")).removesuffix(".0")
    return opens.isdigit() and int(opens) > year


def _chains(rows: Sequence[Mapping[str, object]]) -> dict[tuple[str, str], list[str]]:
    """Return the places next to each place along each river."""
    chains: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows:
        one, other, river = str(row["from_place"]), str(row["to_place"]), str(row["river"])
        chains[one, river].append(other)
        chains[other, river].append(one)
    return chains


def _neighbours(
    row: Mapping[str, object],
    chains: Mapping[tuple[str, str], Sequence[str]],
    positions: Mapping[str, Point],
    points: Sequence[Point],
) -> tuple[Point, Point]:
    """Return the positions before and after a link along its river; its own ends elsewhere."""
    river, pair = str(row.get("river", "")), (str(row["from_place"]), str(row["to_place"]))
    found = []
    for here, there, fallback in ((*pair, points[0]), (*pair[::-1], points[-1])):
        others = [one for one in chains.get((here, river), ()) if one != there]
        found.append(positions[others[0]] if len(others) == 1 else fallback)
    return found[0], found[1]


def _sea_lines(row: Mapping[str, object], start: Point, end: Point) -> list[tuple[Point, ...]]:
    """Return the pieces of a sea route, so that routes that share a water share a line."""
    route = str(row.get("route", ""))
    west, east, south, north = _INSIDE
    near = west < end[0] < east and south < end[1] < north
    if "South China Sea" in route:
        return [(start, _EAST), (_EAST, _ESTUARY), (_ESTUARY, end)]
    if "Tonkin" in route:
        return [(start, _GULF), (_GULF, end) if near else _SOUTHWARD]
    if "Qiongzhou" in route:
        return [(start, _GULF), *_through_strait(end, near=near)]
    return [(start, end)]


def _through_strait(end: Point, *, near: bool) -> list[tuple[Point, ...]]:
    """Return the pieces from the gulf through the strait to a port."""
    if not near:
        return [_STRAIT, _EASTWARD]
    if end[0] < _EAST[0] and end[1] < _EAST[1]:
        return [(*_STRAIT[:-2], end)]
    if end[0] < _ESTUARY[0] - 1:
        return [_STRAIT, (_EAST, end)]
    return [_STRAIT, (_EAST, _ESTUARY), (_ESTUARY, end)]
