"""Load over time: exact sums, percentiles, and the distributions that can be worked out."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transport.draws import StreamKey, departures, stream
from transport.load_profile import (
    LoadProfile,
    hours_by_count,
    load_duration,
    load_profile,
)
from transport.sizing.exact_load import fleet_load, poisson_share

YEAR_H = 8760.0
moments = st.tuples(st.floats(-20, 120), st.floats(0.01, 60), st.floats(1, 5000))


def poisson_profile(rate_per_h: float, stay_h: float, replication: int) -> LoadProfile:
    key = StreamKey(7, replication)
    begin, _ = departures(key, "ships", rate_per_h, YEAR_H + 500)
    stay = stream(key, "ships", "stay").exponential(stay_h, len(begin))
    return load_profile(begin - 500, begin - 500 + stay, np.full(len(begin), 800.0), (0, YEAR_H))


@given(st.lists(moments, max_size=30))
def test_energy_under_the_curve_is_the_sum_of_connections(
    rows: list[tuple[float, float, float]],
) -> None:
    begin, hours, load = (
        (np.array(column, dtype=float) for column in zip(*rows, strict=True))
        if (rows)
        else (np.zeros(0),) * 3
    )
    profile = load_profile(begin, begin + hours, load, (0.0, 100.0))
    inside = np.clip(np.minimum(begin + hours, 100) - np.maximum(begin, 0), 0, None)
    expected = float(inside @ load)
    duration = load_duration([profile])
    assert profile.energy_kwh == pytest.approx(expected, rel=1e-9, abs=1e-6)
    assert duration.mean_kw * 100 == pytest.approx(expected, rel=1e-9, abs=1e-6)
    assert profile.hourly_kwh().sum() == pytest.approx(expected, rel=1e-9, abs=1e-6)
    assert hours_by_count([profile]).sum() == pytest.approx(100.0)


def test_steps_percentiles_and_months_by_hand() -> None:
    # 500 kW from 10 to 30 h and 300 kW from 20 to 24 h, out of 100 h.
    profile = load_profile(
        np.array([10.0, 20.0]), np.array([30.0, 24.0]), np.array([500.0, 300.0]), (0.0, 100.0)
    )
    duration = load_duration([profile])
    assert profile.energy_kwh == 20 * 500 + 4 * 300
    assert hours_by_count([profile]).tolist() == [80.0, 16.0, 4.0]
    assert [duration.percentile_kw(one) for one in (80, 81, 96, 97, 100)] == [0, 500, 500, 800, 800]
    assert profile.highest_kw(np.array([0.0, 20.0, 24.0, 100.0])).tolist() == [500, 800, 500]
    assert duration.share_above(500) == pytest.approx(0.04)


def test_poisson_calls_at_unlimited_berths_are_a_poisson_number() -> None:
    rate, stay = 0.15, 20.0
    profiles = [poisson_profile(rate, stay, one) for one in range(8)]
    hours = hours_by_count(profiles) / YEAR_H
    for count in range(9):
        assert hours[count] == pytest.approx(poisson_share(rate * stay, count), abs=0.012)
    assert load_duration(profiles).mean_kw == pytest.approx(rate * stay * 800, rel=0.02)


def test_a_fixed_fleet_of_equal_loads_is_binomial() -> None:
    found = fleet_load([0.3] * 6, [1000.0] * 6)
    expected = [math.comb(6, k) * 0.3**k * 0.7 ** (6 - k) for k in range(7)]
    assert found.load_kw.tolist() == [1000.0 * k for k in range(7)]
    assert found.share.tolist() == pytest.approx(expected)
    # P(at most 3 of 6) = 0.92953, P(at most 4) = 0.989065
    assert found.percentile_kw(92.9) == 3000
    assert found.percentile_kw(93.0) == 4000
    assert found.percentile_kw(98.9) == 4000
    assert found.percentile_kw(99.0) == 5000


def test_vessels_of_a_fixed_fleet_come_to_the_convolution_of_their_loads() -> None:
    # Three vessels that lie 12 of 24, 6 of 24 and 8 of 32 h, with periods that share no phase.
    loads, shares = [900.0, 400.0, 250.0], [0.5, 0.25, 0.25]
    periods = [24.0, 24.0 * math.sqrt(2), 24.0 * math.sqrt(5)]
    begin = [np.arange(0, 60_000, period) for period in periods]
    stays = [
        np.full(len(one), share * period)
        for one, share, period in zip(begin, shares, periods, strict=True)
    ]
    start, hours = np.concatenate(begin), np.concatenate(stays)
    load = np.repeat(loads, [len(one) for one in begin])
    duration = load_duration([load_profile(start, start + hours, load, (0.0, 60_000.0))])
    exact = fleet_load(shares, loads)
    for level, share in zip(exact.load_kw, exact.share, strict=True):
        held = duration.share[np.isclose(duration.load_kw, level)].sum()
        assert held == pytest.approx(share, abs=0.005)
    for percent in (50, 90, 95):
        assert duration.percentile_kw(percent) == pytest.approx(exact.percentile_kw(percent))
