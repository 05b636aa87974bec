"""Where everybody is when a run ends."""

from __future__ import annotations

import numpy as np
import pytest

from networks import Chamber
from transport.operations.lock import Hull, LockRules, LockSite
from transport.operations.waterway import Stretch, Trips, simulate_waterway

NAN = float("nan")
RULES = LockRules(look_ahead=20, min_fill_share=0.0, max_hold_h=1.5)
ROUTES = [
    [Stretch(0.5, "A", 0), Stretch(0.25, "B", 0), Stretch(1.0, "", 0)],
    [Stretch(3.0, "", 0)],
]


def one_chamber(lock: str, lockage_min: float) -> tuple[Chamber, ...]:
    return (Chamber(lock, "1", 100, 12, NAN, lockage_min, 0),)


LOCKS = {
    "A": LockSite(one_chamber("A", 60), RULES),
    "B": LockSite(one_chamber("B", 30), RULES),
}


def test_open_states_are_cut_at_the_horizon() -> None:
    # All on route 0, through A (60 minutes) and B (30), but vessel 5, which meets no lock.
    # 0: sails to 0.5, A 0.5-1.5, sails to 1.75, B 1.75-2.25, sails on: 0.25 h of 1.0 until 2.5
    # 1: at A 0.6, waits to 1.5, A 1.5-2.5: still inside at 2.5, because the end is not run
    # 2: at A 1.2, waits until 2.5 at least
    # 3: under way to A at the end, 0.1 h of sailing; 4: departs after the end
    # 5: departs at 1.0 and still sails
    trips = Trips(
        depart_h=np.array([0.0, 0.1, 0.7, 1.0, 2.4, 2.6]),
        route=np.array([0, 0, 0, 1, 0, 0]),
        hull=np.zeros(6, dtype=np.int64),
        payload_t=np.array([100.0, 200.0, 400.0, 800.0, 1600.0, 3200.0]),
    )
    records, balance = simulate_waterway(trips, ROUTES, [Hull(90, 10, 1)], LOCKS, 2.5)

    passages = records.passages
    assert list(passages["lock"]) == ["A", "B"]
    assert list(passages["trip"]) == [0, 0]
    assert passages[["arrive_h", "start_h", "end_h"]].to_numpy().tolist() == [
        [0.5, 0.5, 1.5],
        [1.75, 1.75, 2.25],
    ]
    assert records.in_lock.to_dict("records") == [
        {
            "trip": 1,
            "lock": "A",
            "line": "1",
            "direction": "down",
            "arrive_h": 0.6,
            "start_h": 1.5,
            "end_h": 2.5,
            "payload_t": 200.0,
            "lockage": 1,
            "first": False,
        }
    ]
    assert records.waiting.to_dict("records") == [
        {"trip": 2, "lock": "A", "direction": "down", "arrive_h": 1.2, "payload_t": 400.0}
    ]
    # Lockages that have begun, in the order of starts (0.5, 1.5, 1.75).
    assert list(records.lockages["end_h"]) == [1.5, 2.5, 2.25]
    assert list(records.turns["start_h"]) == [1.5]  # A is brought up again for vessel 1, at once

    voyages = records.voyages
    assert list(voyages["trip"]) == [0, 1, 2, 3, 4]
    assert voyages["arrive_h"].isna().all()
    assert list(voyages["sailing_h"]) == pytest.approx([1.0, 0.5, 0.5, 1.5, 0.1])
    assert list(voyages["waiting_h"]) == pytest.approx([0.0, 0.9, 1.3, 0.0, 0.0])
    assert list(voyages["locking_h"]) == pytest.approx([1.5, 1.0, 0.0, 0.0, 0.0])
    present_h = 2.5 * 5 - (0.0 + 0.1 + 0.7 + 1.0 + 2.4)
    assert voyages[["sailing_h", "waiting_h", "locking_h"]].to_numpy().sum() == pytest.approx(
        present_h
    )
    assert balance.holds


def test_a_voyage_that_ends_has_an_hour_of_arrival() -> None:
    trips = Trips(np.array([1.0]), np.array([0]), np.array([0]), np.array([50.0]))
    records, balance = simulate_waterway(trips, ROUTES, [Hull(90, 10, 1)], LOCKS, 24.0)
    # Departs at 1.0; 0.5 h to A, 1.0 h in A, 0.25 h to B, 0.5 h in B and 1.0 h to the end.
    assert list(records.voyages["arrive_h"]) == [4.25]
    assert list(records.voyages["waiting_h"]) == [0.0]
    assert balance.holds


def test_a_run_without_trips_leaves_empty_tables() -> None:
    nothing = np.empty(0, dtype=np.int64)
    trips = Trips(np.empty(0), nothing, nothing, np.empty(0))
    records, balance = simulate_waterway(trips, ROUTES, [Hull(90, 10, 1)], LOCKS, 24.0)
    for name in ("passages", "lockages", "turns", "waiting", "in_lock", "voyages"):
        assert len(getattr(records, name)) == 0
    assert balance.holds
