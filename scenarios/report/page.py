"""The page: a comparison rendered as one self-contained HTML file in both languages.

Nothing is loaded from outside; styles and the few lines of script stand in the page. Without
script the page is readable in Chinese, with all plans and years below each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scenarios.display.numbers import digits, plain
from scenarios.display.pages import render_page
from scenarios.display.words import Text, as_text, word
from scenarios.report.age_rows import age_table
from scenarios.report.appendix import build_appendix
from scenarios.report.base_rows import base_year_section
from scenarios.report.blocks import base_of, build_blocks, plans_of, runs_of, years_of
from scenarios.report.climate import climate_section
from scenarios.report.levels import build_levels
from scenarios.report.port_rows import port_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scenarios.comparison.comparison import Comparison


def render_report(comparison: Comparison) -> str:
    """Return the report of a comparison.

    Parameters
    ----------
    comparison : Comparison
        Plans compared with the first of them.

    Returns
    -------
    str
        One HTML page that needs nothing else.
    """
    blocks = build_blocks(comparison)
    levels = [] if blocks else build_levels(comparison)
    return render_page(
        "scenarios.report",
        "report.html",
        blocks=blocks,
        levels=levels,
        years=years_of(blocks or levels),
        plans=plans_of(blocks or levels),
        base=as_text(dict(comparison.titles[base_of(comparison)])),
        name=_name(comparison),
        covers=_covers(comparison) + word("answer.stop"),
        scope=_scope(comparison),
        single=runs_of(comparison) == 1,
        use_limit=_use_limit(comparison),
        queue=_queue(comparison.queue),
        facts=_facts(comparison),
        climate=climate_section(comparison),
        port_rows=port_rows(comparison),
        ages=age_table(comparison),
        appendix=build_appendix(comparison),
        base_year=base_year_section(comparison.base_year, comparison.tables)
        if comparison.base_year
        else None,
        sources_count=digits(comparison.tables.sourced_numbers, 0),
    )


def _facts(comparison: Comparison) -> Text:
    """Return the grey line: when, which seed, how often, what the interval covers, which data."""
    manifest = comparison.manifest
    return word(
        "facts.own" if comparison.tables.own_demand else "facts.shipped",
        covers=_covers(comparison),
        date=_first(manifest, "run_date", "date", "started", "run_at")[:10],
        seed=_first(manifest, "seed"),
        replications=_first(manifest, "replications"),
        data=str(comparison.tables.digest)[:12],
        file=comparison.tables.own_demand,
    )


def _scope(comparison: Comparison) -> Text:
    """Return what freight the result covers: that of the shipped demand or the user's own."""
    if not comparison.tables.own_demand:
        return word("scope.shares")
    demand = comparison.tables["demand"]
    kt = float(demand["kt"].sum())
    amount = as_text({"zh": f"{kt / 10:,.6g}万吨", "en": f"{kt / 1000:,.6g} Mt"})
    file = comparison.tables.own_demand
    return word("scope.own", file=file, rows=len(demand), amount=amount)


def _use_limit(comparison: Comparison) -> str:
    """Return the use share from which a place is listed, in percent."""
    table = comparison.tables["transport_parameters"].set_index("parameter")["value"]
    return f"{digits(100 * float(table['utilisation_limit_share']), 0)} %"


def _queue(queue: Mapping[str, Any]) -> Text:
    """Return the sentence on what an hour of queue costs."""
    costs = queue["cny_per_t"].values()
    return word(
        "locks.queue",
        dwt=digits(queue["dwt_t"], 0),
        cargo=digits(queue["cargo_t"], 0),
        vessel=plain(queue["vessel_cny_per_t"], 2),
        low=plain(min(costs), 2),
        high=plain(max(costs), 2),
    )


def _covers(comparison: Comparison) -> Text:
    """Return what the intervals cover, or that one replication gives none."""
    return word("covers.once" if runs_of(comparison) == 1 else "covers.line")


def _name(comparison: Comparison) -> Text:
    """Return what the window is called: the program and every plan, in both languages."""
    titles = [as_text(dict(one)) for one in comparison.titles.values()]
    return Text(
        " · ".join(["landsea", *(str(one.zh) for one in titles)]),
        " · ".join(["landsea", *(str(one.en) for one in titles)]),
    )


def _first(manifest: Mapping[str, Any], *keys: str) -> str:
    """Return the first of the named values that the manifest has."""
    return next((str(manifest[key]) for key in keys if key in manifest), "\u2014")
