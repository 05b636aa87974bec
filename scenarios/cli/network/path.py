"""``landsea network path``: the way between two places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

import typer

from scenarios.cli.network.app import network_app
from scenarios.cli.options import (
    DEFAULT_PLAN,
    DEFAULT_YEAR,
    Debug,
    Json,
    OnePlan,
    TablesFolder,
    Year,
)
from scenarios.cli.output import say, say_json
from scenarios.faults import Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from networks.names import PlaceNames
    from scenarios.cli.network.inputs import NetworkInputs
    from scenarios.network_path import Vessel, Way

MODE_WORDS: Final = {
    "road": "road",
    "rail": "rail",
    "water": "inland_water",
    "inland_water": "inland_water",
    "sea": "sea",
    "any": "any",
}
_DEEPEST_M: Final = 30.0

Place = Annotated[str, typer.Argument(help="Id of a place, or its name in Chinese or English.")]


@network_app.command("path")
def show_path(  # noqa: PLR0913  # one argument for each option of the command line
    origin: Place,
    destination: Place,
    *,
    mode: Annotated[str, typer.Option(help="road, rail, water, sea or any.")] = "any",
    year: Year = DEFAULT_YEAR,
    plan: OnePlan = DEFAULT_PLAN,
    draught_m: Annotated[
        float | None, typer.Option("--draught-m", help="Draught of the vessel in metres.")
    ] = None,
    vessel: Annotated[
        str | None,
        typer.Option(
            "--vessel",
            help="Vessel class; sails at its loaded draught unless --draught-m is given.",
        ),
    ] = None,
    month: Annotated[
        int | None, typer.Option(min=1, max=12, help="Month of the water level; else its mean.")
    ] = None,
    tables: TablesFolder = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Find the shortest way by one mode, or the quickest by any."""
    from networks.names import place_names
    from scenarios.cli.network.inputs import read_network
    from scenarios.inputs import transport_parameters
    from scenarios.network_path import find_way

    del debug
    inputs = read_network(plan, year, tables, [*_mode_faults(mode), *_draught_faults(draught_m)])
    wanted = MODE_WORDS[mode]
    names = place_names(inputs.tables["places"], inputs.tables["cities"])
    ends = _ends(names, origin, destination, wanted)
    closed = _closed(inputs, draught_m, vessel, month)
    parameters = transport_parameters(inputs.tables)
    way = find_way(inputs.network, ends, wanted, parameters, closed)
    if way is None:
        free = find_way(inputs.network, ends, wanted, parameters)
        raise InputError([_no_way(ends, mode, free, closed)])
    show = inputs.network.places[["name_zh", "name_en"]]
    if json:
        say_json(
            {
                **way.as_json(),
                "origin_name": show.loc[way.origin].to_dict(),
                "destination_name": show.loc[way.destination].to_dict(),
                "mode": mode,
                "year": inputs.year,
                "plan": inputs.plan.name,
            }
        )
        return
    for line in _lines(way, dict(show["name_en"])):
        say(line)


def _mode_faults(mode: str) -> list[Fault]:
    """Return the fault of a mode that does not exist."""
    if mode in MODE_WORDS:
        return []
    message, allowed = f'"{mode}" is no mode', ", ".join(MODE_WORDS)
    return [Fault("--mode", 0, "", "option.mode", message, allowed)]


def _draught_faults(draught_m: float | None) -> list[Fault]:
    """Return the fault of a draught that no vessel has."""
    if draught_m is None or 0 < draught_m <= _DEEPEST_M:
        return []
    message = f"{draught_m:g} m is no draught"
    return [Fault("--draught-m", 0, "", "option.draught", message, f"0 to {_DEEPEST_M:g} m")]


