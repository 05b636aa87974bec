"""Event tables of one replication as files: who was where in a lock, and when.

Hours of a run become local dates and times, so that any tool can read them. What lies before the
first month (warm-up, the gathering of a given queue) is left out, but for arrivals of vessels that
are locked through later.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from transport.lock_sites import ANY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from scenarios.waterway.months import LockCase
    from transport.lock_months.runs import MonthRun
    from transport.operations.lock import LockSite
    from transport.operations.records import WaterwayRecords

FOLDER = "records"
WATER = "water"
"""Reason of a closure that no outage explains."""

_TEXTS = ("lock", "line", "direction")


@dataclass(frozen=True)
class EventTables:
    """What happened at one or more locks.

    Attributes
    ----------
    passages : pandas.DataFrame
        One row for each vessel that entered a chamber: ``trip``, ``lock``, ``line``,
        ``direction``, ``arrive``, ``start``, ``end`` (when it leaves the chamber), ``payload_t``,
        ``lockage``, ``first`` (whether it is called before others), ``length_m``, ``beam_m``,
        ``dwt_t``, ``draught_m``; under a plan also ``vessel_class``, ``powertrain`` and ``vintage``
        (year of building). One trip passes several locks where these were simulated together.
    waiting : pandas.DataFrame
        Vessels still waiting at the end: ``trip``, ``lock``, ``direction``, ``arrive``,
        ``payload_t``, and the columns of the vessel.
    lockages : pandas.DataFrame
        One row for each chamber filling: ``lockage``, ``lock``, ``line``, ``direction``,
        ``start``, ``end``, ``vessels``.
    turns : pandas.DataFrame
        Empty turns: ``lock``, ``line``, ``start``, ``end``.
    closures : pandas.DataFrame
        ``lock``, ``line``, ``start``, ``end``, ``reason``.
    lines : pandas.DataFrame
        Lines with ``length_m``, ``width_m``, gaps, minutes of entry and exit of a vessel,
        ``river_km`` by water from Changzhou, names, and ``begin`` and ``end`` of the records.
    """

    passages: pd.DataFrame
    waiting: pd.DataFrame
    lockages: pd.DataFrame
    turns: pd.DataFrame
    closures: pd.DataFrame
    lines: pd.DataFrame

    @classmethod
    def joined(cls, parts: Sequence[EventTables]) -> EventTables:
        """Return the tables of several locks as one, trips and lockages numbered apart."""
        if len(parts) == 1:
            return parts[0]
        apart = []
        trip = lockage = 0
        for part in parts:
            passages = part.passages.assign(
                trip=part.passages["trip"] + trip, lockage=part.passages["lockage"] + lockage
            )
            waiting = part.waiting.assign(trip=part.waiting["trip"] + trip)
            lockages = part.lockages.assign(lockage=part.lockages["lockage"] + lockage)
            apart.append(cls(passages, waiting, lockages, part.turns, part.closures, part.lines))
            trip = 1 + int(max(passages["trip"].max(), trip))
            lockage = 1 + int(max(lockages["lockage"].max(), lockage))
        tables = ([getattr(one, field.name) for one in apart] for field in fields(cls))
        return cls(*(pd.concat(one, ignore_index=True) for one in tables))

    def write(self, folder: Path) -> None:
        """Write one Parquet file for each table."""
        folder.mkdir(parents=True)
        for field in fields(self):
            getattr(self, field.name).to_parquet(folder / f"{field.name}.parquet", index=False)

    @classmethod
    def read(cls, folder: Path) -> EventTables:
        """Read the tables of a folder.

        Raises
        ------
        OSError
            If a file is missing or cannot be read.
        """
        return cls(*(pd.read_parquet(folder / f"{field.name}.parquet") for field in fields(cls)))


def month_events(
    case: LockCase, run: MonthRun, outages: pd.DataFrame, place: Mapping[str, object]
) -> EventTables:
    """Make the event tables of a lock that was sent through months.

    Parameters
    ----------
    case : LockCase
        The lock.
    run : MonthRun
        One replication.
    outages : pandas.DataFrame
        Outages with their reasons.
    place : mapping of str to object
        ``river_km``, ``name_zh`` and ``name_en`` of the lock.

    Returns
    -------
    EventTables
        Local dates and times.
    """
    edges_h = case.plan.edges_h
    first_h = float(edges_h[0 if case.plan.leads_in else 1])
    month = case.plan.months[0]
    begin = pd.Timestamp(month.year, month.month, 1)
    clock = RunClock(begin - pd.Timedelta(hours=first_h), first_h, float(edges_h[-1]))
    sites, places = {case.plan.lock: case.site}, {case.plan.lock: place}
    return event_tables(run.records, run.hulls, clock, sites, outages, places)


def event_tables(
    records: WaterwayRecords,
    vessels: pd.DataFrame,
    clock: RunClock,
    sites: Mapping[str, LockSite],
    outages: pd.DataFrame,
    places: Mapping[str, Mapping[str, object]],
) -> EventTables:
    """Make event tables with dates from the records of a run.

    Parameters
    ----------
    records : WaterwayRecords
        One replication.
    vessels : pandas.DataFrame
        ``length_m``, ``beam_m``, ``dwt_t``, ``draught_m`` and whatever else is known of the vessel
        by number of the trip.
    clock : RunClock
        Dates of the hours.
    sites : mapping of str to LockSite
        The locks.
    outages : pandas.DataFrame
        ``lock``, ``line``, ``from``, ``to``, ``reason``.
    places : mapping of str to mapping
        ``river_km``, ``name_zh`` and ``name_en`` by lock.

    Returns
    -------
    EventTables
        Local dates and times.
    """
    stays = pd.concat([records.passages, records.in_lock], ignore_index=True)
    lines = [_lines(lock, site, places[lock]) for lock, site in sites.items()]
    ends = {"begin": clock.date(clock.first_h), "end": clock.date(clock.last_h)}
    return EventTables(
        passages=clock.dated(stays.join(vessels, on="trip"), ("arrive_h", "start_h", "end_h")),
        waiting=clock.dated(records.waiting.join(vessels, on="trip"), ("arrive_h",), keep_all=True),
        lockages=clock.dated(records.lockages, ("start_h", "end_h")),
        turns=clock.dated(records.turns, ("start_h", "end_h")),
        closures=_closures(sites, clock, outages),
        lines=pd.concat(lines, ignore_index=True).assign(**ends),
    )


@dataclass(frozen=True)
class RunClock:
    """Hours of a run as dates.

    Attributes
    ----------
    origin : pandas.Timestamp
        Hour 0.
    first_h, last_h : float
        Begin and end of what is recorded.
    """

    origin: pd.Timestamp
    first_h: float
    last_h: float

    def date(self, hour: float) -> pd.Timestamp:
        """Return an hour of the run as date and time."""
        return (self.origin + pd.Timedelta(hours=hour)).round("s").as_unit("ms")

    def dated(
        self, table: pd.DataFrame, columns: Sequence[str], *, keep_all: bool = False
    ) -> pd.DataFrame:
        """Return the rows that end after the records begin, with dates for hours."""
        kept = (table[columns[-1]] > self.first_h).to_numpy() | keep_all
        rows = table[kept].reset_index(drop=True)
        for name in _TEXTS:
            if name in rows:
                rows[name] = rows[name].astype(str)
        origin = self.origin.to_datetime64().astype("datetime64[ms]")
        for name in columns:
            seconds = np.round(3600 * rows[name].to_numpy()).astype("timedelta64[s]")
            rows[name] = origin + seconds
        return rows.rename(columns={name: name.removesuffix("_h") for name in columns})


def _closures(
    sites: Mapping[str, LockSite], clock: RunClock, outages: pd.DataFrame
) -> pd.DataFrame:
    """Return when each line was shut and why."""
    rows = []
    for lock, site in sites.items():
        for line, spans in site.closed_h.items():
            for begin_h, end_h in spans:
                if end_h > clock.first_h:
                    begin, end = clock.date(max(begin_h, clock.first_h)), clock.date(end_h)
                    reason = _reason(outages, (lock, line), begin, end)
                    rows.append((lock, line, begin, end, reason))
    table = pd.DataFrame(rows, columns=["lock", "line", "start", "end", "reason"])
    dates = {name: table[name].astype("datetime64[ms]") for name in ("start", "end")}
    return table.assign(**dates)


def _reason(
    outages: pd.DataFrame, line: tuple[str, str], begin: pd.Timestamp, end: pd.Timestamp
) -> str:
    """Return the reasons of the outages in a span, else the water."""
    reasons = [
        str(row["reason"]) or "outage"
        for row in outages.to_dict("records")
        if row["lock"] == line[0]
        and row["line"] in (line[1], ANY)
        and pd.Timestamp(str(row["from"])) < end
        and pd.Timestamp(str(row["to"])) + pd.Timedelta(days=1) > begin
    ]
    return "; ".join(dict.fromkeys(reasons)) or WATER


def _lines(lock: str, site: LockSite, place: Mapping[str, object]) -> pd.DataFrame:
    """Return size, gaps and times of every line."""
    ahead_m, abeam_m = site.rules.gaps_m
    rows = [
        {
            "lock": lock,
            "line": chamber.line,
            "length_m": chamber.length_m,
            "width_m": chamber.width_m,
            "gap_length_m": ahead_m,
            "gap_width_m": abeam_m,
            "entry_first_min": chamber.phase_times.entry_first_min,
            "entry_next_min": chamber.phase_times.entry_next_min,
            "exit_next_min": chamber.phase_times.exit_next_min,
            **place,
        }
        for chamber in site.chambers
    ]
    return pd.DataFrame(rows)
