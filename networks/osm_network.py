"""The lines of an OpenStreetMap extract as a network: pieces, lengths, parts and a graph.

A way that names nodes which the extract lacks is cut there, and what is left of it are pieces.
Kilometres count every way once, in one direction, as great circles from node to node on a sphere
of 6371.0088 km. Rail and water are open both ways whatever their tags say; a road follows
``oneway`` and ``junction=roundabout`` as OSMnx reads them, and an explicit ``oneway=no`` wins.

The graph has a node where a piece ends, where pieces meet, and where a node carries tags of its
own (a lock gate, a level crossing); every edge keeps the id and the tags of its way.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import networkx as nx
import numpy as np
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from networks.geometry import EARTH_RADIUS_KM
from networks.osm import ATTRIBUTION, has_tag

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from networks.osm import OsmExtract, OsmNode, OsmWay, Tag

CRS: Final = "EPSG:4326"

_ONE_WAY: Final = frozenset({"yes", "true", "1"})
_AGAINST: Final = frozenset({"-1", "reverse"})
_MOST_COLUMNS: Final = 60
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_GRAPH_NAMES: Final = (
    "bearing elevation elevation_res fid geom geometry grade grade_abs id key length length_km "
    "oneway osmid reversed speed_kph street_count tags travel_time u v x y"
)
_RESERVED: Final = frozenset(_GRAPH_NAMES.split(" "))


@dataclass(frozen=True, slots=True)
class OsmPiece:
    """A run of nodes of one way, none of them lost.

    Attributes
    ----------
    way_id : int
        The way.
    refs : tuple of int
        At least two nodes, no two neighbours the same.
    """

    way_id: int
    refs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OsmEdge:
    """A part of a piece between two nodes of the graph, in the order of the way."""

    way_id: int
    refs: tuple[int, ...]
    length_km: float


@dataclass(frozen=True)
class OsmNetwork:
    """The wanted ways of an extract, cut where nodes are lost.

    Attributes
    ----------
    mode : str
        Mode asked for.
    wanted : tuple of tuple of str
        Tags asked for.
    ways : mapping of int to OsmWay
        Ways with at least one segment, by id.
    nodes : mapping of int to OsmNode
        The nodes of their segments, by id.
    pieces : tuple of OsmPiece
        What the ways consist of.
    cut_ways : int
        Ways that name a node which the extract lacks.
    empty_ways : int
        Ways, cut or not, of which no segment is left.
    lost_nodes : int
        Nodes, each once, that ways name and the extract lacks.
    """

    mode: str
    wanted: tuple[Tag, ...]
    ways: Mapping[int, OsmWay]
    nodes: Mapping[int, OsmNode]
    pieces: tuple[OsmPiece, ...]
    cut_ways: int
    empty_ways: int
    lost_nodes: int

    @cached_property
    def index(self) -> dict[int, int]:
        """Position of each node in the arrays."""
        return {ref: i for i, ref in enumerate(self.nodes)}

    @cached_property
    def lon_lat(self) -> np.ndarray:
        """Degrees of the nodes, one row for each."""
        return np.array([(node.lon_deg, node.lat_deg) for node in self.nodes.values()], dtype=float)

    @cached_property
    def segments(self) -> Segments:
        """All segments of all pieces, each once."""
        ends: list[tuple[int, int]] = []
        ways: list[int] = []
        for piece in self.pieces:
            places = [self.index[ref] for ref in piece.refs]
            ends.extend(pairwise(places))
            ways.extend([piece.way_id] * (len(places) - 1))
        tails, heads = np.array(ends, dtype=np.int64).T
        km = great_circles_km(self.lon_lat[tails], self.lon_lat[heads])
        return Segments(tails, heads, km, np.array(ways, dtype=np.int64))

    @cached_property
    def way_km(self) -> dict[int, float]:
        """Kilometres of each way, once and in one direction."""
        ways, place = np.unique(self.segments.way_id, return_inverse=True)
        km = np.bincount(place, weights=self.segments.km)
        return dict(zip(ways.tolist(), km.tolist(), strict=True))

    @property
    def length_km(self) -> float:
        """Kilometres of all ways, each once and in one direction."""
        return math.fsum(self.way_km.values())

    @property
    def km_by_tag(self) -> dict[str, float]:
        """Kilometres by tag asked for; a way with two of them counts for both."""
        found = {}
        for tag in self.wanted:
            on = [
                km for way_id, km in self.way_km.items() if has_tag(self.ways[way_id].tags, [tag])
            ]
            if on:
                found["=".join(tag)] = math.fsum(on)
        return found

    @property
    def parts(self) -> int:
        """Number of connected parts."""
        n, ends = len(self.nodes), (self.segments.tails, self.segments.heads)
        links = coo_array((np.ones(len(ends[0])), ends), shape=(n, n))
        found, _ = connected_components(links, directed=False)
        return int(found)

    @cached_property
    def edges(self) -> tuple[OsmEdge, ...]:
        """The pieces, split at the nodes of the graph; the kilometres stay the same."""
        counts = Counter(ref for piece in self.pieces for ref in piece.refs)
        ends = {ref for piece in self.pieces for ref in (piece.refs[0], piece.refs[-1])}
        split = ends | {ref for ref, n in counts.items() if n > 1 or self.nodes[ref].tags}
        edges, at = [], 0
        for piece in self.pieces:
            start = 0
            for i in range(1, len(piece.refs)):
                if piece.refs[i] in split:
                    km = float(self.segments.km[at + start : at + i].sum())
                    edges.append(OsmEdge(piece.way_id, piece.refs[start : i + 1], km))
                    start = i
            at += len(piece.refs) - 1
        return tuple(edges)


@dataclass(frozen=True)
class Segments:
    """Segments as arrays: positions of both nodes, kilometres, and the id of the way."""

    tails: np.ndarray
    heads: np.ndarray
    km: np.ndarray
    way_id: np.ndarray


def great_circles_km(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Return great circles between points in degrees.

    Parameters
    ----------
    start, end : numpy.ndarray
        Longitude and latitude, one row for each point.

    Returns
    -------
    numpy.ndarray
        Kilometres on a sphere of 6371.0088 km.

    Examples
    --------
    >>> great_circles_km(np.array([[108.0, 22.0]]), np.array([[108.0, 23.0]])).round(4)
    array([111.1951])
    """
    (lon_a, lat_a), (lon_b, lat_b) = np.radians(start).T, np.radians(end).T
    half = np.sin((lat_b - lat_a) / 2) ** 2
    half = half + np.cos(lat_a) * np.cos(lat_b) * np.sin((lon_b - lon_a) / 2) ** 2
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(half, 1.0))))


