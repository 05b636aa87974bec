"""The compiled event loop of energy stations.

Arrays in, arrays out: :mod:`transport.operations.stations` makes them. Time is in hours. Events
are a departure, an arrival at a station or passing one, the end of a swap, a delivery to a tank,
and a look at a site (a charging session that ends or changes its rate). Between two events of a
site the rates of all its sessions are constant, so what has flowed is exact; at every one of its
events the account by rates is held against the account by levels, and packs are counted. Pumps of
fuel take no power, and no limit of the site cuts them.

One queue, first come first served; the first in it takes the strongest free charger. A vehicle
that would wait goes on where that takes less time, and one that hears of a long queue fills up
before it (:mod:`transport.operations.station_choice`); those that did (diverted, early) and those
that expected more than their patience and stayed (held) are counted.
"""

from __future__ import annotations

from heapq import heappop, heappush

import numpy as np

from transport.operations.compiled import compiled, compiled_apart
from transport.operations.station_choice import (
    IDLE,
    SLACK,
    expected_wait,
    fills_here,
    goes_on,
    next_stop,
    wanted,
)
from transport.operations.station_power import LOOK, Heap, look_ahead, settle, share_power
from transport.operations.station_tables import (
    ARRIVED,
    NOT_MADE,
    PUT_OFF,
    STRANDED,
    SWAP,
    StationWorld,
)

ARRIVE, SWAPPED, DELIVER, PASSING = 0, 1, 3, 4

_NONE = -1
_PACK = -2


@compiled_apart
def _drive(trip: int, now_h: float, world: StationWorld, heap: Heap) -> None:
    """Send a vehicle on to the next station at which it may stop, or to its end."""
    plan, state = world.trips[trip], world.trip_states[trip]
    end = world.itineraries[plan.itinerary].end
    at_h = now_h
    while True:
        step = world.steps[state.step]
        use = step.need * plan.pace
        state.used += use
        state.level -= use
        at_h += step.drive_h
        state.wheel_h += step.drive_h
        while state.wheel_h > world.rest_every_h + SLACK:
            state.wheel_h -= world.rest_every_h
            at_h += world.rest_h
            state.rest_h += world.rest_h
        if state.level < -SLACK:
            state.end = STRANDED
            state.arrived_h = at_h
            return
        state.step += 1
        if state.step == end:
            state.end = ARRIVED
            state.arrived_h = at_h
            return
        state.target = wanted(trip, state.step - 1, (state.level, state.wheel_h), world)
        if state.target > state.level + SLACK:
            heappush(heap, (at_h, ARRIVE, trip))
            return
        if next_stop(trip, world)[0] != _NONE:
            heappush(heap, (at_h, PASSING, trip))
            return


@compiled_apart
def _pass(trip: int, now_h: float, world: StationWorld, heap: Heap) -> int:
    """Let a vehicle pass a station, or fill up if the queue ahead is long; returns the site."""
    state = world.trip_states[trip]
    target = fills_here(trip, world)
    if target < 0.0:
        _drive(trip, now_h, world, heap)
        return _NONE
    number = world.steps[state.step - 1].station
    state.target = target
    state.early += 1
    world.station_states[number].early += 1
    if expected_wait(number, world) > world.stations[number].patience_h:
        state.held += 1
        world.station_states[number].held += 1
    return _join(trip, number, now_h, world)


@compiled_apart
def _arrive(trip: int, now_h: float, world: StationWorld, heap: Heap) -> int:
    """Let a vehicle join the queue of a station, or go on; returns the site or -1."""
    state = world.trip_states[trip]
    number = world.steps[state.step - 1].station
    wait_h, patience_h = expected_wait(number, world), world.stations[number].patience_h
    if wait_h > SLACK and np.isfinite(patience_h) and goes_on(trip, world):
        state.diverted += 1
        world.station_states[number].diverted += 1
        _drive(trip, now_h, world, heap)
        return _NONE
    if wait_h > patience_h:
        state.held += 1
        world.station_states[number].held += 1
    return _join(trip, number, now_h, world)


@compiled_apart
def _join(trip: int, number: int, now_h: float, world: StationWorld) -> int:
    """Put a vehicle at the end of the queue of a station; returns the site."""
    state, station = world.trip_states[trip], world.stations[number]
    visit = world.visits[world.counts[0]]
    state.visit = world.counts[0]
    world.counts[0] += 1
    visit.trip = trip
    visit.station = number
    visit.arrive_h = now_h
    visit.start_h = np.nan
    visit.end_h = np.nan
    visit.amount = 0.0
    queue = world.station_states[number]
    state.following = _NONE
    if queue.tail == _NONE:
        queue.head = trip
    else:
        world.trip_states[queue.tail].following = trip
    queue.tail = trip
    queue.queued += 1
    if station.kind == SWAP:
        _hand_in(trip, number, world)
    return int(station.site)


