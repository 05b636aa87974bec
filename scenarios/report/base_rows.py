"""The calibrated base year on the page: modes, screenlines, elasticities, real alternatives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scenarios.base_year.errors import explanation_name
from scenarios.base_year.report import REAL_RATIO
from scenarios.display import numbers
from scenarios.display.words import (
    MODES,
    Text,
    as_text,
    place_names,
    records,
    word,
    word_or_slug,
)
from transport.mode_choice.sensitivity import ALL

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from scenarios.base_year.report import BaseReport

_KINDS = {
    "lock": "screen.lock",
    "rail": "screen.rail",
    "port": "screen.port",
    "border": "screen.border",
}
EXPLAINED = {
    "xijin": "explained.xijin",
    "qinzhou_port_east": "explained.qinzhou_port_east",
    "wuzhou_port": "explained.wuzhou_port",
    "wuzhou_work": "explained.wuzhou_work",
    "changzhou_wait": "explained.changzhou_wait",
    "unknown": "explained.unknown",
}
"""Words for what an error comes from, by its name in :mod:`scenarios.base_year.errors`."""

_FUEL = {
    "fuel_per_tkm": "base.fuel_per_tkm",
    "fuel_per_dwt": "base.fuel_per_dwt",
    "ghg_per_tkm": "base.ghg_per_tkm",
    "laden_shaft": "base.laden_shaft",
}
_HUNDREDTH = -2


@dataclass(frozen=True)
class Screenline:
    """One screenline with a published value."""

    kind: Text
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
class Range:
    """A gathered range of an elasticity, and the model's."""

    what: Text
    span: Text
    modelled: str
    inside: Text
    sources: list[str]


@dataclass(frozen=True)
class Answer:
    """How a commodity answers to cost."""

    commodity: Text
    mt: str
    alternative: Text
    own: tuple[str, ...]


@dataclass(frozen=True)
class BaseYear:
    """The section on the base year."""

    modes: list[tuple[Text, str, str]]
    screenlines: list[Screenline]
    ranges: list[Range]
    answers: list[Answer]
    note: Text
    fuel: list[Range]
    hauls: list[Range]


def base_year_section(report: BaseReport, tables: Mapping[str, pd.DataFrame]) -> BaseYear:
    """Return the section on the base year.

    Parameters
    ----------
    report : BaseReport
        The calibrated base year.
    tables : mapping of str to pandas.DataFrame
        Tables ``places`` and ``commodities``, for names.

    Returns
    -------
    BaseYear
        Ready for the page: screenlines with a published value, and the elasticity of each main
        mode to its own cost; the workbook has all others.
    """
    return BaseYear(
        modes=[
            (
                word_or_slug("mode", row["mode"]),
                numbers.plain(row["kt"] / 1e3),
                numbers.plain(row["tkm"] / 1e9),
            )
            for row in records(report.modes)
        ],
        screenlines=_screenlines(report, place_names(tables["places"])),
        ranges=_ranges(report),
        answers=_answers(report, tables["commodities"]),
        note=word("base.answers_note", percent=numbers.percent(100 * (REAL_RATIO - 1), 0)),
        fuel=_fuel(report.vessel_fuel),
        hauls=_hauls(report.hauls),
    )


def _screenlines(report: BaseReport, places: Mapping[str, Text]) -> list[Screenline]:
    """Return the screenlines that have a published value."""
    table = report.screenlines
    found = []
    for row in records(table[table["published"].notna()]):
        error, place = float(row["error_percent"]), str(row["place"])
        name = explanation_name(place, str(row["variable"]), error)
        explained = word(EXPLAINED[name]) if name else as_text("")
        found.append(
            Screenline(
                kind=word(_KINDS[str(row["kind"])]),
                place=places.get(place, word_or_slug("place", place)),
                variable=word_or_slug("observed", row["variable"]),
                year=str(int(row["year"])),
                published=numbers.plain(row["published"]),
                modelled=numbers.plain(row["modelled"]),
                unit=word_or_slug("stored", row["unit"]),
                error=numbers.percent(error, numbers.percent_decimals(error), sign=True),
                fitted=word("observed.is_fitted" if row["fitted"] else "observed.is_check"),
                explanation=explained,
                sources=[one for one in str(row["source"]).split(";") if one],
            )
        )
    return found


