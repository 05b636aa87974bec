"""The mixed program of a choice of places, in groups of sites and paths, run by HiGHS.

Columns: new sites of each group (whole numbers), part of the vehicles of each group of paths that
is covered, whether a list of windows is met and, where sites have limits, energy that each set of
passed sites takes at each place. The covered parts need not be whole: without limits they are 0 or
1 by themselves; with limits a station that is full still serves some of the vehicles of a flow.
Limits of what a station serves are those of the capacitated model (Upchurch, Kuby and Lim 2009,
Geographical Analysis 41(1), 85-106); that parts of a flow count is a choice made here, by which
nothing hangs on how flows are cut.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from transport.stations.siting_ends import NoChoiceError, SolverLimits
from transport.stations.siting_groups import grouped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from transport.stations.siting_problem import SitingProblem

    Floats = NDArray[np.float64]
    Cell = tuple[int, float]
    Row = tuple[list[Cell], float, float]

_SLACK = 1e-9
_WHOLE = 1e6  # a path so many times larger than what may be lost is covered wholly
_STEP_SLACK = 1e-6


@dataclass(frozen=True)
class Solved:
    """What HiGHS found.

    Attributes
    ----------
    counts : ndarray of float
        New sites of each group.
    bound : float
        What the objective cannot fall below.
    ended : bool
        Whether it ended by itself.
    """

    counts: Floats
    bound: float
    ended: bool


class Program:
    """The mixed program of a siting problem.

    Parameters
    ----------
    problem : SitingProblem
        Sites and paths.
    """

    def __init__(self, problem: SitingProblem) -> None:
        self._groups = grouped(problem)
        sites, paths = self._groups.sites, self._groups.paths
        self._energies = [(k, p) for p, place in enumerate(self._groups.places) for k in place]
        self._first_path = len(sites)
        self._first_need = self._first_path + len(paths)
        self._first_energy = self._first_need + len(self._groups.needs)
        self._size = self._first_energy + len(self._energies)
        self.most = np.array([len(one.members) for one in sites], dtype=float)
        self.cost = self._row(0, [one.cost_mcny for one in sites])
        self.flow = self._row(self._first_path, [one.trips_per_day for one in paths])
        self._rows = self._matrix([*self._coverage(), *self._energy()])

    def members(self, counts: Floats) -> list[int]:
        """Return the numbers of the sites that stand for so many of each group."""
        chosen = zip(self._groups.sites, np.round(counts).astype(int), strict=True)
        return [i for group, count in chosen for i in group.members[:count]]

    def cost_of(self, counts: Floats) -> float:
        """Return what so many sites of each group cost."""
        return float(self.cost[: len(counts)] @ np.round(counts))

    def covered_share(self, counts: Floats) -> float:
        """Return the share of vehicles that so many sites cover, with energy at its best."""
        counts = np.round(counts)
        met = [all(counts[list(one)].sum() > 0 for one in need) for need in self._groups.needs]
        high = np.array([one.need < 0 or met[one.need] for one in self._groups.paths], dtype=float)
        if not self._energies:
            return self._as_share(float(self.flow[self._first_path : self._first_need] @ high))
        low, most = self._ranges()
        low[: self._first_path] = most[: self._first_path] = counts
        most[self._first_path : self._first_need] = high
        x, *_ = self._run(-self.flow, [], (low, most))
        return self._as_share(float(self.flow @ x))

    def share_bound(self, solved: Solved) -> float:
        """Return the share that no choice can better, after a solve for most vehicles."""
        return self._as_share(-solved.bound)

    def _as_share(self, trips_per_day: float) -> float:
        """Return a share of all vehicles, with those that are covered whatever is chosen."""
        return min(1.0, (self._groups.free_trips + trips_per_day) / self._groups.all_trips)

    def within(self, budget_mcny: float) -> LinearConstraint:
        """Return the row of a budget; equal costs become 1, so that HiGHS rounds it down."""
        scale = float(self.cost.max(initial=0.0)) or 1.0
        return LinearConstraint(self.cost[None, :] / scale, -np.inf, (budget_mcny + _SLACK) / scale)

    def _cost_step(self) -> float:
        """Return the cost of which every choice costs a multiple; 0 where costs differ."""
        costs = {one.cost_mcny for one in self._groups.sites}
        return costs.pop() if len(costs) == 1 else 0.0

    def least_cost_bound(self, within: LinearConstraint | None, least_share: float) -> float:
        """Return a cost that no choice which covers such a share can fall below."""
        low, more = self._enough(least_share)
        rows = more if within is None else [within, *more]
        _, bound, _ = self._run(self.cost, rows, (low, self._ranges()[1]))
        step = self._cost_step()
        return step * float(np.ceil(bound / step - _STEP_SLACK)) if step else bound

    def solve(
        self,
        objective: Floats,
        within: LinearConstraint | None,
        limits: SolverLimits,
        least_share: float = 0.0,
    ) -> Solved:
        """Run HiGHS within a budget row, if given; such a share is covered at least.

        Raises
        ------
        NoChoiceError
            If time was up before anything was found.
        """
        low, more = self._enough(least_share)
        rows = more if within is None else [within, *more]
        x, bound, ended = self._run(objective, rows, (low, self._ranges()[1]), limits)
        return Solved(np.round(x[: self._first_path]), bound, ended)

    def _run(
        self,
        objective: Floats,
        rows: Sequence[LinearConstraint],
        ranges: tuple[Floats, Floats],
        limits: SolverLimits | None = None,
    ) -> tuple[Floats, float, bool]:
        """Return columns, bound of the objective and whether HiGHS ended by itself.

        Without limits the numbers of sites need not be whole: what is left is linear.
        """
        if not self._size:
            return np.zeros(0), 0.0, True
        scale = float(np.abs(objective).max()) or 1.0
        whole = np.zeros(self._size, dtype=np.int64)
        whole[: self._first_path] = limits is not None
        limits = limits or SolverLimits()
        found = milp(
            objective / scale,
            integrality=whole,
            bounds=Bounds(*ranges),
            constraints=[*rows, *self._rows],
            options={"mip_rel_gap": limits.gap_share, "time_limit": limits.time_s},
        )
        if found.x is None:
            raise NoChoiceError(str(found.message))
        bound = found.mip_dual_bound if whole.any() else found.fun
        return np.asarray(found.x, dtype=float), scale * float(bound), found.status == 0

    def _ranges(self) -> tuple[Floats, Floats]:
        """Return the least and most of each column."""
        most = np.ones(self._size)
        most[: self._first_path] = self.most
        most[self._first_energy :] = np.inf
        return np.zeros(self._size), most

    def _enough(self, least_share: float) -> tuple[Floats, list[LinearConstraint]]:
        """Return the least of each column and the row by which such a share is covered.

        What is too large to be left out is no part of the row: one row of all paths, flows a
        thousand million times apart, made HiGHS prove what is not so.
        """
        low, _ = self._ranges()
        beyond_free = least_share * self._groups.all_trips - self._groups.free_trips
        if beyond_free <= 0:
            return low, []
        lost = max(float(self.flow.sum()) - beyond_free, _SLACK * _SLACK)
        for g, path in enumerate(self._groups.paths):
            if path.trips_per_day > lost * (1 + _SLACK):
                low[self._first_path + g] = 1 - lost / path.trips_per_day
                if path.need >= 0:
                    low[self._first_need + path.need] = 1.0
        must = self.flow > lost * (_WHOLE if self._energies else 1 + _SLACK)
        low[must] = 1.0
        free = np.where(must, 0.0, self.flow) / lost
        needed = float(free.sum()) - 1
        row = LinearConstraint(free[None, :], needed - _SLACK, np.inf)
        return low, [row] if needed > 0 else []

    def _coverage(self) -> Iterator[Row]:
        """Yield the rows by which a covered path has its windows, and a window an open site."""
        for g, path in enumerate(self._groups.paths):
            if path.need >= 0:
                cells = [(self._first_need + path.need, 1.0), (self._first_path + g, -1.0)]
                yield cells, 0.0, np.inf
        for k, need in enumerate(self._groups.needs):
            for window in need:
                yield [(self._first_need + k, -1.0), *((i, 1.0) for i in window)], 0.0, np.inf

    def _energy(self) -> Iterator[Row]:
        """Yield the rows that spread the energy of covered paths over open sites."""
        groups = self._groups
        if not self._energies:
            return
        energy = [one.trips_per_day * one.energy_per_trip for one in groups.paths]
        total = sum(energy) or 1.0
        caps = [min(one.capacity_per_day, total) for one in groups.sites]
        scale = max([*caps, *(min(one, total) for one in groups.standing_per_day)]) or 1.0
        taken: dict[int, list[Cell]] = defaultdict(list)
        given: dict[int, list[Cell]] = defaultdict(list)
        for m, (passed, place) in enumerate(self._energies):
            taken[passed].append((self._first_energy + m, 1.0))
            given[place].append((self._first_energy + m, 1.0))
        for g, path in enumerate(groups.paths):
            if path.passed >= 0:
                taken[path.passed].append((self._first_path + g, -energy[g] / scale))
        for i, site in enumerate(groups.sites):
            if site.place >= 0:
                given[site.place].append((i, -caps[i] / scale))
        for cells in taken.values():
            yield cells, 0.0, 0.0
        for place, cells in given.items():
            yield cells, -np.inf, min(groups.standing_per_day[place], total) / scale

    def _row(self, first: int, values: Sequence[float]) -> Floats:
        """Return a row of values from a column on."""
        row = np.zeros(self._size)
        row[first : first + len(values)] = values
        return row

    def _matrix(self, rows: Sequence[Row]) -> list[LinearConstraint]:
        """Return rows as HiGHS takes them."""
        if not rows:
            return []
        at = [(r, column, value) for r, (cells, *_) in enumerate(rows) for column, value in cells]
        cells = np.array(at, dtype=float).reshape(-1, 3)
        where = cells[:, 0].astype(np.int64), cells[:, 1].astype(np.int64)
        matrix = csr_array((cells[:, 2], where), shape=(len(rows), self._size))
        low, high = (np.array([row[k] for row in rows]) for k in (1, 2))
        return [LinearConstraint(matrix, low, high)]
