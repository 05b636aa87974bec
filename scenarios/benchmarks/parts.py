"""The parts of a run: network, paths, services, a year of the locks, a year of a plan."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from networks import find_chains
from scenarios.benchmarks.energy_legs import legs_part
from scenarios.benchmarks.station_week import week_part
from scenarios.benchmarks.timing import PART_BUDGET_S, time_runs
from scenarios.from_tables.inland_fleet import fleet_of
from scenarios.from_tables.locks import on_calendar
from scenarios.inputs import (
    demand_of,
    network_of,
    prepare_base,
    prepare_year,
    skims_of,
    transport_parameters,
)
from transport.annual import run_year, simulate_locks
from transport.draws import StreamKey
from transport.mode_choice.assignment import assign, service_kt
from transport.overseas import QUAY
from transport.run_calendar import WHOLE
from transport.trips import HOURS_PER_YEAR

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import numpy as np
    import pandas as pd

    from networks import Network
    from scenarios.benchmarks.timing import Seconds
    from scenarios.inputs import Base
    from transport.year_model import YearModel

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
    runs : int
        Counted runs.
    limit_s : float
        What the part is meant to take at the most.
    """

    name: str
    what: str
    best_s: float
    median_s: float
    runs: int
    limit_s: float


@dataclass(frozen=True)
class Part:
    """What is timed, ready to run.

    Attributes
    ----------
    what : str
        Description.
    limit_s : float
        Seconds that it is meant to take at the most.
    work : callable
        One run of it.
    """

    what: str
    limit_s: float
    work: Callable[[], object]


class Inputs:
    """What the parts need, made when the first part asks for it and not timed.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    """

    def __init__(self, tables: Mapping[str, pd.DataFrame]) -> None:
        self.tables = tables

    @cached_property
    def base(self) -> Base:
        """The base year."""
        return prepare_base(self.tables)

    def network(self) -> Network:
        """Make the network of the year."""
        return network_of(self.tables, (), YEAR, transport_parameters(self.tables))

    @cached_property
    def model(self) -> YearModel:
        """The reference plan in the year."""
        return prepare_year(self.tables, self.base, self.base.stock, YEAR)


def time_parts(
    tables: Mapping[str, pd.DataFrame], repeat: int, names: Sequence[str] = ()
) -> Iterator[Timing]:
    """Time the parts one after the other.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    repeat : int
        Counted runs of each part at the most, one or more.
    names : sequence of str
        The parts that are wanted; all of :data:`PARTS` where there are none.

    Yields
    ------
    Timing
        One for each part.
    """
    inputs = Inputs(tables)
    for name in PARTS:
        if not names or name in names:
            part = PARTS[name](inputs)
            part.work()
            spent: Seconds = time_runs(part.work, repeat, PART_BUDGET_S)
            yield Timing(name, part.what, spent.best_s, spent.median_s, spent.runs, part.limit_s)


def _network(inputs: Inputs) -> Part:
    """Return the network of a year."""
    return Part("network of a year from tables", 1.0, inputs.network)


def _road_paths(inputs: Inputs) -> Part:
    """Return the shortest roads."""
    network = inputs.network()
    demand = demand_of(inputs.tables)
    pairs = sorted(set(zip(demand[QUAY], demand["destination"], strict=True)))
    return Part(
        f"shortest road for the {len(pairs)} pairs of the demand table",
        1.0,
        lambda: find_chains(
            network, ("road",), pairs, lambda link: link.length_km, lambda *_: None
        ),
    )


def _services(inputs: Inputs) -> Part:
    """Return chains and skims."""
    base, network = inputs.base, inputs.network()
    fleet = fleet_of(inputs.tables, YEAR, base.parameters)
    return Part(
        "all chains and skims of the demand table",
        10.0,
        lambda: skims_of(inputs.tables, network, fleet, base.groups, base.parameters),
    )


def _lock_year(inputs: Inputs) -> Part:
    """Return every day of all locks."""
    whole_year = on_calendar(inputs.tables, inputs.model, WHOLE)
    kt = chosen_kt(inputs.model)
    return Part(
        f"{HOURS_PER_YEAR:,.0f} h of all locks with the vessels of {YEAR}, after warm-up",
        10.0,
        lambda: simulate_locks(whole_year, kt, StreamKey(1, 0)),
    )


def _year(inputs: Inputs) -> Part:
    """Return a year of a plan."""
    return Part(
        "one replication of a year: choice, locks, ledger",
        10.0,
        lambda: run_year(inputs.model, StreamKey(1, 0)),
    )


def _vessel_legs(inputs: Inputs) -> Part:
    """Return the energy of vessel legs."""
    return Part(*legs_part(inputs.tables))


def _station_week(inputs: Inputs) -> Part:
    """Return a week of stations with all trucks."""
    return Part(*week_part(inputs.tables, inputs.model, chosen_kt(inputs.model), 1.0))


def _station_eighth(inputs: Inputs) -> Part:
    """Return a week of stations with an eighth of the trucks, whose cost should be an eighth."""
    return Part(*week_part(inputs.tables, inputs.model, chosen_kt(inputs.model), 0.125))


PARTS: Mapping[str, Callable[[Inputs], Part]] = {
    "network": _network,
    "road-paths": _road_paths,
    "services": _services,
    "lock-year": _lock_year,
    "year": _year,
    "vessel-legs": _vessel_legs,
    "station-week": _station_week,
    "station-eighth": _station_eighth,
}
"""How each part is made ready, in the order in which they are timed."""


def chosen_kt(model: YearModel) -> np.ndarray:
    """Return the cargo of each service when shippers expect the delays of the first round."""
    chosen = assign(model.market, model.skims, model.start_delay_h, model.base_cost_cny_per_t)
    return service_kt(model.market, chosen, len(model.skims.services))
