"""Names of locks: each is named once, in the detail that shows it or else in the main frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.display.words import place_names
from scenarios.maps.frames import home_of
from scenarios.maps.label_table import entries
from scenarios.maps.labels import Wanted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scenarios.display.words import Text
    from scenarios.maps.geometry import Frame
    from scenarios.maps.layers import Scene
    from scenarios.maps.lock_signs import LockSign

_APART = 2.0


def lock_labels(
    frame: Frame, signs: Sequence[LockSign], scene: Scene, notes: Mapping[str, Text]
) -> list[Wanted]:
    """Return the names of locks that a frame shall show.

    Parameters
    ----------
    frame : Frame
        The frame.
    signs : sequence of LockSign
        The locks of the frame.
    scene : Scene
        Gives positions and names.
    notes : mapping of str to Text
        What is written after the name of a lock, such as its utilisation; such a lock is named
        in every frame that shows it, before the others.

    Returns
    -------
    list of Wanted
        Side and short name as in the table of labels where it has the lock.
    """
    names = place_names(scene.tables["places"])
    rows = {entry.place: entry for entry in entries() if entry.kind == "lock"}
    found = []
    for sign in sorted(signs, key=lambda one: one.lock not in notes):
        noted = sign.lock in notes
        if noted or home_of(scene.positions[sign.lock]) == frame.name:
            row = rows.get(sign.lock)
            name, side = (row.name, row.side) if row else (names[sign.lock], "E")
            text = name + " " + notes[sign.lock] if noted else name
            kind = "small_lock" if frame.name == "main" else "lock"
            gap = sign.half + _APART
            found.append(Wanted(sign.point, text, kind, side, gap, noted=noted))
    return found
