"""What drivers learn of stations, and the waits of a network with and without its long queues."""

from __future__ import annotations

import math

import numpy as np
import pytest

from transport.operations.stations import (
    Itinerary,
    Station,
    StationRules,
    StationRun,
    StationSite,
    StationTrips,
    VehicleKind,
    simulate_stations,
)
from transport.stations.indicators import Measured, wait_totals
from transport.stations.known import KnownStations, as_known

SITES = [StationSite(name, (Station(name, (100.0,), session_h=0.3),)) for name in "abc"]


def week(visits: str, amount: float, horizon_h: float = 10.0) -> StationRun:
    """Send vehicles that lack an amount to the stations named, all at once."""
    ways = [Itinerary((one,), np.zeros(2), np.zeros(2), "v", planned=False) for one in "abc"]
    count = len(visits)
    trips = StationTrips(
        np.zeros(count),
        np.array(["abc".index(one) for one in visits]),
        np.full(count, 1 - amount / 1000.0),
        np.ones(count),
    )
    rules = StationRules(rest_every_h=1e6, taper_end_share=1.0)
    kinds = {"v": VehicleKind("v", 1000.0, 0.0, tapers=False)}
    return simulate_stations(SITES, ways, kinds, trips, rules, horizon_h)


def test_usual_waits_and_sessions_are_means_of_the_week_before() -> None:
    # Two at a take an hour each: waits of 0 and 1 h. A week later two at b take half an hour, and
    # what a session at a takes is still known.
    known = KnownStations().after(week("aa", 100.0))
    assert known.wait_h == pytest.approx({"a": 0.5, "b": 0.0, "c": 0.0})
    known = known.after(week("bb", 50.0))
    assert known.wait_h == pytest.approx({"a": 0.0, "b": 0.25, "c": 0.0})
    assert known.session_h == pytest.approx({"a": 1.0, "b": 0.5})
    stations = [site.stations[0] for site in as_known(SITES, known)]
    assert [one.known_wait_h for one in stations] == pytest.approx([0.0, 0.25, 0.0])
    assert [one.session_h for one in stations] == pytest.approx([1.0, 0.5, 0.3])


def test_waits_of_all_and_of_stations_without_long_queues() -> None:
    # Four at a: 0, 1 and 2 h, and one who has waited 2.5 h at the end; two at b: 0 and 1 h.
    run = week("aaaabb", 100.0, 2.5)
    found = wait_totals(run, Measured(0.0, 2.5), 1.0)
    assert found["wait_mean_min"] == pytest.approx(60 * 6.5 / 6)
    assert found["wait_mean_min_elsewhere"] == pytest.approx(30.0)
    assert found["wait_p95_min_elsewhere"] == pytest.approx(57.0)
    nowhere = wait_totals(run, Measured(0.0, 2.5), 0.1)
    assert math.isnan(nowhere["wait_mean_min_elsewhere"])
