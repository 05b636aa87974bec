"""The frame of links: what the network says of a link and what the tables hold beside it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely import LineString

from networks.changes import RailProject, SetFairwayDepth, SetMaxDraught
from networks.geometry import line_km, link_lines
from networks.projects import PLAN_SOURCE, projects_in, tables_of_year, with_plan_projects

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from networks.links import Link
    from networks.network import Network

    Tables = Mapping[str, pd.DataFrame]

CRS: Final = "EPSG:4326"
"""Longitude and latitude, WGS84."""

LINK_TABLES: Final = {
    "road_links": "road",
    "access_links": "road",
    "rail_links": "rail",
    "waterway_links": "inland_water",
    "sea_links": "sea",
}
"""Mode of the links of each table."""

RENAMED: Final = {
    "rail_links": {"line_name_zh": "name_zh", "line_name_en": "name_en"},
    "waterway_links": {"river": "name_en"},
    "sea_links": {"route": "name_en"},
}
"""Columns of a table that have another name in the frame of links."""

SPEEDS: Final = {
    "road_links": "free_speed_kmh",
    "access_links": "free_speed_kmh",
    "rail_links": "freight_speed_kmh",
    "waterway_links": "design_speed_kmh",
    "sea_links": "design_speed_kmh",
}
"""Column of each table that becomes ``speed_kmh``."""

_REPLACED: Final = frozenset(
    {
        "from_place",
        "to_place",
        "length_km",
        "electrified",
        "tracks",
        "freight_paths_per_day",
        "freight_use",
        "min_depth_m",
        "max_draught_m",
        "upstream_end",
        "kind",
        "lanes",
        "toll_low_cny_per_km",
        "toll_high_cny_per_km",
        "fairway_width_m",
    }
)
_FIRST: Final = (
    "link_id",
    "name_zh",
    "name_en",
    "mode",
    "facility",
    "from_place",
    "to_place",
    "length_km",
    "length_basis",
    "speed_kmh",
)
_LAST: Final = (
    "status",
    "opens_year",
    "source",
    "confidence",
    "estimated",
    "projects",
    "plan_fields",
    "note",
    "geometry_basis",
    "shape_km",
    "shape_source",
    "shape_confidence",
    "geometry",
)
_NUMBERS: Final = (
    "length_km",
    "speed_kmh",
    "freight_paths_per_day",
    "depth_m",
    "fairway_width_m",
    "toll_low_cny_per_km",
    "toll_high_cny_per_km",
)
_STRAIGHT: Final = 2
_GUESSED: Final = re.compile("estimate|unverified|general knowledge")


def link_frame(network: Network, tables: Tables, changes: Sequence[object]) -> gpd.GeoDataFrame:
    """Make the frame of links.

    Parameters
    ----------
    network : Network
        Network of a year.
    tables : mapping of str to pandas.DataFrame
        Tables that it was built from.
    changes : sequence
        Changes that it was built with.

    Returns
    -------
    geopandas.GeoDataFrame
        One row for each open link, in the order of the network.
    """
    planned = with_plan_projects(tables, changes)
    present = tables_of_year(planned, network.year)
    held = pd.concat([_held(present[name], name) for name in LINK_TABLES], ignore_index=True)
    ids = [link.link_id for link in network.links]
    frame = held.drop_duplicates("link_id", keep="last").set_index("link_id").reindex(ids)
    for name, values in _from_network(network.links).items():
        frame[name] = values.to_numpy() if values.dtype == "float64" else values.array
    frame["speed_kmh"] = frame["speed_kmh"].fillna(frame.pop("table_speed_kmh"))
    frame["projects"] = _projects(planned["projects"], network.year).reindex(frame.index)
    frame["plan_fields"] = _plan_fields(changes).reindex(frame.index)
    _cite(frame, _depth_sources(frame, tables["assumed_depths"]))
    _cite(frame, _lane_sources(frame, tables["assumed_lanes"]))
    _cite(frame, frame["plan_fields"].where(frame["plan_fields"].isna(), PLAN_SOURCE))
    frame = frame.reset_index()
    frame = frame.assign(**_shapes(frame, tables, network.places))
    middle = [name for name in frame.columns if name not in {*_FIRST, *_LAST}]
    return gpd.GeoDataFrame(frame[[*_FIRST, *middle, *_LAST]], geometry="geometry", crs=CRS)


def _held(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return what one table of links holds beside what the network gives."""
    frame = table.drop(columns=[column for column in table.columns if column in _REPLACED])
    frame = frame.rename(columns={**RENAMED.get(name, {}), SPEEDS[name]: "table_speed_kmh"})
    for column in ("name_zh", "name_en", "status", "length_basis", "note"):
        if column not in frame:
            frame[column] = "operating" if column == "status" else ""
    if "opens_year" not in frame:
        frame["opens_year"] = pd.array([None] * len(frame), dtype="Int64")
    guessed = frame["length_basis"].str.contains(_GUESSED)
    frame["estimated"] = (guessed | (frame["confidence"] == "low")).astype("boolean")
    return with_gaps(frame)


