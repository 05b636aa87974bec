"""Trips and stops of a week at stations, one row each; every trip names its vehicle's cohort."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from fleets.truck_powertrains import LONG_HAUL
from fleets.turnover.tables import truck_groups
from transport.fleet_use.cohort_draws import VintageTable
from transport.fleet_use.stock_changes import FleetCohorts
from transport.operations.station_tables import ARRIVED, NOT_MADE, PUT_OFF, STRANDED, UNDER_WAY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from scenarios.stations.request import StationRequest
    from scenarios.stations.river_study import RiverStudy
    from scenarios.stations.road_study import RoadStudy, Way
    from transport.fleet_use.cohort_draws import CohortShares
    from transport.operations.stations import StationRun, StationTrips

FOLDER: Final = "records"
_ENDS: Final = {
    UNDER_WAY: "under way",
    ARRIVED: "arrived",
    STRANDED: "stranded",
    NOT_MADE: "not made",
    PUT_OFF: "put off",
}
_COUNTS: Final = ("stops", "diverted", "early", "held")


@dataclass(frozen=True, slots=True)
class Vehicle:
    """What makes the trips of an itinerary.

    Attributes
    ----------
    class_id, fleet, powertrain : str
        Class, the fleet of the stock that it belongs to, and powertrain.
    origin, destination : str
        Ends of the trip; empty for trucks that the demand table leaves out.
    load_t : float
        Cargo; NaN where it is not known.
    """

    class_id: str
    fleet: str
    powertrain: str
    origin: str
    destination: str
    load_t: float


@dataclass(frozen=True)
class StationRecords:
    """A week, one row for each trip and for each stop.

    Attributes
    ----------
    trips : pandas.DataFrame
        ``trip``, ``vehicle_class``, ``powertrain``, ``vintage`` (year of building, the oldest that
        or older; NaN where the stock has none of the class), ``origin``, ``destination``,
        ``load_t``, ``depart_h`` and ``arrived_h`` (from the start, warm-up included; NaN for who
        has not arrived), ``end`` (``arrived``, ``under way``, ``stranded``, ``not made``),
        ``stops``, ``diverted``, ``early``, ``held``, and ``amount`` taken in (kWh or kg).
    visits : pandas.DataFrame
        ``trip``, ``station``, ``arrive_h``, ``start_h``, ``end_h`` (NaN for what has not been) and
        ``amount``.
    """

    trips: pd.DataFrame
    visits: pd.DataFrame

    def write(self, folder: Path) -> None:
        """Write one Parquet file for each table."""
        folder.mkdir(parents=True)
        self.trips.to_parquet(folder / "trips.parquet", index=False)
        self.visits.to_parquet(folder / "visits.parquet", index=False)


def road_records(request: StationRequest, study: RoadStudy) -> StationRecords:
    """Return the first week of trucks.

    Parameters
    ----------
    request : StationRequest
        Gives the stock of the year.
    study : RoadStudy
        The week.

    Returns
    -------
    StationRecords
        Trips and stops.
    """
    groups = truck_groups(request.tables["stock_groups"])
    vehicles = [_truck(way, groups) for way in study.ways]
    return station_records(vehicles, study.trips, study.run, cohorts_of(request.changes))


def river_records(request: StationRequest, study: RiverStudy) -> StationRecords:
    """Return the first week of vessels; parameters and result are those of :func:`road_records`."""
    vehicles = [
        Vehicle(one.class_id, one.class_id, one.powertrain, *one.ends, one.load_t)
        for one in study.flows
    ]
    return station_records(vehicles, study.trips, study.run, cohorts_of(request.changes))


def cohorts_of(changes: Sequence[object]) -> dict[str, CohortShares]:
    """Return the stock of a year by fleet."""
    return {one.fleet: one.shares for one in changes if isinstance(one, FleetCohorts)}


def station_records(
    vehicles: Sequence[Vehicle],
    trips: StationTrips,
    run: StationRun,
    cohorts: Mapping[str, CohortShares],
) -> StationRecords:
    """Return a week, with a year of building drawn for each trip.

    Parameters
    ----------
    vehicles : sequence of Vehicle
        Vehicle of each itinerary.
    trips : StationTrips
        Who travelled.
    run : StationRun
        What came of it.
    cohorts : mapping of str to CohortShares
        Stock by fleet.

    Returns
    -------
    StationRecords
        Trips in the order of departure.
    """
    columns = ("class_id", "powertrain", "origin", "destination", "load_t")
    table = pd.DataFrame(
        [[getattr(one, name) for name in columns] for one in vehicles], columns=list(columns)
    )
    own = table.iloc[trips.itinerary].reset_index(drop=True)
    state, number = run.trips, np.arange(len(trips.depart_h))
    made = own.rename(columns={"class_id": "vehicle_class"}).assign(
        trip=number,
        vintage=_vintages(vehicles, trips, cohorts),
        depart_h=trips.depart_h,
        arrived_h=np.where(state["end"] == ARRIVED, state["arrived_h"], np.nan),
        end=pd.Series(state["end"]).map(_ENDS),
        amount=state["received"],
        **{name: state[name] for name in _COUNTS},
    )
    visits = {name: run.visits[name] for name in ("arrive_h", "start_h", "end_h", "amount")}
    named = np.array(run.stations, dtype=object)[run.visits["station"]]
    ordered = ["trip", "vehicle_class", "powertrain", "vintage", *columns[2:]]
    return StationRecords(
        made[[*ordered, "depart_h", "arrived_h", "end", *_COUNTS, "amount"]],
        pd.DataFrame({"trip": run.visits["trip"], "station": named, **visits}),
    )


def _vintages(
    vehicles: Sequence[Vehicle], trips: StationTrips, cohorts: Mapping[str, CohortShares]
) -> np.ndarray:
    """Return the year of building of each trip."""
    fleets, powertrains = (
        tuple(dict.fromkeys(getattr(one, name) for one in vehicles))
        for name in ("fleet", "powertrain")
    )
    cells = [
        fleets.index(one.fleet) * len(powertrains) + powertrains.index(one.powertrain)
        for one in vehicles
    ]
    years = VintageTable.of(cohorts, fleets, powertrains)
    return years.drawn(np.array(cells, dtype=np.int64)[trips.itinerary], trips.within)


def _truck(way: Way, groups: Mapping[str, str]) -> Vehicle:
    """Return the truck of a way; one that the demand table leaves out is a tractor."""
    if way.flow is None:
        return Vehicle(LONG_HAUL, groups.get(LONG_HAUL, ""), way.powertrain, "", "", np.nan)
    flow = way.flow
    ends = flow.leg.places[0], flow.leg.places[-1]
    fleet = groups.get(flow.class_id, "")
    return Vehicle(flow.class_id, fleet, way.powertrain, *ends, flow.load_t)
