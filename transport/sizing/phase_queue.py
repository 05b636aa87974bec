"""Waits before several servers with phase-type service: Poisson arrivals, first come first served.

Service is fitted to its mean and squared coefficient of variation v. Above v = 1 it is
hyperexponential of two phases with balanced means; below, a mixture of Erlang distributions of
k - 1 and k phases with 1 / k <= v <= 1 / (k - 1) (both Tijms 2003, A First Course in Stochastic
Models, appendix B). The queue is then a Markov chain of how many busy servers are in which phase.
With all servers busy its levels (customers waiting) repeat, so that their shares are
matrix-geometric with a matrix R (Neuts 1981). Customers who wait are
served in the order of their arrival, so the number waiting and the wait are tied by the
distributional form of Little's law; with T the changes of phase and D the departures of full
servers the wait W is

    P(W > t) = p_c (I - R)^-1 exp((T + R D) t) 1

p_c being the shares of the states without a queue. Nothing is approximated but the service.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from scipy.linalg import expm
from scipy.optimize import brentq

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

MOST_STATES = 121
"""Largest number of states of full servers for which the chain is solved, within a second."""
_SAME, _TINY = 1e-12, 1e-300
_DOUBLINGS = 60


@dataclass(frozen=True)
class PhaseService:
    """Service in phases, in units of its mean.

    Attributes
    ----------
    start : array of shape (phases,)
        Probability of beginning in each.
    rate : array of shape (phases,)
        Rate at which each ends.
    follows : bool
        Whether the next phase follows, the last one ending service; else each ends it.
    """

    start: Floats
    rate: Floats
    follows: bool


def phase_service(squared_cv: float) -> PhaseService:
    """Return service of mean one with a squared coefficient of variation above zero.

    Examples
    --------
    >>> phase_service(0.5).rate.tolist(), phase_service(3.0).start.round(4).tolist()
    ([2.0, 2.0], [0.8536, 0.1464])
    """
    v = squared_cv
    if v > 1:
        share = (1 + math.sqrt((v - 1) / (v + 1))) / 2
        start = np.array([share, 1 - share])
        return PhaseService(start, 2 * start, follows=False)
    phases = math.ceil(1 / v - _SAME)
    fewer = (phases * v - math.sqrt(max(0.0, phases * (1 + v) - phases**2 * v))) / (1 + v)
    start = np.zeros(phases)
    start[0] = 1 - fewer
    start[min(1, phases - 1)] += fewer
    return PhaseService(start, np.full(phases, phases - fewer), follows=True)


def states_of(squared_cv: float, servers: int) -> float:
    """Return how many states full servers have; infinite where the phases alone are too many.

    Examples
    --------
    >>> states_of(4.0, 10), states_of(0.5, 10), states_of(0.3, 3)
    (11, 11, 20)
    """
    if squared_cv * (MOST_STATES + 1) < 1:
        return math.inf
    phases = 2 if squared_cv > 1 else math.ceil(1 / squared_cv - _SAME)
    return math.comb(servers + phases - 1, phases - 1)


@dataclass(frozen=True)
class PhaseQueue:
    """A queue in its steady state; time is in units of the mean service.

    Attributes
    ----------
    waits : array of shape (states,)
        Shares of who waits, by state of the servers: p_c (I - R)^-1.
    decay : array of shape (states, states)
        T + R D.
    """

    waits: Floats
    decay: Floats

    @property
    def p_wait(self) -> float:
        """Probability of waiting."""
        return float(self.waits.sum())

    @property
    def wait(self) -> float:
        """Mean wait of all arrivals."""
        return float(self.waits @ np.linalg.solve(-self.decay, np.ones(len(self.waits))))

    def late_share(self, wait: float) -> float:
        """Probability of a longer wait."""
        return float((self.waits @ expm(self.decay * wait)).sum())

    def wait_quantile(self, share: float) -> float:
        """Return the wait that a share of arrivals does not exceed."""
        late = 1 - share
        if self.p_wait <= late:
            return 0.0
        high = max(self.wait, _SAME)
        while self.late_share(high) > late:
            high *= 2

        def beyond(wait: float) -> float:
            """Return by how much too many wait longer, on the scale on which tails are straight."""
            return math.log(max(self.late_share(wait), _TINY) / late)

        return float(brentq(beyond, 0.0, high, xtol=1e-9, rtol=1e-9))


@lru_cache(maxsize=256)
def phase_queue(load: float, servers: int, squared_cv: float) -> PhaseQueue:
    """Return the queue in front of given servers.

    Parameters
    ----------
    load : float
        Arrivals in the mean service, below the number of servers.
    servers : int
        Servers.
    squared_cv : float
        Squared coefficient of variation of service, above zero.

    Returns
    -------
    PhaseQueue
        Solved.

    Examples
    --------
    >>> queue = phase_queue(2.0, 3, 1.0)  # exponential: C = 4 / 9, W = C / (c - a)
    >>> round(queue.p_wait, 4), round(queue.wait, 4)
    (0.4444, 0.4444)
    """
    chain = _Chain(phase_service(squared_cv), load, servers)
    joins = load * np.eye(len(chain.states[servers]))
    change, leave = chain.change(servers), chain.leave_full()
    stay = change - joins
    ratio = _rate_matrix(load, stay, leave)
    shares = chain.full_shares(ratio, leave)
    waits = np.asarray(np.linalg.solve((np.eye(len(ratio)) - ratio).T, shares), dtype=float)
    return PhaseQueue(waits, change + ratio @ leave)


def _rate_matrix(load: float, stay: Floats, leave: Floats) -> Floats:
    """Return R of the levels of full servers, by logarithmic reduction (Latouche, Ramaswami 1993).

    The matrix G of first passages one level down comes first; R = A (-(T - A) - A G)^-1.
    """
    size = len(stay)
    inverse = np.linalg.inv(-stay)
    up, down = load * inverse, inverse @ leave
    first, way = down.copy(), up.copy()
    for _ in range(_DOUBLINGS):
        both = np.linalg.inv(np.eye(size) - up @ down - down @ up)
        up, down = both @ up @ up, both @ down @ down
        added = way @ down
        first += added
        way = way @ up
        if added.max() < _SAME:
            break
    return np.asarray(load * np.linalg.inv(-stay - load * first))


class _Chain:
    """States of 0 to c busy servers by phase, and the rates between them."""

    def __init__(self, service: PhaseService, load: float, servers: int) -> None:
        self.service, self.load, self.servers = service, load, servers
        phases = len(service.start)
        self.states = [_parts(busy, phases) for busy in range(servers + 1)]
        self.number = [{one: k for k, one in enumerate(level)} for level in self.states]

    def arrive(self, busy: int) -> Floats:
        """Return the rates from a number of busy servers to one more."""
        rates = np.zeros((len(self.states[busy]), len(self.states[busy + 1])))
        for k, state in enumerate(self.states[busy]):
            for phase in np.flatnonzero(self.service.start).tolist():
                to = self.number[busy + 1][_moved(state, phase, 1)]
                rates[k, to] += self.load * self.service.start[phase]
        return rates

    def _ending(self, phase: int) -> bool:
        return not self.service.follows or phase == len(self.service.rate) - 1

    def leave(self, busy: int) -> Floats:
        """Return the rates from a number of busy servers to one less."""
        rates = np.zeros((len(self.states[busy]), len(self.states[busy - 1])))
        for k, state in enumerate(self.states[busy]):
            for phase, count in enumerate(state):
                if count and self._ending(phase):
                    to = self.number[busy - 1][_moved(state, phase, -1)]
                    rates[k, to] += count * self.service.rate[phase]
        return rates

    def leave_full(self) -> Floats:
        """Return the rates of departures after which the first in the queue begins."""
        free = self.leave(self.servers)
        taken = self.arrive(self.servers - 1) / self.load
        return free @ taken

    def change(self, busy: int) -> Floats:
        """Return the rates of changes of phase, with what leaves a state of any departure."""
        size = len(self.states[busy])
        rates = np.zeros((size, size))
        for k, state in enumerate(self.states[busy]):
            for phase, count in enumerate(state):
                rates[k, k] -= count * self.service.rate[phase]
                if count and not self._ending(phase):
                    moved = _moved(_moved(state, phase, -1), phase + 1, 1)
                    rates[k, self.number[busy][moved]] += count * self.service.rate[phase]
        return rates

    def full_shares(self, ratio: Floats, leave: Floats) -> Floats:
        """Return the shares of the states of full servers without a queue.

        From the top down, the shares of a level follow from those of the level below by a matrix
        of their own; the one state without anybody starts them, and all sum to one.
        """
        steps = []
        back = ratio @ leave
        for busy in range(self.servers, 0, -1):
            stay = self.change(busy) - self.load * np.eye(len(self.states[busy]))
            step = np.linalg.solve(-(stay + back).T, self.arrive(busy - 1).T).T
            steps.append(step)
            back = step @ self.leave(busy)
        shares, total = np.ones(1), 1.0
        for busy, step in enumerate(reversed(steps), 1):
            shares = shares @ step
            if busy < self.servers:
                total += float(shares.sum())
        queued = np.linalg.solve((np.eye(len(ratio)) - ratio).T, shares)
        return np.asarray(shares / (total + float(queued.sum())))


def _parts(busy: int, phases: int) -> list[tuple[int, ...]]:
    """Return all ways in which busy servers can be in phases."""
    cuts = itertools.combinations(range(busy + phases - 1), phases - 1)
    return [
        tuple(b - a - 1 for a, b in itertools.pairwise((-1, *cut, busy + phases - 1)))
        for cut in cuts
    ]


def _moved(state: tuple[int, ...], phase: int, by: int) -> tuple[int, ...]:
    """Return a state with one more or one less in a phase."""
    return (*state[:phase], state[phase] + by, *state[phase + 1 :])
