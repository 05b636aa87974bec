"""Vessels and skims of the base year, whose vehicles are those of the starting stock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.from_tables.inland_fleet import fleet_of
from scenarios.from_tables.trucks import TruckYear, truck_mix_of
from scenarios.inputs.readers import (
    BASE_YEAR,
    demand_of,
    haulage_of,
    kept_services_of,
    kept_skims_of,
)
from transport.stations.truck_powertrains import mixed_skims

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from networks import Network
    from transport.commodity_groups import CommodityGroup
    from transport.inland.water_routes import InlandFleet
    from transport.parameters import TransportParameters
    from transport.skims import ServiceSkims


def base_skims(
    tables: Mapping[str, pd.DataFrame],
    network: Network,
    stock: Sequence[object],
    groups: Mapping[str, CommodityGroup],
    parameters: TransportParameters,
) -> tuple[InlandFleet, ServiceSkims]:
    """Return the vessels of the base year, and the skims of its services.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    network : Network
        Network of the base year.
    stock : sequence
        The starting stock as changes, of :func:`scenarios.fleet.use.start_changes`.
    groups : mapping of str to CommodityGroup
        Commodity groups.
    parameters : TransportParameters
        Single numbers.

    Returns
    -------
    (InlandFleet, ServiceSkims)
        Hauls by road cost what their mix of powertrains does.
    """
    fleet = fleet_of(tables, BASE_YEAR, parameters, stock)
    services = kept_services_of(tables, network, groups, parameters)
    skims = kept_skims_of(network, services, groups, fleet, parameters)
    haulage, demand = haulage_of(tables, parameters), demand_of(tables)
    when = TruckYear(network, BASE_YEAR, haulage, groups, parameters, demand)
    trucks = truck_mix_of(tables, when, stock, skims)
    return fleet, mixed_skims(skims, *trucks) if trucks else skims
