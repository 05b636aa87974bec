"""Labels and where they stand: none covers another one, a symbol or a lock.

Each label has a side of its place on which it stands best. Where that is taken it moves round the
place, then further away with a thin line to it; where there is no room at all it is left out.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from scenarios.display import svg
from scenarios.fonts import text_width
from scenarios.maps.voice import SMALL, str_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scenarios.display.svg import Point
    from scenarios.display.words import Text
    from scenarios.maps.geometry import Frame
    from scenarios.maps.voice import Language

SIZES = {"city": 13.5, "port": 13.5, "lock": 12.5, "water": 13.0, "sea": 15.0, "project": 12.5}
_BOLD = ("lock", "project")
_ASCENT, _HEIGHT = 0.9, 1.14
_COMPASS = {
    "E": (1, 0),
    "SE": (1, 1),
    "S": (0, 1),
    "SW": (-1, 1),
    "W": (-1, 0),
    "NW": (-1, -1),
    "N": (0, -1),
    "NE": (1, -1),
}
_FURTHER = (0.0, 9.0, 18.0, 30.0, 44.0, 60.0)
_LEADER = 12.0
_TWO_DIGITS = 10
BADGE = 8.0
"""Radius of the number of a project."""


@dataclass(frozen=True)
class Box:
    """A rectangle of the picture."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Tell whether both rectangles share any ground."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def crossed(self, line: Sequence[Point]) -> bool:
        """Tell whether a straight line from one point to another passes through."""
        (x, y), (to_x, to_y) = line
        steps = max(2, int(math.dist(*line) / 2))
        passed = (
            (x + (to_x - x) * step / steps, y + (to_y - y) * step / steps) for step in range(steps)
        )
        return any(
            self.left < across < self.right and self.top < down < self.bottom
            for across, down in passed
        )

    def away(self, point: Point) -> float:
        """Return how far a point lies outside, 0 inside."""
        x, y = point
        return math.hypot(
            max(self.left - x, 0.0, x - self.right), max(self.top - y, 0.0, y - self.bottom)
        )


def around(point: Point, half: float) -> Box:
    """Return the square around a point."""
    x, y = point
    return Box(x - half, y - half, x + half, y + half)


@dataclass(frozen=True)
class Wanted:
    """A label that is asked for.

    Attributes
    ----------
    target : (float, float)
        The point that it names, in the picture.
    text : Text
        What it says.
    kind : str
        ``city``, ``port``, ``lock``, ``water``, ``sea`` or ``project``.
    side : str
        Best side, as on a compass; ``C`` stands upon the point and nowhere else.
    gap : float
        Distance to the point.
    number : int
        Number in a badge before the text; 0 for none.
    later : bool
        Whether the badge is hollow, for what is not open yet.
    of_plan : bool
        Whether the badge has the colour of a plan's measures.
    noted : bool
        Whether a warning stands in the text.
    """

    target: Point
    text: Text
    kind: str
    side: str
    gap: float
    number: int = 0
    later: bool = False
    of_plan: bool = False
    noted: bool = False

    def lines(self, layout: Language) -> list[tuple[str, float, bool]]:
        """Return text, size and weight of each line."""
        size, bold = SIZES[self.kind], self.kind in _BOLD
        if layout != "both" or self.text.zh == self.text.en:
            return [(str_of(self.text, layout), size if layout != "en" else size - 1, bold)]
        return [(self.text.zh, size, bold), (self.text.en, size * SMALL, False)]

    def candidates(self) -> Iterator[tuple[tuple[int, int], float]]:
        """Yield sides and distances, the best first."""
        if self.side == "C":
            yield (0, 0), 0.0
            return
        names = list(_COMPASS)
        start = names.index(self.side)
        turns = sorted(range(8), key=lambda turn: min(turn, 8 - turn))
        for further in _FURTHER:
            for turn in turns:
                yield _COMPASS[names[(start + turn) % 8]], self.gap + further


