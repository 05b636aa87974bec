"""Powertrains of several classes of trucks on one haul, with hand-worked numbers."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pytest

from fleets.truck_energy import LoadLine, TruckClass, truck_classes
from fleets.truck_powertrains import AddedCost, ClassCost, truck_powertrains
from networks import Leg, Link
from scenarios.from_tables.factors import grid_of
from scenarios.from_tables.hauls import haul_fleet_of
from scenarios.from_tables.trucks import TruckYear, road_stations, truck_setting
from scenarios.inputs.readers import haulage_of
from scenarios.tables.reading import read_tables
from transport.haulage import Haulage
from transport.hauls.energy import haul_energy
from transport.hauls.fleet import TruckUse
from transport.services import Service
from transport.stations.service_areas import Equipment, ServiceArea
from transport.stations.station_waits import powertrain_waits_h
from transport.stations.truck_powertrains import (
    ROAD_DIESEL,
    TruckMix,
    mixed_energy,
    mixed_skims,
    truck_mix,
)
from transport.stations.truck_setting import TruckSetting

if TYPE_CHECKING:
    from scenarios.inputs import Base
    from scenarios.tables.reading import Tables
    from transport.year_model import YearModel

TABLES = read_tables()
CLASSES = truck_classes(TABLES, grid_of(dict(TABLES), 2030), 0.07)
LEG = Leg("road", ("A", "B"), (Link("r", "A", "B", "road", 350.0, 80.0),))
SERVICE = Service("A", "B", "goods", "road", "road", (LEG,))
BATTERY = ("road", "road_electricity")
TRACTOR, RIGID = "truck-49", "truck-18"
MIX = TruckMix({(TRACTOR, "battery"): np.array([0.5]), (RIGID, "battery"): np.array([0.25])})


def shaped(one: TruckClass, mj_per_km: float, payload_t: float) -> TruckClass:
    """Return a truck that takes so much with any load, and is never empty."""
    made = replace(one, mean_mj_per_km=mj_per_km, payload_t=payload_t, line=LoadLine(1.0))
    return replace(made, empty_share=0.0, laden_load_share=1.0)


def setting(capacity: float = 400.0, units: int = 1) -> TruckSetting:
    """Return tractors of 30 t for 0.9 of the tonne-km and rigids of 10 t for the rest.

    A kilometre takes 12 and 6 MJ of diesel, 6 and 2 MJ (1.667 and 0.556 kWh) of electricity, with
    any load; nobody drives empty. A megajoule of diesel costs 0.2 CNY, of power 0.3. A rigid holds
    half of the `capacity` of a tractor.
    """
    numbers = {TRACTOR: (30.0, 12.0, 6.0, capacity), RIGID: (10.0, 6.0, 2.0, capacity / 2)}
    trucks, diesel = {}, {}
    for name, (payload_t, usual_mj, own_mj, kwh) in numbers.items():
        one = truck_powertrains(TABLES["truck_powertrains"], CLASSES, 0.9, name)["battery"]
        own = shaped(one.truck, own_mj, payload_t)
        paid = replace(one, price_cny_per_unit=0.3 * 3.6)
        trucks[name] = {"battery": replace(paid, truck=own, capacity=kwh, rate=200.0)}
        diesel[name] = shaped(CLASSES[name, "diesel"], usual_mj, payload_t)
    return TruckSetting(
        trucks=trucks,
        uses={"goods": (TruckUse(diesel[TRACTOR], 1.0, 0.9), TruckUse(diesel[RIGID], 1.0, 0.1))},
        costs={
            TRACTOR: ClassCost(100.0, {"battery": AddedCost(0.0, 0.5)}),
            RIGID: ClassCost(60.0, {"battery": AddedCost(0.0, 0.2)}),
        },
        diesel_cny_per_mj=0.2,
        grades={"rolling": 1.0, "mountain": 1.5},
        areas={"r": (ServiceArea("r-1", "r", 200.0, "Guangxi", 0.5),)},
        equipped={"r-1": {"charging": Equipment(units, "row")}},
        rate={"row": 300.0},
        haulage=Haulage(100.0, 0.0, 0.0, 0.0, 1.0, 0.0),
        groups=cast("Any", {"goods": SimpleNamespace(truck_payload_t=30.0)}),
        reserve_share=0.15,
        setup_h=0.1,
        swap_h=0.05,
        patience_h=9.0,
    )


@dataclass(frozen=True)
class Haul:
    """Skims of one haul, with the fields that are read."""

    services: tuple[Service, ...] = (SERVICE,)
    money_cny_per_t: np.ndarray = field(default_factory=lambda: np.array([50.0]))
    haul_cny_per_t: np.ndarray = field(default_factory=lambda: np.zeros((1, 4)))
    empty_haul_cny_per_t: np.ndarray = field(default_factory=lambda: np.zeros(1))
    time_h: np.ndarray = field(default_factory=lambda: np.array([6.0]))


HAUL: Any = Haul()


def test_energy_is_that_of_the_classes_by_their_part_of_the_diesel() -> None:
    # A tonne-km takes 12/30 and 6/10 MJ: 0.36 and 0.06 of 0.42 MJ, so 6/7 and 1/7 of 10 MJ.
    found = mixed_energy({ROAD_DIESEL: np.array([10.0])}, [SERVICE], MIX, setting())
    assert found[ROAD_DIESEL][0] == pytest.approx(10 * (1 - 0.5 * 6 / 7 - 0.25 / 7))
    assert found[BATTERY][0] == pytest.approx(10 * (0.5 * 6 / 7 / 2 + 0.25 / 7 / 3))


def test_equal_shares_of_all_classes_leave_that_part_of_the_diesel() -> None:
    alike = TruckMix(dict.fromkeys(MIX.made_share, np.array([0.3])))
    found = mixed_energy({ROAD_DIESEL: np.array([10.0])}, [SERVICE], alike, setting())
    assert found[ROAD_DIESEL][0] == pytest.approx(7.0)


def test_each_class_makes_the_hauls_that_its_own_battery_allows() -> None:
    # The longest stretch is 200 km: 333 kWh of a tractor's 340, 111 of a rigid's 170; with three
    # quarters of the battery a tractor has 255 and a rigid 127.5.
    wanted = {TRACTOR: {"battery": 0.4}, RIGID: {"battery": 0.2}}
    both = truck_mix(HAUL, wanted, setting()).made_share
    assert {name: share[0] for (name, _), share in both.items()} == {TRACTOR: 0.4, RIGID: 0.2}
    one = truck_mix(HAUL, wanted, setting(300.0)).made_share
    assert {name: share[0] for (name, _), share in one.items()} == {TRACTOR: 0.0, RIGID: 0.2}


def hours(km_kwh: float, reach_kwh: float) -> float:
    """Return counter and filling of what 350 km take beyond the first filling, at 200 kW."""
    return 0.1 + (350 * km_kwh - reach_kwh) / 200


def test_hours_and_money_are_means_over_the_tonnes_of_the_classes() -> None:
    # 583 kWh of a tractor with 340, 194 of a rigid with 170: one stop each. Half of 0.9 and a
    # quarter of 0.1 of the tonnes; 30 t of a tractor pay 0.5 CNY/km more and 100 CNY an hour, 10 t
    # of a rigid 0.2 and 60.
    tractor, rigid = hours(6 / 3.6, 340), hours(2 / 3.6, 170)
    found = mixed_skims(HAUL, MIX, setting())
    assert found.time_h[0] == pytest.approx(6 + 0.45 * tractor + 0.025 * rigid)
    paid = 0.45 * (175 + 100 * tractor) / 30 + 0.025 * (70 + 60 * rigid) / 10
    # 350 km take 140 and 210 MJ of diesel a tonne; one of them is half or a third of power.
    energy = 0.45 * 140 * (0.3 / 2 - 0.2) + 0.025 * 210 * (0.3 / 3 - 0.2)
    assert found.money_cny_per_t[0] == pytest.approx(50 + paid + energy)


def test_an_hour_costs_what_the_dearer_truck_of_its_own_class_costs() -> None:
    # 20 CNY an hour more for driving 350 km at 80 km/h and for the stop, in one class at a time.
    usual = setting()
    for class_id, part, cargo_t, stop_h in (
        (TRACTOR, 0.45, 30.0, hours(6 / 3.6, 340)),
        (RIGID, 0.025, 10.0, hours(2 / 3.6, 170)),
    ):
        cost = usual.costs[class_id]
        dear = ClassCost(cost.hour_cny, {"battery": replace(cost.added["battery"], hour_cny=20.0)})
        given = replace(usual, costs={**usual.costs, class_id: dear})
        more = [mixed_skims(HAUL, MIX, one).money_cny_per_t[0] for one in (usual, given)]
        assert more[1] - more[0] == pytest.approx(part * 20 * (350 / 80 + stop_h) / cargo_t)


def test_a_class_without_prices_pays_a_tonne_as_the_tractor_does() -> None:
    # 30 t of the group's truckload pay 0.5 CNY/km more and 100 CNY for each of the rigid's hours.
    usual = setting()
    unpriced = replace(usual, costs={TRACTOR: usual.costs[TRACTOR]})
    more = [mixed_skims(HAUL, MIX, one).money_cny_per_t[0] for one in (unpriced, usual)]
    rigid = hours(2 / 3.6, 170)
    tractors, own = (175 + 100 * rigid) / 30, (70 + 60 * rigid) / 10
    assert more[1] - more[0] == pytest.approx(0.025 * (own - tractors))


def test_a_truck_that_takes_less_makes_more_trips_for_the_same_cargo() -> None:
    # A battery tractor takes 25 t where diesel takes 30: 1.2 trips, each with the 6 MJ/km that it
    # takes with any load, its 175 CNY, its stop and, one time in five more, the haul's own hours.
    usual = setting()
    one = usual.trucks[TRACTOR]["battery"]
    small = {"battery": replace(one, truck=replace(one.truck, payload_t=25.0))}
    less = replace(usual, trucks={**usual.trucks, TRACTOR: small})
    mix = TruckMix({(TRACTOR, "battery"): np.array([0.5])})
    energy = mixed_energy({ROAD_DIESEL: np.array([10.0])}, [SERVICE], mix, less)
    assert energy[BATTERY][0] == pytest.approx(10 * 0.5 * 6 / 7 * 1.2 / 2)
    found = mixed_skims(HAUL, mix, less)
    stop_h = hours(6 / 3.6, 340)
    assert found.time_h[0] == pytest.approx(6 + 0.45 * stop_h)
    paid = 1.2 * (175 + 100 * stop_h) / 30 + 0.2 * 350 / 80 * 100 / 30
    paid += 350 * (6 / 25 * 0.3 - 12 / 30 * 0.2)
    assert found.money_cny_per_t[0] == pytest.approx(50 + 0.45 * paid)


@pytest.mark.parametrize("name", ["battery", "swap", "lng", "fuel-cell"])
def test_added_energy_costs_its_price_times_what_the_ledger_takes(
    name: str, shipped: Tables, base: Base, base_model: YearModel
) -> None:
    services = tuple(base_model.skims.services[::211])
    haulage = replace(haulage_of(shipped, base.parameters), empty_share=0.3)
    year = TruckYear(
        base_model.network, 2024, haulage, base.groups, base.parameters, base_model.market.demand
    )
    roads = road_stations(shipped, base_model.network, 2024, ())
    given = truck_setting(shipped, roads, year)
    # Hours and upkeep cost nothing, so that energy alone is left.
    nothing = ClassCost(0.0, {name: AddedCost(0.0, 0.0)})
    free = replace(given, costs=dict.fromkeys(given.costs, nothing))
    fleet = haul_fleet_of(shipped, 2024, base.groups, 0.3, 22.0)
    before = haul_energy(fleet, services, base.groups).service_mj_per_t(services)
    built = roads.trucks_with(name)
    mix = TruckMix({(one, name): np.full(len(services), 0.2) for one in built})
    after = mixed_energy(before, services, mix, free)
    none = np.zeros(len(services))
    haul: Any = Haul(services, none, np.zeros((len(services), 4)), none, none)
    unpaid = {
        class_id: {one: replace(truck, price_cny_per_unit=0.0) for one, truck in known.items()}
        for class_id, known in free.trucks.items()
    }
    found = mixed_skims(haul, mix, free)
    other = mixed_skims(haul, mix, replace(free, diesel_cny_per_mj=0.0, trucks=unpaid))
    price = {
        ROAD_DIESEL: free.diesel_cny_per_mj,
        ("road", built[TRACTOR].truck.carrier.carrier): built[TRACTOR].cny_per_mj,
    }
    paid = sum(cny * (after[key] - before.get(key, none)) for key, cny in price.items())
    assert np.abs(paid).max() > 1.0
    energy = found.money_cny_per_t - other.money_cny_per_t
    assert energy == pytest.approx(paid, rel=1e-9, abs=1e-9)
    empty = found.empty_haul_cny_per_t - other.empty_haul_cny_per_t
    assert 0 < empty.sum() / paid.sum() < 0.5
    # 7.7 CNY a litre of 0.84 kg and 42.652 MJ/kg.
    assert free.diesel_cny_per_mj == pytest.approx(7.7 / (0.84 * 42.652))


def test_trucks_of_all_classes_meet_at_the_stations() -> None:
    # 262.8 kt a year: 27 t of an hour's 30 go by tractor, half of them 0.45 trucks; 3 t by rigid, a
    # quarter of them 0.075 trucks. One queue of a charger: W = a s / (1 - a s) s with the mean s.
    cargo = {("A", "B", "goods"): 262.8}
    found = powertrain_waits_h(HAUL, cargo, MIX, setting())["battery"]
    busy = 0.45 * hours(6 / 3.6, 340) + 0.075 * hours(2 / 3.6, 170)
    assert found == pytest.approx(busy / 0.525 * busy / (1 - busy))
