"""The template of a list of calls, as CSV or as an Excel workbook with the names of types."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import xlsxwriter

from scenarios.maps.files import write_whole
from scenarios.shore_power.call_columns import COLUMNS
from scenarios.shore_power.calls import SHEETS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pandas as pd

SUFFIXES = (".xlsx", ".csv")
_NOTE = "#"


def write_call_template(path: Path, tables: Mapping[str, pd.DataFrame]) -> None:
    """Write the template.

    Parameters
    ----------
    path : Path
        Ends in ``.csv`` or ``.xlsx``.
    tables : mapping of str to pandas.DataFrame
        Table ``ship_types``.
    """
    excel = path.suffix.lower() == ".xlsx"
    write_whole(path, _workbook(tables["ship_types"]) if excel else _text().encode("utf-8-sig"))


def _notes() -> list[list[str]]:
    """Return the rows of notes: what each column means, and an example."""
    return [
        [f"{_NOTE} {text}" if place == 0 else text for place, text in enumerate(row)]
        for row in (
            [one.about_zh for one in COLUMNS],
            [one.about_en for one in COLUMNS],
            [one.example for one in COLUMNS],
        )
    ]


def _text() -> str:
    """Return the template as CSV; a row that begins with # is a note."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([one.header for one in COLUMNS])
    writer.writerows(_notes())
    return stream.getvalue()


def _workbook(ship_types: pd.DataFrame) -> bytes:
    """Return the template as a workbook: the list, and a sheet of types."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        grey = book.add_format({"font_color": "#666666", "italic": True, "text_wrap": True})
        sheet = book.add_worksheet(SHEETS[0])
        sheet.write_row(0, 0, [one.header for one in COLUMNS], bold)
        for number, row in enumerate(_notes(), start=1):
            sheet.write_row(number, 0, row, grey)
        sheet.set_column(0, len(COLUMNS) - 1, 22)
        sheet.freeze_panes(1, 0)
        listed = book.add_worksheet("船型 types")
        columns = ["ship_type", "name_zh", "name_en", "aliases", "size_unit", "liquid_cargo"]
        listed.write_row(0, 0, columns, bold)
        for number, cells in enumerate(ship_types[columns].astype(str).to_numpy().tolist(), 1):
            listed.write_row(number, 0, cells)
        listed.autofit()
    return stream.getvalue()
