"""Emission factors, held against the totals that their publishers print."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from fleets import (
    CarrierFactors,
    GasFuel,
    GridSupply,
    PowerStack,
    carrier_factors,
    gas_fuel,
    grid_co2_kg_per_kwh,
    gwp_named,
    gwp_set,
)

if TYPE_CHECKING:
    from scenarios.tables.reading import Tables


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
            "bc_of_pm25_share": 0.0,
            "measured_at": "tank",
        }
    )
    return carrier_factors(carriers, table, GridSupply(0.5))


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


# Regulation (EU) 2023/1805, Annex II: grams of CO2, CH4 and N2O per gram of fuel burnt, lower
# heating value in MJ/g, and slip in percent of the fuel.
ANNEX_II = {
    "hfo": (3.114, 0.00005, 0.00018, 0.0405, 0.0),
    "lfo": (3.151, 0.00005, 0.00018, 0.0410, 0.0),
    "mgo": (3.206, 0.00005, 0.00018, 0.0427, 0.0),
    "lng-otto-4s": (2.75, 0.0, 0.00011, 0.0491, 3.1),
    "lng-otto-2s": (2.75, 0.0, 0.00011, 0.0491, 1.7),
    "lng-diesel-2s": (2.75, 0.0, 0.00011, 0.0491, 0.2),
    "lng-lbsi": (2.75, 0.0, 0.00011, 0.0491, 2.6),
}


@pytest.mark.parametrize("fuel", ANNEX_II)
def test_tank_to_wake_of_fueleu_maritime(
    shipped: Tables, fuels: dict[str, CarrierFactors], fuel: str
) -> None:
    # Annex I: the fuel burnt times its factors, and the fuel that slips times the GWP of CH4; the
    # regulation weighs CH4 by 25 and N2O by 298.
    co2, ch4, n2o, lhv, slip = ANNEX_II[fuel]
    burnt = co2 + 25 * ch4 + 298 * n2o
    annex = ((1 - slip / 100) * burnt + slip / 100 * 25) / lhv
    gwp = gwp_set(shipped["gwp"], "AR4", 100)
    assert fuels[fuel].ttw_co2e_g_per_mj(gwp) == pytest.approx(annex, abs=0.01)
    own = GasFuel(lhv * 1000, co2, ch4, n2o).ttw_co2e_g_per_mj(slip / 100, gwp)
    assert own == pytest.approx(annex, abs=1e-9)


@pytest.mark.parametrize(("fuel", "ttw"), [("mgo", 76.37), ("lng-otto-4s", 70.70)])
def test_tank_to_wake_totals_under_the_weights_of_fueleu(
    shipped: Tables, fuels: dict[str, CarrierFactors], fuel: str, ttw: float
) -> None:
    gwp = gwp_set(shipped["gwp"], "AR4", 100)
    assert fuels[fuel].ttw_co2e_g_per_mj(gwp) == pytest.approx(ttw, abs=0.01)


@pytest.mark.parametrize(
    ("name", "percent"), [("AR6-100", 2.83), ("AR6-20", 0.96), ("AR4-100", 3.45)]
)
def test_break_even_slip_against_gas_oil(
    shipped: Tables, fuels: dict[str, CarrierFactors], name: str, percent: float
) -> None:
    # Worked from Annex II in the dossier of factors: well to wake per MJ of fuel, supply 18.5
    # against 14.4 g CO2e as the regulation gives them. An engine at its default slip of 3.1 %
    # saves nothing under AR6.
    gwp = gwp_named(shipped["gwp"], name)
    rows = shipped["fuel_factors"].to_dict("records")
    lng = gas_fuel(next(row for row in rows if row["fuel_id"] == "lng-otto-4s"))
    slip = lng.break_even_slip(gwp, fuels["mgo"].wtw_co2e_g_per_mj(gwp), 18.5)
    assert 100 * slip == pytest.approx(percent, abs=0.006)


def test_twenty_years_of_the_gas_engine(shipped: Tables, fuels: dict[str, CarrierFactors]) -> None:
    # Dossier of factors: 125.45 g for the default slip of 3.1 % and 179.03 g for 6.4 % measured.
    gwp = gwp_named(shipped["gwp"], "AR6-20")
    assert fuels["lng-otto-4s"].wtw_co2e_g_per_mj(gwp) == pytest.approx(125.45, abs=0.006)
    measured = fuels["lng-otto-4s-measured"].wtw_co2e_g_per_mj(gwp)
    assert measured == pytest.approx(179.03, abs=0.006)


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


# Announcement 2025 No. 47 and the factors of 2021 and 2022 of the Ministry of Ecology and
# Environment and the National Bureau of Statistics, kg CO2 per kWh.
MINISTRY = {
    ("Guangxi", 2021): 0.5154,
    ("Guangxi", 2022): 0.4044,
    ("Guangxi", 2023): 0.4476,
    ("China", 2022): 0.5366,
    ("China", 2023): 0.5306,
    ("South China grid", 2023): 0.4042,
}


@pytest.mark.parametrize("key", MINISTRY)
def test_the_announced_grid_factors(shipped: Tables, key: tuple[str, int]) -> None:
    rows = shipped["grid_factors"].set_index(["region", "year", "kind"])["co2_kg_per_kwh"]
    assert rows[(*key, "average")] == MINISTRY[key]


def test_other_announced_factors_of_the_national_grid(shipped: Tables) -> None:
    rows = shipped["grid_factors"].set_index(["region", "year", "kind"])["co2_kg_per_kwh"]
    assert rows["China", 2023, "fossil_only"] == 0.8273
    assert rows["China", 2023, "residual"] == 0.6096
    assert rows["China", 2024, "life_cycle_co2e"] == 0.5777


def stacks(shipped: Tables) -> dict[tuple[str, int], PowerStack]:
    rows = shipped["grid_stacks"].to_dict("records")
    names = list(PowerStack.__dataclass_fields__)
    return {
        (str(row["case"]), int(row["year"])): PowerStack(*(float(row[name]) for name in names))
        for row in rows
    }


def test_the_projection_holds_the_capacities_of_the_opinion(shipped: Tables) -> None:
    # Opinion of 2022: 40 GW of wind and solar power in 2025 and 70 GW in 2030.
    for (_, year), stack in stacks(shipped).items():
        assert stack.wind_and_solar_gw == {2025: 40, 2030: 70}[year]


def test_the_projection_follows_from_its_stacks(shipped: Tables) -> None:
    made = stacks(shipped)
    rows = shipped["grid_projection"].to_dict("records")
    found = [row for row in rows if (row["case"], row["year"]) in made]
    assert len(found) == len(made)
    for row in found:
        stack = made[str(row["case"]), int(row["year"])]
        assert row["fossil_share"] == pytest.approx(stack.fossil_share, abs=6e-4)
        product = float(row["fossil_share"]) * float(row["fossil_co2_kg_per_kwh"])
        assert row["co2_kg_per_kwh"] == pytest.approx(product, abs=1.5e-3)


# The opinion's shares of non-fossil energy, in all energy and not in electricity: 30 % in 2025,
# 35 % in 2030, 80 % in 2060. Shares of electricity in all energy that the projection needs for
# them, worked by hand: 0.30 x 275 TWh used / 159.9 TWh clean, and 0.35 x 340 / 223.3.
NEEDED = {("central", 2025): 0.5159, ("central", 2030): 0.5329}


def test_the_non_fossil_shares_of_the_opinion_are_within_reach(shipped: Tables) -> None:
    needed = {
        key: stack.electricity_share_needed({2025: 0.30, 2030: 0.35}[key[1]])
        for key, stack in stacks(shipped).items()
    }
    for key, share in NEEDED.items():
        assert needed[key] == pytest.approx(share, abs=5e-5)
    # Near a half in the central case; the cleaner case needs less, the other more.
    for year in (2025, 2030):
        assert needed["low", year] < needed["central", year] < needed["high", year] < 0.7


def test_eighty_per_cent_in_2060_needs_nearly_all_energy_to_be_electric(shipped: Tables) -> None:
    last = shipped["grid_projection"].set_index(["case", "year"])["fossil_share"].to_dict()
    needed = {case: 0.80 / (1 - last[case, 2060]) for case in ("low", "central", "high")}
    assert needed["central"] == pytest.approx(0.889, abs=1e-3)
    assert all(0.8 < share < 1 for share in needed.values())


def test_an_electric_train_beats_a_truck_on_the_way_from_well_to_wheel(shipped: Tables) -> None:
    grid = GridSupply(0.4476, line_loss_share=0.05)
    factors = carrier_factors(shipped["carriers"], shipped["fuel_factors"], grid)
    gwp = gwp_set(shipped["gwp"])
    electric = factors["rail_electricity"]
    assert electric.ttw_co2e_g_per_mj(gwp) == 0
    # 0.4476 kg over 95 % and 3.6 MJ: 130.9 g per MJ delivered, more than diesel's, and yet less
    # per tonne-km: 0.0175 kWh against about 0.65 MJ.
    assert electric.wtw_co2e_g_per_mj(gwp) == pytest.approx(130.88, abs=0.01)
    train = 0.0175 * 3.6 * electric.wtw_co2e_g_per_mj(gwp)
    truck = 0.65 * factors["road_diesel"].wtw_co2e_g_per_mj(gwp)
    assert train < 0.2 * truck
