"""Drivers who learn where it is full, against waits in closed form and sums by hand."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transport.operations.station_tables import ARRIVED, PUT_OFF
from transport.operations.stations import (
    Itinerary,
    Station,
    StationRules,
    StationSite,
    StationTrips,
    SwapRoom,
    VehicleKind,
)
from transport.sizing.constant_queue import constant_queue
from transport.stations.learning import StationNetwork, learn, with_habits

AWAKE = StationRules(rest_every_h=1e6, taper_end_share=1.0)
TRUCK = VehicleKind("truck", 400.0, 60.0, 360.0, tapers=False)
DETOUR_H = 0.4


def beside(chargers: int, horizon_h: float) -> StationNetwork:
    """Return a station with so many chargers, and a large one with a counter of 0.4 h beside it.

    All take 240 kWh at 240 kW: an hour, and never less, so that the queue is M/D/c.
    """
    sites = [
        StationSite(name, (Station(name, (240.0,) * count, setup_h=hours),))
        for name, count, hours in (("a", chargers, 0.0), ("b", 40, DETOUR_H))
    ]
    way = Itinerary(("a", "b"), np.zeros(3), np.array([300.0, 0.0, 280.0]), "truck")
    return StationNetwork(sites, [way], {"truck": TRUCK}, AWAKE, horizon_h)


def three_at_once() -> StationTrips:
    """Return three trucks of which the first keeps to the first plan where there are two."""
    return StationTrips(
        np.zeros(3),
        np.zeros(3, dtype=np.int64),
        np.ones(3),
        np.ones(3),
        np.array([0.1, 0.5, 0.9]) / 1024,
    )


def test_the_kth_plan_is_followed_by_a_part_in_proportion_to_k() -> None:
    network = beside(1, 10.0)
    places = (np.arange(600) + 0.5) / 600
    trips = StationTrips(
        np.zeros(600),
        np.zeros(600, dtype=np.int64),
        np.ones(600),
        np.ones(600),
        places / 1024 + 0.75,
    )
    habits = with_habits(trips, (network.plans(),) * 3).habits
    assert habits is not None
    assert np.bincount(habits.followed).tolist() == [100, 200, 300]


def test_trips_without_numbers_of_their_own_are_refused() -> None:
    trips = replace(three_at_once(), within=np.empty(0))
    with pytest.raises(ValueError, match="3 trips have 0 numbers"):
        learn(beside(1, 10.0), trips, 2)


def test_what_drivers_could_save_by_planning_anew() -> None:
    # They wait 0, 1 and 2 h at one charger, an hour on the mean; the other counter takes 0.4 h. A
    # week later the second and third go there, nobody waits, and they would save 0.4 h each.
    first = learn(beside(1, 50.0), three_at_once(), 1)
    assert first.gap_h == pytest.approx(0.6)
    told: list[int] = []
    second = learn(beside(1, 50.0), three_at_once(), 2, told.append)
    assert told == [1, 2]
    assert second.run.visits["station"].tolist() == [0, 1, 1]
    assert second.gap_h == pytest.approx(2 * DETOUR_H / 3)


@given(st.integers(0, 10_000))
@settings(max_examples=25, deadline=None)
def test_nobody_saves_by_making_the_same_plan_again(seed: int) -> None:
    # The hours of a plan that is followed are those that it was chosen for, rests included.
    rng = np.random.default_rng(seed)
    swap = SwapRoom(1, 4, 400.0, 200.0)
    sites = [
        StationSite(
            name,
            (
                Station(
                    name,
                    (float(rng.uniform(60.0, 400.0)),) * 2,
                    setup_h=float(rng.uniform(0.0, 0.4)),
                    known_wait_h=float(rng.uniform(0.0, 0.5)),
                    swap=swap if rng.random() < 0.3 else None,
                ),
            ),
        )
        for name in "abcd"
    ]
    way = Itinerary(tuple("abcd"), rng.uniform(0.2, 3.0, 5), rng.uniform(20.0, 180.0, 5), "v")
    vehicle = VehicleKind("v", 400.0, 60.0, 300.0)
    network = StationNetwork(sites, [way], {"v": vehicle}, StationRules(), 100.0)
    trips = StationTrips(
        np.zeros(20),
        np.zeros(20, dtype=np.int64),
        rng.uniform(0.2, 1, 20),
        np.ones(20),
        rng.random(20),
    )
    before = with_habits(trips, (network.plans(),))
    assert network.saved_anew_h(before) == pytest.approx(0.0, abs=1e-9)
    busy = [
        replace(one, stations=(replace(one.stations[0], known_wait_h=float(rng.uniform(0, 2))),))
        for one in sites
    ]
    assert (replace(network, sites=busy).saved_anew_h(before) >= -1e-9).all()


def mean_waits_h(chargers: int, per_h: float) -> np.ndarray:
    """Return the part of stops at the first station, its mean wait and that of all, six times."""
    found = []
    for seed in range(6):
        rng = np.random.default_rng(seed)
        count = int(rng.poisson(per_h * 1000))
        trips = StationTrips(
            np.sort(rng.uniform(0.0, 1000.0, count)),
            np.zeros(count, dtype=np.int64),
            np.ones(count),
            np.ones(count),
            rng.random(count),
        )
        run = learn(beside(chargers, 1100.0), trips, 16).run
        here = run.visits["station"] == 0
        waits_h = run.visits["start_h"] - run.visits["arrive_h"]
        found.append((here.mean(), waits_h[here].mean(), waits_h.mean()))
    return np.array(found)


def test_at_equilibrium_a_further_charger_may_lengthen_waits_and_no_trip() -> None:
    # Drivers stay at one charger until its wait is as long as the detour: rho / (2 (1 - rho)) =
    # 0.4, so 0.444 of 1.2 trucks an hour, and the mean wait is 0.4 x 0.37 = 0.148 h. Two chargers
    # hold all of them with a wait of M/D/2 below the detour: 0.26 h, longer than before, though
    # nobody takes longer than the 0.4 h that a stop cost all of them.
    one, two = mean_waits_h(1, 1.2), mean_waits_h(2, 1.2)
    stay = 2 * DETOUR_H / (1 + 2 * DETOUR_H) / 1.2
    queue = constant_queue(1.2, 2)
    assert queue is not None
    wait_h = queue.wait
    for found, expected in ((one, (stay, DETOUR_H, DETOUR_H * stay)), (two, (1.0, wait_h, wait_h))):
        half = 2.6 * found.std(axis=0, ddof=1) / math.sqrt(len(found))
        assert (np.abs(found.mean(axis=0) - expected) <= half + 0.03).all()
    assert two[:, 2].mean() > 1.4 * one[:, 2].mean()
    assert two[:, 2].mean() < DETOUR_H


def test_who_knows_of_too_long_waits_does_not_set_out() -> None:
    # There is one station. Waits of 0, 1 and 2 h are an hour on the mean, half an hour more than a
    # driver puts up with: staying saves half an hour. A week later the second and third stay at
    # home, and the first, who keeps to the first plan, does not wait. Then setting out would save
    # each of the two the half hour that a trip counts that is put off.
    network = beside(1, 50.0)
    way = Itinerary(("a",), np.zeros(2), np.array([300.0, 280.0]), "truck")
    rules = replace(AWAKE, longest_delay_h=0.5)
    network = replace(network, itineraries=[way], rules=rules)
    assert learn(network, three_at_once(), 1).gap_h == pytest.approx(0.5)
    second = learn(network, three_at_once(), 2)
    assert second.run.trips["end"].tolist() == [ARRIVED, PUT_OFF, PUT_OFF]
    assert len(second.run.visits) == 1
    assert second.gap_h == pytest.approx(2 * 0.5 / 3)
    assert second.run.balances