@dataclass(frozen=True)
class Label:
    """A label that has its place."""

    wanted: Wanted
    layout: Language
    box: Box
    side: tuple[int, int]

    def drawn(self, class_: str | None = None) -> Markup:
        """Return the text with a white halo, and a thin leader where it stands far away."""
        parts = [self._badge()]
        if self.leader:
            parts.insert(0, svg.path(self.leader, stroke=svg.GREY, stroke_width=0.8))
        y = self.box.top
        for text, size, bold in self.wanted.lines(self.layout):
            parts.append(self._line(text, size, y, bold=bold))
            y += size * _HEIGHT
        return svg.group(parts, class_=class_)

    def _line(self, text: str, size: float, top: float, *, bold: bool) -> Markup:
        """Return one line of the text."""
        lead = 2 * BADGE + 3 if self.wanted.number else 0.0
        left, right = self.box.left + lead, self.box.right
        x = {1: left, 0: (left + right) / 2, -1: right}[self.side[0]]
        anchor = {1: "start", 0: "middle", -1: "end"}[self.side[0]]
        water = self.wanted.kind in ("water", "sea")
        return svg.element(
            "text",
            text,
            x=x,
            y=top + _ASCENT * size,
            font_size=size,
            text_anchor=anchor,
            fill=svg.MODE_COLOURS["inland_water"] if water else svg.INK,
            font_weight=700 if bold else 400,
            letter_spacing=_spacing(self.wanted.kind, text) or None,
            **HALO,
        )

    @property
    def leader(self) -> list[Point]:
        """The line from what the label names to its text; empty where the text stands close."""
        away = self.box.away(self.wanted.target)
        if away < max(_LEADER, self.wanted.gap + 1):
            return []
        box, (x, y) = self.box, self.wanted.target
        near = (min(max(x, box.left), box.right), min(max(y, box.top + 2), box.bottom - 2))
        return [self.wanted.target, near]

    def meets(self, other: Label) -> bool:
        """Tell whether two labels, or the lines that lead to them, are in each other's way."""
        return (
            self.box.meets(other.box)
            or (bool(self.leader) and other.box.crossed(self.leader))
            or (bool(other.leader) and self.box.crossed(other.leader))
        )

    def _badge(self) -> Markup:
        """Return the number of a project."""
        if not self.wanted.number:
            return Markup()
        centre = self.box.left + BADGE, self.box.top + BADGE - 0.5
        return badge(
            centre, self.wanted.number, later=self.wanted.later, of_plan=self.wanted.of_plan
        )


HALO = {
    "stroke": "#fff",
    "stroke_width": 3,
    "stroke_linejoin": "round",
    "paint_order": "stroke",
}


def badge(centre: Point, number: int, *, later: bool, of_plan: bool) -> Markup:
    """Return the number of a project: a disc, or a square for a measure of the plan.

    Parameters
    ----------
    centre : (float, float)
        Its middle.
    number : int
        What it says.
    later : bool
        Hollow when true.
    of_plan : bool
        Whether it is a measure of the plan.

    Returns
    -------
    markupsafe.Markup
        A group.
    """
    (x, y), colour = centre, svg.MORE if of_plan else svg.INK
    style: dict[str, object] = {"fill": "#fff" if later else colour, "stroke": colour}
    style["stroke_width"] = 1.3
    shape = (
        svg.element("rect", x=x - 7, y=y - 7, width=14.0, height=14.0, **style)
        if of_plan
        else svg.element("circle", cx=x, cy=y, r=7.6, **style)
    )
    size = 10.5 if number < _TWO_DIGITS else 9.0
    ink = {"font_size": size, "font_weight": 700, "fill": colour if later else "#fff"}
    said = svg.element("text", str(number), x=x, y=y + 0.36 * size, text_anchor="middle", **ink)
    return svg.group((shape, said))


def _spacing(kind: str, text: str) -> float:
    """Return the room between the letters of a sea's name."""
    return 3.0 if kind == "sea" and text and ord(text[0]) > ord("\u2e80") else 0.0


def place_labels(
    frame: Frame, wanted: Sequence[Wanted], taken: Sequence[Box], layout: Language
) -> list[Label]:
    """Return the labels for which there is room, each in the best place that is left.

    Parameters
    ----------
    frame : Frame
        The frame that must hold them.
    wanted : sequence of Wanted
        What is asked for, the weightiest first.
    taken : sequence of Box
        Ground that no label may cover.
    layout : str
        ``zh``, ``en`` or ``both``.

    Returns
    -------
    list of Label
        None of them meets another one or `taken`.
    """
    placed: list[Label] = []
    for one in wanted:
        for side, gap in one.candidates():
            label = Label(one, layout, box_of(one, side, gap, layout), side)
            free = _inside(frame, label.box) and not any(label.box.meets(box) for box in taken)
            if free and not any(label.meets(other) for other in placed):
                placed.append(label)
                break
    return placed


def box_of(wanted: Wanted, side: tuple[int, int], gap: float, layout: Language) -> Box:
    """Return the ground that a label covers on one side of its point.

    Parameters
    ----------
    wanted : Wanted
        The label.
    side : (int, int)
        East and south, each -1, 0 or 1.
    gap : float
        Distance to the point.
    layout : str
        ``zh``, ``en`` or ``both``.

    Returns
    -------
    Box
        As wide as the longest line.
    """
    lines = wanted.lines(layout)
    lead = 2 * BADGE + 3 if wanted.number else 0.0
    width = lead + max(
        text_width(text, size, bold=bold) + len(text) * _spacing(wanted.kind, text)
        for text, size, bold in lines
    )
    height = max(sum(size for _, size, _ in lines) * _HEIGHT, 2 * BADGE - 1 if lead else 0.0)
    (x, y), (east, south) = wanted.target, side
    reach = gap * (0.75 if east and south else 1.0)
    left = x + {1: reach, 0: -width / 2, -1: -reach - width}[east]
    top = y + {1: reach, 0: -height / 2, -1: -reach - height}[south]
    if east and south:
        top -= south * min(height / 4, 4.0)
    return Box(left, top, left + width, top + height)


def _inside(frame: Frame, box: Box) -> bool:
    """Tell whether a box lies wholly inside a frame."""
    corners = ((box.left, box.top), (box.right, box.bottom))
    return all(frame.holds(corner, 3) for corner in corners)
