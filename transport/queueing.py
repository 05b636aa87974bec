"""Closed forms of queues: a year's traffic at a facility, and servers with one queue."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import ArrayLike

HOURS_PER_YEAR = 8760.0


def yearly_wait_h(
    use_share: ArrayLike, services_per_h: ArrayLike, variability: float
) -> np.ndarray:
    """Return the mean wait over a year at a facility that may be loaded beyond its capacity.

    The time-dependent form of Davidson's function (Akcelik 1991, Australian Road Research 21(3),
    49-59), with the year as its period T:

        w = T / 4 (u - 1 + sqrt((u - 1)^2 + 8 k u / (c T)))

    Well below capacity it is the heavy-traffic wait of a single server, k u / (c (1 - u)) (Kingman
    1961); far above it is the mean of a queue that grows all year, (u - 1) T / 2.

    Parameters
    ----------
    use_share : array_like
        Arrivals over capacity, u.
    services_per_h : array_like
        Trains or vessels that can be served in an hour, c.
    variability : float
        Half the sum of the squared coefficients of variation of headways and services, k.

    Returns
    -------
    numpy.ndarray
        Hours.

    Examples
    --------
    >>> yearly_wait_h([0.0, 0.5, 0.8], 1.0, 0.5).round(2).tolist()
    [0.0, 0.5, 2.0]
    >>> float(yearly_wait_h(1.1, 1.0, 0.5).round(1))
    443.4
    """
    use, rate = np.asarray(use_share, dtype=float), np.asarray(services_per_h, dtype=float)
    over = use - 1
    root = np.sqrt(over**2 + 8 * variability * use / (rate * HOURS_PER_YEAR))
    return np.asarray(HOURS_PER_YEAR / 4 * (over + root))


def use_at_wait(
    wait_h: ArrayLike, services_per_h: ArrayLike, variability: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return the use share at which :func:`yearly_wait_h` is a given wait, and its slope.

    With a = 4 w / T and b = 8 k / (c T) the wait solves to u = a (a + 2) / (2 a + b).

    Parameters
    ----------
    wait_h : array_like
        Hours, zero or more.
    services_per_h, variability
        As for :func:`yearly_wait_h`.

    Returns
    -------
    use_share : numpy.ndarray
        Arrivals over capacity.
    slope_per_h : numpy.ndarray
        Its change by hour of wait.

    Examples
    --------
    >>> use, slope = use_at_wait([0.0, 443.432618], 1.0, 0.5)
    >>> use.round(4).tolist(), slope.round(5).tolist()
    ([0.0, 1.1], [2.0, 0.00023])
    """
    share = 4 * np.asarray(wait_h, dtype=float) / HOURS_PER_YEAR
    random = 8 * variability / (np.asarray(services_per_h, dtype=float) * HOURS_PER_YEAR)
    below = 2 * share + random
    use = share * (share + 2) / below
    slope = (2 * (share + 1) * below - 2 * share * (share + 2)) / below**2
    return np.asarray(use), np.asarray(slope * 4 / HOURS_PER_YEAR)


def erlang_b_share(offered: float, servers: int) -> float:
    """Return the share of Poisson arrivals that find all servers busy and go away.

    Erlang's loss formula by its recursion B(c) = a B(c-1) / (c + a B(c-1)), B(0) = 1; it holds
    for any distribution of service times.

    Parameters
    ----------
    offered : float
        Arrival rate times mean service time, in erlang.
    servers : int
        Berths or sockets.

    Returns
    -------
    float
        0 to 1.

    Examples
    --------
    >>> round(erlang_b_share(2.0, 3), 4)
    0.2105
    """
    blocked = 1.0
    for count in range(1, servers + 1):
        blocked = offered * blocked / (count + offered * blocked)
    return blocked


def erlang_c_share(offered: float, servers: int) -> float:
    """Return the share of Poisson arrivals that wait where nobody goes away.

    C = c B / (c - a (1 - B)) with Erlang's B; service times are exponential. The mean wait of all
    arrivals is C times the mean service time over c - a.

    Parameters
    ----------
    offered, servers
        As for :func:`erlang_b_share`.

    Returns
    -------
    float
        0 to 1; 1 where the servers cannot keep up.

    Examples
    --------
    >>> round(erlang_c_share(2.0, 3), 4)
    0.4444
    """
    if offered >= servers:
        return 1.0
    blocked = erlang_b_share(offered, servers)
    return servers * blocked / (servers - offered * (1 - blocked))


def _waits(lost: float, servers: int, load: float) -> float:
    """Return the probability of waiting from that of loss: C = B / (1 - a / c (1 - B))."""
    return 1.0 if load >= servers else lost / (1 - load / servers * (1 - lost))


