"""The walk up standard sizes, cost by the annuity formula, and what never falls."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from transport.draws import StreamKey
from transport.load_profile import load_duration, load_profile
from transport.operations.shore_supply import UNLIMITED, Supply
from transport.port_calls import BerthGroup, CallClass, Spread, draw_stays, sized_berths
from transport.sizing.plant import PlantPrices
from transport.sizing.port_stays import UNKNOWN, PortStays, ShoreRule, serve, with_traffic
from transport.sizing.shaving import Shaving, shaved
from transport.sizing.shore_balance import break_even_share
from transport.sizing.shore_power import (
    SEA_SOCKETS_KW,
    Size,
    Study,
    judge,
    neighbours,
    recommend,
    refused_share,
)
from transport.sizing.what_if import cost_swings, load_by_share, load_by_traffic
from transport.tariff import Tariff

RULE = ShoreRule(3.0, 0.5, 0.5, 0.92, 0.9)
PRICES = PlantPrices(4e6, 2e6, 1200.0, 4000.0, 0.03, 0.06, 20.0)
CLASSES = [
    CallClass("container", "small", 900, 14, 370, 250, 140, 8, liquid=False),
    CallClass("container", "large", 300, 20, 1100, 480, 260, 12, liquid=False),
    CallClass("liquid", "tanker", 200, 24, 690, 1250, 140, 8, liquid=True),
]
GROUPS = [
    BerthGroup("box-small", "container", 200, 10),
    BerthGroup("box-large", "container", 400, 16),
    BerthGroup("oil", "liquid", 400, 16),
]


def stays_of(rows: list[tuple[float, float, float]], period_h: float = 8760.0) -> PortStays:
    berthed, leaves, load = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    count = len(rows)
    return PortStays(
        berthed, leaves, load, np.zeros(count), np.zeros(count, bool),
        np.full(count, 1, np.int8), np.zeros(count), (0.0, period_h),
    )  # fmt: skip


def study_of(*replications: PortStays, share: float = 0.5, limit: float = 0.02) -> Study:
    return Study(
        replications, RULE, share, 99.0, limit, SEA_SOCKETS_KW, PRICES,
        Tariff(0.65, (), "demand", 36.0, 24.0), dt.datetime(2030, 1, 1),  # noqa: DTZ001
    )  # fmt: skip


@pytest.fixture(scope="module")
def drawn() -> Study:
    berths = sized_berths(GROUPS, CLASSES, 0.6)
    stays = [
        draw_stays(CLASSES, berths, Spread(0.4, 0.3), StreamKey(5, one), 8760.0) for one in range(3)
    ]
    return study_of(*stays)


def test_a_call_by_hand() -> None:
    # 600 kW over 20 h: 19 h connected, 11,400 kWh at the vessel, over 0.92 at the grid.
    stays = stays_of([(59 * 24 + 8, 60 * 24 + 4, 600.0)])
    served = serve(stays, RULE, 0.0)
    assert (served.eligible_h, served.connected_h, served.vessel_kwh) == (20, 19, 11_400)
    assert served.grid.energy_kwh == pytest.approx(11_400 / 0.92)
    short = stays_of([(10, 13, 600.0)])
    assert serve(short, RULE, 1.0).asked == 0  # not more than three hours


def test_liquid_cargo_and_unfitted_vessels_stay_out() -> None:
    stays = stays_of([(10, 30, 600.0), (40, 60, 600.0)])
    liquid = replace(stays, liquid=np.array([True, False]))
    assert serve(liquid, RULE, 1.0).connected == 1
    unfitted = replace(stays, known_fitted=np.array([0, UNKNOWN], np.int8))
    assert serve(unfitted, RULE, 1.0).connected == 1
    assert serve(unfitted, RULE, 0.0).connected == 0


def test_cost_of_constant_load_is_the_annuity_formula() -> None:
    stays = stays_of([(-0.5, 8760.5, 920.0)])
    study = study_of(stays)
    option = judge(study, Size(1, 1000, 1250), study.served())
    capex = 4e6 + 2e6 * 1.25
    annuity = 0.06 / (1 - 1.06**-20)
    kwh = 920 * 8760
    energy, demand = 0.65 * 1000 * 8760, 36 * 1000 * 12
    assert option.capex_cny == capex
    assert option.cost.vessel_kwh == pytest.approx(kwh)
    assert option.cost.cny_per_kwh == pytest.approx(
        (capex * (annuity + 0.03) + energy + demand) / kwh
    )
    assert option.utilisation_share == pytest.approx(1000 / (1250 * 0.9))


def test_the_size_holds_what_it_must_and_one_less_does_not(drawn: Study) -> None:
    found = recommend(drawn)
    duration = load_duration([one.grid for one in drawn.served()])
    assert found.size.transformer_kva * 0.9 >= duration.percentile_kw(99)
    assert refused_share(drawn.served(drawn.supply(found.size))) <= 0.02
    less, same, more = neighbours(found.size)
    assert same == found.size
    assert less.transformer_kva * 0.9 < duration.percentile_kw(99)
    assert found.transformer_bound == "percentile"
    refused = [refused_share(drawn.served(drawn.supply(one))) for one in (less, same, more)]
    assert refused == sorted(refused, reverse=True)
    assert found.size.socket_kw in SEA_SOCKETS_KW


def test_refusals_decide_where_calls_are_few() -> None:
    rows = [(1000.0 * one, 1000.0 * one + 20, 900.0) for one in range(8)]
    found = recommend(study_of(stays_of(rows)))
    assert found.load_kw == pytest.approx(900 / 0.92)
    once = recommend(study_of(stays_of(rows[:2])))
    assert once.load_kw == 0  # less than one per cent of the year
    assert once.transformer_bound == "refused"
    assert once.size.transformer_kva == 1250  # 978 kW over 0.9


def test_nobody_connects_nothing_is_built(drawn: Study) -> None:
    found = recommend(replace(drawn, share=0.0))
    assert (found.size.sockets, found.transformer_bound) == (0, "none")


def test_load_never_falls_as_more_vessels_connect(drawn: Study) -> None:
    loads = load_by_share(drawn)
    assert loads[0] == 0
    assert loads == sorted(loads)
    traffic = load_by_traffic(drawn)
    assert traffic == sorted(traffic)


def test_traffic_of_one_is_the_same_and_of_two_twice_as_much(drawn: Study) -> None:
    stays = drawn.replications[0]
    assert len(with_traffic(stays, 1.0)) == len(stays)
    double = with_traffic(stays, 2.0)
    assert len(double) == 2 * len(stays)
    assert (np.diff(double.berthed_h) >= 0).all()


def test_drawn_calls_come_to_their_means_and_sit_at_their_berths(drawn: Study) -> None:
    stays = drawn.replications[0]
    inside = stays.berthed_h >= 0
    assert inside.sum() == pytest.approx(1400, rel=0.08)
    boxes = stays.picked(inside & ~stays.liquid)
    assert boxes.stay_h.mean() == pytest.approx((900 * 14 + 300 * 20) / 1200, rel=0.06)
    assert boxes.aux_kw.mean() == pytest.approx((900 * 370 + 300 * 1100) / 1200, rel=0.08)


def test_a_smaller_share_connects_some_of_those_of_a_larger_one(drawn: Study) -> None:
    stays = drawn.replications[0]
    assert not (stays.fitted(0.3) & ~stays.fitted(0.6)).any()


def test_a_battery_takes_off_what_it_can_hold() -> None:
    # 1,000 kW for one hour a day on top of 200 kW; 400 kWh at 400 kW take 400 kW off the hour.
    days = np.arange(30) * 24.0
    begin, end = np.concatenate([[0.0], days + 12]), np.concatenate([[720.0], days + 13])
    load = np.concatenate([[200.0], np.full(30, 800.0)])
    profile = load_profile(begin, end, load, (0.0, 720.0))
    found = shaved(profile, Shaving(400.0, 400.0, 1.0))
    assert found.load_kw.max() == pytest.approx(600.0, abs=0.1)
    assert found.energy_kwh == pytest.approx(profile.energy_kwh, rel=0.01)
    sunny = shaved(profile, Shaving(solar_kw=500.0, solar_full_load_h=950.0))
    assert sunny.energy_kwh < profile.energy_kwh
    assert (sunny.load_kw >= 0).all()


def test_swings_move_the_cost_the_right_way(drawn: Study) -> None:
    option = judge(drawn, recommend(drawn).size)
    ranges = {
        "share": (0.5, 0.25, 0.75),
        "capex": (1.0, 0.5, 2.0),
        "price": (0.65, 0.6, 0.8),
        "life": (20.0, 15.0, 25.0),
        "efficiency": (0.92, 0.88, 0.96),
    }
    swings = {one.name: one for one in cost_swings(drawn, option, ranges)}
    central = option.cost.cny_per_kwh
    for name, rises in (("capex", True), ("price", True), ("share", False), ("life", False)):
        low, high = swings[name].low_cny_per_kwh, swings[name].high_cny_per_kwh
        assert (low < central < high) == rises
        assert (low > central > high) == (not rises)


def test_break_even_share_by_hand() -> None:
    # 100,000 CNY over 0.4 CNY a kWh are 250,000 kWh; at a share of 0.1 there are 50,000.
    assert break_even_share(0.1, 100_000, 0.4, 50_000) == pytest.approx(0.5)
    assert np.isnan(break_even_share(0.1, 1e6, 0.4, 50_000))


def test_sockets_without_end_refuse_nobody(drawn: Study) -> None:
    assert refused_share(drawn.served(Supply(UNLIMITED, 1e6, 1e9))) == 0
