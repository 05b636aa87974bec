"""The hours of a day from a file: 24 shares that sum to one, or 24 rates that sum to the day."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from scenarios.faults import Fault
from scenarios.tables.text import split_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from scenarios.tables.text import TableText

    Floats = NDArray[np.float64]

HOURS: Final = 24
_HOUR: Final = "hour"
_SHARE, _RATE = "share", "arrivals_per_h"
_ROUNDING: Final = 1.5e-3
_FORM: Final = "24 rows of hour (0 to 23) and share or arrivals_per_h"


def read_profile(path: Path, arrivals_per_h: float | None) -> tuple[Floats | None, list[Fault]]:
    """Read the arrivals of each hour of a day.

    Parameters
    ----------
    path : Path
        CSV with ``hour`` and ``share`` or ``arrivals_per_h``; a column of another name, or numbers
        alone, are told apart by their sum.
    arrivals_per_h : float or None
        Mean arrivals; None where the file alone says them.

    Returns
    -------
    tuple of numpy.ndarray or None and list of Fault
        Arrivals of each hour, and every fault of the file.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        message = f"the profile cannot be read: {error.strerror or error}"
        return None, [Fault(str(path), 0, "", "file.unreadable", message, help="name a CSV file")]
    text = split_table(content, str(path))
    if isinstance(text, Fault):
        return None, [text]
    columns, rows = _layout(text)
    values, faults = _values(text, columns, rows)
    if faults:
        return None, faults
    return _scaled(text.file, columns[1], values, arrivals_per_h)


def _layout(text: TableText) -> tuple[tuple[int | None, str, int], list[tuple[int, list[str]]]]:
    """Return the column of hours, the name and column of values, and the rows."""
    header = [cell.lower() for cell in text.header]
    if all(_number(cell) is not None for cell in header):
        rows = [(text.header_line, text.header), *text.rows]
        return (0 if len(header) > 1 else None, "", len(header) - 1), rows
    hour = header.index(_HOUR) if _HOUR in header else None
    for name in (_SHARE, _RATE):
        if name in header:
            return (hour, name, header.index(name)), text.rows
    last = max(i for i in range(len(header)) if i != hour) if len(header) > 1 else 0
    return (hour, "", last), text.rows


def _number(cell: str) -> float | None:
    """Return the number that a cell holds."""
    try:
        return float(cell)
    except ValueError:
        return None


def _values(
    text: TableText, columns: tuple[int | None, str, int], rows: Sequence[tuple[int, list[str]]]
) -> tuple[Floats, list[Fault]]:
    """Return the 24 values in the order of the hours, and what is wrong with the rows."""
    hour_at, name, value_at = columns
    values = np.full(HOURS, np.nan)
    faults = []
    for k, (line, cells) in enumerate(rows):
        hour = float(k) if hour_at is None else _number(_cell(cells, hour_at))
        value = _number(_cell(cells, value_at))
        where = f"row {line}, column {name or value_at + 1}"
        if value is None or not math.isfinite(value) or value < 0:
            said = f'"{_cell(cells, value_at)}" is no share or rate'
            faults.append(_fault(text, line, where, said, "a number, zero or more"))
        if hour is None or hour not in range(HOURS):
            said = f'"{_cell(cells, hour_at or 0) if hour_at is not None else k}" is no hour'
            faults.append(_fault(text, line, f"row {line}, column hour", said, "0 to 23"))
        elif not math.isnan(values[int(hour)]):
            said = f"hour {hour:g} stands twice"
            faults.append(_fault(text, line, f"row {line}, column hour", said, "each hour once"))
        elif value is not None:
            values[int(hour)] = value
    if not faults and np.isnan(values).any():
        missing = ", ".join(str(hour) for hour in np.flatnonzero(np.isnan(values)))
        faults.append(_fault(text, 0, "", f"hours without a row: {missing}", "each hour once"))
    return values, faults


def _cell(cells: Sequence[str], at: int) -> str:
    """Return a cell, or nothing where the row is short."""
    return cells[at] if at < len(cells) else ""


def _fault(text: TableText, line: int, where: str, message: str, allowed: str) -> Fault:
    """Return a fault of the profile."""
    written = text.line(line) if line else ""
    return Fault(text.file, line, where, "profile.value", message, allowed, _FORM, written)


def _scaled(
    file: str, name: str, values: Floats, arrivals_per_h: float | None
) -> tuple[Floats | None, list[Fault]]:
    """Return rates by hour, or the fault that the values sum to nothing that is meant."""
    total = float(values.sum())
    day = None if arrivals_per_h is None else HOURS * arrivals_per_h
    if name != _RATE and day is not None and abs(total - 1) <= _ROUNDING:
        return values / total * day, []
    if name != _SHARE and total > 0:
        if day is None:
            return values, []
        if abs(total - day) <= _ROUNDING * day:
            return values / total * day, []
    rates = "rates that sum to more than zero"
    if day is not None:
        rates = f"rates that sum to the {day:g} arrivals of a day"
    allowed = {_SHARE: "shares that sum to 1", _RATE: rates}.get(
        name, rates if day is None else f"shares that sum to 1, or {rates}"
    )
    message = f"the profile sums to {total:g}"
    if name == _SHARE and day is None:
        message, allowed = "shares need the arrivals of a day", "--arrivals-per-h beside them"
    remedy = "correct the rows; nothing was rescaled"
    return None, [Fault(file, 0, "", "profile.sum", message, allowed, remedy)]
