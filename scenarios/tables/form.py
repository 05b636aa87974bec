"""Checks of tables: form of every cell, keys, and references between tables.

Every fault is reported, none twice: a wrong value that stands in many rows is one fault that
names the first row, and a cell that is already faulty is left out of the later checks. References
to a table whose own ids are in doubt are not checked until it is put right.
"""

from __future__ import annotations

import difflib
import math
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from scenarios.faults import Fault, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from scenarios.tables.schema import Column, TableSchema
    from scenarios.tables.text import TableText

Value: TypeAlias = str | float | int | bool | None

PROVENANCE = ("source", "confidence")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_INTEGER = re.compile(r"[+-]?\d{1,15}", re.ASCII)
_ROWS_NAMED = 3


class Problem(NamedTuple):
    """What is wrong with the text of a cell."""

    code: str
    message: str
    allowed: str = ""
    advice: str = ""


@dataclass
class CheckedTable:
    """A table whose cells have been read.

    Attributes
    ----------
    schema : TableSchema
        Its columns.
    text : TableText
        The table as text.
    lines : list of int
        Line of the file of each row.
    cells : dict of str to list
        Values of each column present; None where a cell is empty or faulty.
    doubtful : set of str
        Columns that have a faulty cell.
    stray : set of str
        Cells of rows that could not be matched to the header.
    faults : list of Fault
        Faults of form.
    rows_named : int
        How many further rows the fault of a repeated value names.
    faulty_lines : set of int
        Line of every row that has a fault.
    header_faults : bool
        Whether the header has a fault.
    """

    schema: TableSchema
    text: TableText
    lines: list[int] = field(default_factory=list)
    cells: dict[str, list[Value]] = field(default_factory=dict)
    doubtful: set[str] = field(default_factory=set)
    stray: set[str] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)
    rows_named: int = _ROWS_NAMED
    faulty_lines: set[int] = field(default_factory=set)
    header_faults: bool = False

    def report(self, column: str, rows: Sequence[int], problem: Problem) -> None:
        """Add the fault of a value in one column, found in the rows given by position."""
        line = self.lines[rows[0]]
        others = [str(self.lines[row]) for row in rows[1 : 1 + self.rows_named]]
        self.faulty_lines.update(self.lines[row] for row in rows)
        message = problem.message
        if others:
            more = len(rows) - 1 - len(others)
            tail = f" and {more} more" if more else ""
            message += f" (also in row {', '.join(others)}{tail})"
        where = f"row {line}, column {column}" if column else f"row {line}"
        text = self.text.line(line)
        self.faults.append(
            Fault(self.text.file, line, where, problem.code, message, *problem[2:], text)
        )
        self.doubtful.add(column)

    def fresh(self) -> CheckedTable:
        """Return the table with notes of faults of its own, to which later checks may add."""
        own: dict[str, Any] = {
            name: {*getattr(self, name)} for name in ("doubtful", "faulty_lines")
        }
        return replace(self, faults=[*self.faults], **own)

    def trusted(self, column: str) -> bool:
        """Whether every cell of a column was read without a fault."""
        return column in self.cells and column not in self.doubtful


def check_form(schema: TableSchema, text: TableText, rows_named: int = _ROWS_NAMED) -> CheckedTable:
    """Read the cells of a table and check header, types, ranges and keys.

    Parameters
    ----------
    schema : TableSchema
        What the table should be.
    text : TableText
        What it is.
    rows_named : int
        How many further rows the fault of a repeated value names.

    Returns
    -------
    CheckedTable
        The values and the faults of form.
    """
    table = CheckedTable(schema, text, rows_named=rows_named)
    table.faults.extend(_header_faults(schema, text))
    table.header_faults = bool(table.faults)
    width = len(text.header)
    rows = []
    for line, cells in text.rows:
        if len(cells) == width:
            table.lines.append(line)
            rows.append(cells)
        else:
            table.faults.append(_ragged(text, line, len(cells)))
            table.stray.update(cells)
            table.faulty_lines.add(line)
    for column in schema.columns:
        if text.header.count(column.name) == 1:
            place = text.header.index(column.name)
            _read_column(table, column, [cells[place] for cells in rows])
    _check_key(table)
    return table


