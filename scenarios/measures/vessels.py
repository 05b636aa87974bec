"""Measures on inland vessels.

``vessel-powertrain``
    A share of the voyages of some vessel classes is made with another engine and fuel.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator, ValidationInfo

from scenarios.measures.common import Language, Measure, known_id, known_of, once, span
from scenarios.measures.values import Amount, Bounds, PathBounds, YearPath, refuse, shown, value_in
from scenarios.measures.words import counted
from transport.changes import VesselPowertrain

if TYPE_CHECKING:
    from scenarios.measures.common import Change


def _known_powertrain(value: str, info: ValidationInfo) -> str:
    """Refuse a powertrain that the tables do not have."""
    known = known_of(info)
    if known is None:
        return value
    table = "fleets/data/vessel_powertrains.csv"
    return known_id("plan.value", "powertrain", value, known.powertrains, table)


def _known_class(value: str, info: ValidationInfo) -> str:
    """Refuse an inland vessel class that has no costs."""
    known = known_of(info)
    if known is None:
        return value
    table = "fleets/data/vessel_costs.csv"
    return known_id("plan.value", "vessel class", value, known.vessel_classes, table)


def _on_water(value: str, info: ValidationInfo) -> str:
    """Refuse a place that no inland vessel calls at or passes."""
    known = known_of(info)
    if known is None:
        return value
    table = "networks/data/places.csv"
    known_id("plan.place", "place", value, tuple(known.place_modes), table)
    if "inland_water" not in known.place_modes[value]:
        refuse("plan.place", f"no waterway passes {shown(value)}", "a place on a waterway")
    return value


Powertrain = Annotated[str, AfterValidator(_known_powertrain)]
ClassId = Annotated[str, AfterValidator(_known_class)]
StationId = Annotated[str, AfterValidator(_on_water)]


class VesselPowertrainMeasure(Measure):
    """A share of the voyages of some vessel classes is made with another engine and fuel.

    Attributes
    ----------
    powertrain : str
        Row of the table ``vessel_powertrains``.
    share_percent : YearPath
        Laden voyages of the classes that it makes, where it can make them.
    classes : tuple of str
        Vessel classes of the table ``vessel_costs``; all without it.
    stations : tuple of str
        Places where batteries are charged or swapped on the way, beside both ends of a voyage.
    stop_h : float
        Hours of a stop there.
    """

    kind: Literal["vessel-powertrain"]
    powertrain: Powertrain
    share_percent: Annotated[YearPath, PathBounds(Bounds(0, 100, "percent"))]
    classes: Annotated[tuple[ClassId, ...], AfterValidator(once)] = ()
    stations: Annotated[tuple[StationId, ...], AfterValidator(once)] = ()
    stop_h: Annotated[Amount, Bounds(0, 48, "h")] = Amount(0)

    def changes(self, year: int) -> tuple[Change, ...]:
        """Return the share of a year."""
        share = value_in(self.share_percent, year) / 100
        stop_h = float(self.stop_h)
        return (VesselPowertrain(self.powertrain, share, self.classes, self.stations, stop_h),)

    def describe(self, language: Language = "en") -> str:
        """Say which vessels sail with what, and where batteries are charged."""
        points = self.share_percent.points
        share, count = span(points[0][1], points[-1][1], language), len(self.stations)
        if language == "zh":
            of = "、".join(self.classes) or "全部船型"
            at = f" 沿线{count}处补能" if count else ""
            return f"{of} {share}%航次采用{self.powertrain}{at}"
        of = ", ".join(self.classes) or "all vessel classes"
        at = f", {counted(count, 'station')}" if count else ""
        return f"{share}% of voyages of {of} with {self.powertrain}{at}"
