"""Event tables from the log of the event loop, with open states cut at the horizon."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

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
    slots = _Slots.of(world)
    table = _slot_table(world, slots, payload_t, locks, lines)
    reached = table["arrive_h"].to_numpy() < world.horizon_h
    started = table["start_h"].notna().to_numpy()
    left = table["end_h"].to_numpy() < world.horizon_h
    open_columns = ["trip", "lock", "direction", "arrive_h", "payload_t"]
    return WaterwayRecords(
        passages=table[left].reset_index(drop=True),
        lockages=_lockages(table[started]),
        turns=_turns(world, locks, lines),
        waiting=table.loc[reached & ~started, open_columns].reset_index(drop=True),
        in_lock=table[started & ~left].reset_index(drop=True),
        voyages=_voyages(world, slots, payload_t),
        horizon_h=world.horizon_h,
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
        """Return the slots of a run."""
        first = world.trips["slot"]
        count = np.diff(first, append=len(world.passages))
        trip = np.repeat(np.arange(len(first)), count)
        step = world.routes[world.trips["route"][trip]] + np.arange(len(trip)) - first[trip]
        return cls(trip, step, count, first)


def _slot_table(
    world: World,
    slots: _Slots,
    payload_t: np.ndarray,
    locks: Sequence[str],
    lines: Sequence[str],
) -> pd.DataFrame:
    """One row for each slot; NaN for what has not happened."""
    steps, log = world.steps[slots.step], world.passages
    return pd.DataFrame(
        {
            "trip": slots.trip,
            "lock": _named(steps["lock"], locks),
            "line": _line_names(log["line"], lines),
            "direction": _named(steps["direction"], DIRECTIONS),
            "arrive_h": log["arrive_h"],
            "start_h": log["start_h"],
            "end_h": log["end_h"],
            "payload_t": payload_t[slots.trip],
            "lockage": log["lockage"],
        }
    )


def _named(codes: np.ndarray, names: Sequence[str]) -> pd.Categorical[str]:
    """Names by number; -1 is missing."""
    return pd.Categorical.from_codes(codes, pd.Index(list(names), dtype="str"))


def _line_names(number: np.ndarray, lines: Sequence[str]) -> pd.Categorical[str]:
    """Names of numbered lines; -1 is missing."""
    names = sorted(set(lines))
    codes = np.array([*(names.index(line) for line in lines), -1])
    return _named(codes[number], names)


def _lockages(started: pd.DataFrame) -> pd.DataFrame:
    """One row for each chamber filling, in the order of starts."""
    rows = started.iloc[np.argsort(started["lockage"].to_numpy(), kind="stable")]
    number = rows["lockage"].to_numpy()
    first = np.flatnonzero(np.diff(number, prepend=-1))
    heads = rows.iloc[first][["lockage", "lock", "line", "direction", "start_h"]]
    ends = np.maximum.reduceat(rows["end_h"].to_numpy(), first) if len(first) else np.empty(0)
    vessels = np.diff(first, append=len(number))
    return heads.assign(end_h=ends, vessels=vessels).reset_index(drop=True)


def _turns(world: World, locks: Sequence[str], lines: Sequence[str]) -> pd.DataFrame:
    """One row for each empty turn."""
    turns = world.turns[: world.counts[1]]
    return pd.DataFrame(
        {
            "lock": _named(world.lines["lock"][turns["line"]], locks),
            "line": _line_names(turns["line"], lines),
            "start_h": turns["start_h"],
        }
    )


def _voyages(world: World, slots: _Slots, payload_t: np.ndarray) -> pd.DataFrame:
    """One row for each departed trip, hours by state cut at the horizon."""
    log, depart_h, end_h = world.passages, world.trips["depart_h"], world.horizon_h
    start_h = np.fmin(np.nan_to_num(log["start_h"], nan=np.inf), end_h)
    waiting_h = np.maximum(start_h - log["arrive_h"], 0)
    locking_h = np.minimum(log["end_h"], end_h) - log["start_h"]
    departed = depart_h < end_h
    arrive_h = np.where(world.vessels["arrived_h"] < end_h, world.vessels["arrived_h"], np.nan)
    table = pd.DataFrame(
        {
            "trip": np.arange(len(depart_h)),
            "depart_h": depart_h,
            "arrive_h": arrive_h,
            "payload_t": payload_t,
            "sailing_h": _sailing_h(world, slots),
            "waiting_h": _by_trip(slots, waiting_h),
            "locking_h": _by_trip(slots, locking_h),
        }
    )
    return table[departed].reset_index(drop=True)


def _by_trip(slots: _Slots, values: np.ndarray) -> np.ndarray:
    """Sum values of slots by trip; NaN counts as nothing."""
    return np.asarray(np.bincount(slots.trip, np.nan_to_num(values), minlength=len(slots.first)))


def _sailing_h(world: World, slots: _Slots) -> np.ndarray:
    """Hours under way before the horizon, from what each stretch takes once it has begun."""
    trips, end_h, has = world.trips, world.passages["end_h"], slots.count > 0
    begun_h = np.concatenate(([np.nan], end_h[:-1])) if len(end_h) else end_h
    begun_h[slots.first[has]] = trips["depart_h"][has]
    last_begun_h = trips["depart_h"].copy()
    last_begun_h[has] = end_h[(slots.first + slots.count)[has] - 1]
    last_step = world.routes[trips["route"]] + slots.count

    def cut(step: np.ndarray, pace: np.ndarray, begin_h: np.ndarray) -> np.ndarray:
        takes_h = world.steps["sail_h"][step] * pace
        return np.asarray(
            np.nan_to_num(np.clip(np.minimum(takes_h, world.horizon_h - begin_h), 0, None))
        )

    between = _by_trip(slots, cut(slots.step, trips["pace"][slots.trip], begun_h))
    return np.asarray(between + cut(last_step, trips["pace"], last_begun_h))
