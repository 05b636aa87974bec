"""A lock through given months: how many vessels came, when, and how large and laden they were.

Counts of vessels are those locked through, as the briefings of the locks give them. Who arrived is
these and the change of the queue:

- Where the queue at the end of a month is known, arrivals are the count plus the change of the
  queue, from the one known or reckoned at its start.
- Else a fleet of vessels circulates: those not waiting come again after a mean half turn-round T,
  so that arrivals per hour are (fleet - queue) / (T + call delay). The fleet of a month is the one
  that gets its count through the daily capacity of the lock.
- A month whose count is within 3 % of what the lock can do is full: its count says what the lock
  let through and nothing of who came, so the fleet of the month before (or the next, for the
  first) goes on.

The daily capacity is that of a run in which the queue never ends. The fluid reckoning of
:func:`expected_arrivals` spreads arrivals over the days of a month; their hours are random.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import brentq

from transport.draws import stream
from transport.operations.lock import DIRECTIONS, Hull
from transport.operations.waterway import Run, Stretch, Trips

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fleets import VesselClass
    from transport.draws import StreamKey
    from transport.operations.lock import LockSite
    from transport.operations.records import WaterwayRecords

FULL_SHARE = 0.97
"""Share of its capacity from which a month counts as full."""

LEAD_H = 24.0
"""Hours before the first month in which a queue given for its start gathers."""

_FLOOD = 2.0
_DRAUGHT_STEP_M = 0.05


@dataclass(frozen=True, slots=True)
class LoadedMonth:
    """One month of one lock, with every gap filled.

    Attributes
    ----------
    year, month : int
        Calendar month.
    vessels : tuple of float
        Vessels locked through, down and up.
    mean_rated_t : float
        Mean rated tonnage; NaN keeps the mix of the fleet.
    load_share : tuple of float
        Cargo over rated tonnage, down and up.
    waiting_start : float
        Queue at the start of the month; NaN where not known.
    """

    year: int
    month: int
    vessels: tuple[float, float]
    mean_rated_t: float
    load_share: tuple[float, float]
    waiting_start: float

    @property
    def days(self) -> int:
        """Days of the month."""
        return calendar.monthrange(self.year, self.month)[1]

    @property
    def name(self) -> str:
        """Year and month, as 2025-08."""
        return f"{self.year}-{self.month:02d}"


@dataclass(frozen=True)
class MonthPlan:
    """What one lock is sent through.

    Attributes
    ----------
    lock : str
        Lock site.
    months : tuple of LoadedMonth
        Months in a row.
    classes : tuple of VesselClass
        Vessel classes.
    class_share : tuple of float
        Share of each class in voyages, before it is tilted to the mean rated tonnage of a month.
    half_turn_round_h : float
        Hours of a vessel between two passages, without its wait.
    upbound_empties : bool
        True where upbound load means full and empty vessels, False where all are partly laden.
    """

    lock: str
    months: tuple[LoadedMonth, ...]
    classes: tuple[VesselClass, ...]
    class_share: tuple[float, ...]
    half_turn_round_h: float
    upbound_empties: bool = False

    @property
    def leads_in(self) -> bool:
        """Whether a given queue starts the run instead of a warm-up month."""
        return not np.isnan(self.months[0].waiting_start)

    @property
    def run_months(self) -> tuple[LoadedMonth, ...]:
        """Months of the run: the first one twice where it also warms up."""
        return self.months if self.leads_in else (self.months[0], *self.months)

    @property
    def edges_h(self) -> np.ndarray:
        """Start of every month of the run and the end of the last, in hours of the run."""
        start = LEAD_H if self.leads_in else 0.0
        days = [month.days for month in self.run_months]
        return start + 24.0 * np.concatenate(([0], np.cumsum(days)))


@dataclass(frozen=True)
class MonthRun:
    """A lock sent through its months.

    Attributes
    ----------
    plan : MonthPlan
        What it was sent through.
    records : WaterwayRecords
        Event tables; hours of the run.
    fleet_vessels : numpy.ndarray
        Vessels in circulation by month of the run; NaN where the queue was given.
    """

    plan: MonthPlan
    records: WaterwayRecords
    fleet_vessels: np.ndarray


def tilted_shares(class_share: np.ndarray, rated_t: np.ndarray, mean_rated_t: float) -> np.ndarray:
    """Return the class shares nearest to given ones with a given mean rated tonnage.

    Shares are multiplied by exp(k x tonnage), which is the mix of least relative entropy.

    Parameters
    ----------
    class_share, rated_t : numpy.ndarray
        Shares and rated tonnages of the classes.
    mean_rated_t : float
        Mean wanted; NaN keeps the shares.

    Returns
    -------
    numpy.ndarray
        Shares that sum to one.

    Raises
    ------
    ValueError
        If the mean lies outside the tonnages of the classes.

    Examples
    --------
    >>> tilted_shares(np.array([0.5, 0.5]), np.array([1000.0, 3000.0]), 2500.0).round(3).tolist()
    [0.25, 0.75]
    """
    share = class_share / class_share.sum()
    if np.isnan(mean_rated_t):
        return share
    used = rated_t[share > 0]
    if not used.min() < mean_rated_t < used.max():
        msg = (
            f"A mean rated tonnage of {mean_rated_t:g} t lies outside the classes, "
            f"{used.min():g} to {used.max():g} t."
        )
        raise ValueError(msg)

    def tilt(k: float) -> np.ndarray:
        weight = share * np.exp(k * (rated_t - rated_t.max()) / rated_t.max())
        return np.asarray(weight / weight.sum())

    k = brentq(lambda one: float(tilt(one) @ rated_t) - mean_rated_t, -500, 500)
    return tilt(float(k))


def run_months(plan: MonthPlan, site: LockSite, key: StreamKey) -> MonthRun:
    """Send a lock through its months.

    Parameters
    ----------
    plan : MonthPlan
        Months and vessels.
    site : LockSite
        The lock, with closures and depths in hours of the run (see :attr:`MonthPlan.edges_h`).
    key : StreamKey
        Random streams.

    Returns
    -------
    MonthRun
        Records and fleets.
    """
    site = _shut_at_first(site) if plan.leads_in else site
    counts = [sum(month.vessels) for month in plan.run_months]
    flood = _simulate(plan, site, key, [_FLOOD * count for count in counts], None)
    capacity = _daily_starts(flood, plan.edges_h)
    arrivals, fleet = expected_arrivals(plan, capacity, site.rules.call_delay_h)
    totals = [float(part.sum()) for part in arrivals]
    return MonthRun(plan, _simulate(plan, site, key, totals, arrivals), fleet)


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
        if not warms_up and not np.isnan(month.waiting_start):
            queue = max(month.waiting_start - called, 0.0)
        after = months[i + 1].waiting_start if i + 1 < len(months) else np.nan
        if warms_up or np.isnan(after):
            size = fleet_now = _fleet(target, queue, fleet_now, capacity[i], away_h)
            daily, _, queue = _fluid(queue, size, capacity[i], away_h)
        else:
            size = np.nan
            daily = _fluid(queue, fleet_now, capacity[i], away_h)[0]
            daily = daily * max(target + after - queue - called, 0.0) / daily.sum()
            queue = max(after - called, 0.0)
        arrivals.append(daily)
        fleet.append(size)
    return arrivals, np.array(fleet)


def _first_fleet(
    months: Sequence[LoadedMonth], capacity: Sequence[np.ndarray], away_h: float
) -> float:
    """Fleet of the first month that is not full; that of the first count where all are."""
    for month, able in zip(months, capacity, strict=True):
        count = sum(month.vessels)
        if count < FULL_SHARE * able.sum():
            return count * away_h / (24 * month.days)
    return sum(months[0].vessels) * away_h / (24 * months[0].days)


def _fleet(
    target: float, queue: float, carried: float, capacity: np.ndarray, away_h: float
) -> float:
    """Fleet that gets a count through, or the carried one in a full month."""
    if target >= FULL_SHARE * capacity.sum():
        return carried
    low, high = 0.0, 4 * (target + queue + 1) * away_h / (24 * len(capacity))

    def missing(size: float) -> float:
        return float(_fluid(queue, size, capacity, away_h)[1].sum()) - target

    if missing(high) <= 0 or missing(low) >= 0:
        return carried
    return float(brentq(missing, low, high, xtol=0.01))


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


def _shut_at_first(site: LockSite) -> LockSite:
    """Shut every line while the given queue gathers."""
    lead = ((0.0, LEAD_H),)
    closed = {
        chamber.line: lead + tuple(site.closed_h.get(chamber.line, ())) for chamber in site.chambers
    }
    return type(site)(site.chambers, site.rules, closed, site.depth_m)


def _daily_starts(records: WaterwayRecords, edges_h: np.ndarray) -> list[np.ndarray]:
    """Vessels that enter a chamber on each day of each month."""
    start_h = records.stays()["start_h"].dropna().to_numpy()
    return [
        np.histogram(start_h, bins=np.arange(begin, end + 1, 24.0))[0].astype(float)
        for begin, end in zip(edges_h[:-1], edges_h[1:], strict=True)
    ]


def _simulate(
    plan: MonthPlan,
    site: LockSite,
    key: StreamKey,
    totals: Sequence[float],
    arrivals: Sequence[np.ndarray] | None,
) -> WaterwayRecords:
    """Run so many vessels through the lock, spread evenly or by day."""
    parts = [
        _vessels(plan, i, direction, total, None if arrivals is None else arrivals[i], key)
        for i, total in enumerate(totals)
        for direction in range(len(DIRECTIONS))
    ]
    if plan.leads_in:
        parts += [_first_queue(plan, direction, key) for direction in range(len(DIRECTIONS))]
    depart, route, load, payload, pick = (np.concatenate(one) for one in zip(*parts, strict=True))
    order = np.argsort(depart, kind="stable")
    hulls, hull = _hulls(plan, pick[order], load[order])
    trips = Trips(depart[order], route[order].astype(np.int64), hull, payload[order])
    routes = [[Stretch(0.0, plan.lock, d), Stretch(0.0, "", 0)] for d in range(len(DIRECTIONS))]
    run = Run(trips, routes, hulls, {plan.lock: site}, float(plan.edges_h[-1]))
    run.simulate()
    return run.records()


_Vessels = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]


def _vessels(
    plan: MonthPlan,
    i: int,
    direction: int,
    total: float,
    daily: np.ndarray | None,
    key: StreamKey,
) -> _Vessels:
    """Hours, direction, load share, cargo and class of the vessels of a month."""
    month = plan.run_months[i]
    count = round(total * month.vessels[direction] / max(sum(month.vessels), 1))
    warm_up = " warm-up" if i == 0 and not plan.leads_in else ""
    name = f"{plan.lock} {month.name} {DIRECTIONS[direction]}{warm_up}"
    u = stream(key, name, "hours").uniform(size=count)
    if daily is None or daily.sum() <= 0:
        hours = u * 24 * month.days
    else:
        shares = np.concatenate(([0.0], np.cumsum(daily) / daily.sum()))
        hours = 24 * np.interp(u, shares, np.arange(len(daily) + 1.0))
    return _laden(plan, month, direction, plan.edges_h[i] + hours, (key, name))


def _first_queue(plan: MonthPlan, direction: int, key: StreamKey) -> _Vessels:
    """Vessels that wait when the first month begins."""
    month = plan.months[0]
    share = month.vessels[direction] / max(sum(month.vessels), 1)
    count = round(month.waiting_start * share)
    name = f"{plan.lock} {month.name} {DIRECTIONS[direction]} first queue"
    hours = stream(key, name, "hours").uniform(0.0, LEAD_H, size=count)
    return _laden(plan, month, direction, hours, (key, name))


def _laden(
    plan: MonthPlan,
    month: LoadedMonth,
    direction: int,
    hours: np.ndarray,
    flow: tuple[StreamKey, str],
) -> _Vessels:
    """Draw class and load of vessels that arrive at given hours."""
    rated = np.array([one.dwt_t for one in plan.classes])
    shares = tilted_shares(np.array(plan.class_share), rated, month.mean_rated_t)
    mark = stream(*flow, "class").uniform(size=len(hours))
    edges = np.cumsum(shares)
    pick = np.minimum(np.searchsorted(edges, mark, side="right"), len(rated) - 1)
    load = np.full(len(hours), month.load_share[direction])
    if direction and plan.upbound_empties:
        full = month.load_share[0]
        laden = stream(*flow, "laden").uniform(size=len(hours)) * full < load
        load = np.where(laden, full, 0.0)
    return hours, np.full(len(hours), direction), load, load * rated[pick], pick


def _hulls(plan: MonthPlan, pick: np.ndarray, load: np.ndarray) -> tuple[list[Hull], np.ndarray]:
    """Hulls by class and draught, draughts in steps of 5 cm, and the hull of each vessel."""
    empty = np.array([one.draught_empty_m for one in plan.classes])
    laden = np.array([one.draught_loaded_m for one in plan.classes])
    draught = empty[pick] + np.minimum(load, 1.0) * (laden - empty)[pick]
    steps = np.ceil(draught / _DRAUGHT_STEP_M - 1e-9).astype(np.int64)
    kinds, hull = np.unique(np.stack([pick, steps]), axis=1, return_inverse=True)
    hulls = [
        Hull(
            plan.classes[k].length_m,
            plan.classes[k].beam_m,
            plan.classes[k].dwt_t,
            float(step) * _DRAUGHT_STEP_M,
        )
        for k, step in kinds.T.tolist()
    ]
    return hulls, hull.reshape(-1).astype(np.int64)


def spans_in_run(
    plan: MonthPlan, days: Mapping[str, Sequence[tuple[float, float]]]
) -> dict[str, tuple[tuple[float, float], ...]]:
    """Turn outages in hours from the first month into hours of the run.

    The warm-up month repeats the first month, its outages too.

    Parameters
    ----------
    plan : MonthPlan
        Months of the run.
    days : mapping of str to sequence
        By line the hours (from, to) since the first month began.

    Returns
    -------
    dict of str to tuple
        By line the hours of the run.
    """
    first = float(plan.edges_h[0 if plan.leads_in else 1])
    month_h = 24.0 * plan.months[0].days
    shifted: dict[str, tuple[tuple[float, float], ...]] = {}
    for line, spans in days.items():
        moved = [(first + begin, first + end) for begin, end in spans if end > 0]
        if not plan.leads_in:
            early = [(max(a, 0.0), min(b, month_h)) for a, b in spans if a < month_h and b > 0]
            moved = early + moved
        shifted[line] = tuple(moved)
    return shifted
