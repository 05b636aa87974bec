"""Demand that falls with the cost of travel, as the cost of staying away.

Each pair has a volume V that travels at a reference cost r. At a cheapest cost c above it there
travel, by one of two forms,

    power        D(c) = V (c / r) ** E            constant elasticity E, below zero
    exponential  D(c) = V exp(E (c / r - 1))      elasticity E at the reference cost

and at a cost below it V: a cheaper route creates no trips. With x = V - D trips staying away, the
inverse D^-1(V - x) rises from r and is the cost that those who stay are indifferent to. Seen as
the cost of one more link from origin to destination, on which those who stay away "travel", it
turns elastic demand into fixed demand: the excess-demand formulation (Gartner 1980, Transportation
Science 14, 174-191; Sheffi 1985, Urban Transportation Networks, section 6.2).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

FORMS = ("power", "exponential")
"""Forms of the demand function."""

POWER_FLAG, EXPONENTIAL_FLAG = -1.0, -2.0
"""What stands in the place of a delay in the terms of an excess-demand link."""

LEAST_LEFT = 1e-12
"""Share of the volume that is taken to travel at least, so that costs stay finite."""


@dataclass(frozen=True)
class ElasticDemand:
    """Demand functions of pairs, as arrays.

    Attributes
    ----------
    volume : numpy.ndarray
        Trips at the reference cost.
    reference_cost : numpy.ndarray
        Above zero.
    elasticity : float
        Below zero.
    form : str
        One of :data:`FORMS`.
    """

    volume: np.ndarray
    reference_cost: np.ndarray
    elasticity: float
    form: str = FORMS[0]

    def __post_init__(self) -> None:
        """Refuse functions that do not fall."""
        if self.elasticity >= 0 or self.form not in FORMS:
            msg = (
                f"Elasticity {self.elasticity} or form {self.form!r}: give one below 0, of {FORMS}."
            )
            raise ValueError(msg)
        if not (np.isfinite(self.reference_cost) & (self.reference_cost > 0)).all():
            msg = "A pair has no cost at free flow. Give its reference cost."
            raise ValueError(msg)

    def travelling(self, cost: np.ndarray) -> np.ndarray:
        """Return the trips of each pair at its cheapest cost.

        Examples
        --------
        >>> one = np.ones(1)
        >>> ElasticDemand(8 * one, 10 * one, -1.0).travelling(20 * one)
        array([4.])
        """
        ratio = np.maximum(cost / self.reference_cost, 1.0)
        if self.form == FORMS[0]:
            return np.asarray(self.volume * ratio**self.elasticity)
        return np.asarray(self.volume * np.exp(self.elasticity * (ratio - 1)))

    def cost(self, staying: np.ndarray) -> np.ndarray:
        """Return the cost at which so many trips of each pair stay away."""
        left = np.maximum(1 - staying / self.volume, LEAST_LEFT)
        if self.form == FORMS[0]:
            return np.asarray(self.reference_cost * left ** (1 / self.elasticity))
        return np.asarray(self.reference_cost * (1 + np.log(left) / self.elasticity))

    def integral(self, staying: np.ndarray) -> np.ndarray:
        """Return the area under :meth:`cost` from zero to so many trips."""
        left = np.maximum(1 - staying / self.volume, LEAST_LEFT)
        scale = self.reference_cost * self.volume
        if self.form == FORMS[1]:
            bend = left * np.log(left) + 1 - left
            return np.asarray(self.reference_cost * staying - scale * bend / self.elasticity)
        power = 1 / self.elasticity + 1
        if power == 0:
            return np.asarray(-scale * np.log(left))
        return np.asarray(scale * (1 - left**power) / power)

    def terms(self) -> np.ndarray:
        """Return the four numbers of each pair's excess-demand link, as rows of one array."""
        flag, last = (
            (POWER_FLAG, 1 / self.elasticity)
            if self.form == FORMS[0]
            else (EXPONENTIAL_FLAG, self.elasticity)
        )
        rest = np.full((2, len(self.volume)), [[flag], [last]])
        return np.column_stack((self.reference_cost, rest[0], self.volume, rest[1]))
