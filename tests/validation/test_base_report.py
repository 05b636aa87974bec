"""The base year as ``landsea calibrate`` reports it, on the shipped tables."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from typing import TYPE_CHECKING

import pytest

from networks import MODES
from scenarios.base_year.errors import EXPLANATIONS, LARGE_ERROR_PERCENT, UNKNOWN
from scenarios.base_year.queue_price import DOUBLED
from scenarios.base_year.report import BaseReport, base_report
from scenarios.cli.base_lines import report_lines

if TYPE_CHECKING:
    import numpy as np

    from scenarios.inputs import Base
    from scenarios.tables.reading import Tables
    from transport.year_model import YearModel


@pytest.fixture(scope="module")
def report(shipped: Tables, base: Base) -> BaseReport:
    return base_report(shipped, base)


def shares_by_hand(model: YearModel, delay_h: np.ndarray, shipment: list[int]) -> dict[str, float]:
    """Cargo of one shipment by mode at the delays, with the nested logit written out."""
    market, skims = model.market, model.skims
    n = int(market.shipment[shipment[0]])
    mu = float(market.nest_scale[n])
    ways: dict[tuple[str, str], list[float]] = defaultdict(list)
    for one in shipment:
        service = int(market.service[one])
        cost = float(skims.money_cny_per_t[service])
        hours = float(skims.time_h[service] + skims.reliability_ratio * skims.spread_h[service])
        row = slice(skims.laden_calls.indptr[service], skims.laden_calls.indptr[service + 1])
        for column, calls in zip(
            skims.laden_calls.indices[row], skims.laden_calls.data[row], strict=True
        ):
            hours += float(calls * delay_h[column])
        row = slice(
            skims.delay_cny_per_t_h.indptr[service], skims.delay_cny_per_t_h.indptr[service + 1]
        )
        for column, rate in zip(
            skims.delay_cny_per_t_h.indices[row], skims.delay_cny_per_t_h.data[row], strict=True
        ):
            cost += float(rate * delay_h[column])
        cost += float(market.value_of_time[one]) * hours
        utility = float(market.constant[one]) - float(market.cost_coefficient[n]) * cost
        ways[MODES[int(market.nest[one])], skims.services[service].pattern].append(utility)
    worth: dict[str, list[float]] = defaultdict(list)
    fine = mu * market.route_scale
    for (mode, _), routes in ways.items():  # the two rail routes of one chain come first
        top = max(routes)
        worth[mode].append(top + fine * math.log(sum(math.exp((v - top) / fine) for v in routes)))
    nests = {mode: sum(math.exp(v / mu) for v in values) ** mu for mode, values in worth.items()}
    total = sum(nests.values())
    expected = -math.log(total) / float(market.cost_coefficient[n])
    base = float(model.base_cost_cny_per_t[n])
    served = 1.0
    if expected > base:
        served = math.exp(float(market.elasticity[n]) * (expected - base) / max(base, 1.0))
    return {mode: float(market.kt[n]) * served * one / total for mode, one in nests.items()}


def test_twice_the_queue_at_changzhou_changes_what_the_report_states(
    report: BaseReport, base_model: YearModel, base: Base
) -> None:
    doubled = report.queue["doubled"]
    assert doubled["lock"] == DOUBLED == "changzhou"
    delay_h = base_model.start_delay_h
    longer_h = delay_h.copy()
    for n, (lock, direction) in enumerate(base_model.skims.lock_directions):
        if lock == "changzhou":
            wait_h = doubled["wait_h"][("down", "up")[direction]]
            assert wait_h == base.wait_h[lock, direction] > 10
            longer_h[n] += wait_h
    of: dict[int, list[int]] = defaultdict(list)
    for alternative, shipment in enumerate(base_model.market.shipment.tolist()):
        of[shipment].append(alternative)
    change = dict.fromkeys(MODES, 0.0)
    for alternatives in of.values():
        for sign, delays in ((-1, delay_h), (1, longer_h)):
            for mode, kt in shares_by_hand(base_model, delays, alternatives).items():
                change[mode] += sign * kt
    assert doubled["change_kt"] == pytest.approx(change, rel=1e-6, abs=1e-6)
    assert doubled["newly_unserved_kt"] == pytest.approx(-sum(change.values()), rel=1e-6)
    assert change["inland_water"] < -1000
    assert change["road"] > 0
    assert change["rail"] > 0
    # Sand does not take a truck: what the river loses mostly stays behind.
    assert doubled["newly_unserved_kt"] > -0.9 * change["inland_water"]


def test_an_hour_of_queue_of_a_vessel_of_3000_t(report: BaseReport) -> None:
    queue = report.queue
    assert 2500 < queue["dwt_t"] < 3500
    hour = queue["vessel_cny_per_t"]
    # Sand is worth 0.005 CNY/t and hour, fruit 12.
    assert queue["cny_per_t"]["sand_gravel"] == pytest.approx(hour + 0.005)
    assert queue["cny_per_t"]["fruit_cold_chain"] == pytest.approx(hour + 12)
    assert 0.02 < hour < 0.5


def test_cargo_by_commodity_and_by_mode_is_the_demand(
    report: BaseReport, base_model: YearModel
) -> None:
    total = float(base_model.market.kt.sum())
    assert report.modes["kt"].sum() == pytest.approx(total)
    assert report.commodities["kt"].sum() == pytest.approx(total)
    assert report.commodities["tkm"].sum() == pytest.approx(report.modes["tkm"].sum())
    assert report.alternatives["kt"].iloc[:-1].sum() == pytest.approx(total)


def test_large_errors_are_explained_and_small_ones_are_not(report: BaseReport) -> None:
    held = report.screenlines.dropna(subset="published")
    large = held["error_percent"].abs() > LARGE_ERROR_PERCENT
    assert (held.loc[large, "explanation"] != "").all()
    assert (held.loc[~large, "explanation"] == "").all()
    assert not (held["explanation"] == EXPLANATIONS[UNKNOWN]).any()
    judged = report.observed.set_index("variable")["explanation"]
    assert judged["lock_cargo_before_line_2"] == EXPLANATIONS["xijin"]
    assert judged["wait_year_with_outages"] == EXPLANATIONS["changzhou_wait"]
    assert {"qinzhou_port_east_station", "WZH", "GGG", "xijin"} <= set(held["place"])
    assert (held["source"] != "").all()


def test_locks_by_direction_and_rail_links_carry_the_cargo(
    report: BaseReport, base: Base, base_model: YearModel
) -> None:
    table = report.screenlines
    at = table[(table["place"] == "changzhou") & (table["direction"] != "both")]
    by_direction = dict(zip(at["direction"], at["modelled"], strict=True))
    assert by_direction == pytest.approx(
        {name: base.lock_kt["changzhou", n] / 1000 for n, name in enumerate(("down", "up"))}
    )
    links = table[(table["kind"] == "rail") & (table["unit"] == "kt")]
    km = links["place"].map({one.link_id: one.length_km for one in base_model.network.links})
    rail_tkm = report.modes.set_index("mode")["tkm"].loc["rail"]
    assert (1000 * links["modelled"] * km).sum() == pytest.approx(rail_tkm)


def test_cargo_with_one_mode_hardly_shifts(report: BaseReport) -> None:
    table = report.elasticities
    own = table[table["main_mode"] == table["cost_mode"]]
    assert (own["elasticity"] < 0).all()
    # Sand on the river and cement: 5 to 9 % of it has a real alternative.
    sand = own[(own["commodity"] == "sand_gravel") & (own["main_mode"] == "inland_water")]
    assert -0.05 < float(sand["shift_elasticity"].iloc[0]) < 0
    shares = report.alternatives.set_index("commodity")["share"]
    assert shares["sand_gravel"] < shares["all"] < shares["bauxite"]


def test_gathered_ranges_stand_beside_the_model(report: BaseReport) -> None:
    table = report.gathered
    assert set(table["confidence"]) == {"low"}
    assert table["note"].str.contains("unverified").all()
    signs = table["elasticity"].map({"own": -1, "cross": 1})
    assert (table["modelled"] * signs > 0).all()


def test_fuel_of_inland_vessels_stands_beside_published_values(report: BaseReport) -> None:
    table = report.vessel_fuel.set_index("variable")
    # Not fitted: 2 to 5 g per tonne-km is published for Xijiang vessels, empties included.
    assert 2 < table["modelled"]["fuel_per_tkm"] < 5
    # 37 kg per tonne of rated tonnage is missed, and the table says why.
    assert table["modelled"]["fuel_per_dwt"] > table["high"]["fuel_per_dwt"]
    assert "9,326" in table["explanation"]["fuel_per_dwt"]
    # About 43 MJ/kg and 87.7 g CO2e per MJ from well to wake.
    per_g = table["modelled"]["ghg_per_tkm"] / table["modelled"]["fuel_per_tkm"]
    assert per_g == pytest.approx(3.74, rel=0.02)


def test_energy_by_mode_stands_beside_gathered_values(report: BaseReport) -> None:
    table = report.hauls.set_index(["mode", "cargo"])
    assert set(table.index) == {
        (mode, cargo) for mode in ("road", "rail", "sea") for cargo in ("bulk", "container")
    }
    # Nothing is fitted: what is off by more than a fifth says why, what is not does not.
    far = table["deviation_percent"].abs() > 20
    assert (table.loc[far, "explanation"] != "").all()
    assert (table.loc[~far, "explanation"] == "").all()
    inside = (table["low"] < table["modelled"]) & (table["modelled"] < table["high"])
    assert set(table.index[~inside]) == {("rail", "container"), ("sea", "container")}


def test_the_json_and_the_lines_hold_everything(report: BaseReport) -> None:
    document = report.as_json()
    json.dumps(document, allow_nan=False)
    assert set(document) == {
        *("scope", "base_year", "modes", "commodities", "screenlines", "elasticities"),
        *("gathered_elasticities", "freight_rates", "real_alternatives", "queue_hour"),
        *("vessel_fuel", "haul_energy"),
    }
    assert document["real_alternatives"]["cost_ratio"] == pytest.approx(1.25)
    lines = report_lines(report)
    assert all(line.isascii() and len(line) <= 90 for line in lines)
    assert any(line.startswith("Twice the queue at changzhou") for line in lines)
