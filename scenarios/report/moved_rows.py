"""The section on what moved: the largest moves of a plan and year and what speaks for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scenarios.comparison.moves import moved_kt
from scenarios.display import numbers
from scenarios.display.words import Text, as_text, place_names, records, word, word_or_slug
from transport.mode_choice.moves import PARTS, relative_changes

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

MOST = 10
"""Moves that the page shows."""

_TENTH = -1


@dataclass(frozen=True)
class MovedRow:
    """One move as the page shows it."""

    relation: Text
    commodity: Text
    before: Text
    after: Text
    kt: str
    changes: tuple[str, ...]
    cause: Text


@dataclass(frozen=True)
class Moved:
    """The largest moves, and what moved in all."""

    finding: Text
    rows: list[MovedRow]


def moved_section(moves: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> Moved:
    """Return the section of one plan and year.

    Parameters
    ----------
    moves : pandas.DataFrame
        Rows of ``Comparison.moves`` of the plan and year, largest first.
    tables : mapping of str to pandas.DataFrame
        Tables ``places``, ``overseas_places`` and ``commodities``, for names.

    Returns
    -------
    Moved
        Ready for the page.
    """
    if moves.empty:
        return Moved(word("moved.none"), [])
    places = place_names(tables["places"]) | place_names(tables["overseas_places"])
    goods = {
        str(row["commodity"]): Text(str(row["name_zh"]), str(row["name_en"]))
        for row in records(tables["commodities"])
    }
    shown = moves.head(MOST)
    rows = []
    for row, changes in zip(records(shown), records(relative_changes(shown)), strict=True):
        ends = [places.get(str(row[end]), as_text(row[end])) for end in ("origin", "destination")]
        rows.append(
            MovedRow(
                relation=ends[0] + " – " + ends[1],
                commodity=goods.get(str(row["commodity"]), as_text(row["commodity"])),
                before=word_or_slug("service", row["from_service"]),
                after=word_or_slug("service", row["to_service"]),
                kt=numbers.plain(row["kt"], numbers.ESTIMATE_DIGITS),
                changes=tuple(_change(float(changes[part])) for part in PARTS),
                cause=word_or_slug("cause", row["cause"]),
            )
        )
    sums = {
        name: numbers.plain(kt, numbers.ESTIMATE_DIGITS) for name, kt in moved_kt(moves).items()
    }
    return Moved(word("moved.sum", count=len(rows), **sums), rows)


def _change(cny_per_t: float) -> str:
    """Write a change in tenths; what would round to nothing is nothing."""
    tenths = round(cny_per_t, 1)
    return numbers.digits(tenths, _TENTH, sign=True)
