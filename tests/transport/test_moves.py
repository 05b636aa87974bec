"""What moved between two runs, and the change of cost behind it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transport.mode_choice.assignment import (
    assign,
    choose,
    expected_cost,
    generalised_cost,
    make_market,
)
from transport.mode_choice.moves import (
    COLUMNS,
    PARTS,
    SERVICE,
    cost_parts,
    find_moves,
    relative_changes,
    service_flows,
)
from transport.services import find_services
from transport.skims import skim_services

if TYPE_CHECKING:
    from networks import Network
    from transport.commodity_groups import CommodityGroup
    from transport.inland.water_routes import InlandFleet
    from transport.parameters import TransportParameters

DEMAND = pd.DataFrame(
    [("A", "B", "ore", "one"), ("A", "B", "ore", "other"), ("B", "A", "coal", "one")],
    columns=["origin", "destination", "commodity", "control_group"],
)


def flows(*rows: tuple[int, str, str, float, float, float, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=[*SERVICE, "kt", *PARTS]).assign(banned=False)


def by_services(moves: pd.DataFrame) -> dict[tuple[str, str], dict[str, Any]]:
    """Moves by losing and gaining service."""
    return {
        (row["from_service"], row["to_service"]): {str(key): one for key, one in row.items()}
        for row in moves.to_dict("records")
    }


NAN = float("nan")
BASE = flows(
    (0, "road", "road", 50, 100, 5, 0),
    (0, "rail", "rail", 30, 90, 20, 0),
    (0, "inland_water", "inland_water", 20, 40, 30, 10),
    (0, "unserved", "unserved", 0, NAN, NAN, NAN),
)


def test_losses_are_spread_over_gains_by_hand() -> None:
    # Road loses 9 and rail 3; water gains 8 and 4 stay behind. Of the 12, water takes 2/3.
    plan = flows(
        (0, "road", "road", 41, 100, 5, 0),
        (0, "rail", "rail", 27, 91, 20, 0),
        (0, "inland_water", "inland_water", 28, 38, 30, 4),
        (0, "unserved", "unserved", 4, NAN, NAN, NAN),
    )
    found = find_moves(DEMAND, BASE, plan)
    assert list(found.columns) == COLUMNS
    moved = by_services(found)
    assert {key: row["kt"] for key, row in moved.items()} == pytest.approx(
        {
            ("road", "inland_water"): 6,
            ("road", "unserved"): 3,
            ("rail", "inland_water"): 2,
            ("rail", "unserved"): 1,
        }
    )
    assert found["kt"].is_monotonic_decreasing
    assert set(found["origin"]) == {"A"}
    # Water became 2 cheaper and 6 quicker at locks; rail 1 dearer: waiting speaks for the move.
    rail = moved["rail", "inland_water"]
    assert rail["cause"] == "waiting"
    assert rail["to_waiting_change_cny_per_t"] == pytest.approx(-6)
    assert rail["from_money_change_cny_per_t"] == pytest.approx(1)
    assert rail["to_cost_cny_per_t"] == pytest.approx(72)
    gap = relative_changes(found.iloc[[0]]).iloc[0]
    assert gap.tolist() == pytest.approx([-2, 0, -6])
    assert moved["road", "unserved"]["cause"] == "unserved"
    assert np.isnan(moved["road", "unserved"]["to_cost_cny_per_t"])


def test_a_service_that_opens_or_closes_is_said_to() -> None:
    plan = pd.concat(
        [
            BASE[BASE["service"] != "rail"].assign(kt=[50, 40, 0]),
            flows((0, "rail", "rail_sea", 10, 60, 10, 0)),
        ]
    )
    moved = by_services(find_moves(DEMAND, BASE, plan))
    assert {key: row["cause"] for key, row in moved.items()} == {
        ("rail", "inland_water"): "closed_service",
        ("rail", "rail_sea"): "new_service",
    }
    assert [row["kt"] for row in moved.values()] == pytest.approx([20, 10])
    assert moved["rail", "rail_sea"]["to_cost_cny_per_t"] == pytest.approx(70)
    assert np.isnan(moved["rail", "rail_sea"]["to_money_change_cny_per_t"])


def test_shipments_of_a_pair_are_summed_with_costs_by_tonnes() -> None:
    rows = [
        (n, mode, mode, kt, money, 0.0, 0.0)
        for n, fall in ((0, 0.0), (1, 8.0))
        for mode, kt, money in (("road", 10.0, 50.0), ("rail", 0.0, 40.0 - fall))
    ]
    base = flows(*((n, m, s, kt, 50.0, t, w) for n, m, s, kt, _, t, w in rows))
    shift = {0: 1.0, 1: 3.0}
    plan = flows(
        *(
            (n, m, s, kt - shift[n] if m == "road" else shift[n], money, t, w)
            for n, m, s, kt, money, t, w in rows
        )
    )
    (found,) = find_moves(DEMAND, base, plan).to_dict("records")
    assert found["kt"] == pytest.approx(4)
    # Rail fell by 10 for 1 kt and by 18 for 3 kt.
    assert found["to_money_change_cny_per_t"] == pytest.approx(-16)
    assert found["cause"] == "money"


def test_nothing_moves_when_nothing_changed() -> None:
    assert find_moves(DEMAND, BASE, BASE).empty
    assert list(find_moves(DEMAND, BASE, BASE).columns) == COLUMNS


def test_a_ban_is_the_cause_of_what_it_moves() -> None:
    plan = BASE.assign(kt=[40.0, 40.0, 20.0, 0.0], banned=[True, False, False, False])
    (found,) = find_moves(DEMAND, BASE, plan).to_dict("records")
    assert (found["from_service"], found["to_service"]) == ("road", "rail")
    assert found["cause"] == "banned_service"


@given(st.lists(st.floats(0.01, 100), min_size=4, max_size=4))
@settings(deadline=None)
def test_moves_conserve_the_change_of_every_service(weights: list[float]) -> None:
    kt = 100 * np.array(weights) / sum(weights)
    plan = BASE.assign(kt=kt)
    found = find_moves(DEMAND, BASE, plan)
    into = found.groupby("to_service")["kt"].sum()
    out = found.groupby("from_service")["kt"].sum()
    for service, before, after in zip(BASE["service"], BASE["kt"], kt, strict=True):
        net = float(into.get(service, 0.0)) - float(out.get(service, 0.0))
        assert net == pytest.approx(after - before, abs=0.01)  # moves below a tonne are left out


def test_parts_sum_to_the_generalised_cost_and_flows_to_the_demand(
    network: Network, group: CommodityGroup, fleet: InlandFleet, parameters: TransportParameters
) -> None:
    services = find_services(network, [("Mine", "Down")], [group], parameters)
    skims = skim_services(network, services, {"stone": group}, fleet, parameters)
    demand = pd.DataFrame(
        {
            "origin": ["Mine"],
            "destination": ["Down"],
            "commodity": ["gravel"],
            "control_group": ["measured"],
            "kt": [100.0],
        }
    )
    commodities = pd.DataFrame(
        {"commodity": ["gravel"], "choice_group": ["stone"], "value_of_time_cny_per_t_h": [0.5]}
    )
    constants = {("measured", "stone", mode): 0.0 for mode in ("road", "rail", "inland_water")}
    firm = replace(group, demand_elasticity=0.0)
    market = make_market(demand, commodities, skims, {"stone": firm}, constants)
    quick, slow = np.array([1.0, 2.0]), np.array([11.0, 2.0])
    parts = cost_parts(market, skims, slow)
    assert parts.sum(axis=1) == pytest.approx(generalised_cost(market, skims, slow))
    base_cost = expected_cost(market, choose(market, generalised_cost(market, skims, quick)))
    before, after = (
        service_flows(market, skims, [(assign(market, skims, delay, base_cost), delay)])
        for delay in (quick, slow)
    )
    assert before["kt"].sum() == pytest.approx(100)
    assert after["kt"].sum() == pytest.approx(100)
    found = find_moves(demand, before, after)
    assert set(found["from_service"]) == {"inland_water"}
    assert set(found["to_service"]) == {"rail", "road"}
    # Ten hours more: vessel time of 192.5 / 1225 CNY per tonne and hour, cargo time of 0.5.
    assert found["from_waiting_change_cny_per_t"].to_numpy() == pytest.approx(
        10 * (192.5 / 1225 + 0.5)
    )
    assert set(found["cause"]) == {"waiting"}
