"""Calendars of a year, and the seasons of traffic on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from networks import Chamber, Leg, Network
from scenarios.from_tables.locks import season_of
from transport.draws import StreamKey
from transport.inland.voyages import VoyageFlow
from transport.inland.water_routes import InlandFleet, make_route, reversed_leg
from transport.operations.lock import LockRules, LockSite
from transport.operations.waterway import simulate_waterway
from transport.run_calendar import SAMPLED, WHOLE, RunCalendar
from transport.trips import HOURS_PER_YEAR, Season, draw_trips

if TYPE_CHECKING:
    from scenarios.tables.reading import Tables


def test_the_calendars_of_a_year() -> None:
    assert WHOLE.window.measured_h == HOURS_PER_YEAR
    assert SAMPLED.window.measured_h == 12 * 7 * 24
    assert WHOLE.edges_h[:3].tolist() == [168, 168 + 31 * 24, 168 + 59 * 24]
    assert RunCalendar((2, 3), 1).period_h.tolist() == [24, 48, 72]
    assert RunCalendar((2, 3), 1).daily([7.0, 9.0]).tolist() == [7, 7, 7, 9, 9, 9]


@pytest.mark.parametrize("calendar", [SAMPLED, WHOLE])
def test_seasons_keep_the_voyages_of_the_year(shipped: Tables, calendar: RunCalendar) -> None:
    season = season_of(shipped, calendar)
    edges = np.interp(calendar.edges_h, season.hours, season.even_h)
    assert season.hours[-1] == calendar.window.horizon_h
    assert edges[-1] - edges[0] == pytest.approx(calendar.window.measured_h)
    factors = shipped["traffic_months"].sort_values("month")["traffic_factor"].to_numpy(dtype=float)
    months = np.diff(edges) / np.diff(calendar.edges_h)
    assert months / months[0] == pytest.approx(factors / factors[0])


@given(st.lists(st.tuples(st.floats(1, 100), st.floats(0, 5)), min_size=1, max_size=12))
def test_a_season_passes_even_hours_by_the_traffic(periods: list[tuple[float, float]]) -> None:
    hours, factor = (np.array(column) for column in zip(*periods, strict=True))
    season = Season.of(hours, factor)
    assert season.hours[-1] == pytest.approx(hours.sum())
    assert np.diff(season.even_h) == pytest.approx(hours * factor, abs=1e-9)


def _waits_h(
    network: Network, leg: Leg, fleet: InlandFleet, calendar: RunCalendar, replication: int
) -> float:
    """Mean wait at the lock with three voyages an hour and a season."""
    made = [make_route(network, one, "bulk", fleet) for one in (leg, reversed_leg(leg))]
    routes = {route.name: route for route in made if route}
    flows = [VoyageFlow(name, laden=True, voyages_per_year=1.5 * 8760) for name in routes]
    factor = 1 + 0.2 * np.cos(np.arange(13) * np.pi / 6)
    season = Season.of(calendar.period_h, factor)
    table = draw_trips(flows, routes, fleet, StreamKey(2, replication), season)
    chambers = tuple(Chamber("Lock", str(k), 200, 34, float("nan"), 40, 10) for k in (1, 2))
    site = LockSite(chambers, LockRules(12, 0.0, 0.0, call_delay_h=1.0))
    horizon_h = calendar.window.horizon_h
    found, balance = simulate_waterway(
        table.trips, table.routes, table.hulls, {"Lock": site}, horizon_h
    )
    assert balance.holds
    late = found.passages[found.passages["arrive_h"] >= calendar.edges_h[0]]
    return float((late["start_h"] - late["arrive_h"]).mean())


def test_a_sampled_year_waits_as_long_as_a_whole_one_far_below_capacity(
    network: Network, downriver: Leg, fleet: InlandFleet
) -> None:
    means = {
        calendar: np.mean([_waits_h(network, downriver, fleet, calendar, k) for k in range(3)])
        for calendar in (SAMPLED, WHOLE)
    }
    assert means[WHOLE] > 1.0
    assert means[SAMPLED] == pytest.approx(means[WHOLE], rel=0.03)
