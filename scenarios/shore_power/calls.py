"""A port's own list of calls, checked row by row; every fault is named with its row."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from networks.names import plain
from scenarios.faults import Fault, nearest
from scenarios.own_demand.columns import plain_header
from scenarios.own_demand.file import read_user_text
from scenarios.shore_power.call_columns import (
    COLUMNS,
    NO,
    SIZES,
    YES,
    call_column_names,
    type_names,
)

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping
    from pathlib import Path

    from scenarios.tables.text import TableText

SHEETS: Final = ("calls", "靠泊", "靠泊记录")
_LOCAL = dt.timezone(dt.timedelta(hours=8))
_FORMATS: Final = ("%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H")
_MOST_AUX_KW = 20_000.0
_MOST_REEFERS = 5_000.0
_LONGEST_DAYS = 120
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_REMEDY: Final = "correct the row, or leave it out with --skip-faulty"


@dataclass(frozen=True)
class CallList:
    """A list of calls as read.

    Attributes
    ----------
    file : str
        Name of the file.
    frame : pandas.DataFrame
        Rows without fault: the columns of the template, typed, and ``line``.
    faults : tuple of Fault
        Everything that is wrong, with the line of the file.
    rows_read : int
        Rows of the file.
    ignored : tuple of str
        Headers that mean no column.
    """

    file: str
    frame: pd.DataFrame
    faults: tuple[Fault, ...]
    rows_read: int
    ignored: tuple[str, ...] = ()

    @property
    def faulty_rows(self) -> dict[int, list[Fault]]:
        """Faults by line of the file."""
        found: dict[int, list[Fault]] = {}
        for fault in self.faults:
            if fault.line:
                found.setdefault(fault.line, []).append(fault)
        return found

    def as_json(self) -> dict[str, Any]:
        """Return counts of rows, and the faulty ones."""
        rows = {
            "read": self.rows_read,
            "used": len(self.frame),
            "faulty": self.rows_read - len(self.frame),
        }
        faulty = [
            {
                "row": line,
                "codes": [fault.code for fault in found],
                "reasons": [fault.message for fault in found],
                "remedies": [fault.help or fault.allowed for fault in found],
                "text": found[0].text,
            }
            for line, found in sorted(self.faulty_rows.items())
        ]
        return {"file": self.file, "rows": rows, "faulty_rows": faulty, "ignored": [*self.ignored]}


@dataclass
class _Reading:
    """A file being read: what its headers mean, and the faults so far."""

    text: TableText
    types: Mapping[str, str]
    facts: Mapping[str, Mapping[Hashable, Any]]
    columns: dict[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, line: int, column: str, code: str, message: str, allowed: str = "") -> None:
        """Note the fault of a cell."""
        where = f"row {line}, column {column}"
        shown = self.text.line(line)[:200]
        self.faults.append(
            Fault(self.text.file, line, where, code, message, allowed, _REMEDY, shown)
        )


def read_calls(path: Path, ship_types: pd.DataFrame) -> CallList:
    """Read and check a list of calls.

    Parameters
    ----------
    path : Path
        ``.csv`` or ``.xlsx``.
    ship_types : pandas.DataFrame
        Table ``ship_types``.

    Returns
    -------
    CallList
        Rows and faults; a file that cannot be read at all has one fault and no row.
    """
    _, text = read_user_text(path, SHEETS, "calls.file")
    if isinstance(text, Fault):
        return CallList(str(path), _typed([]), (text,), 0)
    reading = _Reading(
        text,
        type_names(ship_types),
        {str(row["ship_type"]): row for row in ship_types.to_dict("records")},
    )
    ignored = _header(reading)
    if reading.faults:
        return CallList(text.file, _typed([]), tuple(reading.faults), len(text.rows))
    if not text.rows:
        message = "the list has no row"
        fault = Fault(text.file, 0, "", "calls.empty", message, "one row for each call")
        return CallList(text.file, _typed([]), (fault,), 0)
    rows = [_row(reading, line, cells) for line, cells in text.rows]
    _duplicates(reading, rows)
    _overlaps(reading, rows)
    wrong = {fault.line for fault in reading.faults}
    kept = [row for row in rows if row["line"] not in wrong]
    return CallList(text.file, _typed(kept), tuple(reading.faults), len(rows), ignored)


def _typed(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Return rows as a frame in the order of the file."""
    return pd.DataFrame(rows, columns=["line", *(one.name for one in COLUMNS)])


