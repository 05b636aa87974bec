"""Queues of the event loop: who stands where, and who is passed over.

A queue is a chain of vessels from its head. Where a lock calls marked vessels first they stand
before all others, so that joining needs no search: the queue knows its last vessel and the last
marked one.
"""

from __future__ import annotations

from heapq import heappush
from typing import TYPE_CHECKING

from transport.operations.compiled import compiled

if TYPE_CHECKING:
    from transport.operations.event_tables import World

NONE = -1
"""No vessel."""

QUEUE, READY, FREE, LOOK = 0, 1, 2, 3
"""Codes of events, in the order in which those of one hour are handled."""

Heap = list[tuple[float, int, int]]
"""Events by hour, code and index; equal hours are handled in the order of the codes."""


@compiled
def join_queue(trip: int, now_h: float, world: World, heap: Heap) -> None:
    """Put a vessel into its queue; one that is only announced becomes ready later."""
    vessel = world.vessels[trip]
    plan = world.trips[trip]
    step = world.steps[world.routes[plan.route] + vessel.position]
    queue = world.queues[step.lock, step.direction]
    before, after = queue.tail, NONE
    if plan.first and world.locks[step.lock].marked_first:
        before, after = queue.last_first, queue.head
        if before != NONE:
            after = world.vessels[before].following
        queue.last_first = trip
    vessel.following = after
    if before == NONE:
        queue.head = trip
    else:
        world.vessels[before].following = trip
    if after == NONE:
        queue.tail = trip
    if vessel.ready_h > now_h:
        heappush(heap, (vessel.ready_h, READY, trip))
    else:
        queue.ready += 1
        world.desks[step.lock].touched = 1


@compiled
def become_ready(trip: int, world: World) -> None:
    """Count an announced vessel that has arrived and may be called."""
    step = world.steps[world.routes[world.trips[trip].route] + world.vessels[trip].position]
    world.queues[step.lock, step.direction].ready += 1
    world.desks[step.lock].touched = 1


@compiled
def leading_vessel(lock: int, direction: int, now_h: float, world: World) -> int:
    """First vessel of a queue, marked ones that are only announced passed over."""
    trip = world.queues[lock, direction].head
    if world.locks[lock].marked_first:
        while trip != NONE and world.trips[trip].first and world.vessels[trip].ready_h > now_h:
            trip = world.vessels[trip].following
    return int(trip)


@compiled
def comes_before(trip: int, other: int, lock: int, world: World) -> bool:
    """Whether the vessel that leads one queue comes before the one that leads the other."""
    marks = world.trips[trip].first - world.trips[other].first
    if world.locks[lock].marked_first and marks != 0:
        return bool(marks > 0)
    return bool(world.vessels[trip].ready_h < world.vessels[other].ready_h)


@compiled
def leave_queue(lock: int, direction: int, count: int, world: World) -> None:
    """Take the vessels of ``world.batch``, which stand in the order of the queue, out of it."""
    queue = world.queues[lock, direction]
    before = NONE
    trip = queue.head
    taken = 0
    while taken < count:
        after = world.vessels[trip].following
        if trip == world.batch[taken]:
            taken += 1
            if before == NONE:
                queue.head = after
            else:
                world.vessels[before].following = after
            if after == NONE:
                queue.tail = before
            if trip == queue.last_first:
                queue.last_first = before
        else:
            before = trip
        trip = after
    queue.ready -= count
