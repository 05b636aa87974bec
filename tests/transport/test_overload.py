"""Three times the cargo at one lock of the shipped network: no endless queue, no trucks of sand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from networks import MODES
from scenarios.from_tables.locks import on_calendar
from transport.annual import equilibrium, run_year
from transport.draws import StreamKey
from transport.mode_choice.assignment import assign
from transport.run_calendar import RunCalendar

if TYPE_CHECKING:
    from collections.abc import Callable

    from scenarios.tables.reading import Tables
    from transport.mode_choice.assignment import Market
    from transport.year_model import YearModel
    from transport.year_outcome import YearOutcome

KEY = StreamKey(seed=11, replication=0)
LOCK, SAND = "changzhou", "sand_gravel"
WATER, ROAD = MODES.index("inland_water"), MODES.index("road")


SHORT = RunCalendar((4,) * 12, 7)
"""Four days of each month, to be quick."""


@pytest.fixture(scope="module")
def model(shipped: Tables, model_of: Callable[..., YearModel]) -> YearModel:
    return on_calendar(shipped, model_of(2030), SHORT)


@pytest.fixture(scope="module")
def crowded(model: YearModel) -> YearModel:
    """Three times the cargo that was observed on the river and may pass the lock."""
    market, skims = model.market, model.skims
    columns = [i for i, (lock, _) in enumerate(skims.lock_directions) if lock == LOCK]
    passes = np.asarray(skims.laden_calls[:, columns].sum(axis=1)).ravel() > 0
    touched = np.zeros(len(market.kt), dtype=bool)
    touched[market.shipment[passes[market.service]]] = True
    touched &= (market.demand["observed_main_mode"] == MODES[WATER]).to_numpy()
    return model.with_demand(np.where(touched, 3.0, 1.0) * market.kt)


@pytest.fixture(scope="module")
def outcome(crowded: YearModel) -> YearOutcome:
    return run_year(crowded, KEY)


def road_sand_kt(market: Market, kt: np.ndarray) -> float:
    """Sand on the road."""
    sand = (market.demand["commodity"] == SAND).to_numpy()
    return float(kt[(market.nest == ROAD) & sand[market.shipment]].sum())


def test_arrivals_fit_and_the_wait_is_finite(crowded: YearModel, outcome: YearOutcome) -> None:
    assert outcome.checks.hold
    assert outcome.gap < 0.01
    assert outcome.rounds <= 12
    row = outcome.limits.set_index("place").loc[LOCK]
    assert row["use_share"] == pytest.approx(1.0, abs=0.001)
    assert 100 < row["shadow_h"] <= row["delay_h"] + 20
    assert row["delay_h"] < 2000
    locks = outcome.locks.set_index("lock")
    assert float(locks["queue_growth_share"].max()) < 0.02
    total_mt = float(crowded.market.kt.sum()) / 1000
    parts = outcome.totals["freight_mt"] + outcome.totals["unserved_mt"]
    assert parts == pytest.approx(total_mt, rel=1e-12)


def test_what_does_not_fit_stays_and_the_lock_is_named(outcome: YearOutcome) -> None:
    limits = outcome.limits.set_index("place")
    held_mt = float(limits["unserved_mt"].loc[LOCK])
    assert outcome.totals["unserved_mt"] > 100
    assert held_mt > 0.9 * outcome.totals["unserved_mt"]
    assert limits["unserved_mt"].drop(LOCK).max() < 0.05 * held_mt
    missing = outcome.emissions.groupby("cargo")["wtw_co2e_kt"].sum()
    assert missing["unserved"] > 0  # what stays is no saving


@pytest.mark.parametrize("factor", [0.0, 10.0])
def test_other_starts_lead_to_the_same_answer_and_sand_takes_no_truck(
    model: YearModel, crowded: YearModel, outcome: YearOutcome, factor: float
) -> None:
    found = equilibrium(crowded, KEY, factor * crowded.start_stay_h)
    assert found.gap < 0.01
    moved_kt = np.abs(found.choice.kt_by_service - outcome.kt_by_service).sum() / 2
    assert moved_kt / outcome.kt_by_service.sum() < 0.005
    # Of 350 Mt that the lock turns away, less than 1.5 Mt are sand that takes the road.
    at_start = assign(model.market, model.skims, model.start_delay_h, model.base_cost_cny_per_t)
    more_kt = road_sand_kt(crowded.market, found.choice.assignment.kt)
    more_kt -= road_sand_kt(model.market, at_start.kt)
    assert 0 <= more_kt < 1500
