"""Trains, trucks and batteries: numbers by hand and what must hold everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fleets import GridSupply, GwpSet
from fleets.batteries import Battery, battery_voyage
from fleets.inland_classes import parameter_values
from fleets.trains import (
    TractionEnergy,
    TrainClass,
    TrainUse,
    traction_energy,
    train_classes,
    with_empty_running,
)
from fleets.truck_energy import TruckClass, consumption_mj_per_km, truck_classes

if TYPE_CHECKING:
    from scenarios.tables.reading import Tables


@pytest.fixture(scope="module")
def traction(shipped: Tables) -> TractionEnergy:
    parameters = parameter_values(shipped["energy_parameters"])
    return traction_energy(
        shipped["energy_intensity"], shipped["grade_factors"], parameters, 42.652
    )


@pytest.fixture(scope="module")
def trucks(shipped: Tables) -> dict[tuple[str, str], TruckClass]:
    return truck_classes(shipped, GridSupply(0.4476, 0.0, 0.05, 0.06, 0.0), 0.07)


# --- trains


def test_heavy_trains_take_the_statistic(traction: TractionEnergy) -> None:
    # 100 kWh and 20.5 kg of diesel for 10,000 gross tonne-km
    electric = float(traction.train_mj_per_km("electric", 4000.0))
    assert electric == pytest.approx(4000 * 100 * 3.6 / 1e4)
    diesel = float(traction.train_mj_per_km("diesel", 4000.0))
    assert diesel == pytest.approx(4000 * 20.5 * 42.652 / 1e4)


def test_a_light_train_takes_more_for_its_mass(traction: TractionEnergy) -> None:
    # (1000 / 2200)^-0.62 = 1.6304
    light = float(traction.train_mj_per_km("electric", 1000.0))
    assert light == pytest.approx(1000 * 0.036 * 1.6304, rel=1e-4)


def test_mountains_cost_a_tenth(traction: TractionEnergy) -> None:
    ratio = traction.train_mj_per_km("diesel", 3000.0, "mountain") / traction.train_mj_per_km(
        "diesel", 3000.0
    )
    assert float(ratio) == pytest.approx(1.1)


def test_a_line_for_light_trains_takes_fewer_wagons(traction: TractionEnergy) -> None:
    # 40 wagons of 25 t with 50 t: 3,000 t laden, 1,000 t empty; half of the kilometres empty.
    train = TrainClass("round", "", "", 40, 25.0, 50.0, 1.0, 0.5, 60.0)
    use = TrainUse(train, 1.0, 0.5)
    whole = 0.036 * (3000 + 1000 * (1000 / 2200) ** -0.62) / 2000
    assert use.mj_per_tkm(traction, "electric", "rolling", np.inf) == pytest.approx(whole)
    assert use.mj_per_tkm(traction, "electric", "rolling", 3000.0) == pytest.approx(whole)
    # Half as many wagons on a line for 1,500 t, in mountains.
    half = 1.1 * 0.036 / 1000
    half *= 1500 * (1500 / 2200) ** -0.62 + 500 * (500 / 2200) ** -0.62
    assert use.mj_per_tkm(traction, "electric", "mountain", 1500.0) == pytest.approx(half)


def test_empty_running_belongs_to_the_cargo() -> None:
    # a quarter of the kilometres empty: one empty for three laden
    assert float(with_empty_running(150.0, 60.0, 0.25)) == pytest.approx(170.0)
    assert float(with_empty_running(150.0, 60.0, 0.0)) == 150.0


def test_net_electricity_of_the_shipped_trains_is_near_what_was_gathered(
    shipped: Tables, traction: TractionEnergy
) -> None:
    # gathered for the mean of Chinese freight: 0.014 to 0.022 kWh per net tonne-km
    train = train_classes(shipped["train_classes"])["rail-mixed-3000"]
    load = train.payload_t * train.laden_load_share
    laden = traction.train_mj_per_km("electric", train.tare_t + load)
    back = traction.train_mj_per_km("electric", train.tare_t)
    per_tkm = float(with_empty_running(laden, back, train.empty_share)) / 3.6 / load
    assert 0.014 < per_tkm < 0.022


@given(st.floats(100.0, 6000.0), st.floats(1.0, 3000.0))
def test_a_heavier_train_takes_more_and_less_for_a_tonne(
    traction: TractionEnergy, gross: float, more: float
) -> None:
    one, other = (
        float(traction.train_mj_per_km("electric", mass)) for mass in (gross, gross + more)
    )
    assert one < other
    assert other / (gross + more) <= one / gross * (1 + 1e-12)


# --- trucks


def test_a_tonne_km_by_truck_pays_for_its_empty_running(
    trucks: dict[tuple[str, str], TruckClass],
) -> None:
    truck = trucks["truck-49", "diesel"]
    laden, empty = (float(truck.mj_per_km(load)) for load in (15.5, 0.0))
    # A quarter of the kilometres empty: one for three laden, over 15.5 t.
    assert truck.mj_per_tkm(0.5, 0.25, 1.05) == pytest.approx(1.05 * (laden + empty / 3) / 15.5)


def test_a_tractor_meets_its_mean_consumption(trucks: dict[tuple[str, str], TruckClass]) -> None:
    truck = trucks["truck-49", "diesel"]
    # 35 L/100 km at 0.84 kg/L and 42.652 MJ/kg
    mean = 0.35 * 0.84 * 42.652
    assert truck.mean_mj_per_km == pytest.approx(mean)
    laden = truck.mj_per_km(truck.payload_t * truck.laden_load_share)
    empty = truck.mj_per_km(0.0)
    share = truck.empty_share
    assert float(laden * (1 - share) + empty * share) == pytest.approx(mean, rel=1e-12)
    assert float(empty / truck.mj_per_km(truck.payload_t)) == pytest.approx(
        0.6326 / 1.0445, rel=1e-3
    )


def test_units_of_consumption() -> None:
    fuel = {"lhv_mj_per_kg": 48.0, "density_kg_per_m3": 450.0}
    gas = {"value": 30.0, "unit": "kg/100km", "entry_id": "a"}
    assert consumption_mj_per_km(gas, fuel) == pytest.approx(14.4)
    electric = {"value": 1.5, "unit": "kWh/km", "entry_id": "b"}
    assert consumption_mj_per_km(electric, None) == pytest.approx(5.4)
    with pytest.raises(ValueError, match="c is in kg/tkm"):
        consumption_mj_per_km({"value": 1.0, "unit": "kg/tkm", "entry_id": "c"}, fuel)


def test_charging_losses_are_in_the_supply(trucks: dict[tuple[str, str], TruckClass]) -> None:
    gwp = GwpSet("AR6-100", 29.8, 273)
    supply = trucks["truck-49", "battery"].carrier.wtt_co2e_g_per_mj(gwp)
    assert supply == pytest.approx(447.6 / 0.95 / 0.94 / 3.6)
    assert trucks["truck-49", "swap"].carrier.wtt_co2e_g_per_mj(gwp) == pytest.approx(
        447.6 / 0.95 / 0.93 / 3.6
    )


@given(st.floats(0.0, 20.0), st.floats(0.1, 10.0))
def test_a_fuller_truck_takes_more_and_less_for_a_tonne(
    trucks: dict[tuple[str, str], TruckClass], load: float, more: float
) -> None:
    truck = trucks["truck-49", "battery"]
    one, other = (float(truck.mj_per_km(mass)) for mass in (load, load + more))
    assert one < other
    assert load == 0 or other / (load + more) < one / load


# --- batteries


def test_a_battery_of_a_vessel() -> None:
    battery = Battery(5000.0, 0.8, 110.0)
    assert battery.usable_kwh == 4000
    assert battery.mass_t == pytest.approx(45.45, abs=0.01)
    assert float(battery.range_km(40.0)) == 100
    assert battery.charge_h(3760.0, 1000.0, 0.94) == pytest.approx(4.0)


def test_a_voyage_needs_a_station_before_the_battery_is_empty() -> None:
    battery, legs = Battery(1000.0, 0.8, 100.0), np.array([500.0, 500.0, 300.0])
    without = battery_voyage(battery, legs, np.array([False, False, False]))
    assert without.made.tolist() == [True, False, False]
    assert without.left_kwh.tolist() == [300.0, -200.0, -500.0]
    with_one = battery_voyage(battery, legs, np.array([True, False, False]))
    assert with_one.feasible
    assert with_one.left_kwh.tolist() == [300.0, 300.0, 0.0]
    assert with_one.stretch_kwh.tolist() == [500.0, 800.0]


@given(
    st.lists(st.floats(1.0, 900.0), min_size=1, max_size=12),
    st.integers(0, 2**12 - 1),
    st.integers(0, 11),
)
def test_another_station_never_hurts(legs: list[float], stations: int, added: int) -> None:
    battery = Battery(1000.0, 0.8, 100.0)
    kwh = np.array(legs)
    mask = np.array([bool(stations >> i & 1) for i in range(len(legs))])
    more = mask.copy()
    more[added % len(legs)] = True
    before = battery_voyage(battery, kwh, mask)
    after = battery_voyage(battery, kwh, more)
    assert (after.left_kwh >= before.left_kwh - 1e-9).all()
