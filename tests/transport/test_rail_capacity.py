"""What tracks and train paths do on the shipped network, at the lock waits of the base year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from networks import MODES
from networks.changes import RailProject
from scenarios.inputs import BASE_YEAR
from transport.capacity.restraint import Restrained, restrain
from transport.facilities import RAIL_SECTION

if TYPE_CHECKING:
    from collections.abc import Callable

    from scenarios.inputs import Base
    from transport.year_model import YearModel

KEY = (RAIL_SECTION, "L41", "NNG")
"""Qinzhou to Nanning, which the cargo of 2030 fills."""


def settled(model: YearModel) -> Restrained:
    """Choice within capacity, locks free."""
    free = np.full(len(model.restraint.load.locks), np.inf)
    return restrain(model.restraint, model.start_stay_h, free)


def use_and_wait(model: YearModel, found: Restrained) -> tuple[float, float]:
    """Use and extra wait of the section."""
    facilities = model.skims.facilities
    at = [row.key for row in facilities.rows].index(KEY)
    kt = model.restraint.facility_uses.T @ found.kt_by_service
    first = len(model.skims.lock_directions)
    return float(facilities.use_share(kt)[at]), float(found.delay_h[first + at])


def rail_kt(model: YearModel, found: Restrained) -> float:
    """Cargo whose main mode is rail."""
    rail = model.market.nest == MODES.index("rail")
    return float(found.assignment.kt[rail].sum())


def test_the_base_year_is_carried_without_extra_waits(
    model_of: Callable[..., YearModel], base: Base
) -> None:
    model = model_of(BASE_YEAR, *base.stock)
    found = settled(model)
    assert found.delay_h[model.restraint.facility_columns] == pytest.approx(0.0, abs=1e-6)
    kt = model.restraint.facility_uses.T @ found.kt_by_service
    use = model.skims.facilities.use_share(kt)
    assert use.max() <= model.parameters.base_use_share + 1e-9
    assert (found.assignment.served == 1).all()


@pytest.mark.parametrize(
    "more",
    [
        RailProject(("L41",), "doubling", 2028, tracks=2),
        RailProject(("L41",), "train-paths", 2028, freight_paths_per_day=60),
    ],
    ids=["second track", "train paths"],
)
def test_tracks_and_paths_relieve_a_full_section(
    model_of: Callable[..., YearModel], more: RailProject
) -> None:
    before, after = model_of(2030), model_of(2030, more)
    full, relieved = settled(before), settled(after)
    use, wait_h = use_and_wait(before, full)
    assert use > 0.95
    assert wait_h > 5
    less_use, less_wait_h = use_and_wait(after, relieved)
    assert less_use < 0.8
    assert less_wait_h < 1
    assert rail_kt(after, relieved) > rail_kt(before, full)
    assert relieved.residual_h < 0.1
    for model, found in ((before, full), (after, relieved)):
        served = found.assignment.served * model.market.kt
        assert found.kt_by_service.sum() == pytest.approx(served.sum(), rel=1e-12)


def test_the_paths_of_today_change_no_number(model_of: Callable[..., YearModel]) -> None:
    today = RailProject(("L43",), "train-paths", 2026, freight_paths_per_day=32)
    one, other = settled(model_of(2030)), settled(model_of(2030, today))
    assert one.kt_by_service.tolist() == other.kt_by_service.tolist()
    assert one.delay_h.tolist() == other.delay_h.tolist()
