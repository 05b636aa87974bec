"""``landsea demand``: the template of a user's demand table, and its check row by row."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scenarios.cli.app import app
from scenarios.cli.options import Debug, Json, Overwrite, TablesFolder
from scenarios.cli.output import note, say, say_json
from scenarios.faults import Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scenarios.own_demand.rows import OwnDemand
    from scenarios.tables.reading import Tables

demand_app = typer.Typer(
    name="demand",
    help="Your own demand table: a template to fill in, and a check of every row.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(demand_app)

TemplateOut = Annotated[
    Path, typer.Option("--out", metavar="FILE", help="File to write: .csv or .xlsx.")
]
DemandTable = Annotated[Path, typer.Argument(metavar="FILE", help="Your table: .csv or .xlsx.")]


@demand_app.command("template")
def template(
    *,
    out: TemplateOut,
    overwrite: Overwrite = False,
    tables: TablesFolder = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Write a demand table to fill in, with the meaning of its columns and an example."""
    from scenarios.own_demand.template import write_template

    del debug
    known = _checked_tables(tables, list(_file_faults(out, overwrite=overwrite)))
    write_template(out, known)
    if json:
        say_json({"file": str(out), "bytes": out.stat().st_size})
        return
    say(f"template  {out}")
    say(f"fill it in, then: landsea demand check {out}")


@demand_app.command("check")
def check(
    file: DemandTable, *, tables: TablesFolder = None, json: Json = False, debug: Debug = False
) -> None:
    """Check every row of your demand table, and say what was filled in."""
    from scenarios.own_demand.rows import read_own_demand

    del debug
    own = read_own_demand(file, _checked_tables(tables, []))
    document = own.as_json()
    if own.faults:
        note(_lines(own, document)[0])
        raise InputError(own.faults, document)
    if json:
        say_json({**document, "faults": []})
        return
    for line in _lines(own, document):
        say(line)


def _checked_tables(folder: Path | None, faults: list[Fault]) -> Tables:
    """Read the tables, or raise with all faults."""
    from scenarios.cli.inputs import read_shipped

    tables, found = read_shipped(folder)
    if faults or found or tables is None:
        raise InputError([*faults, *found])
    return tables


def _lines(own: OwnDemand, document: dict[str, Any]) -> list[str]:
    """Return the counts as lines of text."""
    counts = f"{own.rows_read} rows read = {len(own.frame)} used + {len(own.faulty_rows)} faulty"
    lines = [f"{own.file}: {counts}; {document['kt']:,.6g} kt in the rows used"]
    rules = own.control_rules.items()
    return [*lines, *(f"  control group {rule}: {_count(rows)}" for rule, rows in rules)]


def _count(rows: int) -> str:
    """Return a number of rows.

    Examples
    --------
    >>> _count(1), _count(2)
    ('1 row', '2 rows')
    """
    return f"{rows} row" if rows == 1 else f"{rows} rows"


def _file_faults(path: Path, *, overwrite: bool) -> Iterator[Fault]:
    """Yield what is wrong with the file to write; at most one fault."""
    from scenarios.own_demand.file import SUFFIXES

    parent = next(one for one in path.absolute().parents if one.exists())
    if path.suffix.lower() not in SUFFIXES:
        yield _out_fault(f'{path} ends in "{path.suffix}"', ", ".join(SUFFIXES), "rename it")
    elif path.is_dir():
        yield _out_fault(f"{path} is a folder", "", "name a file in it")
    elif path.exists() and not overwrite:
        yield _out_fault(f"{path} exists", "", "choose another file, or pass --overwrite")
    elif not parent.is_dir() or not os.access(parent, os.W_OK | os.X_OK):
        yield _out_fault(f"{path} cannot be written in {parent}", "", "choose another folder")


def _out_fault(message: str, allowed: str, remedy: str) -> Fault:
    """Return a fault of the option ``--out``."""
    return Fault("--out", 0, "", "option.out", message, allowed, remedy)
