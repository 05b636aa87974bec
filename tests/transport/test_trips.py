"""Voyages drawn as single vessels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy import stats

from networks import Leg, Network
from transport.draws import StreamKey
from transport.inland.voyages import VoyageFlow
from transport.inland.water_routes import InlandFleet, WaterRoute, make_route, reversed_leg
from transport.trips import HOURS_PER_YEAR, Season, TripTable, draw_trips

if TYPE_CHECKING:
    from collections.abc import Sequence

DOWN, UP, SHORT = "bulk:Up>Lock>Down", "bulk:Down>Lock>Up", "bulk:Up>Lock"
KEY = StreamKey(seed=5, replication=0)
LADEN = VoyageFlow(DOWN, laden=True, voyages_per_year=8760.0)
EMPTY = VoyageFlow(UP, laden=False, voyages_per_year=4380.0)
BACK = VoyageFlow(UP, laden=True, voyages_per_year=2000.0)


@pytest.fixture(scope="module")
def routes(network: Network, downriver: Leg, fleet: InlandFleet) -> dict[str, WaterRoute]:
    half = Leg("inland_water", downriver.places[:2], downriver.links[:1])
    legs = (downriver, reversed_leg(downriver), half)
    made = [make_route(network, leg, "bulk", fleet) for leg in legs]
    return {route.name: route for route in made if route}


def rows(table: TripTable, route: str, *, laden: bool) -> list[tuple[float, float, float]]:
    trips = table.trips
    return [
        (float(hour), table.hulls[hull].dwt_t, float(tonnes))
        for hour, at, hull, tonnes in zip(
            trips.depart_h, trips.route, trips.hull, trips.payload_t, strict=True
        )
        if table.route_names[at] == route and (tonnes > 0) == laden
    ]


def drawn(
    flows: Sequence[VoyageFlow], routes: dict[str, WaterRoute], fleet: InlandFleet
) -> TripTable:
    return draw_trips(flows, routes, fleet, KEY, Season.of(np.array([1000.0]), np.ones(1)))


def test_stretches_and_hulls(routes: dict[str, WaterRoute], fleet: InlandFleet) -> None:
    table = drawn([LADEN, EMPTY], routes, fleet)
    assert table.route_names == [UP, DOWN]
    shapes = [[(s.sail_h, s.lock, s.direction) for s in stretches] for stretches in table.routes]
    assert shapes == [
        [(5.0, "Lock", 1), (2.0, "", 0)],
        [(2.0, "Lock", 0), (5.0, "", 0)],
    ]
    assert {(hull.length_m, hull.beam_m, hull.dwt_t) for hull in table.hulls} == {
        (50, 10, 1000),
        (80, 15, 2000),
    }


def test_a_laden_vessel_carries_the_payload_of_its_class_and_an_empty_one_nothing(
    routes: dict[str, WaterRoute], fleet: InlandFleet
) -> None:
    table = drawn([LADEN, EMPTY], routes, fleet)
    payloads = {(dwt, round(t, 6)) for _, dwt, t in rows(table, DOWN, laden=True)}
    assert payloads == {(1000, 900.0), (2000, round(4000 / 3, 6))}
    assert rows(table, DOWN, laden=False) == []
    assert {dwt for _, dwt, _ in rows(table, UP, laden=False)} == {1000, 2000}


def test_departures_are_in_order_and_as_many_as_the_rate(
    routes: dict[str, WaterRoute], fleet: InlandFleet
) -> None:
    table = drawn([LADEN, EMPTY], routes, fleet)
    assert (np.diff(table.trips.depart_h) >= 0).all()
    assert len(table.trips) == len(table.trips.payload_t)
    expected = 1000.0 / HOURS_PER_YEAR * (LADEN.voyages_per_year + EMPTY.voyages_per_year)
    low, high = stats.poisson.interval(0.999, expected)
    assert low <= len(table.trips) <= high


def test_classes_are_drawn_by_their_shares(
    routes: dict[str, WaterRoute], fleet: InlandFleet
) -> None:
    rated = [dwt for _, dwt, _ in rows(drawn([LADEN], routes, fleet), DOWN, laden=True)]
    assert stats.binomtest(rated.count(1000), len(rated), 0.25).pvalue > 0.001


def test_a_further_flow_leaves_the_others_as_they_were(
    routes: dict[str, WaterRoute], fleet: InlandFleet
) -> None:
    few, more = drawn([LADEN], routes, fleet), drawn([BACK, EMPTY, LADEN], routes, fleet)
    assert rows(more, DOWN, laden=True) == rows(few, DOWN, laden=True)
    assert len(more.trips) > len(few.trips)


def test_a_larger_flow_keeps_the_vessels_of_the_smaller_one(
    routes: dict[str, WaterRoute], fleet: InlandFleet
) -> None:
    larger = VoyageFlow(DOWN, laden=True, voyages_per_year=LADEN.voyages_per_year * 1.7)
    few = rows(drawn([LADEN], routes, fleet), DOWN, laden=True)
    many = rows(drawn([larger], routes, fleet), DOWN, laden=True)
    assert set(few) < set(many)


def test_a_route_without_a_lock_is_left_out(
    routes: dict[str, WaterRoute], fleet: InlandFleet
) -> None:
    table = drawn([VoyageFlow(SHORT, laden=True, voyages_per_year=5000.0)], routes, fleet)
    assert len(table.trips) == 0
    assert table.routes == []
    assert table.route_names == []


def test_no_flows_no_trips(routes: dict[str, WaterRoute], fleet: InlandFleet) -> None:
    assert len(drawn([], routes, fleet).trips) == 0
