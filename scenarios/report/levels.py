"""One block of the page for each year of a single plan, which has nothing to be compared with."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from scenarios.display import numbers
from scenarios.display.words import (
    MODES,
    Text,
    as_text,
    joined,
    place_names,
    powertrain_names,
    word,
)
from scenarios.report.answer import limits_sentence, linked, severity, warning_text, when
from scenarios.report.charts import NARROW, WIDE, Figure, mode_shares
from scenarios.report.limit_rows import LimitRow, limit_rows
from scenarios.report.lock_rows import LockPairs, LockRow
from scenarios.report.rows import QUANTITIES
from scenarios.study.intervals import interval
from scenarios.study.runs import CENTRAL, SHOWN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scenarios.comparison.comparison import Comparison
    from scenarios.report.priority_rows import PriorityRow
    from scenarios.study.intervals import Interval

_STORED = {
    "wtw_co2e": ("wtw_co2e_kt", "kt"),
    "ttw_co2e": ("ttw_co2e_kt", "kt"),
    "nox": ("nox_t", "t"),
    "so2": ("so2_t", "t"),
    "pm25": ("pm25_t", "t"),
    "cost": ("cost_mcny", "m CNY"),
    "activity": ("activity_tkm", "tkm"),
    "unserved": ("unserved_mt", "Mt"),
}
"""Variable of the tidy results and its unit, by quantity."""

_SAID = {
    "wtw_co2e": "answer.level.greenhouse",
    "activity": "answer.level.work",
    "cost": "answer.level.cost",
}
"""Quantities of the answer and their words."""


@dataclass(frozen=True)
class Level:
    """One quantity of a plan as the page shows it."""

    key: str
    label: Text
    unit: Text
    value: Text
    interval: Text


@dataclass(frozen=True)
class LevelBlock:
    """Everything that the page shows about a single plan in one year."""

    key: str
    plan: str
    year: int
    plan_title: Text
    answer: Text
    rows: list[Level]
    mode_rows: list[Level]
    shares: Figure
    warned: list[Text]
    limits: list[LimitRow]
    locks: Figure
    lock_rows: list[LockRow]
    priority_rows: list[PriorityRow]


@dataclass(frozen=True)
class _Measured:
    """A mean in base units; the ends of its interval are missing after a single replication."""

    quantity: str
    mean: float
    low: float
    high: float

    @property
    def unit(self) -> numbers.Unit:
        """The units shown."""
        return numbers.unit_for(QUANTITIES[self.quantity], self.mean)

    @property
    def last(self) -> int:
        """Last digit that is shown; results are estimates as long as demand is one."""
        return numbers.last_digit((self.high - self.low) / 2, self.mean, estimate=True)

    @property
    def amount(self) -> Text:
        """The mean with its unit."""
        return numbers.amount(self.mean, self.last, self.unit)

    @property
    def interval(self) -> Text:
        """The interval in the unit of the row, or that it is not known or too narrow."""
        if math.isnan(self.low):
            return word("interval.unknown")
        low, high = (numbers.level(one, self.last, self.unit) for one in (self.low, self.high))
        if low == high:
            return word("interval.digits")
        return Text(f"{low.zh}{numbers.TILDE}{high.zh}", f"{low.en} to {high.en}")


def build_levels(comparison: Comparison) -> list[LevelBlock]:
    """Return the blocks of a single plan, years rising.

    Parameters
    ----------
    comparison : Comparison
        A comparison whose headline is empty.

    Returns
    -------
    list of LevelBlock
        None when there are no results.
    """
    results = comparison.results
    if results.empty:
        return []
    plan = next(iter(comparison.titles))
    shown = (results["growth_case"] == CENTRAL) & (results["explanation"] == SHOWN)
    mine = results[(results["plan"] == plan) & shown]
    return [
        _Builder(comparison, plan, year, mine[mine["year"] == year]).block()
        for year in sorted({int(one) for one in mine["year"]})
    ]


class _Builder:
    """Builds the block of one year."""

    def __init__(self, comparison: Comparison, plan: str, year: int, results: pd.DataFrame) -> None:
        self.comparison, self.plan, self.year = comparison, plan, year
        self.key = f"p0-{year}"
        self.title = as_text(dict(comparison.titles[plan]))
        self.places = place_names(comparison.tables["places"])
        self.places |= powertrain_names(comparison.tables["vessel_powertrains"])
        self.results = results
        self.replications = sorted({int(one) for one in results["replication"]})

    def _measured(self, quantity: str, mode: str = "") -> _Measured | None:
        """Return a quantity summed in each replication, of all modes or of one."""
        variable, unit = _STORED[quantity]
        rows = self.results[self.results["variable"] == variable]
        if rows.empty:
            return None
        if mode:
            rows = rows[rows["mode"] == mode]
        sums = rows.groupby("replication")["value"].sum()
        values = [numbers.to_base(float(sums.get(one, 0.0)), unit) for one in self.replications]
        return _as_measured(quantity, interval(values), len(values))

    def block(self) -> LevelBlock:
        """Return the whole block."""
        found = {one: self._measured(one) for one in _STORED}
        known = {one: value for one, value in found.items() if value is not None}
        by_mode = {mode: self._measured("activity", mode) for mode in MODES}
        locks = LockPairs(pd.DataFrame(), self._of(self.comparison.locks), self.places)
        warnings = [
            one
            for one in self.comparison.warnings
            if one["plan"] == self.plan and int(one["year"]) == self.year
        ]
        return LevelBlock(
            key=self.key,
            plan=self.plan,
            year=self.year,
            plan_title=self.title,
            answer=self._answer(known, warnings),
            rows=[self._row(one, value) for one, value in known.items()],
            mode_rows=[self._row(one.quantity, one, m) for m, one in by_mode.items() if one],
            shares=self._shares(),
            warned=[warning_text(one, self.places) for one in sorted(warnings, key=severity)],
            limits=limit_rows(
                self.comparison.limits_of(self.plan, self.year), self.comparison.tables
            ),
            locks=locks.figure(as_text(""), as_text(""), self.year),
            lock_rows=locks.rows(),
            priority_rows=locks.priority(),
        )

    def _of(self, table: pd.DataFrame) -> pd.DataFrame:
        """Return the rows of the plan in this year."""
        if table.empty:
            return table
        return table[(table["plan"] == self.plan) & (table["year"] == self.year)]

    def _row(self, quantity: str, value: _Measured, mode: str = "") -> Level:
        """Return one row of a table."""
        label = word(f"row.{quantity}")
        if mode:
            label = label + word("row.of_mode", mode=word(f"mode.{mode}"))
        name = value.unit.name
        return Level(
            key="-".join(one for one in (self.key, quantity, mode) if one),
            label=label,
            unit=word("unit.priced", unit=name) if quantity == "cost" else name,
            value=numbers.level(value.mean, value.last, value.unit),
            interval=value.interval,
        )

    def _answer(
        self, known: Mapping[str, _Measured], warnings: Sequence[Mapping[str, Any]]
    ) -> Text:
        """Return the levels in words and the worst warning."""
        clauses = [
            word(key, amount=linked(f"#{self.key}-{one}", known[one].amount))
            for one, key in _SAID.items()
            if one in known
        ]
        opening = word("answer.level", when=when(self.year), plan=self.title)
        said = opening + joined(clauses, "，", ", ") + word("answer.stop")
        limits = limits_sentence(warnings, self.places, f"#{self.key}-limits")
        return joined([said, limits], "", " ")

    def _shares(self) -> Figure:
        """Return the bar of mode shares by freight work."""
        work = self._of(self.comparison.modes).groupby("mode")["tkm"].sum()
        total = float(work.sum()) or 1.0
        shares = {mode: float(work.get(mode, 0.0)) / total for mode in MODES}
        shown = {mode: numbers.percent(part * 100, 1) for mode, part in shares.items()}
        title = word("shares.title.one", share=shown["inland_water"])
        parts = [word(f"mode.{mode}") + " " + part for mode, part in shown.items()]
        return Figure(
            title,
            word("shares.subtitle", year=self.year),
            joined(parts, "｜", " · "),
            mode_shares([(self.title, shares)], WIDE, f"{self.key}-s", title),
            mode_shares([(self.title, shares)], NARROW, f"{self.key}-t", title),
        )


def _as_measured(quantity: str, found: Interval, replications: int) -> _Measured:
    """Return a mean with its interval, which one replication does not give."""
    if replications == 1:
        return _Measured(quantity, found.mean, math.nan, math.nan)
    return _Measured(quantity, found.mean, found.low, found.high)
