"""What flows at a site between two of its events: rates, levels, the meter, and the next event."""

from __future__ import annotations

from heapq import heappush
from typing import TYPE_CHECKING

import numpy as np

from transport.operations.compiled import compiled, compiled_apart
from transport.operations.stop_plan import next_level, taper_share

if TYPE_CHECKING:
    from transport.operations.station_tables import StationWorld

LOOK = 2
"""Code of the event at which a site is looked at."""

_IDLE = -1
_BINS_PER_H = 4

Heap = list[tuple[float, int, int]]
"""Events by hour, code and index."""


@compiled
def _meter(site: int, from_h: float, to_h: float, power: float, world: StationWorld) -> None:
    """Spread energy at the meter over the quarters of an hour."""
    if power == 0.0:
        return
    at_h = from_h
    while at_h < to_h - 1e-12:
        quarter = int(np.floor(at_h * _BINS_PER_H + 1e-9))
        until_h = min(to_h, (quarter + 1) / _BINS_PER_H)
        if quarter < world.bins.shape[1]:
            world.bins[site, quarter] += power * (until_h - at_h)
        at_h = until_h


@compiled_apart
def settle(site: int, now_h: float, world: StationWorld) -> None:
    """Let flow what has flowed since the last event of a site, and hold the accounts together."""
    desk, place = world.site_states[site], world.sites[site]
    hours = now_h - desk.last_h
    if hours > 0.0:
        power = 0.0
        held = 0.0
        for slot in range(place.first_slot, place.end_slot):
            at = world.slots[slot]
            if at.holder != _IDLE:
                at.level += at.now * hours
                desk.out += at.now * hours
                power += at.now / world.stations[at.station].efficiency
                world.station_states[at.station].busy_h += hours
                held += at.level - at.started_at
        desk.metered += power * hours
        _meter(site, desk.last_h, now_h, power, world)
        desk.last_h = now_h
        world.worst[0] = max(world.worst[0], abs(desk.gained + held - desk.out))


@compiled_apart
def share_power(site: int, now_h: float, world: StationWorld) -> None:
    """Give every session its rate; above the limit of the site all that is electric is cut alike.

    A pump has an infinite efficiency: what it gives is no power of the grid, and no limit cuts it.
    """
    place, total = world.sites[site], 0.0
    for slot in range(place.first_slot, place.end_slot):
        at = world.slots[slot]
        at.now = 0.0
        if at.holder != _IDLE and at.begin_h <= now_h + 1e-12:
            own = at.own_rate
            if at.tapers:
                own *= taper_share(at.level, at.capacity, world.taper_from, world.taper_end)
            at.now = min(at.rate, own)
            total += at.now / world.stations[at.station].efficiency
    if total > place.limit:
        for slot in range(place.first_slot, place.end_slot):
            if np.isfinite(world.stations[world.slots[slot].station].efficiency):
                world.slots[slot].now *= place.limit / total
        total = place.limit
    world.site_states[site].highest = max(world.site_states[site].highest, total)


@compiled_apart
def look_ahead(site: int, now_h: float, world: StationWorld, heap: Heap) -> None:
    """Put down when a session of a site next begins, changes or ends."""
    place, due_h = world.sites[site], np.inf
    for slot in range(place.first_slot, place.end_slot):
        at = world.slots[slot]
        if at.holder == _IDLE:
            continue
        if at.begin_h > now_h + 1e-12:
            due_h = min(due_h, at.begin_h)
        elif at.now > 0.0:
            until = at.target
            if at.tapers:
                until = min(until, next_level(at.level, at.capacity, world.taper_from))
            due_h = min(due_h, now_h + max(until - at.level, 0.0) / at.now + 1e-12)
    world.site_states[site].look_h = due_h
    if due_h < np.inf:
        heappush(heap, (due_h, LOOK, site))
