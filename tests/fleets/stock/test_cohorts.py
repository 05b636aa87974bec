"""Cohorts by hand: a year over a stock, the oldest first, and the identity of cohorts."""

from __future__ import annotations

import math

import numpy as np
import pytest

from fleets.turnover.cohorts import oldest_first, relative_mileage, stock_from_flows, survivors
from fleets.turnover.survival import SurvivalCurve

VINTAGES = np.array([2021.0, 2022.0, 2023.0, 2024.0])


def test_a_year_by_hand() -> None:
    curve = SurvivalCurve(4.0, 2.0, 10, limit_years=4.0)
    counts = np.array([[8.0], [16.0], [10.0], [0.0]])
    left = survivors(counts, VINTAGES, 2025, curve).ravel()
    # vintage 2021 turns four and must go; 2022: exp(-9/16) over exp(-4/16); 2023: age 1 to 2
    expected = [0.0, 16 * math.exp(-5 / 16), 10 * math.exp(-3 / 16), 0.0]
    assert left.tolist() == pytest.approx(expected, abs=1e-9)


def test_cohorts_of_the_future_stay_empty() -> None:
    curve = SurvivalCurve(4.0, 2.0, 10)
    counts = np.array([[1.0], [1.0], [0.0], [0.0]])
    assert survivors(counts, VINTAGES, 2023, curve)[2:].sum() == 0


def test_stock_is_sales_that_survive_less_early_retirements() -> None:
    curve = SurvivalCurve(4.0, 1.0, 10)
    sales = np.array([[100.0], [50.0], [0.0], [20.0]])
    early = {2023: np.array([[10.0], [0.0], [0.0], [0.0]]), 2026: np.array([[5.0]] * 4)}
    stock = stock_from_flows(VINTAGES, 2024, curve, sales, early).ravel()
    expected = [100 * math.exp(-0.75) - 10 * math.exp(-0.25), 50 * math.exp(-0.5), 0, 20]
    assert stock.tolist() == pytest.approx(expected, abs=1e-9)


def test_oldest_go_first_and_powertrains_in_proportion() -> None:
    stock = np.array([[1.0, 1.0], [3.0, 1.0], [5.0, 5.0]])
    taken = oldest_first(stock, np.full_like(stock, 0.5), 2.0)
    assert taken.tolist() == [[1.0, 1.0], [1.5, 0.5], [0.0, 0.0]]
    assert oldest_first(stock, np.ones_like(stock), 99.0) == pytest.approx(stock)


def test_mileage_falls_with_age() -> None:
    assert relative_mileage(VINTAGES, 2024, 0.06) == pytest.approx([0.94**3, 0.94**2, 0.94, 1])
