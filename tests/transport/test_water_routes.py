"""What an inland leg means for a vessel, reckoned by hand on the corridor of the conftest."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from networks import Chamber, Leg, Network
from transport.inland.water_routes import (
    InlandFleet,
    LockCall,
    WaterRoute,
    direction_name,
    make_route,
    reversed_leg,
    route_cost,
    route_name,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from transport.year_model import YearModel

NAN = float("nan")
LHV = 40.0


def made(network: Network, leg: Leg, fleet: InlandFleet, kind: str = "bulk") -> WaterRoute:
    route = make_route(network, leg, kind, fleet)
    assert route is not None
    return route


def with_chambers(network: Network, *chambers: Chamber) -> Network:
    return replace(network, chambers={"Lock": chambers})


def test_a_route_down_the_river(network: Network, downriver: Leg, fleet: InlandFleet) -> None:
    route = made(network, downriver, fleet)
    assert route.name == route_name(downriver, "bulk") == "bulk:Up>Lock>Down"
    assert route.lock_calls == (LockCall("Lock", 0),)
    assert direction_name(route.lock_calls[0]) == "down"
    assert route.stretch_h == pytest.approx((2.0, 5.0))  # 24 km at 12 km/h, 50 km at 10 km/h
    assert route.fairway_h == pytest.approx(7.0)
    assert route.sail_h["laden"].tolist() == [7.0, 7.0]
    assert not route.upbound
    # The shallowest reach has 2.8 m: draught 2.8 + 0.5 - 0.3 = 3.0 m. Small: full, 0.9 of 1000 t.
    # Large: (3 - 1) / (4 - 1) of 2000 t.
    assert route.payload_t == pytest.approx({"small": 900, "large": 4000 / 3})
    assert route.class_share == pytest.approx({"small": 0.25, "large": 0.75})
    assert route.mean_payload_t == pytest.approx(1225)


def test_the_way_back_mirrors_it(network: Network, downriver: Leg, fleet: InlandFleet) -> None:
    route = made(network, reversed_leg(downriver), fleet)
    assert route.name == "bulk:Down>Lock>Up"
    assert route.lock_calls == (LockCall("Lock", 1),)
    assert direction_name(route.lock_calls[0]) == "up"
    assert route.stretch_h == pytest.approx((5.0, 2.0))
    assert route.upbound
    assert reversed_leg(route.leg) == downriver


def test_a_lock_at_the_end_of_a_leg_is_not_passed(
    network: Network, downriver: Leg, fleet: InlandFleet
) -> None:
    half = Leg("inland_water", downriver.places[:2], downriver.links[:1])
    route = made(network, half, fleet)
    assert route.lock_calls == ()
    assert route.stretch_h == pytest.approx((2.0,))


def test_kinds_of_cargo_use_their_own_vessels(
    network: Network, downriver: Leg, fleet: InlandFleet
) -> None:
    boxes = made(network, downriver, fleet, "container")
    assert boxes.class_share == {"small": 1.0}
    assert boxes.name != made(network, downriver, fleet).name


def test_a_draught_rule_binds(network: Network, downriver: Leg, fleet: InlandFleet) -> None:
    above, below = downriver.links
    ruled = Leg("inland_water", downriver.places, (above, replace(below, max_draught_m=2.0)))
    route = made(network, ruled, fleet)
    # Small: (2.0 - 0.5) / 2 of 1000 t. Large: a third of 2000 t, less than half of 1800 t.
    assert route.payload_t == pytest.approx({"small": 750})


@pytest.mark.parametrize(
    ("chambers", "classes"),
    [
        ([(200, 23)], {"small", "large"}),
        ([(60, 12)], {"small"}),
        ([(60, 12), (85, 16)], {"small", "large"}),
        ([(85, 12), (60, 16)], {"small"}),  # long enough here and wide enough there
        ([(40, 23)], set()),
    ],
)
def test_a_class_must_fit_one_chamber_of_the_lock(
    network: Network,
    downriver: Leg,
    fleet: InlandFleet,
    chambers: list[tuple[float, float]],
    classes: set[str],
) -> None:
    lines = [Chamber("Lock", str(i), *size, NAN, 40, 10) for i, size in enumerate(chambers)]
    route = make_route(with_chambers(network, *lines), downriver, "bulk", fleet)
    assert (set(route.class_share) if route else set()) == classes


@pytest.mark.parametrize(
    ("max_dwt_t", "classes"), [(999, set()), (1000, {"small"}), (3000, {"small", "large"})]
)
def test_a_ship_lift_of_unknown_size_takes_vessels_up_to_its_tonnage(
    network: Network, downriver: Leg, fleet: InlandFleet, max_dwt_t: float, classes: set[str]
) -> None:
    lift = Chamber("Lock", "1", NAN, NAN, max_dwt_t, 40, 10)
    route = make_route(with_chambers(network, lift), downriver, "bulk", fleet)
    assert (set(route.class_share) if route else set()) == classes


def test_fuel_by_state(network: Network, downriver: Leg, fleet: InlandFleet) -> None:
    route = made(network, downriver, fleet)
    # Small: 44 kg an hour laden, 24 in ballast, 2 idle; large: 88, 48 and 4. 2 h, then 5 h.
    energy = route.energy
    assert energy.carriers == ("inland_diesel",)
    kg = {state: energy.sail_mj[state][:, :, 0] / LHV for state in ("laden", "ballast")}
    assert kg["laden"] == pytest.approx(np.array([[88, 220], [176, 440]]))
    assert kg["ballast"] == pytest.approx(np.array([[48, 120], [96, 240]]))
    assert energy.back_mj[:, 0] / LHV == pytest.approx([168, 336])
    assert energy.idle_mj_per_h[:, 0] / LHV == pytest.approx([2, 4])
    # Engines give no more above 11 km/h: on the link of 12 km/h.
    assert energy.capped_h["laden"].tolist() == [[2, 0], [2, 0]]


def test_cost_of_a_tonne_with_its_share_of_the_empty_return(
    network: Network, downriver: Leg, fleet: InlandFleet
) -> None:
    cost = route_cost(made(network, downriver, fleet), fleet, 0.6)
    # An hour costs, fuel at 10 CNY/kg: small 90 + 440, 90 + 240, 90 + 20; large 180 + 880,
    # 180 + 480, 180 + 40. Means: laden 927.5, ballast 577.5, idle 192.5.
    # Sailing: 7 h x (927.5 + 0.6 x 577.5) = 8918.
    # Berths, both ends: 2 x (0.25 x 10 h x 110 + 0.75 x 15 h x 220) = 5500.
    assert cost.voyage_cny_per_t == pytest.approx((8918 + 5500) / 1225)
    assert cost.laden_hour_cny_per_t == pytest.approx(192.5 / 1225)
    assert cost.empty_hour_cny_per_t == pytest.approx(0.6 * 192.5 / 1225)


def test_without_an_empty_return_only_the_laden_voyage_is_paid(
    network: Network, downriver: Leg, fleet: InlandFleet
) -> None:
    cost = route_cost(made(network, downriver, fleet), fleet, 0.0)
    assert cost.voyage_cny_per_t == pytest.approx((7 * 927.5 + 5500) / 1225)
    assert cost.empty_hour_cny_per_t == 0


def test_lock_fees_follow_the_size_of_the_vessel_and_are_paid_empty_too(
    network: Network, downriver: Leg, fleet: InlandFleet
) -> None:
    route = made(network, downriver, fleet)
    free = route_cost(route, fleet, 0.6)
    charged = route_cost(route, replace(fleet, fee_cny_per_dwt={"Lock": 0.5, "Other": 9.0}), 0.6)
    # A quarter of 1,000 t and three quarters of 2,000 t are 1,750 t; 1.6 passages for 1,225 t.
    assert charged.voyage_cny_per_t - free.voyage_cny_per_t == pytest.approx(
        0.5 * 1750 * 1.6 / 1225
    )
    assert charged.laden_hour_cny_per_t == free.laden_hour_cny_per_t


def test_every_shipped_route_and_its_return_are_mirrors(base_model: YearModel) -> None:
    routes = base_model.skims.routes
    assert len(routes) > 100
    for route in routes.values():
        back = routes[route_name(reversed_leg(route.leg), route.cargo_kind)]
        assert back.class_share == route.class_share
        assert back.payload_t == route.payload_t
        with_current = [
            (link.hours_towards(link.from_place), link.hours_towards(link.to_place))
            for link in route.leg.links
        ]
        both_ways_h = sum(sum(pair) for pair in with_current)
        assert back.fairway_h + route.fairway_h == pytest.approx(both_ways_h)
        # No vessel is faster than the fairway, and an empty one is not slower than a laden one.
        laden, empty = (route.sail_h[state] for state in ("laden", "ballast"))
        assert (laden >= route.fairway_h * (1 - 1e-12)).all()
        assert (empty <= laden * (1 + 1e-12)).all()
        # Up one river and down another of the same length is neither way.
        one_way = abs(back.fairway_h - route.fairway_h) > 0.01 * route.fairway_h
        if one_way and any(link.upstream_end and link.current_kmh for link in route.leg.links):
            assert (back.fairway_h < route.fairway_h) == route.upbound
        assert [(c.lock, 1 - c.direction) for c in reversed(back.lock_calls)] == [
            (c.lock, c.direction) for c in route.lock_calls
        ]
        assert len(route.stretch_h) == len(route.lock_calls) + 1
        assert sum(route.class_share.values()) == pytest.approx(1)


def test_the_canal_leads_down_from_the_yujiang_to_the_sea(
    model_of: Callable[..., YearModel],
) -> None:
    found = 0
    for route in model_of(2030).skims.routes.values():
        places = route.leg.places
        for call in route.lock_calls:
            if call.lock == "madao":
                found += 1
                at = places.index("madao")
                assert call.direction == int(places[at + 1] == "pingtang")
    assert found > 0
