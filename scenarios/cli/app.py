"""The typer application, to which each module of commands adds its own."""

from __future__ import annotations

from typing import Annotated

import typer

from scenarios.cli.output import say
from scenarios.version import installed_version

app = typer.Typer(
    name="landsea",
    help="What a freight plan changes on the Western Land-Sea Corridor and the Xijiang: tonnes, "
    "waiting, energy, emissions and cost.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _show_version(asked: bool) -> None:  # noqa: FBT001 - typer gives the value alone
    """Print name and version, and end."""
    if asked:
        say(f"landsea {installed_version()}")
        raise typer.Exit


@app.callback()
def _program(
    *,
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_show_version, is_eager=True, help="Print name and version."
        ),
    ] = False,
) -> None:
    """Take the options that belong to no command."""
