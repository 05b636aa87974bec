"""Choice under capacity on the corridor of the conftest, against a root found apart."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq

from networks import MODES
from transport.capacity.facility_delays import with_facilities
from transport.capacity.lock_load import lock_load
from transport.capacity.restraint import Restraint, restrain
from transport.facilities import RAIL_SECTION, Facilities, Facility
from transport.inland.voyages import voyage_flows
from transport.mode_choice.assignment import (
    Market,
    assign,
    choose,
    expected_cost,
    generalised_cost,
    make_market,
    service_kt,
)
from transport.mode_choice.response import cargo_response
from transport.services import find_services
from transport.skims import ServiceSkims, skim_services

if TYPE_CHECKING:
    from networks import Network
    from transport.commodity_groups import CommodityGroup
    from transport.inland.water_routes import InlandFleet
    from transport.parameters import TransportParameters

DEMAND = pd.DataFrame(
    [
        ("Mine", "Down", "gravel", "measured", 100.0),
        ("Up", "Down", "slate", "measured", 40.0),
        ("Down", "Up", "slate", "measured", 20.0),
    ],
    columns=["origin", "destination", "commodity", "control_group", "kt"],
)
COMMODITIES = pd.DataFrame(
    {
        "commodity": ["gravel", "slate"],
        "choice_group": ["stone", "stone"],
        "value_of_time_cny_per_t_h": [0.1, 2.0],
    }
)
CONSTANTS = {("measured", "stone", mode): -0.5 * i for i, mode in enumerate(MODES)}
OWN_H = np.array([1.0, 1.0])
FREE = np.array([np.inf])
SECTION = Facility((RAIL_SECTION, "bare", "Down"), 60.0, 1.0, 0.0, 0.05)


@pytest.fixture(scope="module")
def skims(
    network: Network, group: CommodityGroup, fleet: InlandFleet, parameters: TransportParameters
) -> ServiceSkims:
    pairs = list(zip(DEMAND["origin"], DEMAND["destination"], strict=True))
    services = find_services(network, pairs, [group], parameters)
    return skim_services(network, services, {"stone": group}, fleet, parameters)


@pytest.fixture(scope="module")
def market(skims: ServiceSkims, group: CommodityGroup) -> Market:
    return make_market(DEMAND, COMMODITIES, skims, {"stone": group}, CONSTANTS)


@pytest.fixture(scope="module")
def restraint(market: Market, skims: ServiceSkims) -> Restraint:
    cost = expected_cost(market, choose(market, generalised_cost(market, skims, OWN_H)))
    return Restraint(market, skims, cost)


def vessels_at(restraint: Restraint, shadow_h: float) -> float:
    """Passages of the lock with a shadow delay in both directions."""
    found = assign(
        restraint.market, restraint.skims, OWN_H + shadow_h, restraint.base_cost_cny_per_t
    )
    kt = service_kt(restraint.market, found, len(restraint.skims.services))
    return float(restraint.load.vessels(kt)[0])


def test_the_load_of_a_lock_is_that_of_its_voyages(restraint: Restraint) -> None:
    skims = restraint.skims
    kt = np.linspace(1.0, 30.0, len(skims.services))
    flows = voyage_flows(skims.route_kt(kt), skims.routes)
    calls = sum(len(skims.routes[f.route].lock_calls) * f.voyages_per_year for f in flows)
    assert lock_load(skims).vessels(kt) == pytest.approx([calls])


def test_a_limit_that_does_not_bind_changes_no_number(restraint: Restraint) -> None:
    free = restrain(restraint, OWN_H, FREE)
    wide = restrain(restraint, OWN_H, np.array([1.01 * vessels_at(restraint, 0.0)]))
    assert free.shadow_h.tolist() == wide.shadow_h.tolist() == [0.0]
    assert free.kt_by_service.tolist() == wide.kt_by_service.tolist()
    assert free.assignment.served == pytest.approx([1, 1, 1])


@pytest.mark.parametrize("share", [0.9, 0.5, 0.1])
def test_arrivals_fit_and_the_shadow_delay_is_the_root(restraint: Restraint, share: float) -> None:
    limit = share * vessels_at(restraint, 0.0)
    found = restrain(restraint, OWN_H, np.array([limit]))
    assert restraint.load.vessels(found.kt_by_service)[0] == pytest.approx(limit, rel=2e-4)
    root = brentq(lambda hours: vessels_at(restraint, hours) - limit, 0.0, 8000.0)
    assert found.shadow_h[0] == pytest.approx(root, rel=0.01)
    assert found.delay_h == pytest.approx(OWN_H + found.shadow_h[0])
    # Tonnes are kept: what does not fit goes otherwise or stays.
    served = found.assignment.served * restraint.market.kt
    assert found.kt_by_service.sum() == pytest.approx(served.sum())
    assert (found.assignment.served <= 1).all()
    assert found.assignment.served.min() < 1


@pytest.mark.parametrize("start_h", [0.0, 5000.0])
def test_the_start_does_not_matter(restraint: Restraint, start_h: float) -> None:
    limit = np.array([0.4 * vessels_at(restraint, 0.0)])
    found = restrain(restraint, OWN_H, limit)
    begun = replace(found, shadow_h=np.array([start_h]))
    again = restrain(restraint, OWN_H, limit, begun)
    assert again.kt_by_service == pytest.approx(found.kt_by_service, rel=1e-3)


def test_a_full_rail_section_sends_cargo_elsewhere(restraint: Restraint) -> None:
    facilities = Facilities((SECTION,), 0.5)
    skims = with_facilities(restraint.skims, facilities)
    held = Restraint(restraint.market, skims, restraint.base_cost_cny_per_t)
    free = restrain(restraint, OWN_H, FREE)
    loose_kt = held.facility_uses.T @ free.kt_by_service
    narrow = Facilities((replace(SECTION, capacity_kt=0.7 * float(loose_kt[0])),), 0.5)
    full = replace(held, skims=with_facilities(restraint.skims, narrow))
    found = restrain(full, OWN_H, FREE)
    kt = full.facility_uses.T @ found.kt_by_service
    assert kt[0] < loose_kt[0]
    # The delay that cargo answers to is the one that it causes.
    assert found.delay_h[2] == pytest.approx(narrow.extra_wait_h(kt)[0], rel=2e-3, abs=0.02)
    assert found.residual_h < 0.1 + 2e-3 * found.delay_h[2]


def test_the_response_of_cargo_is_its_derivative(restraint: Restraint) -> None:
    market, skims = restraint.market, restraint.skims
    hour = restraint.hour_cny_per_t.toarray()
    at = [
        assign(market, skims, OWN_H + 5.0 + step, restraint.base_cost_cny_per_t)
        for step in (-1e-4, 0.0, 1e-4)
    ]
    slope = (at[2].kt - at[0].kt) / 2e-4
    response = cargo_response(market, at[1], restraint.base_cost_cny_per_t, hour)
    assert response[:, 0] == pytest.approx(slope, rel=1e-4, abs=1e-6)


def one_shipment(cost_count: int, chain: list[int], route_scale: float) -> Market:
    """One shipment with two rail chains, the first of two routes, a road and a water chain."""
    nest = [MODES.index(mode) for mode in ("rail", "rail", "rail", "road", "inland_water")]
    return Market(
        demand=pd.DataFrame(index=[0]),
        kt=np.array([1.0]),
        cost_coefficient=np.array([0.02]),
        nest_scale=np.array([0.5]),
        elasticity=np.array([-0.5]),
        shipment=np.zeros(cost_count, dtype=np.int64),
        service=np.arange(cost_count),
        nest=np.array(nest[:cost_count]),
        value_of_time=np.zeros(cost_count),
        constant=np.zeros(cost_count),
        chain=np.array(chain),
        route_scale=route_scale,
    )


@given(
    cost=st.lists(st.floats(20.0, 300.0), min_size=5, max_size=5),
    one=st.integers(0, 4),
    more=st.floats(1.0, 300.0),
    scale=st.floats(0.05, 1.0),
)
def test_shares_fall_with_their_own_cost_and_no_other_falls(
    cost: list[float], one: int, more: float, scale: float
) -> None:
    market = one_shipment(5, [0, 0, 1, 2, 3], scale)
    before = choose(market, np.array(cost))
    after = choose(market, np.array(cost) + more * (np.arange(5) == one))
    assert after.probability[one] <= before.probability[one]
    others = np.arange(5) != one
    assert (after.probability[others] >= before.probability[others] - 1e-12).all()
    assert after.probability.sum() == pytest.approx(1)
    assert after.logsum[0] <= before.logsum[0]


def test_two_routes_of_a_chain_do_not_count_as_two_chains() -> None:
    # Equal costs, mu 0.5: two rail chains weigh sqrt(2) against one for road. Two routes at a
    # scale near zero are worth hardly more than one.
    found = choose(one_shipment(4, [0, 0, 1, 2], 0.01), np.full(4, 100.0)).probability
    rail = 2**0.5 / (1 + 2**0.5)
    assert found == pytest.approx([rail / 4, rail / 4, rail / 2, 1 - rail], abs=0.002)
