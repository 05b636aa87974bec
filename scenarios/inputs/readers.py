"""Parts of the model from tables: demand, commodity groups, networks and skims."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from fleets import TruckCosts, truck_hour_cny, truck_wear_cny_per_km
from fleets.inland_classes import parameter_values
from networks import LockDefaults, Network, build_network, with_overseas
from networks.changes import NetworkChange
from scenarios.from_tables.hauls import truck_fuel_cny
from scenarios.kept import Kept
from transport.capacity.detours import with_detours
from transport.commodity_groups import CommodityGroup, commodity_groups
from transport.demand import split_port_areas
from transport.haulage import Haulage
from transport.indicators import lockage_h
from transport.overseas import QUAY, split_overseas
from transport.parameters import read_parameters
from transport.services import find_services
from transport.skims import ServiceSkims, skim_services

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from transport.changes import HandlingChange
    from transport.inland.water_routes import InlandFleet
    from transport.parameters import TransportParameters
    from transport.services import Service
    from transport.skims import LockDirection

BASE_YEAR = 2024
"""Year of the demand table and of the calibration."""

_DELTA_REGIONS = ("Guangdong", "Hong Kong and Macao")

_SERVICES: Kept[list[Service]] = Kept(4)
"""Services of the last networks."""

_SKIMS: Kept[tuple[list[Service], ServiceSkims]] = Kept(4)
"""Skims of the last networks and fleets. The list of services is kept with its skims, so that no
other list can have its identity."""


def demand_of(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the base-year demand, river cargo at its port areas and overseas zones.

    A user's own demand is split like the shipped one: what is bound up at Changzhou from quays of
    the Pearl River Delta, by the shares of its control group and commodity.
    """
    demand = split_port_areas(tables["demand"], tables["port_areas"])
    return split_overseas(demand, tables["overseas_shares"], delta_quays(tables["places"]))


def from_overseas_kt(tables: Mapping[str, pd.DataFrame]) -> float:
    """Return the base-year cargo that is carried back to zones overseas."""
    split = demand_of(tables)
    return float(split.loc[split["origin"] != split[QUAY], "kt"].sum())


def delta_quays(places: pd.DataFrame) -> list[str]:
    """Return the places of Guangdong, Hong Kong and Macao with inland water, by id."""
    at_delta = places["region"].isin(_DELTA_REGIONS) & (places["inland_water"] == 1)
    return [str(place) for place in places.loc[at_delta, "place_id"]]


def groups_of(
    tables: Mapping[str, pd.DataFrame], parameters: TransportParameters
) -> dict[str, CommodityGroup]:
    """Make the commodity groups, with the tonnage-weighted value of time of each.

    Hauls by road pay for the diesel that the ledger counts.
    """
    commodities = tables["commodities"].set_index("commodity")
    kt = tables["demand"].groupby("commodity")["kt"].sum()
    values = {}
    for name, part in commodities.groupby("choice_group"):
        weights = kt.reindex(part.index).fillna(0.0).to_numpy(dtype=float)
        times = part["value_of_time_cny_per_t_h"].to_numpy(dtype=float)
        values[str(name)] = float(np.average(times, weights=np.maximum(weights, 1e-9)))
    groups = commodity_groups(
        tables["choice_groups"],
        tables["rail_tariff"],
        values,
        parameters,
        haulage_of(tables, parameters),
    )
    fuel = truck_fuel_cny(tables, BASE_YEAR, groups, parameters.road_diesel_cny_per_l)
    return {
        name: replace(group, haulage=replace(group.haulage, fuel_km_cny=fuel[name]))
        for name, group in groups.items()
    }


def haulage_of(tables: Mapping[str, pd.DataFrame], parameters: TransportParameters) -> Haulage:
    """Make the cost of a truck, fuel apart, with the ledger's share of empty kilometres."""
    truck = read_parameters(TruckCosts, tables["fleet_parameters"])
    wear = truck_wear_cny_per_km(truck)
    return Haulage(
        hour_cny=truck_hour_cny(truck, parameters.interest_rate),
        laden_km_cny=wear,
        empty_km_cny=wear,
        empty_share=truck_empty_share(tables),
        rest_factor=parameters.road_rest_factor,
        loading_h=2 * parameters.road_terminal_h,
    )


