"""Overpass and Nominatim replayed on loopback: the answer follows the query, nothing else is asked.

The server knows a handful of ways and answers each filter by its own tags, as Overpass does. Any
connection that leaves this machine, and any look-up of another host, fails the test.
"""

from __future__ import annotations

import json
import os
import re
import socket
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import osmnx
import pytest

from networks.osm import MODE_TAGS
from scenarios.cli import main
from scenarios.network.osm_overpass import (
    ServerError,
    Servers,
    UnknownAreaError,
    ask_overpass,
    overpass_filters,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

TENTH_KM = 11.119508
AREA = (107.9, 21.9, 108.1, 22.25)
FILTER = re.compile(r'\["([^"]+)"~"([^"]+)"\]')

NODES = {i: (108.0, round(21.9 + i / 10, 1)) for i in range(1, 6)} | {9: (108.0, 30.0)}
WAYS: dict[int, tuple[list[int], dict[str, str]]] = {
    101: ([1, 2], {"railway": "rail", "usage": "main", "electrified": "contact_line"}),
    102: ([2, 3, 4], {"railway": "rail", "gauge": "1435"}),  # crosses the border of the area
    103: ([4, 5], {"railway": "rail"}),  # outside, but within what OSMnx asks for around it
    104: ([1, 3], {"railway": "subway"}),
    105: ([1, 2], {"waterway": "canal", "lock": "yes"}),
    106: ([2, 3], {"waterway": "river"}),
    107: ([1, 3], {"highway": "trunk", "oneway": "yes"}),
    108: ([1, 3], {"highway": "service"}),
}


@dataclass
class Replay:
    """What the server answers, and what it was asked."""

    url: str = ""
    queries: list[str] = field(default_factory=list)
    data: dict[str, Any] = field(default_factory=dict)
    status: int = 200
    body: bytes | None = None
    fixed: bool = False

    def answer(self, query: str) -> bytes:
        """Answer a query by its filters, unless told to give one answer to all."""
        self.queries.append(query)
        if self.body is not None:
            return self.body
        filters = FILTER.findall(query)
        ways = [
            one
            for one in self.data["elements"]
            if one["type"] == "way"
            and (
                self.fixed
                or all(re.search(values, one["tags"].get(key, "")) for key, values in filters)
            )
        ]
        named = {ref for way in ways for ref in way["nodes"]}
        nodes = [
            one for one in self.data["elements"] if one["type"] == "node" and one["id"] in named
        ]
        head = {key: value for key, value in self.data.items() if key != "elements"}
        return json.dumps({**head, "elements": [*nodes, *ways]}).encode()

    def place(self, name: str) -> bytes:
        """Answer a look-up of a place."""
        west, south, east, north = AREA
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        area = {"type": "Polygon", "coordinates": [ring]}
        shape = {"南宁": area, "a point": {"type": "Point", "coordinates": [west, south]}}.get(name)
        found = {
            "lat": "22",
            "lon": "108",
            "importance": 1,
            "boundingbox": ["21.9", "22.25", "107.9", "108.1"],
            "geojson": shape,
        }
        return json.dumps([found] if shape else []).encode()


def handmade() -> dict[str, Any]:
    nodes: list[dict[str, Any]] = [
        {"type": "node", "id": i, "lon": lon, "lat": lat} for i, (lon, lat) in NODES.items()
    ]
    ways: list[dict[str, Any]] = [
        {"type": "way", "id": i, "nodes": refs, "tags": tags} for i, (refs, tags) in WAYS.items()
    ]
    stated = {"timestamp_osm_base": "2026-09-10T00:00:00Z"}
    return {"version": 0.6, "osm3s": stated, "elements": [*nodes, *ways]}


@contextmanager
def serving(replay: Replay) -> Iterator[Replay]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            form = parse_qs(self.rfile.read(length).decode())
            self.give(replay.answer(form["data"][0]) if self.path == "/api/interpreter" else b"")

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            assert parts.path == "/search", self.path
            self.give(replay.place(parse_qs(parts.query)["q"][0]))

        def give(self, body: bytes) -> None:
            self.send_response(replay.status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    replay.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield replay
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def replay() -> Iterator[Replay]:
    with serving(Replay(data=handmade())) as one:
        yield one


@pytest.fixture(autouse=True)
def loopback_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Refuse every address but this machine's, and work in an empty folder."""
    connect, by_name, lookup = socket.socket.connect, socket.gethostbyname, socket.getaddrinfo

    def refuse(host: object) -> None:
        if str(host) not in {"127.0.0.1", "localhost", "::1"}:
            pytest.fail(f"an outside address was asked: {host}")

    def guarded_connect(self: socket.socket, address: Any) -> None:  # noqa: ANN401
        refuse(address[0])
        connect(self, address)

    def guarded_name(host: str) -> str:
        refuse(host)
        return by_name(host)

    def guarded_lookup(host: Any, *more: Any, **named: Any) -> Any:  # noqa: ANN401
        refuse(host)
        return lookup(host, *more, **named)

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket, "gethostbyname", guarded_name)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_lookup)
    monkeypatch.setattr(time, "sleep", lambda _: None)
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://proxy.example:3128")  # loopback is reached without
    monkeypatch.chdir(tmp_path)


