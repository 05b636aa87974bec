"""``landsea network import-osm`` on files: JSON, result folder, tables to use again, and faults."""

from __future__ import annotations

import bz2
import csv
import gzip
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import osmnx
import pytest

from networks.geometry import great_circle_km, line_km, link_lines
from scenarios.cli import main
from scenarios.tables.reading import check_tables, read_tables

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parents[2]
CLIPPED = ROOT / "tests" / "data" / "clipped.osm"
RAIL_KM = 4.5 * 11.119508


@pytest.fixture(autouse=True)
def empty_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


def run(capsys: pytest.CaptureFixture[str], *words: object, status: int = 0) -> dict[str, Any]:
    assert main(["network", "import-osm", *map(str, words), "--json"]) == status
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


def rail_link() -> Mapping[str, Any]:
    """Return a rail link of some length, with the positions of its ends."""
    tables = read_tables()
    at = tables["places"].set_index("place_id")
    for row in tables["rail_links"].to_dict("records"):
        ends = [at.loc[row[end]] for end in ("from_place", "to_place")]
        points = [(float(one["lon_deg"]), float(one["lat_deg"])) for one in ends]
        straight = great_circle_km(*points[0], *points[1])
        if row["length_km"] > 60 and straight < row["length_km"]:
            return {**{str(key): value for key, value in row.items()}, "points": points}
    pytest.fail("there is no such link")


def as_long_as(points: list[tuple[float, float]], km: float) -> list[tuple[float, float]]:
    """Return a line between two points, bent at its middle until it is so long."""
    (lon_a, lat_a), (lon_b, lat_b) = points
    low, high = 0.0, 1.0
    for _ in range(60):
        bend = (low + high) / 2
        middle = ((lon_a + lon_b) / 2 + bend * (lat_b - lat_a), (lat_a + lat_b) / 2)
        middle = (middle[0], middle[1] - bend * (lon_b - lon_a))
        line = [points[0], middle, points[1]]
        low, high = (bend, high) if line_km(line) < km else (low, bend)
    return line


def extract_with(line: list[tuple[float, float]], path: Path) -> Path:
    """Write a railway along a line."""
    nodes = "".join(
        f'<node id="{i}" lon="{lon:.7f}" lat="{lat:.7f}"/>' for i, (lon, lat) in enumerate(line, 1)
    )
    refs = "".join(f'<nd ref="{i}"/>' for i in range(1, len(line) + 1))
    tags = '<tag k="railway" v="rail"/><tag k="usage" v="main"/>'
    body = f'<osm version="0.6">{nodes}<way id="7">{refs}{tags}</way></osm>'
    path.write_bytes(gzip.compress(body.encode(), mtime=0))
    return path


