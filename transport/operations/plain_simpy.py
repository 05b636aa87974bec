"""A plain SimPy model of locks with one chamber: a rival of the event loop and a check on it.

Not used by any result. Every vessel is a process, every lock is a process, every phase of a
lockage is an event. The rules are those of :mod:`transport.operations.lock` where a chamber has
one line, starts with the first vessel present and holds a fixed number of equal vessels: first
come first served, marked vessels before others where asked, the side at which the chamber stands
first, an empty turn when nobody waits there. All events of one instant are handled before a
chamber starts, as in :mod:`transport.operations.event_loop`.
"""

from __future__ import annotations

from bisect import insort
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import simpy

from transport.operations.lock import DIRECTIONS

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping, Sequence

    from networks import LockPhases
    from transport.operations.waterway import Stretch, Trips

    Process = Generator[simpy.Event, Any, None]
    Call = tuple[bool, float, int, simpy.Event]


class PlainRun:
    """One simulation with SimPy.

    Parameters
    ----------
    trips : Trips
        Every trip of the run; hulls and cargo are not looked at.
    routes : sequence of sequence of Stretch
        Stretches of each route, the last one without a lock.
    phases : mapping of str to LockPhases
        Phases of the one chamber of each lock that a route names.
    places : int
        Vessels that a chamber holds.
    marked_first : bool
        Whether vessels that `trips` marks are called before others.
    keeps_records : bool
        Whether passages are noted.

    Attributes
    ----------
    passages : int
        Vessels that have left a chamber, over all locks.
    """

    def __init__(
        self,
        trips: Trips,
        routes: Sequence[Sequence[Stretch]],
        phases: Mapping[str, LockPhases],
        places: int,
        *,
        marked_first: bool = False,
        keeps_records: bool = True,
    ) -> None:
        self.env = simpy.Environment()
        self.passages = 0
        self._after = (~trips.first if marked_first else np.ones(len(trips), dtype=bool)).tolist()
        self._log: list[tuple[int, str, int, float, float, float]] | None = None
        if keeps_records:
            self._log = []
        self._locks = {name: _Lock(self.env, minutes, places) for name, minutes in phases.items()}
        self.env.process(self._send(trips, routes))

    def simulate(self) -> None:
        """Run until every vessel has arrived."""
        self.env.run()

    def records(self) -> pd.DataFrame:
        """Return one row for each passage, in the order of trips and locks.

        Returns
        -------
        pandas.DataFrame
            ``trip``, ``lock``, ``direction``, ``arrive_h``, ``start_h`` (of the lockage) and
            ``end_h`` (when this vessel leaves the chamber).
        """
        columns = ["trip", "lock", "direction", "arrive_h", "start_h", "end_h"]
        table = pd.DataFrame(self._log or [], columns=columns)
        table["direction"] = table["direction"].map(dict(enumerate(DIRECTIONS)))
        return table.sort_values(["trip", "arrive_h"], kind="stable", ignore_index=True)

    def _send(self, trips: Trips, routes: Sequence[Sequence[Stretch]]) -> Process:
        """Process that lets the vessels depart."""
        env = self.env
        columns = (trips.depart_h, trips.route, trips.pace)
        rows = zip(*(column.tolist() for column in columns), strict=True)
        for trip, (depart_h, route, pace) in enumerate(rows):
            if depart_h > env.now:
                yield env.timeout(depart_h - env.now)
            env.process(self._sail(trip, pace, routes[route]))

    def _sail(self, trip: int, pace: float, stretches: Sequence[Stretch]) -> Process:
        """Process of a vessel."""
        env, log = self.env, self._log
        for stretch in stretches:
            yield env.timeout(stretch.sail_h * pace)
            if not stretch.lock:
                return
            arrive_h = env.now
            left = self._locks[stretch.lock].call(self._after[trip], trip, stretch.direction)
            start_h: float = yield left
            self.passages += 1
            if log is not None:
                row = (trip, stretch.lock, stretch.direction, arrive_h, start_h, env.now)
                log.append(row)


class _Lock:
    """A lock with one chamber, which stands above at first."""

    def __init__(self, env: simpy.Environment, phases: LockPhases, places: int) -> None:
        self._env = env
        self._places = places
        self._entry_h = (phases.entry_first_min / 60, phases.entry_next_min / 60)
        self._gates_h = phases.gates_min / 60
        self._levelling_h = (phases.emptying_min / 60, phases.filling_min / 60)
        self._exit_h = (phases.exit_first_min / 60, phases.exit_next_min / 60)
        self._turn_h = phases.turn_min / 60
        self._steps = phases.steps
        self._queues: tuple[list[Call], list[Call]] = ([], [])
        self._wake = env.event()
        env.process(self._work())

    def call(self, after: bool, trip: int, direction: int) -> simpy.Event:  # noqa: FBT001 - in the key
        """Queue a vessel; the event happens when it leaves, with the start of its lockage."""
        left = self._env.event()
        insort(self._queues[direction], (after, self._env.now, trip, left))
        if not self._wake.triggered:
            self._wake.succeed()
        return left

    def _work(self) -> Process:
        """Process of the chamber."""
        env, side = self._env, 0
        while True:
            if not self._queues[0] and not self._queues[1]:
                self._wake = env.event()
                yield self._wake
            if not self._queues[side]:
                side = 1 - side
                yield env.timeout(self._turn_h)
                yield env.timeout(0)
            batch = self._queues[side][: self._places]
            del self._queues[side][: self._places]
            yield from self._lock_through(batch, side)
            yield env.timeout(0)  # whoever arrives at this instant is in time
            side = 1 - side

    def _lock_through(self, batch: Sequence[Call], direction: int) -> Process:
        """Take the vessels in, level and let them out."""
        env, start_h = self._env, self._env.now
        for k in range(len(batch)):
            yield env.timeout(self._entry_h[min(k, 1)])
        for _ in range(self._steps):
            yield env.timeout(self._gates_h)
            yield env.timeout(self._levelling_h[direction])
            yield env.timeout(self._gates_h)
        for k, (_, _, _, left) in enumerate(batch):
            yield env.timeout(self._exit_h[min(k, 1)])
            left.succeed(start_h)
