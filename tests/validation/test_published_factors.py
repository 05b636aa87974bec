"""Emission factors, held against the totals that their publishers print."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from fleets import CarrierFactors, carrier_factors, grid_co2_kg_per_kwh, gwp_set

if TYPE_CHECKING:
    from scenarios.tables import Tables


@pytest.fixture(scope="module")
def fuels(shipped: Tables) -> dict[str, CarrierFactors]:
    """Factors of fuels burnt and supplied by their own rows, free of any pollutant."""
    table = shipped["fuel_factors"]
    known = table["ttw_co2_g_per_mj"].notna() & table["ttw_ch4_g_per_mj"].notna()
    ids = table.loc[known, "fuel_id"]
    carriers = pd.DataFrame(
        {
            "carrier": ids,
            "fuel_id": ids,
            "wtt_fuel_id": ids,
            "nox_g_per_kg_fuel": 0.0,
            "so2_g_per_kg_fuel": 0.0,
            "pm25_g_per_kg_fuel": 0.0,
        }
    )
    return carrier_factors(carriers, table, 0.5, 0.05)


@pytest.mark.parametrize(
    ("fuel", "ttw", "wtw"),
    [
        ("mgo", 76.27, 90.67),
        ("hfo", 78.14, 91.64),
        ("vlsfo", 79.43, 92.63),
        ("lng-otto-4s", 73.68, 92.18),  # 3.1 % of the methane slips
    ],
)
def test_marine_fuels_under_ar6(
    shipped: Tables, fuels: dict[str, CarrierFactors], fuel: str, ttw: float, wtw: float
) -> None:
    gwp = gwp_set(shipped["gwp"], "AR6", 100)
    assert fuels[fuel].ttw_co2e_g_per_mj(gwp) == pytest.approx(ttw, abs=0.006)
    assert fuels[fuel].wtw_co2e_g_per_mj(gwp) == pytest.approx(wtw, abs=0.006)


@pytest.mark.parametrize(("fuel", "wtw"), [("hfo", 91.74), ("mgo", 90.77), ("lfo", 91.39)])
def test_marine_fuels_as_fueleu_maritime_counts_them(
    shipped: Tables, fuels: dict[str, CarrierFactors], fuel: str, wtw: float
) -> None:
    # The regulation weighs CH4 by 25 and N2O by 298.
    gwp = gwp_set(shipped["gwp"], "AR4", 100)
    assert fuels[fuel].wtw_co2e_g_per_mj(gwp) == pytest.approx(wtw, abs=0.006)


def test_road_diesel_of_the_ipcc(shipped: Tables, fuels: dict[str, CarrierFactors]) -> None:
    # IPCC 2006: 74,100 kg CO2, 3.9 kg CH4 and 3.9 kg N2O per TJ, 43.0 TJ per kt.
    diesel = fuels["road-diesel-ipcc"]
    assert diesel.lhv_mj_per_kg == 43
    assert diesel.ttw_g_per_mj["co2"] == pytest.approx(74.1)
    assert diesel.ttw_co2e_g_per_mj(gwp_set(shipped["gwp"])) == pytest.approx(
        74.1 + 0.0039 * 29.8 + 0.0039 * 273, abs=1e-9
    )


def test_chinese_diesel_gives_3_096_kg_co2_per_kg(fuels: dict[str, CarrierFactors]) -> None:
    # GB/T 2589: 42.652 MJ/kg, 20.2 t C per TJ, 98 % oxidised: 3.0959 kg of CO2 per kg.
    for name in ("road-diesel-cn", "inland-diesel-cn"):
        burnt = fuels[name]
        per_kg = burnt.lhv_mj_per_kg * burnt.ttw_g_per_mj["co2"] / 1000
        assert per_kg == pytest.approx(42.652 * 20.2 * 0.98 * 44 / 12 / 1000, rel=1e-3)


def test_the_grid_of_guangxi_in_2023(shipped: Tables) -> None:
    # Ministry of Ecology and Environment: 0.4476 kg per kWh; the projection has three decimals.
    assert grid_co2_kg_per_kwh(shipped["grid_projection"], 2023) == pytest.approx(
        0.4476, abs=0.0005
    )
    published = shipped["grid_factors"]
    row = published[(published["region"] == "Guangxi") & (published["year"] == 2023)]
    assert list(row["co2_kg_per_kwh"]) == [0.4476]


def test_an_electric_train_beats_a_truck_on_the_way_from_well_to_wheel(shipped: Tables) -> None:
    factors = carrier_factors(shipped["carriers"], shipped["fuel_factors"], 0.4476, 0.05)
    gwp = gwp_set(shipped["gwp"])
    electric = factors["rail_electricity"]
    assert electric.ttw_co2e_g_per_mj(gwp) == 0
    # 0.4476 kg over 95 % and 3.6 MJ: 130.9 g per MJ delivered, more than diesel's, and yet less
    # per tonne-km: 0.0175 kWh against about 0.65 MJ.
    assert electric.wtw_co2e_g_per_mj(gwp) == pytest.approx(130.88, abs=0.01)
    train = 0.0175 * 3.6 * electric.wtw_co2e_g_per_mj(gwp)
    truck = 0.65 * factors["road_diesel"].wtw_co2e_g_per_mj(gwp)
    assert train < 0.2 * truck
