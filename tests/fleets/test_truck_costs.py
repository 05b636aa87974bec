"""What an hour and a kilometre of a truck cost, reckoned by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fleets import TruckCosts, truck_hour_cny, truck_wear_cny_per_km

TRUCK = TruckCosts(
    truck_capex_cny=400_000,
    trailer_capex_cny=100_000,
    truck_life_years=10,
    truck_crew_cny_per_year=120_000,
    truck_fixed_cny_per_year=30_000,
    truck_working_h_per_year=2500,
    truck_maintenance_cny_per_km=0.1,
    truck_tyres_cny_per_km=0.2,
)


def test_an_hour_by_hand() -> None:
    # Without interest 50,000 a year of capital, 150,000 of crew and fixed cost, over 2,500 hours.
    assert truck_hour_cny(TRUCK, 0.0) == pytest.approx(80)
    # An annuity of 8 % over ten years is 0.149029: 74,515 a year.
    assert truck_hour_cny(TRUCK, 0.08) == pytest.approx((74_514.7 + 150_000) / 2500, rel=1e-6)


def test_a_kilometre_by_hand() -> None:
    assert truck_wear_cny_per_km(TRUCK) == pytest.approx(0.3)


@given(hours=st.floats(500, 8000), more=st.floats(1, 500))
def test_an_hour_of_a_truck_that_works_more_is_cheaper(hours: float, more: float) -> None:
    busy = replace(TRUCK, truck_working_h_per_year=hours + more)
    idle = replace(TRUCK, truck_working_h_per_year=hours)
    assert truck_hour_cny(busy, 0.06) < truck_hour_cny(idle, 0.06)
