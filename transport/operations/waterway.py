"""Vessels sail the lock cascade.

Every trip is known before the run: hour of departure, route, hull and cargo. The simulation
draws nothing. A vessel sails a stretch, joins the queue of the next lock, is locked through and
sails on; after the last stretch it has arrived. Time is in hours from the start of the run.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import simpy

from transport.operations.lock import (
    DIRECTIONS,
    Hull,
    Lock,
    LockRules,
    WaitingVessel,
    places_in_chamber,
)
from transport.operations.records import Balance, WaterwayRecords, balance

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from networks import Chamber


@dataclass(frozen=True, slots=True)
class Stretch:
    """Sailing up to a lock, or to the end of the route.

    Attributes
    ----------
    sail_h : float
        Hours of sailing.
    lock : str
        Lock at the end; empty for the last stretch.
    direction : int
        0 down, 1 up; meaningless without a lock.
    """

    sail_h: float
    lock: str
    direction: int


@dataclass(frozen=True)
class Trips:
    """Trips of one run as arrays of equal length.

    Attributes
    ----------
    depart_h : numpy.ndarray
        Hour of departure, not decreasing.
    route, hull : numpy.ndarray
        Indices into the routes and hulls of the run.
    payload_t : numpy.ndarray
        Cargo; 0 for an empty voyage.
    """

    depart_h: np.ndarray
    route: np.ndarray
    hull: np.ndarray
    payload_t: np.ndarray

    def __len__(self) -> int:
        """Return the number of trips."""
        return len(self.depart_h)


def _trip_of(event: simpy.Event) -> int:
    """Return the trip that an event carries."""
    trip = event.value
    assert isinstance(trip, int)  # noqa: S101 - only this module makes such events
    return trip


class _Run:
    """State of one waterway simulation."""

    def __init__(
        self,
        trips: Trips,
        routes: Sequence[Sequence[Stretch]],
        hulls: Sequence[Hull],
        chambers: Mapping[str, Sequence[Chamber]],
        rules: LockRules,
    ) -> None:
        self.env = simpy.Environment()
        self.trips = trips
        self.routes = routes
        self.hulls = hulls
        n = len(trips)
        self.position = np.zeros(n, dtype=np.int64)
        self.arrived_h = np.full(n, np.nan)
        self.stretch_start_h = np.full(n, np.nan)
        self.sailing_h = np.zeros(n)
        self.waiting_h = np.zeros(n)
        self.locking_h = np.zeros(n)
        self.under_way = np.zeros(n, dtype=bool)
        self.arrivals: dict[str, int] = {}
        self.passages: list[tuple[int, str, str, int, float, float, float, int]] = []
        used = {stretch.lock for route in routes for stretch in route if stretch.lock}
        self.locks = {
            name: Lock(self.env, name, chambers[name], rules, self.passed) for name in sorted(used)
        }

    def depart_all(self) -> None:
        """Schedule every departure."""
        for trip, at in enumerate(self.trips.depart_h):
            self._after(float(at), trip, self.sail)

    def _after(self, delay_h: float, trip: int, then: Callable[[simpy.Event], None]) -> None:
        """Call `then` with the trip after some hours."""
        event = self.env.timeout(delay_h, value=trip)
        assert event.callbacks is not None  # noqa: S101 - a new event always has callbacks
        event.callbacks.append(then)

    def sail(self, event: simpy.Event) -> None:
        """Start the stretch at which a trip stands."""
        self._start_stretch(_trip_of(event))

    def _start_stretch(self, trip: int) -> None:
        """Note the start of a stretch and schedule its end."""
        self.stretch_start_h[trip] = self.env.now
        self.under_way[trip] = True
        stretch = self.routes[self.trips.route[trip]][self.position[trip]]
        self._after(stretch.sail_h, trip, self.end_stretch)

    def end_stretch(self, event: simpy.Event) -> None:
        """Join the queue of the lock at the end of a stretch, or arrive."""
        trip = _trip_of(event)
        self.sailing_h[trip] += self.env.now - self.stretch_start_h[trip]
        self.under_way[trip] = False
        stretch = self.routes[self.trips.route[trip]][self.position[trip]]
        if not stretch.lock:
            self.arrived_h[trip] = self.env.now
            return
        self.arrivals[stretch.lock] = self.arrivals.get(stretch.lock, 0) + 1
        hull = self.hulls[self.trips.hull[trip]]
        self.locks[stretch.lock].arrive(trip, hull, stretch.direction)

    def passed(
        self,
        lock: Lock,
        vessel: WaitingVessel,
        start_h: float,
        line: str,
        direction: int,
        lockage: int,
    ) -> None:
        """Record a passage and send the vessel on."""
        trip = vessel.trip
        now = self.env.now
        self.waiting_h[trip] += start_h - vessel.arrive_h
        self.locking_h[trip] += now - start_h
        self.passages.append(
            (trip, lock.name, line, direction, vessel.arrive_h, start_h, now, lockage)
        )
        self.position[trip] += 1
        self._start_stretch(trip)

    def records(self, horizon_h: float) -> WaterwayRecords:
        """Make the tables, with open states cut at the horizon."""
        waiting, in_lock = self._left_behind()
        self.sailing_h[self.under_way] += horizon_h - self.stretch_start_h[self.under_way]
        queued = waiting["trip"].to_numpy(dtype=np.int64)
        self.waiting_h[queued] += horizon_h - waiting["arrive_h"].to_numpy(dtype=float)
        inside = in_lock["trip"].to_numpy(dtype=np.int64)
        start_h = in_lock["start_h"].to_numpy(dtype=float)
        self.waiting_h[inside] += start_h - in_lock["arrive_h"].to_numpy(dtype=float)
        self.locking_h[inside] += horizon_h - start_h
        departed = self.trips.depart_h < horizon_h
        voyages = pd.DataFrame(
            {
                "trip": np.flatnonzero(departed),
                "depart_h": self.trips.depart_h[departed],
                "arrive_h": self.arrived_h[departed],
                "payload_t": self.trips.payload_t[departed],
                "sailing_h": self.sailing_h[departed],
                "waiting_h": self.waiting_h[departed],
                "locking_h": self.locking_h[departed],
            }
        )
        return WaterwayRecords(
            self._passages(), self._lockages(), waiting, in_lock, voyages, horizon_h
        )

    def _passages(self) -> pd.DataFrame:
        """One row for each vessel through a lock."""
        columns = ["trip", "lock", "line", "direction", "arrive_h", "start_h", "end_h", "lockage"]
        frame = pd.DataFrame(self.passages, columns=columns)
        frame["direction"] = [DIRECTIONS[d] for d in frame["direction"]]
        frame["payload_t"] = self.trips.payload_t[frame["trip"].to_numpy(dtype=np.int64)]
        return frame

    def _lockages(self) -> pd.DataFrame:
        """One row for each chamber filling."""
        rows = [row for lock in self.locks.values() for row in lock.lockage_log]
        columns = ["lock", "line", "direction", "start_h", "end_h", "vessels"]
        frame = pd.DataFrame(rows, columns=columns)
        frame["direction"] = [DIRECTIONS[d] for d in frame["direction"]]
        return frame

    def _left_behind(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Vessels in queues and in chambers at the end."""
        waiting = [
            (v.trip, lock.name, DIRECTIONS[d], v.arrive_h, self.trips.payload_t[v.trip])
            for lock in self.locks.values()
            for d in (0, 1)
            for v in lock.queues[d]
        ]
        inside = [
            (v.trip, lock.name, DIRECTIONS[d], v.arrive_h, start, self.trips.payload_t[v.trip])
            for lock in self.locks.values()
            for d, start, batch in lock.in_chamber.values()
            for v in batch
        ]
        first = ["trip", "lock", "direction", "arrive_h"]
        return (
            pd.DataFrame(waiting, columns=[*first, "payload_t"]),
            pd.DataFrame(inside, columns=[*first, "start_h", "payload_t"]),
        )


