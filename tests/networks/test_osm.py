"""OpenStreetMap extracts with lengths worked by hand, in four formats, cut and overlapping."""

from __future__ import annotations

import bz2
import gzip
import json
import math
import os
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import networkx as nx
import osmium
import osmnx
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from networks.osm import (
    MODE_TAGS,
    OsmExtract,
    OsmFileError,
    OsmNode,
    OsmWay,
    count_way_tags,
    merge_extracts,
    read_osm_file,
)
from networks.osm_match import LinkMatch, match_links
from networks.osm_network import OsmNetwork, build_osm_network, edge_frame, node_frame, osmnx_graph

if TYPE_CHECKING:
    from collections.abc import Sequence

DATA = Path(__file__).parents[1] / "data"
CLIPPED = DATA / "clipped.osm"
TENTH_KM = 6371.0088 * math.pi / 1800
"""A tenth of a degree along a meridian: 11.1195 km."""


def network_of(mode: str, *paths: Path) -> OsmNetwork:
    extracts = [read_osm_file(path, MODE_TAGS[mode])[1] for path in paths]
    return build_osm_network(merge_extracts(extracts), mode, MODE_TAGS[mode])


def as_kind(suffix: str, folder: Path) -> Path:
    """Return the clipped extract in another format."""
    path = folder / f"clipped{suffix}"
    if suffix == ".osm.gz":
        path.write_bytes(gzip.compress(CLIPPED.read_bytes()))
    elif suffix == ".osm.bz2":
        half = CLIPPED.stat().st_size // 2  # two streams, as parallel packers write
        content = CLIPPED.read_bytes()
        path.write_bytes(bz2.compress(content[:half]) + bz2.compress(content[half:]))
    elif suffix == ".osm.pbf":
        with osmium.SimpleWriter(str(path)) as writer:
            for one in osmium.FileProcessor(str(CLIPPED)):
                writer.add(one)
    else:
        path.write_bytes(CLIPPED.read_bytes())
    return path


def test_rail_worked_by_hand() -> None:
    network = network_of("rail", CLIPPED)
    assert network.length_km == pytest.approx((2 + 1 + 1 + 0.5) * TENTH_KM, rel=1e-9)
    assert network.km_by_tag == {"railway=rail": pytest.approx(4.5 * TENTH_KM)}
    assert sorted(network.ways) == [101, 102, 103]
    assert sorted(network.nodes) == [1, 2, 3, 4, 5, 6, 7, 8]
    assert network.parts == 3  # 1-2-3-4, 5-6 and 7-8
    assert (network.cut_ways, network.empty_ways) == (1, 0)
    assert [piece.refs for piece in network.pieces] == [(1, 2, 3), (3, 4), (5, 6), (7, 8)]


def test_water_and_road_worked_by_hand() -> None:
    water = network_of("water", CLIPPED)
    assert water.km_by_tag == {
        "waterway=river": pytest.approx(2 * TENTH_KM),
        "waterway=canal": pytest.approx(TENTH_KM),
    }
    assert (water.parts, water.cut_ways) == (1, 0)
    road = network_of("road", CLIPPED)
    assert sorted(road.ways) == [106, 108]  # neither the residential street nor the ramp
    assert road.length_km == pytest.approx(2 * TENTH_KM)


def test_a_way_with_two_wanted_tags_counts_once_but_for_both() -> None:
    wanted = (*MODE_TAGS["water"], ("lock", "yes"))
    network = build_osm_network(read_osm_file(CLIPPED, wanted)[1], "water", wanted)
    assert network.length_km == pytest.approx(3 * TENTH_KM)
    assert network.km_by_tag["lock=yes"] == pytest.approx(TENTH_KM)


