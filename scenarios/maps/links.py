"""Links as the maps draw them: on which line, open or still to come, and what they are called."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shapely import LineString
from shapely.ops import linemerge

from networks.geometry import link_lines
from scenarios.display.words import Text, as_text, place_names, records, word, word_or_slug
from scenarios.maps.geometry import thinned

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from scenarios.display.svg import Point
    from scenarios.maps.geometry import Frame

TABLES = {
    "road": ("road_links", "access_links"),
    "rail": ("rail_links",),
    "inland_water": ("waterway_links",),
    "sea": ("sea_links",),
}
SIDES = {"road": 1.0, "rail": -1.0, "inland_water": 1.0, "sea": 1.0}
"""Side on which a ribbon runs beside its line; 1 is south of a line that runs east."""

FIRST_YEAR = 2024
"""Links that open after this year are projects."""

_DETAIL = 0.35


@dataclass(frozen=True)
class MapLink:
    """A line of the map and the links that run on it.

    Attributes
    ----------
    link_ids : tuple of str
        Links that share this line.
    mode : str
        One of the four modes.
    points : tuple of (float, float)
        Longitude and latitude; two points when the course is not known.
    name : Text
        What it is called, for the reader who points at it.
    later : bool
        Whether it opens after the year of the map, or in no known year.
    opens : int
        Year of opening; 0 when it is not known or before the first year.
    access : bool
        Whether it is an estimated road to a place beside the road network.
    """

    link_ids: tuple[str, ...]
    mode: str
    points: tuple[Point, ...]
    name: Text
    later: bool = False
    opens: int = 0
    access: bool = False

    @property
    def plain(self) -> bool:
        """Whether only the ends of the line are known."""
        return len(self.points) == 2  # noqa: PLR2004 - both ends

    def line(self, frame: Frame) -> list[Point]:
        """Return the line in the picture, without bends too small to be seen."""
        return thinned([frame.point(*position) for position in self.points], _DETAIL)


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
    columns = (places[name] for name in ("place_id", "lon_deg", "lat_deg"))
    return {str(place): (float(lon), float(lat)) for place, lon, lat in zip(*columns, strict=True)}


def read_links(tables: Mapping[str, pd.DataFrame], year: int) -> list[MapLink]:
    """Return all freight links that the map draws in a year.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    year : int
        Links that open later are marked.

    Returns
    -------
    list of MapLink
        Sea routes come in pieces, each with the routes that share it.
    """
    lines = link_lines(tables)
    names = place_names(tables["places"])
    found: list[MapLink] = []
    for mode, tables_of_mode in TABLES.items():
        for table in tables_of_mode:
            rows = [row for row in records(tables[table]) if row.get("freight_use", True)]
            links = [_map_link(mode, row, lines, names, year) for row in rows]
            found += shared(links) if mode == "sea" else links
    return found


def _map_link(
    mode: str,
    row: Mapping[str, object],
    lines: Mapping[str, Sequence[Point]],
    names: Mapping[str, Text],
    year: int,
) -> MapLink:
    """Return the line of one row of a table of links."""
    opens = year_of(row.get("opens_year"))
    later = opens > year or (not opens and str(row.get("status", "operating")) != "operating")
    link = str(row["link_id"])
    return MapLink(
        (link,),
        mode,
        tuple((float(lon), float(lat)) for lon, lat in lines[link]),
        _name(mode, row, names),
        later,
        opens if opens > FIRST_YEAR else 0,
        access="road_no" not in row and mode == "road",
    )


def year_of(value: object) -> int:
    """Return a year of a table, 0 where there is none.

    Examples
    --------
    >>> year_of(2028.0), year_of(float("nan"))
    (2028, 0)
    """
    number = float(str(value)) if str(value) not in ("", "None", "<NA>") else math.nan
    return 0 if math.isnan(number) else int(number)


def line_name(mode: str, row: Mapping[str, object]) -> Text:
    """Return what the line of a row is called, without its ends."""
    if mode == "inland_water":
        return word_or_slug("river", row["river"])
    if mode == "rail":
        return as_text({"zh": row["line_name_zh"], "en": row["line_name_en"]})
    if mode == "road" and "road_no" in row:
        return as_text({"zh": row["name_zh"], "en": row["name_en"]})
    return word("map.access" if mode == "road" else "mode.sea")


def _name(mode: str, row: Mapping[str, object], names: Mapping[str, Text]) -> Text:
    """Return the name of a link with its ends, its length and the year in which it opens."""
    ends = [names.get(str(row[end]), as_text(row[end])) for end in ("from_place", "to_place")]
    opens = year_of(row.get("opens_year"))
    name = line_name(mode, row)
    name += Text(f" {ends[0].zh}—{ends[1].zh}", f", {ends[0].en} to {ends[1].en}")
    name += f" · {float(str(row['length_km'])):,.0f} km"
    return name + " · " + word("map.opens", year=opens) if opens > FIRST_YEAR else name


def shared(links: Sequence[MapLink]) -> list[MapLink]:
    """Return the pieces of sea routes that run partly together.

    Parameters
    ----------
    links : sequence of MapLink
        Sea routes, one link each.

    Returns
    -------
    list of MapLink
        Pieces, each with all links that use it.
    """
    users: dict[tuple[Point, Point], list[MapLink]] = defaultdict(list)
    for link in links:
        for one, other in zip(link.points, link.points[1:], strict=False):
            users[min(one, other), max(one, other)].append(link)
    groups: dict[tuple[str, ...], list[tuple[Point, Point]]] = defaultdict(list)
    for segment, group in users.items():
        groups[tuple(sorted({link.link_ids[0] for link in group}))].append(segment)
    known = {link.link_ids[0]: link for link in links}
    found: list[MapLink] = []
    for ids, segments in groups.items():
        name = known[ids[0]].name if len(ids) == 1 else word("map.shared", count=len(ids))
        found += [MapLink(ids, "sea", line, name) for line in _merged(segments)]
    return found


def _merged(segments: Sequence[tuple[Point, Point]]) -> list[tuple[Point, ...]]:
    """Return segments joined to lines as long as possible."""
    merged = linemerge([LineString(segment) for segment in segments])
    lines = [merged] if isinstance(merged, LineString) else list(merged.geoms)
    return [tuple((float(x), float(y)) for x, y in line.coords) for line in lines]
