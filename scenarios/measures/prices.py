"""Measures on prices: what shippers pay for haulage, roads and emissions.

``tariff``
    The rate of a mode changes for some commodity groups; below zero it is a subsidy.
``toll``
    Road tolls change.
``carbon-price``
    Emissions of every service have a price.

They move money from one pocket to another. Results show the sum as charges, beside the cost of
transport and not in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import BeforeValidator, model_validator

from scenarios.measures.common import GroupIds, Language, Measure, Mode, known_mode, span
from scenarios.measures.values import Bounds, PathBounds, YearPath, refuse, value_in
from scenarios.measures.words import MODES_ZH, groups_in
from transport.changes import CarbonPrice, ChangeTariff, ChangeToll

if TYPE_CHECKING:
    from scenarios.measures.common import Change

Percent = Annotated[YearPath, PathBounds(Bounds(-100, 300, "percent"))]


def ends(path: YearPath | None, unit: str, language: Language) -> str:
    """Write a year path from its first to its last number, or nothing without a path."""
    if path is None:
        return ""
    first, last = path.points[0][1], path.points[-1][1]
    between = "至" if language == "zh" else " to "
    return f"{first:+g}{unit}" if first == last else f"{first:+g}{between}{last:+g}{unit}"


class Tariff(Measure):
    """The rate of a mode changes.

    Attributes
    ----------
    mode : str
        Mode whose legs are charged otherwise: ``road``, ``rail``, ``inland_water`` or ``sea``.
    main_mode : str or None
        Only chains counted under this main mode, such as the road drayage of rail chains.
    change_percent : YearPath or None
        Change of the line-haul money in percent.
    change_cny_per_tkm : YearPath or None
        Change in CNY per tonne-km; below zero a subsidy. Both may be given, and then add up.
    commodity_groups : tuple of str
        Groups of the table ``choice_groups``; all without it.
    """

    kind: Literal["tariff"]
    mode: Annotated[Mode, BeforeValidator(known_mode)]
    main_mode: Annotated[Mode, BeforeValidator(known_mode)] | None = None
    change_percent: Percent | None = None
    change_cny_per_tkm: Annotated[YearPath, PathBounds(Bounds(-1, 5, "CNY/t km"))] | None = None
    commodity_groups: GroupIds = ()

    @model_validator(mode="after")
    def _changes_something(self) -> Self:
        """Refuse a tariff that names no change."""
        if self.change_percent is None and self.change_cny_per_tkm is None:
            message = "the tariff says neither change_percent nor change_cny_per_tkm"
            refuse("plan.missing", message, "one of them, or both")
        return self

    def changes(self, year: int) -> tuple[Change, ...]:
        """Return the rate of a year."""
        percent, per_tkm = (
            0.0 if path is None else value_in(path, year)
            for path in (self.change_percent, self.change_cny_per_tkm)
        )
        main_mode = self.main_mode or ""
        return (ChangeTariff(self.mode, percent / 100, per_tkm, main_mode, self.commodity_groups),)

    def describe(self, language: Language = "en") -> str:
        """Say which rate changes and by how much."""
        parts = (
            ends(self.change_percent, "%", language),
            ends(self.change_cny_per_tkm, " CNY/t km", language),
        )
        change = ", ".join(part for part in parts if part)
        groups = groups_in(self.commodity_groups, language)
        if language == "zh":
            chain = f"({MODES_ZH[self.main_mode]}运输链)" if self.main_mode else ""
            return f"{MODES_ZH[self.mode]}运价{chain} {groups} {change}"
        chain = f" in {self.main_mode.replace('_', ' ')} chains" if self.main_mode else ""
        return f"{self.mode.replace('_', ' ')} rates{chain} of {groups} {change}"


class Toll(Measure):
    """Road tolls change.

    Attributes
    ----------
    change_percent : YearPath
        Change of the tolls of today in percent; -100 lifts them.
    commodity_groups : tuple of str
        Groups of the table ``choice_groups``; all without it.
    """

    kind: Literal["toll"]
    change_percent: Percent
    commodity_groups: GroupIds = ()

    def changes(self, year: int) -> tuple[Change, ...]:
        """Return the tolls of a year."""
        return (ChangeToll(value_in(self.change_percent, year) / 100, self.commodity_groups),)

    def describe(self, language: Language = "en") -> str:
        """Say how tolls change."""
        change = ends(self.change_percent, "%", language)
        groups = groups_in(self.commodity_groups, language)
        return (
            f"公路通行费 {groups} {change}" if language == "zh" else f"tolls of {groups} {change}"
        )


class CarbonPriceMeasure(Measure):
    """Emissions of every service have a price.

    Attributes
    ----------
    price_cny_per_t : YearPath
        CNY of 2024 per tonne of CO2e.
    scope : str
        ``ttw`` (vehicles and vessels only; electric trains pay nothing) or ``wtw``.
    """

    kind: Literal["carbon-price"]
    price_cny_per_t: Annotated[YearPath, PathBounds(Bounds(0, 10_000, "CNY/t CO2e"))]
    scope: Literal["ttw", "wtw"] = "ttw"

    def changes(self, year: int) -> tuple[Change, ...]:
        """Return the price of a year."""
        return (CarbonPrice(value_in(self.price_cny_per_t, year), self.scope),)

    def describe(self, language: Language = "en") -> str:
        """Say what a tonne costs."""
        points = self.price_cny_per_t.points
        price = span(points[0][1], points[-1][1], language)
        if language == "zh":
            return f"碳价 {price}元/吨CO2e ({self.scope.upper()})"
        return f"carbon price {price} CNY/t CO2e ({self.scope.upper()})"
