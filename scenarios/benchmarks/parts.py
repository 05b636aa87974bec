"""The parts of a run: network, paths, services, a year of the locks, a year of a plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from networks import find_chains
from scenarios.benchmarks.energy_legs import legs_part
from scenarios.benchmarks.timing import time_runs
from scenarios.fleet_inputs import fleet_of
from scenarios.inputs import (
    demand_of,
    network_of,
    prepare_base,
    prepare_year,
    skims_of,
)
from scenarios.lock_inputs import on_calendar
from transport.annual import run_year, simulate_locks
from transport.assignment import assign, service_kt
from transport.draws import StreamKey
from transport.overseas import QUAY
from transport.run_calendar import WHOLE
from transport.trips import HOURS_PER_YEAR

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import numpy as np
    import pandas as pd

    from transport.annual import YearModel

YEAR = 2030


@dataclass(frozen=True)
class Timing:
    """A part and how long it took.

    Attributes
    ----------
    name, what : str
        Id and description.
    best_s, median_s : float
        Seconds over the counted runs.
    limit_s : float
        What the part is meant to take at the most.
    """

    name: str
    what: str
    best_s: float
    median_s: float
    limit_s: float


def time_parts(tables: Mapping[str, pd.DataFrame], repeat: int) -> Iterator[Timing]:
    """Time the parts one after the other.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    repeat : int
        Counted runs of each part, one or more.

    Yields
    ------
    Timing
        One for each part.
    """
    for name, what, limit_s, work in _parts(tables):
        work()
        spent = time_runs(work, repeat)
        yield Timing(name, what, spent.best_s, spent.median_s, limit_s)


def _parts(
    tables: Mapping[str, pd.DataFrame],
) -> list[tuple[str, str, float, Callable[[], object]]]:
    """Name, description, limit and work of each part."""
    base = prepare_base(tables)
    network = network_of(tables, (), YEAR, base.parameters)
    fleet = fleet_of(tables, YEAR, base.parameters)
    demand = demand_of(tables)
    pairs = sorted(set(zip(demand[QUAY], demand["destination"], strict=True)))
    model = prepare_year(tables, base, (), YEAR)
    kt = chosen_kt(model)
    whole_year = on_calendar(tables, model, WHOLE)
    return [
        (
            "network",
            "network of a year from tables",
            1.0,
            lambda: network_of(tables, (), YEAR, base.parameters),
        ),
        (
            "road-paths",
            f"shortest road for the {len(pairs)} pairs of the demand table",
            1.0,
            lambda: find_chains(
                network, ("road",), pairs, lambda link: link.length_km, lambda *_: None
            ),
        ),
        (
            "services",
            "all chains and skims of the demand table",
            10.0,
            lambda: skims_of(tables, network, fleet, base.groups, base.parameters),
        ),
        (
            "lock-year",
            f"{HOURS_PER_YEAR:,.0f} h of all locks with the vessels of {YEAR}, after warm-up",
            10.0,
            lambda: simulate_locks(whole_year, kt, StreamKey(1, 0)),
        ),
        (
            "year",
            "one replication of a year: choice, locks, ledger",
            10.0,
            lambda: run_year(model, StreamKey(1, 0)),
        ),
        legs_part(tables),
    ]


def chosen_kt(model: YearModel) -> np.ndarray:
    """Return the cargo of each service when shippers expect the delays of the first round."""
    chosen = assign(model.market, model.skims, model.start_delay_h, model.base_cost_cny_per_t)
    return service_kt(model.market, chosen, len(model.skims.services))
