"""Exact distributions of load: what a simulation must come to in cases that can be worked out.

A fixed fleet of vessels, each connected for its share of the time independently of the others, has
the load that the convolution of their single loads gives; equal loads give the binomial. Vessels
that come as a Poisson process to berths without limit are a Poisson number.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from transport.load_profile import LoadDuration

if TYPE_CHECKING:
    from collections.abc import Sequence


def fleet_load(connected_share: Sequence[float], load_kw: Sequence[float]) -> LoadDuration:
    """Return the load of a fixed fleet by convolution.

    Parameters
    ----------
    connected_share, load_kw : sequence of float
        Share of the time in which each vessel is connected, and its load; loads that agree to a
        watt are taken as one.

    Returns
    -------
    LoadDuration
        Loads with their shares.

    Examples
    --------
    >>> found = fleet_load([0.5, 0.5], [100.0, 300.0])
    >>> found.load_kw.tolist(), found.share.tolist(), found.percentile_kw(75)
    ([0.0, 100.0, 300.0, 400.0], [0.25, 0.25, 0.25, 0.25], 300.0)
    """
    held: dict[int, float] = {0: 1.0}
    for share, load in zip(connected_share, load_kw, strict=True):
        watts = round(1000 * load)
        after: dict[int, float] = {}
        for total, chance in held.items():
            after[total] = after.get(total, 0.0) + chance * (1 - share)
            after[total + watts] = after.get(total + watts, 0.0) + chance * share
        held = after
    loads = sorted(held)
    return LoadDuration(np.array(loads) / 1000, np.array([held[one] for one in loads]))


def poisson_share(mean: float, count: int) -> float:
    """Return the share of the time in which a Poisson number is `count`.

    Examples
    --------
    >>> round(poisson_share(2.0, 0), 4)
    0.1353
    """
    return (
        math.exp(count * math.log(mean) - mean - math.lgamma(count + 1))
        if mean > 0
        else (1.0 if count == 0 else 0.0)
    )
