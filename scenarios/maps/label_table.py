"""The table of labels: places and waters in the order of their weight, each with its best side."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from scenarios.display.words import Text
from scenarios.maps.labels import Wanted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scenarios.display.svg import Point
    from scenarios.maps.geometry import Frame


@dataclass(frozen=True)
class Entry:
    """One row of the table of labels."""

    frame: str
    kind: str
    place: str
    position: Point | None
    name: Text
    side: str
    gap: float


@cache
def entries() -> tuple[Entry, ...]:
    """Return the table of labels.

    Returns
    -------
    tuple of Entry
        In the order of the file, which is the order of their weight.
    """
    source = resources.files("scenarios.maps").joinpath("labels.csv").read_text("utf-8")
    return tuple(
        Entry(
            row["frame"],
            row["kind"],
            row["place_id"],
            (float(row["lon_deg"]), float(row["lat_deg"])) if row["lon_deg"] else None,
            Text(row["name_zh"], row["name_en"]),
            row["side"],
            float(row["gap"]),
        )
        for row in csv.DictReader(source.splitlines())
    )


def table_labels(
    frame: Frame, positions: Mapping[str, Point], notes: Mapping[str, Text]
) -> list[Wanted]:
    """Return the labels that the table asks for in a frame.

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
    list of Wanted
        Labels of places that are known and lie in the frame.
    """
    found = []
    for entry in entries():
        position = entry.position or positions.get(entry.place)
        if entry.frame != frame.name or position is None:
            continue
        point = frame.point(*position)
        if not frame.holds(point):
            continue
        noted = entry.kind == "lock" and entry.place in notes
        text = entry.name + " " + notes[entry.place] if noted else entry.name
        found.append(Wanted(point, text, entry.kind, entry.side, entry.gap, noted=noted))
    return found