def _ends(names: PlaceNames, origin: str, destination: str, mode: str) -> tuple[str, str]:
    """Return the ids of both ends, or refuse what is not known."""
    from networks.names import UnknownPlaceError

    found, faults = [], []
    for where, text in (("ORIGIN", origin), ("DESTINATION", destination)):
        try:
            found.append(names.resolve(text, mode))
        except UnknownPlaceError as error:
            faults.append(_place_fault(where, text, mode, error))
    if faults:
        raise InputError(faults)
    return found[0], found[1]


def _place_fault(where: str, text: str, mode: str, error: Exception) -> Fault:
    """Return the fault of a name that no place has, or of a place without the mode."""
    modes = ", ".join(getattr(error, "modes", ()))
    nearest = ", ".join(f'"{one}"' for one in getattr(error, "nearest", ()))
    if modes:
        message = f'"{text}" has no {mode.replace("_", " ")}'
        return Fault(where, 0, "", "place.mode", message, f"it has: {modes}")
    allowed = f"nearest {nearest}" if nearest else "an id or a name in Chinese or English"
    remedy = "the ids are in networks/data/places.csv"
    return Fault(where, 0, "", "place.unknown", f'unknown place "{text}"', allowed, remedy)


def _closed(
    inputs: NetworkInputs, draught_m: float | None, class_id: str | None, month: int | None
) -> dict[str, str]:
    """Return the reaches that the vessel cannot use."""
    from scenarios.inputs import vessel_rules
    from scenarios.network_path import closed_to

    vessel = _vessel(inputs, draught_m, class_id)
    if vessel is None:
        return {}
    return closed_to(inputs.network, vessel, vessel_rules(inputs.tables, month))


def _vessel(inputs: NetworkInputs, draught_m: float | None, class_id: str | None) -> Vessel | None:
    """Return the vessel of the options, or refuse a class that does not exist."""
    from scenarios.faults import nearest
    from scenarios.inputs import fleet_of, transport_parameters
    from scenarios.network_path import Vessel

    if class_id is None:
        return None if draught_m is None else Vessel(draught_m)
    classes = fleet_of(inputs.tables, inputs.year, transport_parameters(inputs.tables)).classes
    if class_id not in classes:
        message = f'unknown vessel class "{class_id}"'
        allowed = nearest(class_id, list(classes))
        raise InputError([Fault("--vessel", 0, "", "option.vessel", message, allowed)])
    known = classes[class_id]
    return Vessel(known.draught_loaded_m if draught_m is None else draught_m, known)


def _no_way(ends: tuple[str, str], mode: str, free: Way | None, closed: Mapping[str, str]) -> Fault:
    """Return the fault of two places that nothing joins, or that the vessel cannot join."""
    between = f"{ends[0]} to {ends[1]}"
    if free is None:
        message = f"no way by {mode} from {between}"
        return Fault("path", 0, "", "path.none", message, help="try --mode any or another --year")
    stopped: dict[str, list[str]] = {}
    for leg in free.legs:
        for link in leg.links:
            if link.link_id in closed:
                stopped.setdefault(closed[link.link_id], []).append(link.link_id)
    stops = "; ".join(f"{reason} on {', '.join(stopped[reason])}" for reason in sorted(stopped))
    message = f"the vessel cannot sail from {between}: {stops}"
    return Fault("path", 0, "", "path.vessel", message, help="give a smaller draught or vessel")


def _lines(way: Way, names: Mapping[str, str]) -> list[str]:
    """Return a way as lines, one for each leg."""
    distance_km = sum(leg.length_km for leg in way.legs)
    ends = f"{names[way.origin]} ({way.origin}) to {names[way.destination]} ({way.destination})"
    lines = [f"{ends}: {distance_km:.1f} km, {way.time_h:.1f} h"]
    for leg in way.legs:
        stops = " - ".join(leg.places)
        lines.append(f"  {leg.mode.replace('_', ' '):13}{leg.length_km:8.1f} km  {stops}")
    if way.locks:
        lines.append(f"  locks: {', '.join(way.locks)}")
    if way.calls:
        calls = ", ".join(way.calls)
        lines.append(f"  by way of {calls}: the tables hold no direct sea distance")
    return lines
