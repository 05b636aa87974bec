"""Stations with long waits are named with what they lack."""

from __future__ import annotations

import math

import pandas as pd

from scenarios.stations.long_waits import long_lines, long_rows, long_wait_warnings
from scenarios.stations.not_made import mean_counts, not_made_warnings

STATIONS = pd.DataFrame(
    {
        "station": ["a", "b", "c"],
        "sells": ["charging", "lng", "swap"],
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


def test_warnings_are_short_sentences_with_their_numbers() -> None:
    said = [text.en for text in long_wait_warnings(STATIONS, TOTALS, 10.0, 30.0)]
    assert said[:4] == [
        "Mean waits are above 10 min at 2 of 3 stations.",
        "Everywhere else the mean wait is 0.5 min, and 95 % wait 2.0 min at most.",
        "To keep to the target they lack 2 chargers, slots or pumps.",
        "To keep to the target swap stations lack 5 packs.",
    ]
    assert said[4].startswith("28 times a week a driver there expected to wait more than 30 min")
    assert len(said) == 5
    zh = [text.zh for text in long_wait_warnings(STATIONS, TOTALS, 10.0, 30.0)]
    assert zh[0] == "3处站点中有2处平均等待超过10分钟。"
    assert long_wait_warnings(STATIONS, TOTALS, 60.0, 30.0) == []


def test_on_the_river_nobody_is_held_and_nothing_is_said_of_it() -> None:
    quiet = STATIONS.assign(held_per_day=0.0)
    nowhere = {name: float("nan") for name in TOTALS}
    said = long_wait_warnings(quiet, nowhere, 10.0, math.inf)
    assert [text.en.split()[0] for text in said] == ["Mean", "To", "To"]
    assert long_wait_warnings(pd.DataFrame(columns=["station"]), nowhere, 10.0, math.inf) == []


def test_the_terminal_lists_them() -> None:
    lines = long_lines(STATIONS, 10.0)
    assert [line.split()[0] for line in lines[1:]] == ["c", "a"]
    assert lines[1].split()[1:] == ["40.0", "90.0", "2", "1", "5", "7"]
    many = pd.concat([STATIONS] * 6)
    assert long_lines(many, 10.0)[-1].strip() == "and 4 more"


def test_trips_not_begun_are_told_by_what_they_need() -> None:
    counts = mean_counts(
        [{"charging": 0, "lng": 10, "swap": 1000}, {"charging": 0, "lng": 20, "swap": 1500}]
    )
    (said,) = not_made_warnings(counts)
    assert said.en.startswith("1265 trips were not begun.")
    assert said.en.endswith("By what they need: battery swap 1250, LNG 15.")
    assert "换电 1250、LNG加注 15" in said.zh
    assert not_made_warnings({"lng": 0.0}) == []
