"""Elasticities, real alternatives and the price of a queue, reckoned by hand."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from networks import MODES
from transport.mode_choice.assignment import Market, choose, expected_cost
from transport.mode_choice.sensitivity import elasticities, mode_kt, queue_hour, real_alternatives

if TYPE_CHECKING:
    from transport.inland.water_routes import InlandFleet

COST = np.array([100.0, 90.0, 80.0, 200.0])
ROAD, RAIL, WATER, _ = range(4)


@pytest.fixture
def market() -> Market:
    """Ore of 100 kt by road or rail, and coal of 50 kt by water or road."""
    return Market(
        demand=pd.DataFrame({"commodity": ["ore", "coal"]}),
        kt=np.array([100.0, 50.0]),
        cost_coefficient=np.array([0.02, 0.02]),
        nest_scale=np.array([0.5, 0.5]),
        elasticity=np.array([-0.3, -0.3]),
        shipment=np.array([0, 0, 1, 1]),
        service=np.array([0, 1, 2, 3]),
        nest=np.array([ROAD, RAIL, WATER, ROAD]),
        value_of_time=np.zeros(4),
        constant=np.array([0.0, 0.0, 0.0, -6.0]),
    )


def at_base(market: Market) -> np.ndarray:
    return expected_cost(market, choose(market, COST))


def answer(table: pd.DataFrame, commodity: str, mode: str, cost: str, column: str) -> float:
    at = (table["commodity"] == commodity) & (table["main_mode"] == mode)
    return float(table.loc[at & (table["cost_mode"] == cost), column].iloc[0])


def test_elasticities_of_two_modes_by_hand(market: Market) -> None:
    table = elasticities(market, COST, at_base(market))
    # Alone in its nest each mode is a plain logit: road has 1 / (1 + exp(0.02 x 10)) at first.
    before = 1 / (1 + math.exp(0.2))
    after = 1 / (1 + math.exp(0.02 * (101 - 90)))
    own = math.log(after / before) / math.log(1.01)
    assert answer(table, "ore", "road", "road", "shift_elasticity") == pytest.approx(own)
    cross = math.log((1 - after) / (1 - before)) / math.log(1.01)
    assert answer(table, "ore", "rail", "road", "shift_elasticity") == pytest.approx(cross)
    # Near the textbook -b c (1 - P) and b c P.
    assert own == pytest.approx(-0.02 * 100 * (1 - before), rel=0.02)
    assert cross == pytest.approx(0.02 * 100 * before, rel=0.02)
    # With demand that gives way, less of the road's cargo travels too.
    assert answer(table, "ore", "road", "road", "elasticity") < own
    assert answer(table, "coal", "inland_water", "rail", "elasticity") == 0


def test_captive_cargo_hardly_shifts(market: Market) -> None:
    table = elasticities(market, COST, at_base(market))
    # Water is ahead of road by 120 CNY and 6 units of utility: a share of road of 0.02 %.
    shift = answer(table, "coal", "inland_water", "inland_water", "shift_elasticity")
    assert -0.001 < shift < 0
    # What it loses stays behind: the demand elasticity of its cost.
    whole = answer(table, "coal", "inland_water", "inland_water", "elasticity")
    assert whole == pytest.approx(-0.3, rel=0.02)


def test_cargo_by_mode_sums_to_the_demand(market: Market) -> None:
    table = mode_kt(market, COST, at_base(market))
    assert list(table.columns) == list(MODES)
    assert table.sum(axis=1).to_dict() == pytest.approx({"ore": 100, "coal": 50, "all": 150})
    firm = replace(market, elasticity=np.zeros(2))
    assert mode_kt(firm, 3 * COST, at_base(market)).to_numpy().sum() == pytest.approx(300)


@pytest.mark.parametrize(
    ("ratio", "ore", "coal", "both"), [(1.1, 0, 0, 0), (1.12, 1, 0, 2 / 3), (2.5, 1, 1, 1)]
)
def test_a_real_alternative_is_a_second_mode_within_the_ratio(
    market: Market, ratio: float, ore: float, coal: float, both: float
) -> None:
    # 100 against 90 is a ratio of 1.111; 200 against 80 one of 2.5.
    table = real_alternatives(market, COST, ratio).set_index("commodity")["share"]
    assert table.to_dict() == pytest.approx({"ore": ore, "coal": coal, "all": both})


def test_a_second_service_of_the_same_mode_is_no_alternative(market: Market) -> None:
    same = replace(market, nest=np.array([RAIL, RAIL, WATER, WATER]))
    assert real_alternatives(same, COST, 10).set_index("commodity")["share"].loc["all"] == 0


def test_an_hour_of_queue_by_hand(fleet: InlandFleet) -> None:
    # The large class: 180 CNY/h standing, 20 kW at 200 g/kWh at 10 CNY/kg waiting; 0.9 x 2000 t.
    found = queue_hour(fleet, 1800)
    assert (found.class_id, found.payload_t) == ("large", 1800)
    assert found.vessel_cny_per_h == pytest.approx(180 + 20 * 0.2 * 10)
    assert found.vessel_cny_per_t == pytest.approx(220 / 1800)
    assert found.cny_per_t(0.5) == pytest.approx(220 / 1800 + 0.5)
    assert queue_hour(fleet, 900).class_id == "small"
