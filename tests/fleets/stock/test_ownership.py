"""Cost of ownership by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fleets.turnover.ownership import Offer, ownership_cost, replacement_share

OFFER = Offer(
    capex_cny=np.array([400.0, 1000.0]),
    subsidy_cny=np.array([0.0, 200.0]),
    pack_cny=np.array([0.0, 300.0]),
    pack_life_years=np.array([np.inf, 4.0]),
    energy_cny=np.array([80.0, 30.0]),
    carbon_cny=np.array([8.0, 0.0]),
    maintenance_cny=np.array([10.0, 5.0]),
    fees_cny=np.array([20.0, 20.0]),
    waiting_cny=np.array([0.0, 4.0]),
    fixed_cny=50.0,
    work=np.array([10.0, 8.0]),
    life_years=10.0,
    interest_rate=0.0,
)


def test_parts_by_hand() -> None:
    cost = ownership_cost(OFFER)
    assert cost.capital.tolist() == pytest.approx([4.0, 12.5])  # a tenth a year, over the work
    assert cost.subsidy.tolist() == pytest.approx([0.0, -2.5])
    assert cost.battery.tolist() == pytest.approx([0.0, 7.5])  # two packs, after 4 and 8 years
    assert cost.total.tolist() == pytest.approx(
        [(40 + 80 + 8 + 10 + 20 + 50) / 10, (80 + 60 + 30 + 5 + 20 + 4 + 50) / 8]
    )
    assert cost.unsubsidised.tolist() == pytest.approx([20.8, (249 + 20) / 8])


def test_interest_makes_capital_dearer_and_replacements_cheaper() -> None:
    assert replacement_share(5, 10, 0.06) == pytest.approx(1.06**-5)
    dear = ownership_cost(replace(OFFER, interest_rate=0.06))
    annuity = 0.06 / (1 - 1.06**-10)
    assert dear.capital[0] == pytest.approx(400 * annuity / 10)
    assert dear.battery[1] == pytest.approx(300 * (1.06**-4 + 1.06**-8) * annuity / 8)
