"""The page of ``landsea fleet``: targets, pictures, ranges and money in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from scenarios.display.pages import render_page
from scenarios.display.words import Text, as_text, word
from scenarios.fleet.charts import SHOWN_CLASS, WIDTH, parity_chart, stock_chart
from scenarios.fleet.ranges import COST_YEARS
from scenarios.fleet.shortfalls import GAP, shortfalls
from scenarios.fonts import FAMILY
from scenarios.maps.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scenarios.fleet.answer import FleetAnswer

_MONEY_YEARS: Final = 8
_WHOLE: Final = 100


def fleet_page(answer: FleetAnswer) -> str:
    """Return the page of an answer.

    Parameters
    ----------
    answer : FleetAnswer
        The answer.

    Returns
    -------
    str
        HTML that needs nothing else.
    """
    voice = Voice("switch")
    plan = as_text(answer.document["plan"]["title"])
    years = f"{answer.years[0]}\u2013{answer.years[-1]}"
    return render_page(
        "scenarios.fleet",
        "fleet.html",
        title=word("fleet.title", plan=plan, years=years),
        family=FAMILY,
        width=int(WIDTH) + 40,
        targets=[_target(row) for row in answer.document["plan"]["targets"]],
        shortfalls=_shortfalls(answer),
        stock=stock_chart(answer, voice) if len(answer.years) > 1 else None,
        parity=parity_chart(answer, voice),
        ranges=_ranges(answer),
        costs=_costs(answer),
        cost_years=[year for year in COST_YEARS if year <= answer.years[-1]],
        money=_money(answer),
    )


def _percent(share: float | None) -> str:
    """Return a share in percent."""
    return "" if share is None else f"{100 * share:.0f} %"


def _target(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row of the table of targets."""
    met = {True: word("fleet.met"), False: word("fleet.missed"), None: word("fleet.unknown")}
    return {
        "name": as_text(row["name"]),
        "wanted": _percent(row["target_share"]),
        "found": _percent(row["share"]),
        "met": met[row["met"]],
    }


def _shortfalls(answer: FleetAnswer) -> list[dict[str, Any]]:
    """Return the rows of what the law asks beyond what there is."""
    fleets = answer.document["fleets"]
    names = {fleet["group"]: as_text(fleet["name"]) for fleet in fleets.values()}
    what = {
        "beyond_supply": word("fleet.short.supply"),
        "not_on_market": word("fleet.short.vain"),
        GAP: word("fleet.short.gap"),
    }
    return [
        {
            "fleet": word("fleet.inland") if one.group == "inland" else names[one.group],
            "what": what[one.key],
            "years": f"{one.first}\u2013{one.last}" if one.last > one.first else str(one.first),
            "most": _percent(one.most) if one.key == GAP else f"{one.most:,.0f}",
        }
        for one in shortfalls(fleets)
    ]


def _ranges(answer: FleetAnswer) -> list[dict[str, Any]]:
    """Return the rows of the table of ranges."""
    return [
        {
            "name": as_text(fleet["name"]),
            "year": one["year"],
            "share": _percent(one["share"]),
            "range": f"{100 * one['low']:.0f}\u2013{100 * one['high']:.0f} %",
            "widest": _estimate(one["widest"]),
        }
        for name, fleet in answer.document["fleets"].items()
        if fleet["group"] != "inland" or name == SHOWN_CLASS
        for one in fleet["ranges"]["clean_stock_share"]
    ]


def _costs(answer: FleetAnswer) -> list[dict[str, Any]]:
    """Return the rows of the table of costs: a range for each year."""
    rows = []
    for name, fleet in answer.document["fleets"].items():
        if fleet["group"] == "inland" and name != SHOWN_CLASS:
            continue
        factor = 1000 if fleet["work_unit"] == "tkm" else 1
        unit = word("fleet.cost.tkm") if factor > 1 else word("fleet.cost.teu")
        for powertrain, what in fleet["powertrains"].items():
            found = [year["powertrains"][powertrain] for year in _cost_years(fleet)]
            rows.append(
                {
                    "fleet": as_text(fleet["name"]),
                    "powertrain": as_text(what["name"]),
                    "unit": unit,
                    "cells": [
                        f"{_cost(factor * one['low'])}\u2013{_cost(factor * one['high'])}"
                        for one in found
                    ],
                }
            )
    return rows


def _cost(value: float) -> str:
    """Return a cost with three digits, or more where it has more before the point."""
    return f"{value:,.0f}" if value >= _WHOLE else f"{value:.3g}"


def _cost_years(fleet: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the costs of a fleet in the years that are told."""
    found: list[dict[str, Any]] = fleet["ranges"]["cost_cny_per_work"]
    return found


def _estimate(name: str) -> Text:
    """Return the name of an estimate that the sweep moves."""
    return {
        "clean vehicles": word("fleet.estimate.vehicles"),
        "diesel": word("fleet.estimate.diesel"),
        "batteries": word("fleet.estimate.batteries"),
        "fuel cells": word("fleet.estimate.cells"),
        "electricity": word("fleet.estimate.electricity"),
        "road gas": word("fleet.estimate.gas"),
        "road hydrogen": word("fleet.estimate.hydrogen"),
        "fuel oil": word("fleet.estimate.oil"),
        "purchase scale": word("fleet.estimate.scale"),
        "diffusion": word("fleet.estimate.diffusion"),
        "inland clean energy": word("fleet.estimate.inland"),
        "": word("fleet.estimate.none"),
    }[name]


def _money(answer: FleetAnswer) -> list[list[str]]:
    """Return the rows of the table of money, in billions: years of subsidies, and some others."""
    rows = answer.document["money"]["years"]
    step = 1 + (len(rows) - 1) // _MONEY_YEARS
    return [
        [
            str(row["year"]),
            *(
                f"{value / 1e9:,.2f}"
                for value in (
                    row["capital"] + row["packs"],
                    row["energy"],
                    _given(row),
                    row["free_purchase"] + row["free_scrappage"],
                    *row["balance"].values(),
                )
            ),
        ]
        for index, row in enumerate(rows)
        if index % step == 0 or index == len(rows) - 1 or _given(row) > 0
    ]


def _given(row: Mapping[str, Any]) -> float:
    """Return the subsidies of a year."""
    return float(row["purchase_subsidy"] + row["scrappage_subsidy"])
