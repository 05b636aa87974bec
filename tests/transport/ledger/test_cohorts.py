"""Emissions by cohort: by hand, and against the ledger of a shipped year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from fleets import SPECIES, CarrierFactors, GwpSet, SupplyFactors
from networks import MODES
from transport.annual import trips_of
from transport.changes import VesselPowertrain
from transport.draws import StreamKey
from transport.fleet_use.cohort_draws import CohortShares
from transport.fleet_use.stock_changes import FleetCohorts
from transport.ledger.cohorts import ENERGY, cohort_energy, cohort_table, with_run_exhaust
from transport.ledger.inland_account import InlandAccount, mean_account
from transport.mode_choice.assignment import assign, service_kt
from transport.year_account import year_account

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from scenarios.inputs import Base
    from transport.mode_choice.assignment import Assignment
    from transport.year_model import YearModel

GWP = GwpSet("AR6-100", 29.8, 273.0)
WEIGHED = ("ttw_co2e_kt", "wtt_co2e_kt", "wtw_co2e_kt")
EMITTED = (*(f"{name}_t" for name in SPECIES), *WEIGHED)


def carrier(name: str, nox: float, pm25: float, co2: float = 70.0) -> CarrierFactors:
    """Return factors of 40 MJ/kg; half of the particles is black carbon."""
    ttw = {"co2": co2, "ch4": 0.0, "n2o": 0.0, "nox": nox, "so2": 0.01, "pm25": pm25}
    return CarrierFactors(name, 40.0, ttw | {"bc": pm25 / 2}, SupplyFactors(co2=10.0))


FACTORS = {
    name: carrier(name, 0.6, 0.02)
    for name in ("inland_diesel", "road_diesel", "rail_diesel", "marine_fuel")
} | {
    "inland_lng": carrier("inland_lng", float("nan"), 0.001, co2=50.0),
    "road_electricity": carrier("road_electricity", 0.0, 0.0, co2=0.0),
    "rail_electricity": carrier("rail_electricity", 0.0, 0.0, co2=0.0),
}
# Two years of building: 40 and 8 g NOx a kilogram, 1 and 0.2 g of particles.
GRAMS = {"nox": np.array([40.0, 8.0]), "pm25": np.array([1.0, 0.2])}
YEARS = np.array([2010.0, 2024.0])


def fleet(
    name: str,
    mode: str,
    shares: Sequence[Sequence[float]],
    takes: Mapping[str, Sequence[float]],
    powertrains: tuple[str, ...] = ("diesel", "lng"),
) -> FleetCohorts:
    """Return a fleet of both years of building with 100 units of work."""
    stock = CohortShares(YEARS, powertrains, np.array(shares))
    per_work = {key: np.array(values) for key, values in takes.items()}
    return FleetCohorts(name, mode, stock, 100.0, per_work, GRAMS)


def account(**classes: Sequence[Sequence[float]]) -> InlandAccount:
    """Return classes with diesel and LNG vessels and their megajoules of both carriers."""
    mj = np.array(list(classes.values()), dtype=float).reshape(-1, 2, 2)
    return InlandAccount(
        tuple(classes), ("diesel", "lng"), ("inland_diesel", "inland_lng"),
        mj, np.zeros_like(mj), mj.sum(axis=2),
    )  # fmt: skip


VESSELS = fleet("small", "inland_water", [[0.6, 0.0], [0.2, 0.2]], {"inland_diesel": [1.0, 0.1]})


def test_two_cohorts_by_hand() -> None:
    # Diesel vessels burn 3,000 MJ in old ones and 1,000 in new ones; those on LNG are all new.
    run = account(small=[[4000.0, 0.0], [200.0, 1800.0]])
    parts = cohort_energy({}, run, {"small": VESSELS})
    factors = with_run_exhaust(FACTORS, parts)
    oil = factors["inland_diesel"].ttw_g_per_mj
    nox_g = 3000 / 40 * 40 + 1200 / 40 * 8
    assert oil["nox"] == pytest.approx(nox_g / 4200, rel=1e-9)
    assert oil["pm25"] == pytest.approx((3000 / 40 * 1.0 + 1200 / 40 * 0.2) / 4200, rel=1e-9)
    assert oil["bc"] == pytest.approx(oil["pm25"] / 2, rel=1e-9)
    assert (oil["co2"], oil["so2"]) == (70.0, 0.01)
    assert factors["inland_lng"] is FACTORS["inland_lng"]
    assert factors["road_diesel"] is FACTORS["road_diesel"]
    table = cohort_table(parts, FACTORS, GWP).set_index(["powertrain", "vintage"])
    assert sorted(table.index) == [("diesel", 2010.0), ("diesel", 2024.0), ("lng", 2024.0)]
    old, new, gas = (table.loc[key] for key in sorted(table.index))
    assert old["nox_t"] == pytest.approx(3000 / 1e6, rel=1e-9)
    assert new["nox_t"] == pytest.approx(200 / 1e6, rel=1e-9)
    assert gas["nox_t"] == pytest.approx(200 / 40 * 8 / 1e6, rel=1e-9)  # of its pilot fuel alone
    assert gas["bc_t"] == pytest.approx((200 / 40 * 0.1 + 1800 * 0.0005) / 1e6, rel=1e-9)
    assert gas["ttw_co2e_kt"] == pytest.approx((200 * 70 + 1800 * 50) / 1e9, rel=1e-9)
    assert gas["wtt_co2e_kt"] == pytest.approx(2000 * 10 / 1e9, rel=1e-9)
    assert [one[f"{ENERGY}inland_lng"] for one in (old, new, gas)] == [0.0, 0.0, 1800 / 1e6]
    assert [one["work_share"] for one in (old, new, gas)] == pytest.approx([0.5, 1 / 6, 1 / 3])


def test_a_powertrain_that_the_stock_has_not_is_of_the_newest_year() -> None:
    stock = fleet("small", "inland_water", [[0.75], [0.25]], {}, ("diesel",))
    run = account(small=[[0.0, 0.0], [400.0, 0.0]])
    parts = cohort_energy({}, run, {"small": stock})
    table = cohort_table(parts, FACTORS, GWP)
    assert table[["powertrain", "vintage"]].to_numpy().tolist() == [["lng", 2024.0]]
    assert table["nox_t"].tolist() == pytest.approx([400 / 40 * 8 / 1e6])


def test_a_class_without_a_stock_keeps_the_factor_of_its_carrier() -> None:
    run = account(small=[[4000.0, 0.0], [0.0, 0.0]], large=[[1000.0, 0.0], [0.0, 0.0]])
    parts = cohort_energy({}, run, {"small": VESSELS})
    factors = with_run_exhaust(FACTORS, parts)
    table = cohort_table(parts, FACTORS, GWP).set_index("fleet")
    assert table["vintage"].isna().to_dict() == {"small": False, "large": True}
    assert table.loc["large", "nox_t"] == pytest.approx(1000 * 0.6 / 1e6)
    mean = factors["inland_diesel"].ttw_g_per_mj["nox"]
    assert table["nox_t"].sum() == pytest.approx(5000 * mean / 1e6, rel=1e-9)


def test_energy_of_other_modes_follows_the_stock() -> None:
    heavy = fleet("heavy", "road", [[0.5, 0.1], [0.3, 0.1]], {"road_diesel": [2.0, 0.0]})
    medium = fleet("medium", "road", [[0.0, 0.0], [1.0, 0.0]], {"road_diesel": [0.4, 0.0]})
    # The stock burns 100, 60 and 40 MJ; the run 1,000: 500 and 300 in heavy ones, 200 in others.
    cohorts = {"heavy": heavy, "medium": medium}
    energy = {("road", "road_diesel"): 1000.0, ("rail", "rail_electricity"): 7.0}
    parts = cohort_energy(energy, account(), cohorts)
    table = cohort_table(parts, FACTORS, GWP)
    trucks = table[table["mode"] == "road"]
    assert trucks[f"{ENERGY}road_diesel"].tolist() == pytest.approx([5e-4, 3e-4, 2e-4])
    assert trucks["nox_t"].tolist() == pytest.approx([500e-6, 60e-6, 40e-6])
    # No fleet of the stock runs on rails here: the energy stays, its vehicles are not known.
    (rail,) = table[table["mode"] == "rail"].to_dict("records")
    assert (rail["fleet"], rail["powertrain"]) == ("", "")
    assert np.isnan([rail["vintage"], rail["work_share"]]).all()
    assert rail[f"{ENERGY}rail_electricity"] == pytest.approx(7e-6)


def test_what_the_stock_takes_none_of_goes_to_the_newest_that_could() -> None:
    wired = fleet(
        "locomotive", "rail", [[0.0, 0.4], [0.0, 0.6]],
        {"rail_diesel": [1.0, 0.0], "rail_electricity": [0.0, 1.0]},
    )  # fmt: skip
    parts = cohort_energy({("rail", "rail_diesel"): 80.0}, account(), {"locomotive": wired})
    factors = with_run_exhaust(FACTORS, parts)
    (row,) = cohort_table(parts, FACTORS, GWP).to_dict("records")
    assert (row["powertrain"], row["vintage"]) == ("diesel", 2024.0)
    assert row["nox_t"] == pytest.approx(80 / 40 * 8 / 1e6)
    assert factors["rail_diesel"].ttw_g_per_mj["nox"] == pytest.approx(8 / 40)


def test_without_a_stock_factors_are_the_same_and_everything_is_counted() -> None:
    run = account(small=[[4000.0, 0.0], [200.0, 1800.0]])
    parts = cohort_energy({("sea", "marine_fuel"): 50.0}, run, {})
    factors = with_run_exhaust(FACTORS, parts)
    assert all(factors[name] is FACTORS[name] for name in FACTORS)
    table = cohort_table(parts, FACTORS, GWP)
    assert table["vintage"].isna().all()
    assert table["powertrain"].tolist() == ["diesel", "lng", ""]
    assert table[f"{ENERGY}inland_diesel"].sum() == pytest.approx(4200 / 1e6)
    assert cohort_table(cohort_energy({}, account(), {}), FACTORS, GWP).empty


@pytest.fixture(scope="module")
def given_model(model_of: Callable[..., YearModel], base: Base) -> YearModel:
    """Prepare the base year with its stock and given shares of vessels alone."""
    stock = [one for one in base.stock if not isinstance(one, VesselPowertrain)]
    given = VesselPowertrain("battery-swap", 0.3), VesselPowertrain("lng-otto", 0.2)
    return model_of(2024, *stock, *given)


def chosen(model: YearModel) -> Assignment:
    """Let cargo choose at the waits of the base year."""
    return assign(model.market, model.skims, model.start_delay_h, model.base_cost_cny_per_t)


def test_cohorts_sum_to_the_ledger_with_given_shares(given_model: YearModel) -> None:
    model = given_model
    made = year_account(model, chosen(model), model.start_delay_h)
    assert abs(made.energy_gap_share) < 1e-9
    carried = made.emissions[made.emissions["cargo"] == "carried"]
    carried = carried[carried["mode"].isin(MODES)]
    energy = {
        (str(row["mode"]), str(row["carrier"])): 1e6 * float(row["energy_tj"])
        for row in carried.to_dict("records")
    }
    table = cohort_table(cohort_energy(energy, made.inland, model.cohorts), model.factors, GWP)
    by_mode = table.groupby("mode").sum(numeric_only=True)
    for mode in MODES:
        rows, found = carried[carried["mode"] == mode], by_mode.loc[mode]
        for name in EMITTED:
            assert found[name] == pytest.approx(rows[name].sum(), rel=1e-9, abs=1e-12)
        for row in rows.to_dict("records"):
            energy_tj = found[f"{ENERGY}{row['carrier']}"]
            assert energy_tj == pytest.approx(row["energy_tj"], rel=1e-9, abs=1e-12)
    assert table.groupby("fleet")["work_share"].sum().to_numpy() == pytest.approx(1.0)
    assert set(table.loc[table["mode"] == "inland_water", "powertrain"]) == {
        "diesel", "battery-swap", "lng-otto",
    }  # fmt: skip
    # Classes burn other shares of the diesel than in the stock, so the mean of the run is another.
    oil = carried[carried["carrier"] == "inland_diesel"].iloc[0]
    run, stock = oil["nox_t"] / oil["energy_tj"], model.factors["inland_diesel"].ttw_g_per_mj["nox"]
    assert run == pytest.approx(stock, rel=0.05)
    assert run != pytest.approx(stock, rel=1e-6)


def test_vessels_drawn_for_a_run_are_those_of_the_stock(given_model: YearModel) -> None:
    model = given_model
    kt = service_kt(model.market, chosen(model), len(model.skims.services))
    tables = [trips_of(model, kt, StreamKey(5, replication)) for replication in range(3)]
    names = dict(enumerate(model.fleet.classes))
    drawn = pd.concat(
        [
            pd.DataFrame(
                {
                    "fleet": pd.Series(one.vessel_class).map(names),
                    "powertrain": pd.Series(one.powertrain).map(dict(enumerate(one.powertrains))),
                    "vintage": one.vintage,
                }
            )
            for one in tables
        ]
    )
    tested = 0
    for (name, powertrain), rows in drawn.groupby(["fleet", "powertrain"]):
        stock = model.cohorts[str(name)].shares
        expected = stock.among(str(powertrain)) * len(rows)
        found = rows["vintage"].value_counts().reindex(stock.vintages, fill_value=0).to_numpy()
        assert found.sum() == len(rows)
        assert (found[expected == 0] == 0).all()
        many = expected >= 5  # others are put together
        pairs = [np.append(one[many], one[~many].sum()) for one in (found, expected)]
        kept = pairs[1] > 0
        if kept.sum() > 1:
            tested += 1
            assert stats.chisquare(pairs[0][kept], pairs[1][kept]).pvalue > 1e-4
    assert tested >= 9  # each class at least, on diesel


def test_cohorts_of_a_mean_are_the_mean_of_cohorts() -> None:
    runs = [account(small=[[one, 0.0], [200.0, 1800.0]]) for one in (4000.0, 1000.0)]
    each = [cohort_energy({}, run, {"small": VESSELS}) for run in runs]
    tables = [cohort_table(one, FACTORS, GWP) for one in each]
    parts = cohort_energy({}, mean_account(runs), {"small": VESSELS})
    both = cohort_table(parts, FACTORS, GWP)
    for name in EMITTED:
        assert both[name].tolist() == pytest.approx(
            ((tables[0][name] + tables[1][name]) / 2).tolist(), rel=1e-9
        )
    pd.testing.assert_series_equal(both["vintage"], tables[0]["vintage"])
