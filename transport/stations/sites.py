"""From equipment to stations: chargers, swap rooms, pumps and tanks behind a grid connection."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from transport.operations.stations import FuelTank, Station, StationSite, SwapRoom
from transport.stations.truck_trips import station_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from transport.stations.parameters import StationParameters
    from transport.stations.service_areas import Equipment, Equipped

ELECTRIC = ("charging", "swap")
_KG_PER_T = 1000.0


@dataclass(frozen=True, slots=True)
class EquipmentRow:
    """A row of the table ``station_equipment``.

    Attributes
    ----------
    rate : float
        kW or kg/h.
    capex_cny, life_years, upkeep_share_per_year : float
        Price, life and upkeep.
    efficiency_share : float
        Energy into the battery over energy at the meter.
    """

    rate: float
    capex_cny: float
    life_years: float
    upkeep_share_per_year: float
    efficiency_share: float


@dataclass(frozen=True)
class Yard:
    """What stations are made of.

    Attributes
    ----------
    rows : mapping of str to EquipmentRow
        Equipment.
    numbers : StationParameters
        Minutes, tanks and the share of the grid.
    pack_kwh : float
        Pack of the swap stations.
    usual_fill : mapping of str to float
        What a driver expects another one to take, by what is sold, kWh or kg.
    afloat : bool
        Whether the stations stand on the river.
    """

    rows: Mapping[str, EquipmentRow]
    numbers: StationParameters
    pack_kwh: float
    usual_fill: Mapping[str, float]
    afloat: bool = False


def station_sites(equipped: Equipped, sides: Iterable[str], yard: Yard) -> list[StationSite]:
    """Return the sites of equipped areas, one for each side.

    Parameters
    ----------
    equipped : dict
        Equipment by area or place and what it sells.
    sides : iterable of str
        Sides of each.
    yard : Yard
        What stations are made of.

    Returns
    -------
    list of StationSite
        In the order of the areas.
    """
    both = tuple(sides)
    return [_site(area, side, equipped[area], yard) for area in sorted(equipped) for side in both]


def grid_kw(sold: Mapping[str, Equipment], yard: Yard) -> float:
    """Return the grid connection of a site; 0 without anything electric."""
    given = sum(one.grid_kw for name, one in sold.items() if name in ELECTRIC)
    free = [
        one.units * yard.rows[one.equipment].rate / yard.rows[one.equipment].efficiency_share
        for name, one in sold.items()
        if name in ELECTRIC and one.grid_kw == 0
    ]
    return given + yard.numbers.grid_share * sum(free)


def _site(area: str, side: str, sold: Mapping[str, Equipment], yard: Yard) -> StationSite:
    """Return a site with a station for everything that it sells."""
    limit = grid_kw(sold, yard)
    stations = tuple(
        _station(station_name(area, side, name), name, one, yard) for name, one in sold.items()
    )
    return StationSite(f"{area}:{side}", stations, limit if limit > 0 else math.inf)


def _station(name: str, sold_as: str, one: Equipment, yard: Yard) -> Station:
    """Return one station."""
    numbers, row = yard.numbers, yard.rows[one.equipment]
    swap = sold_as == "swap"
    swap_min = numbers.vessel_swap_min if yard.afloat else numbers.swap_min
    return Station(
        name=name,
        rates=(row.rate,) * one.units,
        setup_h=(swap_min if swap else numbers.setup_min) / 60,
        patience_h=math.inf if yard.afloat else numbers.patience_min / 60,
        session_h=numbers.setup_min / 60 + yard.usual_fill.get(sold_as, 0.0) / row.rate,
        efficiency=row.efficiency_share if sold_as in ELECTRIC else math.inf,
        swap=SwapRoom(1, one.packs, yard.pack_kwh, row.rate) if swap else None,
        tank=_tank(sold_as, yard),
    )


def _tank(sold_as: str, yard: Yard) -> FuelTank | None:
    """Return the tank of a station of fuel."""
    numbers = yard.numbers
    if sold_as == "hydrogen":
        kg, brought = numbers.h2_tank_kg, numbers.h2_delivery_kg
        return FuelTank(kg, kg - brought, brought, numbers.delivery_h)
    if sold_as == "lng":
        tonnes = numbers.pontoon_tank_t if yard.afloat else numbers.tank_t
        kg, brought = tonnes * _KG_PER_T, numbers.delivery_t * _KG_PER_T
        return FuelTank(kg, kg - brought, brought, numbers.delivery_h)
    return None
