"""Whole traces of locks that call marked vessels before others, worked by hand.

A trace lists (vessel, hour at which its lockage starts) in the order of starts. A lockage takes
half an hour, an empty turn 0.2 h, the chamber of 100 x 12 m holds two short hulls or one long one,
and stands above at first.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from networks import Chamber
from transport.operations.lock import Hull, LockRules, LockSite
from transport.operations.waterway import Stretch, Trips, simulate_waterway

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from transport.operations.records import WaterwayRecords

    AtOneLock = Callable[..., WaterwayRecords]

NAN = float("nan")
DOWN, UP = 0, 1
SHORT = Hull(45, 10, 500)  # half a chamber
LONG = Hull(90, 10, 1000)  # a whole one
CHAMBER = Chamber("L", "1", 100, 12, NAN, 30, 12)
AT_ONCE = LockRules(look_ahead=20, min_fill_share=0.0, max_hold_h=1.5, marked_first=True)
FULLER = replace(AT_ONCE, min_fill_share=0.7)


def trace(records: WaterwayRecords) -> list[tuple[int, float]]:
    table = records.passages.sort_values(["start_h", "trip"])
    pairs = zip(table["trip"], table["start_h"], strict=True)
    return [(int(trip), round(float(start), 9)) for trip, start in pairs]


# --- the head of the line

FOUR = [(0.0, DOWN, LONG), (0.1, DOWN, LONG), (0.2, DOWN, LONG), (0.3, DOWN, LONG)]


@pytest.mark.parametrize(
    ("first", "order"),
    [
        ((), [0, 1, 2, 3]),
        # 0 is inside when 3 comes, and is locked through all the same.
        ((3,), [0, 3, 1, 2]),
        ((2, 3), [0, 2, 3, 1]),
        ((1, 3), [0, 1, 3, 2]),
        ((0, 1, 2, 3), [0, 1, 2, 3]),
    ],
)
def test_a_marked_vessel_stands_behind_the_last_marked_one_and_before_all_others(
    at_one_lock: AtOneLock, first: tuple[int, ...], order: list[int]
) -> None:
    # Lockages of 0.5 h and turns of 0.2 h.
    expected = list(zip(order, [0.0, 0.7, 1.4, 2.1], strict=True))
    assert trace(at_one_lock([CHAMBER], FOUR, AT_ONCE, first=first)) == expected
    as_it_comes = replace(AT_ONCE, marked_first=False)
    unmoved = list(zip(range(4), [0.0, 0.7, 1.4, 2.1], strict=True))
    assert trace(at_one_lock([CHAMBER], FOUR, as_it_comes, first=first)) == unmoved


def test_the_last_marked_vessel_leaves_and_the_next_one_takes_its_place(
    at_one_lock: AtOneLock,
) -> None:
    # 1 goes at 0.7 as the last marked one. 4 comes at 0.9, before 2 and 3: at 1.4. 5 comes at 1.0
    # behind it: at 2.1. Then 2 and 3.
    vessels = [*FOUR, (0.9, DOWN, LONG), (1.0, DOWN, LONG)]
    records = at_one_lock([CHAMBER], vessels, AT_ONCE, first=(1, 4, 5))
    assert trace(records) == [(0, 0.0), (1, 0.7), (4, 1.4), (5, 2.1), (2, 2.8), (3, 3.5)]
    marked = records.passages.loc[records.passages["first"], "trip"]
    assert list(marked) == [1, 4, 5]


def test_a_batch_takes_marked_vessels_and_then_others(at_one_lock: AtOneLock) -> None:
    vessels = [(0.1 * number, DOWN, SHORT) for number in range(5)]
    # At 0.7: 3 and, of the others, 1. At 1.4: 2 and 4.
    records = at_one_lock([CHAMBER], vessels, AT_ONCE, first=(3,))
    assert trace(records) == [(0, 0.0), (1, 0.7), (3, 0.7), (2, 1.4), (4, 1.4)]
    # They enter, and leave, in the order of the queue.
    assert list(records.lockages["vessels"]) == [1, 2, 2]


def test_a_marked_vessel_that_finds_no_room_is_passed_like_any_other(
    at_one_lock: AtOneLock,
) -> None:
    vessels = [(0.0, DOWN, LONG), (0.1, DOWN, SHORT), (0.2, DOWN, SHORT), (0.3, DOWN, LONG)]
    # At 0.7: 2, marked, then 3, marked, too long beside it, then 1, which fits. At 1.4: 3.
    records = at_one_lock([CHAMBER], vessels, AT_ONCE, first=(2, 3))
    assert trace(records) == [(0, 0.0), (1, 0.7), (2, 0.7), (3, 1.4)]


def test_a_vessel_in_its_hold_loses_its_chamber_to_a_marked_one(at_one_lock: AtOneLock) -> None:
    vessels = [(0.25, DOWN, SHORT), (1.0, DOWN, LONG)]
    # 0 is held until 1.75. At 1.0 the chamber is filled anew, with 1, and 0 finds no room: it
    # starts. 0 is still due at 1.75: turn until 1.95.
    assert trace(at_one_lock([CHAMBER], vessels, FULLER, first=(1,))) == [(1, 1.0), (0, 1.95)]
    # Unmarked: 0 has the chamber, and starts as 1 finds no room. Turn from 1.5.
    assert trace(at_one_lock([CHAMBER], vessels, FULLER)) == [(0, 1.0), (1, 1.7)]


def test_a_marked_vessel_is_called_no_sooner_after_its_arrival(at_one_lock: AtOneLock) -> None:
    delayed = replace(AT_ONCE, call_delay_h=0.6)
    vessels = [(0.0, DOWN, LONG), (0.1, DOWN, LONG), (0.2, DOWN, LONG)]
    # Ready at 0.6, 0.7, 0.8; 0 is out at 1.1, turn until 1.3: 2 overtakes 1.
    records = at_one_lock([CHAMBER], vessels, delayed, first=(2,))
    assert trace(records) == [(0, 0.6), (2, 1.3), (1, 2.0)]


# --- directions

BOTH = [(0.0, DOWN, LONG), (0.1, UP, LONG), (0.2, DOWN, LONG), (0.3, DOWN, LONG)]


@pytest.mark.parametrize(
    ("rule", "first", "expected"),
    [
        # Below at 0.5: up with 1 whoever waits above, then 3 before 2, turn, 2.
        ("alternate", (3,), [(0, 0.0), (1, 0.5), (3, 1.0), (2, 1.7)]),
        # 3 leads above and is marked: turn for it. Then 1, ready before 2.
        ("first-come", (3,), [(0, 0.0), (3, 0.7), (1, 1.2), (2, 1.7)]),
        # Both lead and are marked: 1 is ready before 3.
        ("first-come", (1, 3), [(0, 0.0), (1, 0.5), (3, 1.0), (2, 1.7)]),
        # A marked one below keeps the chamber from the vessels above, whatever their hour.
        ("first-come", (1,), [(0, 0.0), (1, 0.5), (2, 1.0), (3, 1.7)]),
        # Two above, one below: turn, by numbers as ever. Then one each: the side of the chamber.
        ("longest-queue", (1,), [(0, 0.0), (2, 0.7), (1, 1.2), (3, 1.7)]),
    ],
)
def test_marks_choose_a_direction_only_where_the_first_to_come_does(
    at_one_lock: AtOneLock, rule: str, first: tuple[int, ...], expected: list[tuple[int, float]]
) -> None:
    rules = replace(AT_ONCE, direction_rule=rule)
    assert trace(at_one_lock([CHAMBER], BOTH, rules, first=first)) == expected


def test_a_turn_that_has_begun_is_finished(at_one_lock: AtOneLock) -> None:
    # At 0.5 the chamber turns for 1, until 0.7. 2, marked, comes below at 0.6 and waits.
    vessels = [(0.0, DOWN, LONG), (0.1, DOWN, LONG), (0.6, UP, LONG)]
    rules = replace(AT_ONCE, direction_rule="first-come")
    records = at_one_lock([CHAMBER], vessels, rules, first=(2,))
    assert trace(records) == [(0, 0.0), (1, 0.7), (2, 1.2)]


# --- announced vessels


def announced(
    legs: Sequence[tuple[float, float, int]],
    rules: LockRules,
    open_h: float,
    short: Sequence[int] = (),
) -> list[tuple[int, float]]:
    """Vessels as (departure, hours to the lock, direction), the first marked, long but for some."""
    routes = [[Stretch(sail, "L", way), Stretch(0.0, "", way)] for _, sail, way in legs]
    trips = Trips(
        depart_h=np.array([depart for depart, _, _ in legs]),
        route=np.arange(len(legs)),
        hull=np.isin(np.arange(len(legs)), short).astype(np.int64),
        payload_t=np.zeros(len(legs)),
        first=np.arange(len(legs)) == 0,
    )
    site = LockSite((CHAMBER,), rules, {"1": ((0.0, open_h),)})
    records, balance = simulate_waterway(trips, routes, [LONG, SHORT], {"L": site}, 100.0)
    assert balance.holds
    return trace(records)


JOINT = replace(AT_ONCE, announce_h=3.0)


@pytest.mark.parametrize(
    ("look_ahead", "open_h", "expected"),
    [
        # 0 is known from 1.0 and due at 4.0. 1 comes at 1.5: no place is kept for 0, and it does
        # not take up the look-ahead of one vessel. Out at 2.0; turn for 0 from 4.0.
        (20, 0.0, [(1, 1.5), (0, 4.2)]),
        (1, 0.0, [(1, 1.5), (0, 4.2)]),
        # The lock opens at 4.5, when 0 is there and goes first. Turn.
        (20, 4.5, [(0, 4.5), (1, 5.2)]),
        (1, 4.5, [(0, 4.5), (1, 5.2)]),
    ],
)
def test_a_marked_vessel_goes_first_once_it_is_there(
    look_ahead: int, open_h: float, expected: list[tuple[int, float]]
) -> None:
    legs = [(0.0, 4.0, DOWN), (1.1, 0.4, DOWN)]
    assert announced(legs, replace(JOINT, look_ahead=look_ahead), open_h) == expected


def test_a_chamber_waits_for_vessels_behind_one_that_is_passed_over() -> None:
    # At 6.0 the look-ahead of two is 1, there, and 2, known and due at 6.5; 0, marked, long and due
    # at 10.0, takes no place of it. So 1 is held and both go at 6.5. Turn for 0.
    legs = [(0.0, 10.0, DOWN), (5.0, 1.0, DOWN), (5.5, 1.0, DOWN)]
    rules = replace(JOINT, min_fill_share=0.7, announce_h=5.0, look_ahead=2)
    assert announced(legs, rules, 0.0, short=(1, 2)) == [(1, 6.5), (2, 6.5), (0, 10.2)]
    # A look-ahead of one does not reach 2: 1 goes at once. Turns for 2, from 6.5, and for 0.
    nearer = replace(rules, look_ahead=1)
    assert announced(legs, nearer, 0.0, short=(1, 2)) == [(1, 6.0), (2, 6.7), (0, 10.2)]


def test_a_marked_vessel_that_is_only_announced_chooses_no_direction() -> None:
    first_come = replace(JOINT, direction_rule="first-come")
    # Above 0, marked, due at 4.0, and 2, there since 1.5; below 1, there since 1.4. At 2.0: turn
    # for 1, ready before 2. 2 at 2.7, out at 3.2. Turn for 0 from 4.0.
    legs = [(0.0, 4.0, DOWN), (1.0, 0.4, UP), (1.1, 0.4, DOWN)]
    assert announced(legs, first_come, 2.0) == [(1, 2.2), (2, 2.7), (0, 4.2)]
    # At 4.5 it is there: 0, then up with 1, down with 2.
    assert announced(legs, first_come, 4.5) == [(0, 4.5), (1, 5.0), (2, 5.5)]
