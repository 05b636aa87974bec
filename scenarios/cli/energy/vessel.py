"""``landsea energy vessel``: one leg of a vessel, a table of legs, or curves over speed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scenarios.cli.energy.app import DEFAULT_GRID_YEAR, GridYear, Load, energy_app
from scenarios.cli.options import Debug, Gwp, Json, Overwrite, TablesFolder, check_gwp
from scenarios.cli.output import say, say_json
from scenarios.faults import InputError
from scenarios.gwp_names import DEFAULT_GWP

if TYPE_CHECKING:
    from scenarios.energy.inputs import VesselInputs
    from scenarios.energy.vessel_request import VesselRequest
    from scenarios.faults import Fault

LegsFile = Annotated[
    Path | None,
    typer.Option("--legs", metavar="FILE", help="Table of legs (.csv, .parquet), row by row."),
]
LegsOut = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help="Where the legs go (.csv, .parquet).")
]
ChartFile = Annotated[
    Path | None,
    typer.Option(
        "--chart", metavar="FILE", help="Power by speed and depth as a picture (.svg, .png)."
    ),
]
ClassId = Annotated[
    str, typer.Argument(metavar="CLASS", help="A class_id of vessel_classes: inland-3000.")
]
Speed = Annotated[
    float | None,
    typer.Option("--speed-kmh", help="Speed through water; 0 waits. Default: the service speed."),
]
Depth = Annotated[float | None, typer.Option("--depth-m", help="Depth. Default: deep water.")]
Draught = Annotated[float | None, typer.Option("--draught-m", help="Draught; gives the load.")]
Current = Annotated[
    float | None, typer.Option("--current-kmh", help="Current, positive with the vessel.")
]
CanalWidth = Annotated[
    float | None, typer.Option("--width-m", help="Width of a canal, for squat in it.")
]
Powertrain = Annotated[
    str | None, typer.Option("--powertrain", help="diesel, lng, methanol, battery, ...")
]
Engine = Annotated[str | None, typer.Option("--engine", help="An engine_id of marine_engines.")]
Tier = Annotated[
    str | None, typer.Option("--tier", help="Emission stage, a tier of emission_tiers.")
]
Mode = Annotated[
    str | None,
    typer.Option("--mode", help="Sea-going ships: sea, manoeuvring, anchorage or berth."),
]
TimeShare = Annotated[
    float | None,
    typer.Option(
        "--main-fuel-time-share", help="Share of the time a dual-fuel engine runs on gas."
    ),
]
BatteryKwh = Annotated[
    float | None, typer.Option("--battery-kwh", help="Battery on board, for its range.")
]


@energy_app.command("vessel")
def energy_vessel(  # noqa: PLR0913 - one for each option
    class_id: ClassId,
    *,
    speed_kmh: Speed = None,
    depth_m: Depth = None,
    draught_m: Draught = None,
    load_t: Load = None,
    current_kmh: Current = None,
    width_m: CanalWidth = None,
    powertrain: Powertrain = None,
    engine: Engine = None,
    tier: Tier = None,
    mode: Mode = None,
    main_fuel_time_share: TimeShare = None,
    battery_kwh: BatteryKwh = None,
    legs: LegsFile = None,
    out: LegsOut = None,
    chart: ChartFile = None,
    overwrite: Overwrite = False,
    gwp: Gwp = DEFAULT_GWP,
    year: GridYear = DEFAULT_GRID_YEAR,
    tables: TablesFolder = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Tell power, energy, fuel and emissions of a vessel on one leg, or on a table of legs."""
    from scenarios.cli.energy.vessel_files import file_faults
    from scenarios.energy.vessel_request import VesselRequest

    del debug
    request = VesselRequest(
        class_id,
        speed_kmh,
        depth_m,
        draught_m,
        load_t,
        current_kmh,
        width_m,
        powertrain,
        engine,
        tier,
        mode,
        main_fuel_time_share,
        battery_kwh,
    )
    unknown = check_gwp(gwp)
    found = [*file_faults(legs, out, chart, overwrite=overwrite), *unknown]
    inputs = _read(tables, year, DEFAULT_GWP if unknown else gwp)
    if legs is not None:
        _answer_table(request, inputs, found, (legs, out), as_json=json)
    else:
        _refuse(request, inputs, found)
        _answer_one(request, inputs, chart, as_json=json)