@pytest.mark.parametrize("mode", MODE_TAGS)
@pytest.mark.parametrize("suffix", [".osm.gz", ".osm.bz2", ".osm.pbf", ".OSM"])
def test_each_format_gives_the_same(mode: str, suffix: str, tmp_path: Path) -> None:
    plain, other = network_of(mode, CLIPPED), network_of(mode, as_kind(suffix, tmp_path))
    assert other.ways == plain.ways
    assert other.nodes == plain.nodes
    assert other.length_km == plain.length_km


def test_the_source_states_name_digest_size_and_date() -> None:
    source, _ = read_osm_file(CLIPPED, MODE_TAGS["rail"])
    assert (source.name, source.size_bytes) == ("clipped.osm", CLIPPED.stat().st_size)
    assert len(source.sha256) == 64
    assert source.timestamp == "2026-01-02T03:04:05Z"
    assert read_osm_file(DATA / "neighbour.osm", MODE_TAGS["rail"])[0].timestamp == ""


def test_the_date_of_an_overpass_export_and_of_a_pbf(tmp_path: Path) -> None:
    export = tmp_path / "export.osm"
    export.write_text(
        '<osm version="0.6" generator="Overpass API"><note>x</note>'
        '<meta osm_base="2026-05-06T07:08:09Z"/></osm>',
        encoding="utf-8",
    )
    assert read_osm_file(export, MODE_TAGS["rail"])[0].timestamp == "2026-05-06T07:08:09Z"
    header = osmium.io.Header()
    header.set("osmosis_replication_timestamp", "2026-03-04T00:00:00Z")
    packed = tmp_path / "dated.osm.pbf"
    with osmium.SimpleWriter(str(packed), header=header) as writer:
        for one in osmium.FileProcessor(str(CLIPPED)):
            writer.add(one)
    assert read_osm_file(packed, MODE_TAGS["rail"])[0].timestamp == "2026-03-04T00:00:00Z"


def test_overlapping_files_count_each_way_once_and_mend_what_one_lost() -> None:
    for order in (CLIPPED, DATA / "neighbour.osm"), (DATA / "neighbour.osm", CLIPPED):
        network = network_of("rail", *order)
        assert network.length_km == pytest.approx((2 + 4 + 0.5) * TENTH_KM)
        assert (network.parts, network.cut_ways) == (2, 0)
        assert network.ways[101].tags["name"] == "湘桂线"  # version 2 over version 1


def test_a_way_of_which_nothing_is_left() -> None:
    wanted = (("railway", "subway"),)
    network = build_osm_network(read_osm_file(CLIPPED, wanted)[1], "rail", wanted)
    assert (network.pieces, network.cut_ways, network.empty_ways) == ((), 1, 1)


def test_deleted_objects_and_impossible_positions_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "odd.osm"
    path.write_text(
        '<osm version="0.6"><node id="1" lat="95" lon="2"/><node id="2" lat="1" lon="2"/>'
        '<node id="3" lat="1.1" lon="2"/><node id="-4" lat="1.2" lon="2"/>'
        '<way id="1"><nd ref="1"/><nd ref="2"/><nd ref="3"/><nd ref="3"/><nd ref="-4"/>'
        '<tag k="railway" v="rail"/></way>'
        '<way id="2" visible="false"><nd ref="2"/><nd ref="3"/><tag k="railway" v="rail"/></way>'
        "</osm>",
        encoding="utf-8",
    )
    network = network_of("rail", path)
    assert [piece.refs for piece in network.pieces] == [(2, 3, -4)]
    assert network.cut_ways == 1


def test_tags_of_all_ways_are_counted() -> None:
    counts = count_way_tags(CLIPPED)
    assert counts["", ""] == 10
    assert counts["railway", "rail"] == 3
    assert counts["highway", "residential"] == 1


