"""The template of a user's demand table, as CSV or as an Excel workbook with all names."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import xlsxwriter

from scenarios.display.words import word_or_slug
from scenarios.maps.files import write_whole
from scenarios.own_demand.columns import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scenarios.tables.reading import Tables

_LAST_ROW = 20_000


def write_template(path: Path, tables: Tables) -> None:
    """Write the template.

    Parameters
    ----------
    path : Path
        File that ends in ``.csv`` or ``.xlsx``; appears whole or not at all.
    tables : Tables
        Places, commodities, control groups and what they are called.
    """
    excel = path.suffix.lower() == ".xlsx"
    write_whole(path, _workbook(tables) if excel else _csv())


def _note_rows() -> list[list[str]]:
    """Return the rows that explain the columns; their first cell begins with a number sign."""
    required = ["必填 required" if one.required else "可空 may be empty" for one in COLUMNS]
    rows = [
        [one.about_zh for one in COLUMNS],
        [one.about_en for one in COLUMNS],
        required,
        [one.example for one in COLUMNS],
    ]
    names = ("说明", "meaning", "填写", "示例 example (delete this mark to use the row)")
    return [[f"# {name}: {row[0]}", *row[1:]] for name, row in zip(names, rows, strict=True)]


def _csv() -> bytes:
    """Return the template as CSV, with the mark by which Excel knows UTF-8."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow([one.header for one in COLUMNS])
    writer.writerows(_note_rows())
    return stream.getvalue().encode("utf-8-sig")


def _lists(tables: Tables) -> Iterator[tuple[str, list[list[str]]]]:
    """Yield sheets of what may stand in the columns."""
    meanings = {one.name: one.meaning for one in tables.schemas["demand"].columns}
    yield (
        "说明 columns",
        [
            ["column", "列名", "name", "说明", "meaning", "in the table demand"],
            *([c.name, c.zh, c.en, c.about_zh, c.about_en, meanings[c.name]] for c in COLUMNS),
        ],
    )
    places = tables["places"][["place_id", "name_zh", "name_en", "region", "kind"]]
    yield "地点 places", [list(places.columns), *places.astype(str).to_numpy().tolist()]
    names = tables["commodities"][["commodity", "name_zh", "name_en", "choice_group"]]
    yield "货类 commodities", [list(names.columns), *names.astype(str).to_numpy().tolist()]
    modes = tables["demand"].drop_duplicates("control_group")
    groups = [
        [str(group), str(said.zh), str(said.en), str(mode)]
        for group, mode in zip(modes["control_group"], modes["observed_main_mode"], strict=True)
        for said in (word_or_slug("observed", group),)
    ]
    yield "控制组 control groups", [["control_group", "name_zh", "name_en", "main_mode"], *groups]


def _workbook(tables: Tables) -> bytes:
    """Return the template as a workbook: the table, and sheets of what may stand in it."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        grey = book.add_format({"font_color": "#666666", "italic": True, "text_wrap": True})
        sheet = book.add_worksheet("demand")
        sheet.write_row(0, 0, [one.header for one in COLUMNS], bold)
        for number, row in enumerate(_note_rows(), start=1):
            sheet.write_row(number, 0, row, grey)
        sheet.set_column(0, len(COLUMNS) - 1, 24)
        sheet.freeze_panes(1, 0)
        first = 1 + len(_note_rows())
        for place, one in enumerate(COLUMNS):
            if one.name in {"commodity", "observed_main_mode", "control_group"}:
                allowed = _choices(tables, one.name)
                rule = {"validate": "list", "source": allowed, "error_type": "warning"}
                sheet.data_validation(first, place, _LAST_ROW, place, rule)
        for name, rows in _lists(tables):
            listed = book.add_worksheet(name)
            listed.write_row(0, 0, rows[0], bold)
            for number, cells in enumerate(rows[1:], start=1):
                listed.write_row(number, 0, cells)
            listed.autofit()
            listed.freeze_panes(1, 0)
    return stream.getvalue()


def _choices(tables: Tables, column: str) -> list[str]:
    """Return the values offered in a column; a list of a workbook holds 255 letters at most."""
    if column == "observed_main_mode":
        return ["公路", "铁路", "内河"]
    values = tables["commodities" if column == "commodity" else "controls"][column]
    return [str(one) for one in values]
