"""Waits of a year at a facility."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transport.queueing import use_at_wait, yearly_wait_h


def test_below_capacity_it_is_the_wait_of_one_server() -> None:
    # One train an hour, used at 0.8, Poisson headways and even services: 0.5 x 0.8 / 0.2 = 2 h.
    assert float(yearly_wait_h(0.8, 1.0, 0.5)) == pytest.approx(2.0, rel=0.01)
    assert float(yearly_wait_h(0.8, 2.0, 0.5)) == pytest.approx(1.0, rel=0.01)
    assert float(yearly_wait_h(0.0, 1.0, 0.5)) == 0


def test_far_above_capacity_it_is_the_mean_of_a_queue_that_grows_all_year() -> None:
    # A tenth too much: the queue of the year's end holds 876 h of services, on average half.
    assert float(yearly_wait_h(1.1, 1.0, 0.5)) == pytest.approx(0.1 * 8760 / 2, rel=0.02)


@given(st.floats(0.0, 3.0), st.floats(1e-4, 1.0), st.floats(0.05, 50.0))
def test_it_rises_ever_more_steeply(use: float, step: float, rate: float) -> None:
    low, middle, high = yearly_wait_h(np.array([use, use + step, use + 2 * step]), rate, 0.5)
    assert low <= middle <= high
    assert high - middle >= middle - low - 1e-6


@given(st.floats(0.01, 3.0), st.floats(0.05, 50.0))
def test_the_use_at_a_wait_is_its_inverse(use: float, rate: float) -> None:
    wait_h = yearly_wait_h(use, rate, 0.5)
    assert float(use_at_wait(wait_h, rate, 0.5)[0]) == pytest.approx(use, rel=1e-6)


@given(st.floats(0.1, 500.0), st.floats(0.05, 50.0))
def test_the_slope_of_use_is_its_derivative(wait_h: float, rate: float) -> None:
    step = 1e-4
    low, high = use_at_wait(np.array([wait_h - step, wait_h + step]), rate, 0.5)[0]
    slope = float(use_at_wait(wait_h, rate, 0.5)[1])
    assert slope == pytest.approx((high - low) / (2 * step), rel=1e-2, abs=1e-7)