def build_osm_network(extract: OsmExtract, mode: str, wanted: Collection[Tag]) -> OsmNetwork:
    """Cut the ways of an extract where nodes are lost.

    Parameters
    ----------
    extract : OsmExtract
        Wanted ways and their nodes.
    mode : str
        Mode asked for.
    wanted : collection of tuple of str
        Tags asked for.

    Returns
    -------
    OsmNetwork
        The network; without pieces when no segment is left.
    """
    pieces: list[OsmPiece] = []
    cut = empty = 0
    lost: set[int] = set()
    for way_id in sorted(extract.ways):
        refs = extract.ways[way_id].refs
        runs = list(_runs(refs, extract.nodes))
        missing = [ref for ref in refs if ref not in extract.nodes]
        lost.update(missing)
        cut += bool(missing)
        empty += not runs
        pieces.extend(OsmPiece(way_id, run) for run in runs)
    used = sorted({ref for piece in pieces for ref in piece.refs})
    return OsmNetwork(
        mode=mode,
        wanted=tuple(wanted),
        ways={way_id: extract.ways[way_id] for way_id in dict.fromkeys(p.way_id for p in pieces)},
        nodes={ref: extract.nodes[ref] for ref in used},
        pieces=tuple(pieces),
        cut_ways=cut,
        empty_ways=empty,
        lost_nodes=len(lost),
    )


def _runs(refs: Iterable[int], known: Mapping[int, OsmNode]) -> Iterator[tuple[int, ...]]:
    """Yield the runs of known nodes that have a segment."""
    for there, group in groupby(refs, known.__contains__):
        run = tuple(ref for ref, _ in groupby(group))
        if there and len(run) > 1:
            yield run


def direction(network: OsmNetwork, way_id: int) -> int:
    """Return 1 or -1 where a way is open only along or against its nodes, else 0."""
    tags = network.ways[way_id].tags
    if network.mode != "road":
        return 0
    stated = tags.get("oneway", "")
    if stated in _AGAINST:
        return -1
    turning = tags.get("junction") == "roundabout" and stated != "no"
    return int(stated in _ONE_WAY or turning)


