"""The group of waterway commands, to which each module adds its own."""

from __future__ import annotations

import typer

from scenarios.cli.app import app

waterway_app = typer.Typer(
    name="waterway",
    help="The locks of the waterway: simulate, look at a day, fit and compare.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(waterway_app)
