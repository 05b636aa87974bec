"""Event tables from the log of the event loop, with open states cut at the horizon."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from transport.operations.lock import DIRECTIONS
from transport.operations.records import WaterwayRecords

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transport.operations.event_tables import World


def make_records(
    world: World, payload_t: np.ndarray, locks: Sequence[str], lines: Sequence[str]
) -> WaterwayRecords:
    """Make the event tables of a run that has ended.

    Parameters
    ----------
    world : World
        Arrays of the run.
    payload_t : numpy.ndarray
        Cargo of each trip.
    locks, lines : sequence of str
        Names by number; `lines` repeats the name of a line for each lock.

    Returns
    -------
    WaterwayRecords
        Tables in the order of trips and locks.
    """
    world = _plain(world)
    slots = _Slots.of(world)
    names = _Names(locks, lines)
    columns = _slot_columns(world, slots, payload_t, names)
    reached = world.passages["arrive_h"] < world.horizon_h
    started = ~np.isnan(world.passages["start_h"])
    left = world.passages["end_h"] < world.horizon_h
    open_columns = ("trip", "lock", "direction", "arrive_h", "payload_t")
    return WaterwayRecords(
        passages=_table(columns, left),
        lockages=_lockages(columns, started),
        turns=_turns(world, names),
        waiting=_table({name: columns[name] for name in open_columns}, reached & ~started),
        in_lock=_table(columns, started & ~left),
        voyages=_voyages(world, slots, payload_t),
        horizon_h=world.horizon_h,
    )


def _plain(world: World) -> World:
    """View record arrays as plain ones, whose fields are reached sooner."""
    views: dict[str, Any] = {
        name: part.view(np.ndarray)
        for name, part in world._asdict().items()
        if isinstance(part, np.recarray)
    }
    return world._replace(**views)


Columns = dict[str, "np.ndarray | pd.Categorical"]
"""Columns of a table by name; tables are made from them once, since pandas takes its time."""


def _table(columns: Columns, rows: np.ndarray) -> pd.DataFrame:
    """Make a table of the rows of a mask or of an index."""
    return _frame({name: values[rows] for name, values in columns.items()})


def _frame(columns: Columns) -> pd.DataFrame:
    """Make a table of columns that nobody else holds, without a further copy.

    The columns are numbered first: pandas takes longer over their names than over all else.
    """
    table = pd.DataFrame(dict(enumerate(columns.values())), copy=False)
    table.columns = _names_index(tuple(columns))
    return table


@lru_cache(maxsize=16)
def _names_index(names: tuple[str, ...]) -> pd.Index[str]:
    """Return the names of columns as pandas has them; made once."""
    return pd.Index(list(names))


@lru_cache(maxsize=64)
def _names_dtype(names: tuple[str, ...]) -> pd.CategoricalDtype:
    """Return the type of a column of such names; made once, since pandas takes its time."""
    return pd.CategoricalDtype(list(names))


class _Names:
    """Names of locks, lines and directions by number.

    Parameters
    ----------
    locks, lines : sequence of str
        As for :func:`make_records`.
    """

    def __init__(self, locks: Sequence[str], lines: Sequence[str]) -> None:
        names = sorted(set(lines))
        self._line_codes = np.array([*(names.index(line) for line in lines), -1], dtype=np.int64)
        self._locks = _names_dtype(tuple(locks))
        self._lines = _names_dtype(tuple(names))
        self._directions = _names_dtype(DIRECTIONS)

    def locks(self, number: np.ndarray) -> pd.Categorical:
        """Name numbered locks."""
        return pd.Categorical.from_codes(number, dtype=self._locks, validate=False)

    def directions(self, number: np.ndarray) -> pd.Categorical:
        """Name numbered directions."""
        return pd.Categorical.from_codes(number, dtype=self._directions, validate=False)

    def lines(self, number: np.ndarray) -> pd.Categorical:
        """Name numbered lines; -1 is missing."""
        return pd.Categorical.from_codes(
            self._line_codes[number], dtype=self._lines, validate=False
        )


@dataclass(frozen=True)
class _Slots:
    """One slot for each lock on the route of each trip.

    Attributes
    ----------
    trip, step : numpy.ndarray
        Trip and step of each slot.
    count, first : numpy.ndarray
        Slots of each trip, and the first of them.
    """

    trip: np.ndarray
    step: np.ndarray
    count: np.ndarray
    first: np.ndarray

    @classmethod
    def of(cls, world: World) -> _Slots:
        """Return the slots of a run, numbered."""
        first = world.trips["slot"]
        count = np.diff(first, append=len(world.passages))
        trip = np.repeat(np.arange(len(first)), count)
        step = world.routes[world.trips["route"][trip]] + np.arange(len(trip)) - first[trip]
        return cls(trip, step, count, first)


def _slot_columns(world: World, slots: _Slots, payload_t: np.ndarray, names: _Names) -> Columns:
    """One row for each slot; NaN for what has not happened."""
    steps, log = world.steps[slots.step], world.passages
    return {
        "trip": slots.trip,
        "lock": names.locks(steps["lock"]),
        "line": names.lines(log["line"]),
        "direction": names.directions(steps["direction"]),
        "arrive_h": log["arrive_h"],
        "start_h": log["start_h"],
        "end_h": log["end_h"],
        "payload_t": payload_t[slots.trip],
        "lockage": log["lockage"],
        "first": world.trips["first"][slots.trip] == 1,
    }


def _lockages(columns: Columns, started: np.ndarray) -> pd.DataFrame:
    """One row for each chamber filling, in the order of starts."""
    slots = np.flatnonzero(started)
    number = np.asarray(columns["lockage"])[slots]
    order = np.argsort(number, kind="stable")
    slots, number = slots[order], number[order]
    first = np.flatnonzero(np.diff(number, prepend=-1))
    end_h = np.asarray(columns["end_h"])[slots]
    kept = ("lockage", "lock", "line", "direction", "start_h")
    heads = {name: columns[name][slots[first]] for name in kept}
    ends = np.maximum.reduceat(end_h, first) if len(first) else np.empty(0)
    vessels = np.diff(first, append=len(number))
    return _frame({**heads, "end_h": ends, "vessels": vessels})


def _turns(world: World, names: _Names) -> pd.DataFrame:
    """One row for each empty turn."""
    turns = world.turns[: world.counts[1]]
    lock = names.locks(world.lines["lock"][turns["line"]])
    line = names.lines(turns["line"])
    hours = {name: turns[name].copy() for name in ("start_h", "end_h")}
    return _frame({"lock": lock, "line": line, **hours})


def _voyages(world: World, slots: _Slots, payload_t: np.ndarray) -> pd.DataFrame:
    """One row for each departed trip, hours by state cut at the horizon."""
    log, depart_h, end_h = world.passages, world.trips["depart_h"], world.horizon_h
    start_h = np.fmin(np.nan_to_num(log["start_h"], nan=np.inf), end_h)
    waiting_h = np.maximum(start_h - log["arrive_h"], 0)
    locking_h = np.minimum(log["end_h"], end_h) - log["start_h"]
    departed = depart_h < end_h
    arrive_h = np.where(world.vessels["arrived_h"] < end_h, world.vessels["arrived_h"], np.nan)
    columns: Columns = {
        "trip": np.arange(len(depart_h)),
        "depart_h": depart_h,
        "arrive_h": arrive_h,
        "payload_t": payload_t,
        "sailing_h": _sailing_h(world, slots),
        "waiting_h": _by_trip(slots, waiting_h),
        "locking_h": _by_trip(slots, locking_h),
    }
    return _table(columns, departed)


def _by_trip(slots: _Slots, values: np.ndarray) -> np.ndarray:
    """Sum values of slots by trip; NaN counts as nothing."""
    sums: np.ndarray = np.bincount(slots.trip, np.nan_to_num(values), minlength=len(slots.first))
    return sums


def _sailing_h(world: World, slots: _Slots) -> np.ndarray:
    """Hours under way before the horizon, from what each stretch takes once it has begun."""
    trips, end_h, has = world.trips, world.passages["end_h"], slots.count > 0
    begun_h = np.concatenate(([np.nan], end_h[:-1])) if len(end_h) else end_h
    begun_h[slots.first[has]] = trips["depart_h"][has]
    last_begun_h = trips["depart_h"].copy()
    last_begun_h[has] = end_h[(slots.first + slots.count)[has] - 1]
    last_step = world.routes[trips["route"]] + slots.count

    def cut(step: np.ndarray, pace: np.ndarray, begin_h: np.ndarray) -> np.ndarray:
        """Return the hours of steps that fall inside the horizon."""
        takes_h = world.steps["sail_h"][step] * pace
        spent_h = np.clip(np.minimum(takes_h, world.horizon_h - begin_h), 0, None)
        return np.asarray(np.nan_to_num(spent_h))

    between = _by_trip(slots, cut(slots.step, trips["pace"][slots.trip], begun_h))
    last = cut(last_step, trips["pace"], last_begun_h)
    return np.asarray(between + last)
