"""Bills and the cost of a kWh, worked by hand."""

from __future__ import annotations

import calendar
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import numpy as np
import pytest

from scenarios.stations.site_costs import Built, site_costs
from transport.operations.stations import Station, StationSite
from transport.stations.costs import year_bill
from transport.stations.service_areas import Equipment
from transport.stations.sites import EquipmentRow, Yard
from transport.tariff import Tariff, TouPeriod

if TYPE_CHECKING:
    from transport.operations.stations import StationRun
    from transport.stations.parameters import StationParameters

TARIFF = Tariff(1.0, (TouPeriod("peak", 18, 22, 2.0, (1, 7)),), demand_cny_per_kw_month=10.0)


@pytest.mark.parametrize("year", [2029, 2030, 2033, 2034])  # Monday, Tuesday, Saturday, Sunday
def test_a_year_is_billed_from_its_first_day_to_its_last(year: int) -> None:
    monday = np.zeros(168 * 4)
    monday[19 * 4 : 20 * 4] = 25.0  # 100 kWh in the peak hour of every Monday
    mondays = [
        day
        for month in range(1, 13)
        for day in calendar.Calendar().itermonthdates(year, month)
        if (day.year, day.month, day.weekday()) == (year, month, 0)
    ]
    peak = [day for day in mondays if day.month in {1, 7}]
    energy, demand = year_bill(monday, TARIFF, year, 0.0)
    assert energy == pytest.approx(100 * (len(mondays) + len(peak)))
    assert demand == pytest.approx(12 * 10 * 100)


def test_even_load_in_a_leap_year_costs_that_of_365_days() -> None:
    energy, _ = year_bill(np.full(168 * 4, 25.0), Tariff(1.0), 2032, 0.0)
    assert energy == pytest.approx(100 * 8760)


def test_the_cost_of_a_kwh_is_of_the_week_that_is_billed() -> None:
    # The first day, in which stations fill, takes half of what the others do.
    meter = np.full((1, 192 * 4), 25.0)
    meter[0, :96] = 12.5
    site = StationSite("X:a", (Station("X:a:charging", (100.0,), efficiency=0.9),), 100.0)
    state = np.zeros(1, dtype=[("out", "f8"), ("metered", "f8")])
    state["metered"], state["out"] = meter.sum(), 0.9 * meter.sum()
    run = SimpleNamespace(meter_kwh=meter, horizon_h=192.0, stations=("X:a:charging",))
    run.site_states = state
    run.station_states = np.zeros(1, dtype=[("dispensed", "f8")])
    numbers = SimpleNamespace(grid_share=1.0, grid_capex_cny_per_kw=0, pack_capex_cny_per_kwh=0)
    rows = {"one": EquipmentRow(100.0, 0.01, 10.0, 0.0, 0.9)}
    yard = Yard(rows, cast("StationParameters", numbers), 0.0, {})
    built = Built([site], {"X": {"charging": Equipment(1, "one")}}, yard)
    found = site_costs(cast("StationRun", run), built, Tariff(0.6), (2030, 0.05)).iloc[0]
    assert found["energy_cny_per_year"] == pytest.approx(0.6 * 100 * 8760)
    assert found["lcoe_cny_per_kwh"] == pytest.approx(0.6 / 0.9)
