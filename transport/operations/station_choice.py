"""Where drivers stop: their plan, and the queues that they hear of on their way.

A driver follows the plan of stops, made with the usual waits. Queues are known as they stand: one
who comes to a station and would wait goes on, if the next station is within reach and takes less
time, wait, counter and filling together. One who passes a station and would wait longer than the
patience at the next stop of the plan fills up here, if that takes less time, with what would have
been taken there. What is known is the queue of that moment, not who else is on the way to it.

Drivers who went on only from queues beyond their patience would wait half an hour beside an empty
station: a further charger, whose queue is just short enough to stay, would then lengthen the mean
wait (by 2.4 minutes in the test of two stations).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from transport.operations.compiled import compiled, compiled_apart
from transport.operations.station_tables import LEVELS, PASS, QUARTERS, SWAP

if TYPE_CHECKING:
    from transport.operations.station_tables import StationWorld

IDLE = -1
"""Holder of a charger that is free."""
SLACK = 1e-9

_NONE = -1


@compiled
def wanted(trip: int, step: int, held: tuple[float, float], world: StationWorld) -> float:
    """Level to which a vehicle with a level and hours at the wheel fills up; -1 to go on."""
    plan = world.trips[trip]
    first = world.itineraries[plan.itinerary].first
    row = world.itineraries[plan.itinerary].plan
    capacity = world.kinds[plan.kind].capacity
    if row < 0:
        return float(capacity)
    level = int(np.floor(held[0] / capacity * (LEVELS - 1) + SLACK))
    quarter = min(QUARTERS - 1, int(np.ceil(held[1] * 4 - SLACK)))
    target = world.plan[plan.habit, row + step - first, max(level, 0), quarter]
    return -1.0 if target == PASS else float(target * capacity / (LEVELS - 1))


@compiled
def expected_wait(number: int, world: StationWorld) -> float:
    """Wait that a driver expects from what stands before the station.

    Those who stand before the driver and the driver's own place take turns at the chargers, each
    for the usual session of this station, in which the power that it shares is contained.
    """
    station, state = world.stations[number], world.station_states[number]
    if station.kind == SWAP:
        lacking = state.queued + 1 - state.full
        if lacking <= 0:
            return float(state.queued * station.setup_h / max(1, station.bays))
        slots = station.end_slot - station.first_slot
        return float(lacking * station.session_h / max(1, slots))
    places = station.end_slot - station.first_slot
    busy = 0
    for slot in range(station.first_slot, station.end_slot):
        busy += world.slots[slot].holder != IDLE
    if busy < places:
        return 0.0
    return float((state.queued + 1) * station.session_h / places)


@compiled
def hours_at(number: int, amount: float, own_rate: float, world: StationWorld) -> float:
    """Hours that a driver expects a stop to take: wait, counter, and filling at full power."""
    station = world.stations[number]
    hours = expected_wait(number, world) + station.setup_h
    if station.kind == SWAP:
        return float(hours)
    best = 0.0
    for slot in range(station.first_slot, station.end_slot):
        best = max(best, world.slots[slot].rate)
    return float(hours + amount / min(best, own_rate))


@compiled_apart
def next_stop(trip: int, world: StationWorld) -> tuple[int, float]:
    """Next station at which a vehicle would stop by its plan, and the level to leave here with.

    That level takes it past that station as if it had stopped there, as far as the battery goes.
    No station (-1) where it makes its way to the end, or to nowhere.
    """
    plan, state = world.trips[trip], world.trip_states[trip]
    capacity = world.kinds[plan.kind].capacity
    end = world.itineraries[plan.itinerary].end
    level, wheel_h, need = state.level, state.wheel_h, 0.0
    for k in range(state.step, end - 1):
        step = world.steps[k]
        need += step.need * plan.pace
        level -= step.need * plan.pace
        wheel_h += step.drive_h
        while wheel_h > world.rest_every_h + SLACK:
            wheel_h -= world.rest_every_h
        if level < -SLACK:
            return _NONE, 0.0
        target = wanted(trip, k, (level, wheel_h), world)
        if target > level + SLACK:
            return int(step.station), float(min(capacity, target + need))
    return _NONE, 0.0


@compiled_apart
def fills_here(trip: int, world: StationWorld) -> float:
    """Level to which a vehicle fills up where it meant to pass; -1 to go on."""
    ahead, target = next_stop(trip, world)
    amount = target - world.trip_states[trip].level
    if ahead == _NONE or amount <= SLACK:
        return -1.0
    if expected_wait(ahead, world) <= world.stations[ahead].patience_h:
        return -1.0
    here = world.steps[world.trip_states[trip].step - 1].station
    own = world.kinds[world.trips[trip].kind].rate
    shorter = hours_at(here, amount, own, world) < hours_at(ahead, amount, own, world) - SLACK
    return target if shorter else -1.0


@compiled_apart
def goes_on(trip: int, world: StationWorld) -> bool:
    """Whether a vehicle that would wait here reaches its end, or a stop that takes less time."""
    plan, state = world.trips[trip], world.trip_states[trip]
    step, kind = world.steps[state.step], world.kinds[plan.kind]
    if state.level - step.need * plan.pace < kind.reserve:
        return False
    if step.station < 0:
        return True
    here, amount = world.steps[state.step - 1].station, state.target - state.level
    ahead_h = hours_at(step.station, amount, kind.rate, world)
    return bool(ahead_h < hours_at(here, amount, kind.rate, world) - SLACK)
