"""How many chargers or pumps a station needs: by the wait of who comes, or by energy.

By waits, arrivals are Poisson. With one rate the waits are those of Erlang's formula, exact for
exponential service. Other service is fitted by phases to its mean and variation and solved as a
Markov chain (:mod:`transport.sizing.phase_queue`) where that has no more than 121 states of full
chargers, that is up to 120 chargers above a variation of 0.7 and 14 above 0.58. Constant service is
exact (:mod:`transport.sizing.constant_queue`), and what is left between the two is interpolated;
beyond, the closed forms of :class:`transport.queueing.ServerQueue` hold. With a rate for each hour
waits are those of the daily cycle (:mod:`transport.sizing.hourly_queue`), exact for exponential
service; other service is simulated (:mod:`transport.sizing.general_days`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from transport.queueing import queues_by_servers, server_queue
from transport.sizing.constant_queue import constant_queue
from transport.sizing.general_days import general_days
from transport.sizing.hourly_queue import daily_queue
from transport.sizing.phase_queue import MOST_STATES, phase_queue, states_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from transport.queueing import ServerQueue

    Floats = NDArray[np.float64]
    Report = Callable[[int, int, str], None]
    """Called with sizes tried, about how many there will be, and the size."""

_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class WaitTarget:
    """What the wait may be.

    Attributes
    ----------
    wait_h : float
        Hours.
    quantile : float or None
        Share of arrivals that may not wait longer; None for the mean.
    """

    wait_h: float
    quantile: float | None = None

    def met_by(self, found: StationSize) -> bool:
        """Tell whether a station keeps to the target."""
        wait_h = found.wait_h if self.quantile is None else found.wait_quantile_h
        return wait_h <= self.wait_h * (1 + _ROUNDING)


@dataclass(frozen=True, slots=True)
class StationSize:
    """A station of some size.

    Attributes
    ----------
    servers : int
        Chargers or pumps.
    wait_h, wait_quantile_h : float
        Mean wait, and the wait that the share of the target (0.95 without one) does not exceed;
        NaN where waits are not asked for.
    use_share : float
        Time in which a charger is busy.
    p_wait : float
        Probability of waiting.
    """

    servers: int
    wait_h: float
    wait_quantile_h: float
    use_share: float
    p_wait: float


SHOWN_QUANTILE = 0.95
"""The quantile that is shown where the target names none."""


@dataclass(frozen=True)
class Traffic:
    """Who comes to a station.

    Attributes
    ----------
    arrivals_per_h : float
        Mean over a day.
    service_h, service_cv : float
        Mean service, and its standard deviation over the mean.
    hours : numpy.ndarray or None
        Arrivals of each of 24 hours; None where all hours are alike.
    """

    arrivals_per_h: float
    service_h: float
    service_cv: float = 1.0
    hours: Floats | None = None


def least_station(
    traffic: Traffic, target: WaitTarget, report: Report | None = None
) -> StationSize:
    """Return the station with the least number of chargers that keeps to a target.

    Parameters
    ----------
    traffic : Traffic
        Who comes.
    target : WaitTarget
        What the wait may be; above zero where it is a mean.
    report : callable, optional
        Called before each size that is tried where hours differ: sizes tried, about how many there
        will be, and the size in words.

    Returns
    -------
    StationSize
        The station.

    Examples
    --------
    >>> found = least_station(Traffic(12.0, 40 / 60), WaitTarget(10 / 60))
    >>> found.servers, round(60 * found.wait_h, 2), round(found.use_share, 3)
    (10, 8.18, 0.8)
    """
    quantile = SHOWN_QUANTILE if target.quantile is None else target.quantile
    steady = _least_steady(traffic, target, quantile)
    if _is_even(traffic):
        return steady
    return _least_daily(_Daily(traffic, quantile, report), target, steady.servers)


def _is_even(traffic: Traffic) -> bool:
    """Tell whether all hours are alike."""
    return traffic.hours is None or float(traffic.hours.max() - traffic.hours.min()) == 0


def station_of(traffic: Traffic, servers: int, quantile: float = SHOWN_QUANTILE) -> StationSize:
    """Return a station of given size, by the hours of the day where they differ.

    Parameters
    ----------
    traffic : Traffic
        Who comes.
    servers : int
        Chargers, more than the mean load.
    quantile : float
        Share of the wait that is shown.

    Returns
    -------
    StationSize
        The station.
    """
    if _is_even(traffic):
        return steady_station(traffic, servers, quantile)
    return daily_station(traffic, servers, quantile)


def _least_steady(traffic: Traffic, target: WaitTarget, quantile: float) -> StationSize:
    """Return the least station where all hours are alike: up or down from the closed forms."""
    closed = least_by_formula(traffic, target, quantile)
    if traffic.service_cv >= 1 and not _by_phases(traffic, closed.servers):
        return closed
    found = steady_station(traffic, closed.servers, quantile)
    while not target.met_by(found):
        found = steady_station(traffic, found.servers + 1, quantile)
    while found.servers - 1 > traffic.arrivals_per_h * traffic.service_h:
        fewer = steady_station(traffic, found.servers - 1, quantile)
        if not target.met_by(fewer):
            break
        found = fewer
    return found


def least_by_formula(
    traffic: Traffic, target: WaitTarget, quantile: float = SHOWN_QUANTILE
) -> StationSize:
    """Return the least station by closed forms alone, for thousands of stations at once.

    Parameters
    ----------
    traffic : Traffic
        Who comes; all hours are alike.
    target : WaitTarget
        What the wait may be.
    quantile : float
        Share of the wait that is shown.

    Returns
    -------
    StationSize
        That of :func:`least_station` for exponential service; for other service it may differ by
        a charger.
    """
    queues = queues_by_servers(traffic.arrivals_per_h, traffic.service_h, traffic.service_cv)
    sizes = (_size_of_queue(queue, quantile) for queue in queues)
    return next(size for size in sizes if target.met_by(size))


def _by_phases(traffic: Traffic, servers: int) -> bool:
    """Tell whether the chain of phases of a station is solved; else the closed forms hold."""
    squared = traffic.service_cv**2
    return squared != 1 and states_of(squared, servers) <= MOST_STATES


def steady_station(traffic: Traffic, servers: int, quantile: float) -> StationSize:
    """Return a station of given size where all hours are alike.

    Parameters
    ----------
    traffic : Traffic
        Who comes.
    servers : int
        Chargers, more than the load.
    quantile : float
        Share of the wait that is shown.

    Returns
    -------
    StationSize
        The station.
    """
    rate, service_h, cv = traffic.arrivals_per_h, traffic.service_h, traffic.service_cv
    if not _by_phases(traffic, servers):
        closed = _size_of_queue(server_queue(rate, service_h, servers, cv), quantile)
        return closed if cv >= 1 else _regular(traffic, closed, quantile)
    queue = phase_queue(rate * service_h, servers, cv**2)
    return StationSize(
        servers,
        queue.wait * service_h,
        queue.wait_quantile(quantile) * service_h,
        rate * service_h / servers,
        queue.p_wait,
    )


def _regular(traffic: Traffic, closed: StationSize, quantile: float) -> StationSize:
    """Return a station between constant service, which is exact, and exponential service.

    With v the squared coefficient of variation the mean wait is that of Kimura's formula
    (:class:`transport.queueing.ServerQueue`); its quantile and the probability of waiting change in
    a line with v. Where constant service is not solved, the closed forms hold.
    """
    rate, service_h, squared = traffic.arrivals_per_h, traffic.service_h, traffic.service_cv**2
    constant = constant_queue(rate * service_h, closed.servers)
    if constant is None:
        return closed
    plain = server_queue(rate, service_h, closed.servers)
    own_h, wait_h = constant.wait * service_h, plain.wait_h
    if own_h > 0:
        wait_h = (1 + squared) / (2 * squared / plain.wait_h + (1 - squared) / own_h)
    late_h = (1 - squared) * constant.wait_quantile(quantile) * service_h
    return replace(
        closed,
        wait_h=wait_h,
        wait_quantile_h=late_h + squared * plain.wait_quantile_h(quantile),
        p_wait=(1 - squared) * constant.p_wait + squared * plain.p_wait,
    )


def _size_of_queue(queue: ServerQueue, quantile: float) -> StationSize:
    """Return the station that a closed form gives."""
    return StationSize(
        queue.servers,
        queue.wait_h,
        queue.wait_quantile_h(quantile),
        queue.use_share,
        queue.p_wait,
    )


def daily_station(traffic: Traffic, servers: int, quantile: float) -> StationSize:
    """Return a station of given size whose arrivals follow the hours of a day.

    Parameters
    ----------
    traffic : Traffic
        Who comes; `hours` is given.
    servers : int
        Chargers, more than the mean load.
    quantile : float
        Share of the wait that is shown.

    Returns
    -------
    StationSize
        The station.
    """
    assert traffic.hours is not None  # noqa: S101 - narrows the type
    queue = daily_queue(traffic.hours, traffic.service_h, servers)
    wait_h, late_h, p_wait = queue.wait_h, queue.wait_quantile_h(quantile), queue.p_wait
    if traffic.service_cv != 1:
        of_hours = tuple(traffic.hours.tolist())
        days = general_days(of_hours, traffic.service_h, traffic.service_cv**2)
        own, plain = days.waits_h(servers)
        wait_h = _corrected(own.mean(), plain.mean(), wait_h)
        late_h = _corrected(np.quantile(own, quantile), np.quantile(plain, quantile), late_h)
        p_wait = min(1.0, _corrected((own > 0).mean(), (plain > 0).mean(), p_wait))
    return StationSize(
        servers, wait_h, late_h, traffic.arrivals_per_h * traffic.service_h / servers, p_wait
    )


def _corrected(own: float, plain: float, exact: float) -> float:
    """Return a simulated value, less the error that the same arrivals make with known service."""
    return float(own * exact / plain) if plain > 0 and exact > 0 else float(own)


@dataclass
class _Daily:
    """Stations of one day's traffic, and how many were tried."""

    traffic: Traffic
    quantile: float
    report: Report | None
    tried: int = 0

    def station(self, servers: int, between: int) -> StationSize:
        """Return a station of given size; `between` sizes are then left to halve."""
        if self.report is not None:
            left = 1 + max(0, between - 1).bit_length()
            self.report(self.tried, self.tried + left, f"{servers} chargers")
        self.tried += 1
        return daily_station(self.traffic, servers, self.quantile)


