"""What all blocks share: validation, measures, assumptions, estimates, limits and manifest."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scenarios.base_year.errors import explanation_name
from scenarios.display import numbers
from scenarios.display.words import Text, as_text, place_names, records, word, word_or_slug, words
from scenarios.report.base_rows import EXPLAINED
from scenarios.report.canal_rows import CanalRow, canal_rows
from scenarios.report.rate_rows import RateRow, rate_rows

if TYPE_CHECKING:
    import pandas as pd

    from scenarios.comparison.comparison import Comparison

DOTS = {"high": "●●●", "medium": "●●○", "low": "●○○"}
_ESTIMATE_TABLES = 8


@dataclass(frozen=True)
class Observed:
    """One published value of the base year beside the model's."""

    place: Text
    variable: Text
    year: str
    published: str
    modelled: str
    unit: Text
    error: Text
    fitted: Text
    explanation: Text
    sources: list[str]


@dataclass(frozen=True)
class Measure:
    """One measure of a plan."""

    group: Text
    kind: Text
    opens: str
    what: Text
    capex: Text
    article: str


@dataclass(frozen=True)
class Assumption:
    """One input value."""

    name: str
    value: str
    span: Text
    unit: str
    meaning: str
    sources: list[str]
    dots: str
    confidence: Text


@dataclass(frozen=True)
class Source:
    """One entry of the list of sources; `url` is empty unless it is a web address."""

    key: str
    title: str
    detail: str
    url: str
    method: Text


@dataclass(frozen=True)
class Appendix:
    """The lower part of the page."""

    observed: list[Observed]
    rates: list[RateRow]
    canal: list[CanalRow]
    measures: list[tuple[Text, list[Measure]]]
    assumptions: list[tuple[Text, str, list[Assumption]]]
    assumption_count: int
    estimates: list[Text]
    limits: list[Text]
    manifest: list[tuple[Text, str]]
    sources: list[Source]


def build_appendix(comparison: Comparison) -> Appendix:
    """Return the lower part of the page.

    Parameters
    ----------
    comparison : Comparison
        The comparison.

    Returns
    -------
    Appendix
        Ready for the template.
    """
    assumptions = _assumptions(comparison.assumptions)
    return Appendix(
        observed=_observed(comparison),
        rates=rate_rows(comparison.freight_rates),
        canal=canal_rows(comparison.canal),
        measures=_measures(comparison),
        assumptions=assumptions,
        assumption_count=sum(len(rows) for *_, rows in assumptions),
        estimates=estimates(comparison),
        limits=[text for key, text in words().items() if key.startswith("limit.")],
        manifest=_flat(comparison.manifest),
        sources=_sources(comparison.tables),
    )


def _source_ids(value: object) -> list[str]:
    """Return the ids in a cell of sources."""
    return [one.strip() for one in str(value or "").split(";") if one.strip()]


def _observed(comparison: Comparison) -> list[Observed]:
    """Return the comparison of the base year with published values."""
    places = place_names(comparison.tables["places"])
    found = []
    for row in records(comparison.observed):
        error = float(row["error_percent"])
        why = explanation_name(str(row["place"]), str(row["variable"]), error)
        own = comparison.tables.own_demand  # held against controls, but made for something else
        found.append(
            Observed(
                place=places.get(str(row["place"]), word_or_slug("place", row["place"])),
                variable=word_or_slug("observed", row["variable"]),
                year=str(row["year"]),
                published=numbers.plain(row["published"]),
                modelled=numbers.plain(row["modelled"]),
                unit=word_or_slug("stored", row["unit"]),
                error=numbers.percent(error, numbers.percent_decimals(error), sign=True),
                fitted=word("observed.is_fitted" if row["fitted"] else "observed.is_check"),
                explanation=word(EXPLAINED[why]) if why and not own else as_text(""),
                sources=_source_ids(row["source"]),
            )
        )
    return found


