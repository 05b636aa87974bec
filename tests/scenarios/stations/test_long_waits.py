"""Stations with long waits are named with what they lack."""

from __future__ import annotations

import pandas as pd

from scenarios.stations.long_waits import long_rows, long_wait_warnings

STATIONS = pd.DataFrame(
    {
        "station": ["a", "b", "c"],
        "place_zh": ["甲", "乙", "丙"],
        "place_en": ["A", "B", "C"],
        "wait_mean_min": [12.0, float("nan"), 40.0],
        "wait_p95_min": [30.0, float("nan"), 90.0],
        "units": [8.0, 8.0, 2.0],
        "units_needed": [10, 0, 1],
        "packs": [0, 0, 4],
        "packs_needed": [0, 0, 9],
        "held_per_day": [3.0, 0.0, 1.0],
    }
)
TOTALS = {"wait_mean_min_elsewhere": 0.5, "wait_p95_min_elsewhere": 2.0}


def test_rows_say_what_is_missing_the_longest_wait_first() -> None:
    rows = long_rows(STATIONS, 10.0)
    assert [row["station"] for row in rows] == ["c", "a"]
    assert [row["units_missing"] for row in rows] == [0, 2]
    assert [row["packs_missing"] for row in rows] == [5, 0]
    assert [row["held_per_week"] for row in rows] == [7.0, 21.0]


def test_the_warning_names_them_and_the_waits_elsewhere() -> None:
    (said,) = long_wait_warnings(STATIONS, TOTALS, (10.0, 30.0))
    assert "C (mean 40.0 min, has 2, needs 1, lacks 5 packs, 7 a week without choice); A" in said.en
    assert "28 times a week" in said.en
    assert "0.5 min and 95 % wait 2.0 min" in said.en
    assert "丙" in said.zh
    assert long_wait_warnings(STATIONS, TOTALS, (60.0, 30.0)) == []
