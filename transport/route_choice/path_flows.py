"""Flows on sets of paths, and the shift of flow from dear paths to cheap ones.

Gradient projection on paths [1]_ in the pair-by-pair form of [2]_: for each pair of nodes in turn,
flow moves from every dearer used path to the cheapest known one, as much as makes the two cost
the same, or all of it. Each shift minimises the objective along its direction, so the objective
never rises.

References
----------
.. [1] Jayakrishnan, Tsai, Prashker and Rajadhyaksha (1994). A faster path-based algorithm for
   traffic assignment. Transportation Research Record 1443, 75-83.
.. [2] Florian, Constantin and Florian (2009). A new look at projected gradient method for
   equilibrium assignment. Transportation Research Record 2090, 10-16.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from transport.operations.compiled import compiled
from transport.route_choice.elastic_demand import LEAST_LEFT, POWER_FLAG
from transport.route_choice.search import spans

if TYPE_CHECKING:
    from transport.route_choice.search import Routes

_ROOT_STEPS = 40
_ROOT_TOLERANCE = 1e-14


@dataclass(frozen=True)
class PathFlows:
    """Paths with their flows, sorted by pair.

    Attributes
    ----------
    pair : numpy.ndarray
        Pair of each path.
    start, links : numpy.ndarray
        As those of :class:`transport.route_choice.search.Routes`.
    flow : numpy.ndarray
        Flow of each path; :func:`shift_flows` changes it in place.
    """

    pair: np.ndarray
    start: np.ndarray
    links: np.ndarray
    flow: np.ndarray

    def link_sums(self, n_links: int) -> np.ndarray:
        """Return the flow of each link."""
        weights = np.repeat(self.flow, np.diff(self.start))
        return np.bincount(self.links, weights=weights, minlength=n_links)

    def cost(self, link_cost: np.ndarray) -> np.ndarray:
        """Return the cost of each path."""
        path = np.repeat(np.arange(len(self.pair)), np.diff(self.start))
        return np.bincount(path, weights=link_cost[self.links], minlength=len(self.pair))

    def taken(self, paths: np.ndarray) -> PathFlows:
        """Return some of the paths, in the order asked."""
        length = np.diff(self.start)[paths]
        links = self.links[spans(self.start[paths], length)]
        start = np.concatenate(([0], np.cumsum(length)))
        return PathFlows(self.pair[paths], start, links, self.flow[paths])

    def with_routes(self, routes: Routes, pairs: np.ndarray) -> PathFlows:
        """Return the paths together with the routes of some pairs, without flow yet."""
        return self.joined(of_routes(routes, np.zeros(len(routes.cost))).taken(pairs))

    def joined(self, new: PathFlows) -> PathFlows:
        """Return the paths together with others, sorted by pair."""
        both = PathFlows(
            np.concatenate((self.pair, new.pair)),
            np.concatenate((self.start, self.start[-1] + new.start[1:])),
            np.concatenate((self.links, new.links)),
            np.concatenate((self.flow, new.flow)),
        )
        return both.taken(np.argsort(both.pair, kind="stable"))


def of_routes(routes: Routes, flow: np.ndarray) -> PathFlows:
    """Return one path for each pair, with its flow."""
    return PathFlows(np.arange(len(routes.cost)), routes.start, routes.links, flow)


@compiled
def _cost(terms: np.ndarray, link: int, flow: float) -> float:
    """Return the cost of a link at a flow, or of staying away where the delay is a flag."""
    if terms[link, 1] == 0.0:
        return terms[link, 0]  # type: ignore[no-any-return]
    if terms[link, 1] < 0.0:
        left = max(1.0 - flow / terms[link, 2], LEAST_LEFT)
        if terms[link, 1] == POWER_FLAG:
            return terms[link, 0] * left ** terms[link, 3]  # type: ignore[no-any-return]
        return terms[link, 0] * (1.0 + np.log(left) / terms[link, 3])  # type: ignore[no-any-return]
    load = max(flow, 0.0) / terms[link, 2]
    return terms[link, 0] + terms[link, 1] * load ** terms[link, 3]  # type: ignore[no-any-return]


@compiled
def _slope(terms: np.ndarray, link: int, flow: float) -> float:
    """Return by how much the cost of a link rises for a unit of flow."""
    if terms[link, 1] == 0.0:
        return 0.0
    if terms[link, 1] < 0.0:
        left = max(1.0 - flow / terms[link, 2], LEAST_LEFT)
        scale = terms[link, 0] / terms[link, 2]
        if terms[link, 1] == POWER_FLAG:
            return -scale * terms[link, 3] * left ** (terms[link, 3] - 1.0)  # type: ignore[no-any-return]
        return -scale / (terms[link, 3] * left)  # type: ignore[no-any-return]
    load = max(flow, 0.0) / terms[link, 2]
    rise = terms[link, 3] * load ** (terms[link, 3] - 1.0)
    return terms[link, 1] * rise / terms[link, 2]  # type: ignore[no-any-return]


@compiled
def _difference(
    dear: np.ndarray, cheap: np.ndarray, flow: np.ndarray, terms: np.ndarray, moved: float
) -> tuple[float, float]:
    """Return how much dearer one path is than another after a shift, and how fast that falls.

    Only links that stand in one of the two paths are given.
    """
    gap, fall = 0.0, 0.0
    for link in dear:
        gap += _cost(terms, link, flow[link] - moved)
        fall += _slope(terms, link, flow[link] - moved)
    for link in cheap:
        gap -= _cost(terms, link, flow[link] + moved)
        fall += _slope(terms, link, flow[link] + moved)
    return gap, fall


@compiled
def _shift(
    dear: np.ndarray, cheap: np.ndarray, flow: np.ndarray, terms: np.ndarray, most: float
) -> float:
    """Return the flow that makes two paths cost the same, at most all of the dearer one.

    Newton's method, kept between bounds that close in by bisection.
    """
    gap, fall = _difference(dear, cheap, flow, terms, 0.0)
    if gap <= 0.0:
        return 0.0
    if _difference(dear, cheap, flow, terms, most)[0] >= 0.0:
        return most
    enough = _ROOT_TOLERANCE * gap
    low, high, moved = 0.0, most, 0.0
    for _ in range(_ROOT_STEPS):
        moved = moved + gap / fall if fall > 0.0 else high
        if not low < moved < high:
            moved = 0.5 * (low + high)
        gap, fall = _difference(dear, cheap, flow, terms, moved)
        if abs(gap) <= enough:
            break
        if gap > 0.0:
            low = moved
        else:
            high = moved
    return moved


@compiled
def _apart(one: np.ndarray, other: np.ndarray, mark: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the links of each of two paths that the other one lacks."""
    for link in other:
        mark[link] = 1
    mine = np.array([link for link in one if mark[link] == 0], dtype=np.int64)
    for link in one:
        mark[link] += 2
    theirs = np.array([link for link in other if mark[link] == 1], dtype=np.int64)
    for link in one:
        mark[link] = 0
    for link in other:
        mark[link] = 0
    return mine, theirs


