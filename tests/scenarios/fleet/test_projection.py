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
from scenarios.fleet.inputs import stock_inputs
from scenarios.fleet.projection import plan_stock
from scenarios.fleet.use import (
    feeder_energy,
    fleet_use,
    run_changes,
    stage_exhaust,
    start_changes,
    traction,
    truck_shares,
)
from scenarios.from_tables.inland_fleet import drives_of
from scenarios.inputs import transport_parameters
from scenarios.plan.plan import load_plan
from transport.changes import (
    CarbonPrice,
    EquipStations,
    TruckPowertrain,
    VesselPowertrain,
)
from transport.fleet_use.exhaust import with_exhaust
from transport.fleet_use.stock_changes import CarrierExhaust, FleetCohorts
from transport.fleet_use.work_shift import ModeWork, WorkShift

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


def test_a_budget_is_for_those_that_it_is_paid_to(inputs: StockInputs) -> None:
    def budgets(offer: ScrapSubsidy) -> dict[str, float]:
        found = {
            name: policy(kind, (offer,), inputs.policy, 2026).scrappage
            for name, kind in inputs.kinds.items()
        }
        return {name: paid[0].budget_cny for name, paid in found.items() if paid}

    alone = ScrapSubsidy(("inland-3000",), 15.0, 30.0, 2350.0, budget_cny=3e7)
    assert budgets(alone) == {"inland-3000": 3e7}
    small = budgets(ScrapSubsidy(("inland",), 15.0, 30.0, 2350.0, 0.0, 1000.0, 3e7))
    assert sum(small.values()) == pytest.approx(3e7)
    assert set(small) == {"inland-500", "inland-1000", "inland-cont-64"}


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


def test_every_plan_runs_on_its_stock(inputs: StockInputs, shipped: Tables, plain: Paths) -> None:
    changes = run_changes(shipped, load_plan("reference", shipped), 2026)
    given = [one for one in changes if isinstance(one, VesselPowertrain)]
    use = fleet_use(inputs, plain, 2026)
    classes = [name for name, kind in inputs.kinds.items() if kind.group == "inland"]
    assert {one.classes for one in given} == {(name,) for name in classes}
    for change in given:
        (name,) = change.classes
        assert change.share == pytest.approx(use.powertrains[name][change.powertrain])
    for name, shares in use.powertrains.items():
        assert sum(shares.values()) == pytest.approx(1)
        for exhaust in use.exhaust[name].values():
            assert sum(exhaust.stages.values()) == pytest.approx(1)
        assert use.cohorts[name].shares.shares.sum() == pytest.approx(1)


def test_shares_that_a_plan_gives_hold_in_its_runs(shipped: Tables) -> None:
    plan = load_plan("lng-vessels", shipped)
    (asked,) = [one for one in plan.changes(2030) if isinstance(one, VesselPowertrain)]
    assert asked.share == 0.2
    changes = run_changes(shipped, plan, 2030)
    stock = {
        (one.classes, one.powertrain): one.share
        for one in run_changes(shipped, load_plan("reference", shipped), 2030)
        if isinstance(one, VesselPowertrain)
    }
    drives = drives_of(shipped, 2030, transport_parameters(shipped), changes)
    for name in ("inland-2000", "inland-5000"):
        shares = {one.powertrain: one.share for one in drives[name]}
        assert shares["lng-otto"] == pytest.approx(0.2)
    # In a class that the measure does not name, the stock holds.
    (other,) = [one.share for one in drives["inland-500"] if one.powertrain == "lng-otto"]
    assert other == pytest.approx(stock[("inland-500",), "lng-otto"], rel=1e-3)


def test_the_base_year_has_the_starting_stock(inputs: StockInputs, shipped: Tables) -> None:
    start, paths = start_changes(shipped), plan_stock(inputs, lambda _: (), 2024)
    trucks = [one for one in start if isinstance(one, TruckPowertrain)]
    for class_id, group in (("truck-49", "heavy-truck"), ("truck-18", "medium-truck")):
        kind, path = inputs.kinds[group], paths[group]
        shares = dict(zip(kind.ids, path.work(2024).sum(axis=0) / path.need[2024], strict=True))
        found = {one.powertrain: one.share for one in trucks if class_id in one.classes}
        assert found == {name: pytest.approx(shares[name]) for name in kind.ids[1:]}
    same = run_changes(shipped, load_plan("reference", shipped), 2024)
    cohorts = {one.fleet: one for one in same if isinstance(one, FleetCohorts)}
    for one in start:
        if isinstance(one, FleetCohorts):
            assert one.shares.shares.tolist() == cohorts.pop(one.fleet).shares.shares.tolist()
    assert not cohorts
    assert {one for one in start if not isinstance(one, FleetCohorts)} <= set(same)


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


