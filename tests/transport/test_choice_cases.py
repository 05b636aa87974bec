"""Other parameters of choice, with constants fitted to the base year again."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

from networks import MODES
from transport.mode_choice.assignment import Market, choose
from transport.mode_choice.cases import (
    ChoiceSet,
    PricedMarket,
    fit_choice,
    with_constants,
    with_fit,
)

if TYPE_CHECKING:
    from transport.commodity_groups import CommodityGroup

ROAD, RAIL = MODES.index("road"), MODES.index("rail")
HOURS = np.array([10.0, 30.0])
MONEY = np.array([100.0, 80.0])


@pytest.fixture
def market(group: CommodityGroup) -> Market:
    """One shipment of 100 kt, seen on the road, that could take the railway."""
    demand = pd.DataFrame(
        {
            "commodity": ["sand"],
            "choice_group": [group.name],
            "control_group": ["c"],
            "observed_main_mode": ["road"],
        }
    )
    return Market(
        demand=demand,
        kt=np.array([100.0]),
        cost_coefficient=np.array([group.cost_coefficient]),
        nest_scale=np.array([group.nest_scale]),
        elasticity=np.array([group.demand_elasticity]),
        shipment=np.array([0, 0]),
        service=np.array([0, 1]),
        nest=np.array([ROAD, RAIL]),
        value_of_time=np.array([0.5, 0.5]),
        constant=np.zeros(2),
    )


def case(group: CommodityGroup, factor: float = 1.0, **changed: Any) -> ChoiceSet:  # noqa: ANN401 - names of fields
    return ChoiceSet({group.name: replace(group, **changed)}, {group.name: factor})


def share_after(market: Market, choice: ChoiceSet, saving: float) -> float:
    """Share of rail when it gets cheaper than in the base year."""
    priced = PricedMarket(market, MONEY, HOURS)
    fitted = with_fit(market, fit_choice(priced, choice))
    cost = priced.cost_cny_per_t(fitted) - np.array([0.0, saving])
    return float(choose(fitted, cost).probability[1])


@pytest.mark.parametrize(
    "changed",
    [{}, {"cost_coefficient": 0.05}, {"nest_scale": 0.9}, {"demand_elasticity": -1.0}],
)
def test_the_base_year_is_met_whatever_the_parameters(
    market: Market, group: CommodityGroup, changed: dict[str, float]
) -> None:
    assert share_after(market, case(group, **changed), 0.0) == pytest.approx(0.1)
    fit = fit_choice(PricedMarket(market, MONEY, HOURS), case(group, **changed))
    assert fit.error_share < 1e-8


def test_constants_by_hand(market: Market, group: CommodityGroup) -> None:
    # costs 105 and 95; the prior gives rail 0.1: ln(0.1 / 0.9) = k - 0.02 * (95 - 105)
    fit = fit_choice(PricedMarket(market, MONEY, HOURS), case(group))
    assert fit.constants["c", "stone", "rail"] == pytest.approx(math.log(1 / 9) - 0.2)
    # four times the value of time: costs 120 and 140
    dearer = fit_choice(PricedMarket(market, MONEY, HOURS), case(group, 4.0))
    assert dearer.constants["c", "stone", "rail"] == pytest.approx(math.log(1 / 9) + 0.4)
    # -ln(exp(-2.4) + exp(-2.4) / 9) / 0.02 is the logsum cost
    assert dearer.base_cost_cny_per_t[0] == pytest.approx((2.4 - math.log(10 / 9)) / 0.02)


def test_a_plan_moves_more_with_a_larger_coefficient_or_prior(
    market: Market, group: CommodityGroup
) -> None:
    # odds of 1 / 9 grow by exp(0.02 * 10), exp(0.05 * 10); odds of 1 / 4 by exp(0.2)
    for choice, odds in (
        (case(group), math.exp(0.2) / 9),
        (case(group, cost_coefficient=0.05), math.exp(0.5) / 9),
        (case(group, prior_share=0.2), math.exp(0.2) / 4),
    ):
        assert share_after(market, choice, 10.0) == pytest.approx(odds / (1 + odds))


def test_a_control_group_without_constants_takes_those_of_any(market: Market) -> None:
    constants = {("any", "stone", "road"): 1.0, ("any", "stone", "rail"): -2.0}
    assert with_constants(market, constants).constant.tolist() == [1.0, -2.0]
    constants["c", "stone", "rail"] = 3.0
    assert with_constants(market, constants).constant.tolist() == [1.0, 3.0]
