"""Elastic demand on networks worked out by hand, and what holds on any."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad

from transport.route_choice.elastic_demand import FORMS, ElasticDemand
from transport.route_choice.network import RouteNetwork, route_network
from transport.route_choice.search import ReferenceCostError
from transport.route_choice.user_equilibrium import elastic_equilibrium, user_equilibrium

TIGHT = (1e-10, 500)


def two_links(volume: float, reference: float = math.nan) -> RouteNetwork:
    """Two links from 1 to 2 that cost 10 + x and 15 + x / 2."""
    links = pd.DataFrame(
        {
            "from_node": [1, 1],
            "to_node": [2, 2],
            "free_time": [10.0, 15.0],
            "delay_at_capacity": [1.0, 0.5],
            "capacity": 1.0,
            "alpha": 0.0,
            "beta": 1.0,
        }
    )
    demand = pd.DataFrame({"origin": [1], "destination": [2], "volume": [volume]})
    return route_network(links, demand.assign(reference_cost=reference))


@pytest.mark.parametrize(
    ("form", "volume"),
    # at a cost of 25 the links carry 15 and 20; 35 trips are V x 20 / 25, or V exp(-(25 / 20 - 1))
    [("power", 35 * 25 / 20), ("exponential", 35 * math.exp(0.25))],
)
def test_two_links_by_hand(form: str, volume: float) -> None:
    found = elastic_equilibrium(two_links(volume, 20.0), -1.0, form, TIGHT)
    assert found.links["flow"].to_numpy() == pytest.approx([15, 20], abs=1e-6)
    assert found.pairs["cost"].to_numpy() == pytest.approx([25])
    assert found.pairs["travels"].to_numpy() == pytest.approx([35])
    assert found.paths["flow"].sum() == pytest.approx(35)
    assert found.total_cost == pytest.approx(35 * 25)
    assert found.converged
    assert found.demand_gap < 1e-8


def test_without_a_reference_demand_falls_from_the_empty_network() -> None:
    # 10 + x = c and x = 21 (10 / c) on the first link alone: c^2 - 10 c - 210 = 0, c = 20.33;
    # above 15 the second link carries 2 (c - 15): 3 c - 40 = 210 / c, c = 17.392
    cost = (40 + math.sqrt(1600 + 4 * 3 * 210)) / 6
    found = elastic_equilibrium(two_links(21.0), -1.0, limits=TIGHT)
    assert found.pairs["reference_cost"].tolist() == [10.0]
    assert found.pairs["cost"].to_numpy() == pytest.approx([cost])
    assert found.links["flow"].to_numpy() == pytest.approx([cost - 10, 2 * (cost - 15)], abs=1e-6)


@pytest.mark.parametrize("form", FORMS)
def test_a_cheap_network_creates_no_trips(form: str) -> None:
    found = elastic_equilibrium(two_links(2.0, 100.0), -0.5, form, TIGHT)
    assert found.pairs["travels"].to_numpy() == pytest.approx([2])
    assert found.pairs["cost"].to_numpy() == pytest.approx([12])


def test_almost_rigid_demand_is_fixed_demand() -> None:
    network = two_links(30.0)
    elastic = elastic_equilibrium(network, -1e-6, limits=(1e-7, 500))
    fixed = user_equilibrium(network, gap=1e-10)
    assert elastic.links["flow"].to_numpy() == pytest.approx(
        fixed.links["flow"].to_numpy(), rel=1e-3
    )


@given(
    st.floats(1, 200),
    st.floats(-3, -0.05),
    st.sampled_from(FORMS),
)
@settings(deadline=None, max_examples=40)
def test_trips_are_those_of_the_demand_function(
    volume: float, elasticity: float, form: str
) -> None:
    found = elastic_equilibrium(two_links(volume), elasticity, form, (1e-8, 500))
    assert found.converged
    demand = ElasticDemand(np.array([volume]), np.array([10.0]), elasticity, form)
    cost = found.pairs["cost"].to_numpy()
    assert found.pairs["travels"].to_numpy() == pytest.approx(demand.travelling(cost), rel=1e-3)
    objective = found.history["objective"].to_numpy()
    assert (np.diff(objective) <= 1e-6 * np.abs(objective[:-1]) + 1e-9).all()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("elasticity", [-0.4, -1.0, -2.5])
def test_cost_of_staying_is_the_inverse_of_demand(form: str, elasticity: float) -> None:
    demand = ElasticDemand(np.array([8.0]), np.array([10.0]), elasticity, form)
    staying = np.array([3.0])
    cost = demand.cost(staying)
    assert demand.travelling(cost) == pytest.approx(8.0 - staying)
    area, _ = quad(lambda x: float(demand.cost(np.array([x]))[0]), 0, 3)
    assert demand.integral(staying) == pytest.approx([area])
    assert demand.cost(np.zeros(1)) == pytest.approx([10.0])


def test_what_is_no_demand_function_is_refused() -> None:
    one = np.ones(1)
    for elasticity, form in ((0.5, "power"), (0.0, "power"), (-1.0, "linear")):
        with pytest.raises(ValueError, match="give one below 0"):
            ElasticDemand(one, one, elasticity, form)
    with pytest.raises(ValueError, match="no cost at free flow"):
        ElasticDemand(one, 0 * one, -1.0)
    with pytest.raises(ReferenceCostError, match="1 to 2"):
        elastic_equilibrium(two_links(1.0, 0.0), -1.0)
