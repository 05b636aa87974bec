"""Measures that change what owners of vehicles pay, and where they find energy.

``scrappage-subsidy``
    The state pays for scrapping old vessels.
``purchase-subsidy``
    The state pays a part of new vehicles of some powertrains.
``clean-vessel-passage``
    Clean vessels pay less at locks and wait less.
``energy-price``
    Energy of some carriers becomes dearer or cheaper.
``energy-coverage``
    A part of the work of some powertrains finds its energy on the way.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import ValidationInfo, model_validator

from fleets.turnover.changes import (
    CleanPassage,
    EnergyCoverage,
    EnergyPrice,
    PurchaseSubsidy,
    ScrapSubsidy,
)
from scenarios.measures.common import Language, Measure
from scenarios.measures.fleet_fields import (
    Carriers,
    OnFleets,
    Percent,
    PercentPath,
    Powertrains,
    ends,
    refuse_early_end,
    refuse_without_tonnage,
)
from scenarios.measures.values import (
    Amount,
    Bounds,
    Flag,
    PathBounds,
    Year,
    YearPath,
    refuse,
    value_in,
)

if TYPE_CHECKING:
    from scenarios.measures.common import Change

SUBSIDIES_END = 2028
"""Last year of the subsidies for vessels, from the rules as revised in January 2026."""


class ScrappageSubsidy(OnFleets):
    """The state pays for scrapping old vessels, by age and gross tonnage.

    Attributes
    ----------
    cny_per_gross_t : Amount
        Money for a gross ton.
    min_age_years, max_age_years : Amount
        Ages that are paid, both included.
    min_gross_t, max_gross_t : Amount
        Gross tonnages that are paid; the first counts, the second does not.
    budget_cny : Amount or None
        Most money of a year.
    renews : bool
        Whether a new vessel has to be bought.
    until : int
        Last year.
    """

    kind: Literal["scrappage-subsidy"]
    cny_per_gross_t: Annotated[Amount, Bounds(0, 1e5, "CNY/GT")]
    min_age_years: Annotated[Amount, Bounds(0, 100, "years")] = Amount(15)
    max_age_years: Annotated[Amount, Bounds(0, 100, "years")] = Amount(30)
    min_gross_t: Annotated[Amount, Bounds(0, 1e6, "t")] = Amount(0)
    max_gross_t: Annotated[Amount, Bounds(0, 1e6, "t")] = Amount(1e6)
    budget_cny: Annotated[Amount, Bounds(0, 1e13, "CNY")] | None = None
    renews: Flag = True
    until: Year = SUBSIDIES_END

    @model_validator(mode="after")
    def _ages_in_order(self) -> Self:
        """Refuse ages or tonnages that hold nothing."""
        if self.min_age_years > self.max_age_years:
            refuse("plan.range", "min_age_years is above max_age_years", "the smaller one first")
        if self.min_gross_t >= self.max_gross_t:
            refuse("plan.range", "min_gross_t is not below max_gross_t", "the smaller one first")
        return self

    @model_validator(mode="after")
    def _pays_somebody(self, info: ValidationInfo) -> Self:
        """Refuse money that reaches nobody."""
        refuse_without_tonnage(self.fleets, info)
        refuse_early_end(self.opens, self.until)
        return self

    def changes(self, year: int) -> tuple[Change, ...]:
        """Return the money of a year."""
        if year > self.until:
            return ()
        return (
            ScrapSubsidy(
                self.fleets,
                float(self.min_age_years),
                float(self.max_age_years),
                float(self.cny_per_gross_t),
                float(self.min_gross_t),
                float(self.max_gross_t),
                math.inf if self.budget_cny is None else float(self.budget_cny),
                self.renews,
            ),
        )

    def describe(self, language: Language = "en") -> str:
        """Say who is paid how much."""
        money = f"{self.cny_per_gross_t:,g}"
        ages = f"{self.min_age_years:g}-{self.max_age_years:g}"
        if language == "zh":
            renews = "报废更新" if self.renews else "报废"
            return f"{self.named}{ages}年船龄{renews}补贴{money}元/总吨，至{self.until}年"
        renews = "scrapping and renewal" if self.renews else "scrapping"
        return f"{money} CNY/GT for {renews} of {self.named}, {ages} years old, to {self.until}"


class PurchaseSubsidyMeasure(OnFleets):
    """The state pays a part of new vehicles of some powertrains.

    Attributes
    ----------
    powertrains : tuple of str
        Powertrains, or ``clean`` or ``zero-emission``.
    cny_per_gross_t, cny_per_vehicle, price_percent : Amount
        What is paid; they add up, and at least one is given.
    until : int
        Last year.
    """

    kind: Literal["purchase-subsidy"]
    powertrains: Powertrains
    cny_per_gross_t: Annotated[Amount, Bounds(0, 1e5, "CNY/GT")] = Amount(0)
    cny_per_vehicle: Annotated[Amount, Bounds(0, 1e9, "CNY")] = Amount(0)
    price_percent: Percent = Amount(0)
    until: Year = SUBSIDIES_END

    @model_validator(mode="after")
    def _pays_something(self) -> Self:
        """Refuse a subsidy of nothing."""
        if not (self.cny_per_gross_t or self.cny_per_vehicle or self.price_percent):
            message = "none of cny_per_gross_t, cny_per_vehicle and price_percent is given"
            refuse("plan.missing", message, "at least one of them")
        return self

    @model_validator(mode="after")
    def _pays_somebody(self, info: ValidationInfo) -> Self:
        """Refuse money that reaches nobody."""
        if not (self.cny_per_vehicle or self.price_percent):
            refuse_without_tonnage(self.fleets, info)
        refuse_early_end(self.opens, self.until)
        return self

    def changes(self, year: int) -> tuple[Change, ...]:
        """Return the money of a year."""
        if year > self.until:
            return ()
        money = float(self.cny_per_gross_t), float(self.cny_per_vehicle)
        share = float(self.price_percent) / 100
        return (PurchaseSubsidy(self.fleets, self.powertrains, *money, share),)

    def describe(self, language: Language = "en") -> str:
        """Say what is paid for what."""
        parts = [
            text
            for value, text in (
                (self.cny_per_gross_t, f"{self.cny_per_gross_t:,g} CNY/GT"),
                (self.cny_per_vehicle, f"{self.cny_per_vehicle:,g} CNY"),
                (self.price_percent, f"{self.price_percent:g}%"),
            )
            if value
        ]
        money, what = " + ".join(parts), ", ".join(self.powertrains)
        if language == "zh":
            return f"{self.named}购置{what}补贴{money}，至{self.until}年"
        return f"{money} for new {self.named} with {what}, to {self.until}"


class CleanVesselPassage(Measure):
    """Clean vessels pay less at locks and wait less.

    Attributes
    ----------
    fee_cut_percent : YearPath
        Part of lock fees that they save.
    queue_cut_percent : YearPath
        Part of hours in queues that buyers reckon to save.
    called_first : bool
        Whether locks call them before other vessels.
    """

    kind: Literal["clean-vessel-passage"]
    fee_cut_percent: PercentPath = YearPath(((2024, Amount(0)),))
    queue_cut_percent: PercentPath = YearPath(((2024, Amount(0)),))
    called_first: Flag = False

    @model_validator(mode="after")
    def _changes_something(self) -> Self:
        """Refuse a passage that is like that of other vessels."""
        paths = (self.fee_cut_percent, self.queue_cut_percent)
        cuts = any(amount.high > 0 for path in paths for _, amount in path.points)
        if not (cuts or self.called_first):
            message = "clean vessels neither pay nor wait less"
            allowed = "a cut above 0 percent, or called_first = true"
            refuse("plan.missing", message, allowed)
        return self

    def changes(self, year: int) -> tuple[Change, ...]:
        """Return what clean vessels save in a year."""
        fee, queue = (
            value_in(path, year) / 100 for path in (self.fee_cut_percent, self.queue_cut_percent)
        )
        return (CleanPassage(fee, queue, self.called_first),)

    def describe(self, language: Language = "en") -> str:
        """Say what they save."""
        fee, queue = ends(self.fee_cut_percent, language), ends(self.queue_cut_percent, language)
        if language == "zh":
            first = "，过闸优先" if self.called_first else ""
            return f"清洁船舶过闸费减{fee}%、购置时按待闸减{queue}%计{first}"
        first = ", called first" if self.called_first else ""
        return (
            f"{fee}% off lock fees, {queue}% off queues as buyers reckon, for clean vessels{first}"
        )


class EnergyPriceMeasure(Measure):
    """Energy of some carriers becomes dearer or cheaper, for those who buy vehicles.

    Attributes
    ----------
    carriers : tuple of str
        Carriers of the table ``carriers``.
    factor : YearPath
        Factor on today's price.
    """

    kind: Literal["energy-price"]
    carriers: Carriers
    factor: Annotated[YearPath, PathBounds(Bounds(0, 10))]

    def changes(self, year: int) -> tuple[Change, ...]:
        """Return the factor of a year."""
        return (EnergyPrice(self.carriers, value_in(self.factor, year)),)

    def describe(self, language: Language = "en") -> str:
        """Say what becomes of which price."""
        what, factor = ", ".join(self.carriers), ends(self.factor, language)
        if language == "zh":
            return f"{what}价格为现价的{factor}倍"
        return f"{what} at {factor} times today's price"


class EnergyCoverageMeasure(OnFleets):
    """A part of the work of some powertrains finds its energy on the way.

    Attributes
    ----------
    powertrains : tuple of str
        Powertrains.
    share_percent : YearPath
        Part of the work.
    """

    kind: Literal["energy-coverage"]
    powertrains: Powertrains
    share_percent: PercentPath

    def changes(self, year: int) -> tuple[Change, ...]:
        """Return the part of a year."""
        share = value_in(self.share_percent, year) / 100
        return (EnergyCoverage(self.fleets, self.powertrains, share),)

    def describe(self, language: Language = "en") -> str:
        """Say what is covered how far."""
        what, share = ", ".join(self.powertrains), ends(self.share_percent, language)
        if language == "zh":
            return f"{self.named}中{what}的补能覆盖{share}%"
        return f"energy for {what} on {share}% of the work of {self.named}"
