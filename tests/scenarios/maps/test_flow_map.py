"""The map of the report: labels stand apart, ribbons keep their sign and their side."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest

from scenarios.display import svg
from scenarios.display.words import Text, word
from scenarios.maps import flow_map as maps
from scenarios.maps.layers import scene_of
from scenarios.maps.view import views_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree import ElementTree as ET

    from scenarios.maps.voice import Language
    from scenarios.tables.reading import Tables

YEAR = 2030


def data(tables: Tables, used: float = 0.5, **changes: float) -> maps.FlowData:
    locks = {str(lock): used for lock in tables["locks"]["lock"]}
    return maps.FlowData(tables, changes, locks, YEAR)


def drawn(shown: maps.FlowData) -> str:
    return str(maps.flow_map(shown, "m", Text("图", "map")))


@pytest.mark.parametrize("layout", ["zh", "en"])
@pytest.mark.parametrize("used", [0.5, 0.95])
@pytest.mark.parametrize("index", range(4))
def test_labels_do_not_overlap(tables: Tables, used: float, index: int, layout: Language) -> None:
    view = views_of(scene_of(tables, YEAR))[index]
    labels = maps.labels_of(view, data(tables, used), layout)
    assert labels
    for one, other in itertools.combinations(labels, 2):
        assert not one.meets(other), (one.wanted.text, other.wanted.text)
    for label in labels:
        assert view.ground.free(label), label.wanted.text


def test_every_lock_is_named_whatever_its_use(tables: Tables) -> None:
    text = drawn(data(tables, 0.5))
    for name in ("百龙滩", "Qiaogong", "长洲枢纽", "Laokou", "百色升船机"):
        assert f">{name}<" in text


def test_more_is_solid_and_less_is_dashed(
    tables: Tables, parsed: Callable[[object], ET.Element]
) -> None:
    shown = parsed(drawn(data(tables, R06=900.0, **{"pingtang--madao": -700.0})))
    wide = [one for one in shown.iter() if one.get("stroke") in (svg.MORE, svg.LESS)]
    dashes = {one.get("stroke"): one.get("stroke-dasharray") for one in wide}
    assert dashes[svg.MORE] is None
    assert dashes[svg.LESS]


def test_a_ribbon_tells_its_line_and_its_change(tables: Tables) -> None:
    text = drawn(data(tables, R06=900.0))
    assert "+90万吨" in text
    assert "+0.90" in text or "+900" in text


def test_access_links_carry_ribbons_too(tables: Tables) -> None:
    assert "+90万吨" in drawn(data(tables, A01=900.0))


def test_the_map_says_that_it_is_a_schematic_and_whose_shapes_it_shows(tables: Tables) -> None:
    text = drawn(data(tables))
    assert word("map.note").zh in text
    assert word("map.note").en in text
    assert "© OpenStreetMap contributors, ODbL" in text
    assert "Made with Natural Earth" in text


def test_a_crowded_lock_is_written_with_its_percentage(tables: Tables) -> None:
    assert "94%" in drawn(data(tables, 0.94))
    assert "94%" not in drawn(data(tables, 0.5))


def test_without_changes_there_is_no_ribbon(
    tables: Tables, parsed: Callable[[object], ET.Element]
) -> None:
    colours = {one.get("stroke") for one in parsed(drawn(data(tables))).iter()}
    assert not colours & {svg.MORE, svg.LESS}
