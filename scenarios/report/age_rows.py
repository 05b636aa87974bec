"""Rows on emissions by the age of vessels and trucks, plans beside each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scenarios.comparison.cohort_ages import cohort_ages
from scenarios.display.numbers import plain
from scenarios.display.words import Text, as_text, word
from scenarios.fleet.answer import band_names

if TYPE_CHECKING:
    from scenarios.comparison.comparison import Comparison

_COLUMNS: Final = ("wtw_co2e_kt", "nox_t", "pm25_t")
_FIGURES: Final = 3
_MODES: Final = ("inland_water", "road")


@dataclass(frozen=True)
class AgeRow:
    """A band of age of a mode; one value for each plan and column."""

    name: Text
    cells: list[str]


@dataclass(frozen=True)
class Ages:
    """The table of the last year."""

    note: Text
    plans: list[Text]
    rows: list[AgeRow]


def age_table(comparison: Comparison) -> Ages | None:
    """Return emissions of inland vessels and trucks by age in the last year, or None without ages.

    Parameters
    ----------
    comparison : Comparison
        The comparison.

    Returns
    -------
    Ages or None
        Ready for the page.
    """
    ages = cohort_ages(comparison.cohorts)
    ages = ages[ages["mode"].isin(_MODES) & (ages["age"] != "")]
    if ages.empty:
        return None
    year = int(ages["year"].max())
    sums = ages[ages["year"] == year].groupby(["mode", "age", "plan"])[list(_COLUMNS)].sum()
    names = {"inland_water": word("ages.inland"), "road": word("ages.road")}
    rows = [
        AgeRow(
            names[mode] + as_text(f" {age.replace('-', '–')} ") + word("ages.years"),
            [
                plain(float(sums[column].get((mode, age, plan), 0.0)), _FIGURES)
                for plan in comparison.titles
                for column in _COLUMNS
            ],
        )
        for mode in _MODES
        for age in band_names()
        if (mode, age) in {key[:2] for key in sums.index}
    ]
    titles = [as_text(dict(title)) for title in comparison.titles.values()]
    return Ages(word("ages.note", year=year), titles, rows)
