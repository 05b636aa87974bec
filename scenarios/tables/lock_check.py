"""What the tables of locks must keep beyond form: lines, days, shares and currents."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from transport.lock_sites import ANY

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

    Frames = Mapping[str, pd.DataFrame]
    Gaps = Iterator[tuple[str, str]]

_RELIEF = re.compile(r"[^:;]+:[0-9]+(;[^:;]+:[0-9]+)*")
_NIGHT = re.compile(r"([01]?[0-9]|2[0-3])-([01]?[0-9]|2[0-4])")


def lock_table_gaps(tables: Frames) -> Gaps:
    """Yield the table and the message of every fault in the tables of locks.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Typed tables without faults of form or reference.

    Yields
    ------
    tuple of str
        Table and message.
    """
    lines: dict[str, set[str]] = {}
    for lock, line in zip(tables["locks"]["lock"], tables["locks"]["line"], strict=True):
        lines.setdefault(str(lock), set()).add(str(line))
    yield from _rules(tables["lock_rules"], lines)
    yield from _outages(tables["lock_outages"], lines)
    yield from _fees(tables["lock_fees"], lines)
    yield from _shares(tables["phase_profiles"])
    yield from _currents(tables["currents"], tables["waterway_links"])


def _rules(rules: pd.DataFrame, lines: Mapping[str, set[str]]) -> Gaps:
    """Rules are of locks that exist, and lines for long queues of lines that they have."""
    for row in rules.to_dict("records"):
        lock, relief, night = (str(row[name]) for name in ("lock", "relief_queue", "night_h"))
        if night and (not _NIGHT.fullmatch(night) or len(set(night.split("-"))) == 1):
            yield "lock_rules", f"night_h {night!r} of {lock} is not like 22-6"
        if lock != ANY and lock not in lines:
            yield "lock_rules", f"{lock} is no lock of the table locks; {ANY} stands for all others"
        elif relief and not _RELIEF.fullmatch(relief):
            yield "lock_rules", f"relief_queue {relief!r} of {lock} is not like 1:80;2:140"
        elif relief and lock != ANY:
            used = {part.split(":")[0] for part in relief.split(";")}
            for line in sorted(used - lines[lock]):
                yield "lock_rules", f"relief_queue names line {line}, which {lock} does not have"


def _outages(outages: pd.DataFrame, lines: Mapping[str, set[str]]) -> Gaps:
    """Outages are of lines that exist, from a day to the same or a later one."""
    for row in outages.to_dict("records"):
        lock, line, first, last = (str(row[name]) for name in ("lock", "line", "from", "to"))
        if line not in {ANY, *lines.get(lock, ())}:
            yield "lock_outages", f"{lock} has no line {line}; {ANY} stands for all"
        days = [day for day in (first, last) if not _is_day(day)]
        for day in days:
            yield "lock_outages", f"{day!r} of {lock} {line} is no day like 2025-12-01"
        if not days and last < first:
            yield "lock_outages", f"{lock} {line} is shut from {first} to {last}, which is earlier"


def _fees(fees: pd.DataFrame, lines: Mapping[str, set[str]]) -> Gaps:
    """Fees are of locks that exist, and inside their range."""
    for row in fees.to_dict("records"):
        lock, year = str(row["lock"]), int(row["from_year"])
        if lock != ANY and lock not in lines:
            yield "lock_fees", f"{lock} is no lock of the table locks; {ANY} stands for all others"
        low, fee, high = (
            float(row[f"fee{part}_cny_per_gross_t"]) for part in ("_low", "", "_high")
        )
        if not low <= fee <= high:
            yield "lock_fees", f"the fee of {lock} from {year}, {fee:g}, is not {low:g} to {high:g}"


def _is_day(text: str) -> bool:
    """Whether a text is a day as YYYY-MM-DD."""
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _shares(profiles: pd.DataFrame) -> Gaps:
    """Phases of a lockage leave time for filling and emptying."""
    sums = profiles[["entry_share", "exit_share", "gates_share"]].sum(axis=1)
    for kind, total in zip(profiles["kind"], sums, strict=True):
        if total > 1:
            yield "phase_profiles", f"the shares of {kind} sum to {total:g}, more than 1"


def _currents(currents: pd.DataFrame, links: pd.DataFrame) -> Gaps:
    """No current is as fast as a vessel on one of its reaches."""
    slowest = links.groupby("kind")["design_speed_kmh"].min()
    for kind, current_kmh in zip(currents["kind"], currents["current_kmh"], strict=True):
        if kind in slowest.index and current_kmh >= slowest[kind]:
            message = f"the current of {kind}, {current_kmh:g} km/h, stops vessels on a reach"
            yield "currents", message
