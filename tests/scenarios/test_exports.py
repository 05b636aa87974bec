"""Exports: read back by the libraries of their formats, and refused where the input is wrong."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import frictionless
import geopandas as gpd
import networkx as nx
import pandas as pd
import pyogrio
import pytest

from networks import MODES
from networks.frames import network_frames
from scenarios.cli import main
from scenarios.inputs import network_of, transport_parameters
from scenarios.network import exports
from scenarios.network.exports import (
    FORMATS,
    GEOPACKAGE,
    GRAPHML,
    OSM_CREDIT,
    Scope,
    export_network,
)
from scenarios.network.gmns import USES, Resource, gmns_tables
from scenarios.plan.plan import load_plan
from scenarios.tables.reading import Tables, read_tables

if TYPE_CHECKING:
    from collections.abc import Callable

    from networks.frames import NetworkFrames

PAGE = Path(__file__).parents[2] / "docs" / "export-fields.md"
CANAL = {"madao", "qishi", "qingnian"}
ALWAYS = ["ATTRIBUTION.txt", "manifest.json"]


@pytest.fixture(scope="module")
def shipped() -> Tables:
    return read_tables()


@pytest.fixture(scope="module")
def scope_of(shipped: Tables) -> Callable[..., Scope]:
    """Make the scope of a shipped plan and year."""
    parameters = transport_parameters(shipped)

    def make(year: int = 2030, plan: str = "reference") -> Scope:
        loaded = load_plan(plan, shipped)
        changes = loaded.changes(year)
        frames = network_frames(network_of(shipped, changes, year, parameters), shipped, changes)
        return Scope(frames, shipped, year, loaded.name, loaded.title.en)

    return make


@pytest.fixture(scope="module")
def gmns(scope_of: Callable[..., Scope], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Export 2030 under water-first as GMNS."""
    folder = tmp_path_factory.mktemp("gmns") / "network"
    export_network(scope_of(plan="water-first"), "gmns", folder)
    return folder


def table(folder: Path, name: str) -> pd.DataFrame:
    return pd.read_csv(folder / f"{name}.csv", dtype={"line": str}, keep_default_na=True)


def resources_of(scope: Scope) -> tuple[Resource, ...]:
    sources = exports.used_sources(scope)
    return gmns_tables(
        scope.frames, scope.tables.schemas, sources, year=scope.year, plan=scope.plan
    )


def sums_km(frames: NetworkFrames) -> dict[str, float]:
    return frames.lengths_km()


# --- GMNS


def test_the_data_package_is_valid(gmns: Path) -> None:
    report = frictionless.validate(str(gmns / "datapackage.json"))
    assert report.valid, report.flatten(["resourceName", "rowNumber", "fieldName", "message"])
    package = json.loads((gmns / "datapackage.json").read_text(encoding="utf-8"))
    names = [one["name"] for one in package["resources"]]
    assert {f"{name}.csv" for name in names} == {path.name for path in gmns.glob("*.csv")}
    assert set(names) >= {"node", "link", "geometry", "use_definition", "use_group", "config"}


@pytest.mark.parametrize(
    ("file", "column", "value", "error"),
    [
        ("link", "length", "-1", "constraint-error"),
        ("link", "length", "long", "type-error"),
        ("link", "directed", "", "constraint-error"),
        ("link", "from_node_id", "nowhere", "foreign-key"),
        ("link", "geometry_id", "nothing", "foreign-key"),
        ("link", "mode", "air", "constraint-error"),
        ("node", "x_coord", "", "constraint-error"),
        ("lock", "chamber_length_m", "9999", "constraint-error"),
        ("lock", "node_id", "nowhere", "foreign-key"),
        ("config", "id_type", "text", "constraint-error"),
    ],
)
def test_a_broken_cell_makes_the_package_invalid(
    gmns: Path, tmp_path: Path, file: str, column: str, value: str, error: str
) -> None:
    copy = shutil.copytree(gmns, tmp_path / "copy")
    frame = pd.read_csv(copy / f"{file}.csv", dtype=str)
    frame.loc[0, column] = value
    frame.to_csv(copy / f"{file}.csv", index=False)
    report = frictionless.validate(str(copy / "datapackage.json"))
    assert not report.valid
    assert error in {found for (found,) in report.flatten(["type"])}


