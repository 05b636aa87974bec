"""Corridor links found again in OpenStreetMap: the path, its length and its geometry.

A link is looked for when both its places lie within 10 km of a node of the extract. Its path is
the shortest one over the extract's lines, in the direction from the first place to the second; a
kilometre between a place and the line counts ten times while the path is sought, so that it
begins and ends where the lines come near the place, and only lines that are joined are used. The
length given is that of the lines alone.

A path agrees with the table when the length of the lines, and their length with the straight gaps
to both places, are each within 10 % of the table's kilometres.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

from networks.geometry import EARTH_RADIUS_KM, great_circle_km, line_km
from networks.osm_network import direction, great_circles_km

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from networks.geometry import Point
    from networks.osm_network import OsmNetwork

COVERED_KM: Final = 10.0
"""How far a place may lie from the nearest node of the extract."""

TOLERANCE_SHARE: Final = 0.10
"""How far a path may be from the table's length and still agree."""

_GAP_WEIGHT: Final = 10.0
_TINY_KM: Final = 1e-9
_SAME_KM: Final = 0.001
_SHAPE_TOLERANCE_DEG: Final = 0.0005
_SHAPE_DECIMALS: Final = 5
_MOST_POINTS: Final = 500


@dataclass(frozen=True)
class LinkMatch:
    """A corridor link and its path in the extract.

    Attributes
    ----------
    link_id, from_place, to_place : str
        The link.
    table_km : float
        Its length in the table.
    osm_km : float or None
        Length of the path; None when the extract has none.
    from_gap_km, to_gap_km : float or None
        Great circle from each place to its end of the path.
    way_ids : tuple of int
        Ways of the path in travel order.
    points : tuple of tuple of float
        Longitude and latitude of every node of the path.
    ends : tuple of tuple of float
        Longitude and latitude of both places.
    """

    link_id: str
    from_place: str
    to_place: str
    table_km: float
    osm_km: float | None
    from_gap_km: float | None
    to_gap_km: float | None
    way_ids: tuple[int, ...]
    points: tuple[Point, ...]
    ends: tuple[Point, Point]

    @property
    def ratio(self) -> float | None:
        """Length of the path as a share of the table's."""
        return None if self.osm_km is None else self.osm_km / self.table_km

    @property
    def agrees(self) -> bool:
        """Whether the path, alone and with its gaps, is as long as the table says."""
        if self.osm_km is None or self.from_gap_km is None or self.to_gap_km is None:
            return False
        lengths = (self.osm_km, self.osm_km + self.from_gap_km + self.to_gap_km)
        return all(abs(km / self.table_km - 1) <= TOLERANCE_SHARE for km in lengths)

    @property
    def note(self) -> str:
        """Why the path is not used, or an empty text."""
        if self.ratio is None:
            return "the extract has no connected path between the two ends"
        if self.agrees:
            return ""
        alone = abs(self.ratio - 1) <= TOLERANCE_SHARE
        gaps = f"with gaps of {self.from_gap_km:.1f} and {self.to_gap_km:.1f} km "
        return f"{gaps if alone else ''}not within {TOLERANCE_SHARE:.0%} of the table"

    @cached_property
    def shape(self) -> tuple[Point, ...]:
        """Inner points of the link's geometry, thinned, without the two places.

        What is left out lies within about 50 m of the line; on a line that would still have too
        many points for the table, within twice that, and so on.
        """
        line, tolerance = shapely.LineString(self.points), _SHAPE_TOLERANCE_DEG
        while len((thin := line.simplify(tolerance)).coords) > _MOST_POINTS:
            tolerance *= 2
        points = [(round(x, _SHAPE_DECIMALS), round(y, _SHAPE_DECIMALS)) for x, y in thin.coords]
        away = [one for one in points if all(_km(one, end) > _SAME_KM for end in self.ends)]
        return tuple(away)

    @property
    def shape_km(self) -> float:
        """Length of the geometry from place to place."""
        return line_km((self.ends[0], *self.shape, self.ends[1]))


def match_links(
    network: OsmNetwork, links: pd.DataFrame, places: pd.DataFrame
) -> tuple[LinkMatch, ...]:
    """Find the corridor links whose both ends lie in an extract.

    Parameters
    ----------
    network : OsmNetwork
        The extract; its mode is that of the links.
    links : pandas.DataFrame
        Columns ``link_id``, ``from_place``, ``to_place`` and ``length_km``.
    places : pandas.DataFrame
        Columns ``place_id``, ``lon_deg`` and ``lat_deg``.

    Returns
    -------
    tuple of LinkMatch
        One for each such link, in the order of the table, with a path or without.
    """
    position = {
        str(row["place_id"]): (float(row["lon_deg"]), float(row["lat_deg"]))
        for row in places.to_dict("records")
    }
    rows = [{str(key): value for key, value in row.items()} for row in links.to_dict("records")]
    near = _near_nodes(network, position)
    both = [row for row in rows if row["from_place"] in near and row["to_place"] in near]
    if not both:
        return ()
    names = sorted({row[end] for row in both for end in ("from_place", "to_place")})
    graph = _PathGraph(network, [(position[name], near[name]) for name in names])
    return tuple(_match(network, graph, row, names, position) for row in both)


