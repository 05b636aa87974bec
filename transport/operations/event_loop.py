"""The compiled event loop of a cascade of locks.

Arrays in, arrays out: :mod:`transport.operations.waterway` makes them from vessels, routes and
chambers and turns what comes back into records. Time is in hours.

Events are a departure, a vessel becoming ready at a lock, a chamber becoming free or turned, and
a look at a lock (a hold that ends, a closure that ends). All events of one instant are handled
first; then every lock they touch is asked, in the order of its lines, whether a chamber starts.
A vessel that arrives at the very instant of a start is therefore in time for it. The phases of a
lockage are known when it starts, so its exits are computed at once and no event is needed for
them.
"""

from __future__ import annotations

from heapq import heappop, heappush

import numpy as np

from transport.operations.compiled import compiled
from transport.operations.event_queues import (
    FREE,
    LOOK,
    NONE,
    QUEUE,
    READY,
    Heap,
    become_ready,
    comes_before,
    join_queue,
    leading_vessel,
    leave_queue,
)
from transport.operations.event_tables import BOTH_WAYS, FIRST_COME, LONGEST_QUEUE, World
from transport.operations.placing import SLACK_M, find_place, moor, open_skyline

SLACK = 1e-9
"""Hours, shares and metres of draught closer than this are equal."""


@compiled
def _sail(trip: int, at_h: float, world: World, heap: Heap) -> None:
    """Send a vessel on its next stretch and tell the lock at the end of it."""
    vessel = world.vessels[trip]
    plan = world.trips[trip]
    step = world.steps[world.routes[plan.route] + vessel.position]
    eta_h = at_h + step.sail_h * plan.pace
    if step.lock < 0:
        vessel.arrived_h = eta_h
        return
    lock = world.locks[step.lock]
    world.passages[plan.slot + vessel.position].arrive_h = eta_h
    if eta_h < world.horizon_h:
        world.desks[step.lock].arrivals += 1
    vessel.ready_h = eta_h + lock.call_delay_h
    heappush(heap, (max(at_h, vessel.ready_h - lock.announce_h), QUEUE, trip))


@compiled
def _is_closed(line: int, now_h: float, world: World) -> bool:
    """Whether no lockage may begin on a line now."""
    chamber, end = world.chambers[line], world.lines[line].closed_end
    while chamber.closure < end and world.closures[chamber.closure].to_h <= now_h:
        chamber.closure += 1
    return bool(chamber.closure < end and world.closures[chamber.closure].from_h <= now_h)


@compiled
def _depth_over_sill(line: int, now_h: float, world: World) -> float:
    """Depth over the sill of a line now, in metres; infinite where not limited."""
    chamber, end = world.chambers[line], world.lines[line].depth_end
    if world.lines[line].depth_first == end:
        return np.inf
    while chamber.depth + 1 < end and world.depths[chamber.depth + 1].from_h <= now_h:
        chamber.depth += 1
    return float(world.depths[chamber.depth].depth_m)


@compiled
def _slower_share(line: int, now_h: float, world: World) -> float:
    """By how much of itself levelling takes longer now; 0 where the head is not known."""
    chamber, end = world.chambers[line], world.lines[line].head_end
    if world.lines[line].head_first == end:
        return 0.0
    while chamber.head + 1 < end and world.heads[chamber.head + 1].from_h <= now_h:
        chamber.head += 1
    return float(world.heads[chamber.head].slower_share)


@compiled
def _room(line: int, world: World) -> tuple[float, float]:
    """Length and width in which berths are placed; a chamber of unknown size is one berth."""
    chamber = world.lines[line]
    lock = world.locks[chamber.lock]
    if np.isnan(chamber.length_m) or np.isnan(chamber.width_m):
        return 1.0, 1.0
    return chamber.length_m + lock.gap_length_m, chamber.width_m + lock.gap_width_m


@compiled
def _berth(line: int, trip: int, world: World) -> tuple[float, float]:
    """Length and width that a vessel takes in a chamber, gaps included."""
    chamber = world.lines[line]
    lock = world.locks[chamber.lock]
    if np.isnan(chamber.length_m) or np.isnan(chamber.width_m):
        return 1.0, 1.0
    kind = world.kinds[world.trips[trip].kind]
    return kind.length_m + lock.gap_length_m, kind.beam_m + lock.gap_width_m


@compiled
def _takes(line: int, trip: int, depth_m: float, world: World) -> bool:
    """Whether a vessel fits an empty chamber, by its size and by its draught."""
    kind = world.trips[trip].kind
    deep_enough = world.kinds[kind].draught_m <= depth_m + SLACK
    return bool(deep_enough and world.take[line, kind] <= 1.0)


