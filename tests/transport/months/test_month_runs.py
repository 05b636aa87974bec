"""A lock sent through its months."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from transport.draws import StreamKey
from transport.lock_months.indicators import lock_months
from transport.lock_months.months import spans_in_run
from transport.lock_months.runs import MonthRun, run_months

if TYPE_CHECKING:
    from collections.abc import Callable

    from transport.lock_months.months import LoadedMonth, MonthPlan
    from transport.operations.lock import LockSite

    Plan = Callable[..., MonthPlan]
    Month = Callable[..., LoadedMonth]
    Site = Callable[..., LockSite]

KEY = StreamKey(1, 0)


def indicators(run: MonthRun) -> pd.DataFrame:
    plan = run.plan
    edges_h = plan.edges_h[0 if plan.leads_in else 1 :]
    return lock_months(run.records, "L", edges_h, [month.name for month in plan.months])


def queue_at(run: MonthRun, hour: float) -> int:
    """Vessels that have arrived before an hour and not begun their lockage before it."""
    stays = run.records.stays()
    begun = stays["start_h"].fillna(np.inf) < hour
    return int(((stays["arrive_h"] < hour) & ~begun).sum())


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("start", [float("nan"), 41.0])
def test_every_month_arrivals_are_vessels_and_the_change_of_the_queue(
    plan_of: Plan, month_of: Month, site_of: Site, seed: int, start: float
) -> None:
    months = (month_of(4, 1300, start), month_of(5, 1500), month_of(6, 1100, 70.0))
    plan = plan_of(*months)
    run = run_months(plan, site_of(closed=[(800.0, 900.0)], call_delay_h=3.0), StreamKey(seed, 0))
    edges_h = plan.edges_h[0 if plan.leads_in else 1 :]
    queues = [queue_at(run, float(edge)) for edge in edges_h]
    table = indicators(run)
    assert queues[-1] > 0
    change = np.diff(queues)
    assert (table["arrivals"] == table["vessels"] + change).all()


@pytest.mark.parametrize("waiting", [0, 1, 41, 250])
def test_the_run_begins_with_exactly_the_queue_given(
    plan_of: Plan, month_of: Month, site_of: Site, waiting: int
) -> None:
    run = run_months(plan_of(month_of(4, 1300, float(waiting))), site_of(), KEY)
    assert queue_at(run, 24.0) == waiting
    assert indicators(run)["waiting_vessels_max"].iloc[0] >= waiting
    assert len(run.records.lockages) > 0
    assert run.records.lockages["start_h"].min() >= 24.0


def test_a_queue_may_be_given_while_a_line_is_shut(
    plan_of: Plan, month_of: Month, site_of: Site
) -> None:
    plan = plan_of(month_of(4, 900, 30.0))
    shut = spans_in_run(plan, {"1": [(-96.0, 48.0)]})["1"]
    run = run_months(plan, site_of(closed=shut), KEY)
    assert run.records.lockages["start_h"].min() >= 72.0


def test_vessels_of_the_run_are_those_reckoned(
    plan_of: Plan, month_of: Month, site_of: Site
) -> None:
    # The queue at the end of April and of May is given: 1,000 + 60 - 20 and 900 + 6 - 60 arrive.
    plan = plan_of(month_of(4, 1000, 20.0), month_of(5, 900, 60.0), month_of(6, 700, 6.0))
    run = run_months(plan, site_of(2), KEY)
    table = indicators(run)
    assert table["arrivals"].iloc[:2].tolist() == [1040, 846]
    assert np.isnan(run.fleet_vessels[:2]).all()
    # June: the fleet that gets 700 through, of which 6 were there.
    assert table["arrivals"].iloc[2] == pytest.approx(694, abs=3)
    assert run.fleet_vessels[2] == pytest.approx(700 * 96 / 720, rel=0.03)


def test_a_count_below_capacity_is_met(plan_of: Plan, month_of: Month, site_of: Site) -> None:
    plan = plan_of(month_of(4, 1000), month_of(5, 500), month_of(6, 1200))
    run = run_months(plan, site_of(2), KEY)
    assert indicators(run)["vessels"].to_numpy() == pytest.approx([1000, 500, 1200], abs=12)


def test_the_warm_up_repeats_the_first_month_with_its_outage(
    plan_of: Plan, month_of: Month, site_of: Site
) -> None:
    plan = plan_of(month_of(4, 1000), month_of(5, 900))
    shut = spans_in_run(plan, {"1": [(10 * 24.0, 15 * 24.0)]})["1"]
    starts = run_months(plan, site_of(closed=shut), KEY).records.lockages["start_h"].to_numpy()
    busy_days = set((starts // 24).astype(int).tolist())
    assert not busy_days & {10, 11, 12, 13, 14, 40, 41, 42, 43, 44}
    assert {9, 15, 39, 45, 70, 71, 72, 73, 74} <= busy_days


def test_a_lock_that_counted_nobody_sees_nobody(
    plan_of: Plan, month_of: Month, site_of: Site
) -> None:
    run = run_months(plan_of(month_of(4, 300), month_of(5, 0), month_of(6, 300)), site_of(), KEY)
    table = indicators(run)
    assert table["arrivals"].tolist()[1] == 0
    assert table["vessels"].to_numpy() == pytest.approx([300, 0, 300], abs=12)


def test_one_steady_fleet_passes_the_sum_of_its_months(
    plan_of: Plan, month_of: Month, site_of: Site
) -> None:
    plan = plan_of(month_of(4, 1500), month_of(5, 300), month_of(6, 900))
    run = run_months(plan, site_of(2), KEY, steady=True)
    table = indicators(run)
    assert table["vessels"].sum() == pytest.approx(2700, abs=15)
    assert np.ptp(run.fleet_vessels) == 0
    by_day = table["vessels"].to_numpy() / np.array([30, 31, 30])
    assert np.ptp(by_day) < 0.1 * by_day.mean()


def test_littles_law_month_by_month(plan_of: Plan, month_of: Month, site_of: Site) -> None:
    # Far below capacity and without a trend, so that what stays over an edge is small; the
    # interval over replications misses one time in a thousand.
    plan = plan_of(*(month_of(number, 1000) for number in (4, 5, 6)))
    gaps = []
    for k in range(12):
        table = indicators(run_months(plan, site_of(2, call_delay_h=2.0), StreamKey(5, k)))
        hours = 24 * np.array([30, 31, 30])
        product = table["arrivals"].to_numpy() / hours * table["wait_h_mean"].to_numpy()
        gaps.append(table["waiting_vessels_mean"].to_numpy() / product - 1)
    assert np.abs(gaps).max() < 0.03
    error = stats.sem(gaps, axis=0) * stats.t.ppf(0.9995, 11)
    assert (np.abs(np.mean(gaps, axis=0)) < error + 1e-3).all()


def test_waits_of_months_are_those_of_their_vessels(
    plan_of: Plan, month_of: Month, site_of: Site
) -> None:
    plan = plan_of(month_of(4, 1300, 60.0), month_of(5, 1350))
    run = run_months(plan, site_of(), KEY)
    stays = run.records.stays()
    table = indicators(run)
    for row, (begin, end) in zip(table.to_dict("records"), pairwise(plan.edges_h), strict=True):
        mine = stays[(stays["start_h"] >= begin) & (stays["start_h"] < end)]
        wait_h = mine["start_h"] - mine["arrive_h"]
        assert row["wait_h_mean"] == pytest.approx(wait_h.mean())
        assert row["cargo_mt"] == pytest.approx(mine["payload_t"].sum() / 1e6)
        until = stays["start_h"].fillna(run.records.horizon_h).clip(upper=end)
        waited = (until - stays["arrive_h"].clip(lower=begin)).clip(lower=0).sum()
        assert row["waiting_vessels_mean"] == pytest.approx(waited / (end - begin))


def test_the_same_key_gives_the_same_run_and_another_replication_another(
    plan_of: Plan, month_of: Month, site_of: Site
) -> None:
    plan = plan_of(month_of(4, 800))
    one, same, other = (
        run_months(plan, site_of(), key).records.passages for key in (KEY, KEY, StreamKey(1, 1))
    )
    pd.testing.assert_frame_equal(one, same)
    assert not one["arrive_h"].equals(other["arrive_h"])
