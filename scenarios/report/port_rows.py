"""Rows on vessels at the berths of ports, where plans differ in their shore power."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scenarios.display.numbers import plain
from scenarios.display.words import Text, as_text, word

if TYPE_CHECKING:
    from scenarios.comparison.comparison import Comparison

_COLUMNS = ("aux_gwh", "shore_gwh", "wtw_co2e_kt", "nox_t", "pm25_t", "so2_t")
_DIGITS = 3


@dataclass(frozen=True)
class PortRow:
    """A plan's year with one value for each column."""

    name: Text
    cells: list[str]


def port_rows(comparison: Comparison) -> list[PortRow]:
    """Return what vessels at berth take and emit by plan and year.

    Parameters
    ----------
    comparison : Comparison
        The comparison.

    Returns
    -------
    list of PortRow
        None where all plans agree.
    """
    plans = comparison.summary.get("plans", {})
    rows, seen = [], set()
    for plan, years in plans.items():
        title = as_text(dict(comparison.titles[plan]))
        for year, block in years.items():
            ports = block.get("ports")
            if not ports:
                continue
            seen.add((year, ports["shore_gwh"]))
            cells = [plain(ports[name], _DIGITS) for name in _COLUMNS]
            rows.append(PortRow(word("ports.plan_year", plan=title, year=year), cells))
    years_shown = {year for year, _ in seen}
    return rows if len(seen) > len(years_shown) else []
