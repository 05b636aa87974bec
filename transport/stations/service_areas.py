"""Service areas of expressways and what stands in them.

Their places are not in the tables: they are spread evenly over each link at the typical spacing
of its row, and marked as estimates wherever they are shown. A share of equipped areas follows one
fixed order in which the areas of the whole network are spread evenly, so that a larger share
holds every area of a smaller one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeGuard

from transport.changes import EquipStations
from transport.stations.siting_problem import FlowPath

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from networks import Leg, Link


_GOLDEN = 0.6180339887498949
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class ServiceArea:
    """A service area; it has two sides, one for each direction.

    Attributes
    ----------
    area_id, link_id : str
        Id, and road link on which it stands.
    at_km : float
        Kilometres from the first end of the link.
    region : str
        Region of the nearer end.
    order : float
        Place in the order of equipping, 0 to 1.
    """

    area_id: str
    link_id: str
    at_km: float
    region: str
    order: float


@dataclass(frozen=True, slots=True)
class Equipment:
    """What one side of a service area, or a place on the river, has for one carrier.

    Attributes
    ----------
    units : int
        Chargers, charging slots or pumps.
    equipment : str
        Row of the table ``station_equipment``.
    packs : int
        Packs of a swap station.
    grid_kw : float
        Grid connection; 0 takes a share of the power of all chargers.
    """

    units: int
    equipment: str
    packs: int = 0
    grid_kw: float = 0.0


Equipped = dict[str, dict[str, Equipment]]
"""Equipment by service area (or place) and what it sells."""


def service_areas(
    links: Iterable[Link],
    spacing_km: Mapping[str, float],
    region_of: Mapping[str, str],
    other_km: float = math.inf,
) -> dict[str, tuple[ServiceArea, ...]]:
    """Return the service areas of road links.

    Parameters
    ----------
    links : iterable of Link
        Road links.
    spacing_km : mapping of str to float
        Typical distance between service areas by link.
    region_of : mapping of str to str
        Region of each place.
    other_km : float
        Distance on links without one; those shorter than half of it have none.

    Returns
    -------
    dict of str to tuple of ServiceArea
        By link, in the order from its first end.

    Examples
    --------
    >>> from networks import Link
    >>> found = service_areas([Link("r", "A", "B", "road", 120, 80)], {"r": 50.0}, {})
    >>> [(area.area_id, area.at_km) for area in found["r"]]
    [('r-1', 30.0), ('r-2', 90.0)]
    """
    made: dict[str, tuple[ServiceArea, ...]] = {}
    number = 0
    for link in sorted(links, key=lambda one: one.link_id):
        spacing = spacing_km.get(link.link_id, math.nan)
        if math.isnan(spacing):
            count = round(link.length_km / other_km)
        else:
            count = max(1, round(link.length_km / spacing))
        if count == 0:
            continue
        areas = []
        for k in range(count):
            at_km = (k + 0.5) * link.length_km / count
            end = link.from_place if at_km < link.length_km / 2 else link.to_place
            order = (number * _GOLDEN) % 1
            region = region_of.get(end, "")
            areas.append(ServiceArea(f"{link.link_id}-{k + 1}", link.link_id, at_km, region, order))
            number += 1
        made[link.link_id] = tuple(areas)
    return made


def equipped_areas(
    areas: Mapping[str, Sequence[ServiceArea]],
    existing: Mapping[str, Equipment],
    changes: Iterable[object],
) -> Equipped:
    """Return what service areas have under a plan.

    Parameters
    ----------
    areas : mapping of str to sequence of ServiceArea
        Service areas by link.
    existing : mapping of str to Equipment
        Chargers that stand today, by area.
    changes : iterable
        Changes of the plan; of two for the same area and carrier the later one holds.

    Returns
    -------
    dict
        By area and what it sells.
    """
    made: Equipped = {area: {"charging": one} for area, one in existing.items() if one.units > 0}
    for change in changes:
        if not _on_road(change):
            continue
        for link, listed in areas.items():
            if change.links and link not in change.links:
                continue
            for area in listed:
                if area.order < change.share - _ROUNDING or change.share >= 1:
                    made.setdefault(area.area_id, {})[change.sold_as] = _equipment(change)
    return made


def equipped_places(changes: Iterable[object]) -> Equipped:
    """Return what places on the river have under a plan."""
    made: Equipped = {}
    for change in changes:
        if _is_equipment(change):
            for place in change.places:
                made.setdefault(place, {})[change.sold_as] = _equipment(change)
    return made


def _is_equipment(change: object) -> TypeGuard[EquipStations]:
    """Tell whether a change equips stations."""
    return isinstance(change, EquipStations)


def _on_road(change: object) -> TypeGuard[EquipStations]:
    """Tell whether a change equips service areas."""
    return isinstance(change, EquipStations) and not change.places


def _equipment(change: EquipStations) -> Equipment:
    """Return what a change gives each station."""
    return Equipment(change.units, change.equipment, change.packs, change.grid_kw)


@dataclass(frozen=True, slots=True)
class PassedArea:
    """A service area on the way of a truck.

    Attributes
    ----------
    area_id : str
        Id.
    side : str
        ``a`` on the side of those who leave the first end of the link, else ``b``.
    at_km : float
        Kilometres from the start of the leg.
    at_even_km : float
        Kilometres of rolling country that take as much energy.
    """

    area_id: str
    side: str
    at_km: float
    at_even_km: float


def even_km(leg: Leg, grades: Mapping[str, float]) -> float:
    """Return the kilometres of rolling country that take as much energy as a leg.

    Parameters
    ----------
    leg : Leg
        The way.
    grades : mapping of str to float
        Energy by class of grades over that of rolling country.

    Returns
    -------
    float
        Kilometres.
    """
    return sum(link.length_km * grades[link.grade] for link in leg.links)


def passed_areas(
    leg: Leg, areas: Mapping[str, Sequence[ServiceArea]], grades: Mapping[str, float]
) -> list[PassedArea]:
    """Return the service areas that a truck passes on a leg, in the order of travel."""
    found = []
    so_far, even = 0.0, 0.0
    for link, start in zip(leg.links, leg.places, strict=False):
        forth, grade = link.from_place == start, grades[link.grade]
        for area in areas.get(link.link_id, ()) if forth else reversed(areas.get(link.link_id, ())):
            along = area.at_km if forth else link.length_km - area.at_km
            side = "a" if forth else "b"
            found.append(PassedArea(area.area_id, side, so_far + along, even + along * grade))
        so_far += link.length_km
        even += link.length_km * grade
    return found


def haul_path(
    leg_even_km: float,
    areas: Sequence[PassedArea],
    equipped: Equipped,
    sold_as: str,
    per_km: float,
) -> FlowPath:
    """Return a leg as a path in the unit of the carrier, with the areas that sell it.

    Parameters
    ----------
    leg_even_km : float
        The leg in kilometres of rolling country.
    areas : sequence of PassedArea
        Service areas on it.
    equipped : dict
        What they have.
    sold_as : str
        The carrier.
    per_km : float
        What a kilometre of rolling country takes.

    Returns
    -------
    FlowPath
        Of one trip a day.
    """
    stops = tuple(
        (one.area_id, one.at_even_km * per_km)
        for one in areas
        if sold_as in equipped.get(one.area_id, {})
    )
    return FlowPath(1.0, leg_even_km * per_km, stops)
