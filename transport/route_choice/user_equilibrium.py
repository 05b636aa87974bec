"""Route choice with congestion: user equilibrium and system optimum of any directed network.

At a user equilibrium no traveller can gain by changing route: all used routes of a pair cost the
same, and no unused one costs less (the first principle of [1]_). For link costs that depend on the
link's own flow, it is the minimum of the sum of the areas under the link cost functions [2]_, which
was first computed for whole cities by [3]_. The system optimum has the least total cost; it is the
equilibrium under marginal costs [2]_.

The problem is solved on paths: each iteration adds the cheapest path of every pair, found by
Dijkstra's algorithm, and shifts flow between the paths of a pair
(:mod:`transport.route_choice.path_flows`). Methods on links such as [4]_ need less memory, but
give no paths and slow down as the gap closes.

Static and deterministic: flows do not vary over the period, travellers know all costs, and flow may
exceed capacity at the delay that the link's function gives it. With links of constant cost, path
flows, and where several such links tie also link flows, need not be unique; costs of pairs are.

References
----------
.. [1] Wardrop (1952). Some theoretical aspects of road traffic research. Proceedings of the
   Institution of Civil Engineers 1(3), 325-362.
.. [2] Beckmann, McGuire and Winsten (1956). Studies in the Economics of Transportation. Yale
   University Press.
.. [3] LeBlanc, Morlok and Pierskalla (1975). An efficient approach to solving the road network
   equilibrium traffic assignment problem. Transportation Research 9(5), 309-318.
.. [4] Mitradjieva and Lindberg (2013). The stiff is moving: conjugate direction Frank-Wolfe methods
   with applications to traffic assignment. Transportation Science 47(2), 280-293.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from transport.route_choice.elastic_demand import FORMS, ElasticDemand
from transport.route_choice.path_flows import PathFlows, of_routes, shift_flows
from transport.route_choice.search import ReferenceCostError, Routes, RouteSearch

if TYPE_CHECKING:
    from collections.abc import Callable

    from transport.route_choice.link_performance import LinkPerformance
    from transport.route_choice.network import RouteNetwork

    Report = Callable[[int, float], None]

_SWEEPS = 200
_SETTLED = 0.1
_SAME_COST = 1e-13


@dataclass(frozen=True)
class Equilibrium:
    """Where the demand of a network goes.

    Attributes
    ----------
    links : pandas.DataFrame
        The table of links with ``flow``, ``time`` and ``cost`` (time and fixed cost).
    pairs : pandas.DataFrame
        ``origin``, ``destination``, ``volume`` and ``cost``, the mean over its used paths.
    paths : pandas.DataFrame
        ``origin``, ``destination``, ``links`` (positions in the table of links, in travel order),
        ``flow`` and ``cost`` of each used path.
    total_time, total_cost : float
        Flow times time and flow times cost, over all links.
    objective : float
        What was minimised: the areas under the cost functions, or the total cost.
    history : pandas.DataFrame
        ``relative_gap`` and ``objective`` before each iteration and after the last.
    converged : bool
        Whether the gap asked for was reached.
    demand_gap : float
        With elastic demand: trips that travel less those that would at the cheapest costs, in
        absolute terms and as a share of all; else zero.
    """

    links: pd.DataFrame
    pairs: pd.DataFrame
    paths: pd.DataFrame
    total_time: float
    total_cost: float
    objective: float
    history: pd.DataFrame
    converged: bool
    demand_gap: float = 0.0

    @property
    def relative_gap(self) -> float:
        """Share of the total cost that travellers could still save at the present link costs."""
        return float(self.history["relative_gap"].iloc[-1])

    @property
    def iterations(self) -> int:
        """How many times new paths were added."""
        return len(self.history) - 1


def user_equilibrium(
    network: RouteNetwork,
    gap: float = 1e-4,
    max_iterations: int = 500,
    report: Report | None = None,
) -> Equilibrium:
    """Find the flows at which no traveller can gain by changing route.

    Parameters
    ----------
    network : RouteNetwork
        Links and demand.
    gap : float
        Relative gap at which to stop: ``1 - sum(volume * cheapest cost) / total cost``.
    max_iterations : int
        Iterations after which to stop all the same.
    report : callable, optional
        Called before each iteration with its number and the relative gap.

    Returns
    -------
    Equilibrium
        Flows, costs, paths and the gap reached.

    Raises
    ------
    UnreachableError
        With every pair that has demand but no route.
    """
    solver = _Solver(network, network.performance)
    solver.run(gap, max_iterations, report)
    return solver.result(gap)


def system_optimum(
    network: RouteNetwork,
    gap: float = 1e-4,
    max_iterations: int = 500,
    report: Report | None = None,
) -> Equilibrium:
    """Find the flows of the least total cost.

    Parameters and result are those of :func:`user_equilibrium`; the gap is taken at marginal costs,
    while links, pairs and paths carry the costs that travellers bear.
    """
    solver = _Solver(network, network.performance.marginal())
    solver.run(gap, max_iterations, report)
    return solver.result(gap)


def elastic_equilibrium(
    network: RouteNetwork,
    elasticity: float,
    form: str = FORMS[0],
    limits: tuple[float, int] = (1e-4, 500),
    report: Report | None = None,
) -> Equilibrium:
    """Find the flows at which no traveller can gain, and nobody stays who would gain by travelling.

    Parameters
    ----------
    network : RouteNetwork
        Links and demand; a column ``reference_cost`` of the demand is the cost at which its volume
        travels, for pairs without one the cost of an empty network.
    elasticity : float
        Below zero, see :mod:`transport.route_choice.elastic_demand`.
    form : str
        ``power`` or ``exponential``.
    limits : (float, int)
        Relative gap at which to stop, with those who stay away at the cost of staying, and
        iterations after which to stop all the same.
    report : callable, optional
        Called before each iteration with its number and the relative gap.

    Returns
    -------
    Equilibrium
        Pairs have ``travels`` and ``reference_cost`` besides; ``objective`` has the area under the
        costs of staying away in it.

    Raises
    ------
    UnreachableError
        With every pair that has demand but no route.
    ReferenceCostError
        With every pair whose reference cost is not above zero.
    """
    free = network.performance.cost(np.zeros(len(network.links)))
    reference = RouteSearch(network).cheapest(free).cost
    if "reference_cost" in network.pairs:
        given = network.pairs["reference_cost"].to_numpy(dtype=float)
        reference = np.where(np.isnan(given), reference, given)
    free_pairs = network.pairs.loc[~(reference > 0), ["origin", "destination"]]
    if len(free_pairs):
        raise ReferenceCostError(list(free_pairs.itertuples(index=False, name=None)))
    demand = ElasticDemand(network.volume, reference, elasticity, form)
    solver = _Solver(network, network.performance, demand)
    solver.run(*limits, report)
    return solver.result(limits[0])


class _Solver:
    """Paths and flows of a network under given cost functions, improved step by step.

    With elastic demand each pair has one path more, a link of its own behind those of the network
    that carries who stays away.
    """

    def __init__(
        self,
        network: RouteNetwork,
        performance: LinkPerformance,
        demand: ElasticDemand | None = None,
    ) -> None:
        self._network = network
        self._performance = performance
        self._demand = demand
        self._n_links = len(network.links)
        self._terms = performance.terms()
        self._search = RouteSearch(network)
        routes = self._search.cheapest(performance.cost(np.zeros(self._n_links)))
        self._paths = of_routes(routes, network.volume)
        if demand is not None:
            pairs = np.arange(len(network.pairs))
            away = PathFlows(
                pairs, np.arange(len(pairs) + 1), self._n_links + pairs, np.zeros(len(pairs))
            )
            self._paths = self._paths.joined(away)
            self._terms = np.vstack((self._terms, demand.terms()))
        self._flow = np.zeros(len(self._terms))
        self._history: list[tuple[float, float]] = []

    def _cost(self) -> np.ndarray:
        """Return the cost of every link, and of staying away."""
        cost = self._performance.cost(self._flow[: self._n_links])
        if self._demand is None:
            return cost
        return np.concatenate((cost, self._demand.cost(self._flow[self._n_links :])))

    def _objective(self) -> float:
        """Return the areas under all cost functions."""
        area = float(self._performance.integral(self._flow[: self._n_links]).sum())
        if self._demand is not None:
            area += float(self._demand.integral(self._flow[self._n_links :]).sum())
        return area

    def run(self, gap: float, max_iterations: int, report: Report | None) -> None:
        """Add paths and shift flow until the gap is small enough."""
        for iteration in range(max_iterations + 1):
            self._flow = self._paths.link_sums(len(self._flow))
            link_cost = self._cost()
            routes = self._search.cheapest(link_cost[: self._n_links])
            reached = self._gap(link_cost, routes)
            self._history.append((reached, self._objective()))
            if report is not None:
                report(iteration, reached)
            if reached <= gap or iteration == max_iterations:
                break
            self._improve(routes, link_cost)

    def _gap(self, link_cost: np.ndarray, routes: Routes) -> float:
        """Return the relative gap; zero when nothing travels or travel is free."""
        total = float(self._flow @ link_cost)
        cheapest = routes.cost
        if self._demand is not None:
            cheapest = np.minimum(cheapest, link_cost[self._n_links :])
        least = float(self._network.volume @ cheapest)
        return max(0.0, 1 - least / total) if total > 0 else 0.0

    def _improve(self, routes: Routes, link_cost: np.ndarray) -> None:
        """Add the routes that beat all known paths of their pair, and shift flow."""
        n_pairs = len(self._network.pairs)
        least = np.full(n_pairs, np.inf)
        np.minimum.at(least, self._paths.pair, self._paths.cost(link_cost))
        better = np.flatnonzero(routes.cost < least * (1 - _SAME_COST))
        paths = self._paths.with_routes(routes, better)
        pair_start = np.searchsorted(paths.pair, np.arange(n_pairs + 1))
        arrays = (pair_start, paths.start, paths.links, paths.flow, self._flow, self._terms)
        first = shift_flows(*arrays)
        for _ in range(_SWEEPS):
            if shift_flows(*arrays) <= _SETTLED * first:
                break
        self._paths = self._whole(paths.taken(np.flatnonzero((paths.flow > 0) | self._away(paths))))

    def _away(self, paths: PathFlows) -> np.ndarray:
        """Tell which paths are those of who stays away."""
        return np.asarray(paths.links[paths.start[:-1]] >= self._n_links)

    def _whole(self, paths: PathFlows) -> PathFlows:
        """Return the paths with flows that sum to the demand of each pair, rounding undone."""
        volume = self._network.volume
        carried = np.bincount(paths.pair, weights=paths.flow, minlength=len(volume))
        flow = paths.flow * (volume / carried)[paths.pair]
        return PathFlows(paths.pair, paths.start, paths.links, flow)

    def result(self, gap: float) -> Equilibrium:
        """Return flows with the costs that travellers bear."""
        network = self._network
        paths = self._paths.taken(np.flatnonzero(~self._away(self._paths)))
        flow = self._flow[: self._n_links]
        cost = network.performance.cost(flow)
        time = cost - network.fixed_cost
        path_cost = paths.cost(cost)
        pairs, demand_gap = self._pair_table(paths, path_cost, cost)
        history = pd.DataFrame(self._history, columns=["relative_gap", "objective"])
        return Equilibrium(
            links=network.links.assign(flow=flow, time=time, cost=cost),
            pairs=pairs,
            paths=self._path_table(paths, path_cost),
            total_time=float(flow @ time),
            total_cost=float(flow @ cost),
            objective=float(history["objective"].iloc[-1]),
            history=history,
            converged=bool(history["relative_gap"].iloc[-1] <= gap),
            demand_gap=demand_gap,
        )

    def _pair_table(
        self, paths: PathFlows, path_cost: np.ndarray, link_cost: np.ndarray
    ) -> tuple[pd.DataFrame, float]:
        """Return the pairs with their mean cost, and how far trips are from the demand function."""
        pairs, n = self._network.pairs, len(self._network.pairs)
        spent = np.bincount(paths.pair, weights=paths.flow * path_cost, minlength=n)
        if self._demand is None:
            return pairs.assign(cost=spent / self._network.volume), 0.0
        travels = np.bincount(paths.pair, weights=paths.flow, minlength=n)
        cheapest = self._search.cheapest(link_cost).cost
        mean = np.divide(spent, travels, out=cheapest.copy(), where=travels > 0)
        off = np.abs(travels - self._demand.travelling(cheapest)).sum()
        table = pairs.assign(reference_cost=self._demand.reference_cost, travels=travels, cost=mean)
        return table, float(off / self._network.volume.sum()) if n else 0.0

    def _path_table(self, paths: PathFlows, path_cost: np.ndarray) -> pd.DataFrame:
        """Return the used paths as a table."""
        ends = self._network.pairs.iloc[paths.pair].reset_index(drop=True)
        parts = np.split(paths.links, paths.start[1:-1]) if len(paths.pair) else []
        return ends[["origin", "destination"]].assign(
            links=pd.Series([tuple(part.tolist()) for part in parts], dtype=object),
            flow=paths.flow,
            cost=path_cost,
        )
