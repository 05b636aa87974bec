"""How gaps of a table of months are filled, and what becomes of outages and water."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.waterway.months import (
    LOAD_DOWN,
    LOAD_UP,
    MonthOptions,
    loaded_month,
    lock_cases,
    outage_hours,
)

if TYPE_CHECKING:
    from scenarios.tables.reading import Tables
    from transport.lock_months.months import LoadedMonth

NAN = float("nan")
COLUMNS = (
    "vessels", "vessels_up", "vessels_down", "cargo_mt", "cargo_up_mt", "cargo_down_mt",
    "mean_rated_t", "outflow_m3s", "waiting_start",
)  # fmt: skip
RATED = 2500.0


def filled(**given_values: float) -> LoadedMonth:
    """Fill a row of August 2025 in which only some cells are given."""
    return loaded_month({"year": 2025, "month": 8, **given_values}, RATED)


def cargo_mt(month: LoadedMonth) -> tuple[float, float]:
    rated = RATED if np.isnan(month.mean_rated_t) else month.mean_rated_t
    down, up = (
        n * rated * load / 1e6 for n, load in zip(month.vessels, month.load_share, strict=True)
    )
    return down, up


def test_all_vessels_are_halved_and_one_direction_leaves_the_rest() -> None:
    assert filled(vessels=900.0, cargo_mt=1.0).vessels == (450, 450)
    assert filled(vessels=900.0, vessels_up=300.0).vessels == (600, 300)
    assert filled(vessels=900.0, vessels_down=300.0).vessels == (300, 600)
    assert filled(vessels_up=200.0, vessels_down=300.0).vessels == (300, 200)


def test_without_vessels_there_are_as_many_as_the_cargo_needs() -> None:
    month = filled(cargo_down_mt=2.0, cargo_up_mt=0.5, mean_rated_t=2000.0)
    assert month.vessels == pytest.approx((2e6 / (2000 * 0.94), 0.5e6 / (2000 * 0.27)))
    assert month.load_share == pytest.approx((LOAD_DOWN, LOAD_UP))
    assert filled(cargo_mt=2.0).vessels[0] == pytest.approx(0.78 * 2e6 / (RATED * 0.94))


def test_where_vessels_of_one_direction_are_known_the_cargo_of_the_other_gives_its_own() -> None:
    month = filled(vessels_down=700.0, cargo_down_mt=1.5, cargo_up_mt=0.4)
    assert month.vessels == pytest.approx((700, 0.4e6 / (RATED * LOAD_UP)))
    assert cargo_mt(month) == pytest.approx((1.5, 0.4))


def test_where_nothing_is_known_of_a_direction_as_many_go_as_the_other_way() -> None:
    assert filled(vessels_down=700.0).vessels == (700, 700)
    assert filled(vessels_up=700.0).vessels == (700, 700)
    assert filled(cargo_down_mt=1.5).vessels == pytest.approx([1.5e6 / (RATED * LOAD_DOWN)] * 2)


def test_cargo_is_split_by_the_usual_share_or_by_what_is_given() -> None:
    assert cargo_mt(filled(vessels=900.0, cargo_mt=1.0)) == pytest.approx((0.78, 0.22))
    given_down = filled(vessels=900.0, cargo_mt=1.0, cargo_down_mt=0.6)
    assert cargo_mt(given_down) == pytest.approx((0.6, 0.4))
    given_up = filled(vessels=900.0, cargo_mt=1.0, cargo_up_mt=0.3, mean_rated_t=3000.0)
    assert cargo_mt(given_up) == pytest.approx((0.7, 0.3))
    assert filled(vessels=900.0).load_share == (LOAD_DOWN, LOAD_UP)


def test_the_mean_tonnage_and_the_queue_stay_unknown_where_they_are() -> None:
    month = filled(vessels=900.0)
    assert np.isnan([month.mean_rated_t, month.waiting_start]).all()
    assert filled(vessels=900.0, waiting_start=70.0).waiting_start == 70
    assert filled(vessels=0.0, cargo_mt=0.0).load_share == (LOAD_DOWN, LOAD_UP)


some = st.one_of(st.just(NAN), st.floats(1, 5000))
mega = st.one_of(st.just(NAN), st.floats(0.01, 20))


@given(
    both=st.floats(1, 9000),
    share=st.sampled_from([0, 0.1, 0.5, 1]),
    cargo=mega,
    down=st.floats(0, 1),
    mean=some,
)
def test_filled_months_keep_the_sums_given(
    both: float, share: float, cargo: float, down: float, mean: float
) -> None:
    month = filled(
        vessels=both, vessels_up=share * both, cargo_mt=cargo, cargo_down_mt=down * cargo,
        mean_rated_t=mean,
    )  # fmt: skip
    assert sum(month.vessels) == pytest.approx(both)
    if not np.isnan(cargo) and min(month.vessels) > 0:
        assert sum(cargo_mt(month)) == pytest.approx(cargo)
        assert cargo_mt(month)[0] == pytest.approx(down * cargo)


@given(vessels=some, up=some, cargo=mega, cargo_up=mega)
def test_one_number_of_vessels_or_cargo_is_enough(
    vessels: float, up: float, cargo: float, cargo_up: float
) -> None:
    cells = {"vessels": vessels, "vessels_up": up, "cargo_mt": cargo, "cargo_up_mt": cargo_up}
    month = filled(**cells)
    known = not all(np.isnan(value) for value in cells.values())
    assert np.isfinite(month.vessels).all() == known
    assert np.isfinite(month.load_share).all()


def test_outages_are_whole_days_both_included() -> None:
    rows = [("1", "2025-07-31", "2025-08-02"), ("1", "2025-08-05", "2025-08-05")]
    rows.append(("*", "2025-09-01", "2025-09-30"))
    outages = pd.DataFrame(rows, columns=["line", "from", "to"])
    assert outage_hours(outages, dt.date(2025, 8, 1)) == {
        "1": [(-24.0, 48.0), (96.0, 120.0)],
        "*": [(31 * 24.0, 61 * 24.0)],
    }


def table(lock: str, *rows: tuple[int, int, dict[str, float]]) -> pd.DataFrame:
    """Make a table of months with the cells given and the others unknown."""
    made = [
        {"lock": lock, "year": year, "month": month, **dict.fromkeys(COLUMNS, NAN), **cells}
        for year, month, cells in rows
    ]
    return pd.DataFrame(made)


NO_OUTAGES = pd.DataFrame(columns=["lock", "line", "from", "to"])


def test_months_are_put_in_order_and_locks_by_name(shipped: Tables) -> None:
    cells = {"vessels": 900.0, "mean_rated_t": 1500.0}
    months = pd.concat(
        [
            table("guiping", (2026, 1, cells), (2025, 12, cells)),
            table("changzhou", (2025, 8, cells)),
        ]
    )
    found = lock_cases(shipped, months, NO_OUTAGES, MonthOptions())
    assert list(found) == ["changzhou", "guiping"]
    assert [one.name for one in found["guiping"].plan.months] == ["2025-12", "2026-01"]


def test_the_network_is_that_of_the_year_of_the_months(shipped: Tables) -> None:
    cells = {"vessels": 900.0}
    by_year = {}
    for year in (2019, 2025):
        cases = lock_cases(shipped, table("xijin", (year, 8, cells)), NO_OUTAGES, MonthOptions())
        by_year[year] = {chamber.line for chamber in cases["xijin"].chambers}
    assert by_year[2019] < by_year[2025]


def test_outflow_is_given_or_that_of_an_ordinary_year(shipped: Tables) -> None:
    months = table(
        "changzhou",
        (2025, 7, {"vessels": 900.0, "outflow_m3s": 3100.0}),
        (2025, 8, {"vessels": 9.0}),
    )
    case = lock_cases(shipped, months, NO_OUTAGES, MonthOptions())["changzhou"]
    usual = shipped["monthly_outflows"].set_index("month")["outflow_m3s"][8]
    # 20.6 m less a tailwater of 4.55 m at 2,990 m3/s that rises by 1.19 m for each 1,000 more,
    # from 4,650 m3/s on by 0.53 m.
    assert case.head_m["2025-07"] == pytest.approx(20.6 - 4.55 - 1.19 * (3.1 - 2.99))
    tail_m = 4.55 + 1.19 * (4.65 - 2.99) + 0.53 * (float(usual) / 1000 - 4.65)
    assert case.head_m["2025-08"] == pytest.approx(20.6 - tail_m)


def test_a_lock_without_known_water_is_limited_by_works_alone(shipped: Tables) -> None:
    months = table("guiping", (2025, 7, {"vessels": 900.0, "waiting_start": 4.0}))
    shut = pd.DataFrame([("guiping", "1", "2025-07-03", "2025-07-04")], columns=NO_OUTAGES.columns)
    case = lock_cases(shipped, months, shut, MonthOptions(announce_h=2.0))["guiping"]
    assert case.site.closed_h["1"] == ((24 + 48.0, 24 + 96.0),)
    assert case.site.depth_m == {}
    assert np.isnan(case.head_m["2025-07"])
    assert case.site.rules.announce_h == 2.0
    assert case.steadied().steady
