"""Trucks with other powertrains in the yearly run: which hauls they can make, and what follows.

A truck starts full, may use its battery or tank down to the reserve between two stations of its
carrier, and is filled again where it is unloaded. A haul can be made if no stretch between two
stations, or before the first and after the last, takes more than that laden. Of the hauls that can
be made, the share of the plan is; all others stay with diesel. Stops on the way cost the truck's
hours, laden and empty, and lengthen the haul:

    hours = stops x (minutes at the counter + usual wait) + amount / rate
    stops = what the haul takes beyond the first filling / what a filling gives, rounded up

Every class of trucks in the work of a commodity group has its own shares, battery, load and use on
the way, and its own money (:mod:`transport.stations.truck_haul_costs`).

Usual waits are closed forms of the plan's stations and flows
(:mod:`transport.stations.station_waits`), those of the station simulation only where it is asked.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from networks import MODES
from transport.changes import TruckPowertrain
from transport.stations.service_areas import even_km, haul_path, passed_areas
from transport.stations.siting_problem import is_covered
from transport.stations.truck_haul_costs import added_haul_cost

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from networks import Leg
    from transport.hauls.fleet import TruckUse
    from transport.services import Service
    from transport.skims import ServiceSkims
    from transport.stations.service_areas import PassedArea
    from transport.stations.truck_setting import TruckSetting

_ROAD = MODES.index("road")
ROAD_DIESEL = ("road", "road_diesel")
Kind = tuple[str, str]
"""Class of trucks and powertrain."""


@dataclass(frozen=True)
class TruckMix:
    """Hauls of a year by class of trucks and powertrain.

    Attributes
    ----------
    made_share : dict of (str, str) to numpy.ndarray
        Share of the kilometres of a class on each service that it runs with a powertrain: what is
        asked for, where the legs can be made with it.
    """

    made_share: dict[Kind, np.ndarray]


def wanted_shares(
    changes: Iterable[object], trucks: Mapping[str, Container[str]]
) -> dict[str, dict[str, float]]:
    """Return the share of each powertrain in the trips of each class of trucks.

    Parameters
    ----------
    changes : iterable
        Changes of a plan and its stock; of two for one class the later holds.
    trucks : mapping of str to container of str
        Powertrains that each class is built with; others stay with diesel.

    Returns
    -------
    dict of str to dict of str to float
        Those above zero; the sum of a class is cut to one.

    Examples
    --------
    >>> changes = [TruckPowertrain("battery", 0.9), TruckPowertrain("lng", 0.3, ("tractor",))]
    >>> wanted_shares(changes, {"tractor": {"battery", "lng"}, "van": {"battery"}})
    {'tractor': {'battery': 0.75, 'lng': 0.25}, 'van': {'battery': 0.9}}
    """
    listed = [one for one in changes if isinstance(one, TruckPowertrain)]
    found = {}
    for class_id, built in trucks.items():
        latest = {
            one.powertrain: one.share
            for one in listed
            if one.powertrain in built and (not one.classes or class_id in one.classes)
        }
        scale = max(1.0, sum(latest.values()))
        found[class_id] = {name: share / scale for name, share in latest.items() if share > 0}
    return found


def truck_mix(
    skims: ServiceSkims, wanted: Mapping[str, Mapping[str, float]], setting: TruckSetting
) -> TruckMix:
    """Return which hauls other powertrains make.

    Parameters
    ----------
    skims : ServiceSkims
        Services with their legs.
    wanted : mapping of str to mapping of str to float
        Share of each powertrain by class.
    setting : TruckSetting
        Trucks and stations.

    Returns
    -------
    TruckMix
        By service.
    """
    made = {
        (class_id, name): np.zeros(len(skims.services))
        for class_id, shares in wanted.items()
        for name in shares
    }
    known: dict[tuple[str, str, str, tuple[str, ...]], bool] = {}
    passed: dict[tuple[str, ...], list[PassedArea]] = {}
    for i, service in enumerate(skims.services):
        legs = [leg for leg in service.legs if leg.mode == "road" and leg.length_km > 0]
        total = sum(leg.length_km for leg in legs)
        for leg in legs:
            for use in setting.uses[service.group]:
                class_id = use.truck.class_id
                for name, share in wanted.get(class_id, {}).items():
                    key = (class_id, name, service.group, leg.places)
                    if key not in known:
                        if leg.places not in passed:
                            passed[leg.places] = passed_areas(leg, setting.areas, setting.grades)
                        known[key] = _can_make(leg, passed[leg.places], use, name, setting)
                    made[class_id, name][i] += share * known[key] * leg.length_km / total
    return TruckMix(made)


def _can_make(
    leg: Leg, passed: Sequence[PassedArea], use: TruckUse, name: str, setting: TruckSetting
) -> bool:
    """Whether a laden truck makes a leg with the stations there are."""
    one = setting.trucks[use.truck.class_id][name]
    per_km = one.units_per_km(setting.load_t(use, name))
    length_km = even_km(leg, setting.grades)
    path = haul_path(length_km, passed, setting.equipped, one.sold_as, per_km)
    open_areas = frozenset(area for area, _ in path.stops)
    return is_covered(path, one.reach(setting.reserve_share), open_areas)


def mixed_energy(
    unit_energy: Mapping[tuple[str, str], np.ndarray],
    services: Sequence[Service],
    mix: TruckMix,
    setting: TruckSetting,
) -> dict[tuple[str, str], np.ndarray]:
    """Return the energy of services with the hauls of other powertrains.

    Diesel of a haul is that of the classes of its commodity group; the energy of a class is to that
    of diesel as what both take for a tonne of the group, empty running and the further trips of a
    truck that takes less cargo included.

    Parameters
    ----------
    unit_energy : mapping
        MJ per tonne by mode and carrier, all trucks on diesel.
    services : sequence of Service
        Services.
    mix : TruckMix
        Hauls by class and powertrain.
    setting : TruckSetting
        Trucks.

    Returns
    -------
    dict
        MJ per tonne by mode and carrier.
    """
    diesel = unit_energy[ROAD_DIESEL]
    found = dict(unit_energy)
    shares = {group: setting.energy_shares(group) for group in {one.group for one in services}}
    ratios = {
        (group, use.truck.class_id, name): setting.mj_per_diesel_mj(use, name)
        for group in shares
        for use in setting.uses[group]
        for name in setting.trucks[use.truck.class_id]
    }
    for (class_id, name), share in mix.made_share.items():
        one = setting.trucks[class_id][name]
        part = np.array([shares[service.group].get(class_id, 0.0) for service in services])
        ratio = np.array([ratios.get((service.group, class_id, name), 0.0) for service in services])
        replaced = diesel * part * share
        found[ROAD_DIESEL] = found[ROAD_DIESEL] - replaced
        key = ("road", one.truck.carrier.carrier)
        found[key] = found.get(key, np.zeros_like(diesel)) + replaced * ratio
    return found


def mixed_skims(skims: ServiceSkims, mix: TruckMix, setting: TruckSetting) -> ServiceSkims:
    """Return skims in which road hauls cost what their mix of powertrains does.

    Parameters
    ----------
    skims : ServiceSkims
        Skims with all trucks on diesel.
    mix : TruckMix
        Hauls by class and powertrain.
    setting : TruckSetting
        Trucks and stations.

    Returns
    -------
    ServiceSkims
        Money of the hauls and of their empty running, and hours of filling on the way: means over
        the classes by their tonne-km.
    """
    added = np.zeros((len(skims.services), 3))
    known: dict[tuple[str, str, str, tuple[str, ...]], np.ndarray] = {}
    for i, service in enumerate(skims.services):
        road = [leg for leg in service.legs if leg.mode == "road"]
        for use, name, share in _shares_of(service, i, mix, setting) if road else ():
            for leg in road:
                key = (use.truck.class_id, name, service.group, leg.places)
                if key not in known:
                    known[key] = np.array(added_haul_cost(leg, use, name, service.group, setting))
                added[i] += use.tkm_share * share * known[key]
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


def _shares_of(
    service: Service, number: int, mix: TruckMix, setting: TruckSetting
) -> list[tuple[TruckUse, str, float]]:
    """Return the trucks with other powertrains on a service, and their share of their class."""
    return [
        (use, name, float(share[number]))
        for use in setting.uses[service.group]
        for (class_id, name), share in mix.made_share.items()
        if class_id == use.truck.class_id and share[number] > 0
    ]
