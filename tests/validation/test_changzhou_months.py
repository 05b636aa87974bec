"""Changzhou month by month, held against the briefings of the Pearl River administration.

Fitted on July to December 2025: cycle, gap ahead, and call delay or relief queue. All else tests
the fit: the first half of 2025, known as a sum, and the months of 2026. From January to April 2026
lines 1 and 2 were partly shut on days that are not published; those months are expected misses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

from scenarios.waterway.calibration import (
    FITTED_MONTHS,
    Problem,
    fit_near,
    fitted_panel,
    month_names,
)
from scenarios.waterway.months import MonthOptions, lock_cases
from scenarios.waterway.observed import HALF_YEAR, Setup, compare_observed, half_year
from scenarios.waterway.study import run_lock
from transport.draws import StreamKey
from transport.lock_sites import BEST_FIT, EXPLANATIONS, lock_operations

if TYPE_CHECKING:
    from collections.abc import Hashable

    from scenarios.tables.reading import Tables

LIMITS = {"lockages": 5, "vessels_per_lockage": 5, "waiting_mean": 25}
"""What is asked of every fitted month, in per cent."""

MISSED: dict[tuple[str, str, str], float] = {
    **{
        ("scheduling", variable, month): 5.7
        for variable in ("lockages", "vessels_per_lockage")
        for month in ("2025-09", "2025-10")
    },
    ("relief", "vessels_per_lockage", "2025-11"): 5.5,
}
"""What the fit misses of these, with the error that it stays within instead.