def _near_nodes(network: OsmNetwork, position: Mapping[str, Point]) -> dict[str, np.ndarray]:
    """Return the nodes within reach of each place that has any."""
    chord = 2 * math.sin(COVERED_KM / EARTH_RADIUS_KM / 2)
    tree = cKDTree(_on_sphere(network.lon_lat))
    found = tree.query_ball_point(_on_sphere(np.array(list(position.values()))), chord)
    return {
        name: np.array(nodes, dtype=np.int64)
        for name, nodes in zip(position, found, strict=True)
        if nodes
    }


def _on_sphere(lon_lat: np.ndarray) -> np.ndarray:
    """Return points in degrees as unit vectors."""
    lon, lat = np.radians(lon_lat).T
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


class _PathGraph:
    """The segments as a directed graph, with a way in from and a way out to each place."""

    def __init__(self, network: OsmNetwork, places: Sequence[tuple[Point, np.ndarray]]) -> None:
        self.nodes = len(network.nodes)
        self._size = self.nodes + 2 * len(places)
        tails, heads, km, way_id = (list(one) for one in zip(*_both_ways(network), strict=True))
        for i, (point, near) in enumerate(places):
            gap = great_circles_km(np.full((len(near), 2), point), network.lon_lat[near])
            outside = np.full(len(near), self.nodes + 2 * i)
            tails += [outside, near]
            heads += [near, outside + 1]
            km += [gap * _GAP_WEIGHT] * 2
            way_id += [np.zeros(len(near), dtype=np.int64)] * 2
        self._keep_lightest(*(np.concatenate(one) for one in (tails, heads, km, way_id)))
        self._trees: dict[int, tuple[np.ndarray, np.ndarray]] = {}

    def _keep_lightest(
        self, tails: np.ndarray, heads: np.ndarray, km: np.ndarray, way_id: np.ndarray
    ) -> None:
        """Keep one edge for each pair of nodes; the matrix would add parallel ones up."""
        order = np.lexsort((km, heads, tails))
        code = tails[order] * self._size + heads[order]
        order = order[np.concatenate([[True], code[1:] != code[:-1]])]
        self._code, self._way_id = tails[order] * self._size + heads[order], way_id[order]
        weights = np.maximum(km[order], _TINY_KM)
        shape = (self._size, self._size)
        self._weights = csr_array((weights, (tails[order], heads[order])), shape=shape)

    def path(self, origin: int, destination: int) -> list[int]:
        """Return the nodes from one place to another; none when nothing joins them."""
        source, target = self.nodes + 2 * origin, self.nodes + 2 * destination + 1
        if origin not in self._trees:
            far, back = dijkstra(self._weights, indices=[source], return_predecessors=True)
            self._trees[origin] = (far[0], back[0])
        distance, before = self._trees[origin]
        if not np.isfinite(distance[target]):
            return []
        path = [int(before[target])]
        while (node := int(before[path[-1]])) != source:
            path.append(node)
        return path[::-1]

    def ways(self, path: Sequence[int]) -> tuple[int, ...]:
        """Return the ways along a path, each run of one way once."""
        codes = [tail * self._size + head for tail, head in pairwise(path)]
        found = self._way_id[np.searchsorted(self._code, codes)].tolist()
        return tuple(way for i, way in enumerate(found) if i == 0 or found[i - 1] != way)


def _both_ways(network: OsmNetwork) -> list[tuple[np.ndarray, ...]]:
    """Return the segments along and against their ways, where traffic may go so."""
    one = network.segments
    ways = np.array([direction(network, way_id) for way_id in network.ways])
    order = np.argsort(np.array(list(network.ways)))
    ids = np.array(list(network.ways))[order]
    open_to = ways[order][np.searchsorted(ids, one.way_id)]
    along, against = open_to >= 0, open_to <= 0
    return [
        (one.tails[along], one.heads[along], one.km[along], one.way_id[along]),
        (one.heads[against], one.tails[against], one.km[against], one.way_id[against]),
    ]


def _match(
    network: OsmNetwork,
    graph: _PathGraph,
    row: Mapping[str, Any],
    names: Sequence[str],
    position: Mapping[str, Point],
) -> LinkMatch:
    """Find the path of one link."""
    ends = (position[row["from_place"]], position[row["to_place"]])
    path = graph.path(names.index(row["from_place"]), names.index(row["to_place"]))
    osm_km = from_gap = to_gap = None
    points: tuple[Point, ...] = ()
    if len(path) > 1:
        on_path = network.lon_lat[path]
        osm_km = float(great_circles_km(on_path[:-1], on_path[1:]).sum())
        points = tuple((float(lon), float(lat)) for lon, lat in on_path)
        from_gap, to_gap = _km(ends[0], points[0]), _km(points[-1], ends[1])
    return LinkMatch(
        link_id=row["link_id"],
        from_place=row["from_place"],
        to_place=row["to_place"],
        table_km=float(row["length_km"]),
        osm_km=osm_km,
        from_gap_km=from_gap,
        to_gap_km=to_gap,
        way_ids=graph.ways(path) if points else (),
        points=points,
        ends=ends,
    )


def _km(one: Point, other: Point) -> float:
    """Return the great circle between two points."""
    return great_circle_km(*one, *other)
