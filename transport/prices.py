"""What a plan's prices add to each service: tariffs, tolls and a price of carbon.

All three are CNY per tonne of cargo, added to what the shipper pays and left out of the cost of
transport, because what one pays another receives. They change no path: the chains of a pair are
those of today's prices, so that shares move with prices alone. What vessels burn at locks is
charged by the hour, so that a price of carbon follows the waits of the year and of each round.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from networks import MODES
from transport.changes import CarbonPrice, ChangeTariff, ChangeToll
from transport.haulage import empty_per_laden_km, toll_cny_per_km
from transport.inland.water_routes import route_energy_cost
from transport.service_costs import empty_return_share
from transport.skims import lock_arrays

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from scipy.sparse import csr_array

    from fleets import CarrierFactors, GwpSet
    from transport.changes import PriceChange
    from transport.commodity_groups import CommodityGroup
    from transport.inland.water_routes import InlandFleet, RouteCost, WaterRoute
    from transport.parameters import TransportParameters
    from transport.skims import ServiceSkims


@dataclass(frozen=True)
class PriceSetting:
    """What prices are reckoned on.

    Attributes
    ----------
    groups : mapping of str to CommodityGroup
        Commodity groups by id.
    fleet : InlandFleet
        Inland vessels of the year.
    parameters : TransportParameters
        Empty returns.
    truck_empty_share : float
        Share of truck kilometres run empty; they pay tolls too.
    unit_energy : mapping
        MJ per tonne of each service, by mode and carrier, inland water apart.
    factors : mapping of str to CarrierFactors
        Emission factors of the year.
    gwp : GwpSet
        Weights of CH4 and N2O.
    """

    groups: Mapping[str, CommodityGroup]
    fleet: InlandFleet
    parameters: TransportParameters
    truck_empty_share: float
    unit_energy: Mapping[tuple[str, str], np.ndarray]
    factors: Mapping[str, CarrierFactors]
    gwp: GwpSet


def with_prices(
    skims: ServiceSkims, changes: Sequence[PriceChange], setting: PriceSetting
) -> ServiceSkims:
    """Return skims with what the prices of a plan charge.

    Parameters
    ----------
    skims : ServiceSkims
        Skims at today's prices.
    changes : sequence of ChangeTariff, ChangeToll or CarbonPrice
        In the order in which they are applied: of two that set the same rate, the toll of the
        same group or the price of carbon, the later one holds.
    setting : PriceSetting
        What they are reckoned on.

    Returns
    -------
    ServiceSkims
        With ``charges_cny_per_t`` and, under a price of carbon, ``delay_charges_cny_per_t_h``.
    """
    tariffs = [change for change in changes if isinstance(change, ChangeTariff)]
    tolls = [change for change in changes if isinstance(change, ChangeToll)]
    carbon = [change for change in changes if isinstance(change, CarbonPrice)]
    charges, by_hour = skims.charges_cny_per_t, None
    if tariffs:
        charges = charges + tariff_charges(skims, tariffs)
    if tolls:
        charges = charges + toll_charges(skims, tolls, setting)
    if carbon:
        kg_per_t, kg_per_t_h = co2e_kg_per_t(skims, setting, carbon[-1].scope)
        charges = charges + carbon[-1].cny_per_t / 1000 * kg_per_t
        by_hour = carbon[-1].cny_per_t / 1000 * kg_per_t_h
    return replace(skims, charges_cny_per_t=charges, delay_charges_cny_per_t_h=by_hour)


def tariff_charges(skims: ServiceSkims, changes: Iterable[ChangeTariff]) -> np.ndarray:
    """Return what changes of rates charge, CNY per tonne of each service.

    The share of the line haul plus CNY per tonne-km times kilometres, on the legs of the mode; no
    subsidy makes a haul cheaper than nothing.
    """
    group_of = np.array([service.group for service in skims.services])
    main_of = np.array([service.main_mode for service in skims.services])
    latest: dict[tuple[str, str, str], ChangeTariff] = {}
    for change in changes:
        for group in change.groups or tuple(dict.fromkeys(group_of.tolist())):
            latest[change.mode, change.main_mode, group] = change
    by_mode = np.zeros_like(skims.haul_cny_per_t)
    for (mode, main, group), change in latest.items():
        touched = (group_of == group) & ((main_of == main) | (main == ""))
        column = MODES.index(mode)
        rate = change.share * skims.haul_cny_per_t[:, column]
        rate = rate + change.cny_per_tkm * skims.km[:, column]
        by_mode[:, column] += np.where(touched, rate, 0.0)
    return np.asarray(np.maximum(by_mode, -skims.haul_cny_per_t).sum(axis=1))


def toll_charges(
    skims: ServiceSkims, changes: Iterable[ChangeToll], setting: PriceSetting
) -> np.ndarray:
    """Return what changes of tolls charge, CNY per tonne of each service."""
    latest: dict[str, float] = {}
    for change in changes:
        latest |= dict.fromkeys(change.groups or tuple(setting.groups), change.share)
    share = np.array([latest.get(service.group, 0.0) for service in skims.services])
    return np.asarray(share * toll_cny_per_t(skims, setting))


def toll_cny_per_t(skims: ServiceSkims, setting: PriceSetting) -> np.ndarray:
    """Return the tolls that a tonne of each service pays today.

    Middle of the toll of a six-axle truck times kilometres, laden and empty, over payload: tolls
    follow axles, so the empty way back pays as well.
    """
    ways = 1 + empty_per_laden_km(setting.truck_empty_share)
    tolls = []
    for service in skims.services:
        links = (link for leg in service.legs if leg.mode == "road" for link in leg.links)
        per_truck = ways * sum(link.length_km * toll_cny_per_km(link) for link in links)
        tolls.append(per_truck / setting.groups[service.group].truck_payload_t)
    return np.array(tolls)


def co2e_kg_per_t(
    skims: ServiceSkims, setting: PriceSetting, scope: str
) -> tuple[np.ndarray, csr_array]:
    """Return kilograms of CO2e per tonne of cargo of each service, and by hour at locks.

    Parameters
    ----------
    skims : ServiceSkims
        Services.
    setting : PriceSetting
        Energy, vessels and factors.
    scope : str
        ``ttw`` or ``wtw``.

    Returns
    -------
    kg_per_t : numpy.ndarray
        Road, rail and sea by their energy per tonne; inland vessels by the fuel of the laden
        voyage, of its share of an empty return, and of berths.
    kg_per_t_h : scipy.sparse.csr_array
        For one hour at each lock and direction, of the laden vessel and of its share of an empty
        return, shape (services, lock directions).
    """
    kg = {
        name: (
            factor.ttw_co2e_g_per_mj(setting.gwp)
            if scope == "ttw"
            else factor.wtw_co2e_g_per_mj(setting.gwp)
        )
        / 1000
        for name, factor in setting.factors.items()
    }
    total = np.zeros(len(skims.services))
    for (_, carrier), mj_per_t in setting.unit_energy.items():
        total += mj_per_t * kg[carrier]
    routes = {name for names in skims.route_of_service for name in names}
    emitted = {name: _emitted(skims.routes[name], setting, kg) for name in routes}
    inland = [
        sum(emitted[name].voyage_cny_per_t for name in names) for names in skims.route_of_service
    ]
    used = [[skims.routes[name] for name in names] for names in skims.route_of_service]
    at_locks = lock_arrays(used, lambda route: emitted[route.name], skims.lock_directions)[1]
    return np.asarray(total + np.array(inland)), at_locks


def _emitted(route: WaterRoute, setting: PriceSetting, kg_per_mj: Mapping[str, float]) -> RouteCost:
    """Emissions of a route per tonne: what its energy costs at the rate of its CO2e."""
    share = empty_return_share(route, setting.parameters)
    return route_energy_cost(route, setting.fleet, kg_per_mj, share)
