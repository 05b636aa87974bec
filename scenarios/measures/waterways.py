"""Measures on waterways: lock lines, fairway depths and the draught of canals.

``lock-line``
    A further line of a lock opens, or an existing line is rebuilt when its number is given.
``fairway-depth``
    Links of a river are dredged to a guaranteed depth.
``canal-draught``
    A canal admits vessels up to a draught.
``lock-scheduling``
    Locks that are scheduled together call vessels sooner and know them earlier.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
)

from networks.changes import OpenLockLine, SetFairwayDepth, SetMaxDraught
from scenarios.measures.common import Language, Measure, known_id, known_of, once, span
from scenarios.measures.values import Amount, Bounds, PathBounds, YearPath, refuse, shown, value_in
from scenarios.measures.words import counted
from transport.changes import ScheduleLocks

if TYPE_CHECKING:
    from scenarios.measures.common import Change


def _known_lock(value: str, info: ValidationInfo) -> str:
    """Refuse a lock that the tables do not have."""
    known = known_of(info)
    if known is None:
        return value
    return known_id("plan.place", "lock", value, tuple(known.lock_lines), "networks/data/locks.csv")


def _known_link(value: str, info: ValidationInfo) -> str:
    """Refuse a waterway link that the tables do not have."""
    known = known_of(info)
    if known is None:
        return value
    table = "networks/data/waterway_links.csv"
    return known_id("plan.link", "waterway link", value, known.waterway_links, table)


def _line_number(value: object) -> str:
    """Return the id of a lock line given as 5 or as "5"."""
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(text, str) or text not in set("123456789"):
        refuse("plan.value", f"{shown(value)} is not the number of a lock line", "1 to 9")
    return text


LockId = Annotated[str, AfterValidator(_known_lock)]
LinkId = Annotated[str, AfterValidator(_known_link)]
LinkIds = Annotated[tuple[LinkId, ...], AfterValidator(once)]


class ChamberSize(BaseModel):
    """Usable size of a lock chamber."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    length_m: Annotated[Amount, Bounds(50, 500, "m")]
    width_m: Annotated[Amount, Bounds(8, 60, "m")]
    sill_depth_m: Annotated[Amount, Bounds(1, 12, "m")]


class LockLine(Measure):
    """A further line of a lock opens, or an existing line is rebuilt.

    Attributes
    ----------
    lock : str
        Lock of the ``locks`` table.
    line : str
        Line at that lock; the reader of a plan gives the next free number when there is none.
    chamber : ChamberSize
        Usable length, width and depth over the sill.
    cycle_min : float or None
        Minutes of one lockage.
    """

    kind: Literal["lock-line"]
    lock: LockId
    line: Annotated[str, BeforeValidator(_line_number)] = ""
    chamber: ChamberSize
    cycle_min: Annotated[Amount, Bounds(20, 180, "minutes")] | None = None

    def changes(self, year: int) -> tuple[Change, ...]:
        """Return the opening of the line."""
        del year
        size = self.chamber
        cycle_min = None if self.cycle_min is None else float(self.cycle_min)
        lengths = (float(size.length_m), float(size.width_m), float(size.sill_depth_m))
        return (OpenLockLine(self.lock, self.line, *lengths, cycle_min),)

    def describe(self, language: Language = "en") -> str:
        """Say which line opens and how large it is."""
        size = self.chamber
        metres = f"{size.length_m:g} x {size.width_m:g} x {size.sill_depth_m:g} m"
        if language == "zh":
            return f"{self.lock}船闸{self.line}线 {metres}"
        return f"{self.lock} lock line {self.line}, {metres}"


class FairwayDepth(Measure):
    """Links of a river are dredged.

    Attributes
    ----------
    links : tuple of str
        Waterway links.
    depth_m : float
        Guaranteed depth.
    """

    kind: Literal["fairway-depth"]
    links: LinkIds
    depth_m: Annotated[Amount, Bounds(1, 20, "m")]

    def changes(self, year: int) -> tuple[Change, ...]:
        """Return the new depth of the links."""
        del year
        return (SetFairwayDepth(self.links, float(self.depth_m)),)

    def describe(self, language: Language = "en") -> str:
        """Say how many links get which depth."""
        if language == "zh":
            return f"{len(self.links)}段航道 水深{self.depth_m:g}米"
        return f"{len(self.links)} fairway links, {self.depth_m:g} m deep"


class CanalDraught(Measure):
    """A canal admits vessels up to a draught.

    Attributes
    ----------
    links : tuple of str
        Waterway links; every link of kind ``canal`` when the plan gives none.
    max_draught_m : YearPath
        Largest draught by year.
    """

    kind: Literal["canal-draught"]
    links: LinkIds = Field(default=(), validate_default=True)
    max_draught_m: Annotated[YearPath, PathBounds(Bounds(1, 12, "m"))]

    @field_validator("links", mode="wrap")
    @classmethod
    def _all_canals(cls, value: object, handler: Any, info: ValidationInfo) -> tuple[str, ...]:  # noqa: ANN401
        """Put every canal link where the plan names none."""
        known = known_of(info)
        if value == () and isinstance(value, tuple):
            return once(known.canal_links) if known else ()
        links: tuple[str, ...] = handler(value)
        return links

    def changes(self, year: int) -> tuple[Change, ...]:
        """Return the draught of a year."""
        return (SetMaxDraught(self.links, value_in(self.max_draught_m, year)),)

    def describe(self, language: Language = "en") -> str:
        """Say which draught the canal admits."""
        points = self.max_draught_m.points
        draught = span(points[0][1], points[-1][1], language)
        if language == "zh":
            return f"{len(self.links)}段运河 最大吃水{draught}米"
        return f"{len(self.links)} canal links, draught up to {draught} m"


class LockScheduling(Measure):
    """Locks that are scheduled together call vessels sooner and know them earlier.

    Attributes
    ----------
    locks : tuple of str
        Locks of the ``locks`` table.
    call_delay_factor : YearPath
        Factor on the hours before a vessel that has arrived is called; 1 changes nothing.
    announce_h : float or None
        Hours before arrival at which vessels are known; today's without it.
    """

    kind: Literal["lock-scheduling"]
    locks: Annotated[tuple[LockId, ...], AfterValidator(once)]
    call_delay_factor: Annotated[YearPath, PathBounds(Bounds(0, 3))]
    announce_h: Annotated[Amount, Bounds(0, 72, "h")] | None = None

    def changes(self, year: int) -> tuple[Change, ...]:
        """Return how the locks call vessels in a year."""
        announce_h = None if self.announce_h is None else float(self.announce_h)
        return (ScheduleLocks(self.locks, value_in(self.call_delay_factor, year), announce_h),)

    def describe(self, language: Language = "en") -> str:
        """Say how many locks are scheduled together and what that does."""
        points = self.call_delay_factor.points
        factor = span(points[0][1], points[-1][1], language)
        known = "" if self.announce_h is None else f"{self.announce_h:g}"
        if language == "zh":
            announced = f" 提前{known}小时预报" if known else ""
            return f"{len(self.locks)}座船闸联合调度 调度等待x{factor}{announced}"
        announced = f", vessels known {known} h ahead" if known else ""
        locks = counted(len(self.locks), "lock")
        return f"{locks} scheduled together, call delay x{factor}{announced}"
