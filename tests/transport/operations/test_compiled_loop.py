"""The compiled event loop beside the same functions uncompiled, which check every index.

Compiled code writes to arrays without looking at their bounds; uncompiled, numpy looks at each.
Where both give the same records to the bit, they took the same way. The cases below press on each
of them: full batches and jagged skylines, lines that all turn for one vessel, turns for nothing,
closures and depths by the hundred, nothing at all. This file, run as a program, prints what it
makes of them; the test runs it uncompiled in a process of its own.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from networks import Chamber, LockPhases
from transport.operations.event_loop import run_events
from transport.operations.lock import Hull, LockRules, LockSite
from transport.operations.waterway import Run, Stretch, Trips

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

NAN = float("nan")
PHASES = LockPhases(3.1, 1.7, 2.3, 13.9, 11.3, 2.9, 1.3, 9.7, steps=2)  # no round numbers
RULES = LockRules(look_ahead=256, min_fill_share=0.0, max_hold_h=1.5)
BOTH_WAYS = [[Stretch(0.0, "L", direction), Stretch(0.3, "", 0)] for direction in (0, 1)]


def trips_at(
    depart_h: Sequence[float] | np.ndarray, hulls: int, routes: int, seed: int = 0
) -> Trips:
    rng = np.random.default_rng(seed)
    n = len(depart_h)
    return Trips(
        depart_h=np.sort(np.asarray(depart_h, dtype=float)),
        route=rng.integers(0, routes, n),
        hull=rng.integers(0, hulls, n),
        payload_t=rng.uniform(0, 3000, n),
        pace=rng.uniform(0.8, 1.3, n),
        first=rng.random(n) < 0.4,  # noted by the rules of two cases
    )


def line(name: str, size: tuple[float, float], lock: str = "L") -> Chamber:
    return Chamber(lock, name, *size, 1000, 60, 15, phases=PHASES)


def full_batches() -> Run:
    """Eight hundred places, more than a batch may count, and a look-ahead of 256 vessels."""
    trips = trips_at(np.zeros(560), 1, 2)
    return Run(
        trips, BOTH_WAYS, [Hull(10, 2, 1)], {"L": LockSite((line("1", (400, 40)),), RULES)}, 50.0
    )


def jagged_skylines() -> Run:
    """Many narrow hulls of different lengths and beams: a step of the skyline for each."""
    rng = np.random.default_rng(3)
    lengths_m, beams_m = rng.uniform(5, 300, 60), rng.uniform(0.1, 0.4, 60)
    hulls = [Hull(length, beam, 1) for length, beam in zip(lengths_m, beams_m, strict=True)]
    trips = trips_at(rng.uniform(0, 1, 200), len(hulls), 2)
    rules = LockRules(256, 0.9, 2.0, gap_length_m=0.3, gap_width_m=0.01)
    return Run(trips, BOTH_WAYS, hulls, {"L": LockSite((line("1", (340, 40)),), rules)}, 30.0)


def every_line_turns() -> Run:
    """A vessel now and then; for every second one all twelve lines stand on the other side."""
    trips = trips_at(np.arange(0.0, 60.0, 3.0), 1, 2)
    trips = replace(trips, route=np.resize([1, 0, 0, 1], len(trips)))
    lines = tuple(line(str(number), (100, 12)) for number in range(12))
    return Run(trips, BOTH_WAYS, [Hull(90, 10, 1)], {"L": LockSite(lines, RULES)}, 80.0)


def turns_for_nothing() -> Run:
    """Water that comes and goes while a chamber turns, and queues that take turns to be longer."""
    depths = tuple((0.1 * number, 5.0 if number % 2 else 1.0) for number in range(600))
    site = LockSite(
        tuple(line(str(number), (100, 12)) for number in range(3)),
        LockRules(8, 0.7, 0.4, direction_rule="longest-queue", announce_h=2.0),
        depth_m={str(number): depths for number in range(3)},
    )
    trips = trips_at(np.random.default_rng(5).uniform(0, 40, 80), 2, 2)
    hulls = [Hull(45, 10, 1, draught_m=3.0), Hull(90, 10, 1, draught_m=4.5)]
    return Run(trips, BOTH_WAYS, hulls, {"L": site}, 70.0)


def many_closures() -> Run:
    """Closures by the hundred on each line, some after another without a gap, and a ship lift."""
    closed = tuple((0.2 * number, 0.2 * number + 0.1 * (1 + number % 2)) for number in range(300))
    site = LockSite(
        (line("1", (190, 23)), line("2", (NAN, NAN))),
        LockRules(
            *(20, 0.5, 0.7, 0.2, {"2": 3}, "first-come"), timetable_h=0.25, marked_first=True
        ),
        closed_h={"1": closed, "2": closed[::3]},
    )
    trips = trips_at(np.random.default_rng(6).uniform(0, 50, 150), 2, 2)
    return Run(trips, BOTH_WAYS, [Hull(45, 10, 500), Hull(90, 11, 1000)], {"L": site}, 90.0)


def hidden_by_marked() -> Run:
    """Small lines that turn for small vessels, and find large marked ones before them."""
    slow = replace(PHASES, turn_min=70.3)
    small = [replace(line(str(number), (50, 12)), phases=slow) for number in range(4)]
    rules = LockRules(1, 0.0, 0.0, marked_first=True)
    trips = trips_at(np.random.default_rng(8).uniform(0, 300, 400), 2, 2)
    trips = replace(trips, first=trips.hull == 1)
    site = LockSite((line("large", (100, 12)), *small), rules)
    return Run(trips, BOTH_WAYS, [Hull(45, 10, 500), Hull(90, 11, 1000)], {"L": site}, 400.0)


def a_cascade() -> Run:
    """Departures at the same hours, three locks, one-way lines, a route without locks."""
    names = ("A", "B", "C")
    routes = [
        [*(Stretch(0.7, name, 0) for name in names), Stretch(0.3, "", 0)],
        [*(Stretch(0.7, name, 1) for name in reversed(names)), Stretch(0.3, "", 0)],
        [Stretch(2.0, "", 0)],
    ]
    rules = LockRules(5, 0.7, 1.0, announce_h=1.5, one_way={"2": 1}, marked_first=True)
    sites = {
        name: LockSite(tuple(line(str(k), (100, 24), name) for k in range(3)), rules)
        for name in names
    }
    trips = trips_at(np.repeat(np.arange(10.0), 30), 2, 3)
    return Run(trips, routes, [Hull(45, 10, 500), Hull(90, 11, 1000)], sites, 25.0)


def nothing() -> Run:
    """No trips."""
    return Run(trips_at([], 1, 2), BOTH_WAYS, [], {"L": LockSite((line("1", (9, 9)),), RULES)}, 9.0)


def no_locks() -> Run:
    """Trips, but no lock."""
    return Run(trips_at([0.0, 1.0], 1, 1), [[Stretch(2.0, "", 0)]], [Hull(9, 9, 1)], {}, 2.5)


def no_time() -> Run:
    """A horizon of zero hours."""
    sites = {"L": LockSite((line("1", (100, 12)),), RULES, {"1": ((0.0, 1.0),)})}
    return Run(trips_at([0.0, 0.0], 1, 2), BOTH_WAYS, [Hull(90, 10, 1)], sites, 0.0)


CASES: tuple[Callable[[], Run], ...] = (
    full_batches,
    jagged_skylines,
    every_line_turns,
    turns_for_nothing,
    many_closures,
    hidden_by_marked,
    a_cascade,
    nothing,
    no_locks,
    no_time,
)


def prints() -> dict[str, str]:
    """Run every case: a print of every bit of its tables."""
    made = {}
    for case in CASES:
        run = case()
        run.simulate()
        records = run.records()
        names = ("passages", "lockages", "turns", "waiting", "in_lock", "voyages")
        text = repr([getattr(records, name).to_dict("list") for name in names])
        made[case.__name__] = hashlib.sha256(text.encode()).hexdigest()
    return made


def writes_past_the_end() -> bool:
    """Whether a write past the end of an array is noticed."""
    world = every_line_turns().world
    try:
        run_events(world._replace(turns=world.turns[:3]))
    except IndexError:
        return True
    return False


def run_apart(cache: Path, **environment: str) -> dict[str, object]:
    """Run this file as a program."""
    root = str(Path(__file__).parents[3])
    env = os.environ | environment | {"PYTHONPATH": root, "NUMBA_CACHE_DIR": str(cache)}
    done = subprocess.run(  # noqa: S603
        [sys.executable, __file__], env=env, cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, object] = json.loads(done.stdout)
    return told


def test_the_cases_press_where_they_should() -> None:
    full = full_batches()
    full.simulate()
    assert full.records().lockages["vessels"].max() == 256
    jagged = jagged_skylines()
    jagged.simulate()
    assert jagged.records().lockages["vessels"].max() > 60
    turning = every_line_turns()
    turning.simulate()
    assert len(turning.records().turns) == 12 * len(turning.trips) / 2
    fruitless = turns_for_nothing()
    fruitless.simulate()
    assert turns_in_a_row(fruitless) > 0
    hidden = hidden_by_marked()
    hidden.simulate()
    assert turns_in_a_row(hidden) > 10


def turns_in_a_row(run: Run) -> int:
    """Turns of a line that were followed by another turn of it, without a lockage between."""
    records = run.records()
    begun = pd.concat(
        [records.turns.assign(turn=1), records.lockages.assign(turn=0)], ignore_index=True
    ).sort_values(["line", "start_h"])
    same = begun["line"].astype(str).to_numpy()
    turn = begun["turn"].to_numpy() == 1
    return int((turn[1:] & turn[:-1] & (same[1:] == same[:-1])).sum())


def test_records_are_the_same_to_the_bit(tmp_path: Path) -> None:
    told = run_apart(tmp_path, NUMBA_DISABLE_JIT="1")
    assert told == {
        "compiled": False,
        "notices writes past the end": True,
        "prints": prints(),
    }


if __name__ == "__main__":
    print(  # noqa: T201
        json.dumps(
            {
                "compiled": hasattr(run_events, "signatures"),
                "notices writes past the end": writes_past_the_end(),
                "prints": prints(),
            }
        )
    )
