"""What moves freight: vessel classes, energy use, and emission factors of carriers.

This package knows no places, paths or simulation.
"""

from fleets.batteries import Battery, battery_voyage
from fleets.electricity import (
    GridParameters,
    GridSupply,
    PowerStack,
    grid_co2_kg_per_kwh,
    grid_supply,
    marginal_co2_kg_per_kwh,
)
from fleets.factors import (
    GREENHOUSE_GASES,
    SPECIES,
    CarrierFactors,
    SupplyFactors,
    carrier_factors,
    supply_factors,
)
from fleets.hydrodynamics.draught import draught_at_load_m
from fleets.methane_slip import GasFuel, gas_fuel, slip_share, with_slip
from fleets.truck_costs import TruckCosts, truck_hour_cny, truck_wear_cny_per_km
from fleets.truck_powertrains import AddedCost, ClassCost, Powertrain
from fleets.vessels import (
    VesselClass,
    VesselRules,
    annuity_share,
    class_mix,
    mean_dwt_t,
    payload_t,
    usable_classes,
    vessel_classes,
)
from fleets.voyage_energy import EngineEnergy, HourlyEnergy, VesselEnergy
from fleets.warming import GwpSet, gwp_named, gwp_set

__all__ = [
    "GREENHOUSE_GASES",
    "SPECIES",
    "AddedCost",
    "Battery",
    "CarrierFactors",
    "ClassCost",
    "EngineEnergy",
    "GasFuel",
    "GridParameters",
    "GridSupply",
    "GwpSet",
    "HourlyEnergy",
    "PowerStack",
    "Powertrain",
    "SupplyFactors",
    "TruckCosts",
    "VesselClass",
    "VesselEnergy",
    "VesselRules",
    "annuity_share",
    "battery_voyage",
    "carrier_factors",
    "class_mix",
    "draught_at_load_m",
    "gas_fuel",
    "grid_co2_kg_per_kwh",
    "grid_supply",
    "gwp_named",
    "gwp_set",
    "marginal_co2_kg_per_kwh",
    "mean_dwt_t",
    "payload_t",
    "slip_share",
    "supply_factors",
    "truck_hour_cny",
    "truck_wear_cny_per_km",
    "usable_classes",
    "vessel_classes",
    "with_slip",
]
