"""A lock sent through its months: capacity first, then who comes, then the run itself.

The daily capacity is that of a run in which every day twice the vessels come that were counted on
a day of the busiest month, and at least one an hour: where capacity matters the queue never ends.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from networks.water_levels import merged_spans
from transport.lock_months.circulating_fleet import expected_arrivals, holds_as_sum, steady_arrivals
from transport.lock_months.months import LEAD_H
from transport.lock_months.trips import month_trips
from transport.operations.lock import DIRECTIONS
from transport.operations.waterway import Run, Stretch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transport.draws import StreamKey
    from transport.lock_months.months import MonthPlan
    from transport.operations.lock import LockSite
    from transport.operations.records import WaterwayRecords

_FLOOD = 2.0
_LEAST_FLOOD = 24.0


@dataclass(frozen=True)
class MonthRun:
    """A lock sent through its months.

    Attributes
    ----------
    plan : MonthPlan
        What it was sent through.
    records : WaterwayRecords
        Event tables; hours of the run.
    hulls : pandas.DataFrame
        Hull of each trip, by its number: ``length_m``, ``beam_m``, ``dwt_t``, ``draught_m``.
    fleet_vessels : numpy.ndarray
        Vessels in circulation by month of the run; NaN where the queue was given.
    """

    plan: MonthPlan
    records: WaterwayRecords
    hulls: pd.DataFrame
    fleet_vessels: np.ndarray


def run_months(
    plan: MonthPlan, site: LockSite, key: StreamKey, *, steady: bool = False
) -> MonthRun:
    """Send a lock through its months.

    Parameters
    ----------
    plan : MonthPlan
        Months and vessels.
    site : LockSite
        The lock, with closures and depths in hours of the run (see
        :attr:`transport.lock_months.months.MonthPlan.edges_h`).
    key : StreamKey
        Random streams.
    steady : bool
        True where only the sum of the counts is known: one fleet circulates through all months.

    Returns
    -------
    MonthRun
        Records and fleets.
    """
    site = _shut_at_first(site) if plan.leads_in else site
    busiest = max(sum(month.vessels) / month.days for month in plan.months)
    counts = [max(_FLOOD * busiest, _LEAST_FLOOD) * month.days for month in plan.run_months]
    flood, _ = _simulate(plan, site, key, counts, None)
    capacity = _daily_starts(flood, plan.edges_h)
    in_sum = steady or holds_as_sum(plan, capacity)
    reckon = steady_arrivals if in_sum else expected_arrivals
    arrivals, fleet = reckon(plan, capacity, site.rules.call_delay_h)
    totals = [float(part.sum()) for part in arrivals]
    return MonthRun(plan, *_simulate(plan, site, key, totals, arrivals), fleet)


def _shut_at_first(site: LockSite) -> LockSite:
    """Shut every line while the given queue gathers."""
    lead = (0.0, LEAD_H)
    closed = {
        chamber.line: merged_spans([lead, *site.closed_h.get(chamber.line, ())])
        for chamber in site.chambers
    }
    return replace(site, closed_h=closed)


def _daily_starts(records: WaterwayRecords, edges_h: np.ndarray) -> list[np.ndarray]:
    """Vessels that enter a chamber on each day of each month."""
    start_h = records.stays()["start_h"].dropna().to_numpy()
    return [
        np.histogram(start_h, bins=np.arange(begin, end + 1, 24.0))[0].astype(float)
        for begin, end in pairwise(edges_h)
    ]


def _simulate(
    plan: MonthPlan,
    site: LockSite,
    key: StreamKey,
    totals: Sequence[float],
    arrivals: Sequence[np.ndarray] | None,
) -> tuple[WaterwayRecords, pd.DataFrame]:
    """Run so many vessels through the lock, spread evenly or by day; records and hulls."""
    trips, hulls = month_trips(plan, totals, arrivals, key)
    routes = [[Stretch(0.0, plan.lock, d), Stretch(0.0, "", 0)] for d in range(len(DIRECTIONS))]
    run = Run(trips, routes, hulls, {plan.lock: site}, float(plan.edges_h[-1]))
    run.simulate()
    hull_of_trip = pd.DataFrame(hulls).drop(columns="name").iloc[trips.hull].reset_index(drop=True)
    return run.records(), hull_of_trip
