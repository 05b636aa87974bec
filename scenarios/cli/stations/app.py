"""The group of station commands, to which each module adds its own."""

from __future__ import annotations

import typer

from scenarios.cli.app import app

stations_app = typer.Typer(
    name="stations",
    help="Charging, swap, LNG and hydrogen stations of road and river: where, how many, what "
    "queue.",
    no_args_is_help=False,
    rich_markup_mode=None,
)
app.add_typer(stations_app)
