"""The calendar of a run through given months."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from transport.lock_months.months import spans_in_run

if TYPE_CHECKING:
    from collections.abc import Callable

    from transport.lock_months.months import LoadedMonth, MonthPlan


def test_names_and_days_of_a_month(month_of: Callable[..., LoadedMonth]) -> None:
    assert (month_of(2, 10).name, month_of(2, 10).days) == ("2025-02", 28)
    assert month_of(8, 10, vessels=(30.0, 10.0)).share_of(0) == 0.75
    assert month_of(8, 0).share_of(1) == 0.5


def test_the_first_month_is_repeated_where_its_queue_is_not_known(
    plan_of: Callable[..., MonthPlan], month_of: Callable[..., LoadedMonth]
) -> None:
    plan = plan_of(month_of(1, 10), month_of(2, 20))
    assert not plan.leads_in
    assert [one.month for one in plan.run_months] == [1, 1, 2]
    assert plan.edges_h.tolist() == [0, 31 * 24, 62 * 24, 90 * 24]


def test_a_known_queue_gathers_for_a_day_instead(
    plan_of: Callable[..., MonthPlan], month_of: Callable[..., LoadedMonth]
) -> None:
    plan = plan_of(month_of(1, 10, 0.0), month_of(2, 20))
    assert plan.leads_in
    assert [one.month for one in plan.run_months] == [1, 2]
    assert plan.edges_h.tolist() == [24, 24 + 31 * 24, 24 + 59 * 24]


OUTAGES = {
    "1": [(-100.0, 48.0)],  # begun before the first month
    "2": [(700.0, 800.0)],  # over the end of January, 744 h
    "3": [(-50.0, -10.0)],  # over before it
    "4": [(900.0, 950.0)],
}


def test_the_warm_up_repeats_the_outages_of_the_first_month(
    plan_of: Callable[..., MonthPlan], month_of: Callable[..., LoadedMonth]
) -> None:
    found = spans_in_run(plan_of(month_of(1, 10), month_of(2, 20)), OUTAGES)
    assert found == {
        "1": ((0.0, 48.0), (744.0, 792.0)),
        "2": ((700.0, 744.0), (1444.0, 1544.0)),
        "3": (),
        "4": ((1644.0, 1694.0),),
    }


def test_outages_follow_a_lead_day(
    plan_of: Callable[..., MonthPlan], month_of: Callable[..., LoadedMonth]
) -> None:
    found = spans_in_run(plan_of(month_of(1, 10, 5.0), month_of(2, 20)), OUTAGES)
    assert found == {
        "1": ((24.0, 72.0),),
        "2": ((724.0, 824.0),),
        "3": (),
        "4": ((924.0, 974.0),),
    }


@pytest.mark.parametrize("start", [float("nan"), 7.0])
def test_no_outage_reaches_into_what_comes_before_the_first_month(
    plan_of: Callable[..., MonthPlan], month_of: Callable[..., LoadedMonth], start: float
) -> None:
    plan = plan_of(month_of(3, 10, start))
    first = plan.edges_h[0 if plan.leads_in else 1]
    spans = spans_in_run(plan, {"1": [(-500.0, 10.0)]})["1"]
    assert spans[-1] == (first, first + 10.0)
