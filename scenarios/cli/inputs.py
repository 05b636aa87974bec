"""Reading the inputs of a command: options, plans and tables, with all faults in one list."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scenarios.cli.options import (
    DEFAULT_YEARS,
    check_gwp,
    check_out,
    default_out,
    parse_years,
)
from scenarios.faults import Fault, InputError
from scenarios.gwp_names import DEFAULT_GWP
from scenarios.plan.plan import Plan, load_plan

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from scenarios.tables.reading import Tables


@dataclass(frozen=True)
class Request:
    """What a user asks for, as it came from the command line.

    Attributes
    ----------
    names : tuple of str
        Names of plans, or plan files.
    years : str or None
        Years as written.
    tables_folder : Path or None
        The user's own tables.
    demand : Path or None
        The user's own demand table.
    out : Path or None
        Folder of the results.
    overwrite : bool
        Whether an older result folder may be replaced.
    writes : bool
        Whether results are written even when `out` is None.
    gwp : str
        Name of the GWP set.
    """

    names: tuple[str, ...]
    years: str | None = None
    tables_folder: Path | None = None
    demand: Path | None = None
    out: Path | None = None
    overwrite: bool = False
    writes: bool = False
    gwp: str = DEFAULT_GWP


@dataclass(frozen=True)
class Inputs:
    """Checked inputs of a command.

    Attributes
    ----------
    plans : tuple of Plan
        Plans in the order given.
    tables : Tables
        The checked tables.
    years : tuple of int
        Years to run.
    out : Path or None
        Folder to write, or None to write nothing.
    check_s : float
        Seconds that the check took.
    gwp : str
        Name of the GWP set.
    """

    plans: tuple[Plan, ...]
    tables: Tables
    years: tuple[int, ...]
    out: Path | None
    check_s: float
    gwp: str = DEFAULT_GWP


def read_inputs(request: Request, *, at_least: int = 1) -> Inputs:
    """Check everything a command needs before anything runs.

    Parameters
    ----------
    request : Request
        What the user asks for.
    at_least : int
        Number of plans that the command needs.

    Raises
    ------
    InputError
        With all faults of the options, the tables and the plans.
    """
    started = time.monotonic()
    faults: list[Fault] = check_gwp(request.gwp)
    if len(request.names) < at_least:
        faults.append(_too_few(len(request.names), at_least))
    years: tuple[int, ...] = ()
    if request.years is not None:
        years, found = parse_years(request.years)
        faults.extend(found)
    tables, found = read_shipped(request.tables_folder)
    faults.extend(found)
    if request.demand is not None and tables is not None:
        tables, found = _with_demand(request.demand, tables)
        faults.extend(found)
    plans, found = read_plans(request.names, tables)
    faults.extend([*found, *same_twice(plans)])
    out = request.out
    if out is None and request.writes:
        out = default_out(plan.name for _, plan in plans)
    if out is not None:
        faults.extend(check_out(out, overwrite=request.overwrite))
    if faults or tables is None:
        raise InputError(set(faults))
    planned = sorted({year for _, plan in plans for year in plan.years})
    chosen = years or tuple(planned) or DEFAULT_YEARS
    checked = tuple(plan for _, plan in plans)
    seconds = time.monotonic() - started
    return Inputs(checked, tables, chosen, out, seconds, request.gwp)


def read_shipped(folder: Path | None) -> tuple[Tables | None, list[Fault]]:
    """Read the tables, with the user's own in their place, or return their faults."""
    from scenarios.tables.reading import read_tables

    if folder is not None and not folder.is_dir():
        fault = Fault("--tables", 0, "", "option.tables", f"{folder} is not a folder")
        return None, [fault]
    try:
        return read_tables(folder), []
    except InputError as error:
        return None, list(error.faults)


def _with_demand(path: Path, tables: Tables) -> tuple[Tables, list[Fault]]:
    """Put the user's demand in place of that of the tables, or return its faults."""
    from scenarios.own_demand.use import use_own_demand

    if tables.own_demand:
        message = f"the folder of --tables holds {tables.own_demand} as well"
        return tables, [Fault("--demand", 0, "", "option.demand", message, help="give one of them")]
    try:
        return use_own_demand(path, tables), []
    except InputError as error:
        return tables, list(error.faults)


def read_plans(
    names: Sequence[str], tables: Tables | None
) -> tuple[list[tuple[str, Plan]], list[Fault]]:
    """Read plans under the names given.

    Where the user's tables have faults, what plans refer to is checked against the shipped ones;
    where those have faults too, only the form of the plans is checked.
    """
    tables = tables or read_shipped(None)[0]
    plans: list[tuple[str, Plan]] = []
    faults: list[Fault] = []
    for name in dict.fromkeys(names):
        try:
            plans.append((name, load_plan(name, tables)))
        except InputError as error:
            faults.extend(error.faults)
    twice = {name for name in names if names.count(name) > 1}
    faults.extend(_twice(name, name) for name in twice)
    return plans, faults


def same_twice(plans: Sequence[tuple[str, Plan]]) -> list[Fault]:
    """Return a fault for each plan that has the name of an earlier one."""
    first: dict[str, str] = {}
    faults: list[Fault] = []
    for given, plan in plans:
        if plan.name in first:
            faults.append(_twice(given, plan.name, first[plan.name]))
        first.setdefault(plan.name, given)
    return faults


def _twice(given: str, name: str, other: str = "") -> Fault:
    """Return the fault of a plan that is given twice."""
    message = f'plan "{name}" is given twice' + (f", also as {other}" if other else "")
    return Fault(given, 0, "", "plan.twice", message, help="give each plan once, with its own name")


def _too_few(given: int, needed: int) -> Fault:
    """Return the fault of a comparison without two plans."""
    message = f"a comparison needs {needed} plans or more, {given} given"
    remedy = "landsea compare reference water-first"
    return Fault("PLAN...", 0, "", "option.plans", message, help=remedy)
