"""Closed forms of queues that a year's traffic makes at a facility of known capacity."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
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
