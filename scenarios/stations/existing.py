"""Stations that stand already: a list of the user, by service area and what they sell."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from networks import Link
from scenarios.faults import Fault, nearest
from scenarios.stations.csv_rows import read_rows
from transport.stations.service_areas import Equipment, service_areas

if TYPE_CHECKING:
    from pathlib import Path

    from scenarios.tables.reading import Tables
    from transport.stations.service_areas import Equipped, ServiceArea

COLUMNS = ("area_id", "sells", "units", "equipment")
SELLS = ("charging", "swap", "lng", "hydrogen")
_MOST_UNITS = 10_000
"""Chargers, slots or pumps of each side of a service area: what imported points may add up to."""
PACKS_PER_SLOT = 1
"""Packs of a swap station of which only the charging slots are known (an assumption)."""


def areas_of(tables: Tables) -> dict[str, tuple[ServiceArea, ...]]:
    """Return the service areas of every road link of the table, open or not."""
    rows = [
        row for name in ("road_links", "access_links") for row in tables[name].to_dict("records")
    ]
    links = [
        Link(str(row["link_id"]), str(row["from_place"]), str(row["to_place"]), "road", length)
        for row in rows
        for length in (float(row["length_km"]),)
    ]
    spacing = {
        str(row["link_id"]): float(row.get("service_area_spacing_km", math.nan)) for row in rows
    }
    numbers = tables["station_parameters"].set_index("parameter")["value"]
    return service_areas(links, spacing, {}, float(numbers["other_spacing_km"]))


def read_existing(path: Path, tables: Tables) -> tuple[Equipped, list[Fault]]:
    """Read a list of stations.

    Parameters
    ----------
    path : Path
        CSV with ``area_id``, ``sells``, ``units`` and ``equipment``; further columns are left
        alone.
    tables : Tables
        Checked tables.

    Returns
    -------
    tuple of dict and list of Fault
        Stations by area, and every fault by row.
    """
    rows, faults = read_rows(path, COLUMNS)
    known = tuple(area.area_id for listed in areas_of(tables).values() for area in listed)
    sold = dict(tables["station_equipment"][["equipment", "sold_as"]].to_numpy())
    made: Equipped = {}
    lines: dict[tuple[str, str], int] = {}
    for row in rows:
        area = row.cells["area_id"]
        if area not in known:
            allowed = nearest(area, known)
            row.fault("area_id", f'there is no service area "{area}"', allowed, "see stations.csv")
        sells = row.choice("sells", SELLS)
        equipment = row.choice("equipment", tuple(sold))
        if equipment in sold and sells in SELLS and sold[equipment] != sells:
            message = f'equipment "{equipment}" sells {sold[equipment]}, the row {sells}'
            row.fault("equipment", message)
        units = row.whole("units", 1, _MOST_UNITS)
        first = lines.setdefault((area, sells), row.line)
        if first != row.line:
            message = f"{area} has {sells} in row {first} already"
            row.fault("area_id", message, "one row for each area and carrier", "add up the units")
        if not math.isnan(units):
            packs = int(units) * PACKS_PER_SLOT if sells == "swap" else 0
            made.setdefault(area, {})[sells] = Equipment(int(units), equipment, packs)
    return made, faults
