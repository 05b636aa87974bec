"""The stations of the river in a week of a plan's year, and their answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from scenarios.from_tables.factors import factors_of
from scenarios.stations.inputs import even_calendar, rules_of, spread_of, yard_of
from scenarios.stations.request import HORIZON_H
from transport.changes import VesselPowertrain
from transport.draws import StreamKey
from transport.inland.voyages import voyage_flows
from transport.operations.stations import simulate_stations
from transport.parameters import read_parameters
from transport.stations.parameters import StationParameters
from transport.stations.service_areas import Equipment, equipped_places
from transport.stations.sites import station_sites
from transport.stations.truck_trips import draw_station_trips, station_name
from transport.stations.vessel_trips import SIDE, VesselNumbers, sold_to, vessel_flows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scenarios.stations.flows import YearCargo
    from scenarios.stations.request import StationRequest
    from transport.operations.stations import StationRun, StationSite, StationTrips
    from transport.stations.service_areas import Equipped
    from transport.stations.sites import Yard
    from transport.stations.vessel_trips import VesselFlow

ASSUMED = {
    "charging": Equipment(2, "mcs-1000"),
    "swap": Equipment(4, "mcs-1000", packs=12),
    "lng": Equipment(1, "lng-pontoon"),
}
"""What a place has where a plan names stations and no equipment (an assumption)."""
_HALF_LEVEL = 0.25


@dataclass(frozen=True)
class RiverStudy:
    """A week of vessels at river stations: flows, equipment, sites, trips and the run.

    ``repeats`` holds trips and run of every further replication.
    """

    flows: list[VesselFlow]
    equipped: Equipped
    yard: Yard
    sites: list[StationSite]
    trips: StationTrips
    run: StationRun
    repeats: tuple[tuple[StationTrips, StationRun], ...] = ()

    @property
    def weeks(self) -> list[RiverStudy]:
        """The week of each replication."""
        return [self, *(replace(self, trips=t, run=r, repeats=()) for t, r in self.repeats)]


def river_study(request: StationRequest, year: YearCargo) -> RiverStudy:
    """Run the vessels of a week past the river stations of a plan.

    Parameters
    ----------
    request : StationRequest
        The question.
    year : YearCargo
        Cargo of the year.

    Returns
    -------
    RiverStudy
        What came of it.
    """
    tables, model = dict(request.tables), year.model
    numbers = read_parameters(StationParameters, tables["station_parameters"])
    factors = factors_of(tables, request.year)
    vessels = VesselNumbers(
        numbers.vessel_pack_kwh,
        numbers.vessel_lng_range_km,
        numbers.reserve_share,
        factors["inland_lng_otto"].lhv_mj_per_kg,
    )
    skims = model.skims
    voyages = voyage_flows(skims.route_kt(year.kt), skims.routes, model.empty_vessel_factor)
    waits = dict(zip(skims.lock_directions, year.delay_h.tolist(), strict=False))
    ways = (voyages, skims.routes, model.fleet, waits)
    equipped = _equipped(request.changes, skims.routes.values())
    flows = vessel_flows(*ways, (equipped, vessels))
    called = _called(equipped, _equipped(request.changes, ()), flows)
    if called != equipped:
        equipped, flows = called, vessel_flows(*ways, (called, vessels))
    capacities = {"charging": 2000.0, "swap": numbers.vessel_pack_kwh, "lng": 5000.0}
    yard = yard_of(tables, numbers, numbers.vessel_pack_kwh, capacities, afloat=True)
    sites = station_sites(equipped, (SIDE,), yard) if equipped else []
    runs = []
    for replication in range(request.replications):
        trips = _trips(flows, StreamKey(request.seed, replication), numbers)
        run = simulate_stations(
            sites,
            [one.itinerary for one in flows],
            {one.kind.name: one.kind for one in flows},
            trips,
            rules_of(numbers, drivers=False),
            HORIZON_H,
        )
        runs.append((trips, run))
    return RiverStudy(flows, equipped, yard, sites, *runs[0], tuple(runs[1:]))


def _trips(flows: list[VesselFlow], key: StreamKey, numbers: StationParameters) -> StationTrips:
    """Draw the voyages of a week; who is filled where it starts comes with half a battery."""
    rates = [(one.name, one.per_day) for one in flows]
    trips = draw_station_trips(rates, even_calendar(HORIZON_H), key, spread_of(numbers))
    low = np.array([one.starts_low for one in flows], dtype=bool)
    if not len(low):
        return trips
    part = _HALF_LEVEL + 0.25 * trips.level_share
    return replace(trips, level_share=np.where(low[trips.itinerary], part, trips.level_share))


def _called(equipped: Equipped, named: Equipped, flows: Sequence[VesselFlow]) -> Equipped:
    """Return stations without those that are assumed and see less than a voyage a year.

    Stocks hold traces of powertrains; nobody builds for a vessel that does not come.
    """
    voyages: dict[str, float] = {}
    for one in flows:
        for name in one.itinerary.stations:
            voyages[name] = voyages.get(name, 0.0) + 365 * one.per_day
    found: Equipped = {}
    for place, sold in equipped.items():
        for sells, what in sold.items():
            come = voyages.get(station_name(place, SIDE, sells), 0.0) >= 1
            if come or sells in named.get(place, {}):
                found.setdefault(place, {})[sells] = what
    return found


def _equipped(changes: Sequence[object], routes: Any) -> Equipped:  # noqa: ANN401 - any iterable
    """Return the river stations of a plan; those that it only names get what is assumed.

    The yearly run fills batteries at both ends of a voyage, so the ends of all voyages count as
    named where a powertrain names stations.
    """
    made = equipped_places(changes)
    ends = sorted({end for one in routes for end in (one.leg.places[0], one.leg.places[-1])})
    for change in changes:
        if isinstance(change, VesselPowertrain) and change.share > 0:
            sold = sold_to(change.powertrain)
            named = [*change.stations, *ends] if sold in ("charging", "swap") else []
            for place in named:
                made.setdefault(place, {}).setdefault(sold, ASSUMED[sold])
    return made
