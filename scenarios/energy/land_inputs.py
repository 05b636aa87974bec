"""From checked tables to the trains and trucks of the energy calculator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from fleets.trains import TractionEnergy, TrainClass, traction_energy, train_classes
from fleets.truck_energy import TruckClass, truck_classes
from scenarios.energy.inputs import energy_parameters, gwp_sets
from scenarios.from_tables.factors import carriers_of, factors_of, grid_of
from scenarios.from_tables.hauls import change_cases, diesel_mj_per_l, road_grades
from scenarios.gwp_names import DEFAULT_GWP
from transport.hauls.fleet import RAIL_CARRIERS

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from fleets import CarrierFactors, GwpSet
    from fleets.locomotive_change import LocomotiveChange

CARRIER_OF_TRACTION: Final = RAIL_CARRIERS


@dataclass(frozen=True)
class LandInputs:
    """What the calculator knows of trains and trucks.

    Attributes
    ----------
    trains : dict of str to TrainClass
        By id.
    traction : TractionEnergy
        Energy by traction.
    carriers : dict of str to CarrierFactors
        Carriers of the ledger.
    trucks : dict of (str, str) to TruckClass
        By class and powertrain.
    road_grades : dict of str to float
        Energy by class of grades over that of rolling country.
    parameters : dict of str to float
        Values of the two parameter tables.
    gwp : tuple of GwpSet
        The set of plain CO2e, and AR6 over 20 years.
    year : int
        Year of the grid factor.
    changes : dict of str to LocomotiveChange
        A change of locomotive by case: ``low``, ``central`` and ``high``.
    diesel_mj_per_l : float
        Heating value of diesel.
    """

    trains: dict[str, TrainClass]
    traction: TractionEnergy
    carriers: dict[str, CarrierFactors]
    trucks: dict[tuple[str, str], TruckClass]
    road_grades: dict[str, float]
    parameters: dict[str, float]
    gwp: tuple[GwpSet, GwpSet]
    year: int
    changes: dict[str, LocomotiveChange]
    diesel_mj_per_l: float


def land_inputs(
    tables: Mapping[str, pd.DataFrame], year: int, gwp: str = DEFAULT_GWP
) -> LandInputs:
    """Make trains and trucks with their factors.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    year : int
        Year of the grid factor.
    gwp : str
        Name of the GWP set of plain CO2e.

    Returns
    -------
    LandInputs
        Everything that the calculator asks for.
    """
    parameters = energy_parameters(tables)
    grid = grid_of(tables, year)
    carriers = factors_of(tables, year)
    diesel = carriers[CARRIER_OF_TRACTION["diesel"]].lhv_mj_per_kg
    staged = {**tables, "carriers": carriers_of(tables, year)}
    grades = tables["grade_factors"]
    return LandInputs(
        trains=train_classes(tables["train_classes"]),
        traction=traction_energy(tables["energy_intensity"], grades, parameters, diesel),
        carriers=carriers,
        trucks=truck_classes(staged, grid, parameters["swap_station_loss_share"]),
        road_grades=road_grades(tables),
        parameters=parameters,
        gwp=gwp_sets(tables, gwp),
        year=year,
        changes=change_cases(tables),
        diesel_mj_per_l=diesel_mj_per_l(tables),
    )
