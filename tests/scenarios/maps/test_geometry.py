"""Lines beside lines, land and sea, and shared sea routes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, Point, Polygon

from scenarios.display.words import Text
from scenarios.maps.frames import frames
from scenarios.maps.geometry import Frame, beside
from scenarios.maps.ground import pieces
from scenarios.maps.labels import Box
from scenarios.maps.layers import scene_of
from scenarios.maps.links import MapLink, shared

if TYPE_CHECKING:
    from scenarios.tables.reading import Tables

WIGGLY = [(0.0, 0.0), (10.0, 6.0), (20.0, -4.0), (30.0, 5.0), (60.0, 0.0), (90.0, 3.0)]
SQUARE = Frame("square", 0.0, 10.0, 0.0, 10.0, 0.0, 0.0, 100.0)


def test_a_line_beside_keeps_its_side_whatever_the_direction() -> None:
    line = [(0.0, 0.0), (10.0, 0.0)]
    assert beside(line, 2.0) == beside(line[::-1], 2.0)


@given(distance=st.floats(min_value=1.0, max_value=9.0), turned=st.booleans())
def test_a_line_beside_a_winding_one_follows_it(distance: float, *, turned: bool) -> None:
    found = beside(WIGGLY[::-1] if turned else WIGGLY, distance)
    base = LineString(WIGGLY)
    assert LineString(found).is_simple
    assert found[0][0] < found[-1][0]
    assert all(base.distance(Point(one)) <= distance * 1.8 + 1e-6 for one in found)
    south = [y for _, y in beside(WIGGLY, distance)]
    north = [y for _, y in beside(WIGGLY, -distance)]
    assert sum(south) / len(south) > sum(north) / len(north)


def test_a_line_shorter_than_its_distance_is_still_a_line() -> None:
    assert len(beside([(0.0, 0.0), (1.0, 1.0), (0.5, 0.0)], 20.0)) >= 2


def test_islands_in_the_sea_and_lagoons_on_land_are_told_apart() -> None:
    coast = (
        ((-5.0, 4.0), (15.0, 4.0)),
        ((4.0, 1.0), (6.0, 1.0), (6.0, 3.0), (4.0, 3.0), (4.0, 1.0)),
        ((4.0, 6.0), (6.0, 6.0), (6.0, 8.0), (4.0, 8.0), (4.0, 6.0)),
    )
    found = pieces(SQUARE, coast, (1.0, 9.5))
    sea = {Polygon(ring).contains(Point(5.0, 2.0)): is_sea for ring, is_sea in found}
    assert len(found) == 4
    middles = {
        tuple(round(one) for one in Polygon(ring).representative_point().coords[0]): is_sea
        for ring, is_sea in found[2:]
    }
    assert middles == {(5, 2): False, (5, 7): True}
    assert set(sea) == {True, False}


def test_no_coast_gives_no_sea() -> None:
    assert pieces(SQUARE, (), (1.0, 9.5)) == []


def test_the_gulf_is_sea_and_nanning_is_land(tables: Tables) -> None:
    scene = scene_of(tables, 2030)
    top_piece = {}
    for ring, is_sea in pieces(frames()[0], scene.coast, scene.inland):
        face = Polygon(ring)
        for name, at in (("gulf", (108.3, 20.8)), ("NNG", (108.3, 22.8)), ("GZH", (113.0, 23.3))):
            if face.contains(Point(at)):
                top_piece[name] = is_sea
    assert top_piece == {"gulf": True, "NNG": False, "GZH": False}


def test_sea_routes_share_the_line_that_they_have_in_common() -> None:
    name = Text("航线", "route")
    first = MapLink(("a",), "sea", ((0.0, 0.0), (1.0, 0.0), (2.0, 0.0), (3.0, 1.0)), name)
    second = MapLink(("b",), "sea", ((0.0, 0.0), (1.0, 0.0), (2.0, 0.0), (3.0, -1.0)), name)
    found = {link.link_ids: len(link.points) for link in shared([first, second])}
    assert found == {("a", "b"): 3, ("a",): 2, ("b",): 2}


@pytest.mark.parametrize(
    ("line", "crosses"),
    [(((0, 0), (9, 9)), True), (((0, 9), (2, 9)), False), (((2, 4.9), (4.2, 7)), True)],
)
def test_a_leader_through_a_box_is_seen(
    line: tuple[tuple[float, float], tuple[float, float]], *, crosses: bool
) -> None:
    box = Box(3, 3, 6, 6)
    assert box.crossed(line) is crosses
    assert box.nearest((3, 9)) == (3, 6)
