"""Skims: money, time and lock calls of every service, as arrays.

Lock waiting stays apart, as a list of lock calls for each service, so that a round of the
equilibrium only multiplies. A laden vessel's hour at a lock costs cargo time and vessel time; the
empty return that a cargo causes pays vessel time in the other direction.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

from networks import MODES
from transport.facilities import NO_FACILITIES, Facilities
from transport.handling import Handling
from transport.services import rail_cny_per_t, speed_kmh, terminal_h
from transport.water_routes import (
    InlandFleet,
    RouteCost,
    WaterRoute,
    make_route,
    reversed_leg,
    route_cost,
    route_name,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from networks import Leg, Network
    from transport.changes import HandlingChange
    from transport.parameters import TransportParameters
    from transport.services import CommodityGroup, Service

LockDirection = tuple[str, int]
"""Lock site and direction index (0 down, 1 up)."""


@dataclass(frozen=True)
class ServiceSkims:
    """Skims of services, one entry for each.

    Attributes
    ----------
    services : list of Service
        Services that some vessel class can serve.
    money_cny_per_t : numpy.ndarray
        Freight, handling and vessel cost without queues.
    haul_cny_per_t : numpy.ndarray
        The part of it that moves cargo over the legs of each mode, handling apart, shape
        (services, modes).
    empty_haul_cny_per_t : numpy.ndarray
        The part of the haul by road that pays for the empty running of trucks.
    ocean_km, ocean_cny_per_t : numpy.ndarray
        Routes from overseas, and what freight on them and discharge at the quay cost: part of
        the money that steers choice, but outside the account of the corridor.
    charges_cny_per_t : numpy.ndarray
        What a plan's prices add to it or take off: paid by who ships, but no cost of transport.
    time_h : numpy.ndarray
        Door-to-door hours without lock passages.
    spread_h : numpy.ndarray
        Standard deviation of the hours under way, lock passages apart.
    km : numpy.ndarray
        Kilometres by mode, routes from overseas apart, shape (services, modes) in the order of
        ``MODES``.
    lock_directions : list of LockDirection
        First columns of the two arrays that follow.
    laden_calls : scipy.sparse.csr_array
        Passages of the laden vessel, shape (services, lock directions).
    delay_cny_per_t_h : scipy.sparse.csr_array
        Vessel cost of one hour at each lock and direction, empty return included.
    routes : dict of str to WaterRoute
        Inland routes in use and their returns, by name.
    route_of_service : list of tuple of str
        Routes of each service, mostly none or one.
    facilities : Facilities
        Rail sections and terminals; their columns follow those of the lock directions.
    reliability_ratio : float
        What an hour of spread counts as a share of an hour of time.
    """

    services: list[Service]
    money_cny_per_t: np.ndarray
    haul_cny_per_t: np.ndarray
    empty_haul_cny_per_t: np.ndarray
    ocean_km: np.ndarray
    ocean_cny_per_t: np.ndarray
    charges_cny_per_t: np.ndarray
    time_h: np.ndarray
    spread_h: np.ndarray
    km: np.ndarray
    lock_directions: list[LockDirection]
    laden_calls: csr_array
    delay_cny_per_t_h: csr_array
    routes: dict[str, WaterRoute]
    route_of_service: list[tuple[str, ...]]
    facilities: Facilities = NO_FACILITIES
    reliability_ratio: float = 0.0

    @property
    def felt_h(self) -> np.ndarray:
        """Hours that choice answers to, locks apart: time, and what its spread counts as."""
        return self.time_h + self.reliability_ratio * self.spread_h


def empty_return_share(route: WaterRoute, parameters: TransportParameters) -> float:
    """Return the empty voyages back that a laden voyage of a route pays for."""
    if route.upbound:
        return parameters.empty_return_up_share
    return parameters.empty_return_down_share


class _Skimmer:
    """Works out the skims of one service after the other."""

    def __init__(
        self,
        network: Network,
        groups: Mapping[str, CommodityGroup],
        fleet: InlandFleet,
        parameters: TransportParameters,
        handling: Handling,
    ) -> None:
        self.network = network
        self.groups = groups
        self.fleet = fleet
        self.parameters = parameters
        self.handling = handling
        self.routes: dict[str, WaterRoute | None] = {}
        self.costs: dict[str, RouteCost] = {}
        self.road_hauls: dict[tuple[str, tuple[str, ...]], tuple[float, float]] = {}

    def route(self, leg: Leg, cargo_kind: str) -> WaterRoute | None:
        """Route of a leg, made once; its return is made with it."""
        name = route_name(leg, cargo_kind)
        if name not in self.routes:
            self.routes[name] = make_route(self.network, leg, cargo_kind, self.fleet)
            back = reversed_leg(leg)
            self.routes[route_name(back, cargo_kind)] = make_route(
                self.network, back, cargo_kind, self.fleet
            )
        return self.routes[name]

    def cost(self, route: WaterRoute) -> RouteCost:
        """Vessel cost of a route, worked out once."""
        if route.name not in self.costs:
            share = empty_return_share(route, self.parameters)
            self.costs[route.name] = route_cost(route, self.fleet, share)
        return self.costs[route.name]

    def water_routes(self, service: Service) -> list[WaterRoute] | None:
        """Routes of a service's inland legs; None where one cannot be served."""
        kind = self.groups[service.group].cargo_kind
        routes = [self.route(leg, kind) for leg in service.legs if leg.mode == "inland_water"]
        served = [route for route in routes if route is not None]
        return served if len(served) == len(routes) else None

    def money_and_time(self, service: Service) -> tuple[float, float]:
        """Money and hours of a service without lock passages."""
        group = self.groups[service.group]
        money = hours = 0.0
        for step, leg in enumerate(service.legs):
            hours += self._hours(leg)
            money += self._haul(leg, group) + self._ocean_cny_per_t(leg)
            if leg.mode != "road":
                for end in (-1,) if leg.ocean_km else (0, -1):  # loading overseas is left out
                    cost, time = self.handling.of_leg_end(service, step, end)
                    money += group.handling_cny_per_t(leg.mode) * cost
                    hours += terminal_h(leg.mode, self.parameters) * time
        for end, place in ((0, service.origin), (-1, service.destination)):
            if service.legs[end].mode == "road":
                cost, time = self.handling.at(place, "road", service.group)
                money += self.parameters.road_handling_cny_per_t * cost
                hours += self.parameters.road_terminal_h * time
        return money, hours

    def ocean(self, service: Service) -> tuple[float, float]:
        """Kilometres from overseas, and money of that leg with discharge at the quay."""
        group = self.groups[service.group]
        for step, leg in enumerate(service.legs):
            if leg.ocean_km:
                discharge = group.handling_cny_per_t(leg.mode)
                discharge *= self.handling.of_leg_end(service, step, -1)[0]
                return leg.ocean_km, self._ocean_cny_per_t(leg) + discharge
        return 0.0, 0.0

    def _ocean_cny_per_t(self, leg: Leg) -> float:
        """Freight from overseas."""
        return leg.ocean_km * self.parameters.ocean_rate_cny_per_tkm

    def haul_by_mode(self, service: Service) -> list[float]:
        """Line-haul money of a service on the legs of each mode."""
        group = self.groups[service.group]
        return [
            sum(self._haul(leg, group) for leg in service.legs if leg.mode == mode)
            for mode in MODES
        ]

    def empty_haul(self, service: Service) -> float:
        """Money of a service for the empty running of trucks."""
        group = self.groups[service.group]
        return sum(self.road_haul(leg, group)[1] for leg in service.legs if leg.mode == "road")

    def road_haul(self, leg: Leg, group: CommodityGroup) -> tuple[float, float]:
        """Money of a road leg, and the part of it for empty running, worked out once."""
        key = (group.name, leg.places)
        if key not in self.road_hauls:
            truck, payload_t = group.haulage, group.truck_payload_t
            self.road_hauls[key] = (
                truck.haul_cny(leg) / payload_t,
                truck.empty_haul_cny(leg) / payload_t,
            )
        return self.road_hauls[key]

    def _hours(self, leg: Leg) -> float:
        """Line-haul hours of a leg."""
        if leg.mode == "inland_water":
            return leg.sailing_h
        return sum(link.length_km / speed_kmh(link, self.parameters) for link in leg.links)

    def spread_h(self, service: Service) -> float:
        """Return the standard deviation of the hours under way; those of legs add up."""
        share = {
            "road": self.parameters.road_spread_share,
            "rail": self.parameters.rail_spread_share,
            "inland_water": self.parameters.river_spread_share,
            "sea": self.parameters.sea_spread_share,
        }
        return sum(share[leg.mode] * self._hours(leg) for leg in service.legs)

    def _haul(self, leg: Leg, group: CommodityGroup) -> float:
        """Money for moving over a leg, handling apart."""
        if leg.mode == "road":
            return self.road_haul(leg, group)[0]
        if leg.mode == "rail":
            return rail_cny_per_t(group, leg.length_km)
        if leg.mode == "sea":
            return (leg.length_km - leg.ocean_km) * self.parameters.sea_rate_cny_per_tkm
        route = self.route(leg, group.cargo_kind)
        assert route is not None  # noqa: S101 - unserved services were left out before
        return self.cost(route).voyage_cny_per_t


