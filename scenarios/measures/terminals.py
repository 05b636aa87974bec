"""Measures at terminals.

``terminal-handling``
    Handling of one mode at some places gets cheaper or faster, as a factor of today's.
``through-transport``
    One document holds for the whole chain, so that passing cargo on costs and takes less.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, ValidationInfo

from scenarios.measures.common import (
    MODES,
    GroupIds,
    Language,
    Measure,
    Mode,
    known_id,
    known_mode,
    known_of,
    once,
    span,
)
from scenarios.measures.values import Bounds, PathBounds, Ratio, YearPath, refuse, shown, value_in
from scenarios.measures.words import MODES_ZH, groups_in
from transport.changes import ScaleHandling, ThroughTransport

if TYPE_CHECKING:
    from scenarios.measures.common import Change

_TABLE = "networks/data/places.csv"
_JOINTS: dict[str, tuple[str, str]] = {
    "rail-sea": ("rail", "sea"),
    "river-sea": ("inland_water", "sea"),
    "rail-river": ("rail", "inland_water"),
}
_JOINTS_ZH = {"rail-sea": "铁海联运", "river-sea": "江海联运", "rail-river": "铁水联运"}


def _known_place(value: str, info: ValidationInfo) -> str:
    """Refuse a place that the tables do not have, or that lacks the mode."""
    known = known_of(info)
    if known is None:
        return value
    known_id("plan.place", "place", value, tuple(known.place_modes), _TABLE)
    mode = info.data.get("mode")
    if mode is not None and mode not in known.place_modes[value]:
        modes = ", ".join(one for one in MODES if one in known.place_modes[value])
        message = f"place {shown(value)} has no {mode} terminal"
        refuse("plan.place", message, f"it has: {modes or 'none'}", f"see {_TABLE}")
    return value


PlaceId = Annotated[str, AfterValidator(_known_place)]


class TerminalHandling(Measure):
    """Handling of one mode at some places changes.

    Attributes
    ----------
    mode : str
        Mode whose terminals change.
    places : tuple of str
        Places that have the mode.
    cost_factor, time_factor : YearPath
        Handling cost and time as factors of today's.
    """

    kind: Literal["terminal-handling"]
    mode: Annotated[Mode, BeforeValidator(known_mode)]
    places: Annotated[tuple[PlaceId, ...], AfterValidator(once)]
    cost_factor: Ratio
    time_factor: Ratio

    def changes(self, year: int) -> tuple[Change, ...]:
        """Return the factors of a year."""
        cost, time = value_in(self.cost_factor, year), value_in(self.time_factor, year)
        return (ScaleHandling(self.places, self.mode, cost, time),)

    def describe(self, language: Language = "en") -> str:
        """Say where handling changes and by how much."""
        cost, time = (
            span(path.points[0][1], path.points[-1][1])
            for path in (self.cost_factor, self.time_factor)
        )
        if language == "zh":
            return f"{len(self.places)}处{MODES_ZH[self.mode]}装卸 费用x{cost} 时间x{time}"
        mode = self.mode.replace("_", " ")
        return f"{mode} handling at {len(self.places)} places, cost x{cost}, time x{time}"


Cut = Annotated[YearPath, PathBounds(Bounds(0, 100, "percent"))]


class ThroughDocument(Measure):
    """One document holds for the whole chain, so that passing cargo on costs and takes less.

    Attributes
    ----------
    transfer : str
        ``rail-sea``, ``river-sea`` or ``rail-river``: where cargo is passed on, either way.
    cost_cut_percent, time_cut_percent : YearPath
        Part of the handling money and of the terminal hours of both legs that falls away there.
    commodity_groups : tuple of str
        Groups of the table ``choice_groups``; all without it.
    """

    kind: Literal["through-transport"]
    transfer: Literal["rail-sea", "river-sea", "rail-river"]
    cost_cut_percent: Cut
    time_cut_percent: Cut
    commodity_groups: GroupIds = ()

    def changes(self, year: int) -> tuple[Change, ...]:
        """Return the cuts of a year."""
        cost = value_in(self.cost_cut_percent, year) / 100
        time = value_in(self.time_cut_percent, year) / 100
        return (ThroughTransport(_JOINTS[self.transfer], cost, time, self.commodity_groups),)

    def describe(self, language: Language = "en") -> str:
        """Say which transfers get cheaper and faster."""
        cost, time = (
            span(path.points[0][1], path.points[-1][1])
            for path in (self.cost_cut_percent, self.time_cut_percent)
        )
        groups = groups_in(self.commodity_groups, language)
        if language == "zh":
            return f"{_JOINTS_ZH[self.transfer]}一单制 {groups} 换装费用-{cost}% 时间-{time}%"
        return f"one document for {self.transfer} chains of {groups}, cost -{cost}%, time -{time}%"
