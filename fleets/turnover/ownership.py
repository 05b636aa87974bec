"""Cost of ownership: what a year of a new vehicle costs its buyer, by powertrain.

Capital less subsidy is repaid over the life as an annuity; a battery that does not last so long is
bought again, discounted to the purchase. Everything else is paid by the year. Divided by the work
of a year, which a heavy battery makes less, it is the cost that buyers compare.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

from fleets.vessels import annuity_share

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Offer:
    """What the market offers one fleet in a year; arrays over powertrains.

    Attributes
    ----------
    capex_cny, subsidy_cny : array
        Price of a new vehicle, and what the state pays of it.
    pack_cny, pack_life_years : array
        Price of a battery at its replacement, and the years it lasts (infinity without one).
    energy_cny, carbon_cny, maintenance_cny, fees_cny, waiting_cny : array
        Energy, carbon price, upkeep, tolls and lock fees, and time at stations, of a year.
    fixed_cny : float
        Crew, insurance and what else does not depend on the powertrain, of a year.
    work : array
        Work of a new vehicle in a year.
    life_years, interest_rate : float
        Years over which capital is repaid, and the real rate.
    """

    capex_cny: Floats
    subsidy_cny: Floats
    pack_cny: Floats
    pack_life_years: Floats
    energy_cny: Floats
    carbon_cny: Floats
    maintenance_cny: Floats
    fees_cny: Floats
    waiting_cny: Floats
    fixed_cny: float
    work: Floats
    life_years: float
    interest_rate: float


@dataclass(frozen=True)
class OwnershipCost:
    """Parts of the yearly cost of a new vehicle over its work, CNY per unit of work."""

    capital: Floats
    subsidy: Floats
    battery: Floats
    energy: Floats
    carbon: Floats
    maintenance: Floats
    fees: Floats
    waiting: Floats
    fixed: Floats

    @property
    def total(self) -> Floats:
        """What the buyer pays: all parts, of which the subsidy is below zero."""
        return np.asarray(np.sum([getattr(self, part.name) for part in fields(self)], axis=0))

    @property
    def unsubsidised(self) -> Floats:
        """What the buyer would pay without subsidy."""
        return np.asarray(self.total - self.subsidy)


def replacement_share(pack_life_years: float, life_years: float, interest_rate: float) -> float:
    """Return the present value of all replacement packs over the price of one.

    Parameters
    ----------
    pack_life_years : float
        Years that a pack lasts; infinity for none.
    life_years : float
        Life of the vehicle; a pack that fails at its end is not replaced.
    interest_rate : float
        Real interest rate.

    Returns
    -------
    float
        Sum of (1 + r)^-t over the replacements.

    Examples
    --------
    >>> replacement_share(8, 25, 0.0), round(replacement_share(8, 12, 0.06), 4)
    (3.0, 0.6274)
    """
    if not math.isfinite(pack_life_years):
        return 0.0
    count = math.ceil(life_years / pack_life_years) - 1
    return float(sum((1 + interest_rate) ** -(pack_life_years * k) for k in range(1, count + 1)))


def ownership_cost(offer: Offer) -> OwnershipCost:
    """Return the cost of ownership by powertrain.

    Parameters
    ----------
    offer : Offer
        Prices and use.

    Returns
    -------
    OwnershipCost
        CNY per unit of work.
    """
    yearly = annuity_share(offer.interest_rate, offer.life_years)
    again = np.array(
        [
            replacement_share(float(one), offer.life_years, offer.interest_rate)
            for one in offer.pack_life_years
        ]
    )
    return OwnershipCost(
        capital=offer.capex_cny * yearly / offer.work,
        subsidy=-offer.subsidy_cny * yearly / offer.work,
        battery=offer.pack_cny * again * yearly / offer.work,
        energy=offer.energy_cny / offer.work,
        carbon=offer.carbon_cny / offer.work,
        maintenance=offer.maintenance_cny / offer.work,
        fees=offer.fees_cny / offer.work,
        waiting=offer.waiting_cny / offer.work,
        fixed=offer.fixed_cny / offer.work,
    )
