"""Road haulage: what a truck's haul over links costs, and which part of it pays for empty running.

A haul pays for the truck's hours at free speed times the rest factor, its running cost and the
tolls of the links, laden and for the empty kilometres that each laden one causes, and for the
hours of loading and unloading. With e the share of kilometres run empty, a laden kilometre
causes e / (1 - e) empty ones.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from networks import Leg, Link


@dataclass(frozen=True, slots=True)
class Haulage:
    """Cost of a truck.

    Attributes
    ----------
    hour_cny : float
        Cost of an hour, fuel apart.
    laden_km_cny, empty_km_cny : float
        Running cost of a kilometre, tolls apart.
    empty_share : float
        Share of truck kilometres run empty, below 1; the same as the ledger's.
    rest_factor : float
        Hours on the way over hours at free speed.
    loading_h : float
        Hours of a truck at both ends of a haul together.
    fuel_km_cny : mapping of str to tuple of float
        Fuel of a kilometre, laden and empty, by class of grades: on top of the running cost; none
        where the running cost holds it.
    """

    hour_cny: float
    laden_km_cny: float
    empty_km_cny: float
    empty_share: float
    rest_factor: float
    loading_h: float
    fuel_km_cny: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    @property
    def loading_cny(self) -> float:
        """Truck cost of loading and unloading once."""
        return self.hour_cny * self.loading_h

    def laden_cny(self, link: Link) -> float:
        """Return the cost of running laden over a link."""
        return self._run_cny(link, self.laden_km_cny + self._fuel_cny(link)[0])

    def empty_cny(self, link: Link) -> float:
        """Return the cost of the empty running that a laden run over a link causes."""
        running = self.empty_km_cny + self._fuel_cny(link)[1]
        return self._run_cny(link, running) * empty_per_laden_km(self.empty_share)

    def link_cny(self, link: Link) -> float:
        """Return what a haul pays for a link."""
        return self.laden_cny(link) + self.empty_cny(link)

    def haul_cny(self, leg: Leg) -> float:
        """Return what a haul costs."""
        return self.loading_cny + sum(self.link_cny(link) for link in leg.links)

    def empty_haul_cny(self, leg: Leg) -> float:
        """Return the part of a haul's cost that pays for empty running."""
        return sum(self.empty_cny(link) for link in leg.links)

    def _fuel_cny(self, link: Link) -> tuple[float, float]:
        """Fuel of a kilometre of a link, laden and empty."""
        return self.fuel_km_cny[link.grade] if self.fuel_km_cny else (0.0, 0.0)

    def _run_cny(self, link: Link, km_cny: float) -> float:
        """Hours, running cost and toll of a link."""
        hours = link.length_km / link.speed_kmh * self.rest_factor
        return hours * self.hour_cny + link.length_km * (km_cny + toll_cny_per_km(link))


def empty_per_laden_km(empty_share: float) -> float:
    """Return the empty kilometres of each laden one.

    Examples
    --------
    >>> empty_per_laden_km(0.5), empty_per_laden_km(0)
    (1.0, 0.0)
    """
    return empty_share / (1 - empty_share)


def toll_cny_per_km(link: Link) -> float:
    """Return the toll of a six-axle truck, the middle of its band; nothing where none is known.

    Examples
    --------
    >>> from networks import Link
    >>> toll_cny_per_km(Link("r", "A", "B", "road", 10, 60)) # no toll is known
    0.0
    """
    toll = (link.toll_low_cny_per_km + link.toll_high_cny_per_km) / 2
    return 0.0 if math.isnan(toll) else toll
