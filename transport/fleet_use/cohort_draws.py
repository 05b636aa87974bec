"""Cohorts of vessels drawn for trips, by the shares of the stock in the work of a class.

The draw is what is left of a trip's uniform number once its class is chosen, so that no stream is
added and every other draw stays what it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Indices = NDArray[np.int64]


@dataclass(frozen=True)
class CohortShares:
    """Shares of the cohorts of a class in its voyages.

    Attributes
    ----------
    vintages : array
        Years of building.
    powertrains : tuple of str
        Ids.
    shares : array, vintages x powertrains
        They sum to one.
    """

    vintages: Floats
    powertrains: tuple[str, ...]
    shares: Floats

    def drawn(self, within_class: Floats) -> tuple[Indices, Indices]:
        """Return the cohort of each trip.

        Parameters
        ----------
        within_class : array
            Uniform number of each trip, 0 to 1, of :class:`transport.trips.TripTable`.

        Returns
        -------
        vintage, powertrain : array of int
            Indices of both.

        Examples
        --------
        >>> shares = CohortShares(np.array([2020.0, 2024.0]), ("diesel", "lng"),
        ...     np.array([[0.5, 0.0], [0.3, 0.2]]))
        >>> vintage, powertrain = shares.drawn(np.array([0.1, 0.6, 0.9]))
        >>> vintage.tolist(), powertrain.tolist()
        ([0, 1, 1], [0, 0, 1])
        """
        edges = np.cumsum(self.shares.ravel())
        held = np.flatnonzero(self.shares.ravel() > 0)
        pick = np.searchsorted(edges[held], within_class * edges[-1], side="right")
        cell = held[np.minimum(pick, len(held) - 1)]
        vintage, powertrain = np.unravel_index(cell, self.shares.shape)
        return vintage.astype(np.int64), powertrain.astype(np.int64)
