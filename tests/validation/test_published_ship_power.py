"""Resistance, squat, fuel and low-load factors against values that were published.

Holtrop and Mennen (1982), section 5, works one ship through; Holtrop (1984) prints a table of six
speeds for another. The Fourth IMO GHG Study (2020, table 19) gives consumption by load, the US EPA
(EPA-420-B-22-011) low-load factors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from fleets.electricity import GridSupply
from fleets.hydrodynamics.hull import SEA_WATER, HullForm
from fleets.hydrodynamics.resistance import (
    allowance_coefficient,
    entrance_angle_deg,
    form_factor,
    resistance,
)
from fleets.marine_engines import marine_engines
from fleets.part_load import imo_sfc_factor, low_loads
from fleets.sea_ships import sea_power_kw

if TYPE_CHECKING:
    from scenarios.tables.reading import Tables

KNOT = 1852 / 3600

SHIP_1982 = HullForm(
    length_m=205,
    beam_m=32,
    draught_m=10,
    volume_m3=37500,
    midship_coefficient=0.98,
    waterplane_coefficient=0.75,
    lcb_percent=-0.75,
    wetted_m2=7381.45,
    transom_m2=16,
    bulb_m2=20,
    bulb_height_m=4,
    appendage_m2=50,
    appendage_factor=1.5,
    stern_coefficient=10,
)
SHIP_1984 = HullForm(
    length_m=50,
    beam_m=12,
    draught_m=3.2,
    volume_m3=900,
    midship_coefficient=0.78,
    waterplane_coefficient=0.80,
    lcb_percent=-4.5,
    wetted_m2=584.9,
    transom_m2=10,
    appendage_m2=50,
    appendage_factor=3,
)


def test_the_ship_that_holtrop_and_mennen_work_through() -> None:
    parts = resistance(SHIP_1982, 25 * KNOT, SEA_WATER, 1982)
    assert form_factor(SHIP_1982, 1982) == pytest.approx(1.156, abs=1e-3)
    assert entrance_angle_deg(SHIP_1982) == pytest.approx(12.08, abs=0.01)
    assert SHIP_1982.run_length_m == pytest.approx(81.385, abs=1e-3)
    assert allowance_coefficient(SHIP_1982) == pytest.approx(0.000352, abs=1e-6)
    published = {
        "friction_kn": 869.63 * 1.156,
        "appendages_kn": 8.83,
        "waves_kn": 557.11,
        "bulb_kn": 0.049,
        "transom_kn": 0.0,
        "allowance_kn": 221.98,
    }
    for name, value in published.items():
        assert float(getattr(parts, name)) == pytest.approx(value, rel=5e-3), name
    assert float(parts.total_kn) == pytest.approx(1793.26, rel=1e-3)


def test_the_fast_ship_of_holtrop_1984() -> None:
    speeds = np.array([25, 27, 29, 31, 33, 35]) * KNOT
    total = resistance(SHIP_1984, speeds, SEA_WATER, 1984).total_kn
    assert total == pytest.approx([662, 715, 756, 807, 864, 925], rel=2e-3)


@pytest.mark.parametrize(
    ("engine", "consumption"),
    [
        ("ssd-vlsfo", [197.9, 181.8, 175.6, 179.4]),  # base 175 g/kWh
        ("msd-mgo", [197.9, 181.8, 175.6, 179.4]),  # base 175
        ("msd-vlsfo", [209.2, 192.2, 185.6, 189.6]),  # base 185
    ],
)
def test_consumption_at_a_quarter_half_three_quarters_and_full_load(
    shipped: Tables, engine: str, consumption: list[float]
) -> None:
    found = marine_engines(shipped, GridSupply(0.4476))[engine]
    loads = np.array([0.25, 0.5, 0.75, 1.0])
    grams = found.energy_mj_per_kwh(loads) / found.fuel.lhv_mj_per_kg * 1000
    assert grams == pytest.approx(consumption, abs=0.06)


def test_the_parabola_is_least_at_78_percent() -> None:
    loads = np.linspace(0.3, 1.0, 701)
    factors = imo_sfc_factor(loads)
    assert loads[factors.argmin()] == pytest.approx(0.78, abs=1.1e-3)
    assert factors.min() == pytest.approx(1.0030, abs=5e-5)


@pytest.mark.parametrize(
    ("species", "published"),
    # low-load multiplicative adjustment factors at 2, 3, 4 and 5 % load
    [
        ("nox", [4.63, 2.92, 2.21, 1.83]),
        ("hc", [21.18, 11.68, 7.71, 5.61]),
        ("co", [9.68, 6.46, 4.86, 3.89]),
        ("pm25", [7.29, 4.33, 3.09, 2.44]),
        ("co2", [3.28, 2.44, 2.01, 1.76]),
    ],
)
def test_low_load_factors_of_the_epa(shipped: Tables, species: str, published: list[float]) -> None:
    curve = low_loads(shipped["low_load"])[species]
    assert curve.factor(np.array([0.02, 0.03, 0.04, 0.05])) == pytest.approx(published, abs=6e-3)
    at_edges = curve.factor(np.array([0.01, 0.02, 0.2, 0.8]))
    assert at_edges[0] == at_edges[1]
    assert at_edges[2:].tolist() == [1.0, 1.0]


def test_power_law_of_the_imo_study() -> None:
    # 7,000 kW at the reference point, draught and speed at 0.8, weather 0.867, fouling 0.917
    power = float(sea_power_kw(7000, 0.8, 0.8, 0.917 * 0.867))
    assert power == pytest.approx(3884.8, abs=0.05)
    assert power / 7000 == pytest.approx(0.555, abs=5e-4)
