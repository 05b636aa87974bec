"""Waits at the stations of a year and what they cost hauls, with hand-worked numbers."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fleets.truck_energy import truck_classes
from fleets.truck_powertrains import AddedCost, ClassCost, truck_powertrains
from networks import Leg, Link
from scenarios.from_tables.factors import grid_of
from scenarios.tables.reading import read_tables
from transport.haulage import Haulage
from transport.hauls.fleet import TruckUse
from transport.services import Service
from transport.stations.service_areas import Equipment, ServiceArea
from transport.stations.station_waits import powertrain_waits_h, station_wait_h
from transport.stations.truck_haul_costs import fills
from transport.stations.truck_powertrains import TruckMix, mixed_skims
from transport.stations.truck_setting import TruckSetting

TABLES = read_tables()
CLASSES = truck_classes(TABLES, grid_of(dict(TABLES), 2030), 0.07)
TRUCKS = truck_powertrains(TABLES["truck_powertrains"], CLASSES, 0.9)
LEG = Leg("road", ("A", "B"), (Link("r", "A", "B", "road", 350.0, 80.0),))
SERVICE = Service("A", "B", "goods", "road", "road", (LEG,))
CARGO = {("A", "B", "goods"): 254.04}  # 29 t an hour of 8,760 a year: one full truck an hour


def setting(units: int, name: str = "battery", packs: int = 0) -> TruckSetting:
    """Return one station in the middle; as many km empty as laden, 100 CNY an hour, free energy."""
    one = replace(TRUCKS[name], capacity=400.0, rate=200.0, price_cny_per_unit=0.0)
    diesel = replace(CLASSES["truck-49", "diesel"], payload_t=29.0)
    row = Equipment(units, "row", packs)
    return TruckSetting(
        trucks={"truck-49": {name: one}},
        uses={"goods": (TruckUse(diesel, 1.0, 1.0),)},
        costs={"truck-49": ClassCost(100.0, {name: AddedCost(0.0, 0.0)})},
        diesel_cny_per_mj=0.0,
        grades={"rolling": 1.0},
        areas={"r": (ServiceArea("r-1", "r", 200.0, "Guangxi", 0.5),)},
        equipped={"r-1": {one.sold_as: row}},
        rate={"row": 300.0},
        haulage=Haulage(100.0, 0.0, 0.0, 0.5, 1.0, 0.0),
        groups=cast("Any", {"goods": SimpleNamespace(truck_payload_t=29.0)}),
        reserve_share=0.15,
        setup_h=0.1,
        swap_h=0.05,
        patience_h=0.5,
    )


@dataclass(frozen=True)
class Haul:
    """Skims of one haul, with the fields that are read."""

    services: tuple[Service, ...] = (SERVICE,)
    money_cny_per_t: np.ndarray = field(default_factory=lambda: np.array([50.0]))
    haul_cny_per_t: np.ndarray = field(default_factory=lambda: np.zeros((1, 4)))
    empty_haul_cny_per_t: np.ndarray = field(default_factory=lambda: np.zeros(1))
    time_h: np.ndarray = field(default_factory=lambda: np.array([6.0]))


def skims() -> Any:  # noqa: ANN401 - a stand-in
    """Return one haul."""
    return Haul()


def mix(name: str = "battery", share: float = 0.5) -> TruckMix:
    """Return a share of the haul on a powertrain."""
    return TruckMix({("truck-49", name): np.array([share])})


def hours_of_stop(given: TruckSetting, load_t: float) -> float:
    """Return counter and filling of what 350 km take beyond 340 kWh, at the truck's 200 kW."""
    return 0.1 + (350 * given.trucks["truck-49"]["battery"].units_per_km(load_t) - 340) / 200


def test_a_stop_is_what_the_way_takes_beyond_the_first_filling() -> None:
    given = setting(1)
    per_km = given.trucks["truck-49"]["battery"].units_per_km(29.0)
    stops, beyond = fills(LEG, given.trucks["truck-49"]["battery"], 29.0, given)
    assert beyond == pytest.approx(350 * per_km - 340)
    assert stops == 1  # 296 kWh of the 340 that a filling gives
    assert (
        fills(LEG, replace(given.trucks["truck-49"]["battery"], capacity=900.0), 29.0, given)[0]
        == 0
    )


def test_the_wait_is_that_of_erlang_for_the_trucks_that_stop() -> None:
    # Half of one truck an hour each way, each side on its own; with one charger W = u s / (1 - u).
    given = setting(1)
    laden, empty = (hours_of_stop(given, load_t) for load_t in (29.0, 0.0))
    assert 0 < empty < laden < 1.9
    waits = [0.5 * s * s / (1 - 0.5 * s) for s in (laden, empty)]
    found = powertrain_waits_h(skims(), CARGO, mix(), replace(given, patience_h=9.0))["battery"]
    assert found == pytest.approx(sum(waits) / 2, rel=1e-3)


def test_nobody_waits_longer_than_the_patience() -> None:
    flood = {key: 100 * kt for key, kt in CARGO.items()}
    assert powertrain_waits_h(skims(), flood, mix(), setting(1))["battery"] == 0.5


def test_without_cargo_on_the_road_nobody_waits() -> None:
    assert powertrain_waits_h(skims(), {}, mix(), setting(1)) == {"battery": 0.0}


def test_packs_shorten_the_wait_at_a_swap_station() -> None:
    waits = [
        powertrain_waits_h(skims(), CARGO, mix("swap"), setting(2, "swap", packs))["swap"]
        for packs in (0, 1, 2, 5)
    ]
    assert all(more < fewer for fewer, more in itertools.pairwise(waits))


def test_waits_lengthen_hauls_by_the_share_of_trucks_that_stop() -> None:
    # 0.5 x (0.1 + w + filling) h laden; empty kilometres as many: 0.5 x 100 CNY/h on 29 t for both.
    given = replace(setting(1), wait_h={"battery": 0.25})
    found = mixed_skims(skims(), mix(), given)
    without = mixed_skims(skims(), mix(), replace(given, wait_h={}))
    laden, empty = (hours_of_stop(given, load_t) + 0.25 for load_t in (29.0, 0.0))
    assert found.time_h[0] == pytest.approx(6 + 0.5 * laden)
    assert found.money_cny_per_t[0] == pytest.approx(50 + 0.5 * 100 * (laden + empty) / 29)
    assert found.time_h[0] - without.time_h[0] == pytest.approx(0.5 * 0.25)


@given(st.floats(0.01, 8.0), st.floats(0.05, 2.0), st.integers(1, 12))
def test_a_further_charger_never_lengthens_the_wait(
    rate: float, service_h: float, servers: int
) -> None:
    fewer, more = (station_wait_h(rate, service_h, n, 0.5) for n in (servers, servers + 1))
    assert more <= fewer <= 0.5
