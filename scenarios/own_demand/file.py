"""A user's table as text: CSV or the first fitting sheet of an Excel workbook.

Rows whose first cell begins with ``#`` are notes and are left out.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

from scenarios.faults import Fault
from scenarios.tables.text import TableText, split_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

SUFFIXES = (".csv", ".xlsx")
SHEETS = ("demand", "需求")
_NOTE = "#"


def read_demand_text(path: Path) -> tuple[bytes, TableText | Fault]:
    """Read a demand file; see :func:`read_user_text`."""
    return read_user_text(path, SHEETS, "demand.file")


def read_user_text(path: Path, sheets: Sequence[str], code: str) -> tuple[bytes, TableText | Fault]:
    """Read a file.

    Parameters
    ----------
    path : Path
        A file that ends in ``.csv`` or ``.xlsx``.
    sheets : sequence of str
        Names of the sheet that is looked for; else the first one is taken.
    code : str
        Code of the fault of a file that cannot be read.

    Returns
    -------
    bytes
        The file.
    TableText or Fault
        Header and rows without notes, or the one reason why there are none.
    """
    file = str(path)
    if path.suffix.lower() not in SUFFIXES:
        message = f'the file ends in "{path.suffix}"'
        advice = "save it as CSV UTF-8 or as Excel workbook (.xlsx)"
        return b"", Fault(file, 0, "", code, message, ", ".join(SUFFIXES), advice)
    try:
        content = path.read_bytes()
    except OSError as error:
        message, advice = f"the file cannot be read: {error.strerror}", "check path and rights"
        return b"", Fault(file, 0, "", code, message, help=advice)
    excel = path.suffix.lower() == ".xlsx"
    text = _sheet(content, file, sheets, code) if excel else split_table(content, file)
    if isinstance(text, TableText):
        rows = [row for row in text.rows if not row[1][0].startswith(_NOTE)]
        text = replace(text, rows=rows)
    return content, text


def _sheet(content: bytes, file: str, sheets: Sequence[str], code: str) -> TableText | Fault:
    """Return the sheet of one of the names, or the first one, as text."""
    import openpyxl  # noqa: PLC0415 - only Excel files need it
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415

    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        name = next((one for one in book.sheetnames if one in sheets), book.sheetnames[0])
        rows = [[_text(cell) for cell in row] for row in book[name].iter_rows(values_only=True)]
        book.close()
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, IndexError) as error:
        message, advice = f"the workbook cannot be read: {error}", "save it again as .xlsx"
        return Fault(file, 0, "", code, message, help=advice)
    filled = [(line, cells) for line, cells in enumerate(rows, start=1) if any(cells)]
    if not filled:
        message = f'the sheet "{name}" is empty'
        return Fault(file, 0, "", "table.empty", message, "a header and one line for each row")
    (first, header), *body = filled
    width = max(place for place, cell in enumerate(header, start=1) if cell)
    lines = [",".join(cells) for cells in rows]
    trimmed = [(line, _trimmed(cells, width)) for line, cells in body]
    return TableText(file, lines, first, header[:width], trimmed)


def _trimmed(cells: list[str], width: int) -> list[str]:
    """Cut the empty cells beyond the header."""
    return cells[:width] if not any(cells[width:]) else cells


def _text(cell: object) -> str:
    """Return a cell as it would stand in a CSV file."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
