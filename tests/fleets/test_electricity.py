"""Electricity by year and case, its losses, and the stacks behind the projection."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fleets import GridSupply, grid_co2_kg_per_kwh, marginal_co2_kg_per_kwh
from scenarios.from_tables.factors import GRID_CASES, factors_of, grid_cases

if TYPE_CHECKING:
    from scenarios.tables.reading import Tables

PROJECTION = pd.DataFrame(
    [
        ("Guangxi", "central", 2040, 0.1, 0.6),
        ("Guangxi", "central", 2030, 0.3, 0.8),
        ("Guangxi", "high", 2030, 0.4, 0.9),
        ("Yunnan", "central", 2030, 0.9, 0.9),
    ],
    columns=["region", "case", "year", "co2_kg_per_kwh", "fossil_co2_kg_per_kwh"],
)


@pytest.mark.parametrize(
    ("year", "expected"), [(2020, 0.3), (2030, 0.3), (2033, 0.24), (2040, 0.1), (2055, 0.1)]
)
def test_the_grid_factor_is_linear_between_years(year: int, expected: float) -> None:
    assert grid_co2_kg_per_kwh(PROJECTION, year) == pytest.approx(expected)


def test_the_marginal_factor_is_that_of_fossil_power() -> None:
    assert marginal_co2_kg_per_kwh(PROJECTION, 2035) == pytest.approx(0.7)


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


@pytest.mark.parametrize("year", [2024, 2025, 2030, 2042, 2060])
def test_the_shipped_cases_are_in_order(shipped: Tables, year: int) -> None:
    cases = grid_cases(shipped, year)
    assert tuple(cases) == GRID_CASES
    direct = [cases[name].direct_co2_kg_per_kwh for name in GRID_CASES]
    assert direct == sorted(direct)
    gram = [
        factors_of(shipped, year, cases[name])["rail_electricity"].supply.co2 for name in GRID_CASES
    ]
    assert gram == sorted(gram)


losses = st.floats(0, 0.5)


@given(st.floats(0.001, 1), losses, losses, losses)
def test_losses_only_add(factor: float, line: float, charger: float, battery: float) -> None:
    grid = GridSupply(factor, 0.0, line, charger, battery)
    plug, used = (grid.direct_co2_g_per_mj(place) for place in ("pantograph", "battery"))
    assert factor * 1000 / 3.6 <= plug * (1 + 1e-12)
    assert plug <= used * (1 + 1e-12)
    # What is generated either arrives or is lost.
    kept = (1 - line) * (1 - charger) * (1 - battery)
    assert used * kept == pytest.approx(factor * 1000 / 3.6)


def test_the_upstream_share_follows_from_two_published_factors(shipped: Tables) -> None:
    # 0.5777 kg CO2e over the life cycle (2024) against 0.5306 kg direct CO2 (2023), and 0.6205
    # remembered for 2023 as the high end; the low end is the announced factor as it stands.
    row = shipped["fleet_parameters"].set_index("parameter").loc["grid_upstream_share"]
    grid = shipped["grid_factors"].set_index(["region", "year", "kind"])["co2_kg_per_kwh"]
    life, direct = grid["China", 2024, "life_cycle_co2e"], grid["China", 2023, "average"]
    assert row["value"] == pytest.approx(life / direct - 1, abs=5e-4)
    assert row["high"] == pytest.approx(0.6205 / direct - 1, abs=5e-4)
    assert row["low"] == 0
