"""From checked tables to the objects of the model.

The lower packages take frames and frozen objects; this module is where table names meet them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from fleets import (
    TruckCosts,
    gwp_named,
    truck_hour_cny,
    truck_km_cny,
)
from networks import MODES, LockDefaults, Network, build_network, with_overseas
from networks.changes import NetworkChange
from scenarios.demand_source import is_own
from scenarios.factor_inputs import factors_of, grid_of
from scenarios.fleet_inputs import fleet_of
from scenarios.gas_slip import with_engine_slip
from scenarios.gwp_names import DEFAULT_GWP
from scenarios.lock_inputs import lock_sites_of, season_of
from transport.annual import YearModel
from transport.assignment import (
    Assignment,
    Market,
    assign,
    choose,
    expected_cost,
    generalised_cost,
    make_market,
    service_kt,
)
from transport.calibration import constants_by_key
from transport.changes import HandlingChange, PriceChange
from transport.choice_cases import PricedMarket, priced_market
from transport.demand import grow_demand, split_port_areas
from transport.detours import with_detours
from transport.facilities import (
    Facilities,
    TerminalFact,
    facility_kt,
    rail_sections,
    terminals,
    with_facilities,
)
from transport.handling import relative_handling
from transport.haulage import Haulage
from transport.indicators import lockage_h
from transport.ledger.energy import EnergyParameters, service_energy
from transport.operations.lock import DIRECTIONS
from transport.overseas import QUAY, split_overseas
from transport.parameters import TransportParameters, read_parameters
from transport.prices import PriceSetting, with_prices
from transport.services import CommodityGroup, commodity_groups, find_services
from transport.skims import ServiceSkims, skim_services
from transport.trucks import with_truck_ban, with_truck_changes
from transport.voyages import empty_vessel_factor, least_empty_factor, route_kt

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from fleets import CarrierFactors
    from transport.facilities import FacilityKey
    from transport.skims import LockDirection
    from transport.water_routes import InlandFleet

BASE_YEAR = 2024
"""Year of the demand table and of the calibration."""


@dataclass(frozen=True)
class Base:
    """What the base year gives to every other year.

    Attributes
    ----------
    parameters : TransportParameters
        Single numbers of the model.
    groups : dict of str to CommodityGroup
        Commodity groups.
    delay_h : dict
        Base-year hours at each lock and direction.
    cost_cny_per_t : numpy.ndarray
        Base-year logsum cost of each shipment.
    wait_h : dict
        Base-year wait at each lock and direction: the delay less a mean lockage.
    lock_kt : dict
        Base-year cargo through each lock and direction.
    control_kt : dict of str to float
        Base-year cargo of each control group on the main mode on which it was observed.
    priced : PricedMarket
        Shipments of the base year with money and hours of their alternatives.
    least_empty_factor : float
        Part of today's empty vessel-km that the imbalance of river flows leaves at least.
    network : Network
        Network of the base year.
    facility_kt : dict
        Base-year cargo on each rail section and through each terminal.
    """

    parameters: TransportParameters
    groups: dict[str, CommodityGroup]
    delay_h: dict[LockDirection, float]
    cost_cny_per_t: np.ndarray
    wait_h: dict[LockDirection, float]
    lock_kt: dict[LockDirection, float]
    control_kt: dict[str, float]
    priced: PricedMarket
    least_empty_factor: float
    network: Network
    facility_kt: dict[FacilityKey, float]


def demand_of(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the base-year demand, river cargo at its port areas and overseas zones.

    A user's own demand starts where it says.
    """
    demand = split_port_areas(tables["demand"], tables["port_areas"])
    shares = tables["overseas_shares"]
    return split_overseas(demand, shares[:0] if is_own(tables["demand"]) else shares)


def transport_parameters(tables: Mapping[str, pd.DataFrame]) -> TransportParameters:
    """Read the single numbers of transport."""
    return read_parameters(TransportParameters, tables["transport_parameters"])


def groups_of(
    tables: Mapping[str, pd.DataFrame], parameters: TransportParameters
) -> dict[str, CommodityGroup]:
    """Make the commodity groups, with the tonnage-weighted value of time of each."""
    commodities = tables["commodities"].set_index("commodity")
    kt = tables["demand"].groupby("commodity")["kt"].sum()
    values = {}
    for name, part in commodities.groupby("choice_group"):
        weights = kt.reindex(part.index).fillna(0.0).to_numpy(dtype=float)
        times = part["value_of_time_cny_per_t_h"].to_numpy(dtype=float)
        values[str(name)] = float(np.average(times, weights=np.maximum(weights, 1e-9)))
    return commodity_groups(
        tables["choice_groups"],
        tables["rail_tariff"],
        values,
        parameters,
        haulage_of(tables, parameters),
    )


