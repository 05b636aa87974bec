"""Running a study from the command line: progress, the table, and the folder of results."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from scenarios.cli.options import default_workers
from scenarios.cli.output import note, say, say_json
from scenarios.cli.progress import progress

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from scenarios.cli.inputs import Inputs
    from scenarios.comparison.comparison import Comparison


@dataclass(frozen=True)
class Sizes:
    """How much is run.

    Attributes
    ----------
    replications : int
        Runs of each plan and year.
    seed : int
        Seed of every random stream.
    workers : int or None
        Processes; None means one for each CPU.
    """

    replications: int
    seed: int
    workers: int | None


def simulate(
    inputs: Inputs,
    sizes: Sizes,
    lines: Callable[[Comparison], list[str]],
    *,
    overwrite: bool,
    as_json: bool,
) -> None:
    """Run the plans, write the results and show them.

    Parameters
    ----------
    inputs : Inputs
        Checked inputs.
    sizes : Sizes
        How much is run.
    lines : callable
        Gives the lines of the terminal for a comparison.
    overwrite : bool
        Whether an older result folder may be replaced.
    as_json : bool
        Print the summary as JSON instead of the lines.
    """
    from scenarios.comparison.questions import Settings, compare_plans, run_plan
    from scenarios.report.store import write_results

    workers = sizes.workers or default_workers()
    settings = Settings(inputs.years, sizes.replications, sizes.seed, workers, inputs.gwp)
    note(_checked(inputs))
    demand = _demand(inputs)
    if demand:
        note(demand)
    started = time.monotonic()
    with progress() as report:
        if len(inputs.plans) == 1:
            comparison = run_plan(inputs.plans[0], inputs.tables, settings, report)
        else:
            comparison = compare_plans(inputs.plans, inputs.tables, settings, report)
    seconds = time.monotonic() - started
    note(
        f"simulated  {_count(len(inputs.plans), 'plan')} x {_count(len(inputs.years), 'year')} x "
        f"{_count(sizes.replications, 'replication')} on {_count(workers, 'worker')}"
        f"  {seconds:.1f} s"
    )
    for line in _ended(comparison.manifest):
        note(line)
    folder = inputs.out
    if folder is not None:
        summary = {**comparison.summary, "out": folder.as_posix()}
        comparison = replace(comparison, summary=summary)
        write_results(comparison, folder, overwrite=overwrite)
    if as_json:
        say_json(comparison.summary)
        return
    _show(demand, lines(comparison), folder)


def _show(demand: str, lines: list[str], folder: Path | None) -> None:
    """Print the answer, after whose demand it rests on and before where it was written."""
    if demand:
        say(demand)
        say()
    for line in lines:
        say(line)
    if folder is not None:
        report_path, workbook = folder / "report.html", folder / "landsea.xlsx"
        say()
        say(f"report  {report_path.as_posix()}   tables  {workbook.as_posix()}")


def _checked(inputs: Inputs) -> str:
    """Return the line about the inputs."""
    plans, tables = _count(len(inputs.plans), "plan"), _count(len(inputs.tables), "table")
    numbers = inputs.tables.sourced_numbers
    return f"checked    {plans}, {tables}, {numbers} numbers with a source  {inputs.check_s:.1f} s"


def _demand(inputs: Inputs) -> str:
    """Return the line that says that the demand is the user's, or nothing."""
    from scenarios.inputs import from_overseas_kt

    if not inputs.tables.own_demand:
        return ""
    demand = inputs.tables["demand"]
    amount, file = float(demand["kt"].sum()) / 1000, inputs.tables.own_demand
    rows = _count(len(demand), "row")
    far = from_overseas_kt(inputs.tables) / 1000
    note = f", {far:,.3g} Mt of it taken from overseas" if far else ""
    return f"demand     your own, {file}: {rows}, {amount:,.6g} Mt in 2024{note}; no other freight"


def _ended(manifest: Mapping[str, Any]) -> list[str]:
    """Return the lines about how the runs ended."""
    lines: list[str] = []
    if "rounds_max" in manifest and "share_gap_max" in manifest:
        gap = 100 * float(manifest["share_gap_max"])
        rounds = _count(int(manifest["rounds_max"]), "round")
        open_runs = int(manifest["runs"]) - int(manifest["settled_runs"])
        word = f"not converged in {open_runs} runs" if open_runs else "converged "
        lines.append(f"{word} after {rounds}, gap of shares {gap:.2f} points")
    if "balanced_runs" in manifest and "runs" in manifest:
        held, runs = int(manifest["balanced_runs"]), int(manifest["runs"])
        lines.append(f"balanced   tonnes, vessel-hours and energy in {held} of {runs} runs")
    return lines


def _count(number: int, noun: str) -> str:
    """Return a number with its noun.

    Examples
    --------
    >>> _count(1, "year"), _count(2, "year")
    ('1 year', '2 years')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
