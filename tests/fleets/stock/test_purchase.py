"""Purchase: shares answer to cost, supply holds them back, the law binds exactly."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fleets.turnover.purchase import Limits, Mandate, choice_weights, diffusion_cap, purchase_shares

BASE = np.array([0.6, 0.3, 0.1])
FREE = np.ones(3)
NONE = np.zeros(3, dtype=bool)
CLEAN = np.array([False, True, True])
LAST = np.array([False, False, True])


def weights(cost: list[float]) -> np.ndarray:
    return choice_weights(BASE, np.array(cost), np.full(3, 1.0), 1.0, 8.0)


def test_shares_of_the_base_year_are_met() -> None:
    bought = purchase_shares(weights([1.0, 1.0, 1.0]), Limits(FREE, NONE))
    assert bought.shares == pytest.approx(BASE)
    assert bought.shortfall == 0


def test_a_mandate_binds_exactly_and_overrides_supply() -> None:
    cap = np.array([1.0, 0.3, 0.12])
    bought = purchase_shares(weights([1.0, 1.0, 1.0]), Limits(cap, NONE, [Mandate(CLEAN, 0.7)]))
    assert bought.shares[CLEAN].sum() == pytest.approx(0.7, abs=1e-12)
    assert bought.shares.tolist() == pytest.approx([0.3, 0.525, 0.175])
    assert bought.shortfall == pytest.approx(0.7 - 0.42)


def test_a_mandate_that_is_met_anyway_changes_nothing() -> None:
    bought = purchase_shares(weights([1.0, 1.0, 1.0]), Limits(FREE, NONE, [Mandate(CLEAN, 0.2)]))
    assert bought.shares == pytest.approx(BASE)


def test_nested_mandates_hold_together() -> None:
    both = [Mandate(LAST, 0.5), Mandate(CLEAN, 0.9)]
    shares = purchase_shares(weights([1.0, 1.0, 1.0]), Limits(FREE, NONE, both)).shares
    assert shares[CLEAN].sum() == pytest.approx(0.9)
    assert shares[2] >= 0.5 - 1e-12


def test_no_mandate_raises_what_another_raises_already() -> None:
    # 0.7 of the last are more than the 0.39 that the later two are asked together, so that the
    # first two share the rest as they are chosen
    both = [Mandate(CLEAN, 0.39), Mandate(LAST, 0.7)]
    cap = np.array([1.0, 0.1, 0.1])
    shares = purchase_shares(weights([1.0, 1.0, 1.0]), Limits(cap, NONE, both)).shares
    alone = purchase_shares(weights([1.0, 1.0, 1.0]), Limits(cap, NONE, both[1:])).shares
    assert shares == pytest.approx(alone, abs=1e-9)
    assert shares[:2].tolist() == pytest.approx([0.3 * 8 / 9, 0.3 / 9], abs=1e-9)


def test_of_two_mandates_that_cannot_both_hold_the_first_is_told_as_unmet() -> None:
    middle = np.array([False, True, False])
    both = [Mandate(middle, 0.7), Mandate(LAST, 0.6)]
    bought = purchase_shares(weights([1.0, 1.0, 1.0]), Limits(FREE, NONE, both))
    assert bought.shares.tolist() == pytest.approx([0, 0.4, 0.6], abs=1e-9)
    assert bought.unmet == pytest.approx(0.3)


def test_a_full_mandate_leaves_nothing_else() -> None:
    bought = purchase_shares(weights([1.0, 1.0, 1.0]), Limits(FREE, NONE, [Mandate(LAST, 1.0)]))
    assert bought.shares.tolist() == pytest.approx([0, 0, 1])


def test_a_ban_lets_others_pass_their_cap_and_says_so() -> None:
    banned = np.array([True, False, False])
    bought = purchase_shares(weights([1.0, 1.0, 1.0]), Limits(np.array([1.0, 0.4, 0.2]), banned))
    assert bought.shares[0] == 0
    assert bought.shares.sum() == pytest.approx(1)
    assert bought.shortfall == pytest.approx(0.4)
    assert bought.shares.tolist() == pytest.approx([0, 0.4 + 0.3, 0.2 + 0.1])


def test_a_mandate_on_what_is_banned_is_told_as_unmet() -> None:
    bought = purchase_shares(weights([1.0, 1.0, 1.0]), Limits(FREE, LAST, [Mandate(LAST, 0.4)]))
    assert bought.unmet == 0.4
    assert bought.shares[2] == 0


def test_nothing_left_to_buy_is_refused() -> None:
    with pytest.raises(ValueError, match="banned"):
        purchase_shares(weights([1.0, 1.0, 1.0]), Limits(FREE, ~NONE))


SHARE = st.floats(0, 1)


@given(
    cost=st.lists(st.floats(0.5, 2), min_size=3, max_size=3),
    cut=st.floats(0, 0.4),
    which=st.integers(0, 2),
    cap=st.lists(SHARE, min_size=3, max_size=3),
    floors=st.lists(SHARE, max_size=1),
)
def test_a_cheaper_powertrain_never_sells_less(
    cost: list[float], cut: float, which: int, cap: list[float], floors: list[float]
) -> None:
    limits = Limits(np.array(cap), NONE, [Mandate(CLEAN, share) for share in floors])
    before = purchase_shares(weights(cost), limits).shares
    cost[which] -= cut
    after = purchase_shares(weights(cost), limits).shares
    assert after[which] >= before[which] - 1e-9
    for shares in (before, after):
        assert shares.sum() == pytest.approx(1)
        assert (shares >= 0).all()
        for share in floors:
            assert shares[CLEAN].sum() >= share - 1e-9


@given(start=st.floats(0, 0.5), years=st.integers(1, 30))
def test_supply_grows_smoothly_and_never_past_all_sales(start: float, years: int) -> None:
    share = np.array([start])
    for _ in range(years):
        later = diffusion_cap(share, 0.01, 0.7)
        assert share[0] <= later[0] <= 1
        assert later[0] - share[0] <= 0.01 + 0.7 / 4 + 1e-12
        share = later
