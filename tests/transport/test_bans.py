"""Banned road hauls: part of the cargo chooses among what is left, or stays behind."""

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
from transport.changes import RestrictTrucks
from transport.mode_choice.assignment import (
    Assignment,
    Ban,
    Market,
    assign,
    service_kt,
    stranded_kt,
)
from transport.truck_limits import with_truck_ban

if TYPE_CHECKING:
    from collections.abc import Callable

    from transport.skims import ServiceSkims
    from transport.year_model import YearModel

ROAD, RAIL = MODES.index("road"), MODES.index("rail")


class Skims:
    """Money alone: road 100 and rail 90 CNY/t for shipment 0, road 50 for shipment 1."""

    money_cny_per_t = np.array([100.0, 90.0, 50.0])
    felt_h = np.zeros(3)
    delay_cny_per_t_h = np.zeros((3, 1))
    laden_calls = np.zeros((3, 1))

    def charges_at(self, delay_h: np.ndarray) -> np.ndarray:
        del delay_h
        return np.zeros(3)


def market(ban: Ban | None = None) -> Market:
    return Market(
        demand=pd.DataFrame({"commodity": ["steel", "steel"]}),
        kt=np.array([100.0, 10.0]),
        cost_coefficient=np.array([0.02, 0.02]),
        nest_scale=np.array([0.5, 0.5]),
        elasticity=np.array([-1.0, -1.0]),
        shipment=np.array([0, 0, 1]),
        service=np.array([0, 1, 2]),
        nest=np.array([ROAD, RAIL, ROAD]),
        value_of_time=np.zeros(3),
        constant=np.zeros(3),
        ban=ban,
    )


def assigned(ban: Ban | None, base: tuple[float, float] = (1e9, 1e9)) -> Assignment:
    skims: ServiceSkims = Skims()  # type: ignore[assignment]
    return assign(market(ban), skims, np.zeros(1), np.array(base))


def ban(first: float, second: float) -> Ban:
    return Ban(np.array([first > 0, False, second > 0]), np.array([first, second]))


def test_shares_under_a_ban_by_hand() -> None:
    road = 1 / (1 + math.exp(0.2))  # exp(-2) / (exp(-2) + exp(-1.8))
    free = assigned(None)
    assert free.kt == pytest.approx([100 * road, 100 * (1 - road), 10])
    half = assigned(ban(0.5, 0.0))
    assert half.kt == pytest.approx([50 * road, 50 * (1 - road) + 50, 10])
    assert half.probability == pytest.approx([road / 2, 1 - road / 2, 1])
    whole = assigned(ban(1.0, 0.0))
    assert whole.kt == pytest.approx([0, 100, 10])
    assert whole.served.tolist() == [1, 1]


def test_what_stays_behind_counts_at_the_hauls_that_it_lost() -> None:
    whole = assigned(ban(1.0, 0.0), (50.0, 1e9))
    assert whole.served[0] < 1
    assert whole.probability[:2].tolist() == [0, 1]
    assert whole.missed.tolist() == assigned(None).probability.tolist()


def test_cargo_without_another_service_stays_and_keeps_its_emission_rate() -> None:
    shut = ban(0.0, 0.25)
    part = assigned(shut)
    assert part.kt[2] == pytest.approx(7.5)
    assert part.served[1] == pytest.approx(0.75)
    assert stranded_kt(market(shut)) == pytest.approx(2.5)
    whole = assigned(ban(0.0, 1.0))
    assert (whole.kt[2], whole.served[1]) == (0, 0)
    assert whole.probability[2] == 1  # the haul that it lost
    assert math.isinf(whole.expected_cost_cny_per_t[1])
    assert stranded_kt(market()) == 0


def test_the_dearer_choice_keeps_some_cargo_at_home() -> None:
    # all on rail costs 90, the logsum of both cost 90 - ln(1 + exp(-0.2)) / 0.02
    base = 90 - math.log(1 + math.exp(-0.2)) / 0.02
    whole = assigned(ban(1.0, 0.0), (base, 1e9))
    assert whole.served[0] == pytest.approx(math.exp(-(90 - base) / base))


def test_the_loss_of_those_who_ship_under_a_ban_by_hand() -> None:
    # Of shipment 0 half may not take the road: its cost rises from the logsum of both, the base, to
    # the 90 CNY of rail. Area beside exp(-(C - B) / B) from B to C: B (1 - share). The other half
    # pays what it paid. Shipment 1 loses all of a quarter: B / 1 a tonne.
    base = 90 - math.log(1 + math.exp(-0.2)) / 0.02
    found = assigned(Ban(np.array([True, False, True]), np.array([0.5, 0.25])), (base, 50.0))
    dearer = base * (1 - math.exp(-(90 - base) / base))
    assert found.surplus_lost_cny_per_t == pytest.approx([0.5 * dearer, 0.25 * 50])


@given(st.floats(0, 1), st.floats(0, 1))
def test_tonnes_balance_and_road_falls_with_the_ban(low: float, more: float) -> None:
    high = low + (1 - low) * more
    found = [assigned(ban(share, share)) for share in (low, high)]
    for one in found:
        carried = np.array([one.kt[:2].sum(), one.kt[2]])
        assert carried == pytest.approx(one.served * [100, 10])
    assert (found[1].kt[[0, 2]] <= found[0].kt[[0, 2]] + 1e-9).all()


# --- on the shipped tables


def tonnes(model: YearModel) -> np.ndarray:
    found = assign(model.market, model.skims, model.start_delay_h, model.base_cost_cny_per_t)
    return service_kt(model.market, found, len(model.skims.services))


def test_a_ban_empties_the_hauls_it_names(model_of: Callable[..., YearModel]) -> None:
    before = model_of(2024)
    after = model_of(2024, RestrictTrucks(400, 0, 0, ("bulk",), (), 1.0))
    touched = np.array(
        [
            s.group == "bulk" and s.main_mode == "road" and s.length_km >= 400
            for s in before.skims.services
        ]
    )
    assert tonnes(before)[touched].sum() > 1000
    assert tonnes(after)[touched].sum() == 0
    assert tonnes(after)[~touched].sum() > tonnes(before)[~touched].sum()


def test_a_ban_on_a_link_touches_only_what_uses_it(model_of: Callable[..., YearModel]) -> None:
    before = model_of(2024)
    hauls = [s for s in before.skims.services if s.main_mode == "road"]
    link = hauls[0].legs[0].links[0].link_id
    change = RestrictTrucks(0, 0, 0, (), (link,), 0.5)
    limited = with_truck_ban(before.market, before.skims, [change])
    assert limited.ban is not None
    over = np.array(
        [
            s.main_mode == "road"
            and any(one.link_id == link for leg in s.legs for one in leg.links)
            for s in before.skims.services
        ]
    )
    assert limited.ban.closed.tolist() == over[before.market.service].tolist()
    none = with_truck_ban(before.market, before.skims, [replace(change, banned_share=0.0)])
    assert none is before.market
