"""Trips and stops of a week as records: every trip has a vehicle of the stock."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from scenarios.stations.records import Vehicle, cohorts_of, station_records
from transport.draws import StreamKey
from transport.fleet_use.cohort_draws import CohortShares
from transport.operations.stations import (
    Itinerary,
    Station,
    StationRules,
    StationSite,
    StationTrips,
    VehicleKind,
    simulate_stations,
)
from transport.stations.truck_trips import Spread, draw_station_trips, week_calendar

if TYPE_CHECKING:
    from pathlib import Path

    from scenarios.inputs import Base

YEARS = np.array([2016.0, 2022.0, 2025.0])
STOCK = {
    "heavy": CohortShares(
        YEARS, ("battery", "lng"), np.array([[0.0, 0.3], [0.1, 0.2], [0.3, 0.1]])
    ),
    "medium": CohortShares(YEARS, ("battery",), np.array([[0.2], [0.2], [0.6]])),
}
VEHICLES = [
    Vehicle("tractor", "heavy", "battery", "A", "B", 30.0),
    Vehicle("tractor", "heavy", "lng", "A", "B", 30.0),
    Vehicle("lorry", "medium", "battery", "B", "A", 8.0),
    Vehicle("van", "", "battery", "B", "A", 2.0),
]
KINDS = {"all": VehicleKind("all", 400.0, 40.0, 300.0, tapers=False)}
SITES = [StationSite("s", (Station("s", (300.0,) * 3),))]
WAY = Itinerary(("s",), np.array([1.0, 2.0]), np.array([100.0, 250.0]), "all")


def drawn(replication: int) -> StationTrips:
    """Draw four weeks of trips."""
    return draw_station_trips(
        [(f"way {k}", 60.0) for k in range(len(VEHICLES))],
        week_calendar(np.full(24, 1 / 24), np.ones(7), 672.0),
        StreamKey(5, replication),
        Spread(0.6, 1.0, 0.05),
    )


def records_of(trips: StationTrips) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Run trips past one station and return their records."""
    run = simulate_stations(SITES, [WAY] * len(VEHICLES), KINDS, trips, StationRules(), 900.0)
    found = station_records(VEHICLES, trips, run, STOCK)
    return found.trips, found.visits


def test_years_of_building_over_replications_are_those_of_the_stock() -> None:
    trips = pd.concat([records_of(drawn(n))[0] for n in range(4)])
    expected = {
        ("tractor", "battery"): [0.0, 0.25, 0.75],
        ("tractor", "lng"): [0.5, 1 / 3, 1 / 6],
        ("lorry", "battery"): [0.2, 0.2, 0.6],
    }
    for (name, powertrain), shares in expected.items():
        mine = trips[(trips["vehicle_class"] == name) & (trips["powertrain"] == powertrain)]
        counts = np.array([(mine["vintage"] == year).sum() for year in YEARS])
        held = np.array(shares) > 0
        assert counts.sum() == len(mine) > 5_000
        assert (counts[~held] == 0).all()
        wanted = np.array(shares)[held] * len(mine)
        assert stats.chisquare(counts[held], wanted).pvalue > 0.001
    vans = trips[trips["vehicle_class"] == "van"]
    assert len(vans) > 5_000
    assert vans["vintage"].isna().all()  # no such class in the stock


def test_the_year_of_building_tells_nothing_of_level_and_use() -> None:
    trips = drawn(0)
    assert len(trips.within) == len(trips.depart_h) > 5_000
    assert stats.kstest(trips.within, "uniform").pvalue > 0.001
    for other in (trips.level_share, trips.pace, trips.depart_h):
        assert abs(np.corrcoef(trips.within, other)[0, 1]) < 3.5 / np.sqrt(len(trips.within))


def test_stops_of_trips_and_visits_are_the_same() -> None:
    trips, visits = records_of(drawn(1))
    assert trips["trip"].tolist() == list(range(len(trips)))
    served = visits.dropna(subset=["end_h"])
    assert served.groupby("trip")["amount"].sum().to_numpy() == pytest.approx(
        trips.set_index("trip")["amount"].reindex(sorted(served["trip"].unique())).to_numpy()
    )
    assert set(visits["station"]) == {"s"}
    assert (served["arrive_h"] <= served["start_h"]).all()
    assert (served["start_h"] <= served["end_h"]).all()
    ended = trips[trips["end"] == "arrived"]
    assert len(ended) > 0.9 * len(trips)
    assert (ended["arrived_h"] >= ended["depart_h"] + 3.0).all()
    assert trips["arrived_h"].notna().tolist() == (trips["end"] == "arrived").tolist()
    assert set(trips["end"]) <= {"arrived", "under way", "stranded", "not made"}


def test_records_are_kept_as_they_are(tmp_path: Path) -> None:
    run_trips = drawn(2)
    run = simulate_stations(SITES, [WAY] * len(VEHICLES), KINDS, run_trips, StationRules(), 900.0)
    records = station_records(VEHICLES, run_trips, run, STOCK)
    records.write(tmp_path / "records")
    pd.testing.assert_frame_equal(
        pd.read_parquet(tmp_path / "records" / "trips.parquet"), records.trips, check_dtype=False
    )
    assert len(pd.read_parquet(tmp_path / "records" / "visits.parquet")) == len(records.visits)


def test_the_stock_of_the_base_year_has_the_fleets_of_trucks_and_vessels(base: Base) -> None:
    cohorts = cohorts_of(base.stock)
    assert {"heavy-truck", "medium-truck", "inland-3000"} <= set(cohorts)
    for shares in cohorts.values():
        assert shares.shares.sum() == pytest.approx(1.0)
