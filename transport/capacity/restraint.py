"""Choice under capacity: delays at which what arrives fits what can pass.

Two kinds of limits act, and both through delays that every chain over them pays in its
generalised cost:

- a lock that has shown how many vessels it passes takes a **shadow delay** s at least zero, the
  same hours in both directions because every vessel that goes down comes up again. It is the wait
  in the standing queue that keeps arrivals V within passages c:

      s >= 0,   V <= c,   s (c - V) = 0

  which is a traffic equilibrium with side constraints; s is the multiplier of the capacity
  (Larsson and Patriksson 1999, Transportation Research B 33, 233-264);
- a rail section or terminal takes the wait that :mod:`transport.facilities` gives for its
  cargo.

Cargo answers to all delays at once, so they are found together, by Newton steps with the
derivatives of choice (:mod:`transport.mode_choice.response`). Nothing is simulated here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array, hstack

from transport.capacity.lock_load import LockLoad, lock_load
from transport.mode_choice.assignment import assign, service_kt
from transport.mode_choice.response import cargo_response

if TYPE_CHECKING:
    from transport.facilities import Facilities
    from transport.mode_choice.assignment import Assignment, Market
    from transport.skims import ServiceSkims

_MOST_STEPS, _MOST_HALVINGS = 60, 5
_ACTIVE_USE_SHARE, _EMPTY_SHARE = 0.5, 0.8
_TOLERANCE, _WAIT_TOLERANCE_H = 1e-4, 0.01
_STEP_H, _SHADOW_SCALE_H = 100.0, 500.0
_MOST_SHADOW_H = 8760.0


@dataclass(frozen=True)
class Restrained:
    """Choice that fits the capacities.

    Attributes
    ----------
    assignment : Assignment
        Where the cargo goes.
    kt_by_service : numpy.ndarray
        Cargo of each service.
    delay_h : numpy.ndarray
        Delays that it answers to: lock directions, facilities, and the spread at lock directions
        where the skims have it.
    shadow_h : numpy.ndarray
        Shadow delay of each lock of `Restraint.load`, in it.
    residual_h : float
        Largest difference of a delay from the one that its cargo causes.
    """

    assignment: Assignment
    kt_by_service: np.ndarray
    delay_h: np.ndarray
    shadow_h: np.ndarray
    residual_h: float


@dataclass(frozen=True)
class Restraint:
    """The market of a year with its limits.

    Attributes
    ----------
    market : Market
        Shipments and alternatives.
    skims : ServiceSkims
        Skims with facilities.
    base_cost_cny_per_t : numpy.ndarray
        Logsum cost of each shipment in the base year.
    """

    market: Market
    skims: ServiceSkims
    base_cost_cny_per_t: np.ndarray

    @cached_property
    def load(self) -> LockLoad:
        """Vessels through locks."""
        return lock_load(self.skims)

    @cached_property
    def both_ways(self) -> csr_array:
        """Which lock each lock direction belongs to, shape (lock directions, locks)."""
        at = [self.load.locks.index(lock) for lock, _ in self.skims.lock_directions]
        rows = np.arange(len(at))
        shape = (len(at), len(self.load.locks))
        return csr_array((np.ones(len(at)), (rows, np.array(at, dtype=np.int64))), shape=shape)

    @property
    def facilities(self) -> Facilities:
        """Rail sections and terminals."""
        return self.skims.facilities

    @cached_property
    def facility_uses(self) -> csr_array:
        """Uses of facilities by services."""
        return csr_array(self.skims.laden_calls[:, self.facility_columns])

    @property
    def facility_columns(self) -> slice:
        """Columns of facilities among the delays."""
        n = len(self.skims.lock_directions)
        return slice(n, n + len(self.facilities.rows))

    @cached_property
    def hour_cny_per_t(self) -> csr_array:
        """Cost of an hour at each lock (both ways) and facility, by alternative."""
        skims, service, n = self.skims, self.market.service, len(self.skims.lock_directions)
        value = csr_array(np.asarray(self.market.value_of_time)[:, None])
        by_delay = skims.delay_cny_per_t_h[service] + skims.laden_calls[service].multiply(value)
        if skims.delay_charges_cny_per_t_h is not None:
            by_delay = by_delay + skims.delay_charges_cny_per_t_h[service]
        locks = csr_array(by_delay)[:, :n] @ self.both_ways
        return csr_array(hstack([locks, csr_array(by_delay)[:, self.facility_columns]]))

    def delays(self, own_h: np.ndarray, shadow_h: np.ndarray, extra_h: np.ndarray) -> np.ndarray:
        """Return the whole vector of delays; the spread of those at locks follows in `own_h`."""
        n = len(self.skims.lock_directions)
        return np.concatenate([own_h[:n] + self.both_ways @ shadow_h, extra_h, own_h[n:]])


@dataclass(frozen=True)
class _State:
    """One step of the search: delays tried, and what cargo makes of them.

    `over` is arrivals over passages less one; `excess` is the use of each facility less the one
    that its delay stands for; `gap_h` the delay that its cargo causes less the one tried.
    """

    shadow_h: np.ndarray
    extra_h: np.ndarray
    assignment: Assignment
    kt_by_service: np.ndarray
    over: np.ndarray
    excess: np.ndarray
    gap_h: np.ndarray
    use_share: np.ndarray

    @property
    def off(self) -> float:
        """How far it is from a solution: zero where every limit holds and none is too tight."""
        lock = np.minimum(-self.over, self.shadow_h / _SHADOW_SCALE_H)
        return float(np.sum(lock**2) + np.sum(self.excess**2))


def restrain(
    restraint: Restraint,
    own_h: np.ndarray,
    passages: np.ndarray,
    start: Restrained | None = None,
) -> Restrained:
    """Find the delays at which arrivals fit what locks and facilities pass.

    Parameters
    ----------
    restraint : Restraint
        The market and its limits.
    own_h : numpy.ndarray
        Hours at each lock direction before any shadow delay, then their standard deviation where
        the skims have it.
    passages : numpy.ndarray
        Vessels that each lock passes a year, both directions, in the order of `restraint.load`;
        infinite where a lock has not shown it.
    start : Restrained, optional
        Where to begin; without it at the waits of the base year.

    Returns
    -------
    Restrained
        Cargo, and the delays that it answers to and causes.
    """
    if start is None:
        shadow_h = np.zeros(len(passages))
        extra_h = np.zeros(len(restraint.facilities.rows))
    else:
        shadow_h = np.where(np.isfinite(passages), start.shadow_h, 0.0)
        extra_h = start.delay_h[restraint.facility_columns]
    state = _state(restraint, own_h, passages, shadow_h, extra_h)
    for _ in range(_MOST_STEPS):
        if _settled(state):
            break
        state = _next(restraint, own_h, passages, state)
    return Restrained(
        state.assignment,
        state.kt_by_service,
        restraint.delays(own_h, state.shadow_h, state.extra_h),
        state.shadow_h,
        float(np.max(np.abs(state.gap_h), initial=0.0)),
    )


def _state(
    restraint: Restraint,
    own_h: np.ndarray,
    passages: np.ndarray,
    shadow_h: np.ndarray,
    extra_h: np.ndarray,
) -> _State:
    """Let cargo choose at given delays."""
    market, skims, facilities = restraint.market, restraint.skims, restraint.facilities
    delay_h = restraint.delays(own_h, shadow_h, extra_h)
    assignment = assign(market, skims, delay_h, restraint.base_cost_cny_per_t)
    kt = service_kt(market, assignment, len(skims.services))
    facility_kt = restraint.facility_uses.T @ kt
    use = facilities.use_share(facility_kt)
    return _State(
        shadow_h,
        extra_h,
        assignment,
        kt,
        restraint.load.vessels(kt) / passages - 1,
        use - facilities.use_at(extra_h)[0],
        facilities.extra_wait_h(facility_kt) - extra_h,
        use,
    )


def _settled(state: _State) -> bool:
    """Whether every delay is the one that its cargo causes."""
    fits = state.over <= _TOLERANCE
    tight = (state.shadow_h == 0) | (state.over >= -_TOLERANCE)
    near = (np.abs(state.gap_h) <= _WAIT_TOLERANCE_H) | (np.abs(state.excess) <= _TOLERANCE / 10)
    return bool(np.all(fits & tight) and np.all(near))


def _next(restraint: Restraint, own_h: np.ndarray, passages: np.ndarray, state: _State) -> _State:
    """Take a Newton step, or a part of it, that comes nearer to a solution."""
    shadow_h, extra_h = _newton(restraint, passages, state)
    part, tried = 1.0, state
    for _ in range(_MOST_HALVINGS):
        tried = _state(
            restraint,
            own_h,
            passages,
            state.shadow_h + part * (shadow_h - state.shadow_h),
            state.extra_h + part * (extra_h - state.extra_h),
        )
        if tried.off < state.off:
            break
        part /= 2
    return tried


def _newton(
    restraint: Restraint, passages: np.ndarray, state: _State
) -> tuple[np.ndarray, np.ndarray]:
    """Return shadow and extra delays of a Newton step for the limits that bind.

    Facilities far below capacity follow their cargo at once, a shadow delay that is small beside
    the room at its lock goes, and one that keeps nearly all away is cut to half.
    """
    full = np.isfinite(passages) & (state.shadow_h / _SHADOW_SCALE_H >= -state.over)
    empty = full & (state.over < -_EMPTY_SHARE)
    locks = np.flatnonzero(full & ~empty)
    tight = np.flatnonzero(state.use_share > _ACTIVE_USE_SHARE)
    columns = np.concatenate([locks, len(passages) + tight])
    capacity = np.concatenate([passages[locks], restraint.facilities.capacity_kt[tight]])
    system = _response(restraint, state, columns, locks, tight) / capacity[:, None]
    at = np.arange(len(locks), len(columns))
    system[at, at] -= restraint.facilities.use_at(state.extra_h)[1][tight]
    wanted = -np.concatenate([state.over[locks], state.excess[tight]])
    change = np.linalg.lstsq(system, wanted, rcond=1e-9)[0]
    now = np.concatenate([state.shadow_h[locks], state.extra_h[tight]])
    reach = np.maximum(_STEP_H, np.abs(now))
    moved = now + np.clip(change, -reach / 2, reach)
    shadow_h, extra_h = state.shadow_h.copy(), state.extra_h + state.gap_h
    shadow_h[empty] /= 2
    shadow_h[~full] = 0.0
    shadow_h[locks] = np.clip(moved[: len(locks)], 0.0, _MOST_SHADOW_H)
    extra_h[tight] = moved[len(locks) :]
    least_h = -np.array([row.base_wait_h for row in restraint.facilities.rows])
    return shadow_h, np.maximum(extra_h, least_h)


def _response(
    restraint: Restraint,
    state: _State,
    columns: np.ndarray,
    locks: np.ndarray,
    tight: np.ndarray,
) -> np.ndarray:
    """Change of vessels at locks and of cargo at facilities for an hour at each of them."""
    hour = restraint.hour_cny_per_t[:, columns].toarray()
    market = restraint.market
    cargo = cargo_response(market, state.assignment, restraint.base_cost_cny_per_t, hour)
    vessels = restraint.load.per_kt(state.kt_by_service)[:, locks]
    load = csr_array(hstack([vessels, restraint.facility_uses[:, tight]]))
    return np.asarray(load[market.service].T @ cargo)
