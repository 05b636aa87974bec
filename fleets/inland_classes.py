"""Inland vessel classes from tables, calibrated to their anchors."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from fleets.hydrodynamics.propulsion import PropulsiveChain
from fleets.inland_vessels import InlandVessel, ReferenceTrip, calibrate, calibrated
from fleets.part_load import load_curves

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    import pandas as pd

    from fleets.inland_vessels import Calibration

NEEDED: Final = (
    "dwt_t",
    "length_m",
    "beam_m",
    "draught_loaded_m",
    "draught_empty_m",
    "main_engine_kw",
    "aux_engine_kw",
    "service_speed_kmh",
    "payload_factor",
    "berth_aux_load_kw",
)
"""Columns of ``vessel_classes`` that the energy of an inland vessel needs."""
FUEL_CURVE: Final = "inland-fuel"


@dataclass(frozen=True, slots=True)
class InlandFleet:
    """Inland vessel classes that have all data, with how they were calibrated.

    Attributes
    ----------
    vessels : dict of str to InlandVessel
        Calibrated classes by id.
    calibrations : dict of str to Calibration
        By the same ids; of the class with the same hull where one gives the factor.
    anchors : dict of str to str
        Entry of the table ``energy_intensity`` that each is calibrated to.
    incomplete : dict of str to tuple of str
        Inland classes without energy, and the columns that are not known of them.
    sfc_g_per_kwh : float
        Specific fuel consumption of diesels at the best load.
    """

    vessels: dict[str, InlandVessel]
    calibrations: dict[str, Calibration]
    anchors: dict[str, str]
    incomplete: dict[str, tuple[str, ...]]
    sfc_g_per_kwh: float


def parameter_values(*tables: pd.DataFrame) -> dict[str, float]:
    """Return the values of parameter tables by name."""
    return {
        str(row["parameter"]): float(row["value"])
        for table in tables
        for row in table.to_dict("records")
    }


def propulsive_chain(parameters: Mapping[str, float]) -> PropulsiveChain:
    """Return the efficiencies of inland vessels."""
    return PropulsiveChain(
        open_water=parameters["open_water_efficiency"],
        relative_rotative=parameters["relative_rotative_efficiency"],
        hull=parameters["hull_efficiency"],
        shaft=parameters["shaft_efficiency"],
    )


def reference_trip(parameters: Mapping[str, float]) -> ReferenceTrip:
    """Return the round trip that anchors are taken to be."""
    return ReferenceTrip(
        load_down_share=parameters["reference_load_down_share"],
        load_up_share=parameters["reference_load_up_share"],
        current_kmh=parameters["reference_current_kmh"],
        depth_ratio=parameters["reference_depth_ratio"],
        sfc_g_per_kwh=parameters["sfc_g_per_kwh"],
    )


def inland_fleet(tables: Mapping[str, pd.DataFrame]) -> InlandFleet:
    """Make the inland classes and calibrate each to its anchor.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Tables ``vessel_classes``, ``inland_hulls``, ``energy_intensity``, ``part_load``,
        ``fleet_parameters`` and ``energy_parameters``.

    Returns
    -------
    InlandFleet
        Classes with a hull and every column of `NEEDED`; the others are named as incomplete.
    """
    parameters = parameter_values(tables["fleet_parameters"], tables["energy_parameters"])
    trip = reference_trip(parameters)
    intensities = {
        str(row["entry_id"]): row for row in tables["energy_intensity"].to_dict("records")
    }
    hulls = {str(row["class_id"]): row for row in tables["inland_hulls"].to_dict("records")}
    curve = load_curves(tables["part_load"])[FUEL_CURVE]
    vessels, incomplete = {}, {}
    classes = tables["vessel_classes"]
    for row in classes[classes["domain"] == "inland"].to_dict("records"):
        name = str(row["class_id"])
        missing = tuple(column for column in NEEDED if math.isnan(row[column]))
        if missing or name not in hulls:
            incomplete[name] = missing or ("block_coefficient",)
            continue
        vessels[name] = InlandVessel(
            **_columns(row),
            block_coefficient=hulls[name]["block_coefficient"],
            hotel_kw=row["aux_engine_kw"] * parameters["aux_load"],
            chain=propulsive_chain(parameters),
            fuel_curve=curve,
        )
    holders = {name: str(hulls[name]["factor_of"]) or name for name in vessels}
    anchors = {name: str(hulls[holders[name]]["anchor_id"]) for name in vessels}
    calibrations = {
        name: calibrate(vessels[holders[name]], trip, _anchor(intensities[anchors[name]]))
        for name in vessels
    }
    done = calibrated(vessels, calibrations)
    return InlandFleet(done, calibrations, anchors, incomplete, trip.sfc_g_per_kwh)


def _columns(row: Mapping[Hashable, Any]) -> dict[str, Any]:
    """Return the columns of a class that an inland vessel takes over as they are."""
    return {
        "class_id": str(row["class_id"]),
        "length_m": row["length_m"],
        "beam_m": row["beam_m"],
        "draught_loaded_m": row["draught_loaded_m"],
        "draught_empty_m": row["draught_empty_m"],
        "dwt_t": row["dwt_t"],
        "payload_factor": row["payload_factor"],
        "main_engine_kw": row["main_engine_kw"],
        "waiting_kw": row["berth_aux_load_kw"],
        "service_speed_kmh": row["service_speed_kmh"],
    }


def _anchor(row: Mapping[Hashable, Any]) -> tuple[float, float, float]:
    """Return value, low and high end of an anchor in g of fuel per tonne-km."""
    return float(row["value"]), float(row["value_low"]), float(row["value_high"])
