"""Voyages: how many laden and empty vessels a year the cargo of each route needs.

Laden voyages are tonnes over mean payload. A route and its way back balance: what goes out more
often than it comes home comes home empty. An empty voyage belongs to the cargo that caused it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from transport.changes import CutEmptyRunning
from transport.inland.water_routes import reversed_leg, route_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from transport.inland.water_routes import WaterRoute


@dataclass(frozen=True, slots=True)
class VoyageFlow:
    """Voyages of one route in one state.

    Attributes
    ----------
    route : str
        Name of the route.
    laden : bool
        False for empty returns.
    voyages_per_year : float
        Expected voyages.
    """

    route: str
    laden: bool
    voyages_per_year: float


def voyage_flows(
    cargo_kt: Mapping[str, float],
    routes: Mapping[str, WaterRoute],
    empty_factor: float = 1.0,
) -> list[VoyageFlow]:
    """Return laden and empty voyages by route.

    Parameters
    ----------
    cargo_kt : mapping of str to float
        Kilotonnes a year by route.
    routes : mapping of str to WaterRoute
        Routes and their ways back.
    empty_factor : float
        Factor on empty returns, below one where vessels find loads on other routes.

    Returns
    -------
    list of VoyageFlow
        In the order of route names; flows without voyages are left out.
    """
    laden = {
        name: 1000 * kt / routes[name].mean_payload_t for name, kt in cargo_kt.items() if kt > 0
    }
    flows = [VoyageFlow(name, laden=True, voyages_per_year=v) for name, v in laden.items()]
    for name, voyages in laden.items():
        back = return_route(routes[name])
        missing = (voyages - laden.get(back, 0.0)) * empty_factor
        if missing > 0:
            flows.append(VoyageFlow(back, laden=False, voyages_per_year=missing))
    return sorted(flows, key=lambda flow: (flow.route, not flow.laden))


def least_empty_factor(cargo_kt: Mapping[str, float], routes: Mapping[str, WaterRoute]) -> float:
    """Return the part of today's empty vessel-km that stays when all back-hauls are matched.

    Today a vessel comes home empty when its own route has no load back. Vessels that take any load
    of their kind on the way still run empty where more laden vessels of the kind pass a link one
    way than the other: with n of them each way on a link of d km, at least |n_there - n_back| d.

    Parameters
    ----------
    cargo_kt : mapping of str to float
        Kilotonnes a year by route.
    routes : mapping of str to WaterRoute
        Routes and their ways back.

    Returns
    -------
    float
        0 to 1; 1 where nothing runs empty today. Vessels of all classes are taken to suit each
        other's loads, so it is a lower bound.
    """
    net: dict[tuple[str, str], float] = {}
    km: dict[str, float] = {}
    today = 0.0
    for flow in voyage_flows(cargo_kt, routes):
        route = routes[flow.route]
        if not flow.laden:
            today += flow.voyages_per_year * route.leg.length_km
            continue
        for step, link in enumerate(route.leg.links):
            outward = route.leg.places[step] == link.from_place
            key = (route.cargo_kind, link.link_id)
            km[link.link_id] = link.length_km
            net[key] = net.get(key, 0.0) + flow.voyages_per_year * (1 if outward else -1)
    least = sum(abs(vessels) * km[link] for (_, link), vessels in net.items())
    return min(1.0, least / today) if today > 0 else 1.0


def empty_vessel_factor(least: float, changes: Iterable[object]) -> float:
    """Return the factor on empty returns of vessels under the last cut of a plan.

    Examples
    --------
    >>> from transport.changes import CutEmptyRunning
    >>> empty_vessel_factor(0.5, [CutEmptyRunning(0.25, "inland_water")])
    0.75
    >>> empty_vessel_factor(0.5, [CutEmptyRunning(0.9, "inland_water"), CutEmptyRunning(1.0)])
    0.5
    """
    factor = 1.0
    for change in changes:
        if isinstance(change, CutEmptyRunning) and change.mode == "inland_water":
            factor = max(1 - change.cut_share, least)
    return factor


def return_route(route: WaterRoute) -> str:
    """Return the name of the way back of a route."""
    return route_name(reversed_leg(route.leg), route.cargo_kind)
