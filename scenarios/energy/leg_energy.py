"""Energy of a table of legs: row by row, in parts that fit a processor's cache."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from fleets import SPECIES
from fleets.batteries import Battery, battery_voyage
from fleets.vessel_energy import LIMITS, LegEnergy, Legs
from scenarios.energy.shares import MJ_PER_KWH
from scenarios.energy.vessel_answer import chosen_engine, leg_energy
from scenarios.energy.vessel_request import VesselRequest, vessel_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from fleets.inland_vessels import InlandVessel
    from fleets.sea_ships import SeaShip
    from scenarios.energy.inputs import VesselInputs

    Floats = NDArray[np.float64]

PART: Final = 100_000
_OF_A_LEG: Final = ("speed_kmh", "depth_m", "draught_m", "load_t", "current_kmh")
_BATTERY_COLUMNS: Final = ("battery_left_kwh", "battery_made")


def energy_of_legs(
    legs: pd.DataFrame,
    request: VesselRequest,
    inputs: VesselInputs,
    progress: Callable[[int], None] | None = None,
) -> pd.DataFrame:
    """Return power, fuel, emissions and limits of every leg.

    Parameters
    ----------
    legs : pandas.DataFrame
        Complete legs with ``class_id``.
    request : VesselRequest
        Engine, stage and the like; its numbers are not looked at.
    inputs : VesselInputs
        Classes, engines and factors.
    progress : callable, optional
        Told how many legs are done.

    Returns
    -------
    pandas.DataFrame
        One row for each leg, with its index.
    """
    columns = {name: legs[name].to_numpy(dtype=float) for name in _OF_A_LEG}
    codes, names = pd.factorize(legs["class_id"])
    made: dict[str, Floats] = {}
    limits, done = np.zeros(len(legs), dtype=np.int64), 0
    for code, name in enumerate(names):
        one = replace(request, class_id=str(name))
        engine, vessel = chosen_engine(one, inputs), _known_vessel(one, inputs)
        rows = np.flatnonzero(codes == code)
        for start in range(0, len(rows), PART):
            part = rows[start : start + PART]
            leg = Legs(*(columns[column][part] for column in _OF_A_LEG))
            energy = leg_energy(one, inputs, vessel, engine, leg)
            for column, values in _columns(energy, inputs).items():
                if column not in made:
                    made[column] = np.full(len(legs), np.nan)
                made[column][part] = values
            limits[part] = _limit_codes(energy)
            done += len(part)
            if progress is not None:
                progress(done)
    texts = _limit_texts()
    passed = pd.Categorical.from_codes(limits, categories=pd.Index(texts))
    return pd.DataFrame({**made, "limits": passed}, index=legs.index)


def _known_vessel(request: VesselRequest, inputs: VesselInputs) -> InlandVessel | SeaShip:
    """Return the vessel of a leg that was checked."""
    vessel = vessel_of(request.class_id, inputs)
    if vessel is None:
        msg = f"{request.class_id} has no energy; check the legs first."
        raise ValueError(msg)
    return vessel


def _columns(energy: LegEnergy, inputs: VesselInputs) -> dict[str, Floats]:
    """Return the columns of an answer."""
    use, gwp = energy.use_per_km, inputs.gwp
    ttw, supply = use.ttw_co2e_g(gwp[0]), use.wtt_co2e_g(gwp[0])
    load = energy.load_t
    work = np.where(load > 0, 1 / np.where(load > 0, load, 1.0), np.nan)
    return {
        "power_kw": energy.power_kw,
        "propulsion_kw": energy.propulsion_kw,
        "engine_load_share": energy.engine_load_share,
        "under_keel_m": np.where(np.isfinite(energy.under_keel_m), energy.under_keel_m, np.nan),
        "ground_kmh": energy.ground_kmh,
        "energy_mj_per_km": use.total_mj,
        **({"electricity_mj_per_km": use.electricity_mj} if use.electric else {}),
        **{f"{name}_kg_per_km": one for name, one in use.fuel_kg.items()},
        **{f"ttw_{name}_g_per_km": use.ttw_g[name] for name in SPECIES},
        "ttw_co2e_g_per_km": ttw,
        "wtw_co2e_g_per_km": ttw + supply,
        "wtw_co2e_ar6_20_g_per_km": use.ttw_co2e_g(gwp[1]) + use.wtt_co2e_g(gwp[1]),
        "wtw_co2e_g_per_tkm": (ttw + supply) * work,
    }


def _limit_codes(energy: LegEnergy) -> NDArray[np.int64]:
    """Return the limits that each leg passes as one bit for each of `LIMITS`."""
    code = np.zeros(energy.propulsion_kw.shape, dtype=np.int64)
    for place, name in enumerate(LIMITS):
        code |= energy.limits[name].passed.astype(np.int64) << place
    return code


def _limit_texts() -> list[str]:
    """Return the names of limits for every sum of bits, joined by semicolons."""
    return [
        ";".join(name for place, name in enumerate(LIMITS) if code >> place & 1)
        for code in range(1 << len(LIMITS))
    ]


def battery_columns(legs: pd.DataFrame, answer: pd.DataFrame, battery: Battery) -> pd.DataFrame:
    """Return energy left and whether a leg can be made; a voyage starts full.

    Parameters
    ----------
    legs : pandas.DataFrame
        With ``distance_km``, ``voyage`` and ``station_after``, in the order of sailing.
    answer : pandas.DataFrame
        With ``electricity_mj_per_km``.
    battery : Battery
        The battery on board.

    Returns
    -------
    pandas.DataFrame
        ``battery_left_kwh`` and ``battery_made``.
    """
    kwh = (answer["electricity_mj_per_km"] / MJ_PER_KWH * legs["distance_km"]).fillna(0.0)
    ends = legs["voyage"].ne(legs["voyage"].shift(-1)).to_numpy()
    found = battery_voyage(battery, kwh.to_numpy(), legs["station_after"].to_numpy() | ends)
    columns = dict(zip(_BATTERY_COLUMNS, (found.left_kwh, found.made), strict=True))
    return pd.DataFrame(columns, index=legs.index)


def leg_totals(legs: pd.DataFrame, answer: pd.DataFrame) -> dict[str, Any]:
    """Return sums over legs whose distance is given, and counts.

    Parameters
    ----------
    legs, answer : pandas.DataFrame
        The legs and what they take.

    Returns
    -------
    dict
        Counts of legs and of limits; where distances are given also kilometres, tonne-km, fuel and
        CO2e. Legs that have a distance but wait are counted apart and in no sum.
    """
    sets = answer["limits"].value_counts()
    counts = {
        name: sum(int(count) for texts, count in sets.items() if name in str(texts).split(";"))
        for name in LIMITS
    }
    totals: dict[str, Any] = {
        "legs": len(legs),
        "limits": {name: count for name, count in counts.items() if count},
    }
    if "battery_made" in answer:
        totals["legs_made_on_battery"] = int(answer["battery_made"].sum())
    distance = legs["distance_km"]
    waiting = (distance > 0) & (answer["ground_kmh"] <= 0)
    if waiting.any():
        totals["legs_without_way"] = int(waiting.sum())
        distance = distance.mask(waiting)
    if distance.notna().any():
        work = float((distance * legs["load_t"]).sum())
        sums = {
            name.removesuffix("_per_km"): float((answer[name] * distance).sum())
            for name in answer.columns
            if name.endswith("_per_km")
        }
        totals |= {"distance_km": float(distance.sum()), "freight_work_tkm": work, **sums}
        if work > 0:
            totals["wtw_co2e_g_per_tkm"] = sums["wtw_co2e_g"] / work
    return totals
