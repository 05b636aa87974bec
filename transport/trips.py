"""Trips: voyages drawn before a simulation, one row for each vessel.

A flow of voyages departs as a Poisson process; the class of each vessel follows from the mark
that was drawn with its departure. Routes without a lock are left out: their vessels meet no
queue.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from transport.draws import StreamKey, departures
from transport.operations.waterway import Stretch, Trips
from transport.water_routes import hull_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from transport.operations.lock import Hull
    from transport.voyages import VoyageFlow
    from transport.water_routes import InlandFleet, WaterRoute

HOURS_PER_YEAR = 8760.0


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
        Hulls by class index.
    """

    trips: Trips
    routes: list[list[Stretch]]
    route_names: list[str]
    hulls: list[Hull]


def draw_trips(
    flows: Sequence[VoyageFlow],
    routes: Mapping[str, WaterRoute],
    fleet: InlandFleet,
    key: StreamKey,
    horizon_h: float,
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
    horizon_h : float
        Hours for which departures are drawn.

    Returns
    -------
    TripTable
        The trips and their lookups.
    """
    class_ids = list(fleet.classes)
    hulls = [hull_of(fleet.classes[c]) for c in class_ids]
    names = sorted({flow.route for flow in flows if routes[flow.route].lock_calls})
    index = {name: i for i, name in enumerate(names)}
    parts = [
        _draw_flow(flow, index[flow.route], routes[flow.route], class_ids, key, horizon_h)
        for flow in flows
        if flow.route in index
    ]
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)] or [
        np.empty(0) for _ in range(4)
    ]
    order = np.argsort(columns[0], kind="stable")
    depart_h, route, hull, payload = (column[order] for column in columns)
    trips = Trips(depart_h, route.astype(np.int64), hull.astype(np.int64), payload)
    return TripTable(trips, [_stretches(routes[name]) for name in names], names, hulls)


def _draw_flow(
    flow: VoyageFlow,
    route_index: int,
    route: WaterRoute,
    class_ids: list[str],
    key: StreamKey,
    horizon_h: float,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Departures, routes, classes and payloads of one flow."""
    name = f"{flow.route} {'laden' if flow.laden else 'empty'}"
    depart_h, mark = departures(key, name, flow.voyages_per_year / HOURS_PER_YEAR, horizon_h)
    used = [c for c in class_ids if c in route.class_share]
    edges = np.cumsum([route.class_share[c] for c in used])
    pick = np.minimum(np.searchsorted(edges, mark, side="right"), len(used) - 1)
    hull = np.array([class_ids.index(c) for c in used])[pick]
    payload = np.array([route.payload_t[c] if flow.laden else 0.0 for c in used])[pick]
    return depart_h, np.full(len(depart_h), route_index), hull, payload


def _stretches(route: WaterRoute) -> list[Stretch]:
    """Stretches of a route for the simulation."""
    before = [
        Stretch(hours, call.lock, call.direction)
        for hours, call in zip(route.stretch_h[:-1], route.lock_calls, strict=True)
    ]
    return [*before, Stretch(route.stretch_h[-1], "", 0)]
