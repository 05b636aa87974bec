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

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from transport.operations.compiled import compiled_apart
from transport.operations.station_loop import run_stations
from transport.operations.station_specs import (
    BINS_PER_H,
    FuelTank,
    Itinerary,
    Station,
    StationRules,
    StationRun,
    StationSite,
    StationTrips,
    SwapRoom,
    VehicleKind,
)
from transport.operations.station_tables import (
    ARRIVED,
    FILL,
    ITINERARY,
    KIND,
    LEVELS,
    NOT_MADE,
    PACK,
    QUARTERS,
    SITE,
    SITE_STATE,
    SLOT_STATE,
    STATION,
    STATION_STATE,
    STEP,
    SWAP,
    TRIP,
    TRIP_STATE,
    UNDER_WAY,
    VISIT,
    StationWorld,
)
from transport.operations.stop_plan import fill_hours, plan_stops

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Rows = NDArray[Any]

__all__ = [
    "BINS_PER_H",
    "FuelTank",
    "Itinerary",
    "Station",
    "StationRules",
    "StationRun",
    "StationSite",
    "StationTrips",
    "SwapRoom",
    "VehicleKind",
    "simulate_stations",
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
        If an itinerary names a station that no site has, or a rate or limit is not above zero.
    """
    layout = _Layout.of(sites)
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
    layout: _Layout,
    itineraries: Sequence[Itinerary],
    kinds: Mapping[str, VehicleKind],
    trips: StationTrips,
    rules: StationRules,
    horizon_h: float,
) -> StationWorld:
    """Return what the loop is told, with everything as it stands at the start."""
    numbers = {name: i for i, name in enumerate(kinds)}
    kind_rows = _kind_rows(kinds)
    steps, rows = _steps(itineraries, layout.number)
    plan, hours = _plans(layout, rows, steps, kind_rows, itineraries, numbers, rules)
    trip_rows, states = _trips(trips, itineraries, kind_rows, numbers, hours)
    return StationWorld(
        trips=trip_rows,
        itineraries=rows,
        steps=steps,
        plan=plan,
        kinds=kind_rows,
        sites=layout.sites,
        stations=layout.stations,
        slots=layout.slots,
        packs=_pack_rows(layout.packs, trip_rows, kind_rows),
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


def _outcome(world: StationWorld, layout: _Layout) -> StationRun:
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


@dataclass(frozen=True)
class _Layout:
    """Sites, stations and slots as rows."""

    site_names: tuple[str, ...]
    number: dict[str, int]
    sites: Rows
    stations: Rows
    slots: Rows
    packs: int

    @classmethod
    def of(cls, sites: Sequence[StationSite]) -> _Layout:
        """Return sites, stations and slots, numbered."""
        listed = [(i, station) for i, site in enumerate(sites) for station in site.stations]
        slots = np.zeros(sum(len(one.rates) for _, one in listed), dtype=SLOT_STATE)
        slots["holder"] = -1
        stations = np.zeros(len(listed), dtype=STATION)
        first, packs = 0, 0
        for k, (at, one) in enumerate(listed):
            if min((*one.rates, sites[at].limit_kw)) <= 0:
                msg = f"Station {one.name} has a rate or limit of nought. Give it power."
                raise ValueError(msg)
            end = first + len(one.rates)
            slots["station"][first:end] = k
            slots["rate"][first:end] = one.rates
            stations[k] = _station_row(one, at, (first, end))
            packs += one.swap.packs if one.swap else 0
            first = end
        rows = np.zeros(len(sites), dtype=SITE)
        for i, site in enumerate(sites):
            own = np.flatnonzero(stations["site"] == i)
            rows[i] = (
                stations["first_slot"][own[0]],
                stations["end_slot"][own[-1]],
                own[0],
                own[-1] + 1,
                site.limit_kw,
            )
        names = tuple(site.name for site in sites)
        number = {one.name: k for k, (_, one) in enumerate(listed)}
        return cls(names, number, rows, stations, slots, packs)

    def site_states(self) -> Rows:
        """Return sites at the start."""
        states = np.zeros(len(self.sites), dtype=SITE_STATE)
        states["look_h"] = np.inf
        return states

    def station_states(self) -> Rows:
        """Return stations at the start: packs full, tanks full, nobody there."""
        states = np.zeros(len(self.stations), dtype=STATION_STATE)
        for name in ("head", "tail", "pack_head", "pack_tail"):
            states[name] = -1
        states["full"] = self.stations["packs"]
        states["tank"] = self.stations["tank"]
        return states


def _station_row(one: Station, site: int, slots: tuple[int, int]) -> tuple[float, ...]:
    """Return the row of a station."""
    swap, tank = one.swap, one.tank
    room = (swap.pack_capacity, swap.pack_rate) if swap else (0.0, 0.0)
    fuel = (np.inf, 0.0, 0.0, 0.0)
    if tank:
        fuel = (tank.capacity, tank.reorder, tank.delivery, tank.lead_h)
    bays, packs = (swap.bays, swap.packs) if swap else (0, 0)
    whole = (site, SWAP if swap else FILL, *slots, bays, packs)
    times = (
        one.setup_h,
        one.known_wait_h,
        one.patience_h,
        one.session_h,
        one.efficiency,
    )
    return (*whole, *times, *room, *fuel)


def _pack_rows(owned: int, trips: Rows, kinds: Rows) -> Rows:
    """Return room for every pack that can ever wait at once, all of it free."""
    on_board = int(kinds["packs"][trips["kind"]].sum()) if owned and len(trips) else 0
    rows = np.zeros(owned + on_board + 1, dtype=PACK)
    rows["following"] = np.arange(1, len(rows) + 1)
    return rows


def _kind_rows(kinds: Mapping[str, VehicleKind]) -> Rows:
    """Return the rows of vehicles."""
    listed = [
        (int(one.tapers), one.packs, one.capacity, one.reserve, one.rate) for one in kinds.values()
    ]
    return np.array(listed, dtype=KIND)


def _steps(itineraries: Sequence[Itinerary], number: Mapping[str, int]) -> tuple[Rows, Rows]:
    """Return the stretches of all itineraries in a row, and where each begins."""
    unknown = sorted({name for one in itineraries for name in one.stations} - set(number))
    if unknown:
        msg = f"Itineraries name stations that no site has: {', '.join(unknown[:10])}."
        raise ValueError(msg)
    lengths = np.array([len(one.need) for one in itineraries])
    ends = np.cumsum(lengths)
    rows = np.zeros(len(itineraries), dtype=ITINERARY)
    rows["first"], rows["end"] = ends - lengths, ends
    stops = np.where([one.planned for one in itineraries], lengths - 1, 0)
    rows["plan"] = np.where([one.planned for one in itineraries], np.cumsum(stops) - stops, -1)
    steps = np.zeros(int(ends[-1]) if len(ends) else 0, dtype=STEP)
    if len(steps):
        steps["drive_h"] = np.concatenate([one.drive_h for one in itineraries])
        steps["need"] = np.concatenate([one.need for one in itineraries])
        listed = [[*(number[name] for name in one.stations), -1] for one in itineraries]
        steps["station"] = np.concatenate(listed)
    return steps, rows


def _plans(  # noqa: PLR0913, PLR0917 - the tables of a run
    layout: _Layout,
    rows: Rows,
    steps: Rows,
    kind_rows: Rows,
    itineraries: Sequence[Itinerary],
    numbers: Mapping[str, int],
    rules: StationRules,
) -> tuple[NDArray[np.int8], Floats]:
    """Return the stop plans of all itineraries, and the hours of each from each start level."""
    planned = rows["plan"] >= 0
    size = int((rows["end"] - rows["first"] - 1)[planned].sum()) if len(rows) else 0
    plan = np.full((max(1, size), LEVELS, QUARTERS), -1, dtype=np.int8)
    hours = np.zeros((len(rows), LEVELS))
    best = np.array(
        [layout.slots["rate"][s["first_slot"] : s["end_slot"]].max() for s in layout.stations]
    )
    of_kind = np.array([numbers[one.kind] for one in itineraries], dtype=np.int64)
    taper = (rules.taper_from_share, rules.taper_end_share)
    rest = (rules.rest_every_h, rules.rest_h)
    _plan_all(rows, steps, layout.stations, kind_rows, of_kind, best, taper, rest, plan, hours)
    return plan, hours


@compiled_apart
def _plan_all(  # noqa: PLR0913, PLR0917 - compiled: arrays of a run
    rows: np.ndarray,
    steps: np.ndarray,
    stations: np.ndarray,
    kinds: np.ndarray,
    of_kind: np.ndarray,
    best: np.ndarray,
    taper: tuple[float, float],
    rest: tuple[float, float],
    plan: np.ndarray,
    hours: np.ndarray,
) -> None:
    """Make the stop plan of every itinerary that has one."""
    for i in range(len(rows)):
        first, end = rows[i].first, rows[i].end
        if rows[i].plan < 0:
            continue
        count = end - first - 1
        kind = kinds[of_kind[i]]
        stop_h = np.zeros(count)
        fill = np.zeros((count, LEVELS))
        full_only = np.zeros(count, dtype=np.bool_)
        for k in range(count):
            station = steps[first + k].station
            stop_h[k] = stations[station].setup_h + stations[station].known_wait_h
            full_only[k] = stations[station].kind == SWAP
            if not full_only[k]:
                rates = np.array([best[station], kind.rate])
                fill[k] = fill_hours(rates, kind.capacity, kind.tapers, taper)
        hours[i] = plan_stops(
            (steps["drive_h"][first:end].copy(), steps["need"][first:end].copy()),
            (stop_h, full_only),
            fill,
            (kind.capacity, kind.reserve),
            rest,
            plan[rows[i].plan : rows[i].plan + count],
        )


def _trips(
    trips: StationTrips,
    itineraries: Sequence[Itinerary],
    kind_rows: Rows,
    numbers: Mapping[str, int],
    hours: Floats,
) -> tuple[Rows, Rows]:
    """Return trips and their state at the start; those without a plan are not made."""
    kinds = np.array([numbers[one.kind] for one in itineraries], dtype=np.int64)
    rows = np.zeros(len(trips.depart_h), dtype=TRIP)
    rows["depart_h"], rows["itinerary"] = trips.depart_h, trips.itinerary
    rows["pace"], rows["kind"] = trips.pace, kinds[trips.itinerary]
    rows["level"] = trips.level_share * kind_rows["capacity"][rows["kind"]]
    states = np.zeros(len(rows), dtype=TRIP_STATE)
    states["level"], states["following"] = rows["level"], -1
    states["arrived_h"] = np.nan
    level = np.clip(np.floor(trips.level_share * (LEVELS - 1) + 1e-9), 0, LEVELS - 1)
    made = np.isfinite(hours[trips.itinerary, level.astype(np.int64)])
    states["end"] = np.where(made, 0, NOT_MADE)
    return rows, states
