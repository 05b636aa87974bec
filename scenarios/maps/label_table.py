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


def table_labels(frame: Frame, positions: Mapping[str, Point]) -> list[Wanted]:
    """Return the places and waters that the table asks for in a frame.

    Parameters
    ----------
    frame : Frame
        The frame.
    positions : mapping of str to (float, float)
        Longitude and latitude of each place.

    Returns
    -------
    list of Wanted
        Labels of places that are known and lie in the frame; locks have their own.
    """
    found = []
    for entry in entries():
        position = entry.position or positions.get(entry.place)
        if entry.frame != frame.name or entry.kind == "lock" or position is None:
            continue
        point = frame.point(*position)
        if frame.holds(point):
            found.append(Wanted(point, entry.name, entry.kind, entry.side, entry.gap))
    return found
