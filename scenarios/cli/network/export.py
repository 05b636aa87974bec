"""``landsea network export``: the network of a year in open formats."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scenarios.cli.network.app import network_app
from scenarios.cli.options import (
    DEFAULT_PLAN,
    DEFAULT_YEAR,
    Debug,
    Json,
    OnePlan,
    Overwrite,
    TablesFolder,
    Year,
    check_out,
)
from scenarios.cli.output import say, say_json
from scenarios.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Format = Annotated[str, typer.Option("--format", help="gmns, gpkg or graphml.")]
ExportOut = Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder to make.")]


@network_app.command("export")
def export(  # noqa: PLR0913  # one argument for each option of the command line
    *,
    out: ExportOut,
    kind: Format = "gmns",
    year: Year = DEFAULT_YEAR,
    plan: OnePlan = DEFAULT_PLAN,
    overwrite: Overwrite = False,
    tables: TablesFolder = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Write nodes, links and locks of a year as GMNS tables, GeoPackage or GraphML."""
    from networks.frames import network_frames
    from scenarios.cli.network.inputs import read_network
    from scenarios.network.exports import FORMATS, Scope, export_network

    del debug
    faults = [*_format_faults(kind, FORMATS), *check_out(out, overwrite=overwrite)]
    inputs = read_network(plan, year, tables, faults)
    changes = inputs.plan.changes(inputs.year)
    frames = network_frames(inputs.network, inputs.tables, changes)
    scope = Scope(frames, inputs.tables, inputs.year, inputs.plan.name, inputs.plan.title.en)
    document = export_network(scope, kind, out)
    if json:
        say_json(document)
        return
    for line in _lines(document):
        say(line)


def _format_faults(kind: str, known: Iterable[str]) -> list[Fault]:
    """Return the fault of a format that does not exist."""
    if kind in set(known):
        return []
    message, allowed = f'"{kind}" is no format of networks', ", ".join(known)
    return [Fault("--format", 0, "", "option.format", message, allowed)]


def _lines(document: Mapping[str, Any]) -> list[str]:
    """Return the answer as lines of text."""
    links, km = document["links"], document["km"]
    what = f"network of {document['year']}, plan {document['plan']}, as {document['format']}"
    return [
        f"{document['out']}: {what}",
        f"  {document['nodes']} nodes",
        *(f"  {links[mode]:5} {mode} links, {km[mode]:,.0f} km" for mode in links),
        f"  files: {', '.join(document['files'])}",
        f"  {document['attribution']}",
    ]