def test_json_holds_the_numbers_and_nothing_is_written(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    document = run(capsys, CLIPPED, "--mode", "rail")
    assert document["length_km"] == pytest.approx(RAIL_KM, rel=1e-6)
    assert document["by_tag"] == {"railway=rail": document["length_km"]}
    counts = {key: document[key] for key in ("mode", "parts", "ways", "nodes", "cut_ways")}
    assert counts == {"mode": "rail", "parts": 3, "ways": 3, "nodes": 8, "cut_ways": 1}
    (file,) = document["files"]
    assert file["name"] == "clipped.osm"
    assert file["bytes"] == CLIPPED.stat().st_size
    assert file["timestamp"] == "2026-01-02T03:04:05Z"
    assert document["earth_radius_km"] == 6371.0088
    assert document["attribution"] == "© OpenStreetMap contributors, ODbL 1.0"
    assert list(tmp_path.iterdir()) == []


def test_further_tags_and_overlapping_files(capsys: pytest.CaptureFixture[str]) -> None:
    both = (CLIPPED, CLIPPED.with_name("neighbour.osm"))
    document = run(capsys, *both, "--mode", "rail", "--tag", "railway=subway")
    assert document["length_km"] == pytest.approx(6.5 * 11.119508, rel=1e-6)
    assert (document["cut_ways"], document["empty_ways"]) == (1, 1)  # the subway has one node left
    assert document["tags"] == ["railway=rail", "railway=subway"]


def test_the_folder_can_be_opened_by_others(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    document = run(capsys, CLIPPED, "--mode", "rail", "--out", "found")
    found = tmp_path / "found"
    assert sorted(one.name for one in found.iterdir()) == [
        "ATTRIBUTION.txt",
        "import.json",
        "manifest.json",
        "matched.csv",
        "osm.gpkg",
        "osm.graphml",
    ]
    edges = gpd.read_file(found / "osm.gpkg", layer="edges")
    assert edges["length_km"].sum() == pytest.approx(document["length_km"])
    assert set(edges["usage"].dropna()) == {"main", "industrial"}
    assert len(gpd.read_file(found / "osm.gpkg", layer="nodes")) == 8
    graph = osmnx.load_graphml(found / "osm.graphml")
    metres = sum(data["length"] for *_, data in graph.edges(data=True))
    assert metres == pytest.approx(2000 * document["length_km"])
    written = json.loads((found / "import.json").read_text(encoding="utf-8"))
    assert written == {key: value for key, value in document.items() if key != "out"}
    for name in ("ATTRIBUTION.txt", "import.json", "osm.graphml"):
        assert "© OpenStreetMap contributors" in (found / name).read_text(encoding="utf-8")
    assert [one.name for one in tmp_path.iterdir()] == ["found"]


def test_a_corridor_link_is_matched_and_its_shape_used_again(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    link = rail_link()
    line = as_long_as(link["points"], 0.97 * link["length_km"])
    path = extract_with(line, tmp_path / "line.osm.gz")
    document = run(capsys, path, "--mode", "rail", "--out", "found")
    match = next(one for one in document["matched"] if one["link_id"] == link["link_id"])
    assert (match["from"], match["to"]) == (link["from_place"], link["to_place"])
    assert match["table_km"] == link["length_km"]
    assert match["ratio"] == pytest.approx(0.97, abs=1e-4)
    assert match["agrees"]
    assert match["osm_ways"] == [7]
    assert match["geometry"]["coordinates"] == [pytest.approx(one, abs=1e-6) for one in line]
    with (tmp_path / "found" / "matched.csv").open(encoding="utf-8", newline="") as stream:
        rows = {row["link_id"]: row for row in csv.DictReader(stream)}
    assert float(rows[link["link_id"]]["ratio"]) == pytest.approx(0.97, abs=1e-4)
    layer = gpd.read_file(tmp_path / "found" / "osm.gpkg", layer="matched")
    assert link["link_id"] in set(layer["link_id"])

    folder = tmp_path / "found" / "tables"
    assert check_tables(folder) == []
    mine, shipped = read_tables(folder), read_tables()
    assert len(mine["link_shapes"]) == len(shipped["link_shapes"])
    shape = mine["link_shapes"].set_index("link_id").loc[link["link_id"]]
    assert (shape["basis"], shape["confidence"]) == ("traced", "medium")
    sources = mine["networks_sources"].set_index("source_id")
    assert sources.loc[shape["source"], "publisher"] == "OpenStreetMap contributors, ODbL 1.0"
    assert "line.osm.gz" in sources.loc[shape["source"], "title"]
    drawn = link_lines(mine)[link["link_id"]]
    assert [tuple(one) for one in drawn] == [pytest.approx(one, abs=1e-5) for one in line]


def test_imports_add_up_when_one_is_made_on_the_tables_of_another(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    link = rail_link()
    line = as_long_as(link["points"], link["length_km"])
    path = extract_with(line, tmp_path / "line.osm.gz")
    run(capsys, path, "--mode", "rail", "--out", "first")
    again = ("--tables", "first/tables", "--out", "second")
    run(capsys, path, "--mode", "rail", *again)
    first, second = (tmp_path / one / "tables" for one in ("first", "second"))
    for name in ("link_shapes.csv", "shape_points.csv", "networks_sources.csv"):
        one = sorted((first / name).read_text(encoding="utf-8").splitlines())
        assert one == sorted((second / name).read_text(encoding="utf-8").splitlines())


def test_nothing_of_the_mode_is_told_with_what_there_is(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = extract_with([(108.0, 22.0), (108.0, 22.1)], tmp_path / "rail.osm.gz")
    answer = run(capsys, path, "--mode", "water", "--out", "found", status=2)
    (fault,) = answer["faults"]
    assert fault["file"] == str(path)
    assert fault["message"] == (
        "no way is tagged waterway=river, waterway=canal, so there is nothing of water; "
        "of 1 ways the extract holds railway 1, usage 1"
    )
    assert not (tmp_path / "found").exists()


def test_ways_without_nodes_are_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "bare.osm"
    way = '<way id="1"><nd ref="1"/><nd ref="2"/><tag k="railway" v="rail"/></way>'
    path.write_text(f'<osm version="0.6">{way}</osm>', encoding="utf-8")
    (fault,) = run(capsys, path, "--mode", "rail", status=2)["faults"]
    assert "has not two nodes of any" in fault["message"]


def test_all_faults_of_all_files_and_options_come_in_one_list(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "broken.osm").write_text("<osm version='0.6'>\n<way></osm>", encoding="utf-8")
    (tmp_path / "cut.osm.gz").write_bytes(gzip.compress(CLIPPED.read_bytes(), mtime=0)[:-9])
    (tmp_path / "no.osm.pbf").write_bytes(b"not a protocol buffer at all")
    (tmp_path / "page.txt").write_text("x", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("x", encoding="utf-8")
    names = ["broken.osm", "cut.osm.gz", "no.osm.pbf", "page.txt", "folder", "gone.osm", CLIPPED]
    options = ["--mode", "ship", "--tag", "lock", "--bbox", "1,2,3", "--out", "full"]
    options += ["--overpass-url", "ftp://x", "--tables", "nowhere"]
    faults = run(capsys, *names, *options, status=2)["faults"]
    assert [(fault["file"], fault["code"], fault["line"]) for fault in faults] == [
        ("--bbox", "option.bbox", 0),
        ("--mode", "option.mode", 0),
        ("--out", "option.out", 0),
        ("--overpass-url", "option.url", 0),
        ("--tables", "option.tables", 0),
        ("--tag", "option.tag", 0),
        ("FILE...", "option.source", 0),
        ("broken.osm", "osm.broken", 2),
        ("cut.osm.gz", "osm.archive", 0),
        ("folder", "osm.no-file", 0),
        ("gone.osm", "osm.missing", 0),
        ("no.osm.pbf", "osm.broken", 0),
        ("page.txt", "osm.suffix", 0),
    ]
    assert [one.name for one in (tmp_path / "full").iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(
    ("name", "content", "holds"),
    [
        ("a.osm", gzip.compress(b"<osm/>", mtime=0), "gzip data, not XML"),
        ("a.osm", bz2.compress(b"<osm/>"), "bzip2 data, not XML"),
        ("a.osm", b'{"elements": []}', "JSON, not XML"),
        ("a.osm", b"way 1 has two nodes", "something else, not XML"),
        ("a.osm.gz", gzip.compress(b'{"elements": []}', mtime=0), "JSON, not XML"),
        ("a.osm.pbf", b"<?xml version='1.0'?><osm/>", "XML, not PBF"),
        ("a.osm.pbf", gzip.compress(b"<osm/>", mtime=0), "gzip data, not PBF"),
    ],
)
def test_a_file_under_a_wrong_name_is_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str, content: bytes, holds: str
) -> None:
    (tmp_path / name).write_bytes(content)
    (fault,) = run(capsys, tmp_path / name, "--mode", "rail", status=2)["faults"]
    assert fault["code"] == "osm.no-osm"
    assert fault["message"] == f"the file holds {holds} as its name says"


def test_lost_nodes_are_counted_once(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    nodes = "".join(f'<node id="{i}" lat="22.{i}" lon="108"/>' for i in range(1, 5))
    refs = ((1, 2, 8, 3, 4), (4, 8, 9, 1), (3, 4))
    ways = "".join(
        f'<way id="{i}">{"".join(f"<nd ref={chr(34)}{ref}{chr(34)}/>" for ref in way)}'
        '<tag k="railway" v="rail"/></way>'
        for i, way in enumerate(refs, 1)
    )
    path = tmp_path / "cut.osm"
    path.write_text(f'<osm version="0.6">{nodes}{ways}</osm>', encoding="utf-8")
    answer = run(capsys, path, "--mode", "rail")
    counts = [answer[name] for name in ("ways", "cut_ways", "empty_ways", "lost_nodes", "parts")]
    assert counts == [2, 2, 1, 2, 2]
    assert answer["length_km"] == pytest.approx(3 * 11.119508, rel=1e-6)


@pytest.mark.parametrize("bbox", ["", "1,2,3,4,5", "a,b,c,d", "3,2,1,4", "1,2,3,91", "1,2,nan,4"])
def test_areas_that_are_none(capsys: pytest.CaptureFixture[str], bbox: str) -> None:
    (fault,) = run(capsys, "--bbox", bbox, "--mode", "rail", status=2)["faults"]
    assert fault["code"] == "option.bbox"


def test_a_server_is_no_use_for_files(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--mode", "rail", "--nominatim-url", "http://127.0.0.1:9")
    (fault,) = run(capsys, CLIPPED, *words, status=2)["faults"]
    assert fault["code"] == "option.unused"


def test_no_source_at_all(capsys: pytest.CaptureFixture[str]) -> None:
    (fault,) = run(capsys, "--mode", "rail", status=2)["faults"]
    assert fault["message"] == "give either files, or --place, or --bbox"


def test_unsaved_objects_of_two_files_are_not_mixed(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "draft.osm"
    path.write_text(
        '<osm version="0.6"><node id="-1" lat="22" lon="108"/><node id="-2" lat="22.1" lon="108"/>'
        '<way id="-3"><nd ref="-1"/><nd ref="-2"/><tag k="railway" v="rail"/></way></osm>',
        encoding="utf-8",
    )
    alone = run(capsys, path, "--mode", "rail")
    assert alone["length_km"] == pytest.approx(11.119508, rel=1e-6)
    (fault,) = run(capsys, path, CLIPPED, "--mode", "rail", status=2)["faults"]
    assert (fault["file"], fault["code"]) == (str(path), "osm.unsaved")


def test_a_folder_is_replaced_only_when_it_is_an_older_result(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    words = (CLIPPED, "--mode", "water", "--out", "found")
    run(capsys, *words)
    (fault,) = run(capsys, *words, status=2)["faults"]
    assert fault["code"] == "option.out"
    assert run(capsys, *words, "--overwrite")["mode"] == "water"
    assert [one.name for one in tmp_path.iterdir()] == ["found"]


def test_a_fault_while_writing_leaves_nothing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        msg = "no space left"
        raise OSError(msg)

    monkeypatch.setattr(osmnx, "save_graphml", full)
    assert main(["network", "import-osm", str(CLIPPED), "--mode", "rail", "--out", "found"]) == 1
    assert "no space left" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_text_for_people_by_the_installed_program(tmp_path: Path) -> None:
    command = [sys.executable, "-W", "error", "-m", "scenarios", "network", "import-osm"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(  # noqa: S603  # our own program
        [*command, str(CLIPPED), "--mode", "rail", "--tag", "railway=subway"],
        capture_output=True,
        check=False,
        cwd=tmp_path,
        encoding="utf-8",
        env=environment,
    )
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0].startswith("clipped.osm  sha256 ")
    assert lines[0].endswith("data of 2026-01-02T03:04:05Z")
    assert lines[1:] == [
        "rail: 50.0 km in 3 ways, 8 nodes, 3 parts",
        "  railway=rail                      50.0 km",
        "  2 ways cut, at nodes that the extract lacks",
        "  1 ways left out, with no two nodes in the extract",
        "no corridor link of rail has both ends in the extract",
        "© OpenStreetMap contributors, ODbL 1.0",
        f"written to {Path('out') / 'osm-rail'}",
    ]
