"""``landsea network map``: the network of a year as a page, a vector picture or pixels."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal, cast

import typer

from scenarios.cli.files import check_file
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
)
from scenarios.cli.output import say, say_json
from scenarios.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Iterable

MapFile = Annotated[
    Path, typer.Option("--out", help="File to write: .html, .svg or .png.", show_default=False)
]
Lang = Annotated[
    str,
    typer.Option(
        "--lang",
        metavar="LANG",
        help="zh, en, or both: Chinese with small English, on a page a switch.",
    ),
]
Width = Annotated[
    int, typer.Option("--width-px", min=400, max=8000, help="Width of the picture in pixels.")
]

_LANGUAGES: Final = ("zh", "en", "both")
_SUFFIXES: Final = (".html", ".svg", ".png")


@network_app.command("map")
def draw_map(  # noqa: PLR0913 - one for each option
    out: MapFile,
    *,
    year: Year = DEFAULT_YEAR,
    plan: OnePlan = DEFAULT_PLAN,
    lang: Lang = "both",
    width_px: Width = 1600,
    tables: TablesFolder = None,
    overwrite: Overwrite = False,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Draw rivers, coast, roads, railways, locks, ports and projects as a schematic."""
    from scenarios.cli.network.inputs import read_network

    del debug
    faults = [*check_file(out, _SUFFIXES, overwrite=overwrite), *_check_language(lang)]
    inputs = read_network(plan, year, tables, faults)

    from scenarios.maps.files import render_map, write_whole

    content = render_map(
        inputs.tables,
        inputs.plan,
        inputs.year,
        suffix=out.suffix.lower(),
        language=cast("Literal['zh', 'en', 'both']", lang),
        width_px=width_px,
    )
    write_whole(out, content)
    if json:
        found = {"file": str(out), "bytes": len(content), "year": inputs.year}
        say_json({**found, "plan": inputs.plan.name, "language": lang})
        return
    say(f"map  {out}  {len(content) / 1000:.0f} kB")


def _check_language(lang: str) -> Iterable[Fault]:
    """Yield the fault of a language that the map does not speak."""
    if lang not in _LANGUAGES:
        allowed = ", ".join(_LANGUAGES)
        yield Fault("--lang", 0, "", "option.lang", f'"{lang}" is no language', allowed)
