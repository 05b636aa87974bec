"""Cohorts: a stock by year of building and powertrain, and how a year goes over it.

All arrays are vintages x powertrains. What leaves before its time (early retirement) is kept apart
from what dies by the survival curve, so that at any time

    stock(v) = sales(v) S(y - v) - sum over earlier years u of early(u, v) S(y - v) / S(u - v).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fleets.turnover.survival import SurvivalCurve

    Floats = NDArray[np.float64]


def survivors(counts: Floats, vintages: Floats, year: int, curve: SurvivalCurve) -> Floats:
    """Return what is left of last year's stock by the survival curve.

    Parameters
    ----------
    counts : array, vintages x powertrains
        Stock at the end of the year before.
    vintages : array
        Years of building.
    year : int
        Year gone over.
    curve : SurvivalCurve
        Survival.

    Returns
    -------
    array, vintages x powertrains
        At the end of `year`, without sales.
    """
    age = np.maximum(year - 1 - vintages, 0.0)
    return np.asarray(counts * curve.next_year(age)[:, None])


def relative_mileage(vintages: Floats, year: int, decay_share: float) -> Floats:
    """Return the yearly mileage of each cohort over that of a new vehicle.

    Parameters
    ----------
    vintages : array
        Years of building.
    year : int
        Year.
    decay_share : float
        Part of its mileage that a vehicle loses with each year of age.

    Returns
    -------
    array
        (1 - decay)^age.

    Examples
    --------
    >>> relative_mileage(np.array([2022.0, 2024.0]), 2024, 0.1).round(3).tolist()
    [0.81, 1.0]
    """
    return np.asarray((1 - decay_share) ** np.maximum(year - vintages, 0.0))


def oldest_first(counts: Floats, weights: Floats, amount: float) -> Floats:
    """Return what is taken out when the oldest go first.

    Parameters
    ----------
    counts : array, vintages x powertrains
        Stock, oldest vintage first.
    weights : array, vintages x powertrains
        What one vehicle counts.
    amount : float
        Weighted amount to take out; all of it where the stock holds less.

    Returns
    -------
    array, vintages x powertrains
        Vehicles taken; powertrains of the last cohort touched are taken in proportion.

    Examples
    --------
    >>> stock = np.array([[2.0], [4.0], [1.0]])
    >>> oldest_first(stock, np.ones_like(stock), 3.0).ravel().tolist()
    [2.0, 1.0, 0.0]
    """
    held = (counts * weights).sum(axis=1)
    before = np.concatenate(([0.0], np.cumsum(held)[:-1]))
    wanted = np.clip(amount - before, 0.0, held)
    share = np.divide(wanted, held, out=np.zeros_like(held), where=held > 0)
    return np.asarray(counts * share[:, None])


def stock_from_flows(
    vintages: Floats,
    year: int,
    curve: SurvivalCurve,
    sales: Floats,
    early: dict[int, Floats],
) -> Floats:
    """Return the stock that sales and early retirements leave: the identity of cohorts.

    Parameters
    ----------
    vintages : array
        Years of building.
    year : int
        Year asked for.
    curve : SurvivalCurve
        Survival.
    sales : array, vintages x powertrains
        Vehicles sold by vintage; of cohorts older than the record, what their stock implies.
    early : dict of int to array
        Early retirements by year, each vintages x powertrains.

    Returns
    -------
    array, vintages x powertrains
        Stock at the end of `year`.
    """
    age = year - vintages
    alive = np.where(age >= 0, curve.at(np.maximum(age, 0.0)), 0.0)
    stock = sales * alive[:, None]
    for gone, taken in early.items():
        if gone > year:
            continue
        then = curve.at(np.maximum(gone - vintages, 0.0))
        share = np.divide(alive, then, out=np.zeros_like(alive), where=then > 0)
        stock = stock - taken * share[:, None]
    return np.asarray(stock)
