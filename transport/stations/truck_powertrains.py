"""Trucks with other powertrains in the yearly run: which hauls they can make, and what follows.

A truck starts full, may use its battery or tank down to the reserve between two stations of its
carrier, and is filled again where it is unloaded. A haul can be made if no stretch between two
stations, or before the first and after the last, takes more than that laden. Of the hauls that can
be made, the share of the plan is; all others stay with diesel. Stops on the way cost the truck's
hours, laden and empty, and lengthen the haul:

    hours = stops x (minutes at the counter + usual wait) + amount / rate
    stops = what the haul takes beyond the first filling / what a filling gives, rounded up

Usual waits are closed forms of the plan's stations and flows
(:mod:`transport.stations.station_waits`), those of the station simulation only where it is asked.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from networks import MODES
from transport.changes import TruckPowertrain
from transport.hauls.haulage import empty_per_laden_km
from transport.stations.service_areas import passed_areas
from transport.stations.siting import FlowPath, is_covered

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from fleets import AddedCost, Powertrain
    from networks import Leg
    from transport.commodity_groups import CommodityGroup
    from transport.hauls.haulage import Haulage
    from transport.skims import ServiceSkims
    from transport.stations.service_areas import Equipped, PassedArea, ServiceArea

_ROAD = MODES.index("road")
ROAD_DIESEL = ("road", "road_diesel")


@dataclass(frozen=True)
class TruckSetting:
    """What hauls by other powertrains are reckoned on.

    Attributes
    ----------
    powertrains : mapping of str to Powertrain
        Powertrains by name.
    added : mapping of str to AddedCost
        What each costs beyond diesel.
    areas : mapping of str to sequence of ServiceArea
        Service areas by link.
    equipped : dict
        What they have.
    rate : mapping of str to float
        Rate of a row of equipment, kW or kg/h.
    haulage : Haulage
        Cost of a truck.
    groups : mapping of str to CommodityGroup
        Payloads.
    diesel_mj_per_km : float
        Mean energy of the diesel tractor in use.
    reserve_share, setup_h, swap_h : float
        Reserve, hours at the counter of a charger or pump, and of a swap from in to out.
    patience_h : float
        Longest wait that drivers put up with.
    wait_h : mapping of str to float
        Usual wait at a stop by powertrain; none where it is not named.
    """

    powertrains: Mapping[str, Powertrain]
    added: Mapping[str, AddedCost]
    areas: Mapping[str, Sequence[ServiceArea]]
    equipped: Equipped
    rate: Mapping[str, float]
    haulage: Haulage
    groups: Mapping[str, CommodityGroup]
    diesel_mj_per_km: float
    reserve_share: float
    setup_h: float
    swap_h: float
    patience_h: float
    wait_h: Mapping[str, float] = field(default_factory=dict)


def haul_path(
    leg: Leg, areas: Sequence[PassedArea], equipped: Equipped, sold_as: str, per_km: float
) -> FlowPath:
    """Return a leg as a path in the unit of the carrier, with the areas that sell it."""
    stops = tuple(
        (one.area_id, one.at_km * per_km)
        for one in areas
        if sold_as in equipped.get(one.area_id, {})
    )
    return FlowPath(1.0, leg.length_km * per_km, stops)


@dataclass(frozen=True)
class TruckMix:
    """Hauls of a year by powertrain.

    Attributes
    ----------
    wanted : dict of str to float
        Share that the plan asks for.
    made_share : dict of str to numpy.ndarray
        Share of each service's truck kilometres that each powertrain runs.
    feasible_share : dict of str to numpy.ndarray
        Share of each service's truck kilometres on legs that it could make.
    """

    wanted: dict[str, float]
    made_share: dict[str, np.ndarray]
    feasible_share: dict[str, np.ndarray]


def wanted_shares(changes: Iterable[object]) -> dict[str, float]:
    """Return the share of each powertrain; of two changes the later holds, sums are cut to one.

    Examples
    --------
    >>> wanted_shares([TruckPowertrain("battery", 0.9), TruckPowertrain("lng", 0.3)])
    {'battery': 0.75, 'lng': 0.25}
    """
    listed = [one for one in changes if isinstance(one, TruckPowertrain)]
    latest = {one.powertrain: one.share for one in listed}
    scale = max(1.0, sum(latest.values()))
    return {name: share / scale for name, share in latest.items() if share > 0}


def truck_mix(skims: ServiceSkims, wanted: Mapping[str, float], setting: TruckSetting) -> TruckMix:
    """Return which hauls other powertrains make.

    Parameters
    ----------
    skims : ServiceSkims
        Services with their legs.
    wanted : mapping of str to float
        Share of each powertrain.
    setting : TruckSetting
        Trucks and stations.

    Returns
    -------
    TruckMix
        By service.
    """
    feasible = {name: np.zeros(len(skims.services)) for name in wanted}
    known: dict[tuple[str, str, tuple[str, ...]], bool] = {}
    passed: dict[tuple[str, ...], list[PassedArea]] = {}
    for i, service in enumerate(skims.services):
        legs = [leg for leg in service.legs if leg.mode == "road" and leg.length_km > 0]
        total = sum(leg.length_km for leg in legs)
        for leg in legs:
            for name in wanted:
                key = (name, service.group, leg.places)
                if key not in known:
                    if leg.places not in passed:
                        passed[leg.places] = passed_areas(leg, setting.areas)
                    one = setting.powertrains[name]
                    known[key] = _can_make(leg, passed[leg.places], one, service.group, setting)
                feasible[name][i] += known[key] * leg.length_km / total
    made = {name: wanted[name] * share for name, share in feasible.items()}
    return TruckMix(dict(wanted), made, feasible)


def _can_make(
    leg: Leg, passed: Sequence[PassedArea], one: Powertrain, group: str, setting: TruckSetting
) -> bool:
    """Whether a laden truck makes a leg with the stations there are."""
    per_km = one.units_per_km(min(setting.groups[group].truck_payload_t, one.truck.payload_t))
    path = haul_path(leg, passed, setting.equipped, one.sold_as, per_km)
    open_areas = frozenset(name for name, _ in path.stops)
    return is_covered(path, one.reach(setting.reserve_share), open_areas)


def mixed_energy(
    unit_energy: Mapping[tuple[str, str], np.ndarray],
    mix: TruckMix,
    setting: TruckSetting,
) -> dict[tuple[str, str], np.ndarray]:
    """Return the energy of services with the hauls of other powertrains.

    The energy of a haul is to that of diesel as the mean use of both tractors is.

    Parameters
    ----------
    unit_energy : mapping
        MJ per tonne by mode and carrier, all trucks on diesel.
    mix : TruckMix
        Hauls by powertrain.
    setting : TruckSetting
        Trucks.

    Returns
    -------
    dict
        MJ per tonne by mode and carrier.
    """
    diesel = unit_energy[ROAD_DIESEL]
    found = dict(unit_energy)
    found[ROAD_DIESEL] = diesel * (1 - sum(mix.made_share.values(), np.zeros_like(diesel)))
    for name, share in mix.made_share.items():
        one = setting.powertrains[name]
        key = ("road", one.truck.carrier.carrier)
        energy = diesel * share * one.truck.mean_mj_per_km / setting.diesel_mj_per_km
        found[key] = found.get(key, np.zeros_like(diesel)) + energy
    return found


def mixed_skims(skims: ServiceSkims, mix: TruckMix, setting: TruckSetting) -> ServiceSkims:
    """Return skims in which road hauls cost what their mix of powertrains does.

    Parameters
    ----------
    skims : ServiceSkims
        Skims with all trucks on diesel.
    mix : TruckMix
        Hauls by powertrain.
    setting : TruckSetting
        Trucks and stations.

    Returns
    -------
    ServiceSkims
        Money of the hauls and of their empty running, and hours of filling on the way.
    """
    added = np.zeros((len(skims.services), 3))
    known: dict[tuple[str, str, tuple[str, ...]], np.ndarray] = {}
    for i, service in enumerate(skims.services):
        shares = {name: share[i] for name, share in mix.made_share.items() if share[i] > 0}
        for leg in service.legs if shares else ():
            if leg.mode == "road":
                for name, share in shares.items():
                    key = (name, service.group, leg.places)
                    if key not in known:
                        one = setting.powertrains[name]
                        known[key] = np.array(_added(leg, one, service.group, setting))
                    added[i] += share * known[key]
    laden, empty, hours = added.T
    haul = skims.haul_cny_per_t.copy()
    haul[:, _ROAD] += laden + empty
    return replace(
        skims,
        money_cny_per_t=skims.money_cny_per_t + laden + empty,
        haul_cny_per_t=haul,
        empty_haul_cny_per_t=skims.empty_haul_cny_per_t + empty,
        time_h=skims.time_h + hours,
    )


def _added(
    leg: Leg, one: Powertrain, group: str, setting: TruckSetting
) -> tuple[float, float, float]:
    """Return what a tonne on a leg pays beyond diesel, laden and empty, and hours of filling."""
    payload_t, haulage = setting.groups[group].truck_payload_t, setting.haulage
    added = setting.added[one.name]
    drive_h = sum(link.length_km / link.speed_kmh for link in leg.links) * haulage.rest_factor
    load_t = min(payload_t, one.truck.payload_t)
    fill_h = _fill_h(leg, one, load_t, setting)
    rate = added.hour_cny * (drive_h + haulage.loading_h) + added.laden_km_cny * leg.length_km
    rate += fill_h * haulage.hour_cny
    back = empty_per_laden_km(haulage.empty_share)
    empty = back * (added.hour_cny * drive_h + added.empty_km_cny * leg.length_km)
    empty += back * _fill_h(leg, one, 0.0, setting) * haulage.hour_cny
    return rate / payload_t, empty / payload_t, fill_h


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
        Reserve.

    Returns
    -------
    tuple of int and float
        Stops, and kWh or kg at all of them.
    """
    reach = one.reach(setting.reserve_share)
    beyond = leg.length_km * one.units_per_km(load_t) - reach
    return (math.ceil(beyond / reach), beyond) if beyond > 0 else (0, 0.0)


def _fill_h(leg: Leg, one: Powertrain, load_t: float, setting: TruckSetting) -> float:
    """Return the hours of stops on the way: counter, usual wait, and filling at the mean rate."""
    stops, beyond = fills(leg, one, load_t, setting)
    wait_h = setting.wait_h.get(one.name, 0.0)
    if one.sold_as == "swap":
        return (setting.swap_h + wait_h) * stops
    rates = [
        setting.rate[found[one.sold_as].equipment]
        for area in (passed_areas(leg, setting.areas) if stops else ())
        if one.sold_as in (found := setting.equipped.get(area.area_id, {}))
    ]
    if not rates:
        return (setting.setup_h + wait_h) * stops
    return stops * (setting.setup_h + wait_h) + beyond / min(one.rate, float(np.mean(rates)))
