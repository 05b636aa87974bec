"""Truck trips: their ways past service areas, and who sets out."""

from __future__ import annotations

import numpy as np
import pytest

from networks import Leg, Link
from transport.changes import EquipStations
from transport.draws import StreamKey
from transport.stations.service_areas import Equipment, equipped_areas, passed_areas, service_areas
from transport.stations.siting_problem import FlowPath, is_covered
from transport.stations.truck_trips import Spread, draw_station_trips, week_calendar

LINKS = (Link("r", "A", "B", "road", 100, 80), Link("s", "C", "B", "road", 60, 60))
AREAS = service_areas(LINKS, {"r": 50.0, "s": 30.0}, {"A": "Guangxi", "B": "Guangdong"})
SPREAD = Spread(0.8, 1.0, 0.05)


def test_a_truck_passes_the_areas_of_its_side_in_the_order_of_travel() -> None:
    leg = Leg("road", ("A", "B", "C"), LINKS)
    seen = [
        (one.area_id, one.side, one.at_km) for one in passed_areas(leg, AREAS, {"rolling": 1.0})
    ]
    assert seen == [
        ("r-1", "a", 25.0),
        ("r-2", "a", 75.0),
        ("s-2", "b", 115.0),
        ("s-1", "b", 145.0),
    ]


def test_more_coverage_holds_every_area_of_less() -> None:
    before: set[str] = set()
    for share in (0.0, 0.3, 0.6, 1.0):
        change = EquipStations("charging", share, 2, "dc-360")
        found = set(equipped_areas(AREAS, {}, [change]))
        assert before <= found
        before = found
    assert len(before) == 4


def test_a_plan_stands_over_what_there_is_and_links_limit_it() -> None:
    existing = {"r-1": Equipment(1, "dc-120"), "s-1": Equipment(1, "dc-120")}
    change = EquipStations("charging", 1.0, 4, "dc-360", links=("r",))
    found = equipped_areas(AREAS, existing, [change])
    assert found["r-1"]["charging"].units == 4
    assert found["s-1"]["charging"].units == 1
    assert "s-2" not in found


def test_a_larger_flow_holds_every_trip_of_a_smaller_one() -> None:
    calendar = week_calendar(np.full(24, 1 / 24), np.ones(7), 168.0)
    few, more = (
        draw_station_trips([("flow", rate)], calendar, StreamKey(1, 0), SPREAD)
        for rate in (40.0, 90.0)
    )
    both = np.isin(few.depart_h, more.depart_h)
    assert both.all()
    at = np.searchsorted(more.depart_h, few.depart_h)
    assert more.level_share[at].tolist() == few.level_share.tolist()
    assert more.pace[at].tolist() == few.pace.tolist()


def test_departures_follow_the_hours_and_days() -> None:
    hours = np.array([0.0] * 12 + [1 / 12] * 12)
    days = np.array([1.4, 1.4, 1.4, 1.4, 1.4, 0.0, 0.0])
    calendar = week_calendar(hours, days, 168.0)
    trips = draw_station_trips([("flow", 2000.0)], calendar, StreamKey(1, 0), SPREAD)
    assert len(trips.depart_h) == pytest.approx(14_000, rel=0.05)
    assert (trips.depart_h % 24 >= 12).all()
    assert trips.depart_h.max() < 120
    assert trips.level_share.mean() == pytest.approx(0.9, abs=0.01)
    assert trips.pace.std() == pytest.approx(0.05, rel=0.05)


def test_a_way_is_covered_as_long_as_no_stretch_is_too_long() -> None:
    path = FlowPath(1.0, 160.0, (("r-1", 25.0), ("r-2", 75.0), ("s-2", 115.0)))
    assert is_covered(path, 50.0, frozenset({"r-1", "r-2", "s-2"}))
    assert not is_covered(path, 50.0, frozenset({"r-1", "s-2"}))
