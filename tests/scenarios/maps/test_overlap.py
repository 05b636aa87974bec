"""Nothing on the network map covers anything else: symbols, locks, labels, badges and lines.

Shapes are held against each other as they are drawn: bars of locks turned across their river,
discs of badges, boxes of the real widths of glyphs, and the links of the network as lines.
"""

from __future__ import annotations

import itertools
from dataclasses import astuple
from functools import cache
from typing import TYPE_CHECKING, Any, cast

import pytest
from shapely import LineString, MultiLineString, Point, box

from scenarios.fonts import text_width
from scenarios.maps import layers, marks
from scenarios.maps import network_map as maps
from scenarios.maps.badges import BADGE
from scenarios.maps.frames import corners
from scenarios.maps.label_table import table_labels
from scenarios.maps.lock_labels import lock_labels
from scenarios.maps.view import views_of
from scenarios.maps.voice import Voice
from scenarios.plan.plan import load_plan
from scenarios.tables.reading import Tables, read_tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shapely.geometry.base import BaseGeometry

    from scenarios.maps.labels import Label
    from scenarios.maps.view import View
    from scenarios.maps.voice import Language

CASES = [
    pytest.param(year, plan, layout, id=f"{year}-{plan}-{layout}")
    for year, plan in itertools.product((2024, 2026, 2030), ("reference", "water-first"))
    for layout in ("zh", "en", "both")
]
cases = pytest.mark.parametrize(("year", "plan", "layout"), CASES)


@cache
def shipped() -> Tables:
    """Read the tables once."""
    return read_tables()


@cache
def drawn(year: int, plan: str, layout: str) -> tuple[maps.NetworkMap, list[View]]:
    """Return a map and its views."""
    tables = shipped()
    voice = Voice(cast("Any", layout))
    shown = maps.network_map_of(tables, load_plan(plan, tables), year, voice)
    return shown, views_of(shown.scene)


@cache
def labelled(year: int, plan: str, layout: Language) -> list[tuple[View, list[Label]]]:
    """Return the labels of each view of a map."""
    shown, views = drawn(year, plan, layout)
    return [(view, maps.labels_of(view, shown, layout)) for view in views]


def shape(label: Label) -> BaseGeometry:
    """Return the ground of a label."""
    return box(*astuple(label.box))


def symbols(view: View) -> Iterator[tuple[str, BaseGeometry]]:
    """Yield places and locks as they are drawn."""
    radius = {"junction": 2.5, "river_port": 3.3, "city": 3.9, "port_city": 4.1}
    for (x, y), kind, place in marks.place_points(view.frame, view.scene):
        if kind in ("sea_port", "rail_terminal", "border"):
            yield place, box(x - 3.6, y - 4, x + 3.6, y + 3.6)
        else:
            yield place, Point(x, y).buffer(radius[kind])
    for sign in view.signs:
        bar = LineString(sign.ends).buffer(sign.thick / 2, cap_style="flat")
        yield f"lock {sign.lock}", bar


@pytest.mark.parametrize("index", range(4))
def test_no_symbol_covers_another_one(index: int) -> None:
    found = list(symbols(drawn(2030, "reference", "zh")[1][index]))
    assert len(found) >= 8
    for (name, one), (other_name, other) in itertools.combinations(found, 2):
        assert not one.intersects(other), (name, other_name)


@pytest.mark.parametrize("index", range(4))
def test_locks_stay_on_their_river_and_lie_across_it(index: int) -> None:
    view = drawn(2030, "reference", "zh")[1][index]
    rivers = MultiLineString([line for link, line in view.lines if link.mode == "inland_water"])
    for sign in view.signs:
        own = Point(view.frame.point(*view.scene.positions[sign.lock]))
        assert own.distance(Point(sign.point)) <= 26.0
        away = rivers.distance(Point(sign.point))
        assert away < 0.5 or sign.lock == "baise_lift", sign.lock
        assert LineString(sign.ends).length == pytest.approx(2 * sign.half)