def _header(reading: _Reading) -> tuple[str, ...]:
    """Find the columns, note what is missing, and return headers that mean nothing."""
    known, text = call_column_names(), reading.text
    ignored = []
    for place, header in enumerate(text.header):
        name = known.get(plain_header(header))
        if name is None:
            ignored.append(header)
        elif name in reading.columns:
            message = f'"{header}" gives {name} a second time'
            reading.fault(text.header_line, header, "calls.column", message, "each column once")
        else:
            reading.columns[name] = place
    for one in COLUMNS:
        if one.required and one.name not in reading.columns:
            message = f"the column {one.name} ({one.zh}) is missing"
            allowed = ", ".join(column.name for column in COLUMNS)
            reading.fault(text.header_line, one.name, "calls.column", message, allowed)
    if not {*SIZES, "aux_kw"} & set(reading.columns):
        message = "no column says how large a vessel is"
        reading.fault(text.header_line, "dwt", "calls.column", message, "dwt, gt, teu or aux_kw")
    return tuple(ignored)


def _row(reading: _Reading, line: int, cells: list[str]) -> dict[str, Any]:
    """Return a row with typed values, None where a cell is empty or wrong."""
    if len(cells) > len(reading.text.header):
        count = f"{len(cells)} cells, {len(reading.text.header)} in the header"
        reading.fault(line, "all", "calls.row", f"the row has {count}")
    padded = [*cells, *[""] * len(reading.text.header)]
    cell = {name: padded[place].strip() for name, place in reading.columns.items()}
    row: dict[str, Any] = {one.name: None for one in COLUMNS} | {"line": line}
    for name in ("call_id", "berth"):
        row[name] = cell[name] or None
        if not cell[name]:
            reading.fault(line, name, "calls.empty", f"{name} is empty", "a name or a number")
    row["vessel_type"] = _type(reading, line, cell["vessel_type"])
    for name in ("arrival", "departure"):
        row[name] = _moment(reading, line, name, cell[name])
    _check_order(reading, row)
    for name, most in (*((one, None) for one in SIZES), ("aux_kw", _MOST_AUX_KW)):
        row[name] = _number(reading, line, name, cell.get(name, ""), most)
    row["reefers"] = _number(reading, line, "reefers", cell.get("reefers", ""), _MOST_REEFERS)
    row["fitted"] = _flag(reading, line, cell.get("fitted", ""))
    _check_size(reading, row)
    return row


def _type(reading: _Reading, line: int, text: str) -> str | None:
    """Return the type that a cell names."""
    names = reading.types
    found = names.get(plain(text)) or names.get(plain(text.replace("_", " ").replace("-", " ")))
    if found is None:
        message = f'unknown vessel type "{text}"' if text else "vessel_type is empty"
        allowed = nearest(text, list(reading.facts))
        reading.fault(line, "vessel_type", "calls.type", message, allowed)
    return found


def _moment(reading: _Reading, line: int, name: str, text: str) -> dt.datetime | None:
    """Return the local time of a cell."""
    found = parsed_time(text)
    if found is None or not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        message = f'"{text}" is no time' if text else f"{name} is empty"
        reading.fault(line, name, "calls.time", message, "such as 2025-01-02T08:00")
        return None
    return found


def parsed_time(text: str) -> dt.datetime | None:
    """Return a local time; one with an offset is brought to UTC+8.

    Examples
    --------
    >>> parsed_time("2025-01-02T08:00"), parsed_time("2025/1/2 8:00"), parsed_time("soon")
    (datetime.datetime(2025, 1, 2, 8, 0), datetime.datetime(2025, 1, 2, 8, 0), None)
    >>> parsed_time("2025-01-02T00:00Z")
    datetime.datetime(2025, 1, 2, 8, 0)
    """
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        plain_text = text.replace("/", "-").replace("T", " ")
        for form in _FORMATS:
            try:
                return dt.datetime.strptime(plain_text, form)  # noqa: DTZ007 - local time
            except ValueError:
                continue
        return None
    return found if found.tzinfo is None else found.astimezone(_LOCAL).replace(tzinfo=None)


