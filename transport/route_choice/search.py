"""Cheapest routes of all pairs of a network, as lists of links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from transport.operations.compiled import compiled

if TYPE_CHECKING:
    from transport.route_choice.network import RouteNetwork

_CELLS = 20_000_000


class UnreachableError(ValueError):
    """Pairs with demand between which no route exists.

    Parameters
    ----------
    pairs : list of tuple
        Every such pair of nodes.
    """

    def __init__(self, pairs: list[tuple[object, object]]) -> None:
        self.pairs = tuple(pairs)
        listed = ", ".join(f"{origin} to {destination}" for origin, destination in pairs)
        super().__init__(f"{len(pairs)} pairs have demand but no route: {listed}")


class ReferenceCostError(ValueError):
    """Pairs with elastic demand whose reference cost is not above zero.

    Parameters
    ----------
    pairs : list of tuple
        Every such pair of nodes.
    """

    def __init__(self, pairs: list[tuple[object, object]]) -> None:
        self.pairs = tuple(pairs)
        listed = ", ".join(f"{origin} to {destination}" for origin, destination in pairs)
        super().__init__(f"{len(pairs)} pairs have no cost to compare with: {listed}")


@dataclass(frozen=True)
class Routes:
    """One route for each pair.

    Attributes
    ----------
    cost : numpy.ndarray
        Cost of each route.
    start : numpy.ndarray
        Where the links of each route start in `links`, and the end of the last.
    links : numpy.ndarray
        Links of all routes in travel order.
    """

    cost: np.ndarray
    start: np.ndarray
    links: np.ndarray


class RouteSearch:
    """The graph of a network, searched again at each new set of link costs.

    Parameters
    ----------
    network : RouteNetwork
        The network.
    """

    def __init__(self, network: RouteNetwork) -> None:
        self._network = network
        arc = network.tail.astype(np.int64) * network.n_vertices + network.head
        arcs, self._arc_of = np.unique(arc, return_inverse=True)
        self._tail, self._head = np.divmod(arcs, network.n_vertices)
        counts = np.bincount(self._tail, minlength=network.n_vertices)
        self._row = np.concatenate(([0], np.cumsum(counts)))
        self._sources, self._source_of = np.unique(network.source, return_inverse=True)

    def cheapest(self, link_cost: np.ndarray) -> Routes:
        """Find the cheapest route of each pair.

        Parameters
        ----------
        link_cost : numpy.ndarray
            Cost of each link, at least zero.

        Returns
        -------
        Routes
            In the order of the pairs.

        Raises
        ------
        UnreachableError
            With every pair that no route joins.
        """
        order = np.lexsort((link_cost, self._arc_of))
        first = np.searchsorted(self._arc_of[order], np.arange(len(self._head)))
        link_of_arc = order[first]
        shape = (self._network.n_vertices,) * 2
        graph = csr_array((link_cost[link_of_arc], self._head, self._row), shape=shape)
        pairs = len(self._network.pairs)
        cost, length = np.full(pairs, np.inf), np.zeros(pairs, dtype=np.int64)
        found: list[tuple[np.ndarray, np.ndarray]] = []
        step = max(1, _CELLS // self._network.n_vertices)
        for begin in range(0, len(self._sources), step):
            sources = self._sources[begin : begin + step]
            distance, before = dijkstra(graph, indices=sources, return_predecessors=True)
            here = np.flatnonzero((self._source_of >= begin) & (self._source_of < begin + step))
            row, target = self._source_of[here] - begin, self._network.target[here]
            cost[here] = distance[row, target]
            if np.isfinite(cost[here]).all():
                starts, arcs = _traced(before, row, target, self._row, self._head)
                length[here] = np.diff(starts)
                found.append((here, link_of_arc[arcs]))
        self._refuse_unreachable(cost)
        return _joined(cost, length, found)

    def _refuse_unreachable(self, cost: np.ndarray) -> None:
        """Raise when a pair has no route."""
        if not np.isfinite(cost).all():
            lost = self._network.pairs.loc[~np.isfinite(cost), ["origin", "destination"]]
            raise UnreachableError(list(lost.itertuples(index=False, name=None)))


def _joined(
    cost: np.ndarray, length: np.ndarray, found: list[tuple[np.ndarray, np.ndarray]]
) -> Routes:
    """Put the routes of groups of pairs into the order of all pairs."""
    start = np.concatenate(([0], np.cumsum(length)))
    links = np.empty(start[-1], dtype=np.int64)
    for here, part in found:
        links[spans(start[:-1][here], length[here])] = part
    return Routes(cost, start, links)


def spans(start: np.ndarray, length: np.ndarray) -> np.ndarray:
    """Return all positions of spans, one span after the other.

    Examples
    --------
    >>> spans(np.array([5, 0]), np.array([2, 3]))
    array([5, 6, 0, 1, 2])
    """
    end = np.cumsum(length)
    return np.asarray(np.arange(length.sum()) + np.repeat(start - (end - length), length))


def _traced(
    before: np.ndarray, row: np.ndarray, target: np.ndarray, arc_row: np.ndarray, head: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return where each route starts in the list of arcs, and the arcs of all routes."""
    start = np.zeros(len(row) + 1, dtype=np.int64)
    np.cumsum(_lengths(before, row, target), out=start[1:])
    arcs = np.empty(start[-1], dtype=np.int64)
    _fill(before, row, target, (arc_row, head), (start, arcs))
    return start, arcs


@compiled
def _lengths(before: np.ndarray, row: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Count the arcs from the source to each target."""
    length = np.zeros(len(row), dtype=np.int64)
    for pair in range(len(row)):
        vertex = before[row[pair], target[pair]]
        while vertex >= 0:
            length[pair] += 1
            vertex = before[row[pair], vertex]
    return length


@compiled
def _fill(
    before: np.ndarray,
    row: np.ndarray,
    target: np.ndarray,
    graph: tuple[np.ndarray, np.ndarray],
    found: tuple[np.ndarray, np.ndarray],
) -> None:
    """Write the arcs of each route, from its target back to its source."""
    arc_row, head = graph
    start, arcs = found
    for pair in range(len(row)):
        vertex = target[pair]
        for place in range(start[pair + 1] - 1, start[pair] - 1, -1):
            earlier = before[row[pair], vertex]
            first, last = arc_row[earlier], arc_row[earlier + 1]
            arcs[place] = first + np.searchsorted(head[first:last], vertex)
            vertex = earlier
