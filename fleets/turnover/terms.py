"""What the stock of a fleet rests on: its start, the rules of choice, and the terms of a year."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

CAUSES: Final = ("stage", "scrappage", "replacement", "surplus")
"""Why vehicles leave before their time."""

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from fleets.turnover.purchase import Mandate
    from fleets.turnover.survival import SurvivalCurve

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class StockRules:
    """How buyers and owners decide; names and meaning as in the table ``stock_parameters``."""

    purchase_scale: float
    diffusion_innovation_share: float
    diffusion_imitation_share: float
    scrappage_attention_share: float
    scrappage_steepness: float
    scrap_value_share: float


@dataclass(frozen=True)
class Fleet:
    """A fleet at the end of its base year.

    Attributes
    ----------
    fleet_id, group : str
        Ids.
    powertrains : tuple of str
        The first is the usual one, which supply does not limit.
    curve : SurvivalCurve
        Survival.
    mileage_decay_share : float
        Part of its work that a vehicle loses with each year of age.
    lays_up : bool
        Whether a falling need lays up instead of retiring the oldest.
    base_year : int
        Year of the start.
    vintages : array
        Years of building, the first of which is that or older.
    start : array, vintages x powertrains
        Stock.
    base_share : array
        Shares of sales in the base year.
    choice_share, choice_cost : array
        Weight of each powertrain in choice at a cost of ownership: for what has long been sold
        both of the base year, for what is new those of the usual powertrain.
    diffuses : array of bool
        Powertrains that supply limits.
    """

    fleet_id: str
    group: str
    powertrains: tuple[str, ...]
    curve: SurvivalCurve
    mileage_decay_share: float
    lays_up: bool
    base_year: int
    vintages: Floats
    start: Floats
    base_share: Floats
    choice_share: Floats
    choice_cost: Floats
    diffuses: Flags


@dataclass(frozen=True)
class StockFloor:
    """A least share of the stock.

    Attributes
    ----------
    members : array of bool
        Powertrains that count.
    share : float
        Least share of vehicles.
    replaces : bool
        Whether others are retired early where sales alone do not reach it.
    """

    members: Flags
    share: float
    replaces: bool


@dataclass(frozen=True, slots=True)
class Retirement:
    """Old vehicles leave: those built in or before a year, a share of them."""

    built_until: int
    share: float


@dataclass(frozen=True, slots=True)
class ScrapOffer:
    """Money for scrapping.

    Attributes
    ----------
    min_age_years, max_age_years : float
        Ages that are paid, both included.
    cny : float
        For one vehicle.
    budget_cny : float
        Most money of a year; infinity without a limit.
    renews : bool
        Whether it is paid only where a new one is bought.
    """

    min_age_years: float
    max_age_years: float
    cny: float
    budget_cny: float
    renews: bool


@dataclass(frozen=True)
class YearTerms:
    """What a fleet meets in a year; arrays over powertrains.

    Attributes
    ----------
    need : float
        Work to be carried.
    work : array
        Work of a new vehicle in a year.
    cost, unsubsidised : array
        Cost of ownership as buyers see it, and without purchase subsidy.
    capex_cny, subsidy_cny : array
        Price and purchase subsidy of a vehicle.
    covered : array
        Part of the work that finds its energy on the way.
    banned : array of bool
        What may not be sold.
    sale_mandates : sequence of Mandate
        Floors of sales.
    stock_floors : sequence of StockFloor
        Floors of the stock.
    retirements : sequence of Retirement
        What has to leave.
    scrappage : sequence of ScrapOffer
        Money for scrapping; of two that a vehicle could take the later one holds.
    """

    need: float
    work: Floats
    cost: Floats
    unsubsidised: Floats
    capex_cny: Floats
    subsidy_cny: Floats
    covered: Floats
    banned: Flags
    sale_mandates: Sequence[Mandate] = ()
    stock_floors: Sequence[StockFloor] = ()
    retirements: Sequence[Retirement] = ()
    scrappage: Sequence[ScrapOffer] = ()


@dataclass(frozen=True)
class Scrapped:
    """Who takes the money of an offer.

    Attributes
    ----------
    cny : float
        For one vehicle.
    paid : float
        Vehicles paid for.
    free_riders : float
        Of these, vehicles that would have left in any case.
    """

    cny: float
    paid: float
    free_riders: float


@dataclass(frozen=True)
class YearStock:
    """A fleet at the end of a year, and what happened in it.

    Attributes
    ----------
    year : int
        Year.
    counts : array, vintages x powertrains
        Stock.
    sales, natural : array
        Bought, and left by the survival curve, by powertrain.
    early : mapping of str to array, vintages x powertrains
        Left before their time, by cause as in `CAUSES`; empty in the base year.
    sale_shares : array
        Shares of sales; those of the last year with sales where there are none.
    use_share : float
        Work carried over what the stock could carry; below one where vehicles are laid up.
    shortfall, unmet : float
        Vehicles that mandates and bans ask beyond supply, and that mandates ask in vain.
    stock_gap : float
        Largest part of the stock by which it stays below a floor.
    free_buyers : array
        Vehicles bought with a subsidy that would have been bought without.
    scrapped : tuple of Scrapped
        Who takes money for scrapping.
    """

    year: int
    counts: Floats
    sales: Floats
    natural: Floats
    early: Mapping[str, Floats] = field(default_factory=dict)
    sale_shares: Floats = field(default_factory=lambda: np.zeros(0))
    use_share: float = 1.0
    shortfall: float = 0.0
    unmet: float = 0.0
    stock_gap: float = 0.0
    free_buyers: Floats = field(default_factory=lambda: np.zeros(0))
    scrapped: tuple[Scrapped, ...] = ()

    @property
    def all_early(self) -> Floats:
        """All that left before its time, vintages x powertrains."""
        return np.asarray(sum(self.early.values(), start=np.zeros_like(self.counts)))
