"""The cascade under a plan, as the same answer that a simulation of months gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from scenarios.display.words import place_names
from scenarios.fleet.use import run_changes
from scenarios.inputs import network_of, prepare_base, prepare_year, transport_parameters
from scenarios.inputs.shift import plan_shift
from scenarios.study.intervals import interval
from scenarios.waterway.answer import WaterwayAnswer, tidy
from scenarios.waterway.cascade import CascadeRequest, simulate_plan
from scenarios.waterway.events import EventTables, RunClock, event_tables
from scenarios.waterway.files import read_outages
from scenarios.waterway.simulation import Simulation, lock_positions

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from scenarios.faults import Fault
    from scenarios.plan.plan import Plan
    from scenarios.waterway.cascade import CascadeStudy
    from scenarios.waterway.simulation import RunSizes

    Progress = Callable[[int, int, str], None]

LIMITS = (
    (
        "Intervals (95 %, Student's t over replications) cover random arrivals only: not the "
        "demand, the equilibrium of choice, the water or the choice of explanation."
    ),
    (
        "Observations do not decide between the explanations scheduling and relief; run both and "
        "take them as a range."
    ),
    (
        "Not modelled: priority of other vessels than clean ones, interference of lines in a "
        "shared approach, maintenance and breakdowns, fog."
    ),
)


@dataclass(frozen=True)
class PlanYear:
    """A year of a plan whose locks are to be simulated.

    Attributes
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    plan : Plan
        The plan.
    year : int
        Calendar year.
    explanation : str
        What makes vessels wait in ordinary months.
    announce_h : float
        Hours before arrival at which vessels are known at every lock; 0 leaves what the plan has.
    outages : pandas.DataFrame
        Columns ``lock``, ``line``, ``from``, ``to``, ``reason``.
    notes : tuple of str
        Outages that were left out.
    """

    tables: Mapping[str, pd.DataFrame]
    plan: Plan
    year: int
    explanation: str
    announce_h: float
    outages: pd.DataFrame
    notes: tuple[str, ...] = ()


def plan_outages(
    tables: Mapping[str, pd.DataFrame], plan: Plan | None, year: int, path: Path | None
) -> tuple[pd.DataFrame, list[str], list[Fault]]:
    """Read a table of outages for a year of a plan.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    plan : Plan or None
        The plan; None where it has faults, lines are then not checked.
    year : int
        Calendar year.
    path : Path or None
        The file; None gives no outages.

    Returns
    -------
    outages : pandas.DataFrame
        Rows of locks that are open in the year.
    notes : list of str
        Rows that are of no effect.
    faults : list of Fault
        What is wrong.
    """
    lines = {}
    if plan is not None and path is not None:
        network = network_of(tables, plan.changes(year), year, transport_parameters(tables))
        lines = {lock: tuple(chambers) for lock, chambers in network.chambers.items()}
    outages, notes, faults = read_outages(tables, path, lines)
    here = [
        str(row["from"])[:4] <= str(year) <= str(row["to"])[:4]
        for row in outages.to_dict("records")
    ]
    away = sorted({str(lock) for lock, kept in zip(outages["lock"], here, strict=True) if not kept})
    if not faults:
        notes += [f"outages of {lock} outside {year} are of no effect" for lock in away]
    return outages[here].reset_index(drop=True), notes, faults


def simulate_plan_year(
    asked: PlanYear, sizes: RunSizes, progress: Progress | None = None
) -> Simulation:
    """Simulate the whole cascade in a year of a plan.

    Parameters
    ----------
    asked : PlanYear
        Plan and year.
    sizes : RunSizes
        How much is run.
    progress : callable, optional
        Called with runs done, runs in all and a label.

    Returns
    -------
    Simulation
        Indicators of every lock, line and month; reaches and vessel-hours beside them.
    """
    request = CascadeRequest(
        asked.year,
        asked.explanation,
        sizes.replications,
        sizes.seed,
        sizes.workers,
        sizes.keeps_records,
        asked.announce_h or None,
        asked.outages,
    )
    base = prepare_base(asked.tables)
    shift = plan_shift(asked.tables, base, asked.plan)
    changes = run_changes(asked.tables, asked.plan, asked.year, shift)
    model = prepare_year(asked.tables, base, changes, asked.year)
    study = simulate_plan(asked.tables, model, changes, request, progress)
    answer = _answer(asked, sizes, study)
    return Simulation(answer, _events(asked, study) if sizes.keeps_records else None)


def _answer(asked: PlanYear, sizes: RunSizes, study: CascadeStudy) -> WaterwayAnswer:
    """Gather the indicators of all replications."""
    parts = []
    for kind in ("months", "lines"):
        found = [getattr(one, kind) for one in study.outcomes]
        parts.append([one.assign(month=f"{asked.year}-" + one["month"]) for one in found])
    locks = sorted(set(parts[0][0]["lock"]))
    months, lines = tidy(
        {
            lock: [
                tuple(table[table["lock"] == lock].drop(columns="lock") for table in pair)
                for pair in zip(*parts, strict=True)
            ]
            for lock in locks
        }
    )
    states = study.outcomes[0].vessel_h
    return WaterwayAnswer(
        months,
        lines,
        facts={
            "replications": sizes.replications,
            "seed": sizes.seed,
            "explanation": asked.explanation,
            "plan": asked.plan.name,
            "year": asked.year,
            "converged": study.converged,
            "vessels_in_circulation": study.vessels_in_circulation,
            "vessel_h": {
                state: interval([one.vessel_h[state] for one in study.outcomes]).as_json()
                for state in states
            },
        },
        assumptions=_assumptions(asked),
        warnings=() if study.converged else ("Choice and locks had not come into equilibrium.",),
        limits=LIMITS,
        names={k: name for k, name in place_names(asked.tables["places"]).items() if k in locks},
        tables={"reaches": study.reaches},
    )


def _assumptions(asked: PlanYear) -> tuple[str, ...]:
    """Return what the run rests on."""
    cargo = (
        f"Cargo is that of {asked.plan.name} in {asked.year}, after choice and locks have "
        "come into equilibrium; outflows are those of an ordinary year (an estimate)."
    )
    orders = []
    if asked.announce_h > 0:
        orders.append(f"Vessels are known {asked.announce_h:g} h before they arrive.")
    if len(asked.outages):
        orders.append("Lines are shut on the days given.")
    if orders:
        orders.append("The choice of cargo does not know of this: its equilibrium is the plan's.")
    return (cargo, *orders, *asked.notes)


def _events(asked: PlanYear, study: CascadeStudy) -> EventTables:
    """Make the event tables of the first replication."""
    first = study.outcomes[0]
    if first.records is None or first.vessels is None:
        msg = "The cascade kept no records."
        raise RuntimeError(msg)
    edges_h = study.model.calendar.edges_h
    begin = pd.Timestamp(asked.year, 1, 1) - pd.Timedelta(hours=float(edges_h[0]))
    clock = RunClock(begin, float(edges_h[0]), float(edges_h[-1]))
    passed = {str(lock) for lock in first.records.passages["lock"].unique()}
    sites = study.model.locks[asked.explanation]
    return event_tables(
        first.records,
        first.vessels,
        clock,
        {lock: site for lock, site in sites.items() if lock in passed},
        asked.outages,
        lock_positions(asked.tables, sorted(passed), asked.year),
    )