def haulage_of(tables: Mapping[str, pd.DataFrame], parameters: TransportParameters) -> Haulage:
    """Make the cost of a truck, with the ledger's share of empty kilometres."""
    truck = read_parameters(TruckCosts, tables["fleet_parameters"])
    energy = read_parameters(EnergyParameters, tables["fleet_parameters"])
    diesel = parameters.road_diesel_cny_per_l
    return Haulage(
        hour_cny=truck_hour_cny(truck, parameters.interest_rate),
        laden_km_cny=truck_km_cny(truck, diesel, laden=True),
        empty_km_cny=truck_km_cny(truck, diesel, laden=False),
        empty_share=energy.truck_empty_share,
        rest_factor=parameters.road_rest_factor,
        loading_h=2 * parameters.road_terminal_h,
    )


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


def skims_of(
    tables: Mapping[str, pd.DataFrame],
    network: Network,
    fleet: InlandFleet,
    groups: Mapping[str, CommodityGroup],
    parameters: TransportParameters,
    handling: Sequence[HandlingChange] = (),
) -> ServiceSkims:
    """Find and skim the services of all pairs of the demand table."""
    demand = demand_of(tables)
    pairs = list(zip(demand["origin"], demand["destination"], strict=True))
    reached = with_zones_overseas(tables, network)
    services = with_detours(
        reached,
        find_services(reached, pairs, groups.values(), parameters),
        parameters.max_detour_ratio,
    )
    return skim_services(network, services, groups, fleet, parameters, handling)


def prepare_base(tables: Mapping[str, pd.DataFrame]) -> Base:
    """Work out what the base year gives to other years.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables, calibrated constants and delays included.

    Returns
    -------
    Base
        Parameters, groups, base-year delays and costs.
    """
    parameters = transport_parameters(tables)
    groups = groups_of(tables, parameters)
    network = network_of(tables, (), BASE_YEAR, parameters)
    fleet = fleet_of(tables, BASE_YEAR, parameters)
    skims = skims_of(tables, network, fleet, groups, parameters)
    constants = constants_by_key(tables["choice_constants"])
    market = make_market(
        demand_of(tables), tables["commodities"], skims, groups, constants, parameters.route_scale
    )
    delays = {
        (str(row["lock"]), DIRECTIONS.index(str(row["direction"]))): float(row["delay_h"])
        for row in tables["base_delays"].to_dict("records")
    }
    delay_h = delays_for(skims, network, delays)
    cost = expected_cost(market, choose(market, generalised_cost(market, skims, delay_h)))
    assignment = assign(market, skims, delay_h, cost)
    kt = service_kt(market, assignment, len(skims.services))
    lock_kt = kt @ skims.laden_calls
    return Base(
        parameters,
        groups,
        delays,
        cost,
        {key: hours - lockage_h(network.chambers[key[0]]) for key, hours in delays.items()},
        dict(zip(skims.lock_directions, lock_kt.tolist(), strict=True)),
        _observed_kt(market, assignment),
        priced_market(market, skims, delay_h),
        least_empty_factor(route_kt(skims, kt), skims.routes),
        network,
        facility_kt(skims.services, kt),
    )


def _observed_kt(market: Market, assignment: Assignment) -> dict[str, float]:
    """Cargo of each control group on its observed main mode."""
    demand = market.demand
    observed = demand["observed_main_mode"].map({mode: i for i, mode in enumerate(MODES)})
    on_it = market.nest == observed.to_numpy()[market.shipment]
    control = demand["control_group"].to_numpy()[market.shipment]
    return {
        str(name): float(assignment.kt[on_it & (control == name)].sum())
        for name in demand["control_group"].unique()
    }


def facilities_of(tables: Mapping[str, pd.DataFrame], base: Base, network: Network) -> Facilities:
    """Return the rail sections and terminals of a year with their capacities."""
    facts = [
        TerminalFact(
            str(row["place_id"]),
            str(row["mode"]),
            1000 * float(row["capacity_mt_per_year"]),
            1000 * float(row["throughput_mt"]),
        )
        for row in tables["terminal_capacities"].to_dict("records")
    ]
    parameters, base_kt = base.parameters, base.facility_kt
    sections = rail_sections(network, base.network, base_kt, parameters)
    rows = (*sections, *terminals(facts, base_kt, parameters))
    return Facilities(rows, parameters.queue_variability)


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


