"""The answer of ``landsea energy fleet``: how classes were calibrated, and the fleet's mean."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Final

from fleets import class_mix
from fleets.fleet_fuel import FuelRow, model_rows, published_rows
from fleets.inland_classes import reference_trip

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from scenarios.energy.inputs import VesselInputs

PLAUSIBLE_G_PER_TKM: Final = (2.0, 5.0)
UNKNOWN: Final = (
    "no fuel log of a Xijiang vessel by class, load and season was found; anchors are placeholders",
    "the speed that vessels really sail at is not known; the service speed of the class is taken",
    "fuel of 2014 stands over freight work of 2023, when Wuzhou's mean vessel had 2,793 dwt",
    "hull dimensions, empty draughts and engine powers of most classes are estimates",
)


def fleet_answer(
    inputs: VesselInputs, tables: Mapping[str, pd.DataFrame], year: int
) -> dict[str, Any]:
    """Return calibration by class and the comparison of fleet means.

    Parameters
    ----------
    inputs : VesselInputs
        Calibrated classes.
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    year : int
        Year of the mix of classes.

    Returns
    -------
    dict
        ``classes``, ``comparison``, the band that is plausible, and what is not known.
    """
    parameters = inputs.parameters
    trip = reference_trip(parameters)
    mixes = {
        f"{kind} {year}": class_mix(tables["vessel_mix"], kind, year)
        for kind in ("bulk", "container")
    }
    diesel, battery = inputs.engines["inland-diesel"], inputs.engines["battery"]
    co2e = diesel.fuel.ttw_co2e_g_per_mj(inputs.gwp[0]) * diesel.fuel.lhv_mj_per_kg / 1000
    rows = [
        *model_rows(inputs.inland, mixes, trip, parameters),
        *published_rows(
            tables["energy_intensity"],
            tables["vessel_classes"],
            parameters,
            co2e,
            1 / battery.electricity_kwh_per_kwh,
        ),
    ]
    return {
        "year": year,
        "plausible_g_per_tkm": list(PLAUSIBLE_G_PER_TKM),
        "classes": [_class_row(name, inputs) for name in inputs.inland.vessels],
        "comparison": [_rounded(row) for row in rows],
        "not_known": list(UNKNOWN),
    }


def _class_row(name: str, inputs: VesselInputs) -> dict[str, Any]:
    """Return how a class was calibrated."""
    found = inputs.inland.calibrations[name]
    return {
        "class_id": name,
        "factor": round(found.factor, 3),
        "factor_low": round(found.factor_low, 3),
        "factor_high": round(found.factor_high, 3),
        "anchor": inputs.inland.anchors[name],
        "anchor_g_per_tkm": found.anchor_g_per_tkm,
        "uncalibrated_g_per_tkm": round(found.raw_g_per_tkm, 2),
        "hull_inside_regression": found.in_range,
        "engine_load_at_service_speed": round(found.load_at_service_share, 3),
    }


def _rounded(row: FuelRow) -> dict[str, Any]:
    """Return a row of the comparison for people."""
    plain = dataclasses.asdict(row)
    return {
        name: round(value, 2) if isinstance(value, float) else value
        for name, value in plain.items()
    }
