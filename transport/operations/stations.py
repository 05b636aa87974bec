"""Energy stations of road and river in one event calendar: charging, swap, LNG and hydrogen.

A site is a grid connection with one or several stations; a station has one queue. At a swap station
a vehicle hands in its packs when it comes, so that they are charged while it waits for full ones.
What vehicles take, where they stop and how long is decided by their plan of stops
(:mod:`transport.operations.stop_plan`) and by the queues they meet
(:mod:`transport.operations.station_loop`). Vessels and trucks are the same to a station: a pack
that fits both is in one stock.

Not modelled: reservation of chargers, drivers who wait for a cheaper hour, chargers out of order,
and packs that are moved between stations.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from transport.operations.station_loop import run_stations
from transport.operations.station_rows import Layout
from transport.operations.station_specs import (
    BINS_PER_H,
    FuelTank,
    Habits,
    Itinerary,
    Station,
    StationRules,
    StationRun,
    StationSite,
    StationTrips,
    StopPlans,
    SwapRoom,
    VehicleKind,
    check_packs,
)
from transport.operations.station_tables import (
    ARRIVED,
    NOT_MADE,
    PACK,
    PUT_OFF,
    TRIP,
    TRIP_STATE,
    UNDER_WAY,
    VISIT,
    StationWorld,
)
from transport.operations.stop_plans import (
    is_put_off,
    planned_hours,
    plans_of,
    stop_plans,
    way_rows,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from transport.operations.stop_plans import WayRows

    Rows = NDArray[Any]

__all__ = [
    "BINS_PER_H",
    "FuelTank",
    "Habits",
    "Itinerary",
    "Station",
    "StationRules",
    "StationRun",
    "StationSite",
    "StationTrips",
    "StopPlans",
    "SwapRoom",
    "VehicleKind",
    "simulate_stations",
    "stop_plans",
]


def simulate_stations(
    sites: Sequence[StationSite],
    itineraries: Sequence[Itinerary],
    kinds: Mapping[str, VehicleKind],
    trips: StationTrips,
    rules: StationRules,
    horizon_h: float,
) -> StationRun:
    """Run trips past stations.

    Parameters
    ----------
    sites : sequence of StationSite
        Sites with their stations.
    itineraries : sequence of Itinerary
        Ways.
    kinds : mapping of str to VehicleKind
        Vehicles by name.
    trips : StationTrips
        Who travels; nothing is drawn here.
    rules : StationRules
        Rest and charging.
    horizon_h : float
        End.

    Returns
    -------
    StationRun
        Visits, trips and meters.

    Raises
    ------
    ValueError
        If an itinerary names a station that no site has, a rate or limit is not above zero, or a
        vehicle comes to a swap station whose packs are not its own.
    """
    check_packs(sites, itineraries, kinds)
    layout = Layout.of(sites)
    start = _start(layout, itineraries, kinds, trips, rules, horizon_h)
    room = max(1000, 3 * len(start.trips))
    while True:
        world = start._replace(
            slots=start.slots.copy(),
            packs=start.packs.copy(),
            trip_states=start.trip_states.copy(),
            site_states=start.site_states.copy(),
            station_states=start.station_states.copy(),
            visits=np.zeros(room, dtype=VISIT),
            bins=np.zeros_like(start.bins),
            counts=np.zeros(2, dtype=np.int64),
            worst=np.zeros(2),
        )
        if run_stations(world):
            return _outcome(world, layout)
        room *= 3


def _start(
    layout: Layout,
    itineraries: Sequence[Itinerary],
    kinds: Mapping[str, VehicleKind],
    trips: StationTrips,
    rules: StationRules,
    horizon_h: float,
) -> StationWorld:
    """Return what the loop is told, with everything as it stands at the start."""
    ways = way_rows(layout, itineraries, kinds, rules)
    habits = trips.habits
    if habits is None:
        habits = Habits((plans_of(ways),), np.zeros(len(trips.depart_h), dtype=np.int64))
    trip_rows, states = _trips(trips, habits, ways)
    return StationWorld(
        trips=trip_rows,
        itineraries=ways.rows,
        steps=ways.steps,
        plan=np.stack([one.plan for one in habits.plans]),
        kinds=ways.kinds,
        sites=layout.sites,
        stations=layout.stations,
        slots=layout.slots,
        packs=_pack_rows(layout.packs, trip_rows, ways.kinds),
        trip_states=states,
        site_states=layout.site_states(),
        station_states=layout.station_states(),
        visits=np.zeros(0, dtype=VISIT),
        bins=np.zeros((len(layout.sites), int(np.ceil(horizon_h * BINS_PER_H)))),
        counts=np.zeros(2, dtype=np.int64),
        worst=np.zeros(2),
        rest_every_h=rules.rest_every_h,
        rest_h=rules.rest_h,
        taper_from=rules.taper_from_share,
        taper_end=rules.taper_end_share,
        horizon_h=horizon_h,
    )


def _outcome(world: StationWorld, layout: Layout) -> StationRun:
    """Return the records of a run that reached its horizon; who ends later is under way then."""
    later = (world.trip_states["end"] == ARRIVED) & (
        world.trip_states["arrived_h"] > world.horizon_h
    )
    world.trip_states["end"][later] = UNDER_WAY
    world.trip_states["arrived_h"][later] = np.nan
    return StationRun(
        stations=tuple(layout.number),
        sites=layout.site_names,
        visits=world.visits[: world.counts[0]],
        trips=world.trip_states,
        station_states=world.station_states,
        site_states=world.site_states,
        trip_packs=world.kinds["packs"][world.trips["kind"]],
        meter_kwh=world.bins,
        energy_gap=float(world.worst[0]),
        pack_gap=float(world.worst[1]),
        horizon_h=world.horizon_h,
    )


def _trips(trips: StationTrips, habits: Habits, ways: WayRows) -> tuple[Rows, Rows]:
    """Return trips and their state at the start; those without a plan in good time are not made."""
    rows = np.zeros(len(trips.depart_h), dtype=TRIP)
    rows["depart_h"], rows["itinerary"] = trips.depart_h, trips.itinerary
    rows["pace"], rows["kind"] = trips.pace, ways.of_kind[trips.itinerary]
    rows["level"] = trips.level_share * ways.kinds["capacity"][rows["kind"]]
    rows["habit"] = habits.followed
    states = np.zeros(len(rows), dtype=TRIP_STATE)
    states["level"], states["following"] = rows["level"], -1
    states["arrived_h"] = np.nan
    states["end"][is_put_off(habits, trips, ways)] = PUT_OFF
    states["end"][~np.isfinite(planned_hours(habits, trips))] = NOT_MADE
    return rows, states


def _pack_rows(owned: int, trips: Rows, kinds: Rows) -> Rows:
    """Return room for every pack that can ever wait at once, all of it free."""
    on_board = int(kinds["packs"][trips["kind"]].sum()) if owned and len(trips) else 0
    rows = np.zeros(owned + on_board + 1, dtype=PACK)
    rows["following"] = np.arange(1, len(rows) + 1)
    return rows