def _answer_table(
    request: VesselRequest,
    inputs: VesselInputs,
    found: list[Fault],
    files: tuple[Path, Path | None],
    *,
    as_json: bool,
) -> None:
    """Answer every row of a table of legs."""
    from scenarios.cli.energy.vessel_files import answer_legs, read_legs, request_for_legs

    source, out = files
    request = request_for_legs(request, found)
    known = request.class_id in inputs.names
    rows, wrong = read_legs(request.class_id, inputs, source) if known else (None, [])
    _refuse(request, inputs, [*found, *wrong])
    if rows is not None and out is not None:
        answer_legs(request, inputs, rows, out, as_json=as_json)


def _answer_one(
    request: VesselRequest, inputs: VesselInputs, chart: Path | None, *, as_json: bool
) -> None:
    """Answer one leg, and draw curves over speed where asked for."""
    from scenarios.cli.energy.vessel_files import draw_curves
    from scenarios.energy.vessel_answer import vessel_answer

    answer = vessel_answer(request, inputs)
    if chart is not None:
        answer["chart"] = draw_curves(request, inputs, chart)
    if as_json:
        say_json(answer)
        return
    for line in _lines(answer):
        say(line)


def _read(tables: Path | None, year: int, gwp: str) -> VesselInputs:
    """Read the tables, or refuse them with all their faults."""
    from scenarios.cli.inputs import read_shipped
    from scenarios.energy.inputs import vessel_inputs

    checked, faults = read_shipped(tables)
    if faults or checked is None:
        raise InputError(faults)
    return vessel_inputs(checked, year, gwp)


def _refuse(request: VesselRequest, inputs: VesselInputs, found: list[Fault]) -> None:
    """Refuse a request with all its faults."""
    from scenarios.energy.vessel_request import request_faults

    faults = [*found, *request_faults(request, inputs)]
    if faults:
        raise InputError(faults)


def _lines(answer: dict[str, Any]) -> list[str]:
    """Return the answer as lines."""
    from scenarios.cli.energy.lines import emission_lines, fuel_lines

    depth = "deep water" if answer["depth_m"] is None else f"{answer['depth_m']:g} m deep"
    way = f"{answer['speed_kmh']:g} km/h through water, {answer['ground_speed_kmh']:g} over ground"
    hull = f"draught {answer['draught_m']:g} m, load {answer['load_t']:g} t"
    parts = f"propulsion {answer['propulsion_kw']:.1f}, auxiliaries {answer['hotel_kw']:.1f}"
    load = f"{answer['engine_load_share']:.0%} of the engine"
    lines = [
        f"{answer['name']['en']} ({answer['class_id']}), {answer['engine']}",
        f"  {way}, {depth}, {hull}",
        f"  power       {answer['power_kw']:>10.1f} kW    {parts} ({load})",
        *fuel_lines(answer),
        *emission_lines(answer),
    ]
    if "battery" in answer:
        battery = answer["battery"]
        mass = f"one charge; payload lost to the battery {battery['payload_lost_t']:.0f} t"
        lines.append(f"  range       {battery['range_km']:>10.0f} km    {mass}")
    if "calibration" in answer:
        lines.append(_calibration_line(answer["calibration"]))
    lines += [
        f"  limit passed: {one['limit']} is {one['value']:g}, allowed {one['allowed']:g}"
        for one in answer["limits"]
    ]
    lines += [f"  note: {one}" for one in answer["notes"]]
    return [*lines, f"picture  {answer['chart']['file']}"] if "chart" in answer else lines


def _calibration_line(found: dict[str, Any]) -> str:
    """Return how the class was brought to its anchor."""
    span = f"({found['factor_low']:.2f} to {found['factor_high']:.2f})"
    anchor = f"{found['anchor_g_fuel_per_tkm']:g} g/tkm, {found['anchor']}"
    return f"  calibration {found['factor']:>10.3f} {span} on {anchor}"
