"""Means and intervals over weeks."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from scenarios.stations.replications import folded, mean_table, mean_totals
from scenarios.study.intervals import interval


def week(wait: float, peak: float, needed: int) -> pd.DataFrame:
    """Return one station."""
    return pd.DataFrame(
        [
            {
                "station": "s",
                "wait_mean_min": wait,
                "peak_kw": peak,
                "units_needed": needed,
                "arrivals_per_day": wait,
            }
        ]
    )


def test_means_intervals_and_places_rounded_up() -> None:
    row = mean_table([week(1.0, 5.0, 3), week(2.0, 5.0, 3), week(6.0, 5.0, 4)]).iloc[0]
    expected = interval([1.0, 2.0, 6.0])
    assert row["wait_mean_min"] == pytest.approx(3.0)
    assert row["wait_mean_min_low"] == max(0.0, expected.low)
    assert row["wait_mean_min_high"] == pytest.approx(expected.high)
    assert (row["peak_kw_low"], row["peak_kw"], row["peak_kw_high"]) == (5.0, 5.0, 5.0)
    assert row["units_needed"] == 4  # 10 / 3, rounded up
    assert "arrivals_per_day_low" not in row


def test_a_week_without_a_value_is_left_out() -> None:
    row = mean_table([week(np.nan, 1.0, 0), week(4.0, 1.0, 1)]).iloc[0]
    assert row["wait_mean_min"] == row["wait_mean_min_low"] == row["wait_mean_min_high"] == 4.0


def test_one_week_stays_as_it_is() -> None:
    table = week(1.0, 5.0, 3)
    assert mean_table([table]) is table
    assert mean_totals([{"trips": 3, "peak_mw": 2.0}]) == {"trips": 3, "peak_mw": 2.0}


def test_sums_have_their_ends_in_the_json() -> None:
    totals = folded(mean_totals([{"trips": 3, "peak_mw": 2.0}, {"trips": 4, "peak_mw": 2.0}]))
    assert totals == {"trips": 3.5, "peak_mw": {"mean": 2.0, "low": 2.0, "high": 2.0}}
