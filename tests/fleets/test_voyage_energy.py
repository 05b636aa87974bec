"""An hour of an inland vessel by carrier, reckoned by hand from power and engine curves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from fleets.electricity import GridSupply
from fleets.inland_classes import inland_fleet
from fleets.inland_vessels import fuel_kg_per_h, propulsion_kw, speed_of_power_kmh
from fleets.marine_engines import engine_use, marine_engines
from fleets.vessel_energy import BEST_LOAD
from fleets.voyage_energy import EngineEnergy

if TYPE_CHECKING:
    from fleets.inland_vessels import InlandVessel
    from fleets.marine_engines import MarineEngine
    from scenarios.tables.reading import Tables

CARRIERS = {
    "inland-diesel-cn": "inland_diesel",
    "lng-otto-4s": "inland_lng_otto",
    "electricity-grid": "inland_electricity",
}
SPEED = np.array([10.0, 12.0, 12.0])
DEPTH = np.array([6.0, 6.0, 5.0])


@pytest.fixture(scope="module")
def vessel(shipped: Tables) -> InlandVessel:
    return inland_fleet(shipped).vessels["inland-3000"]


@pytest.fixture(scope="module")
def engines(shipped: Tables) -> dict[str, MarineEngine]:
    return marine_engines(shipped, GridSupply(0.5))


def test_diesel_is_main_engine_and_hotel_load(
    vessel: InlandVessel, engines: dict[str, MarineEngine]
) -> None:
    energy = EngineEnergy(vessel, engines["inland-diesel"], CARRIERS, 0.9)
    hour = energy.under_way(SPEED, DEPTH, 3.7)
    diesel = engines["inland-diesel"]
    main = propulsion_kw(vessel, SPEED, DEPTH, 3.7)
    by_hand = main * diesel.energy_mj_per_kwh(main / 900)
    by_hand = by_hand + 24 * diesel.energy_mj_per_kwh(BEST_LOAD)  # 0.3 of 80 kW
    assert hour.energy_mj["inland_diesel"] == pytest.approx(by_hand)
    assert list(hour.energy_mj) == ["inland_diesel"]
    assert not hour.slipped_mj
    assert not hour.capped.any()
    # The fuel of the calculator, whose auxiliaries run at base consumption.
    kg = hour.energy_mj["inland_diesel"] / diesel.fuel.lhv_mj_per_kg
    assert kg == pytest.approx(fuel_kg_per_h(vessel, SPEED, DEPTH, 3.7), rel=0.02)


def test_energy_rises_with_speed_and_draught_and_falls_with_depth(
    vessel: InlandVessel, engines: dict[str, MarineEngine]
) -> None:
    energy = EngineEnergy(vessel, engines["inland-diesel"], CARRIERS, 0.9)
    slow, fast, shallow = energy.under_way(SPEED, DEPTH, 3.7).energy_mj["inland_diesel"]
    assert slow < fast < shallow
    empty = energy.under_way(SPEED, DEPTH, 1.3).energy_mj["inland_diesel"]
    assert (empty < np.array([slow, fast, shallow])).all()


def test_an_engine_gives_no_more_than_its_share(
    vessel: InlandVessel, engines: dict[str, MarineEngine]
) -> None:
    energy = EngineEnergy(vessel, engines["inland-diesel"], CARRIERS, 0.9)
    fast = energy.under_way(np.array([17.0, 18.0]), np.array([6.0, 6.0]), 3.7)
    assert fast.capped.all()
    at_limit = engine_use(engines["inland-diesel"], 0.9 * 900, 900).total_mj
    hotel = 24 * engines["inland-diesel"].energy_mj_per_kwh(BEST_LOAD)
    assert fast.energy_mj["inland_diesel"] == pytest.approx(float(at_limit + hotel))
    # The speed kept is the one that this power gives, whatever was asked for.
    assert fast.speed_kmh[0] == pytest.approx(fast.speed_kmh[1], abs=1e-8)
    assert fast.speed_kmh[0] == pytest.approx(speed_of_power_kmh(vessel, 810, 6.0, 3.7), abs=1e-8)
    assert fast.speed_kmh[0] < 17


def test_squat_leaves_the_keel_clear_of_the_bed(
    vessel: InlandVessel, engines: dict[str, MarineEngine]
) -> None:
    energy = EngineEnergy(vessel, engines["inland-diesel"], CARRIERS, 0.9)
    # 0.3 m of water under the keel at rest: V^2 = 100 x 0.3 / C_B in knots.
    hour = energy.under_way(np.array([13.0, 8.0]), np.array([4.0, 4.0]), 3.7)
    slow = 1.852 * (30 / vessel.block_coefficient) ** 0.5
    assert 8 < slow < 13
    assert hour.speed_kmh == pytest.approx([slow, 8.0])
    assert hour.capped.tolist() == [True, False]


def test_hours_do_not_depend_on_what_was_asked_before(
    vessel: InlandVessel, engines: dict[str, MarineEngine]
) -> None:
    together = EngineEnergy(vessel, engines["inland-diesel"], CARRIERS, 0.9)
    all_at_once = together.under_way(SPEED, DEPTH, 3.7).energy_mj["inland_diesel"]
    for i in (2, 0, 1):
        fresh = EngineEnergy(vessel, engines["inland-diesel"], CARRIERS, 0.9)
        one = fresh.under_way(SPEED[i : i + 1], DEPTH[i : i + 1], 3.7)
        assert one.energy_mj["inland_diesel"][0] == all_at_once[i]


def test_a_dual_fuel_engine_burns_gas_pilot_and_diesel(
    vessel: InlandVessel, engines: dict[str, MarineEngine]
) -> None:
    engine = engines["lng-otto-ms"]
    assert engine.slip is not None
    hour = EngineEnergy(vessel, engine, CARRIERS, 0.9).under_way(SPEED, DEPTH, 3.7)
    gas, diesel = hour.energy_mj["inland_lng_otto"], hour.energy_mj["inland_diesel"]
    main = propulsion_kw(vessel, SPEED, DEPTH, 3.7)
    # 0.9 of the time on gas, 0.03 of whose energy is the pilot's.
    burnt = main * engine.energy_mj_per_kwh(main / 900) + 24 * engine.energy_mj_per_kwh(BEST_LOAD)
    assert gas == pytest.approx(0.9 * 0.97 * burnt)
    assert (diesel > 0.9 * 0.03 * burnt).all()
    # All engines run below their best load, where the slip of the table holds.
    slip = hour.slipped_mj["inland_lng_otto"] / gas
    assert (slip > 0.0353).all()
    assert slip == pytest.approx(engine.slip.at(main / 900), rel=0.1)  # hotel load slips less


def test_a_battery_takes_electricity_alone(
    vessel: InlandVessel, engines: dict[str, MarineEngine]
) -> None:
    energy = EngineEnergy(vessel, engines["battery"], CARRIERS, 0.9)
    hour = energy.under_way(SPEED, DEPTH, 3.7).energy_mj
    power = propulsion_kw(vessel, SPEED, DEPTH, 3.7) + 24
    assert hour["inland_electricity"] == pytest.approx(power * 1.11 * 3.6)
    assert energy.idle_mj_per_h == {"inland_electricity": pytest.approx(15 * 1.11 * 3.6)}
