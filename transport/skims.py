"""Skims: money, time and lock calls of every service, as arrays.

What changes from round to round of the equilibrium stays apart, so that a round only multiplies
one vector of **delays**: the mean hours at each lock and direction; the extra waits at facilities
(:func:`transport.capacity.facility_delays.with_facilities`); and the standard deviation of the
hours at each lock and direction (:func:`with_lock_spread`). A laden vessel's hour at a lock costs
cargo time and vessel time; the empty return that a cargo causes pays vessel time in the other
direction. An hour of standard deviation costs cargo what an hour of spread under way does, and no
vessel.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array, hstack

from networks import MODES
from transport.facilities import NO_FACILITIES, Facilities
from transport.handling import Handling
from transport.service_costs import Skimmer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from networks import Network
    from transport.changes import HandlingChange
    from transport.commodity_groups import CommodityGroup
    from transport.inland.water_routes import InlandFleet, RouteCost, WaterRoute
    from transport.parameters import TransportParameters
    from transport.services import Service

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
        Charges on hours at locks are left out.
    time_h : numpy.ndarray
        Door-to-door hours without lock passages.
    spread_h : numpy.ndarray
        Standard deviation of the hours under way, lock passages apart.
    km : numpy.ndarray
        Kilometres by mode, routes from overseas apart, shape (services, modes) in the order of
        ``MODES``.
    lock_directions : list of LockDirection
        First columns of the arrays by delay.
    laden_calls : scipy.sparse.csr_array
        Hours that cargo feels for one hour of each delay, shape (services, delays): passages of
        the laden vessel in the columns of lock directions.
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
    delay_charges_cny_per_t_h : scipy.sparse.csr_array or None
        What a plan's prices charge for one hour of each delay.
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
    delay_charges_cny_per_t_h: csr_array | None = None

    def route_kt(self, kt_by_service: np.ndarray) -> dict[str, float]:
        """Return the cargo of each water route from that of each service, kilotonnes."""
        cargo: dict[str, float] = {}
        for i in np.flatnonzero(kt_by_service > 0):
            for name in self.route_of_service[i]:
                cargo[name] = cargo.get(name, 0.0) + float(kt_by_service[i])
        return cargo

    def charges_at(self, delay_h: np.ndarray) -> np.ndarray:
        """Return all charges of each service at given delays, CNY per tonne."""
        if self.delay_charges_cny_per_t_h is None:
            return self.charges_cny_per_t
        return np.asarray(self.charges_cny_per_t + self.delay_charges_cny_per_t_h @ delay_h)

    @property
    def felt_h(self) -> np.ndarray:
        """Hours that choice answers to, locks apart: time, and what its spread counts as."""
        return self.time_h + self.reliability_ratio * self.spread_h


def money_and_hours(skims: ServiceSkims, delay_h: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return what choice answers to: money and felt hours of each service at given delays.

    Parameters
    ----------
    skims : ServiceSkims
        Skims of the services.
    delay_h : numpy.ndarray
        Delays in the order of the columns of the skims.

    Returns
    -------
    money_cny_per_t : numpy.ndarray
        Money, charges and vessel cost of delays.
    hours : numpy.ndarray
        Door to door and at locks, with what their spread counts as.
    """
    money = skims.money_cny_per_t + skims.charges_at(delay_h) + skims.delay_cny_per_t_h @ delay_h
    return np.asarray(money), np.asarray(skims.felt_h + skims.laden_calls @ delay_h)


