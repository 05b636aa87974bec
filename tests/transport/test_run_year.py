"""One year of the shipped model: balances, repeatability, and what must not change a number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from networks import MODES
from scenarios.inputs import BASE_YEAR
from transport.annual import equilibrium, run_year, simulate_locks
from transport.changes import ScaleHandling
from transport.draws import StreamKey
from transport.ledger.energy import CARRIER_OF_MODE
from transport.operations.records import Balance
from transport.year_outcome import Checks, YearOutcome

if TYPE_CHECKING:
    from collections.abc import Callable

    from scenarios.inputs import Base
    from transport.year_model import YearModel

KEY = StreamKey(seed=11, replication=0)


@pytest.fixture(scope="module")
def base_model(model_of: Callable[..., YearModel], base: Base) -> YearModel:
    """Return the base year with its own vehicles, those of the starting stock."""
    return model_of(BASE_YEAR, *base.stock)


@pytest.fixture(scope="module")
def base_run(base_model: YearModel) -> YearOutcome:
    return run_year(base_model, KEY)


@pytest.fixture(scope="module")
def later_run(model_of: Callable[..., YearModel]) -> YearOutcome:
    return run_year(model_of(2035), KEY)


def assert_same(one: YearOutcome, other: YearOutcome) -> None:
    """Every number of two outcomes is the same to the bit."""
    assert one.totals == other.totals
    for name in ("activity", "emissions", "locks", "inland_hours", "limits"):
        pd.testing.assert_frame_equal(
            getattr(one, name), getattr(other, name), check_exact=True, obj=name
        )
    assert one.inland.mj.tolist() == other.inland.mj.tolist()
    assert one.kt_by_service.tolist() == other.kt_by_service.tolist()
    assert one.delay_h.tolist() == other.delay_h.tolist()
    assert (one.gap, one.rounds, one.converged) == (other.gap, other.rounds, other.converged)
    assert one.checks == other.checks


@pytest.mark.parametrize("run", ["base_run", "later_run"])
def test_balances_hold_and_rounds_settle(request: pytest.FixtureRequest, run: str) -> None:
    outcome: YearOutcome = request.getfixturevalue(run)
    assert outcome.checks.hold
    assert outcome.converged
    assert outcome.gap <= 0.01
    assert 1 <= outcome.rounds <= 12


def test_nothing_is_unserved_in_the_base_year(base_model: YearModel, base_run: YearOutcome) -> None:
    assert 0 <= base_run.totals["unserved_mt"] < 0.1
    total_mt = float(base_model.market.kt.sum()) / 1000
    assert base_run.totals["freight_mt"] + base_run.totals["unserved_mt"] == pytest.approx(total_mt)


def test_cargo_and_work_by_mode_are_those_of_the_services(
    base_model: YearModel, base_run: YearOutcome
) -> None:
    kt, work = dict.fromkeys(MODES, 0.0), dict.fromkeys(MODES, 0.0)
    ocean_mt = ocean_tkm = 0.0
    for service, tonnes in zip(base_model.skims.services, base_run.kt_by_service, strict=True):
        kt[service.main_mode] += float(tonnes)
        for leg in service.legs:
            if leg.ocean_km:  # beyond the quay, told apart
                ocean_mt += float(tonnes) / 1000
                ocean_tkm += 1000 * float(tonnes) * leg.length_km
            else:
                work[leg.mode] += 1000 * float(tonnes) * leg.length_km
    activity = base_run.activity.set_index("mode")
    assert activity["kt"].to_dict() == pytest.approx(kt)
    assert activity["tkm"].to_dict() == pytest.approx(work)
    totals = base_run.totals
    assert totals["ocean_mt"] == pytest.approx(ocean_mt)
    assert totals["ocean_tkm"] == pytest.approx(ocean_tkm)
    # 0.0523 MJ of marine fuel and 0.015 CNY for a tonne-km, and 15 CNY/t of discharge.
    fuel = base_model.factors["marine_fuel"].wtw_co2e_g_per_mj(base_model.gwp)
    assert totals["ocean_wtw_co2e_kt"] == pytest.approx(ocean_tkm * 0.0523 * fuel / 1e9)
    assert totals["ocean_cost_mcny"] == pytest.approx(0.015 * ocean_tkm / 1e6 + 15 * ocean_mt)


def test_emissions_follow_from_work_and_from_vessels(
    base_model: YearModel, base_run: YearOutcome
) -> None:
    table = base_run.emissions
    carried = table[table["cargo"] == "carried"]
    keys = list(zip(carried["mode"], carried["carrier"], strict=True))
    energy_tj: dict[tuple[str, str], float] = dict(zip(keys, carried["energy_tj"], strict=True))
    wtw_kt = dict(zip(keys, carried["wtw_co2e_kt"], strict=True))
    usual = {(mode, carrier) for mode, some in CARRIER_OF_MODE.items() for carrier in some}
    assert usual < set(energy_tj)  # beside them what the starting stock takes
    # Inland energy of the ledger is the energy of all classes.
    inland_tj = float(base_run.inland.mj.sum()) / 1e6
    found_tj = sum(tj for (mode, _), tj in energy_tj.items() if mode == "inland_water")
    assert found_tj == pytest.approx(inland_tj)
    # Sums over stages and carriers, reckoned anew.
    for (mode, carrier), tj in energy_tj.items():
        factor = base_model.factors[carrier]
        expected_kt = tj * factor.wtw_co2e_g_per_mj(base_model.gwp) / 1000
        assert wtw_kt[mode, carrier] == pytest.approx(expected_kt)
    assert (table["wtw_co2e_kt"] - table["ttw_co2e_kt"] - table["wtt_co2e_kt"]).abs().max() < 1e-9
    electric = carried["carrier"] == "rail_electricity"
    assert carried.loc[electric, "ttw_co2e_kt"].tolist() == [0]


def test_unserved_cargo_counts_at_about_the_rate_of_what_is_carried(
    later_run: YearOutcome,
) -> None:
    by_cargo = later_run.emissions.groupby("cargo")["wtw_co2e_kt"].sum().to_dict()
    unserved, carried = later_run.totals["unserved_mt"], later_run.totals["freight_mt"]
    assert unserved > 0
    assert by_cargo["unserved"] > 0
    ratio = (by_cargo["unserved"] / unserved) / (by_cargo["carried"] / carried)
    assert 0.2 < ratio < 5


def test_costs_are_within_reason(base_run: YearOutcome) -> None:
    # A tonne pays between 20 and 500 CNY, of which queues take a small part in the base year.
    per_t = base_run.totals["cost_mcny"] / base_run.totals["freight_mt"]
    assert 20 < per_t < 500
    assert 0 < base_run.totals["queue_cost_mcny"] < 0.05 * base_run.totals["cost_mcny"]


def test_the_same_key_gives_the_same_numbers(base_model: YearModel, base_run: YearOutcome) -> None:
    assert_same(base_run, run_year(base_model, KEY))


def test_another_replication_gives_other_waits_and_nearly_the_same_shares(
    base_model: YearModel, base_run: YearOutcome
) -> None:
    other = run_year(base_model, StreamKey(seed=11, replication=1))
    waits = [run.locks["wait_h_mean"].tolist() for run in (other, base_run)]
    assert waits[0] != waits[1]
    moved = np.abs(other.kt_by_service - base_run.kt_by_service).sum() / 2
    assert moved / base_run.kt_by_service.sum() < 0.001


def test_a_change_that_changes_nothing_changes_no_number(
    model_of: Callable[..., YearModel], base: Base, base_run: YearOutcome
) -> None:
    nothing = [ScaleHandling(("NNG", "GGG"), mode, 1.0, 1.0) for mode in MODES]
    assert_same(base_run, run_year(model_of(2024, *base.stock, *nothing), KEY))


def test_cheaper_handling_draws_cargo_to_its_mode(
    model_of: Callable[..., YearModel], base: Base, base_run: YearOutcome
) -> None:
    cheaper = ScaleHandling(("NNG", "GGG"), "rail", 0.2, 0.2)
    after = run_year(model_of(2024, *base.stock, cheaper), KEY)
    rail = MODES.index("rail")
    assert after.activity["kt"].iloc[rail] > base_run.activity["kt"].iloc[rail]
    assert after.checks.hold


def test_the_outcome_does_not_depend_on_the_delays_of_the_first_round(
    model_of: Callable[..., YearModel], later_run: YearOutcome
) -> None:
    model = model_of(2035)
    other = equilibrium(model, KEY, np.zeros(len(model.start_stay_h)))
    assert other.converged
    moved_kt = np.abs(other.choice.kt_by_service - later_run.kt_by_service).sum() / 2
    assert moved_kt / later_run.kt_by_service.sum() < 0.001


def test_half_the_cargo_sends_half_the_vessels(base_model: YearModel) -> None:
    kt = np.zeros(len(base_model.skims.services))
    water = [i for i, names in enumerate(base_model.skims.route_of_service) if names]
    kt[water] = 60.0
    full, half = (simulate_locks(base_model, share * kt, KEY)[1][0] for share in (1.0, 0.5))
    ratio = len(half.voyages) / len(full.voyages)
    assert ratio == pytest.approx(0.5, abs=0.03)


@pytest.mark.parametrize(
    ("simulation", "tonnes_kt", "energy_share", "hold"),
    [
        (Balance(0.0, 0, 0.0), 0.0, 0.0, True),
        (Balance(1e-9, 0, -1e-9), 1e-9, 1e-12, True),
        (Balance(0.0, 1, 0.0), 0.0, 0.0, False),
        (Balance(1.0, 0, 0.0), 0.0, 0.0, False),
        (Balance(0.0, 0, -0.01), 0.0, 0.0, False),
        (Balance(0.0, 0, 0.0), -0.1, 0.0, False),
        (Balance(0.0, 0, 0.0), 0.0, 1e-6, False),
    ],
)
def test_checks_notice_what_is_off(
    simulation: Balance, tonnes_kt: float, energy_share: float, *, hold: bool
) -> None:
    assert Checks(simulation, tonnes_kt, energy_share).hold is hold
