"""What moved, for the terminal: one line of sums and the five largest moves."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from scenarios.comparison.moves import moved_kt
from transport.mode_choice.moves import PARTS, relative_changes

if TYPE_CHECKING:
    import pandas as pd

MOST: Final = 5
"""Moves that the terminal shows of a plan and year."""

_CAUSES: Final = {
    "new_service": "new service",
    "closed_service": "old one gone",
    "banned_service": "banned",
}


def moved_lines(moves: pd.DataFrame) -> list[str]:
    """Return what moved between the base and a plan in one year.

    Parameters
    ----------
    moves : pandas.DataFrame
        Rows of ``Comparison.moves`` of the plan and year, largest first.

    Returns
    -------
    list of str
        At most six lines of 80 ASCII letters: kilotonnes, commodity, origin and destination,
        services, and the part of cost that speaks for the gaining one, in CNY per tonne.
    """
    if moves.empty:
        return []
    sums = moved_kt(moves)
    first = f"Moved between services {sums['kt']:.0f} kt, newly served {sums['served']:.0f}, "
    lines = [first + f"newly unserved {sums['unserved']:.0f}"]
    shown = moves.head(MOST)
    changes = relative_changes(shown).to_dict("records")
    for row, change in zip(shown.to_dict("records"), changes, strict=True):
        cause = str(row["cause"])
        named = _CAUSES.get(cause, cause)
        if cause in PARTS and math.isfinite(float(change[cause])):
            named = f"{cause} {change[cause]:+.1f}"
        services = f"{row['from_service']} > {row['to_service']}".replace("_", " ")
        goods = str(row["commodity"]).replace("_", " ")
        ends = f"{row['origin']}-{row['destination']}"
        lines.append(
            f"{row['kt']:>6.1f} kt {goods[:17]:<17} {ends[:14]:<14} {services[:25]:<25} {named}"
        )
    return lines
