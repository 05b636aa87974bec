"""Which trips stations make possible, by corridor, and where the ranges gape."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fleets.truck_powertrains import LONG_HAUL
from transport.stations.service_areas import even_km, haul_path, passed_areas
from transport.stations.siting_problem import FlowPath, is_covered

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fleets import Powertrain
    from networks import Leg
    from transport.stations.service_areas import Equipped, ServiceArea
    from transport.stations.truck_trips import TruckFlow


_NOT_MADE = (False, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class CoveredFlow:
    """A flow of laden trucks and whether they could make it with one powertrain.

    Attributes
    ----------
    flow : TruckFlow
        The flow.
    path : FlowPath
        Its way in the unit of the carrier, with trips a day; of a class with another reach than the
        tractor, stretched by the ratio of both.
    covered : bool
        Whether a truck that starts full makes it.
    gap : float
        What the stretch between two stations, or a station and an end, takes that takes most.
    gap_from_km, gap_to_km : float
        Where that stretch lies.
    """

    flow: TruckFlow
    path: FlowPath
    covered: bool
    gap: float
    gap_from_km: float
    gap_to_km: float


def covered_flows(
    flows: Sequence[TruckFlow],
    trucks: Mapping[str, Powertrain],
    areas: Mapping[str, Sequence[ServiceArea]],
    equipped: Equipped,
    reserve_share: float,
    grades: Mapping[str, float],
) -> list[CoveredFlow]:
    """Return which flows of laden trucks a powertrain makes.

    A class that is not built with the powertrain makes none, and has no gap.

    Parameters
    ----------
    flows : sequence of TruckFlow
        Laden trips.
    trucks : mapping of str to Powertrain
        Trucks by class, full at the start; that of long hauls is one of them.
    areas : mapping of str to sequence of ServiceArea
        Service areas by link.
    equipped : dict
        What they have.
    reserve_share : float
        Part of battery or tank that is never planned for.
    grades : mapping of str to float
        Energy by class of grades over that of rolling country.

    Returns
    -------
    list of CoveredFlow
        In the order of the flows.
    """
    reach, found = trucks[LONG_HAUL].reach(reserve_share), []
    for flow in flows:
        one = trucks.get(flow.class_id)
        if one is None:
            found.append(CoveredFlow(flow, FlowPath(flow.trips_per_day, np.inf, ()), *_NOT_MADE))
            continue
        own = one.reach(reserve_share) / reach
        per_km = one.units_per_km(min(flow.load_t, one.truck.payload_t)) / own
        passed = passed_areas(flow.leg, areas, grades)
        path = haul_path(even_km(flow.leg, grades), passed, equipped, one.sold_as, per_km)
        path = FlowPath(flow.trips_per_day, path.length, path.stops, own)
        at = np.array([0.0, *(way for _, way in path.stops), path.length])
        k = int(np.argmax(np.diff(at)))
        covered = is_covered(path, reach, frozenset(name for name, _ in path.stops))
        gap = float(at[k + 1] - at[k])
        selling = [area.at_km for area in passed if one.sold_as in equipped.get(area.area_id, {})]
        at_km = [0.0, *selling, flow.leg.length_km]
        found.append(CoveredFlow(flow, path, covered, gap, at_km[k], at_km[k + 1]))
    return found


def covered_share(covered: Sequence[CoveredFlow]) -> float:
    """Return the part of the trips that is covered; NaN without trips."""
    trips = sum(one.flow.trips_per_day for one in covered)
    could = sum(one.flow.trips_per_day for one in covered if one.covered)
    return could / trips if trips else float("nan")


@dataclass(frozen=True, slots=True)
class Corridor:
    """An expressway with its trucks.

    Attributes
    ----------
    name : str
        Number of the expressway.
    length_km : float
        Its links.
    areas, equipped_areas : int
        Service areas, and those that sell the carrier.
    trips_per_day : float
        Laden trips that use it.
    coverable_share : float
        Part of them that the powertrain could make from end to end.
    longest_gap_km : float
        Longest way between two stations of any trip that uses it and could not be made; 0 without.
    """

    name: str
    length_km: float
    areas: int
    equipped_areas: int
    trips_per_day: float
    coverable_share: float
    longest_gap_km: float


def corridors(
    covered: Sequence[CoveredFlow],
    corridor_of: Mapping[str, str],
    areas: Mapping[str, Sequence[ServiceArea]],
    equipped: Equipped,
    sold_as: str,
) -> list[Corridor]:
    """Return the expressways, the busiest first.

    Parameters
    ----------
    covered : sequence of CoveredFlow
        Flows.
    corridor_of : mapping of str to str
        Expressway of each road link.
    areas, equipped
        Service areas, and what they have.
    sold_as : str
        Carrier.

    Returns
    -------
    list of Corridor
        Those with trips.
    """
    length: dict[str, float] = {}
    trips: dict[str, float] = {}
    could: dict[str, float] = {}
    gap: dict[str, float] = {}
    seen: set[str] = set()
    for one in covered:
        used = {
            corridor_of[link.link_id] for link in one.flow.leg.links if link.link_id in corridor_of
        }
        for link in one.flow.leg.links:
            if link.link_id in corridor_of and link.link_id not in seen:
                seen.add(link.link_id)
                name = corridor_of[link.link_id]
                length[name] = length.get(name, 0.0) + link.length_km
        for name in used:
            trips[name] = trips.get(name, 0.0) + one.flow.trips_per_day
            could[name] = could.get(name, 0.0) + one.covered * one.flow.trips_per_day
            if not one.covered:
                gap[name] = max(gap.get(name, 0.0), one.gap_to_km - one.gap_from_km)
    return [
        Corridor(
            name,
            length[name],
            *_areas_of(name, corridor_of, areas, equipped, sold_as),
            trips[name],
            could[name] / trips[name],
            gap.get(name, 0.0),
        )
        for name in sorted(trips, key=lambda key: -trips[key])
    ]


def _areas_of(
    name: str,
    corridor_of: Mapping[str, str],
    areas: Mapping[str, Sequence[ServiceArea]],
    equipped: Equipped,
    sold_as: str,
) -> tuple[int, int]:
    """Count the service areas of an expressway, and those that sell a carrier."""
    listed = [one for link, some in areas.items() if corridor_of.get(link) == name for one in some]
    return len(listed), sum(sold_as in equipped.get(one.area_id, {}) for one in listed)


def gap_places(leg: Leg, from_km: float, to_km: float) -> tuple[str, str]:
    """Return the places of a leg between which a stretch lies."""
    ends = np.cumsum([0.0, *(link.length_km for link in leg.links)])
    first = max(0, int(np.searchsorted(ends, from_km + 1e-9)) - 1)
    last = min(len(leg.places) - 1, int(np.searchsorted(ends, to_km - 1e-9)))
    return leg.places[first], leg.places[last]
