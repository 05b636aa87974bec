"""Waits of a daily cycle with other than exponential service: M(t)/G/c, simulated.

What a peak leaves behind does not grow with the variation of service as a steady queue does: above
capacity it is worked off at the same rate whatever the service. So no factor of a steady queue
holds, and the days are simulated: Poisson arrivals at the rate of each hour, first come first
served, service of the phases that are fitted to mean and variation (constant without variation).
The same arrivals are simulated with exponential service, too, whose waits are known
(:mod:`transport.sizing.hourly_queue`); it is the first phase of the other, so that near a variation
of one both are the same: their ratio leaves most of the noise out. Services are the evenly spaced
quantiles of their distribution in random order, so that their moments are those of the fit.
Streams are the same for every number of servers, so that one more never lengthens a simulated wait.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from heapq import heapify, heapreplace
from typing import TYPE_CHECKING

import numpy as np

from transport.operations.compiled import compiled_apart
from transport.sizing.hourly_queue import HOURS
from transport.sizing.phase_queue import phase_service

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

ARRIVALS = 300_000
"""Arrivals that are simulated; the first tenth of the days fills the station, uncounted."""
_SEED = 20_240_601
_GOLDEN = (math.sqrt(5) - 1) / 2
_LEAST_SQUARED_CV = 1e-3
"""Below, the gamma distribution stands for a mixture of thousands of phases."""


@dataclass(frozen=True)
class GeneralDays:
    """Arrivals with two services each.

    Attributes
    ----------
    arrive_h : array of shape (arrivals,)
        Hours, rising.
    service_h, plain_h : array of shape (arrivals,)
        Service as it is, and exponential service of the same mean.
    """

    arrive_h: Floats
    service_h: Floats
    plain_h: Floats

    def waits_h(self, servers: int) -> tuple[Floats, Floats]:
        """Return the waits on whole days: with service as it is, and exponential."""
        days = int(self.arrive_h[-1] // HOURS)
        ends_h = HOURS * np.array([math.ceil(days / 10), days])
        first, last = np.searchsorted(self.arrive_h, ends_h).tolist()
        return (
            _waits_h(self.arrive_h, self.service_h, servers)[first:last],
            _waits_h(self.arrive_h, self.plain_h, servers)[first:last],
        )


@lru_cache(maxsize=4)
def general_days(
    rates_per_h: tuple[float, ...], service_h: float, squared_cv: float
) -> GeneralDays:
    """Return arrivals of a daily cycle with their service.

    Parameters
    ----------
    rates_per_h : tuple of float
        Arrivals of each of 24 hours, one of them above zero; so few that there are several days.
    service_h : float
        Mean service.
    squared_cv : float
        Its squared coefficient of variation, zero or more.

    Returns
    -------
    GeneralDays
        Always the same for the same numbers.

    Examples
    --------
    >>> days = general_days((0.0,) * 12 + (2.0,) * 12, 0.5, 0.0)
    >>> bool((days.arrive_h % 24 >= 12).all()), float(days.service_h[0])
    (True, 0.5)
    """
    rng = np.random.default_rng(_SEED)
    arrive_h = _arrivals_h(np.array(rates_per_h), np.cumsum(rng.exponential(size=ARRIVALS)))
    number = np.arange(ARRIVALS)
    plain = -np.log1p(-(number + 0.5) / ARRIVALS)
    own = _services(squared_cv, plain, rng)
    order = rng.permutation(ARRIVALS)
    return GeneralDays(arrive_h, service_h * own[order], service_h * plain[order])


def _arrivals_h(rates: Floats, count: Floats) -> Floats:
    """Return when a rising expected number of arrivals is reached."""
    of_hours = np.concatenate(([0.0], np.cumsum(rates)))
    days, left = np.divmod(count, of_hours[-1])
    hour = np.minimum(np.searchsorted(of_hours, left, side="right") - 1, len(rates) - 1)
    hour = np.where(rates[hour] > 0, hour, np.flatnonzero(rates > 0)[-1])
    return np.asarray(len(rates) * days + hour + (left - of_hours[hour]) / rates[hour])


def _services(squared_cv: float, plain: Floats, rng: np.random.Generator) -> Floats:
    """Return services of mean one, of fitted phases the first of which are the plain ones."""
    if squared_cv <= 0:
        return np.ones(ARRIVALS)
    if squared_cv < _LEAST_SQUARED_CV:
        return np.asarray(rng.gamma(1 / squared_cv, squared_cv, size=ARRIVALS))
    fitted = phase_service(squared_cv)
    first = (np.arange(ARRIVALS) * _GOLDEN % 1 >= fitted.start[0]).astype(int)
    if not fitted.follows:
        return np.asarray(plain / fitted.rate[first])
    later = len(fitted.rate) - first - 1
    return np.asarray((plain + rng.gamma(later)) / fitted.rate[0])


@compiled_apart
def _waits_h(arrive_h: np.ndarray, service_h: np.ndarray, servers: int) -> np.ndarray:
    """Return the waits of customers who take the server that is free first, in their order."""
    free_h = [0.0] * servers
    heapify(free_h)
    waits = np.empty(len(arrive_h))
    for i in range(len(arrive_h)):
        start_h = max(arrive_h[i], free_h[0])
        waits[i] = start_h - arrive_h[i]
        heapreplace(free_h, start_h + service_h[i])
    return waits
