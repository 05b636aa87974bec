"""How the choice of stations ends: when the solver stops, and what cannot be had."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SolverLimits:
    """When the solver ends."""

    gap_share: float = 1e-9
    time_s: float = 60.0


class UncoverableError(ValueError):
    """All sites together do not cover the share of vehicles that is asked for.

    Parameters
    ----------
    most_share : float
        What they do cover.
    """

    def __init__(self, most_share: float) -> None:
        self.most_share = most_share
        super().__init__(f"All sites together cover {most_share:.4f} of the vehicles.")


class NoChoiceError(ValueError):
    """The solver found no choice of sites before its time was up.

    Parameters
    ----------
    reason : str
        What the solver says.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(f"The solver found no choice of sites: {reason}")