A vessel was locked through with 8 % fewer lockages in July than in September, though more small
lines should have been needed for the 10 % more traffic a day. Nothing in the rules makes chambers
fuller in July, so the fit lies between the two months; no number was moved to hide it. One
replication errs by half a per cent; over six the errors are -5.2 and -5.0 % in lockages and 5.4 and
5.3 % in a lockage under ``scheduling``, and -5.1 to -5.2 % in November under ``relief``.
"""

ORDINARY = FITTED_MONTHS[:-1]
DECEMBER = FITTED_MONTHS[-1]


@pytest.fixture(scope="module")
def compared(shipped: Tables) -> pd.DataFrame:
    return compare_observed(shipped, Setup("changzhou", replications=2, seed=1, workers=1))


Key = tuple[str, str, str]
"""Explanation, variable and period."""


def row(compared: pd.DataFrame, key: Key) -> dict[Hashable, Any]:
    keys = zip(compared["explanation"], compared["variable"], compared["period"], strict=True)
    (found,) = compared[[one == key for one in keys]].to_dict("records")
    return found


def error(compared: pd.DataFrame, *key: str) -> float:
    """Error of the mean in percent, by explanation, variable and period."""
    explanation, variable, period = key
    return float(row(compared, (explanation, variable, period))["error_percent"])


def limit(key: tuple[str, str, str]) -> float:
    """Largest error allowed in per cent, by explanation, variable and period."""
    return MISSED.get(key, LIMITS[key[1]])


@pytest.mark.parametrize("explanation", EXPLANATIONS)
@pytest.mark.parametrize("month", FITTED_MONTHS)
def test_lockages_and_vessels_in_one_of_fitted_months(
    compared: pd.DataFrame, month: str, explanation: str
) -> None:
    for variable in ("lockages", "vessels_per_lockage"):
        key = (explanation, variable, month)
        assert abs(error(compared, *key)) < limit(key)


@pytest.mark.parametrize("explanation", EXPLANATIONS)
@pytest.mark.parametrize("month", ORDINARY)
def test_vessels_waiting_in_ordinary_months(
    compared: pd.DataFrame, month: str, explanation: str
) -> None:
    key = (explanation, "waiting_mean", month)
    assert abs(error(compared, *key)) < limit(key)


def test_december_is_a_jump_with_the_queue_of_november_carried_over(
    compared: pd.DataFrame,
) -> None:
    for explanation in ("scheduling", "relief"):
        assert abs(error(compared, explanation, "waiting_mean", DECEMBER)) < 35
        means = {
            month: float(row(compared, (explanation, "waiting_mean", month))["mean"])
            for month in FITTED_MONTHS
        }
        assert means[DECEMBER] > 3 * max(means[month] for month in FITTED_MONTHS[:4])


def test_the_first_half_of_2025(compared: pd.DataFrame) -> None:
    # Not fitted. The observed mean is the year's less that of its other half: about 600.
    observed = row(compared, ("scheduling", "waiting_mean", HALF_YEAR))["observed"]
    assert observed == pytest.approx(603, abs=1)
    assert abs(error(compared, "scheduling", "waiting_mean", HALF_YEAR)) < 40
    assert abs(error(compared, "relief", "waiting_mean", HALF_YEAR)) < 40
    assert abs(error(compared, "scheduling", "vessels", HALF_YEAR)) < 0.5


def months_alone(shipped: Tables, months: pd.DataFrame) -> pd.DataFrame:
    """Return indicators of months that are given as a user gives them, with nothing before."""
    options = MonthOptions(BEST_FIT)
    case = lock_cases(shipped, months, shipped["lock_outages"], options)["changzhou"]
    return run_lock(case, StreamKey(1, 0)).months


def test_december_alone_keeps_the_queue_given_for_its_start(shipped: Tables) -> None:
    panel = shipped["lock_months"]
    december = panel[[name == DECEMBER for name in month_names(panel)]]
    assert december["waiting_start"].tolist() == [703]
    (found,) = months_alone(shipped, december)["waiting_vessels_mean"]
    assert found == pytest.approx(float(december["waiting_mean"].iloc[0]), rel=0.35)


def test_the_first_half_of_2025_spread_by_days_over_a_table(
    shipped: Tables, compared: pd.DataFrame
) -> None:
    half = half_year(shipped, "changzhou")
    assert half is not None
    found = months_alone(shipped, half)
    waiting = np.average(found["waiting_vessels_mean"], weights=[31, 28, 31, 30, 31, 30])
    observed = row(compared, ("relief", "waiting_mean", HALF_YEAR))["observed"]
    assert waiting == pytest.approx(observed, rel=0.4)


@pytest.mark.parametrize("month", ["2026-05", "2026-06"])
def test_months_without_a_stoppage_that_were_not_fitted(compared: pd.DataFrame, month: str) -> None:
    assert row(compared, ("scheduling", "waiting_mean", month))["role"] == "left out"
    assert abs(error(compared, "scheduling", "waiting_mean", month)) < 25


def test_lines_1_and_2_worked_in_months_in_which_the_water_should_stop_them(
    shipped: Tables, compared: pd.DataFrame
) -> None:
    # Why January and February 2026 are missed: 62 and 56 lockages a day were counted at outflows
    # at which the model leaves lines 3 and 4 alone, which make 50 at the most.
    panel = shipped["lock_months"]
    stop_m3s = shipped["lock_waters"].set_index("lock")["lowest_outflow_m3s"]["changzhou"]
    for month, days in (("2026-01", 31), ("2026-02", 28)):
        (one,) = panel[[name == month for name in month_names(panel)]].to_dict("records")
        assert one["outflow_m3s"] < stop_m3s
        assert one["lockages"] > 54 * days
        for explanation in EXPLANATIONS:
            assert row(compared, (explanation, "lockages", month))["mean"] < 51 * days
            assert error(compared, explanation, "lockages", month) < -15


def test_the_queue_of_april_2026_is_not_that_of_its_traffic(compared: pd.DataFrame) -> None:
    # Its vessels and lockages are met with a sixth of its queue: something stopped the lock.
    for explanation in EXPLANATIONS:
        assert abs(error(compared, explanation, "lockages", "2026-04")) < 5
        assert -90 < error(compared, explanation, "waiting_mean", "2026-04") < -75


@pytest.mark.parametrize("month", ["2025-08", "2025-10"])
def test_the_largest_queue_of_ordinary_months(compared: pd.DataFrame, month: str) -> None:
    # Not fitted, only the means are.
    assert abs(error(compared, "scheduling", "waiting_max", month)) < 30


def test_the_table_has_every_observed_value_once_with_its_source_and_role(
    shipped: Tables, compared: pd.DataFrame
) -> None:
    assert not compared.duplicated(["explanation", "variable", "period"]).any()
    panel = shipped["lock_months"]
    panel = panel.assign(vessels_per_lockage=panel["vessels"] / panel["lockages"].astype(float))
    names = month_names(panel)
    variables = ("vessels", "lockages", "vessels_per_lockage", "waiting_mean", "waiting_max")
    expected = {
        (variable, name): (float(one[variable]), one["source"])
        for variable in variables
        for name, one in zip(names, panel.to_dict("records"), strict=True)
        if not pd.isna(one[variable])
    }
    for explanation in ("scheduling", "relief"):
        months = compared[
            (compared["explanation"] == explanation) & (compared["period"] != HALF_YEAR)
        ]
        found = {
            (one["variable"], one["period"]): (one["observed"], one["source"])
            for one in months.to_dict("records")
        }
        assert found == expected
        for period, rows in months.groupby("period"):
            role = "fitted" if str(period) in FITTED_MONTHS else "left out"
            assert set(rows["role"]) == {role}
            # Line 2 was shut from 5 March to the end of June 2026, lines 1 and 2 in December.
            shut = str(period) in {"2025-12", "2026-04", "2026-05", "2026-06"}
            assert set(rows["shut"]) == {shut}


def test_the_sources_of_the_half_year_are_those_of_its_values(compared: pd.DataFrame) -> None:
    sources = {
        variable: row(compared, ("scheduling", variable, HALF_YEAR))["source"].split(";")
        for variable in ("vessels", "waiting_mean")
    }
    assert sources["vessels"] == ["prna-2025-year"]
    assert set(sources["waiting_mean"]) == {
        "prna-briefings", "prna-2025-year", "prna-2025-q3", "prna-2025-08", "prna-2025-09",
        "prna-2025-10", "prna-2025-11", "prna-2025-12",
    }  # fmt: skip


def test_intervals_hold_the_mean_and_errors_are_relative(compared: pd.DataFrame) -> None:
    assert (compared["low"] <= compared["mean"]).all()
    assert (compared["mean"] <= compared["high"]).all()
    relative = 100 * (compared["mean"] / compared["observed"] - 1)
    assert compared["error_percent"].to_numpy() == pytest.approx(relative.to_numpy())


@pytest.mark.slow
def test_months_left_out_of_the_fit(shipped: Tables) -> None:
    panel = fitted_panel(shipped["lock_months"])
    problem = Problem(shipped, panel, 1, seed=1, workers=1, points=16, closer_runs=1)
    rules = lock_operations(shipped["lock_rules"], "scheduling")["changzhou"]
    near = [rules.cycle_factor, rules.rules.gap_length_m, rules.rules.call_delay_h]
    predicted = fit_near(problem, "scheduling", np.array(near)).left_out
    # 8 % is asked and met on the 24 points of the command; on 16 the surface is coarser.
    assert predicted["lockages"].to_numpy() == pytest.approx(
        panel["lockages"].to_numpy(dtype=float), rel=0.09
    )
    in_one = panel["vessels"].to_numpy() / panel["lockages"].to_numpy(dtype=float)
    assert predicted["vessels_per_lockage"].to_numpy() == pytest.approx(in_one, rel=0.09)
    # A queue that the other months know nothing of: lines 1 and 2 shut.
    december = float(panel["waiting_mean"].iloc[-1])
    assert predicted["waiting_mean"].iloc[-1] == pytest.approx(december, rel=0.35)
