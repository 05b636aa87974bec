"""Energy of a year by mode, carrier and state, in megajoules.

Road, rail and sea take energy per tonne-km; inland water takes vessel-hours by state (laden,
ballast, lock, berth) times the energy of an hour, which under way is that of each class on each
link (:mod:`transport.route_energy`). The inland account is made twice, by place and by vessel
class, and both must agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from networks import MODES
from transport.haulage import empty_per_laden_km
from transport.voyage_hours import hours_both_ways
from transport.voyages import return_route

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from networks import Leg
    from transport.commodity_groups import CommodityGroup
    from transport.services import Service
    from transport.skims import LockDirection, ServiceSkims
    from transport.voyages import VoyageFlow
    from transport.water_routes import InlandFleet, LockCall, WaterRoute


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

    Returns
    -------
    pandas.DataFrame
        ``route`` (the cargo route that causes it), ``state`` (``laden``, ``ballast``, ``lock``,
        ``berth``), ``place`` (link, lock or route end), ``vessel_h``, ``capped_h`` (hours of it in
        which engines give less than the speed asks for), ``energy_mj``, and ``mj_`` and the name of
        each carrier.
    """
    parts = [
        part for flow in flows for part in _flow_rows(flow, routes[flow.route], fleet, delay_h)
    ]
    columns = [f"mj_{name}" for name in fleet.carriers]
    heads = [row for head, _ in parts for row in head]
    values = np.concatenate([np.zeros((0, 2 + len(columns))), *(numbers for _, numbers in parts)])
    table = pd.DataFrame(heads, columns=["route", "state", "place"])
    table[["vessel_h", "capped_h", *columns]] = values
    return table.assign(energy_mj=values[:, 2:].sum(axis=1))


_Rows = tuple[list[tuple[str, str, str]], np.ndarray]


def _flow_rows(
    flow: VoyageFlow,
    route: WaterRoute,
    fleet: InlandFleet,
    delay_h: Mapping[LockDirection, float],
) -> Iterator[_Rows]:
    """Yield the rows of one flow: route, state and place, and hours with energy by carrier."""
    cause = flow.route if flow.laden else return_route(route)
    state = "laden" if flow.laden else "ballast"
    voyages, energy, shares = flow.voyages_per_year, route.energy, route.shares
    sail = np.tensordot(shares, energy.sail_mj[state], axes=1)
    hours = hours_both_ways(route.leg)[0]
    yield (
        [(cause, state, link.link_id) for link in route.leg.links],
        voyages * np.column_stack([hours, hours * (shares @ energy.capped_share[state]), sail]),
    )
    idle = shares @ energy.idle_mj_per_h
    at_locks = np.array([_delay(delay_h, call) for call in route.lock_calls])
    yield (
        [(cause, "lock", call.lock) for call in route.lock_calls],
        voyages * _still(at_locks, at_locks[:, None] * idle),
    )
    if flow.laden:
        berth_h = np.array([fleet.classes[name].berth_h for name in route.class_share])
        ends = [route.leg.places[0], route.leg.places[-1]]
        berth = (shares * berth_h) @ energy.idle_mj_per_h
        yield (
            [(cause, "berth", place) for place in ends],
            voyages * _still(np.full(2, shares @ berth_h), np.stack([berth, berth])),
        )


def _still(hours: np.ndarray, energy_mj: np.ndarray) -> np.ndarray:
    """Return the numbers of rows without way: hours, none of them capped, and energy."""
    return np.column_stack([hours, np.zeros_like(hours), energy_mj])


def inland_energy_by_class(
    flows: Sequence[VoyageFlow],
    routes: Mapping[str, WaterRoute],
    fleet: InlandFleet,
    delay_h: Mapping[LockDirection, float],
) -> dict[str, float]:
    """Return the energy of inland vessels by class, in MJ: the second account.

    Parameters are those of :func:`inland_energy`; the sum over classes equals its sum over
    places.
    """
    total = dict.fromkeys(fleet.classes, 0.0)
    for flow in flows:
        route = routes[flow.route]
        state = "laden" if flow.laden else "ballast"
        lock_h = sum(_delay(delay_h, call) for call in route.lock_calls)
        sail_mj = route.energy.sail_mj[state].sum(axis=(1, 2)).tolist()
        idle_mj_per_h = route.energy.idle_mj_per_h.sum(axis=1).tolist()
        for i, (name, share) in enumerate(route.class_share.items()):
            idle_h = float(lock_h) + (2 * fleet.classes[name].berth_h if flow.laden else 0.0)
            voyage_mj = sail_mj[i] + idle_h * idle_mj_per_h[i]
            total[name] += flow.voyages_per_year * share * voyage_mj
    return total


def powertrain_shares(
    flows: Sequence[VoyageFlow], routes: Mapping[str, WaterRoute]
) -> dict[str, float]:
    """Return the share of each powertrain in the laden voyages of a year.

    Parameters
    ----------
    flows : sequence of VoyageFlow
        Voyages; empty ones are not counted.
    routes : mapping of str to WaterRoute
        Routes by name.

    Returns
    -------
    dict of str to float
        By powertrain; empty without voyages.
    """
    voyages: dict[str, float] = {}
    for flow in flows:
        if flow.laden:
            route = routes[flow.route]
            for share, drives in zip(
                route.class_share.values(), route.energy.drive_share, strict=True
            ):
                for name, part in drives.items():
                    voyages[name] = voyages.get(name, 0.0) + flow.voyages_per_year * share * part
    total = sum(voyages.values())
    return {name: one / total for name, one in voyages.items()}


def slip_shares(flows: Sequence[VoyageFlow], routes: Mapping[str, WaterRoute]) -> dict[str, float]:
    """Return the share of gas that leaves the engines of laden voyages unburnt, by carrier."""
    burnt: dict[str, float] = {}
    slipped: dict[str, float] = {}
    for flow in flows:
        if flow.laden:
            route = routes[flow.route]
            sailed = route.shares @ route.energy.sail_mj["laden"].sum(axis=1)
            lost = route.shares @ route.energy.slipped_mj
            for name, mj, gone in zip(route.energy.carriers, sailed, lost, strict=True):
                burnt[name] = burnt.get(name, 0.0) + flow.voyages_per_year * float(mj)
                slipped[name] = slipped.get(name, 0.0) + flow.voyages_per_year * float(gone)
    return {name: lost / burnt[name] for name, lost in slipped.items() if lost > 0}


def _delay(delay_h: Mapping[LockDirection, float], call: LockCall) -> float:
    """Hours at one lock call."""
    return delay_h[call.lock, call.direction]
