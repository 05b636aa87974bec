"""The section on other growth of demand: whether the sign of the result survives it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scenarios.display import numbers
from scenarios.display.words import Text, records, word, word_or_slug

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from scenarios.report.rows import Change

_NOTHING_SHARE = 1e-9


@dataclass(frozen=True)
class GrowthRow:
    """One growth case."""

    case: Text
    base: Text
    plan: Text
    change: Text


@dataclass(frozen=True)
class Growth:
    """The growth cases, what they say together, and their unit."""

    rows: list[GrowthRow]
    finding: Text
    unit: Text


def growth_section(table: pd.DataFrame, central: Change | None) -> Growth:
    """Return the growth cases of one plan and year.

    Parameters
    ----------
    table : pandas.DataFrame
        Rows of ``Comparison.growth`` of the plan and year.
    central : Change or None
        The change of greenhouse gas under central growth, with its interval.

    Returns
    -------
    Growth
        Ready for the page.
    """
    rows = records(table)
    levels = [tuple(float(row[f"{one}_kt"]) * 1e3 for one in ("base", "plan")) for row in rows]
    unit = numbers.unit_for("greenhouse", max((max(pair) for pair in levels), default=0.0))
    shown = []
    for row, pair in zip(rows, levels, strict=True):
        last = numbers.last_digit(0.0, max(pair), estimate=True)
        base, plan = (numbers.level(one, last, unit) for one in pair)
        size = word("change.same")
        if _sign(pair):
            percent = float(row["change_percent"])
            size = numbers.percent(percent, numbers.percent_decimals(percent), sign=True)
        shown.append(GrowthRow(word_or_slug("growth", row["growth_case"]), base, plan, size))
    key = _finding([_sign(pair) for pair in levels], central)
    return Growth(shown, word(f"growth.{key}"), unit.name)


def _sign(pair: Sequence[float]) -> int:
    """Return the sign of a change from base to plan; what is only rounding error counts as none."""
    base, plan = pair
    change = plan - base
    if abs(change) <= _NOTHING_SHARE * max(abs(base), abs(plan)):
        return 0
    return 1 if change > 0 else -1


def _finding(signs: Sequence[int], central: Change | None) -> str:
    """Return which of the sentences holds, the gravest doubt first."""
    if not signs:
        return "none"
    if not any(signs):
        return "same"
    if central is not None and not central.decided and not central.same:
        return "once" if math.isnan(central.low) else "open"
    if {1, -1} <= set(signs):
        return "turns"
    return "some" if 0 in signs else "stays"
