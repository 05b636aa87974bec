"""What moves freight: vessel classes, energy use, and emission factors of carriers.

This package knows no places, paths or simulation.
"""

from fleets.factors import (
    SPECIES,
    CarrierFactors,
    GwpSet,
    carrier_factors,
    grid_co2_kg_per_kwh,
    gwp_set,
)
from fleets.vessels import (
    VesselClass,
    VesselRules,
    annuity_share,
    class_mix,
    fuel_kg_per_h,
    mean_dwt_t,
    payload_t,
    usable_classes,
    vessel_classes,
)

__all__ = [
    "SPECIES",
    "CarrierFactors",
    "GwpSet",
    "VesselClass",
    "VesselRules",
    "annuity_share",
    "carrier_factors",
    "class_mix",
    "fuel_kg_per_h",
    "grid_co2_kg_per_kwh",
    "gwp_set",
    "mean_dwt_t",
    "payload_t",
    "usable_classes",
    "vessel_classes",
]
