"""Erlang's formula and general service, against hand values and simulation."""

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
    queues_by_servers,
    server_queue,
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