@compiled
def shift_flows(
    pair_start: np.ndarray,
    path_start: np.ndarray,
    path_links: np.ndarray,
    path_flow: np.ndarray,
    link_flow: np.ndarray,
    terms: np.ndarray,
) -> float:
    """Shift flow once within each pair, in place.

    Parameters
    ----------
    pair_start : numpy.ndarray
        Where the paths of each pair start, and the end of the last.
    path_start, path_links, path_flow : numpy.ndarray
        Paths as in :class:`PathFlows`.
    link_flow : numpy.ndarray
        Flow of each link, kept in step with the paths.
    terms : numpy.ndarray
        Rows of constant, delay, capacity and power of each link, or those of
        :meth:`transport.route_choice.elastic_demand.ElasticDemand.terms`.

    Returns
    -------
    float
        What all users could save on known paths, at the costs met on the way.
    """
    cost = np.zeros(len(path_flow))
    excess = 0.0
    mark = np.zeros(len(link_flow), dtype=np.int8)
    for pair in range(len(pair_start) - 1):
        first, last = pair_start[pair], pair_start[pair + 1]
        best = first
        for path in range(first, last):
            for link in path_links[path_start[path] : path_start[path + 1]]:
                cost[path] += _cost(terms, link, link_flow[link])
            if cost[path] < cost[best]:
                best = path
        cheap = path_links[path_start[best] : path_start[best + 1]]
        for path in range(first, last):
            if path == best or path_flow[path] <= 0.0:
                continue
            excess += path_flow[path] * (cost[path] - cost[best])
            dear = path_links[path_start[path] : path_start[path + 1]]
            mine, theirs = _apart(dear, cheap, mark)
            moved = _shift(mine, theirs, link_flow, terms, path_flow[path])
            path_flow[path] -= moved
            path_flow[best] += moved
            link_flow[mine] -= moved
            link_flow[theirs] += moved
    return excess
