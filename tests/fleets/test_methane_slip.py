"""Methane slip and the slip at which LNG saves nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq

from fleets import GasFuel, GwpSet, gas_fuel, gwp_named
from scenarios.gwp_names import GWP_SETS

if TYPE_CHECKING:
    from scenarios.tables.reading import Tables

LNG = GasFuel(49.1, 2.75, 0.0, 0.00011)
MGO_G_PER_G = (3.206, 0.00005, 0.00018)
MGO_LHV = 42.7
WTT_MGO, WTT_LNG = 14.4, 18.5

weights = st.builds(GwpSet, st.just("any-100"), ch4=st.floats(20, 120), n2o=st.floats(200, 300))
slips = st.floats(0, 0.3)


def mgo_wtw_g_per_mj(gwp: GwpSet) -> float:
    return gwp.co2e(*MGO_G_PER_G) / MGO_LHV * 1000 + WTT_MGO


def saving(slip: float, gwp: GwpSet) -> float:
    return mgo_wtw_g_per_mj(gwp) - LNG.ttw_co2e_g_per_mj(slip, gwp) - WTT_LNG


@pytest.mark.parametrize("name", GWP_SETS)
def test_the_root_found_by_search_is_the_closed_form(shipped: Tables, name: str) -> None:
    gwp = gwp_named(shipped["gwp"], name)
    searched = brentq(saving, -0.5, 0.9, args=(gwp,), xtol=1e-14)
    closed = LNG.break_even_slip(gwp, mgo_wtw_g_per_mj(gwp), WTT_LNG)
    assert closed == pytest.approx(searched, abs=1e-12)
    assert 0 < closed < 0.05
    assert saving(closed, gwp) == pytest.approx(0, abs=1e-9)


@given(weights, st.floats(60, 120), st.floats(0, 40))
def test_at_break_even_both_emit_the_same(gwp: GwpSet, other: float, supply: float) -> None:
    slip = LNG.break_even_slip(gwp, other, supply)
    assert LNG.ttw_co2e_g_per_mj(slip, gwp) + supply == pytest.approx(other)


@given(weights, slips, slips)
def test_savings_fall_with_slip(gwp: GwpSet, one: float, other: float) -> None:
    less, more = sorted((one, other))
    if more - less > 1e-6:
        assert saving(less, gwp) > saving(more, gwp)


@given(weights)
def test_without_slip_only_combustion_counts(gwp: GwpSet) -> None:
    # 2.75 g CO2 and 0.11 mg N2O per gram over 49.1 MJ/kg; methane has no say.
    assert LNG.ttw_g_per_mj(0.0)["ch4"] == 0
    co2_only = 2.75 / 49.1 * 1000
    n2o = 0.00011 / 49.1 * 1000 * gwp.n2o
    assert LNG.ttw_co2e_g_per_mj(0.0, gwp) == pytest.approx(co2_only + n2o)


@given(slips, st.floats(20, 120), st.floats(20, 120))
def test_the_horizon_changes_the_methane_term_alone(slip: float, one: float, other: float) -> None:
    low, high = (LNG.ttw_co2e_g_per_mj(slip, GwpSet("any-100", w, 273)) for w in (one, other))
    methane = LNG.ttw_g_per_mj(slip)["ch4"]
    assert high - low == pytest.approx(methane * (other - one), abs=1e-6)


@pytest.mark.parametrize(
    "fuel", ["lng-otto-4s", "lng-otto-2s", "lng-diesel-2s", "lng-lbsi", "lng-otto-4s-measured"]
)
def test_the_table_holds_what_the_formula_gives(shipped: Tables, fuel: str) -> None:
    rows = shipped["fuel_factors"].to_dict("records")
    row = next(one for one in rows if one["fuel_id"] == fuel)
    clean = gas_fuel(row)
    assert clean.co2_g_per_g == pytest.approx(2.75, abs=2e-4)
    assert clean.ch4_g_per_g == 0
    grams = clean.ttw_g_per_mj(float(row["methane_slip_percent"]) / 100)
    for gas, gram in grams.items():
        assert gram == pytest.approx(row[f"ttw_{gas}_g_per_mj"], abs=2e-5)
