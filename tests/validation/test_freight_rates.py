"""Freight rates that the model builds against gathered ones; none of them was fitted.

Gathered ranges are those of the table ``freight_costs`` (mostly ``gk-freight-costs``: general
knowledge, unverified); the coal tariff is a quote of 12306 (``freight-quote-12306``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from scenarios.base_year.freight_rates import freight_rates
from scenarios.display.words import records
from transport.mode_choice.assignment import assign, service_kt

if TYPE_CHECKING:
    from scenarios.inputs import Base
    from scenarios.tables.reading import Tables
    from transport.year_model import YearModel


Rates = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def rates(shipped: Tables, base: Base, base_model: YearModel) -> Rates:
    market, skims = base_model.market, base_model.skims
    found = assign(market, skims, base_model.start_delay_h, base.cost_cny_per_t)
    kt = service_kt(market, found, len(skims.services))
    table = freight_rates(shipped, base, base_model, kt)
    return {row["cargo"]: row for row in records(table)}


@pytest.mark.parametrize(
    ("cargo", "low", "high"),
    [
        ("road_bulk", 0.28, 0.45),
        ("road_container", 0.35, 0.60),
        ("road_high_value", 0.55, 1.00),
        ("drayage", 500, 1200),
        ("rail_wagon_list", 0.15, 0.17),
        ("rail_box_list", 5900, 6050),
    ],
)
def test_built_rates_fall_into_gathered_ranges(
    rates: Rates, cargo: str, low: float, high: float
) -> None:
    row = rates[cargo]
    assert (row["gathered_low"], row["gathered_high"]) == (low, high)
    assert low < row["modelled"] < high
    assert row["inside"]


def test_river_bulk_costs_more_downstream_inside_its_gathered_range(rates: Rates) -> None:
    # 0.03 to 0.06 CNY/t km gathered.
    assert 0.03 < rates["river_bulk_down"]["modelled"] < 0.06
    assert rates["river_bulk_up"]["modelled"] < rates["river_bulk_down"]["modelled"]


def test_the_tariff_of_coal_meets_a_quote(rates: Rates) -> None:
    # 52.6 + 13.8 + 5.0 CNY/t for 417 km in 2015.
    assert rates["rail_coal_quote"]["modelled"] == pytest.approx(71.4 / 417, rel=0.05)


def test_the_order_of_modes_is_that_of_a_steel_mill(rates: Rates) -> None:
    # Liuzhou Steel 2013: water 1, rail 6, road 13 (guangxi-shipping-feature-2014); the rail figure
    # leaves out the way to the station. Here 1 to 2.6 to 5.9.
    water, rail, road = (
        float(rates[cargo]["modelled"])
        for cargo in ("river_bulk_down", "rail_wagon_list", "road_bulk")
    )
    assert 2 < rail / water < 6
    assert 1.5 < road / rail < 13 / 6 * 1.2


def test_a_discount_takes_off_what_it_says(rates: Rates) -> None:
    # 30 % of base and kilometre rate, not of fund and electrification: 440 and 3.185 a kilometre.
    saved = rates["rail_box_list"]["modelled"] - rates["rail_box_sold"]["modelled"]
    assert saved == pytest.approx(0.3 * (440 + 1450 * 3.185))
    assert rates["rail_wagon_sold"]["modelled"] == rates["rail_wagon_list"]["modelled"]


def test_large_differences_are_explained(rates: Rates) -> None:
    large = {cargo for cargo, row in rates.items() if abs(row["difference_percent"]) > 20}
    assert large == {cargo for cargo, row in rates.items() if row["explanation"]}
    assert "river_box" in large
