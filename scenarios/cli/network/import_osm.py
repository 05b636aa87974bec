"""``landsea network import-osm``: OpenStreetMap extracts as a network, matched to our links."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final
from urllib.parse import urlsplit

import typer

from scenarios.cli.network.app import network_app
from scenarios.cli.options import Debug, Json, Overwrite, TablesFolder, check_out
from scenarios.cli.output import note, say, say_json
from scenarios.faults import Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from networks.osm import Tag
    from scenarios.network.osm_import import OsmImport
    from scenarios.network.osm_overpass import BBox
    from scenarios.tables.reading import Tables

_SIDES: Final = 4

Files = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="FILE...",
        help="Extracts: .osm, .osm.gz, .osm.bz2 or .osm.pbf.",
        show_default=False,
    ),
]
ImportMode = Annotated[str, typer.Option("--mode", help="rail, water or road.")]
ImportOut = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="DIR",
        help="Folder to make. Default: out/osm- and the mode; "
        "with --json nothing is written unless --out is given.",
        show_default=False,
    ),
]
MoreTags = Annotated[
    list[str] | None,
    typer.Option("--tag", metavar="KEY=VALUE", help="A further tag; may be given several times."),
]
PlaceName = Annotated[
    str | None, typer.Option("--place", help="Ask Overpass for a place, looked up by Nominatim.")
]
Box = Annotated[
    str | None,
    typer.Option("--bbox", metavar="W,S,E,N", help="Ask Overpass for an area in degrees."),
]
OverpassUrl = Annotated[
    str | None, typer.Option("--overpass-url", help="Your own Overpass server, up to /api.")
]
NominatimUrl = Annotated[
    str | None, typer.Option("--nominatim-url", help="Your own Nominatim server.")
]


@dataclass(frozen=True)
class _Question:
    """Where the data shall come from, as it came from the command line."""

    files: tuple[Path, ...]
    place: str | None
    bbox: str | None
    overpass_url: str | None
    nominatim_url: str | None

    @property
    def box(self) -> BBox | None:
        """West, south, east and north, or None when the text is no area."""
        try:
            sides = [float(one) for one in (self.bbox or "").split(",")]
        except ValueError:
            return None
        if len(sides) != _SIDES or not all(map(math.isfinite, sides)):
            return None
        west, south, east, north = sides
        inside = -180 <= west < east <= 180 and -90 <= south < north <= 90  # noqa: PLR2004
        return (west, south, east, north) if inside else None


@network_app.command("import-osm")
def import_osm(  # noqa: PLR0913  # one argument for each option of the command line
    files: Files = None,
    *,
    mode: ImportMode,
    out: ImportOut = None,
    tag: MoreTags = None,
    place: PlaceName = None,
    bbox: Box = None,
    overpass_url: OverpassUrl = None,
    nominatim_url: NominatimUrl = None,
    overwrite: Overwrite = False,
    tables: TablesFolder = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Read OpenStreetMap extracts, measure them, and find the corridor's links in them."""
    from scenarios.network.osm_import import write_import

    del debug
    question = _Question(tuple(files or ()), place, bbox, overpass_url, nominatim_url)
    if out is None and not json:
        out = Path("out") / f"osm-{mode}"
    wanted, faults = _tags(mode, tag or [])
    if out is not None:
        faults += check_out(out, overwrite=overwrite)
    done, checked = _imported(question, (mode, wanted), tables, faults)
    if out is not None:
        write_import(done, checked, out)
    document = {**done.as_json(), "out": None if out is None else str(out)}
    if json:
        say_json(document)
        return
    for line in _lines(document):
        say(line)


def _tags(mode: str, more: Sequence[str]) -> tuple[tuple[Tag, ...], list[Fault]]:
    """Return the tags of the mode and those added, and what is wrong with them."""
    from networks.osm import MODE_TAGS

    tags, faults = dict.fromkeys(MODE_TAGS.get(mode, ())), []
    if mode not in MODE_TAGS:
        message = f'"{mode}" is no mode of OpenStreetMap imports'
        faults.append(Fault("--mode", 0, "", "option.mode", message, ", ".join(MODE_TAGS)))
    for text in more:
        key, _, value = (one.strip() for one in text.partition("="))
        if key and value and text.isprintable():
            tags[key, value] = None
        else:
            message, allowed = f'"{text}" is no tag', "KEY=VALUE, such as waterway=fairway"
            faults.append(Fault("--tag", 0, "", "option.tag", message, allowed))
    return tuple(tags), faults


