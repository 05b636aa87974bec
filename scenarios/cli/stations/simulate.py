"""``landsea stations``: a week of trucks or vessels at the stations of a plan."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scenarios.cli.options import (
    DEFAULT_YEAR,
    Debug,
    Json,
    OnePlan,
    Overwrite,
    Seed,
    TablesFolder,
    check_out,
    parse_year,
)
from scenarios.cli.output import note, say, say_json
from scenarios.cli.progress import progress
from scenarios.cli.stations.app import stations_app
from scenarios.faults import Fault, InputError
from scenarios.years import FIRST_YEAR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scenarios.stations.request import StationRequest
    from transport.stations.service_areas import Equipped

MODES = ("road", "river")
PLAN = "stations"

RunYear = Annotated[
    str, typer.Option("--year", metavar="YEAR", help="Year of the run, 2024 to 2060.")
]
Mode = Annotated[str, typer.Option("--mode", help="road or river.")]
StationsOut = Annotated[
    Path | None,
    typer.Option("--out", metavar="DIR", help="Folder to make.", show_default=False),
]
Background = Annotated[
    float | None,
    typer.Option(
        "--background-per-day",
        help="Trucks of each road link and direction that the demand table leaves out.",
        show_default=False,
    ),
]
Existing = Annotated[
    Path | None,
    typer.Option(
        "--existing",
        metavar="CSV",
        help="Stations that stand already, as landsea stations import writes them.",
        show_default=False,
    ),
]
Wait = Annotated[
    float, typer.Option("--target-wait-min", help="Mean wait for the places that are needed.")
]


Weeks = Annotated[
    int,
    typer.Option(
        "--replications", min=1, max=30, help="Weeks, each with random streams of its own."
    ),
]
Records = Annotated[
    bool,
    typer.Option("--records", help="Write every trip and stop of the first week, too."),
]


@stations_app.callback(invoke_without_command=True)
def stations(  # noqa: PLR0913  # one argument for each option of the command line
    context: typer.Context,
    *,
    plan: OnePlan = PLAN,
    year: RunYear = DEFAULT_YEAR,
    mode: Mode = "road",
    seed: Seed = 1,
    background_per_day: Background = None,
    existing: Existing = None,
    target_wait_min: Wait = 10.0,
    replications: Weeks = 3,
    out: StationsOut = None,
    records: Records = False,
    overwrite: Overwrite = False,
    tables: TablesFolder = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Simulate a week of the trucks or vessels that use the stations of a plan."""
    if context.invoked_subcommand is not None:
        return
    from scenarios.display.words import Text
    from scenarios.stations.answer import answer_lines
    from scenarios.stations.store import write_stations

    del debug
    faults = [
        *(check_out(out, overwrite=overwrite) if out is not None else []),
        *_option_faults(
            (mode, existing, background_per_day, target_wait_min), out, records=records
        ),
    ]
    request = read_request(
        (plan, year, tables), (mode, seed, background_per_day, target_wait_min), existing, faults
    )
    request = replace(request, replications=replications)
    note(f"chooses    chains of {request.plan.name} {request.year} in step with the locks")
    answer, areas, kept = _answer(request, keeps_records=records)
    if out is not None:
        title = Text(request.plan.title.zh, request.plan.title.en)
        write_stations(answer, dict(request.tables), areas, title, out, kept)
    if json:
        say_json(answer.document() | ({"out": out.as_posix()} if out else {}))
        return
    for line in answer_lines(answer):
        say(line)
    if out is not None:
        say(f"report {out.as_posix()}/report.html")


def _option_faults(
    asked: tuple[str, Path | None, float | None, float], out: Path | None, *, records: bool
) -> Iterator[Fault]:
    """Yield what is wrong with the options alone."""
    mode, existing, background_per_day, target_wait_min = asked
    if records and out is None:
        advice = "give a folder with --out"
        yield Fault(
            "--records", 0, "", "option.records", "there is no folder to write to", help=advice
        )
    if mode not in MODES:
        message = f'"{mode}" is no kind of station'
        yield Fault("--mode", 0, "", "option.mode", message, ", ".join(MODES))
    for option, given in (("existing", existing), ("background-per-day", background_per_day)):
        if mode == "river" and given is not None:
            message = "it is of service areas on roads"
            yield Fault(f"--{option}", 0, "", f"option.{option}", message, "--mode road")
    if not (math.isfinite(target_wait_min) and target_wait_min > 0):
        message, option = f"{target_wait_min:g} is out of range", "--target-wait-min"
        yield Fault(option, 0, "", "option.target-wait-min", message, "above 0")


def read_request(
    named: tuple[str, str, Path | None],
    asked: tuple[str, int, float | None, float],
    existing: Path | None,
    found: list[Fault],
) -> StationRequest:
    """Read plan, year, tables and existing stations, with all faults in one list.

    Parameters
    ----------
    named : tuple
        Plan, year as written, and folder of the user's tables.
    asked : tuple
        Mode, seed, background trucks and target of the mean wait in minutes.
    existing : Path or None
        The user's list of stations.
    found : list of Fault
        Faults of other options.

    Returns
    -------
    StationRequest
        The question.

    Raises
    ------
    InputError
        With all faults.
    """
    from scenarios.cli.inputs import read_plans, read_shipped
    from scenarios.stations.existing import read_existing
    from scenarios.stations.request import StationRequest

    plan, year, folder = named
    mode, seed, background, target = asked
    number, faults = parse_year(year, FIRST_YEAR)
    tables, table_faults = read_shipped(folder)
    plans, plan_faults = read_plans([plan], tables)
    faults = [*found, *faults, *table_faults, *plan_faults]
    if background is not None and not 0 <= background <= 1e5:  # noqa: PLR2004
        message = f"{background:g} is out of range"
        option = "--background-per-day"
        faults.append(
            Fault(option, 0, "", "option.background-per-day", message, "0 to 100000 trucks")
        )
    more: Equipped = {}
    if existing is not None and tables is not None:
        more, wrong = read_existing(existing, tables)
        faults += wrong
    if faults or tables is None:
        raise InputError(set(faults))
    numbers = tables["station_parameters"].set_index("parameter")["value"]
    shown = float(numbers["background_trucks_per_day"]) if background is None else background
    return StationRequest(tables, plans[0][1], number, mode, seed, shown, more, target)


def _answer(request: StationRequest, *, keeps_records: bool):  # type: ignore[no-untyped-def]  # noqa: ANN202
    """Return the answer, the service areas that its map shows, and records if asked for."""
    from scenarios.measures.words import counted
    from scenarios.stations.flows import year_cargo
    from scenarios.stations.records import river_records, road_records
    from scenarios.stations.river_answer import river_answer
    from scenarios.stations.river_study import river_study
    from scenarios.stations.road_answer import road_answer
    from scenarios.stations.road_study import road_study

    cargo = year_cargo(request)
    note(f"simulates  {counted(request.replications, 'week')} of stations")
    if request.mode == "river":
        river = river_study(request, cargo)
        kept = river_records(request, river) if keeps_records else None
        return river_answer(request, cargo, river), {}, kept
    with progress("weeks") as report:
        road = road_study(request, cargo, report)
    kept = road_records(request, road) if keeps_records else None
    return road_answer(request, cargo, road), road.roads.areas, kept
