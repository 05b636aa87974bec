"""Emission factors by carrier and stage, and the grid factor between the years of the table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fleets import (
    SPECIES,
    CarrierFactors,
    GwpSet,
    carrier_factors,
    grid_co2_kg_per_kwh,
    gwp_set,
)

if TYPE_CHECKING:
    from scenarios.tables import Tables

PROJECTION = pd.DataFrame(
    [
        ("Guangxi", "central", 2040, 0.1),
        ("Guangxi", "central", 2030, 0.3),
        ("Guangxi", "high", 2030, 0.4),
        ("Yunnan", "central", 2030, 0.9),
    ],
    columns=["region", "case", "year", "co2_kg_per_kwh"],
)
FUELS = pd.DataFrame(
    [("thin", 40.0, 70.0, 0.01, 0.002, 15.0), ("thick", 50.0, 90.0, 0.5, 0.1, 20.0)],
    columns=[
        "fuel_id",
        "lhv_mj_per_kg",
        "ttw_co2_g_per_mj",
        "ttw_ch4_g_per_mj",
        "ttw_n2o_g_per_mj",
        "wtt_co2e_g_per_mj",
    ],
)
CARRIERS = pd.DataFrame(
    [("diesel", "thin", "thick", 8.0, 0.02, 0.4), ("current", "", "", None, None, None)],
    columns=[
        "carrier",
        "fuel_id",
        "wtt_fuel_id",
        "nox_g_per_kg_fuel",
        "so2_g_per_kg_fuel",
        "pm25_g_per_kg_fuel",
    ],
)


@pytest.mark.parametrize(
    ("year", "expected"), [(2020, 0.3), (2030, 0.3), (2033, 0.24), (2040, 0.1), (2055, 0.1)]
)
def test_the_grid_factor_is_linear_between_years(year: int, expected: float) -> None:
    assert grid_co2_kg_per_kwh(PROJECTION, year) == pytest.approx(expected)


def test_region_and_case_are_kept_apart() -> None:
    assert grid_co2_kg_per_kwh(PROJECTION, 2035, "high") == 0.4
    assert grid_co2_kg_per_kwh(PROJECTION, 2035, region="Yunnan") == 0.9


def test_an_unknown_grid_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"no rows for Yunnan, case high"):
        grid_co2_kg_per_kwh(PROJECTION, 2030, "high", "Yunnan")


@pytest.mark.parametrize("case", ["low", "central", "high"])
def test_the_shipped_grid_gets_cleaner_every_year(shipped: Tables, case: str) -> None:
    factors = [grid_co2_kg_per_kwh(shipped["grid_projection"], y, case) for y in range(2023, 2061)]
    assert factors == sorted(factors, reverse=True)
    assert len(set(factors)) == len(factors)


def test_the_shipped_cases_are_in_order(shipped: Tables) -> None:
    for year in range(2024, 2061):
        low, central, high = (
            grid_co2_kg_per_kwh(shipped["grid_projection"], year, case)
            for case in ("low", "central", "high")
        )
        assert low < central < high


def test_a_fuel_burns_one_row_and_is_supplied_by_another() -> None:
    diesel = carrier_factors(CARRIERS, FUELS, 0.5, 0.05)["diesel"]
    assert diesel.lhv_mj_per_kg == 40
    # Pollutants: grams per kilogram over 40 MJ per kilogram.
    assert diesel.ttw_g_per_mj == pytest.approx(
        {"co2": 70, "ch4": 0.01, "n2o": 0.002, "nox": 0.2, "so2": 0.0005, "pm25": 0.01}
    )
    assert diesel.wtt_co2e_g_per_mj == 20
    gwp = GwpSet("round", ch4=30, n2o=300)
    assert diesel.ttw_co2e_g_per_mj(gwp) == pytest.approx(70 + 0.3 + 0.6)
    assert diesel.wtw_co2e_g_per_mj(gwp) == pytest.approx(90.9)


def test_electricity_emits_nothing_at_the_train_and_pays_for_the_line_loss() -> None:
    current = carrier_factors(CARRIERS, FUELS, 0.5, 0.2)["current"]
    assert current.ttw_g_per_mj == dict.fromkeys(SPECIES, 0.0)
    assert current.ttw_co2e_g_per_mj(GwpSet("any", 30, 300)) == 0
    # 0.5 kg at the plant are 0.625 kg per kWh delivered; 625 g / 3.6 MJ.
    assert current.wtt_co2e_g_per_mj == pytest.approx(173.6111, abs=1e-4)


@given(st.floats(1, 120), st.floats(1, 400), st.floats(0, 2), st.floats(0, 1), st.floats(-60, 200))
def test_the_stages_add_up(ch4: float, n2o: float, g_ch4: float, g_n2o: float, wtt: float) -> None:
    gwp = GwpSet("any", ch4, n2o)
    factor = CarrierFactors("any", 40.0, {"co2": 70.0, "ch4": g_ch4, "n2o": g_n2o}, wtt)
    assert factor.wtw_co2e_g_per_mj(gwp) - factor.ttw_co2e_g_per_mj(gwp) == pytest.approx(wtt)
    assert factor.ttw_co2e_g_per_mj(gwp) >= 70


def test_an_unknown_gwp_set_is_an_error(shipped: Tables) -> None:
    with pytest.raises(KeyError):
        gwp_set(shipped["gwp"], "AR6", 500)


def test_sets_weigh_fossil_methane(shipped: Tables) -> None:
    assert gwp_set(shipped["gwp"]) == GwpSet("AR6-100", 29.8, 273.0)
    assert gwp_set(shipped["gwp"], horizon_years=20) == GwpSet("AR6-20", 82.5, 273.0)
    assert gwp_set(shipped["gwp"], "AR4") == GwpSet("AR4-100", 25.0, 298.0)


def test_every_shipped_carrier_of_the_model_has_factors(shipped: Tables) -> None:
    made = carrier_factors(shipped["carriers"], shipped["fuel_factors"], 0.4, 0.05)
    assert set(made) == {
        "road_diesel",
        "rail_electricity",
        "rail_diesel",
        "inland_diesel",
        "marine_fuel",
    }
    gwp = gwp_set(shipped["gwp"])
    for name, factor in made.items():
        assert factor.wtt_co2e_g_per_mj > 0
        if name != "rail_electricity":
            assert set(factor.ttw_g_per_mj) == set(SPECIES)
            # A litre of any of these oils gives between 70 and 82 g CO2e per MJ.
            assert 70 < factor.ttw_co2e_g_per_mj(gwp) < 82
