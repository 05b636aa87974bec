"""One day of event tables: lockages, empty turns, closures and queues, in hours of the day."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from scenarios.display.words import Text
from transport.operations.lock import DIRECTIONS, Hull
from transport.operations.placing import place_vessels

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scenarios.waterway.events import EventTables

DAY_H = 24.0


@dataclass(frozen=True)
class Moored:
    """A vessel in a chamber.

    Attributes
    ----------
    forward_m, left_m : float
        Where it lies: metres from the head of the chamber in its direction of travel, and from
        the left wall; NaN where the chamber has no known size or the vessel is not placed.
    length_m, beam_m : float
        Its hull.
    payload_t : float
        Its cargo.
    enter_h, leave_h : float
        When it begins to enter, and when it has left.
    """

    forward_m: float
    left_m: float
    length_m: float
    beam_m: float
    payload_t: float
    enter_h: float
    leave_h: float


@dataclass(frozen=True)
class Lockage:
    """A chamber filling; hours of the day, which may lie before 0 or after 24."""

    start_h: float
    end_h: float
    direction: int
    vessels: tuple[Moored, ...]


@dataclass(frozen=True)
class LineDay:
    """A line on a day.

    Attributes
    ----------
    line : str
        Its name.
    length_m, width_m : float
        Usable chamber; NaN where not known.
    move_h : tuple of float
        Hours that a vessel takes to enter, and to leave.
    lockages : tuple of Lockage
        Chamber fillings.
    turns : tuple of tuple of float
        Empty turns, from and to.
    closures : tuple of tuple
        From, to and the reason.
    """

    line: str
    length_m: float
    width_m: float
    move_h: tuple[float, float]
    lockages: tuple[Lockage, ...]
    turns: tuple[tuple[float, float], ...]
    closures: tuple[tuple[float, float, str], ...]


@dataclass(frozen=True)
class LockDay:
    """A lock on a day.

    Attributes
    ----------
    lock : str
        Lock site.
    name : Text
        Its name.
    day : str
        ISO day.
    lines : tuple of LineDay
        Its lines.
    queues : tuple of tuple
        Down and up: hours at which the number waiting changes, and the number from then on.
    """

    lock: str
    name: Text
    day: str
    lines: tuple[LineDay, ...]
    queues: tuple[tuple[np.ndarray, np.ndarray], ...]


def locks_of(events: EventTables) -> dict[str, Text]:
    """Return the locks of event tables with their names."""
    rows = events.lines.drop_duplicates("lock").to_dict("records")
    return {str(row["lock"]): Text(str(row["name_zh"]), str(row["name_en"])) for row in rows}


def days_of(events: EventTables, lock: str) -> tuple[str, str]:
    """Return the first and the last day of the records of a lock."""
    line = events.lines[events.lines["lock"] == lock].iloc[0]
    last = pd.Timestamp(line["end"]) - pd.Timedelta(seconds=1)
    return pd.Timestamp(line["begin"]).date().isoformat(), last.date().isoformat()


def hours_of(times: pd.Series, day: str) -> np.ndarray:
    """Return times as hours since a day began."""
    return ((times - pd.Timestamp(day)) / pd.Timedelta(hours=1)).to_numpy(dtype=float)


def lock_day(events: EventTables, lock: str, day: str) -> LockDay:
    """Gather a day of a lock.

    Parameters
    ----------
    events : EventTables
        Event tables.
    lock : str
        A lock of theirs.
    day : str
        ISO day.

    Returns
    -------
    LockDay
        Lockages that touch the day, with the places of their vessels.
    """
    lines = events.lines[events.lines["lock"] == lock].to_dict("records")
    tables = {
        name: _of_day(getattr(events, name), lock, day)
        for name in ("lockages", "passages", "turns", "closures")
    }
    return LockDay(
        lock,
        locks_of(events)[lock],
        day,
        tuple(_line_day(row, tables) for row in sorted(lines, key=lambda row: str(row["line"]))),
        tuple(_queue(events, lock, direction, day) for direction in DIRECTIONS),
    )


def _of_day(table: pd.DataFrame, lock: str, day: str) -> pd.DataFrame:
    """Rows of a lock that touch a day, with hours of the day beside the times."""
    rows = table[(table["lock"] == lock).to_numpy()]
    rows = rows.assign(start_h=hours_of(rows["start"], day), end_h=hours_of(rows["end"], day))
    return rows[((rows["start_h"] < DAY_H) & (rows["end_h"] > 0)).to_numpy()]


def _line_day(row: Mapping[Any, Any], tables: Mapping[str, pd.DataFrame]) -> LineDay:
    """Gather a line of a lock."""
    line = str(row["line"])
    mine = {name: table[(table["line"] == line).to_numpy()] for name, table in tables.items()}
    passages = dict(iter(tables["passages"].groupby("lockage")))
    number = {name: float(str(row[name])) for name in _NUMBERS}
    return LineDay(
        line,
        number["length_m"],
        number["width_m"],
        (number["entry_next_min"] / 60, number["exit_next_min"] / 60),
        tuple(
            Lockage(
                float(one["start_h"]),
                float(one["end_h"]),
                DIRECTIONS.index(str(one["direction"])),
                _moored(number, passages[one["lockage"]]),
            )
            for one in mine["lockages"].to_dict("records")
            if one["lockage"] in passages
        ),
        tuple(zip(mine["turns"]["start_h"], mine["turns"]["end_h"], strict=True)),
        tuple(
            (float(one["start_h"]), float(one["end_h"]), str(one["reason"]))
            for one in mine["closures"].to_dict("records")
        ),
    )


_NUMBERS = (
    "length_m",
    "width_m",
    "gap_length_m",
    "gap_width_m",
    "entry_first_min",
    "entry_next_min",
    "exit_next_min",
)


def _moored(line: Mapping[str, float], passages: pd.DataFrame) -> tuple[Moored, ...]:
    """Place the vessels of a lockage again, in the order in which they entered."""
    order = [name for name in ("end_h", "first", "arrive") if name in passages]
    rising = [name != "first" for name in order]
    rows = passages.sort_values(order, ascending=rising, kind="stable").to_dict("records")
    places = _places(line, [Hull(one["length_m"], one["beam_m"], one["dwt_t"]) for one in rows])
    moored = []
    for k, (row, place) in enumerate(zip(rows, places, strict=True)):
        enter_h = row["start_h"]
        if k:
            enter_h += (line["entry_first_min"] + (k - 1) * line["entry_next_min"]) / 60
        moored.append(
            Moored(*place, row["length_m"], row["beam_m"], row["payload_t"], enter_h, row["end_h"])
        )
    return tuple(moored)


def _places(line: Mapping[str, float], hulls: Sequence[Hull]) -> list[tuple[float, float]]:
    """Return where vessels lie; NaN where that cannot be said."""
    nowhere = (math.nan, math.nan)
    if math.isnan(line["length_m"]) or math.isnan(line["width_m"]):
        return [nowhere] * len(hulls)
    gaps_m = (line["gap_length_m"], line["gap_width_m"])
    placed = place_vessels((line["length_m"], line["width_m"]), hulls, gaps_m)
    return [nowhere if one is None else (one.forward_m, one.left_m) for one in placed]


def _queue(
    events: EventTables, lock: str, direction: str, day: str
) -> tuple[np.ndarray, np.ndarray]:
    """Return the number waiting in a direction as steps from hour 0 to 24."""
    times, steps = [], []
    for table in (events.passages, events.waiting):
        rows = table[((table["lock"] == lock) & (table["direction"] == direction)).to_numpy()]
        times.append(hours_of(rows["arrive"], day))
        steps.append(np.ones(len(rows)))
        if "start" in rows:
            times.append(hours_of(rows["start"], day))
            steps.append(-np.ones(len(rows)))
    hours, changes = np.concatenate(times), np.concatenate(steps)
    order = np.lexsort((changes, hours))
    hours, count = hours[order], np.cumsum(changes[order])
    first, last = np.searchsorted(hours, [0.0, DAY_H], side="right")
    before = count[first - 1] if first else 0.0
    return np.concatenate(([0.0], hours[first:last])), np.concatenate(([before], count[first:last]))
