"""Survival of vehicles and vessels by age: a Weibull curve that ends at the legal age.

The Weibull form exp(-(age / T)^k) and its values for trucks are those of Hao et al. 2011. Of the
curve and the legal limit the smaller holds: at the age of the limit nothing is left. Cohorts of an
age or older share one open bin, whose yearly survival is that of its youngest age, so that past it
the curve goes on as a geometric tail.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SurvivalCurve:
    """Share of a cohort that is left by age.

    Attributes
    ----------
    scale_years, shape : float
        T and k of the Weibull curve.
    oldest_years : int
        Age of the open bin: that age or older.
    limit_years : float
        Age at which the law ends use; infinity without a limit.

    Examples
    --------
    >>> truck = SurvivalCurve(12.8, 5.58, 20, limit_years=15.0)
    >>> [round(float(truck.at(age)), 3) for age in (0, 10, 14, 15)]
    [1.0, 0.777, 0.192, 0.0]
    """

    scale_years: float
    shape: float
    oldest_years: int
    limit_years: float = math.inf

    def at(self, age_years: Floats | float) -> Floats:
        """Return the share of a cohort that is left at an age.

        Parameters
        ----------
        age_years : array or float
            Age, zero or more.

        Returns
        -------
        array
            0 to 1, of the shape of `age_years`.
        """
        age = np.asarray(age_years, dtype=float)
        bounded = np.minimum(age, self.oldest_years)
        left = np.exp(-((bounded / self.scale_years) ** self.shape))
        tail = self._open_share ** np.maximum(age - self.oldest_years, 0.0)
        return np.where(age < self.limit_years, left * tail, 0.0)

    def next_year(self, age_years: Floats | float) -> Floats:
        """Return the share of those alive at an age that is left a year later.

        Parameters
        ----------
        age_years : array or float
            Age; at an age that nobody reaches the answer is 0.

        Returns
        -------
        array
            0 to 1.
        """
        now, later = self.at(age_years), self.at(np.asarray(age_years, dtype=float) + 1)
        return np.divide(later, now, out=np.zeros_like(now), where=now > 0)

    @property
    def _open_share(self) -> float:
        """Share of the open bin that is left a year later."""
        oldest = self.oldest_years
        return math.exp(
            (oldest / self.scale_years) ** self.shape
            - ((oldest + 1) / self.scale_years) ** self.shape
        )


def steady_ages(curve: SurvivalCurve, sales_growth: float) -> Floats:
    """Return the age mix of a stock whose sales grew by the same rate for long: an estimate.

    Parameters
    ----------
    curve : SurvivalCurve
        Survival.
    sales_growth : float
        Growth of sales a year, above -1.

    Returns
    -------
    array
        Shares of the stock by age, 0 to ``oldest_years``, the last one open; they sum to one.

    Examples
    --------
    >>> import math
    >>> half = SurvivalCurve(1 / math.log(2), 1.0, 2)  # half of a cohort goes each year
    >>> steady_ages(half, 0.0).round(9).tolist()
    [0.5, 0.25, 0.25]
    """
    ages = np.arange(curve.oldest_years + 1, dtype=float)
    stock = curve.at(ages) / (1 + sales_growth) ** ages
    kept = float(curve.next_year(ages[-1])) / (1 + sales_growth)
    if kept >= 1:
        msg = f"Sales that shrink by {-sales_growth:g} a year outlive the open bin."
        raise ValueError(msg)
    stock[-1] /= 1 - kept
    return np.asarray(stock / stock.sum())