def truck_empty_share(tables: Mapping[str, pd.DataFrame]) -> float:
    """Return the share of truck kilometres run empty today."""
    return parameter_values(tables["fleet_parameters"])["truck_empty_share"]


def lock_defaults(parameters: TransportParameters) -> LockDefaults:
    """Make the lock times used where a line has none."""
    return LockDefaults(
        parameters.lock_cycle_single_min,
        parameters.lock_cycle_two_way_min,
        parameters.lock_turn_share,
    )


def network_of(
    tables: Mapping[str, pd.DataFrame],
    changes: Sequence[object],
    year: int,
    parameters: TransportParameters,
) -> Network:
    """Build the network of a year from the changes that concern it."""
    kept = [change for change in changes if isinstance(change, NetworkChange)]
    return build_network(tables, kept, year, lock_defaults(parameters))


def with_zones_overseas(tables: Mapping[str, pd.DataFrame], network: Network) -> Network:
    """Return a network with the zones overseas from which cargo of the demand table comes."""
    demand = demand_of(tables)
    quays = demand.loc[demand["origin"] != demand[QUAY], QUAY]
    return with_overseas(network, tables["overseas_places"], tables["overseas_links"], quays)


def services_of(
    tables: Mapping[str, pd.DataFrame],
    network: Network,
    groups: Mapping[str, CommodityGroup],
    parameters: TransportParameters,
) -> list[Service]:
    """Find the services of all pairs of the demand table."""
    reached, pairs = _asked(tables, network)
    return _found(reached, pairs, groups, parameters)


def kept_services_of(
    tables: Mapping[str, pd.DataFrame],
    network: Network,
    groups: Mapping[str, CommodityGroup],
    parameters: TransportParameters,
) -> list[Service]:
    """Return the same services, found once for years and plans that share a network."""
    reached, pairs = _asked(tables, network)
    content = (reached.links, reached.chambers, reached.places, pairs, groups, parameters)
    return _SERVICES.of(content, lambda: _found(reached, pairs, groups, parameters))


def _asked(
    tables: Mapping[str, pd.DataFrame], network: Network
) -> tuple[Network, list[tuple[str, str]]]:
    """Return the network with zones overseas, and the pairs of the demand table."""
    demand = demand_of(tables)
    pairs = list(zip(demand["origin"], demand["destination"], strict=True))
    return with_zones_overseas(tables, network), pairs


def _found(
    reached: Network,
    pairs: Sequence[tuple[str, str]],
    groups: Mapping[str, CommodityGroup],
    parameters: TransportParameters,
) -> list[Service]:
    """Find the services of pairs, with second ways by rail."""
    return with_detours(
        reached,
        find_services(reached, pairs, groups.values(), parameters),
        parameters.max_detour_ratio,
    )


def skims_of(
    tables: Mapping[str, pd.DataFrame],
    network: Network,
    fleet: InlandFleet,
    groups: Mapping[str, CommodityGroup],
    parameters: TransportParameters,
) -> ServiceSkims:
    """Find and skim the services of all pairs of the demand table."""
    services = services_of(tables, network, groups, parameters)
    return skim_services(network, services, groups, fleet, parameters)


def kept_skims_of(
    network: Network,
    services: list[Service],
    groups: Mapping[str, CommodityGroup],
    fleet: InlandFleet,
    parameters: TransportParameters,
    handling: Sequence[HandlingChange] = (),
) -> ServiceSkims:
    """Return the skims of services, made once for years and plans that share vessels, too."""
    given = (groups, fleet, parameters, list(handling))
    _, skims = _SKIMS.of(
        (id(services), network.links, network.chambers, network.places, *given),
        lambda: (services, skim_services(network, services, groups, fleet, parameters, handling)),
    )
    return skims


def delays_for(
    skims: ServiceSkims, network: Network, delays: Mapping[LockDirection, float]
) -> np.ndarray:
    """Order delays as the skims need them; locks without one take their mean lockage."""
    return np.array(
        [
            delays.get((lock, direction), lockage_h(network.chambers[lock]))
            for lock, direction in skims.lock_directions
        ]
    )


def spreads_for(skims: ServiceSkims, spreads: Mapping[LockDirection, float]) -> np.ndarray:
    """Order standard deviations of lock stays as the skims need them; none is zero."""
    return np.array([spreads.get(key, 0.0) for key in skims.lock_directions])
