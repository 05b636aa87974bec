"""A study: plans x years x growth cases x replications, run on one or more processes.

The choice of mode that the stock of each plan rests on comes first, then models are prepared once
for each plan and year, then every run is a task of its own. Runs share
nothing and their random streams are keyed by seed and replication, so the results do not depend on
the number of processes or on their order.
"""

from __future__ import annotations

import multiprocessing
import signal
import time
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self, TypeVar

from scenarios.fleet.use import run_changes
from scenarios.gwp_names import DEFAULT_GWP
from scenarios.inputs import Base, demand_of, prepare_base
from scenarios.inputs.shift import ChosenYear, chosen_year, shift_years, work_shift
from scenarios.inputs.year import year_model, year_setting
from transport.annual import run_year
from transport.demand import grow_demand
from transport.draws import StreamKey
from transport.lock_sites import EXPLANATIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import numpy as np
    import pandas as pd

    from scenarios.inputs.year import YearSetting
    from scenarios.plan.plan import Plan
    from scenarios.tables.reading import Tables
    from transport.year_model import YearModel
    from transport.year_outcome import YearOutcome

    Progress = Callable[[int, int, str], None]
    """Called with runs done, runs in all and a label."""

K = TypeVar("K")
R = TypeVar("R")

CENTRAL = "central"
SENSITIVITY = ("low", "high")
SHOWN, OTHER = EXPLANATIONS
"""Explanation of ordinary waits at locks that is shown, and the one that is run once besides."""


@dataclass(frozen=True)
class Settings:
    """How much is run.

    Attributes
    ----------
    years : tuple of int
        Calendar years.
    replications : int
        Runs of each plan and year.
    seed : int
        Seed of all random streams.
    workers : int
        Processes; 1 runs in this one.
    gwp : str
        Name of the GWP set that CO2e is given under.
    """

    years: tuple[int, ...]
    replications: int
    seed: int
    workers: int
    gwp: str = DEFAULT_GWP


@dataclass(frozen=True, order=True, slots=True)
class Case:
    """One run of a study."""

    plan: str
    year: int
    growth_case: str
    replication: int
    explanation: str = SHOWN


@dataclass(frozen=True)
class Study:
    """Plans run over years and replications.

    Attributes
    ----------
    plans : tuple of Plan
        Plans; the first one is the base.
    settings : Settings
        How much was run.
    tables : Tables
        Checked tables.
    base : Base
        The base year.
    models : dict
        Model by plan name and year.
    outcomes : dict of Case to YearOutcome
        Every run.
    seconds : float
        Time taken.
    """

    plans: tuple[Plan, ...]
    settings: Settings
    tables: Tables
    base: Base
    models: dict[tuple[str, int], YearModel]
    outcomes: dict[Case, YearOutcome]
    seconds: float

    def runs(
        self, plan: str, year: int, growth_case: str = CENTRAL, explanation: str = SHOWN
    ) -> list[YearOutcome]:
        """Return the runs of a plan's year in the order of replications."""
        wanted = (plan, year, growth_case, explanation)
        return [
            self.outcomes[case]
            for case in sorted(self.outcomes)
            if (case.plan, case.year, case.growth_case, case.explanation) == wanted
        ]


def run_study(
    plans: Sequence[Plan],
    tables: Tables,
    settings: Settings,
    progress: Progress | None = None,
    growth_cases: Sequence[str] = (),
) -> Study:
    """Run plans.

    Parameters
    ----------
    plans : sequence of Plan
        Plans with different names.
    tables : Tables
        Checked tables.
    settings : Settings
        Years, replications, seed and processes.
    progress : callable, optional
        Called with runs done, runs in all and a label.
    growth_cases : sequence of str
        Growth cases run once each beside the central one.

    Returns
    -------
    Study
        Every run.
    """
    started = time.monotonic()
    base = prepare_base(tables)
    cases = _cases(plans, settings, growth_cases)
    outcomes: dict[Case, YearOutcome] = {}
    with tasks_on(settings.workers) as runner:
        models = _models(plans, (tables, base), settings, runner)
        for case, outcome in runner.run(_tasks(cases, models, tables, settings.seed)):
            outcomes[case] = outcome
            if progress:
                progress(len(outcomes), len(cases), _label(case, outcome))
    seconds = time.monotonic() - started
    return Study(tuple(plans), settings, tables, base, models, outcomes, seconds)


