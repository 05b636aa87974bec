"""Engines and fuels: energy, methane slip, dual fuel and exhaust, by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fleets import GridSupply, GwpSet, gwp_set
from fleets.marine_engines import (
    MarineEngine,
    engine_of_powertrain,
    engine_use,
    exhausts,
    marine_engines,
    with_exhaust,
    with_time_on_main_fuel,
)

if TYPE_CHECKING:
    from scenarios.tables.reading import Tables

CENTURY = GwpSet("AR6-100", 29.8, 273)


@pytest.fixture(scope="module")
def engines(shipped: Tables) -> dict[str, MarineEngine]:
    return marine_engines(shipped, GridSupply(0.4476, 0.0, 0.05))


def test_diesel_at_its_best_load(engines: dict[str, MarineEngine]) -> None:
    use = engine_use(engines["inland-diesel"], 600.0, 800.0)
    fuel = float(use.fuel_kg["inland-diesel-cn"])
    assert fuel == pytest.approx(600 * 0.210)
    assert float(use.total_mj) == pytest.approx(fuel * 42.652)
    assert float(use.ttw_g["co2"]) == pytest.approx(fuel * 42.652 * 72.59)
    # plume measurements on the Yangtze: 34.3 g NOx and 0.72 g PM2.5 per kg
    assert float(use.ttw_g["nox"]) == pytest.approx(34.3 * fuel)
    assert float(use.ttw_g["pm25"]) == pytest.approx(0.72 * fuel)
    assert float(use.ttw_g["bc"]) == pytest.approx(0.31 * 0.72 * fuel)


def test_diesel_at_a_quarter_load_takes_an_eighth_more(engines: dict[str, MarineEngine]) -> None:
    use = engine_use(engines["inland-diesel"], 200.0, 800.0)
    assert float(use.fuel_kg["inland-diesel-cn"]) == pytest.approx(200 * 0.210 * 1.13)


def test_gas_alone_slips_as_said(engines: dict[str, MarineEngine]) -> None:
    engine = with_time_on_main_fuel(engines["lng-otto-ms"], 1.0)
    use = engine_use(engine, 750.0, 1000.0)
    gas = float(use.fuel_kg["lng-otto-4s"])
    # 156 g/kWh and 1.0034 at 75 % load
    assert gas == pytest.approx(750 * 0.156 * 1.0034375)
    pilot = float(use.fuel_kg["inland-diesel-cn"])
    assert pilot * 42.652 == pytest.approx(gas * 49.1 * 0.03 / 0.97)
    burnt = gas * (1 - 0.0353) * 2750
    assert float(use.ttw_g["co2"]) == pytest.approx(burnt + pilot * 42.652 * 72.59, rel=1e-4)
    assert float(use.ttw_g["ch4"]) == pytest.approx(
        1000 * gas * 0.0353 + pilot * 42.652 * 0.007, rel=1e-6
    )
    # the Fourth IMO GHG Study: 5.5 g CH4 per kWh
    assert float(use.ttw_g["ch4"]) / 750 == pytest.approx(5.5, abs=0.05)


def test_slip_doubles_at_a_quarter_load(engines: dict[str, MarineEngine]) -> None:
    slip = engines["lng-otto-ms"].slip
    assert slip is not None
    assert float(slip.at(0.25)) == pytest.approx(2 * 0.0353)
    assert float(slip.at(0.75, "high")) == pytest.approx(0.064)
    pressure = engines["lng-hp-diesel"].slip
    assert pressure is not None
    assert float(pressure.at(0.25)) == float(pressure.at(1.0)) == 0.002


def test_time_on_diesel_is_a_diesel(engines: dict[str, MarineEngine]) -> None:
    never = engine_use(with_time_on_main_fuel(engines["lng-otto-ms"], 0.0), 300.0, 900.0)
    diesel = engine_use(engines["inland-diesel"], 300.0, 900.0)
    assert never.ttw_g["nox"] == diesel.ttw_g["nox"]
    assert float(never.fuel_kg["lng-otto-4s"]) == 0
    half = engine_use(with_time_on_main_fuel(engines["lng-otto-ms"], 0.5), 300.0, 900.0)
    always = engine_use(with_time_on_main_fuel(engines["lng-otto-ms"], 1.0), 300.0, 900.0)
    assert float(half.ttw_g["ch4"]) == pytest.approx(
        0.5 * float(always.ttw_g["ch4"]) + 0.5 * float(diesel.ttw_g["ch4"])
    )


def test_one_fuel_cannot_be_shared(engines: dict[str, MarineEngine]) -> None:
    with pytest.raises(ValueError, match="inland-diesel cannot run"):
        with_time_on_main_fuel(engines["inland-diesel"], 0.5)
    with pytest.raises(ValueError, match="lng-otto-ms cannot run"):
        with_time_on_main_fuel(engines["lng-otto-ms"], 1.5)


def test_a_battery_takes_electricity_alone(engines: dict[str, MarineEngine]) -> None:
    use = engine_use(engines["battery"], 100.0, 500.0)
    assert use.fuel_kg == {}
    assert float(use.total_mj) == pytest.approx(100 * 1.11 * 3.6)
    assert float(use.wtt_co2e_g(CENTURY)) == pytest.approx(111 * 447.6 / 0.95)
    assert all(float(one) == 0 for one in use.ttw_g.values())


def test_exhaust_by_stage_and_load(shipped: Tables, engines: dict[str, MarineEngine]) -> None:
    stages = exhausts(shipped)
    diesel = engines["inland-diesel"]
    limit = engine_use(with_exhaust(diesel, stages["china-2"]), 400.0, 800.0)
    assert float(limit.ttw_g["nox"]) == pytest.approx(5.8 * 400)
    assert float(limit.ttw_g["pm25"]) == pytest.approx(0.12 * 400)
    # TNO: engines of 2008 to 2019, 7.0 g NOx per kWh, 1.15 times as much at a quarter load
    ccr2 = engine_use(with_exhaust(diesel, stages["ccr-2"]), 200.0, 800.0)
    assert float(ccr2.ttw_g["nox"]) == pytest.approx(7.0 * 1.15 * 200)
    # EPA: slow-speed tier 2 on residual fuel, 15.3 g/kWh, low-load factor 1.216 at 10 %
    ship = engine_use(engines["ssd-vlsfo"], 1000.0, 10_000.0)
    assert float(ship.ttw_g["nox"]) == pytest.approx(15.3 * 1.216 * 1000, rel=1e-3)


def test_later_stages_emit_less(shipped: Tables) -> None:
    stages = exhausts(shipped)
    for kind in ("ssd-vlsfo", "ssd-mgo", "msd-vlsfo", "msd-mgo"):
        nox = [stages[f"imo-{tier}-{kind}"].per_kwh["nox"] for tier in range(4)]
        assert nox == sorted(nox, reverse=True)
    assert stages["china-2"].per_kwh["nox"] < stages["china-1"].per_kwh["nox"]
    assert stages["china-2"].per_kwh["pm25"] < stages["china-1"].per_kwh["pm25"]


def test_a_powertrain_stands_for_its_first_engine(engines: dict[str, MarineEngine]) -> None:
    assert engine_of_powertrain(engines, "lng").engine_id == "lng-otto-ms"
    with pytest.raises(KeyError, match="steam"):
        engine_of_powertrain(engines, "steam")


@given(low=st.floats(0.0, 0.1), more=st.floats(0.001, 0.1))
def test_more_slip_is_worse_under_both_horizons(
    shipped: Tables, engines: dict[str, MarineEngine], low: float, more: float
) -> None:
    engine = with_time_on_main_fuel(engines["lng-otto-ms"], 1.0)
    assert engine.slip is not None
    totals = []
    for share in (low, low + more):
        slip = replace(engine.slip, share=share)
        use = engine_use(replace(engine, slip=slip), 500.0, 1000.0)
        totals.append(
            [float(use.ttw_co2e_g(gwp_set(shipped["gwp"], "AR6", years))) for years in (100, 20)]
        )
    assert totals[0][0] < totals[1][0]
    assert totals[0][1] < totals[1][1]


@given(st.floats(1.0, 900.0), st.floats(1.0, 900.0))
def test_use_of_arrays_is_use_of_each(
    engines: dict[str, MarineEngine], one: float, other: float
) -> None:
    engine = engines["lng-otto-ms"]
    both = engine_use(engine, np.array([one, other]), 900.0)
    for i, power in enumerate((one, other)):
        alone = engine_use(engine, power, 900.0)
        for species, grams in both.ttw_g.items():
            assert float(alone.ttw_g[species]) == pytest.approx(grams[i], rel=1e-12, nan_ok=True)
        supply = both.wtt_co2e_g(CENTURY)[i]
        assert float(alone.wtt_co2e_g(CENTURY)) == pytest.approx(supply, rel=1e-12)
