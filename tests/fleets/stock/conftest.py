"""A fleet of two powertrains small enough to follow by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from fleets.turnover.survival import SurvivalCurve
from fleets.turnover.terms import Fleet, StockRules, YearTerms

if TYPE_CHECKING:
    from collections.abc import Callable

RULES = StockRules(
    purchase_scale=8.0,
    diffusion_innovation_share=0.01,
    diffusion_imitation_share=0.7,
    scrappage_attention_share=0.2,
    scrappage_steepness=2.0,
    scrap_value_share=0.1,
)


@pytest.fixture
def rules() -> StockRules:
    return RULES


@pytest.fixture
def fleet() -> Fleet:
    """Vintages 2020 to 2030; 40 of 2020, 30 of 2022, 30 of 2024, a tenth of these battery."""
    vintages = np.arange(2020.0, 2031.0)
    start = np.zeros((11, 2))
    start[0], start[2], start[4] = (40.0, 0.0), (30.0, 0.0), (27.0, 3.0)
    return Fleet(
        fleet_id="truck",
        group="truck",
        powertrains=("diesel", "battery"),
        curve=SurvivalCurve(8.0, 2.0, 12, limit_years=6.0),
        mileage_decay_share=0.0,
        lays_up=False,
        base_year=2024,
        vintages=vintages,
        start=start,
        base_share=np.array([0.9, 0.1]),
        choice_share=np.array([0.9, 0.1]),
        choice_cost=np.array([1.0, 1.1]),
        diffuses=np.array([False, True]),
    )


@pytest.fixture
def terms() -> Callable[..., YearTerms]:
    """Terms of an ordinary year, of which a test changes what it is about."""
    usual = YearTerms(
        need=1000.0,
        work=np.array([10.0, 10.0]),
        cost=np.array([1.0, 1.1]),
        unsubsidised=np.array([1.0, 1.1]),
        capex_cny=np.array([100.0, 200.0]),
        subsidy_cny=np.zeros(2),
        covered=np.ones(2),
        banned=np.zeros(2, dtype=bool),
    )

    def changed(**changes: object) -> YearTerms:
        return replace(usual, **changes)  # type: ignore[arg-type]

    return changed
