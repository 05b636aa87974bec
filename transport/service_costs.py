"""Money, hours and vessel cost of one service after the other, worked out once for each part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from networks import MODES
from transport.commodity_groups import rail_cny_per_t
from transport.hauls.wire_ends import wire_ends
from transport.inland.water_routes import (
    RouteCost,
    WaterRoute,
    make_route,
    reversed_leg,
    route_cost,
    route_name,
)
from transport.services import speed_kmh, terminal_h

if TYPE_CHECKING:
    from collections.abc import Mapping

    from networks import Leg, Network
    from transport.commodity_groups import CommodityGroup
    from transport.handling import Handling
    from transport.inland.water_routes import InlandFleet
    from transport.parameters import TransportParameters
    from transport.services import Service


def empty_return_share(route: WaterRoute, parameters: TransportParameters) -> float:
    """Return the empty voyages back that a laden voyage of a route pays for."""
    if route.upbound:
        return parameters.empty_return_up_share
    return parameters.empty_return_down_share


class Skimmer:
    """Works out the skims of one service after the other.

    Parameters
    ----------
    network : Network
        Network of the year.
    groups : mapping of str to CommodityGroup
        Commodity groups by id.
    fleet : InlandFleet
        Inland vessels of the year.
    parameters : TransportParameters
        Rates, speeds and terminal hours.
    handling : Handling
        Changes of a plan to handling.
    """

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
        money, hours = 0.0, sum(self._leg_hours(service))
        for step, leg in enumerate(service.legs):
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

    def _leg_hours(self, service: Service) -> list[float]:
        """Line-haul hours of each leg, those of changing locomotives included."""
        group, change_h = self.groups[service.group], self.parameters.locomotive_change_h
        return [
            self._hours(leg, group) + change_h * len(ends)
            for leg, ends in zip(service.legs, wire_ends(service.legs), strict=True)
        ]

    def _hours(self, leg: Leg, group: CommodityGroup) -> float:
        """Hours of a leg without changes of locomotive."""
        if leg.mode == "inland_water":
            route = self.route(leg, group.cargo_kind)
            assert route is not None  # noqa: S101 - unserved services were left out before
            return route.cargo_h
        return sum(link.length_km / speed_kmh(link, self.parameters) for link in leg.links)

    def spread_h(self, service: Service) -> float:
        """Return the standard deviation of the hours under way; those of legs add up."""
        share = {
            "road": self.parameters.road_spread_share,
            "rail": self.parameters.rail_spread_share,
            "inland_water": self.parameters.river_spread_share,
            "sea": self.parameters.sea_spread_share,
        }
        legs = zip(service.legs, self._leg_hours(service), strict=True)
        return sum(share[leg.mode] * hours for leg, hours in legs)

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