@compiled
def _fill(
    line: int, direction: int, now_h: float, world: World
) -> tuple[int, bool, float, float, int]:
    """Fill a chamber from a queue, on paper.

    Returns the number of vessels (their trips stand in ``world.batch``), whether one found no
    room, the share of the chamber taken, the hour since which the longest-waiting one is ready,
    and the number of segments of the skyline. Marked vessels that are only announced take no place
    of the look-ahead.
    """
    number = world.lines[line].lock
    lock = world.locks[number]
    depth_m = _depth_over_sill(line, now_h, world) - lock.under_keel_m
    room_m = _room(line, world)
    segments = open_skyline(world.left_m, world.reach_m, room_m[1])
    count, seen, left_over, taken, oldest_h = 0, 0, False, 0.0, np.inf
    trip = world.queues[number, direction].head
    while trip != NONE and seen < lock.look_ahead:
        ready_h = world.vessels[trip].ready_h
        if ready_h <= now_h or not (lock.marked_first and world.trips[trip].first):
            seen += 1
        if ready_h <= now_h and _takes(line, trip, depth_m, world):
            size_m = _berth(line, trip, world)
            place = find_place(world.left_m, world.reach_m, segments, size_m[1])
            if place[1] + size_m[0] <= room_m[0] + SLACK_M:
                segments = moor(world.left_m, world.reach_m, segments, place, size_m)
                world.batch[count] = trip
                count += 1
                taken += world.take[line, world.trips[trip].kind]
                oldest_h = min(oldest_h, ready_h)
            else:
                left_over = True
        trip = world.vessels[trip].following
    return count, left_over, taken, oldest_h, segments


@compiled
def _expects(line: int, direction: int, now_h: float, segments: int, world: World) -> bool:
    """Whether an announced vessel finds room beside those with which a chamber was just filled."""
    number = world.lines[line].lock
    lock = world.locks[number]
    depth_m = _depth_over_sill(line, now_h, world) - lock.under_keel_m
    room_m = _room(line, world)
    seen = 0
    trip = world.queues[number, direction].head
    while trip != NONE and seen < lock.look_ahead:
        ready_h = world.vessels[trip].ready_h
        if ready_h <= now_h or not (lock.marked_first and world.trips[trip].first):
            seen += 1
        if ready_h > now_h and _takes(line, trip, depth_m, world):
            size_m = _berth(line, trip, world)
            place = find_place(world.left_m, world.reach_m, segments, size_m[1])
            if place[1] + size_m[0] <= room_m[0] + SLACK_M:
                return True
        trip = world.vessels[trip].following
    return False


@compiled
def _would_start(line: int, direction: int, now_h: float, world: World) -> int:
    """Vessels with which a chamber starts now, 0 for none; notes when to look again."""
    number = world.lines[line].lock
    lock = world.locks[number]
    count, left_over, taken, oldest_h, segments = _fill(line, direction, now_h, world)
    if count == 0:
        return 0
    due_h = oldest_h + lock.max_hold_h
    if left_over or taken >= lock.min_fill_share - SLACK or due_h <= now_h + SLACK:
        return count
    if lock.announce_h > 0.0 and not _expects(line, direction, now_h, segments, world):
        return count
    world.desks[number].due_h = min(world.desks[number].due_h, due_h)
    return 0


@compiled
def _first_direction(line: int, now_h: float, world: World) -> int:
    """Direction that a free chamber asks first."""
    lock = world.lines[line].lock
    rule = world.locks[lock].direction_rule
    side = world.chambers[line].side
    turns = False
    if rule == FIRST_COME:
        mine = leading_vessel(lock, side, now_h, world)
        other = leading_vessel(lock, 1 - side, now_h, world)
        turns = other != NONE and (mine == NONE or comes_before(other, mine, lock, world))
    elif rule == LONGEST_QUEUE:
        turns = world.queues[lock, 1 - side].ready > world.queues[lock, side].ready
    return int(1 - side if turns else side)


@compiled
def _may_start(line: int, now_h: float, world: World) -> bool:
    """Whether a line is idle and open, wanted and in its timetable; may note when to look."""
    number = world.lines[line].lock
    lock = world.locks[number]
    ready = world.queues[number, 0].ready + world.queues[number, 1].ready
    chamber = world.chambers[line]
    if world.queues[number, chamber.side].ready == 0 and not chamber.busy:
        chamber.turned = 0
    if ready == 0 or chamber.busy:
        return False
    if ready < world.lines[line].relief_queue:
        return False
    if _is_closed(line, now_h, world):
        return False
    if lock.timetable_h > 0.0:
        slot_h = np.ceil(now_h / lock.timetable_h - SLACK) * lock.timetable_h
        if slot_h > now_h + SLACK:
            world.desks[number].due_h = min(world.desks[number].due_h, slot_h)
            return False
    return True


