"""Totals from tonnes, and the mean rates at which unserved cargo counts."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from transport.ledger.account import UnitEnergy, shipment_mean, total_energy
from transport.mode_choice.assignment import Assignment, Market

# Shipment 0 takes services 0 and 1, shipment 1 takes services 1 and 2, shipment 2 has none.
SHIPMENT = np.array([0, 0, 1, 1])
SERVICE = np.array([0, 1, 1, 2])
SHARES = np.array([0.25, 0.75, 0.5, 0.5])
KT = np.array([100.0, 40.0, 7.0])
SERVED = np.array([0.9, 1.0, 0.0])


@pytest.fixture
def market() -> Market:
    three, four = np.ones(3), np.ones(4)
    return Market(
        pd.DataFrame({"kt": KT}),
        KT,
        three,
        three,
        -three,
        SHIPMENT,
        SERVICE,
        np.zeros(4, dtype=np.int64),
        four,
        four,
    )


@pytest.fixture
def assignment() -> Assignment:
    return Assignment(
        SHARES, SHARES * (KT * SERVED)[SHIPMENT], SERVED, np.zeros(3), SHARES, np.zeros(3)
    )


def test_total_energy() -> None:
    unit = UnitEnergy(
        {("road", "diesel"): np.array([2.0, 0.0, 1.0]), ("sea", "oil"): np.array([0.0, 5.0, 0.0])}
    )
    assert total_energy(unit, np.array([10.0, 20.0, 30.0])) == {
        ("road", "diesel"): 50.0,
        ("sea", "oil"): 100.0,
    }


def test_the_mean_over_the_services_of_a_shipment(market: Market, assignment: Assignment) -> None:
    # 0.25 x 8 + 0.75 x 4, and 0.5 x 4 + 0.5 x 10; a shipment without services counts nothing.
    found = shipment_mean(market, assignment, np.array([8.0, 4.0, 10.0]))
    assert found.tolist() == [5.0, 7.0, 0.0]


def test_carried_and_unserved_cargo_together_are_the_cargo_at_its_mean_rates(
    market: Market, assignment: Assignment
) -> None:
    rate = np.array([8.0, 4.0, 10.0])
    carried = float(rate[SERVICE] @ assignment.kt)
    unserved = float(shipment_mean(market, assignment, rate) @ (KT * (1 - SERVED)))
    assert carried + unserved == pytest.approx(100 * 5 + 40 * 7)
    assert unserved == pytest.approx(10 * 5)
