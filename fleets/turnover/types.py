"""Types of vehicles and vessels that a stock is kept of, with the powertrains on offer.

The work of a vehicle is tonne-km, or boxes for trucks inside a port. Everything is for a new
vehicle in a year.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from fleets.turnover.price_paths import Case
    from fleets.turnover.survival import SurvivalCurve

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Powertrain:
    """A powertrain of a type of vehicle.

    Attributes
    ----------
    powertrain, name_zh, name_en : str
        Id and names.
    clean, zero_emission, diffuses : bool
        Whether it is new or clean energy, emits nothing itself, and is limited by supply.
    family : str
        Powertrains with which it shares one place in choice.
    capex_cny : mapping of Case to float
        Price in the base year.
    battery_kwh, pack_years, fuel_cell_kw : float
        Battery that the buyer owns, how long it lasts, and the fuel cell.
    energy_mj : mapping of str to float
        Energy of a unit of work by carrier.
    work_per_year : float
        Work in a year.
    upkeep_cny_per_year : float
        Maintenance in a year; what goes with the price is in `upkeep_share`.
    upkeep_share : float
        Maintenance in a year as a share of the price.
    refill_h, usable_kwh : float
        Hours of a charge or swap, and energy between two of them; infinity where stops do not
        count.
    leases_pack : bool
        Whether the battery is leased by the kilowatt-hour.
    """

    powertrain: str
    name_zh: str
    name_en: str
    clean: bool
    zero_emission: bool
    diffuses: bool
    family: str
    capex_cny: Mapping[Case, float]
    battery_kwh: float
    pack_years: float
    fuel_cell_kw: float
    energy_mj: Mapping[str, float]
    work_per_year: float
    upkeep_cny_per_year: float
    upkeep_share: float
    refill_h: float
    usable_kwh: float
    leases_pack: bool

    @property
    def stops_per_year(self) -> float:
        """Charges or swaps in a year."""
        return sum(self.energy_mj.values()) / 3.6 * self.work_per_year / self.usable_kwh


@dataclass(frozen=True)
class FleetType:
    """A type of vehicle or vessel.

    Attributes
    ----------
    fleet_id, group, name_zh, name_en : str
        Ids and names.
    work_unit : str
        ``tkm`` or ``TEU``.
    curve : SurvivalCurve
        Survival.
    mileage_decay_share, sales_growth_share : float
        Decay of work with age, and growth of sales before the base year.
    lays_up : bool
        What a falling need does.
    life_years, fixed_cny, tolls_cny, work_h : float
        Years of repayment; crew and overhead, tolls, and hours of work in a year.
    gross_t : float
        Gross tonnage of a vessel; zero on land.
    queue_h, fee_passages : float
        Hours in queues at locks, and passages of locks with a fee, in a year.
    powertrains : tuple of Powertrain
        The first is the usual one.
    """

    fleet_id: str
    group: str
    name_zh: str
    name_en: str
    work_unit: str
    curve: SurvivalCurve
    mileage_decay_share: float
    sales_growth_share: float
    lays_up: bool
    life_years: float
    fixed_cny: float
    tolls_cny: float
    work_h: float
    gross_t: float
    queue_h: float
    fee_passages: float
    powertrains: tuple[Powertrain, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the powertrains."""
        return tuple(one.powertrain for one in self.powertrains)

    def values(self, name: str) -> Floats:
        """Return a number of every powertrain, by the name of its attribute."""
        return np.array([getattr(one, name) for one in self.powertrains], dtype=float)

    def flags(self, name: str) -> NDArray[np.bool_]:
        """Return a yes or no of every powertrain, by the name of its attribute."""
        return np.array([getattr(one, name) for one in self.powertrains], dtype=bool)
