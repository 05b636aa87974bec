"""The compiled event loop against a plain SimPy model, vessel by vessel."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from networks import Chamber, LockPhases
from transport.operations.lock import Hull, LockRules, LockSite
from transport.operations.plain_simpy import PlainRun
from transport.operations.waterway import Run, Stretch, Trips

if TYPE_CHECKING:
    from collections.abc import Sequence

NAN = float("nan")
HULL = Hull(80, 15, 3000)
AT_ONCE = LockRules(look_ahead=20, min_fill_share=0.0, max_hold_h=0.0)
CHAMBER_M = {1: (80, 15), 2: (160, 15), 4: (160, 30), 6: (240, 30)}
# Sums of such slices of an hour are exact, so that events coincide in both models or in none.
COARSE, FINE = 64, 4096


def phases_in_slices(counts: Sequence[float], slices: int, steps: int = 1) -> LockPhases:
    """Phases in the order of their fields, each a whole number of slices of an hour."""
    a, b, c, d, e, f, g, h = (60 * round(count) / slices for count in counts)
    return LockPhases(a, b, c, d, e, f, g, h, steps)


CHAIN_S = (340, 300, 300, 300, 300, 49, 120, 900)
CHAIN = phases_in_slices([one / 3600 * FINE for one in CHAIN_S], FINE)


def routes(locks: str, leg_h: float) -> list[list[Stretch]]:
    return [
        [*(Stretch(leg_h, lock, direction) for lock in names), Stretch(leg_h, "", direction)]
        for direction, names in enumerate((locks, locks[::-1]))
    ]


def trips(
    depart_h: list[float] | np.ndarray,
    direction: list[int] | np.ndarray,
    first: Sequence[bool] | np.ndarray = (),
) -> Trips:
    n = len(depart_h)
    return Trips(
        depart_h=np.asarray(depart_h, dtype=float),
        route=np.asarray(direction),
        hull=np.zeros(n, dtype=np.int64),
        payload_t=np.ones(n),
        first=np.asarray(first, dtype=bool),
    )


def both(
    vessels: Trips, stretches: list[list[Stretch]], phases: dict[str, LockPhases], places: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Passages by the event loop and by the plain model, in the order of trips.

    Marked vessels are called before others.
    """
    rules = replace(AT_ONCE, marked_first=True)
    columns = ["trip", "lock", "direction", "arrive_h", "start_h", "end_h"]
    sites = {
        lock: LockSite((Chamber(lock, "1", *CHAMBER_M[places], NAN, 60, 15, phases=one),), rules)
        for lock, one in phases.items()
    }
    loop = Run(vessels, stretches, [HULL], sites, 1e6)
    loop.simulate()
    plain = PlainRun(vessels, stretches, phases, places, marked_first=True)
    plain.simulate()
    assert loop.passages == plain.passages == sum(len(stretches[r]) - 1 for r in vessels.route)
    ours = loop.records().passages[columns].astype({"lock": str, "direction": str})
    return ours, plain.records().astype({"lock": str, "direction": str})


def test_a_trace_worked_by_hand() -> None:
    # Entry 6 then 4 min, gates 3, levelling 5 bound up and 7 bound down, exit 2 then 1, turn 10.
    phases = LockPhases(6, 4, 3, 5, 7, 2, 1, 10)
    # Down at 0 starts at once, is out at 6 + 13 + 2 = 21 min. Two more down arrive at 5 and 21 min
    # and one up at 12: the chamber then stands below, so it takes the one up (21 to 21 + 6 + 11 +
    # 2 = 40 min), then both down: out at 40 + 10 + 13 + 2 = 65 and 66 min. The second up comes at
    # 70 min, when the chamber stands below: 70 to 89 min. The third comes at 100 min to a chamber
    # above: turn, 110 to 129 min.
    vessels = trips(np.array([0, 5, 12, 21, 70, 100]) / 60, [0, 0, 1, 0, 1, 1])
    ours, plain = both(vessels, routes("L", 0.0), {"L": phases}, 2)
    for table in (ours, plain):
        assert 60 * table["start_h"].to_numpy() == pytest.approx([0, 40, 21, 40, 70, 110])
        assert 60 * table["end_h"].to_numpy() == pytest.approx([21, 65, 40, 66, 89, 129])