def _header_faults(schema: TableSchema, text: TableText) -> Iterator[Fault]:
    """Yield the faults of the first row: columns missing, unknown or given twice."""
    missing = [name for name in schema.names if name not in text.header]
    line = text.header_line

    def fault(name: str, message: str, allowed: str, advice: str) -> Fault:
        """Make a fault of a column."""
        where = f"row {line}, column {name}" if name else f"row {line}"
        written = text.line(line)
        return Fault(text.file, line, where, "table.column", message, allowed, advice, written)

    for name in dict.fromkeys(text.header):
        if name not in schema.names:
            close = difflib.get_close_matches(name, missing, n=1)
            missing = [other for other in missing if other not in close]
            advice = f'call it "{close[0]}"' if close else "delete the column"
            message = f'unknown column "{name}"' if name else "a column has no name"
            yield fault(name, message, nearest(name, schema.names), advice)
        elif text.header.count(name) > 1:
            yield fault(name, f'column "{name}" is given twice', "once", "delete one of the two")
    for name in (name for name in missing if name not in schema.optional):
        advice = "add it; cells that are not known stay empty"
        yield fault(name, f'column "{name}" is missing', ", ".join(schema.names), advice)


def _ragged(text: TableText, line: int, cells: int) -> Fault:
    """Return the fault of a row that has not as many cells as the header."""
    message = f"the row has {cells} cells, the header {len(text.header)}"
    advice = 'put a text that holds a comma in "quotation marks"'
    where = f"row {line}"
    return Fault(text.file, line, where, "table.column", message, "", advice, text.line(line))


def _read_column(table: CheckedTable, column: Column, cells: Sequence[str]) -> None:
    """Read the cells of a column, each different text once."""
    rows_of: dict[str, list[int]] = {}
    for row, cell in enumerate(cells):
        rows_of.setdefault(cell, []).append(row)
    values: list[Value] = [None] * len(cells)
    table.cells[column.name] = values
    for cell, rows in rows_of.items():
        value = read_cell(cell, column)
        if isinstance(value, Problem):
            table.report(column.name, rows, value)
        else:
            for row in rows:
                values[row] = value


def read_cell(text: str, column: Column) -> Value | Problem:
    """Return the value of a cell, or what is wrong with it.

    Parameters
    ----------
    text : str
        The cell without spaces around it.
    column : Column
        The column it stands in.

    Returns
    -------
    str, float, int, bool, None or Problem
        None when the cell is empty and may be.
    """
    if not text:
        return _empty(column) if column.required else None
    value = _typed(text, column)
    if isinstance(value, Problem):
        return value
    if column.numeric and not _within(value, column):
        advice = f"give a value in this range; the column says: {column.meaning}"
        return Problem("table.range", f"{text} is out of range", column.range_text, advice)
    if column.allowed and text not in column.allowed:
        message = f'"{text}" is not allowed'
        allowed = ", ".join(column.allowed)
        return Problem("table.allowed", message, allowed, "use one of these")
    return value


def _empty(column: Column) -> Problem:
    """Return the problem of an empty cell that may not be."""
    if column.name in PROVENANCE:
        message = f"the row has no {column.name}"
        return Problem("table.source", message, column.meaning, f"give the row a {column.name}")
    advice = "fill the cell, or delete the row"
    return Problem("table.empty", "required value missing", column.meaning, advice)


def _typed(text: str, column: Column) -> Value | Problem:
    """Return the value of a cell that is not empty by the type of its column."""
    allowed = column.range_text
    if column.type == "boolean":
        wrong = Problem("table.type", f'"{text}" is neither 0 nor 1', "0, 1", "1 means yes")
        return text == "1" if text in {"0", "1"} else wrong
    if column.type == "integer":
        advice = "write digits only"
        wrong = Problem("table.type", f'"{text}" is no whole number', allowed, advice)
        return int(text) if _INTEGER.fullmatch(text) else wrong
    if column.type == "number":
        advice = "write digits and a decimal point, no unit, no separators; unknowns stay empty"
        wrong = Problem("table.type", f'"{text}" is no number', allowed, advice)
        value = float(text) if _NUMBER.fullmatch(text) else math.inf
        return value if math.isfinite(value) else wrong
    return text


def _within(value: Value, column: Column) -> bool:
    """Whether a number lies in the range of its column."""
    low = -math.inf if column.minimum is None else column.minimum
    high = math.inf if column.maximum is None else column.maximum
    return isinstance(value, int | float) and low <= value <= high


def _check_key(table: CheckedTable) -> None:
    """Report every row whose key stands in an earlier row."""
    key = table.schema.key
    if not key or any(name not in table.cells for name in key):
        return
    unsure = {name for name in key if not table.trusted(name)}
    first: dict[tuple[Value, ...], int] = {}
    for row, values in enumerate(zip(*(table.cells[name] for name in key), strict=True)):
        if any(one is None and name in unsure for name, one in zip(key, values, strict=True)):
            continue
        earlier = first.setdefault(values, row)
        if earlier != row:
            shown = ", ".join(
                f'{name} "{"" if one is None else one}"'
                for name, one in zip(key, values, strict=True)
            )
            message = f"{shown} already stands in row {table.lines[earlier]}"
            advice = "delete one of the two rows, or change its key"
            table.report("", [row], Problem("table.key", message, "once", advice))