@compiled
def _hand_in(trip: int, number: int, world: StationWorld) -> None:
    """Take the packs of a vehicle off: they may be charged while it waits for full ones."""
    state = world.station_states[number]
    count = world.kinds[world.trips[trip].kind].packs
    for _ in range(count):
        row = world.counts[1]
        pack = world.packs[row]
        world.counts[1] = pack.following
        pack.level = world.trip_states[trip].level / count
        pack.following = _NONE
        if state.pack_tail == _NONE:
            state.pack_head = row
        else:
            world.packs[state.pack_tail].following = row
        state.pack_tail = row
        state.waiting += 1
    state.handed += count


@compiled_apart
def _end_sessions(site: int, now_h: float, world: StationWorld, heap: Heap) -> None:
    """Let go what has reached its level: vehicles drive on, packs are ready."""
    place, desk = world.sites[site], world.site_states[site]
    for slot in range(place.first_slot, place.end_slot):
        at = world.slots[slot]
        if at.holder == IDLE or at.begin_h > now_h or at.level < at.target - 1e-7:
            continue
        desk.gained += at.level - at.started_at
        holder = at.holder
        at.holder = IDLE
        at.now = 0.0
        station = world.station_states[at.station]
        if holder == _PACK:
            station.charging -= 1
            station.full += 1
        else:
            amount = at.level - at.started_at
            state = world.trip_states[holder]
            state.level = at.level
            state.received += amount
            station.dispensed += amount
            _leave(holder, amount, now_h, world, heap)


@compiled
def _leave(trip: int, amount: float, now_h: float, world: StationWorld, heap: Heap) -> None:
    """Close a visit and send the vehicle on; a long enough stay was the driver's rest."""
    state = world.trip_states[trip]
    visit = world.visits[state.visit]
    visit.end_h = now_h
    visit.amount = amount
    state.stops += 1
    if now_h - visit.arrive_h >= world.rest_h - SLACK:
        state.wheel_h = 0.0
    _drive(trip, now_h, world, heap)


@compiled
def _strongest_free(station: int, world: StationWorld) -> int:
    """Strongest free charger of a station; -1 where all are taken."""
    best = _NONE
    for slot in range(world.stations[station].first_slot, world.stations[station].end_slot):
        if world.slots[slot].holder == IDLE and (
            best == _NONE or world.slots[slot].rate > world.slots[best].rate
        ):
            best = slot
    return best


@compiled
def _take_head(number: int, now_h: float, world: StationWorld) -> int:
    """Take the first vehicle out of a queue."""
    queue = world.station_states[number]
    trip = queue.head
    queue.head = world.trip_states[trip].following
    if queue.head == _NONE:
        queue.tail = _NONE
    queue.queued -= 1
    world.visits[world.trip_states[trip].visit].start_h = now_h
    return int(trip)


@compiled_apart
def _serve_fill(number: int, now_h: float, world: StationWorld, heap: Heap) -> None:
    """Start sessions for the first in the queue while chargers or pumps are free."""
    station, state = world.stations[number], world.station_states[number]
    while state.head != _NONE:
        slot = _strongest_free(number, world)
        if slot == _NONE:
            return
        trip = state.head
        vehicle = world.trip_states[trip]
        kind = world.kinds[world.trips[trip].kind]
        target = min(kind.capacity, vehicle.target)
        amount = target - vehicle.level
        if state.tank < amount - SLACK:
            _order(number, amount, now_h, world, heap)
            return
        state.tank -= amount
        _order(number, 0.0, now_h, world, heap)
        _take_head(number, now_h, world)
        at = world.slots[slot]
        at.holder = trip
        at.level = vehicle.level
        at.started_at = vehicle.level
        at.target = target
        at.capacity = kind.capacity
        at.own_rate = kind.rate
        at.tapers = kind.tapers
        at.begin_h = now_h + station.setup_h


@compiled
def _order(number: int, wanted: float, now_h: float, world: StationWorld, heap: Heap) -> None:
    """Order a delivery where the tank is low, or lacks what is wanted, and none is on its way."""
    station, state = world.stations[number], world.station_states[number]
    low = np.isfinite(state.tank) and (state.tank <= station.reorder or state.tank < wanted)
    if low and state.ordered == 0:
        state.ordered = 1
        heappush(heap, (now_h + station.lead_h, DELIVER, number))


