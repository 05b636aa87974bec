"""Equilibrium of choice and operations by the method of successive averages.

Choice sends vessels where the delays are low; operations tell what delays that makes, and of what
was overloaded how much it passed at the most. Delays, and limits over the rounds that show them,
are averaged (step 1/n) until the answer of operations would move no share by more than a
tolerance. The delay of something overloaded is no answer, because it would grow with the length of
the simulation; there the limit holds instead, and choice has to fit it. This module knows no
simulation: it takes callables.
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
class Answer(Generic[Outcome]):
    """What operations say to a choice.

    Attributes
    ----------
    delay_h : numpy.ndarray
        Delays found.
    overloaded : numpy.ndarray
        Which of them belong to something that could not pass all that came.
    limit : numpy.ndarray
        What each facility passes, infinite where it has not shown it.
    outcome : object
        The operations.
    """

    delay_h: np.ndarray
    overloaded: np.ndarray
    limit: np.ndarray
    outcome: Outcome


@dataclass(frozen=True)
class Equilibrium(Generic[Choice, Outcome]):
    """Where the rounds ended.

    Attributes
    ----------
    delay_h : numpy.ndarray
        Delays that the last choice answers to.
    limit : numpy.ndarray
        What each facility passes, as the last choice respects it.
    choice : object
        The last choice that was simulated.
    outcome : object
        Its operations.
    gap : float
        Largest change of any share if choice answered to these operations at once.
    rounds : int
        Simulations run.
    converged : bool
        Whether the gap is within tolerance.
    """

    delay_h: np.ndarray
    limit: np.ndarray
    choice: Choice
    outcome: Outcome
    gap: float
    rounds: int
    converged: bool


def solve(
    choose: Callable[[np.ndarray, np.ndarray], Choice],
    shares: Callable[[Choice], np.ndarray],
    simulate: Callable[[Choice], Answer[Outcome]],
    start_h: np.ndarray,
    tolerance: float,
    max_rounds: int,
) -> Equilibrium[Choice, Outcome]:
    """Alternate choice and operations until shares stay.

    Parameters
    ----------
    choose : callable
        Choice for given delays that fits given limits; before the first simulation the limits
        are a scalar infinity.
    shares : callable
        Shares of a choice as an array, to measure the gap.
    simulate : callable
        Answer to a choice.
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
    delay_h, limit = start_h, np.asarray(np.inf)
    answers, limits = np.zeros(len(start_h)), np.asarray(0)
    choice = choose(delay_h, limit)
    for n in range(1, max_rounds + 1):
        answer = simulate(choice)
        shows = np.isfinite(answer.limit)
        limits = limits + shows
        shown = _averaged(limit, answer.limit, shows, limits)
        found_h = np.where(answer.overloaded, delay_h, answer.delay_h)
        answers += ~answer.overloaded
        reply = choose(found_h, shown)
        gap = float(np.max(np.abs(shares(reply) - shares(choice)), initial=0.0))
        if gap <= tolerance or n == max_rounds:
            break
        delay_h, limit = delay_h + (found_h - delay_h) / np.maximum(answers, 1), shown
        choice = reply if np.all(answers <= 1) else choose(delay_h, limit)
    return Equilibrium(delay_h, limit, choice, answer.outcome, gap, n, gap <= tolerance)


def _averaged(
    limit: np.ndarray, found: np.ndarray, shows: np.ndarray, count: np.ndarray
) -> np.ndarray:
    """Mean of a limit over the rounds that showed it, infinite before the first."""
    before = np.where(np.isfinite(limit), limit, np.where(shows, found, 0.0))
    step = np.where(shows, (np.where(shows, found, 0.0) - before) / np.maximum(count, 1), 0.0)
    return np.where(np.isfinite(limit) | shows, before + step, np.inf)
