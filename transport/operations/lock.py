"""A lock site: chambers side by side, how they are filled, when they are shut.

Rules
-----
- Vessels queue by direction, first come first served; a controller looks at the first
  ``look_ahead`` vessels of a queue and takes, in their order, those that are ready, that the line
  can hold and that still find room. Room is that of :mod:`transport.operations.placing`, in length
  and width with gaps; a chamber of unknown size (a ship lift) holds one vessel.
- A vessel is ready to be called into a chamber ``call_delay_h`` after its arrival: reporting,
  inspection and the making of the schedule.
- With ``marked_first`` a vessel that is marked joins its queue behind the last marked one and
  before all others: priority at the head of the line, which interrupts no lockage and no turn.
  Among marked vessels, and among the others, the order is as ever, and all other rules follow the
  order of the queue: a batch takes marked vessels first and then others, a hold is that of its
  batch. Marked vessels report and are inspected like others; nothing bounds what others may wait.
- A chamber starts when its batch fills ``min_fill_share`` of its places, when a ready vessel within
  the look-ahead, which would fit it empty, finds no room any more, or when the longest-waiting
  vessel of the batch has been ready for ``max_hold_h``.
- Directions alternate by default: a free chamber first asks the side at which it stands, then
  the other side, to which it turns empty as soon as the batch there may start. ``first-come`` asks
  first the side at whose head the vessel that was or will be ready earlier stands (a marked one
  before an unmarked one), ``longest-queue`` the side with more ready vessels, both in doubt the
  side of the chamber; a line may also be one-way and run back-to-back.
- A chamber that has turned takes the vessels that it finds, without a further hold. When all ready
  ones of that side have gone by other lines it is an idle chamber again.
- Idle chambers are asked in the order of their area, the largest first, or as listed, and again
  from the first after each start. A line in ``relief_queue`` relieves the others: it starts and
  turns only while so many vessels are ready, both directions together.
- With joint scheduling (``announce_h`` above zero) a vessel is known that long before it arrives,
  at the earliest when it leaves the lock before: its place in the queue is that of its
  announcement. A chamber that is not filled enough waits for an announced vessel within the
  look-ahead that finds room beside its batch, up to ``max_hold_h``, and does not wait where there
  is none. Vessels that are there take room before those that are only announced. Marked vessels
  that are only announced are passed over: they take no place of the look-ahead and choose no
  direction, else vessels hours away could hide those that are there.
- With a timetable chambers start, and turn, at multiples of ``timetable_h`` only.
- A closed line starts nothing; a lockage or turn that has begun is finished.
- Filling and emptying, and as much of an empty turn, take the factor of the day on which it begins.
- A vessel whose draught and under-keel clearance exceed the depth over a sill waits for another
  line or for more water; the others pass it.

Simultaneous events: see :mod:`transport.operations.event_loop`.

Not modelled: interference of lines in a shared approach, breakdowns other than given closures.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from networks import Chamber

DIRECTIONS = ("down", "up")
"""Directions of travel; indices 0 and 1."""

DIRECTION_RULES = ("alternate", "first-come", "longest-queue")
"""How a free chamber chooses between the two queues."""

LINE_ORDERS = ("largest-first", "as-listed")
"""In which order idle chambers are asked."""

MAX_LOOK_AHEAD = 256

_TOUCHING = 1e-9


@dataclass(frozen=True, slots=True)
class LockRules:
    """How chambers are filled.

    Attributes
    ----------
    look_ahead : int
        Vessels of a queue that a controller considers, 1 to 256.
    min_fill_share : float
        Filling at which a chamber starts at once, 0 to 1; 0 starts with the first vessel. Each
        vessel counts as one over the places for hulls of its size.
    max_hold_h : float
        Longest hold of a ready vessel before its chamber starts anyway.
    call_delay_h : float
        Hours from arrival until a vessel may be called.
    relief_queue : mapping of str to int
        Lines used only from so many ready vessels on, both directions together; the others always.
    direction_rule : str
        One of :data:`DIRECTION_RULES`.
    line_order : str
        One of :data:`LINE_ORDERS`.
    announce_h : float
        Hours before arrival at which a vessel is known (joint scheduling); 0 without.
    timetable_h : float
        Hours between the instants at which chambers may start; 0 at any time.
    gap_length_m, gap_width_m : float
        Gaps between neighbours in a chamber.
    under_keel_m : float
        Clearance over the sill.
    one_way : mapping of str to int
        Lines that work in one direction only (0 down, 1 up).
    marked_first : bool
        Whether vessels marked ``first`` are called before others.

    Raises
    ------
    ValueError
        If a rule is out of range; all faults in one message.
    """

    look_ahead: int
    min_fill_share: float
    max_hold_h: float
    call_delay_h: float = 0.0
    relief_queue: Mapping[str, int] = field(default_factory=dict)
    direction_rule: str = "alternate"
    line_order: str = "largest-first"
    announce_h: float = 0.0
    timetable_h: float = 0.0
    gap_length_m: float = 0.0
    gap_width_m: float = 0.0
    under_keel_m: float = 0.0
    one_way: Mapping[str, int] = field(default_factory=dict)
    marked_first: bool = False

    @property
    def gaps_m(self) -> tuple[float, float]:
        """Gaps ahead and abeam."""
        return self.gap_length_m, self.gap_width_m

    def __post_init__(self) -> None:
        """Refuse rules out of range."""
        faults = [
            f"{name} is {value!r}; allowed: {allowed}"
            for name, value, allowed, holds in self._checks()
            if not holds
        ]
        if faults:
            msg = "Lock rules: " + ". ".join(faults) + "."
            raise ValueError(msg)

    def _checks(self) -> list[tuple[str, object, str, bool]]:
        """Name, value, what is allowed, and whether it holds."""
        hours = ("max_hold_h", "call_delay_h", "announce_h", "timetable_h")
        metres = ("gap_length_m", "gap_width_m", "under_keel_m")
        return [
            ("look_ahead", self.look_ahead, "1 to 256", 1 <= self.look_ahead <= MAX_LOOK_AHEAD),
            (
                "min_fill_share",
                self.min_fill_share,
                "0 to 1",
                0 <= self.min_fill_share <= 1,
            ),
            (
                "direction_rule",
                self.direction_rule,
                ", ".join(DIRECTION_RULES),
                self.direction_rule in DIRECTION_RULES,
            ),
            (
                "line_order",
                self.line_order,
                ", ".join(LINE_ORDERS),
                self.line_order in LINE_ORDERS,
            ),
            *[
                (name, getattr(self, name), "a number, 0 or more", getattr(self, name) >= 0)
                for name in (*hours, *metres)
            ],
        ]


@dataclass(frozen=True, slots=True)
class Hull:
    """Length, beam and draught of a vessel in metres, its rated tonnage, and its name if any."""

    length_m: float
    beam_m: float
    dwt_t: float
    draught_m: float = 0.0
    name: str = ""


Hours = tuple[tuple[float, float], ...]
"""Intervals of hours (from, to), sorted and apart."""


@dataclass(frozen=True)
class LockSite:
    """A lock with everything that the simulation needs to know of it.

    Attributes
    ----------
    chambers : tuple of Chamber
        Open lines.
    rules : LockRules
        How they are filled.
    closed_h : mapping of str to tuple
        By line the hours (from, to) in which no lockage begins, sorted and apart.
    depth_m : mapping of str to tuple
        By line the depths over the sill as (from hour, metres), sorted; the first holds before
        its hour too. A line that is not named does not limit the draught.
    levelling : mapping of str to tuple
        By line the factors on filling and emptying as (from hour, factor), in the same form; they
        hold for lockages and turns that begin then. 1 for a line that is not named.

    Raises
    ------
    ValueError
        If hours are not sorted; all such lines in one message.
    """

    chambers: tuple[Chamber, ...]
    rules: LockRules
    closed_h: Mapping[str, Hours] = field(default_factory=dict)
    depth_m: Mapping[str, Hours] = field(default_factory=dict)
    levelling: Mapping[str, Hours] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse hours out of order, which the event loop would pass over."""
        faults = [
            f"{name} of line {line} is not sorted by hour: {list(hours)}"
            for name in ("closed_h", "depth_m", "levelling")
            for line, hours in getattr(self, name).items()
            if any(one[0] > other[0] for one, other in pairwise(hours))
        ]
        if faults:
            msg = "Lock site: " + ". ".join(faults) + ". Sort them."
            raise ValueError(msg)

    @property
    def ordered(self) -> tuple[Chamber, ...]:
        """Lines in the order in which idle ones are asked."""
        if self.rules.line_order == "as-listed":
            return self.chambers
        return tuple(sorted(self.chambers, key=lambda one: -_area_m2(one)))


