"""The canal's cargo beside published forecasts, for the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scenarios.base_year.canal_forecast import reason
from scenarios.display import numbers
from scenarios.display.words import Text, as_text, records, word

if TYPE_CHECKING:
    import pandas as pd

_FIGURES = 3


@dataclass(frozen=True)
class CanalRow:
    """One forecast."""

    year: str
    cargo: Text
    published: str
    modelled: str
    span: Text
    overseas: str
    error: Text
    why: Text
    sources: list[str]


def canal_rows(table: pd.DataFrame) -> list[CanalRow]:
    """Return the forecasts in their order.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns of :data:`scenarios.base_year.canal_forecast.COLUMNS`.

    Returns
    -------
    list of CanalRow
        Ready for the template.
    """
    return [
        CanalRow(
            year=str(row["year"]),
            cargo=word(f"canal.{row['cargo']}"),
            published=numbers.plain(row["published_mt"], _FIGURES),
            modelled=numbers.plain(row["modelled_mt"], _FIGURES),
            span=_span(row),
            overseas=numbers.plain(row["overseas_mt"], _FIGURES),
            error=numbers.percent(float(row["error_percent"]), 0, sign=True),
            why=reason(str(row["cargo"]), float(row["error_percent"]))
            if row["explanation"]
            else as_text(""),
            sources=str(row["source"]).split(";"),
        )
        for row in records(table)
    ]


def _span(row: dict[str, Any]) -> Text:
    """Return the cargo at both ends of the shares from overseas."""
    low, high = (numbers.plain(row[f"{end}_mt"], _FIGURES) for end in ("low", "high"))
    return Text(f"{low}{numbers.TILDE}{high}", f"{low} to {high}")
