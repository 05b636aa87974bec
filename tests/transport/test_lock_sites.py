"""Lock sites: rules from the table, closures by water and works, water used."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from networks import Chamber
from networks.water_levels import LockWater
from transport.lock_sites import (
    ANY,
    LockOperation,
    lock_operations,
    lock_site,
    operation_of,
    relief_queue,
    water_used_m3,
)
from transport.operations.lock import LockRules

NAN = float("nan")
RULES = LockRules(look_ahead=5, min_fill_share=0.5, max_hold_h=1.0)
WATER = LockWater(1000, 16.0, 1.0, 6000, 1.0, 0.0, 6000)
BIG = Chamber("L", "3", 300, 34, NAN, 60, 16, sill_depth_m=4.0)
OLD = Chamber("L", "1", 190, 23, NAN, 50, 12, max_head_m=15.0)


def table(*rows: tuple[str, str, float, str]) -> pd.DataFrame:
    """Rows of lock, explanation, cycle factor and relief queue."""
    rest = {"look_ahead": 7, "min_fill_share": 0.6, "max_hold_h": 1.5, "call_delay_h": 4.0}
    rest |= {"gap_length_m": 10.0, "gap_width_m": 0.5, "under_keel_m": 0.3}
    names = ("lock", "explanation", "cycle_factor", "relief_queue")
    made = [dict(zip(names, row, strict=True)) | rest | {"night_h": ""} for row in rows]
    return pd.DataFrame(made)


def test_rules_are_read_by_explanation_and_other_locks_take_the_common_ones() -> None:
    rules = table(
        ("L", "scheduling", 0.9, ""), ("L", "relief", 0.8, "1:70"), ("*", "relief", 1.0, "")
    )
    rules.loc[rules["relief_queue"] == "1:70", "night_h"] = "22-6"
    found = lock_operations(rules, "relief")
    assert set(found) == {"L", ANY}
    mine = operation_of(found, "L")
    assert mine.cycle_factor == 0.8
    assert mine.rules == LockRules(
        7, 0.6, 1.5, 4.0, {"1": 70}, gap_length_m=10.0, gap_width_m=0.5, under_keel_m=0.3
    )
    assert operation_of(found, "M").cycle_factor == 1.0
    assert mine.announced(3.0).rules.announce_h == 3.0
    assert mine.announced(3.0).cycle_factor == 0.8
    assert mine.night_h == mine.announced(3.0).night_h == (22.0, 6.0)
    assert operation_of(found, "M").night_h is None


def test_an_unknown_explanation_is_refused_with_those_there_are() -> None:
    with pytest.raises(ValueError, match=r"'weather' is no explanation.*scheduling, relief"):
        lock_operations(table(), "weather")


def test_relief_lines_are_read_as_pairs() -> None:
    assert relief_queue("1:75;2:135;") == {"1": 75, "2": 135}
    assert relief_queue("") == {}


def test_a_site_is_closed_by_works_on_a_line_on_all_lines_and_by_water() -> None:
    daily = np.array([3000.0, 1500.0, 7000.0, 3000.0])  # heads 14, 15.5, 10 and 14 m
    shut = {"1": ((80.0, 90.0),), ANY: ((10.0, 30.0),)}
    site = lock_site((OLD, BIG), LockOperation(RULES, 0.5), WATER, daily, shut)
    assert site.closed_h == {
        "1": ((10.0, 72.0), (80.0, 90.0)),  # all lines, then the head of day 2, then high water
        "3": ((10.0, 30.0), (48.0, 72.0)),
    }
    assert site.depth_m["1"] == ()
    assert site.depth_m["3"] == ((0.0, 6.0), (24.0, 4.5), (48.0, 10.0), (72.0, 6.0))
    factors = [factor for _, factor in site.levelling["3"]]
    assert factors == pytest.approx([(head_m / 16) ** 0.5 for head_m in (14.0, 15.5, 10.0, 14.0)])
    assert [one.lockage_min for one in site.chambers] == [25.0, 30.0]
    assert site.rules == RULES


def test_without_water_only_works_close_a_line() -> None:
    site = lock_site((OLD,), LockOperation(RULES, 1.0), shut={"3": ((0.0, 5.0),)})
    assert site.closed_h == {"1": ()}
    assert (site.depth_m, site.levelling) == ({}, {})


def test_water_used_counts_every_second_change_of_level() -> None:
    assert water_used_m3(BIG, 5, 10.0) == pytest.approx(2.5 * 300 * 34 * 10)
    saving = Chamber("L", "4", 300, 34, NAN, 60, 16, water_saving_share=0.6)
    assert water_used_m3(saving, 5, 10.0) == pytest.approx(0.4 * 2.5 * 300 * 34 * 10)
    lift = Chamber("L", "5", NAN, NAN, 500, 60, 16, water_saving_share=1.0)
    assert water_used_m3(lift, 5, NAN) == 0.0
    assert np.isnan(water_used_m3(BIG, 5, NAN))


def test_a_lock_that_rests_at_night_starts_nothing_then() -> None:
    operation = LockOperation(RULES, 1.0, night_h=(22.0, 6.0))
    site = lock_site((BIG,), operation, shut={BIG.line: ((5.0, 8.0),)}, days=2)
    # The night in which the run begins joins the outage from 5 to 8.
    assert site.closed_h[BIG.line] == ((0.0, 8.0), (22.0, 30.0), (46.0, 54.0))
