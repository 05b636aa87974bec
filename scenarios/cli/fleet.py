"""``landsea fleet``: which vehicles and vessels there will be under a plan, and what they cost."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from scenarios.cli.app import app
from scenarios.cli.options import (
    Debug,
    Gwp,
    Json,
    Out,
    Overwrite,
    PlanName,
    TablesFolder,
    Years,
)
from scenarios.gwp_names import DEFAULT_GWP

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scenarios.fleet.answer import FleetAnswer

_ALL_YEARS = "2024-2060"


@app.command("fleet")
def fleet(  # noqa: PLR0913 - one argument for each option of the command line
    plan: PlanName,
    *,
    years: Years = _ALL_YEARS,
    out: Out = None,
    overwrite: Overwrite = False,
    tables: TablesFolder = None,
    gwp: Gwp = DEFAULT_GWP,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Follow the stock of vessels, trucks and locomotives by age and powertrain."""
    from scenarios.cli.inputs import Request, read_inputs
    from scenarios.cli.output import note, say, say_json
    from scenarios.cli.progress import progress
    from scenarios.fleet.answer import fleet_answer
    from scenarios.fleet.inputs import stock_inputs
    from scenarios.fleet.store import write_answer
    from scenarios.inputs import prepare_base
    from scenarios.inputs.shift import plan_shift

    del debug
    request = Request((plan,), years, tables, None, out, overwrite=overwrite, gwp=gwp)
    inputs = read_inputs(request)
    note(f"checked    plan {inputs.plans[0].name}, {len(inputs.years)} years")
    started = time.monotonic()
    shift = plan_shift(inputs.tables, prepare_base(dict(inputs.tables)), inputs.plans[0])
    note(f"chosen     modes in {_listed(shift.years[1:])}  {time.monotonic() - started:.1f} s")
    started = time.monotonic()
    stock = stock_inputs(inputs.tables, gwp=gwp, last=max(inputs.years), shift=shift)
    with progress() as report:
        answer = fleet_answer(stock, inputs.plans[0], inputs.years, report)
    note(f"followed   {len(answer.paths)} fleets  {time.monotonic() - started:.1f} s")
    if inputs.out is not None:
        write_answer(answer, inputs.out, inputs.tables.digest)
        note(f"written    {(inputs.out / 'fleet.html').as_posix()}")
    if json:
        say_json(answer.document)
        return
    for line in _lines(answer):
        say(line)


def _listed(years: Sequence[int]) -> str:
    """Return years as a text; the base year where there are none."""
    return ", ".join(map(str, years)) or "the base year alone"


def _lacking(answer: FleetAnswer) -> Iterator[str]:
    """Yield what the law asks beyond what there is, and an empty line after it."""
    from scenarios.fleet.shortfalls import GAP, shortfalls

    what = {
        "beyond_supply": "bought beyond supply and energy on the way",
        "not_on_market": "asked of sales in vain",
        GAP: "missing to a share of the stock",
    }
    found = list(shortfalls(answer.document["fleets"]))
    for one in found:
        most = f"{one.most:.0%}" if one.key == GAP else f"{one.most:,.0f} vehicles"
        years = f"{one.first} to {one.last}" if one.last > one.first else f"{one.first}"
        yield f"lacks   {one.group}, {years}: {what[one.key]}, at most {most}"
    if found:
        yield ""


def _lines(answer: FleetAnswer) -> Iterator[str]:
    """Yield what a reader sees: the fleets in the first and last year, targets and money."""
    first, last = answer.years[0], answer.years[-1]
    yield f"{'fleet':18}{'year':>6}{'stock':>9}{'sales':>8}{'clean':>8}  range of estimates"
    for name, found in answer.document["fleets"].items():
        ranges = {one["year"]: one for one in found["ranges"]["clean_stock_share"]}
        clean = [one for one, what in found["powertrains"].items() if what["clean"]]
        for row in found["years"]:
            year = row["year"]
            if year not in {first, last} and year not in ranges:
                continue
            share = sum(row["stock_by_powertrain"][one] for one in clean) / row["stock"]
            span = ""
            if year in ranges:
                one = ranges[year]
                why = f" ({one['widest']})" if one["widest"] else ""
                span = f"{one['low']:.0%} to {one['high']:.0%}{why}"
            sold = sum(row["sales"].values())
            yield f"{name:18}{year:>6}{row['stock']:>9,.0f}{sold:>8,.0f}{share:>8.0%}  {span}"
    yield ""
    for row in answer.document["plan"]["targets"]:
        said = "none" if row["share"] is None else f"{row['share']:.0%}"
        yield f"target  {row['name']['en']}: {row['target_share']:.0%}, found {said}"
    yield ""
    yield from _lacking(answer)
    for row in answer.document["money"]["years"]:
        given = row["purchase_subsidy"] + row["scrappage_subsidy"]
        if given or row["year"] in {first, last}:
            free = row["free_purchase"] + row["free_scrappage"]
            yield (
                f"money  {row['year']}  billion CNY: vehicles {row['capital'] / 1e9:.2f}  energy "
                f"{row['energy'] / 1e9:.2f}  subsidy {given / 1e9:.2f} of which {free / 1e9:.2f} "
                "without effect"
            )
    yield "stock at the start, prices of vehicles and all ranges are estimates"
