"""What hit a limit, as lines of the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scenarios.cli.clip import clip
from scenarios.comparison.limits import place_of

if TYPE_CHECKING:
    import pandas as pd

_MOST: Final = 8
_NAME_WIDTH: Final = 32
_KINDS: Final = {"rail_section": "rail", "lock": "lock", "terminal": "terminal", "port": "port"}


def limit_lines(limits: pd.DataFrame, plan: str) -> list[str]:
    """Return what a plan fills in one year, most used first.

    Parameters
    ----------
    limits : pandas.DataFrame
        Rows of the table of limits of the plan and year.
    plan : str
        Its name.

    Returns
    -------
    list of str
        Lines of at most 80 ASCII letters; a star marks a capacity raised to carry the base year.
    """
    title = clip(f"At its limit: {plan}", _NAME_WIDTH)
    if limits.empty:
        return [f"{title:<{_NAME_WIDTH}} nothing"]
    heads = ("Mt", "of Mt", "use", "wait +h", "unserved Mt")
    widths = (8, 9, 6, 10, 13)
    columns = "".join(f"{head:>{width}}" for head, width in zip(heads, widths, strict=True))
    lines = [f"{title:<{_NAME_WIDTH}}{columns}"]
    for row in limits.head(_MOST).to_dict("records"):
        mark = "*" if row["scaled"] else " "
        place = clip(f"  {_KINDS[str(row['kind'])]} {place_of(row)}", _NAME_WIDTH - 1)
        lines.append(
            f"{place + mark:<{_NAME_WIDTH}}{row['flow_mt']:>8.1f}{row['capacity_mt']:>9.1f}"
            f"{100 * row['use_share']:>5.0f}%{row['delay_h']:>+10.1f}{row['unserved_mt']:>13.2f}"
        )
    if len(limits) > _MOST:
        lines.append(f"  and {len(limits) - _MOST} more in sheet limits of the workbook")
    return lines
