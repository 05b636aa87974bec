"""Cohorts of vessels drawn for trips, by the shares of the stock in the work of a class.

The draw is what is left of a trip's uniform number once its class is chosen, so that no stream is
added and every other draw stays what it was. The powertrain comes first, by the share that it has
in the voyages of the class on the route; what is left of the number then gives the year of
building, by the shares of the stock among vessels with this powertrain.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Indices = NDArray[np.int64]

_BELOW_ONE = 1.0 - 1e-9


@dataclass(frozen=True)
class CohortShares:
    """Shares of the cohorts of a class in its work.

    Attributes
    ----------
    vintages : array
        Years of building, rising.
    powertrains : tuple of str
        Ids.
    shares : array, vintages x powertrains
        They sum to one.
    """

    vintages: Floats
    powertrains: tuple[str, ...]
    shares: Floats

    def among(self, powertrain: str) -> Floats:
        """Return the share of each year of building in the work of a powertrain.

        Where the stock has no such vessel, as when a plan gives a share that nobody could have
        bought, all are of the newest year.

        Examples
        --------
        >>> shares = CohortShares(np.array([2020.0, 2024.0]), ("diesel", "lng"),
        ...     np.array([[0.375, 0.0], [0.125, 0.5]]))
        >>> [shares.among(name).tolist() for name in ("diesel", "lng", "battery")]
        [[0.75, 0.25], [0.0, 1.0], [0.0, 1.0]]
        """
        column = np.zeros(len(self.vintages))
        if powertrain in self.powertrains:
            column = self.shares[:, self.powertrains.index(powertrain)]
        total = float(column.sum())
        if total > 0:
            return column / total
        newest = np.zeros(len(self.vintages))
        newest[-1] = 1.0
        return newest


@dataclass(frozen=True)
class VintageTable:
    """Years of building of every class and powertrain, in cells of equal length.

    Attributes
    ----------
    years, shares : array, cells x options
        Year of building, NaN where the stock has no such class, and its share; cells are classes
        times powertrains.
    """

    years: Floats
    shares: Floats

    @classmethod
    def of(
        cls, cohorts: Mapping[str, CohortShares], classes: Sequence[str], powertrains: Sequence[str]
    ) -> VintageTable:
        """Make the table of some classes and powertrains."""
        longest = max([1, *(len(cohorts[name].vintages) for name in classes if name in cohorts)])
        cells = len(classes) * len(powertrains)
        years, shares = np.full((cells, longest), np.nan), np.zeros((cells, longest))
        shares[:, 0] = 1.0
        for row, (name, powertrain) in enumerate((c, p) for c in classes for p in powertrains):
            if name in cohorts:
                own = cohorts[name]
                count = len(own.vintages)
                years[row, :count], shares[row, :count] = own.vintages, own.among(powertrain)
        return cls(years, shares)

    def drawn(self, cell: Indices, within: Floats) -> Floats:
        """Return the year of building of each draw.

        Parameters
        ----------
        cell : array of int
            Class times powertrains plus powertrain of each draw.
        within : array
            Uniform number of each draw, 0 to 1.

        Returns
        -------
        array
            Years; NaN where the stock has no such class.

        Examples
        --------
        >>> shares = np.array([[0.25], [0.75]])
        >>> stock = CohortShares(np.array([2020.0, 2024.0]), ("diesel",), shares)
        >>> table = VintageTable.of({"small": stock}, ("small", "large"), ("diesel",))
        >>> table.drawn(np.array([0, 0, 1]), np.array([0.2, 0.3, 0.5])).tolist()
        [2020.0, 2024.0, nan]
        """
        return np.asarray(self.years[cell, picked(self.shares, cell, within)[0]])


def picked(shares: Floats, cell: Indices, within: Floats) -> tuple[Indices, Floats]:
    """Return the option of each draw, and what is left of its number.

    Parameters
    ----------
    shares : array, cells x options
        Share of each option in a cell; each row has one above zero.
    cell : array of int
        Cell of each draw.
    within : array
        Uniform number of each draw, 0 to 1.

    Returns
    -------
    option : array of int
        Index of the option.
    left : array
        Uniform number inside it, 0 to 1.

    Examples
    --------
    >>> shares = np.array([[0.5, 0.5, 0.0], [0.0, 0.2, 0.8]])
    >>> option, left = picked(shares, np.array([0, 0, 1, 1]), np.array([0.2, 1.0, 0.0, 0.6]))
    >>> option.tolist(), left.round(6).tolist()
    ([0, 1, 1, 2], [0.4, 1.0, 0.0, 0.5])
    """
    edges = np.cumsum(shares, axis=1)
    edges = edges / edges[:, -1:]
    count = shares.shape[1]
    number = np.minimum(within, _BELOW_ONE)
    ladder = (edges + np.arange(len(edges))[:, None]).ravel()
    option = np.searchsorted(ladder, number + cell, side="right") - cell * count
    option = np.clip(option, 0, count - 1)
    ends = edges[cell, option]
    begins = np.where(option > 0, edges[cell, option - 1], 0.0)
    width = np.maximum(ends - begins, 1.0 - _BELOW_ONE)
    return option.astype(np.int64), np.clip((within - begins) / width, 0.0, 1.0)
