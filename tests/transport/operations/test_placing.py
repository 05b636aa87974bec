"""Placing in length and width: plans worked by hand, and what every plan keeps."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from networks import Chamber
from transport.operations.lock import Hull, places_in_chamber
from transport.operations.placing import (
    Place,
    find_place,
    moor,
    open_skyline,
    place_vessels,
    skyline_room,
)

NAN = float("nan")
Sizes = list[tuple[float, float]]


def hulls_of(sizes: Sizes) -> list[Hull]:
    return [Hull(length, beam, 1) for length, beam in sizes]


@pytest.mark.parametrize(
    ("chamber_m", "gaps_m", "sizes", "expected"),
    [
        # Side by side, then behind the shorter one.
        ((100, 20), (0, 0), [(60, 10), (50, 9), (40, 10)], [(0, 0), (0, 10), (50, 10)]),
        # 9 m would be free beside the second, but not the 11 m that the third needs: it stops
        # behind both, at 60.
        ((100, 20), (0, 0), [(60, 10), (50, 9), (40, 11)], [(0, 0), (0, 10), (60, 0)]),
        # A broad hull closes the chamber; nothing gets past it to the free corner.
        ((100, 20), (0, 0), [(30, 10), (40, 20), (30, 10)], [(0, 0), (30, 0), (70, 0)]),
        # The third finds no room; the fourth, shorter, still does.
        (
            (100, 10),
            (0, 0),
            [(50, 10), (30, 10), (30, 10), (20, 10)],
            [(0, 0), (50, 0), None, (80, 0)],
        ),
        # The lane beside the wall leads further: 20 + 30 against 60.
        ((100, 30), (0, 0), [(60, 20), (20, 10), (30, 10)], [(0, 0), (0, 20), (20, 20)]),
        # Three abreast with gaps of 1 m abeam and 5 m ahead: 3 x 9 + 2 = 29.
        (
            (85, 29),
            (5, 1),
            [(40, 9)] * 6,
            [(0, 0), (0, 10), (0, 20), (45, 0), (45, 10), (45, 20)],
        ),
        ((84.9, 29), (5, 1), [(40, 9)] * 4, [(0, 0), (0, 10), (0, 20), None]),
        ((85, 28.9), (5, 1), [(40, 9)] * 5, [(0, 0), (0, 10), (45, 0), (45, 10), None]),
        # An exact fit, and a vessel that never fits.
        ((44, 8.8), (0, 0), [(44, 8.8)], [(0, 0)]),
        ((100, 20), (0, 0), [(101, 5), (5, 21)], [None, None]),
        ((100, 20), (0, 0), [], []),
    ],
)
def test_plans_by_hand(
    chamber_m: tuple[float, float],
    gaps_m: tuple[float, float],
    sizes: Sizes,
    expected: list[tuple[float, float] | None],
) -> None:
    plan = place_vessels(chamber_m, hulls_of(sizes), gaps_m)
    assert plan == [place and Place(*place) for place in expected]


metres = st.integers(40, 400).map(lambda tenths: tenths / 4)  # 10 to 100 m
beams = st.integers(8, 64).map(lambda tenths: tenths / 4)  # 2 to 16 m
fleets = st.lists(st.tuples(metres, beams), max_size=25)
chambers = st.tuples(st.integers(40, 340), st.integers(8, 40))
gaps = st.tuples(st.sampled_from([0.0, 0.5, 5.0]), st.sampled_from([0.0, 0.25, 2.0]))


@given(chambers, fleets, gaps)
def test_hulls_lie_inside_and_apart_and_can_be_sailed_to(
    chamber_m: tuple[float, float], sizes: Sizes, gaps_m: tuple[float, float]
) -> None:
    plan = place_vessels(chamber_m, hulls_of(sizes), gaps_m)
    assert len(plan) == len(sizes)
    moored = [(place, size) for place, size in zip(plan, sizes, strict=True) if place]
    for place, (length, beam) in moored:
        assert 0 <= place.forward_m <= chamber_m[0] - length + 1e-6
        assert 0 <= place.left_m <= chamber_m[1] - beam + 1e-6
    for (one, (one_l, one_b)), (other, (_, other_b)) in combinations(moored, 2):
        abeam = (
            one.left_m + one_b + gaps_m[1] <= other.left_m + 1e-6
            or other.left_m + other_b + gaps_m[1] <= one.left_m + 1e-6
        )
        # In one lane the later vessel lies nearer to the gate: nothing was in its way.
        assert abeam or one.forward_m + one_l + gaps_m[0] <= other.forward_m + 1e-6


@given(chambers, fleets, gaps)
def test_each_vessel_slides_as_far_forward_as_any_lane_allows(
    chamber_m: tuple[float, float], sizes: Sizes, gaps_m: tuple[float, float]
) -> None:
    plan = place_vessels(chamber_m, hulls_of(sizes), gaps_m)
    moored: list[tuple[Place, tuple[float, float]]] = []
    for place, size in zip(plan, sizes, strict=True):
        # Every lane at quarter metres, on which all edges lie: how far a hull slides in it.
        lanes = [
            max(
                (
                    there.forward_m + length + gaps_m[0]
                    for there, (length, beam) in moored
                    if there.left_m < left / 4 + size[1] + gaps_m[1]
                    and left / 4 < there.left_m + beam + gaps_m[1]
                ),
                default=0.0,
            )
            for left in range(int((chamber_m[1] - size[1]) * 4) + 1)
        ]
        best = min(lanes, default=float("inf"))
        if place is None:
            assert best + size[0] > chamber_m[0]
        else:
            assert place == Place(best, lanes.index(best) / 4)
            moored.append((place, size))


@given(chambers, metres, beams, gaps)
def test_equal_hulls_lie_in_rows_and_files(
    chamber_m: tuple[float, float], length: float, beam: float, gaps_m: tuple[float, float]
) -> None:
    hull = Hull(length, beam, 1)
    places = places_in_chamber(Chamber("A", "1", *chamber_m, NAN, 40, 10), hull, gaps_m)
    plan = place_vessels(chamber_m, [hull] * (places + 3), gaps_m)
    assert [place is not None for place in plan] == [True] * places + [False] * 3


@given(chambers, metres, beams, gaps, st.sampled_from([(0.5, 0.0), (0.0, 0.5), (3.0, 1.0)]))
def test_wider_gaps_never_make_room(
    chamber_m: tuple[float, float],
    length: float,
    beam: float,
    gaps_m: tuple[float, float],
    more_m: tuple[float, float],
) -> None:
    # For equal hulls; of mixed ones a wider gap may send one away that had kept out two others.
    wider = (gaps_m[0] + more_m[0], gaps_m[1] + more_m[1])
    hulls = [Hull(length, beam, 1)] * 40
    tight = sum(place is not None for place in place_vessels(chamber_m, hulls, gaps_m))
    assert sum(place is not None for place in place_vessels(chamber_m, hulls, wider)) <= tight


@given(st.integers(8, 40), fleets)
@settings(max_examples=60)
def test_the_skyline_stays_a_partition_of_the_width(width_m: int, sizes: Sizes) -> None:
    left, reach = skyline_room(len(sizes))
    segments = open_skyline(left, reach, float(width_m))
    for number, size in enumerate(sizes):
        place = find_place(left, reach, segments, size[1])
        if size[1] > width_m:
            assert place == (float("inf"), float("inf"))
            continue
        before = [(left[i], left[i + 1], reach[i]) for i in range(segments)]
        segments = moor(left, reach, segments, place, size)
        assert 1 <= segments <= number + 2
        assert left[0] == 0
        assert left[segments] == width_m
        assert all(left[i] < left[i + 1] for i in range(segments))
        # Under the hull the skyline is its stern, elsewhere what it was.
        for x in (eighth / 8 for eighth in range(1, 8 * width_m, 2)):
            here = next(reach[i] for i in range(segments) if left[i] < x < left[i + 1])
            was = next(height for low, high, height in before if low < x < high)
            under = place[0] < x < place[0] + size[1]
            assert here == (place[1] + size[0] if under else was)