def _from_network(links: Sequence[Link]) -> dict[str, pd.Series[Any]]:
    """Return the columns that come from the links of the network."""
    rail = np.array([link.mode == "rail" for link in links], dtype=bool)
    water = np.array([link.mode == "inland_water" for link in links], dtype=bool)
    road = np.array([link.mode == "road" for link in links], dtype=bool)
    wired = pd.Series([link.electrified for link in links], dtype="boolean")
    tracks = pd.Series([link.tracks for link in links], dtype="Int64")
    lanes = pd.Series([link.lanes for link in links], dtype="Int64")
    depth_assumed = pd.Series([link.depth_assumed for link in links], dtype="boolean")
    lanes_assumed = pd.Series([link.lanes_assumed for link in links], dtype="boolean")
    draught = pd.Series([link.max_draught_m for link in links], dtype=float)
    texts = {
        "mode": [link.mode for link in links],
        "facility": [link.facility for link in links],
        "from_place": [link.from_place for link in links],
        "to_place": [link.to_place for link in links],
        "upstream_place": [link.upstream_end or None for link in links],
    }
    numbers = {
        name: pd.Series([getattr(link, name) for link in links], dtype=float) for name in _NUMBERS
    }
    return {
        **{name: pd.Series(values, dtype="str") for name, values in texts.items()},
        **numbers,
        "electrified": wired.where(rail),
        "tracks": tracks.where(rail & (tracks > 0).to_numpy(dtype=bool)),
        "depth_assumed": depth_assumed.where(water),
        "lanes": lanes.where(road),
        "lanes_assumed": lanes_assumed.where(road),
        "max_draught_m": draught.where(np.isfinite(draught)),
    }


def _plan_fields(changes: Sequence[object]) -> pd.Series[str]:
    """Return the columns that changes have set, by link."""
    cells: dict[str, set[str]] = {}
    for change in changes:
        if isinstance(change, SetFairwayDepth | SetMaxDraught):
            name = "depth_m" if isinstance(change, SetFairwayDepth) else "max_draught_m"
            for link in change.links:
                cells.setdefault(link, set()).add(name)
        elif isinstance(change, RailProject):
            for link in change.links:
                cells.setdefault(link, set()).update(_set_by(change))
    return pd.Series({link: ";".join(sorted(names)) for link, names in cells.items()}, dtype="str")


def _set_by(change: RailProject) -> set[str]:
    """Return the columns of a link that a rail project sets."""
    filled = {
        "electrified": change.kind == "electrification",
        "tracks": change.tracks is not None,
        "freight_paths_per_day": change.freight_paths_per_day is not None,
        "status": change.kind == "opening",
    }
    return {name for name, sets in filled.items() if sets}


def _projects(projects: pd.DataFrame, year: int) -> pd.Series[str]:
    """Return the projects that hold in a year, joined by link."""
    held = projects_in(projects, year)
    joined = held.groupby("link_id")["project"].agg(lambda values: ";".join(dict.fromkeys(values)))
    return joined.astype("str")


def _depth_sources(frame: pd.DataFrame, depths: pd.DataFrame) -> pd.Series[str]:
    """Return the sources of the depths that are assumed, by link."""
    found = depths.set_index(["kind", "waterway_class"])["source"]
    keys = list(zip(frame["facility"], frame["waterway_class"].fillna(""), strict=True))
    sources = pd.Series(found.reindex(keys).to_numpy(), index=frame.index)
    return sources.where(frame["depth_assumed"].fillna(value=False).astype(bool)).astype("str")


def _lane_sources(frame: pd.DataFrame, lanes: pd.DataFrame) -> pd.Series[str]:
    """Return the sources of the lanes that are assumed, by link."""
    sources = frame["facility"].map(lanes.set_index("facility")["source"])
    return sources.where(frame["lanes_assumed"].fillna(value=False).astype(bool)).astype("str")


def _cite(frame: pd.DataFrame, added: pd.Series[str]) -> None:
    """Add sources to those of the rows that they concern, each once."""
    more = added.reindex(frame.index).fillna("")
    frame["source"] = [
        ";".join(dict.fromkeys(one for one in f"{held};{new}".split(";") if one))
        for held, new in zip(frame["source"].fillna(""), more, strict=True)
    ]


def _shapes(frame: pd.DataFrame, tables: Tables, places: pd.DataFrame) -> dict[str, Any]:
    """Return the geometry of links and where it comes from.

    A line of two points is straight however it was found, unless the table says that it is plain.
    """
    shaped = {"link_shapes", "shape_points"} <= set(tables)
    lines = link_lines(tables) if shaped else {}
    at = dict(
        zip(places.index, zip(places["lon_deg"], places["lat_deg"], strict=True), strict=True)
    )
    ends = zip(frame["link_id"], frame["from_place"], frame["to_place"], strict=True)
    courses = [lines.get(link) or (at[start], at[end]) for link, start, end in ends]
    about = pd.DataFrame(index=frame["link_id"], columns=["basis", "source", "confidence"])
    if shaped:
        about = tables["link_shapes"].set_index("link_id").reindex(frame["link_id"])
    about = about.reset_index(drop=True)
    bent = pd.Series([len(course) > _STRAIGHT for course in courses], dtype=bool)
    known = bent | (about["basis"] == "plain")
    return {
        "geometry_basis": about["basis"].where(known).fillna("plain").astype("str"),
        "shape_km": [line_km(course) for course in courses],
        "shape_source": about["source"].where(known).astype("str"),
        "shape_confidence": about["confidence"].where(known).astype("str"),
        "geometry": gpd.GeoSeries([LineString(course) for course in courses], crs=CRS),
    }


def with_gaps(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame whose types can all hold a missing value; empty texts are missing."""
    kinds: dict[str, Any] = {"b": "boolean", "i": "Int64", "f": "float64"}
    typed = {
        column: frame[column].astype(kinds[frame[column].dtype.kind])
        if frame[column].dtype.kind in kinds
        else frame[column].astype("str").replace("", None)
        for column in frame.columns
    }
    return pd.DataFrame(typed)