def test_locks_keep_their_order_along_the_river() -> None:
    view = drawn(2030, "reference", "zh")[1][0]
    across = {sign.lock: sign.point[0] for sign in view.signs}
    youjiang = ["baise_lift", "baise_dam", "naji", "yuliang", "jinjitan", "laokou"]
    assert sorted(youjiang, key=across.__getitem__) == youjiang
    canal = {sign.lock: sign.point[1] for sign in view.signs}
    assert canal["madao"] < canal["qishi"] < canal["qingnian"]


@cases
def test_labels_cover_nothing_and_stay_inside(year: int, plan: str, layout: Language) -> None:
    for view, labels in labelled(year, plan, layout):
        ground = list(symbols(view))
        ground += [("corner", box(*astuple(one))) for one in corners(view.frame)]
        assert len(labels) >= 6
        for one, other in itertools.combinations(labels, 2):
            assert not one.meets(other), (one.wanted.text, other.wanted.text)
        for label in labels:
            assert view.frame.holds((label.box.left, label.box.top)), label.wanted.text
            assert view.frame.holds((label.box.right, label.box.bottom)), label.wanted.text
            met = [name for name, one in ground if one.intersects(shape(label))]
            assert not met, (label.wanted.text, met)


@cases
def test_leaders_cross_no_symbol_and_no_other_label(year: int, plan: str, layout: Language) -> None:
    for view, labels in labelled(year, plan, layout):
        marked = list(symbols(view))
        for label in labels:
            if label.leader:
                led = LineString(label.leader)
                met = [name for name, one in marked if one.intersects(led)]
                others = [one for one in labels if one is not label]
                met += [one.wanted.text.en for one in others if shape(one).crosses(led)]
                assert not met, (label.wanted.text, met)


@cases
def test_badges_keep_off_all_lines_of_the_network(year: int, plan: str, layout: Language) -> None:
    for view, labels in labelled(year, plan, layout):
        courses = [layers.course(link, line, view.magnified) for link, line in view.lines]
        lines = MultiLineString(courses)
        for label in labels:
            if label.wanted.number:
                disc = Point(label.disc).buffer(BADGE)
                assert disc.within(shape(label).buffer(0.2)), label.wanted.number
                assert not lines.intersects(disc), label.wanted.number
                assert not lines.intersects(shape(label)), (label.wanted.number, label.wanted.text)


@cases
def test_every_project_is_marked(year: int, plan: str, layout: Language) -> None:
    shown, _ = drawn(year, plan, layout)
    marked = {label.wanted.number for _, labels in labelled(year, plan, layout) for label in labels}
    assert {project.number for project in shown.projects if project.positions} <= marked


@cases
def test_every_lock_and_place_asked_for_is_named(year: int, plan: str, layout: Language) -> None:
    for view, labels in labelled(year, plan, layout):
        wanted = table_labels(view.frame, view.scene.positions)
        wanted += lock_labels(view.frame, view.signs, view.scene, {})
        assert {one.key for one in wanted} <= {label.wanted.key for label in labels}


def test_each_lock_is_named_once() -> None:
    _, views = drawn(2030, "reference", "zh")
    named = [
        sign.lock
        for view in views
        for sign in view.signs
        for one in lock_labels(view.frame, [sign], view.scene, {})
        if one.target == sign.point
    ]
    assert sorted(named) == sorted(set(shipped()["locks"]["lock"]))


@pytest.mark.parametrize("layout", ["zh", "en", "both"])
def test_boxes_are_as_wide_as_their_texts(layout: Language) -> None:
    for _, labels in labelled(2030, "reference", layout):
        for label in labels:
            for text, size, bold in label.wanted.lines(layout):
                assert label.box.right - label.box.left >= text_width(text, size, bold=bold) - 1e-6
