"""Random draws keyed by name, so that plans differ by the plan alone.

Every stream is keyed by seed, replication, the name of a flow and a purpose. Adding a flow or a
measure leaves all other streams bit-identical (common random numbers).

Departures of a flow are points of a Poisson process over time and rate: a flow of rate r takes
the points below height r. A larger flow therefore contains all departures of a smaller one. The
plane is drawn in bands of rate, 0 to 1, 1 to 2, 2 to 4 and so on, each from its own stream, so
that no largest rate has to be known.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class StreamKey:
    """Seed and replication shared by all streams of one run."""

    seed: int
    replication: int


def stream(key: StreamKey, flow: str, purpose: str) -> np.random.Generator:
    """Return the random stream of a flow and a purpose.

    Parameters
    ----------
    key : StreamKey
        Seed and replication.
    flow, purpose : str
        Names; equal names give the same stream in every plan.

    Returns
    -------
    numpy.random.Generator
        A fresh generator at the start of its stream.
    """
    text = f"{key.seed}/{key.replication}/{flow}/{purpose}"
    digest = hashlib.blake2b(text.encode(), digest_size=16).digest()
    return np.random.Generator(np.random.Philox(key=int.from_bytes(digest, "little")))


def departures(
    key: StreamKey, flow: str, rate_per_h: float, horizon_h: float
) -> tuple[np.ndarray, np.ndarray]:
    """Draw the departures of a flow as a Poisson process.

    Parameters
    ----------
    key : StreamKey
        Seed and replication.
    flow : str
        Name of the flow.
    rate_per_h : float
        Mean departures per hour, zero or more.
    horizon_h : float
        Length of the period in hours.

    Returns
    -------
    depart_h : numpy.ndarray
        Hours of departure, increasing.
    mark : numpy.ndarray
        For each departure a uniform number that belongs to it, such as for its vessel class.

    Raises
    ------
    ValueError
        If the rate is negative or not finite.
    """
    if not (np.isfinite(rate_per_h) and rate_per_h >= 0):
        msg = f"The rate of flow {flow} is {rate_per_h}. Give a finite rate of zero or more."
        raise ValueError(msg)
    rate_per_day = rate_per_h * 24
    low, high = 0.0, 1.0
    times, marks = [], []
    while low < rate_per_day:
        rng = stream(key, flow, f"departures from {low:g} a day")
        count = rng.poisson((high - low) * horizon_h / 24)
        hours, heights, uniform = rng.uniform(size=(3, count))
        kept = low + heights * (high - low) < rate_per_day
        times.append(hours[kept] * horizon_h)
        marks.append(uniform[kept])
        low, high = high, high * 2
    if not times:
        return np.empty(0), np.empty(0)
    depart_h = np.concatenate(times)
    order = np.argsort(depart_h, kind="stable")
    return depart_h[order], np.concatenate(marks)[order]
