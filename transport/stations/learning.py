"""Drivers who learn where it is full: after each week a part of them plans anew.

If all drivers of a way took the plan that the last week made best, they would leave a full station
together and fill the next one. So only a part of them does, as in the method of successive
weighted averages for equilibria of traffic: in the n-th week the drivers who follow the k-th plan,
made with the waits of the week before it, are 2 k / (n (n + 1)) of all, so that what was learnt
later counts more (Liu, He and He 2009, https://doi.org/10.1007/s11067-007-9023-x, with d = 1).
What a trip could still save by another plan when the weeks are over tells how far they are from an
equilibrium, in which nobody gains by a change.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from transport.operations.station_rows import Layout
from transport.operations.stations import Habits, simulate_stations, stop_plans
from transport.operations.stop_plans import hours_saved_anew, way_rows
from transport.stations.known import KnownStations, as_known

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from transport.operations.stations import (
        Itinerary,
        StationRules,
        StationRun,
        StationSite,
        StationTrips,
        StopPlans,
        VehicleKind,
    )

    Floats = NDArray[np.float64]

_PLACES = 2**10
"""Parts of a trip's uniform number, within each of which drivers have their places."""


@dataclass(frozen=True)
class StationNetwork:
    """Stations, and the ways past them.

    Attributes
    ----------
    sites : sequence of StationSite
        Sites as drivers know them.
    itineraries : sequence of Itinerary
        Ways.
    kinds : mapping of str to VehicleKind
        Vehicles by name.
    rules : StationRules
        Rest and charging.
    horizon_h : float
        End of a week.
    """

    sites: Sequence[StationSite]
    itineraries: Sequence[Itinerary]
    kinds: Mapping[str, VehicleKind]
    rules: StationRules
    horizon_h: float

    def run(self, trips: StationTrips) -> StationRun:
        """Run a week."""
        return simulate_stations(
            self.sites, self.itineraries, self.kinds, trips, self.rules, self.horizon_h
        )

    def plans(self) -> StopPlans:
        """Make the plans of stops that take least time with the usual waits."""
        return stop_plans(self.sites, self.itineraries, self.kinds, self.rules)

    def known_as(self, known: KnownStations) -> StationNetwork:
        """Return the network with what drivers know."""
        return replace(self, sites=as_known(self.sites, known))

    def saved_anew_h(self, trips: StationTrips) -> Floats:
        """Return the hours that each trip would save by planning anew."""
        ways = way_rows(Layout.of(self.sites), self.itineraries, self.kinds, self.rules)
        return hours_saved_anew(ways, trips)


@dataclass(frozen=True)
class Learnt:
    """What drivers do after some weeks.

    Attributes
    ----------
    network : StationNetwork
        As they knew it in the last week.
    plans : tuple of StopPlans
        Plans made before each week.
    trips, run : StationTrips and StationRun
        The last week.
    gap_h : float
        Hours that a trip of it could save on the mean by the plan that its waits make best.
    """

    network: StationNetwork
    plans: tuple[StopPlans, ...]
    trips: StationTrips
    run: StationRun
    gap_h: float


def learn(
    network: StationNetwork,
    trips: StationTrips,
    weeks: int,
    after_week: Callable[[int], None] | None = None,
) -> Learnt:
    """Run the same week several times, in which drivers learn where it is full.

    Parameters
    ----------
    network : StationNetwork
        Stations and ways; at first drivers know no waits but those of its sites.
    trips : StationTrips
        Trips of a week, with a number between 0 and 1 each (`within`).
    weeks : int
        At least one.
    after_week : callable, optional
        Is told the number of weeks that were run.

    Returns
    -------
    Learnt
        The last week, with the habits that led to it.
    """
    known = KnownStations()
    plans: tuple[StopPlans, ...] = (network.plans(),)
    trips = with_habits(trips, plans)
    run = network.run(trips)
    told = after_week or _silent
    told(1)
    for week in range(1, weeks):
        known = known.after(run)
        network = network.known_as(known)
        plans = (*plans, network.plans())
        trips = with_habits(trips, plans)
        run = network.run(trips)
        told(week + 1)
    saved_h = network.known_as(known.after(run)).saved_anew_h(trips)
    return Learnt(network, plans, trips, run, float(saved_h.mean()) if len(saved_h) else 0.0)


def _silent(_: int) -> None:
    """Tell nobody."""


def with_habits(trips: StationTrips, plans: tuple[StopPlans, ...]) -> StationTrips:
    """Return trips of which the k-th plan has a part in proportion to k.

    Which it is hangs on later digits of the number that each trip has, so that a trip has the same
    place among the drivers whatever else travels, and its year of building says nothing of it.

    Raises
    ------
    ValueError
        If trips lack these numbers.
    """
    if len(trips.within) != len(trips.depart_h):
        msg = (
            f"{len(trips.depart_h)} trips have {len(trips.within)} numbers. Give `within` to each."
        )
        raise ValueError(msg)
    place = np.modf(trips.within * _PLACES)[0]
    ranks = np.arange(1.0, len(plans) + 1)
    bounds = ranks.cumsum() / ranks.sum()
    followed = np.searchsorted(bounds[:-1], place, side="right")
    return replace(trips, habits=Habits(plans, followed))
