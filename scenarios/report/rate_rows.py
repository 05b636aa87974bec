"""Freight rates that the model builds beside gathered ones, for the page."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scenarios.display import numbers
from scenarios.display.words import Text, as_text, records, word_or_slug

if TYPE_CHECKING:
    import pandas as pd

_FIGURES = 3
_WHOLE = 1000.0


@dataclass(frozen=True)
class RateRow:
    """One rate: what the model builds, and what was gathered."""

    mode: Text
    cargo: Text
    unit: Text
    modelled: str
    gathered: str
    span: Text
    difference: Text
    why: Text
    sources: list[str]


def rate_rows(rates: pd.DataFrame) -> list[RateRow]:
    """Return the rates in their order.

    Parameters
    ----------
    rates : pandas.DataFrame
        Columns of :data:`scenarios.base_year.freight_rates.COLUMNS`.

    Returns
    -------
    list of RateRow
        Ready for the template.
    """
    return [_row(row) for row in records(rates)]


def _row(row: dict[str, Any]) -> RateRow:
    """Return one rate."""
    low, high = (numbers.plain(row[f"gathered_{end}"], _FIGURES) for end in ("low", "high"))
    bounded = numbers.MISSING not in (low, high)
    percent = float(row["difference_percent"])
    cargo = str(row["cargo"])
    return RateRow(
        mode=word_or_slug("mode", row["mode"]),
        cargo=word_or_slug("rate", cargo),
        unit=word_or_slug("rate.unit", row["unit"]),
        modelled=numbers.plain(row["modelled"], _FIGURES + (row["modelled"] >= _WHOLE)),
        gathered=numbers.plain(row["gathered"], _FIGURES),
        span=Text(f"{low}{numbers.TILDE}{high}", f"{low} to {high}") if bounded else as_text(""),
        difference=as_text(numbers.MISSING)
        if math.isnan(percent)
        else numbers.percent(percent, numbers.percent_decimals(percent), sign=True),
        why=word_or_slug("rate.why", cargo) if row["explanation"] else as_text(""),
        sources=[one for one in str(row["source"]).split(";") if one],
    )
