"""The group of network commands, to which each module adds its own."""

from __future__ import annotations

import typer

from scenarios.cli.app import app

network_app = typer.Typer(
    name="network",
    help="The corridor's network: summary, paths, maps, exports and OpenStreetMap import; "
    "route choice with congestion on any network.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(network_app)