def test_a_doubled_id_makes_the_package_invalid(gmns: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(gmns, tmp_path / "copy")
    lines = (copy / "link.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (copy / "link.csv").write_text("".join([*lines, lines[-1]]), encoding="utf-8")
    report = frictionless.validate(str(copy / "datapackage.json"))
    assert {found for (found,) in report.flatten(["type"])} == {"primary-key"}


def test_gmns_fields_are_named_and_typed_as_in_the_specification(gmns: Path) -> None:
    expected = {
        "node": {"node_id": "any", "name": "string", "x_coord": "number", "y_coord": "number"},
        "link": {
            "link_id": "any",
            "from_node_id": "any",
            "to_node_id": "any",
            "directed": "boolean",
            "geometry_id": "any",
            "dir_flag": "integer",
            "length": "number",
            "facility_type": "string",
            "free_speed": "number",
            "lanes": "integer",
            "allowed_uses": "string",
            "toll": "number",
        },
        "geometry": {"geometry_id": "any", "geometry": "any"},
        "use_definition": {"use": "string", "persons_per_vehicle": "number", "pce": "number"},
        "use_group": {"use_group": "string", "uses": "string", "description": "string"},
        "config": {"long_length": "any", "crs": "any", "version_number": "number"},
    }
    package = json.loads((gmns / "datapackage.json").read_text(encoding="utf-8"))
    for one in package["resources"]:
        fields = {field["name"]: field for field in one["schema"]["fields"]}
        for name, kind in expected.get(one["name"], {}).items():
            assert (fields[name]["type"], fields[name]["origin"]) == (kind, "GMNS"), name
        assert all(field["description"].endswith(".") for field in fields.values())


def test_links_are_undirected_in_kilometres_and_used_by_mode(gmns: Path) -> None:
    link, config = table(gmns, "link"), table(gmns, "config")
    uses = set(table(gmns, "use_definition")["use"])
    assert not link["directed"].any()
    assert (link["dir_flag"] == 0).all()
    assert (link["allowed_uses"] == link["mode"].map(USES)).all()
    assert set(link["allowed_uses"]) == uses
    groups = table(gmns, "use_group")["uses"].str.split(",").explode()
    assert set(groups) <= uses
    assert len(config) == 1
    row = config.iloc[0]
    assert (row["long_length"], row["short_length"], row["crs"]) == ("km", "m", "EPSG:4326")
    assert (row["version_number"], row["network_year"], row["plan"]) == (0.96, 2030, "water-first")


def test_gmns_holds_the_network(gmns: Path, scope_of: Callable[..., Scope]) -> None:
    frames = scope_of(plan="water-first").frames
    link, node = table(gmns, "link"), table(gmns, "node")
    assert link.groupby("mode")["length"].sum().to_dict() == pytest.approx(sums_km(frames))
    assert {*link["from_node_id"], *link["to_node_id"]} <= set(node["node_id"])
    names = dict(zip(node["node_id"], node["name_zh"], strict=True))
    assert names["NNG"].startswith("南宁")
    shapes = gpd.GeoSeries.from_wkt(table(gmns, "geometry")["geometry"], crs="EPSG:4326")
    assert shapes.geom_equals_exact(frames.links.geometry, 1e-6).all()


def test_every_source_of_a_row_is_listed(gmns: Path) -> None:
    listed = set(table(gmns, "sources")["source_id"])
    for name in ("node", "link", "geometry", "lock", "use_definition"):
        ids = table(gmns, name)["source"].dropna().astype(str).str.split(";").explode()
        assert set(ids) <= listed, name
    assert "plan" in listed


def test_every_field_is_in_the_manual(scope_of: Callable[..., Scope]) -> None:
    text = PAGE.read_text(encoding="utf-8")
    missing = []
    for resource in resources_of(scope_of()):
        section = re.search(
            rf"^### {resource.name}\.csv\n(.*?)(?=^#|\Z)", text, re.MULTILINE | re.DOTALL
        )
        assert section, resource.name
        for one in resource.fields:
            row = f"| `{one.name}` | {'GMNS' if one.gmns else 'landsea'} | {one.type} |"
            row += f" {one.unit} | {one.meaning} |"
            if row not in section[1].splitlines():
                missing.append(f"{resource.name}.csv: {row}")
    assert not missing, "\n".join(missing)


# --- years and plans


def test_the_pinglu_canal_is_in_the_export_of_2030_and_not_in_that_of_2024(
    scope_of: Callable[..., Scope], tmp_path: Path
) -> None:
    for year in (2024, 2030):
        export_network(scope_of(year), "gmns", tmp_path / str(year))
    before, after = (table(tmp_path / str(year), "link") for year in (2024, 2030))
    assert "canal" not in set(before["facility_type"])
    assert "canal" in set(after["facility_type"])
    assert not CANAL & set(table(tmp_path / "2024", "node")["node_id"])
    assert not CANAL & set(table(tmp_path / "2024", "lock")["node_id"])
    assert set(table(tmp_path / "2030", "lock")["node_id"]) >= CANAL


def test_a_plan_shows_in_the_export(gmns: Path, scope_of: Callable[..., Scope]) -> None:
    base = {one.name: one.frame for one in resources_of(scope_of())}
    link, lock = table(gmns, "link").set_index("link_id"), table(gmns, "lock")
    deeper = link.loc["changzhou--TXN"]
    assert (deeper["depth_m"], deeper["plan_fields"]) == (4.5, "depth_m")
    before = base["link"].set_index("link_id")["depth_m"]
    assert before["changzhou--TXN"] < 4.5
    lines = lock.loc[lock["plan_line"], ["node_id", "line", "sill_depth_m"]].to_dict("records")
    assert {"node_id": "changzhou", "line": "5", "sill_depth_m": 5.8} in lines
    assert not base["lock"]["plan_line"].any()


# --- GeoPackage


def test_the_geopackage_has_a_layer_for_each_mode(
    scope_of: Callable[..., Scope], tmp_path: Path
) -> None:
    scope = scope_of(plan="water-first")
    frames = scope.frames
    document = export_network(scope, "gpkg", tmp_path / "out")
    path = tmp_path / "out" / GEOPACKAGE
    layers = dict(pyogrio.list_layers(path).tolist())
    points = dict.fromkeys(("nodes", "locks"), "Point")
    assert layers == {**dict.fromkeys(MODES, "LineString"), **points, "sources": None}
    for mode in MODES:
        layer = gpd.read_file(path, layer=mode)
        assert (len(layer), layer.crs.to_epsg()) == (document["links"][mode], 4326)
        assert set(layer.geom_type) == {"LineString"}
        assert layer["length_km"].sum() == pytest.approx(sums_km(frames)[mode])
        held = frames.links[frames.links["mode"] == mode].reset_index(drop=True)
        assert layer["link_id"].tolist() == held["link_id"].tolist()
        assert layer.geometry.geom_equals_exact(held.geometry, 1e-9).all()
        lost = set(held.dropna(axis=1, how="all").columns) - set(layer.columns)
        assert not lost, mode
    nodes = gpd.read_file(path, layer="nodes").set_index("place_id")
    assert nodes["name_zh"].to_dict() == dict(
        zip(frames.nodes["place_id"], frames.nodes["name_zh"], strict=True)
    )
    assert set(nodes.geom_type) == {"Point"}
    locks = gpd.read_file(path, layer="locks")
    assert len(locks) == len(frames.locks)
    assert locks["name_zh"].str.contains("长洲").any()
    assert OSM_CREDIT in pyogrio.read_info(path, layer="rail")["layer_metadata"]["attribution"]
    assert len(gpd.read_file(path, layer="sources")) == len(exports.used_sources(scope))


def test_layers_hold_the_fields_of_their_mode(
    scope_of: Callable[..., Scope], tmp_path: Path
) -> None:
    export_network(scope_of(2024), "gpkg", tmp_path / "out")
    columns = {
        mode: set(gpd.read_file(tmp_path / "out" / GEOPACKAGE, layer=mode).columns)
        for mode in MODES
    }
    assert {"max_draught_m", "depth_assumed", "waterway_class"} <= columns["inland_water"]
    assert {"electrified", "gauge_mm", "freight_paths_per_day"} <= columns["rail"]
    assert {"toll_low_cny_per_km", "lanes", "lanes_assumed"} <= columns["road"]
    assert all("projects" in found for found in columns.values())
    assert [mode for mode in MODES if "depth_m" in columns[mode]] == ["inland_water", "sea"]
    assert not {"depth_assumed", "electrified"} & (columns["road"] | columns["sea"])
    assert [mode for mode in MODES if "design_speed_kmh" in columns[mode]] == ["road"]


def test_a_mode_without_links_is_an_empty_layer(
    scope_of: Callable[..., Scope], tmp_path: Path
) -> None:
    scope = scope_of()
    links = scope.frames.links
    frames = type(scope.frames)(
        scope.frames.nodes, links[links["mode"] != "sea"], scope.frames.locks
    )
    less = Scope(frames, scope.tables, scope.year, scope.plan, scope.plan_title)
    document = export_network(less, "gpkg", tmp_path / "out")
    assert (document["links"]["sea"], document["km"]["sea"]) == (0, 0.0)
    assert gpd.read_file(tmp_path / "out" / GEOPACKAGE, layer="sea").empty


# --- GraphML


def test_the_graph_is_read_by_networkx(scope_of: Callable[..., Scope], tmp_path: Path) -> None:
    scope = scope_of(plan="water-first")
    frames = scope.frames
    export_network(scope, "graphml", tmp_path / "out")
    graph = nx.read_graphml(tmp_path / "out" / GRAPHML)
    assert isinstance(graph, nx.MultiGraph)
    assert set(graph.nodes) == set(frames.nodes["place_id"])
    edges = {key: (start, end, data) for start, end, key, data in graph.edges(keys=True, data=True)}
    assert set(edges) == set(frames.links["link_id"])
    for mode, km in sums_km(frames).items():
        part = [data for *_, data in edges.values() if data["mode"] == mode]
        assert len(part) == frames.counts()[mode]
        assert sum(data["length_km"] for data in part) == pytest.approx(km)
    assert all({start, end} == {d["from_place"], d["to_place"]} for start, end, d in edges.values())
    assert graph.nodes["NNG"]["name_zh"].startswith("南宁")
    chambers = json.loads(graph.nodes["changzhou"]["chambers"])
    assert [one["line"] for one in chambers] == ["1", "2", "3", "4", "5"]
    assert graph.graph["attribution"].startswith(OSM_CREDIT)
    wired = [data["electrified"] for *_, data in edges.values() if data["mode"] == "rail"]
    assert all(isinstance(one, bool) for one in wired)


# --- licences


def test_the_licence_goes_with_the_export(gmns: Path, scope_of: Callable[..., Scope]) -> None:
    text = (gmns / "ATTRIBUTION.txt").read_text(encoding="utf-8")
    assert OSM_CREDIT in text
    assert "https://opendatacommons.org/licenses/odbl/1-0/" in text
    assert "not for navigation" in text
    traced = (table(gmns, "geometry")["basis"] == "traced").sum()
    assert f"The lines of {traced} links are traced on OpenStreetMap" in text
    for one in exports.used_sources(scope_of(plan="water-first"))["source_id"]:
        assert f"\n{one}: " in text
    package = json.loads((gmns / "datapackage.json").read_text(encoding="utf-8"))
    assert [one["name"] for one in package["licenses"]] == ["ODbL-1.0"]


def test_without_openstreetmap_there_is_no_credit_to_it(scope_of: Callable[..., Scope]) -> None:
    scope = scope_of()
    sources = exports.used_sources(scope)
    own = sources[sources["publisher"] == "landsea"]
    own = own[~own["note"].fillna("").str.contains("OpenStreetMap|ODbL")]
    own = own[~own["title"].str.contains("OpenStreetMap|ODbL")]
    assert len(own)
    assert "OpenStreetMap" not in exports.attribution(own)
    assert "ODbL" not in exports.attribution_text(scope, own)


# --- the command


def run(*words: str) -> int:
    return main(["network", "export", *words])


@pytest.mark.parametrize("kind", list(FORMATS))
def test_the_command_writes_and_says_what(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], shipped: Tables
) -> None:
    out = tmp_path / "deep" / "network"
    assert run("--format", kind, "--year", "2027", "--out", str(out), "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["out"], document["format"]) == (str(out), kind)
    assert (document["year"], document["plan"]) == (2027, "reference")
    assert document["files"] == sorted(path.name for path in out.iterdir())
    assert set(document["files"]) > set(ALWAYS)
    assert list(document["links"]) == list(document["km"]) == list(MODES)
    assert document["attribution"].startswith(OSM_CREDIT)
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["tables_digest"] == shipped.digest
    assert {**manifest, "out": str(out)}.items() >= document.items()
    assert [path.name for path in out.parent.iterdir()] == ["network"]


def test_the_command_speaks_to_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--out", str(tmp_path / "out")) == 0
    text = capsys.readouterr().out
    assert "network of 2030, plan reference, as gmns" in text
    assert "inland_water links" in text


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        (["--format", "shp"], {"option.format"}),
        (["--year", "1999"], {"option.year"}),
        (["--format", "shp", "--year", "soon"], {"option.format", "option.year"}),
        (["--plan", "no-such-plan"], None),
        (["--tables", "no-such-folder"], {"option.tables"}),
    ],
)
def test_wrong_input_is_refused_and_nothing_is_written(
    words: list[str], codes: set[str] | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*words, "--out", str(tmp_path / "out"), "--json") == 2
    faults = json.loads(capsys.readouterr().out)["faults"]
    assert faults
    assert codes is None or {fault["code"] for fault in faults} == codes
    assert not list(tmp_path.iterdir())


