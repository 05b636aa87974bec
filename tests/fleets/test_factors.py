"""Emission factors by carrier and stage, GWP sets by name."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fleets import (
    GREENHOUSE_GASES,
    SPECIES,
    CarrierFactors,
    GridSupply,
    GwpSet,
    SupplyFactors,
    carrier_factors,
    gwp_named,
    gwp_set,
)
from scenarios.from_tables.factors import factors_of
from scenarios.gwp_names import GWP_SETS

if TYPE_CHECKING:
    from scenarios.tables.reading import Tables

FUELS = pd.DataFrame(
    [
        ("thin", 40.0, 70.0, 0.01, 0.002, 15.0, None, None, None, "none"),
        ("thick", 50.0, 90.0, 0.5, 0.1, 20.0, None, None, None, "none"),
        ("gas", 50.0, 55.0, 0.5, 0.0, 18.5, 13.5, 0.2, 0.0, "published"),
        ("guess", 50.0, 55.0, 0.5, 0.0, 18.5, 13.5, 0.2, 0.0, "derived"),
    ],
    columns=[
        "fuel_id",
        "lhv_mj_per_kg",
        "ttw_co2_g_per_mj",
        "ttw_ch4_g_per_mj",
        "ttw_n2o_g_per_mj",
        "wtt_co2e_g_per_mj",
        "wtt_co2_g_per_mj",
        "wtt_ch4_g_per_mj",
        "wtt_n2o_g_per_mj",
        "wtt_split",
    ],
)
CARRIERS = pd.DataFrame(
    [
        ("diesel", "thin", "thick", 8.0, 0.02, 0.4, 0.3, "tank"),
        ("lng", "gas", "gas", 8.0, None, 0.2, None, "tank"),
        ("lng_guessed", "gas", "guess", 8.0, 0.0, 0.2, 0.1, "tank"),
        ("current", "", "", None, None, None, None, "pantograph"),
        ("battery", "", "", None, None, None, None, "battery"),
    ],
    columns=[
        "carrier",
        "fuel_id",
        "wtt_fuel_id",
        "nox_g_per_kg_fuel",
        "so2_g_per_kg_fuel",
        "pm25_g_per_kg_fuel",
        "bc_of_pm25_share",
        "measured_at",
    ],
)
GRID = GridSupply(0.5, 0.1, 0.2, 0.1, 0.05)
CENTURY, SHORT = GwpSet("AR6-100", 29.8, 273), GwpSet("AR6-20", 82.5, 273)


@pytest.fixture(scope="module")
def made() -> dict[str, CarrierFactors]:
    return carrier_factors(CARRIERS, FUELS, GRID)


def test_a_fuel_burns_one_row_and_is_supplied_by_another(made: dict[str, CarrierFactors]) -> None:
    diesel = made["diesel"]
    assert diesel.lhv_mj_per_kg == 40
    # Pollutants: grams per kilogram over 40 MJ per kilogram; black carbon 0.3 of the particles.
    assert diesel.ttw_g_per_mj == pytest.approx(
        {"co2": 70, "ch4": 0.01, "n2o": 0.002, "nox": 0.2, "so2": 0.0005, "pm25": 0.01, "bc": 0.003}
    )
    gwp = GwpSet("round-100", ch4=30, n2o=300)
    assert diesel.wtt_co2e_g_per_mj(gwp) == 20
    assert diesel.ttw_co2e_g_per_mj(gwp) == pytest.approx(70 + 0.3 + 0.6)
    assert diesel.wtw_co2e_g_per_mj(gwp) == pytest.approx(90.9)


def test_methane_of_the_supply_is_weighed_by_the_set(made: dict[str, CarrierFactors]) -> None:
    # 13.5 g CO2 and 0.2 g CH4: 18.5 g under AR4 (25), 19.46 and 30 g under AR6.
    assert made["lng"].wtt_co2e_g_per_mj(GwpSet("AR4-100", 25, 298)) == pytest.approx(18.5)
    assert made["lng"].wtt_co2e_g_per_mj(CENTURY) == pytest.approx(19.46)
    assert made["lng"].wtt_co2e_g_per_mj(SHORT) == pytest.approx(30.0)


def test_a_supply_known_as_co2e_alone_is_held(made: dict[str, CarrierFactors]) -> None:
    assert made["diesel"].wtt_co2e_g_per_mj(SHORT) == made["diesel"].wtt_co2e_g_per_mj(CENTURY)


def test_a_short_horizon_is_a_lower_bound_unless_the_source_splits_the_supply(
    made: dict[str, CarrierFactors],
) -> None:
    assert made["diesel"].is_lower_bound(SHORT)
    assert made["lng_guessed"].is_lower_bound(SHORT), "the split is ours"
    assert made["current"].is_lower_bound(SHORT)
    assert not made["lng"].is_lower_bound(SHORT)
    assert not any(one.is_lower_bound(CENTURY) for one in made.values())


def test_what_is_not_known_is_not_zero(made: dict[str, CarrierFactors]) -> None:
    assert made["lng"].unknown_species == ("so2", "bc")
    assert math.isnan(made["lng"].ttw_g_per_mj["so2"])
    assert made["diesel"].unknown_species == made["current"].unknown_species == ()


def test_electricity_emits_nothing_at_the_vehicle_and_pays_for_what_is_lost(
    made: dict[str, CarrierFactors],
) -> None:
    gwp = GwpSet("any-100", 30, 300)
    current = made["current"]
    assert current.ttw_g_per_mj == dict.fromkeys(SPECIES, 0.0)
    assert current.ttw_co2e_g_per_mj(gwp) == 0
    # 0.5 kg at the plant are 0.625 kg per kWh delivered; 625 g / 3.6 MJ. A tenth comes on top for
    # what is emitted before the plant.
    assert current.supply.co2 == pytest.approx(173.6111, abs=1e-4)
    assert current.wtt_co2e_g_per_mj(gwp) == pytest.approx(190.9722, abs=1e-4)
    # From the battery, a tenth is lost in the charger and a twentieth in the battery besides.
    battery = made["battery"].wtt_co2e_g_per_mj(gwp)
    assert battery == pytest.approx(190.9722 / 0.9 / 0.95, abs=1e-3)


@given(st.floats(1, 120), st.floats(1, 400), st.floats(0, 2), st.floats(0, 1), st.floats(-60, 200))
def test_the_stages_add_up(ch4: float, n2o: float, g_ch4: float, g_n2o: float, wtt: float) -> None:
    gwp = GwpSet("any-100", ch4, n2o)
    supply = SupplyFactors(held_co2e=wtt)
    factor = CarrierFactors("any", 40.0, {"co2": 70.0, "ch4": g_ch4, "n2o": g_n2o}, supply)
    stages = factor.wtw_co2e_g_per_mj(gwp) - factor.ttw_co2e_g_per_mj(gwp)
    assert stages == pytest.approx(wtt, abs=1e-9)
    assert factor.ttw_co2e_g_per_mj(gwp) >= 70


def test_an_unknown_gwp_set_is_an_error(shipped: Tables) -> None:
    with pytest.raises(KeyError):
        gwp_set(shipped["gwp"], "AR6", 500)


def test_sets_weigh_fossil_methane(shipped: Tables) -> None:
    assert gwp_set(shipped["gwp"]) == GwpSet("AR6-100", 29.8, 273.0)
    assert gwp_set(shipped["gwp"], horizon_years=20) == GwpSet("AR6-20", 82.5, 273.0)
    assert gwp_set(shipped["gwp"], "AR4") == GwpSet("AR4-100", 25.0, 298.0)


@pytest.mark.parametrize("name", GWP_SETS)
def test_every_set_has_its_name(shipped: Tables, name: str) -> None:
    report, horizon = name.split("-")
    assert gwp_named(shipped["gwp"], name) == gwp_set(shipped["gwp"], report, int(horizon))
    assert gwp_named(shipped["gwp"], name).is_short == (horizon == "20")


OILS = ("road_diesel", "rail_diesel", "inland_diesel", "marine_fuel", "marine_gas_oil")


def test_every_shipped_oil_has_factors_near_each_other(shipped: Tables) -> None:
    made = factors_of(shipped, 2030)
    gwp = gwp_set(shipped["gwp"])
    for name in OILS:
        assert made[name].unknown_species == ()
        # A litre of any of these oils gives between 70 and 82 g CO2e per MJ.
        assert 70 < made[name].ttw_co2e_g_per_mj(gwp) < 82
        assert 13 < made[name].wtt_co2e_g_per_mj(gwp) < 18


def test_every_shipped_carrier_has_its_greenhouse_gases(shipped: Tables) -> None:
    made = factors_of(shipped, 2030)
    for factor in made.values():
        assert all(math.isfinite(factor.ttw_g_per_mj[gas]) for gas in GREENHOUSE_GASES)
        assert math.isfinite(factor.wtt_co2e_g_per_mj(SHORT))
    kinds = {name.partition("_")[2] for name in made if name.startswith("inland_")}
    assert {"diesel", "lng_otto", "lng_lbsi", "lng_diesel"} <= kinds
    assert {"methanol", "biodiesel", "hydrogen", "electricity"} <= kinds


def test_the_split_of_the_shipped_gas_supply_makes_its_published_sum(shipped: Tables) -> None:
    # The split keeps the 18.5 g that FuelEU gives, under the GWP of FuelEU.
    fuels = shipped["fuel_factors"].set_index("fuel_id")
    split = fuels.loc[fuels["wtt_split"].isin(["published", "derived"])]
    assert "lng-supply" in split.index
    for _, row in split.iterrows():
        report, horizon = str(row["wtt_gwp"]).split("-")
        gwp = gwp_set(shipped["gwp"], report, int(horizon))
        gases = (float(row[f"wtt_{gas}_g_per_mj"]) for gas in GREENHOUSE_GASES)
        assert gwp.co2e(*gases) == pytest.approx(row["wtt_co2e_g_per_mj"], abs=0.005)
