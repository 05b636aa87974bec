"""Columns of the two files that ``landsea waterway simulate`` reads, and their Chinese names."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scenarios.tables.schema import Column, TableSchema

if TYPE_CHECKING:
    from scenarios.tables.text import TableText

NUMBERS: Final = (
    "vessels",
    "vessels_up",
    "vessels_down",
    "cargo_mt",
    "cargo_up_mt",
    "cargo_down_mt",
    "mean_rated_t",
    "outflow_m3s",
    "waiting_start",
)
"""Columns of a table of months that may be empty or missing."""

_CHINESE: Final = {
    "month": ("月份", "年月"),
    "lock": ("船闸", "枢纽"),
    "vessels": ("过闸船舶", "过闸艘次", "艘次"),
    "vessels_up": ("上行艘次",),
    "vessels_down": ("下行艘次",),
    "cargo_mt": ("货运量_百万吨",),
    "cargo_up_mt": ("上行货运量_百万吨",),
    "cargo_down_mt": ("下行货运量_百万吨",),
    "mean_rated_t": ("平均额定载重吨", "平均载重吨"),
    "outflow_m3s": ("出库流量", "下泄流量"),
    "waiting_start": ("月初待闸", "月初待闸艘数"),
    "line": ("线", "闸线", "线别"),
    "from": ("开始", "起始日期", "开始日期"),
    "to": ("结束", "截止日期", "结束日期"),
    "reason": ("原因", "事由"),
}
_ENGLISH: Final = {name: english for english, names in _CHINESE.items() for name in names}


def _text(name: str, meaning: str, *, required: bool = True) -> Column:
    """Return a column of text."""
    return Column(name, "string", "", None, None, required, False, "", (), meaning)  # noqa: FBT003


def _number(name: str, unit: str, largest: float, meaning: str) -> Column:
    """Return a column of numbers that are not negative."""
    return Column(name, "number", unit, 0.0, largest, False, False, "", (), meaning)  # noqa: FBT003


_LOCK = _text("lock", "Id or name of the lock, in either language.")

MONTHS: Final = TableSchema(
    "months",
    "scenarios",
    (
        _text("month", "Year and month, as 2025-08."),
        _LOCK,
        _number("vessels", "", 999_999, "Vessels locked through, both ways."),
        _number("vessels_up", "", 999_999, "Vessels locked through upbound."),
        _number("vessels_down", "", 999_999, "Vessels locked through downbound."),
        _number("cargo_mt", "Mt", 1000, "Cargo both ways, million tonnes."),
        _number("cargo_up_mt", "Mt", 1000, "Cargo upbound, million tonnes."),
        _number("cargo_down_mt", "Mt", 1000, "Cargo downbound, million tonnes."),
        _number("mean_rated_t", "t", 20_000, "Mean rated tonnage of the vessels."),
        _number("outflow_m3s", "m3/s", 99_999, "Mean outflow of the dam."),
        _number("waiting_start", "", 99_999, "Vessels waiting when the month begins."),
    ),
    b"",
    NUMBERS,
)
"""Columns of a table of months; all but month and lock may be missing."""

OUTAGES: Final = TableSchema(
    "outages",
    "scenarios",
    (
        _LOCK,
        _text("line", "Line of the lock, or * for all."),
        _text("from", "First day, as 2025-12-01."),
        _text("to", "Last day, shut as well."),
        _text("reason", "Why the line is shut.", required=False),
    ),
    b"",
    ("reason",),
)
"""Columns of a table of outages; the reason may be missing."""


def with_english_header(text: TableText) -> TableText:
    r"""Return a table whose columns have their English names.

    Examples
    --------
    >>> from scenarios.tables.text import split_table
    >>> with_english_header(split_table("月份,船闸,Vessels\n".encode(), "m.csv")).header
    ['month', 'lock', 'vessels']
    """
    plain = [name.casefold() for name in text.header]
    return replace(text, header=[_ENGLISH.get(name, name) for name in plain])
