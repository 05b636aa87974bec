"""Scrapping for money: which owners of old vessels take an offer, and who would have gone anyway.

Each year a share of the owners of an age that is paid weighs the money s against what the vessel
is worth to them, v, and a part s^k / (s^k + v^k) of them scraps. The worth falls with age in
proportion from the price of a new one to its value as scrap at the legal age. All of it is an
estimate. Vessels that reach the end of their life inside the ages paid take the money too: they
are the free riders.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fleets.turnover.terms import Scrapped

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from fleets.turnover.terms import Fleet, ScrapOffer, StockRules, YearTerms

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class _Claim:
    """What an offer would take at the most: vehicles leaving for it, and those leaving anyway."""

    offer: ScrapOffer
    taken: Floats
    anyway: float

    @property
    def part(self) -> float:
        """Part that the budget pays for."""
        wanted = (float(self.taken.sum()) + self.anyway) * self.offer.cny
        return 1.0 if wanted <= self.offer.budget_cny else self.offer.budget_cny / wanted


def worth_share(age_years: Floats, limit_years: float, scrap_value_share: float) -> Floats:
    """Return what a vessel is worth to its owner as a share of the price of a new one.

    Examples
    --------
    >>> worth_share(np.array([0.0, 20.0, 40.0, 50.0]), 40.0, 0.1).round(3).tolist()
    [1.0, 0.55, 0.1, 0.1]
    """
    used = np.minimum(age_years / limit_years, 1.0)
    return np.asarray(1 - (1 - scrap_value_share) * used)


def take_up(money: float, worth: Floats, rules: StockRules) -> Floats:
    """Return the share of owners who scrap in a year.

    Parameters
    ----------
    money : float
        Subsidy, CNY.
    worth : array
        What the vessel is worth, CNY.
    rules : StockRules
        Attention and steepness.

    Returns
    -------
    array
        0 to the attention share.
    """
    power = rules.scrappage_steepness
    return np.asarray(
        rules.scrappage_attention_share * money**power / (money**power + worth**power)
    )


def scrap(
    fleet: Fleet,
    rules: StockRules,
    terms: YearTerms,
    year: int,
    stock: tuple[Floats, Floats],
    sales_after: Callable[[Floats], float],
) -> tuple[Floats, tuple[Scrapped, ...]]:
    """Return what is scrapped for money in a year, and who is paid.

    Parameters
    ----------
    fleet, rules, terms, year
        Fleet, and what it meets.
    stock : (array, array)
        What would be left at the end of the year, and what leaves by age, vintages x powertrains.
    sales_after : callable
        New vehicles that are bought when so much is scrapped (vintages x powertrains).

    Returns
    -------
    taken : array, vintages x powertrains
        Scrapped before their time.
    paid : tuple of Scrapped
        For each offer; where a new vehicle is asked for, never more than are sold.
    """
    claims = _claims(fleet, rules, terms, year, stock)
    taken = np.zeros_like(stock[0])
    paid = []
    renewing = [one for one in claims if one.offer.renews]
    fit = _fit(renewing, sales_after)
    renewed = sum((fit * one.part * one.taken for one in renewing), taken)
    room = max(sales_after(renewed) - float(renewed.sum()), 0.0)
    for claim in claims:
        early = claim.part * (fit if claim.offer.renews else 1.0) * claim.taken
        anyway = claim.part * claim.anyway
        if claim.offer.renews:
            anyway = min(anyway, room)
            room -= anyway
        taken = taken + early
        paid.append(Scrapped(claim.offer.cny, anyway + float(early.sum()), anyway))
    return taken, tuple(paid)


def _claims(
    fleet: Fleet, rules: StockRules, terms: YearTerms, year: int, stock: tuple[Floats, Floats]
) -> list[_Claim]:
    """Return what each offer would take; an age counts for the last offer that names it."""
    left, natural = stock
    age = year - fleet.vintages
    free = age > 0
    claims = []
    worth = terms.capex_cny[0] * worth_share(
        np.maximum(age, 0.0), fleet.curve.limit_years, rules.scrap_value_share
    )
    for offer in reversed(terms.scrappage):
        eligible = free & (age >= offer.min_age_years) & (age <= offer.max_age_years)
        free = free & ~eligible
        rate = np.where(eligible, take_up(offer.cny, worth, rules), 0.0)
        claims.append(_Claim(offer, left * rate[:, None], float(natural[eligible].sum())))
    return claims[::-1]


def _fit(claims: list[_Claim], sales_after: Callable[[Floats], float]) -> float:
    """Return the part of early scrapping that finds a new vehicle to be renewed by.

    What is sold grows in proportion with what is scrapped, so the part is that of a straight line.
    """
    if not claims:
        return 1.0
    all_taken = sum((one.part * one.taken for one in claims), np.zeros_like(claims[0].taken))
    asked = float(all_taken.sum())
    none, full = sales_after(np.zeros_like(all_taken)), sales_after(all_taken)
    if full >= asked or asked <= 0:
        return 1.0
    if none <= 0 and full <= 0:
        return 0.0
    slope = asked - (full - none)
    return max(0.0, min(1.0, none / slope if slope > 0 else 1.0))
