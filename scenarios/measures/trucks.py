"""Measures on road haulage.

``truck-restriction``
    Long road hauls of some commodity groups cost more money or hours.
``empty-running``
    Freight platforms match back-hauls, so that trucks run fewer kilometres empty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import model_validator

from scenarios.measures.common import GroupIds, Language, Measure, span
from scenarios.measures.values import Amount, Bounds, PathBounds, YearPath, refuse, value_in
from scenarios.measures.words import groups_in
from transport.changes import CutEmptyRunning, RestrictTrucks

if TYPE_CHECKING:
    from scenarios.measures.common import Change


class TruckRestriction(Measure):
    """Long road hauls of some commodity groups cost more money or hours.

    Attributes
    ----------
    min_km : float
        Road hauls are touched from this length on.
    cost_cny_per_t, delay_h : YearPath or None
        What permits, detours and closed hours add to a haul; at least one of them.
    commodity_groups : tuple of str
        Groups of the table ``choice_groups``; all without it.
    """

    kind: Literal["truck-restriction"]
    min_km: Annotated[Amount, Bounds(0, 5000, "km")]
    cost_cny_per_t: Annotated[YearPath, PathBounds(Bounds(0, 1000, "CNY/t"))] | None = None
    delay_h: Annotated[YearPath, PathBounds(Bounds(0, 240, "h"))] | None = None
    commodity_groups: GroupIds = ()

    @model_validator(mode="after")
    def _restricts_something(self) -> Self:
        """Refuse a restriction that adds nothing."""
        if self.cost_cny_per_t is None and self.delay_h is None:
            message = "the restriction says neither cost_cny_per_t nor delay_h"
            refuse("plan.missing", message, "one of them, or both")
        return self

    def changes(self, year: int) -> tuple[Change, ...]:
        """Return what a year adds to the hauls."""
        cost, hours = (
            0.0 if path is None else value_in(path, year)
            for path in (self.cost_cny_per_t, self.delay_h)
        )
        return (RestrictTrucks(float(self.min_km), cost, hours, self.commodity_groups),)

    def describe(self, language: Language = "en") -> str:
        """Say which hauls are touched and what they pay."""
        paths = ((self.cost_cny_per_t, "CNY/t"), (self.delay_h, "h"))
        added = ", ".join(
            f"+{span(path.points[0][1], path.points[-1][1])} {unit}" for path, unit in paths if path
        )
        groups = groups_in(self.commodity_groups, language)
        if language == "zh":
            return f"{self.min_km:g}公里以上公路运输限制 {groups} {added}"
        return f"road hauls of {groups} from {self.min_km:g} km {added}"


class EmptyRunning(Measure):
    """Freight platforms match back-hauls, so that trucks run fewer kilometres empty.

    Attributes
    ----------
    mode : str
        ``road``. Inland vessels already return empty only as far as flows are out of balance.
    cut_percent : YearPath
        Empty kilometres that platforms would match, in percent of today's; never below what the
        imbalance of road flows leaves.
    """

    kind: Literal["empty-running"]
    mode: Literal["road"] = "road"
    cut_percent: Annotated[YearPath, PathBounds(Bounds(0, 100, "percent"))]

    def changes(self, year: int) -> tuple[Change, ...]:
        """Return the cut of a year."""
        return (CutEmptyRunning(value_in(self.cut_percent, year) / 100),)

    def describe(self, language: Language = "en") -> str:
        """Say how much empty running platforms cut."""
        points = self.cut_percent.points
        cut = span(points[0][1], points[-1][1])
        return f"货车空驶减少{cut}%" if language == "zh" else f"{cut}% less empty running of trucks"
