"""NOx and particles of carriers by the stages of their engines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fleets.emission_stages import staged_carriers

if TYPE_CHECKING:
    import pandas as pd

    from scenarios.tables.reading import Tables


@pytest.fixture(scope="module")
def carriers_in(shipped: Tables) -> dict[int, pd.DataFrame]:
    return {
        year: staged_carriers(
            shipped["carriers"],
            shipped["emission_stages"],
            shipped["engine_emission_factors"],
            year,
        ).set_index("carrier")
        for year in (2020, 2024, 2027, 2035, 2060)
    }


def test_trucks_by_hand(carriers_in: dict[int, pd.DataFrame]) -> None:
    # Limits of 3.5, 2.0 and 0.46 g/kWh over 205 g/kWh; 10, 40 and 50 % of the fuel.
    now = carriers_in[2024].loc["road_diesel"]
    nox = (0.1 * 3.5 + 0.4 * 2.0 + 0.5 * 0.46) / 0.205
    assert now["nox_g_per_kg_fuel"] == pytest.approx(nox)
    pm = [0.1 * 0.03 / 0.205, 0.4 * 0.03 / 0.205, 0.5 * 0.01 / 0.205]
    assert now["pm25_g_per_kg_fuel"] == pytest.approx(sum(pm))
    black = 0.75 * (pm[0] + pm[1]) + 0.15 * pm[2]
    assert now["bc_of_pm25_share"] == pytest.approx(black / sum(pm))


def test_a_mix_changes_in_a_line_and_stays_outside_its_years(
    carriers_in: dict[int, pd.DataFrame],
) -> None:
    nox = {year: table["nox_g_per_kg_fuel"] for year, table in carriers_in.items()}
    assert nox[2020]["road_diesel"] == nox[2024]["road_diesel"]
    # 2027: halfway from 10, 40, 50 to 0, 10, 90 %.
    halfway = (0.05 * 3.5 + 0.25 * 2.0 + 0.7 * 0.46) / 0.205
    assert nox[2027]["road_diesel"] == pytest.approx(halfway)
    assert nox[2060]["road_diesel"] == pytest.approx(0.46 / 0.205)
    # Plumes measured on the Yangtze, then China stage II: 5.8 g of hydrocarbons and NOx a kWh.
    assert nox[2024]["inland_diesel"] == 34.3
    assert nox[2060]["inland_diesel"] == pytest.approx(5.8 / 0.210)


def test_the_mix_of_today_is_near_the_fixed_values(
    shipped: Tables, carriers_in: dict[int, pd.DataFrame]
) -> None:
    fixed = shipped["carriers"].set_index("carrier")
    now = carriers_in[2024]
    for name in ("road_diesel", "inland_diesel", "marine_fuel"):
        for column in ("nox_g_per_kg_fuel", "pm25_g_per_kg_fuel", "bc_of_pm25_share"):
            assert now.loc[name, column] == pytest.approx(fixed.loc[name, column], rel=0.35)
    others = [
        name for name in fixed.index if name not in set(shipped["emission_stages"]["carrier"])
    ]
    assert now.loc[others].equals(fixed.loc[others])
