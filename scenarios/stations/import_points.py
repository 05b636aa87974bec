"""Existing stations from points: each is brought to the nearest service area of the network."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
from shapely import LineString, Point

from networks.geometry import great_circle_km, link_lines
from networks.osm import SUFFIXES, OsmFileError
from networks.osm_points import read_osm_nodes
from scenarios.faults import Fault, InputError
from scenarios.stations.csv_rows import read_rows
from scenarios.stations.existing import SELLS, areas_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from scenarios.tables.reading import Tables
    from transport.stations.service_areas import ServiceArea

POINT_COLUMNS: Final = ("lon_deg", "lat_deg")
_READ: Final = frozenset({*POINT_COLUMNS, "name", "sells", "units", "kw"})
_TAGS: Final = (("amenity", "charging_station"),)
_DEFAULT_KW: Final = 120.0
_MOST_UNITS: Final = 999
_LEAST_KW: Final = 1.0
_MOST_KW: Final = 5000.0
SIDES: Final = 2


@dataclass(frozen=True, slots=True)
class StationPoint:
    """A station as it came."""

    line: int
    name: str
    lon_deg: float
    lat_deg: float
    sells: str
    units: int
    kw: float


@dataclass(frozen=True)
class Imported:
    """What was brought to the network.

    Attributes
    ----------
    table : pandas.DataFrame
        ``area_id``, ``sells``, ``units``, ``equipment``, ``name``, ``lon_deg``, ``lat_deg``,
        ``distance_km``; units of one area and carrier are summed, and their equipment is that of
        their mean power.
    points : int
        Points read.
    off : list of dict
        Points farther than allowed from every service area.
    unread : list of str
        Columns of a CSV that nothing is taken from.
    """

    table: pd.DataFrame
    points: int
    off: list[dict[str, object]]
    unread: list[str] = field(default_factory=list)


def import_points(path: Path, tables: Tables, within_km: float) -> Imported:
    """Bring the stations of a file to the network.

    Parameters
    ----------
    path : Path
        CSV with ``lon_deg`` and ``lat_deg``, and if known ``name``, ``sells``, ``units`` (of each
        side) and ``kw``; or an OpenStreetMap extract with charging stations, whose capacities are
        those of single nodes: each side gets half of the sum of its area, rounded up.
    tables : Tables
        Checked tables.
    within_km : float
        Farthest service area. A row of a CSV beyond it is a fault; an extract covers more than
        expressways, so its points beyond are counted and left out.

    Returns
    -------
    Imported
        The list, ready for ``--existing``.

    Raises
    ------
    InputError
        With every fault by row.
    """
    osm = path.name.lower().endswith(SUFFIXES)
    points, unread, faults = _osm_points(path) if osm else _csv_points(path)
    found, off = [], []
    places = _area_positions(tables)
    for point in points:
        area, km = _nearest(point, places)
        if km > within_km:
            off.append({"line": point.line, "name": point.name, "distance_km": round(km, 1)})
            if not osm:
                faults.append(_off(path, point, area, km, within_km))
            continue
        row = {"area_id": area, "sells": point.sells, "units": point.units, "kw": point.kw}
        where = {"lon_deg": point.lon_deg, "lat_deg": point.lat_deg, "distance_km": round(km, 2)}
        found.append({**row, "name": point.name, **where})
    if faults:
        raise InputError(faults)
    table = _summed(found, _equipment(tables))
    if osm:
        table["units"] = (table["units"] + 1) // SIDES
    return Imported(table, len(points), off, unread)


def _off(path: Path, point: StationPoint, area: str, km: float, within_km: float) -> Fault:
    """Return the fault of a station off the network."""
    message = f"the station lies {km:.1f} km from the nearest service area ({area})"
    where = f"row {point.line}, column lon_deg"
    remedy = "correct the position, take the row out, or allow more with --within-km"
    allowed = f"at most {within_km:g} km"
    return Fault(str(path), point.line, where, "station.off_network", message, allowed, remedy)


def _summed(found: list[dict[str, object]], equipment: Callable[[str, float], str]) -> pd.DataFrame:
    """Return the list with one row for each area and carrier, of the mean power of its units."""
    columns = ["area_id", "sells", "units", "equipment", "name", "lon_deg", "lat_deg"]
    columns.append("distance_km")
    table = pd.DataFrame(found, columns=["kw", *(one for one in columns if one != "equipment")])
    if table.empty:
        return pd.DataFrame(columns=columns)
    table["kw"] *= table["units"]
    how: dict[str, Any] = {"units": "sum", "kw": "sum", "name": _names}
    how |= dict.fromkeys(("lon_deg", "lat_deg", "distance_km"), "first")
    joined = table.groupby(["area_id", "sells"], as_index=False).agg(how)
    rows = zip(joined["sells"], joined["kw"] / joined["units"], strict=True)
    return joined.assign(equipment=[equipment(str(sold), float(kw)) for sold, kw in rows])[columns]


def _names(names: pd.Series[str]) -> str:
    """Return the names of the points of an area, those that have one."""
    return "; ".join(name for name in names if name)


def _csv_points(path: Path) -> tuple[list[StationPoint], list[str], list[Fault]]:
    """Read points from a table, with the columns that nothing is taken from."""
    rows, faults = read_rows(path, POINT_COLUMNS)
    points = []
    for row in rows:
        lon, lat = row.number("lon_deg", -180, 180), row.number("lat_deg", -90, 90)
        sells = row.choice("sells", SELLS, "charging")
        units = row.whole("units", 1, _MOST_UNITS) if row.cells.get("units") else 1.0
        kw = row.number("kw", _LEAST_KW, _MOST_KW) if row.cells.get("kw") else _DEFAULT_KW
        if not any(math.isnan(one) for one in (lon, lat, units, kw)):
            name = row.cells.get("name", "")
            points.append(StationPoint(row.line, name, lon, lat, sells, int(units), kw))
    unread = [name for name in rows[0].text.header if name not in _READ] if rows else []
    return points, unread, faults


def _osm_points(path: Path) -> tuple[list[StationPoint], list[str], list[Fault]]:
    """Read charging stations from an extract; capacity and output are taken where tagged."""
    if not path.is_file():
        return [], [], [Fault(str(path), 0, "", "file.unreadable", "there is no such file")]
    try:
        nodes = read_osm_nodes(path, _TAGS)
    except OsmFileError as error:
        fault = Fault(str(path), error.line, "", error.code, error.message, help=error.remedy)
        return [], [], [fault]
    points = []
    for number, node in sorted(nodes.items()):
        kw = max(
            [_kw(text) for key, text in node.tags.items() if key.endswith(":output")],
            default=_DEFAULT_KW,
        )
        capacity = node.tags.get("capacity", "1")
        units = int(capacity) if re.fullmatch(r"[1-9]\d{0,2}", capacity) else 1
        name = node.tags.get("name", f"node {number}")
        points.append(StationPoint(0, name, node.lon_deg, node.lat_deg, "charging", units, kw))
    return points, [], []


def _kw(text: str) -> float:
    """Return the power that a tag of output tells, such as "120 kW"; else that of most piles.

    Examples
    --------
    >>> _kw("120 kW"), _kw("22000 W"), _kw("fast"), _kw("50000")
    (120.0, 22.0, 120.0, 120.0)
    """
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*(kW|KW|kw|W)?\s*", text)
    if not match:
        return _DEFAULT_KW
    value = float(match[1])
    kw = value / 1000 if match[2] == "W" else value
    return kw if _LEAST_KW <= kw <= _MOST_KW else _DEFAULT_KW


def _equipment(tables: Tables) -> Callable[[str, float], str]:
    """Return what picks the row of equipment nearest in power."""
    rows = tables["station_equipment"].to_dict("records")

    def pick(sells: str, kw: float) -> str:
        """Return the equipment of a carrier; of chargers the one of nearest power."""
        own = [row for row in rows if row["sold_as"] == sells]
        rated = [row for row in own if not math.isnan(row["rate_kw"])]
        best = min(rated, key=lambda row: abs(row["rate_kw"] - kw)) if rated else own[0]
        return str(best["equipment"])

    return pick


def _area_positions(tables: Tables) -> dict[str, tuple[float, float]]:
    """Return longitude and latitude of every service area, along the course of its link."""
    lines = link_lines(dict(tables))
    lengths = {
        str(link): float(km)
        for name in ("road_links", "access_links")
        for link, km in zip(tables[name]["link_id"], tables[name]["length_km"], strict=True)
    }
    areas: Mapping[str, tuple[ServiceArea, ...]] = areas_of(tables)
    found = {}
    for link, listed in areas.items():
        course = LineString(lines[link])
        for area in listed:
            at: Point = course.interpolate(area.at_km / lengths[link], normalized=True)
            found[area.area_id] = (at.x, at.y)
    return found


def _nearest(point: StationPoint, places: Mapping[str, tuple[float, float]]) -> tuple[str, float]:
    """Return the nearest service area and its distance."""
    km = {
        area: great_circle_km(point.lon_deg, point.lat_deg, lon, lat)
        for area, (lon, lat) in places.items()
    }
    best = min(km, key=lambda area: km[area])
    return best, km[best]
