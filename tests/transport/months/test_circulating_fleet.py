"""Who comes, reckoned by hand and held against a second reckoning of the queue."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from transport.lock_months.circulating_fleet import (
    FALLEN_SHARE,
    FULL_SHARE,
    expected_arrivals,
    holds_as_sum,
    steady_arrivals,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from transport.lock_months.months import LoadedMonth, MonthPlan

    Plan = Callable[..., MonthPlan]
    Month = Callable[..., LoadedMonth]

AMPLE = 1000.0


def days(plan: MonthPlan, *by_month: float) -> list[np.ndarray]:
    """Return the same capacity on every day of each month of the run."""
    return [
        np.full(month.days, able) for month, able in zip(plan.run_months, by_month, strict=True)
    ]


def passages(
    arrivals: Sequence[np.ndarray], capacity: Sequence[np.ndarray], queue: float = 0.0
) -> tuple[list[float], list[float]]:
    """Vessels through in each month and the queue at its end, reckoned apart."""
    through, queues = [], []
    for coming, able in zip(arrivals, capacity, strict=True):
        done = 0.0
        for one, most in zip(coming, able, strict=True):
            now = min(queue + one, most)
            queue, done = queue + one - now, done + now
        through.append(done)
        queues.append(queue)
    return through, queues


def test_with_ample_capacity_everyone_comes_again_after_the_turn_round(
    plan_of: Plan, month_of: Month
) -> None:
    # 600 in the 30 days of June are 20 a day; away for 4 days: 80 vessels. With 24 h until a
    # vessel may be called they are away from the queue of chambers for 5 days: 100.
    plan = plan_of(month_of(6, 600), half_turn_round_h=96)
    arrivals, fleet = expected_arrivals(plan, days(plan, AMPLE, AMPLE), 0.0)
    assert fleet == pytest.approx([80, 80], abs=0.02)
    assert np.concatenate(arrivals) == pytest.approx(20.0, abs=0.01)
    _, fleet = expected_arrivals(plan, days(plan, AMPLE, AMPLE), 24.0)
    assert fleet == pytest.approx([100, 100], abs=0.02)


def test_a_shut_lock_lets_a_queue_grow_that_slows_arrivals(plan_of: Plan, month_of: Month) -> None:
    # Shut for 15 days, then open: with a fleet F and 48 h away, half of those not waiting come
    # each day, so that after n days of closure F (1 - 0.5 ** n) wait.
    plan = plan_of(month_of(6, 600, 0.0), half_turn_round_h=48)
    able = np.concatenate((np.zeros(15), np.full(15, AMPLE)))
    (daily,), (fleet,) = expected_arrivals(plan, [able], 0.0)
    # All that wait go on day 16 and half the fleet comes each day: F (1 - 0.5 ** 16) + 7 F.
    assert fleet * (1 - 0.5**16 + 7) == pytest.approx(600, abs=0.1)
    assert daily[:3] == pytest.approx(fleet * np.array([0.5, 0.25, 0.125]))


def test_a_known_queue_at_the_end_gives_the_arrivals(plan_of: Plan, month_of: Month) -> None:
    # June: 720 through, 1 an hour; 10 wait at its start and 70 at its end: 780 came.
    plan = plan_of(month_of(6, 720, 10.0), month_of(7, 744, 70.0))
    for delay_h in (0.0, 5.0):
        (june, july), fleet = expected_arrivals(plan, days(plan, AMPLE, AMPLE), delay_h)
        assert june.sum() == pytest.approx(780)
        assert np.isnan(fleet[0])
        assert not np.isnan(fleet[1])
        # July is open-ended: of its 744 passages 70 less those still to be called were there.
        assert july.sum() == pytest.approx(744 - (70 - delay_h), abs=0.05)


def test_a_fleet_that_all_waits_gives_arrivals_spread_over_the_month(
    plan_of: Plan, month_of: Month
) -> None:
    plan = plan_of(month_of(6, 30, 500.0), month_of(7, 31, 520.0), half_turn_round_h=10)
    (june, _), _ = expected_arrivals(plan, days(plan, 1.0, 1.0), 0.0)
    assert june == pytest.approx(50 / 30)


def test_a_full_month_carries_the_fleet_of_the_month_before(plan_of: Plan, month_of: Month) -> None:
    plan = plan_of(month_of(6, 600), month_of(7, 300), month_of(8, 620))
    full = days(plan, AMPLE, AMPLE, 300 / 31, AMPLE)
    arrivals, fleet = expected_arrivals(plan, full, 0.0)
    assert fleet[2] == fleet[1] == pytest.approx(80, abs=0.02)
    assert arrivals[2][0] == pytest.approx(20, abs=0.01)
    _, queues = passages(arrivals, full)
    assert 0 < queues[2] < 80


@pytest.mark.parametrize(("before", "share"), [(600, FALLEN_SHARE), (270, FULL_SHARE)])
def test_a_fallen_capacity_is_taken_for_full_sooner(
    plan_of: Plan, month_of: Month, before: float, share: float
) -> None:
    # 600 vessels in June are 20 a day, more than the lock can do in July; 270 are fewer.
    plan = plan_of(month_of(6, before), month_of(7, 300), month_of(8, 620))
    carried = before / 30 * 4  # away for 96 h
    for beyond, is_full in ((-0.01, True), (0.01, False)):
        able = days(plan, AMPLE, AMPLE, 300 / 31 / share + beyond, AMPLE)
        _, fleet = expected_arrivals(plan, able, 0.0)
        assert bool(fleet[2] == pytest.approx(carried, abs=0.02)) == is_full


def test_a_full_first_month_takes_the_fleet_of_the_next(plan_of: Plan, month_of: Month) -> None:
    plan = plan_of(month_of(6, 300), month_of(7, 620))
    _, fleet = expected_arrivals(plan, days(plan, 10.0, 10.0, AMPLE), 0.0)
    assert fleet[:2] == pytest.approx([80, 80], abs=0.02)


def test_where_all_months_are_full_the_first_count_is_the_flow(
    plan_of: Plan, month_of: Month
) -> None:
    plan = plan_of(month_of(6, 300), month_of(7, 310))
    _, fleet = expected_arrivals(plan, days(plan, 10.0, 10.0, 10.0), 0.0)
    assert fleet == pytest.approx([40, 40, 40])


def test_a_queue_given_to_a_full_first_month_stays(plan_of: Plan, month_of: Month) -> None:
    # 300 vessels in June are all that the lock can do at 10 a day, away for 96 h: 40 on their way.
    plan = plan_of(month_of(6, 300, 70.0), month_of(7, 310))
    arrivals, fleet = expected_arrivals(plan, days(plan, 10.0, AMPLE), 0.0)
    assert fleet[0] == pytest.approx(110)
    assert arrivals[0] == pytest.approx(np.full(30, 10.0))


@pytest.mark.parametrize(("queue", "share"), [(70.0, FALLEN_SHARE), (5.0, FULL_SHARE)])
def test_a_given_queue_of_more_than_a_day_tells_of_a_full_lock(
    plan_of: Plan, month_of: Month, queue: float, share: float
) -> None:
    for beyond, is_full in ((-0.01, True), (0.01, False)):
        plan = plan_of(month_of(6, 300, queue))
        _, fleet = expected_arrivals(plan, days(plan, 10.0 / share + beyond), 0.0)
        assert bool(fleet[0] == pytest.approx(queue + 40)) == is_full


def test_nobody_comes_to_an_open_lock_that_counted_nobody(plan_of: Plan, month_of: Month) -> None:
    plan = plan_of(month_of(6, 600), month_of(7, 0))
    arrivals, fleet = expected_arrivals(plan, days(plan, AMPLE, AMPLE, AMPLE), 0.0)
    assert fleet[2] == 0
    assert arrivals[2].sum() == 0
    shut, _ = expected_arrivals(plan, days(plan, AMPLE, AMPLE, 0.0), 0.0)
    assert shut[2].sum() > 50  # nobody could pass: the count says nothing of who came


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    capacity=st.lists(st.floats(0, 60), min_size=30, max_size=30),
    used=st.floats(0.01, 0.79),
    away_h=st.floats(12, 400),
    queue=st.floats(0, 100),
)
def test_the_fleet_gets_the_count_through_any_capacity(
    plan_of: Plan,
    month_of: Month,
    capacity: list[float],
    used: float,
    away_h: float,
    queue: float,
) -> None:
    able = np.array(capacity)
    count = used * able.sum()
    assume(count > 1)
    plan = plan_of(month_of(6, count, queue), half_turn_round_h=away_h)
    (daily,), (fleet,) = expected_arrivals(plan, [able], 0.0)
    (through,), _ = passages([daily], [able], queue)
    assert (daily >= 0).all()
    if fleet > 0:
        assert through == pytest.approx(count, abs=0.5)
    else:
        assert through >= count - 1e-6  # the queue alone is more than the count


def test_counts_that_cannot_be_those_of_their_months_hold_as_a_sum(
    plan_of: Plan, month_of: Month
) -> None:
    # Half of the lock shut in February: 280 of at most 140, though 560 of 740 in both months.
    plan = plan_of(month_of(1, 280), month_of(2, 280))
    assert holds_as_sum(plan, days(plan, 20.0, 20.0, 5.0))
    assert not holds_as_sum(plan, days(plan, 20.0, 20.0, 9.6))  # within 5 % of 280
    assert not holds_as_sum(plan, days(plan, 12.0, 12.0, 5.0))  # 560 of 512: never all of them
    fewer = plan_of(month_of(1, 100), month_of(2, 280))
    assert not holds_as_sum(fewer, days(fewer, 40.0, 9.5, 9.4))  # the warm-up is no month
    demand = plan_of(month_of(1, 100), month_of(2, 500))
    assert not holds_as_sum(demand, days(demand, 17.0, 17.0, 15.0))  # more than the open lock can
    queued = plan_of(month_of(1, 280), month_of(2, 280, 50.0))
    assert not holds_as_sum(queued, days(queued, 20.0, 20.0, 5.0))


def test_one_steady_fleet_passes_exactly_the_sum(plan_of: Plan, month_of: Month) -> None:
    plan = plan_of(month_of(1, 500), month_of(2, 900), month_of(3, 100))
    able = days(plan, 30.0, 30.0, 5.0, 40.0)
    arrivals, fleet = steady_arrivals(plan, able, 6.0)
    through, _ = passages(arrivals, able)
    assert sum(through[1:]) == pytest.approx(1500, abs=0.01)
    assert np.ptp(fleet) == 0
    assert fleet[0] * 24 / (96 + 6) == pytest.approx(arrivals[0][0])
    assert arrivals[2][-1] < arrivals[2][0]  # the fleet is caught in the queue of the slow month


def test_a_steady_fleet_starts_with_the_queue_given(plan_of: Plan, month_of: Month) -> None:
    plan = plan_of(month_of(1, 500, 60.0), month_of(2, 500))
    able = days(plan, 30.0, 30.0)
    arrivals, _ = steady_arrivals(plan, able, 0.0)
    through, _ = passages(arrivals, able, 60.0)
    assert sum(through) == pytest.approx(1000, abs=0.01)


def test_a_sum_beyond_the_capacity_fills_it(plan_of: Plan, month_of: Month) -> None:
    plan = plan_of(month_of(1, 5000), month_of(2, 5000))
    able = days(plan, 30.0, 30.0, 30.0)
    arrivals, _ = steady_arrivals(plan, able, 0.0)
    through, _ = passages(arrivals, able)
    assert sum(through[1:]) == pytest.approx(0.999 * 30 * 59)
