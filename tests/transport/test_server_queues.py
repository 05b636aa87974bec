"""Erlang's formula, general service and swapped packs, against hand values and simulation."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transport.queueing import (
    erlang_b_share,
    erlang_c_share,
    least_packs,
    queues_by_servers,
    server_queue,
    swap_stock,
)


def test_erlang_meets_hand_values() -> None:
    # a = 2, c = 3: terms 1, 2, 2, 8/6; B = (8/6) / (19/3) = 4/19; C = B / (1 - 2/3 x 15/19) = 4/9
    assert erlang_b_share(2.0, 3) == pytest.approx(4 / 19)
    assert erlang_c_share(2.0, 3) == pytest.approx(4 / 9)
    # Wait: C s / (c - a) = 4/9 x 1 h / 1; half of those who wait do so for ln 2 hours or longer.
    queue = server_queue(2.0, 1.0, 3)
    assert queue.wait_h == pytest.approx(4 / 9)
    assert queue.wait_quantile_h(1 - 2 / 9) == pytest.approx(math.log(2))
    assert queue.wait_quantile_h(0.5) == 0


def test_one_server_follows_pollaczek_and_khinchine() -> None:
    # W = u s (1 + v) / (2 (1 - u)) with u = 0.8 and s = 1 h
    for cv in (0.0, 0.5, 1.0, 2.0):
        assert server_queue(0.8, 1.0, 1, cv).wait_h == pytest.approx(0.8 * (1 + cv**2) / 0.4)


def test_servers_that_cannot_keep_up_are_refused() -> None:
    with pytest.raises(ValueError, match="cannot keep up"):
        server_queue(3.0, 1.0, 3)


@given(st.floats(0.01, 60.0), st.sampled_from([0.0, 0.5, 1.0, 1.5]))
@settings(max_examples=40)
def test_a_further_server_never_lengthens_the_wait(load: float, cv: float) -> None:
    queues = queues_by_servers(load, 1.0, cv)
    found = [next(queues) for _ in range(6)]
    assert found[0].servers == math.floor(load) + 1
    for fewer, more in itertools.pairwise(found):
        assert more.wait_h <= fewer.wait_h
        assert more.wait_quantile_h(0.95) <= fewer.wait_quantile_h(0.95)


def simulated_waits(load: float, servers: int, cv: float, seed: int) -> np.ndarray:
    """Serve gamma times first come first served; the mean service is one hour."""
    rng, count = np.random.default_rng(seed), 60_000
    arrive = np.cumsum(rng.exponential(1 / load, count)).tolist()
    shape = 1 / cv**2 if cv else 0.0
    serve = (rng.gamma(shape, 1 / shape, count) if cv else np.ones(count)).tolist()
    free, waits = [0.0] * servers, []
    for at, hours in zip(arrive, serve, strict=True):
        k = free.index(min(free))
        start = max(at, free[k])
        free[k] = start + hours
        waits.append(start - at)
    return np.array(waits[1000:])


@pytest.mark.parametrize(("servers", "load"), [(4, 3.0), (10, 8.0)])
@pytest.mark.parametrize("cv", [0.0, 0.5, 1.5])
def test_general_service_agrees_with_simulation(servers: int, load: float, cv: float) -> None:
    queue = server_queue(load, 1.0, servers, cv)
    waits = simulated_waits(load, servers, cv, seed=3)
    blocks = waits.reshape(-1, 1000).mean(axis=1)
    half = 3 * float(blocks.std()) / math.sqrt(len(blocks))
    assert abs(queue.wait_h - float(waits.mean())) <= half + 0.05 * float(waits.mean())
    late = float(np.quantile(waits, 0.95))
    assert queue.wait_quantile_h(0.95) == pytest.approx(late, rel=0.12)


def test_packs_of_a_closed_fleet_meet_a_hand_value() -> None:
    # 2 vehicles, 1 spare, 1 slot, both rates one an hour: out of use 0, 1, 2, 3 have weights
    # 1, 2, 2 x 2, 2 x 2 x 1 over 11. Swaps 2 (1 + 2)/11 + 1 x 4/11 = 10/11; those who come when
    # one or two are out find no full pack: (2 x 2 + 1 x 4)/10.
    found = swap_stock(2, 1, 1, (1.0, 1.0))
    assert found.swaps_per_h == pytest.approx(10 / 11)
    assert found.use_share == pytest.approx(10 / 11)
    assert found.p_wait == pytest.approx(0.8)
    # Waiting 1 vehicle in 4/11 of the time and 2 in 4/11: 12/11 over 10/11 swaps an hour.
    assert found.wait_h == pytest.approx(1.2)


@given(st.integers(1, 40), st.integers(0, 20), st.integers(1, 10))
@settings(max_examples=40)
def test_a_further_pack_or_slot_never_lengthens_the_wait(
    vehicles: int, spare: int, slots: int
) -> None:
    rates = (0.3, 1.1)
    wait_h = swap_stock(vehicles, spare, slots, rates).wait_h
    assert swap_stock(vehicles, spare + 1, slots, rates).wait_h <= wait_h + 1e-12
    assert swap_stock(vehicles, spare, slots + 1, rates).wait_h <= wait_h + 1e-12


def test_packs_of_an_open_station_by_hand() -> None:
    # One slot, u = 1/2: packs on charge are geometric, so E[(N - P)+] = (1/2)^P / (1/2) x 1/2;
    # a wait of 0.1 h at one swap an hour needs (1/2)^P <= 0.1: 4 packs, and 3 for exactly 1/8.
    assert least_packs(1.0, 0.5, 1, 0.1) == 4
    assert least_packs(1.0, 0.5, 1, 0.125) == 3
    assert least_packs(1.0, 0.5, 1, 1.0) == 0  # who hands in a pack waits an hour for it


@given(st.floats(0.01, 30.0), st.integers(1, 60), st.floats(0.01, 2.0))
@settings(max_examples=40)
def test_more_slots_or_patience_never_ask_for_more_packs(
    load: float, more: int, target: float
) -> None:
    slots = math.floor(load) + 1
    packs = least_packs(load, 1.0, slots, target)
    assert least_packs(load, 1.0, slots + more, target) <= packs
    assert least_packs(load, 1.0, slots, 2 * target) <= packs
