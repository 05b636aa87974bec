"""From checked tables to the trains and trucks of the energy calculator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from fleets.trains import TractionEnergy, TrainClass, traction_energy, train_classes
from fleets.truck_energy import TruckClass, truck_classes
from scenarios.energy.inputs import energy_parameters, gwp_sets
from scenarios.from_tables.factors import carriers_of, factors_of, grid_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from fleets import CarrierFactors, GwpSet

CARRIER_OF_TRACTION: Final = {"electric": "rail_electricity", "diesel": "rail_diesel"}


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
        AR6 over 100 and over 20 years.
    year : int
        Year of the grid factor.
    """

    trains: dict[str, TrainClass]
    traction: TractionEnergy
    carriers: dict[str, CarrierFactors]
    trucks: dict[tuple[str, str], TruckClass]
    road_grades: dict[str, float]
    parameters: dict[str, float]
    gwp: tuple[GwpSet, GwpSet]
    year: int


def land_inputs(tables: Mapping[str, pd.DataFrame], year: int) -> LandInputs:
    """Make trains and trucks with their factors.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    year : int
        Year of the grid factor.

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
    road = grades[grades["mode"] == "road"]
    return LandInputs(
        trains=train_classes(tables["train_classes"]),
        traction=traction_energy(tables["energy_intensity"], grades, parameters, diesel),
        carriers=carriers,
        trucks=truck_classes(staged, grid, parameters["swap_station_loss_share"]),
        road_grades={
            str(name): float(one) for name, one in zip(road["grade"], road["factor"], strict=True)
        },
        parameters=parameters,
        gwp=gwp_sets(tables),
        year=year,
    )
