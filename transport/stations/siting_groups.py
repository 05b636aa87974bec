"""Sites that no path tells apart, and paths that need the same of the same sites, taken together.

Nothing is lost by that. Sites that lie on the same paths and in the same windows, with the same
cost and capacity, can stand for one another: only their number counts. What comes to a group of
paths can be spread over the sites they pass by the group, and sites that lie on the same paths give
their energy together. A window that holds an existing station is met and left out, and a path
that no choice can cover is left out too.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from transport.stations.siting_problem import windows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from transport.stations.siting_problem import FlowPath, SitingProblem

    Numbers = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SiteGroup:
    """New sites that can stand for one another.

    Attributes
    ----------
    members : tuple of int
        Their numbers among all sites.
    cost_mcny, capacity_per_day : float
        Of each of them.
    place : int
        Where their energy is given; -1 without limits.
    """

    members: Numbers
    cost_mcny: float
    capacity_per_day: float
    place: int


@dataclass(frozen=True, slots=True)
class PathGroup:
    """Paths that need the same of the same sites.

    Attributes
    ----------
    trips_per_day : float
        Vehicles of all of them.
    energy_per_trip : float
        What each takes on its way beyond what it set out with; 0 without limits.
    need : int
        Which list of windows they need; -1 where existing stations are enough.
    passed : int
        Which set of sites they pass; -1 without limits.
    """

    trips_per_day: float
    energy_per_trip: float
    need: int
    passed: int


@dataclass(frozen=True)
class Groups:
    """A siting problem in groups.

    Attributes
    ----------
    sites : list of SiteGroup
        New sites that some path can use.
    paths : list of PathGroup
        Paths that need a station and can be covered.
    needs : list of list of tuple of int
        Groups of sites in each window, of each list of windows.
    places : list of tuple of int
        Sets of passed sites of which each place is a part.
    standing_per_day : list of float
        Energy of the existing sites of each place.
    free_trips : float
        Vehicles that are covered whatever is chosen.
    all_trips : float
        Vehicles of all paths, at least a very small number.
    """

    sites: list[SiteGroup]
    paths: list[PathGroup]
    needs: list[list[Numbers]]
    places: list[Numbers]
    standing_per_day: list[float]
    free_trips: float
    all_trips: float


def grouped(problem: SitingProblem) -> Groups:
    """Return the groups of a problem.

    Parameters
    ----------
    problem : SitingProblem
        Sites and paths.

    Returns
    -------
    Groups
        The same problem.

    Examples
    --------
    >>> from transport.stations.siting_problem import FlowPath, Site, SitingProblem
    >>> line = FlowPath(1.0, 100.0, (("a", 30.0), ("b", 40.0), ("c", 90.0)))
    >>> found = grouped(SitingProblem([Site(name, 1.0) for name in "abc"], [line], 70.0))
    >>> [group.members for group in found.sites], found.needs
    ([(0, 1)], [[(0,)]])
    """
    limited = any(np.isfinite(site.capacity_per_day) for site in problem.sites)
    trips = _merged(problem, limited=limited)
    free = trips.pop(((), (), 0.0), 0.0)
    needs = list(dict.fromkeys(need for need, *_ in trips if need))
    passes = list(dict.fromkeys(passed for _, passed, _ in trips if passed))
    need_of = {need: k for k, need in enumerate(needs)}
    pass_of = {passed: k for k, passed in enumerate(passes)}
    paths = [
        PathGroup(many, energy, need_of.get(need, -1), pass_of.get(passed, -1))
        for (need, passed, energy), many in trips.items()
    ]
    on = _lists(passes)
    places = list(dict.fromkeys(on.values()))
    standing = [0.0] * len(places)
    place_of = {place: k for k, place in enumerate(places)}
    for i, site in enumerate(problem.sites):
        if site.existing and i in on:
            standing[place_of[on[i]]] += site.capacity_per_day
    sites = _site_groups(problem, needs, on, place_of)
    group_of = {i: k for k, group in enumerate(sites) for i in group.members}
    inside = [[tuple(sorted({group_of[i] for i in one})) for one in need] for need in needs]
    every = float(sum(path.trips_per_day for path in problem.paths)) or 1.0
    return Groups(sites, paths, inside, places, standing, free, every)


def _merged(
    problem: SitingProblem, *, limited: bool
) -> dict[tuple[tuple[Numbers, ...], Numbers, float], float]:
    """Return the vehicles of paths by windows needed, sites passed and energy of a trip."""
    number = {site.site_id: i for i, site in enumerate(problem.sites)}
    standing = {site.site_id for site in problem.sites if site.existing}
    trips: dict[tuple[tuple[Numbers, ...], Numbers, float], float] = defaultdict(float)
    for path in problem.paths:
        groups = windows(path, problem.reach)
        if groups is None:
            continue
        left = {tuple(sorted(number[n] for n in one)) for one in groups if standing.isdisjoint(one)}
        passed: Numbers = ()
        energy = 0.0
        if limited and groups:
            passed = tuple(sorted({number[name] for name, _ in path.stops}))
            energy = beyond(path, problem.reach)
        trips[tuple(sorted(left)), passed, energy] += path.trips_per_day
    return trips


def beyond(path: FlowPath, reach: float) -> float:
    """Return the energy that a vehicle takes on the way beyond what it set out with.

    Examples
    --------
    >>> from transport.stations.siting_problem import FlowPath
    >>> beyond(FlowPath(1.0, 350.0, (), 2.0), 200.0)
    300.0
    """
    return max(0.0, path.length - reach) * path.unit_energy


def _site_groups(
    problem: SitingProblem,
    needs: Sequence[tuple[Numbers, ...]],
    on: Mapping[int, Numbers],
    place_of: Mapping[Numbers, int],
) -> list[SiteGroup]:
    """Return the new sites that some path can use, by what they are good for."""
    within = _lists(list(dict.fromkeys(one for need in needs for one in need)))
    members: dict[tuple[Numbers, int, float, float], list[int]] = defaultdict(list)
    for i, site in enumerate(problem.sites):
        if not site.existing and (i in on or i in within):
            place = place_of[on[i]] if i in on else -1
            role = within.get(i, ()), place, site.cost_mcny, site.capacity_per_day
            members[role].append(i)
    return [
        SiteGroup(tuple(numbers), cost, capacity, place)
        for (_, place, cost, capacity), numbers in members.items()
    ]


def _lists(sets: Sequence[Numbers]) -> dict[int, Numbers]:
    """Return in which of some sets each number is."""
    found: dict[int, list[int]] = defaultdict(list)
    for k, one in enumerate(sets):
        for i in one:
            found[i].append(k)
    return {i: tuple(where) for i, where in found.items()}
