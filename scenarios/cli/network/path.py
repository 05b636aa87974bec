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

    from fleets import VesselClass
    from scenarios.cli.network.inputs import NetworkInputs
    from scenarios.network.path import Vessel, Way
    from scenarios.tables.reading import Tables

MODE_WORDS: Final = {
    "road": "road",
    "rail": "rail",
    "water": "inland_water",
    "inland_water": "inland_water",
    "sea": "sea",
    "any": "any",
}
_DEEPEST_M: Final = 30.0

Draught = Annotated[
    float | None, typer.Option("--draught-m", help="Draught of the vessel in metres.")
]
VesselClassId = Annotated[
    str | None,
    typer.Option(
        "--vessel", help="Vessel class; sails at its loaded draught unless --draught-m is given."
    ),
]
Month = Annotated[
    int | None, typer.Option(min=1, max=12, help="Month of the water level; else its mean.")
]
Place = Annotated[str, typer.Argument(help="Id of a place, or its name in Chinese or English.")]


@network_app.command("path")
def show_path(  # noqa: PLR0913  # one argument for each option of the command line
    origin: Place,
    destination: Place,
    *,
    mode: Annotated[str, typer.Option(help="road, rail, water, sea or any.")] = "any",
    year: Year = DEFAULT_YEAR,
    plan: OnePlan = DEFAULT_PLAN,
    draught_m: Draught = None,
    vessel: VesselClassId = None,
    month: Month = None,
    tables: TablesFolder = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Find the shortest way by one mode, or the quickest by any."""
    from scenarios.cli.network.inputs import read_network
    from scenarios.inputs import transport_parameters
    from scenarios.network.path import find_way, unchecked

    del debug
    wanted = MODE_WORDS.get(mode, "any")
    found = [*_mode_faults(mode), *_draught_faults(draught_m)]

    def check(known: Tables) -> list[Fault]:
        """Return the faults that need the tables."""
        return [*_ends(known, origin, destination, wanted)[1], *_vessel_faults(known, vessel)]

    inputs = read_network(plan, year, tables, found, check)
    ends, _ = _ends(inputs.tables, origin, destination, wanted)
    closed = _closed(inputs, draught_m, vessel, month)
    parameters = transport_parameters(inputs.tables)
    way = find_way(inputs.network, ends, wanted, parameters, closed)
    if way is None:
        free = find_way(inputs.network, ends, wanted, parameters)
        raise InputError([_no_way(ends, mode, free, closed)])
    has_draught = draught_m is not None or vessel is not None
    warnings = unchecked(inputs.network, way) if has_draught else []
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
                "warnings": warnings,
            }
        )
        return
    for line in (*_lines(way, dict(show["name_en"])), *(f"  note: {one}" for one in warnings)):
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


def _ends(
    tables: Tables, origin: str, destination: str, mode: str
) -> tuple[tuple[str, str], list[Fault]]:
    """Return the ids of both ends, and the faults of names that are not known."""
    from networks.names import UnknownPlaceError, place_names

    names = place_names(tables["places"], tables["cities"])
    found, faults = ["", ""], []
    for i, (where, text) in enumerate((("ORIGIN", origin), ("DESTINATION", destination))):
        try:
            found[i] = names.resolve(text, mode)
        except UnknownPlaceError as error:
            faults.append(_place_fault(where, text, mode, error))
    return (found[0], found[1]), faults


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
    from scenarios.from_tables.inland_fleet import vessel_rules
    from scenarios.network.path import closed_to

    vessel = _vessel(inputs, draught_m, class_id)
    if vessel is None:
        return {}
    return closed_to(inputs.network, vessel, vessel_rules(inputs.tables, month))


def _vessel_faults(tables: Tables, class_id: str | None) -> list[Fault]:
    """Return the fault of a vessel class that does not exist."""
    from scenarios.faults import nearest

    known = _classes(tables)
    if class_id is None or class_id in known:
        return []
    message = f'unknown vessel class "{class_id}"'
    return [Fault("--vessel", 0, "", "option.vessel", message, nearest(class_id, list(known)))]


def _classes(tables: Tables) -> Mapping[str, VesselClass]:
    """Return the inland vessel classes."""
    from fleets import vessel_classes
    from scenarios.inputs import transport_parameters

    rate = transport_parameters(tables).interest_rate
    return vessel_classes(tables["vessel_classes"], tables["vessel_costs"], rate)


def _vessel(inputs: NetworkInputs, draught_m: float | None, class_id: str | None) -> Vessel | None:
    """Return the vessel of the options."""
    from scenarios.network.path import Vessel

    if class_id is None:
        return None if draught_m is None else Vessel(draught_m)
    known = _classes(inputs.tables)[class_id]
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
