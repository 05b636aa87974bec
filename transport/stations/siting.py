"""Where energy stations go: flow-refuelling location with a range, solved as a mixed program.

A path is covered if a vehicle can travel it: full at its start, it may use a stated amount of
energy between two stops, and the way from the last stop to the end counts too. For every point
from which a vehicle could set out, one station must stand within reach ahead of it (the arc-cover
form of Capar, Kuby, Leon and Tsai 2013, European Journal of Operational Research 227(1), 142-151):

    sum of z_i over the sites within reach of a stop >= y_q,  for each stop of each path q

That is exact: no gap between open stops is longer than the reach if and only if every window of
that length which starts at a stop of the path holds an open site. Where sites have a capacity, the
energy of covered paths is spread over their open sites within it. HiGHS solves the program; the
bound it proves is reported beside what was found.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from transport.stations.siting_ends import NoChoiceError, SolverLimits, UncoverableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_OPEN = 0.5
_SLACK = 1e-9


@dataclass(frozen=True, slots=True)
class Site:
    """A place where a station can stand.

    Attributes
    ----------
    site_id : str
        Id.
    cost_mcny : float
        What opening it costs; nothing for one that exists.
    existing : bool
        Whether a station stands there already; it is kept.
    capacity_per_day : float
        Energy that a day can take there, in the unit of the paths; infinite without a limit.
    """

    site_id: str
    cost_mcny: float
    existing: bool = False
    capacity_per_day: float = np.inf


@dataclass(frozen=True, slots=True)
class FlowPath:
    """A path with its vehicles.

    Attributes
    ----------
    trips_per_day : float
        Vehicles.
    length : float
        Energy from end to end, or kilometres: any measure of the way that a reach is given in.
    stops : tuple of (str, float)
        Sites passed, each with the way from the start, in the order of travel.
    unit_energy : float
        Energy of a unit of the way: what counts against the capacity of sites.
    """

    trips_per_day: float
    length: float
    stops: tuple[tuple[str, float], ...]
    unit_energy: float = 1.0


@dataclass(frozen=True)
class SitingProblem:
    """What is to be decided.

    Attributes
    ----------
    sites : sequence of Site
        Where stations can stand.
    paths : sequence of FlowPath
        Who passes.
    reach : float
        Way between two stops at the most.
    """

    sites: Sequence[Site]
    paths: Sequence[FlowPath]
    reach: float


@dataclass(frozen=True)
class Siting:
    """Stations chosen.

    Attributes
    ----------
    open_sites : tuple of str
        Existing and new stations.
    cost_mcny : float
        What the new ones cost.
    covered_share : float
        Vehicles whose path is covered.
    bound : float
        What no choice can better: the covered share under a budget, or the cost for a coverage.
    gap_share : float
        How far the choice may be from the best one, as a share of it.
    proven : bool
        Whether the solver ended by itself within the gap asked for.
    """

    open_sites: tuple[str, ...]
    cost_mcny: float
    covered_share: float
    bound: float
    gap_share: float
    proven: bool


def windows(path: FlowPath, reach: float) -> list[tuple[str, ...]] | None:
    """Return the groups of sites of which a vehicle needs one each.

    Parameters
    ----------
    path : FlowPath
        A path.
    reach : float
        Way between two stops.

    Returns
    -------
    list of tuple of str or None
        None where no set of sites is enough; empty where none is needed. Groups that hold another
        one are left out.

    Examples
    --------
    >>> windows(FlowPath(1.0, 100.0, (("a", 30.0), ("b", 70.0))), 60.0)
    [('a',), ('b',)]
    >>> windows(FlowPath(1.0, 100.0, (("a", 30.0), ("b", 70.0))), 100.0)
    []
    >>> windows(FlowPath(1.0, 100.0, (("a", 30.0),)), 60.0) is None
    True
    """
    groups: list[frozenset[str]] = []
    for start in (0.0, *(at for _, at in path.stops)):
        if start + reach >= path.length - _SLACK:
            continue
        ahead = [name for name, at in path.stops if start < at <= start + reach + _SLACK]
        if not ahead:
            return None
        groups.append(frozenset(ahead))
    kept = [one for one in dict.fromkeys(groups) if not any(other < one for other in groups)]
    order = [name for name, _ in path.stops]
    return [tuple(name for name in order if name in one) for one in kept]


def is_covered(path: FlowPath, reach: float, open_sites: frozenset[str]) -> bool:
    """Tell whether a vehicle can travel a path with given stations.

    Examples
    --------
    >>> line = FlowPath(1.0, 100.0, (("a", 30.0), ("b", 70.0)))
    >>> is_covered(line, 70.0, frozenset("a")), is_covered(line, 60.0, frozenset("a"))
    (True, False)
    """
    at = [0.0, *(way for name, way in path.stops if name in open_sites), path.length]
    return bool(np.diff(at).max() <= reach + _SLACK)


def most_covered(
    problem: SitingProblem, budget_mcny: float, limits: SolverLimits | None = None
) -> Siting:
    """Return the stations that cover most vehicles within a budget, and among them the cheapest.

    Parameters
    ----------
    problem : SitingProblem
        Sites and paths.
    budget_mcny : float
        What new stations may cost together.
    limits : SolverLimits, optional
        When the solver ends.

    Returns
    -------
    Siting
        The choice and what is proven about it; not the cheapest one where time was up for that.

    Raises
    ------
    NoChoiceError
        If time was up before anything was found.

    Examples
    --------
    >>> line = FlowPath(1.0, 100.0, (("a", 30.0), ("b", 70.0)))
    >>> most_covered(SitingProblem([Site("a", 2.0), Site("b", 3.0)], [line], 70.0), 2.0).open_sites
    ('a',)
    """
    program, limits = _Program(problem), limits or SolverLimits()
    cost, flow = program.cost_row(), program.flow_row()
    within = LinearConstraint(cost[None, :], -np.inf, budget_mcny + _SLACK)
    found = program.solve(-flow, [within], limits)
    reached = float(flow @ np.round(np.asarray(found["x"])))
    try:
        cheaper = program.solve(cost, [within], limits, reached - _SLACK * program.flow)
    except NoChoiceError:
        cheaper = found
    shown = {**found, "x": cheaper["x"]}
    choice = program.siting(shown, lambda bound: min(1.0, -bound / program.flow))
    return replace(choice, bound=max(choice.bound, choice.covered_share))


def least_cost(
    problem: SitingProblem, coverage_share: float, limits: SolverLimits | None = None
) -> Siting:
    """Return the cheapest stations that cover a share of the vehicles.

    Parameters
    ----------
    problem : SitingProblem
        Sites and paths.
    coverage_share : float
        Share of vehicles, 0 to 1.
    limits : SolverLimits, optional
        When the solver ends.

    Returns
    -------
    Siting
        The choice and what is proven about it.

    Raises
    ------
    UncoverableError
        If all sites together do not cover the share.
    NoChoiceError
        If time was up before anything was found.
    """
    program = _Program(problem)
    most = most_covered(problem, np.inf, limits)
    if coverage_share > most.covered_share + 1e-9:
        raise UncoverableError(most.covered_share)
    needed = (coverage_share - _SLACK) * program.flow
    try:
        found = program.solve(program.cost_row(), [], limits or SolverLimits(), needed)
    except NoChoiceError:
        return replace(most, bound=0.0, gap_share=1.0, proven=False)
    return program.siting(found, float)


class _Program:
    """The mixed program: sites, paths and, where sites have limits, energy by path and site."""

    def __init__(self, problem: SitingProblem) -> None:
        self._problem = problem
        self._number = {site.site_id: i for i, site in enumerate(problem.sites)}
        self._groups = [windows(path, problem.reach) for path in problem.paths]
        self._loads = list(self._spread())
        self._sites, self._paths = len(problem.sites), len(problem.paths)
        self._size = self._sites + self._paths + len(self._loads)
        self.flow = float(sum(path.trips_per_day for path in problem.paths)) or 1.0

    def _spread(self) -> Iterator[tuple[int, int]]:
        """Yield path and site of each variable of energy."""
        if all(np.isinf(site.capacity_per_day) for site in self._problem.sites):
            return
        for q, path in enumerate(self._problem.paths):
            if self._groups[q]:
                for name, _ in path.stops:
                    yield q, self._number[name]

    def cost_row(self) -> Floats:
        """Return the cost of each variable."""
        row = np.zeros(self._size)
        row[: self._sites] = [0 if s.existing else s.cost_mcny for s in self._problem.sites]
        return row

    def flow_row(self) -> Floats:
        """Return the vehicles of each variable."""
        row = np.zeros(self._size)
        trips = [path.trips_per_day for path in self._problem.paths]
        row[self._sites : self._sites + self._paths] = trips
        return row

    def solve(
        self,
        objective: Floats,
        extra: Sequence[LinearConstraint],
        limits: SolverLimits,
        least_trips: float = 0.0,
    ) -> Mapping[str, object]:
        """Run HiGHS; so many vehicles are covered at least."""
        low, high = np.zeros(self._size), np.ones(self._size)
        low[: self._sites] = [site.existing for site in self._problem.sites]
        blocked = [self._sites + q for q, groups in enumerate(self._groups) if groups is None]
        high[blocked] = 0.0
        if least_trips > 0:
            must, rows = self._enough(self.flow - least_trips)
            low[must] = 1.0
            extra = [*extra, *rows]
        whole = np.zeros(self._size, dtype=np.int64)
        whole[: self._sites + (self._paths if self._loads else 0)] = 1
        high[self._sites + self._paths :] = np.inf
        scale = float(np.abs(objective).max()) or 1.0
        found: Mapping[str, object] = milp(
            objective / scale,
            integrality=whole,
            bounds=Bounds(low, high),
            constraints=[*extra, *self._covering(), *self._capacities()],
            options={"mip_rel_gap": limits.gap_share, "time_limit": limits.time_s},
        )
        if found["x"] is None:
            raise NoChoiceError(str(found["message"]))
        bound = found.get("mip_dual_bound")
        return {**found, "bound": scale * float(bound if bound is not None else found["fun"])}  # type: ignore[arg-type]

    def _enough(self, lost_trips: float) -> tuple[NDArray[np.bool_], list[LinearConstraint]]:
        """Return the paths too large to be left out, and the row of all others.

        One row of all paths, flows a thousand million times apart, made HiGHS prove what is not so.
        """
        flow = self.flow_row()
        must = flow > lost_trips * (1 + _SLACK)
        free = np.where(must, 0.0, flow) / lost_trips
        needed = float(free.sum()) - 1
        row = LinearConstraint(free[None, :], needed - _SLACK, np.inf)
        return must, [row] if needed > 0 else []

    def _covering(self) -> Iterator[LinearConstraint]:
        """Yield the rows by which a covered path has a site in each of its windows."""
        rows = [
            ([self._number[name] for name in group], q)
            for q, groups in enumerate(self._groups)
            for group in groups or ()
        ]
        if rows:
            cells = [(k, i, 1.0) for k, (sites, _) in enumerate(rows) for i in sites]
            cells += [(k, self._sites + q, -1.0) for k, (_, q) in enumerate(rows)]
            yield LinearConstraint(self._matrix(cells, len(rows)), 0, np.inf)

    def _capacities(self) -> Iterator[LinearConstraint]:
        """Yield the rows that spread the energy of covered paths over open sites."""
        if not self._loads:
            return
        first = self._sites + self._paths
        need = [path.trips_per_day * self._beyond(path) for path in self._problem.paths]
        cells = [(q, first + k, 1.0) for k, (q, _) in enumerate(self._loads)]
        loaded = {q for q, _ in self._loads}
        cells += [(q, self._sites + q, -need[q]) for q in loaded]
        yield LinearConstraint(self._matrix(cells, self._paths), 0, 0)
        limited = {i for _, i in self._loads}
        most = [min(one.capacity_per_day, sum(need) or 1.0) for one in self._problem.sites]
        cells = [(i, first + k, 1.0) for k, (_, i) in enumerate(self._loads)]
        cells += [(i, i, -most[i]) for i in limited]
        yield LinearConstraint(self._matrix(cells, self._sites), -np.inf, 0)

    def _beyond(self, path: FlowPath) -> float:
        """Return what a vehicle takes on the way beyond what it started with."""
        return max(0.0, path.length - self._problem.reach) * path.unit_energy

    def _matrix(self, cells: Sequence[tuple[int, int, float]], rows: int) -> csr_array:
        """Return a sparse matrix of cells."""
        at = np.array([(row, column) for row, column, _ in cells])
        values = np.array([value for *_, value in cells])
        return csr_array((values, (at[:, 0], at[:, 1])), shape=(rows, self._size))

    def siting(self, found: Mapping[str, object], as_bound: Callable[[float], float]) -> Siting:
        """Return a choice; what it covers is counted anew, path by path, where energy is free."""
        x = np.asarray(found["x"], dtype=float)
        chosen = [s for s, z in zip(self._problem.sites, x, strict=False) if z > _OPEN]
        names = frozenset(site.site_id for site in chosen)
        if self._loads:
            taken = x[self._sites : self._sites + self._paths] > _OPEN
        else:
            reach = self._problem.reach
            taken = np.array([is_covered(path, reach, names) for path in self._problem.paths])
        trips = np.array([path.trips_per_day for path in self._problem.paths])
        return Siting(
            open_sites=tuple(site.site_id for site in chosen),
            cost_mcny=float(sum(0 if site.existing else site.cost_mcny for site in chosen)),
            covered_share=min(1.0, float(trips @ taken) / self.flow) if len(trips) else 0.0,
            bound=as_bound(float(found["bound"])),  # type: ignore[arg-type]
            gap_share=max(0.0, float(found.get("mip_gap") or 0.0)),  # type: ignore[arg-type]
            proven=found["status"] == 0,
        )
