"""Laden and empty voyages of a route and its way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from networks import Leg
from transport.inland.voyages import (
    VoyageFlow,
    least_empty_factor,
    return_route,
    voyage_flows,
)
from transport.inland.water_routes import InlandFleet, WaterRoute, make_route, reversed_leg

if TYPE_CHECKING:
    from networks import Network
    from transport.year_model import YearModel

DOWN, UP = "bulk:Up>Lock>Down", "bulk:Down>Lock>Up"


@pytest.fixture(scope="module")
def routes(network: Network, downriver: Leg, fleet: InlandFleet) -> dict[str, WaterRoute]:
    made = [make_route(network, leg, "bulk", fleet) for leg in (downriver, reversed_leg(downriver))]
    return {route.name: route for route in made if route}


def test_empty_returns_by_hand(routes: dict[str, WaterRoute]) -> None:
    # 122.5 kt down and 49 kt up at 1225 t a voyage: 100 and 40, so that 60 come back empty.
    flows = voyage_flows({DOWN: 122.5, UP: 49.0}, routes)
    assert [(f.route, f.laden, round(f.voyages_per_year, 9)) for f in flows] == [
        (UP, True, 40.0),
        (UP, False, 60.0),
        (DOWN, True, 100.0),
    ]


def test_cargo_one_way_comes_back_empty(routes: dict[str, WaterRoute]) -> None:
    flows = voyage_flows({DOWN: 12.25, UP: 0.0}, routes)
    assert [(f.route, f.laden, round(f.voyages_per_year, 9)) for f in flows] == [
        (UP, False, 10.0),
        (DOWN, True, 10.0),
    ]


def test_matched_vessels_come_home_empty_less_often(routes: dict[str, WaterRoute]) -> None:
    flows = voyage_flows({DOWN: 122.5, UP: 49.0}, routes, 0.75)
    assert [round(f.voyages_per_year, 9) for f in flows] == [40.0, 45.0, 100.0]


def test_empty_running_cannot_fall_below_the_imbalance_of_links(
    network: Network, routes: dict[str, WaterRoute], fleet: InlandFleet
) -> None:
    # one route and its way back: every empty voyage is imbalance of the river itself
    assert least_empty_factor({DOWN: 122.5, UP: 49.0}, routes) == pytest.approx(1.0)
    assert least_empty_factor({}, routes) == 1.0
    # 100 voyages down the whole river of 74 km, 60 up its lower 50 km alone: without matching
    # 100 x 74 + 60 x 50 = 10,400 km run empty, with it 40 x 50 + 100 x 24 = 4,400
    below = network.link_by_id["below"]
    leg = Leg("inland_water", ("Down", "Lock"), (below,))
    made = [make_route(network, one, "bulk", fleet) for one in (leg, reversed_leg(leg))]
    short = {route.name: route for route in made if route}
    kt = {DOWN: 122.5, "bulk:Down>Lock": 0.06 * short["bulk:Down>Lock"].mean_payload_t}
    assert least_empty_factor(kt, {**routes, **short}) == pytest.approx(4400 / 10_400)


def test_no_cargo_no_voyage(routes: dict[str, WaterRoute]) -> None:
    assert voyage_flows({}, routes) == []
    assert voyage_flows({DOWN: 0.0}, routes) == []


def test_the_way_back_is_known_by_name(routes: dict[str, WaterRoute]) -> None:
    assert return_route(routes[DOWN]) == UP
    assert return_route(routes[UP]) == DOWN


def check_balance(flows: list[VoyageFlow], routes: dict[str, WaterRoute]) -> None:
    """As many vessels go out on every route as come home on its way back."""
    voyages: dict[str, float] = {}
    for flow in flows:
        assert flow.voyages_per_year > 0
        voyages[flow.route] = voyages.get(flow.route, 0.0) + flow.voyages_per_year
    for name, count in voyages.items():
        assert voyages[return_route(routes[name])] == pytest.approx(count)


cargo = st.floats(0, 1e5)


@given(down_kt=cargo, up_kt=cargo)
def test_vessels_balance_for_any_cargo(
    routes: dict[str, WaterRoute], down_kt: float, up_kt: float
) -> None:
    flows = voyage_flows({DOWN: down_kt, UP: up_kt}, routes)
    check_balance(flows, routes)
    carried = sum(f.voyages_per_year * 1225 / 1000 for f in flows if f.laden)
    assert carried == pytest.approx(down_kt + up_kt)
    # Nobody sails empty both ways.
    assert sum(not f.laden for f in flows) <= 1


def test_vessels_of_the_base_year_balance(base_model: YearModel) -> None:
    skims = base_model.skims
    kt = np.linspace(0, 50, len(skims.services))
    by_route = skims.route_kt(kt)
    flows = voyage_flows(by_route, skims.routes)
    check_balance(flows, skims.routes)
    carried_kt = sum(
        f.voyages_per_year * skims.routes[f.route].mean_payload_t / 1000 for f in flows if f.laden
    )
    used = [len(names) for names in skims.route_of_service]
    assert carried_kt == pytest.approx(float(np.dot(kt, used)))