def simulate_waterway(
    trips: Trips,
    routes: Sequence[Sequence[Stretch]],
    hulls: Sequence[Hull],
    chambers: Mapping[str, Sequence[Chamber]],
    rules: LockRules,
    horizon_h: float,
) -> tuple[WaterwayRecords, Balance]:
    """Run vessels through the locks.

    Parameters
    ----------
    trips : Trips
        Every trip of the run; those that depart after the horizon stay out.
    routes : sequence of sequence of Stretch
        Stretches of each route, the last one without a lock.
    hulls : sequence of Hull
        Vessel sizes.
    chambers : mapping of str to sequence of Chamber
        Open chambers of every lock that a route names.
    rules : LockRules
        How chambers are filled.
    horizon_h : float
        Hours to simulate.

    Returns
    -------
    records : WaterwayRecords
        Event tables.
    balance : Balance
        What tonnes, vessels and vessel-hours differ by; zero when all is well.

    Raises
    ------
    ValueError
        If a vessel fits no chamber of a lock on its route.
    """
    _refuse_misfits(trips, routes, hulls, chambers)
    run = _Run(trips, routes, hulls, chambers, rules)
    run.depart_all()
    run.env.run(until=horizon_h)
    records = run.records(horizon_h)
    return records, balance(records, run.arrivals)


def _refuse_misfits(
    trips: Trips,
    routes: Sequence[Sequence[Stretch]],
    hulls: Sequence[Hull],
    chambers: Mapping[str, Sequence[Chamber]],
) -> None:
    """Raise where a hull would wait for ever."""
    pairs = {(int(r), int(h)) for r, h in zip(trips.route, trips.hull, strict=True)}
    for route, hull in sorted(pairs):
        size = hulls[hull]
        for stretch in routes[route]:
            if stretch.lock and not any(
                places_in_chamber(chamber, size) for chamber in chambers[stretch.lock]
            ):
                msg = (
                    f"A vessel of {size.length_m:g} x {size.beam_m:g} m fits no chamber of lock "
                    f"{stretch.lock}. Give its trips another route or a smaller vessel."
                )
                raise ValueError(msg)
