"""Reading a table of months and a table of outages, with all faults of both in one list."""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

from scenarios.faults import Fault, nearest
from scenarios.tables.form import CheckedTable, Problem, check_form
from scenarios.tables.text import split_table
from scenarios.waterway.lock_places import lock_places
from scenarios.waterway.month_checks import check_months
from scenarios.waterway.month_columns import MONTHS, OUTAGES, with_english_header
from scenarios.years import FIRST_YEAR, LAST_YEAR
from transport.lock_sites import ANY

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from networks import Chamber
    from scenarios.tables.schema import TableSchema
    from scenarios.waterway.lock_places import LockPlaces
    from scenarios.waterway.months import MonthOptions

_MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})(?:\s*月|[-/.]0?1)?", re.ASCII)
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?", re.ASCII)
_ALL_LINES = {ANY, "all", "全部"}
_LINE_WORDS = re.compile(r"^line\s*|[线号]+$", re.IGNORECASE)
_DIGITS = str.maketrans("一二三四五六七八九", "123456789")


@dataclass(frozen=True)
class LockFiles:
    """What the two files hold.

    Attributes
    ----------
    months : pandas.DataFrame
        Rows as :func:`scenarios.waterway.months.lock_cases` takes them.
    outages : pandas.DataFrame
        Columns ``lock``, ``line``, ``from``, ``to``, ``reason``; ISO days, both included.
    notes : list of str
        What was read but is of no effect.
    faults : list of Fault
        What is wrong; the tables may only be used where this is empty.
    known : list of str
        Outages that the program knows of and the user did not give, in words.
    """

    months: pd.DataFrame
    outages: pd.DataFrame
    notes: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    known: list[str] = field(default_factory=list)


def read_lock_files(
    tables: Mapping[str, pd.DataFrame],
    demand: Path,
    outages: Path | None,
    options: MonthOptions,
) -> LockFiles:
    """Read a table of months and a table of outages.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    demand : Path
        Table of months: columns ``month``, ``lock`` and those of
        :data:`scenarios.waterway.month_columns.NUMBERS`, of which any may be missing.
    outages : Path or None
        Table of outages: columns ``lock``, ``line``, ``from``, ``to``, ``reason``.
    options : MonthOptions
        How the locks are run, which decides the vessels that fit.

    Returns
    -------
    LockFiles
        The rows and every fault of both files.
    """
    places = lock_places(tables)
    months, faults = _read(demand, MONTHS, places)
    lines: Mapping[str, tuple[Chamber, ...]] = {}
    rows = _empty(MONTHS)
    if months is not None:
        _convert(months, "month", _month)
        lines = check_months(months, tables, options)
        rows = rows if months.faults else _month_rows(months)
        faults = months.faults
    shut, notes, more = read_outages(tables, outages, lines, places)
    return LockFiles(rows, shut, notes, [*faults, *more])


def read_outages(
    tables: Mapping[str, pd.DataFrame],
    path: Path | None,
    lines: Mapping[str, tuple[Chamber, ...]],
    places: LockPlaces | None = None,
) -> tuple[pd.DataFrame, list[str], list[Fault]]:
    """Read a table of outages.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    path : Path or None
        The file; None gives no outages.
    lines : mapping of str to tuple of Chamber
        Open lines of the locks that are simulated.
    places : LockPlaces, optional
        Names of the locks, where they are at hand.

    Returns
    -------
    outages : pandas.DataFrame
        Rows of the simulated locks.
    notes : list of str
        Rows that were left out.
    faults : list of Fault
        What is wrong.
    """
    if path is None:
        return _empty(OUTAGES), [], []
    table, faults = _read(path, OUTAGES, places or lock_places(tables))
    if table is None:
        return _empty(OUTAGES), [], faults
    for name in ("from", "to"):
        _convert(table, name, _day)
    _check_order(table)
    _check_lines(table, lines)
    rows = _frame(table, OUTAGES)
    here = rows["lock"].isin(set(lines))
    named = rows.loc[~here & rows["lock"].ne(""), "lock"]
    notes = [
        f"outages of {lock} are of no effect: it is not simulated"
        for lock in sorted(set(named))
        if lines
    ]
    return rows[here].reset_index(drop=True), notes, table.faults


def _read(
    path: Path, schema: TableSchema, places: LockPlaces
) -> tuple[CheckedTable | None, list[Fault]]:
    """Read a file and the names of its locks."""
    try:
        content = path.read_bytes()
    except OSError as error:
        message = f"the file cannot be read: {error.strerror}"
        advice = "check the path and the rights"
        return None, [Fault(str(path), 0, "", "table.missing-file", message, "a CSV file", advice)]
    text = split_table(content, str(path))
    if isinstance(text, Fault):
        return None, [text]
    if not text.rows and schema is MONTHS:
        message, advice = "the table has no rows", "give at least one month of one lock"
        return None, [Fault(str(path), 0, "", "table.empty", message, "", advice)]
    table = check_form(schema, with_english_header(text))
    _convert(table, "lock", places.resolve)
    return table, table.faults


