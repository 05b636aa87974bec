"""The network of a year as frames: what is in it, where it comes from, and what a plan changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from networks import MODES, build_network
from networks.changes import OpenLockLine, RailProject, SetFairwayDepth, SetMaxDraught
from networks.frames import PLAN_SOURCE, NetworkFrames, network_frames
from networks.link_frame import LINK_TABLES, SPEEDS
from networks.projects import tables_of_year

if TYPE_CHECKING:
    from collections.abc import Callable

    from networks import LockDefaults, Network
    from networks.changes import NetworkChange
    from scenarios.tables.reading import Tables

YEARS = (2024, 2030, 2060)
CANAL = {"madao", "qishi", "qingnian"}


@pytest.fixture(scope="module")
def frames_in(shipped: Tables, network_in: Callable[..., Network]) -> Callable[..., NetworkFrames]:
    """Make the frames of the shipped network of a year with some changes."""

    def make(year: int, *changes: NetworkChange) -> NetworkFrames:
        return network_frames(network_in(year, *changes), shipped, changes)

    return make


@pytest.mark.parametrize("year", YEARS)
def test_links_and_lengths_are_those_of_the_network(
    year: int, frames_in: Callable[..., NetworkFrames], network_in: Callable[..., Network]
) -> None:
    network, frames = network_in(year), frames_in(year)
    assert frames.links["link_id"].tolist() == [link.link_id for link in network.links]
    for mode in MODES:
        links = network.links_of(mode)
        assert frames.counts()[mode] == len(links)
        assert frames.lengths_km()[mode] == pytest.approx(sum(one.length_km for one in links))


@pytest.mark.parametrize("year", YEARS)
def test_every_end_is_a_node_and_every_node_is_used(
    year: int, frames_in: Callable[..., NetworkFrames]
) -> None:
    frames = frames_in(year)
    ends = {*frames.links["from_place"], *frames.links["to_place"]}
    nodes = set(frames.nodes["place_id"])
    assert frames.nodes["place_id"].is_unique
    assert nodes == ends | set(frames.locks["lock"])
    assert set(frames.links["upstream_place"].dropna()) <= nodes
    for mode in MODES:
        part = frames.links[frames.links["mode"] == mode]
        marked = frames.nodes.loc[frames.nodes[mode].astype(bool), "place_id"]
        assert set(marked) == {*part["from_place"], *part["to_place"]}


def test_the_pinglu_canal_is_in_2030_and_not_in_2024(
    frames_in: Callable[..., NetworkFrames],
) -> None:
    before, after = frames_in(2024), frames_in(2030)
    assert "canal" not in set(before.links["facility"])
    assert "canal" in set(after.links["facility"])
    assert not CANAL & {*before.nodes["place_id"], *before.locks["lock"]}
    assert set(after.nodes["place_id"]) >= CANAL
    assert set(after.locks["lock"]) >= CANAL


def test_no_cell_of_a_table_is_lost(
    shipped: Tables, frames_in: Callable[..., NetworkFrames]
) -> None:
    links = frames_in(2024).links.set_index("link_id")
    present = tables_of_year(shipped, 2024)
    for table in LINK_TABLES:
        held = present[table].set_index("link_id")
        held = held.loc[held.index.intersection(links.index)]
        assert len(held)
        for name in set(held.columns) & set(links.columns) - {"source", SPEEDS[table]}:
            here = links.loc[held.index, name]
            filled = held[name].notna() & (held[name].astype(str) != "")
            assert (here[filled].astype(str) == held.loc[filled, name].astype(str)).all() or (
                here[filled].astype(float) == held.loc[filled, name].astype(float)
            ).all(), (table, name)


def test_chinese_names_come_over(frames_in: Callable[..., NetworkFrames]) -> None:
    frames = frames_in(2030)
    nodes = frames.nodes.set_index("place_id")["name_zh"]
    assert nodes["NNG"].startswith("南宁")
    assert frames.links["name_zh"].str.contains("铁路").any()


def test_values_of_one_mode_stay_empty_in_others(frames_in: Callable[..., NetworkFrames]) -> None:
    links = frames_in(2030).links
    rail, water = links["mode"] == "rail", links["mode"] == "inland_water"
    assert links.loc[rail, ["electrified", "gauge_mm", "tracks"]].notna().all(axis=None)
    assert links.loc[~rail, ["electrified", "gauge_mm", "tracks"]].isna().all(axis=None)
    road = links["mode"] == "road"
    assert links.loc[water, ["depth_m", "depth_assumed"]].notna().all(axis=None)
    assert links.loc[~water, "depth_assumed"].isna().all()
    assert links.loc[rail | road, "depth_m"].isna().all()
    assert links.loc[road, ["lanes", "lanes_assumed"]].notna().all(axis=None)
    assert links.loc[~road, ["lanes", "lanes_assumed"]].isna().all(axis=None)
    assert links.loc[~water & ~rail, "max_draught_m"].isna().all()


def test_assumed_depths_are_marked_and_cite_the_assumption(
    shipped: Tables, frames_in: Callable[..., NetworkFrames]
) -> None:
    links = frames_in(2030).links.set_index("link_id")
    water = tables_of_year(shipped, 2030)["waterway_links"].set_index("link_id")
    water = water.loc[water.index.intersection(links.index)]
    assumed = links.loc[water.index, "depth_assumed"].astype(bool)
    assert (assumed == water["min_depth_m"].isna()).all()
    assert 0 < assumed.sum() < len(water)
    cited = links.loc[water.index, "source"].str.contains("assumption-landsea")
    assert cited[assumed].all()


def test_assumed_lanes_are_marked_and_cite_the_assumption(
    shipped: Tables, frames_in: Callable[..., NetworkFrames]
) -> None:
    links = frames_in(2030).links.query("mode == 'road'").set_index("link_id")
    known = tables_of_year(shipped, 2030)["road_links"].set_index("link_id")["lanes"].notna()
    assumed = links["lanes_assumed"].astype(bool)
    assert set(links.index[~assumed]) == set(known.index[known])
    assert links.loc[assumed, "source"].str.contains("assumption-landsea").all()


def test_estimates_are_marked(frames_in: Callable[..., NetworkFrames]) -> None:
    frames = frames_in(2030)
    for frame in (frames.nodes, frames.links, frames.locks):
        assert frame["estimated"].notna().all()
        assert frame.loc[frame["confidence"] == "low", "estimated"].all()
    links = frames.links.set_index("link_id")
    assert links["estimated"].nunique() == 2
    assert links.loc[links["facility"] == "access_road", "estimated"].sum() > 0


def test_a_finished_project_shows(shipped: Tables, frames_in: Callable[..., NetworkFrames]) -> None:
    project = shipped["projects"].query("kind == 'doubling'").iloc[0]
    link, year = str(project["link_id"]), int(project["opens_year"])
    before = frames_in(year - 1).links.set_index("link_id").loc[link]
    after = frames_in(year).links.set_index("link_id").loc[link]
    assert pd.isna(before["projects"])
    assert after["projects"] == project["project"]
    assert after["tracks"] == project["tracks"]
    assert set(after["source"].split(";")) >= set(str(project["source"]).split(";"))


# --- plans


def test_a_plan_shows_in_depth_draught_and_source(
    frames_in: Callable[..., NetworkFrames],
) -> None:
    changes = (
        SetFairwayDepth(("changzhou--TXN",), 4.8),
        SetMaxDraught(("changzhou--TXN", "TXN--pingnan"), 3.9),
    )
    links = frames_in(2030, *changes).links.set_index("link_id")
    first, second = links.loc["changzhou--TXN"], links.loc["TXN--pingnan"]
    assert (first["depth_m"], first["max_draught_m"]) == (4.8, 3.9)
    assert (first["plan_fields"], second["plan_fields"]) == (
        "depth_m;max_draught_m",
        "max_draught_m",
    )
    assert first["source"].split(";")[-1] == PLAN_SOURCE
    assert links["plan_fields"].notna().sum() == 2
    assert links["source"].str.split(";").map(lambda ids: PLAN_SOURCE in ids).sum() == 2


def test_a_rail_project_of_a_plan_shows(frames_in: Callable[..., NetworkFrames]) -> None:
    changes = (
        RailProject(("L53",), "electrification", 2028),
        RailProject(("L13",), "opening", 2027, freight_paths_per_day=30.0),
        RailProject(("L43",), "doubling", 2029, 2),
    )
    links = frames_in(2030, *changes).links.set_index("link_id")
    shown = links.loc[["L53", "L13", "L43"]]
    assert shown["plan_fields"].tolist() == [
        "electrified",
        "freight_paths_per_day;status",
        "tracks",
    ]
    assert (shown["projects"] == PLAN_SOURCE).all()
    assert all(source.split(";").count(PLAN_SOURCE) == 1 for source in shown["source"])
    assert (shown.loc["L53", "electrified"], shown.loc["L43", "tracks"]) == (True, 2)
    assert links["plan_fields"].notna().sum() == 3


def test_a_new_lock_line_shows(frames_in: Callable[..., NetworkFrames]) -> None:
    change = OpenLockLine("changzhou", "5", 340, 34, 5.8, cycle_min=50)
    before, after = frames_in(2030).locks, frames_in(2030, change).locks
    new = after.set_index(["lock", "line"]).loc[("changzhou", "5")]
    assert len(after) == len(before) + 1
    assert not before["plan_line"].any()
    assert [new[f"{name}_m"] for name in ("chamber_length", "chamber_width", "sill_depth")] == [
        340,
        34,
        5.8,
    ]
    assert (new["source"], new["river"], new["cycle_min_single"]) == (PLAN_SOURCE, "Xunjiang", 50)
    assert new["plan_line"]
    assert new["estimated"]
    assert not new["cycle_assumed"]
    assert "长洲" in new["name_zh"]


def test_a_rebuilt_line_keeps_nothing_of_the_old_one(
    frames_in: Callable[..., NetworkFrames],
) -> None:
    change = OpenLockLine("changzhou", "1", 340, 34, 6.0)
    locks = frames_in(2030, change).locks.set_index(["lock", "line"])
    old = frames_in(2030).locks.set_index(["lock", "line"]).loc[("changzhou", "1")]
    new = locks.loc[("changzhou", "1")]
    assert (old["max_head_m"], old["opens_year"], old["sill_depth_m"]) == (16.05, 2007, 4.5)
    assert new[["max_head_m", "opens_year", "max_vessel_dwt", "note"]].isna().all()
    assert new["sill_depth_m"] == 6.0
    assert new["cycle_assumed"]
    assert len(locks) == len(frames_in(2030).locks)


def test_a_network_without_locks_has_an_empty_frame_of_them(
    shipped: Tables, defaults: LockDefaults
) -> None:
    tables = {**shipped, "locks": shipped["locks"].iloc[:0]}
    frames = network_frames(build_network(tables, (), 2030, defaults), tables)
    assert frames.locks.empty
    assert {"lock", "line", "lockage_min", "geometry"} <= set(frames.locks.columns)
    assert not frames.nodes["lock"].any()


# --- geometry


def test_without_shapes_lines_are_straight_and_say_so(
    shipped: Tables, network_in: Callable[..., Network]
) -> None:
    tables = {name: shipped[name] for name in shipped if name != "link_shapes"}
    network = network_in(2030)
    frames = network_frames(network, tables)
    line = frames.links.set_index("link_id").loc["changzhou--TXN"]
    ends = network.places.loc[["changzhou", "TXN"], ["lon_deg", "lat_deg"]]
    assert list(line["geometry"].coords) == list(ends.itertuples(index=False, name=None))
    assert set(frames.links["geometry_basis"]) == {"plain"}
    assert (frames.links["shape_km"] >= 0).all()
    assert frames.links["shape_source"].isna().all()
    assert frames.links.crs.to_epsg() == 4326
    assert frames.nodes.crs == frames.locks.crs == frames.links.crs


def test_shapes_are_used_where_they_exist(
    shipped: Tables, network_in: Callable[..., Network]
) -> None:
    rows = [
        ("R01", "traced", 217.5, "osm-x", "medium"),
        ("R02", "plain", 128.2, "own", "low"),
        ("R03", "drawn", 9000.0, "own", "low"),
    ]
    shapes = pd.DataFrame(rows, columns=["link_id", "basis", "shape_km", "source", "confidence"])
    inner = pd.DataFrame(
        [("R01", 0, 106.6, 28.8), ("R03", 0, 0.0, 0.0)],
        columns=["link_id", "sequence", "lon_deg", "lat_deg"],
    )
    tables = {**shipped, "link_shapes": shapes, "shape_points": inner}
    links = network_frames(network_in(2030), tables).links.set_index("link_id")
    columns = ["geometry_basis", "shape_source", "shape_confidence"]
    assert links.loc["R01", columns].tolist() == ["traced", "osm-x", "medium"]
    assert links.loc["R01", "shape_km"] == pytest.approx(219, abs=3)
    assert len(links.loc["R01", "geometry"].coords) == 3
    assert links.loc["R02", columns].tolist() == ["plain", "own", "low"]
    assert links.loc["R03", "geometry_basis"] == "plain"  # its points do not fit its places
    assert links.loc["R03", columns[1:]].isna().all()
    assert len(links.loc["R03", "geometry"].coords) == 2


def test_shipped_lines_start_and_end_at_their_places(
    frames_in: Callable[..., NetworkFrames],
) -> None:
    frames = frames_in(2030)
    at = frames.nodes.set_index("place_id").geometry
    lines = frames.links.geometry
    for which, column in ((0, "from_place"), (-1, "to_place")):
        tips = [line.coords[which] for line in lines]
        assert tips == [at[place].coords[0] for place in frames.links[column]]
    assert frames.links["geometry_basis"].isin(["traced", "drawn", "plain"]).all()
    bent = [len(line.coords) > 2 for line in lines]
    assert frames.links.loc[bent, "shape_source"].notna().all()