def check_references(tables: Mapping[str, CheckedTable], schemas: Iterable[TableSchema]) -> None:
    """Report every id that its table does not know.

    Parameters
    ----------
    tables : mapping of str to CheckedTable
        The tables that could be read; faults are added to them.
    schemas : iterable of TableSchema
        All tables that should be there.
    """
    for table in tables.values():
        for column in table.schema.columns:
            if column.references and column.name in table.cells:
                _check_column(table, column, tables)
    _check_sources(tables, [schema.name for schema in schemas if schema.holds_sources])


def _check_column(table: CheckedTable, column: Column, tables: Mapping[str, CheckedTable]) -> None:
    """Report the ids of a column that none of its tables knows; not while one is in doubt."""
    known: set[str] = set()
    targets = [tables.get(name) for name, _ in column.targets]
    for target, (_, other) in zip(targets, column.targets, strict=True):
        if target is None or not target.trusted(other):
            return
        known |= _texts(target.cells[other]) | target.stray
    files = " or ".join(target.text.file for target in targets if target is not None)
    _check_ids(table, column, known, files)


def _texts(values: Iterable[Value]) -> set[str]:
    """Return the texts among the values of a column."""
    return {value for value in values if isinstance(value, str)}


def _rows_by_value(values: Sequence[Value]) -> dict[str, list[int]]:
    """Return the rows in which each text of a column stands."""
    rows_of: dict[str, list[int]] = {}
    for row, value in enumerate(values):
        if isinstance(value, str):
            rows_of.setdefault(value, []).append(row)
    return rows_of


def _check_ids(table: CheckedTable, column: Column, known: set[str], files: str) -> None:
    """Report the ids of a column that are not known."""
    for value, rows in _rows_by_value(table.cells[column.name]).items():
        if value not in known:
            message = f'unknown {column.name} "{value}"'
            allowed = nearest(value, sorted(known))
            advice = f"use an id of {files}, or add a row for it there"
            table.report(column.name, rows, Problem("table.reference", message, allowed, advice))


def _check_sources(tables: Mapping[str, CheckedTable], names: Sequence[str]) -> None:
    """Report ids of sources that are unknown, given in two tables, or empty."""
    lists = [tables[name] for name in names if name in tables]
    if len(lists) < len(names) or not all(one.trusted("source_id") for one in lists):
        return
    known: dict[str, str] = {}
    for one in lists:
        for value, rows in _rows_by_value(one.cells["source_id"]).items():
            if value in known:
                message = f'source "{value}" already stands in {known[value]}'
                problem = Problem("table.key", message, "once", "delete one of the two")
                one.report("source_id", rows, problem)
            known.setdefault(value, one.text.file)
    stray = set().union(*(one.stray for one in lists))
    for table in tables.values():
        if "source" in table.cells and not table.schema.holds_sources:
            _check_citations(table, set(known) | stray)


def _check_citations(table: CheckedTable, known: set[str]) -> None:
    """Report the cited sources of a table that are not known."""
    rows_of: dict[str, list[int]] = {}
    for cell, rows in _rows_by_value(table.cells["source"]).items():
        for cited in cited_sources(cell):
            if cited not in known:
                rows_of.setdefault(cited, []).extend(rows)
    for cited, rows in rows_of.items():
        if cited:
            message, allowed = f'unknown source "{cited}"', nearest(cited, sorted(known))
        else:
            message, allowed = "empty id between two semicolons", ""
        advice = "cite an id of a sources table, or add a row for it there"
        table.report("source", sorted(rows), Problem("table.source", message, allowed, advice))


def cited_sources(cell: str) -> list[str]:
    """Return the ids in a source cell.

    Examples
    --------
    >>> cited_sources("osm-canal-nodes; gk-chainage")
    ['osm-canal-nodes', 'gk-chainage']
    """
    return [one.strip() for one in cell.split(";")]


def check_unused_sources(tables: Mapping[str, CheckedTable]) -> None:
    """Report the sources that no row cites; to be called when every citation is known.

    Parameters
    ----------
    tables : mapping of str to CheckedTable
        All tables; faults are added to the sources tables.
    """
    cited = {
        one
        for table in tables.values()
        for cell in _texts(table.cells.get("source", ()))
        for one in cited_sources(cell)
    }
    for table in tables.values():
        if table.schema.holds_sources:
            for value, rows in _rows_by_value(table.cells["source_id"]).items():
                if value not in cited:
                    message = f'no row cites the source "{value}"'
                    advice = "cite it in the rows it supports, or delete it"
                    table.report("source_id", rows, Problem("table.source", message, "", advice))
