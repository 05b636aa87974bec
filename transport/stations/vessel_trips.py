"""Vessels that are charged, swap packs or bunker LNG on the river: ways past river stations.

A vessel has a battery of whole container packs, or a tank for a stated way. It is filled at the
place where its voyage starts, if a station stands there, else it comes from a station elsewhere
with the level that is drawn; between, it uses the stations on its way. Hours are those of sailing
with the current, with the waits at locks. Energy is that of the own powertrain, over the links as
all vessels of the class spread what they buy; a tank lasts the stated way laden and empty.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from transport.inland.voyage_hours import hours_both_ways
from transport.operations.stations import Itinerary, VehicleKind
from transport.stations.truck_trips import station_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from transport.inland.voyages import VoyageFlow
    from transport.inland.water_routes import InlandFleet, WaterRoute
    from transport.skims import LockDirection
    from transport.stations.service_areas import Equipped

MJ_PER_KWH = 3.6
ELECTRICITY = "inland_electricity"
_LNG = "inland_lng"
_DIESEL, _DIESEL_DRIVE = "inland_diesel", "diesel"
SIDE = "river"


@dataclass(frozen=True)
class VesselNumbers:
    """What vessels hold.

    Attributes
    ----------
    pack_kwh, lng_range_km, reserve_share : float
        A container pack, the way of a tank of LNG, and the reserve.
    lng_mj_per_kg : float
        Lower heating value.
    """

    pack_kwh: float
    lng_range_km: float
    reserve_share: float
    lng_mj_per_kg: float


@dataclass(frozen=True)
class VesselFlow:
    """Voyages of one class with one powertrain along a route.

    Attributes
    ----------
    name : str
        Route, state, class and powertrain.
    per_day : float
        Mean voyages.
    itinerary : Itinerary
        Its way.
    kind : VehicleKind
        The vessel.
    starts_low : bool
        Whether it is filled where it starts.
    sold_as, carrier : str
        What it buys, and the carrier of the ledger.
    own_mj, diesel_mj : float
        Energy of what it buys for a voyage, and of the diesel that it does without: that of the
        same class on diesel, less what lights its own gas; NaN where none of the class sails on
        diesel.
    class_id, powertrain : str
        The class and its powertrain.
    ends : tuple of str
        Where the voyage begins and ends.
    load_t : float
        Cargo; 0 for an empty vessel.
    """

    name: str
    per_day: float
    itinerary: Itinerary
    kind: VehicleKind
    starts_low: bool
    sold_as: str
    carrier: str
    own_mj: float
    diesel_mj: float
    class_id: str
    powertrain: str
    ends: tuple[str, str]
    load_t: float


def sold_to(powertrain: str) -> str:
    """Return what a powertrain of vessels buys; nothing for those of liquid fuels.

    Examples
    --------
    >>> sold_to("battery-swap"), sold_to("lng-otto"), sold_to("diesel")
    ('swap', 'lng', '')
    """
    if powertrain.startswith("battery"):
        return "swap" if powertrain.endswith("swap") else "charging"
    return "lng" if powertrain.startswith("lng") else ""


def vessel_flows(
    flows: Sequence[VoyageFlow],
    routes: Mapping[str, WaterRoute],
    fleet: InlandFleet,
    waits_h: Mapping[LockDirection, float],
    world: tuple[Equipped, VesselNumbers],
) -> list[VesselFlow]:
    """Return the voyages of a year by vessels that use stations.

    Parameters
    ----------
    flows : sequence of VoyageFlow
        Laden and empty voyages.
    routes : mapping of str to WaterRoute
        Routes by name.
    fleet : InlandFleet
        Gives the batteries.
    waits_h : mapping of LockDirection to float
        Hours at each lock and direction.
    world : tuple
        Stations, and what vessels hold.

    Returns
    -------
    list of VesselFlow
        One for each route, state, class and powertrain with voyages.
    """
    return [
        one
        for flow in flows
        if flow.voyages_per_year > 0
        for one in _of_flow(flow, routes[flow.route], fleet, waits_h, world)
    ]


def _of_flow(
    flow: VoyageFlow,
    route: WaterRoute,
    fleet: InlandFleet,
    waits_h: Mapping[LockDirection, float],
    world: tuple[Equipped, VesselNumbers],
) -> Iterator[VesselFlow]:
    """Yield the voyages of a flow by class and powertrain."""
    state = "laden" if flow.laden else "ballast"
    lock_h = {call.lock: waits_h.get((call.lock, call.direction), 0.0) for call in route.lock_calls}
    hours = hours_both_ways(route.leg)[0] + np.array(
        [lock_h.get(place, 0.0) for place in route.leg.places[1:]]
    )
    for i, (name, share) in enumerate(route.class_share.items()):
        parts = route.energy.drive_share[i]
        diesel_mj = math.nan
        if parts.get(_DIESEL_DRIVE):
            diesel_mj = _voyage_mj(route, state, i, _DIESEL_DRIVE).get(_DIESEL, math.nan)
        for powertrain, part in parts.items():
            sold = sold_to(powertrain)
            if not sold or part <= 0:
                continue
            own_mj = _voyage_mj(route, state, i, powertrain)
            bought = {
                one: mj
                for one, mj in own_mj.items()
                if one.startswith(ELECTRICITY if sold != "lng" else _LNG)
            }
            link_mj = _over_links(route, state, i, bought)
            packs = [d.battery for d in fleet.drives[name] if d.powertrain == powertrain]
            battery_kwh = packs[0].pack.capacity_kwh if packs and packs[0] else 0.0
            kind = _kind((f"{name}:{powertrain}", state), battery_kwh, route, link_mj, world[1])
            per_unit = MJ_PER_KWH if sold != "lng" else world[1].lng_mj_per_kg
            itinerary, low = _way(route, (hours, link_mj / per_unit), (kind, sold), world[0])
            label = f"{flow.route} {state} {name} {powertrain}"
            voyages = flow.voyages_per_year * share * part / 365
            yield VesselFlow(
                label,
                voyages,
                itinerary,
                kind,
                low,
                sold,
                max(bought, key=lambda one: bought[one]),
                float(link_mj.sum()),
                diesel_mj - own_mj.get(_DIESEL, 0.0),
                name,
                powertrain,
                (route.leg.places[0], route.leg.places[-1]),
                route.payload_t[name] if flow.laden else 0.0,
            )


def _voyage_mj(route: WaterRoute, state: str, i: int, powertrain: str) -> dict[str, float]:
    """Return the energy of a voyage of a class with a powertrain, by carrier."""
    energy = route.energy
    added = energy.drive_mj[state][i, energy.powertrains.index(powertrain)]
    own = added / energy.drive_share[i][powertrain]
    return dict(zip(energy.carriers, own.tolist(), strict=True))


def _over_links(route: WaterRoute, state: str, i: int, bought: Mapping[str, float]) -> np.ndarray:
    """Return the energy of a voyage by link: as all vessels of the class spread these carriers."""
    columns = [route.energy.carriers.index(one) for one in bought]
    link_mj = route.energy.sail_mj[state][i][:, columns].sum(axis=1)
    return np.asarray(link_mj * (sum(bought.values()) / link_mj.sum()))


def _kind(
    named: tuple[str, str],
    battery_kwh: float,
    route: WaterRoute,
    link_mj: np.ndarray,
    numbers: VesselNumbers,
) -> VehicleKind:
    """Return a vessel: a battery of whole packs, or a tank for the stated way in its state."""
    name, state = named
    if battery_kwh > 0:
        packs = max(1, math.ceil(battery_kwh / numbers.pack_kwh - 1e-9))
        capacity = packs * numbers.pack_kwh
        return VehicleKind(
            name, capacity, numbers.reserve_share * capacity, math.inf, tapers=True, packs=packs
        )
    kg_per_km = float(link_mj.sum()) / numbers.lng_mj_per_kg / route.leg.length_km
    capacity = kg_per_km * numbers.lng_range_km
    label = f"{name} {state} {route.name}"
    return VehicleKind(label, capacity, numbers.reserve_share * capacity, math.inf, tapers=False)


def _way(
    route: WaterRoute,
    by_link: tuple[np.ndarray, np.ndarray],
    vessel: tuple[VehicleKind, str],
    equipped: Equipped,
) -> tuple[Itinerary, bool]:
    """Return the itinerary of a route, and whether the vessel is filled where it starts."""
    kind, sold = vessel
    places = route.leg.places
    marks = [k for k, place in enumerate(places[:-1]) if sold in equipped.get(place, {})]
    low = bool(marks) and marks[0] == 0
    ends = [0, *marks, len(places) - 1]
    drive_h, need = (
        np.array([float(one[a:b].sum()) for a, b in itertools.pairwise(ends)]) for one in by_link
    )
    names = tuple(station_name(places[k], SIDE, sold) for k in marks)
    return Itinerary(names, drive_h, need, kind.name), low
