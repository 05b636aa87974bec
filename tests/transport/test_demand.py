"""Growth of demand over the periods of the growth table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transport.demand import GROWTH_CASES, grow_demand, growth_factors, split_port_areas

if TYPE_CHECKING:
    from scenarios.tables.reading import Tables

GROWTH = pd.DataFrame(
    [
        ("coal", "central", 2024, 2030, 0.02),
        ("coal", "central", 2030, 2060, -0.01),
        ("coal", "high", 2024, 2060, 0.05),
        ("sugar", "central", 2024, 2060, 0.0),
    ],
    columns=["commodity", "growth_case", "from_year", "to_year", "rate_per_year"],
)
DEMAND = pd.DataFrame(
    {"origin": ["A", "B"], "commodity": ["coal", "sugar"], "kt": [100.0, 50.0], "base_year": 2024}
)


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (2024, 1.0),
        (2025, 1.02),
        (2030, 1.02**6),  # the first period ends here
        (2031, 1.02**6 * 0.99),
        (2035, 1.02**6 * 0.99**5),
        (2060, 1.02**6 * 0.99**30),
        (2075, 1.02**6 * 0.99**30),  # beyond the last period
    ],
)
def test_growth_by_hand(year: int, expected: float) -> None:
    factors = growth_factors(GROWTH, "central", 2024, year)
    assert factors == pytest.approx({"coal": expected, "sugar": 1.0})


def test_growth_from_a_later_base_year() -> None:
    factors = growth_factors(GROWTH, "central", 2028, 2031)
    assert factors["coal"] == pytest.approx(1.02**2 * 0.99)


@given(st.integers(2024, 2060), st.integers(2024, 2060))
def test_growth_can_be_taken_in_two_steps(one: int, other: int) -> None:
    early, late = sorted((one, other))
    whole = growth_factors(GROWTH, "central", 2024, late)["coal"]
    first = growth_factors(GROWTH, "central", 2024, early)["coal"]
    second = growth_factors(GROWTH, "central", early, late)["coal"]
    assert whole == pytest.approx(first * second)


@pytest.mark.parametrize(("case", "year"), [("wild", 2030), ("central", 2023)])
def test_an_unknown_case_or_an_earlier_year_is_an_error(case: str, year: int) -> None:
    with pytest.raises(ValueError, match=f"No growth is known for case {case} from 2024 to {year}"):
        growth_factors(GROWTH, case, 2024, year)


def test_demand_grows_by_its_commodity() -> None:
    grown = grow_demand(DEMAND, GROWTH, "central", 2030)
    assert grown["kt"].tolist() == pytest.approx([100 * 1.02**6, 50.0])
    assert grown["origin"].tolist() == ["A", "B"]
    assert DEMAND["kt"].tolist() == [100.0, 50.0]  # the table itself stays


def test_a_commodity_without_a_rate_is_an_error() -> None:
    with pytest.raises(KeyError, match="growth table lacks sugar"):
        grow_demand(DEMAND, GROWTH, "high", 2030)


def test_shipped_cases_are_in_order(shipped: Tables) -> None:
    for year in (2025, 2030, 2035, 2060):
        low, central, high = (
            growth_factors(shipped["growth"], case, 2024, year) for case in GROWTH_CASES
        )
        assert set(low) == set(shipped["demand"]["commodity"]) == set(high)
        assert all(low[name] <= central[name] <= high[name] for name in low)


def test_shipped_demand_of_the_base_year_is_the_table(shipped: Tables) -> None:
    for case in GROWTH_CASES:
        grown = grow_demand(shipped["demand"], shipped["growth"], case, 2024)
        assert grown["kt"].tolist() == shipped["demand"]["kt"].tolist()


# --- port areas

AREAS = pd.DataFrame(
    [("A", "A", 0.5), ("A", "A east", 0.3), ("A", "A west", 0.2), ("B", "B dock", 1.0)],
    columns=["place_id", "area_place", "cargo_share"],
)
SPLIT = pd.DataFrame(
    [
        ("A", "C", 100.0, "inland_water"),
        ("C", "A", 10.0, "inland_water"),
        ("A", "B", 40.0, "inland_water"),
        ("A", "C", 7.0, "rail"),
        ("C", "D", 3.0, "inland_water"),
    ],
    columns=["origin", "destination", "kt", "observed_main_mode"],
)


def test_river_cargo_is_split_over_port_areas_at_both_ends() -> None:
    found = {
        (o, d, m): round(kt, 9)
        for o, d, kt, m in split_port_areas(SPLIT, AREAS).itertuples(index=False, name=None)
    }
    water = "inland_water"
    assert found == {
        ("A", "C", water): 50.0,
        ("A east", "C", water): 30.0,
        ("A west", "C", water): 20.0,
        ("C", "A", water): 5.0,
        ("C", "A east", water): 3.0,
        ("C", "A west", water): 2.0,
        ("A", "B dock", water): 20.0,
        ("A east", "B dock", water): 12.0,
        ("A west", "B dock", water): 8.0,
        ("C", "D", water): 3.0,
        ("A", "C", "rail"): 7.0,
    }


def test_shares_of_a_place_that_do_not_sum_to_one_are_refused() -> None:
    with pytest.raises(ValueError, match="Shares of port areas sum to"):
        split_port_areas(SPLIT, AREAS.assign(cargo_share=0.4))


def test_splitting_the_shipped_demand_keeps_tonnes_and_sends_nothing_home(
    shipped: Tables,
) -> None:
    demand = shipped["demand"]
    split = split_port_areas(demand, shipped["port_areas"])
    for keys in (["control_group", "commodity"], ["observed_main_mode"]):
        before = demand.groupby(keys)["kt"].sum().to_dict()
        assert split.groupby(keys)["kt"].sum().to_dict() == pytest.approx(before)
    assert (split["origin"] != split["destination"]).all()
    assert (split["kt"] > 0).all()
    assert list(split.columns) == list(demand.columns)
