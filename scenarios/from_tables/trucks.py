"""From checked tables to trucks with other powertrains and the stations on their way."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fleets import ClassCost, GridParameters, TruckCosts
from fleets.truck_energy import truck_classes
from fleets.truck_powertrains import DIESEL, LONG_HAUL, added_cost, truck_powertrains
from fleets.turnover.changes import price_factors
from fleets.turnover.class_costs import class_cost
from scenarios.from_tables.factors import grid_of
from scenarios.from_tables.hauls import diesel_mj_per_l, road_grades, truck_uses
from transport.changes import TruckPowertrain
from transport.parameters import read_parameters
from transport.stations.parameters import StationParameters
from transport.stations.service_areas import Equipment, equipped_areas, service_areas
from transport.stations.station_waits import powertrain_waits_h
from transport.stations.truck_powertrains import TruckMix, truck_mix, wanted_shares
from transport.stations.truck_setting import TruckSetting

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from fleets import Powertrain
    from fleets.truck_energy import TruckClass
    from networks import Network
    from transport.commodity_groups import CommodityGroup
    from transport.haulage import Haulage
    from transport.parameters import TransportParameters
    from transport.skims import ServiceSkims
    from transport.stations.service_areas import Equipped, ServiceArea
    from transport.stations.station_waits import RoadCargo

    Frames = Mapping[str, pd.DataFrame]

GUANGXI = "Guangxi"
PILE = "dc-120"
"""Row of the table ``station_equipment`` of chargers that stand today."""
_SWAP_LOSS = "swap_station_loss_share"


@dataclass(frozen=True)
class RoadStations:
    """Service areas of a year, what they have, and the trucks that use them.

    Attributes
    ----------
    parameters : StationParameters
        Single numbers.
    areas : dict of str to tuple of ServiceArea
        By link.
    equipped : dict
        Equipment by area and carrier.
    trucks : dict of str to dict of str to Powertrain
        By class and powertrain.
    rate : dict of str to float
        Rate of each row of equipment.
    diesel_mj_per_km_of : dict of str to float
        Mean energy of each class on diesel.
    grades : dict of str to float
        Energy by class of grades over that of rolling country.
    """

    parameters: StationParameters
    areas: dict[str, tuple[ServiceArea, ...]]
    equipped: Equipped
    trucks: dict[str, dict[str, Powertrain]]
    rate: dict[str, float]
    diesel_mj_per_km_of: dict[str, float]
    grades: dict[str, float]

    @property
    def powertrains(self) -> dict[str, Powertrain]:
        """Powertrains of the tractor of long hauls, by name."""
        return self.trucks[LONG_HAUL]

    def trucks_with(self, powertrain: str) -> dict[str, Powertrain]:
        """Return the classes that are built with a powertrain."""
        return {name: one[powertrain] for name, one in self.trucks.items() if powertrain in one}


def road_stations(
    tables: Frames, network: Network, year: int, changes: Sequence[object]
) -> RoadStations:
    """Return the stations of the roads of a year, and the trucks.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    network : Network
        Network of the year.
    year : int
        Calendar year.
    changes : sequence
        Changes of the plan.

    Returns
    -------
    RoadStations
        Existing and new stations.
    """
    numbers = read_parameters(StationParameters, tables["station_parameters"])
    links = tables["road_links"]
    spacing = dict(zip(links["link_id"], links["service_area_spacing_km"], strict=True))
    regions = {str(place): str(region) for place, region in network.places["region"].items()}
    roads = network.links_of("road")
    areas = service_areas(roads, spacing, regions, numbers.other_spacing_km)
    grid = grid_of(tables, year)
    energy = tables["energy_parameters"].set_index("parameter")["value"]
    classes = truck_classes(tables, grid, float(energy[_SWAP_LOSS]))
    loss = read_parameters(GridParameters, tables["fleet_parameters"])
    kept = (1 - loss.charger_loss_share) * (1 - loss.battery_loss_share)
    prices = _priced(tables["truck_powertrains"], classes, price_factors(changes))
    return RoadStations(
        parameters=numbers,
        areas=areas,
        equipped=equipped_areas(areas, existing_piles(areas, numbers), changes),
        trucks={
            name: truck_powertrains(prices, classes, kept, name)
            for name, powertrain in classes
            if powertrain == DIESEL
        },
        rate=equipment_rates(tables["station_equipment"]),
        diesel_mj_per_km_of={
            name: one.mean_mj_per_km
            for (name, powertrain), one in classes.items()
            if powertrain == DIESEL
        },
        grades=road_grades(tables),
    )


def _priced(
    table: pd.DataFrame,
    classes: Mapping[tuple[str, str], TruckClass],
    factors: Mapping[str, float],
) -> pd.DataFrame:
    """Return the table ``truck_powertrains`` with the prices of energy of a plan."""
    by_row = [
        factors.get(classes[LONG_HAUL, str(name)].carrier.carrier, 1.0)
        for name in table["powertrain"]
    ]
    columns = ("price_cny_per_kwh", "price_cny_per_kg")
    return table.assign(**{name: table[name] * by_row for name in columns})


def equipment_rates(table: pd.DataFrame) -> dict[str, float]:
    """Return the rate of each row of equipment, kW or kg/h."""
    return {
        str(row["equipment"]): float(
            row["rate_kg_per_h"] if math.isnan(row["rate_kw"]) else row["rate_kw"]
        )
        for row in table.to_dict("records")
    }


def existing_piles(
    areas: Mapping[str, Sequence[ServiceArea]], numbers: StationParameters
) -> dict[str, Equipment]:
    """Return the chargers that trucks can use today: part of the piles of Guangxi's areas."""
    units = round(numbers.piles_per_side * numbers.truck_pile_share)
    return {
        area.area_id: Equipment(units, PILE)
        for listed in areas.values()
        for area in listed
        if area.region == GUANGXI
    }


