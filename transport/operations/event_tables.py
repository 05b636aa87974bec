"""Tables of the event loop: what it is told, its running state, and its log.

Each is a structured array with one row for each trip, line, lock and so on; numbers name rows of
other tables, -1 none.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from transport.operations.placing import skyline_room

ALTERNATE, FIRST_COME, LONGEST_QUEUE = 0, 1, 2
"""Numbers of the direction rules."""

BOTH_WAYS = -1
"""A line that is not one-way."""

MAX_BATCH = 256
"""Vessels that a chamber can take at the most."""

TRIP = np.dtype(
    [
        ("depart_h", "f8"),
        ("pace", "f8"),
        ("route", "i8"),
        ("kind", "i8"),
        ("slot", "i8"),
        ("first", "i8"),
    ]
)
"""A voyage: departure, factor on sailing hours, route, kind, first passage slot, whether marked."""

STEP = np.dtype([("sail_h", "f8"), ("lock", "i8"), ("direction", "i8")])
"""A stretch of a route with the lock at its end (-1 at the end of the route)."""

KIND = np.dtype([("length_m", "f8"), ("beam_m", "f8"), ("draught_m", "f8")])
"""A kind of vessel."""

LINE = np.dtype(
    [
        ("length_m", "f8"),
        ("width_m", "f8"),
        ("entry_first_h", "f8"),
        ("entry_next_h", "f8"),
        ("chamber_down_h", "f8"),
        ("chamber_up_h", "f8"),
        ("exit_first_h", "f8"),
        ("exit_next_h", "f8"),
        ("turn_h", "f8"),
        ("levelling_down_h", "f8"),
        ("levelling_up_h", "f8"),
        ("turn_levelling_h", "f8"),
        ("lock", "i8"),
        ("one_way", "i8"),
        ("relief_queue", "i8"),
        ("closed_first", "i8"),
        ("closed_end", "i8"),
        ("depth_first", "i8"),
        ("depth_end", "i8"),
        ("head_first", "i8"),
        ("head_end", "i8"),
    ]
)
"""A chamber; its closures, depths over the sill and heads are rows of tables of their own.

``levelling_down_h``, ``levelling_up_h`` and ``turn_levelling_h`` are those parts of
``chamber_down_h``, ``chamber_up_h`` and ``turn_h`` that follow the head.
"""

LOCK = np.dtype(
    [
        ("first_line", "i8"),
        ("end_line", "i8"),
        ("look_ahead", "i8"),
        ("direction_rule", "i8"),
        ("marked_first", "i8"),
        ("min_fill_share", "f8"),
        ("max_hold_h", "f8"),
        ("call_delay_h", "f8"),
        ("announce_h", "f8"),
        ("timetable_h", "f8"),
        ("gap_length_m", "f8"),
        ("gap_width_m", "f8"),
        ("under_keel_m", "f8"),
    ]
)
"""A lock site: its lines and rules, see :class:`transport.operations.lock.LockRules`."""

CLOSURE = np.dtype([("from_h", "f8"), ("to_h", "f8")])
"""Hours in which no lockage begins."""

DEPTH = np.dtype([("from_h", "f8"), ("depth_m", "f8")])
"""Depth over a sill from an hour on."""

HEAD = np.dtype([("from_h", "f8"), ("slower_share", "f8")])
"""By how much of itself levelling takes longer from an hour on; below zero where it is quicker."""

VESSEL = np.dtype([("ready_h", "f8"), ("arrived_h", "f8"), ("position", "i8"), ("following", "i8")])
"""A running voyage: when it may be called, when it ends, locks passed, next vessel of the queue."""

CHAMBER = np.dtype(
    [
        ("side", "i8"),
        ("busy", "i8"),
        ("turned", "i8"),
        ("closure", "i8"),
        ("depth", "i8"),
        ("head", "i8"),
    ]
)
"""A running chamber: level (0 above), at work, just turned; the next closure, depth and head."""

DESK = np.dtype([("look_h", "f8"), ("due_h", "f8"), ("touched", "i8"), ("arrivals", "i8")])
"""A running lock: next look, earliest hour to look again, whether an event touched it, arrivals."""

LINE_UP = np.dtype([("head", "i8"), ("tail", "i8"), ("last_first", "i8"), ("ready", "i8")])
"""A queue: first and last vessel, last of those called before others, and how many are ready."""

PASSAGE = np.dtype(
    [("arrive_h", "f8"), ("start_h", "f8"), ("end_h", "f8"), ("line", "i8"), ("lockage", "i8")]
)
"""A vessel at a lock; NaN and -1 for what has not happened."""

TURN = np.dtype([("start_h", "f8"), ("end_h", "f8"), ("line", "i8")])
"""An empty turn of a chamber."""


class World(NamedTuple):
    """What the functions below share: description, running state, log and scratch.

    ``routes`` holds the first step of each route, ``take`` (line, kind) the share of a chamber that
    a vessel takes, infinite where it does not fit; ``queues`` is by lock and direction; ``counts``
    holds the numbers of lockages and of turns; ``batch``, ``left_m`` and ``reach_m`` are scratch.
    """

    trips: np.ndarray
    routes: np.ndarray
    steps: np.ndarray
    kinds: np.ndarray
    take: np.ndarray
    lines: np.ndarray
    locks: np.ndarray
    closures: np.ndarray
    depths: np.ndarray
    heads: np.ndarray
    vessels: np.ndarray
    chambers: np.ndarray
    desks: np.ndarray
    queues: np.ndarray
    passages: np.ndarray
    turns: np.ndarray
    counts: np.ndarray
    batch: np.ndarray
    left_m: np.ndarray
    reach_m: np.ndarray
    horizon_h: float


def scratch() -> dict[str, np.ndarray]:
    """Return the arrays in which a chamber is filled on paper."""
    left_m, reach_m = skyline_room(MAX_BATCH)
    return {"batch": np.zeros(MAX_BATCH, dtype=np.int64), "left_m": left_m, "reach_m": reach_m}