def servers(replay: Replay) -> Servers:
    return Servers(f"{replay.url}/api/interpreter", f"{replay.url}/search")


def test_each_mode_gets_its_own_ways_with_all_their_tags(replay: Replay) -> None:
    for mode, expected in {"rail": {101, 102}, "water": {105, 106}, "road": {107}}.items():
        source, extract, _ = ask_overpass(AREA, MODE_TAGS[mode], servers(replay))
        assert set(extract.ways) == expected
        for way_id, way in extract.ways.items():
            assert way.tags == WAYS[way_id][1]  # also those that OSMnx drops by default
            assert any(way.tags.get(key) == value for key, value in MODE_TAGS[mode])
        assert source.timestamp == "2026-09-10T00:00:00Z"
        assert source.name.endswith("/api 107.9,21.9,108.1,22.25")
    assert all(query.startswith("[out:json]") for query in replay.queries)
    assert [FILTER.findall(query)[0][0] for query in replay.queries] == [
        "railway",
        "waterway",
        "highway",
    ]


def test_a_way_that_crosses_the_border_is_kept_whole(replay: Replay) -> None:
    _, extract, _ = ask_overpass(AREA, MODE_TAGS["rail"], servers(replay))
    assert extract.ways[102].refs == (2, 3, 4)
    assert set(extract.nodes) == {1, 2, 3, 4}


def test_ways_of_other_tags_are_left_out_whatever_the_server_sends(replay: Replay) -> None:
    replay.fixed = True
    _, extract, elements = ask_overpass(AREA, MODE_TAGS["rail"], servers(replay))
    assert set(extract.ways) == {101, 102}
    assert len([one for one in elements if one["type"] == "way"]) == len(WAYS)


def test_a_filter_for_each_key_with_its_values_quoted() -> None:
    tags = [*MODE_TAGS["water"], ("lock", "yes"), ("ref", 'a"b.c')]
    assert overpass_filters(tags) == [
        '["waterway"~"^(river|canal)$"]',
        '["lock"~"^(yes)$"]',
        r'["ref"~"^(a\"b\\.c)$"]',
    ]


def test_a_place_is_looked_up_first(replay: Replay) -> None:
    source, extract, _ = ask_overpass("南宁", MODE_TAGS["rail"], servers(replay))
    assert set(extract.ways) == {101, 102}
    assert source.name.endswith("南宁")


@pytest.mark.parametrize("name", ["nowhere", "a point"])
def test_a_place_without_an_area_is_refused(replay: Replay, name: str) -> None:
    with pytest.raises(UnknownAreaError, match=f'knows no area named "{name}"'):
        ask_overpass(name, MODE_TAGS["rail"], servers(replay))


