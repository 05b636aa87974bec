"""One block of the page for each plan other than the base and each year."""

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
    records,
    word,
    word_or_slug,
)
from scenarios.maps.flow_map import FlowData, flow_map
from scenarios.report.answer import Question, answer, severity, warning_text
from scenarios.report.charts import (
    NARROW,
    WIDE,
    Figure,
    common_scale,
    interval_axis,
    mode_shares,
)
from scenarios.report.choice_rows import Choice, choice_section
from scenarios.report.growth import Growth, growth_section
from scenarios.report.limit_rows import LimitRow, limit_rows
from scenarios.report.lock_rows import LockPairs, LockRow
from scenarios.report.moved_rows import Moved, moved_section
from scenarios.report.rows import FIVE, QUANTITIES, Change, Row, read_change, shown_row

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markupsafe import Markup

    from scenarios.comparison.comparison import Comparison
    from scenarios.report.levels import LevelBlock
    from scenarios.report.priority_rows import PriorityRow


@dataclass(frozen=True)
class Rows:
    """A table of changes whose intervals stand on one scale."""

    axis: Markup
    shown: list[Row]


@dataclass(frozen=True)
class Warned:
    """One line of the red-line box."""

    text: Text
    also_base: bool


@dataclass(frozen=True)
class Block:
    """Everything that the page shows about one plan and year."""

    key: str
    plan: str
    year: int
    base_title: Text
    plan_title: Text
    answer: Text
    rows: Rows
    mode_rows: Rows
    cost_rows: Rows
    all_rows: Rows
    shares: Figure
    moved: Moved
    limits: list[LimitRow]
    warned: list[Warned]
    growth: Growth
    choice: Choice
    map: Figure
    capex: list[tuple[Text, Text]]
    locks: Figure
    lock_rows: list[LockRow]
    priority_rows: list[PriorityRow]


def base_of(comparison: Comparison) -> str:
    """Return the name of the base plan, the first of the titles.

    Parameters
    ----------
    comparison : Comparison
        The comparison.

    Returns
    -------
    str
        Name of a plan.
    """
    return next(iter(comparison.titles))


def runs_of(comparison: Comparison) -> int:
    """Return the number of replications, zero when it is not known.

    Parameters
    ----------
    comparison : Comparison
        The comparison.

    Returns
    -------
    int
        As the manifest tells it.
    """
    return int(comparison.manifest.get("replications", 0))


def build_blocks(comparison: Comparison) -> list[Block]:
    """Return the blocks of a comparison: plans in their order, years rising.

    Parameters
    ----------
    comparison : Comparison
        The comparison.

    Returns
    -------
    list of Block
        None when there is only one plan.
    """
    if comparison.headline.empty:
        return []
    plans = list(comparison.titles)[1:]
    pairs = {(str(plan), int(year)) for plan, year in _columns(comparison.headline)}
    ordered = sorted(pairs, key=lambda pair: (plans.index(pair[0]), pair[1]))
    return [_Builder(comparison, plan, year, plans.index(plan)).block() for plan, year in ordered]


def _columns(table: pd.DataFrame) -> list[tuple[Any, Any]]:
    """Return plan and year of each row."""
    return list(zip(table["plan"], table["year"], strict=True))