def _imported(
    question: _Question,
    request: tuple[str, tuple[Tag, ...]],
    tables_folder: Path | None,
    found: list[Fault],
) -> tuple[OsmImport, Tables]:
    """Read everything, refuse it with all faults, or make the import."""
    from networks.osm import MODE_TAGS
    from scenarios.cli.inputs import read_shipped
    from scenarios.network.osm_import import make_import, read_files, refuse_empty_files

    tables, table_faults = read_shipped(tables_folder)
    wanted = request[1] or MODE_TAGS["rail"]  # with a wrong mode the files are still checked
    sources, extracts, file_faults = read_files(question.files, wanted)
    faults = [*found, *_question_faults(question), *table_faults, *file_faults]
    if faults or tables is None:
        raise InputError(set(faults))
    if not question.files:
        return _asked(question, request, tables), tables
    done = make_import(sources, extracts, request, tables)
    if done is None:
        raise refuse_empty_files(question.files, request)
    return done, tables


def _question_faults(question: _Question) -> list[Fault]:
    """Return what is wrong with where the data shall come from."""
    given = [bool(question.files), question.place is not None, question.bbox is not None]
    faults = []
    if sum(given) != 1:
        message = "give either files, or --place, or --bbox"
        faults.append(Fault("FILE...", 0, "", "option.source", message))
    if question.place is not None and not question.place.strip():
        faults.append(Fault("--place", 0, "", "option.place", "the name of the place is empty"))
    if question.bbox is not None and question.box is None:
        message, allowed = f'"{question.bbox}" is no area', "W,S,E,N in degrees, W < E and S < N"
        faults.append(Fault("--bbox", 0, "", "option.bbox", message, allowed))
    urls = {"--overpass-url": question.overpass_url, "--nominatim-url": question.nominatim_url}
    for option, url in urls.items():
        if url is None:
            continue
        if not _is_address(url):
            message, allowed = f'"{url}" is no address', "http://host/path or https://host/path"
            faults.append(Fault(option, 0, "", "option.url", message, allowed))
        elif question.place is None and (option == "--nominatim-url" or question.bbox is None):
            message = "no server is asked here"
            faults.append(Fault(option, 0, "", "option.unused", message, help="leave it out"))
    return faults


def _is_address(url: str) -> bool:
    """Tell whether a text is the address of a server."""
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _asked(question: _Question, request: tuple[str, tuple[Tag, ...]], tables: Tables) -> OsmImport:
    """Ask a server and make the import."""
    from scenarios.network.osm_import import make_import, refuse_empty_answer
    from scenarios.network.osm_overpass import Servers, UnknownAreaError, ask_overpass

    servers = Servers(question.overpass_url or "", question.nominatim_url or "")
    area = question.place if question.box is None else question.box
    note(f"asking    {servers.overpass}")
    try:
        source, extract, elements = ask_overpass(area or "", request[1], servers)
    except UnknownAreaError as error:
        remedy = "give a fuller name, or the area with --bbox"
        fault = Fault("--place", 0, "", "osm.place", str(error), help=remedy)
        raise InputError([fault]) from error
    done = make_import([source], [extract], request, tables)
    if done is None:
        raise refuse_empty_answer(source, elements, request)
    return done


def _lines(document: Mapping[str, Any]) -> list[str]:
    """Return an import as lines of text."""
    lines = []
    for one in document["files"]:
        dated = f", data of {one['timestamp']}" if one["timestamp"] else ", no date stated"
        lines.append(f"{one['name']}  sha256 {one['sha256'][:12]}{dated}")
    lines.append(
        f"{document['mode']}: {document['length_km']:.1f} km in {document['ways']} ways, "
        f"{document['nodes']} nodes, {document['parts']} parts"
    )
    lines += [f"  {tag:28}{km:10.1f} km" for tag, km in document["by_tag"].items()]
    if document["cut_ways"]:
        lines.append(f"  {document['cut_ways']} ways cut, at nodes that the extract lacks")
    if document["empty_ways"]:
        lines.append(f"  {document['empty_ways']} ways left out, with no two nodes in the extract")
    lines.append(_matched_line(document))
    lines += [_match_line(one) for one in document["matched"]]
    lines.append(document["attribution"])
    if document["out"]:
        lines.append(f"written to {document['out']}")
    return lines


def _matched_line(document: Mapping[str, Any]) -> str:
    """Return the heading of the matched links."""
    matched = document["matched"]
    if not matched:
        return f"no corridor link of {document['mode']} has both ends in the extract"
    agreeing = sum(one["agrees"] for one in matched)
    return f"{len(matched)} corridor links with both ends in the extract, {agreeing} agree"


def _match_line(match: Mapping[str, Any]) -> str:
    """Return a matched link as text."""
    ends = f"  {match['link_id']:10}{match['from']} - {match['to']}: table {match['table_km']:g} km"
    if match["osm_km"] is None:
        return f"{ends}; {match['note']}"
    verdict = f"; {match['note']}" if match["note"] else ""
    return f"{ends}, path {match['osm_km']:.1f} km, ratio {match['ratio']:.3f}{verdict}"
