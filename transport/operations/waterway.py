"""Vessels sail the lock cascade.

Every trip is known before the run: hour of departure, route, hull and cargo. The simulation
draws nothing. A vessel sails a stretch, joins the queue of the next lock, is locked through and
sails on; after the last stretch it has arrived. Time is in hours from the start of the run.

This module makes the arrays of the compiled event loop and turns its log into records.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from transport.operations.event_arrays import make_world
from transport.operations.event_loop import SLACK, run_events
from transport.operations.lock import DIRECTIONS, Hull, LockSite, places_in_chamber
from transport.operations.record_tables import make_records
from transport.operations.records import Balance, WaterwayRecords, balance
from transport.operations.sailing import Stretch, Trips

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from networks import Chamber


__all__ = ["Run", "Stretch", "Trips", "refuse_misfits", "simulate_waterway"]


def simulate_waterway(
    trips: Trips,
    routes: Sequence[Sequence[Stretch]],
    hulls: Sequence[Hull],
    locks: Mapping[str, LockSite],
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
    locks : mapping of str to LockSite
        Chambers and rules of every lock that a route names.
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
    run = Run(trips, routes, hulls, locks, horizon_h)
    run.simulate()
    records = run.records()
    return records, balance(records, run.arrivals())


class Run:
    """One simulation: arrays before, log after.

    Parameters
    ----------
    trips, routes, hulls, locks, horizon_h
        As for :func:`simulate_waterway`.
    """

    def __init__(
        self,
        trips: Trips,
        routes: Sequence[Sequence[Stretch]],
        hulls: Sequence[Hull],
        locks: Mapping[str, LockSite],
        horizon_h: float,
    ) -> None:
        refuse_misfits(trips, routes, hulls, locks)
        self.trips = trips
        self.names = sorted({one.lock for route in routes for one in route if one.lock})
        sites = [locks[name] for name in self.names]
        self.lines = [chamber.line for site in sites for chamber in site.ordered]
        self.world = make_world(
            trips, routes, hulls, dict(zip(self.names, sites, strict=True)), horizon_h
        )

    def simulate(self) -> None:
        """Run the events."""
        run_events(self.world)

    @property
    def passages(self) -> int:
        """Vessels that have entered a chamber, over all locks."""
        return int((self.world.passages["line"] >= 0).sum())

    def arrivals(self) -> dict[str, int]:
        """Vessels that reached each lock, counted by the event loop."""
        return dict(zip(self.names, self.world.desks["arrivals"].tolist(), strict=True))

    def records(self) -> WaterwayRecords:
        """Make the tables, with open states cut at the horizon."""
        return make_records(self.world, self.trips.payload_t, self.names, self.lines)


def refuse_misfits(
    trips: Trips,
    routes: Sequence[Sequence[Stretch]],
    hulls: Sequence[Hull],
    locks: Mapping[str, LockSite],
) -> None:
    """Raise where a hull would wait for ever, with every such pair of hull and lock.

    Raises
    ------
    ValueError
        If a vessel fits no chamber of a lock on its route, open in its direction; with its name.
    """
    pairs = np.bincount(trips.route * len(hulls) + trips.hull)
    wanted = {
        (stretch.lock, stretch.direction, hulls[pair % len(hulls)])
        for pair in np.flatnonzero(pairs).tolist()
        for stretch in routes[pair // len(hulls)]
        if stretch.lock
    }
    faults = {
        _misfit(lock, locks[lock], direction, hull)
        for lock, direction, hull in sorted(wanted, key=repr)
    }
    msg = ". ".join(sorted(faults - {""}))
    if msg:
        msg += ". Give its trips another route or a smaller vessel."
        raise ValueError(msg)


def _misfit(lock: str, site: LockSite, direction: int, hull: Hull) -> str:
    """Say why no line ever takes a hull in a direction; empty where one does."""
    rules = site.rules
    named = f"Vessel {hull.name}" if hull.name else "A vessel"
    vessel = f"{named} of {hull.length_m:g} x {hull.beam_m:g} m"
    lines = [one for one in site.chambers if places_in_chamber(one, hull, rules.gaps_m)]
    if not lines:
        return f"{vessel} fits no chamber of lock {lock}"
    lines = [one for one in lines if rules.one_way.get(one.line, direction) == direction]
    if not lines:
        return f"{vessel} fits no chamber of lock {lock} that works {DIRECTIONS[direction]}"
    needs_m = hull.draught_m + rules.under_keel_m
    if not any(_deepest_m(site, one) >= needs_m - SLACK for one in lines):
        return f"{vessel} needs {needs_m:g} m of water, more than lock {lock} ever has for it"
    return ""


def _deepest_m(site: LockSite, chamber: Chamber) -> float:
    """Largest depth over the sill of a line; infinite where it is not limited."""
    return max((depth_m for _, depth_m in site.depth_m.get(chamber.line, ())), default=np.inf)