def with_lock_spread(skims: ServiceSkims) -> ServiceSkims:
    """Return skims whose delays end with the standard deviation of the hours at each lock.

    It counts as the spread of the hours under way does, at `reliability_ratio`; spreads of several
    locks add up, as if a bad day at one were a bad day at the next.

    Parameters
    ----------
    skims : ServiceSkims
        Skims with the delays at lock directions and facilities.

    Returns
    -------
    ServiceSkims
        With one more column for each lock direction.
    """
    n = len(skims.lock_directions)
    felt = skims.reliability_ratio * skims.laden_calls[:, :n]
    free = csr_array((len(skims.services), n))
    charges = skims.delay_charges_cny_per_t_h
    return replace(
        skims,
        laden_calls=csr_array(hstack([skims.laden_calls, felt])),
        delay_cny_per_t_h=csr_array(hstack([skims.delay_cny_per_t_h, free])),
        delay_charges_cny_per_t_h=None if charges is None else csr_array(hstack([charges, free])),
    )


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
    skimmer = Skimmer(network, groups, fleet, parameters, Handling(changes))
    found = [(service, skimmer.water_routes(service)) for service in services]
    carried = [(service, routes) for service, routes in found if routes is not None]
    kept, routes_of = [service for service, _ in carried], [routes for _, routes in carried]
    values = np.array([skimmer.money_and_time(service) for service in kept]).reshape(len(kept), 2)
    ocean = np.array([skimmer.ocean(service) for service in kept]).reshape(len(kept), 2)
    lock_directions = [
        (lock, direction) for lock in sorted(network.chambers) for direction in (0, 1)
    ]
    laden, delay = lock_arrays(routes_of, skimmer.cost, lock_directions)
    return ServiceSkims(
        services=kept,
        money_cny_per_t=values[:, 0],
        haul_cny_per_t=_by_mode([skimmer.haul_by_mode(service) for service in kept]),
        empty_haul_cny_per_t=np.array([skimmer.empty_haul(service) for service in kept]),
        ocean_km=ocean[:, 0],
        ocean_cny_per_t=ocean[:, 1],
        charges_cny_per_t=np.zeros(len(kept)),
        time_h=values[:, 1],
        spread_h=np.array([skimmer.spread_h(service) for service in kept]),
        km=_by_mode([_km_by_mode(service) for service in kept]),
        lock_directions=lock_directions,
        laden_calls=laden,
        delay_cny_per_t_h=delay,
        routes={name: route for name, route in skimmer.routes.items() if route is not None},
        route_of_service=[tuple(route.name for route in routes) for routes in routes_of],
        reliability_ratio=parameters.reliability_ratio,
    )


def _by_mode(rows: list[list[float]]) -> np.ndarray:
    """Return values by service and mode as an array."""
    return np.array(rows).reshape(len(rows), len(MODES))


def _km_by_mode(service: Service) -> list[float]:
    """Kilometres of a service on the legs of each mode, routes from overseas apart."""
    return [
        sum(leg.length_km - leg.ocean_km for leg in service.legs if leg.mode == mode)
        for mode in MODES
    ]


def lock_arrays(
    routes_of: Sequence[Sequence[WaterRoute]],
    cost_of: Callable[[WaterRoute], RouteCost],
    lock_directions: Sequence[LockDirection],
) -> tuple[csr_array, csr_array]:
    """Return laden passages, and what an hour costs, by service and lock direction.

    Parameters
    ----------
    routes_of : sequence of sequence of WaterRoute
        Inland routes of each service.
    cost_of : callable
        Cost of an hour at a lock, of the laden vessel and of its share of an empty return.
    lock_directions : sequence of LockDirection
        Columns.

    Returns
    -------
    tuple of scipy.sparse.csr_array
        Of shape (services, lock directions).
    """
    column = {key: i for i, key in enumerate(lock_directions)}
    laden = np.zeros((len(routes_of), len(lock_directions)))
    delay = np.zeros_like(laden)
    for i, routes in enumerate(routes_of):
        for route in routes:
            cost = cost_of(route)
            for call in route.lock_calls:
                laden[i, column[call.lock, call.direction]] += 1
                delay[i, column[call.lock, call.direction]] += cost.laden_hour_cny_per_t
                delay[i, column[call.lock, 1 - call.direction]] += cost.empty_hour_cny_per_t
    return csr_array(laden), csr_array(delay)
