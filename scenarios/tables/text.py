"""From the bytes of a table to its header and rows of text, or to what stands in the way.

Files come from spreadsheets of many makers, so a byte order mark, any line ending, blank lines
and spaces around a cell are taken as they are; anything that would make a cell ambiguous is a
fault.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scenarios.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SAVE_AS = "save the table as CSV UTF-8, with commas between the cells"


@dataclass(frozen=True)
class TableText:
    """A table as text.

    Attributes
    ----------
    file : str
        Name of the file in faults.
    lines : sequence of str
        Lines of the file as written.
    header_line : int
        Line of the header, counted from 1.
    header : list of str
        Cells of the first row that is not blank.
    rows : list of tuple of int and list of str
        Line of the file, counted from 1, and cells of every other row that is not blank.
    """

    file: str
    lines: Sequence[str]
    header_line: int
    header: list[str]
    rows: list[tuple[int, list[str]]]

    def line(self, number: int) -> str:
        """Return a line of the file as written, without its end."""
        return self.lines[number - 1].rstrip("\r\n")


def split_table(content: bytes, file: str) -> TableText | Fault:
    r"""Split the bytes of a table into a header and rows.

    Parameters
    ----------
    content : bytes
        The file.
    file : str
        Name of the file in faults.

    Returns
    -------
    TableText or Fault
        The text, or the one reason why the file cannot be split.

    Examples
    --------
    >>> split_table(b"a,b\n1, x\n\n2,y\n", "t.csv").rows
    [(2, ['1', 'x']), (4, ['2', 'y'])]
    """
    text = _decode(content, file)
    if isinstance(text, Fault):
        return text
    lines = list(io.StringIO(text, newline=""))
    try:
        rows = list(_rows(lines))
    except csv.Error as error:
        message = f"the file cannot be split into cells: {error}"
        return Fault(file, 0, "", "table.encoding", message, help=_SAVE_AS)
    if not rows:
        message = "the file is empty"
        return Fault(file, 0, "", "table.empty", message, "a header and one line for each row")
    (line, header), *body = rows
    if len(header) == 1 and any(mark in header[0] for mark in ";\t|"):
        message = "the cells of the header are not separated by commas"
        return Fault(file, line, f"row {line}", "table.column", message, help=_SAVE_AS)
    return TableText(file, lines, line, header, body)


def _decode(content: bytes, file: str) -> str | Fault:
    """Return the text of a file, or the fault that it holds none."""
    where, line, message = "", 0, ""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        where, message = f"row {line}", f"byte {error.start + 1} of the file is no UTF-8 text"
        text = ""
    if b"\0" in content:
        where, line, message = "", 0, "the file is binary, no text"
    if message:
        return Fault(file, line, where, "table.encoding", message, "UTF-8 text", _SAVE_AS)
    return text


def _rows(lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield the first line and the cells of every row that is not blank."""
    reader = csv.reader(lines, strict=True)
    line = 1
    for row in reader:
        cells = [cell.strip() for cell in row]
        if any(cells):
            yield line, cells
        line = reader.line_num + 1
