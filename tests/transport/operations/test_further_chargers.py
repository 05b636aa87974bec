"""What a further charger, pump or pack does to the waits of a network, with the same trips.

Where stops stay what they are, or all stop alike and nobody overtakes, no mean wait rises. Where
vehicles overtake or choose it can, of which the smallest cases are worked by hand; over many
periods at chargers that are alike it does not.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transport.operations.stations import (
    FuelTank,
    Itinerary,
    Station,
    StationRules,
    StationRun,
    StationSite,
    StationTrips,
    SwapRoom,
    VehicleKind,
    simulate_stations,
)
from transport.stations.known import KnownStations, as_known
from transport.stations.learning import StationNetwork, learn

KINDS = ("charger", "pump", "pack")
AWAKE = StationRules(rest_every_h=1e6, taper_end_share=1.0)
LARGE = 1e4
TRUCK = VehicleKind("truck", 400.0, 60.0, 360.0, tapers=False)


def station(name: str, kind: str, places: int) -> StationSite:
    """Return a station of so many chargers or pumps, or of two slots with so many packs."""
    made = Station(name, (100.0,) * places, setup_h=0.1)
    if kind == "pump":
        tank = FuelTank(600.0, 300.0, 300.0, lead_h=2.0)
        made = replace(made, tank=tank, efficiency=math.inf)
    if kind == "pack":
        made = replace(made, rates=(100.0,) * 2, swap=SwapRoom(1, places, LARGE, 100.0))
    return StationSite(name, (made,))


def line(rng: np.random.Generator, kind: str) -> tuple[list[StationSite], list[StationSite]]:
    """Return three to five stations, and the same with one place more at one of them."""
    places = rng.integers(1, 4, rng.integers(3, 6)).tolist()
    more = places.copy()
    more[rng.integers(len(places))] += 1
    both = [[station(f"s{k}", kind, one) for k, one in enumerate(each)] for each in (places, more)]
    return both[0], both[1]


def passed(sites: list[StationSite], ways: list[Itinerary], trips: StationTrips) -> StationRun:
    """Run trips past stations until all have arrived."""
    kinds = {"v": VehicleKind("v", LARGE, 0.0, math.inf, tapers=False), "truck": TRUCK}
    run = simulate_stations(sites, ways, kinds, trips, AWAKE, 2000.0)
    assert run.balances
    assert np.isfinite(run.visits["end_h"]).all()
    return run


def at_random(rng: np.random.Generator, ways: int, hours: float, count: int) -> StationTrips:
    """Return trips at any time on any way, with full batteries."""
    depart_h = np.sort(rng.uniform(0.0, hours, count))
    return StationTrips(depart_h, rng.integers(ways, size=count), np.ones(count), np.ones(count))


@pytest.mark.parametrize("kind", KINDS)
@given(st.integers(0, 10_000))
@settings(max_examples=12, deadline=None)
def test_nobody_waits_longer_where_each_stops_once(kind: str, seed: int) -> None:
    rng = np.random.default_rng(seed)
    sites, more = line(rng, kind)
    ways = [
        Itinerary(
            (one.name,), rng.uniform(0.0, 2.0, 2), np.array([amount, 0.0]), "v", planned=False
        )
        for one in sites
        for amount in rng.uniform(20.0, 150.0, 2)
    ]
    trips = at_random(rng, len(ways), 12.0, 120)
    runs = [passed(each, ways, trips) for each in (sites, more)]
    waits = [run.wait_h[np.argsort(run.visits["trip"])] for run in runs]
    assert len(waits[0]) == len(waits[1]) == 120
    assert (waits[1] <= waits[0] + 1e-6).all()


@pytest.mark.parametrize("kind", KINDS)
@given(st.integers(0, 10_000))
@settings(max_examples=12, deadline=None)
def test_no_mean_wait_rises_where_all_stop_alike(kind: str, seed: int) -> None:
    # All pass the same stations in turn and take the same there: who comes first leaves first, and
    # the n-th departure is never later with one place more.
    rng = np.random.default_rng(seed)
    sites, more = line(rng, kind)
    need = np.append(rng.uniform(20.0, 150.0, len(sites)), 0.0)
    names = tuple(one.name for one in sites)
    way = Itinerary(names, rng.uniform(0.0, 2.0, len(need)), need, "v", planned=False)
    trips = at_random(rng, 1, 12.0, 60)
    fewer, other = (passed(each, [way], trips) for each in (sites, more))
    assert len(fewer.visits) == len(other.visits) == 60 * len(sites)
    assert other.wait_h.mean() <= fewer.wait_h.mean() + 1e-6
    assert (other.trips["arrived_h"] <= fewer.trips["arrived_h"] + 1e-6).all()


@pytest.mark.parametrize(("chargers", "wait_h"), [(1, 0.95), (2, 2.15)])
def test_who_overtakes_may_keep_others_waiting(chargers: int, wait_h: float) -> None:
    # The first takes an hour at a and 0.1 at b, the second, 0.05 h later, 0.1 and 3 hours. With one
    # charger at a the second waits 0.95 h there, and nobody at b. With two it leaves at 0.15 and
    # holds b until 3.15, where the first comes at 1.0.
    sites = [
        StationSite(name, (Station(name, (100.0,) * n),)) for name, n in (("a", chargers), ("b", 1))
    ]
    ways = [
        Itinerary(("a", "b"), np.zeros(3), np.array([*amounts, 0.0]), "v", planned=False)
        for amounts in ((100.0, 10.0), (10.0, 300.0))
    ]
    trips = StationTrips(np.array([0.0, 0.05]), np.arange(2), np.ones(2), np.ones(2))
    assert passed(sites, ways, trips).wait_h.sum() == pytest.approx(wait_h)


def fast_and_slow(chargers: int) -> list[StationSite]:
    """Return chargers of 300 kW, and behind them ten of 160 kW."""
    return [
        StationSite(name, (Station(name, (kw,) * n, patience_h=0.5, session_h=240.0 / kw),))
        for name, kw, n in (("fast", 300.0, chargers), ("slow", 160.0, 10))
    ]


@pytest.mark.parametrize(("chargers", "wait_h", "hours"), [(1, 0.0, 3.8), (2, 0.5, 2.9)])
def test_drivers_may_choose_to_wait_for_a_fast_charger(
    chargers: int, wait_h: float, hours: float
) -> None:
    # Three take 240 kWh: 0.8 h at 300 kW, 1.5 at 160. Beside one fast charger the others expect
    # 0.8 h of queue and 0.8 of filling, and go on to 1.5 h. Beside two the third, 0.3 h later,
    # expects 0.4 h of queue: it stays, waits half an hour and still leaves earlier.
    way = Itinerary(("fast", "slow"), np.zeros(3), np.array([300.0, 0.0, 280.0]), "truck")
    trips = StationTrips(
        np.array([0.0, 0.0, 0.3]), np.zeros(3, dtype=np.int64), np.ones(3), np.ones(3)
    )
    run = passed(fast_and_slow(chargers), [way], trips)
    assert run.wait_h.sum() == pytest.approx(wait_h)
    assert float((run.trips["arrived_h"] - trips.depart_h).sum()) == pytest.approx(hours, abs=1e-6)


@pytest.mark.parametrize(("chargers", "wait_h", "hours"), [(1, 0.0, 4.2), (2, 1.0, 4.0)])
def test_usual_waits_may_send_drivers_away_from_one_charger_and_not_from_two(
    chargers: int, wait_h: float, hours: float
) -> None:
    # Three at once take 240 kWh at 240 kW, an hour; the counter of b takes 0.4 h longer, and it has
    # room for all. At one charger of a they wait 0, 1 and 2 h, an hour on the mean: knowing that,
    # all plan to stop at b and nobody waits. At two they wait 0, 0 and 1 h, 20 minutes on the mean,
    # and stay: a wait of an hour, and still less time.
    sites = [
        StationSite(name, (Station(name, (240.0,) * n, setup_h=h),))
        for name, n, h in (("a", chargers, 0.0), ("b", 3, 0.4))
    ]
    way = Itinerary(("a", "b"), np.zeros(3), np.array([300.0, 0.0, 280.0]), "truck")
    trips = StationTrips(np.zeros(3), np.zeros(3, dtype=np.int64), np.ones(3), np.ones(3))
    first = passed(sites, [way], trips)
    assert first.visits["station"].tolist() == [0, 0, 0]
    run = passed(as_known(sites, KnownStations().after(first)), [way], trips)
    assert run.wait_h.sum() == pytest.approx(wait_h, abs=1e-6)
    assert float(run.trips["arrived_h"].sum()) == pytest.approx(hours, abs=1e-6)


def weeks_of(chargers: tuple[int, int], counter_h: float, per_h: float) -> np.ndarray:
    """Return the mean wait in minutes of eight periods at two stations on one way.

    Drivers would rather stop at the first: the second has a longer counter, or slower chargers.
    """
    sites = [
        StationSite(
            name, (Station(name, (150.0,) * n, setup_h=h, patience_h=0.5, session_h=130 / 150 + h),)
        )
        for name, n, h in zip("ab", chargers, (0.08, 0.08 + counter_h), strict=True)
    ]
    way = Itinerary(("a", "b"), np.array([0.8, 0.2, 1.6]), np.array([100.0, 20.0, 200.0]), "truck")
    found = []
    for seed in range(8):
        rng = np.random.default_rng(seed)
        count = int(rng.poisson(48 * per_h))
        depart_h = np.sort(rng.uniform(0.0, 48.0, count))
        level, pace = rng.uniform(0.6, 1.0, count), rng.normal(1.0, 0.05, count)
        trips = StationTrips(depart_h, np.zeros(count, dtype=np.int64), level, pace)
        found.append(60 * passed(sites, [way], trips).wait_h.sum() / count)
    return np.array(found)


@pytest.mark.parametrize("counter_h", [0.02, 0.08])
def test_a_further_charger_where_drivers_choose_lengthens_no_mean_wait(counter_h: float) -> None:
    # Six an hour ask for about four chargers. Drivers who stay within their patience whatever the
    # next station has would wait 2.4 min with two chargers at the first, and none with one.
    waits = np.array([weeks_of((n, 5), counter_h, 6.0) for n in (1, 2, 3, 4)])
    steps = np.diff(waits, axis=0)
    half = 2.4 * steps.std(axis=1, ddof=1) / math.sqrt(steps.shape[1])
    assert (steps.mean(axis=1) - half <= 0).all()
    assert (steps.mean(axis=1) <= 0.1).all()
    assert waits[0].mean() > waits[-1].mean()


def drawn_network(seed: int) -> tuple[list[list[StationSite]], list[Itinerary], float]:
    """Return stations without and with one charger more, ways that share them, and trucks an hour.

    Three to five stations of one to four chargers stand in a row; two to five ways pass some.
    """
    rng = np.random.default_rng(1000 + seed)
    count = int(rng.integers(3, 6))
    places, setup_h = rng.integers(1, 5, count), rng.uniform(0.05, 0.15, count)
    kw = rng.choice([120.0, 150.0, 240.0], count)
    ways = []
    for _ in range(int(rng.integers(2, 6))):
        first = int(rng.integers(0, count - 1))
        last = int(rng.integers(first + 1, count)) + 1
        need = rng.uniform(20.0, 110.0, last - first + 1)
        need[[0, -1]] = rng.uniform(60.0, 200.0, 2)
        names = tuple(f"s{k}" for k in range(first, last))
        ways.append(Itinerary(names, need / 120, need, "truck"))
    per_h = rng.uniform(0.15, 0.5) * float(places @ kw) / 170
    further = places + np.eye(count, dtype=int)[rng.integers(count)]
    sites = [
        [
            StationSite(
                f"s{k}", (Station(f"s{k}", (one,) * n, setup_h=h, patience_h=0.5, session_h=1.2),)
            )
            for k, (n, one, h) in enumerate(zip(each, kw.tolist(), setup_h, strict=True))
        ]
        for each in (places.tolist(), further.tolist())
    ]
    return sites, ways, per_h


def learnt_minutes(
    sites: list[StationSite], ways: list[Itinerary], per_h: float, seed: int
) -> tuple[float, float]:
    """Return the mean wait and the mean length of the trips of drivers who have learnt."""
    rng = np.random.default_rng(seed)
    count = int(rng.poisson(72 * per_h))
    depart_h = np.sort(rng.uniform(0.0, 72.0, count))
    own = (rng.integers(len(ways), size=count), rng.uniform(0.5, 1.0, count))
    trips = StationTrips(depart_h, *own, rng.normal(1.0, 0.05, count), rng.random(count))
    run = learn(StationNetwork(sites, ways, {"truck": TRUCK}, AWAKE, 400.0), trips, 6).run
    made = run.trips["end"] == 1
    hours = (run.trips["arrived_h"] - depart_h)[made]
    return 60 * float(run.wait_h.sum()) / count, 60 * float(hours.mean())


@pytest.mark.parametrize("seed", range(8))
def test_a_further_charger_where_drivers_learn_lengthens_neither_waits_nor_trips(seed: int) -> None:
    # Where all drivers planned anew at once a wait rose by half a minute in one network of forty.
    sites, ways, per_h = drawn_network(seed)
    minutes = np.array([[learnt_minutes(each, ways, per_h, k) for k in range(6)] for each in sites])
    steps = minutes[1] - minutes[0]
    half = 2.6 * steps.std(axis=0, ddof=1) / math.sqrt(len(steps))
    assert (steps.mean(axis=0) <= half + 0.02).all()
    assert (steps.mean(axis=0) <= 0.3).all()