def _ranges(report: BaseReport) -> list[Range]:
    """Return the gathered elasticities beside the model's."""
    found = []
    for row in records(report.gathered):
        low, high, modelled = (float(row[name]) for name in ("low", "high", "modelled"))
        ends = [numbers.digits(one, -1) for one in (low, high)]
        found.append(
            Range(
                what=word(
                    "base.elasticity",
                    mode=word_or_slug("mode", row["main_mode"]),
                    cost=word_or_slug("mode", row["cost_mode"]),
                    cargo=word_or_slug("cargo", row["cargo"]),
                ),
                span=Text(f"{ends[0]}{numbers.TILDE}{ends[1]}", f"{ends[0]} to {ends[1]}"),
                modelled=numbers.digits(modelled, _HUNDREDTH),
                inside=word("base.inside" if low <= modelled <= high else "base.outside"),
                sources=str(row["source"]).split(";"),
            )
        )
    return found


def _fuel(table: pd.DataFrame) -> list[Range]:
    """Return fuel of inland vessels beside published values."""
    found = []
    for row in records(table):
        low, high, modelled = (float(row[name]) for name in ("low", "high", "modelled"))
        ends = [numbers.plain(one) for one in dict.fromkeys((low, high))]
        found.append(
            Range(
                what=word(_FUEL[str(row["variable"])]),
                span=Text(numbers.TILDE.join(ends), " to ".join(ends)),
                modelled=numbers.plain(modelled, 2),
                inside=word("base.inside" if low <= modelled <= high else "base.outside"),
                sources=str(row["source"]).split(";"),
            )
        )
    return found


def _hauls(table: pd.DataFrame) -> list[Range]:
    """Return energy of road, rail and sea beside gathered values."""
    found = []
    for row in records(table):
        low, value, high, modelled = (
            float(row[name]) for name in ("low", "table", "high", "modelled")
        )
        ends = [numbers.plain(one, 3) for one in (low, high)]
        middle = numbers.plain(value, 3)
        mode, cargo = word_or_slug("mode", row["mode"]), word_or_slug("cargo", row["cargo"])
        found.append(
            Range(
                what=mode + " · " + cargo,
                span=Text(
                    f"{middle}（{numbers.TILDE.join(ends)}）", f"{middle} ({' to '.join(ends)})"
                ),
                modelled=numbers.plain(modelled, 3),
                inside=word("base.inside" if low <= modelled <= high else "base.outside"),
                sources=str(row["source"]).split(";"),
            )
        )
    return found


def _answers(report: BaseReport, commodities: pd.DataFrame) -> list[Answer]:
    """Return real alternatives and own elasticities by commodity, the sum of all last."""
    names = {
        str(row["commodity"]): Text(str(row["name_zh"]), str(row["name_en"]))
        for row in records(commodities)
    } | {ALL: word("base.all")}
    own = report.elasticities[report.elasticities["main_mode"] == report.elasticities["cost_mode"]]
    values = own.set_index(["commodity", "main_mode"])["elasticity"].to_dict()
    found = []
    for row in records(report.alternatives):
        goods = str(row["commodity"])
        found.append(
            Answer(
                commodity=names.get(goods, as_text(goods)),
                mt=numbers.plain(row["kt"] / 1e3, numbers.ESTIMATE_DIGITS),
                alternative=numbers.share(float(row["share"])),
                own=tuple(
                    numbers.digits(float(values.get((goods, mode), float("nan"))), _HUNDREDTH)
                    for mode in MODES
                ),
            )
        )
    return found
