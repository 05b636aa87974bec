"""``landsea compare``: plans compared with the first of them."""

from __future__ import annotations

from scenarios.cli.app import app
from scenarios.cli.options import (
    Debug,
    DemandFile,
    Gwp,
    Json,
    Out,
    Overwrite,
    PlanNames,
    Replications,
    Seed,
    TablesFolder,
    Workers,
    Years,
)
from scenarios.gwp_names import DEFAULT_GWP


@app.command("compare")
def compare(  # noqa: PLR0913  # one argument for each option of the command line
    plans: PlanNames = None,
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
    """Compare plans; the first one is the base."""
    from scenarios.cli.inputs import Request, read_inputs
    from scenarios.cli.study import Sizes, simulate
    from scenarios.cli.table import compare_lines

    del debug
    names = tuple(plans or ())
    request = Request(
        names, years, tables, demand, out, overwrite=overwrite, writes=not json, gwp=gwp
    )
    inputs = read_inputs(request, at_least=2)
    sizes = Sizes(replications, seed, workers)
    simulate(inputs, sizes, compare_lines, overwrite=overwrite, as_json=json)
