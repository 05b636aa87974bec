"""Measures at terminals.

``terminal-handling``
    Handling of one mode at some places gets cheaper or faster, as a factor of today's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, ValidationInfo

from scenarios.measures.common import MODES, Language, Measure, Mode, known_id, known_of, span
from scenarios.measures.values import Ratio, refuse, shown, value_in
from scenarios.measures.waterways import once
from transport.changes import ScaleHandling

if TYPE_CHECKING:
    from scenarios.measures.common import Change

_TABLE = "networks/data/places.csv"
_MODES_ZH = {"road": "公路", "rail": "铁路", "inland_water": "内河", "sea": "海运"}


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


def _known_mode(value: object) -> object:
    """Refuse a mode that does not exist."""
    if not isinstance(value, str) or value not in MODES:
        refuse("plan.value", f"{shown(value)} is no mode", ", ".join(MODES))
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
    mode: Annotated[Mode, BeforeValidator(_known_mode)]
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
            return f"{len(self.places)}处{_MODES_ZH[self.mode]}装卸 费用x{cost} 时间x{time}"
        mode = self.mode.replace("_", " ")
        return f"{mode} handling at {len(self.places)} places, cost x{cost}, time x{time}"
