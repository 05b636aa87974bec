"""What a user's demand table may call its columns and values, in Chinese and English."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from networks.names import plain
from scenarios.display.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd


@dataclass(frozen=True)
class DemandColumn:
    """One column of the template.

    Attributes
    ----------
    name : str
        Name in the table ``demand``.
    zh, en : str
        Names that a user may write.
    about_zh, about_en : str
        Meaning, unit and what an empty cell means.
    example : str
        Cell of the example row.
    required : bool
        Whether every row needs a value.
    """

    name: str
    zh: str
    en: str
    about_zh: str
    about_en: str
    example: str
    required: bool = False

    @property
    def header(self) -> str:
        """Header of the template."""
        return f"{self.zh} {self.name}"


COLUMNS = (
    DemandColumn(
        "origin",
        "起点",
        "Origin",
        "起点：地名或地点代码",
        "where the freight starts: a name or an id of a place",
        "南宁",
        required=True,
    ),
    DemandColumn(
        "destination",
        "终点",
        "Destination",
        "终点：地名或地点代码",
        "where it ends",
        "广州",
        required=True,
    ),
    DemandColumn(
        "commodity",
        "货类",
        "Commodity",
        "货类：名称或代码",
        "a name or an id of a commodity",
        "食糖",
        required=True,
    ),
    DemandColumn(
        "kt",
        "货运量",
        "Freight",
        "2024年货运量，千吨/年，不小于0",
        "freight of 2024 in kt a year, at least 0",
        "120",
        required=True,
    ),
    DemandColumn(
        "observed_main_mode",
        "主要运输方式",
        "Main mode",
        "2024年的主要运输方式：公路、铁路或内河；空=按控制组",
        "main mode in 2024: road, rail or inland_water; empty: that of the control group",
        "内河",
    ),
    DemandColumn(
        "control_group",
        "控制组",
        "Control group",
        "方式常数所属的控制组；空=现有需求表中最相近货流的控制组",
        "group whose calibrated mode constants hold; empty: that of the most similar shipped flow",
        "",
    ),
    DemandColumn("base_year", "基准年", "Base year", "2024；空=2024", "2024; empty: 2024", "2024"),
)
"""Columns of the template, in its order."""

_SYNONYMS = {
    "origin": ("始发地", "出发地", "from"),
    "destination": ("目的地", "到达地", "to"),
    "commodity": ("货种", "货物"),
    "kt": ("运量", "freight kt"),
    "observed_main_mode": ("运输方式", "mode"),
}
_MODE_WORDS = {"水运": "inland_water", "内河水运": "inland_water", "水路": "inland_water"}
_MODES = ("road", "rail", "inland_water")


def column_names() -> dict[str, str]:
    """Return the column that each header means, by its plain form.

    Returns
    -------
    dict of str to str
        Headers as :func:`plain_header` gives them.
    """
    found = {}
    for column in COLUMNS:
        named = (column.name, column.zh, column.en, column.header)
        for text in (*named, *_SYNONYMS.get(column.name, ())):
            found[plain_header(text)] = column.name
    return found


def plain_header(text: str) -> str:
    """Return a header without brackets, case and underscores.

    Examples
    --------
    >>> plain_header(" 货运量 KT (千吨/年)"), plain_header("Control_Group")
    ('货运量 kt', 'control group')
    """
    bare = re.sub(r"[(（].*?[)）]", " ", text).replace("_", " ")
    return " ".join(bare.split()).casefold()


def value_names(tables: Mapping[str, pd.DataFrame]) -> dict[str, dict[str, str]]:
    """Return the id that each written value means, by column and plain form.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Tables ``commodities`` and ``controls``.

    Returns
    -------
    dict of str to dict
        For ``commodity``, ``control_group`` and ``observed_main_mode``. A commodity may be
        called by its whole name or by one of the parts of it, where no other has the same part.
    """
    commodities = tables["commodities"]
    rows = list(zip(commodities["commodity"], commodities["name_zh"], commodities["name_en"]))  # noqa: B905
    whole = {plain(str(text)): str(row[0]) for row in rows for text in row}
    parts: dict[str, set[str]] = {}
    for name, zh, en in rows:
        for part in (*str(zh).split("/"), *str(en).split(",")):
            parts.setdefault(plain(part), set()).add(str(name))
    unique = {part: next(iter(ids)) for part, ids in parts.items() if len(ids) == 1}
    return {
        "commodity": unique | whole,
        "control_group": _worded("observed", tables["controls"]["control_group"]),
        "observed_main_mode": _worded("mode", _MODES) | _MODE_WORDS,
    }


def _worded(group: str, ids: Iterable[object]) -> dict[str, str]:
    """Return ids by themselves and by their words in both languages."""
    found: dict[str, str] = {}
    for one in ids:
        found[plain(str(one))] = str(one)
        said = words().get(f"{group}.{one}")
        for text in (said.zh, said.en) if said else ():
            found[plain(str(text))] = str(one)
    return found
