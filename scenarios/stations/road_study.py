"""The stations of the roads in a week of a plan's year."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from fleets.truck_powertrains import LONG_HAUL
from scenarios.from_tables.hauls import truck_uses
from scenarios.from_tables.trucks import road_stations
from scenarios.stations.inputs import rules_of, spread_of, truck_calendar, yard_of
from scenarios.stations.request import HORIZON_H
from transport.draws import StreamKey
from transport.haulage import empty_per_laden_km
from transport.operations.stations import VehicleKind
from transport.stations.learning import StationNetwork, learn, with_habits
from transport.stations.service_areas import passed_areas
from transport.stations.sites import station_sites
from transport.stations.truck_powertrains import wanted_shares
from transport.stations.truck_trips import (
    background_itinerary,
    carried_by,
    draw_station_trips,
    empty_flows,
    truck_flows,
    truck_itinerary,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from fleets import Powertrain
    from scenarios.from_tables.trucks import RoadStations
    from scenarios.stations.flows import YearCargo
    from scenarios.stations.request import StationRequest
    from transport.operations.stations import Itinerary, StationRun, StationSite, StationTrips
    from transport.stations.parameters import StationParameters
    from transport.stations.service_areas import Equipped, PassedArea
    from transport.stations.sites import Yard
    from transport.stations.truck_trips import TruckFlow

    Floats = NDArray[np.float64]
    Progress = Callable[[int, int, str], None]

SIDES = ("a", "b")
WEEKS = 6
"""Weeks that are run one after the other, in which drivers learn where it is full."""


@dataclass(frozen=True)
class Way:
    """An itinerary with the flow that it comes from.

    Attributes
    ----------
    flow : TruckFlow or None
        None for trucks that the demand table leaves out.
    powertrain : str
        Of the truck.
    trips_per_day : float
        Trips that would be made with it.
    itinerary : Itinerary
        Stretches and stations.
    """

    flow: TruckFlow | None
    powertrain: str
    trips_per_day: float
    itinerary: Itinerary


@dataclass(frozen=True)
class RoadStudy:
    """A week of trucks at stations.

    Attributes
    ----------
    roads : RoadStations
        Service areas and trucks.
    yard : Yard
        What stations are made of.
    flows : list of TruckFlow
        All laden trips of the year, whatever their powertrain.
    ways : list of Way
        Ways of trucks that use stations.
    sites : list of StationSite
        Stations, as drivers know them.
    gap_h : float
        Hours that a trip could save on the mean by another plan of stops.
    trips : StationTrips
        Who travelled.
    run : StationRun
        What came of it.
    repeats : tuple of tuple of StationTrips and StationRun
        The same of every further replication; drivers have the habits that the first one taught.
    """

    roads: RoadStations
    yard: Yard
    flows: list[TruckFlow]
    ways: list[Way]
    sites: list[StationSite]
    gap_h: float
    trips: StationTrips
    run: StationRun
    repeats: tuple[tuple[StationTrips, StationRun], ...] = ()

    @property
    def weeks(self) -> list[RoadStudy]:
        """The week of each replication."""
        return [self, *(replace(self, trips=t, run=r, repeats=()) for t, r in self.repeats)]


def road_study(
    request: StationRequest, year: YearCargo, progress: Progress | None = None
) -> RoadStudy:
    """Run the trucks of a week past the stations of a year.

    Parameters
    ----------
    request : StationRequest
        The question.
    year : YearCargo
        Cargo of the year.
    progress : callable, optional
        Is told weeks done, weeks in all, and plan and year.

    Returns
    -------
    RoadStudy
        What came of it.
    """
    changes = request.changes
    tables = dict(request.tables)
    roads = road_stations(tables, year.model.network, request.year, changes)
    roads = replace(roads, equipped=merged(roads.equipped, request.existing))
    uses = truck_uses(tables, request.year, year.base.groups)
    flows = truck_flows(year.model.skims.services, year.kt, uses)
    back = empty_per_laden_km(year.model.truck_empty_share)
    ways = _ways(request, roads, flows, back)

    def after_week(done: int) -> None:
        """Tell how far the weeks are."""
        if progress is not None:
            total = WEEKS + request.replications - 1
            progress(done, total, f"{request.plan.name} {request.year}")

    return _study_of(request, roads, flows, ways, after_week)


def _study_of(
    request: StationRequest,
    roads: RoadStations,
    flows: list[TruckFlow],
    ways: list[Way],
    after_week: Callable[[int], None],
) -> RoadStudy:
    """Run given ways past the stations of `roads`, once for each replication."""
    tables = dict(request.tables)
    numbers = roads.parameters
    swap = roads.powertrains["swap"]
    capacities = {one.sold_as: one.capacity for one in roads.powertrains.values()}
    yard = yard_of(tables, numbers, swap.capacity, capacities, afloat=False)
    sites = station_sites(roads.equipped, SIDES, yard)
    there = {station.name for site in sites for station in site.stations}
    ways = [way for way in ways if set(way.itinerary.stations) <= there]
    network = StationNetwork(
        sites,
        [way.itinerary for way in ways],
        truck_kinds(roads.trucks, numbers.reserve_share),
        rules_of(numbers, drivers=True),
        HORIZON_H,
    )
    learnt = learn(network, _drawn(request, ways, numbers, 0), WEEKS, after_week)
    repeats = []
    for replication in range(1, request.replications):
        trips = with_habits(_drawn(request, ways, numbers, replication), learnt.plans)
        repeats.append((trips, learnt.network.run(trips)))
        after_week(WEEKS + replication)
    known = list(learnt.network.sites)
    weeks = ((learnt.trips, learnt.run), *repeats)
    return RoadStudy(roads, yard, flows, ways, known, learnt.gap_h, *weeks[0], weeks[1:])


def _drawn(
    request: StationRequest, ways: list[Way], numbers: StationParameters, replication: int
) -> StationTrips:
    """Draw the trips of the week of a replication."""
    trips = draw_station_trips(
        _rates(ways),
        truck_calendar(dict(request.tables), HORIZON_H),
        StreamKey(request.seed, replication),
        spread_of(numbers),
    )
    return _with_background_levels(trips, ways, numbers.background_level_share)


def merged(equipped: Equipped, more: Equipped) -> Equipped:
    """Return stations with those of a list of the user; its rows hold."""
    made = {area: dict(sold) for area, sold in equipped.items()}
    for area, sold in more.items():
        made.setdefault(area, {}).update(sold)
    return made


def _rates(ways: list[Way]) -> list[tuple[str, float]]:
    """Return the name and trips a day of every way."""
    return [
        (f"{way.powertrain} {way.flow.name if way.flow else way.itinerary.stations[0]}", n)
        for way in ways
        for n in (way.trips_per_day,)
    ]


def truck_kinds(
    trucks: Mapping[str, Mapping[str, Powertrain]], reserve: float
) -> dict[str, VehicleKind]:
    """Return the trucks of each class as stations see them."""
    return {
        one.kind_id: VehicleKind(
            one.kind_id, one.capacity, reserve * one.capacity, one.rate, tapers=one.electric
        )
        for powertrains in trucks.values()
        for one in powertrains.values()
    }


def _ways(
    request: StationRequest,
    roads: RoadStations,
    flows: list[TruckFlow],
    empty_per_laden: float,
) -> list[Way]:
    """Return the ways of all trucks that use stations."""
    wanted = wanted_shares(request.changes, roads.trucks)
    ways = []

    passed: dict[str, list[PassedArea]] = {}
    for name in roads.powertrains:
        laden = [
            carried_by(flow, roads.trucks[flow.class_id][name])
            for flow in flows
            if name in wanted[flow.class_id]
        ]
        for one in (*laden, *empty_flows(laden, empty_per_laden)):
            way = ">".join(one.leg.places)
            if way not in passed:
                passed[way] = passed_areas(one.leg, roads.areas, roads.grades)
            truck = roads.trucks[one.class_id][name]
            itinerary = truck_itinerary(one, truck, passed[way], roads.equipped, roads.grades)
            trips_per_day = wanted[one.class_id][name] * one.trips_per_day
            ways.append(Way(one, name, trips_per_day, itinerary))
    return ways + _background(request, roads, wanted[LONG_HAUL])


def _background(
    request: StationRequest, roads: RoadStations, wanted: Mapping[str, float]
) -> list[Way]:
    """Return the tractors that the demand table leaves out: each fills up once on its link."""
    if request.background_per_day <= 0:
        return []
    ways, level = [], roads.parameters.background_level_share
    for areas in roads.areas.values():
        for name, share in wanted.items():
            truck = roads.powertrains[name]
            sold = [a for a in areas if truck.sold_as in roads.equipped.get(a.area_id, {})]
            for area in sold:
                per_day = share * request.background_per_day / len(sold)
                ways += [
                    Way(None, name, per_day, background_itinerary(area.area_id, side, truck, level))
                    for side in SIDES
                ]
    return ways


def _with_background_levels(trips: StationTrips, ways: list[Way], level: float) -> StationTrips:
    """Return trips in which background trucks come to a station with little left."""
    of_demand = np.array([way.flow is not None for way in ways], dtype=bool)
    if of_demand.all():
        return trips
    own = of_demand[trips.itinerary]
    return replace(trips, level_share=np.where(own, trips.level_share, level))
