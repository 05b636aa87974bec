"""``landsea energy train`` and ``landsea energy truck``."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scenarios.cli.energy.app import DEFAULT_GRID_YEAR, GridYear, Load, energy_app
from scenarios.cli.options import Debug, Json, TablesFolder
from scenarios.cli.output import say, say_json
from scenarios.faults import InputError

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


def land_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that trains and trucks share, after its own.

    Parameters
    ----------
    command : callable
        Takes its own options and ``shared``, a :class:`Shared`.

    Returns
    -------
    callable
        The same with every option of its own on the command line.
    """

    @wraps(command)
    def with_options(**given: Any) -> None:  # noqa: ANN401 - typer has checked them
        shared = Shared(**{one.name: given.pop(one.name) for one in fields(Shared)})
        given.pop("debug")
        command(shared=shared, **given)

    own = [
        one for one in signature(command, eval_str=True).parameters.values() if one.name != "shared"
    ]
    added = [
        Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=option)
        for name, option, default in _SHARED
    ]
    with_options.__signature__ = Signature([*own, *added])  # type: ignore[attr-defined]
    return with_options


@dataclass(frozen=True, slots=True)
class Shared:
    """Options that trains and trucks share, as given."""

    load_t: float | None
    speed_kmh: float | None
    grade: str | None
    empty_share: float | None
    year: int
    tables: Path | None
    json: bool


_SHARED: tuple[tuple[str, Any, Any], ...] = (
    ("load_t", Load, None),
    ("speed_kmh", Speed, None),
    ("grade", Grade, None),
    ("empty_share", Empty, None),
    ("year", GridYear, DEFAULT_GRID_YEAR),
    ("tables", TablesFolder, None),
    ("json", Json, False),
    ("debug", Debug, False),
)


@energy_app.command("train")
@land_options
def energy_train(
    class_id: Annotated[
        str, typer.Argument(metavar="CLASS", help="A class_id of train_classes: rail-bulk-4000.")
    ],
    *,
    powertrain: Annotated[
        str | None, typer.Option("--powertrain", help="electric (default) or diesel.")
    ] = None,
    electrified_share: Annotated[
        float | None,
        typer.Option("--electrified-share", help="Share of the distance under a wire."),
    ] = None,
    shared: Shared,
) -> None:
    """Tell energy, fuel and emissions of a train for a kilometre."""
    from scenarios.energy.land_answer import train_answer
    from scenarios.energy.land_request import train_faults

    request = replace(_request(class_id, powertrain, shared), electrified_share=electrified_share)
    _show(train_answer(request, _checked(request, train_faults, shared)), as_json=shared.json)


@energy_app.command("truck")
@land_options
def energy_truck(
    class_id: Annotated[
        str, typer.Argument(metavar="CLASS", help="A class_id of truck_classes: truck-49.")
    ],
    *,
    powertrain: Annotated[
        str | None,
        typer.Option("--powertrain", help="diesel (default), lng, battery, swap or fuel-cell."),
    ] = None,
    shared: Shared,
) -> None:
    """Tell energy, fuel and emissions of a truck for a kilometre."""
    from scenarios.energy.land_answer import truck_answer
    from scenarios.energy.land_request import truck_faults

    request = _request(class_id, powertrain, shared)
    _show(truck_answer(request, _checked(request, truck_faults, shared)), as_json=shared.json)


def _request(class_id: str, powertrain: str | None, shared: Shared) -> LandRequest:
    """Return what is asked of a vehicle."""
    from scenarios.energy.land_request import LandRequest

    return LandRequest(
        class_id, shared.load_t, shared.speed_kmh, powertrain, shared.grade, shared.empty_share
    )


def _checked(
    request: LandRequest,
    faults_of: Callable[[LandRequest, LandInputs], list[Fault]],
    shared: Shared,
) -> LandInputs:
    """Read the tables; refuse them, or a request, with all faults."""
    from scenarios.cli.inputs import read_shipped
    from scenarios.energy.land_inputs import land_inputs

    checked, faults = read_shipped(shared.tables)
    if faults or checked is None:
        raise InputError(faults)
    inputs = land_inputs(checked, shared.year)
    wrong = faults_of(request, inputs)
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
    for one in answer["notes"]:
        say(f"  note: {one}")