BROKEN: dict[str, tuple[bytes, str]] = {
    "broken.osm": (b'<osm version="0.6">\n<node id="1" lat="1" lon="1"/>\n<way></osm>', "line 3"),
    "empty.osm": (b"", "empty"),
    "page.osm": (b"<!-- x --><html></html>", "<html>"),
    "change.osm": (b'<?xml version="1.0"?><osmChange version="0.6"/>', "<osmChange>"),
    "letters.osm": (b'<osm version="0.6"><node id="1" lat="a" lon="1"/></osm>', "coordinate"),
    "cut.osm.gz": (gzip.compress(CLIPPED.read_bytes())[:-9], "cut off"),
    "middle.osm.gz": (gzip.compress(CLIPPED.read_bytes())[:200], "cut off"),
    "plain.osm.gz": (CLIPPED.read_bytes(), "no sound gzip"),
    "cut.osm.bz2": (bz2.compress(CLIPPED.read_bytes())[:-9], "cut off"),
    "plain.osm.bz2": (CLIPPED.read_bytes(), "no sound bzip2"),
    "text.osm.pbf": (b"this is no protocol buffer at all", "PBF error"),
    "table.csv": (b"a,b", "ends in none of"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_cannot_be_read_is_refused_in_words(name: str, tmp_path: Path) -> None:
    content, words = BROKEN[name]
    (tmp_path / name).write_bytes(content)
    with pytest.raises(OsmFileError, match=words):
        read_osm_file(tmp_path / name, MODE_TAGS["rail"])


def test_half_a_pbf_is_refused(tmp_path: Path) -> None:
    path = as_kind(".osm.pbf", tmp_path)
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(OsmFileError, match="PBF error"):
        read_osm_file(path, MODE_TAGS["rail"])


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OsmFileError, match="no such file"):
        read_osm_file(tmp_path / "nowhere.osm", MODE_TAGS["rail"])
    with pytest.raises(OsmFileError, match="a folder"):
        read_osm_file(tmp_path, MODE_TAGS["rail"])


# The graph


def total_m(graph: nx.MultiDiGraph[int]) -> float:
    return float(sum(data["length"] for *_, data in graph.edges(data=True)))


def test_rail_is_open_both_ways_whatever_its_tags_say() -> None:
    graph = osmnx_graph(network_of("rail", CLIPPED))
    assert sorted(graph) == [1, 2, 3, 4, 5, 6, 7, 8]  # node 2 stays: it is a level crossing
    assert graph.has_edge(5, 6)
    assert graph.has_edge(6, 5)
    assert total_m(graph) == pytest.approx(2000 * 4.5 * TENTH_KM)
    data = graph.edges[1, 2, 0]
    assert (data["osmid"], data["name"], data["osm:length"]) == (101, "湘桂线", "22 km")
    assert graph.nodes[2]["railway"] == "level_crossing"


def test_roads_follow_oneway() -> None:
    graph = osmnx_graph(network_of("road", CLIPPED))
    assert sorted((u, v) for u, v, _ in graph.edges) == [(21, 22), (23, 24), (24, 23)]
    assert graph.edges[21, 22, 0]["oneway"] is True
    assert graph.edges[21, 22, 0]["osm:oneway"] == "yes"


def test_graph_survives_graphml_in_osmnx_and_networkx(tmp_path: Path) -> None:
    graph = osmnx_graph(network_of("water", CLIPPED))
    osmnx.save_graphml(graph, tmp_path / "water.graphml")
    back = osmnx.load_graphml(tmp_path / "water.graphml")
    assert total_m(back) == pytest.approx(total_m(graph))
    assert {data.get("name:en") for *_, data in back.edges(data=True)} == {"Yong", None}
    assert osmnx.basic_stats(back)["edge_length_total"] == pytest.approx(6000 * TENTH_KM)
    assert nx.read_graphml(tmp_path / "water.graphml").number_of_edges() == len(back.edges)


def test_frames_hold_each_edge_once_with_its_tags() -> None:
    network = network_of("rail", CLIPPED)
    edges, nodes = edge_frame(network), node_frame(network)
    assert edges["length_km"].sum() == pytest.approx(network.length_km)
    assert set(edges["electrified"].dropna()) == {"contact_line"}
    assert '"length": "22 km"' in edges.set_index("osmid").loc[101, "tags"].iloc[0]
    assert set(nodes["osmid"]) == set(network.nodes)
    assert edges.crs.to_epsg() == nodes.crs.to_epsg() == 4326


def test_odd_tags_can_be_written(tmp_path: Path) -> None:
    odd = {"railway": "rail", "Name": "a", "name": "b\x01c", "": "d", "u": "e", 'x"y': "f"}
    odd |= {f"z:{i}": "g" for i in range(100)}
    nodes = {i: OsmNode(0.0, i / 10, {}) for i in range(2)}
    extract = OsmExtract({1: OsmWay((0, 1), odd)}, nodes)
    network = build_osm_network(extract, "rail", MODE_TAGS["rail"])
    edge_frame(network).to_file(tmp_path / "odd.gpkg", layer="edges")
    back = gpd.read_file(tmp_path / "odd.gpkg", layer="edges")
    assert json.loads(back["tags"].iloc[0]) == odd
    assert back['x"y'].iloc[0] == "f"
    assert len(back.columns) < 80
    osmnx.save_graphml(osmnx_graph(network), tmp_path / "odd.graphml")
    data = osmnx.load_graphml(tmp_path / "odd.graphml").edges[0, 1, 0]
    assert (data["name"], data["osm:u"], data["z:99"]) == ("bc", "e", "g")


POINTS = st.lists(
    st.tuples(st.floats(-179.0, 179.0), st.floats(-85.0, 85.0)), min_size=2, max_size=8, unique=True
)


@given(POINTS)
def test_length_is_the_sum_of_segments_in_either_direction(
    points: Sequence[tuple[float, float]],
) -> None:
    nodes = {i: OsmNode(lon, lat, {}) for i, (lon, lat) in enumerate(points)}
    refs = tuple(nodes)

    def km(order: tuple[int, ...]) -> float:
        extract = OsmExtract({1: OsmWay(order, {"railway": "rail"})}, nodes)
        return build_osm_network(extract, "rail", MODE_TAGS["rail"]).length_km

    pairs = sum(km((a, b)) for a, b in pairwise(refs))
    assert km(refs) == pytest.approx(km(refs[::-1]), rel=1e-12)
    assert km(refs) == pytest.approx(pairs, rel=1e-12)


# Matching


def places(**positions: tuple[float, float]) -> pd.DataFrame:
    rows = [(name, *lon_lat) for name, lon_lat in positions.items()]
    return pd.DataFrame(rows, columns=["place_id", "lon_deg", "lat_deg"])


def link(origin: str, destination: str, km: float) -> pd.DataFrame:
    columns = ["link_id", "from_place", "to_place", "length_km"]
    return pd.DataFrame([("X1", origin, destination, km)], columns=columns)


def one_match(mode: str, table_km: float, positions: dict[str, tuple[float, float]]) -> LinkMatch:
    network = network_of(mode, CLIPPED)
    (match,) = match_links(network, link("A", "B", table_km), places(**positions))
    return match


def test_a_link_is_found_with_its_path_length_and_geometry() -> None:
    ends = {"A": (108.0, 22.0), "B": (108.0, 22.3)}
    match = one_match("rail", 3.1 * TENTH_KM, ends)
    assert match.osm_km == pytest.approx(3 * TENTH_KM)
    assert match.ratio == pytest.approx(3 / 3.1)
    assert match.agrees
    assert match.note == ""
    assert match.way_ids == (101, 102)
    assert match.points == ((108.0, 22.0), (108.0, 22.1), (108.0, 22.2), (108.0, 22.3))
    assert match.shape == ()  # a straight line between the places, which are its ends
    assert match.shape_km == pytest.approx(3 * TENTH_KM)


def test_gaps_are_told_and_count_against_agreement() -> None:
    ends = {"A": (108.09, 22.0), "B": (108.0, 22.3)}  # A lies 9.3 km beside the line
    match = one_match("rail", 3 * TENTH_KM, ends)
    assert match.from_gap_km == pytest.approx(9.28, abs=0.01)
    assert match.ratio == pytest.approx(1.0)
    assert not match.agrees
    assert match.note == "with gaps of 9.3 and 0.0 km not within 10% of the table"


def test_a_longer_path_does_not_agree() -> None:
    match = one_match("rail", 2 * TENTH_KM, {"A": (108.0, 22.0), "B": (108.0, 22.3)})
    assert match.ratio == pytest.approx(1.5)
    assert match.note == "not within 10% of the table"


def test_parts_that_do_not_meet_give_no_path() -> None:
    match = one_match("rail", 40.0, {"A": (108.0, 22.0), "B": (108.0, 22.6)})
    assert match.osm_km is None
    assert match.ratio is None
    assert "no connected path" in match.note


def test_a_place_outside_the_extract_is_not_looked_for() -> None:
    network = network_of("rail", CLIPPED)
    outside = places(A=(108.0, 22.0), B=(108.2, 22.3))  # 20 km beside the line
    assert match_links(network, link("A", "B", 30.0), outside) == ()


def test_a_path_keeps_to_one_way_roads_and_crosses_rivers_both_ways() -> None:
    road = {"A": (109.5, 22.0), "B": (109.5, 22.1)}
    assert one_match("road", TENTH_KM, road).osm_km == pytest.approx(TENTH_KM)
    back = {"A": (109.5, 22.1), "B": (109.5, 22.0)}
    assert one_match("road", TENTH_KM, back).osm_km is None
    upstream = {"A": (109.0, 22.3), "B": (109.0, 22.0)}
    assert one_match("water", 3 * TENTH_KM, upstream).osm_km == pytest.approx(3 * TENTH_KM)


def test_the_shorter_of_two_parallel_ways_is_taken() -> None:
    nodes = {1: OsmNode(0.0, 0.0, {}), 2: OsmNode(0.0, 0.1, {}), 3: OsmNode(0.1, 0.05, {})}
    rail = {"railway": "rail"}
    ways = {1: OsmWay((1, 3, 2), rail), 2: OsmWay((1, 2), rail), 3: OsmWay((2, 1), rail)}
    network = build_osm_network(OsmExtract(ways, nodes), "rail", MODE_TAGS["rail"])
    frame = places(A=(0.0, 0.0), B=(0.0, 0.1))
    (match,) = match_links(network, link("A", "B", TENTH_KM), frame)
    assert match.osm_km == pytest.approx(TENTH_KM)
    assert len(match.way_ids) == 1


# Real extracts


def geo(name: str) -> Path:
    beside = Path(__file__).parents[3] / "shared" / "data" / "geo"
    path = Path(os.environ.get("LANDSEA_GEO", beside)) / name
    if not path.is_file():
        pytest.skip(f"{name} is not here")
    return path


@pytest.mark.parametrize(
    ("mode", "km", "parts", "ways"),
    [("rail", 28.5, 12, 109), ("water", 35.3, 2, 4), ("road", 43.7, 7, 90)],
)
def test_a_real_port_town(mode: str, km: float, parts: int, ways: int) -> None:
    network = network_of(mode, geo("krems_danube.osm.gz"))
    assert network.length_km == pytest.approx(km, abs=0.05)
    assert (network.parts, len(network.ways)) == (parts, ways)


def test_real_railways_in_nanning() -> None:
    network = network_of("rail", geo("nanning_rail_sample.osm"))
    assert network.length_km == pytest.approx(7.3, abs=0.05)
    assert (network.parts, len(network.ways), len(network.nodes)) == (4, 9, 83)
    assert network.ways[100198457].tags["name:en"].startswith("Nanning–Kunming")
