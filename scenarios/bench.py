"""Benchmarks: how long the parts of a run take on this machine, best and median of several.

Times are wall-clock seconds of one process, after one uncounted run.
"""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from networks import find_chains
from scenarios.inputs import (
    demand_of,
    fleet_of,
    network_of,
    prepare_base,
    prepare_year,
    skims_of,
)
from transport.annual import run_year
from transport.draws import StreamKey

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import pandas as pd

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


def run_benchmarks(tables: Mapping[str, pd.DataFrame], repeat: int) -> Iterator[Timing]:
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
    base = prepare_base(tables)
    network = network_of(tables, (), YEAR, base.parameters)
    fleet = fleet_of(tables, YEAR, base.parameters)
    demand = demand_of(tables)
    pairs = sorted(set(zip(demand["origin"], demand["destination"], strict=True)))
    model = prepare_year(tables, base, (), YEAR)
    parts: list[tuple[str, str, float, Callable[[], object]]] = [
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
            "year",
            "one replication of a year: choice, locks, ledger",
            10.0,
            lambda: run_year(model, StreamKey(1, 0)),
        ),
    ]
    for name, what, limit_s, work in parts:
        work()
        times = [_seconds(work) for _ in range(repeat)]
        yield Timing(name, what, min(times), statistics.median(times), limit_s)


def _seconds(work: Callable[[], object]) -> float:
    """Return the seconds that a piece of work takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
