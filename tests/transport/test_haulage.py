"""What a truck's haul costs: a case by hand, and what must make it dearer or cheaper."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from networks import Leg, Link
from transport.changes import CutEmptyRunning
from transport.haulage import Haulage
from transport.services import Service, find_services
from transport.skims import skim_services
from transport.truck_limits import with_truck_changes

if TYPE_CHECKING:
    from networks import Network
    from transport.commodity_groups import CommodityGroup
    from transport.inland.water_routes import InlandFleet
    from transport.parameters import TransportParameters

TRUCK = Haulage(
    hour_cny=80, laden_km_cny=3.5, empty_km_cny=2.7, empty_share=0.4, rest_factor=1.5, loading_h=4
)
ROAD = Link("x", "A", "B", "road", 240, 80, toll_low_cny_per_km=1.5, toll_high_cny_per_km=2.5)
TRACK = Link("t", "B", "C", "road", 20, 30)


def test_a_haul_by_hand() -> None:
    # Road: 240 km at 80 km/h are 3 h, 4.5 with rests: 360 CNY; toll 480; running 840 laden, 648
    # empty. Laden 1,680; empty 1,488, of which two thirds for each laden run: 992.
    assert TRUCK.laden_cny(ROAD) == pytest.approx(1680)
    assert TRUCK.empty_cny(ROAD) == pytest.approx(992)
    # Track: 20 km at 30 km/h are 1 h with rests: 80 CNY, no toll; running 70 and 54.
    assert TRUCK.link_cny(TRACK) == pytest.approx(150 + 134 * 2 / 3)
    haul = Leg("road", ("A", "B", "C"), (ROAD, TRACK))
    # Loading and unloading take 4 h of the truck.
    assert TRUCK.haul_cny(haul) == pytest.approx(320 + 1680 + 992 + 150 + 134 * 2 / 3)
    assert TRUCK.empty_haul_cny(haul) == pytest.approx(992 + 134 * 2 / 3)


def test_fuel_follows_the_grades_of_the_road() -> None:
    fuel = {"rolling": (3.0, 1.8), "mountain": (4.0, 2.4)}
    burning = replace(TRUCK, fuel_km_cny=fuel)
    steep = replace(ROAD, grade="mountain")
    # 240 km at 3 and 4 CNY laden; 1.8 and 2.4 empty, two thirds of a kilometre for each laden one.
    assert burning.laden_cny(ROAD) - TRUCK.laden_cny(ROAD) == pytest.approx(720)
    assert burning.laden_cny(steep) - TRUCK.laden_cny(steep) == pytest.approx(960)
    assert burning.empty_cny(steep) - TRUCK.empty_cny(steep) == pytest.approx(240 * 2.4 * 2 / 3)


def test_the_haul_is_spread_over_the_payload_once_for_each_road_leg(
    network: Network, group: CommodityGroup, fleet: InlandFleet, parameters: TransportParameters
) -> None:
    truck = replace(group.haulage, hour_cny=60.0)
    dear = replace(group, haulage=truck)
    services = find_services(network, [("Mine", "Down")], [dear], parameters)
    skims = skim_services(network, services, {"stone": dear}, fleet, parameters)
    road = skims.haul_cny_per_t[:, 0].tolist()
    by_pattern = dict(zip((s.pattern for s in services), road, strict=True))
    # Mine to Up: 10 km at 30 km/h, half an hour with rests; Up to Down: 90 km at 90 km/h, 1.5 h.
    # An hour is 60 CNY, and two thirds of it come on top empty; loading 4 h. All over 30 t.
    assert by_pattern["road"] == pytest.approx(40 + (2 * 60 * 5 / 3 + 240) / 30)
    for chain in ("rail", "inland_water"):
        assert by_pattern[chain] == pytest.approx(4 + (0.5 * 60 * 5 / 3 + 240) / 30)


rate = st.floats(0.1, 10)


@given(low=rate, more=st.floats(0.01, 5))
def test_a_haul_rises_with_its_toll_and_with_empty_running(low: float, more: float) -> None:
    cheap = replace(ROAD, toll_low_cny_per_km=low, toll_high_cny_per_km=low)
    dear = replace(cheap, toll_high_cny_per_km=low + more)
    assert TRUCK.link_cny(dear) > TRUCK.link_cny(cheap)
    emptier = replace(TRUCK, empty_share=0.4 + more / 10)
    assert emptier.link_cny(cheap) > TRUCK.link_cny(cheap)
    assert emptier.laden_cny(cheap) == TRUCK.laden_cny(cheap)


@settings(deadline=None)
@given(payload_t=st.floats(5, 40), more=st.floats(0.1, 10))
def test_the_money_of_a_road_haul_falls_with_payload(
    network: Network,
    group: CommodityGroup,
    fleet: InlandFleet,
    parameters: TransportParameters,
    payload_t: float,
    more: float,
) -> None:
    services = find_services(network, [("Mine", "Down")], [group], parameters)
    money = [
        skim_services(
            network, services, {"stone": replace(group, truck_payload_t=t)}, fleet, parameters
        ).money_cny_per_t
        for t in (payload_t, payload_t + more)
    ]
    assert (money[1] < money[0]).all()


def test_less_empty_running_saves_just_the_empty_kilometres(
    network: Network,
    group: CommodityGroup,
    fleet: InlandFleet,
    parameters: TransportParameters,
    balanced: pd.DataFrame,
) -> None:
    services = find_services(network, [("Mine", "Down"), ("Down", "Mine")], [group], parameters)
    skims = skim_services(network, services, {"stone": group}, fleet, parameters)
    cut, share = with_truck_changes(skims, balanced, 0.4, [CutEmptyRunning(0.5)])
    # 0.4 becomes 0.2: a quarter empty kilometre for each laden one instead of two thirds, and the
    # same as if the truck had been so from the start.
    assert share == pytest.approx(0.2)
    better = replace(group, haulage=replace(group.haulage, empty_share=0.2))
    again = skim_services(network, services, {"stone": better}, fleet, parameters)
    for name in ("money_cny_per_t", "haul_cny_per_t", "empty_haul_cny_per_t"):
        assert getattr(cut, name) == pytest.approx(getattr(again, name))
    saved = skims.money_cny_per_t - cut.money_cny_per_t
    km = np.array([road_km(service) for service in services])
    assert saved == pytest.approx(km * 6 * (2 / 3 - 1 / 4) / 30)


def road_km(service: Service) -> float:
    return sum(leg.length_km for leg in service.legs if leg.mode == "road")


@pytest.fixture
def balanced() -> pd.DataFrame:
    rows = [("Mine", "Down", 5.0), ("Down", "Mine", 5.0)]
    flows = pd.DataFrame(rows, columns=["origin", "destination", "kt"])
    return flows.assign(commodity="stone", observed_main_mode="road")
