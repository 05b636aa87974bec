"""Rows of the headline table: each quantity of a plan and year, rounded and drawn."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scenarios.display import numbers
from scenarios.display.words import Text, as_text, word, word_or_slug
from scenarios.report.charts import interval_bar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markupsafe import Markup

QUANTITIES = {
    "wtw_co2e": "greenhouse",
    "ttw_co2e": "greenhouse",
    "nox": "pollutant",
    "so2": "pollutant",
    "pm25": "pollutant",
    "cost": "money",
    "activity": "work",
    "direct_work": "work",
    "unserved": "freight",
    "wait": "hours",
}
FIVE = ("wtw_co2e", "nox", "cost", "activity", "wait")
"""The quantities of the first screen, in their order."""


@dataclass(frozen=True)
class Change:
    """One row of ``Comparison.headline`` in base units.

    Attributes
    ----------
    variable, mode, place : str
        What the row is about.
    base, plan, mean, low, high : float
        Levels, and the paired change with its interval.
    percents : tuple of float
        Mean, low and high end of the change in percent.
    mark : str
        ``checked``, ``modelled`` or ``estimate``.
    decided : bool
        Whether the interval leaves zero out.
    """

    variable: str
    mode: str
    place: str
    base: float
    plan: float
    mean: float
    low: float
    high: float
    percents: tuple[float, float, float]
    mark: str
    decided: bool

    @property
    def same(self) -> bool:
        """Whether every run gave no change at all."""
        return self.mean == 0 and (math.isnan(self.low) or self.low == self.high == 0)

    @property
    def unit(self) -> numbers.Unit:
        """The units of the levels."""
        largest = max(abs(self.base), abs(self.plan))
        return numbers.unit_for(QUANTITIES[self.variable], largest)

    @property
    def last(self) -> int:
        """Power of ten of the last digit that the interval supports."""
        largest = max(abs(self.base), abs(self.plan))
        estimate = self.mark == "estimate"
        return numbers.last_digit((self.high - self.low) / 2, largest, estimate=estimate)

    @property
    def decimals(self) -> int:
        """Decimals of the change in percent."""
        return numbers.percent_decimals(*self.percents)

    @property
    def change_unit(self) -> numbers.Unit:
        """The units of the change alone, for a sentence."""
        return numbers.unit_for(QUANTITIES[self.variable], abs(self.mean))

    @property
    def change_last(self) -> int:
        """Last digit of the change alone."""
        estimate = self.mark == "estimate"
        return numbers.last_digit((self.high - self.low) / 2, abs(self.mean), estimate=estimate)

    @property
    def interval(self) -> Text:
        """The interval in percent; one that is narrower than the digits shown is said to be."""
        _, low, high = self.percents
        if math.isnan(self.low):
            return word("interval.unknown")
        shown = numbers.percent_range(low, high, self.decimals)
        ends = [numbers.percent(one, self.decimals).zh for one in (low, high)]
        if ends[0] != ends[1] or math.isnan(low) or low == high:
            return shown
        step = 10.0**-self.decimals
        return word("interval.narrow", step=numbers.percent(step, self.decimals))


def read_change(row: Mapping[str, Any], *, single: bool = False) -> Change:
    """Return one row of the headline table in base units.

    Parameters
    ----------
    row : mapping
        A row of ``Comparison.headline``.
    single : bool
        Whether there was only one replication, so that no interval is known.

    Returns
    -------
    Change
        The same, with floats; an interval without width, from a single run, counts as missing.
    """
    names = ("base_mean", "plan_mean", "change_mean", "change_low", "change_high")
    base, plan, mean, low, high = (numbers.to_base(row[one], str(row["unit"])) for one in names)
    percents = tuple(float(row[f"percent_{one}"]) for one in ("mean", "low", "high"))
    if single or (low == high and mean != 0):
        low, high, percents = math.nan, math.nan, (percents[0], math.nan, math.nan)
    return Change(
        str(row["variable"]),
        str(row["mode"]),
        str(row["place"] or ""),
        *(base, plan, mean, low, high),
        (percents[0], percents[1], percents[2]),
        str(row["mark"]),
        bool(row["decided"]),
    )


@dataclass(frozen=True)
class Row:
    """One row as the page shows it."""

    key: str
    label: Text
    unit: Text
    base: Text
    plan: Text
    change: Text
    amount: Text
    interval: Text
    bar: Markup
    mark: str
    mark_word: Text
    decided: bool


def change_text(change: Change) -> Text:
    """Return arrow and size of a change, or that it cannot be told.

    Parameters
    ----------
    change : Change
        The change.

    Returns
    -------
    Text
        In percent, or in the row's unit where the base is zero.
    """
    if change.same:
        return word("change.same")
    if not change.decided:
        return word("change.open")
    mean = change.percents[0]
    if math.isnan(mean):
        return numbers.level(change.mean, change.last, change.unit, sign=True)
    return as_text("↓" if mean < 0 else "↑") + numbers.percent(abs(mean), change.decimals)


def label_of(change: Change, places: Mapping[str, Text]) -> Text:
    """Return the name of a row without its unit.

    Parameters
    ----------
    change : Change
        The row.
    places : mapping of str to Text
        Names of places by id.

    Returns
    -------
    Text
        Such as the mean wait at a named lock.
    """
    if change.variable == "wait":
        return word("row.wait", place=places.get(change.place, as_text(change.place)))
    if change.mode not in ("all", ""):
        name = word_or_slug("mode", change.mode)
        return word(f"row.{change.variable}") + word("row.of_mode", mode=name)
    return word(f"row.{change.variable}")


def shown_row(change: Change, key: str, limit: float, places: Mapping[str, Text]) -> Row:
    """Return a row ready for the page.

    Parameters
    ----------
    change : Change
        The row in base units.
    key : str
        Its id on the page.
    limit : float
        End of the common scale in percent.
    places : mapping of str to Text
        Names of places by id.

    Returns
    -------
    Row
        Rounded texts and the drawn interval.
    """
    unit, last = change.unit, change.last
    mean, low, high = change.percents
    interval = change.interval
    label = label_of(change, places)
    shown = change_text(change)
    alt = word("bar.alt", label=label, change=shown, interval=interval)
    return Row(
        key=key,
        label=label,
        unit=word("unit.priced", unit=unit.name) if change.variable == "cost" else unit.name,
        base=numbers.level(change.base, last, unit),
        plan=numbers.level(change.plan, last, unit),
        change=shown,
        amount=numbers.level(change.mean, change.change_last, unit, sign=True),
        interval=interval,
        bar=interval_bar((low, high), mean, limit, decided=change.decided or change.same, alt=alt),
        mark=change.mark,
        mark_word=word_or_slug("mark", change.mark),
        decided=change.decided or change.same,
    )