def test_settings_are_as_before_and_nothing_is_cached(replay: Replay, tmp_path: Path) -> None:
    names = [name for name in dir(osmnx.settings) if name.islower() and not name.startswith("_")]
    before = {name: getattr(osmnx.settings, name) for name in names}
    lookup = socket.getaddrinfo
    ask_overpass("南宁", MODE_TAGS["rail"], servers(replay))
    assert {name: getattr(osmnx.settings, name) for name in names} == before
    assert socket.getaddrinfo is lookup
    assert list(tmp_path.iterdir()) == []


def test_a_large_area_is_asked_in_pieces_and_each_way_counts_once(replay: Replay) -> None:
    wide = (107.0, 21.0, 109.0, 23.0)
    _, extract, _ = ask_overpass(wide, MODE_TAGS["rail"], servers(replay))
    assert len(replay.queries) > 10
    assert set(extract.ways) == {101, 102, 103}


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (400, b"bad query", "answered 400"),
        (429, b"", "answered 429"),
        (200, b"<html>busy</html>", "no JSON"),
        (200, b'{"elements": [], "remark": "Query timed out"}', "Query timed out"),
        (200, b"[]", "another kind"),
        (200, b"{}", "not of Overpass"),
    ],
)
def test_a_server_that_gives_no_data_is_told(
    replay: Replay, status: int, body: bytes, words: str
) -> None:
    replay.status, replay.body = status, body
    with pytest.raises(ServerError, match=words):
        ask_overpass(AREA, MODE_TAGS["rail"], servers(replay))


def test_a_server_that_is_not_there_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(ServerError, match=r"no answer from 127\.0\.0\.1"):
        ask_overpass(AREA, MODE_TAGS["rail"], Servers(f"http://127.0.0.1:{port}/api"))


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, Any]]:
    status = main(["network", "import-osm", *words, "--json"])
    return status, json.loads(capsys.readouterr().out)


def test_the_command_asks_the_server(
    replay: Replay, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    status, document = run(
        capsys,
        *("--bbox", "107.9,21.9,108.1,22.25", "--mode", "rail", "--out", "found"),
        *("--overpass-url", f"{replay.url}/api"),
    )
    assert status == 0
    assert document["length_km"] == pytest.approx(3 * TENTH_KM, rel=1e-6)
    assert document["by_tag"] == {"railway=rail": pytest.approx(3 * TENTH_KM, rel=1e-6)}
    assert [one.name for one in tmp_path.iterdir()] == ["found"]


def test_an_answer_with_nothing_wanted_names_what_it_holds(
    replay: Replay, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    replay.fixed = True
    replay.data["elements"] = [
        one for one in replay.data["elements"] if "railway" not in one.get("tags", {})
    ]
    status, document = run(
        capsys,
        *("--place", "南宁", "--mode", "rail", "--out", "found"),
        *("--overpass-url", f"{replay.url}/api", "--nominatim-url", replay.url),
    )
    assert status == 2
    (fault,) = document["faults"]
    assert fault["code"] == "osm.nothing"
    assert "of 4 ways the extract holds waterway 2, highway 2" in fault["message"]
    assert list(tmp_path.iterdir()) == []


def test_a_real_answer_replayed(capsys: pytest.CaptureFixture[str]) -> None:
    beside = Path(__file__).parents[3] / "shared" / "data" / "geo"
    path = Path(os.environ.get("LANDSEA_GEO", beside)) / "overpass_hanoi_a.json"
    if not path.is_file():
        pytest.skip(f"{path.name} is not here")
    with serving(Replay(data=json.loads(path.read_text(encoding="utf-8")))) as replay:
        area = ("--bbox", "105.7,20.9,106.0,21.2", "--overpass-url", f"{replay.url}/api")
        status, document = run(capsys, *area, "--mode", "road")
        assert status == 0
        assert document["ways"] == 106 + 76 + 42  # without ramps and residential streets
        assert set(document["by_tag"]) == {
            f"highway={kind}" for kind in ("primary", "secondary", "tertiary")
        }
        assert document["files"][0]["timestamp"] == "2023-12-22T11:37:30Z"
        status, document = run(capsys, *area, "--mode", "rail")
    assert status == 2
    assert "railway=rail" in document["faults"][0]["message"]
