"""One real comparison under other weights and other electricity, and its chain elements."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from networks import MODES
from scenarios.cli.climate_lines import burns_other_gas
from scenarios.cli.vessel_lines import vessel_lines
from scenarios.comparison.climate import burnt_gas, gas_carriers, slip_table
from scenarios.comparison.cohort_ages import cohort_ages
from scenarios.fleet.answer import band_names
from scenarios.gwp_names import GWP_SETS
from transport.ledger.chain_elements import HUB, TRANSPORT

if TYPE_CHECKING:
    from .conftest import Compared
else:
    Compared = object


def ledger(compared: Compared, plan: str) -> pd.DataFrame:
    """Mean ledger of a plan over its central replications."""
    runs = compared.study.runs(plan, 2030)
    rows = pd.concat([run.emissions for run in runs])
    numbers = rows.groupby(["cargo", "mode", "carrier"]).sum(numeric_only=True) / len(runs)
    return numbers.reset_index()


@pytest.mark.parametrize("plan", ["reference", "water-first"])
def test_chain_elements_sum_to_the_run(compared: Compared, plan: str) -> None:
    elements = compared.comparison.elements
    part = elements[(elements["plan"] == plan) & (elements["year"] == 2030)]
    rows = ledger(compared, plan)
    carried = rows[rows["cargo"] == "carried"]
    for stage in ("ttw", "wtt", "wtw"):
        total = 1000 * carried[f"{stage}_co2e_kt"].sum()
        assert part[f"{stage}_co2e_t"].sum() == pytest.approx(total, rel=1e-9)
    for name in ("nox_t", "so2_t", "pm25_t", "bc_t", "ch4_t"):
        assert part[name].sum() == pytest.approx(carried[name].sum(), rel=1e-9)
    # By carrier too: locks, berths and empty voyages of vessels are in the inland legs.
    for carrier, energy_tj in carried.groupby("carrier")["energy_tj"].sum().items():
        mj = part[f"energy_mj_{carrier}"].sum()
        assert mj / 1e6 == pytest.approx(float(energy_tj), rel=1e-9)


@pytest.mark.parametrize("plan", ["reference", "water-first"])
def test_cohorts_sum_to_the_run(compared: Compared, plan: str) -> None:
    cohorts = compared.comparison.cohorts
    part = cohorts[cohorts["plan"] == plan]
    rows = ledger(compared, plan)
    carried = rows[(rows["cargo"] == "carried") & rows["mode"].isin(MODES)]
    for name in ("co2_t", "ch4_t", "n2o_t", "nox_t", "so2_t", "pm25_t", "bc_t", "wtw_co2e_kt"):
        assert part[name].sum() == pytest.approx(carried[name].sum(), rel=1e-9)
    for carrier, energy_tj in carried.groupby("carrier")["energy_tj"].sum().items():
        assert part[f"energy_tj_{carrier}"].sum() == pytest.approx(float(energy_tj), rel=1e-9)
    assert part.groupby("fleet")["work_share"].sum().to_numpy() == pytest.approx(1.0, rel=1e-9)
    ages = cohort_ages(cohorts)
    assert set(ages["age"]) == set(band_names())
    assert ages["nox_t"].sum() == pytest.approx(cohorts["nox_t"].sum(), rel=1e-9)
    young = ages[(ages["age"] == "0-4") & (ages["plan"] == plan)]
    newest = part[part["year"] - part["vintage"] < 5]
    assert young["wtw_co2e_kt"].sum() == pytest.approx(newest["wtw_co2e_kt"].sum(), rel=1e-9)


@pytest.mark.parametrize("plan", ["reference", "water-first"])
def test_elements_hold_the_tonnes_and_the_work_of_the_run(compared: Compared, plan: str) -> None:
    elements = compared.comparison.elements
    part = elements[elements["plan"] == plan]
    assert not part.duplicated(["year", "shipment", "position"]).any()
    assert set(part["gwp"]) == {"AR6-100"}
    legs = part[part["kind"] == TRANSPORT]
    runs = compared.study.runs(plan, 2030)
    tkm = sum(float(run.activity["tkm"].sum()) for run in runs) / len(runs)
    assert (legs["mass_t"] * legs["length_km"]).sum() == pytest.approx(tkm, rel=1e-9)
    assert (legs["length_km"] >= legs["shortest_km"] * (1 - 1e-12)).all()
    once = part.drop_duplicates("shipment")
    freight = sum(run.totals["freight_mt"] for run in runs) / len(runs)
    assert once["mass_t"].sum() / 1e6 == pytest.approx(freight, rel=1e-9)


def test_categories_hold_the_elements_once(compared: Compared) -> None:
    elements, categories = compared.comparison.elements, compared.comparison.categories
    for plan in ("reference", "water-first"):
        part = categories[categories["plan"] == plan]
        moving, at_hubs = part[part["kind"] == TRANSPORT], part[part["kind"] == HUB]
        grams = (moving["wtw_co2e_g_per_tkm"] * moving["activity_tkm"]).sum()
        handled = (at_hubs["wtw_co2e_g_per_t"] * at_hubs["throughput_t"]).sum()
        assert handled > 0
        total = elements.loc[elements["plan"] == plan, "wtw_co2e_t"].sum()
        assert (grams + handled) / 1e6 == pytest.approx(total, rel=1e-9)
        assert {"inland_water", "rail", "road"} <= set(moving["mode"])
        assert moving["load_factor"].between(0, 1, inclusive="right").all()
        assert moving["empty_distance_factor"].between(0, 1, inclusive="left").all()
        assert part.loc[part["kind"] == HUB, "throughput_t"].gt(0).all()


def test_the_shown_set_is_that_of_the_headline(compared: Compared) -> None:
    comparison = compared.comparison
    rows = comparison.headline.to_dict("records")
    head = {row["variable"]: row for row in rows if row["mode"] == "all"}
    shown = {
        (row["plan"], row["gwp"]): float(row["wtw_kt"])
        for row in comparison.restated.to_dict("records")
    }
    wtw = head["wtw_co2e"]
    assert wtw["gwp"] == "AR6-100"
    assert shown["reference", "AR6-100"] == pytest.approx(float(wtw["base_mean"]), rel=1e-9)
    assert shown["water-first", "AR6-100"] == pytest.approx(float(wtw["plan_mean"]), rel=1e-9)
    assert head["nox"]["gwp"] == ""


def test_a_short_horizon_weighs_more_and_is_a_lower_bound(compared: Compared) -> None:
    rows = compared.comparison.restated.to_dict("records")
    found = {(row["plan"], row["gwp"]): row for row in rows}
    for plan in ("reference", "water-first"):
        assert [name for of, name in found if of == plan] == list(GWP_SETS)
        for report in ("AR5", "AR6"):
            short, long = found[plan, f"{report}-20"], found[plan, f"{report}-100"]
            assert float(short["ttw_kt"]) > float(long["ttw_kt"])
            assert short["lower_bound"]
            assert not long["lower_bound"]
    told = compared.comparison.summary["climate"]["lower_bound"]
    assert told["gwp_sets"] == ["AR5-20", "AR6-20"]
    assert "methane" in told["reason"]


def test_electricity_is_shown_with_its_band(compared: Compared) -> None:
    rows = compared.comparison.power
    for _, part in rows.groupby("plan"):
        kt = part.set_index("case")["electricity_kt"]
        assert kt["low"] < kt["central"] < kt["high"] < kt["marginal"]
        tj = part["electricity_tj"].to_numpy()
        assert (tj == tj[0]).all()
        # All other carriers stay as they are.
        rest = part["wtw_kt"] - part["electricity_kt"]
        assert rest.to_numpy() == pytest.approx(rest.iloc[0])
    central = rows[(rows["plan"] == "reference") & (rows["case"] == "central")]
    ledger_kt = ledger(compared, "reference")["wtw_co2e_kt"].sum()
    assert central["wtw_kt"].iloc[0] == pytest.approx(ledger_kt, rel=1e-9)


def test_the_gas_of_the_stock_has_a_break_even_slip(compared: Compared) -> None:
    # Vessels and trucks on LNG come with the stock of every plan.
    comparison = compared.comparison
    burnt = burnt_gas(comparison.tables, comparison.results)
    assert "road_lng" in burnt
    assert len(burnt) > 1
    assert set(comparison.slip["carrier"]) == set(burnt)
    told = comparison.summary["climate"]["break_even_slip"]
    assert {(row["carrier"], row["gwp"]) for row in told} >= {
        (name, gwp) for name in burnt for gwp in ("AR6-100", "AR6-20")
    }
    assert "hub_diesel: nox, pm25, bc" in comparison.summary["climate"]["not_known"]


def test_the_terminal_tells_of_gas_where_plans_differ_in_it(compared: Compared) -> None:
    comparison = compared.comparison
    assert not burns_other_gas(comparison)
    assert vessel_lines(comparison) == []
    rows = comparison.results.copy()
    gas = (rows["carrier"].astype(str) == "road_lng") & (rows["plan"].astype(str) == "water-first")
    rows.loc[gas & (rows["variable"] == "energy_tj"), "value"] *= 2
    assert burns_other_gas(replace(comparison, results=rows))
    table = comparison.powertrains.copy()
    otto = (table["powertrain"] == "lng-otto") & (table["plan"] == "water-first")
    table.loc[otto, "voyage_share"] = 0.4
    lines = vessel_lines(replace(comparison, powertrains=table))
    assert lines[1].split()[-2:] == ["reference", "plan"]
    assert lines[2].split()[:3] == ["2030", "water-first:", "lng-otto"]
    assert float(lines[2].split()[-1]) == 40.0
    assert 0 < float(lines[2].split()[-2]) < 10
    assert len(lines) == 3


def test_handling_is_told_with_its_range(compared: Compared) -> None:
    told = compared.comparison.summary["climate"]["handling"]
    hubs = ledger(compared, "reference").query("mode == 'hub' and cargo == 'carried'")
    for years in told.values():
        for cases in years.values():
            assert cases["low_kt"] < cases["central_kt"] < cases["high_kt"]
    (cases,) = told["reference"].values()
    assert cases["central_kt"] == pytest.approx(hubs["wtw_co2e_kt"].sum(), rel=1e-9)


def test_changes_of_locomotive_are_told_with_their_range(compared: Compared) -> None:
    told = compared.comparison.summary["climate"]["locomotive_changes"]
    rail = ledger(compared, "reference").query("carrier == 'rail_diesel' and cargo == 'carried'")
    for years in told.values():
        for cases in years.values():
            assert cases["changes"] > 0
            assert cases["low_kt"] < cases["central_kt"] < cases["high_kt"]
    (cases,) = told["reference"].values()
    assert cases["central_kt"] < rail["wtw_co2e_kt"].sum()


def test_break_even_slip_of_every_gas_engine(compared: Compared) -> None:
    study = compared.study
    factors = next(iter(study.models.values())).factors
    carriers = gas_carriers(study.tables)
    assert {"inland_lng_otto", "inland_lng_lbsi", "inland_lng_diesel", "road_lng"} == set(carriers)
    table = slip_table(study.tables, factors, carriers)
    assert len(table) == len(carriers) * len(GWP_SETS)
    # An engine saves if and only if it slips less than the break-even.
    saves = table["change_percent"] < 0
    assert (saves == (table["slip_percent"] < table["break_even_percent"])).all()
    by = table.set_index(["carrier", "gwp"])["break_even_percent"].to_dict()
    for carrier in carriers:
        assert by[carrier, "AR6-20"] < by[carrier, "AR6-100"]
    assert set(table["reference"]) == {"inland_diesel", "road_diesel"}
