"""Who comes to a lock when its counts say only who was locked through.

- Where the queue at the end of a month is known, arrivals are the count plus the change of the
  queue, from the one known or reckoned at its start.
- Else a fleet of vessels circulates: those not waiting come again after a mean half turn-round T,
  so that arrivals per hour are (fleet - queue) / (T + call delay). The fleet of a month is the one
  that gets its count through the daily capacity of the lock.
- A month whose count is within 5 % of what the lock can do is full: its count says what the lock
  let through and nothing of who came, so the fleet of the month before (or the next, for the
  first) goes on. Where the lock can do less than was counted a day in the month before, as when
  lines are shut, or where the queue given for the start is more than the lock can do in a day,
  20 % are enough: fewer passages are then to be expected, and an error of some per cent in the
  capacity of a full lock must not make its queue vanish. A first month that is full and has a
  queue given for its start keeps that queue: its fleet is those who come and those who wait.
- Where only the sum over several months is known, one fleet circulates through all of them. So it
  does where a count cannot be that of its month, because lines were shut then, though the lock can
  do the sum: such counts come from spreading a sum over months.

The reckoning is a fluid one, day by day; the hours of arrivals within a day are random.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import brentq

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transport.lock_months.months import LoadedMonth, MonthPlan

FULL_SHARE = 0.95
"""Share of its capacity from which a month counts as full."""

FALLEN_SHARE = 0.8
"""The same where lines have been shut or a queue of more than a day is given."""


def expected_arrivals(
    plan: MonthPlan, capacity: Sequence[np.ndarray], call_delay_h: float
) -> tuple[list[np.ndarray], np.ndarray]:
    """Return the arrivals of every day by a fluid reckoning.

    Parameters
    ----------
    plan : MonthPlan
        Months of the run.
    capacity : sequence of numpy.ndarray
        Vessels that the lock can start on each day of each month.
    call_delay_h : float
        Hours from arrival until a vessel may be called; they count as waiting.

    Returns
    -------
    arrivals : list of numpy.ndarray
        Vessels arriving on each day of each month.
    fleet : numpy.ndarray
        Vessels in circulation by month; NaN where the queue at the end was given.
    """
    months = plan.run_months
    away_h = plan.half_turn_round_h + call_delay_h
    fleet_now = _first_fleet(months, capacity, away_h)
    queue = 0.0
    arrivals, fleet = [], []
    for i, month in enumerate(months):
        target = sum(month.vessels)
        called = call_delay_h * target / (24 * month.days)
        warms_up = i == 0 and not plan.leads_in
        is_given = not warms_up and not np.isnan(month.waiting_start)
        if is_given:
            queue = max(month.waiting_start - called, 0.0)
        after = months[i + 1].waiting_start if i + 1 < len(months) else np.nan
        if warms_up or np.isnan(after):
            before = months[i - 1] if i else month
            full = _is_full(month, before, capacity[i], given=queue if is_given else 0.0)
            if full and i == 0 and is_given:
                fleet_now = queue + target * away_h / (24 * month.days)
            size = fleet_now
            if not full:
                size = fleet_now = _fleet(target, queue, capacity[i], away_h)
            daily, _, queue = _fluid(queue, size, capacity[i], away_h)
        else:
            size = np.nan
            daily = _fluid(queue, fleet_now, capacity[i], away_h)[0]
            shape = daily / daily.sum() if daily.sum() > 0 else np.full(len(daily), 1 / len(daily))
            daily = shape * max(target + after - queue - called, 0.0)
            queue = max(after - called, 0.0)
        arrivals.append(daily)
        fleet.append(size)
    return arrivals, np.array(fleet)


def steady_arrivals(
    plan: MonthPlan, capacity: Sequence[np.ndarray], call_delay_h: float
) -> tuple[list[np.ndarray], np.ndarray]:
    """Return the arrivals of one fleet that gets the sum of all counts through.

    Parameters
    ----------
    plan, capacity, call_delay_h
        As for :func:`expected_arrivals`; the counts of single months are not used.

    Returns
    -------
    arrivals : list of numpy.ndarray
        Vessels arriving on each day of each month.
    fleet : numpy.ndarray
        The fleet, once for each month.
    """
    away_h = plan.half_turn_round_h + call_delay_h
    first = 0 if plan.leads_in else 1
    wanted = sum(sum(month.vessels) for month in plan.months)
    month = plan.months[0]
    called = call_delay_h * sum(month.vessels) / (24 * month.days)
    waiting = max(month.waiting_start - called, 0.0) if plan.leads_in else 0.0

    def run(size: float) -> tuple[list[np.ndarray], float]:
        """Return arrivals by month and the passages counted, with a fleet of a size."""
        queue, arrivals, passed = waiting, [], 0.0
        for i, able in enumerate(capacity):
            daily, passages, queue = _fluid(queue, size, able, away_h)
            arrivals.append(daily)
            passed += float(passages.sum()) if i >= first else 0.0
        return arrivals, passed

    most = 10 * wanted
    able = sum(float(part.sum()) for part in capacity[first:])
    size = float(brentq(lambda one: run(one)[1] - min(wanted, 0.999 * able), 0.0, most))
    return run(size)[0], np.full(len(capacity), size)


def holds_as_sum(plan: MonthPlan, capacity: Sequence[np.ndarray]) -> bool:
    """Whether counts of months can only be true as a sum.

    Parameters
    ----------
    plan, capacity
        As for :func:`expected_arrivals`.

    Returns
    -------
    bool
        True where a count is 5 % more than the lock can do in its month, though not more than it
        can do on as many days of its best month, and the lock can do all counts together. Never
        where a queue is given for a later month.
    """
    first = 0 if plan.leads_in else 1
    able = [float(part.sum()) for part in capacity[first:]]
    counts = [sum(month.vessels) for month in plan.months]
    best = max(float(part.mean()) for part in capacity[first:])
    beyond = any(
        count * FULL_SHARE > most and count <= best * month.days
        for count, most, month in zip(counts, able, plan.months, strict=True)
    )
    given = any(not np.isnan(month.waiting_start) for month in plan.months[1:])
    return beyond and not given and sum(counts) <= FULL_SHARE * sum(able)


def _first_fleet(
    months: Sequence[LoadedMonth], capacity: Sequence[np.ndarray], away_h: float
) -> float:
    """Fleet of the first month that is not full; that of the first count where all are."""
    for month, able in zip(months, capacity, strict=True):
        count = sum(month.vessels)
        if count < FULL_SHARE * able.sum():
            return count * away_h / (24 * month.days)
    return sum(months[0].vessels) * away_h / (24 * months[0].days)


def _is_full(
    month: LoadedMonth, before: LoadedMonth, capacity: np.ndarray, *, given: float
) -> bool:
    """Whether the count of a month says what the lock let through and nothing of who came.

    ``given`` is the queue given for its start, 0 where there is none.
    """
    count, able = sum(month.vessels), float(capacity.sum())
    a_day = able / month.days
    falls = a_day < max(sum(before.vessels) / before.days, given)
    return count >= (FALLEN_SHARE if falls else FULL_SHARE) * able


def _fleet(target: float, queue: float, capacity: np.ndarray, away_h: float) -> float:
    """Fleet that gets a count through.

    Where the queue alone gives the count there is no fleet besides: nobody else comes.
    """

    def missing(size: float) -> float:
        """Return the passages beyond the target, with a fleet of a size."""
        return float(_fluid(queue, size, capacity, away_h)[1].sum()) - target

    if missing(0.0) >= 0:
        return 0.0
    high = queue + (target + 1) * away_h / (24 * len(capacity))
    while missing(high) <= 0:
        high *= 2
    return float(brentq(missing, 0.0, high, xtol=0.01))


def _fluid(
    queue: float, fleet: float, capacity: np.ndarray, away_h: float
) -> tuple[np.ndarray, np.ndarray, float]:
    """Arrivals and passages of each day, and the queue after the last."""
    arrivals, passages = np.empty(len(capacity)), np.empty(len(capacity))
    for day, able in enumerate(capacity):
        arrivals[day] = max(fleet - queue, 0.0) * 24 / away_h
        passages[day] = min(queue + arrivals[day], able)
        queue += arrivals[day] - passages[day]
    return arrivals, passages, queue