def prepare_year(
    tables: Mapping[str, pd.DataFrame],
    base: Base,
    changes: Sequence[object],
    year: int,
    growth_case: str = "central",
    gwp: str = DEFAULT_GWP,
) -> YearModel:
    """Make the model of a plan's year, ready for :func:`transport.annual.run_year`.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    base : Base
        Base year.
    changes : sequence
        Network and transport changes of the plan that hold in the year.
    year, growth_case, gwp : int, str, str
        Calendar year, growth of demand, and name of the GWP set.

    Returns
    -------
    YearModel
        What its replications share.

    Raises
    ------
    ValueError
        If a pair of the demand table has no service.
    """
    groups, empty_vessels = base.groups, empty_vessel_factor(base.least_empty_factor, changes)
    parameters = _with_empty_vessels(base.parameters, empty_vessels)
    network = network_of(tables, changes, year, parameters)
    fleet = fleet_of(tables, year, parameters, changes)
    handling = relative_handling(changes, groups, parameters)
    skims = skims_of(tables, network, fleet, groups, parameters, handling)
    demand = grow_demand(demand_of(tables), tables["growth"], growth_case, year)
    energy, factors = _energy_of(tables, year)
    skims, empty = with_truck_changes(skims, demand, energy.truck_empty_share, changes)
    energy = replace(energy, truck_empty_share=empty)
    unit_energy = service_energy(skims, groups, energy, factors["road_diesel"].lhv_mj_per_kg)
    weights, delay_h = gwp_named(tables["gwp"], gwp), delays_for(skims, network, base.delay_h)
    setting = PriceSetting(groups, fleet, parameters, empty, unit_energy, factors, weights, delay_h)
    skims = with_facilities(
        with_prices(skims, [one for one in changes if isinstance(one, PriceChange)], setting),
        facilities_of(tables, base, network),
    )
    model = YearModel(
        network=network,
        fleet=fleet,
        parameters=parameters,
        skims=skims,
        market=_market_of(tables, demand, skims, base, changes),
        base_cost_cny_per_t=base.cost_cny_per_t,
        start_delay_h=np.concatenate([delay_h, np.zeros(len(skims.facilities.rows))]),
        unit_energy=unit_energy,
        factors=factors,
        gwp=weights,
        locks=lock_sites_of(tables, network, changes=changes),
        season=season_of(tables),
        truck_empty_share=empty,
        empty_vessel_factor=empty_vessels,
    )
    return with_engine_slip(model, tables)


def _market_of(
    tables: Mapping[str, pd.DataFrame],
    demand: pd.DataFrame,
    skims: ServiceSkims,
    base: Base,
    changes: Sequence[object],
) -> Market:
    """Return the shipments of a year with what they may choose."""
    constants = constants_by_key(tables["choice_constants"])
    market = make_market(
        demand,
        tables["commodities"],
        skims,
        base.groups,
        constants,
        base.parameters.route_scale,
    )
    _refuse_unserved_pairs(market.demand, market.shipment)
    return with_truck_ban(market, skims, changes)


def _energy_of(
    tables: Mapping[str, pd.DataFrame], year: int
) -> tuple[EnergyParameters, dict[str, CarrierFactors]]:
    """Return the energy use of the modes and the emission factors of a year."""
    energy = read_parameters(EnergyParameters, tables["fleet_parameters"])
    return energy, factors_of(tables, grid_of(tables, year))


def _with_empty_vessels(parameters: TransportParameters, factor: float) -> TransportParameters:
    """Return parameters in which laden voyages pay for fewer empty returns."""
    return replace(
        parameters,
        empty_return_down_share=parameters.empty_return_down_share * factor,
        empty_return_up_share=parameters.empty_return_up_share * factor,
    )


def _refuse_unserved_pairs(demand: pd.DataFrame, shipment: np.ndarray) -> None:
    """Raise where a shipment has no service at all."""
    served = np.zeros(len(demand), dtype=bool)
    served[shipment] = True
    if served.all():
        return
    pairs = demand.loc[~served, ["origin", "destination"]].drop_duplicates()
    listed = ", ".join(f"{o}-{d}" for o, d in pairs.head(10).itertuples(index=False))
    msg = (
        f"{len(pairs)} pairs of the demand table have no service: {listed}. "
        "Add links to their places or leave the pairs out."
    )
    raise ValueError(msg)
