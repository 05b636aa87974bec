"""Measures on road haulage.

``truck-restriction``
    Road hauls of some commodity groups or over some links cost more money or hours, or are banned.
``empty-running``
    Freight platforms match back-hauls, so that trucks or vessels run fewer kilometres empty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import AfterValidator, ValidationInfo, model_validator

from scenarios.measures.common import (
    GroupIds,
    Language,
    Measure,
    known_id,
    known_of,
    once,
    span,
)
from scenarios.measures.values import Amount, Bounds, PathBounds, YearPath, refuse, value_in
from scenarios.measures.words import counted, groups_in
from transport.changes import CutEmptyRunning, RestrictTrucks

if TYPE_CHECKING:
    from scenarios.measures.common import Change


def _known_road_link(value: str, info: ValidationInfo) -> str:
    """Refuse a road link that the tables do not have."""
    known = known_of(info)
    if known is None:
        return value
    table = "networks/data/road_links.csv and access_links.csv"
    return known_id("plan.link", "road link", value, known.road_links, table)


RoadLinkId = Annotated[str, AfterValidator(_known_road_link)]


class TruckRestriction(Measure):
    """Road hauls of some commodity groups or over some links cost more, or are banned.

    Attributes
    ----------
    min_km : float
        Road hauls are touched from this length on.
    cost_cny_per_t, delay_h : YearPath or None
        What permits, detours and closed hours add to a haul.
    ban_percent : YearPath or None
        Part of the cargo that may not take such a haul; at least one of the three is given.
    links : tuple of str
        Road or access links: only hauls over one of them are touched; all without it.
    commodity_groups : tuple of str
        Groups of the table ``choice_groups``; all without it.
    """

    kind: Literal["truck-restriction"]
    min_km: Annotated[Amount, Bounds(0, 5000, "km")] = Amount(0)
    cost_cny_per_t: Annotated[YearPath, PathBounds(Bounds(0, 1000, "CNY/t"))] | None = None
    delay_h: Annotated[YearPath, PathBounds(Bounds(0, 240, "h"))] | None = None
    ban_percent: Annotated[YearPath, PathBounds(Bounds(0, 100, "percent"))] | None = None
    links: Annotated[tuple[RoadLinkId, ...], AfterValidator(once)] = ()
    commodity_groups: GroupIds = ()

    @model_validator(mode="after")
    def _restricts_something(self) -> Self:
        """Refuse a restriction that adds nothing."""
        if self.cost_cny_per_t is None and self.delay_h is None and self.ban_percent is None:
            message = "the restriction says none of cost_cny_per_t, delay_h and ban_percent"
            refuse("plan.missing", message, "at least one of them")
        return self

    def changes(self, year: int) -> tuple[Change, ...]:
        """Return what a year adds to the hauls, and the part that is banned."""
        cost, hours, banned = (
            0.0 if path is None else value_in(path, year)
            for path in (self.cost_cny_per_t, self.delay_h, self.ban_percent)
        )
        change = RestrictTrucks(
            float(self.min_km), cost, hours, self.commodity_groups, self.links, banned / 100
        )
        return (change,)

    def describe(self, language: Language = "en") -> str:
        """Say which hauls are touched and what they pay."""
        paths = ((self.cost_cny_per_t, "CNY/t"), (self.delay_h, "h"))
        parts = [f"+{_ends(path, language)} {unit}" for path, unit in paths if path]
        groups, count = groups_in(self.commodity_groups, language), len(self.links)
        if language == "zh":
            parts += [f"禁行{_ends(self.ban_percent, language)}%"] if self.ban_percent else []
            over = f"经{count}条路段的" if count else ""
            return f"{over}{self.min_km:g}公里以上公路运输限制 {groups} {', '.join(parts)}"
        parts += [f"{_ends(self.ban_percent, language)}% banned"] if self.ban_percent else []
        over = f" over {counted(count, 'link')}" if count else ""
        return f"road hauls of {groups} from {self.min_km:g} km{over} {', '.join(parts)}"


def _ends(path: YearPath, language: Language) -> str:
    """Write a year path from its first to its last number."""
    return span(path.points[0][1], path.points[-1][1], language)


class EmptyRunning(Measure):
    """Freight platforms match back-hauls, so that trucks or vessels run less empty.

    Attributes
    ----------
    mode : str
        ``road`` or ``inland_water``.
    cut_percent : YearPath
        Empty kilometres that platforms would match, in percent of today's; never below what the
        imbalance of the mode's flows leaves.
    """

    kind: Literal["empty-running"]
    mode: Literal["road", "inland_water"] = "road"
    cut_percent: Annotated[YearPath, PathBounds(Bounds(0, 100, "percent"))]

    def changes(self, year: int) -> tuple[Change, ...]:
        """Return the cut of a year."""
        return (CutEmptyRunning(value_in(self.cut_percent, year) / 100, self.mode),)

    def describe(self, language: Language = "en") -> str:
        """Say how much empty running platforms cut."""
        cut = _ends(self.cut_percent, language)
        vehicles = {"road": ("货车空驶", "trucks"), "inland_water": ("船舶空载航行", "vessels")}
        zh, en = vehicles[self.mode]
        return f"{zh}减少{cut}%" if language == "zh" else f"{cut}% less empty running of {en}"
