"""Options that mean the same in every command, and the checks that come before any run."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from scenarios.faults import Fault
from scenarios.gwp_names import GWP_SETS
from scenarios.years import FIRST_NETWORK_YEAR, FIRST_YEAR, LAST_YEAR

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_REPLICATIONS: Final = 200
MAX_SEED: Final = 2**32 - 1
DEFAULT_YEARS: Final = (2030,)
DEFAULT_YEAR: Final = "2030"
DEFAULT_PLAN: Final = "reference"

PlanNames = Annotated[
    list[str] | None,
    typer.Argument(metavar="PLAN...", help="Shipped plans or TOML files.", show_default=False),
]
PlanName = Annotated[str, typer.Argument(metavar="PLAN", help="A shipped plan or a TOML file.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object on standard output.")]
Seed = Annotated[int, typer.Option(min=0, max=MAX_SEED, help="Seed of every random stream.")]
TablesOut = Annotated[
    Path | None, typer.Option("--out", help="Write the calibrated tables to this folder.")
]
Out = Annotated[
    Path | None,
    typer.Option(
        help="Folder of the results. Default: out/ and the names of the plans; "
        "with --json nothing is written unless --out is given.",
        show_default=False,
    ),
]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace an older result folder.")]
Workers = Annotated[
    int | None,
    typer.Option(min=1, max=256, help="Processes. Default: one for each CPU.", show_default=False),
]
Replications = Annotated[
    int, typer.Option(min=1, max=MAX_REPLICATIONS, help="Runs of each plan and year.")
]
Years = Annotated[
    str | None,
    typer.Option(
        help='Years to run: "2030", "2025,2030" or "2024-2060". '
        "Default: the years of the plans, else 2030.",
        show_default=False,
    ),
]
Year = Annotated[
    str, typer.Option("--year", metavar="YEAR", help="Year of the network, 2015 to 2060.")
]
OnePlan = Annotated[
    str, typer.Option("--plan", metavar="PLAN", help="A shipped plan or a TOML file.")
]
TablesFolder = Annotated[
    Path | None,
    typer.Option(
        "--tables",
        help="Folder with your own tables; each replaces the shipped one of its name.",
        show_default=False,
    ),
]
DemandFile = Annotated[
    Path | None,
    typer.Option(
        "--demand",
        metavar="FILE",
        help="Your own demand table (.csv or .xlsx) in place of the shipped one; "
        "see landsea demand template.",
        show_default=False,
    ),
]
Gwp = Annotated[
    str,
    typer.Option(
        "--gwp",
        metavar="SET",
        help=f"GWP set of greenhouse gas: {', '.join(GWP_SETS)}.",
    ),
]
RivalsFolder = Annotated[
    Path | None,
    typer.Option(
        "--rivals",
        metavar="DIR",
        help="Folder in which pip installs OpenTNSim, to time it beside this program.",
        show_default=False,
    ),
]
Debug = Annotated[bool, typer.Option("--debug", help="Show the traceback of an internal error.")]


def default_workers() -> int:
    """Return the number of CPUs."""
    return os.cpu_count() or 1


def parse_years(text: str) -> tuple[tuple[int, ...], list[Fault]]:
    """Return the years that an option names, and what is wrong with it.

    Parameters
    ----------
    text : str
        Years and spans of years, separated by commas.

    Returns
    -------
    tuple of int
        Rising, each year once.
    list of Fault
        Empty when the text is right.

    Examples
    --------
    >>> parse_years("2030,2025-2027")
    ((2025, 2026, 2027, 2030), [])
    >>> parse_years("2061")[1][0].message
    '2061 is outside the years of the study'
    """
    years: set[int] = set()
    faults: list[Fault] = []
    for part in text.split(","):
        match = re.fullmatch(r"\s*([0-9]{4})\s*(?:-\s*([0-9]{4}))?\s*", part)
        if not match:
            faults.append(_year_fault(f'"{part.strip()}" is no year and no span of years', text))
            continue
        first, last = int(match[1]), int(match[2] or match[1])
        outside = [year for year in (first, last) if not FIRST_YEAR <= year <= LAST_YEAR]
        if outside:
            faults.append(_year_fault(f"{outside[0]} is outside the years of the study", text))
        elif last < first:
            faults.append(_year_fault(f"the span {first}-{last} ends before it begins", text))
        else:
            years.update(range(first, last + 1))
    return tuple(sorted(years)), faults


def parse_year(text: str, first: int = FIRST_NETWORK_YEAR) -> tuple[int, list[Fault]]:
    """Return the year of a network that an option names, and what is wrong with it.

    Parameters
    ----------
    text : str
        A year.
    first : int
        First year that can be asked for; runs of a year begin with the base year.

    Returns
    -------
    int
        The year; the base year when the text is wrong.
    list of Fault
        Empty when the text is right.

    Examples
    --------
    >>> parse_year("2030")
    (2030, [])
    >>> parse_year("2019", FIRST_YEAR)[1][0].allowed
    'one year from 2024 to 2060'
    """
    if re.fullmatch(r"\s*[0-9]{4}\s*", text) and first <= int(text) <= LAST_YEAR:
        return int(text), []
    allowed = f"one year from {first} to {LAST_YEAR}"
    fault = Fault("--year", 0, "", "option.year", f'"{text}" is no year of the study', allowed)
    return FIRST_YEAR, [fault]


def check_gwp(name: str) -> list[Fault]:
    """Return what is wrong with the name of a GWP set.

    Examples
    --------
    >>> check_gwp("AR6-20")
    []
    >>> check_gwp("AR6")[0].message
    '"AR6" is no GWP set'
    """
    if name in GWP_SETS:
        return []
    help_text = "the number is the horizon in years"
    message, allowed = f'"{name}" is no GWP set', ", ".join(GWP_SETS)
    return [Fault("--gwp", 0, "", "option.gwp", message, allowed, help_text)]


def _year_fault(message: str, text: str) -> Fault:
    """Return a fault of the option ``--years``."""
    allowed = f'{FIRST_YEAR} to {LAST_YEAR}, as "2030", "2025,2030" or "2024-2060"'
    return Fault("--years", 0, "", "option.years", message, allowed, text=text)


def default_out(names: Iterable[str]) -> Path:
    """Return the folder of results when the user names none.

    Examples
    --------
    >>> default_out(["reference", "water-first"]).as_posix()
    'out/reference-water-first'
    """
    return Path("out") / "-".join(names)


def check_out(folder: Path, *, overwrite: bool) -> list[Fault]:
    """Return what is wrong with a folder of results.

    Parameters
    ----------
    folder : Path
        Folder that the results shall have.
    overwrite : bool
        Whether an older result folder may be replaced.

    Returns
    -------
    list of Fault
        At most one.
    """
    try:
        return _check_out(folder, overwrite=overwrite)
    except (OSError, ValueError) as error:
        return [_out_fault(folder, f"cannot be used: {error}", "choose another folder")]


def _check_out(folder: Path, *, overwrite: bool) -> list[Fault]:
    """Return what is wrong with a folder that the system can look at."""
    if folder.exists() and not folder.is_dir():
        return [_out_fault(folder, "is a file, not a folder", "choose another folder")]
    if folder.is_dir() and any(folder.iterdir()):
        if not overwrite:
            remedy = "choose another folder, or pass --overwrite"
            return [_out_fault(folder, "exists and is not empty", remedy)]
        if not (folder / "manifest.json").is_file():
            message = "is not a result folder (it has no manifest.json), so it is not replaced"
            return [_out_fault(folder, message, "choose another folder")]
    parent = next(one for one in (folder.absolute().parents) if one.exists())
    if not parent.is_dir():
        return [_out_fault(folder, f"lies in {parent}, which is a file", "choose another folder")]
    if not os.access(parent, os.W_OK | os.X_OK):
        return [_out_fault(folder, f"cannot be written: {parent} is read-only", "choose another")]
    return []


def _out_fault(folder: Path, message: str, remedy: str) -> Fault:
    """Return a fault of the option ``--out``."""
    return Fault("--out", 0, "", "option.out", f"{folder} {message}", help=remedy)
