"""``landsea network assign``: route choice with congestion on any network."""

from __future__ import annotations

import math
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scenarios.cli.network.app import network_app
from scenarios.cli.options import Debug, Json, Overwrite, check_out
from scenarios.cli.output import note, say, say_json
from scenarios.faults import Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scenarios.route_choice.inputs import RouteInputs
    from transport.route_choice.network import RouteNetwork
    from transport.route_choice.user_equilibrium import Equilibrium

_NOTE_EVERY_S = 2.0

Net = Annotated[Path, typer.Argument(metavar="NET", help="Links: a TNTP network, or .csv.")]
Trips = Annotated[Path, typer.Argument(metavar="TRIPS", help="Demand: TNTP trips, or .csv.")]
Gap = Annotated[float, typer.Option("--gap", min=0.0, max=1.0, help="Relative gap to reach.")]
Iterations = Annotated[
    int, typer.Option("--max-iterations", min=1, help="Iterations after which to stop.")
]
TollWeight = Annotated[
    float, typer.Option("--toll-weight", min=0.0, help="Time that one unit of toll is worth.")
]
DistanceWeight = Annotated[
    float, typer.Option("--distance-weight", min=0.0, help="Time that one unit of length is worth.")
]
Optimum = Annotated[
    bool, typer.Option("--system-optimum", help="Find the least total cost as well.")
]
Elasticity = Annotated[
    float, typer.Option("--elasticity", max=0.0, help="Elasticity of demand to its cost.")
]
DemandForm = Annotated[
    str, typer.Option("--demand-form", help="How demand falls: power or exponential.")
]
AssignOut = Annotated[
    Path | None,
    typer.Option("--out", metavar="DIR", help="Folder to make.", show_default=False),
]


@network_app.command("assign")
def assign(  # noqa: PLR0913  # one argument for each option of the command line
    net: Net,
    trips: Trips,
    *,
    gap: Gap = 1e-4,
    max_iterations: Iterations = 500,
    toll_weight: TollWeight = 0.0,
    distance_weight: DistanceWeight = 0.0,
    best: Optimum = False,
    elasticity: Elasticity = 0.0,
    demand_form: DemandForm = "power",
    out: AssignOut = None,
    overwrite: Overwrite = False,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Find the user equilibrium of a network of links and a table of demand."""
    from scenarios.route_choice.inputs import Weights, read_route_inputs
    from scenarios.route_choice.results import answer_lines, summary, write_answer
    from transport.route_choice.user_equilibrium import system_optimum, user_equilibrium

    del debug
    faults = check_out(out, overwrite=overwrite) if out is not None else []
    faults += _elastic_faults(elasticity, demand_form, best=best)
    inputs = read_route_inputs(net, trips, Weights(toll_weight, distance_weight), faults)
    for line in inputs.notes:
        note(f"note: {line}")
    limits = (gap, max_iterations)
    solve = _elastic(elasticity, demand_form) if elasticity else user_equilibrium
    found = _solved(solve, inputs, limits, trips)
    optimum = _solved(system_optimum, inputs, limits, trips) if best else None
    document = summary(inputs.network, found, optimum)
    if out is not None:
        write_answer(out, found, document, (net.name, trips.name))
        document["out"] = out.as_posix()
    if json:
        say_json({**document, "notes": list(inputs.notes)})
        return
    for line in answer_lines(document, found.links):
        say(line)
    if out is not None:
        say(f"written to {out.as_posix()}")


def _elastic_faults(elasticity: float, form: str, *, best: bool) -> list[Fault]:
    """Return the faults of the options of elastic demand."""
    from transport.route_choice.elastic_demand import FORMS

    found = []
    if form not in FORMS:
        message, allowed = f'unknown form of demand "{form}"', ", ".join(FORMS)
        found.append(Fault("--demand-form", 0, "", "option.demand-form", message, allowed))
    if elasticity and best:
        message = "the least total cost of elastic demand is that of no traffic at all"
        advice = "leave out --system-optimum or --elasticity"
        found.append(Fault("--system-optimum", 0, "", "option.elasticity", message, help=advice))
    return found


def _elastic(elasticity: float, form: str) -> Callable[..., Equilibrium]:
    """Return a solver with elastic demand that is called as the others are."""
    from transport.route_choice.user_equilibrium import elastic_equilibrium

    def solve(
        network: RouteNetwork, gap: float, most: int, report: Callable[[int, float], None]
    ) -> Equilibrium:
        """Solve with the arguments of the other solvers."""
        return elastic_equilibrium(network, elasticity, form, (gap, most), report)

    return solve


def _solved(
    solve: Callable[..., Equilibrium], inputs: RouteInputs, limits: tuple[float, int], trips: Path
) -> Equilibrium:
    """Solve with progress; pairs without a route are faults of the demand."""
    from transport.route_choice.search import ReferenceCostError, UnreachableError

    gap, most = limits
    with _progress(gap) as report:
        try:
            return solve(inputs.network, gap, most, report)
        except ReferenceCostError as error:
            raise InputError(
                Fault(
                    str(trips),
                    0,
                    f"{origin} to {destination}",
                    "network.reference-cost",
                    f"{origin} to {destination} costs nothing on the empty network",
                    help="give its reference_cost in a demand table (.csv)",
                )
                for origin, destination in error.pairs
            ) from error
        except UnreachableError as error:
            raise InputError(
                Fault(
                    str(trips),
                    0,
                    f"{origin} to {destination}",
                    "network.unreachable",
                    f"there is demand from {origin} to {destination}, but no route",
                    help="add links, or take the pair out of the demand",
                )
                for origin, destination in error.pairs
            ) from error


@contextmanager
def _progress(goal: float) -> Iterator[Callable[[int, float], None]]:
    """Give a callback that shows iterations and the gap on standard error."""
    if not sys.stderr.isatty():
        yield _line_progress()
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    columns = (TextColumn("assigned"), BarColumn(30), TextColumn("{task.fields[label]}"))
    total = -math.log10(max(goal, 1e-15))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("gap", total=total, label="")

        def report(iteration: int, gap: float) -> None:
            """Move the bar by the magnitude of the gap."""
            done = min(total, -math.log10(max(gap, 1e-15)))
            bar.update(task, completed=done, label=f"iteration {iteration}, gap {gap:.1e}")

        yield report


def _line_progress() -> Callable[[int, float], None]:
    """Return a callback that prints a plain line every few seconds."""
    last = time.monotonic()

    def report(iteration: int, gap: float) -> None:
        """Print a line when the last one is old enough."""
        nonlocal last
        if time.monotonic() - last >= _NOTE_EVERY_S:
            last = time.monotonic()
            note(f"assigned   iteration {iteration}, gap {gap:.1e}")

    return report
