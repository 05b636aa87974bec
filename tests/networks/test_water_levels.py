"""Outflow, head, depth and closures on small numbers."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from networks import Chamber
from networks.water_levels import (
    LockWater,
    closed_spans,
    daily_outflow_m3s,
    levelling_factors,
    lock_waters,
    merged_spans,
    sill_depths,
    spans_of,
)

NAN = float("nan")
STEADY = LockWater(1000, 16.0, 1.0, 1000, 1.0, 0.0, 6000)
PEAKING = LockWater(1000, 16.0, 1.0, 1000, 1.0, 0.5, 6000)


def line(*, sill_m: float = NAN, head_m: float = NAN) -> Chamber:
    return Chamber("L", "1", 200, 34, NAN, 60, 15, sill_depth_m=sill_m, max_head_m=head_m)


def test_head_falls_by_the_rise_of_the_tailwater_and_never_below_zero() -> None:
    outflow = np.array([500.0, 1000.0, 3000.0, 20000.0])
    assert STEADY.head_m(outflow).tolist() == [16.5, 16.0, 14.0, 0.0]
    assert STEADY.rise_m(outflow).tolist() == [-0.5, 0.0, 2.0, 19.0]


def test_the_tailwater_rises_by_less_beyond_the_bend() -> None:
    water = LockWater(1000, 16.0, 1.0, 3000, 0.25, 0.0, 30000)
    outflow = np.array([500.0, 3000.0, 5000.0, 7000.0])
    assert water.rise_m(outflow).tolist() == [-0.5, 2.0, 2.5, 3.0]
    # A bend below the lowest outflow leaves the head at that outflow as it is.
    below = LockWater(1000, 16.0, 1.0, 500, 0.25, 0.0, 30000)
    assert below.head_m(np.array([500.0, 1000.0, 5000.0])).tolist() == [16.5, 16.0, 15.0]


def test_levelling_takes_the_root_of_the_head_and_a_lift_takes_no_water() -> None:
    daily = np.array([1000.0, 8000.0, 13000.0, 20000.0])  # heads of 16, 9, 4 and 0 m
    assert levelling_factors(line(), STEADY, daily) == (
        (0.0, 1.0),
        (24.0, 0.75),
        (48.0, 0.5),
        (72.0, 0.0),
    )
    lift = Chamber("L", "1", NAN, NAN, 500, 40, 10, water_saving_share=1)
    assert levelling_factors(lift, STEADY, daily) == ()


def test_relations_are_read_by_lock() -> None:
    row = {"lock": "L", "lowest_outflow_m3s": 1000, "head_at_lowest_m": 16}
    row |= {"bend_outflow_m3s": 1000, "high_rise_m_per_1000_m3s": 1}
    row |= {"rise_m_per_1000_m3s": 1, "daily_swing_share": 0.5, "highest_outflow_m3s": 6000}
    assert lock_waters(pd.DataFrame([row])) == {"L": PEAKING}


def test_the_swing_keeps_the_mean_of_a_day_and_peaks_in_the_evening() -> None:
    hourly = PEAKING.hourly_m3s(np.array([1000.0, 3000.0]))
    assert hourly.reshape(2, 24).mean(axis=1) == pytest.approx([1000, 3000])
    assert hourly.reshape(2, 24).max(axis=1) == pytest.approx(
        [1500 - 500 * (1 - np.cos(np.pi / 24)), 4500 - 1500 * (1 - np.cos(np.pi / 24))]
    )
    assert set(np.argsort(hourly[:24])[-2:]) == {19, 20}


def test_a_head_limit_stops_a_line_only_above_it() -> None:
    daily = np.array([2000.0, 1900.0, 2100.0])  # heads of 15.0, 15.1 and 14.9 m
    assert closed_spans(line(head_m=15.0), STEADY, daily) == ((24.0, 48.0),)
    assert closed_spans(line(), STEADY, daily) == ()


def test_a_head_limit_stops_a_line_in_the_low_hours_of_a_peaking_plant() -> None:
    # The mean of 2,000 m3/s is at the limit; the outflow is below it from 2:00 to 14:00.
    assert closed_spans(line(head_m=15.0), PEAKING, np.array([2000.0])) == ((2.0, 14.0),)


def test_high_water_stops_every_line() -> None:
    # 5,000 (1 + 0.5 cos) is above 6,000 while cos is above 0.4: hours from 15.6 to 24.4.
    assert closed_spans(line(), PEAKING, np.array([5000.0])) == ((16.0, 24.0),)
    assert closed_spans(line(), STEADY, np.array([6000.0, 6001.0])) == ((24.0, 48.0),)


def test_depth_over_the_sill_follows_the_tailwater_day_by_day() -> None:
    daily = np.array([1000.0, 2500.0, 500.0, 0.0])
    assert sill_depths(line(sill_m=4.0), STEADY, daily) == (
        (0.0, 4.0),
        (24.0, 5.5),
        (48.0, 4.0),
        (72.0, 4.0),
    )
    assert sill_depths(line(), STEADY, daily) == ()


months = st.lists(st.tuples(st.floats(0.0, 30000.0), st.integers(28, 31)), min_size=1, max_size=14)


@given(months)
@example([(12000.0, 31), (1.0, 28), (12000.0, 31)])
def test_days_keep_the_mean_of_every_month_and_a_tenth_of_it_at_least(
    given_months: list[tuple[float, int]],
) -> None:
    means, days = zip(*given_months, strict=True)
    daily = daily_outflow_m3s(means, days)
    month = np.repeat(np.arange(len(days)), days)
    assert np.bincount(month, daily) / np.array(days) == pytest.approx(means, rel=1e-6, abs=1e-9)
    assert (daily >= 0.1 * np.array(means)[month] * (1 - 1e-9)).all()


def test_days_of_equal_months_are_equal_and_months_join_without_a_step() -> None:
    assert daily_outflow_m3s([800.0] * 3, [31, 28, 31]) == pytest.approx(800.0)
    daily = daily_outflow_m3s([1000.0, 2000.0, 3000.0], [30, 30, 30])
    assert np.abs(np.diff(daily)).max() < 60  # a step would be 1,000
    assert (np.diff(daily) > -1e-9).all()


spans = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 12)), max_size=8)


@given(spans)
def test_merged_spans_cover_the_same_hours_sorted_and_apart(pairs: list[tuple[int, int]]) -> None:
    given_spans = [(float(begin), float(begin + length)) for begin, length in pairs]
    merged = merged_spans(given_spans)
    ends = [hour for span in merged for hour in span]
    assert ends == sorted(set(ends))
    for hour in np.arange(0.5, 80):
        inside = any(a <= hour < b for a, b in given_spans)
        assert any(a <= hour < b for a, b in merged) == inside


@given(st.lists(st.booleans(), max_size=40))
def test_flags_of_hours_become_the_hours_flagged(flags: list[bool]) -> None:
    found = spans_of(np.array(flags, dtype=bool))
    again = [any(a <= hour < b for a, b in found) for hour in range(len(flags))]
    assert again == flags
    assert merged_spans(found) == found
