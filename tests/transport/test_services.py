"""Which chains of modes a shipment can choose."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from networks import Leg, Link
from transport.commodity_groups import CommodityGroup, commodity_groups, rail_cny_per_t
from transport.haulage import Haulage
from transport.services import PATTERNS, Service, find_services, main_mode, speed_kmh, terminal_h

if TYPE_CHECKING:
    from networks import Network
    from transport.parameters import TransportParameters
    from transport.year_model import YearModel


def leg(mode: str, km: float) -> Leg:
    return Leg(mode, ("a", "b"), (Link("l", "a", "b", mode, km, 10.0),))


@pytest.mark.parametrize(
    ("legs", "expected"),
    [
        ([("road", 90)], "road"),
        ([("road", 40), ("rail", 60), ("road", 5)], "rail"),
        ([("road", 80), ("rail", 60)], "rail"),  # drayage does not decide
        ([("rail", 50), ("inland_water", 60)], "inland_water"),
        ([("rail", 70), ("inland_water", 60)], "rail"),
        ([("inland_water", 60), ("sea", 900)], "inland_water"),  # nor does the sea
        ([("road", 100), ("sea", 900)], "sea"),
    ],
)
def test_main_mode(legs: list[tuple[str, float]], expected: str) -> None:
    assert main_mode(leg(*one) for one in legs) == expected


def test_speed_and_terminal_hours(parameters: TransportParameters) -> None:
    assert speed_kmh(leg("road", 1).links[0], parameters) == pytest.approx(10 / 1.5)
    assert speed_kmh(leg("rail", 1).links[0], parameters) == 25
    assert speed_kmh(leg("inland_water", 1).links[0], parameters) == 10
    assert speed_kmh(leg("sea", 1).links[0], parameters) == 20
    assert [terminal_h(mode, parameters) for mode in ("road", "rail", "inland_water", "sea")] == [
        2,
        12,
        10,
        48,
    ]


def found(
    network: Network,
    group: CommodityGroup,
    parameters: TransportParameters,
    pair: tuple[str, str] = ("Mine", "Down"),
) -> dict[str, Service]:
    services = find_services(network, [pair], [group], parameters)
    by_pattern = {service.pattern: service for service in services}
    assert len(by_pattern) == len(services)
    return by_pattern


def test_the_chains_of_the_corridor(
    network: Network, group: CommodityGroup, parameters: TransportParameters
) -> None:
    services = found(network, group, parameters)
    shapes = {
        name: [(one.mode, ">".join(one.places)) for one in service.legs]
        for name, service in services.items()
    }
    assert shapes == {
        "road": [("road", "Mine>Up>Down")],
        "rail": [("road", "Mine>Up"), ("rail", "Up>Mid>Down")],
        "inland_water": [("road", "Mine>Up"), ("inland_water", "Up>Lock>Down")],
    }
    assert services["rail"].length_km == 110
    assert {service.main_mode for service in services.values()} == {"road", "rail", "inland_water"}


def test_a_chain_that_is_mostly_road_is_dropped(
    network: Network, group: CommodityGroup, parameters: TransportParameters
) -> None:
    # Rail is 100 of 110 km (0.909), water 74 of 84 km (0.881).
    strict = replace(parameters, min_main_mode_share=0.9)
    assert set(found(network, group, strict)) == {"road", "rail"}
    stricter = replace(parameters, min_main_mode_share=0.92)
    assert set(found(network, group, stricter)) == {"road"}


def test_a_mode_that_a_place_does_not_have_cannot_be_changed_to(
    network: Network, group: CommodityGroup, parameters: TransportParameters
) -> None:
    places = network.places.assign(rail=network.places["rail"] & (network.places.index != "Up"))
    assert set(found(replace(network, places=places), group, parameters)) == {
        "road",
        "inland_water",
    }


def test_a_dear_chain_of_the_same_main_mode_is_dropped(
    network: Network, group: CommodityGroup, parameters: TransportParameters
) -> None:
    # A short railway from Lock to Down gives water and rail in one chain, whose main mode is water
    # as well. Water alone, searched: 74 x 0.05 + 7 h x 0.5 + 2 x (8 + 5) = 33.2. Water to Lock,
    # then 20 km of rail: 24 x 0.05 + 2 x 0.5 + 2 x 13, and 2 + 0.8 x 0.5 + 2 x (15 + 6): 72.6.
    # The handling of rail makes it 2.19 times as dear.
    track = Link("track 2", "Lock", "Down", "rail", 20, 60)
    places = network.places.assign(rail=network.places["rail"] | (network.places.index == "Lock"))
    wider = replace(network, links=(*network.links, track), places=places)
    pair = ("Up", "Down")
    lenient = found(wider, group, replace(parameters, max_cost_ratio=2.2), pair)
    assert lenient["water_rail"].main_mode == "inland_water"
    strict = found(wider, group, replace(parameters, max_cost_ratio=2.17), pair)
    assert set(lenient) - set(strict) == {"water_rail"}


def test_pairs_without_a_chain_have_no_service(
    network: Network, group: CommodityGroup, parameters: TransportParameters
) -> None:
    isle = pd.DataFrame([dict.fromkeys(network.places.columns, True)], index=["Isle"])
    wider = replace(network, places=pd.concat([network.places, isle]))
    assert find_services(wider, [("Mine", "Isle"), ("Isle", "Up")], [group], parameters) == []


def test_the_order_of_pairs_does_not_matter(
    network: Network, group: CommodityGroup, parameters: TransportParameters
) -> None:
    pairs = [("Mine", "Down"), ("Down", "Up"), ("Mine", "Down")]
    one = find_services(network, pairs, [group], parameters)
    assert one == find_services(network, pairs[::-1], [group], parameters)
    assert len({(s.origin, s.destination, s.pattern) for s in one}) == len(one)


def test_commodity_groups_by_hand(parameters: TransportParameters) -> None:
    rules = replace(
        parameters,
        rail_container_discount_share=0.25,
        rail_bulk_discount_share=0.5,
        rail_wagon_handling_cny_per_t=15,
        rail_lift_cny_per_box=200,
        river_bulk_handling_cny_per_t=8,
        river_container_handling_cny_per_teu=300,
        sea_bulk_handling_cny_per_t=20,
        sea_container_handling_cny_per_teu=500,
    )
    shared = {
        "truck_payload_t": 30,
        "cost_coefficient_per_cny_per_t": 0.02,
        "nest_scale": 0.5,
        "prior_share": 0.01,
        "demand_elasticity": -0.3,
    }
    table = pd.DataFrame(
        [
            {"choice_group": "loose", "cargo_kind": "bulk", "rail_tariff_class": "wagon", **shared},
            {
                "choice_group": "boxed",
                "cargo_kind": "container",
                "rail_tariff_class": "box",
                "box_payload_t": 20.0,
                **shared,
            },
        ]
    )
    tariffs = pd.DataFrame(
        [("wagon", 16.0, 0.10, 0.03, 0.01), ("box", 440.0, 3.2, 0.5, 0.1)],
        columns=[
            "tariff_class",
            "base_cny",
            "per_km_cny",
            "construction_fund_cny_per_km",
            "electrification_cny_per_km",
        ],
    )
    truck = Haulage(60.0, 3.0, 2.0, 0.4, 1.5, 4.0)
    groups = commodity_groups(table, tariffs, {"loose": 0.1, "boxed": 0.9}, rules, truck)
    loose, boxed = groups["loose"], groups["boxed"]
    # A wagon pays half the tariff here, and the whole of both surcharges.
    assert loose.rail_fixed_cny_per_t == pytest.approx(8)
    assert loose.rail_cny_per_tkm == pytest.approx(0.05 + 0.04)
    assert rail_cny_per_t(loose, 100) == pytest.approx(17)
    assert (loose.haulage, boxed.haulage) == (truck, truck)
    assert [loose.handling_cny_per_t(m) for m in ("rail", "inland_water", "sea")] == [15, 8, 20]
    # A box pays 75 % of the tariff and the whole of both surcharges, over 20 t.
    assert boxed.rail_fixed_cny_per_t == pytest.approx(0.75 * 440 / 20)
    assert boxed.rail_cny_per_tkm == pytest.approx((0.75 * 3.2 + 0.5 + 0.1) / 20)
    assert [boxed.handling_cny_per_t(m) for m in ("rail", "inland_water", "sea")] == [10, 15, 25]
    assert (loose.value_of_time_cny_per_t_h, boxed.value_of_time_cny_per_t_h) == (0.1, 0.9)


def test_every_shipped_service_is_what_its_pattern_says(base_model: YearModel) -> None:
    modes_of = {pattern.name: pattern.modes for pattern in PATTERNS}
    seen = set()
    for service in base_model.skims.services:
        used = [one.mode for one in service.legs]
        steps = iter(modes_of[service.pattern])
        assert all(mode in steps for mode in used)
        assert set(modes_of[service.pattern]) - {"road"} <= set(used)
        assert service.main_mode == main_mode(service.legs)
        assert service.legs[0].places[0] == service.origin
        assert service.legs[-1].places[-1] == service.destination
        if service.main_mode != "road":  # a truck from a ship of overseas is a road haul
            road_km = sum(one.length_km for one in service.legs if one.mode == "road")
            assert road_km <= service.length_km / 2 + 1e-9
        seen.add(service.pattern)
    assert {"road", "rail", "inland_water", "rail_water", "water_rail"} <= seen
