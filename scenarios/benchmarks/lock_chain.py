"""A chain of four locks, run by the lock model and by a plain SimPy model.

Each lock has one chamber that holds four vessels; vessels arrive at intervals drawn from an
exponential distribution with a mean of one hour, half of them at each end; stretches take two
hours. A lockage is entry (340 s, then 300 s for each further vessel), gates, levelling and gates
(300 s each), exit (49 s, then 120 s).

Timed is the simulation, and the simulation with making the tables of its records; building the
model is not. One run of a small chain before them is not counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol

import numpy as np

from networks import Chamber, LockPhases
from scenarios.benchmarks.timing import CHAIN_BUDGET_S, Seconds, goes_on, seconds, summarise
from transport.operations.lock import Hull, LockRules, LockSite
from transport.operations.plain_simpy import PlainRun
from transport.operations.waterway import Run, Stretch, Trips

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

OURS, PLAIN = "landsea", "plain SimPy"
PLACES = 4
LEG_H = 2.0
MEAN_INTERVAL_H = 1.0
PHASES = LockPhases(
    entry_first_min=340 / 60,
    entry_next_min=5.0,
    gates_min=5.0,
    filling_min=5.0,
    emptying_min=5.0,
    exit_first_min=49 / 60,
    exit_next_min=2.0,
    turn_min=15.0,
)
SMALL = 500
GROWTH = (1, 2, 4, 8)
LEAST_PER_S = 100_000.0
MOST_RECORDS_SHARE = 0.5

_LOCKS = ("A", "B", "C", "D")
_HULL = Hull(80.0, 15.0, 3000.0)
_NO_HORIZON_H = 1e9


class Build(Protocol):
    """What makes a run of the chain."""

    def __call__(self, vessels: int, *, keeps_records: bool) -> Model:
        """Make it."""


class Model(Protocol):
    """A run of the chain that is ready to start."""

    @property
    def passages(self) -> int:
        """Vessels that have been locked through."""

    def simulate(self) -> None:
        """Run it."""

    def records(self) -> object:
        """Make the tables."""


@dataclass(frozen=True)
class ChainRate:
    """Speed of one program on the chain.

    Attributes
    ----------
    program : str
        Who ran it.
    vessels, passages : int
        Size of the chain: vessels, and vessels times locks.
    bare, recorded : Seconds
        Without and with making the tables of the records.
    """

    program: str
    vessels: int
    passages: int
    bare: Seconds
    recorded: Seconds

    @property
    def per_s(self) -> float:
        """Passages a second without records, in the best run."""
        return self.passages / self.bare.best_s

    @property
    def recorded_per_s(self) -> float:
        """Passages a second with records, in the best run."""
        return self.passages / self.recorded.best_s

    @property
    def s_per_vessel(self) -> float:
        """Seconds a vessel without records, in the best run."""
        return self.bare.best_s / self.vessels

    @property
    def records_share(self) -> float:
        """What records cost, as a share of a run without them."""
        return self.recorded.best_s / self.bare.best_s - 1


def chain_traffic(vessels: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Draw hours of arrival and directions (0 down, 1 up) of so many vessels."""
    rng = np.random.default_rng(seed)
    return np.cumsum(rng.exponential(MEAN_INTERVAL_H, vessels)), rng.integers(0, 2, vessels)


def our_chain(vessels: int, *, keeps_records: bool = True) -> Run:
    """Return the chain for the lock model, which makes records from its log when asked."""
    del keeps_records
    rules = LockRules(look_ahead=20, min_fill_share=0.0, max_hold_h=0.0)
    size_m = (2 * _HULL.length_m, 2 * _HULL.beam_m)
    sites = {
        lock: LockSite((Chamber(lock, "1", *size_m, float("nan"), 60, 15, phases=PHASES),), rules)
        for lock in _LOCKS
    }
    return Run(_trips(vessels), _routes(), [_HULL], sites, _NO_HORIZON_H)


def plain_chain(vessels: int, *, keeps_records: bool = True) -> PlainRun:
    """Return the chain for the plain SimPy model."""
    phases = dict.fromkeys(_LOCKS, PHASES)
    return PlainRun(_trips(vessels), _routes(), phases, PLACES, keeps_records=keeps_records)


def _trips(vessels: int) -> Trips:
    """Vessels of one size."""
    depart_h, direction = chain_traffic(vessels)
    return Trips(depart_h, direction, np.zeros(vessels, dtype=np.int64), np.full(vessels, 1000.0))


def _routes() -> list[list[Stretch]]:
    """Stretches down and up."""
    return [
        [*(Stretch(LEG_H, lock, direction) for lock in locks), Stretch(LEG_H, "", direction)]
        for direction, locks in enumerate((_LOCKS, _LOCKS[::-1]))
    ]


def time_chain(sizes: Sequence[int], repeat: int) -> Iterator[ChainRate]:
    """Time both models on chains of these sizes.

    Parameters
    ----------
    sizes : sequence of int
        Vessels of each chain.
    repeat : int
        Counted runs of each at the most, one or more.

    Yields
    ------
    ChainRate
        The lock model and the plain one in turn, for each size.
    """
    for vessels in sizes:
        yield _rate(OURS, our_chain, vessels, repeat)
        yield _rate(PLAIN, plain_chain, vessels, repeat)


def time_growth(smallest: int, repeat: int) -> Iterator[ChainRate]:
    """Time the lock model with 1, 2, 4 and 8 times so many vessels, over as much longer."""
    for times in GROWTH:
        yield _rate(OURS, our_chain, times * smallest, repeat)


def _rate(program: str, build: Build, vessels: int, repeat: int) -> ChainRate:
    """Time a model with and without records."""
    _run(build(SMALL, keeps_records=True))
    bare_s: list[float] = []
    recorded_s: list[float] = []
    both_s: list[float] = []
    while goes_on(both_s, repeat, CHAIN_BUDGET_S):
        # In turn, so that other work on the machine slows both.
        bare_s.append(seconds(build(vessels, keeps_records=False).simulate))
        model = build(vessels, keeps_records=True)
        recorded_s.append(seconds(partial(_run, model)))
        both_s.append(bare_s[-1] + recorded_s[-1])
    return ChainRate(program, vessels, model.passages, summarise(bare_s), summarise(recorded_s))


def _run(model: Model) -> None:
    """Run a model and make its tables."""
    model.simulate()
    model.records()