def test_hauls_take_the_shares_of_the_fleet_of_their_class(
    clean: Paths, inputs: StockInputs
) -> None:
    use = fleet_use(inputs, clean, 2030)

    def shares(*changes: object) -> dict[str, dict[str, float]]:
        found: dict[str, dict[str, float]] = {}
        for one in truck_shares(inputs, use, changes):
            (class_id,) = one.classes
            found.setdefault(class_id, {})[one.powertrain] = one.share
        return found

    own = shares()
    groups = {"truck-49": "heavy-truck", "truck-18": "medium-truck", "truck-4.5": "medium-truck"}
    for class_id, group in groups.items():
        stock = use.powertrains[group]
        assert own[class_id] == pytest.approx({k: v for k, v in stock.items() if k != "diesel"})
    assert set(own) == set(groups)
    assert set(own["truck-49"]) == set(inputs.tables["truck_powertrains"]["powertrain"])
    assert own["truck-49"]["battery"] != pytest.approx(own["truck-18"]["battery"], rel=0.05)
    # What a plan gives holds for every class that has it; medium trucks know no LNG.
    given = shares(TruckPowertrain("battery", 0.5), TruckPowertrain("lng", 0.4))
    assert [given[name]["battery"] for name in groups] == pytest.approx([0.5] * 3)
    assert given["truck-49"]["lng"] == pytest.approx(0.4)
    assert set(given["truck-18"]) == {"battery"}


def test_trains_under_wires_have_the_locomotives_of_the_stock(
    inputs: StockInputs, plain: Paths
) -> None:
    use = fleet_use(inputs, plain, 2030)
    electric = use.powertrains["locomotive"]["electric"]
    assert not traction(use, None, 2030)
    (everywhere,) = traction(use, _wires(1.0), 2030)
    (on_half,) = traction(use, _wires(0.5), 2030)
    assert everywhere.electric_share == pytest.approx(electric)
    assert on_half.electric_share == 1.0


def test_feeders_take_the_energy_of_the_stock(inputs: StockInputs, plain: Paths) -> None:
    use = fleet_use(inputs, plain, 2030)
    (energy,) = feeder_energy(inputs, use)
    shares = use.powertrains["sea-feeder"]
    # All three kinds of feeder of the table take the same energy for a tonne-km.
    assert dict(energy.parts)["marine_fuel"] == pytest.approx(shares["fuel-oil"])
    assert sum(part for _, part in energy.parts) == pytest.approx(1)


def test_a_shift_of_mode_moves_the_work_and_the_wires(shipped: Tables, inputs: StockInputs) -> None:
    base = ModeWork({("rail", "any"): 10.0, ("inland_water", "bulk"): 4.0}, 0.9)
    later = ModeWork({("rail", "any"): 15.0, ("inland_water", "bulk"): 3.0}, 1.0)
    usual = ModeWork({("rail", "any"): 12.0, ("inland_water", "bulk"): 6.0}, 0.9)
    shift = WorkShift((2024, 2030), (base, later), (base, usual))
    moved = stock_inputs(shipped, last=2032, shift=shift)
    # Rail 15 over 12 in 2030, half of the way in 2027, constant after 2030.
    ratio = moved.work["locomotive"] / inputs.work["locomotive"]
    assert ratio[[0, 3, 6, 8]] == pytest.approx([1.0, 1.125, 1.25, 1.25])
    # Bulk is halved on the river, boxes are not: a class of boxes keeps its work.
    river = {
        name: moved.work[name] / inputs.work[name] for name in ("inland-3000", "inland-cont-64")
    }
    assert river["inland-3000"][6] == pytest.approx(0.5)
    assert river["inland-cont-64"][6] == pytest.approx(1.0)
    assert moved.work["port-truck"] == pytest.approx(inputs.work["port-truck"])
    assert moved.wired_share is not None
    assert moved.wired_share[[0, 3, 6]] == pytest.approx([0.9, 0.95, 1.0])
    stock = plan_stock(moved, lambda _: (), 2031)["locomotive"]
    assert stock.need[2031] == pytest.approx(1.25 * inputs.work["locomotive"][6])


def _wires(share: float) -> WorkShift:
    """Return a shift of which only the wires matter."""
    return WorkShift((2024,), (ModeWork({}, share),), (ModeWork({}, share),))
