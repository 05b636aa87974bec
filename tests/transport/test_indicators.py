"""Indicators of a lock from records written by hand."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from networks import Chamber
from transport.indicators import Window, lock_delays, lock_indicators, lock_spreads, lockage_h
from transport.operations.records import WaterwayRecords

NAN = float("nan")
CHAMBERS = {
    "A": (
        Chamber("A", "1", 200, 34, NAN, 60, 10),
        Chamber("A", "2", 200, 34, NAN, 30, 10),
    ),
    "B": (Chamber("B", "1", 200, 34, NAN, 60, 10),),
}
WINDOW = Window(warm_up_h=10.0, horizon_h=20.0)

# Lock, line, direction, arrival, start, end, tonnes, lockage. The first starts in the warm-up.
PASSAGES = [
    ("A", "1", "down", 1.0, 2.0, 3.0, 5000.0, 0),
    ("A", "1", "down", 9.0, 11.0, 12.0, 1000.0, 1),
    ("A", "1", "down", 10.0, 11.0, 12.0, 2000.0, 1),
    ("A", "2", "up", 12.0, 12.0, 12.5, 0.0, 2),
    ("A", "1", "up", 12.0, 17.0, 18.0, 500.0, 3),
]


@pytest.fixture
def records() -> WaterwayRecords:
    columns = ["lock", "line", "direction", "arrive_h", "start_h", "end_h", "payload_t", "lockage"]
    passages = pd.DataFrame(PASSAGES, columns=columns)
    passages.insert(0, "trip", range(len(passages)))
    passages["first"] = False
    lockages = passages.groupby("lockage", as_index=False).agg(
        lock=("lock", "first"),
        line=("line", "first"),
        direction=("direction", "first"),
        start_h=("start_h", "first"),
        end_h=("end_h", "first"),
        vessels=("trip", "size"),
    )
    return WaterwayRecords(
        passages=passages,
        lockages=lockages,
        turns=pd.DataFrame(columns=["lock", "line", "start_h"]),
        waiting=pd.DataFrame(
            [(9, "A", "down", 14.0, 700.0)],
            columns=["trip", "lock", "direction", "arrive_h", "payload_t"],
        ),
        in_lock=pd.DataFrame(
            [(8, "A", "2", "up", 18.0, 19.5, 20.0, 800.0, 4)],
            columns=["trip", *columns],
        ),
        voyages=pd.DataFrame(),
        horizon_h=20.0,
    )


def test_window() -> None:
    assert WINDOW.measured_h == 10
    assert WINDOW.to_year == 876


def test_indicators_by_hand(records: WaterwayRecords) -> None:
    (row,) = lock_indicators(records, CHAMBERS, WINDOW).to_dict("records")
    # Four vessels in three lockages after the warm-up; waits 2, 1, 0 and 5 h.
    assert row == pytest.approx(
        {
            "lock": "A",
            "vessels": 4 * 876,
            "lockages": 3 * 876,
            "cargo_mt": 3500 * 876 / 1e6,
            "cargo_down_mt": 3000 * 876 / 1e6,
            "cargo_up_mt": 500 * 876 / 1e6,
            "vessels_per_lockage": 4 / 3,
            "wait_h_mean": 2.0,
            "wait_h_p50": 1.5,
            "wait_h_p95": 2 + 0.85 * 3,  # at position 0.95 x 3 = 2.85 of 0, 1, 2, 5
            "utilisation_share": 2.5 / 20,  # 1 + 0.5 + 1 h of two chambers for 10 h
            # Five came after the warm-up (10, 12, 12, 18, 14), five started (11, 11, 12, 17, 19.5).
            "queue_growth_share": 0.0,
            "vessels_first": 0.0,
            "wait_first_h_mean": NAN,
            "wait_rest_h_mean": NAN,
        },
        nan_ok=True,
    )


@pytest.mark.parametrize(
    ("marked", "vessels", "first_h", "rest_h"),
    [
        # The first starts in the warm-up and does not count; the others wait 2, 1, 0 and 5 h.
        ([0], 0, NAN, NAN),
        ([0, 2, 4], 2, 3.0, 1.0),
        ([1, 2, 3, 4], 4, 2.0, NAN),
    ],
)
def test_waits_of_marked_vessels_and_of_the_rest_by_hand(
    records: WaterwayRecords, marked: list[int], vessels: int, first_h: float, rest_h: float
) -> None:
    passages = records.passages.assign(first=records.passages["trip"].isin(marked))
    (row,) = lock_indicators(replace(records, passages=passages), CHAMBERS, WINDOW).to_dict(
        "records"
    )
    found = [row[name] for name in ("vessels_first", "wait_first_h_mean", "wait_rest_h_mean")]
    assert found == pytest.approx([vessels * 876, first_h, rest_h], nan_ok=True)
    assert row["wait_h_mean"] == 2.0  # of all vessels, whoever goes first


def test_delays_by_hand(records: WaterwayRecords) -> None:
    wanted = [("A", 0), ("A", 1), ("B", 0)]
    # Down: 3 and 2 h of those who passed, and 6 h so far of the one who waits. Up: 0.5 and 6 h.
    # Nobody came to B: one lockage.
    assert lock_delays(records, CHAMBERS, wanted, WINDOW) == pytest.approx([11 / 3, 3.25, 1.0])


def test_spreads_by_hand(records: WaterwayRecords) -> None:
    # Down 3, 2 and 6 h: a variance of (49 - 121 / 3) / 3. Up 0.5 and 6 h: half their difference.
    wanted = [("A", 0), ("A", 1), ("B", 0)]
    expected = [((49 - 121 / 3) / 3) ** 0.5, 2.75, 0.0]
    assert lock_spreads(records, wanted, WINDOW) == pytest.approx(expected)


def test_a_lockage_is_the_mean_over_the_chambers() -> None:
    assert lockage_h(CHAMBERS["A"]) == 0.75
