"""What the changes of a plan mean for one fleet in one year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fleets.turnover.changes import (
    CLEAN,
    ZERO_EMISSION,
    CleanPassage,
    EnergyCoverage,
    PurchaseSubsidy,
    RetireStage,
    SaleBan,
    SaleShare,
    ScrapSubsidy,
    StockShare,
)
from fleets.turnover.offers import Help
from fleets.turnover.purchase import Mandate
from fleets.turnover.terms import Retirement, ScrapOffer, StockFloor

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from fleets.turnover.types import FleetType

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Policy:
    """What a plan asks of a fleet in a year; arrays over powertrains.

    Attributes
    ----------
    given : Help
        Subsidies and advantages of buyers.
    covered : array
        Part of the work that finds its energy.
    banned : array of bool
        What may not be sold.
    sale_mandates, stock_floors, retirements, scrappage : tuple
        As in :class:`fleets.turnover.terms.YearTerms`.
    """

    given: Help
    covered: Floats
    banned: Flags
    sale_mandates: tuple[Mandate, ...]
    stock_floors: tuple[StockFloor, ...]
    retirements: tuple[Retirement, ...]
    scrappage: tuple[ScrapOffer, ...]


@dataclass(frozen=True, slots=True)
class Tonnage:
    """Gross tonnage of a fleet: of a vessel, and of all in the base year."""

    fleet_id: str
    group: str
    gross_t: float
    all_gross_t: float


@dataclass(frozen=True)
class PolicyInputs:
    """What policies of every fleet rest on.

    Attributes
    ----------
    coverage : mapping of (str, str) to (list, list)
        Years and shares of the work that finds its energy, by group and powertrain.
    last_built : mapping of (str, str) to int
        Last year in which vehicles of a stage were built, by group and stage.
    tonnage : sequence of Tonnage
        Vessels of every fleet, over which a budget for scrapping is shared.
    wait_h : mapping of (str, str) to float
        Wait before a charge or swap, by fleet and powertrain.
    """

    coverage: Mapping[tuple[str, str], tuple[list[float], list[float]]]
    last_built: Mapping[tuple[str, str], int]
    tonnage: Sequence[Tonnage]
    wait_h: Mapping[tuple[str, str], float]


def members(kind: FleetType, powertrains: Sequence[str]) -> Flags:
    """Tell which powertrains of a type are named, by id or by the words for clean ones."""
    wanted = set(powertrains)
    return np.array(
        [
            one.powertrain in wanted
            or (one.clean and CLEAN in wanted)
            or (one.zero_emission and ZERO_EMISSION in wanted)
            for one in kind.powertrains
        ]
    )


def concerns(kind: FleetType, groups: Sequence[str]) -> bool:
    """Tell whether a type is named, by itself or by its group."""
    return kind.fleet_id in groups or kind.group in groups


def stage_years(table: pd.DataFrame, last_year: int) -> dict[tuple[str, str], int]:
    """Return the last year in which vehicles of each stage were built.

    Parameters
    ----------
    table : pandas.DataFrame
        Table ``stock_stages``.
    last_year : int
        What counts as the last year of the newest stage.

    Returns
    -------
    dict of (str, str) to int
        By group and stage.
    """
    found = {}
    for group, rows in table.sort_values("from_year").groupby("group_id"):
        starts = [int(year) for year in rows["from_year"]]
        ends = [*(year - 1 for year in starts[1:]), last_year]
        for stage, end in zip(rows["stage"], ends, strict=True):
            found[str(group), str(stage)] = end
    return found


def policy(kind: FleetType, changes: Sequence[object], inputs: PolicyInputs, year: int) -> Policy:
    """Return what the changes of a year mean for a fleet.

    Parameters
    ----------
    kind : FleetType
        Type of the fleet.
    changes : sequence
        Changes of the plan that hold in the year; others than those of fleets are ignored.
    inputs : PolicyInputs
        Tables behind.
    year : int
        Year whose infrastructure counts.

    Returns
    -------
    Policy
        For this fleet.
    """
    named = [one for one in changes if not hasattr(one, "groups") or concerns(kind, one.groups)]
    banned = np.zeros(len(kind.powertrains), dtype=bool)
    for one in named:
        if isinstance(one, SaleBan):
            banned |= members(kind, one.powertrains)
    return Policy(
        given=_help(kind, named, inputs),
        covered=_covered(kind, named, inputs.coverage, year),
        banned=banned,
        sale_mandates=tuple(
            Mandate(members(kind, one.powertrains), one.share)
            for one in named
            if isinstance(one, SaleShare)
        ),
        stock_floors=tuple(
            StockFloor(members(kind, one.powertrains), one.share, one.replaces)
            for one in named
            if isinstance(one, StockShare) and one.share > 0
        ),
        retirements=tuple(
            Retirement(inputs.last_built[kind.group, one.stage], one.share)
            for one in named
            if isinstance(one, RetireStage) and (kind.group, one.stage) in inputs.last_built
        ),
        scrappage=tuple(
            ScrapOffer(
                one.min_age_years,
                one.max_age_years,
                one.cny_per_gross_t * kind.gross_t,
                _budget(kind, one, inputs.tonnage),
                one.renews,
            )
            for one in named
            if isinstance(one, ScrapSubsidy) and _is_paid(one, kind.gross_t)
        ),
    )


def _is_paid(offer: ScrapSubsidy, gross_t: float) -> bool:
    """Tell whether an offer pays for vessels of a gross tonnage."""
    return gross_t > 0 and offer.min_gross_t <= gross_t < offer.max_gross_t


def _budget(kind: FleetType, offer: ScrapSubsidy, tonnage: Sequence[Tonnage]) -> float:
    """Return the part of a budget that a fleet can have: by gross tonnage among those paid."""
    if not np.isfinite(offer.budget_cny):
        return np.inf
    paid = {
        one.fleet_id: one.all_gross_t
        for one in tonnage
        if {one.fleet_id, one.group} & set(offer.groups) and _is_paid(offer, one.gross_t)
    }
    total = sum(paid.values())
    return offer.budget_cny * paid.get(kind.fleet_id, 0.0) / total if total > 0 else 0.0


def _help(kind: FleetType, named: Sequence[object], inputs: PolicyInputs) -> Help:
    """Return subsidies and advantages."""
    size = len(kind.powertrains)
    money, share, fee, queue = np.zeros(size), np.zeros(size), np.ones(size), np.ones(size)
    clean = kind.flags("clean")
    for one in named:
        if isinstance(one, PurchaseSubsidy):
            chosen = members(kind, one.powertrains)
            money += np.where(chosen, one.cny_per_gross_t * kind.gross_t + one.cny_per_vehicle, 0)
            share += np.where(chosen, one.price_share, 0.0)
        elif isinstance(one, CleanPassage):
            fee = np.where(clean, 1 - one.fee_cut_share, 1.0)
            queue = np.where(clean, 1 - one.queue_cut_share, 1.0)
    waits = [inputs.wait_h.get((kind.fleet_id, name), 0.0) for name in kind.ids]
    return Help(money, share, fee, queue, np.array(waits))


def _covered(
    kind: FleetType,
    named: Sequence[object],
    paths: Mapping[tuple[str, str], tuple[list[float], list[float]]],
    year: int,
) -> Floats:
    """Return the part of the work that finds its energy, the last change holding."""
    found = np.array(
        [
            np.interp(year, *paths[kind.group, name]) if (kind.group, name) in paths else 1.0
            for name in kind.ids
        ]
    )
    for one in named:
        if isinstance(one, EnergyCoverage):
            share = np.maximum(found, one.share) if one.at_least else one.share
            found = np.where(members(kind, one.powertrains), share, found)
    return found
