"""What sails: trips with their departures, and the stretches of their routes."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np


@dataclass(frozen=True, slots=True)
class Stretch:
    """Sailing up to a lock, or to the end of the route.

    Attributes
    ----------
    sail_h : float
        Hours of sailing.
    lock : str
        Lock at the end; empty for the last stretch.
    direction : int
        0 down, 1 up; meaningless without a lock.
    """

    sail_h: float
    lock: str
    direction: int


@dataclass(frozen=True)
class Trips:
    """Trips of one run as arrays of equal length.

    Attributes
    ----------
    depart_h : numpy.ndarray
        Hour of departure, not decreasing.
    route, hull : numpy.ndarray
        Indices into the routes and hulls of the run.
    payload_t : numpy.ndarray
        Cargo; 0 for an empty voyage.
    pace : numpy.ndarray
        Factor on the sailing hours of the route; ones where none is given.
    first : numpy.ndarray of bool
        Vessels that locks with the rule ``marked_first`` call before others; none where not given.
    """

    depart_h: np.ndarray
    route: np.ndarray
    hull: np.ndarray
    payload_t: np.ndarray
    pace: np.ndarray = field(default_factory=lambda: np.empty(0))
    first: np.ndarray = field(default_factory=lambda: np.empty(0, dtype=bool))

    def __post_init__(self) -> None:
        """Give every trip the pace of its route, and mark none, where nothing is given."""
        if len(self.pace) == 0:
            object.__setattr__(self, "pace", np.ones(len(self.depart_h)))
        if len(self.first) == 0:
            object.__setattr__(self, "first", np.zeros(len(self.depart_h), dtype=bool))

    def __len__(self) -> int:
        """Return the number of trips."""
        return len(self.depart_h)
