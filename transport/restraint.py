"""Choice under capacity: delays at which what arrives fits what can pass.

Two kinds of limits act, and both through delays that every chain over them pays in its
generalised cost:

- a lock that has shown how many vessels it passes takes a **shadow delay** s at least zero, the
  same hours in both directions because every vessel that goes down comes up again. It is the wait
  in the standing queue that keeps arrivals V within passages c:

      s >= 0,   V <= c,   s (c - V) = 0

  which is a traffic equilibrium with side constraints; s is the multiplier of the capacity
  (Larsson and Patriksson 1999, Transportation Research B 33, 233-264);
- a rail section or terminal takes the wait that :mod:`transport.facilities` gives for its cargo.

Cargo answers to all delays at once, so they are found together, by Newton steps with the
derivatives of choice (:mod:`transport.choice_response`). Nothing is simulated here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array, hstack

from transport.assignment import assign, service_kt
from transport.choice_response import cargo_response
from transport.lock_load import LockLoad, lock_load

if TYPE_CHECKING:
    from transport.assignment import Assignment, Market
    from transport.facilities import Facilities
    from transport.skims import ServiceSkims

_MOST_STEPS = 60
_ACTIVE_USE_SHARE = 0.5
_LOCK_TOLERANCE = 1e-4
_WAIT_TOLERANCE_H = 0.01
_STEP_H, _STEP_SHARE = 24.0, 0.5
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
        Delays that it answers to: lock directions, then facilities.
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
        return csr_array(self.skims.laden_calls[:, len(self.skims.lock_directions) :])

    @cached_property
    def hour_cny_per_t(self) -> csr_array:
        """Cost of an hour at each lock (both ways) and facility, by alternative."""
        skims, service, n = self.skims, self.market.service, len(self.skims.lock_directions)
        value = csr_array(np.asarray(self.market.value_of_time)[:, None])
        by_delay = skims.delay_cny_per_t_h[service] + skims.laden_calls[service].multiply(value)
        locks = csr_array(by_delay)[:, :n] @ self.both_ways
        return csr_array(hstack([locks, csr_array(by_delay)[:, n:]]))

    def delays(self, own_h: np.ndarray, shadow_h: np.ndarray, extra_h: np.ndarray) -> np.ndarray:
        """Return the whole vector of delays."""
        return np.concatenate([own_h + self.both_ways @ shadow_h, extra_h])


@dataclass(frozen=True)
class _State:
    """One step of the search: delays tried, and what cargo makes of them."""

    assignment: Assignment
    kt_by_service: np.ndarray
    over: np.ndarray
    gap_h: np.ndarray
    use_share: np.ndarray
    facility_kt: np.ndarray


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
        Hours at each lock direction before any shadow delay.
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
        extra_h = start.delay_h[len(own_h) :]
    for step in range(_MOST_STEPS + 1):
        delay_h = restraint.delays(own_h, shadow_h, extra_h)
        state = _state(restraint, delay_h, passages, extra_h)
        if step == _MOST_STEPS or _settled(state, shadow_h, extra_h):
            break
        shadow_h, extra_h = _next(restraint, state, passages, shadow_h, extra_h)
    residual_h = float(np.max(np.abs(state.gap_h), initial=0.0))
    return Restrained(state.assignment, state.kt_by_service, delay_h, shadow_h, residual_h)


def _state(
    restraint: Restraint, delay_h: np.ndarray, passages: np.ndarray, extra_h: np.ndarray
) -> _State:
    """Let cargo choose at given delays."""
    market, skims = restraint.market, restraint.skims
    assignment = assign(market, skims, delay_h, restraint.base_cost_cny_per_t)
    kt = service_kt(market, assignment, len(skims.services))
    facility_kt = restraint.facility_uses.T @ kt
    return _State(
        assignment,
        kt,
        restraint.load.vessels(kt) / passages - 1,
        restraint.facilities.extra_wait_h(facility_kt) - extra_h,
        restraint.facilities.use_share(facility_kt),
        facility_kt,
    )


def _settled(state: _State, shadow_h: np.ndarray, extra_h: np.ndarray) -> bool:
    """Whether every delay is the one that its cargo causes."""
    fits = state.over <= _LOCK_TOLERANCE
    tight = (shadow_h == 0) | (state.over >= -_LOCK_TOLERANCE)
    near = np.abs(state.gap_h) <= _WAIT_TOLERANCE_H + 1e-3 * np.abs(extra_h)
    return bool(np.all(fits & tight) and np.all(near))


def _next(
    restraint: Restraint,
    state: _State,
    passages: np.ndarray,
    shadow_h: np.ndarray,
    extra_h: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Take a Newton step for the limits that bind; the others follow their cargo at once."""
    locks = np.flatnonzero(np.isfinite(passages) & ((shadow_h > 0) | (state.over > 0)))
    tight = np.flatnonzero(state.use_share > _ACTIVE_USE_SHARE)
    columns = np.concatenate([locks, len(passages) + tight])
    response = _response(restraint, state, columns, locks, tight)
    slope = restraint.facilities.slope_h_per_kt(state.facility_kt)[tight]
    system = np.concatenate(
        [
            response[: len(locks)] / passages[locks][:, None],
            -slope[:, None] * response[len(locks) :],
        ]
    )
    at = np.arange(len(locks), len(columns))
    system[at, at] += 1
    wanted = np.concatenate([-state.over[locks], state.gap_h[tight]])
    change = np.linalg.lstsq(system, wanted, rcond=1e-9)[0]
    now = np.concatenate([shadow_h[locks], extra_h[tight]])
    reach = np.maximum(_STEP_H, _STEP_SHARE * np.abs(now))
    moved = now + np.clip(change, -reach, 2 * reach)
    shadow_h, extra_h = shadow_h.copy(), extra_h + state.gap_h
    shadow_h[locks] = np.clip(moved[: len(locks)], 0.0, _MOST_SHADOW_H)
    least_h = -np.array([row.base_wait_h for row in restraint.facilities.rows])
    extra_h[tight] = moved[len(locks) :]
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
