"""The mean of the inland fleet: what it is made of, and where it stands beside published values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fleets import class_mix
from fleets.fleet_fuel import (
    fixed_load_g_per_tkm,
    mix_mean,
    model_rows,
    published_rows,
    waiting_g_per_tkm,
)
from fleets.inland_classes import InlandFleet, inland_fleet, parameter_values, reference_trip

if TYPE_CHECKING:
    from fleets.inland_vessels import ReferenceTrip
    from scenarios.tables.reading import Tables


@pytest.fixture(scope="module")
def parameters(shipped: Tables) -> dict[str, float]:
    return parameter_values(shipped["fleet_parameters"], shipped["energy_parameters"])


@pytest.fixture(scope="module")
def fleet(shipped: Tables) -> InlandFleet:
    return inland_fleet(shipped)


@pytest.fixture(scope="module")
def trip(parameters: dict[str, float]) -> ReferenceTrip:
    return reference_trip(parameters)


def test_waiting_by_hand(fleet: InlandFleet, trip: ReferenceTrip) -> None:
    # 15 kW x 0.21 kg/kWh x 48 h over 1.22 x 3,300 t x 500 km
    found = waiting_g_per_tkm(fleet.vessels["inland-3000"], trip, 500, 48)
    assert found == pytest.approx(1000 * 15 * 0.21 * 48 / (1.22 * 3300 * 500))


def test_a_fixed_engine_load_by_hand(fleet: InlandFleet, trip: ReferenceTrip) -> None:
    # 0.55 x 900 + 24 kW at 210 g/kWh, 12.5 km/h with and against 1.8 km/h
    found = fixed_load_g_per_tkm(fleet.vessels["inland-3000"], trip, 0.55)
    hours = 1 / 14.3 + 1 / 10.7
    assert found == pytest.approx((495 + 24) * 210 * hours / (1.22 * 3300))


def test_a_mix_is_weighed_by_freight_work(fleet: InlandFleet) -> None:
    mean = mix_mean(
        {"inland-1000": 4.0, "inland-3000": 2.0},
        {"inland-1000": 0.5, "inland-3000": 0.5},
        fleet.vessels,
    )
    assert mean == pytest.approx((4.0 * 1000 + 2.0 * 3300) / 4300)


@pytest.mark.parametrize("kind", ["bulk", "container"])
def test_the_fleet_of_today_burns_two_to_five_grams(
    shipped: Tables,
    fleet: InlandFleet,
    trip: ReferenceTrip,
    parameters: dict[str, float],
    kind: str,
) -> None:
    mixes = {kind: class_mix(shipped["vessel_mix"], kind, 2024)}
    calibrated, fixed = model_rows(fleet, mixes, trip, parameters)
    assert 2.0 < calibrated.g_per_tkm < 5.0
    assert calibrated.low < calibrated.g_per_tkm < calibrated.high
    assert 2.0 < fixed.g_per_tkm < 5.0


def test_published_values_are_brought_to_fuel(
    shipped: Tables, parameters: dict[str, float]
) -> None:
    rows = published_rows(
        shipped["energy_intensity"], shipped["vessel_classes"], parameters, 3.128, 1 / 1.11
    )
    by_name = {row.name: row for row in rows}
    # 37 kg per dwt over 9,326 tkm per dwt
    assert by_name["Guangxi fleet, mean of 950 dwt"].g_per_tkm == pytest.approx(3.967, abs=1e-3)
    europe = by_name["European motor vessels"]
    assert (europe.low, europe.high) == pytest.approx((18.4 / 3.128, 29.5 / 3.128))
    # 2,400 kWh over 80 km and 2,000 t; 2,200 kWh over 120 km and 3,000 t
    battery = [row.counts for row in rows if row.name.startswith("battery")]
    assert battery[0].startswith("15.0 Wh/tkm")
    assert battery[1].startswith("6.1 Wh/tkm")
