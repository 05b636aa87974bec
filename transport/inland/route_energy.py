"""Energy of voyages on a route, from the physics of each class on each link.

Speed through water is that of the link or what engine and water under the keel allow, depth its
maintained depth and the margin by which the year's mean exceeds it, draught that of the load or of
the empty vessel; the current changes the hours. Hours and energy are of the same speed. Drives of a
class are mixed by their share of its laden voyages, and the same mix comes back empty.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from fleets import draught_at_load_m
from transport.inland.drives import drive_shares
from transport.inland.voyage_hours import hours_both_ways

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from fleets import VesselClass, VesselRules
    from networks import Leg
    from transport.inland.drives import Drive
    from transport.inland.hour_table import HourTable

STATES = ("laden", "ballast")
"""Under way with cargo and without."""


@dataclass(frozen=True)
class RouteEnergy:
    """Energy of one voyage of each class on a route.

    Attributes
    ----------
    carriers : tuple of str
        Carriers: the last axis of the arrays.
    sail_mj : dict of str to numpy.ndarray
        Energy of a voyage along the route by state, shape (classes, links, carriers).
    sail_h : dict of str to numpy.ndarray
        Hours under way of a voyage along the route by state, shape (classes, links).
    back_mj : numpy.ndarray
        Energy of an empty voyage the other way, shape (classes, carriers).
    back_h : numpy.ndarray
        Hours under way of an empty voyage the other way, by class.
    idle_mj_per_h : numpy.ndarray
        Energy of an hour of waiting or at berth, shape (classes, carriers).
    slipped_mj : dict of str to numpy.ndarray
        Gas of a voyage along the route that leaves the engines unburnt, by state, shape (classes,
        carriers).
    idle_slipped_mj_per_h : numpy.ndarray
        Gas that leaves them in an hour of waiting or at berth, shape (classes, carriers).
    capped_h : dict of str to numpy.ndarray
        Hours under way at less than the speed of the link, by state, shape (classes, links).
    powertrains : tuple of str
        Powertrains of any class: the second axis of what follows.
    drive_mj : dict of str to numpy.ndarray
        Energy of a voyage along the route by state, what each powertrain adds to the mean of the
        class, shape (classes, powertrains, carriers).
    drive_idle_mj_per_h : numpy.ndarray
        The same for an hour of waiting or at berth.
    drive_share : tuple of dict of str to float
        Share of each powertrain in the laden voyages, by class.
    added_cny_per_h : numpy.ndarray
        Standing cost of the drives beyond that of the classes, by class.
    stop_h : numpy.ndarray
        Hours at charging stations of a voyage, mean of each class.
    lost_payload_t : numpy.ndarray
        Cargo that batteries displace, mean of each class.
    """

    carriers: tuple[str, ...]
    sail_mj: dict[str, np.ndarray]
    sail_h: dict[str, np.ndarray]
    back_mj: np.ndarray
    back_h: np.ndarray
    idle_mj_per_h: np.ndarray
    slipped_mj: dict[str, np.ndarray]
    idle_slipped_mj_per_h: np.ndarray
    capped_h: dict[str, np.ndarray]
    powertrains: tuple[str, ...]
    drive_mj: dict[str, np.ndarray]
    drive_idle_mj_per_h: np.ndarray
    drive_share: tuple[dict[str, float], ...]
    added_cny_per_h: np.ndarray
    stop_h: np.ndarray
    lost_payload_t: np.ndarray

    @cached_property
    def share_table(self) -> np.ndarray:
        """Share of each powertrain in the laden voyages, shape (classes, powertrains)."""
        return np.array(
            [[one.get(name, 0.0) for name in self.powertrains] for one in self.drive_share]
        ).reshape(len(self.drive_share), len(self.powertrains))


@dataclass(frozen=True)
class _Voyages:
    """Voyages on each link of a leg in one state, along it and back, drives on the second axis."""

    mj: np.ndarray
    slipped_mj: np.ndarray
    hours: np.ndarray
    capped_h: np.ndarray

    def mixed(self, shares: np.ndarray) -> _Voyages:
        """Return the mean over the drives."""
        by_drive, by_carrier = shares[:, None], shares[:, None, None]
        return _Voyages(
            (self.mj * by_carrier).sum(axis=1),
            (self.slipped_mj * by_carrier).sum(axis=1),
            (self.hours * by_drive).sum(axis=1),
            (self.capped_h * by_drive).sum(axis=1),
        )


@dataclass(frozen=True)
class _ClassEnergy:
    """One class on a route, its drives mixed."""

    voyages: dict[str, _Voyages]
    drive_mj: dict[str, np.ndarray]
    drive_idle_mj_per_h: np.ndarray
    idle_slipped_mj_per_h: np.ndarray
    shares: list[float]


def route_energy(
    leg: Leg,
    vessels: Sequence[VesselClass],
    payload_t: Mapping[str, float],
    tables: Mapping[str, HourTable],
    rules: VesselRules,
) -> RouteEnergy:
    """Work out the energy of voyages on a leg.

    Parameters
    ----------
    leg : Leg
        The way.
    vessels : sequence of VesselClass
        Classes that use it.
    payload_t : mapping of str to float
        Cargo of a laden voyage by class, as far as draught goes.
    tables : mapping of str to HourTable
        Hours of the drives of each class; all have the same carriers.
    rules : VesselRules
        Gives the margin of the mean depth.

    Returns
    -------
    RouteEnergy
        By class, link and carrier.
    """
    carriers = next(iter(tables.values())).carriers
    speed = np.array([link.speed_kmh for link in leg.links])
    depth = np.array([link.depth_m for link in leg.links]) + rules.depth_margin_m
    mixed = [
        _class_energy(leg, tables[one.class_id], (speed, depth), _draughts(one, payload_t))
        for one in vessels
    ]
    sets = [tables[one.class_id].drives for one in vessels]
    powertrains = powertrains_of({name: table.drives for name, table in tables.items()})

    def by_state(part: Callable[[_Voyages], np.ndarray]) -> dict[str, np.ndarray]:
        """Return a part of the voyages of every class, by state."""
        return {state: np.stack([part(one.voyages[state]) for one in mixed]) for state in STATES}

    empty = [one.voyages["ballast"] for one in mixed]
    return RouteEnergy(
        carriers=carriers,
        sail_mj=by_state(lambda one: one.mj[0]),
        sail_h=by_state(lambda one: one.hours[0]),
        back_mj=np.stack([one.mj[1].sum(axis=0) for one in empty]),
        back_h=np.array([one.hours[1].sum() for one in empty]),
        idle_mj_per_h=np.stack([one.drive_idle_mj_per_h.sum(axis=0) for one in mixed]),
        slipped_mj=by_state(lambda one: one.slipped_mj[0].sum(axis=0)),
        idle_slipped_mj_per_h=np.stack([one.idle_slipped_mj_per_h for one in mixed]),
        capped_h=by_state(lambda one: one.capped_h[0]),
        powertrains=powertrains,
        drive_mj={
            state: _spread(sets, [one.drive_mj[state] for one in mixed], powertrains)
            for state in STATES
        },
        drive_idle_mj_per_h=_spread(sets, [one.drive_idle_mj_per_h for one in mixed], powertrains),
        drive_share=tuple(
            {drive.powertrain: share for drive, share in zip(some, one.shares, strict=True)}
            for some, one in zip(sets, mixed, strict=True)
        ),
        added_cny_per_h=_mean(sets, mixed, [[d.standing_cny_per_h for d in some] for some in sets]),
        stop_h=_mean(sets, mixed, [[_stop_h(d, leg) for d in some] for some in sets]),
        lost_payload_t=_mean(sets, mixed, [[_mass_t(d) for d in some] for some in sets]),
    )


def carriers_of(drives: Mapping[str, Sequence[Drive]]) -> tuple[str, ...]:
    """Return the carriers that any drive takes, in the order in which they appear."""
    return tuple(
        dict.fromkeys(
            name
            for some in drives.values()
            for drive in some
            for name in drive.energy.idle_mj_per_h
        )
    )


def powertrains_of(drives: Mapping[str, Sequence[Drive]]) -> tuple[str, ...]:
    """Return the powertrains that any class has, in the order in which they appear."""
    return tuple(dict.fromkeys(drive.powertrain for some in drives.values() for drive in some))


def _spread(
    sets: Sequence[Sequence[Drive]], values: Sequence[np.ndarray], powertrains: Sequence[str]
) -> np.ndarray:
    """Return values by drive and carrier of each class with a row for every powertrain."""
    found = np.zeros((len(sets), len(powertrains), values[0].shape[1]))
    for row, (drives, value) in enumerate(zip(sets, values, strict=True)):
        found[row, [powertrains.index(drive.powertrain) for drive in drives]] = value
    return found


def _draughts(vessel: VesselClass, payload_t: Mapping[str, float]) -> dict[str, float]:
    """Return the draught of a class by state."""
    laden = draught_at_load_m(
        payload_t[vessel.class_id], vessel.draught_empty_m, vessel.draught_loaded_m, vessel.dwt_t
    )
    return {"laden": float(laden), "ballast": vessel.draught_empty_m}


def _class_energy(
    leg: Leg,
    table: HourTable,
    water: tuple[np.ndarray, np.ndarray],
    draught_m: Mapping[str, float],
) -> _ClassEnergy:
    """Mix the drives of one class on a leg."""
    drives = table.drives
    voyages = {state: _voyages(table, leg, water, draught_m[state]) for state in STATES}
    worst_mj = voyages["laden"].mj.sum(axis=3).max(axis=0)
    total = {drive.powertrain: mj for drive, mj in zip(drives, worst_mj, strict=True)}
    shares = np.array(drive_shares(drives, leg, total))
    idle, lost = (shares[:, None] * one for one in table.idle)
    return _ClassEnergy(
        voyages={state: voyages[state].mixed(shares) for state in STATES},
        drive_mj={state: shares[:, None] * voyages[state].mj[0].sum(axis=1) for state in STATES},
        drive_idle_mj_per_h=idle,
        idle_slipped_mj_per_h=lost.sum(axis=0),
        shares=shares.tolist(),
    )


def _voyages(
    table: HourTable, leg: Leg, water: tuple[np.ndarray, np.ndarray], draught_m: float
) -> _Voyages:
    """Return the voyages of all drives at a draught."""
    hourly = table.at(*water, draught_m)
    hours = hours_both_ways(leg, hourly.speed_kmh.T)
    each = hours[:, :, :, None]
    return _Voyages(
        each * hourly.mj.swapaxes(0, 1),
        each * hourly.slipped_mj.swapaxes(0, 1),
        hours,
        hours * hourly.capped.T,
    )


def _mean(
    sets: Sequence[Sequence[Drive]],
    mixed: Sequence[_ClassEnergy],
    values: Sequence[Sequence[float]],
) -> np.ndarray:
    """Return the mean of a number over the drives of each class."""
    return np.array(
        [
            sum(share * value for share, value in zip(one.shares, some, strict=True))
            for one, some in zip(mixed, values, strict=True)
        ]
    ).reshape(len(sets))


def _stop_h(drive: Drive, leg: Leg) -> float:
    """Return hours at stations of a voyage."""
    return 0.0 if drive.battery is None else drive.battery.stop_h * drive.stops(leg)


def _mass_t(drive: Drive) -> float:
    """Return the cargo that a battery displaces."""
    return 0.0 if drive.battery is None else drive.battery.pack.mass_t
