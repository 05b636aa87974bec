"""The queue of a station whose arrivals follow the hours of a day: M(t)/M/c in its daily cycle.

Arrivals are Poisson with one rate for each of 24 hours, service is exponential, first come first
served. The equations of the birth-death chain are stepped minute by minute by the trapezoidal
rule, day after day, until what arrivals of two days find agrees. The first day begins as a station
whose hours are all alike stands on the mean: its long queues end as those of the daily cycle do, so
that a station that is nearly overloaded needs no thousands of days to fill. Nothing else is
approximated: a queue that a peak hour leaves behind is worked off in the hours that follow, and
hours may be overloaded as long as the day is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.linalg.lapack import dgttrf, dgttrs
from scipy.optimize import brentq
from scipy.special import gammainc

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

HOURS = 24
_STEPS_PER_H = 60
_MAX_DAYS = 200
_TOLERANCE = 1e-7
_TAIL_SD = 12.0


@dataclass(frozen=True)
class DailyQueue:
    """What arrivals of a day find.

    Attributes
    ----------
    servers : int
        Servers.
    service_h : float
        Mean service.
    found : numpy.ndarray
        Probability that an arrival finds 0, 1, 2, ... in the station, over all arrivals of a day.
    """

    servers: int
    service_h: float
    found: Floats

    @property
    def p_wait(self) -> float:
        """Probability that an arrival waits."""
        return float(self.found[self.servers :].sum())

    @property
    def wait_h(self) -> float:
        """Mean wait of all arrivals."""
        waiting = self.found[self.servers :]
        return float(waiting @ np.arange(1, len(waiting) + 1)) * self.service_h / self.servers

    def wait_quantile_h(self, share: float) -> float:
        """Return the wait that a share of arrivals does not exceed.

        Who finds n - 1 others in the queue waits for n services of a full station, Erlang
        distributed.
        """
        if 1 - self.p_wait >= share:
            return 0.0
        waiting = self.found[self.servers :]
        stages = np.arange(1, len(waiting) + 1)
        late = 1 - share

        def excess(wait_h: float) -> float:
            """Share of arrivals that wait longer, less the share that may."""
            served = gammainc(stages, wait_h * self.servers / self.service_h)
            return float(waiting @ (1 - served)) - late

        longest = (len(waiting) + 10 * np.sqrt(len(waiting)) + 50) * self.service_h / self.servers
        return float(brentq(excess, 0.0, longest, xtol=1e-10))


def daily_queue(rates_per_h: Floats, service_h: float, servers: int) -> DailyQueue:
    """Return the queue of a station in its daily cycle.

    Parameters
    ----------
    rates_per_h : numpy.ndarray
        Arrivals of each of 24 hours.
    service_h : float
        Mean service.
    servers : int
        Servers, more than the mean load.

    Returns
    -------
    DailyQueue
        What arrivals find.

    Raises
    ------
    ValueError
        If the servers cannot keep up over a day.

    Examples
    --------
    >>> flat = daily_queue(np.full(24, 1.0), 0.5, 1)
    >>> round(flat.wait_h, 4), round(flat.p_wait, 4)
    (0.5, 0.5)
    """
    rates = np.asarray(rates_per_h, dtype=float)
    load = float(rates.mean()) * service_h
    if load >= servers:
        msg = f"{servers} servers cannot keep up with a load of {load:g}. Give more servers."
        raise ValueError(msg)
    states = _states(rates, service_h, servers)
    steppers = {rate: _Step(rate, service_h, servers, states) for rate in set(rates.tolist())}
    at = _steady(load, servers, states)
    found = np.zeros(states)
    for _ in range(_MAX_DAYS):
        before, found = found, np.zeros(states)
        for rate in rates.tolist():
            for _ in range(_STEPS_PER_H):
                after = steppers[rate].after(at)
                found += rate * (at + after)
                at = after
        found /= found.sum()
        if np.abs(found - before).sum() < _TOLERANCE:
            break
    return DailyQueue(servers, service_h, found)


def _steady(load: float, servers: int, states: int) -> Floats:
    """Return the probabilities of M/M/c with a mean load in chargers."""
    number = np.arange(1, states)
    steps = np.log(load / np.minimum(number, servers))
    logs = np.concatenate([[0.0], steps.cumsum()])
    at = np.exp(logs - logs.max())
    return np.asarray(at / at.sum())


def _states(rates: Floats, service_h: float, servers: int) -> int:
    """Return how many states hold all but a negligible part of the probability."""
    most, queue = 0.0, 0.0
    for rate in [*rates.tolist(), *rates.tolist()]:
        queue = max(0.0, queue + rate - servers / service_h)
        most = max(most, queue)
    free = 1 - float(rates.mean()) * service_h / servers
    spread = _TAIL_SD * np.sqrt(float(rates.max()) * max(service_h, 1.0) + servers + most)
    return int(servers + most + spread + min(30 / free, 3000) + 20)


class _Step:
    """One minute of the chain at a constant rate of arrivals, by the trapezoidal rule.

    The matrix is the same in every minute, so that it is factorised once. Its diagonal outweighs
    each column, so that it is never singular.
    """

    def __init__(self, rate: float, service_h: float, servers: int, states: int) -> None:
        number = np.arange(states)
        half = 0.5 / _STEPS_PER_H
        self._up = np.full(states, rate * half)
        self._up[-1] = 0.0
        self._down = np.minimum(number, servers) / service_h * half
        diagonal = 1 + self._up + self._down
        *self._factors, _ = dgttrf(-self._up[:-1], diagonal, -self._down[1:])
        self._stay = 1 - self._up - self._down

    def after(self, at: Floats) -> Floats:
        """Return the probabilities a minute later."""
        right = at * self._stay
        right[1:] += self._up[:-1] * at[:-1]
        right[:-1] += self._down[1:] * at[1:]
        after, _ = dgttrs(*self._factors, right, overwrite_b=True)
        return np.asarray(after)
