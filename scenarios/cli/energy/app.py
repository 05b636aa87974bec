"""The group of energy commands, to which each module adds its own."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from scenarios.cli.app import app

energy_app = typer.Typer(
    name="energy",
    help="What a vessel, train or truck takes and emits: a calculator outside any simulation.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(energy_app)

DEFAULT_GRID_YEAR: Final = 2024

Load = Annotated[float | None, typer.Option("--load-t", help="Cargo in tonnes.")]
GridYear = Annotated[
    int,
    typer.Option(
        "--year", min=2023, max=2060, help="Year of the grid factor, and of the stages of trucks."
    ),
]