@compiled_apart
def _serve_swap(number: int, now_h: float, world: StationWorld, heap: Heap) -> None:
    """Swap packs of the first in the queue while bays and full packs are there; charge packs."""
    station, state = world.stations[number], world.station_states[number]
    while state.head != _NONE and state.bays_busy < station.bays:
        count = world.kinds[world.trips[state.head].kind].packs
        if state.full < count:
            break
        trip = _take_head(number, now_h, world)
        state.handed -= count
        state.full -= count
        state.bays_busy += 1
        heappush(heap, (now_h + station.setup_h, SWAPPED, trip))
    while state.waiting > 0:
        slot = _strongest_free(number, world)
        if slot == _NONE:
            return
        at = world.slots[slot]
        at.holder = _PACK
        row = state.pack_head
        pack = world.packs[row]
        state.pack_head = pack.following
        if state.pack_head == _NONE:
            state.pack_tail = _NONE
        at.level = pack.level
        pack.following = world.counts[1]
        world.counts[1] = row
        at.started_at = at.level
        at.target = station.pack_capacity
        at.capacity = station.pack_capacity
        at.own_rate = station.pack_rate
        at.tapers = 1
        at.begin_h = now_h
        state.waiting -= 1
        state.charging += 1


@compiled_apart
def _end_swap(trip: int, now_h: float, world: StationWorld, heap: Heap) -> int:
    """Send a vehicle on with a full pack; returns the site."""
    vehicle = world.trip_states[trip]
    number = world.visits[vehicle.visit].station
    state = world.station_states[number]
    state.bays_busy -= 1
    capacity = world.kinds[world.trips[trip].kind].capacity
    amount = capacity - vehicle.level
    vehicle.level = capacity
    vehicle.received += amount
    state.dispensed += amount
    _leave(trip, amount, now_h, world, heap)
    return int(world.stations[number].site)


@compiled_apart
def _run_site(site: int, now_h: float, world: StationWorld, heap: Heap) -> None:
    """Settle a site and start what can start."""
    settle(site, now_h, world)
    _end_sessions(site, now_h, world, heap)
    for number in range(world.sites[site].first_station, world.sites[site].end_station):
        if world.stations[number].kind == SWAP:
            _serve_swap(number, now_h, world, heap)
            state = world.station_states[number]
            packs = state.full + state.waiting + state.charging - state.handed
            world.worst[1] = max(world.worst[1], abs(packs - world.stations[number].packs))
        else:
            _serve_fill(number, now_h, world, heap)
    share_power(site, now_h, world)
    look_ahead(site, now_h, world, heap)


@compiled
def _deliver(number: int, world: StationWorld) -> int:
    """Fill a tank with what was ordered, as far as it goes in; returns the site."""
    station, state = world.stations[number], world.station_states[number]
    amount = min(station.delivery, station.tank - state.tank)
    state.tank += amount
    state.delivered += amount
    state.ordered = 0
    return int(station.site)


@compiled_apart
def _set_out(trip: int, world: StationWorld, heap: Heap) -> None:
    """Send a vehicle off, unless no plan of stops takes it to its end, or none in good time."""
    plan, state = world.trips[trip], world.trip_states[trip]
    state.step = world.itineraries[plan.itinerary].first
    if state.end in {NOT_MADE, PUT_OFF}:
        state.arrived_h = plan.depart_h
        return
    _drive(trip, plan.depart_h, world, heap)


@compiled
def _handle(code: int, index: int, now_h: float, world: StationWorld, heap: Heap) -> int:
    """Note one event; returns the site that it touches, -1 for none."""
    if code == ARRIVE:
        return _arrive(index, now_h, world, heap)
    if code == PASSING:
        return _pass(index, now_h, world, heap)
    if code == SWAPPED:
        return _end_swap(index, now_h, world, heap)
    if code == DELIVER:
        return _deliver(index, world)
    return index if now_h == world.site_states[index].look_h else _NONE


@compiled_apart
def run_stations(world: StationWorld) -> bool:
    """Run until the horizon; returns whether the log of visits was long enough."""
    heap = [(np.inf, LOOK, 0)]
    trip, trips = 0, len(world.trips)
    while True:
        if world.counts[0] >= len(world.visits) - 1:
            return False
        if trip < trips and world.trips[trip].depart_h <= heap[0][0]:
            if world.trips[trip].depart_h >= world.horizon_h:
                break
            _set_out(trip, world, heap)
            trip += 1
            continue
        if heap[0][0] >= world.horizon_h:
            break
        now_h, code, index = heappop(heap)
        site = _handle(code, index, now_h, world, heap)
        if site != _NONE:
            _run_site(site, now_h, world, heap)
    for site in range(len(world.sites)):
        settle(site, world.horizon_h, world)
    return True