@dataclass(frozen=True, slots=True)
class ServerQueue:
    """A queue in front of so many equal servers, Poisson arrivals, first come first served.

    Attributes
    ----------
    servers : int
        Servers.
    load : float
        Arrivals x mean service, in servers; below their number.
    service_h : float
        Mean service.
    service_cv : float
        Standard deviation of service over its mean; 1 is exponential service.
    p_wait : float
        Probability that an arrival waits, that of exponential service.
    """

    servers: int
    load: float
    service_h: float
    service_cv: float
    p_wait: float

    @property
    def use_share(self) -> float:
        """Time in which a server is busy."""
        return self.load / self.servers

    @property
    def wait_h(self) -> float:
        """Mean wait of all arrivals.

        Exact for exponential service: C s / (c - a). For service more regular than that, the
        approximation of Kimura (1986, Operations Research 34(5), 757-763) between exponential and
        constant service, v being the squared coefficient of variation:

            W = (1 + v) / (2 v / W_M + (1 - v) / W_D)

        For less regular service that of Allen and Cunneen, W = (1 + v) / 2 W_M. Both are exact for
        one server (Pollaczek and Khinchine). Two moments do not fix the wait at several servers:
        with v = 4 and 8 of 10 servers busy, simulated gamma service waits 7 % less than this,
        two-phase hyperexponential 16 % and lognormal 25 %, so that the number is rather too large.
        """
        exponential = self.p_wait * self.service_h / (self.servers - self.load)
        squared = self.service_cv**2
        if exponential == 0 or squared >= 1:
            return (1 + squared) / 2 * exponential
        constant = exponential * constant_service_share(self.servers, self.use_share)
        return (1 + squared) / (2 * squared / exponential + (1 - squared) / constant)

    def wait_quantile_h(self, share: float) -> float:
        """Return the wait that a share of arrivals does not exceed.

        Exact for exponential service, where those who wait do so for exponentially long; for other
        service the same form with its own mean, which is a little long for regular service.
        """
        late = 1 - share
        if self.p_wait <= late or self.wait_h == 0:
            return 0.0
        return self.wait_h / self.p_wait * math.log(self.p_wait / late)


def constant_service_share(servers: int, use_share: float) -> float:
    """Return the wait under constant service over that under exponential service.

    Cosmetatos (1976, Operational Research Quarterly 27(3), 615-620), never above one:

        1 / 2 (1 + (1 - u) (c - 1) (sqrt(4 + 5 c) - 2) / (16 u c))

    Examples
    --------
    >>> constant_service_share(1, 0.5), round(constant_service_share(4, 0.8), 4)
    (0.5, 0.517)
    """
    spread = (servers - 1) * (math.sqrt(4 + 5 * servers) - 2) / (16 * servers)
    return min(1.0, (1 + (1 - use_share) / use_share * spread) / 2)


def server_queue(
    arrivals_per_h: float, service_h: float, servers: int, service_cv: float = 1.0
) -> ServerQueue:
    """Return the queue in front of given servers.

    Parameters
    ----------
    arrivals_per_h, service_h : float
        Arrivals and mean service.
    servers : int
        Servers.
    service_cv : float
        Coefficient of variation of service.

    Returns
    -------
    ServerQueue
        In its steady state.

    Raises
    ------
    ValueError
        If the servers cannot keep up.

    Examples
    --------
    >>> queue = server_queue(1.0, 0.5, 1)
    >>> queue.wait_h, round(queue.wait_quantile_h(0.95), 4)  # ln(0.5 / 0.05) / (2 - 1)
    (0.5, 2.3026)
    >>> server_queue(1.0, 0.5, 1, 0.0).wait_h
    0.25
    """
    load = arrivals_per_h * service_h
    if load >= servers:
        msg = f"{servers} servers cannot keep up with a load of {load:g}. Give more servers."
        raise ValueError(msg)
    return ServerQueue(servers, load, service_h, service_cv, erlang_c_share(load, servers))


def queues_by_servers(
    arrivals_per_h: float, service_h: float, service_cv: float = 1.0
) -> Iterator[ServerQueue]:
    """Yield the queue for every number of servers that keeps up, from the least on.

    One run of Erlang's recursion serves all numbers.
    """
    load, lost = arrivals_per_h * service_h, 1.0
    for servers in itertools.count(1):
        lost = load * lost / (servers + load * lost)
        if servers > load:
            yield ServerQueue(servers, load, service_h, service_cv, _waits(lost, servers, load))
