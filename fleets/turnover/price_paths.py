"""Prices over the years: linear between the years known, flat outside, with a range."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

Case = Literal["low", "central", "high"]


@dataclass(frozen=True, slots=True)
class PricePath:
    """A price by year.

    Attributes
    ----------
    years, central, low, high : tuple of float
        Years in rising order, and the price with its range in each.
    """

    years: tuple[float, ...]
    central: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]

    def at(self, year: float, case: Case = "central") -> float:
        """Return the price of a year.

        Examples
        --------
        >>> pack = PricePath((2025, 2030), (620.0, 480.0), (500.0, 380.0), (800.0, 650.0))
        >>> pack.at(2024), pack.at(2027), pack.at(2060, "low")
        (620.0, 564.0, 380.0)
        """
        return float(np.interp(year, self.years, getattr(self, case)))


def price_paths(table: pd.DataFrame) -> dict[str, PricePath]:
    """Return the paths of the table ``price_paths`` by item.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns ``item``, ``year``, ``value``, ``low`` and ``high``.

    Returns
    -------
    dict of str to PricePath
        One for each item.
    """
    return {
        str(item): PricePath(
            *(tuple(rows[name].astype(float).tolist()) for name in ("year", "value", "low", "high"))
        )
        for item, rows in table.sort_values("year").groupby("item")
    }
