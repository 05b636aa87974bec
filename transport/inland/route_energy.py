"""Energy of voyages on a route, from the physics of each class on each link.

Speed through water is that of the link or what engine and water under the keel allow, depth its
maintained depth and the margin by which the year's mean exceeds it, draught that of the load or of
the empty vessel; the current changes the hours. Hours and energy are of the same speed. Drives of a
class are mixed by their share of its laden voyages, and the same mix comes back empty.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fleets import draught_at_load_m
from transport.inland.drives import drive_shares
from transport.inland.voyage_hours import hours_both_ways

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fleets import VesselClass, VesselRules
    from networks import Leg
    from transport.inland.drives import Drive

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
    drive_share: tuple[dict[str, float], ...]
    added_cny_per_h: np.ndarray
    stop_h: np.ndarray
    lost_payload_t: np.ndarray


@dataclass(frozen=True)
class _Voyages:
    """Voyages of one drive on each link of a leg in one state, along it and back."""

    mj: np.ndarray
    slipped_mj: np.ndarray
    hours: np.ndarray
    capped_h: np.ndarray

    def times(self, share: float) -> _Voyages:
        """Return a share of them."""
        return _Voyages(*(share * value for value in self._parts))

    def plus(self, other: _Voyages) -> _Voyages:
        """Return the sum with others."""
        pairs = zip(self._parts, other._parts, strict=True)
        return _Voyages(*(one + more for one, more in pairs))

    @property
    def _parts(self) -> tuple[np.ndarray, ...]:
        return self.mj, self.slipped_mj, self.hours, self.capped_h


@dataclass(frozen=True)
class _ClassEnergy:
    """One class on a route, its drives mixed."""

    voyages: dict[str, _Voyages]
    idle_mj_per_h: np.ndarray
    idle_slipped_mj_per_h: np.ndarray
    shares: list[float]


def route_energy(
    leg: Leg,
    vessels: Sequence[VesselClass],
    payload_t: Mapping[str, float],
    drives: Mapping[str, Sequence[Drive]],
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
    drives : mapping of str to sequence of Drive
        Drives by class.
    rules : VesselRules
        Gives the margin of the mean depth.

    Returns
    -------
    RouteEnergy
        By class, link and carrier.
    """
    carriers = carriers_of(drives)
    speed = np.array([link.speed_kmh for link in leg.links])
    depth = np.array([link.depth_m for link in leg.links]) + rules.depth_margin_m
    mixed = [
        _class_energy(
            leg, drives[one.class_id], carriers, (speed, depth), _draughts(one, payload_t)
        )
        for one in vessels
    ]
    sets = [drives[one.class_id] for one in vessels]
    by_state = {state: [one.voyages[state] for one in mixed] for state in STATES}
    return RouteEnergy(
        carriers=carriers,
        sail_mj={state: np.stack([one.mj[0] for one in some]) for state, some in by_state.items()},
        sail_h={
            state: np.stack([one.hours[0] for one in some]) for state, some in by_state.items()
        },
        back_mj=np.stack([one.mj[1].sum(axis=0) for one in by_state["ballast"]]),
        back_h=np.array([one.hours[1].sum() for one in by_state["ballast"]]),
        idle_mj_per_h=np.stack([one.idle_mj_per_h for one in mixed]),
        slipped_mj={
            state: np.stack([one.slipped_mj[0].sum(axis=0) for one in some])
            for state, some in by_state.items()
        },
        idle_slipped_mj_per_h=np.stack([one.idle_slipped_mj_per_h for one in mixed]),
        capped_h={
            state: np.stack([one.capped_h[0] for one in some]) for state, some in by_state.items()
        },
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


def _draughts(vessel: VesselClass, payload_t: Mapping[str, float]) -> dict[str, float]:
    """Return the draught of a class by state."""
    laden = draught_at_load_m(
        payload_t[vessel.class_id], vessel.draught_empty_m, vessel.draught_loaded_m, vessel.dwt_t
    )
    return {"laden": float(laden), "ballast": vessel.draught_empty_m}


def _class_energy(
    leg: Leg,
    drives: Sequence[Drive],
    carriers: tuple[str, ...],
    water: tuple[np.ndarray, np.ndarray],
    draught_m: Mapping[str, float],
) -> _ClassEnergy:
    """Mix the drives of one class on a leg."""
    voyages = {
        state: [_voyages(drive, leg, carriers, water, draught_m[state]) for drive in drives]
        for state in STATES
    }
    total = {
        drive.powertrain: one.mj.sum(axis=2).max(axis=0)
        for drive, one in zip(drives, voyages["laden"], strict=True)
    }
    shares = drive_shares(drives, leg, total)
    idle, lost = (
        [np.array([of.get(name, 0.0) for name in carriers]) for of in some]
        for some in (
            [drive.energy.idle_mj_per_h for drive in drives],
            [drive.energy.idle_slipped_mj_per_h for drive in drives],
        )
    )
    return _ClassEnergy(
        voyages={state: _all_voyages(shares, voyages[state]) for state in STATES},
        idle_mj_per_h=_mixed(shares, idle),
        idle_slipped_mj_per_h=_mixed(shares, lost),
        shares=shares,
    )


def _voyages(
    drive: Drive,
    leg: Leg,
    carriers: tuple[str, ...],
    water: tuple[np.ndarray, np.ndarray],
    draught_m: float,
) -> _Voyages:
    """Return the voyages of one drive at a draught."""
    hourly = drive.energy.under_way(*water, draught_m)
    hours = hours_both_ways(leg, hourly.speed_kmh)
    return _Voyages(
        hours[:, :, None] * _columns(hourly.energy_mj, carriers, leg),
        hours[:, :, None] * _columns(hourly.slipped_mj, carriers, leg),
        hours,
        hours * hourly.capped,
    )


def _all_voyages(shares: Sequence[float], voyages: Sequence[_Voyages]) -> _Voyages:
    """Return the voyages of a class, its drives mixed."""
    total = voyages[0].times(shares[0])
    for share, one in zip(shares[1:], voyages[1:], strict=True):
        total = total.plus(one.times(share))
    return total


def _columns(by_carrier: Mapping[str, np.ndarray], carriers: Sequence[str], leg: Leg) -> np.ndarray:
    """Return values by carrier as an array, shape (links, carriers)."""
    none = np.zeros(len(leg.links))
    return np.stack([by_carrier.get(name, none) for name in carriers], axis=1)


def _mixed(shares: Sequence[float], values: Sequence[np.ndarray]) -> np.ndarray:
    """Return the mean of the drives' values."""
    total = shares[0] * values[0]
    for share, value in zip(shares[1:], values[1:], strict=True):
        total = total + share * value
    return total


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
