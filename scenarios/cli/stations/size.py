"""``landsea stations size``: the least number of chargers of one station."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from scenarios.cli.options import Debug, Json
from scenarios.cli.output import say, say_json
from scenarios.cli.progress import progress
from scenarios.cli.stations.app import stations_app

Arrivals = Annotated[
    float | None,
    typer.Option("--arrivals-per-h", help="Vehicles an hour, mean of a day.", show_default=False),
]
Service = Annotated[
    float | None,
    typer.Option("--service-min", help="Mean minutes at a charger.", show_default=False),
]
Target = Annotated[
    float | None,
    typer.Option("--target-wait-min", help="Wait that shall be kept.", show_default=False),
]
Quantile = Annotated[
    float | None,
    typer.Option(
        "--quantile",
        help="Share of vehicles that may not wait longer than the target; without it the target "
        "is the mean wait.",
        show_default=False,
    ),
]
ServiceCv = Annotated[
    float | None,
    typer.Option(
        "--service-cv",
        help="Standard deviation of service over its mean; without it 1, exponential.",
        show_default=False,
    ),
]
Profile = Annotated[
    Path | None,
    typer.Option(
        "--profile",
        metavar="CSV",
        help="Hours of a day: hour and share (sum 1) or arrivals_per_h (sum of the day).",
        show_default=False,
    ),
]
EnergyPerDay = Annotated[
    float | None,
    typer.Option("--energy-kwh-per-day", help="Energy of a day.", show_default=False),
]
MeanKw = Annotated[
    float | None,
    typer.Option("--mean-kw", help="Mean power of a charger in use.", show_default=False),
]
OpenH = Annotated[
    float | None,
    typer.Option("--open-h", help="Open hours a day; without it 24.", show_default=False),
]
Usable = Annotated[
    float | None,
    typer.Option(
        "--usable-share",
        help="Part of the open hours in which a charger can be used; without it 1.",
        show_default=False,
    ),
]


@stations_app.command("size")
def size(  # noqa: PLR0913  # one argument for each option of the command line
    *,
    arrivals_per_h: Arrivals = None,
    service_min: Service = None,
    target_wait_min: Target = None,
    quantile: Quantile = None,
    service_cv: ServiceCv = None,
    profile: Profile = None,
    energy_kwh_per_day: EnergyPerDay = None,
    mean_kw: MeanKw = None,
    open_h: OpenH = None,
    usable_share: Usable = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Give the least number of chargers or pumps that keeps to a wait, or delivers an energy."""
    from scenarios.stations.size_request import SizeRequest, size_answer, size_lines

    del debug
    request = SizeRequest(
        arrivals_per_h,
        service_min,
        target_wait_min,
        quantile,
        service_cv,
        profile,
        energy_kwh_per_day,
        mean_kw,
        open_h,
        usable_share,
    )
    shows = sys.stderr.isatty() and not json
    with progress("sizes", verb="tried") if shows else nullcontext() as report:
        answer = size_answer(request, report)
    if json:
        say_json(answer)
        return
    for line in size_lines(answer):
        say(line)
