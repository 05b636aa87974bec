"""Changes that a plan makes to fleets: money, floors, bans, retirement, prices and advantages.

``groups`` names groups of fleets or single fleets; ``powertrains`` names powertrains, or with the
words ``clean`` and ``zero-emission`` all that are so.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

CLEAN: Final = "clean"
"""Word for all powertrains of new and clean energy."""

ZERO_EMISSION: Final = "zero-emission"
"""Word for all powertrains whose vehicle emits nothing."""


@dataclass(frozen=True, slots=True)
class ScrapSubsidy:
    """The state pays for scrapping old vehicles.

    Attributes
    ----------
    groups : tuple of str
        Fleets.
    min_age_years, max_age_years : float
        Ages that are paid, both included.
    min_gross_t, max_gross_t : float
        Gross tonnages that are paid, the first included.
    cny_per_gross_t : float
        Money for a gross ton.
    budget_cny : float
        Most money of a year, over all fleets.
    renews : bool
        Whether it is paid only where a new vehicle is bought.
    """

    groups: tuple[str, ...]
    min_age_years: float
    max_age_years: float
    cny_per_gross_t: float
    min_gross_t: float = 0.0
    max_gross_t: float = math.inf
    budget_cny: float = math.inf
    renews: bool = True


@dataclass(frozen=True, slots=True)
class PurchaseSubsidy:
    """The state pays a part of new vehicles.

    Attributes
    ----------
    groups, powertrains : tuple of str
        What is paid for.
    cny_per_gross_t, cny_per_vehicle, price_share : float
        Money for a gross ton, for a vehicle, and as a share of the price; they add up.
    """

    groups: tuple[str, ...]
    powertrains: tuple[str, ...]
    cny_per_gross_t: float = 0.0
    cny_per_vehicle: float = 0.0
    price_share: float = 0.0


@dataclass(frozen=True, slots=True)
class SaleShare:
    """Some powertrains together must make a share of sales."""

    groups: tuple[str, ...]
    powertrains: tuple[str, ...]
    share: float


@dataclass(frozen=True, slots=True)
class SaleBan:
    """Some powertrains may not be sold any more."""

    groups: tuple[str, ...]
    powertrains: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StockShare:
    """Some powertrains together make a share of the stock.

    Attributes
    ----------
    groups, powertrains : tuple of str
        What counts.
    share : float
        Least share of vehicles.
    replaces : bool
        Whether others are retired early where all sales do not reach it.
    """

    groups: tuple[str, ...]
    powertrains: tuple[str, ...]
    share: float
    replaces: bool = False


@dataclass(frozen=True, slots=True)
class RetireStage:
    """Vehicles of an emission stage and older leave.

    Attributes
    ----------
    groups : tuple of str
        Fleets.
    stage : str
        Newest stage that leaves.
    share : float
        Part of those left that goes in the year.
    """

    groups: tuple[str, ...]
    stage: str
    share: float


@dataclass(frozen=True, slots=True)
class EnergyPrice:
    """Energy of some carriers costs a multiple of today's price."""

    carriers: tuple[str, ...]
    factor: float


@dataclass(frozen=True, slots=True)
class EnergyCoverage:
    """A part of the work of some powertrains finds its energy on the way.

    Attributes
    ----------
    groups, powertrains : tuple of str
        Fleets and powertrains.
    share : float
        0 to 1.
    at_least : bool
        Whether what is covered without it stays where it is more.
    """

    groups: tuple[str, ...]
    powertrains: tuple[str, ...]
    share: float
    at_least: bool = False


@dataclass(frozen=True, slots=True)
class CleanPassage:
    """Clean vessels pay less at locks and wait less.

    Attributes
    ----------
    fee_cut_share : float
        Part of lock fees that they save.
    queue_cut_share : float
        Part of hours in queues that buyers reckon to save.
    called_first : bool
        Whether locks call them before others.
    """

    fee_cut_share: float
    queue_cut_share: float
    called_first: bool = False


def clean_passage(changes: Iterable[object]) -> CleanPassage | None:
    """Return what clean vessels have at locks, the last change holding; None without one.

    Examples
    --------
    >>> clean_passage([CleanPassage(0.5, 0.2), CleanPassage(0.3, 0.2, called_first=True)])
    CleanPassage(fee_cut_share=0.3, queue_cut_share=0.2, called_first=True)
    """
    found = [change for change in changes if isinstance(change, CleanPassage)]
    return found[-1] if found else None


def price_factors(changes: Iterable[object]) -> dict[str, float]:
    """Return what changes make of the price of each carrier; several multiply.

    Examples
    --------
    >>> price_factors([EnergyPrice(("road_diesel",), 1.5), EnergyPrice(("road_diesel",), 2.0)])
    {'road_diesel': 3.0}
    """
    found: dict[str, float] = {}
    for change in changes:
        if isinstance(change, EnergyPrice):
            found |= {name: found.get(name, 1.0) * change.factor for name in change.carriers}
    return found


FleetChange = (
    ScrapSubsidy
    | PurchaseSubsidy
    | SaleShare
    | SaleBan
    | StockShare
    | RetireStage
    | EnergyPrice
    | EnergyCoverage
    | CleanPassage
)
