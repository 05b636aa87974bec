"""The section on other weights of greenhouse gases, other electricity, and LNG with its sign."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scenarios.comparison.vessel_use import voyage_shares
from scenarios.display import numbers
from scenarios.display.words import Text, as_text, powertrain_names, records, word, word_or_slug
from scenarios.from_tables.factors import GRID_CASES
from scenarios.gwp_names import GWP_SETS

if TYPE_CHECKING:
    import pandas as pd

    from scenarios.comparison.comparison import Comparison

_KT_PER_MT = 1000.0
_SLIPS = ("slip", "slip_low", "slip_high", "break_even", "break_even_held", "break_even_work")
_CHANGES = ("change", "change_low", "change_high", "change_work")


@dataclass(frozen=True)
class ClimateRow:
    """A plan's year, or an engine, with one value for each column."""

    name: Text
    cells: list[str]


@dataclass(frozen=True)
class Climate:
    """The tables of the section; those of gas engines are empty without LNG."""

    note: Text
    low: Text
    not_known: Text
    handling: Text
    locomotives: Text
    power: Text
    sets: list[str]
    set_rows: list[ClimateRow]
    cases: list[Text]
    case_rows: list[ClimateRow]
    slip_rows: list[ClimateRow]
    plans: list[Text]
    powertrains: list[ClimateRow]


def climate_section(comparison: Comparison) -> Climate | None:
    """Return the section, or None when a comparison does not hold its tables.

    Parameters
    ----------
    comparison : Comparison
        The comparison.

    Returns
    -------
    Climate or None
        Ready for the page.
    """
    if comparison.restated.empty:
        return None
    table = comparison.restated
    low = [name for name in GWP_SETS if name in set(table.loc[table["lower_bound"], "gwp"])]
    return Climate(
        note=word("climate.note", gwp=str(comparison.manifest.get("gwp", GWP_SETS[0]))),
        low=word("climate.low", sets=", ".join(low)) if low else as_text(""),
        not_known=_not_known(comparison),
        handling=_handling(comparison),
        locomotives=_locomotives(comparison),
        power=_power(comparison),
        sets=list(GWP_SETS),
        set_rows=_rows(comparison, table, "gwp", GWP_SETS),
        cases=[word_or_slug("grid", case) for case in GRID_CASES],
        case_rows=_rows(comparison, comparison.power, "case", GRID_CASES),
        slip_rows=_slips(comparison.slip),
        plans=[as_text(dict(title)) for title in comparison.titles.values()],
        powertrains=_powertrains(comparison),
    )


def _not_known(comparison: Comparison) -> Text:
    """Return which pollutants sums leave out, or nothing."""
    found = comparison.summary.get("climate", {}).get("not_known", [])
    return word("climate.not_known", what="; ".join(found)) if found else as_text("")


def _handling(comparison: Comparison) -> Text:
    """Return what handling at hubs emits in the first plan and year, with its range."""
    shown = _first(comparison, "handling")
    return word("climate.handling", **shown) if shown else as_text("")


def _locomotives(comparison: Comparison) -> Text:
    """Return what changes of locomotive emit in the first plan and year, with their range."""
    shown = _first(comparison, "locomotive_changes")
    return word("climate.locomotives", **shown) if shown else as_text("")


def _first(comparison: Comparison, estimate: str) -> dict[str, Text | str]:
    """Return the numbers of an estimate for the first plan and year, or nothing."""
    for plan, years in comparison.summary.get("climate", {}).get(estimate, {}).items():
        for year, cases in years.items():
            title = as_text(dict(comparison.titles[plan])) + f" {year}"
            shown = {name: numbers.plain(float(value), 2) for name, value in cases.items()}
            return {"plan": title, **shown}
    return {}


def _power(comparison: Comparison) -> Text:
    """Return the sentence on the cases of electricity."""
    rows = comparison.tables["fleet_parameters"].set_index("parameter")
    low, high = (100 * float(rows[end]["grid_upstream_share"]) for end in ("low", "high"))
    return word("climate.power", low=numbers.plain(low, 2), high=numbers.plain(high, 2))


def _rows(
    comparison: Comparison, table: pd.DataFrame, key: str, columns: tuple[str, ...]
) -> list[ClimateRow]:
    """Return well-to-wheel Mt of every plan and year by a key."""
    found: dict[tuple[str, int], dict[str, float]] = {}
    for row in records(table):
        where = (str(row["plan"]), int(row["year"]))
        found.setdefault(where, {})[str(row[key])] = float(row["wtw_kt"]) / _KT_PER_MT
    return [
        ClimateRow(
            as_text(dict(comparison.titles[plan])) + f" {year}",
            [numbers.plain(values[name], 4) for name in columns],
        )
        for (plan, year), values in found.items()
    ]


def _powertrains(comparison: Comparison) -> list[ClimateRow]:
    """Return the percentage of laden voyages of every powertrain but diesel, a column a plan."""
    names = powertrain_names(comparison.tables["vessel_powertrains"])
    return [
        ClimateRow(
            as_text(f"{row['year']} · ")
            + names.get(str(row["powertrain"]), as_text(str(row["powertrain"]))),
            [numbers.plain(100 * float(row[plan]), 2) for plan in comparison.titles],
        )
        for row in voyage_shares(comparison.powertrains, list(comparison.titles))
    ]


def _slips(table: pd.DataFrame) -> list[ClimateRow]:
    """Return slip and break-even slip of every gas engine, in percent of its fuel."""
    found: dict[str, dict[str, dict[str, float]]] = {}
    for row in records(table):
        values = {name: float(row[f"{name}_percent"]) for name in (*_SLIPS, *_CHANGES)}
        found.setdefault(str(row["carrier"]), {})[str(row["gwp"])] = values
    rows = []
    for carrier, by_set in found.items():
        name = word_or_slug("carrier", carrier)
        for kind, slip, label in (
            ("break_even", "slip", word("climate.break_even")),
            ("break_even_held", "slip", word("climate.break_even_held")),
            ("break_even_work", "slip", word("climate.break_even_work")),
            ("change", "slip", word("climate.change")),
            ("change_low", "slip_low", word("climate.change_low")),
            ("change_high", "slip_high", word("climate.change_high")),
            ("change_work", "slip", word("climate.change_work")),
        ):
            used = numbers.plain(by_set[GWP_SETS[0]][slip], 2)
            cells = [numbers.plain(by_set[one][kind], 2) for one in GWP_SETS]
            rows.append(ClimateRow(name + " · " + label, [used, *cells]))
    return rows