def _check_order(reading: _Reading, row: dict[str, Any]) -> None:
    """Refuse a departure that is not after the arrival, or that comes months later."""
    arrival, departure = row["arrival"], row["departure"]
    if arrival is None or departure is None:
        return
    if departure <= arrival:
        message = f"departure {departure:%Y-%m-%dT%H:%M} is not after arrival"
        allowed = f"a time after {arrival:%Y-%m-%dT%H:%M}"
        reading.fault(row["line"], "departure", "calls.order", message, allowed)
    elif departure - arrival > dt.timedelta(days=_LONGEST_DAYS):
        message = f"the stay is {(departure - arrival).days} days long"
        allowed = f"{_LONGEST_DAYS} days at the most"
        reading.fault(row["line"], "departure", "calls.order", message, allowed)


def _number(reading: _Reading, line: int, name: str, text: str, most: float | None) -> float | None:
    """Return the number of a cell; None where it is empty or impossible."""
    if not text:
        return None
    try:
        value = float(text.replace(",", ""))
    except ValueError:
        value = float("nan")
    least_ok = value >= 0 if name == "reefers" else value > 0
    if not least_ok or value > (most or np.inf) or np.isinf(value):
        allowed = f"above 0 and at most {most:g}" if most else "a number above 0"
        reading.fault(line, name, "calls.value", f'"{text}" is impossible', allowed)
        return None
    return value


def _flag(reading: _Reading, line: int, text: str) -> bool | None:
    """Return whether a cell says yes; None where it says nothing."""
    said = text.casefold()
    if said in YES or said in NO:
        return said in YES
    if text:
        message = f'"{text}" is neither yes nor no'
        reading.fault(line, "fitted", "calls.value", message, "yes, no, 是, 否, or empty")
    return None


def _check_size(reading: _Reading, row: dict[str, Any]) -> None:
    """Refuse a vessel larger than its type can be, and one of which no load can be told."""
    kind = row["vessel_type"]
    if kind is None:
        return
    facts = reading.facts[kind]
    unit, most = str(facts["size_unit"]), float(facts["size_max_value"])
    given = [name for name in SIZES if row[name] is not None]
    limits = {"dwt": 600_000.0, "gt": 300_000.0, "teu": 30_000.0}
    if unit in limits:
        limits[unit] = most
    for name in given:
        if row[name] > limits[name]:
            message = f"{name} {row[name]:g} is impossible for {kind}"
            reading.fault(row["line"], name, "calls.size", message, f"{limits[name]:g} at the most")
    if row["aux_kw"] is None and not facts["liquid_cargo"] and not _size_told(unit, row):
        message = f"nothing says how large this {kind} is"
        allowed = "a value of teu, dwt or gt" if unit == "teu" else f"a value of {unit}"
        reading.fault(row["line"], unit, "calls.size", message, f"{allowed}, or aux_kw")


def _size_told(unit: str, row: dict[str, Any]) -> bool:
    """Return whether the size that the load goes by is there or follows."""
    if unit == "none":
        return True
    enough = {"teu": SIZES, "dwt": ("dwt", "gt"), "gt": ("gt",), "m3": SIZES}[unit]
    return any(row[name] is not None for name in enough)


def _duplicates(reading: _Reading, rows: list[dict[str, Any]]) -> None:
    """Refuse an id that stands in several rows."""
    first: dict[str, int] = {}
    for row in rows:
        name = row["call_id"]
        if name is None:
            continue
        if name in first:
            message = f'call_id "{name}" stands in row {first[name]} already'
            reading.fault(row["line"], "call_id", "calls.twice", message, "each id once")
        else:
            first[name] = row["line"]


def _overlaps(reading: _Reading, rows: list[dict[str, Any]]) -> None:
    """Refuse a call at a berth that another one still takes."""
    whole = [
        row
        for row in rows
        if row["berth"] is not None
        and row["arrival"] is not None
        and row["departure"] is not None
        and row["departure"] > row["arrival"]
    ]
    for berth in dict.fromkeys(row["berth"] for row in whole):
        held: dict[str, Any] | None = None
        here = [row for row in whole if row["berth"] == berth]
        for row in sorted(here, key=lambda one: (one["arrival"], one["line"])):
            if held is not None and row["arrival"] < held["departure"]:
                message = f"berth {berth} is taken by row {held['line']}"
                message += f" until {held['departure']:%Y-%m-%dT%H:%M}"
                reading.fault(
                    row["line"], "arrival", "calls.overlap", message, "one vessel at a time"
                )
            if held is None or row["departure"] > held["departure"]:
                held = row


def year_of(frame: pd.DataFrame) -> int:
    """Return the year in which most calls of a list arrive."""
    counts: Iterator[tuple[int, int]] = iter(
        Counter(one.year for one in frame["arrival"]).most_common(1)
    )
    return next(counts)[0]
