"""Stock by cohort: how a fleet is renewed year by year to carry its work.

A year goes over a fleet in this order: what has reached its age leaves; what the law retires
leaves; owners scrap for money; a surplus is retired or laid up; new vehicles fill the gap, their
powertrains chosen under supply, mandates and bans; floors of the stock raise the share of sales
and, where they may, replace others early.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from fleets.turnover.cohorts import oldest_first, relative_mileage, stock_from_flows, survivors
from fleets.turnover.purchase import (
    Limits,
    Mandate,
    Purchase,
    choice_weights,
    diffusion_cap,
    purchase_shares,
)
from fleets.turnover.scrappage import scrap
from fleets.turnover.terms import Fleet, StockRules, YearStock, YearTerms

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

_PASSES: Final = 200
_CLOSE: Final = 1e-10


@dataclass(frozen=True)
class _Market:
    """Sales of a year: what is chosen, and what floors of the stock add."""

    fleet: Fleet
    rules: StockRules
    terms: YearTerms
    cap: Floats

    def bought(self, floors: Sequence[Mandate], *, subsidised: bool = True) -> Purchase:
        """Return the shares of sales under further floors."""
        fleet, terms = self.fleet, self.terms
        weights = choice_weights(
            fleet.choice_share,
            terms.cost if subsidised else terms.unsubsidised,
            fleet.choice_cost,
            float(fleet.choice_cost[0]),
            self.rules.purchase_scale,
        )
        limits = Limits(self.cap, terms.banned, terms.sale_mandates, floors)
        return purchase_shares(weights, limits)

    def number(self, gap: float, shares: Floats) -> float:
        """Return the vehicles whose work fills a gap; a gap of rounding is none."""
        if gap <= _CLOSE * self.terms.need:
            return 0.0
        return gap / float(shares @ self.terms.work)

    def at_least(self, gap: float) -> float:
        """Return the vehicles that fill a gap whatever floors of the stock ask to be bought."""
        if not self.terms.stock_floors:
            return self.number(gap, self.bought(()).shares)
        most = np.where(self.terms.work == self.terms.work.max(), 1.0, 0.0)
        return self.number(gap, most / most.sum())

    def sells(self, members: Flags) -> bool:
        """Tell whether any of some powertrains is on the market and not banned."""
        return bool((members & ~self.terms.banned & (self.fleet.choice_share > 0)).any())


@dataclass(frozen=True)
class _Filled:
    """A stock whose gap is filled."""

    left: Floats
    replaced: Floats
    sales: Floats
    purchase: Purchase
    floors: tuple[Mandate, ...]


def project(
    fleet: Fleet, rules: StockRules, terms: Mapping[int, YearTerms]
) -> tuple[YearStock, ...]:
    """Return the stock of a fleet from its base year on.

    Parameters
    ----------
    fleet : Fleet
        The fleet at its start.
    rules : StockRules
        How buyers and owners decide.
    terms : mapping of int to YearTerms
        Terms of every year after the base year, without a gap.

    Returns
    -------
    tuple of YearStock
        The base year, whose sales are its youngest cohort, and each year of `terms`.
    """
    nothing = np.zeros(len(fleet.powertrains))
    now = YearStock(
        fleet.base_year,
        fleet.start,
        fleet.start[fleet.vintages == fleet.base_year].sum(axis=0),
        nothing,
        sale_shares=fleet.base_share,
        free_buyers=nothing,
    )
    path = [now]
    for year in sorted(terms):
        now = step(fleet, rules, now, terms[year])
        path.append(now)
    return tuple(path)


def step(fleet: Fleet, rules: StockRules, before: YearStock, terms: YearTerms) -> YearStock:
    """Return the stock of the year after another.

    Parameters
    ----------
    fleet, rules
        The fleet, and how buyers and owners decide.
    before : YearStock
        The year before.
    terms : YearTerms
        What the fleet meets.

    Returns
    -------
    YearStock
        The year, with everything that entered and left.
    """
    year = before.year + 1
    left = survivors(before.counts, fleet.vintages, year, fleet.curve)
    natural = before.counts - left
    left, stage = _retired(left, fleet, terms)
    market = _Market(fleet, rules, terms, _caps(fleet, rules, before, terms))
    carries = relative_mileage(fleet.vintages, year, fleet.mileage_decay_share)

    def sales_after(taken: Floats) -> float:
        """Return the vehicles bought when so much is scrapped."""
        return market.at_least(terms.need - _work(left - taken, carries, terms))

    scrapped, paid = scrap(fleet, rules, terms, year, (left, natural), sales_after)
    left = left - scrapped
    surplus = _surplus(left, carries, fleet, terms)
    left = left - surplus
    filled = _fill(market, left, carries)
    counts = filled.left.copy()
    counts[fleet.vintages == year] += filled.sales
    number = float(filled.sales.sum())
    free = market.bought(filled.floors, subsidised=False).shares * number
    able = _work(counts, carries, terms)
    return YearStock(
        year=year,
        counts=counts,
        sales=filled.sales,
        natural=natural.sum(axis=0),
        early={
            "stage": stage,
            "scrappage": scrapped,
            "replacement": filled.replaced,
            "surplus": surplus,
        },
        sale_shares=filled.purchase.shares if number > 0 else before.sale_shares,
        use_share=min(1.0, terms.need / able) if able > 0 else 1.0,
        shortfall=filled.purchase.shortfall * number,
        unmet=filled.purchase.unmet * number,
        stock_gap=_floor_gap(counts, terms),
        free_buyers=np.where(terms.subsidy_cny > 0, np.minimum(free, filled.sales), 0.0),
        scrapped=paid,
    )


def identity_gap(fleet: Fleet, path: Sequence[YearStock]) -> float:
    """Return the largest difference between a stock and what its flows leave.

    Parameters
    ----------
    fleet : Fleet
        The fleet.
    path : sequence of YearStock
        Of :func:`project`.

    Returns
    -------
    float
        Vehicles; rounding apart zero.
    """
    base = fleet.base_year
    alive = fleet.curve.at(np.maximum(base - fleet.vintages, 0.0))[:, None]
    sales = np.divide(fleet.start, alive, out=np.zeros_like(fleet.start), where=alive > 0)
    early: dict[int, Floats] = {}
    worst = 0.0
    for one in path[1:]:
        sales[fleet.vintages == one.year] = one.sales
        early[one.year] = one.all_early
        found = stock_from_flows(fleet.vintages, one.year, fleet.curve, sales, early)
        worst = max(worst, float(np.abs(found - one.counts).max()))
    return worst


def work_shares(fleet: Fleet, stock: YearStock, work: Floats) -> Floats:
    """Return the share of the work that each cohort and powertrain carries.

    Parameters
    ----------
    fleet : Fleet
        The fleet.
    stock : YearStock
        A year of it.
    work : array
        Work of a new vehicle by powertrain.

    Returns
    -------
    array, vintages x powertrains
        Summing to one; zeros where there is no stock.
    """
    carries = relative_mileage(fleet.vintages, stock.year, fleet.mileage_decay_share)
    done = stock.counts * carries[:, None] * work
    total = float(done.sum())
    return np.asarray(done / total if total > 0 else done)


def _retired(left: Floats, fleet: Fleet, terms: YearTerms) -> tuple[Floats, Floats]:
    """Take out what the law retires."""
    gone = np.zeros_like(left)
    for rule in terms.retirements:
        taken = (left - gone) * np.where(fleet.vintages <= rule.built_until, rule.share, 0.0)[
            :, None
        ]
        gone = gone + taken
    return left - gone, gone


def _caps(fleet: Fleet, rules: StockRules, before: YearStock, terms: YearTerms) -> Floats:
    """Return what supply and infrastructure allow each powertrain of sales."""
    grown = diffusion_cap(
        before.sale_shares, rules.diffusion_innovation_share, rules.diffusion_imitation_share
    )
    return np.minimum(np.where(fleet.diffuses, grown, 1.0), terms.covered)


def _work(counts: Floats, carries: Floats, terms: YearTerms) -> float:
    """Return what a stock can carry in a year."""
    return float(carries @ counts @ terms.work)


def _surplus(left: Floats, carries: Floats, fleet: Fleet, terms: YearTerms) -> Floats:
    """Return what a falling need retires, the oldest first."""
    over = _work(left, carries, terms) - terms.need
    if over <= 0 or fleet.lays_up:
        return np.zeros_like(left)
    return oldest_first(left, carries[:, None] * terms.work, over)


def _fill(market: _Market, left: Floats, carries: Floats) -> _Filled:
    """Buy what fills the gap, and more of what floors of the stock ask for."""
    terms = market.terms
    state = _Filled(left, np.zeros_like(left), np.zeros(left.shape[1]), market.bought(()), ())
    asked = [0.0] * len(terms.stock_floors)
    for _ in range(_PASSES):
        floors = tuple(
            Mandate(floor.members, share)
            for floor, share in zip(terms.stock_floors, asked, strict=True)
            if share > 0
        )
        purchase = market.bought(floors)
        gap = terms.need - _work(state.left, carries, terms)
        sales = purchase.shares * market.number(gap, purchase.shares)
        state = replace(state, sales=sales, purchase=purchase, floors=floors)
        state, moved = _towards_floors(state, market, asked)
        if not moved:
            break
    return state


def _towards_floors(state: _Filled, market: _Market, asked: list[float]) -> tuple[_Filled, bool]:
    """Move what floors ask of sales, or replace others; tell whether that changed anything."""
    total = state.left.sum(axis=0) + state.sales
    everyone, number = float(total.sum()), float(state.sales.sum())
    moved = False
    for index, floor in enumerate(market.terms.stock_floors):
        missing = floor.share * everyone - float(total[floor.members].sum())
        if abs(missing) <= _CLOSE * max(everyone, 1.0) or (missing < 0 and asked[index] == 0):
            continue
        inside = float(state.sales[floor.members].sum())
        sellable = market.sells(floor.members)
        if number > 0 and sellable and (asked[index] < 1 or missing < 0):
            share = min(max((inside + missing) / number, 0.0), 1.0)
            moved = moved or abs(share - asked[index]) > _CLOSE
            asked[index] = share
        elif floor.replaces and sellable:
            others = np.where(floor.members, 0.0, state.left)
            taken = oldest_first(others, np.ones_like(others), missing)
            state = replace(state, left=state.left - taken, replaced=state.replaced + taken)
            moved = moved or bool(taken.any())
    return state, moved


def _floor_gap(counts: Floats, terms: YearTerms) -> float:
    """Return the largest part of the stock by which it stays below a floor."""
    total = counts.sum(axis=0)
    everyone = float(total.sum())
    if everyone <= 0:
        return 0.0
    gaps = [
        floor.share - float(total[floor.members].sum()) / everyone for floor in terms.stock_floors
    ]
    return max([0.0, *(gap for gap in gaps if gap > _CLOSE)])
