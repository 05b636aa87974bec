"""What a user asks of a train or a truck, checked: every fault at once."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from fleets.trains import GRADES, TRACTIONS
from scenarios.energy.vessel_request import option
from scenarios.faults import Fault, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scenarios.energy.land_inputs import LandInputs

_LARGEST_EMPTY: Final = 0.95
_LARGEST_LOAD_T: Final = 1e5
_MOST_CHANGES: Final = 100.0
_LONGEST_KM: Final = 2e4


@dataclass(frozen=True, slots=True)
class LandRequest:
    """Options of ``landsea energy train`` and ``truck`` as given; None where left out."""

    class_id: str
    load_t: float | None = None
    speed_kmh: float | None = None
    powertrain: str | None = None
    grade: str | None = None
    empty_share: float | None = None
    electrified_share: float | None = None
    changes: int | None = None
    distance_km: float | None = None


def train_faults(request: LandRequest, inputs: LandInputs) -> list[Fault]:
    """Return everything that is wrong with a request for a train."""
    found = [
        *_class_faults(request.class_id, "train", list(inputs.trains)),
        *_common_faults(request, TRACTIONS),
        *_range(request.electrified_share, "electrified_share", 1.0, "share of the distance"),
        *_change_faults(request),
    ]
    train = inputs.trains.get(request.class_id)
    if train is not None:
        found += _load_faults(request, train.payload_t)
    if request.electrified_share is not None and request.powertrain == "electric":
        message = "an electric locomotive runs only under a wire"
        found.append(_fault("electrified_share", message, "leave out --powertrain, or this"))
    return found


def _change_faults(request: LandRequest) -> Iterator[Fault]:
    """Yield what is wrong with changes of locomotive."""
    yield from _range(request.changes, "changes", _MOST_CHANGES, "changes")
    yield from _range(request.distance_km, "distance_km", _LONGEST_KM, "km, above 0")
    if request.distance_km == 0:
        yield _fault("distance_km", "a way has a length", f"above 0, up to {_LONGEST_KM:g} km")
    if not request.changes and request.distance_km is not None:
        message = "numbers are for a kilometre; a way only shares changes of locomotive"
        yield _fault("distance_km", message, "leave it out, or give --changes")
    if not request.changes:
        return
    if request.distance_km is None:
        message = "changes are shared by the kilometres of a way, which is not given"
        yield _fault("distance_km", message, "the kilometres of the way")
    share = request.electrified_share
    if request.powertrain == "diesel" or share is None or share in (0, 1):
        message = "a locomotive is changed where a wire ends; this train runs all the way alike"
        advice = "--electrified-share between 0 and 1, without --powertrain"
        yield _fault("changes", message, advice)


def truck_faults(request: LandRequest, inputs: LandInputs) -> list[Fault]:
    """Return everything that is wrong with a request for a truck."""
    classes = list(dict.fromkeys(name for name, _ in inputs.trucks))
    powertrains = list(dict.fromkeys(one for _, one in inputs.trucks))
    found = [
        *_class_faults(request.class_id, "truck", classes),
        *_common_faults(request, powertrains),
    ]
    if found:
        return found
    chosen = request.powertrain or "diesel"
    truck = inputs.trucks.get((request.class_id, chosen))
    if truck is None:
        known = ", ".join(one for name, one in inputs.trucks if name == request.class_id)
        message = f"{request.class_id} is not known with {chosen}"
        return [_fault("powertrain", message, known)]
    return _load_faults(request, truck.payload_t)


def _fault(name: str, message: str, allowed: str = "") -> Fault:
    return Fault(option(name), 0, "", f"energy.{name.replace('_', '-')}", message, allowed)


def _class_faults(class_id: str, kind: str, known: Sequence[str]) -> Iterator[Fault]:
    """Yield the fault of a class that is not known."""
    if class_id not in known:
        message = f'unknown {kind} class "{class_id}"'
        yield Fault("CLASS", 0, "", "energy.class", message, nearest(class_id, list(known)))


def _common_faults(request: LandRequest, powertrains: Sequence[str]) -> Iterator[Fault]:
    """Yield the faults that trains and trucks share."""
    for name, known in (("powertrain", powertrains), ("grade", GRADES)):
        given = getattr(request, name)
        if given is not None and given not in known:
            yield _fault(name, f'unknown {name} "{given}"', nearest(given, list(known)))
    yield from _range(request.load_t, "load_t", _LARGEST_LOAD_T, "t")
    yield from _range(request.speed_kmh, "speed_kmh", 200.0, "km/h")
    yield from _range(request.empty_share, "empty_share", _LARGEST_EMPTY, "share of kilometres")


def _range(value: float | None, name: str, high: float, unit: str) -> Iterator[Fault]:
    """Yield the fault of a number outside 0 to `high`."""
    if value is not None and not (math.isfinite(value) and 0 <= value <= high):
        yield _fault(name, f"{value:g} is impossible", f"0 to {high:g} {unit}")


def _load_faults(request: LandRequest, payload_t: float) -> list[Fault]:
    """Return the fault of a load that does not fit."""
    if request.load_t is not None and payload_t < request.load_t <= _LARGEST_LOAD_T:
        message = f"{request.load_t:g} t do not fit on {request.class_id}"
        return [_fault("load_t", message, f"0 to {payload_t:g} t")]
    return []
