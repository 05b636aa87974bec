"""Voyages: how many laden and empty vessels a year the cargo of each route needs.

Laden voyages are tonnes over mean payload. A route and its way back balance: what goes out more
often than it comes home comes home empty. An empty voyage belongs to the cargo that caused it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from transport.water_routes import reversed_leg, route_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from transport.skims import ServiceSkims
    from transport.water_routes import WaterRoute


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


def route_kt(skims: ServiceSkims, kt_by_service: np.ndarray) -> dict[str, float]:
    """Return the cargo of each route in kilotonnes a year."""
    cargo: dict[str, float] = {}
    for i in np.flatnonzero(kt_by_service > 0):
        for name in skims.route_of_service[i]:
            cargo[name] = cargo.get(name, 0.0) + float(kt_by_service[i])
    return cargo


def voyage_flows(
    cargo_kt: Mapping[str, float], routes: Mapping[str, WaterRoute]
) -> list[VoyageFlow]:
    """Return laden and empty voyages by route.

    Parameters
    ----------
    cargo_kt : mapping of str to float
        Kilotonnes a year by route.
    routes : mapping of str to WaterRoute
        Routes and their ways back.

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
        missing = voyages - laden.get(back, 0.0)
        if missing > 0:
            flows.append(VoyageFlow(back, laden=False, voyages_per_year=missing))
    return sorted(flows, key=lambda flow: (flow.route, not flow.laden))


def return_route(route: WaterRoute) -> str:
    """Return the name of the way back of a route."""
    return route_name(reversed_leg(route.leg), route.cargo_kind)
