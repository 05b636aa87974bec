"""The model of a plan's year."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from fleets import gwp_named
from scenarios.from_tables.factors import factors_of
from scenarios.from_tables.gas_slip import with_engine_slip
from scenarios.from_tables.hauls import haul_fleet_of
from scenarios.from_tables.hubs import hub_energy_of
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

    from fleets import CarrierFactors, GwpSet
    from networks import Network
    from scenarios.inputs.base import Base
    from transport.commodity_groups import CommodityGroup
    from transport.hauls.energy import HaulEnergy
    from transport.inland.water_routes import InlandFleet
    from transport.ledger.hubs import HubEnergy
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
    empty_vessels = empty_vessel_factor(base.least_empty_factor, changes)
    parameters = _with_empty_vessels(base.parameters, empty_vessels)
    network, fleet, skims = _skimmed(tables, base.groups, parameters, changes, year)
    demand = grow_demand(demand_of(tables), tables["growth"], growth_case, year)
    factors = with_exhaust(factors_of(tables, year), changes)
    hauled = _hauled(tables, base, changes, (network, year), (skims, demand))
    emitted = (factors, gwp_named(tables["gwp"], gwp))
    skims = _priced(hauled, base.groups, (fleet, parameters), emitted, changes)
    skims = with_lock_spread(with_facilities(skims, facilities_of(tables, base, network)))
    model = YearModel(
        network=network,
        fleet=fleet,
        parameters=parameters,
        skims=skims,
        market=_market_of(tables, demand, skims, base, changes),
        base_cost_cny_per_t=base.cost_cny_per_t,
        start_delay_h=_start_delays(skims, network, base),
        haul=hauled.haul,
        handling=hauled.handling,
        truck_empty_share=hauled.empty_share,
        unit_energy=hauled.unit_energy,
        factors=factors,
        gwp=emitted[1],
        locks=lock_sites_of(tables, network, changes=changes),
        season=season_of(tables),
        empty_vessel_factor=empty_vessels,
        berths=port_berths(tables, year, growth_case, changes),
        berth_power=berth_power(tables, changes, factors["inland_diesel"].lhv_mj_per_kg),
    )
    return with_engine_slip(model, tables)


def _skimmed(
    tables: Mapping[str, pd.DataFrame],
    groups: Mapping[str, CommodityGroup],
    parameters: TransportParameters,
    changes: Sequence[object],
    year: int,
) -> tuple[Network, InlandFleet, ServiceSkims]:
    """Return network, inland vessels and skims of a year before hauls and prices change them."""
    network = network_of(tables, changes, year, parameters)
    fleet = fleet_of(tables, year, parameters, changes)
    handling = relative_handling(changes, groups, parameters)
    return network, fleet, skims_of(tables, network, fleet, groups, parameters, handling)


class _Hauled(NamedTuple):
    """Hauls of a year: skims with what its trucks change, and energy of services."""

    skims: ServiceSkims
    unit_energy: dict[tuple[str, str], np.ndarray]
    haul: HaulEnergy
    handling: HubEnergy
    empty_share: float


def _hauled(
    tables: Mapping[str, pd.DataFrame],
    base: Base,
    changes: Sequence[object],
    when: tuple[Network, int],
    known: tuple[ServiceSkims, pd.DataFrame],
) -> _Hauled:
    """Return the hauls of a year by road, rail and sea, with handling, from skims and demand."""
    (network, year), (skims, demand) = when, known
    groups, parameters = base.groups, base.parameters
    skims, empty = with_truck_changes(skims, demand, truck_empty_share(tables), changes)
    hauls = haul_fleet_of(tables, year, groups, empty, parameters.sea_speed_kmh)
    haul = haul_energy(hauls, skims.services, groups)
    haulage = replace(haulage_of(tables, parameters), empty_share=empty)
    trucks = TruckYear(network, year, haulage, base, demand)
    burnt = haul.service_mj_per_t(skims.services)
    skims, unit_energy = with_truck_powertrains(tables, trucks, changes, (skims, burnt))
    handling = hub_energy_of(tables, {name: group.cargo_kind for name, group in groups.items()})
    unit_energy = {**unit_energy, **handling.service_mj_per_t(skims.services)}
    return _Hauled(skims, unit_energy, haul, handling, empty)


def _priced(
    hauled: _Hauled,
    groups: Mapping[str, CommodityGroup],
    vessels: tuple[InlandFleet, TransportParameters],
    emitted: tuple[Mapping[str, CarrierFactors], GwpSet],
    changes: Sequence[object],
) -> ServiceSkims:
    """Return skims with what the prices of a plan charge."""
    setting = PriceSetting(groups, *vessels, hauled.empty_share, hauled.unit_energy, *emitted)
    prices = [one for one in changes if isinstance(one, PriceChange)]
    return with_prices(hauled.skims, prices, setting)


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
