"""The model of a plan's year.

Network and services of a year do not depend on its vehicles, so that they are found once for the
choice that the stock of the plan rests on and for the run with this stock.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from fleets import gwp_named
from fleets.turnover.changes import price_factors
from scenarios.from_tables.factors import factors_of
from scenarios.from_tables.gas_slip import with_engine_slip
from scenarios.from_tables.hauls import haul_fleet_of
from scenarios.from_tables.hubs import hub_energy_of
from scenarios.from_tables.inland_fleet import fleet_of
from scenarios.from_tables.locks import lock_sites_of, season_of
from scenarios.from_tables.port_berths import berth_power, port_berths
from scenarios.from_tables.trucks import TruckYear, truck_mix_of
from scenarios.gwp_names import DEFAULT_GWP
from scenarios.inputs.readers import (
    delays_for,
    demand_of,
    groups_of,
    haulage_of,
    kept_services_of,
    kept_skims_of,
    network_of,
    spreads_for,
    truck_empty_share,
)
from transport.capacity.facility_delays import with_facilities
from transport.changes import PriceChange
from transport.demand import grow_demand
from transport.facilities import Facilities, TerminalFact, rail_sections, terminals
from transport.fleet_use.exhaust import with_exhaust
from transport.fleet_use.stock_changes import FleetCohorts
from transport.fleet_use.traction import with_stock_changes_h, with_stock_traction
from transport.handling import relative_handling
from transport.hauls.energy import haul_energy
from transport.inland.voyages import empty_vessel_factor
from transport.mode_choice.assignment import Market, make_market
from transport.mode_choice.calibration import constants_by_key
from transport.prices import PriceSetting, with_prices
from transport.skims import ServiceSkims, with_lock_spread
from transport.stations.truck_powertrains import mixed_energy, mixed_skims
from transport.truck_limits import with_truck_ban, with_truck_changes
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
    from transport.services import Service


@dataclass(frozen=True)
class YearSetting:
    """What a plan's year is before its vehicles.

    Attributes
    ----------
    year : int
        Calendar year.
    parameters : TransportParameters
        Single numbers, with the price of diesel and the empty returns of the plan.
    groups : dict of str to CommodityGroup
        Commodity groups.
    network : Network
        Network of the year.
    services : list of Service
        Services found on it.
    demand : pandas.DataFrame
        Demand of the year.
    """

    year: int
    parameters: TransportParameters
    groups: dict[str, CommodityGroup]
    network: Network
    services: list[Service]
    demand: pd.DataFrame


def year_setting(
    tables: Mapping[str, pd.DataFrame],
    base: Base,
    changes: Sequence[object],
    year: int,
    growth_case: str = "central",
) -> YearSetting:
    """Find network, services and demand of a plan's year.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    base : Base
        Base year.
    changes : sequence
        Changes of the plan that hold in the year; those of vehicles do not matter here.
    year, growth_case : int, str
        Calendar year, and growth of demand.

    Returns
    -------
    YearSetting
        For :func:`year_model`.
    """
    parameters = _year_parameters(base, changes)
    groups = groups_of(tables, parameters)
    network = network_of(tables, changes, year, parameters)
    demand = grow_demand(demand_of(tables), tables["growth"], growth_case, year)
    services = kept_services_of(tables, network, groups, parameters)
    return YearSetting(year, parameters, groups, network, services, demand)


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
    setting = year_setting(tables, base, changes, year, growth_case)
    return year_model(tables, base, changes, setting, growth_case, gwp)


def year_model(
    tables: Mapping[str, pd.DataFrame],
    base: Base,
    changes: Sequence[object],
    of: YearSetting,
    growth_case: str = "central",
    gwp: str = DEFAULT_GWP,
) -> YearModel:
    """Make the model of a plan's year whose network and services are known.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    base : Base
        Base year.
    changes : sequence
        Changes that hold in the year, those of its vehicles included.
    of : YearSetting
        The year with the same changes, those of its vehicles apart.
    growth_case, gwp : str
        Growth of calls at ports, and name of the GWP set.

    Returns
    -------
    YearModel
        What its replications share.

    Raises
    ------
    ValueError
        If a pair of the demand table has no service.
    """
    year, groups, network = of.year, of.groups, of.network
    fleet, parameters, skims = _skimmed(tables, changes, of)
    hauled = _hauled(tables, changes, of, skims)
    emitted = (with_exhaust(factors_of(tables, year), changes), gwp_named(tables["gwp"], gwp))
    skims = _priced(hauled, groups, (fleet, parameters), emitted, changes)
    skims = with_lock_spread(with_facilities(skims, facilities_of(tables, base, network)))
    model = YearModel(
        network=network,
        fleet=fleet,
        parameters=parameters,
        skims=skims,
        market=_market_of(tables, of, skims, changes),
        base_cost_cny_per_t=base.cost_cny_per_t,
        start_delay_h=_start_delays(skims, network, base),
        haul=hauled.haul,
        handling=hauled.handling,
        truck_empty_share=hauled.empty_share,
        unit_energy=hauled.unit_energy,
        factors=emitted[0],
        gwp=emitted[1],
        locks=lock_sites_of(tables, network, changes=changes),
        season=season_of(tables),
        empty_vessel_factor=empty_vessel_factor(base.least_empty_factor, changes),
        berths=port_berths(tables, year, growth_case, changes),
        berth_power=berth_power(tables, changes, emitted[0]["inland_diesel"].lhv_mj_per_kg),
        cohorts={one.fleet: one for one in changes if isinstance(one, FleetCohorts)},
    )
    return with_engine_slip(model, tables)


def _skimmed(
    tables: Mapping[str, pd.DataFrame], changes: Sequence[object], of: YearSetting
) -> tuple[InlandFleet, TransportParameters, ServiceSkims]:
    """Return vessels, single numbers and skims of a year, all trucks on diesel."""
    parameters = with_stock_changes_h(of.parameters, changes)
    fleet = fleet_of(tables, of.year, parameters, changes)
    handling = relative_handling(changes, of.groups, parameters)
    skims = kept_skims_of(of.network, of.services, of.groups, fleet, parameters, handling)
    return fleet, parameters, skims


class _Hauled(NamedTuple):
    """Hauls of a year: skims with what its trucks change, and energy of services."""

    skims: ServiceSkims
    unit_energy: dict[tuple[str, str], np.ndarray]
    haul: HaulEnergy
    handling: HubEnergy
    empty_share: float


def _hauled(
    tables: Mapping[str, pd.DataFrame],
    changes: Sequence[object],
    of: YearSetting,
    skims: ServiceSkims,
) -> _Hauled:
    """Return the hauls of a year by road, rail and sea, with handling."""
    groups, parameters = of.groups, of.parameters
    skims, empty = with_truck_changes(skims, of.demand, truck_empty_share(tables), changes)
    hauls = haul_fleet_of(tables, of.year, groups, empty, parameters.sea_speed_kmh)
    haul = haul_energy(with_stock_traction(hauls, changes), skims.services, groups)
    unit_energy = haul.service_mj_per_t(skims.services)
    haulage = replace(haulage_of(tables, parameters), empty_share=empty)
    when = TruckYear(of.network, of.year, haulage, groups, parameters, of.demand)
    if trucks := truck_mix_of(tables, when, changes, skims):
        skims = mixed_skims(skims, *trucks)
        unit_energy = mixed_energy(unit_energy, skims.services, *trucks)
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
    of: YearSetting,
    skims: ServiceSkims,
    changes: Sequence[object],
) -> Market:
    """Return the shipments of a year with what they may choose."""
    constants = constants_by_key(tables["choice_constants"])
    market = make_market(
        of.demand,
        tables["commodities"],
        skims,
        of.groups,
        constants,
        of.parameters.route_scale,
    )
    _refuse_unserved_pairs(market.demand, market.shipment)
    return with_truck_ban(market, skims, changes)


def _year_parameters(base: Base, changes: Sequence[object]) -> TransportParameters:
    """Return parameters with the price of diesel, and fewer empty returns that voyages pay for."""
    factor, parameters = empty_vessel_factor(base.least_empty_factor, changes), base.parameters
    diesel = price_factors(changes).get("road_diesel", 1.0)
    return replace(
        parameters,
        road_diesel_cny_per_l=parameters.road_diesel_cny_per_l * diesel,
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
