"""Outages of a plan's year in hours of its run."""

from __future__ import annotations

import pandas as pd

from scenarios.waterway.cascade import CascadeRequest, _outage_hours
from transport.run_calendar import WHOLE

DAY = 24.0
START = float(WHOLE.edges_h[0])


def hours_of(year: int, *rows: tuple[str, str, str]) -> list[tuple[float, float]]:
    """Hours after 1 January in which line 1 of a lock is shut."""
    table = pd.DataFrame(
        [("L", *row) for row in rows], columns=["lock", "line", "from", "to"], dtype=str
    )
    found = _outage_hours(WHOLE.edges_h, CascadeRequest(year, outages=table))
    return [(a - START, b - START) for a, b in found.get(("L", "1"), [])]


def test_whole_days_are_shut_the_last_included() -> None:
    assert hours_of(2026, ("1", "2026-01-01", "2026-01-01")) == [(0.0, DAY)]
    assert hours_of(2026, ("1", "2026-02-01", "2026-03-01")) == [(31 * DAY, 60 * DAY)]


def test_what_lies_outside_the_year_is_cut_off() -> None:
    assert hours_of(2026, ("1", "2025-12-30", "2026-01-02")) == [(0.0, 2 * DAY)]
    assert hours_of(2026, ("1", "2026-12-31", "2027-02-01")) == [(364 * DAY, 365 * DAY)]
    assert hours_of(2026, ("1", "2025-05-01", "2025-06-01")) == []


def test_a_run_has_no_29_february() -> None:
    assert hours_of(2028, ("1", "2028-02-28", "2028-02-29")) == [(58 * DAY, 59 * DAY)]
    assert hours_of(2028, ("1", "2028-03-01", "2028-03-01")) == [(59 * DAY, 60 * DAY)]


def test_without_a_table_nothing_is_shut() -> None:
    assert _outage_hours(WHOLE.edges_h, CascadeRequest(2026)) == {}
