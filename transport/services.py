"""Services: the chains of modes that a shipment can choose, found on the network of a year.

For each pair of places and commodity group, the least-cost chain of every pattern is found. A
chain is kept when it really is what its pattern says (legs other than road make at least a
stated share of its length) and when it is not dominated (its search cost is at most a stated
multiple of the cheapest chain of the same main mode).

The search uses plain costs: truck cost, rates by tonne-km, value of time and handling, without
queues. Money, time and waiting of a service are worked out afterwards, in
:mod:`transport.skims`.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

from networks import DELTA, GULF, MODES, Leg, Network, find_chains

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from networks import Link
    from transport.commodity_groups import CommodityGroup
    from transport.parameters import TransportParameters


@dataclass(frozen=True, slots=True)
class Pattern:
    """A chain of modes.

    Attributes
    ----------
    name : str
        Id of the pattern.
    modes : tuple of str
        Steps in travel order; road steps may stay empty.
    gateways : tuple of str
        Coasts by which cargo from overseas comes in; none for cargo of the network.
    """

    name: str
    modes: tuple[str, ...]
    gateways: tuple[str, ...] = ()


PATTERNS = (
    Pattern("road", ("road",)),
    Pattern("rail", ("road", "rail", "road")),
    Pattern("inland_water", ("road", "inland_water", "road")),
    Pattern("rail_water", ("road", "rail", "inland_water", "road")),
    Pattern("water_rail", ("road", "inland_water", "rail", "road")),
    Pattern("river_sea", ("road", "inland_water", "sea", "road")),
    Pattern("sea_river", ("road", "sea", "inland_water", "road")),
    Pattern("rail_sea", ("road", "rail", "sea", "road")),
    Pattern("sea_rail", ("road", "sea", "rail", "road")),
    Pattern("road_sea", ("road", "sea", "road")),
)
"""Every pattern that is looked for, for cargo that starts on the network."""

_SEA_RIVER = ("road", "sea", "inland_water", "road")
OVERSEAS_PATTERNS = (
    Pattern("sea_river", _SEA_RIVER, (DELTA,)),
    Pattern("sea_canal", _SEA_RIVER, (GULF,)),
    Pattern("sea_rail", ("road", "sea", "rail", "road"), (DELTA, GULF)),
    Pattern("road_sea", ("road", "sea", "road"), (DELTA, GULF)),
)
"""Patterns of cargo from overseas: by river from the Pearl River Delta or by the canal, by rail or
road from any port."""


RAIL_RIVER = "rail_river"
"""Chains that change between railway and river, whichever of the two legs is longer."""

ALTERNATIVES = (*MODES, RAIL_RIVER)
"""Classes of alternatives that have a constant of their own. The demand table observes cargo on
road, rail or river; none of it is known to change between railway and river."""


@dataclass(frozen=True, slots=True)
class Service:
    """A door-to-door chain for one pair of places and commodity group.

    Attributes
    ----------
    origin, destination, group, pattern : str
        Places, commodity group and pattern.
    main_mode : str
        Mode under which it is counted and nested in choice, as :func:`main_mode` says.
    legs : tuple of Leg
        Legs in travel order.
    route : int
        Number of the route among those of its chain, from 1.
    """

    origin: str
    destination: str
    group: str
    pattern: str
    main_mode: str
    legs: tuple[Leg, ...]
    route: int = 1

    @property
    def alternative(self) -> str:
        """Class of the chain among :data:`ALTERNATIVES`: its main mode, or :data:`RAIL_RIVER`."""
        both = {"rail", "inland_water"} <= {leg.mode for leg in self.legs}
        return RAIL_RIVER if both else self.main_mode

    @property
    def length_km(self) -> float:
        """Length of the whole chain, routes from overseas apart."""
        return sum(leg.length_km - leg.ocean_km for leg in self.legs)


def find_services(
    network: Network,
    pairs: Iterable[tuple[str, str]],
    groups: Iterable[CommodityGroup],
    parameters: TransportParameters,
) -> list[Service]:
    """Find the services of all pairs and groups.

    Parameters
    ----------
    network : Network
        Network of the year.
    pairs : iterable of tuple of str
        Origins and destinations.
    groups : iterable of CommodityGroup
        Groups that travel.
    parameters : TransportParameters
        Search costs and the two limits named in the module's text.

    Returns
    -------
    list of Service
        In a stable order: by group, pattern and pair.
    """
    zones = {link.from_place for link in network.links if link.gateway}
    wanted = sorted(set(pairs))
    near = [pair for pair in wanted if pair[0] not in zones]
    far = [pair for pair in wanted if pair[0] in zones]
    looked_for = [(pattern, near) for pattern in PATTERNS]
    looked_for += [(pattern, far) for pattern in OVERSEAS_PATTERNS if far]
    found = []
    for group in groups:
        candidates: list[tuple[Service, float]] = []
        link_cost, transfer_cost = _search_costs(network, group, parameters)
        for pattern, of in looked_for:
            cost_of = _open_to(pattern, link_cost)
            chains = find_chains(network, pattern.modes, of, cost_of, transfer_cost)
            for pair, legs in chains.items():
                service = Service(*pair, group.name, pattern.name, main_mode(legs), legs)
                if _is_its_pattern(service, pattern, parameters.min_main_mode_share):
                    cost = sum(link_cost(link) for leg in legs for link in leg.links)
                    cost += sum(_terminals(group, leg.mode, parameters) for leg in legs)
                    candidates.append((service, cost))
        found.extend(_undominated(candidates, parameters.max_cost_ratio))
    return found


def main_mode(legs: Iterable[Leg]) -> str:
    """Return the main mode of a chain: rail or inland water, whichever is longer.

    A chain without either is a sea chain if it has a sea leg between ports of the network, else a
    road haul. Drayage by road and a sea leg beyond the port do not decide, because the demand
    table ends at the quay; a leg from overseas never counts.

    Parameters
    ----------
    legs : iterable of Leg
        Legs of the chain.

    Returns
    -------
    str
        A mode.
    """
    length_km = dict.fromkeys(MODES, 0.0)
    for leg in legs:
        length_km[leg.mode] += leg.length_km - leg.ocean_km
    longest = max(("rail", "inland_water"), key=length_km.__getitem__)
    if length_km[longest] > 0:
        return longest
    return "sea" if length_km["sea"] > 0 else "road"


def _open_to(pattern: Pattern, link_cost: Callable[[Link], float]) -> Callable[[Link], float]:
    """Close the sea routes that a pattern does not take: other coasts, coasting from overseas."""
    routes = pattern.gateways or ("",)

    def cost(link: Link) -> float:
        """Return the cost of a link, infinite for the sea beside the gateways."""
        return inf if link.mode == "sea" and link.gateway not in routes else link_cost(link)

    return cost


def _search_costs(
    network: Network, group: CommodityGroup, parameters: TransportParameters
) -> tuple[Callable[[Link], float], Callable[[str, str, str], float | None]]:
    """Search costs of links and of transfers for one group."""
    modes_at = {
        str(place): {mode for mode in MODES if row[mode]}
        for place, row in network.places.iterrows()
    }
    rate = {
        "rail": group.rail_cny_per_tkm,
        "inland_water": parameters.water_search_rate_cny_per_tkm,
        "sea": parameters.sea_rate_cny_per_tkm,
    }

    def cost(link: Link) -> float:
        """Return the rate and the value of time over a link."""
        if link.gateway:
            return link.length_km * parameters.ocean_rate_cny_per_tkm
        time = link.length_km / speed_kmh(link, parameters) * group.value_of_time_cny_per_t_h
        if link.mode == "road":
            return time + group.haulage.link_cny(link) / group.truck_payload_t
        return time + link.length_km * rate[link.mode]

    def transfer_cost(place: str, leaving: str, entering: str) -> float | None:
        """Return the handling of both legs, or None where the place lacks a mode."""
        if not {leaving, entering} <= modes_at[place] | {"road"}:
            return None
        return _handling(group, leaving, parameters) + _handling(group, entering, parameters)

    costs = {link.link_id: cost(link) for link in network.links}
    return lambda link: costs[link.link_id], transfer_cost


def speed_kmh(link: Link, parameters: TransportParameters) -> float:
    """Return the speed of freight over a link, rests and stops included."""
    return {
        "road": link.speed_kmh / parameters.road_rest_factor,
        "rail": parameters.rail_commercial_speed_kmh,
        "inland_water": link.speed_kmh,
        "sea": parameters.sea_speed_kmh,
    }[link.mode]


def _handling(group: CommodityGroup, mode: str, parameters: TransportParameters) -> float:
    """Return money and time of one loading or discharge; road transfers are free."""
    if mode == "road":
        return 0.0
    return group.handling_cny_per_t(mode) + group.value_of_time_cny_per_t_h * terminal_h(
        mode, parameters
    )


def _terminals(group: CommodityGroup, mode: str, parameters: TransportParameters) -> float:
    """Money and time at both ends of a leg; a road leg pays for its truck alone."""
    if mode == "road":
        return group.haulage.loading_cny / group.truck_payload_t
    return 2 * _handling(group, mode, parameters)


def terminal_h(mode: str, parameters: TransportParameters) -> float:
    """Return the hours of cargo at one terminal of a mode."""
    return {
        "road": parameters.road_terminal_h,
        "rail": parameters.rail_terminal_h,
        "inland_water": parameters.river_terminal_h,
        "sea": parameters.sea_terminal_h,
    }[mode]


def _is_its_pattern(service: Service, pattern: Pattern, min_share: float) -> bool:
    """Whether all modes of the pattern are used and road is not most of the way."""
    used = {leg.mode for leg in service.legs}
    needed = set(pattern.modes)
    if not service.legs or not needed - {"road"} <= used:
        return False
    if service.main_mode == "road":
        return True
    beside_road = sum(leg.length_km - leg.ocean_km for leg in service.legs if leg.mode != "road")
    return beside_road >= min_share * service.length_km


def _undominated(candidates: list[tuple[Service, float]], max_ratio: float) -> list[Service]:
    """Drop services far dearer than the cheapest of their pair and main mode."""
    best: dict[tuple[str, str, str], float] = {}
    for service, cost in candidates:
        key = (service.origin, service.destination, service.main_mode)
        best[key] = min(best.get(key, cost), cost)
    return [
        service
        for service, cost in candidates
        if cost <= max_ratio * best[service.origin, service.destination, service.main_mode]
    ]
