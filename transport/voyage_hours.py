"""Hours of vessels on the links of a leg."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from networks import Leg


def hours_both_ways(leg: Leg) -> np.ndarray:
    """Return the hours on each link, along the leg and back: shape (2, links)."""
    ends = zip(leg.links, leg.places[:-1], leg.places[1:], strict=True)
    both = [(link.hours_towards(last), link.hours_towards(first)) for link, first, last in ends]
    return np.array(both, dtype=float).reshape(len(leg.links), 2).T
