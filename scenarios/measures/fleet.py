"""Measures on the stock of vessels, trucks and locomotives.

``fleet-turnover``
    Vessels are those of the stock, without any other measure on them.
``scrappage-subsidy``
    The state pays for scrapping old vessels.
``purchase-subsidy``
    The state pays a part of new vehicles of some powertrains.
``sale-share``, ``sale-ban``
    Some powertrains make at least a share of sales, or are sold no more.
``stock-share``
    Some powertrains make at least a share of the stock.
``retire-stage``
    Vehicles of an emission stage and older are gone by a year.
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

from pydantic import AfterValidator, ValidationInfo, model_validator

from fleets.stock_changes import (
    CLEAN,
    ZERO_EMISSION,
    CleanPassage,
    EnergyCoverage,
    EnergyPrice,
    PurchaseSubsidy,
    RetireStage,
    SaleBan,
    SaleShare,
    ScrapSubsidy,
    StockShare,
    UseStock,
)
from scenarios.measures.common import Language, Measure, known_id, known_of, once, span
from scenarios.measures.values import (
    Amount,
    Bounds,
    PathBounds,
    Year,
    YearPath,
    refuse,
    value_in,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scenarios.measures.common import Change

SUBSIDIES_END = 2028
"""Last year of the subsidies for vessels, from the rules as revised in January 2026."""

_GROUPS = "fleets/data/stock_groups.csv and vessel_costs.csv"
_PRICES = "fleets/data/carrier_prices.csv and price_paths.csv"
_POWERTRAINS = "fleets/data/stock_powertrains.csv"


def _known_fleet(value: str, info: ValidationInfo) -> str:
    """Refuse a fleet that the tables do not have."""
    known = known_of(info)
    if known is None:
        return value
    return known_id("plan.value", "fleet", value, tuple(known.fleet_powertrains), _GROUPS)


def _of_fleets(table: Mapping[str, tuple[str, ...]], info: ValidationInfo) -> tuple[str, ...]:
    """Return what a table has for any of the fleets that the measure names."""
    named = info.data.get("fleets", tuple(table))
    return tuple(dict.fromkeys(one for fleet in named for one in table.get(fleet, ())))


def _known_powertrain(value: str, info: ValidationInfo) -> str:
    """Refuse a powertrain that none of the fleets has."""
    known = known_of(info)
    if known is None or value in {CLEAN, ZERO_EMISSION}:
        return value
    offered = _of_fleets(known.fleet_powertrains, info)
    return known_id("plan.value", "powertrain of these fleets", value, offered, _POWERTRAINS)


def _known_stage(value: str, info: ValidationInfo) -> str:
    """Refuse an emission stage that none of the fleets has."""
    known = known_of(info)
    if known is None:
        return value
    stages = _of_fleets(known.fleet_stages, info)
    table = "fleets/data/stock_stages.csv"
    return known_id("plan.value", "emission stage of these fleets", value, stages, table)


def _known_carrier(value: str, info: ValidationInfo) -> str:
    """Refuse a carrier without a price."""
    known = known_of(info)
    if known is None:
        return value
    return known_id("plan.value", "carrier with a price", value, known.carriers, _PRICES)


FleetIds = Annotated[tuple[Annotated[str, AfterValidator(_known_fleet)], ...], AfterValidator(once)]
Powertrains = Annotated[
    tuple[Annotated[str, AfterValidator(_known_powertrain)], ...], AfterValidator(once)
]
Stage = Annotated[str, AfterValidator(_known_stage)]
Carriers = Annotated[
    tuple[Annotated[str, AfterValidator(_known_carrier)], ...], AfterValidator(once)
]
PercentPath = Annotated[YearPath, PathBounds(Bounds(0, 100, "percent"))]
Percent = Annotated[Amount, Bounds(0, 100, "percent")]


def _ends(path: YearPath) -> str:
    """Write both ends of a year path."""
    return span(path.points[0][1], path.points[-1][1])


class _OnFleets(Measure):
    """What measures on fleets have in common.

    Attributes
    ----------
    fleets : tuple of str
        Groups of the table ``stock_groups``, or inland classes.
    """

    fleets: FleetIds

    @property
    def named(self) -> str:
        """The fleets in one line."""
        return ", ".join(self.fleets)


class FleetTurnover(Measure):
    """Vessels are those of the stock, without any other measure on them."""

    kind: Literal["fleet-turnover"]

    def changes(self, year: int) -> tuple[Change, ...]:
        """Return that the stock is used."""
        del year
        return (UseStock(),)

    def describe(self, language: Language = "en") -> str:
        """Say where vessels come from."""
        return "车船构成按运力更新" if language == "zh" else "vessels follow the turnover of fleets"


class ScrappageSubsidy(_OnFleets):
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
    renews: bool = True
    until: Year = SUBSIDIES_END

    @model_validator(mode="after")
    def _ages_in_order(self) -> Self:
        """Refuse ages or tonnages that hold nothing."""
        if self.min_age_years > self.max_age_years:
            refuse("plan.range", "min_age_years is above max_age_years", "the smaller one first")
        if self.min_gross_t >= self.max_gross_t:
            refuse("plan.range", "min_gross_t is not below max_gross_t", "the smaller one first")
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


class PurchaseSubsidyMeasure(_OnFleets):
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


class SaleShareMeasure(_OnFleets):
    """Some powertrains together make at least a share of sales.

    Attributes
    ----------
    powertrains : tuple of str
        Powertrains, or ``clean`` or ``zero-emission``.
    share_percent : YearPath
        Least share of sales.
    """

    kind: Literal["sale-share"]
    powertrains: Powertrains
    share_percent: PercentPath

    def changes(self, year: int) -> tuple[Change, ...]:
        """Return the floor of a year."""
        share = value_in(self.share_percent, year) / 100
        return (SaleShare(self.fleets, self.powertrains, share),)

    def describe(self, language: Language = "en") -> str:
        """Say the share of what."""
        what, share = ", ".join(self.powertrains), _ends(self.share_percent)
        if language == "zh":
            return f"{self.named}新增中{what}不低于{share}%"
        return f"at least {share}% {what} among new {self.named}"


class SaleBanMeasure(_OnFleets):
    """Some powertrains are sold no more.

    Attributes
    ----------
    powertrains : tuple of str
        Powertrains.
    """

    kind: Literal["sale-ban"]
    powertrains: Powertrains

    def changes(self, year: int) -> tuple[Change, ...]:
        """Return the ban."""
        del year
        return (SaleBan(self.fleets, self.powertrains),)

    def describe(self, language: Language = "en") -> str:
        """Say what is banned."""
        what = ", ".join(self.powertrains)
        if language == "zh":
            return f"{self.named}停止新增{what}"
        return f"no new {self.named} with {what}"


class StockShareMeasure(_OnFleets):
    """Some powertrains together make at least a share of the stock.

    Attributes
    ----------
    powertrains : tuple of str
        Powertrains, or ``clean`` or ``zero-emission``.
    share_percent : YearPath
        Least share of vehicles.
    replaces : bool
        Whether others are retired early where all sales do not reach it.
    """

    kind: Literal["stock-share"]
    powertrains: Powertrains
    share_percent: PercentPath
    replaces: bool = False

    def changes(self, year: int) -> tuple[Change, ...]:
        """Return the floor of a year."""
        share = value_in(self.share_percent, year) / 100
        return (StockShare(self.fleets, self.powertrains, share, self.replaces),)

    def describe(self, language: Language = "en") -> str:
        """Say the share of what."""
        what, share = ", ".join(self.powertrains), _ends(self.share_percent)
        if language == "zh":
            early = "，必要时提前更换" if self.replaces else ""
            return f"{self.named}保有量中{what}不低于{share}%{early}"
        early = ", others replaced early" if self.replaces else ""
        return f"at least {share}% {what} in the stock of {self.named}{early}"


class RetireStageMeasure(_OnFleets):
    """Vehicles of an emission stage and older are gone by a year.

    Attributes
    ----------
    stage : str
        Newest stage that leaves, of the table ``stock_stages``.
    by : int
        Year in which none is left; from ``opens`` on equal numbers leave each year.
    """

    kind: Literal["retire-stage"]
    stage: Stage
    by: Year

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        """Refuse an end before the start."""
        if self.by < self.opens:
            refuse("plan.year", f"by ({self.by}) lies before opens ({self.opens})", "opens <= by")
        return self

    def changes(self, year: int) -> tuple[Change, ...]:
        """Return the part of those left that goes in a year."""
        share = 1 / max(self.by - year + 1, 1)
        return (RetireStage(self.fleets, self.stage, share),)

    def describe(self, language: Language = "en") -> str:
        """Say what is gone when."""
        if language == "zh":
            return f"{self.by}年前淘汰{self.named}中{self.stage}及以下"
        return f"{self.named} of {self.stage} and older gone by {self.by}"


class CleanVesselPassage(Measure):
    """Clean vessels pay less at locks and wait less.

    Attributes
    ----------
    fee_cut_percent, queue_cut_percent : YearPath
        Part of lock fees, and of hours in queues, that they save.
    """

    kind: Literal["clean-vessel-passage"]
    fee_cut_percent: PercentPath = YearPath(((2024, Amount(0)),))
    queue_cut_percent: PercentPath = YearPath(((2024, Amount(0)),))

    def changes(self, year: int) -> tuple[Change, ...]:
        """Return what clean vessels save in a year."""
        fee, queue = (
            value_in(path, year) / 100 for path in (self.fee_cut_percent, self.queue_cut_percent)
        )
        return (CleanPassage(fee, queue),)

    def describe(self, language: Language = "en") -> str:
        """Say what they save."""
        fee, queue = _ends(self.fee_cut_percent), _ends(self.queue_cut_percent)
        if language == "zh":
            return f"清洁船舶过闸费减{fee}%、待闸减{queue}%"
        return f"{fee}% off lock fees and {queue}% off queues for clean vessels"


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
        what, factor = ", ".join(self.carriers), _ends(self.factor)
        if language == "zh":
            return f"{what}价格为现价的{factor}倍"
        return f"{what} at {factor} times today's price"


class EnergyCoverageMeasure(_OnFleets):
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
        what, share = ", ".join(self.powertrains), _ends(self.share_percent)
        if language == "zh":
            return f"{self.named}中{what}的补能覆盖{share}%"
        return f"energy for {what} on {share}% of the work of {self.named}"
