"""Shipments meet services on the corridor of the conftest."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from networks import MODES, Network
from transport.mode_choice.assignment import (
    ANY_GROUP,
    Market,
    assign,
    choose,
    expected_cost,
    generalised_cost,
    make_market,
    service_kt,
)
from transport.services import find_services
from transport.skims import ServiceSkims, skim_services

if TYPE_CHECKING:
    from transport.commodity_groups import CommodityGroup
    from transport.inland.water_routes import InlandFleet
    from transport.parameters import TransportParameters

DEMAND = pd.DataFrame(
    [
        ("Mine", "Down", "gravel", "measured", 100.0),
        ("Mine", "Down", "slate", "other", 50.0),
        ("Up", "Down", "gravel", "measured", 10.0),
    ],
    columns=["origin", "destination", "commodity", "control_group", "kt"],
)
COMMODITIES = pd.DataFrame(
    {
        "commodity": ["gravel", "slate"],
        "choice_group": ["stone", "stone"],
        "value_of_time_cny_per_t_h": [0.5, 2.0],
    }
)
CONSTANTS = {
    ("measured", "stone", "inland_water"): 0.0,
    ("measured", "stone", "rail"): -1.0,
    (ANY_GROUP, "stone", "rail"): -2.0,
    ("other", "stone", "road"): 0.5,
}


@pytest.fixture(scope="module")
def skims(
    network: Network, group: CommodityGroup, fleet: InlandFleet, parameters: TransportParameters
) -> ServiceSkims:
    pairs = [("Mine", "Down"), ("Up", "Down")]
    services = find_services(network, pairs, [group], parameters)
    return skim_services(network, services, {"stone": group}, fleet, parameters)


@pytest.fixture(scope="module")
def market(skims: ServiceSkims, group: CommodityGroup) -> Market:
    return make_market(DEMAND, COMMODITIES, skims, {"stone": group}, CONSTANTS)


def alternatives(market: Market, skims: ServiceSkims) -> dict[tuple[int, str], int]:
    """Index of each alternative by shipment and main mode."""
    return {
        (int(n), skims.services[s].main_mode): i
        for i, (n, s) in enumerate(zip(market.shipment, market.service, strict=True))
    }


def test_a_constant_of_the_shipment_counts_before_that_of_any_and_none_closes_the_mode(
    market: Market, skims: ServiceSkims
) -> None:
    at = alternatives(market, skims)
    found = {key: float(market.constant[i]) for key, i in at.items()}
    assert found == {
        (0, "inland_water"): 0.0,
        (0, "rail"): -1.0,
        (1, "rail"): -2.0,  # from any
        (1, "road"): 0.5,
        (2, "inland_water"): 0.0,
        (2, "rail"): -1.0,
    }
    for (_, mode), i in at.items():
        assert MODES[market.nest[i]] == mode


def test_generalised_cost_by_hand(market: Market, skims: ServiceSkims) -> None:
    at = alternatives(market, skims)
    service = {key: int(market.service[i]) for key, i in at.items()}
    cost = generalised_cost(market, skims, np.array([2.0, 3.0]))
    # Rail from the mine: 59 CNY and 31.5 h, at 0.5 or at 2 CNY an hour.
    assert cost[at[0, "rail"]] == pytest.approx(59 + 0.5 * 31.5)
    assert cost[at[1, "rail"]] == pytest.approx(59 + 2.0 * 31.5)
    # Water: 2 h in the lock going down, and 0.6 of the 3 h that the empty vessel spends coming up.
    money = float(skims.money_cny_per_t[service[0, "inland_water"]])
    hour = 192.5 / 1225
    assert cost[at[0, "inland_water"]] == pytest.approx(
        money + hour * 2 + 0.6 * hour * 3 + 0.5 * (29.5 + 2)
    )


def test_shares_and_expected_cost_by_hand(market: Market, skims: ServiceSkims) -> None:
    at = alternatives(market, skims)
    cost = generalised_cost(market, skims, np.zeros(2))
    choice = choose(market, cost)
    worth = {
        mode: math.exp(constant - 0.02 * cost[at[0, mode]])
        for mode, constant in (("inland_water", 0.0), ("rail", -1.0))
    }
    total = sum(worth.values())
    for mode, value in worth.items():
        assert choice.probability[at[0, mode]] == pytest.approx(value / total)
    assert expected_cost(market, choice)[0] == pytest.approx(-math.log(total) / 0.02)


def test_nothing_is_unserved_at_the_cost_of_the_base_year(
    market: Market, skims: ServiceSkims
) -> None:
    delay_h = np.array([1.0, 1.0])
    base = expected_cost(market, choose(market, generalised_cost(market, skims, delay_h)))
    found = assign(market, skims, delay_h, base)
    assert found.served == pytest.approx([1, 1, 1])
    assert np.bincount(market.shipment, weights=found.kt) == pytest.approx([100, 50, 10])
    by_service = service_kt(market, found, len(skims.services))
    assert by_service.sum() == pytest.approx(160)
    assert (by_service >= 0).all()


def test_longer_delays_turn_cargo_away_from_water(market: Market, skims: ServiceSkims) -> None:
    at = alternatives(market, skims)
    base = expected_cost(market, choose(market, generalised_cost(market, skims, np.zeros(2))))
    quick, slow = (
        assign(market, skims, np.array(delay), base) for delay in ([0.0, 0.0], [40.0, 40.0])
    )
    water, rail, road = at[0, "inland_water"], at[0, "rail"], at[1, "road"]
    assert slow.kt[water] < quick.kt[water]
    assert slow.kt[rail] > quick.kt[rail]
    assert slow.kt[road] == pytest.approx(quick.kt[road])  # shipment 1 cannot go by water
    assert slow.served[0] < 1
    assert slow.served[1] == 1
    # Elasticity -0.5 at the base cost.
    rise = slow.expected_cost_cny_per_t[0] / base[0] - 1
    assert slow.served[0] == pytest.approx(math.exp(-0.5 * rise))
    assert slow.kt[[water, rail]].sum() == pytest.approx(100 * slow.served[0])
