"""Road hauls, held against the OpenStreetMap road graph where it is at hand.

A chain of road and access links may be 5 % longer than the shortest way in the graph, for every
pair of neighbouring cities and every pair of places between which the demand table hauls by road,
whole or as a leg. Where a place stands off the graph, the gap to its nearest node counts too.
"""

from __future__ import annotations

import json
import os
from functools import cached_property
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components, dijkstra

from networks.geometry import EARTH_RADIUS_KM, great_circle_km
from scenarios.inputs import demand_of

if TYPE_CHECKING:
    from networks.geometry import Point
    from scenarios.tables.reading import Tables
    from transport.year_model import YearModel

NEIGHBOUR_KM = 350
OFF_THE_GRAPH_KM = 10
LONGER = 1.05
ROUNDED_KM = 0.5


@pytest.fixture(scope="module")
def links(shipped: Tables) -> pd.DataFrame:
    """Road and access links."""
    columns = ["from_place", "to_place", "length_km"]
    return pd.concat([shipped[name][columns] for name in ("road_links", "access_links")])


@pytest.fixture(scope="module")
def chain_km(links: pd.DataFrame) -> dict[str, dict[str, float]]:
    """Kilometres of the shortest chain of links between all places."""
    graph: nx.Graph[str] = nx.Graph()
    for start, end, km in links.itertuples(index=False, name=None):
        known = graph.get_edge_data(start, end, {"km": km})["km"]
        graph.add_edge(start, end, km=min(km, known))
    return dict(nx.all_pairs_dijkstra_path_length(graph, weight="km"))


@pytest.mark.parametrize(
    ("start", "end", "direct_km"), [("NNG", "GZH", 563), ("GYG", "NNG", 514), ("GYG", "HHA", 382)]
)
def test_no_haul_is_forced_through_cities_on_the_side(
    chain_km: dict[str, dict[str, float]], start: str, end: str, direct_km: float
) -> None:
    assert chain_km[start][end] == pytest.approx(direct_km, rel=0.01)


# --- the road graph


def _distances_km(lon_deg: float, lat_deg: float, points: np.ndarray) -> np.ndarray:
    lon, lat, lons, lats = (np.radians(v) for v in (lon_deg, lat_deg, points[:, 0], points[:, 1]))
    half = np.sin((lats - lat) / 2) ** 2
    half = half + np.cos(lat) * np.cos(lats) * np.sin((lons - lon) / 2) ** 2
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(half)))


class Road:
    """Shortest ways in the graph between places."""

    def __init__(self, file: Path, at: dict[str, Point]) -> None:
        content = json.loads(file.read_text(encoding="utf-8"))
        self.places = at
        self.names = list(at)
        self.nodes = np.array(content["nodes"])
        shortest: dict[tuple[int, int], float] = {}
        for one, other, km in content["edges"]:
            ends = (min(one, other), max(one, other))
            shortest[ends] = min(max(km, 1e-4), shortest.get(ends, float("inf")))
        tails, heads = np.array(list(shortest)).T
        weights = np.array(list(shortest.values()))
        self.graph = coo_array((weights, (tails, heads)), shape=(len(self.nodes),) * 2).tocsr()
        _, part = connected_components(self.graph, directed=False)
        largest = np.flatnonzero(part == np.bincount(part).argmax())
        gaps = [_distances_km(*at[name], self.nodes[largest]) for name in self.names]
        self.node = [int(largest[gap.argmin()]) for gap in gaps]
        self.gap_km = [float(gap.min()) for gap in gaps]

    @cached_property
    def _km(self) -> np.ndarray:
        """Kilometres from each place to every node."""
        return np.asarray(dijkstra(self.graph, directed=False, indices=self.node))

    def direct_km(self, start: str, end: str) -> float:
        """Return the shortest way; a wide gap to the graph counts 1.2 times."""
        i, j = self.names.index(start), self.names.index(end)
        gaps = [
            gap * (1.2 if gap > OFF_THE_GRAPH_KM else 1.0)
            for gap in (self.gap_km[i], self.gap_km[j])
        ]
        return float(self._km[i][self.node[j]]) + sum(gaps)


@pytest.fixture(scope="module")
def road(shipped: Tables, links: pd.DataFrame) -> Road:
    beside = Path(__file__).resolve().parents[3] / "shared" / "data" / "geo"
    file = Path(os.environ.get("LANDSEA_GEO", beside)) / "osm_highway_corridor.json"
    if not file.is_file():
        pytest.skip("the OpenStreetMap road graph is not here; LANDSEA_GEO may name its folder")
    places = shipped["places"].set_index("place_id")
    names = sorted({*links["from_place"], *links["to_place"]})
    at = {
        name: (float(places.loc[name, "lon_deg"]), float(places.loc[name, "lat_deg"]))
        for name in names
    }
    return Road(file, at)


def _cities(shipped: Tables) -> list[str]:
    """Ends of named roads, and road facilities of cities."""
    table = shipped["road_links"]
    named = table[~table["name_en"].str.startswith("direct road")]
    return sorted({*named["from_place"], *named["to_place"], *shipped["cities"]["road"]} - {""})


def _too_long(
    road: Road, chain_km: dict[str, dict[str, float]], pairs: set[tuple[str, str]]
) -> list[tuple[str, str]]:
    """Pairs whose chain of links is over 5 % longer than the direct road."""
    return [
        (start, end)
        for start, end in sorted(pairs)
        if chain_km[start][end] > LONGER * road.direct_km(start, end) + ROUNDED_KM
    ]


def test_no_road_between_neighbouring_cities_is_missing(
    shipped: Tables, road: Road, chain_km: dict[str, dict[str, float]]
) -> None:
    near = {
        (start, end)
        for start, end in combinations(_cities(shipped), 2)
        if great_circle_km(*road.places[start], *road.places[end]) <= NEIGHBOUR_KM
    }
    assert _too_long(road, chain_km, near) == []
    assert len(near) > 300


def test_no_haul_of_the_demand_table_is_longer_than_the_road(
    shipped: Tables, road: Road, chain_km: dict[str, dict[str, float]], base_model: YearModel
) -> None:
    demand = demand_of(shipped)
    pairs = set(zip(demand["origin"], demand["destination"], strict=True))
    pairs |= {
        (leg.places[0], leg.places[-1])
        for service in base_model.skims.services
        for leg in service.legs
        if leg.mode == "road"
    }
    hauls = {(min(pair), max(pair)) for pair in pairs if set(pair) <= set(road.places)}
    hauls = {(start, end) for start, end in hauls if start != end}
    over = [
        (a, b, chain_km[a][b], road.direct_km(a, b)) for a, b in _too_long(road, chain_km, hauls)
    ]
    assert over == []
    assert len(hauls) > 250


def test_direct_roads_have_the_length_of_the_road_graph(shipped: Tables, road: Road) -> None:
    table = shipped["road_links"]
    direct = table[table["name_en"].str.startswith("direct road")]
    assert len(direct) > 0
    for start, end, length in zip(
        direct["from_place"], direct["to_place"], direct["length_km"], strict=True
    ):
        assert length == pytest.approx(road.direct_km(start, end), abs=0.55), (start, end)
