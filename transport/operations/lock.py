"""A lock: several chambers side by side, two queues, one controller for each chamber.

Rules
-----
- Vessels queue by direction, first come first served; a controller looks at the first
  ``look_ahead`` vessels of a queue and takes those that still find room.
- Room is counted by hulls in rows and files: a vessel takes one of as many places as hulls of its
  size fit side by side and end to end. Hulls together then never take more than the area either.
- A chamber starts when its batch fills ``min_fill_share`` of it, when a vessel within the
  look-ahead finds no room any more, or when the longest-waiting vessel of the batch has waited
  ``max_hold_h``.
- Directions alternate: a free chamber first asks the side at which it stands, then the other
  side, to which it turns empty in ``turn_min``.
- When several chambers are free, they are asked in the order of their lines.

Simultaneous events are handled in the order in which SimPy scheduled them: a vessel that arrives
at the instant a chamber closes, scheduled after that closing, waits for the next lockage.

Not modelled here: placing in two dimensions, outages, water levels, joint scheduling.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

    import simpy

    from networks import Chamber

DIRECTIONS = ("down", "up")
"""Directions of travel; indices 0 and 1."""

_FULL = 1 + 1e-9
_TOUCHING = 1e-9


@dataclass(frozen=True, slots=True)
class LockRules:
    """How chambers are filled.

    Attributes
    ----------
    look_ahead : int
        Vessels of a queue that a controller considers.
    min_fill_share : float
        Filling at which a chamber starts at once, 0 to 1; 0 starts with the first vessel.
    max_hold_h : float
        Longest hold of the first vessel of a batch, in hours, before the chamber starts anyway.
    """

    look_ahead: int
    min_fill_share: float
    max_hold_h: float


@dataclass(frozen=True, slots=True)
class Hull:
    """Length and beam of a vessel in metres, and its rated tonnage."""

    length_m: float
    beam_m: float
    dwt_t: float


@dataclass(slots=True, eq=False)
class WaitingVessel:
    """A vessel in a queue: its trip, its hull and the hour of its arrival."""

    trip: int
    hull: Hull
    arrive_h: float


def places_in_chamber(chamber: Chamber, hull: Hull) -> int:
    """Return how many hulls of one size fit in rows and files.

    Parameters
    ----------
    chamber : Chamber
        A chamber; one without known size (a ship lift) takes one vessel up to its tonnage.
    hull : Hull
        The vessel.

    Returns
    -------
    int
        Places, 0 when the hull does not fit.

    Examples
    --------
    >>> from networks import Chamber
    >>> line_3 = Chamber("changzhou", "3", 340, 34, float("nan"), 63, 15)
    >>> places_in_chamber(line_3, Hull(72, 15.8, 3300))
    8
    """
    if math.isnan(chamber.length_m) or math.isnan(chamber.width_m):
        too_large = hull.dwt_t > chamber.max_vessel_dwt
        return 0 if too_large else 1
    rows = math.floor(chamber.length_m / hull.length_m + _TOUCHING)
    return rows * math.floor(chamber.width_m / hull.beam_m + _TOUCHING)


class _Line:
    """One chamber while the simulation runs."""

    def __init__(self, chamber: Chamber) -> None:
        self.chamber = chamber
        self.side = 0
        self._takes: dict[Hull, float] = {}

    def take_of(self, hull: Hull) -> float:
        """Share of the chamber that a hull takes; infinite where it does not fit."""
        take = self._takes.get(hull)
        if take is None:
            places = places_in_chamber(self.chamber, hull)
            take = self._takes[hull] = 1 / places if places else math.inf
        return take


class Lock:
    """A lock site in a running simulation.

    Parameters
    ----------
    env : simpy.Environment
        The simulation; its time is in hours.
    name : str
        Id of the lock site.
    chambers : sequence of Chamber
        At least one.
    rules : LockRules
        Filling rules.
    on_passed : callable
        Called with trip number, hour of arrival, hour of start, line, direction index and number
        of the lockage when a vessel leaves the chamber.
    """

    def __init__(
        self,
        env: simpy.Environment,
        name: str,
        chambers: Sequence[Chamber],
        rules: LockRules,
        on_passed: Callable[[Lock, WaitingVessel, float, str, int, int], None],
    ) -> None:
        self.env = env
        self.name = name
        self.rules = rules
        self.on_passed = on_passed
        self.queues: tuple[deque[WaitingVessel], deque[WaitingVessel]] = (deque(), deque())
        self.lockages = 0
        self.lockage_log: list[tuple[str, str, int, float, float, int]] = []
        self.in_chamber: dict[str, tuple[int, float, list[WaitingVessel]]] = {}
        self._idle: dict[str, simpy.Event] = {}
        self._alarm_h = math.inf
        self._lines = [_Line(chamber) for chamber in chambers]
        for line in self._lines:
            env.process(self._control(line))

    def arrive(self, trip: int, hull: Hull, direction: int) -> None:
        """Put a vessel into the queue of its direction (0 down, 1 up)."""
        self.queues[direction].append(WaitingVessel(trip, hull, self.env.now))
        if self._idle:
            self._call_idle_line()

    def _call_idle_line(self) -> None:
        """Wake the first idle line that can start; else set the alarm of the longest hold."""
        for line in self._lines:
            event = self._idle.get(line.chamber.line)
            if event is not None and self._ready(line) is not None:
                del self._idle[line.chamber.line]
                event.succeed()
                return
        self._set_alarm()

    def _set_alarm(self) -> None:
        """Ring when a vessel within the look-ahead has waited as long as it may."""
        now = self.env.now
        due = [
            vessel.arrive_h + self.rules.max_hold_h
            for queue in self.queues
            for vessel in islice(queue, self.rules.look_ahead)
        ]
        future = [at for at in due if at > now]
        if future and (min(future) < self._alarm_h or self._alarm_h <= now):
            self._alarm_h = min(future)
            alarm = self.env.timeout(self._alarm_h - now)
            assert alarm.callbacks is not None  # noqa: S101 - a new event always has callbacks
            alarm.callbacks.append(lambda _: self._call_idle_line())

    def _ready(self, line: _Line) -> int | None:
        """Direction in which a line would start now, its own side first."""
        for direction in (line.side, 1 - line.side):
            batch, full, fill = self._batch(line, direction)
            if not batch:
                continue
            held_h = self.env.now - min(vessel.arrive_h for vessel in batch)
            if full or fill >= self.rules.min_fill_share or held_h >= self.rules.max_hold_h - 1e-9:
                return direction
        return None

    def _batch(self, line: _Line, direction: int) -> tuple[list[WaitingVessel], bool, float]:
        """Vessels a line would take, whether one found no room, and the filling."""
        filled = 0.0
        batch: list[WaitingVessel] = []
        left_over = False
        for vessel in islice(self.queues[direction], self.rules.look_ahead):
            take = line.take_of(vessel.hull)
            if take > 1:
                continue
            if filled + take <= _FULL:
                batch.append(vessel)
                filled += take
            else:
                left_over = True
        return batch, left_over, filled

    def _control(self, line: _Line) -> Generator[simpy.Event, None, None]:
        """Run one chamber for ever: wait for a batch, turn if need be, lock it through."""
        chamber = line.chamber
        while True:
            direction = self._ready(line)
            if direction is None:
                call = self.env.event()
                self._idle[chamber.line] = call
                self._set_alarm()
                yield call
                continue
            if direction != line.side:
                yield self.env.timeout(chamber.turn_min / 60)
                line.side = direction
            batch, _, _ = self._batch(line, direction)
            if not batch:
                continue
            yield from self._lock_through(line, direction, batch)

    def _lock_through(
        self, line: _Line, direction: int, batch: list[WaitingVessel]
    ) -> Generator[simpy.Event, None, None]:
        """Take a batch out of its queue, run the lockage and let the vessels go."""
        queue = self.queues[direction]
        for vessel in batch:
            queue.remove(vessel)
        start = self.env.now
        number = self.lockages
        self.lockages += 1
        self.in_chamber[line.chamber.line] = (direction, start, batch)
        if self._idle:
            self._call_idle_line()
        yield self.env.timeout(line.chamber.lockage_min / 60)
        line.side = 1 - direction
        del self.in_chamber[line.chamber.line]
        self.lockage_log.append(
            (self.name, line.chamber.line, direction, start, self.env.now, len(batch))
        )
        for vessel in batch:
            self.on_passed(self, vessel, start, line.chamber.line, direction, number)
