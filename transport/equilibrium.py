"""Equilibrium of choice and operations by the method of successive averages.

Choice sends vessels where the delays are low; operations tell what delays that makes. Delays are
averaged over the rounds (step 1/n) until no share moves by more than a tolerance. This module
knows no simulation: it takes callables.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

Choice = TypeVar("Choice")
Outcome = TypeVar("Outcome")


@dataclass(frozen=True)
class Equilibrium(Generic[Choice, Outcome]):
    """Where the rounds ended.

    Attributes
    ----------
    delay_h : numpy.ndarray
        Delays that the last choice answers to.
    choice : object
        The last choice.
    outcome : object
        Operations simulated for the choice of the round before.
    gap : float
        Largest change of any share in the last round.
    rounds : int
        Simulations run.
    converged : bool
        Whether the gap is within tolerance.
    """

    delay_h: np.ndarray
    choice: Choice
    outcome: Outcome
    gap: float
    rounds: int
    converged: bool


def solve(
    choose: Callable[[np.ndarray], Choice],
    shares: Callable[[Choice], np.ndarray],
    simulate: Callable[[Choice], tuple[np.ndarray, Outcome]],
    start_h: np.ndarray,
    tolerance: float,
    max_rounds: int,
) -> Equilibrium[Choice, Outcome]:
    """Alternate choice and operations until shares stay.

    Parameters
    ----------
    choose : callable
        Choice for given delays.
    shares : callable
        Shares of a choice as an array, to measure the gap.
    simulate : callable
        Delays and outcome of a choice.
    start_h : numpy.ndarray
        Delays of the first round.
    tolerance : float
        Largest change of any share that ends the rounds.
    max_rounds : int
        At most this many simulations, one or more.

    Returns
    -------
    Equilibrium
        The last choice, its operations and the gap.

    Raises
    ------
    ValueError
        If `max_rounds` is below one.
    """
    if max_rounds < 1:
        msg = f"{max_rounds} rounds were asked for. Ask for one or more."
        raise ValueError(msg)
    delay_h = start_h
    choice = choose(delay_h)
    gap = np.inf
    for n in range(1, max_rounds + 1):
        answer_h, outcome = simulate(choice)
        delay_h = delay_h + (answer_h - delay_h) / n
        following = choose(delay_h)
        gap = float(np.max(np.abs(shares(following) - shares(choice)), initial=0.0))
        choice = following
        if gap <= tolerance:
            break
    return Equilibrium(delay_h, choice, outcome, gap, n, gap <= tolerance)
