"""Vessels of a month: numbers, hours, classes and loads."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transport.draws import StreamKey
from transport.lock_months.trips import month_trips, tilted_shares

if TYPE_CHECKING:
    from collections.abc import Callable

    from transport.lock_months.months import LoadedMonth, MonthPlan
    from transport.operations.lock import Hull
    from transport.operations.waterway import Trips

    Plan = Callable[..., MonthPlan]
    Month = Callable[..., LoadedMonth]

KEY = StreamKey(3, 0)
RATED = np.array([500.0, 1000.0, 2000.0, 3500.0, 5000.0])

shares = st.lists(st.floats(0.001, 1), min_size=5, max_size=5).map(np.array)
places = st.floats(0.01, 0.99)


@given(shares, places)
def test_a_tilted_mix_has_the_mean_wanted(given_shares: np.ndarray, place: float) -> None:
    wanted = float(500 + place * 4500)
    tilted = tilted_shares(given_shares, RATED, wanted)
    assert tilted @ RATED == pytest.approx(wanted, abs=0.01)
    assert tilted.sum() == pytest.approx(1)
    assert (tilted >= 0).all()


@given(shares, places, places)
def test_a_larger_mean_makes_no_vessel_smaller(
    given_shares: np.ndarray, one: float, other: float
) -> None:
    low, high = sorted((500 + one * 4500, 500 + other * 4500))
    small, large = (np.cumsum(tilted_shares(given_shares, RATED, mean)) for mean in (low, high))
    assert (large <= small + 1e-9).all()


@given(shares)
def test_a_mix_is_kept_where_no_mean_or_its_own_is_given(given_shares: np.ndarray) -> None:
    own = given_shares / given_shares.sum()
    assert tilted_shares(given_shares, RATED, float("nan")) == pytest.approx(own)
    assert tilted_shares(given_shares, RATED, float(own @ RATED)) == pytest.approx(own, abs=1e-6)


def test_means_close_to_the_largest_of_near_classes_are_met() -> None:
    rated = np.array([100.0, 4990.0, 5000.0])
    tilted = tilted_shares(np.array([0.2, 0.7, 0.1]), rated, 4999.9)
    assert tilted @ rated == pytest.approx(4999.9)


def test_classes_that_are_not_in_use_stay_out() -> None:
    tilted = tilted_shares(np.array([0.5, 0.5, 0, 0.0]), np.array([1.0, 3.0, 2.0, 99.0]), 2.5)
    assert tilted == pytest.approx([0.25, 0.75, 0, 0])


def test_a_mean_outside_the_classes_is_refused_with_their_range() -> None:
    with pytest.raises(ValueError, match="6000 t lies outside the classes, 500 to 5000 t"):
        tilted_shares(np.ones(5), RATED, 6000.0)


def test_numbers_by_month_and_direction(plan_of: Plan, month_of: Month) -> None:
    plan = plan_of(month_of(1, 0, 40.0, vessels=(300.0, 100.0)), month_of(2, 500))
    trips, _ = month_trips(plan, [200.0, 501.0], None, KEY)
    month = np.searchsorted(plan.edges_h, trips.depart_h, side="right") - 1
    found = Counter(zip(month.tolist(), trips.route.tolist(), strict=True))
    # The first queue by the shares of January, then 3 : 1 of 200, then halves of 501.
    assert found == {(-1, 0): 30, (-1, 1): 10, (0, 0): 150, (0, 1): 50, (1, 0): 250, (1, 1): 250}
    assert (np.diff(trips.depart_h) >= 0).all()


@pytest.mark.parametrize("waiting", [703, 704, 1, 5])
def test_the_first_queue_has_as_many_vessels_as_given(
    plan_of: Plan, month_of: Month, waiting: int
) -> None:
    plan = plan_of(month_of(1, 500, float(waiting)))
    trips, _ = month_trips(plan, [0.0], None, KEY)
    assert len(trips) == waiting
    assert trips.depart_h.max() < 24


def test_a_larger_count_contains_the_vessels_of_a_smaller_one(
    plan_of: Plan, month_of: Month
) -> None:
    plan = plan_of(month_of(1, 500), month_of(2, 400), empties=True)
    few, few_hulls = month_trips(plan, [50.0, 120.0, 80.0], None, KEY)
    many, many_hulls = month_trips(plan, [52.0, 300.0, 80.0], None, KEY)

    def rows(trips: Trips, hulls: list[Hull]) -> Counter[tuple[object, ...]]:
        columns = (trips.depart_h, trips.route, trips.payload_t)
        numbers = zip(*(one.tolist() for one in columns), strict=True)
        kinds = [hulls[k] for k in trips.hull.tolist()]
        return Counter((*row, kind) for row, kind in zip(numbers, kinds, strict=True))

    small, large = rows(few, few_hulls), rows(many, many_hulls)
    assert small <= large
    assert large.total() - small.total() == 2 + 180


def test_vessels_spread_over_days_as_reckoned(plan_of: Plan, month_of: Month) -> None:
    plan = plan_of(month_of(6, 500, 0.0))
    daily = np.zeros(30)
    daily[[3, 17]] = [1.0, 3.0]
    trips, _ = month_trips(plan, [4000.0], [daily], KEY)
    day = ((trips.depart_h - 24) // 24).astype(int)
    assert set(day.tolist()) == {3, 17}
    assert (day == 3).mean() == pytest.approx(0.25, abs=0.03)


def test_loads_are_the_same_tonnes_partly_laden_or_full_and_empty(
    plan_of: Plan, month_of: Month
) -> None:
    january = month_of(1, 0, 0.0, vessels=(8000.0, 8000.0), mean_rated_t=1600.0)
    by_load = {}
    for empties in (False, True):
        trips, _ = month_trips(plan_of(january, empties=empties), [16000.0], None, KEY)
        up = trips.route == 1
        by_load[empties] = trips.payload_t
        assert trips.payload_t[~up].sum() / 8000 == pytest.approx(0.9 * 1600, rel=0.02)
        # A third of the vessels carry three times as much: sd of the mean about 1.5 %.
        assert trips.payload_t[up].sum() / 8000 == pytest.approx(0.3 * 1600, rel=0.06)
        kinds = {round(one) for one in trips.payload_t[up].tolist()}
        assert kinds == ({0, 900, 1800} if empties else {300, 600})
    assert (by_load[True] > 0).mean() == pytest.approx(2 / 3, abs=0.02)


def test_a_month_with_more_cargo_up_keeps_its_tonnes_with_empties(
    plan_of: Plan, month_of: Month
) -> None:
    upward = month_of(1, 4000, 0.0, load_share=(0.2, 0.8), mean_rated_t=1600.0)
    trips, _ = month_trips(plan_of(upward, empties=True), [4000.0], None, KEY)
    up = trips.route == 1
    assert trips.payload_t[up].mean() == pytest.approx(0.8 * 1600, rel=0.03)


def test_hulls_have_the_draught_of_their_load(plan_of: Plan, month_of: Month) -> None:
    trips, hulls = month_trips(plan_of(month_of(1, 400, 0.0)), [400.0], None, KEY)
    draughts = {
        (hulls[h].dwt_t, r): hulls[h].draught_m
        for h, r in zip(trips.hull.tolist(), trips.route.tolist(), strict=True)
    }
    # Small: 0.5 to 2.5 m, 90 % down and 30 % up. Large: 1 to 4 m. In steps of 5 cm, rounded up.
    assert draughts == pytest.approx(
        {(1000, 0): 2.3, (1000, 1): 1.1, (2000, 0): 3.7, (2000, 1): 1.9}
    )