class _Builder:
    """Builds the block of one plan and year."""

    def __init__(self, comparison: Comparison, plan: str, year: int, index: int) -> None:
        self.comparison = comparison
        self.base, self.plan, self.year = base_of(comparison), plan, year
        self.key = f"p{index + 1}-{year}"
        self.titles = {one: as_text(dict(comparison.titles[one])) for one in (self.base, plan)}
        self.places = place_names(comparison.tables["places"])
        self.places |= powertrain_names(comparison.tables["vessel_powertrains"])
        head = self._of(comparison.headline, plan)
        single = runs_of(comparison) == 1
        changes = [read_change(row, single=single) for row in records(head)]
        self.changes = [one for one in changes if one.variable in QUANTITIES]
        self.five = self._first_five()

    def _of(self, table: pd.DataFrame, plan: str) -> pd.DataFrame:
        """Return the rows of a plan in this year."""
        if table.empty:
            return table
        return table[(table["plan"] == plan) & (table["year"] == self.year)]

    def _first_five(self) -> list[Change]:
        """Return the rows of the first screen; of several waits the longest."""
        found = []
        for variable in FIVE:
            rows = [one for one in self.changes if one.variable == variable]
            if variable != "wait":
                rows = [one for one in rows if one.mode in ("all", "")]
            rows.sort(key=lambda one: -max(one.base, one.plan))
            found += rows[:1]
        return found

    def _rows(self, changes: Sequence[Change], prefix: str = "") -> Rows:
        """Return a table of changes on its own common scale."""
        limit = common_scale([one.percents[1:] for one in changes])
        shown = []
        for one in changes:
            parts = [
                prefix + one.variable,
                one.mode if one.mode not in ("all", "") else "",
                one.place,
            ]
            name = "-".join(part for part in parts if part and (prefix or part != one.place))
            shown.append(shown_row(one, f"{self.key}-{name}", limit, self.places))
        return Rows(interval_axis(limit), shown)

    def block(self) -> Block:
        """Return the whole block."""
        by_mode = [one for one in self.changes if one.variable == "activity" and one.mode in MODES]
        by_mode.sort(key=lambda one: MODES.index(one.mode))
        costs = [one for one in self.changes if one.variable == "cost"]
        base, plan = (self._of(self.comparison.locks, one) for one in (self.base, self.plan))
        locks = LockPairs(base, plan, self.places)
        return Block(
            key=self.key,
            plan=self.plan,
            year=self.year,
            base_title=self.titles[self.base],
            plan_title=self.titles[self.plan],
            answer=answer(self._question(by_mode)),
            rows=self._rows(self.five),
            mode_rows=self._rows(by_mode),
            cost_rows=self._rows(costs, "cost-"),
            all_rows=self._rows(self.changes, "all-"),
            shares=self._shares(),
            moved=moved_section(
                self.comparison.moves_of(self.plan, self.year), self.comparison.tables
            ),
            limits=limit_rows(
                self.comparison.limits_of(self.plan, self.year), self.comparison.tables
            ),
            warned=self._warned(),
            growth=self._growth(),
            choice=choice_section(self._of(self.comparison.choice, self.plan), self.year),
            map=self._map(),
            capex=self._capex(),
            locks=locks.figure(self.titles[self.base], self.titles[self.plan], self.year),
            lock_rows=locks.rows(),
            priority_rows=locks.priority(),
        )

    def _question(self, by_mode: Sequence[Change]) -> Question:
        """Return what the sentences are written from."""
        changes = {one.variable: one for one in self.five}
        changes |= {f"activity-{one.mode}": one for one in by_mode}
        return Question(
            self.titles[self.base],
            self.titles[self.plan],
            self.year,
            changes,
            self._warnings(self.plan),
            self.places,
            self.key,
        )

    def _warnings(self, plan: str) -> list[Mapping[str, Any]]:
        """Return the warnings of a plan in this year."""
        return [
            one
            for one in self.comparison.warnings
            if one["plan"] == plan and int(one["year"]) == self.year
        ]

    def _warned(self) -> list[Warned]:
        """Return the lines of the red-line box, and which of them the base has too."""
        known = {(one["place"], one["kind"]) for one in self._warnings(self.base)}
        return [
            Warned(warning_text(one, self.places), (one["place"], one["kind"]) in known)
            for one in sorted(self._warnings(self.plan), key=severity)
        ]

    def _shares(self) -> Figure:
        """Return the bars of mode shares by freight work."""
        bars: list[tuple[Text, Mapping[str, float]]] = []
        for plan in (self.base, self.plan):
            rows = self._of(self.comparison.modes, plan)
            work = rows.groupby("mode")["tkm"].sum()
            total = float(work.sum()) or 1.0
            bars.append((self.titles[plan], {m: float(work.get(m, 0.0)) / total for m in MODES}))
        water = [numbers.percent(bar.get("inland_water", 0.0) * 100, 1) for _, bar in bars]
        title = word("shares.title", base=water[0], plan=water[1])
        return Figure(
            title,
            word("shares.subtitle", year=self.year),
            joined((_before_after(mode, bars) for mode in MODES), "｜", " · "),
            mode_shares(bars, WIDE, f"{self.key}-s", title),
            mode_shares(bars, NARROW, f"{self.key}-t", title),
        )

    def _growth(self) -> Growth:
        """Return the growth cases and whether the sign of the saving survives them."""
        central = next((one for one in self.five if one.variable == "wtw_co2e"), None)
        return growth_section(self._of(self.comparison.growth, self.plan), central)

    def _map(self) -> Figure:
        """Return the schematic with the changes of flow."""
        flows = self.comparison.link_flows
        base, plan = (
            self._of(flows, one).groupby("link_id")["kt"].sum() for one in (self.base, self.plan)
        )
        changes = plan.sub(base, fill_value=0.0)
        locks = self._of(self.comparison.locks, self.plan)
        used = {str(row["lock"]): float(row["utilisation_share"]) for row in records(locks)}
        data = FlowData(
            self.comparison.tables,
            {str(link): float(kt) for link, kt in changes.items()},
            {lock: share for lock, share in used.items() if not math.isnan(share)},
            self.year,
        )
        title = self._map_finding(changes)
        picture = flow_map(data, f"{self.key}-m", title)
        subtitle = word("map.subtitle", year=self.year, **self._names())
        return Figure(title, subtitle, word("source.map"), picture)

    def _names(self) -> dict[str, Text]:
        """Return the titles for words that name both plans."""
        return {"base": self.titles[self.base], "plan": self.titles[self.plan]}

    def _map_finding(self, changes: pd.Series[float]) -> Text:
        """Return how many links carry more and how many less."""
        threshold = max(float(changes.abs().max()), 0.0) * 0.01 if len(changes) else 0.0
        more, less = int((changes > threshold).sum()), int((changes < -threshold).sum())
        if not more and not less:
            return word("map.title.same")
        return word("map.title", more=more, less=less)

    def _capex(self) -> list[tuple[Text, Text]]:
        """Return investment by group of the plan's measures."""
        measures = self.comparison.measures
        rows = measures[measures["plan"] == self.plan]
        sums = pd.to_numeric(rows["capex_cny"]).groupby(rows["group"]).sum()
        found = []
        for name, total in sums.items():
            if total > 0:
                unit = numbers.unit_for("money", float(total))
                last = numbers.last_digit(0.0, float(total), estimate=True)
                size = numbers.amount(float(total), last, unit)
                found.append((word_or_slug("group", name), size))
        return found


def _before_after(mode: str, bars: Sequence[tuple[Text, Mapping[str, float]]]) -> Text:
    """Return the share of a mode in base and plan, with one decimal."""
    before, after = (numbers.percent(shares[mode] * 100, 1) for _, shares in bars)
    return word("shares.pair", mode=word(f"mode.{mode}"), base=before, plan=after)


def years_of(blocks: Sequence[Block | LevelBlock]) -> list[int]:
    """Return the years of all blocks, rising."""
    return sorted({one.year for one in blocks})


def plans_of(blocks: Sequence[Block | LevelBlock]) -> list[tuple[str, Text]]:
    """Return name and title of the plans of all blocks, in their order."""
    return list({one.plan: (one.plan, one.plan_title) for one in blocks}.values())