def _convert(table: CheckedTable, column: str, read: Callable[[str], str | Problem]) -> None:
    """Replace the texts of a column by what they mean; a wrong one is reported and emptied."""
    cells = table.cells.get(column, [])
    wrong: dict[Problem, list[int]] = {}
    for row, cell in enumerate(cells):
        if isinstance(cell, str):
            value = read(cell)
            if isinstance(value, Problem):
                wrong.setdefault(value, []).append(row)
            cells[row] = None if isinstance(value, Problem) else value
    for problem, rows in wrong.items():
        table.report(column, rows, problem)


def _month(text: str) -> str | Problem:
    """Read a month; a spreadsheet may have made it the first day of the month."""
    advice = "write year and month, as 2025-08"
    match = _MONTH.fullmatch(text)
    if not match or not 1 <= int(match[2]) <= 12:  # noqa: PLR2004 - months of a year
        return Problem("months.month", f'"{text}" is no month', "YYYY-MM", advice)
    if not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
        allowed = f"{FIRST_YEAR}-01 to {LAST_YEAR}-12"
        return Problem("months.month", f"{text} is outside the years of the study", allowed)
    return f"{match[1]}-{int(match[2]):02d}"


def _day(text: str) -> str | Problem:
    """Read a day."""
    match = _DAY.fullmatch(text)
    try:
        return (
            dt.date(*(int(one) for one in match.groups())).isoformat() if match else _no_day(text)
        )
    except ValueError:
        return _no_day(text)


def _no_day(text: str) -> Problem:
    """Return the problem of a text that is no day of the calendar."""
    advice = "write year, month and day, as 2025-12-01"
    return Problem("outages.day", f'"{text}" is no day of the calendar', "YYYY-MM-DD", advice)


def _check_order(table: CheckedTable) -> None:
    """Report outages that end before they begin."""
    pairs = zip(table.cells.get("from", []), table.cells.get("to", []), strict=False)
    for row, (begin, end) in enumerate(pairs):
        if begin and end and str(end) < str(begin):
            message = f"the outage ends on {end}, before it begins on {begin}"
            problem = Problem(
                "outages.order", message, f"{begin} or later", "exchange the two days"
            )
            table.report("to", [row], problem)


def _check_lines(table: CheckedTable, lines: Mapping[str, Sequence[Chamber]]) -> None:
    """Bring lines to their short form, and report those that a simulated lock does not have."""
    cells = table.cells.get("line", [])
    locks = table.cells.get("lock", [None] * len(cells))
    wrong: dict[tuple[str, str], list[int]] = {}
    for row, (cell, lock) in enumerate(zip(cells, locks, strict=True)):
        if not isinstance(cell, str):
            continue
        line = (
            ANY
            if cell.casefold() in _ALL_LINES
            else _LINE_WORDS.sub("", cell).strip().translate(_DIGITS)
        )
        cells[row] = line
        known = [one.line for one in lines.get(str(lock), ())]
        if known and line != ANY and line not in known:
            wrong.setdefault((str(lock), cell), []).append(row)
    for (lock, cell), rows in wrong.items():
        known = [one.line for one in lines[lock]]
        message = f'{lock} has no line "{cell}"'
        advice = "give one row for each line, or * for all lines"
        allowed = f"{nearest(cell, known)}, or *"
        table.report("line", rows, Problem("outages.line", message, allowed, advice))


def _month_rows(table: CheckedTable) -> pd.DataFrame:
    """Return the months of a table without faults, with year and month as numbers."""
    rows = _frame(table, MONTHS)
    dates = pd.to_datetime(rows["month"], format="%Y-%m")
    return rows.assign(year=dates.dt.year, month=dates.dt.month)


def _frame(table: CheckedTable, schema: TableSchema) -> pd.DataFrame:
    """Return the rows as a frame; texts empty and numbers NaN where nothing stands."""
    count = len(table.lines)
    columns = {}
    for column in schema.columns:
        cells = table.cells.get(column.name, [None] * count)
        gap: object = math.nan if column.numeric else ""
        columns[column.name] = [gap if cell is None else cell for cell in cells]
    return pd.DataFrame(columns)


def _empty(schema: TableSchema) -> pd.DataFrame:
    """Return a frame without rows."""
    return pd.DataFrame(columns=list(schema.names))
