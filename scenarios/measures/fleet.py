"""Measures on the stock of vessels, trucks and locomotives.

``sale-share``, ``sale-ban``
    Some powertrains make at least a share of sales, or are sold no more.
``stock-share``
    Some powertrains make at least a share of the stock.
``retire-stage``
    Vehicles of an emission stage and older are gone by a year.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Self

from pydantic import model_validator

from fleets.turnover.changes import RetireStage, SaleBan, SaleShare, StockShare
from scenarios.measures.fleet_fields import OnFleets, PercentPath, Powertrains, Stage, ends
from scenarios.measures.values import Flag, Year, refuse, value_in

if TYPE_CHECKING:
    from scenarios.measures.common import Change, Language


class SaleShareMeasure(OnFleets):
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
        what, share = ", ".join(self.powertrains), ends(self.share_percent, language)
        if language == "zh":
            return f"{self.named}新增中{what}不低于{share}%"
        return f"at least {share}% {what} among new {self.named}"


class SaleBanMeasure(OnFleets):
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


class StockShareMeasure(OnFleets):
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
    replaces: Flag = False

    def changes(self, year: int) -> tuple[Change, ...]:
        """Return the floor of a year."""
        share = value_in(self.share_percent, year) / 100
        return (StockShare(self.fleets, self.powertrains, share, self.replaces),)

    def describe(self, language: Language = "en") -> str:
        """Say the share of what."""
        what, share = ", ".join(self.powertrains), ends(self.share_percent, language)
        if language == "zh":
            early = "，必要时提前更换" if self.replaces else ""
            return f"{self.named}保有量中{what}不低于{share}%{early}"
        early = ", others replaced early" if self.replaces else ""
        return f"at least {share}% {what} in the stock of {self.named}{early}"


class RetireStageMeasure(OnFleets):
    """Vehicles of an emission stage and older are gone by a year.

    Attributes
    ----------
    stage : str
        Newest stage that leaves, of the table ``stock_stages``.
    by : int
        Year in which none is left; from ``opens`` on a part leaves each year: with n years left,
        one in n of those still there.
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
