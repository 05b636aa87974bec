"""``landsea bench``: how long the parts of a run take on this machine."""

from __future__ import annotations

import dataclasses
from typing import Annotated

import typer

from scenarios.cli.app import app
from scenarios.cli.options import Debug, Json, TablesFolder
from scenarios.cli.output import note, say, say_json
from scenarios.faults import InputError


@app.command("bench")
def bench(
    *,
    repeat: Annotated[int, typer.Option(min=1, max=100, help="Counted runs of each part.")] = 5,
    tables: TablesFolder = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Time the parts of a run, best and median of several."""
    from scenarios.bench import run_benchmarks
    from scenarios.cli.inputs import read_shipped

    del debug
    checked, faults = read_shipped(tables)
    if faults or checked is None:
        raise InputError(faults)
    timings = []
    for timing in run_benchmarks(checked, repeat):
        note(f"timed {timing.name}")
        timings.append(timing)
    if json:
        say_json({"repeat": repeat, "parts": [dataclasses.asdict(one) for one in timings]})
        return
    say(f"{'':12}{'best s':>9}{'median s':>10}{'limit s':>9}")
    for one in timings:
        say(f"{one.name:12}{one.best_s:>9.3f}{one.median_s:>10.3f}{one.limit_s:>9.1f}  {one.what}")
