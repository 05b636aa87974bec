"""Inland vessels: power by speed, depth, draught and current, and the calibration to anchors."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fleets.hydrodynamics.draught import draught_at_load_m, load_at_draught_t
from fleets.hydrodynamics.propulsion import (
    PropulsiveChain,
    admiralty_coefficient,
    per_ground_km,
    phase_energy_kwh,
    propeller_law_power_kw,
    speed_at_power_kmh,
)
from fleets.inland_classes import InlandFleet, inland_fleet, parameter_values, reference_trip
from fleets.inland_vessels import (
    calibrate,
    fuel_kg_per_h,
    power_kw,
    propulsion_kw,
    speed_of_power_kmh,
    trip_fuel_g_per_tkm,
)

if TYPE_CHECKING:
    from fleets.inland_vessels import ReferenceTrip
    from scenarios.tables.reading import Tables


@pytest.fixture(scope="session")
def fleet(shipped: Tables) -> InlandFleet:
    return inland_fleet(shipped)


@pytest.fixture(scope="session")
def trip(shipped: Tables) -> ReferenceTrip:
    return reference_trip(
        parameter_values(shipped["fleet_parameters"], shipped["energy_parameters"])
    )


# --- worked by hand


def test_admiralty_of_the_worked_example() -> None:
    assert admiralty_coefficient(4030, 8.1 * 1.852, 440) == pytest.approx(305.87, abs=5e-3)
    full = float(propeller_law_power_kw(660, 4.0 / 5.0, 1.0, 0.10))
    assert full == pytest.approx(371.712, abs=1e-3)
    lighter = float(propeller_law_power_kw(660, 4.0 / 5.0, 0.75, 0.10))
    assert lighter == pytest.approx(306.841, abs=1e-3)
    assert float(propeller_law_power_kw(660, 0.1)) == pytest.approx(660 * 0.02)
    assert float(propeller_law_power_kw(660, 1.2)) == 660


def test_fuel_chain_of_the_worked_example() -> None:
    # 500 kW at 205 g/kWh, 15 km/h, 3,000 t; an empty return at 60 % of the power
    laden = float(per_ground_km(500 * 0.205, 15.0))
    assert laden == pytest.approx(6.833, abs=5e-4)
    assert 1000 * laden / 3000 == pytest.approx(2.278, abs=5e-4)
    assert 1000 * laden / 3000 * 3.206 == pytest.approx(7.303, abs=1e-3)
    back = float(per_ground_km(0.6 * 500 * 0.205, 15.0))
    assert 1000 * (laden + back) / 3000 == pytest.approx(3.64, abs=5e-3)


def test_phase_sum_of_the_worked_example() -> None:
    # 24 h of cruise, main 1,000 kW at 0.80, auxiliary 150 kW at 0.30, NOx 12.2 g/kWh
    energy = phase_energy_kwh([24.0], [1000.0, 150.0], [[0.80, 0.30]])
    assert energy == pytest.approx(20_280)
    assert energy * 12.2 / 1000 == pytest.approx(247.4, abs=0.05)
    port = phase_energy_kwh([24.0, 2.0], [1000.0, 150.0], [[0.80, 0.30], [0.20, 0.50]])
    assert port == pytest.approx(20_280 + 2 * (200 + 75))


def test_the_chain_multiplies_its_efficiencies() -> None:
    chain = PropulsiveChain(0.5, 1.0, 1.05, 0.94)
    assert chain.total == pytest.approx(0.4935)
    assert float(chain.brake_power_kw(49.35, 2.0)) == pytest.approx(200.0)


def test_load_and_draught_give_each_other() -> None:
    draught = draught_at_load_m(np.array([0.0, 1650.0, 3300.0]), 1.3, 4.0, 3300.0)
    assert draught == pytest.approx([1.3, 2.65, 4.0])
    assert load_at_draught_t(draught, 1.3, 4.0, 3300.0) == pytest.approx([0, 1650, 3300])


def test_power_beyond_the_fastest_speed_is_refused() -> None:
    with pytest.raises(ValueError, match="more than 60 km/h"):
        speed_at_power_kmh(lambda speed: speed, 100.0)
    with pytest.raises(ValueError, match="no power"):
        speed_at_power_kmh(lambda speed: speed, -1.0)


# --- calibration


def test_every_class_meets_its_anchor(
    shipped: Tables, fleet: InlandFleet, trip: ReferenceTrip
) -> None:
    anchors = shipped["energy_intensity"].set_index("entry_id")["value"]
    own = shipped["inland_hulls"]
    for name in own.loc[own["factor_of"] == "", "class_id"]:
        met = trip_fuel_g_per_tkm(fleet.vessels[name], trip)
        assert met == pytest.approx(anchors[fleet.anchors[name]], rel=1e-9), name
        found = fleet.calibrations[name]
        assert found.factor_low < found.factor < found.factor_high
        assert 0.5 < found.factor < 2.0, "the regression is within a factor of two of its anchor"


def test_hulls_alike_share_a_factor(fleet: InlandFleet) -> None:
    factor = fleet.vessels["inland-3000"].factor
    assert fleet.vessels["inland-lng-3000"].factor == factor
    assert fleet.vessels["inland-ev-3000-xj"].factor == factor


def test_classes_without_a_hull_are_named(fleet: InlandFleet) -> None:
    assert "length_m" in fleet.incomplete["inland-ev-3000"]
    assert "inland-ev-3000" not in fleet.vessels


def test_an_anchor_below_hotel_load_is_refused(fleet: InlandFleet, trip: ReferenceTrip) -> None:
    with pytest.raises(ValueError, match="hotel load alone"):
        calibrate(fleet.vessels["inland-500"], trip, (0.01, 0.01, 0.02))


def test_a_waiting_vessel_burns_its_hotel_load(fleet: InlandFleet) -> None:
    vessel = fleet.vessels["inland-3000"]
    assert float(power_kw(vessel, 0.0, state="waiting")) == vessel.waiting_kw == 15
    assert float(fuel_kg_per_h(vessel, 0.0, state="waiting", sfc_g_per_kwh=210)) == pytest.approx(
        3.15
    )
    with pytest.raises(ValueError, match="under_way"):
        power_kw(vessel, 0.0, state="sunk")


def test_draught_acts_by_the_admiralty_form_in_deep_water(fleet: InlandFleet) -> None:
    vessel = fleet.vessels["inland-3000"]
    ratio = float(propulsion_kw(vessel, 12.0, draught_m=2.0) / propulsion_kw(vessel, 12.0))
    assert ratio == pytest.approx(0.5 ** (2 / 3))


def test_arrays_over_legs_are_the_single_legs(fleet: InlandFleet) -> None:
    vessel = fleet.vessels["inland-2000"]
    speeds, depths = np.array([8.0, 12.0, 14.0]), np.array([4.0, 6.0, math.inf])
    draughts = np.array([1.1, 3.0, 3.5])
    together = fuel_kg_per_h(vessel, speeds, depths, draughts)
    for i in range(3):
        alone = fuel_kg_per_h(vessel, speeds[i], depths[i], draughts[i])
        assert float(alone) == pytest.approx(together[i], rel=1e-12)


# --- what must hold everywhere

CLASSES = st.sampled_from(["inland-500", "inland-1000", "inland-3000", "inland-cont-250"])
SPEEDS = st.floats(2.0, 20.0)
FILL = st.floats(0.0, 1.0)
RATIOS = st.floats(1.05, 12.0)


@settings(deadline=None)
@given(name=CLASSES, speed=SPEEDS, more=st.floats(0.1, 4.0), fill=FILL, ratio=RATIOS)
def test_power_rises_with_speed(
    fleet: InlandFleet, name: str, speed: float, more: float, fill: float, ratio: float
) -> None:
    vessel = fleet.vessels[name]
    draught = vessel.draught_empty_m + fill * (vessel.draught_loaded_m - vessel.draught_empty_m)
    slow, fast = propulsion_kw(vessel, np.array([speed, speed + more]), ratio * draught, draught)
    assert 0 < slow < fast


@settings(deadline=None)
@given(name=CLASSES, speed=SPEEDS, fill=FILL, ratio=RATIOS, deeper=st.floats(1.001, 4.0))
def test_power_falls_with_depth(
    fleet: InlandFleet, name: str, speed: float, fill: float, ratio: float, deeper: float
) -> None:
    vessel = fleet.vessels[name]
    draught = vessel.draught_empty_m + fill * (vessel.draught_loaded_m - vessel.draught_empty_m)
    depths = np.array([ratio * draught, ratio * draught * deeper, math.inf])
    near, far, deep = propulsion_kw(vessel, speed, depths, draught)
    assert near >= far * (1 - 1e-12)
    assert far >= deep * (1 - 1e-12)


@settings(deadline=None)
@given(name=CLASSES, speed=st.floats(8.0, 16.0), against=st.floats(0.5, 5.0))
def test_a_current_against_the_vessel_costs_energy(
    fleet: InlandFleet, name: str, speed: float, against: float
) -> None:
    power = propulsion_kw(fleet.vessels[name], speed)
    down, still, up = (float(per_ground_km(power, speed, one)) for one in (against, 0.0, -against))
    assert down < still < up
    assert up == pytest.approx(float(power) / (speed - against))


@settings(deadline=None, max_examples=40)
@given(name=CLASSES, speed=st.floats(0.5, 22.0), ratio=RATIOS)
def test_speed_and_power_give_each_other(
    fleet: InlandFleet, name: str, speed: float, ratio: float
) -> None:
    vessel = fleet.vessels[name]
    depth = ratio * vessel.draught_loaded_m
    power = float(propulsion_kw(vessel, speed, depth))
    assert speed_of_power_kmh(vessel, power, depth) == pytest.approx(speed, abs=1e-6)


@settings(deadline=None)
@given(name=CLASSES, factor=st.floats(0.2, 3.0))
def test_power_is_in_proportion_to_the_factor(fleet: InlandFleet, name: str, factor: float) -> None:
    vessel = fleet.vessels[name]
    scaled = propulsion_kw(replace(vessel, factor=factor), 12.0, 6.0)
    one = propulsion_kw(replace(vessel, factor=1.0), 12.0, 6.0)
    assert float(scaled) == pytest.approx(factor * float(one))
