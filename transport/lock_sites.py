"""Lock sites of a run: chambers with their rules, and when the water or works stop a line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from networks.water_levels import (
    closed_spans,
    levelling_factors,
    merged_spans,
    nightly_spans,
    sill_depths,
)
from transport.operations.lock import LockRules, LockSite

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy as np
    import pandas as pd

    from networks import Chamber
    from networks.water_levels import LockWater, Spans
    from transport.changes import ScheduleLocks

EXPLANATIONS = ("scheduling", "relief")
"""What makes vessels wait in ordinary months, that shown under a plan first.

A plan may change the call delay, which only the first one has.
"""

BEST_FIT = "relief"
"""The explanation of the least misfit (sum of eighth powers) on July to December 2025."""

ANY = "*"
"""Stands for every other lock in ``lock_rules``, and for every line in outages."""


@dataclass(frozen=True)
class LockOperation:
    """How a lock is run.

    Attributes
    ----------
    rules : LockRules
        Filling and calling.
    cycle_factor : float
        Factor on the times of its lines.
    night_h : tuple of float or None
        Hours of the day (from, to) in which no lockage begins.
    """

    rules: LockRules
    cycle_factor: float
    night_h: tuple[float, float] | None = None

    def announced(self, announce_h: float) -> LockOperation:
        """Return the operation with vessels known so long before they arrive."""
        return replace(self, rules=replace(self.rules, announce_h=announce_h))

    def calling(self, *, marked_first: bool) -> LockOperation:
        """Return the operation with marked vessels called before others, or in their turn."""
        return replace(self, rules=replace(self.rules, marked_first=marked_first))

    def scheduled(self, change: ScheduleLocks) -> LockOperation:
        """Return the operation with vessels called, and known, as a plan has it."""
        call_delay_h = self.rules.call_delay_h * change.call_delay_factor
        called = replace(self, rules=replace(self.rules, call_delay_h=call_delay_h))
        return called if change.announce_h is None else called.announced(change.announce_h)


def lock_operations(table: pd.DataFrame, explanation: str) -> dict[str, LockOperation]:
    """Read how locks are run under one explanation of ordinary waits.

    Parameters
    ----------
    table : pandas.DataFrame
        Table ``lock_rules``.
    explanation : str
        One of :data:`EXPLANATIONS`.

    Returns
    -------
    dict of str to LockOperation
        By lock; ``*`` holds for all others.

    Raises
    ------
    ValueError
        If the explanation is unknown.
    """
    if explanation not in EXPLANATIONS:
        msg = f"{explanation!r} is no explanation; there are {', '.join(EXPLANATIONS)}."
        raise ValueError(msg)
    rows = table[table["explanation"] == explanation].to_dict("records")
    return {str(row["lock"]): _operation({str(k): v for k, v in row.items()}) for row in rows}


def _operation(row: Mapping[str, object]) -> LockOperation:
    """Make the operation of one row."""
    number = {name: float(str(row[name])) for name in _NUMBERS}
    rules = LockRules(
        look_ahead=int(number["look_ahead"]),
        min_fill_share=number["min_fill_share"],
        max_hold_h=number["max_hold_h"],
        call_delay_h=number["call_delay_h"],
        relief_queue=relief_queue(str(row["relief_queue"])),
        gap_length_m=number["gap_length_m"],
        gap_width_m=number["gap_width_m"],
        under_keel_m=number["under_keel_m"],
    )
    return LockOperation(rules, number["cycle_factor"], night_hours(str(row["night_h"])))


_NUMBERS = (
    "cycle_factor",
    "look_ahead",
    "min_fill_share",
    "max_hold_h",
    "call_delay_h",
    "gap_length_m",
    "gap_width_m",
    "under_keel_m",
)


def operation_of(operations: Mapping[str, LockOperation], lock: str) -> LockOperation:
    """Return how a lock is run: its own rules, or those of all other locks."""
    return operations[lock] if lock in operations else operations[ANY]


def scheduled_operation(
    operations: Mapping[str, LockOperation], lock: str, changes: Iterable[ScheduleLocks]
) -> LockOperation:
    """Return how a lock is run under a plan; of several changes of a lock the last one holds."""
    operation = operation_of(operations, lock)
    mine = [change for change in changes if lock in change.locks]
    return operation.scheduled(mine[-1]) if mine else operation


def relief_queue(text: str) -> dict[str, int]:
    """Read lines with the queues from which they are used.

    Examples
    --------
    >>> relief_queue("1:75;2:135"), relief_queue("")
    ({'1': 75, '2': 135}, {})
    """
    pairs = (part.split(":") for part in text.split(";") if part)
    return {line: int(vessels) for line, vessels in pairs}


def night_hours(text: str) -> tuple[float, float] | None:
    """Read the hours of the day in which a lock rests.

    Examples
    --------
    >>> night_hours("22-6"), night_hours("")
    ((22.0, 6.0), None)
    """
    if not text:
        return None
    begin, end = text.split("-")
    return float(begin), float(end)


def lock_site(
    chambers: Sequence[Chamber],
    operation: LockOperation,
    water: LockWater | None = None,
    daily_m3s: np.ndarray | None = None,
    shut: Mapping[str, Spans] | None = None,
    days: int = 0,
) -> LockSite:
    """Make a lock site for a run.

    Parameters
    ----------
    chambers : sequence of Chamber
        Open lines.
    operation : LockOperation
        How the lock is run.
    water : LockWater, optional
        How head and depth follow the outflow; without it the water limits nothing and chambers
        always fill in the same time.
    daily_m3s : numpy.ndarray, optional
        Outflow of each day of the run; needed with `water`.
    shut : mapping of str to tuple, optional
        Hours by line in which it is shut; ``*`` for all lines.

    days : int
        Days of the run; needed where the lock rests at night.

    Returns
    -------
    LockSite
        Ready to be simulated.
    """
    shut = shut or {}
    nights = nightly_spans(operation.night_h, days) if operation.night_h else ()
    closed, depths, levelling = {}, {}, {}
    for chamber in chambers:
        spans = [*shut.get(chamber.line, ()), *shut.get(ANY, ()), *nights]
        if water is not None and daily_m3s is not None:
            spans += closed_spans(chamber, water, daily_m3s)
            depths[chamber.line] = sill_depths(chamber, water, daily_m3s)
            levelling[chamber.line] = levelling_factors(chamber, water, daily_m3s)
        closed[chamber.line] = merged_spans(spans)
    lines = tuple(chamber.scaled(operation.cycle_factor) for chamber in chambers)
    return LockSite(lines, operation.rules, closed, depths, levelling)


def water_used_m3(chamber: Chamber, level_changes: int, head_m: float) -> float:
    """Return the water that so many fillings and emptyings take from the upper pool.

    Every second change of level is a filling of chamber area times head, less what basins keep.

    Parameters
    ----------
    chamber : Chamber
        The line; NaN size gives NaN.
    level_changes : int
        Lockages and empty turns.
    head_m : float
        Mean head.

    Returns
    -------
    float
        Cubic metres; 0 for a ship lift.

    Examples
    --------
    >>> from networks import Chamber
    >>> water_used_m3(Chamber("a", "1", 300, 34, float("nan"), 60, 15), 2, 10.0)
    102000.0
    """
    if chamber.water_saving_share == 1:
        return 0.0
    filling_m3 = chamber.area_m2 * head_m * (1 - chamber.water_saving_share)
    return level_changes / 2 * filling_m3
