"""Trips: voyages drawn before a simulation, one row for each vessel.

A flow of voyages departs as a Poisson process; the class of each vessel follows from the mark
that was drawn with its departure, and what the mark leaves over gives its powertrain and its year
of building (:mod:`transport.fleet_use.cohort_draws`). Vessels of a class and route all keep the
pace of its mean. Routes without a lock are left out: their vessels meet no queue.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from transport.draws import StreamKey, departures
from transport.fleet_use.called_first import clean_trips
from transport.fleet_use.cohort_draws import VintageTable, picked
from transport.inland.route_energy import powertrains_of
from transport.inland.vessel_hulls import hulls_by_draught
from transport.operations.waterway import Stretch, Trips

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from transport.fleet_use.cohort_draws import CohortShares
    from transport.inland.voyages import VoyageFlow
    from transport.inland.water_routes import InlandFleet, WaterRoute
    from transport.operations.lock import Hull

HOURS_PER_YEAR = 8760.0


@dataclass(frozen=True)
class Season:
    """How traffic varies over a run.

    Departures are drawn at an even rate over ``even_h`` hours and then moved to the hour at which
    so much of the season has passed, so that every plan moves them alike.

    Attributes
    ----------
    hours : numpy.ndarray
        Hours of the run, from 0 to its end.
    even_h : numpy.ndarray
        Hours of even traffic that have passed at each of them.
    """

    hours: np.ndarray
    even_h: np.ndarray

    @classmethod
    def of(cls, period_h: np.ndarray, factor: np.ndarray) -> Season:
        """Make a season from the lengths of periods and the traffic of each over the mean.

        Examples
        --------
        >>> Season.of(np.array([10.0, 10.0]), np.array([0.5, 1.5])).even_h.tolist()
        [0.0, 5.0, 20.0]
        """
        edges = np.concatenate(([0.0], np.cumsum(period_h)))
        return cls(edges, np.concatenate(([0.0], np.cumsum(period_h * factor))))


@dataclass(frozen=True)
class TripTable:
    """Trips with what the simulation needs to know of routes and hulls.

    Attributes
    ----------
    trips : Trips
        Departures, sorted by hour.
    routes : list of list of Stretch
        Stretches by route index.
    route_names : list of str
        Names by route index.
    hulls : list of Hull
        Hulls by class and draught.
    vessel_class : numpy.ndarray
        Index of the class of each trip, in the order of the fleet.
    powertrain : numpy.ndarray
        Index of the powertrain of each trip, into `powertrains`.
    powertrains : tuple of str
        Ids.
    vintage : numpy.ndarray
        Year of building of the vessel of each trip, the oldest that or older; NaN where the stock
        has none of its class.
    """

    trips: Trips
    routes: list[list[Stretch]]
    route_names: list[str]
    hulls: list[Hull]
    vessel_class: np.ndarray
    powertrain: np.ndarray
    powertrains: tuple[str, ...]
    vintage: np.ndarray


def draw_trips(
    flows: Sequence[VoyageFlow],
    routes: Mapping[str, WaterRoute],
    fleet: InlandFleet,
    key: StreamKey,
    season: Season,
    cohorts: Mapping[str, CohortShares] | None = None,
) -> TripTable:
    """Draw the trips of all flows that meet a lock.

    Parameters
    ----------
    flows : sequence of VoyageFlow
        Voyages a year by route and state.
    routes : mapping of str to WaterRoute
        Routes by name.
    fleet : InlandFleet
        Vessel classes.
    key : StreamKey
        Seed and replication.
    season : Season
        How traffic varies over the run, and how long it is.
    cohorts : mapping of str to CohortShares, optional
        Stock by class; years of building are not known without it.

    Returns
    -------
    TripTable
        The trips and their lookups.
    """
    class_ids = list(fleet.classes)
    names = sorted({flow.route for flow in flows if routes[flow.route].lock_calls})
    index = {name: i for i, name in enumerate(names)}
    parts = [
        _draw_flow(flow, index[flow.route], routes[flow.route], class_ids, key, season)
        for flow in flows
        if flow.route in index
    ]
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)] or [
        np.empty(0) for _ in range(6)
    ]
    order = np.argsort(columns[0], kind="stable")
    depart_h, route, pick, payload, within, pace = (column[order] for column in columns)
    pick = pick.astype(np.int64)
    classes = list(fleet.classes.values())
    rated_t = np.array([one.dwt_t for one in classes])
    hulls, hull = hulls_by_draught(classes, pick, payload / rated_t[pick])
    route = route.astype(np.int64)
    used = [routes[name] for name in names]
    vessel = _drawn_vessels(used, fleet, cohorts or {}, (route, pick), within)
    powertrains = powertrains_of(fleet.drives)
    first = clean_trips(vessel[0], powertrains, fleet.called_first)
    trips = Trips(depart_h, route, hull, payload, pace, first)
    stretches = [_stretches(one) for one in used]
    return TripTable(trips, stretches, names, hulls, pick, vessel[0], powertrains, vessel[1])


def _drawn_vessels(
    routes: Sequence[WaterRoute],
    fleet: InlandFleet,
    cohorts: Mapping[str, CohortShares],
    trip: tuple[np.ndarray, np.ndarray],
    within: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Powertrain and year of building of trips of a route and class, by a draw within both."""
    route, pick = trip
    class_ids, powertrains = list(fleet.classes), powertrains_of(fleet.drives)
    shares = _drive_shares(routes, class_ids, len(powertrains))
    powertrain, left = picked(shares, route * len(class_ids) + pick, within)
    years = VintageTable.of(cohorts, class_ids, powertrains)
    return powertrain, years.drawn(pick * len(powertrains) + powertrain, left)


