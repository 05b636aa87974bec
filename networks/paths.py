"""Least-cost paths over layers of the network.

A chain pattern is a sequence of modes, such as road, rail, road. Its graph has one layer of
places for each step of the pattern: links run inside a layer, and a transfer leads from a place
in one layer to the same place in the next. A step may stay without links, so that road, rail,
road also finds the chain that starts at a rail terminal. Link and transfer weights come from
the caller; all paths of a pattern are found by one run of Dijkstra's algorithm
(`scipy.sparse.csgraph`).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from networks.links import Link
    from networks.network import Network

_UNREACHED = -9999
_TINY = 1e-9


@dataclass(frozen=True)
class Leg:
    """A run of links of one mode.

    Attributes
    ----------
    mode : str
        Mode of all links.
    places : tuple of str
        Places passed, both ends included.
    links : tuple of Link
        Links in travel order, one fewer than places.
    """

    mode: str
    places: tuple[str, ...]
    links: tuple[Link, ...]

    @cached_property
    def length_km(self) -> float:
        """Sum of link lengths in kilometres."""
        return sum(link.length_km for link in self.links)

    @cached_property
    def ocean_km(self) -> float:
        """Kilometres of routes from overseas among them."""
        return sum(link.length_km for link in self.links if link.gateway)

    @property
    def sailing_h(self) -> float:
        """Hours of a vessel from end to end, with the current of each link; for waterways."""
        return sum(
            link.hours_towards(place)
            for link, place in zip(self.links, self.places[1:], strict=True)
        )


@dataclass(frozen=True)
class _Layered:
    """The graph of one pattern: weights and what each step of a path means."""

    index: dict[str, int]
    names: list[str]
    weights: csr_array
    link_of: dict[tuple[int, int], Link]
    legs: dict[tuple[int, ...], Leg] = field(default_factory=dict)
    """Legs made so far by their nodes: many pairs share them."""


def _layered_graph(
    network: Network,
    pattern: Sequence[str],
    link_weight: Callable[[Link], float],
    transfer_weight: Callable[[str, str, str], float | None],
) -> _Layered:
    """Build the layered graph of a pattern; parallel links keep the lightest."""
    names = [str(name) for name in network.places.index]
    index = {name: i for i, name in enumerate(names)}
    n = len(names)
    weight_of: dict[tuple[int, int], float] = {}
    link_of: dict[tuple[int, int], Link] = {}
    for layer, mode in enumerate(pattern):
        for link in network.links_of(mode):
            weight = max(link_weight(link), _TINY)
            if not np.isfinite(weight):
                continue
            a = layer * n + index[link.from_place]
            b = layer * n + index[link.to_place]
            for edge in ((a, b), (b, a)):
                if weight < weight_of.get(edge, np.inf):
                    weight_of[edge] = weight
                    link_of[edge] = link
        if layer + 1 < len(pattern):
            for name, i in index.items():
                transfer = transfer_weight(name, mode, pattern[layer + 1])
                if transfer is not None:
                    edge = (layer * n + i, (layer + 1) * n + i)
                    weight_of[edge] = max(transfer, _TINY)
    size = n * len(pattern)
    edges = np.array(list(weight_of), dtype=np.int64).reshape(-1, 2)
    weights = np.fromiter(weight_of.values(), dtype=np.float64)
    graph = csr_array((weights, (edges[:, 0], edges[:, 1])), shape=(size, size))
    return _Layered(index, names, graph, link_of)


def find_chains(
    network: Network,
    pattern: Sequence[str],
    pairs: Iterable[tuple[str, str]],
    link_weight: Callable[[Link], float],
    transfer_weight: Callable[[str, str, str], float | None],
) -> dict[tuple[str, str], tuple[Leg, ...]]:
    """Find the least-cost chain of a pattern for each pair of places.

    Parameters
    ----------
    network : Network
        The network of a year.
    pattern : sequence of str
        Modes in travel order.
    pairs : iterable of tuple of str
        Origins and destinations as place ids.
    link_weight : callable
        Cost of running over a link; infinity closes it.
    transfer_weight : callable
        Cost of changing at a place from one mode to the next, given place and both modes;
        None where no change is possible.

    Returns
    -------
    dict
        For each pair that the pattern reaches, the legs in travel order; steps of the pattern
        without links leave no leg.

    Raises
    ------
    KeyError
        If a pair names a place that the network does not have.
    """
    wanted = list(pairs)
    graph = _layered_graph(network, pattern, link_weight, transfer_weight)
    origins = sorted({origin for origin, _ in wanted})
    rows = {origin: i for i, origin in enumerate(origins)}
    starts = [graph.index[origin] for origin in origins]
    _, previous = dijkstra(graph.weights, indices=starts, return_predecessors=True)
    before = {origin: previous[row].tolist() for origin, row in rows.items()}
    last = (len(pattern) - 1) * len(graph.names)
    chains = {}
    for origin, destination in wanted:
        start = graph.index[origin]
        end = last + graph.index[destination]
        steps = _walk_back(before[origin], start, end)
        if steps is not None:
            chains[origin, destination] = _legs(graph, pattern, steps)
    return chains


def _walk_back(before: Sequence[int], start: int, end: int) -> list[int] | None:
    """Nodes from `start` to `end`, or None where `end` was not reached."""
    node, steps = end, [end]
    while node != start:
        node = before[node]
        if node == _UNREACHED:
            return None
        steps.append(node)
    return steps[::-1]


def _legs(graph: _Layered, pattern: Sequence[str], steps: list[int]) -> tuple[Leg, ...]:
    """Cut the nodes of a path into legs of one mode."""
    legs: list[Leg] = []
    layers = [step // len(graph.names) for step in steps]
    for layer, mode in enumerate(pattern):
        first = bisect_left(layers, layer)
        nodes = tuple(steps[first : bisect_right(layers, layer, first)])
        if len(nodes) > 1:
            if nodes not in graph.legs:
                graph.legs[nodes] = _leg(graph, mode, nodes)
            legs.append(graph.legs[nodes])
    return tuple(legs)


def _leg(graph: _Layered, mode: str, nodes: Sequence[int]) -> Leg:
    """Make the leg along nodes of one layer."""
    links = tuple(graph.link_of[edge] for edge in pairwise(nodes))
    return Leg(mode, tuple(graph.names[node % len(graph.names)] for node in nodes), links)