def osmnx_graph(network: OsmNetwork) -> nx.MultiDiGraph[int]:
    """Return the network as the kind of graph that OSMnx works on.

    Parameters
    ----------
    network : OsmNetwork
        The network.

    Returns
    -------
    networkx.MultiDiGraph
        Edges hold ``osmid``, ``length`` in metres, ``oneway``, ``reversed``, ``geometry`` and the
        tags of their way; a tag whose name OSMnx uses itself stands as ``osm:<name>``.
    """
    graph: nx.MultiDiGraph[int] = nx.MultiDiGraph(
        crs=CRS, simplified=True, created_with="landsea", mode=network.mode, source=ATTRIBUTION
    )
    for edge in network.edges:
        way = direction(network, edge.way_id)
        forward = edge.refs[::-1] if way < 0 else edge.refs
        for refs, back in ((forward, False), (forward[::-1], True)):
            if back and way:
                continue
            attributes = {
                "osmid": edge.way_id,
                "length": edge.length_km * 1000,
                "oneway": bool(way),
                "reversed": back,
                "geometry": _line(network, refs),
            }
            tags = _tag_attributes(network.ways[edge.way_id].tags)
            graph.add_edge(refs[0], refs[-1], **attributes, **tags)
    streets = Counter(ref for edge in network.edges for ref in (edge.refs[0], edge.refs[-1]))
    for ref, count in streets.items():
        node = network.nodes[ref]
        place = {"x": node.lon_deg, "y": node.lat_deg, "street_count": count}
        graph.nodes[ref].update(**place, **_tag_attributes(node.tags))
    return graph


def _tag_attributes(tags: Mapping[str, str]) -> dict[str, Any]:
    """Return tags under names that no attribute of the graph has, in letters that XML allows."""
    return {
        _NOT_XML.sub("", f"osm:{key}" if key in _RESERVED else key): _NOT_XML.sub("", value)
        for key, value in tags.items()
    }


def _line(network: OsmNetwork, refs: Iterable[int]) -> shapely.LineString:
    """Return the line through nodes."""
    return shapely.LineString(network.lon_lat[[network.index[ref] for ref in refs]])


def edge_frame(network: OsmNetwork) -> gpd.GeoDataFrame:
    """Return the edges once each, in the order of their ways, with tags as columns.

    ``length_km`` adds up to the length of the network. ``tags`` holds every tag as JSON; the most
    frequent keys have a column of their own.
    """
    edges = network.edges
    frame = gpd.GeoDataFrame(
        {
            "u": [edge.refs[0] for edge in edges],
            "v": [edge.refs[-1] for edge in edges],
            "osmid": [edge.way_id for edge in edges],
            "length_km": [edge.length_km for edge in edges],
            "oneway": [direction(network, edge.way_id) for edge in edges],
        },
        geometry=[_line(network, edge.refs) for edge in edges],
        crs=CRS,
    )
    return _with_tags(frame, [network.ways[edge.way_id].tags for edge in edges])


def node_frame(network: OsmNetwork) -> gpd.GeoDataFrame:
    """Return the nodes of the graph, with tags as columns."""
    refs = sorted({ref for edge in network.edges for ref in (edge.refs[0], edge.refs[-1])})
    points = shapely.points(network.lon_lat[[network.index[ref] for ref in refs]])
    frame = gpd.GeoDataFrame({"osmid": refs}, geometry=points, crs=CRS)
    return _with_tags(frame, [network.nodes[ref].tags for ref in refs])


def _with_tags(frame: gpd.GeoDataFrame, tags: list[Mapping[str, str]]) -> gpd.GeoDataFrame:
    """Add the column ``tags`` and one for each of the most frequent keys."""
    counts = Counter(key for one in tags for key in one)
    taken = {name.casefold() for name in frame.columns} | _RESERVED
    columns: dict[str, list[str | None]] = {
        "tags": [json.dumps(dict(one), ensure_ascii=False) for one in tags]
    }
    for key, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        if len(columns) <= _MOST_COLUMNS and key.strip() and key.casefold() not in taken:
            taken.add(key.casefold())
            columns[key] = [one.get(key) for one in tags]
    return frame.assign(**columns)
