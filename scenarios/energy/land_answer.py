"""The answers of ``landsea energy train`` and ``landsea energy truck``."""

from __future__ import annotations

import math
from functools import reduce
from typing import TYPE_CHECKING, Any, Final

from fleets.batteries import Battery
from fleets.energy_use import EnergyUse, carrier_use
from fleets.trains import with_empty_running
from scenarios.energy.land_inputs import CARRIER_OF_TRACTION
from scenarios.energy.shares import MJ_PER_KWH, intensity, rounded
from scenarios.energy.train_changes import change_answer, change_use

if TYPE_CHECKING:
    from fleets.trains import TrainClass
    from fleets.truck_energy import TruckClass
    from scenarios.energy.land_inputs import LandInputs
    from scenarios.energy.land_request import LandRequest

_S_PER_H: Final = 3600
TRAIN_NOTES: Final = (
    "a kilometre of the laden train with the empty running that belongs to it",
    "electric traction rests on a value from memory; trains are reference trains of this program",
    "changes of locomotive where the wire ends count with --changes; their diesel is an estimate",
)
TRUCK_NOTES: Final = (
    "a kilometre of the laden truck with the empty running that belongs to it",
    "consumption of Chinese trucks is a planning value; its form by load is that of UK trucks",
)


def train_answer(request: LandRequest, inputs: LandInputs) -> dict[str, Any]:
    """Answer a request for a train that has no faults.

    Parameters
    ----------
    request : LandRequest
        The options.
    inputs : LandInputs
        Classes and factors.

    Returns
    -------
    dict
        The document.
    """
    train = inputs.trains[request.class_id]
    load = train.payload_t * train.laden_load_share if request.load_t is None else request.load_t
    empty = train.empty_share if request.empty_share is None else request.empty_share
    electrified, grade = _electrified_share(request), request.grade or "rolling"
    speed = train.speed_kmh if request.speed_kmh is None else request.speed_kmh
    use, laden_mj = _under_way(train, load, empty, request, inputs)
    changed = {}
    if request.changes and request.distance_km:
        changed = {
            "locomotive_changes": change_answer(request.changes, empty, request.distance_km, inputs)
        }
        passages_per_km = request.changes / (1 - empty) / request.distance_km
        use = use.plus(change_use(passages_per_km, inputs))
    return {
        **_head("train", train, inputs),
        "powertrain": "electric" if electrified == 1 else "diesel" if electrified == 0 else "both",
        **_state(load, speed, laden_mj, grade, empty),
        "electrified_share": electrified,
        "gross_t": rounded(train.tare_t + load),
        **intensity(use, load, inputs.gwp),
        **changed,
        "limits": [],
        "confidence": "low",
        "notes": list(TRAIN_NOTES if 0 < electrified < 1 else TRAIN_NOTES[:2]),
    }


def _under_way(
    train: TrainClass, load_t: float, empty_share: float, request: LandRequest, inputs: LandInputs
) -> tuple[EnergyUse, float]:
    """Return the use of a kilometre, empty running included, and the energy of the laden train."""
    electric, grade = _electrified_share(request), request.grade or "rolling"
    parts, laden_mj = [], 0.0
    for traction, share in (("electric", electric), ("diesel", 1 - electric)):
        laden, back = (
            share * float(inputs.traction.train_mj_per_km(traction, gross_t, grade))
            for gross_t in (train.tare_t + load_t, train.tare_t)
        )
        laden_mj += laden
        if share > 0:
            carrier = inputs.carriers[CARRIER_OF_TRACTION[traction]]
            parts.append(carrier_use(carrier, with_empty_running(laden, back, empty_share)))
    return reduce(EnergyUse.plus, parts), laden_mj


def _electrified_share(request: LandRequest) -> float:
    """Return the share of the distance under electric traction."""
    if request.electrified_share is not None:
        return 0.0 if request.powertrain == "diesel" else request.electrified_share
    return 0.0 if request.powertrain == "diesel" else 1.0


def truck_answer(request: LandRequest, inputs: LandInputs) -> dict[str, Any]:
    """Answer a request for a truck that has no faults.

    Parameters
    ----------
    request : LandRequest
        The options.
    inputs : LandInputs
        Classes and factors.

    Returns
    -------
    dict
        The document.
    """
    truck = inputs.trucks[request.class_id, request.powertrain or "diesel"]
    load = truck.payload_t * truck.laden_load_share if request.load_t is None else request.load_t
    empty = truck.empty_share if request.empty_share is None else request.empty_share
    grade = request.grade or "rolling"
    speed = truck.speed_kmh if request.speed_kmh is None else request.speed_kmh
    factor = inputs.road_grades[grade]
    laden = float(truck.mj_per_km(load, factor))
    total = with_empty_running(laden, truck.mj_per_km(0.0, factor), empty)
    return {
        **_head("truck", truck, inputs),
        "powertrain": truck.powertrain,
        **_state(load, speed, laden, grade, empty),
        **intensity(carrier_use(truck.carrier, total), load, inputs.gwp),
        **_battery(truck, laden, inputs),
        "limits": [],
        "confidence": "low",
        "notes": list(TRUCK_NOTES),
    }


def _head(kind: str, one: TrainClass | TruckClass, inputs: LandInputs) -> dict[str, Any]:
    return {
        "vehicle": kind,
        "class_id": one.class_id,
        "name": {"zh": one.name_zh, "en": one.name_en},
        "grid_year": inputs.year,
    }


def _state(
    load_t: float, speed_kmh: float, laden_mj: float, grade: str, empty_share: float
) -> dict[str, Any]:
    """Return load, speed and the mean power drawn on the laden way."""
    return {
        "load_t": rounded(load_t),
        "speed_kmh": rounded(speed_kmh),
        "power_kw": rounded(laden_mj * speed_kmh / _S_PER_H * 1000),
        "grade": grade,
        "empty_share": empty_share,
    }


def _battery(truck: TruckClass, laden_mj: float, inputs: LandInputs) -> dict[str, Any]:
    """Return range and grid electricity of a battery truck."""
    if math.isnan(truck.battery_kwh):
        return {}
    values = inputs.parameters
    battery = Battery(
        truck.battery_kwh, values["truck_usable_battery_share"], values["battery_pack_wh_per_kg"]
    )
    charger = "swap_station" if truck.powertrain == "swap" else "charger"
    kept = (1 - values[f"{charger}_loss_share"]) * (1 - values["battery_loss_share"])
    per_km = laden_mj / MJ_PER_KWH
    return {
        "battery": {
            "capacity_kwh": truck.battery_kwh,
            "usable_kwh": rounded(battery.usable_kwh),
            "range_laden_km": rounded(battery.range_km(per_km)),
            "grid_kwh_per_km_laden": rounded(per_km / kept),
        }
    }
