"""``landsea waterway calibrate``: operating parameters of a lock fitted on its observed months."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scenarios.cli.options import Debug, Json, Seed, TablesFolder, Workers, default_workers
from scenarios.cli.output import note, say, say_json
from scenarios.cli.progress import progress
from scenarios.cli.waterway.app import waterway_app
from scenarios.faults import InputError

if TYPE_CHECKING:
    import pandas as pd

    from scenarios.waterway.calibration import Fit, Problem

Runs = Annotated[
    int, typer.Option("--replications", min=1, max=20, help="Runs at each point of the search.")
]
RulesOut = Annotated[
    Path | None,
    typer.Option(
        "--out", help="Write the fitted lock_rules.csv to this folder.", show_default=False
    ),
]


@waterway_app.command("calibrate")
def calibrate(  # noqa: PLR0913 - one for each option
    *,
    replications: Runs = 1,
    seed: Seed = 1,
    workers: Workers = None,
    out: RulesOut = None,
    tables: TablesFolder = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Fit cycle, filling and calling at Changzhou on July to December 2025 (some minutes)."""
    from scenarios.cli.inputs import read_shipped
    from scenarios.waterway.calibration import ALSO_SEEN, Problem, fit, fitted_panel, fitted_rules
    from transport.lock_sites import EXPLANATIONS

    del debug
    checked, faults = read_shipped(tables)
    if faults or checked is None:
        raise InputError(faults)
    problem = Problem(
        checked,
        fitted_panel(checked["lock_months"]),
        replications,
        seed,
        workers or default_workers(),
    )
    fits = []
    for explanation in EXPLANATIONS:
        note(f"fitting    {problem.lock} under the explanation {explanation}")
        with progress() as report:
            fits.append(fit(problem, explanation, report))
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        rules = fitted_rules(checked["lock_rules"], problem.lock, fits)
        rules.to_csv(out / "lock_rules.csv", index=False, lineterminator="\n")
    if json:
        say_json(
            {
                "lock": problem.lock,
                "months": problem.names,
                "fits": [_as_json(one, problem) for one in fits],
                "also_seen": list(ALSO_SEEN),
                "out": None if out is None else out.as_posix(),
            }
        )
        return
    for one in fits:
        for line in _lines(one, problem):
            say(line)
    say("Three numbers are fitted under each explanation. What else leans on these months:")
    for text in ALSO_SEEN:
        say(f"  {text}")


def _beside(one: Fit, problem: Problem) -> pd.DataFrame:
    """Months predicted from the others beside what was observed."""
    table = one.left_out.copy()
    months = problem.months.astype({"vessels": float, "lockages": float})
    months = months.assign(vessels_per_lockage=months["vessels"] / months["lockages"])
    for name in ("lockages", "vessels_per_lockage", "waiting_mean"):
        observed = months[name].to_numpy(dtype=float)
        table[f"observed_{name}"] = observed
        table[f"{name}_error_percent"] = 100 * (table[name].to_numpy() / observed - 1)
    return table


def _as_json(one: Fit, problem: Problem) -> dict[str, object]:
    """Return one fit for JSON."""
    return {
        "explanation": one.explanation,
        "parameters": one.parameters.to_dict("records"),
        "correlation": one.correlation.tolist(),
        "misfit": one.misfit,
        "left_out": _beside(one, problem).to_dict("records"),
    }


def _lines(one: Fit, problem: Problem) -> list[str]:
    """Return one fit as text."""
    lines = [
        f"explanation {one.explanation}: mean square error {one.misfit:.2f} tolerances",
        f"  {'':16}{'value':>9}{'std error':>11}   searched",
    ]
    for row in one.parameters.to_dict("records"):
        bound = "  at its bound" if row["at_bound"] else ""
        lines.append(
            f"  {row['parameter']:16}{row['value']:>9.3f}{row['standard_error']:>11.3f}"
            f"   {row['low']:g} to {row['high']:g} {row['unit']}{bound}"
        )
    heads = "".join(f"{name:>9}{'error':>8}" for name in ("lockages", "in one", "waiting"))
    lines.append(f"  {'left out':16}{heads}")
    lines.extend(
        f"  {row['month']:16}{row['lockages']:>9.0f}{row['lockages_error_percent']:>+7.1f}%"
        f"{row['vessels_per_lockage']:>9.2f}{row['vessels_per_lockage_error_percent']:>+7.1f}%"
        f"{row['waiting_mean']:>9.0f}{row['waiting_mean_error_percent']:>+7.0f}%"
        for row in _beside(one, problem).to_dict("records")
    )
    return [*lines, ""]
