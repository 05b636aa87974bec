"""What a user asks of a vessel, checked: every fault at once, with its option or column."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final

from fleets.hydrodynamics.draught import draught_at_load_m, load_at_draught_t
from fleets.sea_ships import MODES, SeaShip
from scenarios.faults import Fault, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fleets.inland_vessels import InlandVessel
    from scenarios.energy.inputs import VesselInputs

MOST_DRAUGHTS: Final = 1.5
"""Draught over the loaded one that no hull outlives."""
SLACK_M: Final = 0.05
"""How far a draught and a load that are both given may disagree, as draught."""
FASTEST_KMH: Final = 60.0
DEEPEST_M: Final = 12000.0
STRONGEST_KMH: Final = 30.0


@dataclass(frozen=True, slots=True)
class VesselRequest:
    """Options of ``landsea energy vessel`` as given; None where left out."""

    class_id: str
    speed_kmh: float | None = None
    depth_m: float | None = None
    draught_m: float | None = None
    load_t: float | None = None
    current_kmh: float | None = None
    width_m: float | None = None
    powertrain: str | None = None
    engine: str | None = None
    tier: str | None = None
    mode: str | None = None
    main_fuel_time_share: float | None = None
    battery_kwh: float | None = None

    def numbers(self) -> dict[str, float]:
        """Return the numbers that were given by field."""
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: one for name, one in found.items() if isinstance(one, int | float)}


RANGES: Final[dict[str, tuple[float, float, str]]] = {
    "speed_kmh": (0.0, FASTEST_KMH, "km/h through water; 0 for a vessel that waits"),
    "depth_m": (0.0, DEEPEST_M, "m"),
    "draught_m": (0.0, 30.0, "m"),
    "load_t": (0.0, 1e6, "t"),
    "current_kmh": (-STRONGEST_KMH, STRONGEST_KMH, "km/h, positive with the vessel"),
    "width_m": (1.0, 10000.0, "m of canal"),
    "main_fuel_time_share": (0.0, 1.0, "share of the time"),
    "battery_kwh": (1.0, 1e6, "kWh"),
}


def option(name: str) -> str:
    """Return the option of a field."""
    return "--" + name.replace("_", "-")


def request_faults(request: VesselRequest, inputs: VesselInputs) -> list[Fault]:
    """Return everything that is wrong with a request.

    Parameters
    ----------
    request : VesselRequest
        The options.
    inputs : VesselInputs
        Known classes, engines and stages.

    Returns
    -------
    list of Fault
        Empty when the request can be answered.
    """
    found = [*_class_faults(request, inputs), *_range_faults(request)]
    found += _name_faults(request, inputs)
    vessel = vessel_of(request.class_id, inputs)
    if vessel is not None and not found:
        found += _hull_faults(request, vessel)
        found += _engine_faults(request, vessel, inputs)
    return found


def vessel_of(class_id: str, inputs: VesselInputs) -> InlandVessel | SeaShip | None:
    """Return the class of an id, or None where its energy is not known."""
    return inputs.inland.vessels.get(class_id) or inputs.sea.get(class_id)


def _fault(name: str, code: str, message: str, allowed: str = "", advice: str = "") -> Fault:
    return Fault(option(name), 0, "", f"energy.{code}", message, allowed, advice)


def _class_faults(request: VesselRequest, inputs: VesselInputs) -> Iterator[Fault]:
    """Yield the fault of a class that is not known, or whose hull is not."""
    name = request.class_id
    if name not in inputs.names:
        message = f'unknown vessel class "{name}"'
        yield Fault("CLASS", 0, "", "energy.class", message, nearest(name, inputs.classes))
    elif name in inputs.inland.incomplete:
        missing = ", ".join(inputs.inland.incomplete[name])
        message = f"the table vessel_classes lacks {missing} of {name}"
        known = ", ".join([*inputs.inland.vessels, *inputs.sea])
        advice = "fill them in a table of your own (--tables), with inland_hulls"
        yield Fault("CLASS", 0, "", "energy.class-data", message, known, advice)


def _range_faults(request: VesselRequest) -> Iterator[Fault]:
    """Yield the faults of numbers outside what can be."""
    for name, value in request.numbers().items():
        low, high, unit = RANGES[name]
        if not (math.isfinite(value) and low <= value <= high):
            yield _fault(name, "range", f"{value:g} is impossible", f"{low:g} to {high:g} {unit}")


def _name_faults(request: VesselRequest, inputs: VesselInputs) -> Iterator[Fault]:
    """Yield the faults of names of engines, powertrains, stages and modes."""
    mains = [one for one in inputs.engines.values() if one.role == "main"]
    known = {
        "engine": [one.engine_id for one in mains],
        "powertrain": list(dict.fromkeys(one.powertrain for one in mains)),
        "tier": list(inputs.tiers),
        "mode": list(MODES),
    }
    for name, values in known.items():
        given = getattr(request, name)
        if given is not None and given not in values:
            yield _fault(name, name, f'unknown {name} "{given}"', nearest(given, values))


def _hull_faults(request: VesselRequest, vessel: InlandVessel | SeaShip) -> Iterator[Fault]:
    """Yield the faults of draught, load, depth and current together."""
    draught = _draught(request, vessel)
    least = vessel.draught_empty_m
    if draught < least - SLACK_M:
        message = f"{draught:g} m is less than the empty vessel draws"
        yield _fault("draught_m", "draught", message, f"{least:g} m and more")
    most = MOST_DRAUGHTS * vessel.draught_loaded_m
    if draught > most:
        by_load = request.draught_m is None
        load = float(_load_at(most, vessel))
        yield _fault(
            "load_t" if by_load else "draught_m",
            "load" if by_load else "draught",
            (f"{request.load_t:g} t" if by_load else f"{draught:.4g} m")
            + " is more than the hull can carry",
            f"{load:.0f} t at the most" if by_load else f"{most:g} m at the most",
        )
    if request.draught_m is not None and request.load_t is not None:
        yield from _load_faults(request.draught_m, request.load_t, vessel)
    if request.load_t and not vessel.dwt_t:
        message = f"{vessel.class_id} has no rated tonnage, so its load says nothing"
        yield _fault("load_t", "load", message, "leave it out")
    if request.depth_m is not None and request.depth_m <= draught:
        message = (
            f"the draught of {draught:.2f} m is not less than the depth of {request.depth_m:g} m"
        )
        yield _fault("depth_m", "aground", message, f"more than {draught:.2f} m, or a lighter load")
    speed = vessel.service_speed_kmh if request.speed_kmh is None else request.speed_kmh
    current = request.current_kmh or 0.0
    if speed > 0 and speed + current <= 0:
        message = f"a current of {current:g} km/h carries the vessel back at {speed:g} km/h"
        yield _fault("current_kmh", "current", message, f"more than {-speed:g} km/h")


def _load_faults(
    draught_m: float, load_t: float, vessel: InlandVessel | SeaShip
) -> Iterator[Fault]:
    """Yield the fault of a draught and a load that do not belong together."""
    fits = float(_draught_at(load_t, vessel))
    if abs(fits - draught_m) > SLACK_M:
        message = f"{load_t:g} t and {draught_m:g} m do not belong together"
        load = float(_load_at(draught_m, vessel))
        allowed = f"{load_t:g} t draws {fits:.2f} m; {draught_m:g} m carries {load:.0f} t"
        yield _fault("load_t", "load", message, allowed, "give one of the two")


def _width_faults(width_m: float, vessel: InlandVessel | SeaShip) -> Iterator[Fault]:
    """Yield the fault of a canal that does not hold the vessel."""
    if isinstance(vessel, SeaShip):
        yield _fault("width_m", "width", "canal squat is for inland vessels", "leave it out")
    elif width_m <= vessel.beam_m:
        message = f"a canal of {width_m:g} m does not hold a beam of {vessel.beam_m:g} m"
        yield _fault("width_m", "width", message, f"more than {vessel.beam_m:g} m")


def _engine_faults(
    request: VesselRequest, vessel: InlandVessel | SeaShip, inputs: VesselInputs
) -> Iterator[Fault]:
    """Yield the faults of options that the class or its engine does not have."""
    at_sea = isinstance(vessel, SeaShip)
    if request.width_m is not None:
        yield from _width_faults(request.width_m, vessel)
    if not at_sea and request.mode is not None:
        message = "modes are for sea-going ships"
        yield _fault("mode", "mode", message, "leave it out; --speed-kmh 0 for a vessel that waits")
    engine = engine_id(request, inputs)
    powertrain = inputs.engines[engine].powertrain
    if request.engine is not None and request.powertrain not in (None, powertrain):
        message = f"{request.engine} is {powertrain}, not {request.powertrain}"
        yield _fault("powertrain", "powertrain", message, "give one of the two")
    if request.battery_kwh is not None and not inputs.engines[engine].electric:
        message = f"{engine} has no battery"
        yield _fault("battery_kwh", "battery", message, "--powertrain battery, or leave it out")
    if request.main_fuel_time_share is not None and inputs.engines[engine].diesel is None:
        message = f"{engine} has only one fuel"
        dual = ", ".join(one.engine_id for one in inputs.engines.values() if one.diesel)
        yield _fault("main_fuel_time_share", "engine", message, dual)


ENGINE_OF_ENERGY: Final = {
    "diesel": "inland-diesel",
    "lng_dual_fuel": "lng-otto-ms",
    "lng_single_fuel": "lng-lbsi",
    "battery": "battery",
    "battery_swap": "battery",
}


def engine_id(request: VesselRequest, inputs: VesselInputs) -> str:
    """Return the engine of a request: the one named, else that of the powertrain or the class."""
    if request.engine is not None:
        return request.engine
    if request.powertrain is not None:
        return next(
            one.engine_id
            for one in inputs.engines.values()
            if one.powertrain == request.powertrain and one.role == "main"
        )
    ship = inputs.sea.get(request.class_id)
    if ship is not None:
        return ship.main_engine_id
    return ENGINE_OF_ENERGY[inputs.energy[request.class_id]]


def _draught_at(load_t: float, vessel: InlandVessel | SeaShip) -> float:
    if not vessel.dwt_t:
        return vessel.draught_loaded_m
    return float(
        draught_at_load_m(load_t, vessel.draught_empty_m, vessel.draught_loaded_m, vessel.dwt_t)
    )


def _load_at(draught_m: float, vessel: InlandVessel | SeaShip) -> float:
    return float(
        load_at_draught_t(draught_m, vessel.draught_empty_m, vessel.draught_loaded_m, vessel.dwt_t)
    )


def _draught(request: VesselRequest, vessel: InlandVessel | SeaShip) -> float:
    """Return the draught of a request: given, from the load, or of a laden voyage."""
    if request.draught_m is not None:
        return request.draught_m
    if request.load_t is not None:
        return _draught_at(request.load_t, vessel)
    return _draught_at(getattr(vessel, "payload_factor", 1.0) * vessel.dwt_t, vessel)


def draught_and_load(request: VesselRequest, vessel: InlandVessel | SeaShip) -> tuple[float, float]:
    """Return draught and load of a request without faults."""
    draught = _draught(request, vessel)
    if request.load_t is not None:
        return draught, request.load_t
    return draught, max(_load_at(draught, vessel), 0.0)
