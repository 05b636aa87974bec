"""Energy of a year by mode, carrier and state, in megajoules.

Road, rail and sea take energy per tonne-km; inland water takes vessel-hours by state (laden,
ballast, lock, berth) times fuel per hour. The inland account is made twice, by place and by
vessel class, and both must agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from fleets import fuel_kg_per_h
from networks import MODES
from transport.haulage import empty_per_laden_km
from transport.voyages import return_route
from transport.water_routes import LockCall, route_fuel_kg_per_h

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from networks import Leg
    from transport.services import CommodityGroup, Service
    from transport.skims import LockDirection, ServiceSkims
    from transport.voyages import VoyageFlow
    from transport.water_routes import InlandFleet, WaterRoute


@dataclass(frozen=True, slots=True)
class EnergyParameters:
    """Energy use of road, rail and sea.

    Attributes
    ----------
    truck_diesel_laden_l_per_km, truck_diesel_empty_l_per_km : float
        Diesel of a tractor-trailer.
    truck_empty_share : float
        Share of truck kilometres run empty.
    diesel_density_kg_per_l : float
        Density of diesel.
    rail_electric_kwh_per_tkm, rail_diesel_mj_per_tkm : float
        Energy per net tonne-km, empty wagons included.
    sea_bulk_mj_per_tkm, sea_container_mj_per_tkm : float
        Energy per tonne-km at sea.
    """

    truck_diesel_laden_l_per_km: float
    truck_diesel_empty_l_per_km: float
    truck_empty_share: float
    diesel_density_kg_per_l: float
    rail_electric_kwh_per_tkm: float
    rail_diesel_mj_per_tkm: float
    sea_bulk_mj_per_tkm: float
    sea_container_mj_per_tkm: float


RAIL_CARRIERS = ("rail_electricity", "rail_diesel")
"""Carriers of trains under wire and beside it."""

CARRIER_OF_MODE = {
    "road": ("road_diesel",),
    "rail": RAIL_CARRIERS,
    "inland_water": ("inland_diesel",),
    "sea": ("marine_fuel",),
}
"""Carriers by mode."""


def truck_mj_per_tkm(
    group: CommodityGroup, parameters: EnergyParameters, lhv_mj_per_kg: float
) -> float:
    """Return the energy of one tonne-km by truck, empty running included.

    Parameters
    ----------
    group : CommodityGroup
        Gives the laden payload.
    parameters : EnergyParameters
        Fuel use and empty share.
    lhv_mj_per_kg : float
        Lower heating value of diesel.

    Returns
    -------
    float
        MJ per tonne-km.
    """
    empty_km = empty_per_laden_km(parameters.truck_empty_share)
    l_per_km = parameters.truck_diesel_laden_l_per_km
    l_per_km += empty_km * parameters.truck_diesel_empty_l_per_km
    mj_per_l = parameters.diesel_density_kg_per_l * lhv_mj_per_kg
    return l_per_km * mj_per_l / group.truck_payload_t


def service_energy(
    skims: ServiceSkims,
    groups: Mapping[str, CommodityGroup],
    parameters: EnergyParameters,
    road_lhv_mj_per_kg: float,
) -> dict[tuple[str, str], np.ndarray]:
    """Return the energy of road, rail and sea in MJ per tonne for each service.

    Parameters
    ----------
    skims : ServiceSkims
        Services and their kilometres.
    groups : mapping of str to CommodityGroup
        Commodity groups.
    parameters : EnergyParameters
        Energy per tonne-km.
    road_lhv_mj_per_kg : float
        Lower heating value of road diesel.

    Returns
    -------
    dict
        By mode and carrier, one number for each service.
    """
    km = {mode: skims.km[:, i] for i, mode in enumerate(MODES)}
    truck = {
        name: truck_mj_per_tkm(group, parameters, road_lhv_mj_per_kg)
        for name, group in groups.items()
    }
    boxed = np.array([groups[s.group].cargo_kind == "container" for s in skims.services])
    wired = np.array([_electric_rail_km(s) for s in skims.services])
    sea = np.where(boxed, parameters.sea_container_mj_per_tkm, parameters.sea_bulk_mj_per_tkm)
    return {
        ("road", "road_diesel"): km["road"] * np.array([truck[s.group] for s in skims.services]),
        ("rail", "rail_electricity"): wired * parameters.rail_electric_kwh_per_tkm * 3.6,
        ("rail", "rail_diesel"): (km["rail"] - wired) * parameters.rail_diesel_mj_per_tkm,
        ("sea", "marine_fuel"): km["sea"] * sea,
    }


def carrier_km(leg: Leg, carrier: str) -> float:
    """Return the kilometres of a leg on which a carrier of its mode is used.

    Electric trains run under wire and diesel trains beside it; every other carrier of a mode is
    used all the way.

    Parameters
    ----------
    leg : Leg
        A leg.
    carrier : str
        A carrier of the leg's mode.

    Returns
    -------
    float
        Kilometres.
    """
    wired = sum(link.length_km for link in leg.links if link.electrified)
    if carrier == RAIL_CARRIERS[0]:
        return wired
    return leg.length_km - wired if carrier == RAIL_CARRIERS[1] else leg.length_km


def _electric_rail_km(service: Service) -> float:
    """Rail kilometres of a service under wire."""
    return sum(carrier_km(leg, RAIL_CARRIERS[0]) for leg in service.legs if leg.mode == "rail")


def inland_energy(
    flows: Sequence[VoyageFlow],
    routes: Mapping[str, WaterRoute],
    fleet: InlandFleet,
    delay_h: Mapping[LockDirection, float],
    lhv_mj_per_kg: float,
) -> pd.DataFrame:
    """Return the energy of inland vessels by route, state and place.

    Parameters
    ----------
    flows : sequence of VoyageFlow
        Laden and empty voyages of the year.
    routes : mapping of str to WaterRoute
        Routes by name.
    fleet : InlandFleet
        Vessels.
    delay_h : mapping of LockDirection to float
        Hours at each lock and direction.
    lhv_mj_per_kg : float
        Lower heating value of the fuel.

    Returns
    -------
    pandas.DataFrame
        ``route`` (the cargo route that causes it), ``state`` (``laden``, ``ballast``, ``lock``,
        ``berth``), ``place`` (link, lock or route end), ``vessel_h`` and ``energy_mj``.
    """
    rows: list[tuple[str, str, str, float, float]] = []
    for flow in flows:
        route = routes[flow.route]
        cause = flow.route if flow.laden else return_route(route)
        voyages = flow.voyages_per_year
        state = "laden" if flow.laden else "ballast"
        burn = route_fuel_kg_per_h(route, fleet, state) * lhv_mj_per_kg
        idle = route_fuel_kg_per_h(route, fleet, "idle") * lhv_mj_per_kg
        for link, place in zip(route.leg.links, route.leg.places[1:], strict=True):
            hours = voyages * link.hours_towards(place)
            rows.append((cause, state, link.link_id, hours, hours * burn))
        for call in route.lock_calls:
            hours = voyages * delay_h[call.lock, call.direction]
            rows.append((cause, "lock", call.lock, hours, hours * idle))
        if flow.laden:
            for end, hours, energy in _berths(route, fleet, voyages, lhv_mj_per_kg):
                rows.append((cause, "berth", end, hours, energy))
    return pd.DataFrame(rows, columns=["route", "state", "place", "vessel_h", "energy_mj"])


def _berths(
    route: WaterRoute, fleet: InlandFleet, voyages: float, lhv_mj_per_kg: float
) -> list[tuple[str, float, float]]:
    """Berth hours and energy at both ends of a route."""
    berth_h = route.mean({c: fleet.classes[c].berth_h for c in route.class_share})
    energy_mj = route.mean(
        {
            c: fleet.classes[c].berth_h
            * fuel_kg_per_h(fleet.classes[c], "idle", fleet.rules)
            * lhv_mj_per_kg
            for c in route.class_share
        }
    )
    return [
        (place, voyages * berth_h, voyages * energy_mj)
        for place in (route.leg.places[0], route.leg.places[-1])
    ]


def inland_energy_by_class(
    flows: Sequence[VoyageFlow],
    routes: Mapping[str, WaterRoute],
    fleet: InlandFleet,
    delay_h: Mapping[LockDirection, float],
    lhv_mj_per_kg: float,
) -> dict[str, float]:
    """Return the energy of inland vessels by class, in MJ: the second account.

    Parameters are those of :func:`inland_energy`; the sum over classes equals its sum over
    places.
    """
    total = dict.fromkeys(fleet.classes, 0.0)
    for flow in flows:
        route = routes[flow.route]
        lock_h = sum(_delay(delay_h, call) for call in route.lock_calls)
        for name, share in route.class_share.items():
            vessel = fleet.classes[name]
            state = "laden" if flow.laden else "ballast"
            idle_h = lock_h + (2 * vessel.berth_h if flow.laden else 0.0)
            fuel_kg = route.sail_h * fuel_kg_per_h(vessel, state, fleet.rules)
            fuel_kg += idle_h * fuel_kg_per_h(vessel, "idle", fleet.rules)
            total[name] += flow.voyages_per_year * share * fuel_kg * lhv_mj_per_kg
    return total


def _delay(delay_h: Mapping[LockDirection, float], call: LockCall) -> float:
    """Hours at one lock call."""
    return delay_h[call.lock, call.direction]
