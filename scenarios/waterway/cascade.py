"""The whole cascade through a year under a plan.

Choice and locks are brought into equilibrium on the sampled year; then every day of an ordinary
year is run with the vessels of that equilibrium, once for each replication.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from networks.water_levels import lock_waters, merged_spans
from scenarios.from_tables.locks import on_calendar
from scenarios.study.runs import tasks_on
from transport.annual import run_year, simulate_locks, trips_of
from transport.draws import StreamKey
from transport.inland.voyages import voyage_flows
from transport.lock_months.indicators import line_months, lock_months
from transport.lock_sites import ANY
from transport.run_calendar import WHOLE
from transport.trips import HOURS_PER_YEAR

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from transport.operations.records import WaterwayRecords
    from transport.trips import TripTable
    from transport.year_model import YearModel

    Progress = Callable[[int, int, str], None]

_STATES = {"sailing_h": "sailing", "waiting_h": "waiting", "locking_h": "in locks"}


@dataclass(frozen=True)
class CascadeRequest:
    """What is run.

    Attributes
    ----------
    year : int
        Calendar year.
    explanation : str
        What makes vessels wait in ordinary months.
    replications, seed, workers : int
        How much is run, and on how many processes.
    keep_records : bool
        Whether the records of the first replication are kept.
    announce_h : float or None
        Hours before arrival at which vessels are known at every lock; None leaves the plan's.
    outages : pandas.DataFrame, optional
        Columns ``lock``, ``line``, ``from``, ``to`` (ISO days of the year, both included).
    """

    year: int
    explanation: str = "scheduling"
    replications: int = 5
    seed: int = 1
    workers: int = 1
    keep_records: bool = False
    announce_h: float | None = None
    outages: pd.DataFrame | None = None


@dataclass(frozen=True)
class CascadeOutcome:
    """One replication of the cascade.

    Attributes
    ----------
    months : pandas.DataFrame
        Indicators by lock and month, see :func:`transport.lock_months.indicators.lock_months`.
    lines : pandas.DataFrame
        Indicators by lock, line and month.
    vessel_h : dict of str to float
        Vessel-hours a year on routes with locks: sailing, waiting, in locks.
    records : WaterwayRecords or None
        Event tables, where they are kept.
    vessels : pandas.DataFrame or None
        Hull, class, powertrain and year of building of each trip, by its number, where records are
        kept.
    """

    months: pd.DataFrame
    lines: pd.DataFrame
    vessel_h: dict[str, float]
    records: WaterwayRecords | None
    vessels: pd.DataFrame | None


@dataclass(frozen=True)
class CascadeStudy:
    """The cascade of a plan's year.

    Attributes
    ----------
    model : YearModel
        The year, on the calendar of every day.
    outcomes : list of CascadeOutcome
        By replication.
    reaches : pandas.DataFrame
        By ``link``: ``from``, ``to``, ``passages`` a year, ``tonnes_mt``, ``speed_up_kmh``,
        ``speed_down_kmh`` over ground.
    vessels_in_circulation : float
        Vessels that carry the cargo: vessel-hours of voyages, locks and berths over the hours of a
        year.
    converged : bool
        Whether choice and locks had come into equilibrium.
    """

    model: YearModel
    outcomes: list[CascadeOutcome]
    reaches: pd.DataFrame
    vessels_in_circulation: float
    converged: bool


def simulate_plan(
    tables: Mapping[str, pd.DataFrame],
    year: YearModel,
    changes: Sequence[object],
    request: CascadeRequest,
    progress: Progress | None = None,
) -> CascadeStudy:
    """Run the cascade through a year under a plan.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    year : YearModel
        The model of the year.
    changes : sequence
        Changes of the plan that hold in the year.
    request : CascadeRequest
        What is run.
    progress : callable, optional
        Called with runs done, runs in all and a label.

    Returns
    -------
    CascadeStudy
        Locks, reaches and vessels.
    """
    sampled = year.explained(request.explanation)
    settled = run_year(sampled, StreamKey(request.seed, 0))
    model = with_orders(on_calendar(tables, sampled, WHOLE, changes), request)
    heads = _heads_m(tables)
    tasks = [
        (
            k,
            run_cascade,
            (
                model,
                settled.kt_by_service,
                StreamKey(request.seed, k),
                heads,
                request.keep_records and k == 0,
            ),
        )
        for k in range(request.replications)
    ]
    done: dict[int, CascadeOutcome] = {}
    with tasks_on(min(request.workers, len(tasks))) as runner:
        for k, outcome in runner.run(tasks):
            done[k] = outcome
            if progress:
                progress(len(done), len(tasks), f"cascade {request.year}")
    return CascadeStudy(
        model=model,
        outcomes=[done[k] for k in range(request.replications)],
        reaches=_reaches(model, settled.kt_by_service),
        vessels_in_circulation=float(settled.inland_hours["vessel_h"].sum()) / HOURS_PER_YEAR,
        converged=settled.converged,
    )


def with_orders(model: YearModel, request: CascadeRequest) -> YearModel:
    """Return a model whose locks are shut and called as a request has it.

    Parameters
    ----------
    model : YearModel
        The year, on the calendar of its run.
    request : CascadeRequest
        Outages and the call of vessels.

    Returns
    -------
    YearModel
        The same model where neither is asked for.
    """
    shut = _outage_hours(model.calendar.edges_h, request)
    sites = {}
    for lock, site in model.locks[request.explanation].items():
        closed = {
            one.line: merged_spans(
                [
                    *site.closed_h.get(one.line, ()),
                    *shut.get((lock, one.line), ()),
                    *shut.get((lock, ANY), ()),
                ]
            )
            for one in site.chambers
        }
        announce_h = site.rules.announce_h if request.announce_h is None else request.announce_h
        rules = replace(site.rules, announce_h=announce_h)
        sites[lock] = replace(site, rules=rules, closed_h=closed)
    return replace(model, locks={**model.locks, request.explanation: sites})


def _outage_hours(
    edges_h: np.ndarray, request: CascadeRequest
) -> dict[tuple[str, str], list[tuple[float, float]]]:
    """Outages by lock and line in hours of the run; the run has no 29 February."""
    found: dict[tuple[str, str], list[tuple[float, float]]] = {}
    if request.outages is None:
        return found

    def hour_of(day: dt.date) -> float:
        """Return the hour of the run at which a day begins."""
        return float(min(edges_h[day.month - 1] + 24.0 * (day.day - 1), edges_h[day.month]))

    for row in request.outages.to_dict("records"):
        first = max(dt.date.fromisoformat(str(row["from"])), dt.date(request.year, 1, 1))
        last = min(dt.date.fromisoformat(str(row["to"])), dt.date(request.year, 12, 31))
        if first <= last:
            end_h = min(hour_of(last) + 24.0, float(edges_h[last.month]))
            span = (hour_of(first), end_h)
            found.setdefault((str(row["lock"]), str(row["line"])), []).append(span)
    return found


def run_cascade(
    model: YearModel,
    kt_by_service: np.ndarray,
    key: StreamKey,
    heads_m: Mapping[str, Mapping[str, float]],
    keep_records: bool,  # noqa: FBT001 - a task has no keywords
) -> CascadeOutcome:
    """Run one replication of the cascade; a task."""
    _, (records, _) = simulate_locks(model, kt_by_service, key)
    edges_h, names = model.calendar.edges_h, [f"{month:02d}" for month in range(1, 13)]
    months, lines = [], []
    for lock in sorted(set(records.passages["lock"].astype(str))):
        announce_h = model.locks[model.explanation][lock].rules.announce_h
        months.append(lock_months(records, lock, edges_h, names, announce_h).assign(lock=lock))
        head_m = heads_m.get(lock, {})
        chambers = model.network.chambers[lock]
        lines.append(line_months(records, chambers, edges_h, names, head_m).assign(lock=lock))
    to_year = model.window.to_year * model.window.measured_h / model.window.horizon_h
    hours = {
        name: float(records.voyages[column].sum()) * to_year for column, name in _STATES.items()
    }
    return CascadeOutcome(
        pd.concat(months, ignore_index=True),
        pd.concat(lines, ignore_index=True),
        hours,
        records if keep_records else None,
        vessels_of(model, trips_of(model, kt_by_service, key)) if keep_records else None,
    )


def vessels_of(model: YearModel, table: TripTable) -> pd.DataFrame:
    """Return the vessel of each trip of a run, drawn again as the run draws them.

    Parameters
    ----------
    model : YearModel
        The year.
    table : TripTable
        Its trips.

    Returns
    -------
    pandas.DataFrame
        By number of the trip: ``length_m``, ``beam_m``, ``dwt_t``, ``draught_m``,
        ``vessel_class``, ``powertrain`` and ``vintage`` (year of building, the oldest that or
        older; missing where the stock has no such class).
    """
    hulls = pd.DataFrame(table.hulls).drop(columns="name")
    return (
        hulls.iloc[table.trips.hull]
        .reset_index(drop=True)
        .assign(
            vessel_class=np.array(list(model.fleet.classes))[table.vessel_class],
            powertrain=np.array(table.powertrains)[table.powertrain],
            vintage=pd.array(table.vintage, dtype="Int64"),
        )
    )


def _heads_m(tables: Mapping[str, pd.DataFrame]) -> dict[str, dict[str, float]]:
    """Mean head of each month at the locks whose water is known, else the largest by the table."""
    outflows = tables["monthly_outflows"]
    locks = tables["locks"]
    heads = {
        str(lock): {f"{month:02d}": float(part["max_head_m"].max()) for month in range(1, 13)}
        for lock, part in locks.groupby("lock")
    }
    for lock, water in lock_waters(tables["lock_waters"]).items():
        mine = outflows[outflows["lock"] == lock]
        head = water.head_m(mine["outflow_m3s"].to_numpy(dtype=float))
        heads[lock] = {
            f"{int(month):02d}": float(one) for month, one in zip(mine["month"], head, strict=True)
        }
    return heads


def _reaches(model: YearModel, kt_by_service: np.ndarray) -> pd.DataFrame:
    """Passages, tonnes and speeds of every reach in use."""
    cargo_kt = model.skims.route_kt(kt_by_service)
    passages: dict[str, float] = {}
    tonnes: dict[str, float] = {}
    for flow in voyage_flows(cargo_kt, model.skims.routes, model.empty_vessel_factor):
        for link in model.skims.routes[flow.route].leg.links:
            passages[link.link_id] = passages.get(link.link_id, 0.0) + flow.voyages_per_year
    for name, kt in cargo_kt.items():
        for link in model.skims.routes[name].leg.links:
            tonnes[link.link_id] = tonnes.get(link.link_id, 0.0) + kt / 1000
    rows = []
    for name, count in sorted(passages.items()):
        link = model.network.link_by_id[name]
        up = link.upstream_end or link.to_place
        speeds = [link.length_km / link.hours_towards(end) for end in (up, link.other_end(up))]
        rows.append((name, link.from_place, link.to_place, count, tonnes.get(name, 0.0), *speeds))
    columns = ["link", "from", "to", "passages", "tonnes_mt", "speed_up_kmh", "speed_down_kmh"]
    return pd.DataFrame(rows, columns=columns)
