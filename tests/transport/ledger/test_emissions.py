"""Emissions of a year from energy by carrier."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fleets import SPECIES, CarrierFactors, GwpSet, SupplyFactors
from transport.ledger.emissions import emissions, restated

GWP = GwpSet("round-100", ch4=30, n2o=300)
CURRENT = SupplyFactors(co2=80.0, ch4=0.5, held_co2e=5.0, split="published")
FACTORS = {
    "diesel": CarrierFactors(
        "diesel",
        40.0,
        {
            "co2": 70.0,
            "ch4": 0.01,
            "n2o": 0.002,
            "nox": 0.8,
            "so2": 0.0005,
            "pm25": 0.02,
            "bc": 0.005,
        },
        SupplyFactors(held_co2e=15.0),
    ),
    "current": CarrierFactors("current", float("nan"), dict.fromkeys(SPECIES, 0.0), CURRENT),
}


def test_emissions_by_hand() -> None:
    table = emissions({("road", "diesel"): 2e9, ("rail", "current"): 5e8}, FACTORS, GWP)
    assert table["mode"].tolist() == ["road", "rail"]
    assert table["carrier"].tolist() == ["diesel", "current"]
    assert table["energy_tj"].tolist() == pytest.approx([2000, 500])
    # 2e9 MJ x 70 g = 140,000 t; 20 t CH4 x 30 and 4 t N2O x 300 add 1.8 kt.
    assert table["co2_t"].tolist() == pytest.approx([140_000, 0])
    assert table["ch4_t"].tolist() == pytest.approx([20, 0])
    assert table["n2o_t"].tolist() == pytest.approx([4, 0])
    assert table["nox_t"].tolist() == pytest.approx([1600, 0])
    assert table["so2_t"].tolist() == pytest.approx([1, 0])
    assert table["pm25_t"].tolist() == pytest.approx([40, 0])
    assert table["bc_t"].tolist() == pytest.approx([10, 0])
    assert table["wtt_co2_t"].tolist() == pytest.approx([0, 40_000])
    assert table["wtt_ch4_t"].tolist() == pytest.approx([0, 250])
    assert table["wtt_held_co2e_kt"].tolist() == pytest.approx([30, 2.5])
    assert table["ttw_co2e_kt"].tolist() == pytest.approx([141.8, 0])
    assert table["wtt_co2e_kt"].tolist() == pytest.approx([30, 50])
    assert table["wtw_co2e_kt"].tolist() == pytest.approx([171.8, 50])


def test_a_carrier_without_factors_is_an_error() -> None:
    with pytest.raises(KeyError, match="coal"):
        emissions({("rail", "coal"): 1.0}, FACTORS, GWP)


@given(st.floats(0, 1e12), st.floats(0, 1e12))
def test_emissions_add_up_over_energy(one: float, other: float) -> None:
    numbers = ["energy_tj", *(f"{s}_t" for s in SPECIES), "ttw_co2e_kt", "wtw_co2e_kt"]
    apart = [emissions({("road", "diesel"): mj}, FACTORS, GWP)[numbers] for mj in (one, other)]
    together = emissions({("road", "diesel"): one + other}, FACTORS, GWP)[numbers]
    total = apart[0].iloc[0] + apart[1].iloc[0]
    assert together.iloc[0].tolist() == pytest.approx(total.tolist())
    assert together["wtw_co2e_kt"].iloc[0] >= together["ttw_co2e_kt"].iloc[0]


def test_a_ledger_can_be_restated_under_another_set() -> None:
    table = emissions({("road", "diesel"): 2e9, ("rail", "current"): 5e8}, FACTORS, GWP)
    again = restated(table, FACTORS, GWP)
    assert again["wtw_co2e_kt"].tolist() == pytest.approx(table["wtw_co2e_kt"].tolist())
    short = restated(table, FACTORS, GwpSet("round-20", ch4=80, n2o=300))
    # 20 t of methane from engines and 250 t from the supply weigh 50 more each.
    assert short["ttw_co2e_kt"].tolist() == pytest.approx([142.8, 0])
    assert short["wtt_co2e_kt"].tolist() == pytest.approx([30, 62.5])
    twice = pd.concat([table, table.assign(energy_tj=0.0)])
    assert restated(twice, FACTORS, GWP)["energy_tj"].tolist() == pytest.approx([2000, 500])
