"""Locks sent through given months: checks before, runs, and the answer with its records."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from scenarios.display.words import place_names
from scenarios.faults import Fault
from scenarios.inputs import network_of, transport_parameters
from scenarios.network.path import find_way
from scenarios.waterway.answer import WaterwayAnswer, queue_warnings, tidy
from scenarios.waterway.assumptions import LIMITS, gap_notes, general_notes
from scenarios.waterway.events import EventTables, month_events
from scenarios.waterway.study import run_locks
from transport.inland.vessel_hulls import DRAUGHT_STEP_M, draught_steps
from transport.inland.water_routes import hull_of
from transport.operations.lock import DIRECTIONS
from transport.operations.waterway import Stretch, Trips, refuse_misfits

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pandas as pd

    from fleets import VesselClass
    from scenarios.waterway.files import LockFiles
    from scenarios.waterway.months import LockCase, MonthOptions
    from scenarios.waterway.study import LockOutcome

    Progress = Callable[[int, int, str], None]

ORIGIN = "changzhou"
"""Lock from which distances along the river are counted."""


@dataclass(frozen=True)
class RunSizes:
    """How much is run.

    Attributes
    ----------
    replications : int
        Runs.
    seed : int
        Seed of all random streams.
    workers : int
        Processes; 1 runs in this one.
    keeps_records : bool
        Whether the event tables of the first replication are kept.
    """

    replications: int
    seed: int
    workers: int
    keeps_records: bool = False


@dataclass(frozen=True)
class Simulation:
    """A simulation of locks.

    Attributes
    ----------
    answer : WaterwayAnswer
        Indicators with intervals.
    events : EventTables or None
        Event tables of the first replication, where they were kept.
    """

    answer: WaterwayAnswer
    events: EventTables | None


def misfit_faults(cases: Mapping[str, LockCase], file: str) -> list[Fault]:
    """Return a fault for each lock over whose sills a class of vessels never floats.

    Parameters
    ----------
    cases : mapping of str to LockCase
        Locks.
    file : str
        Name of the table of months.

    Returns
    -------
    list of Fault
        Empty where every vessel finds a line and enough water.
    """
    faults = []
    for lock, case in cases.items():
        hulls = [
            (direction, replace(hull_of(one), draught_m=_draught_m(case, one, direction)))
            for direction in range(len(DIRECTIONS))
            for one in case.plan.classes
        ]
        route = np.array([direction for direction, _ in hulls])
        number = np.arange(len(hulls))
        trips = Trips(np.zeros(len(hulls)), route, number, np.zeros(len(hulls)))
        routes = [[Stretch(0.0, lock, one)] for one in range(len(DIRECTIONS))]
        try:
            refuse_misfits(trips, routes, [hull for _, hull in hulls], {lock: case.site})
        except ValueError as error:
            message = str(error).split(". Give ")[0]
            advice = "give more outflow or lighter vessels (mean_rated_t, cargo_mt)"
            faults.append(Fault(file, 0, f"lock {lock}", "months.draught", message, "", advice))
    return faults


def _draught_m(case: LockCase, vessel: VesselClass, direction: int) -> float:
    """Deepest draught of a class over the months, in steps as vessels are drawn."""
    empty, laden = vessel.draught_empty_m, vessel.draught_loaded_m
    load = max(min(month.load_share[direction], 1.0) for month in case.plan.months)
    return float(draught_steps(empty + load * (laden - empty)) * DRAUGHT_STEP_M)


def simulate_months(
    tables: Mapping[str, pd.DataFrame],
    files: LockFiles,
    cases: Mapping[str, LockCase],
    options: MonthOptions,
    sizes: RunSizes,
    progress: Progress | None = None,
) -> Simulation:
    """Send locks through their months.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    files : LockFiles
        Months and outages without faults.
    cases : mapping of str to LockCase
        The cases made of them.
    options : MonthOptions
        Choices of the user.
    sizes : RunSizes
        How much is run.
    progress : callable, optional
        Called with runs done, runs in all and a label.

    Returns
    -------
    Simulation
        Indicators of every lock, line and month.
    """
    outcomes = run_locks(
        cases,
        sizes.replications,
        sizes.seed,
        sizes.workers,
        progress,
        keeps_run=sizes.keeps_records,
    )
    months, lines = tidy(
        {lock: [(one.months, one.lines) for one in runs] for lock, runs in outcomes.items()}
    )
    answer = WaterwayAnswer(
        months,
        lines,
        facts=_facts(options, sizes),
        assumptions=(
            *general_notes(cases, options),
            *gap_notes(files.months, cases),
            *files.known,
        ),
        warnings=(*files.notes, *queue_warnings(months, cases)),
        limits=LIMITS,
        names={lock: name for lock, name in place_names(tables["places"]).items() if lock in cases},
    )
    return Simulation(
        answer, _events(tables, cases, outcomes, files) if sizes.keeps_records else None
    )


def _facts(options: MonthOptions, sizes: RunSizes) -> dict[str, object]:
    """Return what was asked for, as the answer tells it."""
    return {
        "replications": sizes.replications,
        "seed": sizes.seed,
        "explanation": options.explanation,
        "announce_h": options.announce_h,
        "upbound": "empties" if options.upbound_empties else "partly",
    }


def _events(
    tables: Mapping[str, pd.DataFrame],
    cases: Mapping[str, LockCase],
    outcomes: Mapping[str, Sequence[LockOutcome]],
    files: LockFiles,
) -> EventTables:
    """Make the event tables of the first replication."""
    year = int(files.months["year"].min())
    places = lock_positions(tables, list(cases), year)
    runs = {lock: outcomes[lock][0].run for lock in cases}
    parts = [
        month_events(cases[lock], run, files.outages, places[lock])
        for lock, run in runs.items()
        if run is not None
    ]
    return EventTables.joined(parts)


def lock_positions(
    tables: Mapping[str, pd.DataFrame], locks: Sequence[str], year: int
) -> dict[str, dict[str, object]]:
    """Return names of locks and their distance by water from Changzhou.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    locks : sequence of str
        Lock sites.
    year : int
        Year of the network.

    Returns
    -------
    dict of str to dict
        ``river_km`` (NaN where no water leads there), ``name_zh`` and ``name_en``.
    """
    parameters = transport_parameters(tables)
    network = network_of(tables, (), year, parameters)
    names = place_names(tables["places"])
    found: dict[str, dict[str, object]] = {}
    for lock in locks:
        way = find_way(network, (ORIGIN, lock), "inland_water", parameters)
        km = math.nan if way is None else sum(leg.length_km for leg in way.legs)
        found[lock] = {"river_km": km, "name_zh": names[lock].zh, "name_en": names[lock].en}
    return found