def _models(
    plans: Sequence[Plan], known: tuple[Tables, Base], settings: Settings, runner: _Pool | _Here
) -> dict[tuple[str, int], YearModel]:
    """Prepare the model of each plan and year, with the stock that its choice of mode asks for."""
    tables, base = dict(known[0]), known[1]
    chosen: dict[tuple[str, int], ChosenYear] = dict(
        runner.run(
            [
                ((plan.name, year), chosen_year, (tables, base, plan.changes(year), year))
                for plan in plans
                for year in shift_years(plan, base)
            ]
        )
    )
    tasks = []
    for plan in plans:
        own = {year: one for (name, year), one in chosen.items() if name == plan.name}
        shift = work_shift(tables, base, own)
        for year in settings.years:
            changes = run_changes(tables, plan, year, shift)
            setting = own[year].setting if year in own else None
            arguments = (tables, base, changes, year, setting, settings.gwp)
            tasks.append(((plan.name, year), _model, arguments))
    return dict(runner.run(tasks))


def _model(
    tables: Mapping[str, pd.DataFrame],
    base: Base,
    changes: Sequence[object],
    year: int,
    setting: YearSetting | None,
    gwp: str,
) -> YearModel:
    """Prepare the model of a year; a task."""
    found = setting or year_setting(tables, base, changes, year)
    return year_model(tables, base, changes, found, CENTRAL, gwp)


def _tasks(
    cases: Sequence[Case],
    models: Mapping[tuple[str, int], YearModel],
    tables: Tables,
    seed: int,
) -> list[tuple[Case, Callable[..., YearOutcome], tuple[object, ...]]]:
    """Make the task of each run: its model, its demand and its streams."""
    start = demand_of(tables)
    demand_kt = {
        key: grow_demand(start, tables["growth"], key[1], key[0])["kt"].to_numpy(dtype=float)
        for key in {(case.year, case.growth_case) for case in cases}
    }
    return [
        (
            case,
            _run,
            (
                models[case.plan, case.year].explained(case.explanation),
                demand_kt[case.year, case.growth_case],
                StreamKey(seed, case.replication),
            ),
        )
        for case in cases
    ]


def _label(case: Case, outcome: YearOutcome) -> str:
    """Say what was just done."""
    growth = "" if case.growth_case == CENTRAL else f" {case.growth_case} growth"
    growth += "" if case.explanation == SHOWN else f" {case.explanation}"
    return (
        f"{case.plan} {case.year}{growth} rep {case.replication + 1}"
        f"  {outcome.rounds} rounds, gap {100 * outcome.gap:.2f} points"
    )


def _cases(plans: Sequence[Plan], settings: Settings, growth_cases: Sequence[str]) -> list[Case]:
    """All runs, by year first so that every plan of a year gets ahead together.

    The other explanation of waits at locks is run once for each plan and year.
    """
    replications = [(CENTRAL, n, SHOWN) for n in range(settings.replications)]
    replications += [(growth, 0, SHOWN) for growth in growth_cases]
    replications.append((CENTRAL, 0, OTHER))
    return [
        Case(plan.name, year, growth, n, explanation)
        for year in settings.years
        for growth, n, explanation in replications
        for plan in plans
    ]


def _run(model: YearModel, kt: np.ndarray, key: StreamKey) -> YearOutcome:
    """Run one replication; a task."""
    return run_year(model.with_demand(kt), key)


def tasks_on(workers: int) -> _Pool | _Here:
    """Return what runs tasks: so many processes, or this one."""
    return _Pool(workers) if workers > 1 else _Here()


class _Here:
    """Runs tasks in this process."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def run(
        self, tasks: Sequence[tuple[K, Callable[..., R], tuple[object, ...]]]
    ) -> Iterator[tuple[K, R]]:
        """Run the tasks one after the other."""
        for key, function, arguments in tasks:
            yield key, function(*arguments)


def _leave_signals_alone() -> None:
    """Let the first process alone answer an interrupt; it ends the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


class _Pool:
    """Runs tasks on several processes, each started afresh."""

    def __init__(self, workers: int) -> None:
        context = multiprocessing.get_context("spawn")
        self._pool = ProcessPoolExecutor(workers, context, initializer=_leave_signals_alone)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is not None:
            for process in multiprocessing.active_children():
                process.terminate()
        self._pool.shutdown(cancel_futures=True)

    def run(
        self, tasks: Sequence[tuple[K, Callable[..., R], tuple[object, ...]]]
    ) -> Iterator[tuple[K, R]]:
        """Run the tasks as processes become free; the first that ends comes first."""
        keys: dict[Future[R], K] = {
            self._pool.submit(function, *arguments): key for key, function, arguments in tasks
        }
        for future in as_completed(keys):
            yield keys[future], future.result()
