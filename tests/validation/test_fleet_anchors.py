"""Published values on fleets: survival, battery prices, subsidies, running cost and stock."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from fleets.turnover.offers import energy_cny_per_work
from fleets.turnover.price_paths import price_paths
from fleets.turnover.tables import survival_curves
from scenarios.fleet.inputs import StockInputs, stock_inputs
from scenarios.fleet.projection import FleetPath, plan_stock
from scenarios.measures.fleet_money import SUBSIDIES_END
from scenarios.plan.plan import load_plan

if TYPE_CHECKING:
    from scenarios.tables.reading import Tables

USD_CNY = 7.2
"""Exchange rate at which the gathered path was anchored."""


@pytest.fixture(scope="module")
def inputs(shipped: Tables) -> StockInputs:
    return stock_inputs(shipped, last=2026)


@pytest.fixture(scope="module")
def paths(inputs: StockInputs) -> dict[str, FleetPath]:
    return plan_stock(inputs, lambda _: (), 2026)


def test_survival_of_heavy_trucks(shipped: Tables) -> None:
    # Hao et al. 2011, as documented in VEIN: S(10) = 0.777; S(15) = 0.089 but for the legal age
    curve = survival_curves(shipped["survival_curves"])["heavy-truck"]
    assert float(curve.at(10.0)) == pytest.approx(0.777, abs=5e-4)
    assert float(np.exp(-((15 / curve.scale_years) ** curve.shape))) == pytest.approx(
        0.089, abs=5e-4
    )
    assert float(curve.at(15.0)) == 0.0


def test_battery_prices(shipped: Tables) -> None:
    # BloombergNEF 2025: China average 94 USD/kWh in 2024 and 84 in 2025
    pack = price_paths(shipped["price_paths"])["battery_pack"]
    assert pack.at(2024) == pytest.approx(94 * USD_CNY, rel=0.01)
    assert pack.at(2025) == pytest.approx(84 * USD_CNY, rel=0.03)
    assert pack.at(2025, "low") < 84 * USD_CNY < pack.at(2025, "high")
    # ICCT and CATARC of 2021 expected 643 CNY/kWh in 2030, which is already beaten
    assert pack.at(2030, "high") == pytest.approx(643, rel=0.02)


def test_subsidies_are_inside_the_published_ranges(shipped: Tables) -> None:
    # NDRC and MOT, July 2024: 1,500 to 3,200 CNY/GT for scrapping and renewal, 1,000 to 2,200 for
    # a new clean vessel; ages 15 to 30; to 31 December 2028 as revised in January 2026
    measures = {one.kind: one for one in load_plan("clean-fleet", shipped).measures}
    scrap, buy = measures["scrappage-subsidy"], measures["purchase-subsidy"]
    assert (scrap.cny_per_gross_t.low, scrap.cny_per_gross_t.high) == (1500, 3200)  # type: ignore[union-attr]
    assert (buy.cny_per_gross_t.low, buy.cny_per_gross_t.high) == (1000, 2200)  # type: ignore[union-attr]
    assert (scrap.min_age_years, scrap.max_age_years) == (15, 30)  # type: ignore[union-attr]
    assert scrap.until == buy.until == SUBSIDIES_END == 2028  # type: ignore[union-attr]


def test_energy_of_a_kilometre(inputs: StockInputs, paths: dict[str, FleetPath]) -> None:
    # Guangxi News 2023, Hezhou to Wuzhou: 3.0 CNY/km with diesel laden, 1.5 with a battery
    kind = inputs.kinds["heavy-truck"]
    cost = energy_cny_per_work(kind, paths["heavy-truck"].prices[2024])
    groups = {row["group_id"]: row for row in inputs.tables["stock_groups"].to_dict("records")}
    km = float(groups["heavy-truck"]["run_km_per_year"])
    per_km = dict(zip(kind.ids, cost * kind.values("work_per_year") / km, strict=True))
    # ours are means of laden and empty kilometres, and pay the losses of the charger
    assert per_km["diesel"] == pytest.approx(3.0 * 0.35 / 0.39, rel=0.03)
    assert per_km["battery"] == pytest.approx(1.5, rel=0.15)
    assert per_km["diesel"] / per_km["battery"] == pytest.approx(2.0, rel=0.25)


def test_sales_of_battery_trucks(paths: dict[str, FleetPath]) -> None:
    # ICCT: 13 % above 14 t in 2024; 22 % in the first half of 2025, on which the growth of supply
    # is anchored, so that the second is a check of arithmetic and not of foresight
    path = paths["heavy-truck"]
    electric = [path.kind.ids.index(name) for name in ("battery", "swap")]
    assert path.stock[2024].sale_shares[electric].sum() == pytest.approx(0.13)
    assert path.stock[2025].sale_shares[electric].sum() == pytest.approx(0.22, abs=0.03)


def test_battery_trucks_are_no_more_than_guangxi_has(paths: dict[str, FleetPath]) -> None:
    # Xinhua Finance 2025: over 2,000 battery heavy trucks at the end of 2024. Ours carry the
    # flows between prefectures alone, so there must be fewer of them.
    path = paths["heavy-truck"]
    electric = [path.kind.ids.index(name) for name in ("battery", "swap")]
    assert 200 < path.stock[2024].counts[:, electric].sum() < 2000


def test_vessels_beside_the_registers(paths: dict[str, FleetPath]) -> None:
    # Guangxi had 5,748 cargo vessels of 5.4 Mdwt in 2014 (Xinhua), Wuzhou 782 of 2.1844 Mdwt in
    # 2023; the vessels of all provinces that carry the modelled tonnes lie between
    inland = [path for path in paths.values() if path.kind.group == "inland"]
    vessels = sum(path.stock[2024].counts.sum() for path in inland)
    dwt = sum(path.stock[2024].counts.sum() * path.kind.gross_t / 0.6 for path in inland)
    assert 782 < vessels < 5748
    assert 5.4e6 < dwt < 20e6
    assert 2000 < dwt / vessels < 3500  # 2,986 t at Changzhou in 2025