@dataclass(frozen=True)
class TruckYear:
    """What a year gives to its trucks: network, calendar year, cost of a truck, and cargo.

    Attributes
    ----------
    network : Network
        Network of the year.
    year : int
        Calendar year.
    haulage : Haulage
        Cost of a truck.
    groups : mapping of str to CommodityGroup
        Payloads.
    parameters : TransportParameters
        Interest, and the price of diesel.
    demand : pandas.DataFrame
        Demand of the year: the cargo whose trucks meet at stations.
    """

    network: Network
    year: int
    haulage: Haulage
    groups: Mapping[str, CommodityGroup]
    parameters: TransportParameters
    demand: pd.DataFrame


def truck_setting(tables: Frames, roads: RoadStations, when: TruckYear) -> TruckSetting:
    """Return what hauls by other powertrains are reckoned on.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    roads : RoadStations
        Stations and trucks.
    when : TruckYear
        The year.

    Returns
    -------
    TruckSetting
        Of the year.
    """
    return TruckSetting(
        trucks=roads.trucks,
        uses=truck_uses(tables, when.year, when.groups),
        costs=_class_costs(tables, roads, when),
        diesel_cny_per_mj=when.parameters.road_diesel_cny_per_l / diesel_mj_per_l(tables),
        grades=roads.grades,
        areas=roads.areas,
        equipped=roads.equipped,
        rate=roads.rate,
        haulage=when.haulage,
        groups=when.groups,
        reserve_share=roads.parameters.reserve_share,
        setup_h=roads.parameters.setup_min / 60,
        swap_h=roads.parameters.swap_min / 60,
        patience_h=roads.parameters.patience_min / 60,
    )


def _class_costs(tables: Frames, roads: RoadStations, when: TruckYear) -> dict[str, ClassCost]:
    """Return what each class of trucks costs; classes without prices are left out."""
    numbers = read_parameters(TruckCosts, tables["fleet_parameters"])
    interest = when.parameters.interest_rate
    tractor = {name: added_cost(one, numbers, interest) for name, one in roads.powertrains.items()}
    others = {
        name: class_cost(tables, name, when.year, interest)
        for name in roads.trucks
        if name != LONG_HAUL
    }
    known = {name: cost for name, cost in others.items() if cost}
    return {LONG_HAUL: ClassCost(when.haulage.hour_cny, tractor), **known}


def road_cargo(demand: pd.DataFrame, commodities: pd.DataFrame) -> RoadCargo:
    """Return the cargo that was observed on the road, by origin, destination and group."""
    groups = dict(zip(commodities["commodity"], commodities["choice_group"], strict=True))
    rows = demand[demand["observed_main_mode"] == "road"]
    found: RoadCargo = {}
    columns = (rows[name].tolist() for name in ("origin", "destination", "commodity", "kt"))
    for origin, destination, commodity, kt in zip(*columns, strict=True):
        key = (str(origin), str(destination), str(groups[commodity]))
        found[key] = found.get(key, 0.0) + float(kt)
    return found


def truck_mix_of(
    tables: Frames, when: TruckYear, changes: Sequence[object], skims: ServiceSkims
) -> tuple[TruckMix, TruckSetting] | None:
    """Return which hauls of a year other powertrains than diesel make.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    when : TruckYear
        The year.
    changes : sequence
        Changes of the plan.
    skims : ServiceSkims
        Skims with all trucks on diesel.

    Returns
    -------
    (TruckMix, TruckSetting) or None
        None where all hauls stay with diesel.
    """
    if not any(isinstance(one, TruckPowertrain) and one.share > 0 for one in changes):
        return None
    roads = road_stations(tables, when.network, when.year, changes)
    setting = truck_setting(tables, roads, when)
    mix = truck_mix(skims, wanted_shares(changes, roads.trucks), setting)
    cargo = road_cargo(when.demand, tables["commodities"])
    return mix, replace(setting, wait_h=powertrain_waits_h(skims, cargo, mix, setting))