def test_a_trace_with_marked_vessels_worked_by_hand() -> None:
    # As above; a place for one. Down at 0 and 1, 2 and, marked, 3 min. The first is out at 21 min;
    # turn to 31, the marked one out at 52, turn to 62, the second out at 83, turn, the third.
    phases = LockPhases(6, 4, 3, 5, 7, 2, 1, 10)
    vessels = trips(np.array([0, 1, 2, 3]) / 60, [0, 0, 0, 0], [False, False, False, True])
    for table in both(vessels, routes("L", 0.0), {"L": phases}, 1):
        assert 60 * table["start_h"].to_numpy() == pytest.approx([0, 62, 93, 31])
    # Without the rule the plain model calls them as they come.
    plain = PlainRun(vessels, routes("L", 0.0), {"L": phases}, 1)
    plain.simulate()
    assert 60 * plain.records()["start_h"].to_numpy() == pytest.approx([0, 31, 62, 93])


slices = st.integers(0, 24)


@st.composite
def phase_sets(draw: st.DrawFn) -> LockPhases:
    counts = [draw(st.integers(1, 24)) for _ in range(8)]
    return phases_in_slices(counts, COARSE, draw(st.integers(1, 3)))


@given(
    gaps=st.lists(st.tuples(slices, st.integers(0, 1), st.booleans()), min_size=1, max_size=40),
    phases=st.tuples(phase_sets(), phase_sets()),
    places=st.sampled_from(list(CHAMBER_M)),
    leg=st.integers(1, 40),
)
@settings(deadline=None, max_examples=150)
def test_both_models_agree_to_the_bit_also_where_events_coincide(
    gaps: list[tuple[int, int, bool]], phases: tuple[LockPhases, LockPhases], places: int, leg: int
) -> None:
    depart_h = np.cumsum([gap for gap, _, _ in gaps]) / COARSE
    vessels = trips(depart_h, [one[1] for one in gaps], [one[2] for one in gaps])
    named = dict(zip("AB", phases, strict=True))
    ours, plain = both(vessels, routes("AB", leg / COARSE), named, places)
    pd.testing.assert_frame_equal(ours, plain, check_exact=True)


@pytest.mark.parametrize("mean_h", [1.0, 0.3])
@pytest.mark.parametrize("seed", range(3))
def test_both_models_agree_on_the_chain_of_the_benchmark(mean_h: float, seed: int) -> None:
    # Mean intervals of 1 h are well below capacity, of 0.3 h near it.
    rng = np.random.default_rng(seed)
    gaps_h = np.round(rng.exponential(mean_h, 400) * FINE) / FINE
    vessels = trips(np.cumsum(gaps_h), rng.integers(0, 2, 400))
    ours, plain = both(vessels, routes("ABCD", 2.0), dict.fromkeys("ABCD", CHAIN), 4)
    pd.testing.assert_frame_equal(ours, plain, check_exact=True)
    waits_h = ours["start_h"] - ours["arrive_h"]
    assert (waits_h > 0).mean() > 0.1  # else the queues would not have been compared
    batches = ours.groupby(["lock", "start_h"]).size()
    assert batches.max() > 2


def test_no_records_are_kept_unless_wanted() -> None:
    run = PlainRun(trips([0.0], [0]), routes("L", 1.0), {"L": CHAIN}, 4, keeps_records=False)
    run.simulate()
    assert run.passages == 1
    assert run.records().empty


def test_without_vessels_nothing_happens() -> None:
    run = PlainRun(trips([], []), routes("L", 1.0), {"L": CHAIN}, 4)
    run.simulate()
    assert run.passages == 0
    assert run.records().empty
