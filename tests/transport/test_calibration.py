"""Mode constants on a case small enough to see through."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from networks import MODES
from transport.mode_choice.assignment import ANY_GROUP, Market, choose
from transport.mode_choice.calibration import calibrate, constants_by_key, zero_constants
from transport.services import ALTERNATIVES, RAIL_RIVER

if TYPE_CHECKING:
    from transport.commodity_groups import CommodityGroup

ROAD, RAIL, WATER, _ = range(4)

# Shipment 0 (100 kt, seen on rail): two services by rail, one by road, one by water.
# Shipment 1 (50 kt, seen on rail): rail and road. Shipment 2 (30 kt, seen on the road): road alone.
# Shipment 3 (20 kt, seen on water, which it cannot take): road and rail.
SHIPMENT = np.array([0, 0, 0, 0, 1, 1, 2, 3, 3])
NEST = np.array([RAIL, RAIL, ROAD, WATER, RAIL, ROAD, ROAD, ROAD, RAIL])
COST = np.array([80.0, 95.0, 120.0, 70.0, 60.0, 55.0, 40.0, 90.0, 85.0])
KT = np.array([100.0, 50.0, 30.0, 20.0])
DEMAND = pd.DataFrame(
    {
        "control_group": ["seen", "seen", "trucks", "boats"],
        "choice_group": ["stone"] * 4,
        "observed_main_mode": ["rail", "rail", "road", "inland_water"],
        "kt": KT,
    }
)


def market_of(group: CommodityGroup) -> Market:
    n = len(KT)
    return Market(
        demand=DEMAND,
        kt=KT,
        cost_coefficient=np.full(n, group.cost_coefficient),
        nest_scale=np.full(n, group.nest_scale),
        elasticity=np.full(n, group.demand_elasticity),
        shipment=SHIPMENT,
        service=np.arange(len(SHIPMENT)),
        nest=NEST,
        value_of_time=np.zeros(len(SHIPMENT)),
        constant=np.zeros(len(SHIPMENT)),
    )


def modelled_kt(market: Market, constants: dict[tuple[str, str, str], float]) -> dict[str, float]:
    """Tonnes by control group and mode with given constants, reckoned anew."""
    controls = DEMAND["control_group"].to_numpy()
    constant = np.array(
        [constants[controls[n], "stone", MODES[m]] for n, m in zip(SHIPMENT, NEST, strict=True)]
    )
    shares = choose(replace(market, constant=constant), COST).probability
    found: dict[str, float] = {}
    for n, m, share in zip(SHIPMENT, NEST, shares, strict=True):
        key = f"{controls[n]} {MODES[m]}"
        found[key] = found.get(key, 0.0) + float(share * KT[n])
    return found


def test_targets_are_met_exactly(group: CommodityGroup) -> None:
    market = market_of(group)
    table = calibrate(market, COST, {"stone": group})
    constants = constants_by_key(table)
    # A prior of 0.1 is split over the modes that were not seen: shipment 0 gives 5 kt to the road
    # and 5 to water, shipment 1 gives 5 to the road. Shipment 3 has nothing but such modes.
    wanted = {
        "seen rail": 90 + 45,
        "seen road": 5 + 5,
        "seen inland_water": 5,
        "trucks road": 30,
        "boats road": 10,
        "boats rail": 10,
    }
    assert modelled_kt(market, constants) == pytest.approx(wanted, rel=1e-8)
    told = table.dropna(subset="target_kt")
    assert told["modelled_kt"].to_numpy() == pytest.approx(told["target_kt"].to_numpy(), rel=1e-8)
    assert told["target_kt"].sum() == pytest.approx(KT.sum())


def test_the_observed_mode_has_a_constant_of_zero(group: CommodityGroup) -> None:
    constants = constants_by_key(calibrate(market_of(group), COST, {"stone": group}))
    assert constants["seen", "stone", "rail"] == 0
    assert constants["trucks", "stone", "road"] == 0
    assert ("trucks", "stone", "rail") not in constants  # could not be chosen


def test_a_mode_that_a_group_could_not_choose_takes_the_mean_of_the_others(
    group: CommodityGroup,
) -> None:
    constants = constants_by_key(calibrate(market_of(group), COST, {"stone": group}))
    # By road: 10 kt wanted of "seen" and 10 of "boats"; "trucks" were seen there and do not count.
    mean = (constants["seen", "stone", "road"] + constants["boats", "stone", "road"]) / 2
    assert constants[ANY_GROUP, "stone", "road"] == pytest.approx(mean)
    assert constants[ANY_GROUP, "stone", "inland_water"] == pytest.approx(
        constants["seen", "stone", "inland_water"]
    )


def test_with_one_shipment_the_constant_is_a_difference_of_logarithms(
    group: CommodityGroup,
) -> None:
    # Shipment 1 alone: 90 % by rail at 60 CNY, 10 % by road at 55, one service each.
    # ln(0.1 / 0.9) = c - 0.02 x (55 - 60).
    market = market_of(group)
    alone = replace(
        market,
        demand=DEMAND.iloc[[1]].reset_index(drop=True),
        kt=KT[[1]],
        cost_coefficient=market.cost_coefficient[:1],
        nest_scale=market.nest_scale[:1],
        elasticity=market.elasticity[:1],
        shipment=np.zeros(2, dtype=np.int64),
        service=np.arange(2),
        nest=NEST[4:6],
        value_of_time=np.zeros(2),
        constant=np.zeros(2),
    )
    constants = constants_by_key(calibrate(alone, COST[4:6], {"stone": group}))
    assert constants["seen", "stone", "road"] == pytest.approx(math.log(0.1 / 0.9) - 0.1)


@given(prior=st.floats(0.001, 0.6), scale=st.floats(0.2, 1.0), slope=st.floats(0.001, 0.1))
def test_targets_are_met_for_any_prior_and_scale(
    group: CommodityGroup, prior: float, scale: float, slope: float
) -> None:
    drawn = replace(group, prior_share=prior, nest_scale=scale, cost_coefficient=slope)
    table = calibrate(market_of(drawn), COST, {"stone": drawn}).dropna(subset="target_kt")
    assert table["modelled_kt"].to_numpy() == pytest.approx(table["target_kt"].to_numpy(), rel=1e-6)
    seen = table[(table["control_group"] == "seen") & (table["alternative"] == "rail")]
    assert float(seen["target_kt"].iloc[0]) == pytest.approx((1 - prior) * 150)


def test_zero_constants_name_every_combination(group: CommodityGroup) -> None:
    zero = zero_constants(DEMAND, {"stone": group})
    assert len(zero) == 3 * 1 * len(ALTERNATIVES)
    assert set(zero.values()) == {0.0}
    assert ("boats", "stone", "sea") in zero


def test_a_chain_from_river_to_rail_gets_a_prior_and_not_the_observed_tonnes(
    group: CommodityGroup,
) -> None:
    # 100 kt seen on the river, which the second chain leaves for the railway before the lock: it is
    # in the river's nest, and shares the prior of 0.1 evenly with the road.
    kinds = np.array([ALTERNATIVES.index(kind) for kind in ("inland_water", RAIL_RIVER, "road")])
    market = replace(
        market_of(group),
        demand=DEMAND.iloc[[3]].reset_index(drop=True),
        kt=np.array([100.0]),
        cost_coefficient=np.array([group.cost_coefficient]),
        nest_scale=np.array([group.nest_scale]),
        elasticity=np.array([group.demand_elasticity]),
        shipment=np.zeros(3, dtype=np.int64),
        service=np.arange(3),
        nest=np.array([WATER, WATER, ROAD]),
        value_of_time=np.zeros(3),
        constant=np.zeros(3),
        alternative=kinds,
    )
    cost = np.array([80.0, 60.0, 120.0])
    table = calibrate(market, cost, {"stone": group})
    constants = constants_by_key(table)
    constant = [constants["boats", "stone", ALTERNATIVES[kind]] for kind in kinds]
    shares = choose(replace(market, constant=np.array(constant)), cost).probability
    assert shares == pytest.approx([0.9, 0.05, 0.05], rel=1e-8)
    # Inside the nest, scale 0.5: ln(0.05 / 0.9) = (c - 0.02 x (60 - 80)) / 0.5.
    assert constant[1] == pytest.approx(0.5 * math.log(0.05 / 0.9) - 0.4)
