"""Labels of the schematic: places by hand from a small table, lock notes where there is room."""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from markupsafe import Markup

from scenarios.report import svg
from scenarios.report.words import Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scenarios.report.geometry import Frame
    from scenarios.report.svg import Point

SIZES = {"city": 14.0, "lock": 13.0, "water": 13.0}
_LEADER = 32.0
_REACHES = (14.0, 24.0, 36.0, 50.0, 66.0)
_DIRECTIONS = (
    *((1.0, 0.3, "start"), (-1.0, 0.3, "end"), (0.0, 1.4, "middle"), (0.0, -0.9, "middle")),
    *((0.7, 1.2, "start"), (-0.7, 1.2, "end"), (0.7, -0.7, "start"), (-0.7, -0.7, "end")),
)


@dataclass(frozen=True)
class Entry:
    """One row of the table of labels: offsets from the place, in picture units."""

    frame: str
    kind: str
    place: str
    name: Text
    dx: float
    dy: float
    anchor: str


@dataclass(frozen=True)
class Box:
    """A rectangle that a text covers in one language."""

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


@dataclass(frozen=True)
class Label:
    """A text that stands at a point of the picture, and the point that it names."""

    at: Point
    target: Point
    text: Text
    kind: str
    anchor: str

    def box(self, language: str) -> Box:
        """Return the rectangle that the text covers in `language` (``zh`` or ``en``)."""
        size = SIZES[self.kind]
        width = svg.text_width(str(getattr(self.text, language)), size)
        x, y = self.at
        left = {"start": x, "middle": x - width / 2, "end": x - width}[self.anchor]
        return Box(left, y - 0.88 * size, left + width, y + 0.22 * size)

    def drawn(self) -> Markup:
        """Return the text with a white halo, and a thin leader where it stands far away."""
        size = SIZES[self.kind]
        near = math.dist(self.at, self.target) < _LEADER
        ends = [self.target, (self.at[0], self.at[1] - size / 3)]
        leader = Markup() if near else svg.path(ends, stroke=svg.GREY, stroke_width=0.7)
        colour = svg.MODE_COLOURS["inland_water"] if self.kind == "water" else svg.INK
        return leader + svg.words_at(
            *self.at,
            self.text,
            font_size=size,
            text_anchor=self.anchor,
            fill=colour,
            font_weight=700 if self.kind == "lock" else 500,
            font_style="italic" if self.kind == "water" else None,
            stroke="#fff",
            stroke_width=3.5,
            stroke_linejoin="round",
            paint_order="stroke",
        )


@cache
def entries() -> tuple[Entry, ...]:
    """Return the table of labels.

    Returns
    -------
    tuple of Entry
        In the order of the file.
    """
    source = resources.files("scenarios.report").joinpath("labels.csv").read_text("utf-8")
    return tuple(
        Entry(
            row["frame"],
            row["kind"],
            row["place_id"],
            Text(row["name_zh"], row["name_en"]),
            float(row["dx"]),
            float(row["dy"]),
            row["anchor"],
        )
        for row in csv.DictReader(source.splitlines())
    )


def fixed_labels(
    frame: Frame, positions: Mapping[str, Point], notes: Mapping[str, Text]
) -> list[Label]:
    """Return the labels that the table places in a frame.

    Parameters
    ----------
    frame : Frame
        The frame.
    positions : mapping of str to (float, float)
        Longitude and latitude of each place.
    notes : mapping of str to Text
        What is written after the name of a lock, such as its utilisation.

    Returns
    -------
    list of Label
        Labels of places that are known and lie in the frame.
    """
    found = []
    for entry in entries():
        if entry.frame != frame.name or entry.place not in positions:
            continue
        x, y = frame.point(*positions[entry.place])
        if not frame.holds((x, y)):
            continue
        noted = entry.kind == "lock" and entry.place in notes
        text = entry.name + " " + notes[entry.place] if noted else entry.name
        found.append(Label((x + entry.dx, y + entry.dy), (x, y), text, entry.kind, entry.anchor))
    return found


def lock_labels(
    frame: Frame, wanted: Sequence[tuple[Point, Text]], taken: Sequence[Label]
) -> list[Label]:
    """Return a label for each wanted lock, where it meets no other label in either language.

    Parameters
    ----------
    frame : Frame
        The frame that must hold them.
    wanted : sequence of ((float, float), Text)
        Where each lock stands in the picture, and what is to be written.
    taken : sequence of Label
        Labels that stand already.

    Returns
    -------
    list of Label
        One for each lock; a lock for which there is no room is left out.
    """
    placed: list[Label] = []
    for point, text in wanted:
        choice = _free(frame, point, text, [*taken, *placed])
        if choice:
            placed.append(choice)
    return placed


def _free(frame: Frame, point: Point, text: Text, others: Sequence[Label]) -> Label | None:
    """Return the nearest place for a label around a point, None when all are taken."""
    for reach in _REACHES:
        for dx, dy, anchor in _DIRECTIONS:
            at = (point[0] + dx * reach, point[1] + dy * reach)
            label = Label(at, point, text, "lock", anchor)
            if _fits(frame, label) and not any(overlap(label, other) for other in others):
                return label
    return None


def _fits(frame: Frame, label: Label) -> bool:
    """Tell whether a label lies wholly inside a frame in both languages."""
    boxes = [label.box(language) for language in ("zh", "en")]
    return all(
        frame.holds((box.left, box.top), 2) and frame.holds((box.right, box.bottom), 2)
        for box in boxes
    )


def overlap(one: Label, other: Label) -> bool:
    """Tell whether two labels meet in either language.

    Parameters
    ----------
    one, other : Label
        Two labels of one picture.

    Returns
    -------
    bool
        True when the texts cover common ground.
    """
    return any(one.box(language).meets(other.box(language)) for language in ("zh", "en"))
