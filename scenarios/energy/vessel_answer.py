"""The answer of ``landsea energy vessel``: one document for the terminal and for JSON."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from fleets.batteries import Battery
from fleets.hydrodynamics.squat import deepest_draught_m, speed_for_squat_kmh
from fleets.inland_vessels import InlandVessel, speed_of_power_kmh
from fleets.marine_engines import MarineEngine, with_exhaust, with_time_on_main_fuel
from fleets.vessel_energy import LegEnergy, Legs, inland_energy, sea_energy
from scenarios.energy.shares import MJ_PER_KWH, intensity, rounded
from scenarios.energy.vessel_request import (
    VesselRequest,
    draught_and_load,
    engine_id,
    vessel_of,
)

if TYPE_CHECKING:
    from fleets.sea_ships import SeaShip
    from scenarios.energy.inputs import VesselInputs

SEA_BOUNDARY: Final = (
    "the answer is for one leg; which part of a sea voyage belongs to the corridor is a matter of "
    "the network's sea links, and demand ends at the quay"
)
SLIP_SHAPE: Final = (
    "slip at 75 % load is published; how it rises at lower load is an estimate that can turn the "
    "sign of LNG against diesel"
)
ESTIMATE: Final = (
    "main dimensions, engine power and fuel anchors of inland classes are estimates, and so is this"
)


def vessel_answer(request: VesselRequest, inputs: VesselInputs) -> dict[str, Any]:
    """Answer a request without faults.

    Parameters
    ----------
    request : VesselRequest
        The options.
    inputs : VesselInputs
        Classes, engines and factors.

    Returns
    -------
    dict
        Numbers as plain floats; None where a number has no meaning.
    """
    vessel = vessel_of(request.class_id, inputs)
    if vessel is None:
        msg = f"{request.class_id} has no energy; check the request first."
        raise ValueError(msg)
    engine = chosen_engine(request, inputs)
    legs = one_leg(request, vessel)
    energy = leg_energy(request, inputs, vessel, engine, legs)
    zh, en = inputs.names[request.class_id]
    answer: dict[str, Any] = {
        "vehicle": "vessel",
        "class_id": request.class_id,
        "name": {"zh": zh, "en": en},
        "engine": engine.engine_id,
        "powertrain": engine.powertrain,
        "tier": engine.exhaust.tier,
        "grid_year": inputs.year,
        **_state(request, legs, energy),
        "fuel_kg_per_h": {name: rounded(one) for name, one in energy.use.fuel_kg.items()},
        **intensity(energy.use_per_km, energy.load_t, inputs.gwp),
        **_slip(request, inputs, vessel, engine, legs),
        **(battery := _battery(request, inputs, energy, engine)),
        "limits": [*_limits(energy), *_payload_limit(battery, vessel, legs)],
        **_bounds(request, inputs, vessel, legs),
        **_calibration(vessel, inputs),
        "sources": _sources(request.class_id, engine, inputs),
        "confidence": "low",
        "notes": _notes(vessel, engine),
    }
    return answer


def chosen_engine(request: VesselRequest, inputs: VesselInputs) -> MarineEngine:
    """Return the engine of a request, with its emission stage and time on the main fuel."""
    engine = inputs.engines[engine_id(request, inputs)]
    if request.tier is not None:
        engine = with_exhaust(engine, inputs.tiers[request.tier])
    if request.main_fuel_time_share is not None:
        engine = with_time_on_main_fuel(engine, request.main_fuel_time_share)
    return engine


def one_leg(request: VesselRequest, vessel: InlandVessel | SeaShip) -> Legs:
    """Return the one leg of a request."""
    draught, load = draught_and_load(request, vessel)
    speed = vessel.service_speed_kmh if request.speed_kmh is None else request.speed_kmh
    depth = math.inf if request.depth_m is None else request.depth_m
    values = (speed, depth, draught, load, request.current_kmh or 0.0)
    return Legs(*(np.array([value]) for value in values))


def leg_energy(
    request: VesselRequest,
    inputs: VesselInputs,
    vessel: InlandVessel | SeaShip,
    engine: MarineEngine,
    legs: Legs,
    slip: str = "share",
) -> LegEnergy:
    """Return the energy of legs under the options of a request."""
    clearance = inputs.parameters["under_keel_m"]
    if isinstance(vessel, InlandVessel):
        return inland_energy(vessel, engine, legs, clearance, request.width_m, slip)
    engines = {**inputs.engines, engine.engine_id: engine}
    ship = replace(vessel, main_engine_id=engine.engine_id)
    return sea_energy(ship, engines, legs, clearance, request.mode or "sea")


def _state(request: VesselRequest, legs: Legs, energy: LegEnergy) -> dict[str, Any]:
    """Return what the vessel does and the power it takes."""
    known = request.depth_m is not None
    return {
        "mode": request.mode,
        "speed_kmh": rounded(legs.speed_kmh),
        "current_kmh": rounded(legs.current_kmh),
        "ground_speed_kmh": rounded(energy.ground_kmh),
        "depth_m": request.depth_m,
        "draught_m": rounded(legs.draught_m),
        "load_t": rounded(legs.load_t),
        "power_kw": rounded(energy.power_kw),
        "propulsion_kw": rounded(energy.propulsion_kw),
        "hotel_kw": rounded(energy.hotel_kw),
        "boiler_kw": rounded(energy.boiler_kw),
        "engine_load_share": rounded(energy.engine_load_share),
        "squat_m": rounded(energy.squat_m),
        "under_keel_m": rounded(energy.under_keel_m) if known else None,
    }


def battery_of(request: VesselRequest, inputs: VesselInputs) -> Battery | None:
    """Return the battery of a request: given, or that of the class; None where none is known."""
    capacity = request.battery_kwh or inputs.battery_kwh[request.class_id]
    if math.isnan(capacity):
        return None
    values = inputs.parameters
    return Battery(capacity, values["usable_battery_share"], values["battery_pack_wh_per_kg"])


def _battery(
    request: VesselRequest, inputs: VesselInputs, energy: LegEnergy, engine: MarineEngine
) -> dict[str, Any]:
    """Return range, charging and payload lost of a battery vessel."""
    battery = battery_of(request, inputs) if engine.electric else None
    if battery is None:
        return {}
    per_km = energy.use_per_km.electricity_mj / MJ_PER_KWH
    values, own_kwh = inputs.parameters, inputs.battery_kwh[request.class_id]
    built_for = replace(battery, capacity_kwh=0.0 if math.isnan(own_kwh) else own_kwh)
    lost = max(battery.mass_t - built_for.mass_t, 0.0)
    kept = (1 - values["charger_loss_share"]) * (1 - values["battery_loss_share"])
    return {
        "battery": {
            "capacity_kwh": battery.capacity_kwh,
            "usable_kwh": rounded(battery.usable_kwh),
            "range_km": rounded(battery.range_km(per_km)),
            "mass_t": rounded(battery.mass_t),
            "payload_lost_t": rounded(lost),
            "grid_kwh_per_charge": rounded(battery.usable_kwh / kept),
            "charge_h_at_1000_kw": rounded(battery.charge_h(battery.usable_kwh, 1000.0, kept)),
        }
    }


def _limits(energy: LegEnergy) -> list[dict[str, Any]]:
    """Return the limits that are passed."""
    return [
        {"limit": name, "value": rounded(limit.value), "allowed": rounded(limit.allowed)}
        for name, limit in energy.limits.items()
        if bool(limit.passed.any())
    ]


def _payload_limit(
    found: dict[str, Any], vessel: InlandVessel | SeaShip, legs: Legs
) -> list[dict[str, Any]]:
    """Return the limit of cargo that a battery leaves, if the load passes it."""
    lost = found["battery"]["payload_lost_t"] if found else 0.0
    left, load = max(vessel.dwt_t - lost, 0.0), float(legs.load_t[0])
    if not lost or load <= left:
        return []
    return [{"limit": "payload_t", "value": rounded(load), "allowed": rounded(left)}]


def _bounds(
    request: VesselRequest, inputs: VesselInputs, vessel: InlandVessel | SeaShip, legs: Legs
) -> dict[str, Any]:
    """Return the fastest speeds and the deepest draught of an inland vessel."""
    if not isinstance(vessel, InlandVessel):
        return {}
    depth, draught = float(legs.depth_m[0]), float(legs.draught_m[0])
    clearance, block = inputs.parameters["under_keel_m"], vessel.block_coefficient
    engine = speed_of_power_kmh(vessel, vessel.main_engine_kw, depth, draught)
    keel = deepest = None
    if request.depth_m is not None:
        share = None
        if request.width_m is not None:
            share = min(vessel.beam_m * draught / (request.width_m * depth), 1.0)
        keel = round(speed_for_squat_kmh(block, depth - draught - clearance, share), 3)
        if share is None:
            deepest = rounded(deepest_draught_m(depth, clearance, block, legs.speed_kmh))
    return {
        "fastest_by_engine_kmh": round(engine, 3),
        "fastest_by_under_keel_kmh": keel,
        "deepest_draught_m": deepest,
    }


def _slip(
    request: VesselRequest,
    inputs: VesselInputs,
    vessel: InlandVessel | SeaShip,
    engine: MarineEngine,
    legs: Legs,
) -> dict[str, Any]:
    """Return the range of the methane slip and what it does to the whole-chain CO2e."""
    if engine.slip is None:
        return {}
    ends = {}
    for end in ("low", "share", "high"):
        energy = leg_energy(request, inputs, vessel, engine, legs, end)
        load = energy.engine_load_share
        ends["central" if end == "share" else end] = {
            "slip_share": rounded(engine.slip.at(load, end)),
            "slip_share_at_75_percent_load": rounded(engine.slip.at(0.75, end)),
            **{
                f"wtw_co2e_g_per_tkm_{gwp.name.replace('-', '_').lower()}": rounded(
                    energy.per_tkm(energy.use.ttw_co2e_g(gwp) + energy.use.wtt_co2e_g(gwp))
                )
                for gwp in inputs.gwp
            },
        }
    return {"methane_slip": ends}


def _sources(class_id: str, engine: MarineEngine, inputs: VesselInputs) -> list[str]:
    """Return ids of the sources of class, anchor, engine and emission stage."""
    rows = (
        ("vessel_classes", class_id),
        ("inland_hulls", class_id),
        ("sea_ships", class_id),
        ("energy_intensity", inputs.inland.anchors.get(class_id, "")),
        ("marine_engines", engine.engine_id),
        ("emission_tiers", engine.exhaust.tier),
    )
    ids = (one for row in rows for one in inputs.sources.get(row, "").split(";") if one)
    return list(dict.fromkeys(ids))


def _notes(vessel: InlandVessel | SeaShip, engine: MarineEngine) -> list[str]:
    """Return what a reader must know of the answer."""
    notes = [ESTIMATE] if isinstance(vessel, InlandVessel) else [SEA_BOUNDARY]
    if engine.slip is not None and engine.slip.curve is not None:
        notes.append(SLIP_SHAPE)
    return notes


def _calibration(vessel: InlandVessel | SeaShip, inputs: VesselInputs) -> dict[str, Any]:
    """Return how an inland class was brought to its anchor."""
    if not isinstance(vessel, InlandVessel):
        return {}
    found = inputs.inland.calibrations[vessel.class_id]
    return {
        "calibration": {
            "factor": round(found.factor, 4),
            "factor_low": round(found.factor_low, 4),
            "factor_high": round(found.factor_high, 4),
            "anchor": inputs.inland.anchors[vessel.class_id],
            "anchor_g_fuel_per_tkm": found.anchor_g_per_tkm,
            "uncalibrated_g_fuel_per_tkm": round(found.raw_g_per_tkm, 3),
            "hull_inside_regression": found.in_range,
        }
    }
