"""Reading what ``landsea waterway simulate`` is asked, with all faults in one list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scenarios.cli.inputs import read_plans, read_shipped
from scenarios.cli.options import DEFAULT_PLAN, DEFAULT_YEAR, check_out, parse_year
from scenarios.faults import Fault, InputError
from transport.lock_sites import EXPLANATIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from scenarios.tables.reading import Tables
    from scenarios.waterway.files import LockFiles
    from scenarios.waterway.months import LockCase, MonthOptions
    from scenarios.waterway.plan_simulation import PlanYear

UPBOUND = ("partly", "empties")
_LONGEST_H = 240.0


@dataclass(frozen=True)
class Request:
    """What a user asks for, as it came from the command line.

    Attributes
    ----------
    demand, outages : Path or None
        Tables of months and of outages.
    plan, year : str or None
        A plan and its year, instead of a table of months.
    explanation, upbound : str
        Choices by name.
    announce_h : float
        Hours before arrival at which vessels are known.
    tables_folder, out : Path or None
        The user's own tables, and the folder of results.
    overwrite, records, known_outages : bool
        Whether an older folder may be replaced, whether event tables are written, and whether
        outages known of the months hold beside those given.
    """

    demand: Path | None
    outages: Path | None
    plan: str | None
    year: str | None
    explanation: str
    upbound: str
    announce_h: float
    tables_folder: Path | None
    out: Path | None
    overwrite: bool
    records: bool
    known_outages: bool = True


@dataclass(frozen=True)
class MonthInputs:
    """Checked inputs of a simulation of months."""

    tables: Tables
    files: LockFiles
    cases: Mapping[str, LockCase]
    options: MonthOptions


def read_months(request: Request) -> MonthInputs:
    """Check everything that a simulation of months needs.

    Raises
    ------
    InputError
        With all faults of options, tables and both files.
    """
    from scenarios.waterway.files import read_lock_files
    from scenarios.waterway.known_outages import with_known_outages
    from scenarios.waterway.months import lock_cases
    from scenarios.waterway.simulation import misfit_faults

    faults = list(_option_faults(request))
    tables, found = read_shipped(request.tables_folder)
    faults += found
    options = _options(request)
    files: LockFiles | None = None
    if tables is not None and request.demand is not None:
        files = read_lock_files(tables, request.demand, request.outages, options)
        faults += files.faults
    if faults or tables is None or files is None:
        raise InputError(set(faults))
    if request.known_outages:
        files = with_known_outages(files, tables["lock_outages"])
    cases = lock_cases(tables, files.months, files.outages, options)
    misfits = misfit_faults(cases, str(request.demand))
    if misfits:
        raise InputError(misfits)
    return MonthInputs(tables, files, cases, options)


def read_plan_year(request: Request) -> PlanYear:
    """Check everything that a simulation under a plan needs.

    Raises
    ------
    InputError
        With all faults of options, tables and the plan.
    """
    from scenarios.waterway.plan_simulation import PlanYear, plan_outages

    year, faults = parse_year(request.year or DEFAULT_YEAR)
    faults += [*_option_faults(request), *_month_only_faults(request)]
    tables, found = read_shipped(request.tables_folder)
    plans, more = read_plans([request.plan or DEFAULT_PLAN], tables)
    faults += [*found, *more]
    if tables is None:
        raise InputError(set(faults))
    plan = plans[0][1] if plans else None
    outages, notes, wrong = plan_outages(tables, plan, year, request.outages)
    faults += wrong
    if faults or plan is None:
        raise InputError(set(faults))
    return PlanYear(
        tables, plan, year, request.explanation, request.announce_h, outages, tuple(notes)
    )


def _month_only_faults(request: Request) -> Iterable[Fault]:
    """Yield options that a plan does not take."""
    if request.upbound != UPBOUND[0]:
        message = (
            "--upbound goes with --demand; under a plan empty voyages are voyages of their own"
        )
        advice = "leave it out, or give a table of months with --demand"
        yield Fault("--upbound", 0, "", "option.demand", message, help=advice)


def _options(request: Request) -> MonthOptions:
    """Return the choices of a run; a wrong explanation is replaced, its fault is known."""
    from scenarios.waterway.months import MonthOptions

    good = request.explanation in EXPLANATIONS
    return MonthOptions(
        explanation=request.explanation if good else EXPLANATIONS[0],
        upbound_empties=request.upbound == UPBOUND[1],
        announce_h=request.announce_h,
    )


def _option_faults(request: Request) -> Iterable[Fault]:
    """Yield what is wrong with the options."""
    for option, chosen, allowed in (
        ("--explanation", request.explanation, EXPLANATIONS),
        ("--upbound", request.upbound, UPBOUND),
    ):
        if chosen not in allowed:
            message = f'"{chosen}" is not allowed'
            yield Fault(option, 0, "", "option.choice", message, ", ".join(allowed))
    if not 0 <= request.announce_h <= _LONGEST_H:
        message = f"{request.announce_h:g} h is out of range"
        yield Fault("--announce-h", 0, "", "option.announce", message, f"0 to {_LONGEST_H:g} h")
    if request.demand is not None:
        for option, value in (("--plan", request.plan), ("--year", request.year)):
            if value is not None:
                message = f"{option} and --demand exclude each other"
                advice = "months name their own year; give one of the two"
                yield Fault(option, 0, "", "option.demand", message, help=advice)
    if request.records and request.out is None:
        advice = "give a folder with --out"
        yield Fault(
            "--records", 0, "", "option.records", "there is no folder to write to", help=advice
        )
    if request.out is not None:
        yield from check_out(request.out, overwrite=request.overwrite)
