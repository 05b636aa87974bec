"""The schematic: labels stand apart, ribbons keep their sign, no boundary is drawn."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from scenarios.report import corridor_map as maps
from scenarios.report import svg
from scenarios.report.geometry import beside, curve
from scenarios.report.map_labels import entries, overlap
from scenarios.report.map_links import positions_of, read_links
from scenarios.report.words import Text, word

if TYPE_CHECKING:
    from scenarios.tables import Tables

YEAR = 2030


def data(tables: Tables, used: float = 0.5, **changes: float) -> maps.MapData:
    locks = {str(lock): used for lock in tables["locks"]["lock"]}
    return maps.MapData(tables, changes, locks, YEAR)


def drawn(shown: maps.MapData) -> ET.Element:
    return ET.fromstring(str(maps.corridor_map(shown, "m", Text("图", "map"))))  # noqa: S314


@pytest.mark.parametrize("used", [0.5, 0.95])
@pytest.mark.parametrize("index", [0, 1, 2])
def test_labels_do_not_overlap_in_either_language(tables: Tables, used: float, index: int) -> None:
    frame = maps.frames()[index]
    labels = maps.labels_of(frame, data(tables, used), positions_of(tables["places"]))
    assert labels
    for one, other in itertools.combinations(labels, 2):
        assert not overlap(one, other), (one.text, other.text)


@pytest.mark.parametrize("index", [0, 1, 2])
def test_labels_stay_inside_their_frame(tables: Tables, index: int) -> None:
    frame = maps.frames()[index]
    for label in maps.labels_of(frame, data(tables, 0.95), positions_of(tables["places"])):
        for box in (label.box("zh"), label.box("en")):
            assert frame.holds((box.left, box.top)), label.text
            assert frame.holds((box.right, box.bottom)), label.text


def test_every_label_names_a_place_of_the_tables(tables: Tables) -> None:
    assert {entry.place for entry in entries()} <= set(tables["places"]["place_id"])


def test_at_most_fifteen_cities_are_named() -> None:
    assert sum(entry.frame == "main" and entry.kind == "city" for entry in entries()) <= 15


def test_every_link_of_the_tables_has_a_line(tables: Tables) -> None:
    links = read_links(tables, positions_of(tables["places"]), YEAR)
    found = {one for link in links for one in link.link_ids}
    for name in ("road_links", "waterway_links", "sea_links"):
        assert set(tables[name]["link_id"]) <= found
    rail = tables["rail_links"]
    assert set(rail.loc[rail["freight_use"], "link_id"]) <= found


def test_more_is_solid_and_less_is_dashed(tables: Tables) -> None:
    shown = drawn(data(tables, R06=900.0, **{"pingtang--madao": -700.0}))
    wide = [one for one in shown.iter() if one.get("stroke-opacity")]
    main = [one for one in wide if one.get("stroke") in (svg.MORE, svg.LESS)]
    dashes = {one.get("stroke"): one.get("stroke-dasharray") for one in main}
    assert dashes[svg.MORE] is None
    assert dashes[svg.LESS]


def test_the_map_says_that_it_is_a_schematic(tables: Tables) -> None:
    text = "".join(drawn(data(tables)).itertext())
    assert word("map.note").zh in text
    assert word("map.note").en in text


def test_a_crowded_lock_is_written_with_its_percentage(tables: Tables) -> None:
    text = "".join(drawn(data(tables, 0.94)).itertext())
    assert "94%" in text
    assert "94%" not in "".join(drawn(data(tables, 0.5)).itertext())


def test_a_line_beside_keeps_its_side_whatever_the_direction() -> None:
    line = [(0.0, 0.0), (10.0, 0.0)]
    assert beside(line, 2.0) == beside(line[::-1], 2.0)


def test_a_curve_ends_where_it_should() -> None:
    points = curve((0, 0), (1, 1), (2, 0), (3, 5))
    assert (points[0], points[-1]) == ((1, 1), (2, 0))