def _least_daily(days: _Daily, target: WaitTarget, start: int) -> StationSize:
    """Search from the station that steady arrivals need: up in growing steps, then by halves."""
    least = math.floor(days.traffic.arrivals_per_h * days.traffic.service_h) + 1
    low, step = least - 1, max(1, start // 16)
    high = days.station(start, start - low)
    while not target.met_by(high):
        low, step = high.servers, 2 * step
        high = days.station(low + step, step)
    while high.servers - low > 1:
        middle = days.station((low + high.servers) // 2, (high.servers - low + 1) // 2)
        if target.met_by(middle):
            high = middle
        else:
            low = middle.servers
    return high


@dataclass(frozen=True, slots=True)
class EnergyNeed:
    """Energy that a station delivers.

    Attributes
    ----------
    kwh_per_day : float
        Energy of a day.
    mean_kw : float
        Mean power of a charger in use.
    open_h : float
        Hours a day.
    usable_share : float
        Part of the open hours in which a charger can be in use.
    """

    kwh_per_day: float
    mean_kw: float
    open_h: float
    usable_share: float


def station_by_energy(need: EnergyNeed) -> StationSize:
    """Return the least station that delivers an energy: E / (P h s), rounded up.

    Examples
    --------
    >>> station_by_energy(EnergyNeed(20000.0, 200.0, 20.0, 0.5)).servers
    10
    """
    of_one = need.mean_kw * need.open_h * need.usable_share
    servers = max(1, math.ceil(need.kwh_per_day / of_one - _ROUNDING))
    use = need.kwh_per_day / (servers * need.mean_kw * need.open_h)
    return StationSize(servers, math.nan, math.nan, use, math.nan)
