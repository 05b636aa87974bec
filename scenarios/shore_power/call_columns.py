"""What a list of calls may call its columns and values, in Chinese and English."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from networks.names import plain
from scenarios.own_demand.columns import plain_header

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class CallColumn:
    """One column: its names, what it means, and an example."""

    name: str
    zh: str
    about_zh: str
    about_en: str
    example: str
    other: tuple[str, ...] = ()
    required: bool = False

    @property
    def header(self) -> str:
        """Header of the template."""
        return f"{self.zh} {self.name}"


COLUMNS: Final = (
    CallColumn(
        "call_id",
        "靠泊编号",
        "每次靠泊的编号，不得重复",
        "id of the call, each once",
        "A-001",
        ("编号", "航次", "航次号", "call id", "call", "id"),
        required=True,
    ),
    CallColumn(
        "berth",
        "泊位",
        "泊位名称或编号；同一泊位的靠泊时间不得重叠",
        "name of the berth; calls at one berth must not overlap",
        "3",
        ("泊位号", "泊位编号", "泊位名称"),
        required=True,
    ),
    CallColumn(
        "vessel_type",
        "船型",
        "船型代码或名称，见“船型”表",
        "id or name of the type, see the sheet of types",
        "container",
        ("船舶类型", "船舶种类", "船种", "type", "ship type"),
        required=True,
    ),
    CallColumn("dwt", "载重吨", "载重吨，吨", "rated tonnage, t", "", ("载重吨位", "dwt t")),
    CallColumn("gt", "总吨", "总吨位", "gross tonnage", "", ("总吨位",)),
    CallColumn(
        "teu", "箱位", "集装箱箱位，标箱", "container slots, TEU", "4200", ("箱位数", "标箱")
    ),
    CallColumn(
        "arrival",
        "靠泊时间",
        "靠泊时刻，当地时间，ISO 8601",
        "hour of berthing, local time, ISO 8601",
        "2025-01-02T08:00",
        ("到港时间", "抵港时间", "到达时间", "靠泊", "进港时间", "靠泊时刻"),
        required=True,
    ),
    CallColumn(
        "departure",
        "离泊时间",
        "离泊时刻，当地时间，ISO 8601",
        "hour of leaving the berth, local time, ISO 8601",
        "2025-01-03T02:30",
        ("离港时间", "离泊", "出港时间", "离开时间", "离泊时刻"),
        required=True,
    ),
    CallColumn(
        "fitted",
        "受电设施",
        "船舶是否具备受电设施并接电：是/否；空=按比例抽取",
        "whether the vessel is fitted and connects: yes/no; empty: drawn by share",
        "是",
        ("岸电受电设施", "具备受电设施", "是否具备受电设施", "是否接岸电", "接岸电", "岸电"),
    ),
    CallColumn(
        "aux_kw",
        "辅机功率",
        "靠泊期间用电负荷，千瓦；空=按船型和大小取值",
        "electric load at berth, kW; empty: by type and size",
        "1100",
        ("用电负荷", "辅机负荷", "靠泊功率", "aux", "aux power"),
    ),
    CallColumn(
        "reefers",
        "冷藏箱",
        "插电冷藏箱数；只在没有辅机功率时计入",
        "refrigerated containers plugged; counted where aux_kw is empty",
        "",
        ("冷藏箱数", "插电冷藏箱", "插电冷藏箱数", "reefer plugs"),
    ),
)
"""Columns of the template, in its order."""

SIZES: Final = ("dwt", "gt", "teu")
YES: Final = frozenset({"yes", "y", "true", "1", "是", "有", "具备", "已接"})
NO: Final = frozenset({"no", "n", "false", "0", "否", "无", "不具备", "未接"})


def call_column_names() -> dict[str, str]:
    """Return the column that each header means, by its plain form.

    Examples
    --------
    >>> call_column_names()["离泊时间"], call_column_names()["aux kw"]
    ('departure', 'aux_kw')
    """
    return {
        plain_header(text): one.name
        for one in COLUMNS
        for text in (one.name, one.zh, one.header, *one.other)
    }


def type_names(ship_types: pd.DataFrame) -> dict[str, str]:
    """Return the type that each written name means, by its plain form.

    Parameters
    ----------
    ship_types : pandas.DataFrame
        Table ``ship_types``.

    Returns
    -------
    dict of str to str
        Ids by themselves, by their names in both languages, and by their aliases.
    """
    found: dict[str, str] = {}
    for row in ship_types.to_dict("records"):
        kind = str(row["ship_type"])
        aliases = [one for one in str(row["aliases"]).split(";") if one]
        for text in (kind, row["name_zh"], row["name_en"], *aliases):
            found.setdefault(plain(str(text)), kind)
            found.setdefault(plain(str(text).replace("_", " ").replace("-", " ")), kind)
    return found
