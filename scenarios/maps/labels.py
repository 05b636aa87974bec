"""Labels: what they say, the ground that they cover and how they are drawn."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from markupsafe import Markup
from shapely import LineString

from scenarios.display import svg
from scenarios.fonts import text_width
from scenarios.maps.badges import BADGE, badge
from scenarios.maps.voice import SMALL, str_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scenarios.display.svg import Point
    from scenarios.display.words import Text
    from scenarios.maps.voice import Language

SIZES = {"city": 13.5, "port": 13.5, "lock": 12.5, "water": 13.0, "sea": 15.0, "project": 12.5}
SIZES["small_lock"] = 11.5
_BOLD = ("lock", "small_lock", "project")
_ASCENT, _HEIGHT = 0.9, 1.14
_LEADER = 12.0
_LEAD = 2 * BADGE + 3
HALO = {
    "stroke": "#fff",
    "stroke_width": 3,
    "stroke_linejoin": "round",
    "paint_order": "stroke",
}


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
        start, end = 0.0, 1.0
        sides = ((self.left, self.right), (self.top, self.bottom))
        for at, to, (low, high) in zip(*line, sides, strict=True):
            if at == to and not low < at < high:
                return False
            if at != to:
                first, last = sorted(((low - at) / (to - at), (high - at) / (to - at)))
                start, end = max(start, first), min(end, last)
        return start < end

    def nearest(self, point: Point) -> Point:
        """Return the point of the rectangle that lies nearest to another one."""
        x, y = point
        return min(max(x, self.left), self.right), min(max(y, self.top), self.bottom)


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
        A key of `SIZES`: ``city``, ``port``, ``lock``, ``small_lock``, ``water``, ``sea`` or
        ``project``.
    side : str
        Best side, as on a compass; ``C`` stands upon the point and nowhere else.
    gap : float
        Distance to the point of the text, or of the start of its leader.
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

    @property
    def key(self) -> tuple[str, Point, int]:
        """What tells a label from all others of a frame."""
        return self.kind, self.target, self.number

    def lines(self, layout: Language) -> list[tuple[str, float, bool]]:
        """Return text, size and weight of each line."""
        size, bold = SIZES[self.kind], self.kind in _BOLD
        if layout != "both" or self.text.zh == self.text.en:
            return [(str_of(self.text, layout), size if layout != "en" else size - 1, bold)]
        return [(self.text.zh, size, bold), (self.text.en, size * SMALL, False)]

    def size(self, layout: Language) -> tuple[float, float]:
        """Return width and height: as wide as the longest line, with the badge before it."""
        lines = self.lines(layout)
        width = max(
            text_width(text, size, bold=bold) + len(text) * _spacing(self.kind, text)
            for text, size, bold in lines
        )
        height = sum(size for _, size, _ in lines) * _HEIGHT
        if not self.number:
            return width, height
        return (_LEAD + width if width else 2 * BADGE), max(height, 2 * BADGE)


@dataclass(frozen=True)
class Label:
    """A label that has its place."""

    wanted: Wanted
    layout: Language
    box: Box
    side: tuple[int, int]

    def drawn(self, class_: str | None = None) -> Markup:
        """Return the text with a white halo, and a thin leader where it stands far away."""
        parts = [self._led(), self._badge()]
        y = self.box.top
        if self.wanted.number:
            y += (self.box.bottom - y - self.wanted.lines(self.layout)[0][1] * _HEIGHT) / 2
        for text, size, bold in self.wanted.lines(self.layout):
            parts.append(self._line(text, size, y, bold=bold))
            y += size * _HEIGHT
        return svg.group(parts, class_=class_)

    def _line(self, text: str, size: float, top: float, *, bold: bool) -> Markup:
        """Return one line of the text."""
        lead = _LEAD if self.wanted.number else 0.0
        left = self.box.left + (lead if self.side[0] == 1 else 0.0)
        right = self.box.right - (lead if self.side[0] == -1 else 0.0)
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
    def disc(self) -> Point:
        """The middle of the badge."""
        across = self.box.left + BADGE if self.side[0] == 1 else self.box.right - BADGE
        return across, (self.box.top + self.box.bottom) / 2

    @cached_property
    def leader(self) -> list[Point]:
        """The line from what the label names to its text; empty where the text stands close."""
        target, gap = self.wanted.target, self.wanted.gap
        near, furthest = self.disc, 2 * BADGE
        if not self.wanted.number:
            box, furthest = self.box, max(_LEADER, gap + 1)
            near = Box(box.left, box.top + 2, box.right, box.bottom - 2).nearest(target)
        away = math.dist(target, near)
        if away <= furthest:
            return []
        (x, y), (to_x, to_y), part = target, near, gap / away
        return [(x + (to_x - x) * part, y + (to_y - y) * part), near]

    @property
    def led(self) -> float:
        """Length of the leader."""
        return math.dist(*self.leader) if self.leader else 0.0

    def meets(self, other: Label) -> bool:
        """Tell whether two labels, or the lines that lead to them, are in each other's way."""
        return (
            self.box.meets(other.box)
            or (bool(self.leader) and other.box.crossed(self.leader))
            or (bool(other.leader) and self.box.crossed(other.leader))
            or (bool(self.leader and other.leader) and _cross(self.leader, other.leader))
        )

    def _led(self) -> Markup:
        """Return the leader; that of a badge starts with a dot where there is no symbol."""
        if not self.leader:
            return Markup()
        line = svg.path(self.leader, stroke=svg.GREY, stroke_width=0.8)
        if not self.wanted.number or self.wanted.gap:
            return line
        x, y = self.wanted.target
        return line + svg.element("circle", cx=x, cy=y, r=2.0, fill=svg.INK)

    def _badge(self) -> Markup:
        """Return the number of a project."""
        if not self.wanted.number:
            return Markup()
        return badge(
            self.disc, self.wanted.number, later=self.wanted.later, of_plan=self.wanted.of_plan
        )


def _cross(one: Sequence[Point], other: Sequence[Point]) -> bool:
    """Tell whether two leaders cross; they may start at one point."""
    return bool(LineString(one).crosses(LineString(other)))


def _spacing(kind: str, text: str) -> float:
    """Return the room between the letters of a sea's name."""
    return 3.0 if kind == "sea" and text and ord(text[0]) > ord("\u2e80") else 0.0
