"""``landsea run``: one plan by itself."""

from __future__ import annotations

from scenarios.cli.app import app
from scenarios.cli.options import (
    Debug,
    DemandFile,
    Gwp,
    Json,
    Out,
    Overwrite,
    PlanName,
    Replications,
    Seed,
    TablesFolder,
    Workers,
    Years,
)
from scenarios.gwp_names import DEFAULT_GWP


@app.command("run")
def run(  # noqa: PLR0913  # one argument for each option of the command line
    plan: PlanName,
    *,
    years: Years = None,
    replications: Replications = 5,
    seed: Seed = 1,
    workers: Workers = None,
    out: Out = None,
    overwrite: Overwrite = False,
    tables: TablesFolder = None,
    demand: DemandFile = None,
    gwp: Gwp = DEFAULT_GWP,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Run one plan."""
    from scenarios.cli.inputs import Request, read_inputs
    from scenarios.cli.study import Sizes, simulate
    from scenarios.cli.table import run_lines

    del debug
    request = Request(
        (plan,), years, tables, demand, out, overwrite=overwrite, writes=not json, gwp=gwp
    )
    inputs = read_inputs(request)
    sizes = Sizes(replications, seed, workers)
    simulate(inputs, sizes, run_lines, overwrite=overwrite, as_json=json)
