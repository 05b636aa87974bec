"""Locks held against queueing theory, where a lock is simple enough for theory to know it.

With one direction, no turn, no holding and room for one vessel, a chamber is a single server with
a constant service time: M/D/1 when vessels arrive as a Poisson process. Equal chambers side by
side are M/D/c, whose waits follow from the recursion of Kiefer and Wolfowitz (1955). Lockages that
last longer one way than the other are M/G/1 (Pollaczek and Khinchine; Kleinrock's conservation law
where directions alternate), also where some vessels are called before others (Cobham 1954,
Journal of the Operations Research Society of America 2). A chamber for several vessels serves in
bulk (Bailey 1954, JRSS B 16); its queue is a Markov chain from one lockage to the next, solved
numerically here.

Intervals over 20 replications miss one time in a thousand, and must be narrow enough to tell the
theory from its neighbours.
"""

from __future__ import annotations

import heapq
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.stats import poisson
from scipy.stats import t as student_t

from networks import Chamber, LockPhases
from transport.operations.lock import Hull, LockRules, LockSite
from transport.operations.waterway import Run, Stretch, Trips, simulate_waterway

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
    rules: LockRules = AT_ONCE,
    first: np.ndarray | None = None,
) -> WaterwayRecords:
    n = len(arrive_h)
    nothing = np.zeros(n, dtype=np.int64)
    marks = np.zeros(n, dtype=bool) if first is None else first
    route = nothing if direction is None else direction
    trips = Trips(arrive_h, route, nothing, np.zeros(n), first=marks)
    records, balance = simulate_waterway(
        trips, ROUTES, [VESSEL], {"L": LockSite(tuple(chambers), rules)}, horizon_h
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
    means = [
        waits_h(send(poisson_arrivals(load / lockage_h, n, seed), [chamber(1, lockage_h)]))[
            n // 5 :
        ].mean()
        for seed in range(20)
    ]
    # Narrow enough to tell M/D/1 from M/M/1, whose mean wait is twice as long, and from a lockage
    # or a load off by a tenth.
    agree(means, theory_h, within=0.1)


def agree(found: list[float], theory: float, within: float) -> None:
    """Hold means of 20 replications against theory, with an interval narrower than a share."""
    means = np.array(found)
    assert len(means) == 20
    half = student_t.ppf(0.9995, 19) * means.std(ddof=1) / np.sqrt(20)
    assert abs(means.mean() - theory) < half
    assert half < within * theory


DOWN_H, UP_H = 0.25, 0.75


def two_way(
    rule: str, seed: int, n: int = 8000, rate_per_h: float = 1.4, marked_share: float = 0.0
) -> WaterwayRecords:
    """Vessels of random direction at a chamber that fills longer than it empties, turning free."""
    phases = LockPhases(0, 0, 0, 60 * UP_H, 60 * DOWN_H, 0, 0, 0)
    line = replace(chamber(1, 0.5), phases=phases)
    direction = np.random.default_rng(1000 + seed).integers(0, 2, n)
    arrive_h = poisson_arrivals(rate_per_h, n, seed)
    rules = replace(AT_ONCE, direction_rule=rule, marked_first=marked_share > 0)
    first = np.random.default_rng(2000 + seed).random(n) < marked_share
    return send(arrive_h, [line], direction, rules=rules, first=first)


def test_the_mean_wait_first_come_first_served_is_that_of_mg1() -> None:
    # Service 0.25 or 0.75 h: mean 0.5, mean square 0.3125, load 0.7. W = rate E[S^2] / 2 (1 - load)
    # = 0.729 h; with the mean time alone it would be 0.583 h.
    theory_h = 1.4 * (DOWN_H**2 + UP_H**2) / 2 / (2 * (1 - 0.7))
    means = [waits_h(two_way("first-come", seed))[1600:].mean() for seed in range(20)]
    agree(means, theory_h, within=0.1)


def test_alternating_directions_keep_kleinrocks_conservation_law() -> None:
    # Sum of load x wait over directions = load x rate E[S^2] / 2 (1 - load), whoever goes first.
    theory = 0.7 * 1.4 * (DOWN_H**2 + UP_H**2) / 2 / (2 * (1 - 0.7))
    sums = []
    for seed in range(20):
        passages = two_way("alternate", seed).passages.iloc[1600:]
        wait_h = (passages["start_h"] - passages["arrive_h"]).to_numpy(dtype=float)
        down = (passages["direction"] == "down").to_numpy()
        sums.append(0.7 * DOWN_H * wait_h[down].mean() + 0.7 * UP_H * wait_h[~down].mean())
    agree(sums, theory, within=0.1)


MARKED = 0.4


@pytest.mark.parametrize("rule", ["first-come", "alternate"])
def test_vessels_called_first_wait_as_cobham_and_kleinrock_have_it(rule: str) -> None:
    # W0 = rate E[S^2] / 2; marked W0 / (1 - load 1) = 0.304 h, others that / (1 - load) = 1.013 h
    # where a marked vessel goes first whichever side it comes from. Whatever the order between the
    # sides, load x wait summed over marks and directions is load W0 / (1 - load).
    rest_h = 1.4 * (DOWN_H**2 + UP_H**2) / 2 / 2
    marked, others, sums = [], [], []
    for seed in range(20):
        passages = two_way(rule, seed, marked_share=MARKED).passages.iloc[1600:]
        wait_h = (passages["start_h"] - passages["arrive_h"]).to_numpy(dtype=float)
        first = passages["first"].to_numpy(dtype=bool)
        down = (passages["direction"] == "down").to_numpy()
        marked.append(wait_h[first].mean())
        others.append(wait_h[~first].mean())
        sums.append(
            0.7 * (MARKED * DOWN_H * wait_h[first & down].mean())
            + 0.7 * (MARKED * UP_H * wait_h[first & ~down].mean())
            + 0.7 * ((1 - MARKED) * DOWN_H * wait_h[~first & down].mean())
            + 0.7 * ((1 - MARKED) * UP_H * wait_h[~first & ~down].mean())
        )
    agree(sums, 0.7 * rest_h / (1 - 0.7), within=0.1)
    if rule == "first-come":
        agree(marked, rest_h / (1 - MARKED * 0.7), within=0.05)
        agree(others, rest_h / ((1 - MARKED * 0.7) * (1 - 0.7)), within=0.1)


def test_littles_law_holds_for_vessels_called_first_and_for_others() -> None:
    # The queue is looked at at random hours of 5,000 h, rate and waits are those of vessels.
    for seed in range(3):
        stays = two_way("alternate", seed, marked_share=MARKED).passages
        looks_h = np.sort(np.random.default_rng(seed).uniform(0, 5000.0, 20000))
        for _, part in stays[stays["arrive_h"] < 5000.0].groupby("first"):
            arrive_h, start_h = (np.sort(part[name].to_numpy()) for name in ("arrive_h", "start_h"))
            length = np.searchsorted(arrive_h, looks_h) - np.searchsorted(start_h, looks_h)
            rate_times_wait = np.minimum(start_h, 5000.0).sum() - arrive_h.sum()
            assert length.mean() == pytest.approx(rate_times_wait / 5000.0, rel=0.05)


def stationary_queue(mean_arrivals: float, places: int) -> np.ndarray:
    """Law of the queue at the ends of equal periods, each of which takes up to so many away.

    Q' = max(Q - places, 0) + A, A Poisson; the chain is cut where its tail is nothing.
    """
    size = 400
    arrivals = poisson.pmf(np.arange(size), mean_arrivals)
    law = np.zeros(size)
    law[0] = 1.0
    for _ in range(20000):
        left = np.concatenate(([law[: places + 1].sum()], law[places + 1 :]))
        after = np.convolve(left, arrivals)[:size]
        if np.abs(after - law).max() < 1e-14:
            break
        law = after
    assert law[-50:].sum() < 1e-9
    return law


def mean_left_over(law: np.ndarray, places: int) -> float:
    return float(np.maximum(np.arange(len(law)) - places, 0) @ law)


@pytest.mark.parametrize("servers", [2, 4])
def test_the_mean_wait_at_equal_chambers_is_that_of_mdc(servers: int) -> None:
    # Whoever is in service at t has left at t + D: N(t + D) = max(N(t) - c, 0) + A (Crommelin
    # 1932), so the mean number waiting is that left over. W = Lq / rate.
    lockage_h, load = 0.4, 0.85
    rate = load * servers / lockage_h
    theory_h = mean_left_over(stationary_queue(load * servers, servers), servers) / rate
    lines = [chamber(line, lockage_h) for line in range(servers)]
    means = [
        waits_h(send(poisson_arrivals(rate, 10000, seed), lines))[2000:].mean()
        for seed in range(20)
    ]
    agree(means, theory_h, within=0.12)


FOUR = (360, 12)
"""A chamber for four of the vessels."""


def test_bulk_service_on_demand_is_that_of_the_embedded_chain() -> None:
    # At the end of a lockage Q wait. If none, the next to come starts alone; else up to 4 go and
    # the rest waits on. Cycle D + P(Q = 0) / rate; waiting in it (Q - 4)+ D + rate D^2 / 2.
    lockage_h, rate, places = 1.0, 3.0, 4
    law = stationary_queue(rate * lockage_h, places)
    cycle_h = lockage_h + law[0] / rate
    queue = (mean_left_over(law, places) + rate * lockage_h / 2) * lockage_h / cycle_h
    means, batches = [], []
    for seed in range(20):
        records = send(poisson_arrivals(rate, 6000, seed), [chamber(1, lockage_h, FOUR)])
        means.append(waits_h(records)[1000:].mean())
        batches.append(records.lockages["vessels"].iloc[300:-1].mean())
    agree(means, queue / rate, within=0.06)  # with three places there is no stationary queue
    agree(batches, rate * cycle_h, within=0.02)


def test_bulk_service_at_fixed_epochs_is_that_of_the_embedded_chain() -> None:
    # Every hour up to 4 go: W = E[(Q - 4)+] / rate + half an hour, Q the queue just before.
    rate, places = 3.0, 4
    law = stationary_queue(rate, places)
    theory_h = mean_left_over(law, places) / rate + 0.5
    hourly = replace(AT_ONCE, timetable_h=1.0)
    means = []
    for seed in range(20):
        arrive_h = poisson_arrivals(rate, 6000, seed)
        records = send(arrive_h, [chamber(1, 0.5, FOUR)], rules=hourly)
        means.append(waits_h(records)[1000:].mean())
    agree(means, theory_h, within=0.06)


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


@pytest.mark.parametrize("one_way", [False, True])
def test_saturated_capacity_follows_from_the_phases(*, one_way: bool) -> None:
    # Down with 4: 6 + 3 x 3 + (3 + 12 + 3) + 4 + 3 x 2 = 43 min; up 49 min. Alternating: 8 vessels
    # in 92 min. One way: 4 in 43 min and a turn of 15.
    phases = LockPhases(6, 3, 3, 18, 12, 4, 2, 15)
    line = replace(chamber(1, 1.0, FOUR), phases=phases)
    n = 2000
    direction = np.zeros(n, dtype=np.int64) if one_way else np.arange(n) % 2
    rules = replace(AT_ONCE, one_way={"1": 0} if one_way else {})
    records = send(np.zeros(n), [line], direction, horizon_h=200.0, rules=rules)
    step_h = np.diff(records.lockages["start_h"].to_numpy(dtype=float)) * 60
    assert step_h == pytest.approx(58.0 if one_way else np.resize([43.0, 49.0], len(step_h)))
    per_day = 4 * 24 * 60 / 58 if one_way else 8 * 24 * 60 / 92
    assert len(records.passages) / 200 * 24 == pytest.approx(per_day, rel=0.02)
    assert set(records.lockages["vessels"]) == {4}


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


# --- a cascade

LOCKS = ("A", "B", "C")
CASCADE = [
    [*(Stretch(1.5, lock, 0) for lock in LOCKS), Stretch(0.5, "", 0)],
    [*(Stretch(1.5, lock, 1) for lock in reversed(LOCKS)), Stretch(0.5, "", 0)],
]
FULLER = replace(AT_ONCE, min_fill_share=0.7)


def cascade(seed: int, horizon_h: float, n: int = 3000) -> Run:
    """Poisson traffic both ways over three locks, B of two lines of which one is shut at times."""
    rng = np.random.default_rng(seed)
    trips = Trips(
        depart_h=np.cumsum(rng.exponential(0.5, n)),
        route=rng.integers(0, 2, n),
        hull=np.zeros(n, dtype=np.int64),
        payload_t=np.ones(n),
    )
    lines = {"A": [1], "B": [1, 2], "C": [1]}
    sites = {
        lock: LockSite(
            tuple(replace(chamber(line, 0.7, (180, 12)), lock=lock) for line in lines[lock]),
            FULLER,
            {"1": ((100.0, 130.0), (700.0, 745.0))},
        )
        for lock in LOCKS
    }
    run = Run(trips, CASCADE, [VESSEL], sites, horizon_h)
    run.simulate()
    return run


def test_littles_law_holds_at_every_lock_of_a_cascade() -> None:
    # The queue is looked at at random hours, rate and waits are those of vessels.
    horizon_h = 1200.0
    gaps: dict[str, list[float]] = {lock: [] for lock in LOCKS}
    for seed in range(20):
        stays = cascade(seed, horizon_h).records().stays()
        looks_h = np.sort(np.random.default_rng(500 + seed).uniform(0, horizon_h, 4000))
        for lock, part in stays.groupby("lock", observed=True):
            arrive_h = np.sort(part["arrive_h"].to_numpy(dtype=float))
            start_h = np.sort(part["start_h"].fillna(horizon_h).to_numpy(dtype=float))
            length = np.searchsorted(arrive_h, looks_h) - np.searchsorted(start_h, looks_h)
            rate_times_wait = (start_h - arrive_h).sum() / horizon_h
            gaps[str(lock)].append(length.mean() / rate_times_wait)
    for ratios in gaps.values():
        agree(ratios, 1.0, within=0.05)


def test_arrivals_are_passages_and_the_change_of_the_queue_at_every_lock_and_month() -> None:
    ends_h = [730.0 * month for month in range(1, 4)]
    whole = cascade(1, ends_h[-1], n=5000).records()
    before = dict.fromkeys(LOCKS, (0, 0, 0))
    for end_h in ends_h:
        run = cascade(1, end_h, n=5000)
        records, arrivals = run.records(), run.arrivals()
        for lock in LOCKS:
            done = records.passages[records.passages["lock"] == lock]
            present = sum(
                int((table["lock"] == lock).sum()) for table in (records.waiting, records.in_lock)
            )
            came, passed, was = before[lock]
            assert arrivals[lock] - came == len(done) - passed + present - was
            assert len(done) > passed
            before[lock] = (arrivals[lock], len(done), present)
            # A month cut off is the beginning of the longer run, to the bit.
            longer = whole.passages[
                (whole.passages["lock"] == lock) & (whole.passages["end_h"] < end_h)
            ]
            columns = ["trip", "arrive_h", "start_h", "end_h"]
            assert done[columns].to_numpy().tolist() == longer[columns].to_numpy().tolist()
        assert sum(present for _, _, present in before.values()) > 0
