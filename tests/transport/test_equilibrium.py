"""Rounds of choice and operations on maps whose fixed points are known."""

from __future__ import annotations

import numpy as np
import pytest

from transport.equilibrium import Answer, Equilibrium, solve

FREE = np.array([np.inf])


def answered(delay_h: float, outcome: str = "") -> Answer[str]:
    """Operations of something that is not overloaded."""
    return Answer(np.array([delay_h]), np.array([False]), FREE, outcome)


def linear(slope: float, tolerance: float, max_rounds: int) -> Equilibrium[float, str]:
    """Share 1 - delay / 10; delay of a share s: `slope` x s."""
    return solve(
        choose=lambda delay_h, _: 1 - float(delay_h[0]) / 10,
        shares=lambda share: np.array([share]),
        simulate=lambda share: answered(slope * share, f"operations of {share:g}"),
        start_h=np.array([0.0]),
        tolerance=tolerance,
        max_rounds=max_rounds,
    )


def test_a_contraction_ends_at_its_fixed_point() -> None:
    # s = 1 - 2 s / 10: s = 10 / 12 and a delay of 20 / 12.
    found = linear(2.0, 1e-5, 5000)
    assert found.converged
    assert found.gap <= 1e-5
    assert found.choice == pytest.approx(10 / 12, abs=1e-4)
    assert found.delay_h == pytest.approx([20 / 12], abs=1e-3)
    assert found.rounds < 5000


def test_the_first_rounds_by_hand() -> None:
    # Round 1: share 1, answer 2, which would make the share 0.8: gap 0.2.
    # Round 2: delay 2, share 0.8, answer 1.6, which would make it 0.84: gap 0.04.
    # Round 3: delay 2 + (1.6 - 2) / 2 = 1.8, share 0.82, answer 1.64, then 0.836: gap 0.016.
    runs = [linear(2.0, 1e-9, n) for n in (1, 2, 3)]
    assert [float(run.delay_h[0]) for run in runs] == pytest.approx([0.0, 2.0, 1.8])
    assert [run.choice for run in runs] == pytest.approx([1.0, 0.8, 0.82])
    assert [run.gap for run in runs] == pytest.approx([0.2, 0.04, 0.016])
    assert [run.rounds for run in runs] == [1, 2, 3]
    assert not runs[2].converged
    assert runs[1].outcome == "operations of 0.8"  # those of the choice that is returned


def test_it_stops_as_soon_as_the_gap_is_within_tolerance() -> None:
    found = linear(2.0, 0.0400001, 50)
    assert (found.rounds, found.converged) == (2, True)


def test_a_map_that_oscillates_is_reported() -> None:
    # All or nothing: everybody comes at a delay of 1 h or less, which then is 2 h.
    found = solve(
        choose=lambda delay_h, _: float(delay_h[0] <= 1),
        shares=lambda share: np.array([share]),
        simulate=lambda share: answered(2 * share),
        start_h=np.array([0.0]),
        tolerance=0.001,
        max_rounds=12,
    )
    assert not found.converged
    assert found.rounds == 12
    assert found.gap == 1.0


def test_a_choice_that_nothing_moves_settles_at_once() -> None:
    found = solve(
        choose=lambda *_: 0.3,
        shares=lambda share: np.array([share]),
        simulate=lambda _: answered(9.0),
        start_h=np.array([1.0]),
        tolerance=0.0,
        max_rounds=5,
    )
    assert (found.rounds, found.gap, found.converged) == (1, 0.0, True)


def test_what_is_overloaded_gives_a_limit_instead_of_a_delay() -> None:
    # Ten come; four pass. Overloaded, it shows its limit, and its delay is no answer; the choice
    # that fits the limit is not overloaded and waits 3 h.
    def choose(delay_h: np.ndarray, limit: np.ndarray) -> tuple[float, float]:
        return min(10.0, float(np.max(limit))), float(delay_h[0])

    def simulate(choice: tuple[float, float]) -> Answer[str]:
        arrivals = choice[0]
        full = arrivals > 4
        passes = np.array([4.0 if full else np.inf])
        return Answer(np.array([900.0 if full else 3.0]), np.array([full]), passes, "")

    found = solve(
        choose,
        shares=lambda choice: np.array([choice[0] / 10]),
        simulate=simulate,
        start_h=np.array([1.0]),
        tolerance=0.001,
        max_rounds=12,
    )
    assert found.converged
    assert found.choice[0] == 4.0
    assert found.limit.tolist() == [4.0]
    assert found.delay_h[0] < 900


@pytest.mark.parametrize("rounds", [0, -1])
def test_a_run_without_rounds_is_refused(rounds: int) -> None:
    with pytest.raises(ValueError, match="one or more"):
        linear(1.0, 0.1, rounds)