@compiled
def _try_line(line: int, now_h: float, world: World, heap: Heap) -> bool:
    """Start a lockage or an empty turn on a line, if the rules say so."""
    if not _may_start(line, now_h, world):
        return False
    chamber = world.chambers[line]
    if chamber.turned:
        chamber.turned = 0
        count = _fill(line, chamber.side, now_h, world)[0]
        if count > 0:
            _lock_through(line, now_h, count, world, heap)
            return True
    first = _first_direction(line, now_h, world)
    for k in range(2):
        direction = first if k == 0 else 1 - first
        one_way = world.lines[line].one_way
        if one_way == BOTH_WAYS or one_way == direction:  # noqa: PLR1714, SIM109 - compiled
            count = _would_start(line, direction, now_h, world)
            if count > 0 and direction == chamber.side:
                _lock_through(line, now_h, count, world, heap)
                return True
            if count > 0:
                _turn(line, direction, now_h, world, heap)
                return True
    return False


@compiled
def _turn(line: int, direction: int, now_h: float, world: World, heap: Heap) -> None:
    """Bring a chamber empty to the other level."""
    chamber, phases = world.chambers[line], world.lines[line]
    turn_h = phases.turn_h + phases.turn_levelling_h * _slower_share(line, now_h, world)
    chamber.busy = 1
    chamber.turned = 1
    chamber.side = direction
    turn = world.turns[world.counts[1]]
    turn.line = line
    turn.start_h = now_h
    turn.end_h = now_h + turn_h
    world.counts[1] += 1
    heappush(heap, (now_h + turn_h, FREE, line))


@compiled
def _lock_through(line: int, now_h: float, count: int, world: World, heap: Heap) -> None:
    """Run a lockage with the vessels of ``world.batch`` and send them on."""
    phases, chamber = world.lines[line], world.chambers[line]
    direction = chamber.side
    leave_queue(phases.lock, direction, count, world)
    levelling_h = phases.levelling_up_h if direction else phases.levelling_down_h
    inside_h = phases.chamber_up_h if direction else phases.chamber_down_h
    inside_h += levelling_h * _slower_share(line, now_h, world)
    entered_h = now_h + phases.entry_first_h + (count - 1) * phases.entry_next_h
    first_out_h = entered_h + inside_h + phases.exit_first_h
    number = world.counts[0]
    world.counts[0] += 1
    for k in range(count):
        trip = world.batch[k]
        out_h = first_out_h + k * phases.exit_next_h
        passage = world.passages[world.trips[trip].slot + world.vessels[trip].position]
        passage.start_h = now_h
        passage.end_h = out_h
        passage.line = line
        passage.lockage = number
        world.vessels[trip].position += 1
        _sail(trip, out_h, world, heap)
    chamber.busy = 1
    chamber.side = 1 - direction
    heappush(heap, (first_out_h + (count - 1) * phases.exit_next_h, FREE, line))


@compiled
def _ask_lines(lock: int, now_h: float, world: World, heap: Heap) -> None:
    """Start every chamber of a lock that can start; else note when to look again."""
    desk, site = world.desks[lock], world.locks[lock]
    desk.due_h = np.inf
    line = site.first_line
    while line < site.end_line:
        if _try_line(line, now_h, world, heap):
            line = site.first_line
        else:
            line += 1
    if desk.due_h < np.inf and (desk.due_h < desk.look_h or desk.look_h <= now_h):
        desk.look_h = desk.due_h
        heappush(heap, (desk.due_h, LOOK, lock))


@compiled
def _handle(code: int, index: int, now_h: float, world: World, heap: Heap) -> None:
    """Note one event; chambers are asked after all events of the instant."""
    if code == QUEUE:
        join_queue(index, now_h, world, heap)
    elif code == READY:
        become_ready(index, world)
    elif code == FREE:
        world.chambers[index].busy = 0
        world.desks[world.lines[index].lock].touched = 1
    else:
        world.desks[index].touched = 1


@compiled
def _expect_openings(world: World, heap: Heap) -> None:
    """Look at every lock when a closure ends and when the depth over a sill changes."""
    for line in range(len(world.lines)):
        lock = world.lines[line].lock
        for k in range(world.chambers[line].closure, world.lines[line].closed_end):
            heappush(heap, (world.closures[k].to_h, LOOK, lock))
        for k in range(world.lines[line].depth_first, world.lines[line].depth_end):
            heappush(heap, (world.depths[k].from_h, LOOK, lock))


@compiled
def run_events(world: World) -> None:
    """Run until the horizon; events at the horizon itself are left out."""
    heap = [(np.inf, LOOK, 0)]
    _expect_openings(world, heap)
    trip, trips = 0, len(world.trips)
    while True:
        now_h = heap[0][0]
        if trip < trips and world.trips[trip].depart_h <= now_h:
            now_h = world.trips[trip].depart_h
        if now_h >= world.horizon_h:
            return
        while trip < trips and world.trips[trip].depart_h == now_h:
            _sail(trip, now_h, world, heap)
            trip += 1
        while heap[0][0] == now_h:
            _, code, index = heappop(heap)
            _handle(code, index, now_h, world, heap)
        for lock in range(len(world.desks)):
            if world.desks[lock].touched:
                world.desks[lock].touched = 0
                _ask_lines(lock, now_h, world, heap)
