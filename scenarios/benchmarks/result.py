"""What a benchmark found: parts, programs side by side, and cost by size."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from scenarios.benchmarks.lock_chain import LEAST_PER_S, MOST_RECORDS_SHARE, OURS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scenarios.benchmarks.lock_chain import ChainRate
    from scenarios.benchmarks.parts import Timing


@dataclass(frozen=True)
class Ratio:
    """How many times as fast as another program the lock model is.

    Attributes
    ----------
    rival : str
        The other program.
    vessels : int
        Size of the chain that both ran.
    bare, recorded : float
        Passages a second over those of the rival, without and with records.
    """

    rival: str
    vessels: int
    bare: float
    recorded: float


@dataclass(frozen=True)
class BenchResult:
    """Everything that ``landsea bench`` measured.

    Attributes
    ----------
    repeat : int
        Counted runs of each part and chain at the most; OpenTNSim runs once.
    parts : sequence of Timing
        Parts of a run.
    chain : sequence of ChainRate
        Programs on the chain of locks.
    growth : sequence of ChainRate
        The lock model with 1, 2, 4 and 8 times the vessels.
    missing : dict of str to str
        Rivals that were not run, and why.
    """

    repeat: int
    parts: Sequence[Timing]
    chain: Sequence[ChainRate]
    growth: Sequence[ChainRate]
    missing: dict[str, str]

    def ratios(self) -> list[Ratio]:
        """Return the lock model against each rival, on each size that both ran."""
        ours = {one.vessels: one for one in self.chain if one.program == OURS}
        return [
            Ratio(
                rival.program,
                rival.vessels,
                ours[rival.vessels].per_s / rival.per_s,
                ours[rival.vessels].recorded_per_s / rival.recorded_per_s,
            )
            for rival in self.chain
            if rival.program != OURS
        ]

    def growth_shares(self) -> list[float]:
        """Return the seconds a vessel of each size over those of the smallest."""
        first = self.growth[0].s_per_vessel
        return [one.s_per_vessel / first for one in self.growth]

    def document(self) -> dict[str, Any]:
        """Return all of it as JSON has it."""
        return {
            "repeat": self.repeat,
            "parts": [asdict(one) for one in self.parts],
            "chain": {
                "least_per_s": LEAST_PER_S,
                "most_records_share": MOST_RECORDS_SHARE,
                "runs": [_rate(one) for one in self.chain],
                "ratios": [asdict(one) for one in self.ratios()],
                "missing": self.missing,
            },
            "growth": [
                {**_rate(one), "s_per_vessel": one.s_per_vessel, "over_smallest": share}
                for one, share in zip(self.growth, self.growth_shares(), strict=True)
            ],
        }


def _rate(one: ChainRate) -> dict[str, Any]:
    """Return one program on one chain as JSON has it."""
    return {
        **asdict(one),
        "per_s": one.per_s,
        "recorded_per_s": one.recorded_per_s,
        "records_share": one.records_share,
    }
