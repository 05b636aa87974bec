"""Replications of locks over months."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from scenarios.waterway.months import LockCase, MonthOptions, lock_cases
from scenarios.waterway.observed import Setup, compare_observed, missed
from scenarios.waterway.study import run_locks, summary

if TYPE_CHECKING:
    from scenarios.tables.reading import Tables


@pytest.fixture(scope="module")
def cases(shipped: Tables) -> dict[str, LockCase]:
    panel = shipped["lock_months"].iloc[1:3].assign(vessels=900.0, cargo_mt=1.5)
    panel[["cargo_up_mt", "cargo_down_mt"]] = np.nan
    both = pd.concat([panel, panel.assign(lock="guiping", waiting_start=[5.0, np.nan])])
    return lock_cases(shipped, both, shipped["lock_outages"], MonthOptions())


def test_the_numbers_do_not_depend_on_the_processes(cases: dict[str, LockCase]) -> None:
    one, two = (run_locks(cases, 2, 1, workers) for workers in (1, 2))
    assert list(one) == list(two) == ["changzhou", "guiping"]
    for lock in one:
        for a, b in zip(one[lock], two[lock], strict=True):
            pd.testing.assert_frame_equal(a.months, b.months)
            pd.testing.assert_frame_equal(a.lines, b.lines)
            assert a.vessel_h == b.vessel_h


def test_lines_and_vessel_hours_add_up(cases: dict[str, LockCase]) -> None:
    for outcomes in run_locks(cases, 2, 1, 1).values():
        for one in outcomes:
            by_month = one.lines.groupby("month")[["vessels", "lockages"]].sum()
            assert (one.months.set_index("month")[["vessels", "lockages"]] == by_month).all(
                axis=None
            )
            waited = one.months["waiting_vessels_mean"].to_numpy() @ [31 * 24, 30 * 24]
            assert one.vessel_h["waiting"] == pytest.approx(waited)
            # A lockage takes less than two hours, and warm-up and lead stay out.
            assert 0 < one.vessel_h["locking"] < 2 * one.months["vessels"].sum()
            assert one.lines["utilisation_share"].between(0, 1).all()
    assert not outcomes[0].months["fleet_vessels"].isna().any()


def test_the_summary_takes_the_mean_of_what_is_known() -> None:
    tables = [
        pd.DataFrame({"month": ["a", "b"], "wait": [1.0, np.nan], "none": [np.nan, np.nan]}),
        pd.DataFrame({"month": ["a", "b"], "wait": [3.0, 5.0], "none": [np.nan, np.nan]}),
    ]
    rows = {(r["month"], r["variable"]): r for r in summary(tables, ["month"]).to_dict("records")}
    assert rows["a", "wait"]["mean"] == 2.0
    assert rows["a", "wait"]["low"] == 0.0  # 2 less 12.7 is no wait
    assert rows["a", "wait"]["high"] > 3.0
    assert [rows["b", "wait"][name] for name in ("mean", "low", "high")] == [5.0, 5.0, 5.0]
    assert np.isnan(rows["a", "none"]["mean"])


def test_a_summary_of_different_rows_is_refused() -> None:
    tables = [pd.DataFrame({"month": [one], "wait": [1.0]}) for one in ("a", "b")]
    with pytest.raises(ValueError, match="same order"):
        summary(tables, ["month"])


def test_errors_beyond_what_is_asked_are_named() -> None:
    rows = [
        ("2025-07", "lockages", 5.1, "fitted", False),
        ("2025-07", "waiting_mean", -24.0, "fitted", False),
        ("2025-08", "waiting_mean", 26.0, "fitted", False),
        ("2025-08", "waiting_max", 60.0, "fitted", False),
        ("2025-12", "waiting_mean", -34.0, "fitted", True),
        ("2025-12", "vessels_per_lockage", -5.2, "fitted", True),
        ("2026-01", "lockages", -30.0, "left out", False),
    ]
    table = pd.DataFrame(rows, columns=["period", "variable", "error_percent", "role", "shut"])
    assert missed(table) == [
        "2025-07 lockages +5.1 %",
        "2025-08 waiting +26.0 %",
        "2025-12 in a lockage -5.2 %",
    ]


def test_a_lock_without_a_known_half_year_is_compared_by_months_alone(shipped: Tables) -> None:
    observations = shipped["observations"]
    tables = {
        **shipped,
        "lock_months": shipped["lock_months"].iloc[1:2],
        "observations": observations[observations["period"] != "H1"],
    }
    found = compare_observed(tables, Setup("changzhou", 1, 1, 1))
    assert set(found["period"]) == {"2025-08"}
    assert len(found) == 2 * 5
    assert set(found["explanation"]) == {"scheduling", "relief"}
