"""The model of a plan's year."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from fleets import gwp_named
from scenarios.from_tables.factors import factors_of
from scenarios.from_tables.gas_slip import with_engine_slip
from scenarios.from_tables.hauls import haul_fleet_of
from scenarios.from_tables.inland_fleet import fleet_of
from scenarios.from_tables.locks import lock_sites_of, season_of
from scenarios.from_tables.trucks import TruckYear, with_truck_powertrains
from scenarios.gwp_names import DEFAULT_GWP
from scenarios.inputs.readers import (
    delays_for,
    demand_of,
    haulage_of,
    network_of,
    skims_of,
    spreads_for,
    truck_empty_share,
)
from scenarios.shore_power.port_account import berth_power, port_berths
from transport.capacity.facilities import Facilities, TerminalFact, rail_sections, terminals
from transport.capacity.facility_delays import with_facilities
from transport.changes import PriceChange
from transport.demand import grow_demand
from transport.fleet_use.exhaust import with_exhaust
from transport.handling import relative_handling
from transport.hauls.energy import haul_energy
from transport.hauls.trucks import with_truck_ban, with_truck_changes
from transport.inland.voyages import empty_vessel_factor
from transport.mode_choice.assignment import Market, make_market
from transport.mode_choice.calibration import constants_by_key
from transport.prices import PriceSetting, with_prices
from transport.skims import ServiceSkims, with_lock_spread
from transport.year_model import YearModel

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from networks import Network
    from scenarios.inputs.base import Base
    from transport.parameters import TransportParameters


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
    factors = with_exhaust(factors_of(tables, year), changes)
    skims, empty = with_truck_changes(skims, demand, truck_empty_share(tables), changes)
    hauls = haul_fleet_of(tables, year, groups, empty, parameters.sea_speed_kmh)
    haul = haul_energy(hauls, skims.services, groups)
    haulage = replace(haulage_of(tables, parameters), empty_share=empty)
    when, known = TruckYear(network, year, haulage, base), haul.service_mj_per_t(skims.services)
    skims, unit_energy = with_truck_powertrains(tables, when, changes, (skims, known))
    weights = gwp_named(tables["gwp"], gwp)
    setting = PriceSetting(groups, fleet, parameters, empty, unit_energy, factors, weights)
    skims = with_prices(skims, [one for one in changes if isinstance(one, PriceChange)], setting)
    skims = with_lock_spread(with_facilities(skims, facilities_of(tables, base, network)))
    model = YearModel(
        network=network,
        fleet=fleet,
        parameters=parameters,
        skims=skims,
        market=_market_of(tables, demand, skims, base, changes),
        base_cost_cny_per_t=base.cost_cny_per_t,
        start_delay_h=_start_delays(skims, network, base),
        haul=haul,
        truck_empty_share=empty,
        unit_energy=unit_energy,
        factors=factors,
        gwp=weights,
        locks=lock_sites_of(tables, network, changes=changes),
        season=season_of(tables),
        empty_vessel_factor=empty_vessels,
        berths=port_berths(tables, year, growth_case, changes),
        berth_power=berth_power(tables, changes, factors["inland_diesel"].lhv_mj_per_kg),
    )
    return with_engine_slip(model, tables)


def _start_delays(skims: ServiceSkims, network: Network, base: Base) -> np.ndarray:
    """Delays of the base year: at locks, none beyond them at facilities, and their spread."""
    return np.concatenate(
        [
            delays_for(skims, network, base.delay_h),
            np.zeros(len(skims.facilities.rows)),
            spreads_for(skims, base.spread_h),
        ]
    )


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
