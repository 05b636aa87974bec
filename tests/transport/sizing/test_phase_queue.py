"""Queues with service in phases: formulas of one server, and an independent simulation."""

from __future__ import annotations

import heapq
import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transport.queueing import server_queue
from transport.sizing.phase_queue import phase_queue
from transport.sizing.station_size import Traffic, WaitTarget, least_station, steady_station

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize("squared_cv", [0.2, 0.5, 0.7, 1.0, 3.0])
def test_one_server_follows_pollaczek_and_khinchine(squared_cv: float) -> None:
    # W = u (1 + v) / (2 (1 - u)) with u = 0.8 and service of one
    queue = phase_queue(0.8, 1, squared_cv)
    assert queue.wait == pytest.approx(0.8 * (1 + squared_cv) / 0.4)
    assert queue.p_wait == pytest.approx(0.8)


def test_exponential_service_is_that_of_erlang() -> None:
    queue, erlang = phase_queue(8.0, 10, 1.0), server_queue(8.0, 1.0, 10)
    assert queue.wait == pytest.approx(erlang.wait_h)
    assert queue.p_wait == pytest.approx(erlang.p_wait)
    assert queue.wait_quantile(0.95) == pytest.approx(erlang.wait_quantile_h(0.95))


def two_kinds(rng: np.random.Generator, count: int) -> np.ndarray:
    """Draw long and short services of mean 1 and v = 4, half of the work done by either kind.

    A share p short of mean 1 / 2p, the others of mean 1 / 2(1 - p): the second moment is
    1 / 2p + 1 / 2(1 - p) = 5, so p (1 - p) = 0.1.
    """
    share = (1 + math.sqrt(0.6)) / 2
    short = rng.random(count) < share
    return rng.exponential(np.where(short, 0.5 / share, 0.5 / (1 - share)))


def two_steps(rng: np.random.Generator, count: int) -> np.ndarray:
    """Draw services of two equal exponential steps: mean 1 and v = 1 / 2."""
    return np.asarray(rng.exponential(0.5, (count, 2)).sum(axis=1))


def simulated(load: float, servers: int, serve: np.ndarray, seed: int) -> np.ndarray:
    """Serve first come first served."""
    rng = np.random.default_rng(seed)
    arrive = np.cumsum(rng.exponential(1 / load, len(serve)))
    free, waits = [0.0] * servers, []
    for at, hours in zip(arrive.tolist(), serve.tolist(), strict=True):
        start = max(at, heapq.heappop(free))
        heapq.heappush(free, start + hours)
        waits.append(start - at)
    return np.array(waits[1000:])


@pytest.mark.parametrize(("draw", "squared_cv"), [(two_kinds, 4.0), (two_steps, 0.5)])
def test_mean_and_quantiles_agree_with_simulation(
    draw: Callable[[np.random.Generator, int], np.ndarray], squared_cv: float
) -> None:
    queue = phase_queue(8.0, 10, squared_cv)
    runs = [
        simulated(8.0, 10, draw(np.random.default_rng(seed), 60_000), 100 + seed)
        for seed in range(6)
    ]
    for found, expected in (
        ([run.mean() for run in runs], queue.wait),
        ([np.quantile(run, 0.95) for run in runs], queue.wait_quantile(0.95)),
        ([np.quantile(run, 0.8) for run in runs], queue.wait_quantile(0.8)),
        ([(run > 0).mean() for run in runs], queue.p_wait),
    ):
        half = 4 * float(np.std(found, ddof=1)) / math.sqrt(len(runs))
        assert abs(float(np.mean(found)) - expected) <= half


def test_the_least_number_is_that_of_the_simulation() -> None:
    # Allen and Cunneen put the wait at 10 chargers at 0.511 h, so that 0.47 h would ask for 11.
    target = WaitTarget(0.47)
    assert server_queue(8.0, 1.0, 10, 2.0).wait_h > target.wait_h
    found = least_station(Traffic(8.0, 1.0, 2.0), target)
    assert found.servers == 10
    serve = [two_kinds(np.random.default_rng(seed), 60_000) for seed in range(4)]
    waits = {
        servers: np.mean([simulated(8.0, servers, one, k).mean() for k, one in enumerate(serve)])
        for servers in (9, 10)
    }
    assert waits[10] <= target.wait_h < waits[9]


def test_the_least_number_for_a_quantile_leaves_none_to_spare() -> None:
    traffic, target = Traffic(4.0, 1.0, 2.0), WaitTarget(1.0, 0.9)
    found = least_station(traffic, target)
    assert phase_queue(4.0, found.servers, 4.0).late_share(1.0) <= 0.1
    assert phase_queue(4.0, found.servers - 1, 4.0).late_share(1.0) > 0.1


@given(st.floats(0.05, 6.0), st.floats(0.6, 3.0))
@settings(max_examples=10, deadline=None)
def test_a_further_charger_never_lengthens_the_wait(load: float, cv: float) -> None:
    servers = math.floor(load) + 1
    fewer, more = (steady_station(Traffic(load, 1.0, cv), n, 0.95) for n in (servers, servers + 1))
    assert more.wait_h <= fewer.wait_h * (1 + 1e-9)
    assert more.wait_quantile_h <= fewer.wait_quantile_h * (1 + 1e-6)
