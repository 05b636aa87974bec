"""Rows of a user's CSV file about stations, read by column, with every fault by row."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scenarios.faults import Fault
from scenarios.tables.text import split_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from scenarios.tables.text import TableText


@dataclass(frozen=True)
class CsvRow:
    """A row with its line, and the faults found in it."""

    text: TableText
    line: int
    cells: dict[str, str]
    faults: list[Fault]

    def fault(self, column: str, message: str, allowed: str = "", remedy: str = "") -> None:
        """Note a fault of a cell."""
        where, written = f"row {self.line}, column {column}", self.text.line(self.line)
        self.faults.append(
            Fault(self.text.file, self.line, where, "row.value", message, allowed, remedy, written)
        )

    def number(self, column: str, low: float, high: float) -> float:
        """Return the number of a cell; NaN, and a fault, where it holds none in range."""
        cell = self.cells.get(column, "")
        try:
            value = float(cell)
        except ValueError:
            value = math.nan
        if math.isfinite(value) and low <= value <= high:
            return value
        self.fault(column, f'"{cell}" is no number in range', f"{low:g} to {high:g}")
        return math.nan

    def whole(self, column: str, low: int, high: int) -> float:
        """Return the whole number of a cell; NaN, and a fault, where it holds none in range."""
        value = self.number(column, low, high)
        if math.isnan(value) or value == int(value):
            return value
        message = f'"{self.cells[column]}" is no whole number'
        remedy = f"write {math.floor(value)} or {math.ceil(value)}"
        self.fault(column, message, f"a whole number from {low} to {high}", remedy)
        return math.nan

    def choice(self, column: str, known: Sequence[str], default: str = "") -> str:
        """Return one of some words; an empty cell is the default."""
        cell = self.cells.get(column, "") or default
        if cell not in known:
            self.fault(column, f'"{cell}" is not known', ", ".join(known))
        return cell


def read_rows(path: Path, required: Sequence[str]) -> tuple[list[CsvRow], list[Fault]]:
    """Read a file with some columns at least.

    Parameters
    ----------
    path : Path
        The file.
    required : sequence of str
        Columns that it must have.

    Returns
    -------
    tuple of list of CsvRow and list of Fault
        Rows that share the list of faults.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        message = f"the file cannot be read: {error.strerror or error}"
        return [], [Fault(str(path), 0, "", "file.unreadable", message, help="name a CSV file")]
    text = split_table(content, str(path))
    if isinstance(text, Fault):
        return [], [text]
    missing = [name for name in required if name not in text.header]
    faults: list[Fault] = []
    if missing:
        message = f"columns are missing: {', '.join(missing)}"
        allowed = ", ".join(required)
        return [], [Fault(text.file, text.header_line, "", "table.column", message, allowed)]
    rows = []
    for line, cells in text.rows:
        row = CsvRow(text, line, dict(zip(text.header, cells, strict=False)), faults)
        if len(cells) != len(text.header):
            row.fault("", f"{len(cells)} cells", f"{len(text.header)}, as the header")
        else:
            rows.append(row)
    if not text.rows:
        faults.append(Fault(text.file, 0, "", "table.empty", "the file has no row"))
    return rows, faults
