"""Trips of trucks by class and load, with hand-worked numbers."""

from __future__ import annotations

import math

import numpy as np
import pytest

from fleets.truck_energy import truck_classes
from fleets.truck_powertrains import truck_powertrains
from networks import Leg, Link
from scenarios.from_tables.factors import grid_of
from scenarios.tables.reading import read_tables
from transport.hauls.fleet import TruckUse
from transport.operations.stations import (
    Station,
    StationRules,
    StationSite,
    StationTrips,
    VehicleKind,
    simulate_stations,
)
from transport.services import Service
from transport.stations.coverage import covered_flows
from transport.stations.service_areas import Equipment, PassedArea, ServiceArea
from transport.stations.truck_trips import (
    TruckFlow,
    background_itinerary,
    carried_by,
    empty_flows,
    truck_flows,
    truck_itinerary,
)

TABLES = read_tables()
CLASSES = truck_classes(TABLES, grid_of(dict(TABLES), 2030), 0.07)
TRUCKS = {
    name: truck_powertrains(TABLES["truck_powertrains"], CLASSES, 0.9, name)
    for name in ("truck-49", "truck-18")
}
LINK = Link("r", "A", "B", "road", 200.0, 80.0)
LEG = Leg("road", ("A", "B"), (LINK,))
ROLLING = {"rolling": 1.0}
USES = {
    "goods": (
        TruckUse(CLASSES["truck-49", "diesel"], 1.0, 0.9),
        TruckUse(CLASSES["truck-18", "diesel"], 1.0, 0.1),
    )
}


def flows() -> list[TruckFlow]:
    """Return 3,650 kt a year from A to B, 10 kt a day."""
    service = Service("A", "B", "goods", "road", "road", (LEG,))
    return truck_flows([service], np.array([3650.0]), USES)


def test_tonnes_over_payload_are_trips_by_class() -> None:
    # 1,000 t a day on 18 t trucks with 9.9 t, 9,000 t on tractors with 31 t
    small, large = flows()
    assert (small.class_id, small.load_t) == ("truck-18", 9.9)
    assert small.trips_per_day == pytest.approx(1000 / 9.9)
    assert (large.class_id, large.load_t) == ("truck-49", 31.0)
    assert large.trips_per_day == pytest.approx(9000 / 31)


def test_a_battery_truck_takes_less_and_makes_more_trips() -> None:
    small, large = (carried_by(one, TRUCKS[one.class_id]["battery"]) for one in flows())
    assert (small.load_t, large.load_t) == (8.5, 29.0)
    assert small.trips_per_day == pytest.approx(1000 / 8.5)
    assert large.trips_per_day == pytest.approx(9000 / 29)


def test_trips_laden_and_back_know_the_fewer_trips_of_diesel_that_they_spare() -> None:
    laden = carried_by(flows()[1], TRUCKS["truck-49"]["battery"])
    assert laden.trips_per_day * laden.diesel_trips == pytest.approx(9000 / 31)
    light = TruckFlow("x", laden.leg, "truck-49", 20.0, 100.0)
    (back,) = empty_flows([laden, carried_by(light, TRUCKS["truck-49"]["battery"])], 0.5)
    assert back.trips_per_day == pytest.approx((9000 / 29 + 100) / 2)
    assert back.trips_per_day * back.diesel_trips == pytest.approx((9000 / 31 + 100) / 2)
    (none,) = empty_flows([laden], 0.0)
    assert none.diesel_trips == 1


def test_empty_trips_go_back_by_class_and_keep_their_sum() -> None:
    laden = flows()
    twice = [*laden, *laden]
    back = empty_flows(twice, 0.5)
    assert [one.class_id for one in back] == ["truck-18", "truck-49"]
    assert [one.leg.places for one in back] == [("B", "A")] * 2
    assert sum(one.trips_per_day for one in back) == pytest.approx(
        sum(one.trips_per_day for one in laden)
    )
    assert {one.load_t for one in back} == {0.0}