def _area_m2(chamber: Chamber) -> float:
    """Area of a chamber; 0 where the size is not known."""
    return 0.0 if math.isnan(chamber.area_m2) else chamber.area_m2


def places_in_chamber(
    chamber: Chamber, hull: Hull, gaps_m: tuple[float, float] = (0.0, 0.0)
) -> int:
    """Return how many hulls of one size fit in rows and files.

    Parameters
    ----------
    chamber : Chamber
        A chamber; one without known size (a ship lift) takes one vessel up to its tonnage.
    hull : Hull
        The vessel.
    gaps_m : tuple of float
        Gaps between neighbours, ahead and abeam.

    Returns
    -------
    int
        Places, 0 when the hull does not fit.

    Examples
    --------
    >>> from networks import Chamber
    >>> line_3 = Chamber("changzhou", "3", 340, 34, float("nan"), 63, 15)
    >>> places_in_chamber(line_3, Hull(72, 15.8, 3300))
    8
    """
    if math.isnan(chamber.length_m) or math.isnan(chamber.width_m):
        too_large = hull.dwt_t > chamber.max_vessel_dwt
        return 0 if too_large else 1
    ahead, abeam = gaps_m
    rows = math.floor((chamber.length_m + ahead) / (hull.length_m + ahead) + _TOUCHING)
    files = math.floor((chamber.width_m + abeam) / (hull.beam_m + abeam) + _TOUCHING)
    return rows * files