def _drive_shares(
    routes: Sequence[WaterRoute], class_ids: Sequence[str], powertrains: int
) -> np.ndarray:
    """Share of each powertrain in the voyages of every class on every route, one row for each."""
    found = np.zeros((len(routes), len(class_ids), powertrains))
    found[:, :, 0] = 1.0  # classes that a route does not have
    for row, route in zip(found, routes, strict=True):
        row[[class_ids.index(name) for name in route.class_share]] = route.energy.share_table
    return found.reshape(-1, powertrains)


def _draw_flow(
    flow: VoyageFlow,
    route_index: int,
    route: WaterRoute,
    class_ids: list[str],
    key: StreamKey,
    season: Season,
) -> tuple[np.ndarray, ...]:
    """Departures, routes, classes, payloads, draws within the class and paces of one flow."""
    name = f"{flow.route} {'laden' if flow.laden else 'empty'}"
    state = "laden" if flow.laden else "ballast"
    rate_per_h = flow.voyages_per_year / HOURS_PER_YEAR
    even_h, mark = departures(key, name, rate_per_h, season.even_h[-1])
    depart_h = np.interp(even_h, season.even_h, season.hours)
    used = [c for c in class_ids if c in route.class_share]
    edges = np.cumsum([route.class_share[c] for c in used])
    pick = np.minimum(np.searchsorted(edges, mark, side="right"), len(used) - 1)
    hull = np.array([class_ids.index(c) for c in used])[pick]
    payload = np.array([route.payload_t[c] if flow.laden else 0.0 for c in used])[pick]
    sail_h = dict(zip(route.class_share, route.sail_h[state], strict=True))
    pace = np.array([sail_h[c] for c in used])[pick] / route.fairway_h
    begins = np.concatenate(([0.0], edges[:-1]))
    within = np.clip((mark - begins[pick]) / (edges - begins)[pick], 0.0, 1.0)
    return depart_h, np.full(len(depart_h), route_index), hull, payload, within, pace


def _stretches(route: WaterRoute) -> list[Stretch]:
    """Stretches of a route for the simulation."""
    before = [
        Stretch(hours, call.lock, call.direction)
        for hours, call in zip(route.stretch_h[:-1], route.lock_calls, strict=True)
    ]
    return [*before, Stretch(route.stretch_h[-1], "", 0)]
