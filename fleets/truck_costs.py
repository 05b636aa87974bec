"""What a truck costs: so much an hour whatever it does, and so much a kilometre laden or empty.

An hour pays for capital, crew, insurance and overhead; a kilometre for maintenance and tyres. Fuel
and tolls follow the load and the road and are left to whoever knows them.
"""

from __future__ import annotations

from dataclasses import dataclass

from fleets.vessels import annuity_share


@dataclass(frozen=True, slots=True)
class TruckCosts:
    """A tractor with its trailer; the names are those of the table ``fleet_parameters``.

    Attributes
    ----------
    truck_capex_cny, trailer_capex_cny : float
        Prices of tractor and trailer.
    truck_life_years : float
        Life over which both are repaid.
    truck_crew_cny_per_year, truck_fixed_cny_per_year : float
        Drivers; insurance, inspection, parking and overhead.
    truck_working_h_per_year : float
        Hours a year that are paid by hauls: driving, rests on the way, loading and unloading.
    truck_maintenance_cny_per_km, truck_tyres_cny_per_km : float
        Wear.
    """

    truck_capex_cny: float
    trailer_capex_cny: float
    truck_life_years: float
    truck_crew_cny_per_year: float
    truck_fixed_cny_per_year: float
    truck_working_h_per_year: float
    truck_maintenance_cny_per_km: float
    truck_tyres_cny_per_km: float


def truck_hour_cny(costs: TruckCosts, interest_rate: float) -> float:
    """Return the cost of one paid hour of a truck, fuel apart.

    Annuity of the capital, crew and fixed cost of a year over its paid hours.

    Parameters
    ----------
    costs : TruckCosts
        The truck.
    interest_rate : float
        Real interest rate per year.

    Returns
    -------
    float
        CNY per hour.
    """
    capital = costs.truck_capex_cny + costs.trailer_capex_cny
    yearly = capital * annuity_share(interest_rate, costs.truck_life_years)
    yearly += costs.truck_crew_cny_per_year + costs.truck_fixed_cny_per_year
    return yearly / costs.truck_working_h_per_year


def truck_wear_cny_per_km(costs: TruckCosts) -> float:
    """Return the running cost of one kilometre, fuel and tolls apart."""
    return costs.truck_maintenance_cny_per_km + costs.truck_tyres_cny_per_km
