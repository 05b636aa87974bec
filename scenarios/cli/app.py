"""The typer application, to which each module of commands adds its own."""

from __future__ import annotations

import typer

app = typer.Typer(
    name="landsea",
    help="What a freight plan changes on the Western Land-Sea Corridor and the Xijiang: tonnes, "
    "waiting, energy, emissions and cost.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