@pytest.mark.parametrize("load_t", [0.0, 8.5])
@pytest.mark.parametrize("grade", [1.0, 1.05])
def test_need_follows_class_load_and_grade(load_t: float, grade: float) -> None:
    # 0.8 kWh/km at the mean load of 0.9 x (1 - 0.4); the line runs from e empty to 1 full.
    truck = TRUCKS["truck-18"]["battery"]
    flow = TruckFlow("x", LEG, "truck-18", load_t, 1.0)
    passed = [PassedArea("r-1", "a", 50.0, 50.0 * grade)]
    equipped = {"r-1": {"charging": Equipment(1, "dc-120")}}
    way = truck_itinerary(flow, truck, passed, equipped, {"rolling": grade})
    e = 0.632504962 / 1.044484962
    form = (e + (1 - e) * load_t / 8.5) / (e + (1 - e) * 0.54)
    assert way.kind == "truck-18:battery"
    assert way.need.tolist() == pytest.approx([50 * 0.8 * form * grade, 150 * 0.8 * form * grade])
    assert way.drive_h.tolist() == pytest.approx([50 / 80, 150 / 80])


def test_a_lighter_class_takes_in_power_by_its_battery_and_has_no_tank() -> None:
    assert set(TRUCKS["truck-18"]) == {"battery"}
    assert TRUCKS["truck-18"]["battery"].rate == pytest.approx(360 * 230 / 400)
    # Nor does it swap: its pack is not the tractor's, of which swap stations have theirs.
    rows = {**CLASSES, ("truck-18", "swap"): CLASSES["truck-18", "battery"]}
    assert set(truck_powertrains(TABLES["truck_powertrains"], rows, 0.9, "truck-18")) == {"battery"}


def test_a_class_is_held_against_its_own_reach() -> None:
    # 200 km laden: 8.5 t at 0.8 x 1.13 kWh/km need 181 of 196 kWh, the tractor 29 t 350 of 340.
    trucks = {name: known["battery"] for name, known in TRUCKS.items()}
    areas = {"r": (ServiceArea("r-1", "r", 100.0, "Guangxi", 0.5),)}
    small, large = covered_flows(flows(), trucks, areas, {}, 0.15, ROLLING)
    assert (small.covered, large.covered) == (True, False)
    assert small.gap_from_km == 0.0
    assert small.gap_to_km == pytest.approx(200.0)
    own = small.path.length * small.path.unit_energy
    assert own == pytest.approx(200 * trucks["truck-18"].units_per_km(8.5))
    assert small.path.length / (0.85 * 400) == pytest.approx(own / (0.85 * 230))


def test_mountains_shorten_what_a_battery_covers() -> None:
    # An 18 t truck has 196 kWh for 200 km that take 181 in rolling country, and 217 where a
    # kilometre takes a fifth more; a station half way is then needed. Gaps are told in kilometres.
    trucks = {"truck-18": TRUCKS["truck-18"]["battery"], "truck-49": TRUCKS["truck-49"]["battery"]}
    areas = {"r": (ServiceArea("r-1", "r", 100.0, "Guangxi", 0.5),)}
    steep = {"rolling": 1.2}
    none, _ = covered_flows(flows(), trucks, areas, {}, 0.15, steep)
    assert not none.covered
    assert (none.gap_from_km, none.gap_to_km) == (0.0, 200.0)
    per_km = trucks["truck-18"].units_per_km(8.5)
    assert none.path.length * none.path.unit_energy == pytest.approx(200 * 1.2 * per_km)
    equipped = {"r-1": {"charging": Equipment(1, "dc-120")}}
    assert covered_flows(flows(), trucks, areas, equipped, 0.15, steep)[0].covered


def test_a_class_without_the_powertrain_makes_nothing() -> None:
    small, _ = covered_flows(
        flows(), {"truck-49": TRUCKS["truck-49"]["swap"]}, {}, {}, 0.15, ROLLING
    )
    assert (small.covered, small.gap) == (False, 0.0)
    assert math.isinf(small.path.length)


@pytest.mark.parametrize("pace", [0.8, 1.0, 1.2])
def test_a_truck_that_the_table_leaves_out_fills_up_once_whatever_the_queue(pace: float) -> None:
    one = TRUCKS["truck-49"]["battery"]
    way = background_itinerary("X", "a", one, 0.35)
    kind = VehicleKind(one.kind_id, one.capacity, 0.15 * one.capacity, one.rate)
    charger = Station("X:a:charging", (360.0,), patience_h=0.5)
    trips = StationTrips(
        np.array([1.0, 1.1, 1.2]), np.zeros(3, int), np.full(3, 0.35), np.full(3, pace)
    )
    sites = [StationSite("X:a", (charger,))]
    run = simulate_stations(sites, [way], {kind.name: kind}, trips, StationRules(), 48.0)
    assert run.visits["trip"].tolist() == [0, 1, 2]
    assert run.visits["amount"] == pytest.approx(0.65 * one.capacity)
    assert run.trips["end"].tolist() == [1, 1, 1]
