"""What priority of clean vessels at locks came to, beside what their buyers reckon with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scenarios.display import numbers
from scenarios.display.words import Text, word

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

_WAITS = ("wait_first_h_mean", "wait_rest_h_mean")
_TEN_H = 10.0


@dataclass(frozen=True)
class PriorityRow:
    """One lock: mean waits of clean and of other vessels in hours, cuts in percent."""

    name: Text
    cells: tuple[str, str, str, str]


def priority_rows(plan: pd.DataFrame, names: Mapping[str, Text]) -> list[PriorityRow]:
    """Return the rows of a plan whose locks call clean vessels first, the busiest lock first.

    Parameters
    ----------
    plan : pandas.DataFrame
        Rows of ``Comparison.locks`` of the plan in one year.
    names : mapping of str to Text
        Names of locks by id.

    Returns
    -------
    list of PriorityRow
        Locks that both clean and other vessels passed, and all of these together, where each lock
        counts by its clean vessels on both sides; empty without the rule or without such locks.
        The cut that came out is that of clean vessels against others at the same lock.
    """
    if plan.empty:
        return []
    known = plan.dropna(subset=[*_WAITS, "reckoned_cut_share"])
    known = known.sort_values("vessels", ascending=False)
    rows = [
        PriorityRow(names[str(lock)], _cells(first_h, rest_h, reckoned))
        for lock, first_h, rest_h, reckoned in zip(
            *(known[name] for name in ("lock", *_WAITS, "reckoned_cut_share")), strict=True
        )
    ]
    if len(rows) > 1:
        first_h, rest_h = (
            float(np.average(known[name], weights=known["vessels_first"])) for name in _WAITS
        )
        reckoned = float(known["reckoned_cut_share"].max())
        rows.append(PriorityRow(word("called.all"), _cells(first_h, rest_h, reckoned)))
    return rows


def _cells(first_h: float, rest_h: float, reckoned_share: float) -> tuple[str, str, str, str]:
    """Return both waits, the cut that came out and the one that is reckoned with."""
    first, rest = (numbers.digits(one, -2 if one < _TEN_H else -1) for one in (first_h, rest_h))
    cut = numbers.digits(100 * (1 - first_h / rest_h), 0) if rest_h > 0 else numbers.MISSING
    return first, rest, cut, numbers.digits(100 * reckoned_share, 0)
