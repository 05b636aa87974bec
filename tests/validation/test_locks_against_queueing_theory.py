"""Locks held against queueing theory, where a lock is simple enough for theory to know it.

With one direction, no turn, no holding and room for one vessel, a chamber is a single server with
a constant service time: M/D/1 when vessels arrive as a Poisson process. Equal chambers side by
side are M/D/c, whose waits follow from the recursion of Kiefer and Wolfowitz (1955).
"""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.stats import t as student_t

from networks import Chamber
from transport.operations.lock import Hull, LockRules, LockSite
from transport.operations.waterway import Stretch, Trips, simulate_waterway

if TYPE_CHECKING:
    from transport.operations.records import WaterwayRecords

NAN = float("nan")
VESSEL = Hull(90, 10, 1000)
ROUTES = [[Stretch(0.0, "L", direction), Stretch(0.0, "", 0)] for direction in (0, 1)]
AT_ONCE = LockRules(look_ahead=20, min_fill_share=0.0, max_hold_h=1.5)


def chamber(line: int, lockage_h: float, size: tuple[float, float] = (100, 12)) -> Chamber:
    return Chamber("L", str(line), *size, NAN, lockage_h * 60, 0.0)


def send(
    arrive_h: np.ndarray,
    chambers: list[Chamber],
    direction: np.ndarray | None = None,
    horizon_h: float = 1e9,
) -> WaterwayRecords:
    n = len(arrive_h)
    nothing = np.zeros(n, dtype=np.int64)
    trips = Trips(arrive_h, nothing if direction is None else direction, nothing, np.zeros(n))
    records, balance = simulate_waterway(
        trips, ROUTES, [VESSEL], {"L": LockSite(tuple(chambers), AT_ONCE)}, horizon_h
    )
    assert balance.vessels == 0
    return records


def waits_h(records: WaterwayRecords) -> np.ndarray:
    """Waits in the order of arrival."""
    passages = records.passages.sort_values("trip")
    return (passages["start_h"] - passages["arrive_h"]).to_numpy(dtype=float)


def poisson_arrivals(rate_per_h: float, n: int, seed: int) -> np.ndarray:
    return np.cumsum(np.random.default_rng(seed).exponential(1 / rate_per_h, n))


@pytest.mark.parametrize(("load", "n"), [(0.5, 2000), (0.8, 8000)])
def test_the_mean_wait_at_one_chamber_is_that_of_md1(load: float, n: int) -> None:
    lockage_h = 0.5
    # Pollaczek and Khinchine with constant service: W = load x D / (2 (1 - load)).
    theory_h = load * lockage_h / (2 * (1 - load))
    means = np.array(
        [
            waits_h(send(poisson_arrivals(load / lockage_h, n, seed), [chamber(1, lockage_h)]))[
                n // 5 :
            ].mean()
            for seed in range(20)
        ]
    )
    # An interval that misses one time in a thousand, and yet is narrow enough to tell M/D/1 from
    # M/M/1, whose mean wait is twice as long, and from a lockage or a load off by a tenth.
    half_h = student_t.ppf(0.9995, 19) * means.std(ddof=1) / np.sqrt(20)
    assert abs(means.mean() - theory_h) < half_h
    assert half_h < 0.1 * theory_h


def kiefer_wolfowitz(arrive_h: np.ndarray, service_h: float, servers: int) -> np.ndarray:
    """Waits of first-come-first-served vessels: each takes the server that is free first."""
    free_h = [0.0] * servers
    waits = []
    for at in arrive_h:
        start = max(float(at), heapq.heappop(free_h))
        waits.append(start - float(at))
        heapq.heappush(free_h, start + service_h)
    return np.array(waits)


@pytest.mark.parametrize("servers", [1, 2, 4])
@pytest.mark.parametrize("load", [0.6, 0.95])
def test_waits_at_equal_chambers_are_those_of_mdc_vessel_by_vessel(
    servers: int, load: float
) -> None:
    lockage_h = 0.4
    arrive_h = poisson_arrivals(load * servers / lockage_h, 2000, seed=servers)
    records = send(arrive_h, [chamber(line, lockage_h) for line in range(servers)])
    expected_h = kiefer_wolfowitz(arrive_h, lockage_h, servers)
    assert expected_h.max() > lockage_h  # there is a queue to speak of
    assert waits_h(records) == pytest.approx(expected_h, abs=1e-9)


@pytest.mark.parametrize(("size", "places"), [((100, 12), 1), ((200, 12), 2), ((280, 34), 9)])
def test_a_saturated_lock_passes_its_places_at_every_lockage(
    size: tuple[float, float], places: int
) -> None:
    # 9 in 280 x 34 m: three rows of 90 m, three files of 10 m. Both queues are longer than a day
    # can clear, so directions alternate, no turn is needed, and a lockage starts every half hour.
    each = 60 * places
    direction = np.repeat([0, 1], each)
    records = send(np.zeros(2 * each), [chamber(1, 0.5, size)], direction, horizon_h=24.25)
    assert list(records.lockages["vessels"]) == [places] * 49  # the last one is under way
    assert list(records.lockages["direction"]) == [*(["down", "up"] * 24), "down"]
    assert len(records.passages) == 48 * places
    assert len(records.in_lock) == places
    assert len(records.waiting) == (2 * 60 - 49) * places
    assert np.diff(records.lockages["start_h"].to_numpy()) == pytest.approx(0.5)


def test_a_lock_that_takes_no_time_makes_nobody_wait() -> None:
    arrive_h = poisson_arrivals(50.0, 1000, seed=7)
    direction = np.random.default_rng(7).integers(0, 2, 1000)
    records = send(arrive_h, [chamber(1, 0.0)], direction)
    assert len(records.passages) == 1000
    assert waits_h(records).max() == 0
    assert records.voyages["locking_h"].max() == 0


def test_more_chambers_never_lengthen_a_wait() -> None:
    arrive_h = poisson_arrivals(3.8, 2000, seed=3)
    one_more: np.ndarray | None = None
    for servers in (4, 3, 2):
        found = waits_h(send(arrive_h, [chamber(line, 0.5) for line in range(servers)]))
        if one_more is not None:
            assert (found >= one_more - 1e-9).all()
            assert found.sum() > one_more.sum()
        one_more = found
