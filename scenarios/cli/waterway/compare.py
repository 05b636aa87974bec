"""``landsea waterway compare``: a lock as modelled beside its observed months."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scenarios.cli.options import (
    Debug,
    Json,
    Overwrite,
    Replications,
    Seed,
    TablesFolder,
    Workers,
    check_out,
    default_workers,
)
from scenarios.cli.output import say, say_json
from scenarios.cli.progress import progress
from scenarios.cli.waterway.app import waterway_app
from scenarios.display.words import place_names
from scenarios.faults import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from scenarios.waterway.observed import Setup

OutFolder = Annotated[
    Path | None,
    typer.Option("--out", help="Folder for the table and its picture.", show_default=False),
]

Sensitivity = Annotated[
    bool,
    typer.Option(
        "--sensitivity",
        help="Errors of the fitted months with other filling, water and stops instead.",
    ),
]

LOCK = "changzhou"

LIMITS = (
    "Intervals cover random arrivals only. Fitted: July to December 2025; all else tests the fit.",
    "Three numbers are fitted under each explanation; `landsea waterway calibrate` names what else",
    "leans on these months. The outflow at which lines 1 and 2 stop is an estimate from sources.",
    "January to April 2026 cannot be met: on which days lines 1 and 2 stood is not published, and",
    "more lockages were counted than lines 3 and 4 alone can make. Line 2 was shut from March.",
    "What is missed of the fitted months is no more than one run errs by, half a per cent or so.",
    "The first half of 2025 is known as a sum; its months of water and the days of the overhaul of",
    "line 3 are assumed. That the lock stopped for typhoon Ragasa on 24 September is assumed too.",
)


@waterway_app.command("compare")
def compare(  # noqa: PLR0913 - one for each option
    *,
    replications: Replications = 5,
    seed: Seed = 1,
    workers: Workers = None,
    tables: TablesFolder = None,
    out: OutFolder = None,
    overwrite: Overwrite = False,
    sensitivity: Sensitivity = False,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Show Changzhou as modelled beside the monthly briefings, under both explanations."""
    from scenarios.cli.inputs import read_shipped
    from scenarios.waterway.observed import Setup, compare_observed, missed, write_observed

    del debug
    checked, faults = read_shipped(tables)
    faults = [*faults, *(check_out(out, overwrite=overwrite) if out is not None else [])]
    if faults or checked is None:
        raise InputError(faults)
    setup = Setup(LOCK, replications, seed, workers or default_workers())
    if sensitivity:
        _show_sensitivity(checked, setup, out, as_json=json)
        return
    with progress() as report:
        found = compare_observed(checked, setup, report)
    if out is not None:
        write_observed(found, place_names(checked["places"])[LOCK], out)
    if json:
        rows = found.assign(source=found["source"].str.split(";")).to_dict("records")
        say_json(
            {
                "lock": LOCK,
                "rows": rows,
                "missed": {str(one): missed(part) for one, part in found.groupby("explanation")},
                "limits": " ".join(LIMITS),
                "out": None if out is None else out.as_posix(),
            }
        )
        return
    for explanation, part in found.groupby("explanation", sort=False):
        say(f"{LOCK}, explanation {explanation}")
        for line in _lines(part):
            say(line)
        say()
    for line in LIMITS:
        say(line)
    if out is not None:
        say()
        say(f"table  {(out / 'observed.csv').as_posix()}   picture  observed.svg, observed.png")


def _show_sensitivity(
    tables: Mapping[str, pd.DataFrame], setup: Setup, out: Path | None, *, as_json: bool
) -> None:
    """Run the alternatives and show the errors of every fitted month."""
    from scenarios.waterway.fit_sensitivity import fit_sensitivity, write_sensitivity

    with progress() as report:
        found = fit_sensitivity(tables, setup, report)
    if out is not None:
        write_sensitivity(found, out)
    if as_json:
        rows = found.to_dict("records")
        say_json({"lock": LOCK, "rows": rows, "out": None if out is None else out.as_posix()})
        return
    for line in sensitivity_lines(found):
        say(line)
    if out is not None:
        say(f"table  {(out / 'sensitivity.csv').as_posix()}")


def sensitivity_lines(found: pd.DataFrame) -> list[str]:
    """Return errors by month as text, a row for each alternative.

    Parameters
    ----------
    found : pandas.DataFrame
        What :func:`scenarios.waterway.fit_sensitivity.fit_sensitivity` found.

    Returns
    -------
    list of str
        Two blocks for each explanation, lockages and vessels waiting.
    """
    lines = []
    for (explanation, variable), part in found.groupby(["explanation", "variable"], sort=False):
        wide = part.pivot_table(
            index="alternative", columns="period", values="error_percent", sort=False
        )
        digits = 1 if variable == "lockages" else 0
        lines.append(f"{LOCK}, explanation {explanation}: errors of {_SHOWN[str(variable)]}, %")
        lines.append(f"{'':27}" + "".join(f"{period:>9}" for period in wide.columns))
        for name, row in wide.iterrows():
            lines.append(f"{name:27}" + "".join(f"{error:>+9.{digits}f}" for error in row))
        lines.append("")
    lines.append("Rules as shipped, not fitted again; vessels in a lockage err the other way.")
    return lines


_SHOWN = {
    "lockages": "lockages",
    "vessels_per_lockage": "in a lockage",
    "waiting_mean": "waiting, mean",
    "waiting_max": "waiting, max",
}


def _lines(part: pd.DataFrame) -> list[str]:
    """Return one explanation as text: observed, modelled and error of each figure."""
    from scenarios.waterway.observed import missed

    head = "".join(f"{name:>17}" for name in _SHOWN.values())
    lines = [f"{'':9}{head}"]
    for period, rows in part.groupby("period", sort=True):
        by_name = {str(row["variable"]): row for row in rows.to_dict("records")}
        cells = "".join(_cell(by_name.get(name), name) for name in _SHOWN)
        mark = "  fitted" if (rows["role"] == "fitted").any() else ""
        lines.append(f"{period:9}{cells}{mark}")
    beyond = missed(part)
    lines.append(
        f"fitted months beyond 5 % (waiting 25 %, line shut 35 %): {len(beyond) or 'none'}"
    )
    return [*lines, *(f"  {text}" for text in beyond)]


def _cell(row: Mapping[Any, Any] | None, name: str) -> str:
    """Modelled value with its error against the observed one."""
    if row is None:
        return f"{'-':>17}"
    shown = f"{row['mean']:.2f}" if name == "vessels_per_lockage" else f"{row['mean']:.0f}"
    return f"{shown:>10}{row['error_percent']:>+6.0f}%"
