"""Fleets of plans: identity, exact mandates, money, lag, and what the runs get."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fleets.turnover.accounts import (
    PARTIES,
    cohort_emissions,
    energy_mj,
    stage_index,
    stages_of,
)
from fleets.turnover.changes import (
    CLEAN,
    ZERO_EMISSION,
    CleanPassage,
    EnergyCoverage,
    EnergyPrice,
    PurchaseSubsidy,
    SaleBan,
    SaleShare,
    ScrapSubsidy,
    StockShare,
)
from fleets.turnover.policy import policy
from fleets.turnover.stock import identity_gap
from scenarios.fleet.answer import money_of
from scenarios.fleet.projection import plan_stock
from scenarios.fleet.use import (
    fleet_use,
    has_fleet_measures,
    run_changes,
    stage_exhaust,
    truck_shares,
)
from scenarios.plan.plan import load_plan
from transport.changes import CarbonPrice, CarrierExhaust, EquipStations, VesselPowertrain
from transport.fleet_use.exhaust import with_exhaust

if TYPE_CHECKING:
    from scenarios.fleet.inputs import StockInputs
    from scenarios.fleet.projection import FleetPath
    from scenarios.tables.reading import Tables

Paths = dict[str, "FleetPath"]


@pytest.fixture(scope="module")
def plain(inputs: StockInputs) -> Paths:
    return plan_stock(inputs, lambda _: (), 2032)


@pytest.fixture(scope="module")
def clean(inputs: StockInputs, shipped: Tables) -> Paths:
    return plan_stock(inputs, load_plan("clean-fleet", shipped).changes, 2032)


def under(inputs: StockInputs, *changes: object) -> Paths:
    return plan_stock(inputs, lambda _: changes, 2032)


def test_stock_is_sales_that_survive(plain: Paths, clean: Paths) -> None:
    for paths in (plain, clean):
        for path in paths.values():
            assert identity_gap(path.fleet, list(path.stock.values())) < 1e-6
            for year in path.stock.values():
                assert (year.counts >= -1e-9).all()
                assert (year.sales >= 0).all()


def test_the_stock_carries_the_work_of_the_year_before(plain: Paths, inputs: StockInputs) -> None:
    for name, path in plain.items():
        assert path.need[2024] == path.need[2025] == inputs.work[name][0]
        assert path.need[2030] == pytest.approx(inputs.work[name][5])
        assert path.work(2030).sum() == pytest.approx(path.need[2030])


def test_a_price_acts_a_year_later(inputs: StockInputs, plain: Paths) -> None:
    def from_2028(year: int) -> tuple[object, ...]:
        return (EnergyPrice(("road_diesel",), 2.0),) if year >= 2028 else ()

    paths = plan_stock(inputs, from_2028, 2032)
    truck, same = paths["heavy-truck"], plain["heavy-truck"]
    assert truck.costs[2028].total == pytest.approx(same.costs[2028].total)
    assert truck.costs[2029].energy[0] == pytest.approx(2 * same.costs[2029].energy[0])
    assert truck.stock[2029].sale_shares[0] < same.stock[2029].sale_shares[0]


def test_mandates_and_bans_bind_in_every_fleet(inputs: StockInputs) -> None:
    paths = under(
        inputs,
        SaleShare(("heavy-truck", "inland"), (ZERO_EMISSION,), 0.6),
        SaleBan(("medium-truck",), ("diesel",)),
    )
    for name in ("heavy-truck", "inland-3000"):
        path = paths[name]
        zero = path.kind.flags("zero_emission")
        for year in (2026, 2030):
            sold = path.stock[year].sales
            assert sold[zero].sum() == pytest.approx(0.6 * sold.sum())
    assert paths["inland-3000"].stock[2026].shortfall > 0
    assert paths["medium-truck"].stock[2030].sales[0] == 0


def test_ports_reach_their_share_by_replacing(inputs: StockInputs) -> None:
    path = under(inputs, StockShare(("port-truck",), (CLEAN,), 0.9, replaces=True))["port-truck"]
    year = path.stock[2025]
    clean = year.counts[:, path.kind.flags("clean")].sum()
    assert clean == pytest.approx(0.9 * year.counts.sum(), rel=1e-6)
    assert year.early["replacement"].sum() > 0


def test_shares_of_voyages_ask_for_vessels(inputs: StockInputs, plain: Paths) -> None:
    change = VesselPowertrain("battery-swap", 0.02, ("inland-5000",))
    paths = under(inputs, change)
    path = paths["inland-5000"]
    index = path.kind.ids.index("battery-swap")
    shares = {
        year: stock.counts[:, index].sum() / stock.counts.sum()
        for year, stock in path.stock.items()
    }
    assert shares[2025] == pytest.approx(0.02, rel=1e-6)
    assert shares[2030] >= 0.02 - 1e-9
    assert plain["inland-5000"].stock[2030].counts[:, index].sum() < 0.02 * 1000
    other = paths["inland-3000"].stock[2030].counts
    assert other == pytest.approx(plain["inland-3000"].stock[2030].counts)


def test_subsidies_pay_for_what_was_bought_and_scrapped(inputs: StockInputs, plain: Paths) -> None:
    subsidy = PurchaseSubsidy(("inland",), (CLEAN,), cny_per_gross_t=1600.0)
    scrapping = ScrapSubsidy(("inland",), 15.0, 30.0, 2350.0, budget_cny=3e7)
    paths = under(inputs, subsidy, scrapping)
    total = 0.0
    for name, path in paths.items():
        money, year = money_of(path, 2027), path.stock[2027]
        clean = path.kind.flags("clean")
        if path.kind.group != "inland":
            assert money.purchase_subsidy == money.scrappage_subsidy == 0
            continue
        gross = path.kind.gross_t
        assert money.purchase_subsidy == pytest.approx(1600 * gross * year.sales[clean].sum())
        assert money.free_purchase <= money.purchase_subsidy + 1e-6
        (paid,) = year.scrapped
        assert money.scrappage_subsidy == pytest.approx(2350 * gross * paid.paid)
        gone = year.natural.sum() + year.early["scrappage"].sum()
        assert paid.paid <= min(gone, year.sales.sum()) + 1e-9
        assert paid.free_riders <= paid.paid
        total += money.scrappage_subsidy
        if name == "inland-5000":
            assert year.sale_shares[clean].sum() >= plain[name].stock[2027].sale_shares[clean].sum()
    assert 0 < total <= 3e7 + 1e-3


def test_subsidies_know_tonnage_and_age(inputs: StockInputs) -> None:
    offers = (
        ScrapSubsidy(("inland",), 15.0, 30.0, 1500.0, max_gross_t=1500.0),
        ScrapSubsidy(("inland",), 15.0, 30.0, 3200.0, min_gross_t=1500.0),
    )
    for name, rate in (("inland-1000", 1500.0), ("inland-3000", 3200.0)):
        kind = inputs.kinds[name]
        (offer,) = policy(kind, offers, inputs.policy, 2026).scrappage
        assert offer.cny == rate * kind.gross_t
        assert (offer.min_age_years, offer.max_age_years) == (15.0, 30.0)
    assert not policy(inputs.kinds["heavy-truck"], offers, inputs.policy, 2026).scrappage


def test_money_balances_between_the_parties(clean: Paths) -> None:
    for path in clean.values():
        for year in (2024, 2026, 2032):
            money = money_of(path, year)
            assert tuple(money.balance) == PARTIES
            assert sum(money.balance.values()) == pytest.approx(0, abs=1)
            paid = money.capital + money.packs + money.energy + money.upkeep
            assert money.balance["suppliers"] == pytest.approx(paid)


def test_emissions_of_cohorts_sum_to_the_fleet(plain: Paths, inputs: StockInputs) -> None:
    for path in plain.values():
        stages = stages_of(inputs.tables["stock_stages"], path.kind.group)
        work, factors = path.work(2030), inputs.factors(2030)
        grams = cohort_emissions(path.kind, path.fleet, work, factors, (stages, inputs.gwp))
        taken = energy_mj(path.kind, work)
        wtw = sum(mj * inputs.co2e_g_per_mj(2030, name, "wtw") for name, mj in taken.items())
        assert grams["wtw_co2e"].sum() == pytest.approx(wtw)
        index = stage_index(path.fleet.vintages, stages)
        by_stage = [grams["nox"][index == number].sum() for number in range(len(stages))]
        assert sum(by_stage) == pytest.approx(grams["nox"].sum())


def test_clean_vessels_gain_from_locks_and_stations(inputs: StockInputs, plain: Paths) -> None:
    paths = under(
        inputs,
        CleanPassage(1.0, 0.5),
        EnergyCoverage(("inland",), ("lng-otto",), 0.0),
        CarbonPrice(200.0, "ttw"),
    )
    path, before = paths["inland-3000"], plain["inland-3000"]
    clean = path.kind.flags("clean")
    assert (path.costs[2030].fees[clean] == 0).all()
    assert path.costs[2030].fees[0] == before.costs[2030].fees[0] > 0
    assert (path.costs[2030].waiting[clean] < before.costs[2030].waiting[clean]).all()
    assert path.costs[2030].carbon[0] > 0
    assert path.stock[2030].sales[path.kind.ids.index("lng-otto")] == 0


def test_runs_take_the_shares_of_the_stock(
    inputs: StockInputs, shipped: Tables, plain: Paths
) -> None:
    reference, fleet = (load_plan(name, shipped) for name in ("reference", "fleet-reference"))
    assert not has_fleet_measures(reference, 2030)
    assert run_changes(reference, shipped, 2030) == reference.changes(2030)
    given = [one for one in run_changes(fleet, shipped, 2026) if isinstance(one, VesselPowertrain)]
    use = fleet_use(inputs, plain, 2026)
    for change in given:
        (name,) = change.classes
        assert change.share == pytest.approx(use.powertrains[name][change.powertrain])
    for name, shares in use.powertrains.items():
        assert sum(shares.values()) == pytest.approx(1)
        for exhaust in use.exhaust[name].values():
            assert sum(exhaust.stages.values()) == pytest.approx(1)
        assert use.cohorts[name].shares.sum() == pytest.approx(1)


def test_new_engines_are_of_the_newest_stage(inputs: StockInputs, plain: Paths) -> None:
    now, later = (fleet_use(inputs, plain, year) for year in (2024, 2032))
    vessels = [use.exhaust["inland-5000"]["inland_diesel"] for use in (now, later)]
    assert vessels[1].stages["China II"] > vessels[0].stages["China II"]
    assert vessels[1].nox_g_per_kg < vessels[0].nox_g_per_kg
    trucks = [
        {one.carrier: one.nox_g_per_kg for one in stage_exhaust(use)}["road_diesel"]
        for use in (now, later)
    ]
    assert trucks[1] < trucks[0] / 2


def test_exhaust_of_the_stock_replaces_that_of_the_tables(inputs: StockInputs) -> None:
    factors = inputs.factors(2024)
    changed = with_exhaust(factors, [CarrierExhaust("road_diesel", 4.0, 0.1)])
    lhv, ttw = factors["road_diesel"].lhv_mj_per_kg, changed["road_diesel"].ttw_g_per_mj
    assert ttw["nox"] == pytest.approx(4.0 / lhv)
    assert ttw["pm25"] == pytest.approx(0.1 / lhv)
    before = factors["road_diesel"].ttw_g_per_mj
    assert ttw["bc"] / ttw["pm25"] == pytest.approx(before["bc"] / before["pm25"])
    assert ttw["co2"] == before["co2"]
    assert changed["inland_diesel"] is factors["inland_diesel"]


def test_stations_of_a_plan_raise_what_is_covered_and_never_lower_it(inputs: StockInputs) -> None:
    def covered(share: float) -> float:
        stations = EquipStations("charging", share, 4, "dc-360")
        trucks = under(inputs, stations)["heavy-truck"]
        return float(trucks.stock[2032].sales[trucks.kind.ids.index("battery")])

    assert covered(0.0) == covered(0.1) <= covered(1.0)


def test_road_hauls_take_the_shares_of_heavy_trucks(clean: Paths, inputs: StockInputs) -> None:
    use = fleet_use(inputs, clean, 2030)
    shares = {one.powertrain: one.share for one in truck_shares(use)}
    assert "diesel" not in shares
    assert sum(shares.values()) == pytest.approx(1 - use.powertrains["heavy-truck"]["diesel"])
    assert set(shares) == set(inputs.tables["truck_powertrains"]["powertrain"])