def skim_services(
    network: Network,
    services: Sequence[Service],
    groups: Mapping[str, CommodityGroup],
    fleet: InlandFleet,
    parameters: TransportParameters,
    changes: Sequence[HandlingChange] = (),
) -> ServiceSkims:
    """Work out the skims of services.

    Parameters
    ----------
    network : Network
        Network of the year.
    services : sequence of Service
        Services found on it.
    groups : mapping of str to CommodityGroup
        Commodity groups by id.
    fleet : InlandFleet
        Inland vessels of the year.
    parameters : TransportParameters
        Rates, speeds and terminal hours.
    changes : sequence of HandlingChange
        Changes of a plan to handling, see :class:`transport.handling.Handling`.

    Returns
    -------
    ServiceSkims
        Skims of the services that some vessel class can serve.
    """
    skimmer = _Skimmer(network, groups, fleet, parameters, Handling(changes))
    kept: list[Service] = []
    routes_of: list[list[WaterRoute]] = []
    for service in services:
        routes = skimmer.water_routes(service)
        if routes is not None:
            kept.append(service)
            routes_of.append(routes)
    values = [skimmer.money_and_time(service) for service in kept]
    ocean = np.array([skimmer.ocean(service) for service in kept]).reshape(len(kept), 2)
    lock_directions = [
        (lock, direction) for lock in sorted(network.chambers) for direction in (0, 1)
    ]
    laden, delay = _lock_arrays(skimmer, routes_of, lock_directions)
    return ServiceSkims(
        services=kept,
        money_cny_per_t=np.array([money for money, _ in values]),
        haul_cny_per_t=np.array([skimmer.haul_by_mode(service) for service in kept]).reshape(
            len(kept), len(MODES)
        ),
        empty_haul_cny_per_t=np.array([skimmer.empty_haul(service) for service in kept]),
        ocean_km=ocean[:, 0],
        ocean_cny_per_t=ocean[:, 1],
        charges_cny_per_t=np.zeros(len(kept)),
        time_h=np.array([hours for _, hours in values]),
        spread_h=np.array([skimmer.spread_h(service) for service in kept]),
        km=np.array(
            [
                [
                    sum(leg.length_km - leg.ocean_km for leg in s.legs if leg.mode == mode)
                    for mode in MODES
                ]
                for s in kept
            ]
        ).reshape(len(kept), len(MODES)),
        lock_directions=lock_directions,
        laden_calls=laden,
        delay_cny_per_t_h=delay,
        routes={name: route for name, route in skimmer.routes.items() if route is not None},
        route_of_service=[tuple(route.name for route in routes) for routes in routes_of],
        reliability_ratio=parameters.reliability_ratio,
    )


def _lock_arrays(
    skimmer: _Skimmer,
    routes_of: list[list[WaterRoute]],
    lock_directions: list[LockDirection],
) -> tuple[csr_array, csr_array]:
    """Laden passages and vessel cost of an hour, by service and lock direction."""
    column = {key: i for i, key in enumerate(lock_directions)}
    laden = np.zeros((len(routes_of), len(lock_directions)))
    delay = np.zeros_like(laden)
    for i, routes in enumerate(routes_of):
        for route in routes:
            cost = skimmer.cost(route)
            for call in route.lock_calls:
                laden[i, column[call.lock, call.direction]] += 1
                delay[i, column[call.lock, call.direction]] += cost.laden_hour_cny_per_t
                delay[i, column[call.lock, 1 - call.direction]] += cost.empty_hour_cny_per_t
    return csr_array(laden), csr_array(delay)
