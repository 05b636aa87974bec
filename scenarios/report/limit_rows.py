"""The section on what hit a limit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scenarios.comparison.limits import place_of
from scenarios.display import numbers
from scenarios.display.words import Text, place_names, records, word
from scenarios.report.answer import named

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

_TENTH = -1
_HUNDREDTH = -2


@dataclass(frozen=True)
class LimitRow:
    """One full lock, rail section, terminal or port."""

    name: Text
    kind: Text
    cells: tuple[str, ...]
    raised: bool


def limit_rows(limits: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> list[LimitRow]:
    """Return the rows of one plan and year, most used first.

    Parameters
    ----------
    limits : pandas.DataFrame
        Rows of ``Comparison.limits``.
    tables : mapping of str to pandas.DataFrame
        Table ``places``, for names.

    Returns
    -------
    list of LimitRow
        Flow and capacity in Mt, use in percent, hours beyond the base year, unserved Mt.
    """
    places = place_names(tables["places"])
    kinds = {
        "lock": word("limit.lock"),
        "port": word("limit.port"),
        "rail_section": word("limit.rail_section"),
        "terminal": word("limit.terminal"),
    }
    return [
        LimitRow(
            named(place_of(row), places),
            kinds[str(row["kind"])],
            (
                numbers.digits(float(row["flow_mt"]), _TENTH),
                numbers.digits(float(row["capacity_mt"]), _TENTH),
                numbers.digits(100 * float(row["use_share"]), 0),
                numbers.digits(float(row["delay_h"]), _TENTH, sign=True),
                numbers.digits(float(row["unserved_mt"]), _HUNDREDTH),
            ),
            bool(row["scaled"]),
        )
        for row in records(limits)
    ]
