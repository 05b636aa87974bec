"""Rounds of choice and operations on maps whose fixed points are known."""

from __future__ import annotations

import numpy as np
import pytest

from transport.equilibrium import Equilibrium, solve


def linear(slope: float, tolerance: float, max_rounds: int) -> Equilibrium[float, str]:
    """Share 1 - delay / 10; delay of a share s: `slope` x s."""
    return solve(
        choose=lambda delay_h: 1 - float(delay_h[0]) / 10,
        shares=lambda share: np.array([share]),
        simulate=lambda share: (np.array([slope * share]), f"operations of {share:g}"),
        start_h=np.array([0.0]),
        tolerance=tolerance,
        max_rounds=max_rounds,
    )


def test_a_contraction_ends_at_its_fixed_point() -> None:
    # s = 1 - 2 s / 10: s = 10 / 12 and a delay of 20 / 12.
    found = linear(2.0, 1e-7, 5000)
    assert found.converged
    assert found.gap <= 1e-7
    assert found.choice == pytest.approx(10 / 12, abs=1e-4)
    assert found.delay_h == pytest.approx([20 / 12], abs=1e-3)
    assert found.rounds < 5000


def test_the_first_rounds_by_hand() -> None:
    # Round 1: share 1, answer 2, delay 2, share 0.8, gap 0.2.
    # Round 2: answer 1.6, delay 2 + (1.6 - 2) / 2 = 1.8, share 0.82, gap 0.02.
    first, second = linear(2.0, 1e-9, 1), linear(2.0, 1e-9, 2)
    assert first.delay_h == pytest.approx([2.0])
    assert (first.choice, first.gap) == pytest.approx((0.8, 0.2))
    assert second.delay_h == pytest.approx([1.8])
    assert (second.choice, second.gap) == pytest.approx((0.82, 0.02))
    assert (first.rounds, second.rounds) == (1, 2)
    assert not second.converged
    assert second.outcome == "operations of 0.8"  # those of the round before the last choice


def test_it_stops_as_soon_as_the_gap_is_within_tolerance() -> None:
    found = linear(2.0, 0.02000001, 50)
    assert (found.rounds, found.converged) == (2, True)


def test_a_map_that_oscillates_is_reported() -> None:
    # All or nothing: everybody comes at a delay of 1 h or less, which then is 2 h.
    found = solve(
        choose=lambda delay_h: float(delay_h[0] <= 1),
        shares=lambda share: np.array([share]),
        simulate=lambda share: (np.array([2 * share]), None),
        start_h=np.array([0.0]),
        tolerance=0.001,
        max_rounds=12,
    )
    assert not found.converged
    assert found.rounds == 12
    # Averaging holds the delay near 1, where half come; the last change is from none to all.
    assert found.gap == 1.0
    assert found.delay_h == pytest.approx([1.0], abs=0.2)


def test_a_choice_that_nothing_moves_settles_at_once() -> None:
    found = solve(
        choose=lambda _: 0.3,
        shares=lambda share: np.array([share]),
        simulate=lambda _: (np.array([9.0]), None),
        start_h=np.array([1.0]),
        tolerance=0.0,
        max_rounds=5,
    )
    assert (found.rounds, found.gap, found.converged) == (1, 0.0, True)
    assert found.delay_h == pytest.approx([9.0])  # the first round takes the answer whole


def test_no_shares_no_gap() -> None:
    found = solve(
        choose=lambda _: None,
        shares=lambda _: np.empty(0),
        simulate=lambda _: (np.empty(0), None),
        start_h=np.empty(0),
        tolerance=0.0,
        max_rounds=3,
    )
    assert (found.rounds, found.gap) == (1, 0.0)


def test_at_least_one_round_must_be_allowed() -> None:
    with pytest.raises(ValueError, match="0 rounds were asked for"):
        linear(2.0, 0.1, 0)
