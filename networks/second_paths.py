"""The second shortest path of a mode between two places: the way round when a link is full."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from networks.paths import Leg

if TYPE_CHECKING:
    from collections.abc import Iterable

    from networks.links import Link
    from networks.network import Network


class SecondPaths:
    """Shortest paths of one mode with one link of the first path left out.

    Parameters
    ----------
    network : Network
        Network of a year.
    mode : str
        Mode of the paths.
    """

    def __init__(self, network: Network, mode: str) -> None:
        self.mode = mode
        self.links = network.links_of(mode)
        ends = {place for link in self.links for place in (link.from_place, link.to_place)}
        self.names = sorted(ends)
        self.index = {name: i for i, name in enumerate(self.names)}
        self._without: dict[str, _Tree] = {}

    def of(self, leg: Leg) -> Leg | None:
        """Return the shortest path between the ends of a leg that leaves out one of its links.

        Parameters
        ----------
        leg : Leg
            The shortest path of the mode between its ends.

        Returns
        -------
        Leg or None
            The second shortest path; None where there is none.
        """
        ends = (leg.places[0], leg.places[-1])
        trees = [self._tree(link.link_id) for link in leg.links]
        at = (self.index[ends[0]], self.index[ends[1]])
        lengths = [tree.length_km[at] for tree in trees]
        best = int(np.argmin(lengths)) if lengths else -1
        if best < 0 or not np.isfinite(lengths[best]):
            return None
        places = trees[best].places(*at, self.names)
        links = tuple(trees[best].link_of[frozenset(pair)] for pair in pairwise(places))
        return Leg(self.mode, places, links)

    def _tree(self, link_id: str) -> _Tree:
        """Shortest paths without one link, made once."""
        if link_id not in self._without:
            kept = [link for link in self.links if link.link_id != link_id]
            self._without[link_id] = _Tree(kept, self.index)
        return self._without[link_id]


class _Tree:
    """Shortest paths between all places over some links."""

    def __init__(self, links: Iterable[Link], index: dict[str, int]) -> None:
        self.link_of: dict[frozenset[str], Link] = {}
        for link in links:
            ends = frozenset((link.from_place, link.to_place))
            if ends not in self.link_of or link.length_km < self.link_of[ends].length_km:
                self.link_of[ends] = link
        found = self.link_of.values()
        rows = [index[link.from_place] for link in found]
        columns = [index[link.to_place] for link in found]
        values = [link.length_km for link in found]
        graph = csr_array((values, (rows, columns)), shape=(len(index), len(index)))
        self.length_km, self._before = dijkstra(graph, directed=False, return_predecessors=True)

    def places(self, start: int, end: int, names: list[str]) -> tuple[str, ...]:
        """Places from start to end."""
        way = [end]
        while way[-1] != start:
            way.append(int(self._before[start, way[-1]]))
        return tuple(names[i] for i in reversed(way))
