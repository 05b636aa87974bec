"""Whole traces of small locks, worked by hand.

A trace lists (vessel, line, hour at which its lockage starts) in the order of starts. Vessels are
numbered in the order in which they are given. A lock begins with every chamber on the side of
the vessels bound down.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from networks import Chamber
from transport.operations.lock import Hull, LockRules, places_in_chamber

if TYPE_CHECKING:
    from collections.abc import Callable

    from transport.operations.records import WaterwayRecords

    AtOneLock = Callable[..., WaterwayRecords]

NAN = float("nan")
AT_ONCE = LockRules(look_ahead=20, min_fill_share=0.0, max_hold_h=1.5)
FULLER = LockRules(look_ahead=20, min_fill_share=0.7, max_hold_h=1.5)
DOWN, UP = 0, 1

SHORT = Hull(45, 10, 500)  # two of them in 100 x 12 m
LONG = Hull(90, 10, 1000)  # one of them


def chamber(
    line: str = "1",
    size: tuple[float, float] = (100, 12),
    lockage_min: float = 30,
    turn_min: float = 12,
) -> Chamber:
    return Chamber("L", line, *size, NAN, lockage_min, turn_min)


def trace(records: WaterwayRecords) -> list[tuple[int, str, float]]:
    table = records.passages.sort_values(["start_h", "line", "trip"])
    return [
        (int(trip), str(line), round(float(start), 9))
        for trip, line, start in zip(table["trip"], table["line"], table["start_h"], strict=True)
    ]


# --- one chamber for one vessel: 30 minutes a lockage, 12 to turn empty


def test_two_vessels_that_oppose_each_other_need_no_turn(at_one_lock: AtOneLock) -> None:
    records = at_one_lock([chamber()], [(1.0, DOWN, LONG), (1.1, UP, LONG)], AT_ONCE)
    assert trace(records) == [(0, "1", 1.0), (1, "1", 1.5)]  # the chamber is down at 1.5
    assert list(records.passages["end_h"]) == [1.5, 2.0]
    assert list(records.passages["direction"]) == ["down", "up"]
    assert list(records.passages["payload_t"]) == [1000, 1000]
    assert list(records.voyages["waiting_h"]) == pytest.approx([0.0, 0.4])
    assert list(records.voyages["locking_h"]) == pytest.approx([0.5, 0.5])


def test_the_second_vessel_of_a_direction_waits_for_the_empty_turn(
    at_one_lock: AtOneLock,
) -> None:
    records = at_one_lock([chamber()], [(1.0, DOWN, LONG), (1.1, DOWN, LONG)], AT_ONCE)
    assert trace(records) == [(0, "1", 1.0), (1, "1", 1.7)]  # 1.0 + 0.5 + 0.2
    starts, ends = records.lockages["start_h"], records.lockages["end_h"]
    assert list(ends - starts) == pytest.approx([0.5, 0.5])  # the turn is no lockage


def test_a_vessel_from_below_has_the_chamber_turned_first(at_one_lock: AtOneLock) -> None:
    records = at_one_lock([chamber()], [(1.0, UP, LONG)], AT_ONCE)
    assert trace(records) == [(0, "1", 1.2)]


def test_directions_alternate_while_both_wait(at_one_lock: AtOneLock) -> None:
    vessels = [(0.0, DOWN, LONG), (0.1, DOWN, LONG), (0.2, DOWN, LONG), (0.3, UP, LONG)]
    records = at_one_lock([chamber()], vessels, AT_ONCE)
    # 0 goes down 0.0-0.5, the chamber is below: 3 comes up 0.5-1.0, 1 goes down 1.0-1.5, nobody
    # is below: turn 0.2, 2 goes down at 1.7.
    assert trace(records) == [(0, "1", 0.0), (3, "1", 0.5), (1, "1", 1.0), (2, "1", 1.7)]


def test_a_turn_once_begun_is_finished(at_one_lock: AtOneLock) -> None:
    vessels = [(0.0, DOWN, LONG), (0.1, DOWN, LONG), (0.6, UP, LONG)]
    records = at_one_lock([chamber()], vessels, AT_ONCE)
    # Turning up for vessel 1 from 0.5 to 0.7; vessel 2 comes to the lower gate at 0.6 and waits
    # until vessel 1 has come down at 1.2.
    assert trace(records) == [(0, "1", 0.0), (1, "1", 0.7), (2, "1", 1.2)]


def test_first_come_first_served_within_a_direction(at_one_lock: AtOneLock) -> None:
    vessels = [(0.1 * i, DOWN, LONG) for i in range(6)]
    records = at_one_lock([chamber()], vessels, AT_ONCE)
    # 0.5 h of lockage and 0.2 h of turning for each.
    assert trace(records) == [(i, "1", round(0.7 * i, 9)) for i in range(6)]


# --- holding for a fuller chamber: two short hulls fill it, one is half


def test_a_half_full_chamber_is_held_until_the_longest_hold(at_one_lock: AtOneLock) -> None:
    records = at_one_lock([chamber()], [(0.25, DOWN, SHORT)], FULLER)
    assert trace(records) == [(0, "1", 1.75)]


def test_a_second_vessel_fills_the_chamber(at_one_lock: AtOneLock) -> None:
    records = at_one_lock([chamber()], [(0.25, DOWN, SHORT), (1.0, DOWN, SHORT)], FULLER)
    assert trace(records) == [(0, "1", 1.0), (1, "1", 1.0)]
    assert list(records.lockages["vessels"]) == [2]
    assert records.passages["lockage"].nunique() == 1


def test_a_fill_of_half_is_enough_where_half_is_asked(at_one_lock: AtOneLock) -> None:
    half = LockRules(look_ahead=20, min_fill_share=0.5, max_hold_h=1.5)
    assert trace(at_one_lock([chamber()], [(0.25, DOWN, SHORT)], half)) == [(0, "1", 0.25)]


def test_a_vessel_that_finds_no_room_sends_the_chamber_off(at_one_lock: AtOneLock) -> None:
    records = at_one_lock([chamber()], [(0.0, DOWN, SHORT), (0.4, DOWN, LONG)], FULLER)
    # The long one finds no room beside the short one at 0.4. 0.4 + 0.5 + 0.2 = 1.1.
    assert trace(records) == [(0, "1", 0.4), (1, "1", 1.1)]


def test_each_direction_is_held_for_itself(at_one_lock: AtOneLock) -> None:
    records = at_one_lock([chamber()], [(0.0, DOWN, SHORT), (0.5, UP, SHORT)], FULLER)
    # Down is due at 1.5 and done at 2.0, when the vessel below has waited its 1.5 h as well.
    assert trace(records) == [(0, "1", 1.5), (1, "1", 2.0)]


def test_the_hold_of_every_vessel_counts_with_two_chambers(at_one_lock: AtOneLock) -> None:
    lines = [chamber("1"), chamber("2")]
    records = at_one_lock(lines, [(0.0, DOWN, SHORT), (0.1, UP, SHORT)], FULLER)
    # Vessel 0 is due at 1.5 on line 1. Vessel 1 is due at 1.6, when line 2 stands idle above and
    # turns for it: 1.6 + 0.2.
    assert trace(records) == [(0, "1", 1.5), (1, "2", 1.8)]


def test_a_vessel_left_behind_takes_another_idle_chamber(at_one_lock: AtOneLock) -> None:
    lines = [chamber("1", (200, 34)), chamber("2", (200, 20))]
    vessels = [(0.0, DOWN, Hull(100, 15.8, 3300)), (0.1, DOWN, Hull(190, 19, 9000))]
    # The large one finds no room beside the first in line 1 (34.8 m) and fills line 2, idle.
    assert trace(at_one_lock(lines, vessels, FULLER)) == [(0, "1", 0.1), (1, "2", 0.1)]


def test_the_hold_counts_behind_a_vessel_too_large_for_the_idle_chamber(
    at_one_lock: AtOneLock,
) -> None:
    lines = [chamber("1"), chamber("2", (200, 12), lockage_min=180)]
    large = Hull(150, 10, 3000)
    vessels = [(0.0, DOWN, large), (0.1, DOWN, large), (0.2, DOWN, SHORT)]
    # Vessel 1 must wait for line 2 (0.0-3.0 and 0.2 to turn). Vessel 2 stands behind it but fits
    # the idle line 1, which it fills by half: it is due at 0.2 + 1.5.
    assert trace(at_one_lock(lines, vessels, FULLER)) == [
        (0, "2", 0.0),
        (2, "1", 1.7),
        (1, "2", 3.2),
    ]


# --- look-ahead and room


QUEUE = [(0.0, DOWN, LONG), (0.1, DOWN, SHORT), (0.2, DOWN, LONG), (0.3, DOWN, SHORT)]


def test_a_controller_takes_a_later_vessel_that_still_fits(at_one_lock: AtOneLock) -> None:
    look = LockRules(look_ahead=3, min_fill_share=0.0, max_hold_h=1.5)
    records = at_one_lock([chamber(turn_min=0)], QUEUE, look)
    assert trace(records) == [(0, "1", 0.0), (1, "1", 0.5), (3, "1", 0.5), (2, "1", 1.0)]


def test_a_controller_does_not_look_past_its_look_ahead(at_one_lock: AtOneLock) -> None:
    look = LockRules(look_ahead=2, min_fill_share=0.0, max_hold_h=1.5)
    records = at_one_lock([chamber(turn_min=0)], QUEUE, look)
    assert trace(records) == [(0, "1", 0.0), (1, "1", 0.5), (2, "1", 1.0), (3, "1", 1.5)]


def test_a_batch_ends_at_the_places_of_the_chamber(at_one_lock: AtOneLock) -> None:
    # 100 x 21 m holds 3 x 2 hulls of 30 x 10 m, although seven would fit by area (2,100 / 300).
    wide = chamber(size=(100, 21), turn_min=0)
    vessels = [(0.0, UP, LONG)] + [(0.1, DOWN, Hull(30, 10, 200))] * 8
    records = at_one_lock([wide], vessels, AT_ONCE)
    assert list(records.lockages["vessels"]) == [1, 6, 2]
    assert [trip for trip, _, _ in trace(records)] == list(range(9))


def test_hulls_of_two_sizes_share_a_chamber_in_length_and_width(at_one_lock: AtOneLock) -> None:
    # 100 x 21 m: behind the broad hull of 45 m there is room for one row of two hulls of 30 m.
    wide = chamber(size=(100, 21), turn_min=0)
    small, broad = Hull(30, 10, 200), Hull(45, 20, 900)
    vessels = [
        (0.0, UP, LONG),
        *[(0.1, DOWN, hull) for hull in (broad, small, small, small, small)],
    ]
    records = at_one_lock([wide], vessels, AT_ONCE)
    assert list(records.lockages["vessels"]) == [1, 3, 2]


# --- chambers side by side


def test_chambers_of_different_size_share_one_queue(at_one_lock: AtOneLock) -> None:
    lines = [
        chamber("1", (50, 12), lockage_min=30, turn_min=0),
        chamber("2", (100, 12), lockage_min=60, turn_min=0),
    ]
    vessels = [
        (0.0, DOWN, LONG),
        (0.1, DOWN, SHORT),
        (0.2, DOWN, SHORT),
        (0.3, DOWN, LONG),
        (0.4, DOWN, SHORT),
    ]
    # Line 2 takes vessel 0 (0.0-1.0); line 1 takes 1 (0.1-0.6) and then 2 (0.6-1.1), past the long
    # one which it cannot hold. At 1.0 line 2 takes 3; 4 finds no room there and goes by line 1.
    assert trace(at_one_lock(lines, vessels, AT_ONCE)) == [
        (0, "2", 0.0),
        (1, "1", 0.1),
        (2, "1", 0.6),
        (3, "2", 1.0),
        (4, "1", 1.1),
    ]


def test_idle_chambers_are_asked_in_the_order_of_their_lines(at_one_lock: AtOneLock) -> None:
    lines = [chamber("b"), chamber("a")]
    vessels = [(0.0, DOWN, LONG), (0.1, DOWN, LONG), (5.0, DOWN, LONG)]
    # At 5.0 both stand below and turn; the first one listed is asked first.
    assert trace(at_one_lock(lines, vessels, AT_ONCE)) == [
        (0, "b", 0.0),
        (1, "a", 0.1),
        (2, "b", 5.2),
    ]


def test_a_ship_lift_of_unknown_size_takes_one_vessel_at_a_time(at_one_lock: AtOneLock) -> None:
    lift = Chamber("L", "1", NAN, NAN, 1000, 30, 12)
    vessels = [(0.0, DOWN, LONG), (0.1, DOWN, SHORT), (0.2, DOWN, SHORT)]
    assert trace(at_one_lock([lift], vessels, FULLER)) == [
        (0, "1", 0.0),
        (1, "1", 0.7),
        (2, "1", 1.4),
    ]


# --- vessels that fit nowhere


@pytest.mark.parametrize(
    ("lines", "hull", "text"),
    [
        ([chamber(size=(80, 12))], LONG, "90 x 10 m fits no chamber of lock L"),
        ([chamber(size=(100, 9))], LONG, "90 x 10 m fits no chamber of lock L"),
        (
            [chamber("1", (80, 20)), chamber("2", (120, 9))],
            LONG,
            "90 x 10 m fits no chamber of lock L",
        ),
        (
            [Chamber("L", "1", NAN, NAN, 1000, 30, 12)],
            Hull(72, 15.8, 1001),
            "72 x 15.8 m fits no chamber of lock L",
        ),
    ],
)
def test_a_vessel_that_fits_no_chamber_is_refused_before_the_run(
    at_one_lock: AtOneLock, lines: list[Chamber], hull: Hull, text: str
) -> None:
    with pytest.raises(ValueError, match=text):
        at_one_lock(lines, [(0.0, DOWN, Hull(20, 5, 100)), (1.0, UP, hull)], AT_ONCE)


@pytest.mark.parametrize(
    ("size", "hull", "places"),
    [
        ((340, 34), Hull(72, 15.8, 3300), 8),  # 4 rows of 2
        ((280, 34), Hull(90, 15.8, 5000), 6),  # 3 rows of 2
        ((190, 23), Hull(62, 13.8, 2000), 3),  # 3 rows of 1
        ((190, 15), Hull(72, 15.8, 3300), 0),
        ((44, 8.8), Hull(44, 8.8, 500), 1),  # an exact fit
        ((99, 33.0), Hull(33, 1.1, 1), 90),  # 3 rows of 30
        ((180, 3.3), Hull(45, 1.1, 1), 12),  # 4 rows of 3, each file an exact fit
    ],
)
def test_places_in_a_chamber(size: tuple[float, float], hull: Hull, places: int) -> None:
    assert places_in_chamber(chamber(size=size), hull) == places
