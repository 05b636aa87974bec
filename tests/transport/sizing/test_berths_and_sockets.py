"""Berths and sockets: traces by hand, and Erlang's formulas."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transport.draws import StreamKey, departures, stream
from transport.operations.berths import TURNED_AWAY, berth_calls
from transport.operations.shore_supply import Requests, Supply, connect
from transport.queueing import erlang_b_share, erlang_c_share

BERTHS = 4
RATE, SERVICE_H = 0.15, 20.0
HORIZON_H = 200_000.0


@pytest.fixture(scope="module")
def poisson_calls() -> tuple[np.ndarray, np.ndarray]:
    key = StreamKey(11, 0)
    come, _ = departures(key, "ships", RATE, HORIZON_H)
    return come, stream(key, "ships", "service").exponential(SERVICE_H, len(come))


def test_calls_that_may_not_wait_are_lost_as_erlang_b_says(
    poisson_calls: tuple[np.ndarray, np.ndarray],
) -> None:
    come, service = poisson_calls
    found = berth_calls(come, service, np.ones((len(come), BERTHS), bool), turns_away=True)
    lost = (found.berth == TURNED_AWAY).mean()
    # a = 3, c = 4: B = (81 / 24) / (1 + 3 + 4.5 + 4.5 + 3.375) = 0.2061
    assert erlang_b_share(3.0, 4) == pytest.approx(3.375 / 16.375)
    assert lost == pytest.approx(erlang_b_share(RATE * SERVICE_H, BERTHS), abs=0.008)


def test_calls_that_wait_do_so_as_erlang_c_says(
    poisson_calls: tuple[np.ndarray, np.ndarray],
) -> None:
    come, service = poisson_calls
    wait = berth_calls(come, service, np.ones((len(come), BERTHS), bool)).berthed_h - come
    share = erlang_c_share(RATE * SERVICE_H, BERTHS)
    assert share == pytest.approx(0.5094, abs=1e-4)
    assert (wait > 1e-9).mean() == pytest.approx(share, abs=0.03)
    assert wait.mean() == pytest.approx(share * SERVICE_H / (BERTHS - RATE * SERVICE_H), rel=0.12)


def test_more_servers_than_work_never_wait_and_fewer_always_do() -> None:
    assert erlang_c_share(3.0, 3) == 1.0
    assert erlang_b_share(0.0, 2) == 0.0
    assert erlang_b_share(2.5, 0) == 1.0


def test_small_vessels_pass_large_ones_and_fitted_ones_come_first() -> None:
    come, service = np.array([0.0, 1.0, 2.0, 3.0]), np.full(4, 10.0)
    small, large = [True, True], [False, True]
    takes = np.array([large, large, small, large])
    found = berth_calls(come, service, takes)
    assert found.berth.tolist() == [1, 1, 0, 1]
    assert found.berthed_h.tolist() == [0, 10, 2, 20]
    first = np.array([False, False, False, True])
    assert berth_calls(come, service, takes, first=first).berthed_h.tolist() == [0, 20, 2, 10]


def test_a_vessel_too_large_for_every_berth_is_refused() -> None:
    with pytest.raises(ValueError, match="fits no berth"):
        berth_calls(np.zeros(1), np.ones(1), np.zeros((1, 2), bool))


def requests(*rows: tuple[float, float, float]) -> Requests:
    berthed, leaves, load = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    return Requests(berthed, leaves, load, 0.5, 0.5)


def test_sockets_and_transformer_by_hand() -> None:
    asked = requests((0, 10, 600), (1, 30, 600), (2, 40, 300), (3, 10.5, 600), (4, 50, 2000))
    two = connect(asked, Supply(sockets=2))
    assert two[[0, 1, 2, 4]].tolist() == [0, 1, 10, 30]
    assert np.isnan(two[3])  # free at 10 h, too late to draw power before 10 h
    limited = connect(asked, Supply(sockets=9, limit_kw=1000))
    assert limited[[0, 2]].tolist() == [0, 2]  # 600 and 300 kW
    assert limited[1] == 10  # waits until 600 kW are free
    assert np.isnan(limited[[3, 4]]).all()  # too late, and more than the transformer gives
    assert np.isnan(connect(asked, Supply(socket_kw=1000))[4])
    rated = connect(asked, Supply(sockets=9, socket_kw=2000, limit_kw=4000, shares_load=False))
    assert rated[:2].tolist() == [0, 1]
    assert rated[2] == 10  # two ratings are the whole transformer


rows = st.tuples(st.floats(0, 100), st.floats(0.1, 40), st.floats(10, 900))


@settings(max_examples=60)
@given(st.lists(rows, min_size=1, max_size=25), st.integers(1, 4), st.floats(300, 2500))
def test_limits_are_never_passed(
    calls: list[tuple[float, float, float]], sockets: int, limit_kw: float
) -> None:
    ordered = sorted(calls)
    asked = requests(*((begin, begin + stay, load) for begin, stay, load in ordered))
    given_h = connect(asked, Supply(sockets=sockets, limit_kw=limit_kw))
    on = ~np.isnan(given_h)
    assert (given_h[on] >= asked.berthed_h[on]).all()
    assert (asked.leaves_h[on] - given_h[on] > 1.0).all()
    for hour in given_h[on]:
        held = on & (given_h <= hour) & (asked.leaves_h > hour)
        assert held.sum() <= sockets
        assert asked.load_kw[held].sum() <= limit_kw + 1e-6