def _measures(comparison: Comparison) -> list[tuple[Text, list[Measure]]]:
    """Return the measures of each plan."""
    found: dict[str, list[Measure]] = {plan: [] for plan in comparison.titles}
    for row in records(comparison.measures):
        capex = float(row["capex_cny"]) if row["capex_cny"] is not None else math.nan
        unit = numbers.unit_for("money", capex)
        last = numbers.last_digit(0.0, capex, estimate=True)
        none = as_text(numbers.MISSING)
        found.setdefault(str(row["plan"]), []).append(
            Measure(
                group=word_or_slug("group", row["group"]),
                kind=word_or_slug("kind", row["kind"]),
                opens=numbers.MISSING if _empty(row["opens"]) else _year(row["opens"]),
                what=as_text(row["what"]),
                capex=none if math.isnan(capex) or not capex else numbers.amount(capex, last, unit),
                article=numbers.MISSING if _empty(row["article"]) else str(row["article"]),
            )
        )
    return [
        (as_text(dict(comparison.titles.get(plan, {"zh": plan}))), rows)
        for plan, rows in found.items()
    ]


def _empty(value: object) -> bool:
    """Tell whether a cell holds nothing."""
    return value is None or str(value) in ("", "nan", "<NA>", "None")


def _year(value: object) -> str:
    """Return a year as text."""
    return str(value).removesuffix(".0")


def _assumptions(table: pd.DataFrame) -> list[tuple[Text, str, list[Assumption]]]:
    """Return the inputs by the table that they stand in."""
    found: dict[str, list[Assumption]] = {}
    for row in records(table):
        confidence = str(row["confidence"])
        low, high = (numbers.plain(row[one]) for one in ("low", "high"))
        bounded = numbers.MISSING not in (low, high)
        span = Text(f"{low}{numbers.TILDE}{high}", f"{low} to {high}")
        found.setdefault(str(row["table"]), []).append(
            Assumption(
                name=str(row["name"]),
                value=numbers.plain(row["value"]),
                span=span if bounded else as_text(""),
                unit="" if _empty(row["unit"]) else str(row["unit"]),
                meaning="" if _empty(row["meaning"]) else str(row["meaning"]),
                sources=_source_ids(row["source"]),
                dots=DOTS.get(confidence, ""),
                confidence=word_or_slug("confidence", confidence),
            )
        )
    return [(word_or_slug("table", name), name, rows) for name, rows in found.items()]


def estimates(comparison: Comparison) -> list[Text]:
    """Return what of the page is an estimate; the demand table always comes first.

    Parameters
    ----------
    comparison : Comparison
        The comparison.

    Returns
    -------
    list of Text
        The demand table, growth, then tables by their count of rows of low confidence.
    """
    counts = {
        name: (int((table["confidence"] == "low").sum()), len(table))
        for name, table in comparison.tables.items()
        if "confidence" in table.columns
    }
    low, rows = counts.pop("demand", (0, 0))
    counts.pop("growth", None)
    growth = word("estimate.growth.one" if comparison.headline.empty else "estimate.growth")
    own = comparison.tables.own_demand
    demand = word("estimate.own", file=own, low=low, rows=rows) if own else None
    found = [demand or word("estimate.demand", low=low, rows=rows), growth]
    ordered = sorted(counts.items(), key=lambda item: -item[1][0])
    found += [
        word("estimate.table", table=word_or_slug("table", name), low=low, rows=rows)
        for name, (low, rows) in ordered[:_ESTIMATE_TABLES]
        if low
    ]
    return found


def _flat(values: Mapping[str, Any], before: str = "") -> list[tuple[Text, str]]:
    """Return nested values as a list of names and texts."""
    found: list[tuple[Text, str]] = []
    for key, value in values.items():
        if isinstance(value, Mapping):
            found += _flat(value, f"{before}{key}.")
        else:
            listed = isinstance(value, list | tuple)
            text = ", ".join(str(one) for one in value) if listed else str(value)
            found.append((word_or_slug("manifest", f"{before}{key}"), text))
    return found


def _sources(tables: Mapping[str, pd.DataFrame]) -> list[Source]:
    """Return all sources of the tables by id."""
    found = []
    for name in sorted(one for one in tables if one.endswith("_sources")):
        for row in records(tables[name]):
            url = "" if _empty(row.get("url")) else str(row["url"])
            detail = [
                str(row.get(one)) for one in ("publisher", "year") if not _empty(row.get(one))
            ]
            found.append(
                Source(
                    key=str(row["source_id"]),
                    title=str(row["title"]),
                    detail=", ".join(_year(one) for one in detail),
                    url=url if url.startswith(("https://", "http://")) else "",
                    method=word_or_slug("method", row.get("method", "")),
                )
            )
    return sorted(found, key=lambda source: source.key)
