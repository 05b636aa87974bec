"""Stock by cohort: years worked by hand, the identity of cohorts, and who is paid."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fleets.turnover.purchase import Mandate
from fleets.turnover.stock import identity_gap, project, step, work_shares
from fleets.turnover.terms import (
    Fleet,
    Retirement,
    ScrapOffer,
    StockFloor,
    StockRules,
    YearStock,
    YearTerms,
)

Terms = Callable[..., YearTerms]
BATTERY = np.array([False, True])
CLOSE = 1e-9


@pytest.fixture
def all_of(fleet: Fleet, rules: StockRules, terms: Terms) -> tuple[Fleet, StockRules, Terms]:
    return fleet, rules, terms


def start_of(fleet: Fleet) -> YearStock:
    return YearStock(2024, fleet.start, np.zeros(2), np.zeros(2), sale_shares=fleet.base_share)


# of 2020: age 4 to 5, exp(-(25 - 16) / 64); of 2022: 2 to 3; of 2024: 0 to 1
LEFT = (40 * math.exp(-9 / 64), 30 * math.exp(-5 / 64), 30 * math.exp(-1 / 64))


def test_a_year_by_hand(fleet: Fleet, rules: StockRules, terms: Terms) -> None:
    year = step(fleet, rules, start_of(fleet), terms())
    assert year.counts[0].sum() == pytest.approx(LEFT[0], abs=CLOSE)
    assert year.counts[2].sum() == pytest.approx(LEFT[1], abs=CLOSE)
    assert year.counts[4].tolist() == pytest.approx([0.9 * LEFT[2], 0.1 * LEFT[2]], abs=CLOSE)
    sold = 100 - sum(LEFT)  # a need of 1,000 takes 100 vehicles of 10
    assert year.sales.tolist() == pytest.approx([0.9 * sold, 0.1 * sold], abs=CLOSE)
    assert year.counts[5].tolist() == year.sales.tolist()
    assert year.natural.sum() == pytest.approx(sold, abs=CLOSE)
    later = step(fleet, rules, year, terms())
    assert later.counts[0].sum() == 0  # six years: the legal age


def test_a_scrappage_year_by_hand(fleet: Fleet, rules: StockRules, terms: Terms) -> None:
    offer = ScrapOffer(4, 5, 30.0, math.inf, renews=True)
    year = step(fleet, rules, start_of(fleet), terms(scrappage=[offer]))
    worth = 100 * (1 - 0.9 * 5 / 6)  # of 2020, five of six years old
    early = LEFT[0] * 0.2 * 900 / (900 + worth**2)
    assert year.early["scrappage"].sum() == pytest.approx(early, abs=CLOSE)
    (paid,) = year.scrapped
    died = 40 - LEFT[0]
    assert paid.free_riders == pytest.approx(died, abs=CLOSE)
    assert paid.paid == pytest.approx(died + early, abs=CLOSE)
    assert year.sales.sum() == pytest.approx(100 - sum(LEFT) + early, abs=CLOSE)


def test_a_budget_pays_for_so_many_and_no_more(
    fleet: Fleet, rules: StockRules, terms: Terms
) -> None:
    offer = ScrapOffer(4, 5, 30.0, 60.0, renews=True)
    (paid,) = step(fleet, rules, start_of(fleet), terms(scrappage=[offer])).scrapped
    assert paid.paid == pytest.approx(2.0)


def test_who_does_not_renew_is_not_paid(fleet: Fleet, rules: StockRules, terms: Terms) -> None:
    fleet = replace(fleet, lays_up=True)
    offer = ScrapOffer(0, 9, 30.0, math.inf, renews=True)
    year = step(fleet, rules, start_of(fleet), terms(need=960.0, scrappage=[offer]))
    assert year.sales.sum() > 0
    assert year.scrapped[0].paid == pytest.approx(min(year.scrapped[0].paid, year.sales.sum()))
    nobody = step(fleet, rules, start_of(fleet), terms(need=100.0, scrappage=[offer]))
    assert nobody.scrapped[0].paid == 0
    assert nobody.early["scrappage"].sum() == 0
    scraps = replace(offer, renews=False)
    both = step(fleet, rules, start_of(fleet), terms(need=100.0, scrappage=[scraps]))
    assert both.scrapped[0].paid > 0


def test_of_two_offers_the_later_one_pays(fleet: Fleet, rules: StockRules, terms: Terms) -> None:
    offers = [ScrapOffer(1, 9, 10.0, math.inf, renews=True),
              ScrapOffer(4, 9, 30.0, math.inf, renews=True)]  # fmt: skip
    first, second = step(fleet, rules, start_of(fleet), terms(scrappage=offers)).scrapped
    assert first.free_riders == pytest.approx(60 - LEFT[1] - LEFT[2], abs=CLOSE)
    assert second.free_riders == pytest.approx(40 - LEFT[0], abs=CLOSE)


def test_all_offers_together_pay_for_no_more_than_are_sold(
    fleet: Fleet, rules: StockRules, terms: Terms
) -> None:
    fleet = replace(fleet, lays_up=True)
    offers = [ScrapOffer(1, 4, 60.0, math.inf, renews=True),
              ScrapOffer(5, 9, 60.0, math.inf, renews=True)]  # fmt: skip
    need = 10 * sum(LEFT) + 20  # two vehicles more than are left
    year = step(fleet, rules, start_of(fleet), terms(need=need, scrappage=offers))
    first, second = year.scrapped
    assert year.early["scrappage"][0].sum() > 0
    assert year.early["scrappage"][2:].sum() > 0
    assert first.free_riders + second.free_riders == pytest.approx(2, abs=1e-9)
    assert first.paid + second.paid == pytest.approx(year.sales.sum(), abs=1e-9)


def test_a_floor_of_what_carries_more_lets_nobody_be_paid_in_vain(
    fleet: Fleet, rules: StockRules, terms: Terms
) -> None:
    offer = ScrapOffer(0, 9, 1e6, math.inf, renews=True)
    floor = StockFloor(~BATTERY, 1.0, replaces=False)
    unlike = {"work": np.array([10.0, 8.0]), "stock_floors": [floor], "scrappage": [offer]}
    year = step(fleet, rules, start_of(fleet), terms(need=980.0, **unlike))
    assert 0 < year.scrapped[0].paid <= year.sales.sum() + 1e-9


def test_a_falling_need_retires_the_oldest(fleet: Fleet, rules: StockRules, terms: Terms) -> None:
    year = step(fleet, rules, start_of(fleet), terms(need=500.0))
    assert year.sales.sum() == 0
    assert year.counts.sum() == pytest.approx(50)
    assert year.counts[0].sum() == 0
    assert year.early["surplus"][0].sum() == pytest.approx(LEFT[0], abs=CLOSE)
    assert year.use_share == pytest.approx(1)


def test_or_it_lays_up(fleet: Fleet, rules: StockRules, terms: Terms) -> None:
    year = step(replace(fleet, lays_up=True), rules, start_of(fleet), terms(need=500.0))
    assert year.counts.sum() == pytest.approx(sum(LEFT), abs=CLOSE)
    assert year.use_share == pytest.approx(50 / sum(LEFT))


def test_old_ones_do_less_work(fleet: Fleet, rules: StockRules, terms: Terms) -> None:
    slow = replace(fleet, mileage_decay_share=0.1)
    year = step(slow, rules, start_of(fleet), terms())
    able = LEFT[0] * 0.9**5 + LEFT[1] * 0.9**3 + LEFT[2] * 0.9
    assert year.sales.sum() == pytest.approx(100 - able, abs=CLOSE)
    shares = work_shares(slow, year, np.array([10.0, 10.0]))
    assert shares.sum() == pytest.approx(1)
    assert shares[0].sum() == pytest.approx(LEFT[0] * 0.9**5 / 100, abs=CLOSE)


def test_the_law_retires_a_stage(fleet: Fleet, rules: StockRules, terms: Terms) -> None:
    year = step(fleet, rules, start_of(fleet), terms(retirements=[Retirement(2022, 0.5)]))
    assert year.early["stage"].sum() == pytest.approx((LEFT[0] + LEFT[1]) / 2, abs=CLOSE)
    assert year.counts[4].sum() == pytest.approx(LEFT[2], abs=CLOSE)


def test_a_mandate_of_sales_binds_exactly(fleet: Fleet, rules: StockRules, terms: Terms) -> None:
    year = step(fleet, rules, start_of(fleet), terms(sale_mandates=[Mandate(BATTERY, 0.8)]))
    assert year.sales[1] / year.sales.sum() == pytest.approx(0.8, abs=1e-12)
    cap = 0.1 + (0.01 + 0.07) * 0.9
    assert year.shortfall == pytest.approx((0.8 - cap) * year.sales.sum())


def test_a_floor_of_the_stock_binds_exactly(fleet: Fleet, rules: StockRules, terms: Terms) -> None:
    easy = StockFloor(BATTERY, 0.1, replaces=False)
    year = step(fleet, rules, start_of(fleet), terms(stock_floors=[easy]))
    assert year.counts[:, 1].sum() == pytest.approx(10, abs=1e-6)
    assert year.early["replacement"].sum() == 0
    hard = StockFloor(BATTERY, 0.5, replaces=True)
    year = step(fleet, rules, start_of(fleet), terms(stock_floors=[hard]))
    assert year.counts[:, 1].sum() == pytest.approx(50, abs=1e-6)
    assert year.sales[0] == pytest.approx(0, abs=1e-6)
    short = replace(hard, replaces=False)
    year = step(fleet, rules, start_of(fleet), terms(stock_floors=[short]))
    assert year.stock_gap == pytest.approx(0.5 - year.counts[:, 1].sum() / 100)


def test_a_floor_that_another_floor_crowds_out_is_told(
    fleet: Fleet, rules: StockRules, terms: Terms
) -> None:
    floors = [StockFloor(~BATTERY, 0.7, replaces=True), StockFloor(BATTERY, 0.6, replaces=True)]
    year = step(fleet, rules, start_of(fleet), terms(stock_floors=floors))
    held = year.counts.sum(axis=0) / year.counts.sum()
    assert year.stock_gap == pytest.approx(max(0.7 - held[0], 0.6 - held[1]))
    assert year.stock_gap > 0.1
    assert year.unmet == 0  # no mandate of sales


def test_a_floor_of_what_is_banned_retires_nobody(
    fleet: Fleet, rules: StockRules, terms: Terms
) -> None:
    floor = StockFloor(BATTERY, 0.5, replaces=True)
    year = step(fleet, rules, start_of(fleet), terms(stock_floors=[floor], banned=BATTERY))
    assert year.early["replacement"].sum() == 0
    assert year.stock_gap > 0.4


def test_a_subsidy_tells_who_would_have_bought_anyway(
    fleet: Fleet, rules: StockRules, terms: Terms
) -> None:
    subsidised = terms(
        cost=np.array([1.0, 1.05]), subsidy_cny=np.array([0.0, 20.0]), covered=np.ones(2)
    )
    free = replace(fleet, diffuses=np.zeros(2, dtype=bool))
    year = step(free, rules, start_of(fleet), subsidised)
    odds = 0.1 / 0.9 * math.exp(8 * 0.05)
    assert year.sales[1] / year.sales.sum() == pytest.approx(odds / (1 + odds))
    assert year.free_buyers[1] == pytest.approx(0.1 * year.sales.sum())
    assert year.free_buyers[0] == 0


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    needs=st.lists(st.floats(0, 2000), min_size=6, max_size=6),
    offer=st.builds(
        ScrapOffer, st.just(2.0), st.just(5.0), st.floats(0, 200), st.just(math.inf), st.booleans()
    ),
    floor=st.builds(StockFloor, st.just(BATTERY), st.floats(0, 1), st.booleans()),
    decay=st.floats(0, 0.2),
    lays_up=st.booleans(),
)
def test_flows_and_stock_agree_whatever_happens(
    all_of: tuple[Fleet, StockRules, Terms],
    *,
    needs: list[float],
    offer: ScrapOffer,
    floor: StockFloor,
    decay: float,
    lays_up: bool,
) -> None:
    usual, rules, terms = all_of
    fleet = replace(usual, lays_up=lays_up, mileage_decay_share=decay)
    years = {
        2025 + index: terms(
            need=need,
            stock_floors=[floor],
            scrappage=[offer],
            retirements=[Retirement(2022, 0.3)],
        )
        for index, need in enumerate(needs)
    }
    path = project(fleet, rules, years)
    assert identity_gap(fleet, path) < 1e-6
    for before, after in pairwise(path):
        assert (after.counts >= -CLOSE).all()
        assert (after.sales >= 0).all()
        assert 0 <= after.use_share <= 1
        entered = before.counts.sum() + after.sales.sum()
        gone = after.natural.sum() + after.all_early.sum()
        assert after.counts.sum() == pytest.approx(entered - gone, abs=1e-6)
        (paid,) = after.scrapped
        assert 0 <= paid.free_riders <= paid.paid + CLOSE
        if offer.renews:
            assert paid.paid <= after.sales.sum() + 1e-6
        if floor.replaces and after.sales.sum() > 0:
            assert after.counts[:, 1].sum() >= floor.share * after.counts.sum() - 1e-5