def test_tables_that_lack_every_lock_are_refused(
    shipped: Tables, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine, out = tmp_path / "mine", tmp_path / "out"
    mine.mkdir()
    header = ",".join(shipped.schemas["locks"].names)
    (mine / "locks.csv").write_text(header + "\n", encoding="utf-8")
    assert run("--format", "gmns", "--tables", str(mine), "--out", str(out), "--json") == 2
    faults = json.loads(capsys.readouterr().out)["faults"]
    assert [fault["code"] for fault in faults] == ["table.coverage"]
    assert not out.exists()


def test_a_folder_must_be_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--format", "gmns") == 2
    assert "--out" in capsys.readouterr().err


def test_an_existing_folder_is_kept_unless_it_may_be_replaced(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert run("--out", str(out), "--format", "graphml") == 0
    assert run("--out", str(out), "--format", "gmns") == 2
    assert "--overwrite" in capsys.readouterr().err
    assert (out / GRAPHML).is_file()
    assert run("--out", str(out), "--format", "gmns", "--overwrite") == 0
    assert not (out / GRAPHML).exists()
    assert (out / "link.csv").is_file()


def test_a_folder_of_something_else_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("x", encoding="utf-8")
    assert run("--out", str(tmp_path), "--overwrite") == 2
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]


def test_an_export_that_fails_leaves_nothing(
    scope_of: Callable[..., Scope], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scope, out = scope_of(), tmp_path / "out"
    export_network(scope, "graphml", out)
    held = {path.name: path.read_bytes() for path in out.iterdir()}

    def fail(*_: Any) -> str:  # noqa: ANN401
        message = "disk full"
        raise OSError(message)

    monkeypatch.setattr(exports, "attribution_text", fail)
    with pytest.raises(OSError, match="disk full"):
        export_network(scope, "gmns", out)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == held
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_exports_are_the_same_every_time(scope_of: Callable[..., Scope], tmp_path: Path) -> None:
    for kind in ("gmns", "graphml"):
        for name in ("a", "b"):
            export_network(scope_of(), kind, tmp_path / name / kind)
        first, second = (tmp_path / name / kind for name in ("a", "b"))
        assert {path.name: path.read_bytes() for path in first.iterdir()} == {
            path.name: path.read_bytes() for path in second.iterdir()
        }
