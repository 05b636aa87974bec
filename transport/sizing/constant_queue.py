"""Waits before several servers with constant service, M/D/c: Poisson arrivals, in their order.

Who is in service now has left a service time later, and none of those who come meanwhile, so the
number in the station is a Markov chain from one service time to the next (Crommelin 1932):

    p_j = a_j (p_0 + ... + p_c) + sum of p_k a_(j + c - k) over k = c + 1 to c + j

with a_n the probability of n arrivals in a service time. The distribution of waits follows from
sums of positive terms (Franx 2001, Operations Research Letters 29(5), 221-229): for a wait t
between k - 1 and k service times and Q_m the probability that at most m wait,

    P(W <= t) = sum of Q_(k c - 1 - j) Poisson(j; load (k - t)) over j = 0 to k c - 1
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import brentq
from scipy.stats import poisson

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_TAIL, _MOST_STATES, _MOST_USE = 1e-12, 1000, 0.999


@dataclass(frozen=True)
class ConstantQueue:
    """A queue in its steady state; time is in units of the service.

    Attributes
    ----------
    load : float
        Arrivals in a service time.
    servers : int
        Servers.
    shares : numpy.ndarray
        Probability of 0, 1, 2, ... in the station.
    """

    load: float
    servers: int
    shares: Floats

    @property
    def p_wait(self) -> float:
        """Probability of waiting."""
        return float(self.shares[self.servers :].sum())

    @property
    def wait(self) -> float:
        """Mean wait of all arrivals."""
        waiting = self.shares[self.servers :]
        return float(waiting @ np.arange(len(waiting))) / self.load

    def late_share(self, wait: float) -> float:
        """Probability of a longer wait."""
        steps = math.floor(wait) + 1
        arrivals = np.arange(steps * self.servers)
        queued = np.cumsum(self.shares)[self.servers :]
        at_most = queued[np.minimum(arrivals[::-1], len(queued) - 1)]
        came = poisson.pmf(arrivals, self.load * (steps - wait))
        return 1 - float(at_most @ came)

    def wait_quantile(self, share: float) -> float:
        """Return the wait that a share of arrivals does not exceed."""
        late = 1 - share
        if self.p_wait <= late:
            return 0.0
        high = max(self.wait, _TAIL)
        while self.late_share(high) > late:
            high *= 2
        return float(brentq(lambda wait: self.late_share(wait) - late, 0.0, high, xtol=1e-10))


@lru_cache(maxsize=256)
def constant_queue(load: float, servers: int) -> ConstantQueue | None:
    """Return the queue in front of given servers.

    Parameters
    ----------
    load : float
        Arrivals in a service time, below the number of servers.
    servers : int
        Servers.

    Returns
    -------
    ConstantQueue or None
        Solved; None where it has more states than are solved within a moment.

    Examples
    --------
    >>> queue = constant_queue(0.5, 1)  # Pollaczek and Khinchine: u / (2 (1 - u))
    >>> round(queue.p_wait, 6), round(queue.wait, 6)
    (0.5, 0.5)
    """
    if load > _MOST_USE * servers:
        return None
    states = servers + math.ceil(math.log(1 / _TAIL) / _decay(load, servers)) + 20
    if states > _MOST_STATES:
        return None
    number = np.arange(states)
    stays = np.maximum(number - servers, 0)
    moves = poisson.pmf(number[None, :] - stays[:, None], load)
    balance = moves.T - np.eye(states)
    balance[-1] = 1.0
    shares = np.linalg.solve(balance, np.append(np.zeros(states - 1), 1.0))
    return ConstantQueue(load, servers, np.maximum(shares, 0.0))


def _decay(load: float, servers: int) -> float:
    """Return the rate at which shares fall by state: s > 0 with c s = a (exp(s) - 1)."""

    def beyond(rate: float) -> float:
        """Return by how much the right side of the equation is beyond the left."""
        return load * math.expm1(rate) - servers * rate

    low = math.log(servers / load)
    high = 2 * low + 1e-9
    while beyond(high) < 0:
        high *= 2
    return float(brentq(beyond, low, high))
