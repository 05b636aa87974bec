"""``landsea energy train`` and ``landsea energy truck``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from scenarios.cli.energy.app import DEFAULT_GRID_YEAR, GridYear, Load, energy_app
from scenarios.cli.options import Debug, Gwp, Json, TablesFolder, check_gwp
from scenarios.cli.output import say, say_json
from scenarios.faults import InputError
from scenarios.gwp_names import DEFAULT_GWP

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from scenarios.energy.land_inputs import LandInputs
    from scenarios.energy.land_request import LandRequest
    from scenarios.faults import Fault

Speed = Annotated[float | None, typer.Option("--speed-kmh", help="Mean speed, for the mean power.")]
Grade = Annotated[str | None, typer.Option("--grade", help="flat, rolling or mountain.")]
Empty = Annotated[
    float | None, typer.Option("--empty-share", help="Share of kilometres run empty.")
]


@energy_app.command("train")
def energy_train(  # noqa: PLR0913 - one for each option
    class_id: Annotated[
        str, typer.Argument(metavar="CLASS", help="A class_id of train_classes: rail-bulk-4000.")
    ],
    *,
    load_t: Load = None,
    speed_kmh: Speed = None,
    powertrain: Annotated[
        str | None, typer.Option("--powertrain", help="electric (default) or diesel.")
    ] = None,
    electrified_share: Annotated[
        float | None,
        typer.Option("--electrified-share", help="Share of the distance under a wire."),
    ] = None,
    changes: Annotated[
        int | None,
        typer.Option("--changes", help="Changes of locomotive on the way of the laden train."),
    ] = None,
    distance_km: Annotated[
        float | None,
        typer.Option("--distance-km", help="Length of that way, which shares the changes."),
    ] = None,
    grade: Grade = None,
    empty_share: Empty = None,
    gwp: Gwp = DEFAULT_GWP,
    year: GridYear = DEFAULT_GRID_YEAR,
    tables: TablesFolder = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Tell energy, fuel and emissions of a train for a kilometre."""
    from scenarios.energy.land_answer import train_answer
    from scenarios.energy.land_request import LandRequest, train_faults

    del debug
    request = LandRequest(
        class_id,
        load_t,
        speed_kmh,
        powertrain,
        grade,
        empty_share,
        electrified_share,
        changes,
        distance_km,
    )
    _show(train_answer(request, _checked(request, train_faults, tables, year, gwp)), as_json=json)


@energy_app.command("truck")
def energy_truck(  # noqa: PLR0913 - one for each option
    class_id: Annotated[
        str, typer.Argument(metavar="CLASS", help="A class_id of truck_classes: truck-49.")
    ],
    *,
    load_t: Load = None,
    speed_kmh: Speed = None,
    powertrain: Annotated[
        str | None,
        typer.Option("--powertrain", help="diesel (default), lng, battery, swap or fuel-cell."),
    ] = None,
    grade: Grade = None,
    empty_share: Empty = None,
    gwp: Gwp = DEFAULT_GWP,
    year: GridYear = DEFAULT_GRID_YEAR,
    tables: TablesFolder = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Tell energy, fuel and emissions of a truck for a kilometre."""
    from scenarios.energy.land_answer import truck_answer
    from scenarios.energy.land_request import LandRequest, truck_faults

    del debug
    request = LandRequest(class_id, load_t, speed_kmh, powertrain, grade, empty_share)
    _show(truck_answer(request, _checked(request, truck_faults, tables, year, gwp)), as_json=json)


def _checked(
    request: LandRequest,
    faults_of: Callable[[LandRequest, LandInputs], list[Fault]],
    tables: Path | None,
    year: int,
    gwp: str,
) -> LandInputs:
    """Read the tables; refuse them, or a request, with all faults."""
    from scenarios.cli.inputs import read_shipped
    from scenarios.energy.land_inputs import land_inputs

    checked, faults = read_shipped(tables)
    if faults or checked is None:
        raise InputError(faults)
    unknown = check_gwp(gwp)
    inputs = land_inputs(checked, year, DEFAULT_GWP if unknown else gwp)
    wrong = [*faults_of(request, inputs), *unknown]
    if wrong:
        raise InputError(wrong)
    return inputs


def _show(answer: dict[str, Any], *, as_json: bool) -> None:
    """Print an answer."""
    from scenarios.cli.energy.lines import emission_lines, fuel_lines

    if as_json:
        say_json(answer)
        return
    say(f"{answer['name']['en']} ({answer['class_id']}), {answer['powertrain']}")
    say(
        f"  load {answer['load_t']:g} t, {answer['grade']}, {answer['empty_share']:.0%} of the "
        f"kilometres empty"
    )
    say(
        f"  power       {answer['power_kw']:>10.1f} kW    mean, laden, {answer['speed_kmh']:g} km/h"
    )
    for line in (*fuel_lines(answer), *emission_lines(answer)):
        say(line)
    if "battery" in answer:
        battery = answer["battery"]
        say(f"  range       {battery['range_laden_km']:>10.0f} km    laden, one charge")
    if "locomotive_changes" in answer:
        say(_change_line(answer["locomotive_changes"]))
    for one in answer["notes"]:
        say(f"  note: {one}")


def _change_line(told: dict[str, Any]) -> str:
    """Return the line on changes of locomotive."""
    litres, way = told["diesel_l"], f"{told['changes']} of locomotive in {told['distance_km']:g} km"
    burnt = f"{litres['central']:.0f} l of diesel ({litres['low']:.0f} to {litres['high']:.0f})"
    return f"  changes     {way}: {burnt}, an estimate, empty trains included"
