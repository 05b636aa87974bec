"""From types and prices to what buyers are offered in a year.

The price of a vehicle is that of the base year plus what its battery and fuel cell have become
dearer or cheaper since. An hour at a station or in a queue costs crew, overhead and the capital of
the usual vehicle for that hour.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from fleets.turnover.ownership import Offer
from fleets.vessels import annuity_share

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from fleets.turnover.price_paths import Case, PricePath
    from fleets.turnover.types import FleetType

    Floats = NDArray[np.float64]

PACK: Final = "battery_pack"
"""Item of the table ``price_paths`` for batteries."""

FUEL_CELL: Final = "fuel_cell"
"""The same for fuel cells."""

PRICED_CARRIERS: Final = (
    "road_diesel",
    "rail_diesel",
    "inland_diesel",
    "road_lng",
    "road_hydrogen",
    "road_electricity",
    "rail_electricity",
    "marine_fuel",
)
"""Carriers with a price besides those of the table ``carrier_prices``."""

_KWH_PER_MJ: Final = 1 / 3.6


@dataclass(frozen=True)
class Prices:
    """Prices of a year.

    Attributes
    ----------
    year, base_year : int
        Year, and the year of the prices of vehicles.
    parts : mapping of str to PricePath
        Batteries and fuel cells.
    part_case : mapping of str to Case
        End of the range of batteries and fuel cells by item; the middle where none is given.
    clean_case : Case
        End of the range of prices of vehicles with other powertrains than the usual one.
    energy_cny_per_mj, carbon_cny_per_mj : mapping of str to float
        Energy and carbon price by carrier.
    lease_cny_per_kwh : float
        Lease of a swapped battery.
    fee_cny_per_gross_t : float
        Fee of one passage of a lock that has one.
    interest_rate : float
        Real rate.
    """

    year: int
    base_year: int
    parts: Mapping[str, PricePath]
    energy_cny_per_mj: Mapping[str, float]
    carbon_cny_per_mj: Mapping[str, float]
    lease_cny_per_kwh: float
    fee_cny_per_gross_t: float
    interest_rate: float
    part_case: Mapping[str, Case] = field(default_factory=dict)
    clean_case: Case = "central"

    def part(self, item: str, year: int) -> float:
        """Return the price of a battery or fuel cell in a year."""
        return self.parts[item].at(year, self.part_case.get(item, "central"))

    def grown(self, item: str) -> float:
        """Return how much dearer an item is than in the base year of vehicle prices."""
        return self.part(item, self.year) - self.parts[item].at(self.base_year)


@dataclass(frozen=True)
class Help:
    """What a plan gives buyers; arrays over powertrains.

    Attributes
    ----------
    subsidy_cny, subsidy_share : array
        Purchase subsidy as money for a vehicle, and as a share of its price.
    fee_factor, queue_factor : array
        Factor on lock fees, and on hours in queues at locks.
    wait_h : array
        Wait before each charge or swap.
    """

    subsidy_cny: Floats
    subsidy_share: Floats
    fee_factor: Floats
    queue_factor: Floats
    wait_h: Floats


def capex_cny(kind: FleetType, prices: Prices) -> Floats:
    """Return the price of a new vehicle by powertrain.

    Parameters
    ----------
    kind : FleetType
        Type of vehicle.
    prices : Prices
        Prices of the year.

    Returns
    -------
    array
        CNY of 2024, zero or more.
    """
    found = []
    for index, one in enumerate(kind.powertrains):
        price = one.capex_cny[prices.clean_case if index else "central"]
        price += one.battery_kwh * prices.grown(PACK) + one.fuel_cell_kw * prices.grown(FUEL_CELL)
        found.append(max(price, 0.0))
    return np.array(found)


def energy_cny_per_work(kind: FleetType, prices: Prices) -> Floats:
    """Return the energy cost of a unit of work by powertrain, the lease of packs included."""
    found = []
    for one in kind.powertrains:
        cost = sum(mj * prices.energy_cny_per_mj[name] for name, mj in one.energy_mj.items())
        if one.leases_pack:
            cost += sum(one.energy_mj.values()) * _KWH_PER_MJ * prices.lease_cny_per_kwh
        found.append(cost)
    return np.array(found)


def offer(kind: FleetType, prices: Prices, given: Help) -> Offer:
    """Return what buyers of a type of vehicle are offered in a year.

    Parameters
    ----------
    kind : FleetType
        Type of vehicle.
    prices : Prices
        Prices of the year.
    given : Help
        Subsidies and advantages.

    Returns
    -------
    Offer
        For :func:`fleets.turnover.ownership.ownership_cost`.
    """
    price = capex_cny(kind, prices)
    work = kind.values("work_per_year")
    upkeep = kind.values("upkeep_cny_per_year") + kind.values("upkeep_share") * price
    usual = price[0] * annuity_share(prices.interest_rate, kind.life_years)
    hour_cny = (kind.fixed_cny + usual) / kind.work_h
    stops = np.array([one.stops_per_year for one in kind.powertrains])
    stop_h = stops * (kind.values("refill_h") + given.wait_h)
    waiting = (stop_h + kind.queue_h * given.queue_factor) * hour_cny
    fees = kind.fee_passages * prices.fee_cny_per_gross_t * kind.gross_t * given.fee_factor
    carbon = np.array(
        [
            sum(mj * prices.carbon_cny_per_mj[name] for name, mj in one.energy_mj.items())
            for one in kind.powertrains
        ]
    )
    subsidy = np.minimum(given.subsidy_cny + given.subsidy_share * price, price)
    return Offer(
        capex_cny=price,
        subsidy_cny=subsidy,
        pack_cny=np.array(
            [
                one.battery_kwh * prices.part(PACK, prices.year + round(min(one.pack_years, 60)))
                for one in kind.powertrains
            ]
        ),
        pack_life_years=kind.values("pack_years"),
        energy_cny=energy_cny_per_work(kind, prices) * work,
        carbon_cny=carbon * work,
        maintenance_cny=upkeep,
        fees_cny=kind.tolls_cny + fees,
        waiting_cny=waiting,
        fixed_cny=kind.fixed_cny,
        work=work,
        life_years=kind.life_years,
        interest_rate=prices.interest_rate,
    )
