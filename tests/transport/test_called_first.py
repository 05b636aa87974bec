"""Clean vessels called first: from the measure to the waits at a lock, marks set by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from fleets.turnover.changes import CleanPassage
from networks import Chamber
from scenarios.from_tables.inland_fleet import called_first
from scenarios.from_tables.locks import lock_sites_of
from scenarios.inputs import network_of, transport_parameters
from transport.changes import ScheduleLocks
from transport.fleet_use.called_first import clean_trips
from transport.indicators import Window, lock_indicators
from transport.operations.lock import Hull, LockRules, LockSite
from transport.operations.waterway import Stretch, Trips, simulate_waterway

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd


FIRST = CleanPassage(0.5, 0.3, called_first=True)


def test_clean_vessels_are_those_that_pay_less(shipped: Mapping[str, pd.DataFrame]) -> None:
    clean = called_first(shipped, [FIRST])
    assert {"lng-otto", "battery", "battery-swap", "methanol", "hydrogen"} <= clean
    # The engine of a diesel vessel, which its owner may fill with either.
    assert not clean & {"diesel", "biodiesel"}
    assert called_first(shipped, [CleanPassage(0.5, 0.3)]) == frozenset()
    assert called_first(shipped, [FIRST, CleanPassage(0.5, 0.3)]) == frozenset()
    assert called_first(shipped, []) == frozenset()


def test_a_trip_is_marked_by_its_powertrain() -> None:
    powertrains = ("diesel", "lng-otto", "battery")
    drawn = np.array([0, 1, 2, 1, 0])
    marks = clean_trips(drawn, powertrains, frozenset({"lng-otto", "hydrogen"}))
    assert marks.tolist() == [False, True, False, True, False]
    assert marks.dtype == bool
    assert not clean_trips(drawn, powertrains, frozenset()).any()
    assert clean_trips(np.empty(0, dtype=np.int64), powertrains, {"battery"}).tolist() == []


def test_every_lock_gets_the_rule_and_keeps_its_others(
    shipped: Mapping[str, pd.DataFrame],
) -> None:
    network = network_of(shipped, (), 2024, transport_parameters(shipped))
    sooner = ScheduleLocks(("changzhou",), 0.5, 6.0)
    plain = lock_sites_of(shipped, network, changes=[sooner])
    first = lock_sites_of(shipped, network, changes=[sooner, FIRST])
    for explanation, sites in first.items():
        assert len(sites) > 10
        for lock, site in sites.items():
            assert site.rules.marked_first
            before = plain[explanation][lock].rules
            assert not before.marked_first
            assert site.rules.call_delay_h == before.call_delay_h
            assert site.rules.announce_h == before.announce_h
    assert first["scheduling"]["changzhou"].rules.announce_h == 6.0


def test_waits_of_clean_vessels_and_of_others_come_out_of_a_run() -> None:
    rng = np.random.default_rng(3)
    n = 4000
    powertrains = ("diesel", "lng-otto")
    trips = Trips(
        depart_h=np.cumsum(rng.exponential(0.2, n)),
        route=np.zeros(n, dtype=np.int64),
        hull=np.zeros(n, dtype=np.int64),
        payload_t=np.ones(n),
        first=clean_trips(rng.integers(0, 2, n), powertrains, {"lng-otto"}),
    )
    line = Chamber("L", "1", 200, 12, float("nan"), 20.0, 0.0)  # two vessels in 20 min
    routes = [[Stretch(0.0, "L", 0), Stretch(0.0, "", 0)]]
    waits = {}
    for rule in (False, True):
        rules = LockRules(look_ahead=20, min_fill_share=0.0, max_hold_h=0.0, marked_first=rule)
        site = LockSite((line,), rules)
        records, balance = simulate_waterway(
            trips, routes, [Hull(90, 10, 1000)], {"L": site}, 1000.0
        )
        assert balance.holds
        table = lock_indicators(records, {"L": (line,)}, Window(100.0, 1000.0))
        (waits[rule],) = table.to_dict("records")
    turn, priority = waits[False], waits[True]
    assert turn["wait_first_h_mean"] == pytest.approx(turn["wait_rest_h_mean"], rel=0.1)
    assert priority["wait_first_h_mean"] < 0.6 * priority["wait_rest_h_mean"]
    # Lockages of two equal vessels are the same whoever is called, so the mean of all stays.
    assert priority["wait_h_mean"] == pytest.approx(turn["wait_h_mean"], rel=0.01)
    share = priority["vessels_first"] / priority["vessels"]
    by_kind = (priority["wait_first_h_mean"], priority["wait_rest_h_mean"])
    assert np.dot(by_kind, [share, 1 - share]) == pytest.approx(priority["wait_h_mean"])
