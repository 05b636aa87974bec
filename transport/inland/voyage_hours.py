"""Hours of vessels on the links of a leg."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from networks import Leg


SLOWEST_KMH = 1.0
"""Speed over ground below which no voyage is reckoned."""


def hours_both_ways(leg: Leg, speed_kmh: np.ndarray | None = None) -> np.ndarray:
    """Return the hours on each link, along the leg and back.

    Parameters
    ----------
    leg : Leg
        The way.
    speed_kmh : numpy.ndarray, optional
        Speed through water, links on the last axis; that of the fairway without it.

    Returns
    -------
    numpy.ndarray
        Hours, along and back on the first axis, then those of the speeds: the current helps
        vessels bound down and hinders those bound up.
    """
    km, fairway, current = (
        np.array(
            [(link.length_km, link.speed_kmh, link.current_kmh) for link in leg.links], dtype=float
        )
        .reshape(len(leg.links), 3)
        .T
    )
    along = np.array(
        [
            {"": 0.0, last: -1.0}.get(link.upstream_end, 1.0)
            for link, last in zip(leg.links, leg.places[1:], strict=True)
        ]
    )
    through = fairway if speed_kmh is None else speed_kmh
    ground = np.stack([through + along * current, through - along * current])
    return np.asarray(km / np.maximum(ground, SLOWEST_KMH))
