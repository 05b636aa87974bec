"""``landsea waterway simulate``: the locks through given months, or the cascade under a plan."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scenarios.cli.options import (
    Debug,
    Json,
    Overwrite,
    Replications,
    Seed,
    TablesFolder,
    Workers,
    default_workers,
)
from scenarios.cli.output import note, say, say_json
from scenarios.cli.progress import progress
from scenarios.cli.waterway.app import waterway_app

if TYPE_CHECKING:
    from scenarios.cli.waterway.inputs import Request
    from scenarios.waterway.simulation import RunSizes, Simulation

Demand = Annotated[
    Path | None,
    typer.Option(
        "--demand", help="Table of months (CSV) instead of a plan and a year.", show_default=False
    ),
]
Outages = Annotated[
    Path | None,
    typer.Option(
        "--outages", help="Table of outages (CSV): lock, line, from, to.", show_default=False
    ),
]
PlanOption = Annotated[
    str | None,
    typer.Option(
        "--plan", metavar="PLAN", help="A shipped plan or a TOML file.", show_default=False
    ),
]
YearOption = Annotated[
    str | None, typer.Option("--year", metavar="YEAR", help="2024 to 2060.", show_default=False)
]
Explanation = Annotated[
    str | None,
    typer.Option(
        "--explanation",
        metavar="NAME",
        help="What makes vessels wait in ordinary months: relief (fits the observed months best; "
        "goes with --demand) or scheduling (goes with --plan).",
        show_default=False,
    ),
]
KnownOutages = Annotated[
    bool,
    typer.Option(
        "--known-outages/--no-known-outages",
        help="With --demand: outages known of these months hold too, of lines that --outages "
        "does not name.",
    ),
]
AnnounceH = Annotated[
    float,
    typer.Option(
        "--announce-h", help="Hours before arrival at which vessels are known (joint scheduling)."
    ),
]
Upbound = Annotated[
    str,
    typer.Option(
        "--upbound", metavar="NAME", help="Upbound vessels laden partly, or full and empties."
    ),
]
OutFolder = Annotated[
    Path | None,
    typer.Option("--out", help="Folder of the results; without it none.", show_default=False),
]
Records = Annotated[
    bool, typer.Option("--records", help="Write the event tables of the first replication too.")
]


@waterway_app.command("simulate")
def simulate(  # noqa: PLR0913 - one for each option
    *,
    demand: Demand = None,
    outages: Outages = None,
    plan: PlanOption = None,
    year: YearOption = None,
    replications: Replications = 5,
    seed: Seed = 1,
    workers: Workers = None,
    explanation: Explanation = None,
    known_outages: KnownOutages = True,
    announce_h: AnnounceH = 0.0,
    upbound: Upbound = "partly",
    tables: TablesFolder = None,
    out: OutFolder = None,
    overwrite: Overwrite = False,
    records: Records = False,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Send vessels through the locks and tell lockages, waits and queues of every month."""
    from scenarios.cli.waterway.inputs import Request
    from scenarios.waterway.simulation import RunSizes
    from transport.lock_sites import BEST_FIT, EXPLANATIONS

    del debug
    explanation = explanation or (EXPLANATIONS[0] if demand is None else BEST_FIT)
    request = Request(
        demand, outages, plan, year, explanation, upbound, announce_h, tables, out,
        overwrite=overwrite, records=records, known_outages=known_outages,
    )  # fmt: skip
    sizes = RunSizes(replications, seed, workers or default_workers(), keeps_records=records)
    found = _months(request, sizes) if demand is not None else _plan_year(request, sizes)
    _show(found, request, as_json=json)


def _months(request: Request, sizes: RunSizes) -> Simulation:
    """Simulate the months of a file."""
    from scenarios.cli.waterway.inputs import read_months
    from scenarios.waterway.simulation import simulate_months

    inputs = read_months(request)
    note(f"checked    {len(inputs.files.months)} months of {len(inputs.cases)} locks")
    started = time.monotonic()
    with progress() as report:
        found = simulate_months(
            inputs.tables, inputs.files, inputs.cases, inputs.options, sizes, report
        )
    count = f"replications {sizes.replications}, locks {len(inputs.cases)}"
    note(f"simulated  {count}  {time.monotonic() - started:.1f} s")
    return found


def _plan_year(request: Request, sizes: RunSizes) -> Simulation:
    """Simulate the whole cascade in a year of a plan."""
    from scenarios.cli.waterway.inputs import read_plan_year
    from scenarios.waterway.plan_simulation import simulate_plan_year

    asked = read_plan_year(request)
    note(f"checked    plan {asked.plan.name}, {asked.year}; choice and locks come first")
    started = time.monotonic()
    with progress() as report:
        found = simulate_plan_year(asked, sizes, report)
    note(f"simulated  replications {sizes.replications}  {time.monotonic() - started:.1f} s")
    return found


def _show(found: Simulation, request: Request, *, as_json: bool) -> None:
    """Write the folder and print the answer."""
    from scenarios.cli.waterway.table import answer_lines
    from scenarios.waterway.store import write_simulation

    if request.out is not None:
        given = [path for path in (request.demand, request.outages) if path is not None]
        write_simulation(found, request.out, given)
    if as_json:
        say_json(
            {**found.answer.as_json(), "out": None if request.out is None else str(request.out)}
        )
        return
    for line in answer_lines(found.answer):
        say(line)
    if request.out is not None:
        say()
        say(
            f"tables  {(request.out / 'months.csv').as_posix()}   picture  waiting.svg, waiting.png"
        )
