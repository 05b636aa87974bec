"""``landsea export``: results of a run in a format of others."""

from __future__ import annotations

import json as json_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scenarios.cli.app import app
from scenarios.cli.options import Debug, Json, Overwrite
from scenarios.cli.output import say, say_json
from scenarios.faults import Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

export_app = typer.Typer(
    name="export",
    help="Results of a run in a format of others.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(export_app)

RunFolder = Annotated[Path, typer.Argument(metavar="DIR", help="Folder that a run wrote.")]
OutFile = Annotated[Path, typer.Option("--out", metavar="FILE", help="JSON file to write.")]
PlanOfRun = Annotated[
    str | None,
    typer.Option("--plan", metavar="PLAN", help="A plan of the run. Default: its last one."),
]
YearOfRun = Annotated[
    int | None,
    typer.Option("--year", metavar="YEAR", help="A year of the run. Default: its first one."),
]


@export_app.command("ileap")
def ileap(  # noqa: PLR0913  # one argument for each option of the command line
    folder: RunFolder,
    *,
    out: OutFile,
    plan: PlanOfRun = None,
    year: YearOfRun = None,
    overwrite: Overwrite = False,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Write shipments, chain elements and operation categories in the iLEAP data model."""
    from scenarios.study.ileap import ileap_document, read_parts, write_document

    del debug
    manifest, faults = _manifest(folder)
    chosen_plan, chosen_year, found = _chosen(manifest, plan, year)
    faults += [*found, *_out_faults(out, overwrite=overwrite)]
    if faults:
        raise InputError(faults)
    parts = read_parts(folder, chosen_plan, chosen_year)
    document = ileap_document(parts, chosen_plan, chosen_year, manifest)
    write_document(document, out)
    counts = _counts(document)
    if json:
        say_json({"out": out.as_posix(), "plan": chosen_plan, "year": chosen_year, **counts})
        return
    say(f"{out.as_posix()}: {chosen_plan}, {chosen_year}, greenhouse gas by {document['gwp']}")
    say("  " + ", ".join(f"{count} {name}" for name, count in counts.items()))
    say("  handling at hubs is an estimate; the JSON schema is landsea's own")


def _manifest(folder: Path) -> tuple[dict[str, Any], list[Fault]]:
    """Return the manifest of a run folder, or what is wrong with the folder."""
    from scenarios.study.result_files import CARRIERS, CATEGORIES, ELEMENTS, PLACES

    wanted = ("manifest.json", ELEMENTS, CATEGORIES, CARRIERS, PLACES)
    missing = [name for name in wanted if not (folder / name).is_file()]
    if missing:
        message = f"the folder lacks {', '.join(missing)}"
        remedy = "name a folder that landsea run or compare wrote"
        return {}, [Fault(str(folder), 0, "", "export.folder", message, help=remedy)]
    return json_module.loads((folder / "manifest.json").read_text("utf-8")), []


def _chosen(
    manifest: Mapping[str, Any], plan: str | None, year: int | None
) -> tuple[str, int, list[Fault]]:
    """Return the plan and year to write, and what is wrong with them."""
    plans, years = manifest.get("plans", []), manifest.get("years", [])
    if not plans or not years:
        return "", 0, []
    faults = []
    if plan is not None and plan not in plans:
        message = f'the run has no plan "{plan}"'
        faults.append(Fault("--plan", 0, "", "option.plan", message, ", ".join(plans)))
    if year is not None and year not in years:
        message = f"the run has no year {year}"
        allowed = ", ".join(str(one) for one in years)
        faults.append(Fault("--year", 0, "", "option.year", message, allowed))
    return plan or str(plans[-1]), year or int(years[0]), faults


def _out_faults(out: Path, *, overwrite: bool) -> list[Fault]:
    """Return what is wrong with the file to write."""
    if out.is_dir():
        return [Fault("--out", 0, "", "option.out", f"{out} is a folder", help="name a file")]
    if out.exists() and not overwrite:
        remedy = "choose another file, or pass --overwrite"
        return [Fault("--out", 0, "", "option.out", f"{out} exists", help=remedy)]
    return []


def _counts(document: Mapping[str, Any]) -> dict[str, int]:
    """Return how much a document holds."""
    shipments = document["shipmentFootprints"]
    return {
        "shipments": len(shipments),
        "elements": sum(len(one["tces"]) for one in shipments),
        "tocs": len(document["tocs"]),
        "hocs": len(document["hocs"]),
    }
