"""Indicators by month, by hand and against a slow sweep."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from networks import Chamber
from transport.lock_months.indicators import line_months, lock_months, slow_steaming_h
from transport.operations.records import WaterwayRecords

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

NAN = float("nan")
EDGES = np.array([10.0, 20.0, 30.0])
NAMES = ("one", "two")

Passage = tuple[str, str, float, float, float, int]
"""Line, direction, hours of arrival, start and end, lockage."""


def records(
    passages: Sequence[Passage],
    lockages: Sequence[tuple[int, str, float, float, int]] = (),
    turns: Sequence[tuple[str, float]] = (),
    waiting: Sequence[tuple[str, float]] = (),
) -> WaterwayRecords:
    """Make records of a lock ``L``; the k-th passage carries k thousand tonnes."""
    columns = ["line", "direction", "arrive_h", "start_h", "end_h", "lockage"]
    passed = pd.DataFrame(passages, columns=columns).assign(lock="L")
    passed = passed.astype(dict.fromkeys(("arrive_h", "start_h", "end_h"), float))
    passed["trip"] = np.arange(len(passed))
    passed["payload_t"] = 1000.0 * (1 + np.arange(len(passed)))
    queue = pd.DataFrame(waiting, columns=["direction", "arrive_h"]).assign(lock="L", payload_t=9.0)
    queue["trip"] = 100 + np.arange(len(queue))
    names = ["lockage", "line", "start_h", "end_h", "vessels"]
    return WaterwayRecords(
        passages=passed,
        lockages=_hourly(pd.DataFrame(lockages, columns=names)),
        turns=_hourly(pd.DataFrame(turns, columns=["line", "start_h"])),
        waiting=queue,
        in_lock=passed.iloc[:0],
        voyages=pd.DataFrame(),
        horizon_h=30.0,
    )


def _hourly(table: pd.DataFrame) -> pd.DataFrame:
    """Give an event table its lock and hours as numbers."""
    return table.astype({name: float for name in table if str(name).endswith("_h")}).assign(
        lock="L"
    )


def rows(found: WaterwayRecords) -> dict[str, dict[Hashable, Any]]:
    table = lock_months(found, "L", EDGES, NAMES)
    return {str(row["month"]): row for row in table.to_dict("records")}


def test_a_lock_by_hand() -> None:
    found = rows(
        records(
            [
                ("1", "down", 5.0, 8.0, 9.0, 0),  # before the months
                ("1", "down", 8.0, 12.0, 13.0, 1),  # waits 2 h of month one, 4 h in all
                ("1", "up", 9.0, 12.0, 13.0, 1),
                ("2", "up", 15.0, 15.0, 16.0, 2),  # does not wait
                ("1", "down", 18.0, 22.0, 23.0, 3),  # counts in month two
            ],
            [
                (0, "1", 8.0, 9.0, 1),
                (1, "1", 12.0, 13.0, 2),
                (2, "2", 15.0, 16.0, 1),
                (3, "1", 22.0, 23.0, 1),
            ],
            waiting=[("up", 25.0)],
        )
    )
    one, two = found["one"], found["two"]
    assert (one["vessels"], one["lockages"], one["vessels_per_lockage"]) == (3, 2, 1.5)
    assert (one["cargo_down_mt"], one["cargo_up_mt"]) == pytest.approx((0.002, 0.007))
    assert one["cargo_mt"] == pytest.approx(0.009)
    assert [one[f"wait_h_{name}"] for name in ("mean", "p50", "max")] == pytest.approx(
        [7 / 3, 3, 4]
    )
    assert one["wait_h_p95"] == pytest.approx(3.9)
    # Two vessels for 2 h and one for 2 h; the largest number stands at the very start.
    assert (one["waiting_vessels_mean"], one["waiting_vessels_max"]) == pytest.approx((0.6, 2))
    assert one["arrivals"] == 2
    assert (two["vessels"], two["arrivals"], two["wait_h_mean"]) == (1, 1, 4.0)
    assert (two["waiting_vessels_mean"], two["waiting_vessels_max"]) == pytest.approx((0.7, 1))


def test_a_month_without_vessels_has_no_waits() -> None:
    found = rows(records([], waiting=[("up", 12.0)]))
    assert found["one"]["vessels"] == 0
    assert np.isnan(found["one"]["wait_h_mean"])
    assert np.isnan(found["one"]["vessels_per_lockage"])
    assert found["two"]["waiting_vessels_mean"] == 1.0


def test_lines_by_hand() -> None:
    chamber = Chamber("L", "1", 100, 10, NAN, 60, 15)
    made = records(
        [],
        [(0, "1", 9.0, 11.0, 2), (1, "1", 12.0, 13.0, 3), (2, "1", 19.0, 22.0, 4)],
        turns=[("1", 11.5), ("2", 12.0), ("1", 25.0)],
    )
    table = line_months(made, [chamber], EDGES, NAMES, {"one": 5.0})
    one, two = table.to_dict("records")
    assert (one["lockages"], one["vessels"], one["empty_turns"]) == (2, 7, 1)
    assert one["vessels_per_lockage"] == 3.5
    # In lockages from 10 to 11, 12 to 13 and 19 to 20 of ten hours; then from 20 to 22.
    assert (one["utilisation_share"], two["utilisation_share"]) == pytest.approx((0.3, 0.2))
    # Three changes of level, of which every second fills 1,000 m2 by 5 m.
    assert one["water_mm3"] == pytest.approx(0.0075)
    assert (two["lockages"], two["empty_turns"]) == (0, 1)
    assert np.isnan(two["water_mm3"])
    assert np.isnan(two["vessels_per_lockage"])


stays = st.lists(
    st.tuples(st.integers(0, 29), st.one_of(st.none(), st.integers(0, 15))), max_size=25
)


@given(stays)
def test_queues_against_a_sweep(given_stays: list[tuple[int, int | None]]) -> None:
    passages: list[Passage] = []
    waiting = []
    for arrive, wait in given_stays:
        if wait is None or arrive + wait >= 30:
            waiting.append(("up", float(arrive)))
        else:
            begin = float(arrive + wait)
            passages.append(("1", "down", float(arrive), begin, begin + 1, len(passages)))
    found = rows(records(passages, waiting=waiting))
    spans = [(p[2], p[3]) for p in passages] + [(arrive, 30.0) for _, arrive in waiting]
    queues = [sum(a <= hour + 0.5 < b for a, b in spans) for hour in range(30)]
    for name, begin, end in (("one", 10, 20), ("two", 20, 30)):
        row = found[name]
        assert row["waiting_vessels_mean"] == pytest.approx(np.mean(queues[begin:end]))
        # What is left when a month begins was waiting up to that instant.
        last = sum(a < begin <= b for a, b in spans)
        assert row["waiting_vessels_max"] == max(*queues[begin:end], last)
        grown = sum(a < end <= b for a, b in spans) - last
        assert row["arrivals"] == row["vessels"] + grown


def test_with_joint_scheduling_part_of_the_wait_is_spent_under_way() -> None:
    found = records([("1", "down", 10.0, 11.0, 12.0, 0), ("1", "down", 11.0, 19.0, 19.5, 1)])
    table = lock_months(found, "L", EDGES, NAMES, announce_h=3.0)
    # Three hours at six tenths of the speed take five: two hours can be steamed away.
    assert table["slow_steaming_h_mean"].tolist()[0] == pytest.approx((1.0 + 2.0) / 2)
    assert np.isnan(table["slow_steaming_h_mean"].tolist()[1])
    assert "slow_steaming_h_mean" not in lock_months(found, "L", EDGES, NAMES)


@given(st.floats(0, 100), st.floats(0, 24))
def test_no_more_is_steamed_away_than_waited(wait_h: float, announce_h: float) -> None:
    steamed = float(slow_steaming_h(np.array([wait_h]), announce_h)[0])
    assert 0 <= steamed <= wait_h
    assert steamed <= announce_h * (1 / 0.6 - 1) + 1e-9
