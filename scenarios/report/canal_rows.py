"""The canal's cargo beside published forecasts, for the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

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
    overseas: str
    error: Text
    why: Text
    sources: list[str]


def canal_rows(table: pd.DataFrame) -> list[CanalRow]:
    """Return the forecasts in their order.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns of :data:`scenarios.canal_forecast.COLUMNS`.

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
            overseas=numbers.plain(row["overseas_mt"], _FIGURES),
            error=numbers.percent(float(row["error_percent"]), 0, sign=True),
            why=word(f"canal.why.{row['cargo']}") if row["explanation"] else as_text(""),
            sources=str(row["source"]).split(";"),
        )
        for row in records(table)
    ]
