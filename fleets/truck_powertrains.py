"""Powertrains of heavy trucks: how far one goes on a filling, and what it costs beside diesel."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from fleets.vessels import annuity_share

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from fleets.truck_costs import TruckCosts
    from fleets.truck_energy import TruckClass

LONG_HAUL: Final = "truck-49"
"""The class of long hauls: the 49 t tractor with its trailer."""
DIESEL: Final = "diesel"
_MJ_PER_KWH: Final = 3.6


@dataclass(frozen=True)
class Powertrain:
    """A powertrain of a class of trucks.

    Attributes
    ----------
    name, sold_as : str
        Id, and what stations must sell for it.
    truck : TruckClass
        Energy of the class with it.
    capacity, rate : float
        Battery or tank and largest intake: kWh and kW, or kg and kg/h.
    mj_per_unit : float
        Energy of a kWh or a kg.
    capex_cny, maintenance_cny_per_km : float
        Price and upkeep of the tractor; NaN of other classes, for which the table has none.
    price_cny_per_unit : float
        What a kWh at the battery (losses and lease of a pack included) or a kg costs.
    """

    name: str
    sold_as: str
    truck: TruckClass
    capacity: float
    rate: float
    mj_per_unit: float
    capex_cny: float
    maintenance_cny_per_km: float
    price_cny_per_unit: float

    @property
    def kind_id(self) -> str:
        """Id of the class with this powertrain."""
        return f"{self.truck.class_id}:{self.name}"

    @property
    def cny_per_mj(self) -> float:
        """Price of a megajoule as the ledger counts it: at the battery, or of fuel."""
        return self.price_cny_per_unit / self.mj_per_unit

    @property
    def electric(self) -> bool:
        """Whether it is charged."""
        return self.mj_per_unit == _MJ_PER_KWH

    def units_per_km(self, load_t: float, grade_factor: float = 1.0) -> float:
        """Return what a kilometre takes with a load, kWh or kg."""
        return float(self.truck.mj_per_km(load_t, grade_factor)) / self.mj_per_unit

    def reach(self, reserve_share: float) -> float:
        """Return what may be used between two stops, kWh or kg."""
        return self.capacity * (1 - reserve_share)


def truck_powertrains(
    table: pd.DataFrame,
    classes: Mapping[tuple[str, str], TruckClass],
    kept_share: float,
    class_id: str = LONG_HAUL,
) -> dict[str, Powertrain]:
    """Make the powertrains of the table ``truck_powertrains``.

    The table is of the tractor. A lighter class takes in power in proportion to its battery (an
    assumption); tanks of lighter classes are not known, so that it has no powertrain with a tank.
    Swap stations have packs of one size, the tractor's; a class with another does not swap.

    Parameters
    ----------
    table : pandas.DataFrame
        The table.
    classes : mapping of (str, str) to TruckClass
        Trucks by class and powertrain.
    kept_share : float
        Energy at the wheels' battery over energy at the socket.
    class_id : str
        The class.

    Returns
    -------
    dict of str to Powertrain
        By powertrain; those in which the class is not built are left out.
    """
    made = {}
    for row in table.to_dict("records"):
        name = str(row["powertrain"])
        charged = not math.isnan(row["intake_kw"])
        if (class_id, name) not in classes or not (charged or class_id == LONG_HAUL):
            continue
        truck = classes[class_id, name]
        part = truck.battery_kwh / classes[LONG_HAUL, name].battery_kwh if charged else 1.0
        if row["sold_as"] == "swap" and part != 1.0:
            continue
        known = class_id == LONG_HAUL
        made[name] = Powertrain(
            name=name,
            sold_as=str(row["sold_as"]),
            truck=truck,
            capacity=truck.battery_kwh if charged else float(row["tank_kg"]),
            rate=float(row["intake_kw"] * part if charged else row["intake_kg_per_h"]),
            mj_per_unit=_MJ_PER_KWH if charged else truck.carrier.lhv_mj_per_kg,
            capex_cny=float(row["capex_cny"]) if known else math.nan,
            maintenance_cny_per_km=float(row["maintenance_cny_per_km"]) if known else math.nan,
            price_cny_per_unit=_price(row, kept_share) if charged else row["price_cny_per_kg"],
        )
    return made


def _price(row: Mapping[Any, Any], kept_share: float) -> float:
    """Return what a kWh at the battery costs, lease included."""
    lease = row["lease_cny_per_kwh"]
    return float(row["price_cny_per_kwh"] / kept_share + (0 if math.isnan(lease) else lease))


@dataclass(frozen=True, slots=True)
class AddedCost:
    """Cost of a powertrain beyond that of diesel, energy apart.

    Attributes
    ----------
    hour_cny : float
        Of an hour that hauls pay for: capital.
    km_cny : float
        Of a kilometre, laden or empty: maintenance.
    """

    hour_cny: float
    km_cny: float


@dataclass(frozen=True, slots=True)
class ClassCost:
    """Cost of a class of trucks, energy and tolls apart.

    Attributes
    ----------
    hour_cny : float
        Of an hour of the truck with diesel that hauls pay for: capital, crew and overhead.
    added : mapping of str to AddedCost
        Beyond diesel, by powertrain.
    """

    hour_cny: float
    added: Mapping[str, AddedCost]


def added_cost(one: Powertrain, costs: TruckCosts, interest_rate: float) -> AddedCost:
    """Return what a powertrain costs beyond diesel, energy apart.

    Parameters
    ----------
    one : Powertrain
        The powertrain.
    costs : TruckCosts
        The diesel tractor.
    interest_rate : float
        Real interest rate per year.

    Returns
    -------
    AddedCost
        Below zero where it is cheaper.
    """
    capital = (one.capex_cny - costs.truck_capex_cny) * annuity_share(
        interest_rate, costs.truck_life_years
    )
    return AddedCost(
        capital / costs.truck_working_h_per_year,
        one.maintenance_cny_per_km - costs.truck_maintenance_cny_per_km,
    )
