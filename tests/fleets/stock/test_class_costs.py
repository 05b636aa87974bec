"""Cost of a class of trucks from the stock's tables, with hand-worked numbers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from fleets.turnover.class_costs import class_cost

if TYPE_CHECKING:
    from scenarios.tables.reading import Tables

_NONE = math.nan


def tables(life_years: float = 8.0, fixed_cny: float = 100_000.0) -> dict[str, pd.DataFrame]:
    """Return vans of 160,000 CNY, and with a battery of 100 kWh that lasts four years 80,000 more.

    A pack costs 700 CNY/kWh in 2024 and 500 from 2034 on.
    """
    groups = {
        "group_id": ["vans"],
        "truck_classes": ["van;small-van"],
        "life_years": [life_years],
        "fixed_cny_per_year": [fixed_cny],
        "work_h_per_year": [2000.0],
    }
    powertrains = {
        "group_id": ["vans", "vans", "port"],
        "truck_class": ["van", "van", "van"],
        "truck_powertrain": ["diesel", "battery", "lng"],
        "capex_cny": [160_000.0, 240_000.0, 900_000.0],
        "upkeep_cny_per_km": [0.2, 0.15, 0.9],
        "battery_kwh": [_NONE, 100.0, _NONE],
        "pack_years": [_NONE, 4.0, _NONE],
    }
    paths = {
        "item": ["battery_pack"] * 2,
        "year": [2024, 2034],
        "value": [700.0, 500.0],
        "low": [700.0, 500.0],
        "high": [700.0, 500.0],
    }
    frames = {"stock_groups": groups, "stock_powertrains": powertrains, "price_paths": paths}
    return {name: pd.DataFrame(columns) for name, columns in frames.items()}


def test_hours_pay_for_capital_and_crew_and_for_a_second_pack() -> None:
    # Without interest an eighth of the price a year; one pack after four years, 100 x 600 CNY.
    found = class_cost(tables(), "van", 2025, 0.0)
    assert found is not None
    assert found.hour_cny == pytest.approx((160_000 / 8 + 100_000) / 2000)
    assert set(found.added) == {"diesel", "battery"}
    assert found.added["battery"].hour_cny == pytest.approx((80_000 + 60_000) / 8 / 2000)
    assert found.added["battery"].km_cny == pytest.approx(-0.05)
    assert (found.added["diesel"].hour_cny, found.added["diesel"].km_cny) == (0.0, 0.0)


def test_a_pack_that_lasts_as_long_as_the_truck_is_bought_once() -> None:
    found = class_cost(tables(life_years=4.0), "van", 2024, 0.0)
    assert found is not None
    assert found.added["battery"].hour_cny == pytest.approx(80_000 / 4 / 2000)


def test_interest_counts_for_the_truck_and_puts_the_second_pack_further_off() -> None:
    # Annuity of 8 years at 10 %: 0.1 / (1 - 1.1^-8); the pack of 2028 costs 620 CNY/kWh, 1.1^-4.
    found = class_cost(tables(), "van", 2024, 0.1)
    assert found is not None
    yearly = 0.1 / (1 - 1.1**-8)
    capital = 80_000 + 62_000 / 1.1**4
    assert found.added["battery"].hour_cny == pytest.approx(capital * yearly / 2000)


@pytest.mark.parametrize("class_id", ["small-van", "truck-49"])
def test_a_class_without_prices_has_no_cost(class_id: str) -> None:
    assert class_cost(tables(), class_id, 2024, 0.06) is None


def test_a_group_without_crew_of_its_own_has_no_cost() -> None:
    assert class_cost(tables(fixed_cny=_NONE), "van", 2024, 0.06) is None


def test_shipped_tables_price_the_18_t_truck_and_neither_tractor_nor_light_truck(
    shipped: Tables,
) -> None:
    priced = {
        name: class_cost(shipped, name, 2030, 0.06)
        for name in ("truck-49", "truck-18", "truck-4.5")
    }
    assert priced["truck-49"] is None
    assert priced["truck-4.5"] is None
    assert priced["truck-18"] is not None
    assert set(priced["truck-18"].added) == {"diesel", "battery"}
