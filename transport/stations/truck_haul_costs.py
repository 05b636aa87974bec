"""What a haul by a truck with another powertrain pays beyond one with diesel, and its stops.

Each class of trucks pays for itself: the capital and upkeep that the powertrain adds, over the
hours and kilometres of the haul, and hours of filling at what an hour of that class with that
powertrain costs, all spread over the cargo of a laden truck of the class. Energy is paid as the
ledger counts it, by class, load, grades and empty kilometres: price times what is taken, less the
price of the diesel that is replaced. What is added is a difference to diesel of the same class, so
that it stands beside the freight, whose diesel is that of the classes and whose hours and wear are
those of the tractor. A truck that takes less cargo than with diesel makes more trips for it: they
are in all of this, and pay for hours, wear and tolls of the haul once more.

A class without prices (the 4.5 t truck) has its own energy and hours at stations; its capital,
upkeep and hours cost a tonne what they cost in a tractor with that powertrain.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from fleets.truck_powertrains import LONG_HAUL
from transport.haulage import empty_per_laden_km
from transport.stations.service_areas import even_km, passed_areas

if TYPE_CHECKING:
    from fleets import ClassCost, Powertrain
    from networks import Leg
    from transport.hauls.fleet import TruckUse
    from transport.stations.truck_setting import TruckSetting


def added_haul_cost(
    leg: Leg, use: TruckUse, name: str, group: str, setting: TruckSetting
) -> tuple[float, float, float]:
    """Return what a tonne on a leg pays beyond diesel of the same class, and hours of filling.

    Parameters
    ----------
    leg : Leg
        The way.
    use : TruckUse
        The class of trucks with diesel, and its load.
    name : str
        The other powertrain.
    group : str
        Commodity group.
    setting : TruckSetting
        Trucks and stations.

    Returns
    -------
    laden_cny_per_t, empty_cny_per_t : float
        Of the laden run, and of the empty running that it causes.
    fill_h : float
        Hours of filling on the way, laden.
    """
    haulage, one = setting.haulage, setting.trucks[use.truck.class_id][name]
    cost, cargo_t = _paid(use, name, group, setting)
    added, trips = cost.added[name], setting.trips_per_diesel_trip(use, name)
    drive_h = sum(link.length_km / link.speed_kmh for link in leg.links) * haulage.rest_factor
    fill_h = _fill_h(leg, one, setting.load_t(use, name), setting)
    run = added.hour_cny * drive_h + added.km_cny * leg.length_km
    hour_cny = cost.hour_cny + added.hour_cny
    laden = run + added.hour_cny * haulage.loading_h + fill_h * hour_cny
    empty = run + _fill_h(leg, one, 0.0, setting) * hour_cny
    back = empty_per_laden_km(haulage.empty_share)
    laden_cny = trips * laden / cargo_t
    empty_cny = back * trips * empty / cargo_t
    further_cny = np.array(_dry_cny_per_t(leg, group, setting)) * (trips - 1)
    laden_cny, empty_cny = np.array([laden_cny, empty_cny]) + further_cny
    laden_fuel, empty_fuel = _added_fuel(leg, use, name, setting)
    return laden_cny + laden_fuel, empty_cny + back * empty_fuel, fill_h


def _dry_cny_per_t(leg: Leg, group: str, setting: TruckSetting) -> tuple[float, float]:
    """Return what a tonne pays for a haul, laden and for empty running, without its fuel."""
    dry = replace(setting.haulage, fuel_km_cny={})
    empty = dry.empty_haul_cny(leg)
    payload_t = setting.groups[group].truck_payload_t
    return (dry.haul_cny(leg) - empty) / payload_t, empty / payload_t


def _paid(use: TruckUse, name: str, group: str, setting: TruckSetting) -> tuple[ClassCost, float]:
    """Return the truck whose hours and wear are paid, and the cargo that they are spread over."""
    own = setting.costs.get(use.truck.class_id)
    if own and name in own.added:
        return own, use.load_share * use.truck.payload_t
    return setting.costs[LONG_HAUL], setting.groups[group].truck_payload_t


def _added_fuel(leg: Leg, use: TruckUse, name: str, setting: TruckSetting) -> tuple[float, float]:
    """Return what a tonne's energy costs beyond diesel, laden and for an empty run of the leg."""
    own_cny = setting.trucks[use.truck.class_id][name].cny_per_mj
    graded_km = even_km(leg, setting.grades)
    own, usual = setting.mj_per_tkm(use, name), setting.mj_per_tkm(use)
    laden, empty = (
        (mj * own_cny - usual_mj * setting.diesel_cny_per_mj) * graded_km
        for mj, usual_mj in zip(own, usual, strict=True)
    )
    return laden, empty


def fills(leg: Leg, one: Powertrain, load_t: float, setting: TruckSetting) -> tuple[int, float]:
    """Return the stops on the way of a truck that starts full, and what it takes at them.

    Parameters
    ----------
    leg : Leg
        The way.
    one : Powertrain
        The truck.
    load_t : float
        Cargo; 0 for an empty truck.
    setting : TruckSetting
        Reserve and grades.

    Returns
    -------
    tuple of int and float
        Stops, and kWh or kg at all of them.
    """
    reach = one.reach(setting.reserve_share)
    beyond = even_km(leg, setting.grades) * one.units_per_km(load_t) - reach
    return (math.ceil(beyond / reach), beyond) if beyond > 0 else (0, 0.0)


def _fill_h(leg: Leg, one: Powertrain, load_t: float, setting: TruckSetting) -> float:
    """Return the hours of stops on the way: counter, usual wait, and filling at the mean rate."""
    stops, beyond = fills(leg, one, load_t, setting)
    wait_h = setting.wait_h.get(one.name, 0.0)
    if one.sold_as == "swap":
        return (setting.swap_h + wait_h) * stops
    rates = [
        setting.rate[found[one.sold_as].equipment]
        for area in (passed_areas(leg, setting.areas, setting.grades) if stops else ())
        if one.sold_as in (found := setting.equipped.get(area.area_id, {}))
    ]
    if not rates:
        return (setting.setup_h + wait_h) * stops
    return stops * (setting.setup_h + wait_h) + beyond / min(one.rate, float(np.mean(rates)))
