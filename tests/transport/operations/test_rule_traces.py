"""Whole traces of the rules of a lock, worked by hand.

A trace lists (vessel, line, hour at which its lockage starts) in the order of starts. Vessels are
numbered in the order in which they are given. Unless a case says otherwise a lockage takes half an
hour, an empty turn 0.2 h, the chamber of 100 x 12 m holds two short hulls or one long one, and
stands above at first.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from networks import Chamber, LockPhases
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
AT_ONCE = LockRules(look_ahead=20, min_fill_share=0.0, max_hold_h=1.5)
FULLER = replace(AT_ONCE, min_fill_share=0.7)

Trace = list[tuple[int, str, float]]


def chamber(line: str = "1", phases: LockPhases | None = None) -> Chamber:
    return Chamber("L", line, 100, 12, NAN, 30, 12, phases=phases)


def trace(records: WaterwayRecords) -> Trace:
    table = records.passages.sort_values(["start_h", "line", "trip"])
    columns = (table["trip"], table["line"], table["start_h"])
    return [
        (int(trip), str(line), round(float(start), 9))
        for trip, line, start in zip(*columns, strict=True)
    ]


# --- phases

PHASES = LockPhases(
    entry_first_min=6,
    entry_next_min=3,
    gates_min=3,
    filling_min=18,
    emptying_min=12,
    exit_first_min=6,
    exit_next_min=3,
    turn_min=12,
)


def test_vessels_enter_and_leave_one_by_one_and_filling_differs_from_emptying(
    at_one_lock: AtOneLock,
) -> None:
    vessels = [(0.0, DOWN, SHORT), (0.0, DOWN, SHORT), (0.1, UP, SHORT)]
    records = at_one_lock([chamber(phases=PHASES)], vessels, AT_ONCE)
    # Down with two: entry 6 + 3, gates 3 + 3 and emptying 12, so 27 min; exits after 6 and 3 more:
    # 33 min = 0.55 h and 36 min = 0.6 h. Up with one from 0.6: 6 + (3 + 18 + 3) + 6 = 36 min.
    assert trace(records) == [(0, "1", 0.0), (1, "1", 0.0), (2, "1", 0.6)]
    assert list(records.passages["end_h"]) == pytest.approx([0.55, 0.6, 1.2])
    assert list(records.lockages["end_h"]) == pytest.approx([0.6, 1.2])
    assert len(records.turns) == 0


def test_a_lock_in_flight_repeats_gates_and_levelling(at_one_lock: AtOneLock) -> None:
    flight = chamber(phases=replace(PHASES, steps=3))
    records = at_one_lock([flight], [(0.0, DOWN, SHORT), (0.0, UP, SHORT)], AT_ONCE)
    # Down 6 + 3 x (3 + 12 + 3) + 6 = 66 min, up 6 + 3 x (3 + 18 + 3) + 6 = 84 min.
    assert list(records.passages["end_h"]) == pytest.approx([1.1, 1.1 + 1.4])


def test_filling_emptying_and_turns_follow_the_head_of_the_hour_in_which_they_begin(
    at_one_lock: AtOneLock,
) -> None:
    vessels = [(0.0, DOWN, SHORT), (2.0, UP, SHORT), (6.0, UP, SHORT)]
    levelling = {"1": ((0.0, 0.5), (2.0, 1.5))}
    records = at_one_lock([chamber(phases=PHASES)], vessels, AT_ONCE, levelling=levelling)
    # Down at factor 0.5: 6 + (3 + 6 + 3) + 6 = 24 min. Up at 1.5: 6 + (3 + 27 + 3) + 6 = 45 min.
    # The turn of 12 min is all levelling at the most (emptying takes 12): 18 min, so up at 6.3.
    assert trace(records) == [(0, "1", 0.0), (1, "1", 2.0), (2, "1", 6.3)]
    assert list(records.passages["end_h"]) == pytest.approx([0.4, 2.75, 7.05])
    assert list(records.turns["start_h"]) == pytest.approx([6.0])
    assert list(records.turns["end_h"]) == pytest.approx([6.3])
    # A time that is only known as a whole does not follow the head: 30 min down, 12 to turn.
    records = at_one_lock([chamber()], vessels, AT_ONCE, levelling=levelling)
    assert list(records.passages["end_h"]) == pytest.approx([0.5, 2.5, 6.7])


def test_a_ship_lift_takes_one_by_one_and_both_ways_without_a_turn(at_one_lock: AtOneLock) -> None:
    lift = Chamber("L", "1", NAN, NAN, 1000, 30, 12, phases=PHASES)
    vessels = [(0.0, DOWN, LONG), (0.1, DOWN, SHORT), (0.2, UP, SHORT)]
    # Down 30 min, up 36 min: 0.0-0.5, 0.5-1.1, then down again at 1.1.
    assert trace(at_one_lock([lift], vessels, AT_ONCE)) == [
        (0, "1", 0.0),
        (2, "1", 0.5),
        (1, "1", 1.1),
    ]


def test_the_next_stretch_begins_when_a_vessel_leaves_and_takes_its_own_pace() -> None:
    route = [Stretch(0.5, "A", DOWN), Stretch(1.0, "B", DOWN), Stretch(2.0, "", DOWN)]
    trips = Trips(
        depart_h=np.zeros(3),
        route=np.zeros(3, dtype=np.int64),
        hull=np.zeros(3, dtype=np.int64),
        payload_t=np.ones(3),
        pace=np.array([1.0, 1.0, 2.0]),
    )
    sites = {
        lock: LockSite((replace(chamber(phases=PHASES), lock=lock),), AT_ONCE) for lock in "AB"
    }
    records, balance = simulate_waterway(trips, [route], [SHORT], sites, 24.0)
    # 0 and 1 reach A at 0.5 and leave at 1.05 and 1.1; at B at 2.05 and 2.1. 0 is locked alone:
    # 6 + 18 + 6 = 30 min, 2.05-2.55; 1 waits until the turn ends at 2.75 and leaves at 3.25.
    # 2 sails half as fast: at A at 1.0, when the chamber works; turn 1.1-1.3, out at 1.8, at B at
    # 3.8, when the chamber, below since 3.25, turns to 4.0, out at 4.5. The last stretch is 2 h
    # for 0 and 1, 4 h for 2.
    assert balance.holds
    by_lock = {lock: records.passages[records.passages["lock"] == lock] for lock in "AB"}
    assert list(by_lock["A"]["arrive_h"]) == [0.5, 0.5, 1.0]
    assert list(by_lock["A"]["end_h"]) == pytest.approx([1.05, 1.1, 1.8])
    assert list(by_lock["B"]["arrive_h"]) == pytest.approx([2.05, 2.1, 3.8])
    assert list(by_lock["B"]["start_h"]) == pytest.approx([2.05, 2.75, 4.0])
    assert list(records.voyages["arrive_h"]) == pytest.approx([4.55, 5.25, 8.5])
    assert list(records.voyages["sailing_h"]) == pytest.approx([3.5, 3.5, 7.0])


# --- outages


@pytest.mark.parametrize(
    ("closed", "vessels", "rules", "expected"),
    [
        # During a lockage: it is finished at 0.5, and vessel 1 waits below until 2.0.
        ([(0.2, 2.0)], [(0.0, DOWN, LONG), (0.1, UP, LONG)], AT_ONCE, [(0, 0.0), (1, 2.0)]),
        # In the middle of a queue: 0.0, 0.7, then shut from 1.0, when vessel 1 is inside. It is
        # out at 1.2; the turn for vessel 2 begins at 3.0.
        (
            [(1.0, 3.0)],
            [(0.0, DOWN, LONG)] * 3,
            AT_ONCE,
            [(0, 0.0), (1, 0.7), (2, 3.2)],
        ),
        # During a hold that would end at 1.75: overdue at 3.0.
        ([(1.0, 3.0)], [(0.25, DOWN, SHORT)], FULLER, [(0, 3.0)]),
        # Over before the hold ends: nothing changes.
        ([(0.5, 1.0)], [(0.25, DOWN, SHORT)], FULLER, [(0, 1.75)]),
        # During a turn (1.0-1.2): it is finished, the lockage waits.
        ([(1.1, 2.0)], [(1.0, UP, LONG)], AT_ONCE, [(0, 2.0)]),
        # From the very hour of an arrival, and open again at the very hour of another.
        ([(1.0, 2.0)], [(1.0, DOWN, LONG), (2.0, UP, LONG)], AT_ONCE, [(0, 2.0), (1, 2.5)]),
        # Twice: vessel 0 waits out the first, vessel 1 (turn until 1.7) the second.
        (
            [(0.0, 1.0), (1.6, 3.0)],
            [(0.5, DOWN, LONG), (0.6, DOWN, LONG)],
            AT_ONCE,
            [(0, 1.0), (1, 3.0)],
        ),
        # One closure after another without a gap is one.
        ([(0.0, 1.0), (1.0, 3.0)], [(0.5, DOWN, LONG)], AT_ONCE, [(0, 3.0)]),
    ],
)
def test_a_closed_line_starts_nothing_and_finishes_what_has_begun(
    at_one_lock: AtOneLock,
    closed: list[tuple[float, float]],
    vessels: list[tuple[float, int, Hull]],
    rules: LockRules,
    expected: list[tuple[int, float]],
) -> None:
    records = at_one_lock([chamber()], vessels, rules, closed_h={"1": tuple(closed)})
    assert trace(records) == [(trip, "1", start) for trip, start in expected]


def test_the_other_line_works_on_while_one_is_shut(at_one_lock: AtOneLock) -> None:
    vessels = [(0.0, DOWN, LONG), (0.1, DOWN, LONG), (0.2, DOWN, LONG), (2.0, DOWN, LONG)]
    records = at_one_lock(
        [chamber("1"), chamber("2")], vessels, AT_ONCE, closed_h={"1": ((0.0, 1.0),)}
    )
    # Line 2 takes 0 (0.0-0.5), turns, takes 1 (0.7-1.2). Line 1 opens at 1.0 above and takes 2.
    # At 2.0 both stand below; line 1 is asked first and turns.
    assert trace(records) == [(0, "2", 0.0), (1, "2", 0.7), (2, "1", 1.0), (3, "1", 2.2)]


def test_hours_out_of_order_are_refused() -> None:
    closed_h = {"1": ((5.0, 6.0), (1.0, 2.0)), "2": ((1.0, 2.0), (5.0, 6.0))}
    with pytest.raises(ValueError, match=r"closed_h of line 1 .*depth_m of line 2") as error:
        LockSite((chamber(),), AT_ONCE, closed_h, {"2": ((3.0, 4.0), (0.0, 5.0))})
    assert "closed_h of line 2" not in str(error.value)


# --- being called, relief, timetable


def test_a_vessel_is_called_after_the_delay_and_held_from_then(at_one_lock: AtOneLock) -> None:
    delayed = replace(FULLER, call_delay_h=0.5)
    records = at_one_lock([chamber()], [(0.25, DOWN, SHORT), (6.0, DOWN, LONG)], delayed)
    # 0.25 + 0.5 ready, + 1.5 of hold. The long one is ready at 6.5; 0.2 to turn.
    assert trace(records) == [(0, "1", 2.25), (1, "1", 6.7)]
    assert list(records.voyages["waiting_h"]) == pytest.approx([2.0, 0.7])  # from arrival


def test_a_relief_line_works_only_behind_a_queue(at_one_lock: AtOneLock) -> None:
    relief = replace(AT_ONCE, relief_queue={"2": 3})
    vessels = [(hour, DOWN, LONG) for hour in (0.0, 0.1, 0.2, 0.3)]
    # 0 by line 1. Three wait from 0.3: line 2 takes 1. Then two wait, too few for it: line 1 turns
    # from 0.5, takes 2 (0.7-1.2), turns, takes 3.
    assert trace(at_one_lock([chamber("1"), chamber("2")], vessels, relief)) == [
        (0, "1", 0.0),
        (1, "2", 0.3),
        (2, "1", 0.7),
        (3, "1", 1.4),
    ]


def test_chambers_start_and_turn_by_the_timetable(at_one_lock: AtOneLock) -> None:
    hourly = replace(AT_ONCE, timetable_h=1.0)
    vessels = [(0.2, DOWN, LONG), (0.3, DOWN, LONG), (0.4, UP, LONG), (0.5, UP, LONG)]
    # Down 1.0, up 2.0, down 3.0, up 4.0: each hour the chamber stands where one waits.
    assert trace(at_one_lock([chamber()], vessels, hourly)) == [
        (0, "1", 1.0),
        (2, "1", 2.0),
        (1, "1", 3.0),
        (3, "1", 4.0),
    ]
    # Two down: the turn begins at 2.0 and the lockage at 3.0. An arrival at 3.0 would be in time.
    assert trace(at_one_lock([chamber()], vessels[:2], hourly)) == [(0, "1", 1.0), (1, "1", 3.0)]
    assert trace(at_one_lock([chamber()], [(3.0, DOWN, LONG)], hourly)) == [(0, "1", 3.0)]


# --- turned for nothing


def test_a_chamber_that_turned_for_vessels_now_gone_is_idle_again(at_one_lock: AtOneLock) -> None:
    vessels = [(0.0, UP, SHORT), (1.1, DOWN, LONG), (3.0, UP, SHORT)]
    records = at_one_lock([chamber("1"), chamber("2")], vessels, FULLER)
    # 1 goes down by line 1 (1.1-1.6). 0 is due at 1.5: line 2 turns for it until 1.7, but line 1
    # is below at 1.6 and takes it. 2 is held until 4.5 like any other. Line 1, above since 2.1, is
    # asked first and turns for it; line 2, below, takes it.
    assert trace(records) == [(1, "1", 1.1), (0, "1", 1.6), (2, "2", 4.5)]
    assert list(records.turns["start_h"]) == [1.5, 4.5]
    assert list(records.turns["line"]) == ["2", "1"]


# --- direction


QUEUES = [(0.0, DOWN, LONG), (0.1, DOWN, LONG), (0.2, DOWN, LONG), (0.3, UP, LONG)]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        # Below at 0.5: up with 3, down with 1, turn, down with 2.
        ("alternate", [(0, 0.0), (3, 0.5), (1, 1.0), (2, 1.7)]),
        # 1 and 2 have waited longer than 3: turn, turn, and then up from below.
        ("first-come", [(0, 0.0), (1, 0.7), (2, 1.4), (3, 1.9)]),
        # At 0.5 two wait above and one below: turn. At 1.2 one each: the side of the chamber.
        ("longest-queue", [(0, 0.0), (1, 0.7), (3, 1.2), (2, 1.7)]),
    ],
)
def test_the_rule_of_directions(
    at_one_lock: AtOneLock, rule: str, expected: list[tuple[int, float]]
) -> None:
    records = at_one_lock([chamber()], QUEUES, replace(AT_ONCE, direction_rule=rule))
    assert trace(records) == [(trip, "1", start) for trip, start in expected]


def test_one_way_lines_work_back_to_back(at_one_lock: AtOneLock) -> None:
    one_way = replace(AT_ONCE, one_way={"d": DOWN, "u": UP})
    vessels = [(0.0, DOWN, LONG), (0.0, UP, LONG), (0.0, DOWN, LONG), (0.0, UP, LONG)]
    records = at_one_lock([chamber("d"), chamber("u")], vessels, one_way)
    # Line u stands below at first. Both turn from 0.5 to 0.7 although the other side waits.
    assert trace(records) == [(0, "d", 0.0), (1, "u", 0.0), (2, "d", 0.7), (3, "u", 0.7)]
    assert list(records.turns["start_h"]) == [0.5, 0.5]


# --- look-ahead, depth, gaps


def test_the_look_ahead_counts_vessels_that_a_line_does_not_take(at_one_lock: AtOneLock) -> None:
    lines = [Chamber("L", "1", 200, 12, NAN, 60, 0), Chamber("L", "2", 50, 12, NAN, 60, 0)]
    vessels = [(0.0, DOWN, Hull(150, 10, 1))] * 3 + [(0.1, DOWN, SHORT)]
    # Line 1 is at work for the first; two more stand before the short one, which fits line 2.
    near, far = (replace(AT_ONCE, look_ahead=number) for number in (2, 3))
    # The first two queue places are taken by 1 and 2, until 1 starts at 1.0 and 2 moves up.
    assert trace(at_one_lock(lines, vessels, near))[:3] == [
        (0, "1", 0.0),
        (1, "1", 1.0),
        (3, "2", 1.0),
    ]
    assert trace(at_one_lock(lines, vessels, far))[:2] == [(0, "1", 0.0), (3, "2", 0.1)]


def test_a_deep_vessel_waits_for_water_and_others_pass_it(at_one_lock: AtOneLock) -> None:
    deep, shallow = replace(LONG, draught_m=4.0), replace(LONG, draught_m=2.0)
    rules = replace(AT_ONCE, under_keel_m=0.3)
    depth_m = {"1": ((0.0, 2.3), (3.0, 4.2), (5.0, 4.3), (8.0, 2.0))}
    vessels = [(0.0, DOWN, deep), (0.1, DOWN, shallow), (7.9, DOWN, deep), (8.0, DOWN, shallow)]
    records = at_one_lock([chamber()], vessels, rules, depth_m=depth_m)
    # 2.0 + 0.3 m just pass over 2.3 m; 4.0 + 0.3 m wait for 4.3 m, from 5.0 (turn until 5.2). The
    # turn for 2 begins at 7.9 and ends at 8.1 with too little water for either.
    assert trace(records) == [(1, "1", 0.1), (0, "1", 5.2)]
    assert list(records.waiting["trip"]) == [2, 3]
    assert list(records.turns["start_h"]) == [5.0, 7.9]


def test_a_deep_vessel_takes_the_line_that_is_deep_enough(at_one_lock: AtOneLock) -> None:
    deep = replace(LONG, draught_m=4.0)
    lines = [chamber("1"), chamber("2")]
    depth_m = {"1": ((0.0, 3.9),)}
    assert trace(at_one_lock(lines, [(0.0, DOWN, deep)], AT_ONCE, depth_m=depth_m)) == [
        (0, "2", 0.0)
    ]


@pytest.mark.parametrize(
    ("gaps", "starts"),
    [
        ((10.0, 0.0), [0.0, 0.0]),  # 45 + 10 + 45 m in 100 m
        ((10.1, 0.0), [0.0, 0.7]),
        ((0.0, 5.0), [0.0, 0.0]),  # nobody lies abeam: 12 m are enough for 10 m
    ],
)
def test_gaps_are_kept(
    at_one_lock: AtOneLock, gaps: tuple[float, float], starts: list[float]
) -> None:
    rules = replace(AT_ONCE, gap_length_m=gaps[0], gap_width_m=gaps[1])
    records = at_one_lock([chamber()], [(0.0, DOWN, SHORT), (0.0, DOWN, SHORT)], rules)
    assert list(records.passages["start_h"]) == pytest.approx(starts)


# --- joint scheduling: known before arrival


def announced(
    legs: Sequence[tuple[float, float, Hull]],
    rules: LockRules,
    closed: tuple[tuple[float, float], ...] = (),
) -> Trace:
    """Vessels bound down as (hour of departure, hours of sailing to the lock, hull)."""
    hulls = [SHORT, LONG]
    sails = sorted({sail for _, sail, _ in legs})
    trips = Trips(
        depart_h=np.array([depart for depart, _, _ in legs]),
        route=np.array([sails.index(sail) for _, sail, _ in legs]),
        hull=np.array([hulls.index(hull) for _, _, hull in legs]),
        payload_t=np.zeros(len(legs)),
    )
    routes = [[Stretch(sail, "L", DOWN), Stretch(0.0, "", DOWN)] for sail in sails]
    site = LockSite((chamber(),), rules, {"1": closed})
    records, balance = simulate_waterway(trips, routes, hulls, {"L": site}, 100.0)
    assert balance.holds
    return trace(records)


JOINT = replace(FULLER, announce_h=1.0)


@pytest.mark.parametrize(
    ("legs", "rules", "expected"),
    [
        # 1 is due at 3.8 and known since 2.8, when 0 comes at 3.0: they go together.
        ([(1.0, 2.0, SHORT), (1.8, 2.0, SHORT)], JOINT, [(0, 3.8), (1, 3.8)]),
        # 1 is due at 4.2 and known only from 3.2: 0 goes at once. The turn for 1 at 4.2.
        ([(1.0, 2.0, SHORT), (2.2, 2.0, SHORT)], JOINT, [(0, 3.0), (1, 4.4)]),
        # Without announcement the same two: 0 is held, and 1 fills the chamber.
        ([(1.0, 2.0, SHORT), (2.2, 2.0, SHORT)], FULLER, [(0, 4.2), (1, 4.2)]),
        # 1 is known but finds no room beside 0.
        ([(1.0, 2.0, SHORT), (1.8, 2.0, LONG)], JOINT, [(0, 3.0), (1, 4.0)]),
        # 1 is known for long, but 0 is not held longer than 1.5 h: 3.0 + 1.5. Out at 5.0, when 1
        # comes; turn.
        (
            [(1.0, 2.0, SHORT), (1.0, 4.0, SHORT)],
            replace(JOINT, announce_h=5.0),
            [(0, 4.5), (1, 5.2)],
        ),
        # An empty place is not kept for 0, known since 1.0 but due at 4.0, from 1, which comes
        # behind it at 1.5 and is held until 3.0. Out at 3.5; turn for 0 from 4.0.
        (
            [(0.0, 4.0, SHORT), (1.1, 0.4, SHORT)],
            replace(JOINT, announce_h=3.0),
            [(1, 3.0), (0, 4.2)],
        ),
    ],
)
def test_a_chamber_waits_for_announced_vessels(
    legs: list[tuple[float, float, Hull]],
    rules: LockRules,
    expected: list[tuple[int, float]],
) -> None:
    assert announced(legs, rules) == [(trip, "1", at) for trip, at in expected]


def test_vessels_are_served_in_the_order_of_their_announcement() -> None:
    # 0 is known at 1.0 and comes at 2.0; 1 is known when it departs at 1.4 and comes at 1.9. The
    # line opens at 2.2, takes one, is out at 2.7 and back at 2.9.
    legs = [(0.0, 2.0, LONG), (1.4, 0.5, LONG)]
    shut = ((0.0, 2.2),)
    assert announced(legs, JOINT, shut) == [(0, "1", 2.2), (1, "1", 2.9)]
    assert announced(legs, FULLER, shut) == [(1, "1", 2.2), (0, "1", 2.9)]


# --- refused before the run


def test_every_vessel_that_fits_nowhere_is_named_at_once() -> None:
    hulls = [
        Hull(120, 10, 1, name="Long"),
        Hull(90, 14, 1),
        Hull(90, 10, 1, draught_m=3.0),
        Hull(80, 10, 1),
        Hull(200, 40, 1),  # nobody sails it
    ]
    routes = [
        [Stretch(0.0, lock, direction), Stretch(0.0, "", DOWN)]
        for lock, direction in (("A", DOWN), ("B", DOWN), ("A", UP))
    ]
    sites = {
        "A": LockSite(
            (replace(chamber(), lock="A"),),
            replace(AT_ONCE, under_keel_m=0.4),
            depth_m={"1": ((0.0, 2.0), (9.0, 3.3))},
        ),
        "B": LockSite((replace(chamber(), lock="B"),), replace(AT_ONCE, one_way={"1": UP})),
    }
    trips = Trips(
        depart_h=np.zeros(6),
        route=np.array([0, 2, 0, 0, 1, 0]),
        hull=np.array([0, 0, 1, 2, 3, 3]),
        payload_t=np.zeros(6),
    )
    with pytest.raises(ValueError, match="fits no chamber") as error:
        simulate_waterway(trips, routes, hulls, sites, 24.0)
    assert str(error.value) == (
        "A vessel of 80 x 10 m fits no chamber of lock B that works down. "
        "A vessel of 90 x 10 m needs 3.4 m of water, more than lock A ever has for it. "
        "A vessel of 90 x 14 m fits no chamber of lock A. "
        "Vessel Long of 120 x 10 m fits no chamber of lock A. "
        "Give its trips another route or a smaller vessel."
    )
