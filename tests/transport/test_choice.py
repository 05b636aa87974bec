"""Shares of a nested logit, and demand that gives way to cost."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transport.mode_choice.choice import (
    ChoiceResult,
    nested_logit,
    pivot_nested_logit,
    served_share,
    surplus_lost,
)


def one_shipment(utility: list[float], nest: list[int], scale: float) -> ChoiceResult:
    n = len(utility)
    return nested_logit(
        np.array(utility, dtype=float),
        np.zeros(n, dtype=np.int64),
        np.array(nest, dtype=np.int64),
        1,
        4,
        np.array([scale]),
    )


def test_multinomial_case_by_hand() -> None:
    # exp 0 = 1, exp ln 2 = 2, exp ln 5 = 5, of 8 in all.
    found = one_shipment([0.0, math.log(2), math.log(5)], [0, 1, 2], 1.0)
    assert found.probability == pytest.approx([1 / 8, 2 / 8, 5 / 8])
    assert found.logsum == pytest.approx([math.log(8)])


def test_two_rail_services_and_a_road_do_not_share_like_three() -> None:
    # All utilities 0, scale 1/2. Rail: I = ln(1 + 1), exp(I / 2) = 2 ** 0.5. Road: 1.
    found = one_shipment([0.0, 0.0, 0.0], [1, 1, 0], 0.5)
    rail = math.sqrt(2) / (1 + math.sqrt(2))
    assert found.probability == pytest.approx([rail / 2, rail / 2, 1 - rail])
    assert found.probability[2] > 1 / 3  # more than one of three alike
    assert found.logsum == pytest.approx([math.log(1 + math.sqrt(2))])


def test_unequal_services_within_a_nest_by_hand() -> None:
    # Scale 1/2 doubles what divides the two within: exp(2 ln 3) = 9 to 1. The nest is worth
    # (9 + 1) ** 0.5 against exp(0) = 1 for the other.
    found = one_shipment([math.log(3), 0.0, 0.0], [1, 1, 0], 0.5)
    nest = math.sqrt(10) / (1 + math.sqrt(10))
    assert found.probability == pytest.approx([0.9 * nest, 0.1 * nest, 1 - nest])


def test_as_the_scale_goes_to_zero_only_the_best_of_a_nest_counts() -> None:
    found = one_shipment([0.1, 0.0, 0.0], [1, 1, 0], 0.001)
    best = math.exp(0.1) / (math.exp(0.1) + 1)
    assert found.probability == pytest.approx([best, 0.0, 1 - best], abs=1e-9)


@pytest.mark.parametrize("level", [-1e6, -1e3, 1e3, 1e6])
def test_very_large_utilities_do_not_overflow(level: float) -> None:
    found = one_shipment([level, level + math.log(3)], [0, 1], 1.0)
    assert found.probability == pytest.approx([0.25, 0.75])
    assert found.logsum == pytest.approx([level + math.log(4)])


def test_a_hopeless_service_has_no_share() -> None:
    found = one_shipment([0.0, -1e6, 0.0], [0, 0, 1], 0.5)
    assert found.probability == pytest.approx([0.5, 0.0, 0.5])


def test_shipments_are_kept_apart_and_one_may_have_no_alternative() -> None:
    found = nested_logit(
        np.array([0.0, 0.0, 7.0]),
        np.array([0, 0, 2]),
        np.array([0, 3, 1]),
        3,
        4,
        np.array([1.0, 0.5, 0.3]),
    )
    assert found.probability == pytest.approx([0.5, 0.5, 1.0])
    assert found.logsum == pytest.approx([math.log(2), -math.inf, 7.0])


@pytest.mark.parametrize("scale", [0.0, -0.5, 1.01])
def test_a_scale_outside_its_bounds_is_refused(scale: float) -> None:
    with pytest.raises(ValueError, match="Give scales above 0 and at most 1"):
        one_shipment([0.0], [0], scale)


# --- any market

N_SHIPMENTS = 3
alternatives = st.lists(
    st.tuples(st.floats(-30, 30), st.integers(0, N_SHIPMENTS - 1), st.integers(0, 3)),
    min_size=1,
    max_size=12,
)
scales = st.lists(st.floats(0.05, 1), min_size=N_SHIPMENTS, max_size=N_SHIPMENTS)
Drawn = list[tuple[float, int, int]]


def shares(drawn: Drawn, scale: list[float], shift: float = 0.0) -> ChoiceResult:
    utility, shipment, nest = (np.array(column) for column in zip(*drawn, strict=True))
    return nested_logit(utility + shift, shipment, nest, N_SHIPMENTS, 4, np.array(scale))


@given(alternatives, scales)
def test_shares_of_each_shipment_sum_to_one(drawn: Drawn, scale: list[float]) -> None:
    found = shares(drawn, scale)
    total = np.zeros(N_SHIPMENTS)
    for share, (_, shipment, _) in zip(found.probability, drawn, strict=True):
        assert 0 <= share <= 1 + 1e-12
        total[shipment] += share
    present = {shipment for _, shipment, _ in drawn}
    assert total == pytest.approx([float(n in present) for n in range(N_SHIPMENTS)])


@given(alternatives, scales)
def test_with_scale_one_the_nests_do_not_matter(drawn: Drawn, scale: list[float]) -> None:
    ones = [1.0] * len(scale)
    found = shares(drawn, ones)
    expected = []
    for utility, shipment, _ in drawn:
        total = sum(math.exp(other - utility) for other, n, _ in drawn if n == shipment)
        expected.append(1 / total)
    assert found.probability == pytest.approx(expected)
    flat = [(utility, shipment, 0) for utility, shipment, _ in drawn]
    assert shares(flat, ones).logsum == pytest.approx(found.logsum)


@given(alternatives, scales, st.floats(0.01, 10))
def test_a_dearer_service_loses_share_and_all_others_of_its_shipment_gain(
    drawn: Drawn, scale: list[float], rise: float
) -> None:
    before = shares(drawn, scale)
    utility, owner, nest = drawn[0]
    after = shares([(utility - rise, owner, nest), *drawn[1:]], scale)
    assert after.probability[0] <= before.probability[0] + 1e-12
    for i, (_, shipment, _) in enumerate(drawn[1:], start=1):
        if shipment == owner:
            assert after.probability[i] >= before.probability[i] - 1e-12
        else:
            assert after.probability[i] == before.probability[i]
    assert after.logsum[owner] <= before.logsum[owner] + 1e-12


@given(alternatives, scales, st.floats(-50, 50))
def test_only_differences_of_utility_count(drawn: Drawn, scale: list[float], shift: float) -> None:
    before, after = shares(drawn, scale), shares(drawn, scale, shift)
    assert after.probability == pytest.approx(before.probability, abs=1e-9)
    present = np.isfinite(before.logsum)
    assert after.logsum[present] == pytest.approx(before.logsum[present] + shift)


@given(alternatives, scales)
def test_the_share_is_the_slope_of_the_expected_utility(drawn: Drawn, scale: list[float]) -> None:
    # Daly and Zachary: the derivative of the logsum to a utility is the share of its service.
    step = 1e-5
    utility, owner, nest = drawn[0]
    up = shares([(utility + step, owner, nest), *drawn[1:]], scale).logsum[owner]
    down = shares([(utility - step, owner, nest), *drawn[1:]], scale).logsum[owner]
    share = shares(drawn, scale).probability[0]
    assert (up - down) / (2 * step) == pytest.approx(share, abs=1e-4)


# --- pivot


def pivot(base: list[float], change: list[float], nest: list[int], scale: float) -> ChoiceResult:
    owner = np.zeros(len(base), dtype=np.int64)
    return pivot_nested_logit(
        np.array(base), np.array(change), owner, np.array(nest), np.array([scale])
    )


def test_pivot_of_two_modes_by_hand() -> None:
    # Odds of 1 to 3 become 2 to 3 when the first gains ln 2.
    found = pivot([0.25, 0.75], [math.log(2), 0.0], [0, 1], 1.0)
    assert found.probability == pytest.approx([0.4, 0.6])
    assert found.logsum == pytest.approx([math.log(0.5 + 0.75)])


def test_pivot_of_two_rail_services_and_a_road_by_hand() -> None:
    # Rail has 0.3 + 0.1, scale 1/2. The first gains ln 2: within the nest 0.75 x 2^2 + 0.25 =
    # 3.25, so the nest is worth 3.25 ** 0.5 of what it was.
    found = pivot([0.3, 0.1, 0.6], [math.log(2), 0.0, 0.0], [1, 1, 0], 0.5)
    rail = 0.4 * math.sqrt(3.25)
    total = rail + 0.6
    assert found.probability == pytest.approx(
        [rail / total * 3 / 3.25, rail / total * 0.25 / 3.25, 0.6 / total]
    )
    # What the first gains comes from its neighbour before it comes from the road.
    assert found.probability[1] / 0.1 < found.probability[2] / 0.6


def test_pivot_keeps_a_service_without_base_share_out() -> None:
    found = pivot([0.0, 1.0], [50.0, -1.0], [0, 1], 0.5)
    assert found.probability.tolist() == [0.0, 1.0]
    assert found.logsum == pytest.approx([-1.0])


@pytest.mark.parametrize("level", [-1e4, 1e4])
def test_pivot_does_not_overflow(level: float) -> None:
    found = pivot([0.2, 0.3, 0.5], [level, level, level], [1, 1, 0], 0.5)
    assert found.probability == pytest.approx([0.2, 0.3, 0.5])


def test_pivot_refuses_a_negative_share_and_a_wrong_scale() -> None:
    with pytest.raises(ValueError, match="negative"):
        pivot([-0.1, 1.1], [0.0, 0.0], [0, 1], 0.5)
    with pytest.raises(ValueError, match="nest scale"):
        pivot([0.5, 0.5], [0.0, 0.0], [0, 1], 0.0)


def pivoted(drawn: Drawn, scale: list[float], change: np.ndarray) -> ChoiceResult:
    _, shipment, nest = (np.array(column) for column in zip(*drawn, strict=True))
    base = shares(drawn, scale).probability
    return pivot_nested_logit(base, change, shipment, nest, np.array(scale))


@given(alternatives, scales)
def test_pivot_without_change_gives_the_base_shares_to_the_bit(
    drawn: Drawn, scale: list[float]
) -> None:
    base = shares(drawn, scale).probability
    found = pivoted(drawn, scale, np.zeros(len(drawn)))
    assert found.probability.tolist() == base.tolist()
    assert found.logsum.tolist() == [0.0] * N_SHIPMENTS


mild = st.lists(
    st.tuples(st.floats(-3, 3), st.integers(0, N_SHIPMENTS - 1), st.integers(0, 3)),
    min_size=1,
    max_size=12,
)
fair = st.lists(st.floats(0.3, 1), min_size=N_SHIPMENTS, max_size=N_SHIPMENTS)


@given(mild, fair, st.lists(st.floats(-3, 3), min_size=12, max_size=12))
def test_pivot_and_absolute_form_agree(
    drawn: Drawn, scale: list[float], changes: list[float]
) -> None:
    change = np.array(changes[: len(drawn)])
    after = shares([(u + d, s, n) for (u, s, n), d in zip(drawn, change, strict=True)], scale)
    found = pivoted(drawn, scale, change)
    assert found.probability == pytest.approx(after.probability, abs=1e-9)
    before = shares(drawn, scale).logsum
    present = np.isfinite(before)
    assert found.logsum[present] == pytest.approx(after.logsum[present] - before[present], abs=1e-9)


@given(mild, fair, st.floats(0.01, 10))
def test_pivot_is_monotone_in_own_cost(drawn: Drawn, scale: list[float], rise: float) -> None:
    change = np.zeros(len(drawn))
    change[0] = -rise
    base = shares(drawn, scale).probability
    found = pivoted(drawn, scale, change).probability
    assert found[0] <= base[0] + 1e-12
    assert (found[1:] >= base[1:] - 1e-12).all()


# --- demand


def share_at(cost: float, base: float, elasticity: float) -> float:
    return float(served_share(np.array([cost]), np.array([base]), np.array([elasticity]))[0])


@pytest.mark.parametrize(
    ("cost", "base", "elasticity", "expected"),
    [
        (100, 100, -0.6, 1.0),
        (150, 100, -0.6, math.exp(-0.3)),  # 0.741
        (200, 100, -0.3, math.exp(-0.3)),
        (50, 100, -0.6, 1.0),  # a cheaper chain creates no cargo
        (200, 100, 0.0, 1.0),  # demand that does not give way
        (math.inf, 100, -0.1, 0.0),  # no service left
        (-10, -30, -0.1, math.exp(-2)),  # a logsum below zero is measured against 1 CNY
    ],
)
def test_served_share_by_hand(cost: float, base: float, elasticity: float, expected: float) -> None:
    assert share_at(cost, base, elasticity) == pytest.approx(expected)


@given(st.floats(1, 1e4), st.floats(1, 1e4), st.floats(1, 1e4), st.floats(-2, 0))
def test_less_is_served_as_cost_rises(
    one: float, other: float, base: float, elasticity: float
) -> None:
    low, high = sorted((one, other))
    assert 0 <= share_at(high, base, elasticity) <= share_at(low, base, elasticity) <= 1


@given(st.floats(1, 500), st.floats(-400, 2000), st.floats(-3, 0), st.floats(0.001, 0.05))
def test_surplus_lost_is_the_area_beside_the_demand_curve(
    base: float, rise: float, elasticity: float, slack: float
) -> None:
    def lost(cost: float) -> float:
        return float(surplus_lost(np.array([cost]), np.array([base]), np.array([elasticity]))[0])

    def share(cost: float) -> float:
        found = served_share(np.array([cost]), np.array([base]), np.array([elasticity]))
        return float(found[0])

    cost = base + rise
    step = slack * base
    # One step more of cost loses between the cargo after and the cargo before, times the step.
    assert share(cost + step) * step <= lost(cost + step) - lost(cost) + 1e-6
    assert lost(cost + step) - lost(cost) <= share(cost) * step + 1e-6
