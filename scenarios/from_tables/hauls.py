"""From checked tables to the trucks, trains and ships of a year."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from fleets.inland_classes import parameter_values
from fleets.marine_engines import marine_engines
from fleets.sea_ships import sea_ships
from fleets.sea_voyages import PortHours, ShipUse
from fleets.trains import TrainUse, traction_energy, train_classes
from fleets.truck_energy import truck_classes
from scenarios.from_tables.factors import factors_of, grid_of
from transport.hauls.fleet import RAIL_CARRIERS, HaulFleet, TruckUse

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping
    from typing import Any

    import pandas as pd

    from fleets.truck_energy import TruckClass
    from transport.commodity_groups import CommodityGroup

    Frames = Mapping[str, pd.DataFrame]
    Rows = list[dict[Hashable, Any]]

DIESEL: Final = "diesel"
"""Powertrain of all trucks that a mix does not name."""
TRACTOR: Final = "truck-49"
"""Class that the cargo of a laden truck in the table ``choice_groups`` is of."""


def haul_fleet_of(
    tables: Frames,
    year: int,
    groups: Mapping[str, CommodityGroup],
    truck_empty_share: float,
    sea_speed_kmh: float,
    truck_powertrains: Mapping[str, Mapping[str, float]] | None = None,
) -> HaulFleet:
    """Make the trucks, trains and ships of a year.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    year : int
        Calendar year.
    groups : mapping of str to CommodityGroup
        Commodity groups; they give the cargo of a laden truck.
    truck_empty_share : float
        Share of truck kilometres run empty.
    sea_speed_kmh : float
        Speed of ships, the same that their hours follow from.
    truck_powertrains : mapping, optional
        Share of the tonne-km of a truck class by powertrain; what is missing to one runs on diesel,
        and so do all trucks without it.

    Returns
    -------
    HaulFleet
        By commodity group.
    """
    numbers = parameter_values(tables["fleet_parameters"], tables["energy_parameters"])
    grid = grid_of(tables, year)
    grades = tables["grade_factors"]
    road = grades[grades["mode"] == "road"]
    rows = tables["haul_classes"].to_dict("records")
    trucks = truck_classes(tables, grid, numbers["swap_station_loss_share"])
    trains = train_classes(tables["train_classes"])
    ships = sea_ships(tables, numbers["sea_reference_speed_factor"])
    port = PortHours(numbers["sea_manoeuvring_h"], numbers["sea_anchorage_h"])
    diesel = factors_of(tables, year)[RAIL_CARRIERS[DIESEL]].lhv_mj_per_kg
    return HaulFleet(
        trucks={
            name: _trucks(_of(rows, name, "road"), trucks, group, truck_powertrains or {})
            for name, group in groups.items()
        },
        trains={
            str(row["choice_group"]): TrainUse(
                trains[str(row["class_id"])], row["laden_load_share"], row["empty_share"]
            )
            for row in rows
            if row["mode"] == "rail"
        },
        ships={
            str(row["choice_group"]): ShipUse(
                ships[str(row["class_id"])],
                row["laden_load_share"],
                row["empty_share"],
                sea_speed_kmh,
                port,
            )
            for row in rows
            if row["mode"] == "sea"
        },
        truck_empty_share=truck_empty_share,
        traction=traction_energy(tables["energy_intensity"], grades, numbers, diesel),
        road_grades={
            str(name): float(one) for name, one in zip(road["grade"], road["factor"], strict=True)
        },
        engines=marine_engines(tables, grid),
        sea_carriers={
            str(row["fuel_id"]): str(row["carrier"])
            for row in tables["carriers"].to_dict("records")
            if row["mode"] == "sea"
        },
    )


def _of(rows: Rows, group: str, mode: str) -> Rows:
    """Return the rows of a group and mode."""
    return [row for row in rows if row["choice_group"] == group and row["mode"] == mode]


def _trucks(
    rows: Rows,
    trucks: Mapping[tuple[str, str], TruckClass],
    group: CommodityGroup,
    powertrains: Mapping[str, Mapping[str, float]],
) -> tuple[TruckUse, ...]:
    """Return the trucks of a group; all are filled to the share that a tractor is filled to."""
    load_share = min(1.0, group.truck_payload_t / trucks[TRACTOR, DIESEL].payload_t)
    made = []
    for row in rows:
        name, share = str(row["class_id"]), float(row["tkm_share"])
        others = {
            one: part
            for one, part in powertrains.get(name, {}).items()
            if one != DIESEL and (name, one) in trucks
        }
        mix = {DIESEL: 1.0 - math.fsum(others.values()), **others}
        made += [
            TruckUse(trucks[name, one], load_share, share * part)
            for one, part in mix.items()
            if part > 0
        ]
    return tuple(made)
