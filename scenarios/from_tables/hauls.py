"""From checked tables to the trucks, trains and ships of a year."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from fleets.inland_classes import parameter_values
from fleets.locomotive_change import LocomotiveChange, locomotive_change
from fleets.marine_engines import marine_engines
from fleets.sea_ships import sea_ships
from fleets.sea_voyages import PortHours, ShipUse
from fleets.trains import TrainUse, traction_energy, train_classes
from fleets.truck_energy import truck_classes
from scenarios.from_tables.factors import factors_of, grid_of
from transport.hauls.fleet import RAIL_CARRIERS, HaulFleet, TruckUse, truck_mj_per_km

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
_HAULS: Final = "haul_classes"
_ROAD_DIESEL: Final = "road-diesel-cn"


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
    diesel = factors_of(tables, year)[RAIL_CARRIERS[DIESEL]].lhv_mj_per_kg
    carriers = tables["carriers"].to_dict("records")
    return HaulFleet(
        trucks=truck_uses(tables, year, groups, truck_powertrains),
        trains=_trains(tables),
        ships=_ships(tables, numbers, sea_speed_kmh),
        truck_empty_share=truck_empty_share,
        traction=traction_energy(
            tables["energy_intensity"], tables["grade_factors"], numbers, diesel
        ),
        road_grades=road_grades(tables),
        engines=marine_engines(tables, grid_of(tables, year)),
        change_mj=locomotive_change(numbers).diesel_l * diesel_mj_per_l(tables),
        sea_carriers={
            str(row["fuel_id"]): str(row["carrier"]) for row in carriers if row["mode"] == "sea"
        },
    )


def change_cases(tables: Frames) -> dict[str, LocomotiveChange]:
    """Return a change of locomotive by case: its values, and both ends of all ranges together."""
    ends = tables["energy_parameters"].set_index("parameter")
    columns = {"low": "low", "central": "value", "high": "high"}
    return {
        case: locomotive_change({str(name): float(one) for name, one in ends[column].items()})
        for case, column in columns.items()
    }


def diesel_mj_per_l(tables: Frames) -> float:
    """Return the heating value of a litre of the diesel that trucks and locomotives burn."""
    fuels = {str(row["fuel_id"]): row for row in tables["fuel_factors"].to_dict("records")}
    fuel = fuels[_ROAD_DIESEL]
    return float(fuel["lhv_mj_per_kg"]) * float(fuel["density_kg_per_m3"]) / 1000


def truck_uses(
    tables: Frames,
    year: int,
    groups: Mapping[str, CommodityGroup],
    truck_powertrains: Mapping[str, Mapping[str, float]] | None = None,
) -> dict[str, tuple[TruckUse, ...]]:
    """Return the classes and loads of trucks in the work of each commodity group.

    Parameters
    ----------
    tables, year, groups, truck_powertrains
        As for :func:`haul_fleet_of`.

    Returns
    -------
    dict of str to tuple of TruckUse
        Rows of the table ``haul_classes`` by group; shares of tonne-km sum to one.
    """
    numbers = parameter_values(tables["fleet_parameters"], tables["energy_parameters"])
    trucks = truck_classes(tables, grid_of(tables, year), numbers["swap_station_loss_share"])
    rows = tables["haul_classes"].to_dict("records")
    return {
        name: _trucks(_of(rows, name, "road"), trucks, group, truck_powertrains or {})
        for name, group in groups.items()
    }


def road_grades(tables: Frames) -> dict[str, float]:
    """Return the energy of trucks by class of grades over that of rolling country."""
    road = tables["grade_factors"][tables["grade_factors"]["mode"] == "road"]
    return {str(name): float(one) for name, one in zip(road["grade"], road["factor"], strict=True)}


def truck_fuel_cny(
    tables: Frames, year: int, groups: Mapping[str, CommodityGroup], cny_per_l: float
) -> dict[str, dict[str, tuple[float, float]]]:
    """Return what the diesel of a kilometre costs, from the energy that the ledger counts.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    year : int
        Calendar year.
    groups : mapping of str to CommodityGroup
        Commodity groups.
    cny_per_l : float
        Price of diesel.

    Returns
    -------
    dict
        CNY laden and empty, for a truckload of each group, by class of grades.
    """
    mj_per_l = diesel_mj_per_l(tables)
    grades, found = road_grades(tables), {}
    for name, uses in truck_uses(tables, year, groups).items():
        by_grade = {}
        for grade, factor in grades.items():
            laden, empty = truck_mj_per_km(uses, groups[name].truck_payload_t, factor)
            by_grade[grade] = (laden * cny_per_l / mj_per_l, empty * cny_per_l / mj_per_l)
        found[name] = by_grade
    return found


def _trains(tables: Frames) -> dict[str, TrainUse]:
    """Return the train of every group."""
    trains = train_classes(tables["train_classes"])
    return {
        str(row["choice_group"]): TrainUse(
            trains[str(row["class_id"])], row["laden_load_share"], row["empty_share"]
        )
        for row in tables[_HAULS].to_dict("records")
        if row["mode"] == "rail"
    }


def _ships(
    tables: Frames, numbers: Mapping[str, float], sea_speed_kmh: float
) -> dict[str, ShipUse]:
    """Return the ship of every group."""
    ships = sea_ships(tables, numbers["sea_reference_speed_factor"])
    port = PortHours(numbers["sea_manoeuvring_h"], numbers["sea_anchorage_h"])
    return {
        str(row["choice_group"]): ShipUse(
            ships[str(row["class_id"])],
            row["laden_load_share"],
            row["empty_share"],
            sea_speed_kmh,
            port,
        )
        for row in tables[_HAULS].to_dict("records")
        if row["mode"] == "sea"
    }


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
