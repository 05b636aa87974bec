"""Survival by hand: the Weibull curve, the legal age, and the open oldest bin."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fleets.turnover.survival import SurvivalCurve, steady_ages


def test_shares_by_hand() -> None:
    curve = SurvivalCurve(10.0, 2.0, 30)
    assert float(curve.at(5.0)) == pytest.approx(math.exp(-0.25), abs=1e-12)
    # alive at 5, alive at 6: exp(-0.36) over exp(-0.25)
    assert float(curve.next_year(5.0)) == pytest.approx(math.exp(-0.11), abs=1e-12)


def test_of_curve_and_law_the_smaller_holds() -> None:
    curve = SurvivalCurve(12.8, 5.58, 20, limit_years=15.0)
    assert float(curve.at(14.0)) == pytest.approx(math.exp(-((14 / 12.8) ** 5.58)), abs=1e-12)
    assert float(curve.at(15.0)) == 0.0
    assert float(curve.next_year(14.0)) == 0.0
    assert float(curve.next_year(16.0)) == 0.0


def test_the_open_bin_dies_like_its_youngest() -> None:
    curve = SurvivalCurve(5.0, 1.0, 3)
    assert curve.next_year(np.array([2.0, 3.0, 4.0, 9.0])) == pytest.approx(math.exp(-0.2))
    steeper = SurvivalCurve(5.0, 2.0, 3)
    third = math.exp((9 - 16) / 25)
    assert steeper.next_year(np.array([3.0, 7.0])).tolist() == pytest.approx([third, third])
    assert float(steeper.at(5.0)) == pytest.approx(math.exp(-9 / 25) * third**2, abs=1e-12)


def test_a_steady_stock_keeps_its_ages() -> None:
    curve = SurvivalCurve(12.8, 5.58, 16, limit_years=15.0)
    mix = steady_ages(curve, 0.0)
    left = mix * curve.next_year(np.arange(17.0))
    assert np.concatenate(([1 - left.sum()], left[:-1])) == pytest.approx(mix, abs=1e-12)


def test_a_shrinking_stock_that_never_dies_is_refused() -> None:
    with pytest.raises(ValueError, match="outlive"):
        steady_ages(SurvivalCurve(1000.0, 1.0, 5), -0.2)


@given(
    scale=st.floats(2, 40), shape=st.floats(0.8, 6), growth=st.floats(-0.01, 0.1),
    limit=st.sampled_from([8.0, 15.0, 33.0]),
)  # fmt: skip
def test_survival_never_rises(scale: float, shape: float, growth: float, limit: float) -> None:
    curve = SurvivalCurve(scale, shape, 34, limit_years=limit)
    left = curve.at(np.arange(50.0))
    assert left[0] == 1
    assert (np.diff(left) <= 0).all()
    assert (left >= 0).all()
    assert steady_ages(curve, growth).sum() == pytest.approx(1)
