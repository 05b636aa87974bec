"""Diesel at berths of inland vessels that shore power replaces."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pandas as pd
import pytest

from transport.ledger.berth_power import CARRIER, BerthPower, with_berth_power


def test_only_berths_with_shore_power_move_and_energy_follows() -> None:
    table = pd.DataFrame(
        {
            "route": ["r"] * 4,
            "state": ["laden", "berth", "berth", "lock"],
            "place": ["link", "GGG", "NNG", "GGG"],
            "mj_inland_diesel": [5000.0, 900.0, 900.0, 100.0],
            "energy_mj": [5000.0, 900.0, 900.0, 100.0],
        }
    )
    routes = cast("Any", {"r": SimpleNamespace(class_share={"a": 0.5, "b": 0.5})})
    classes = {"a": SimpleNamespace(berth_h=10.0), "b": SimpleNamespace(berth_h=30.0)}
    fleet = cast("Any", SimpleNamespace(classes=classes))
    power = BerthPower({"GGG": 0.5}, 2.0, 9.0, 0.9)
    found = with_berth_power(table, routes, fleet, power)
    # Half the calls, 18 of 20 hours: 405 MJ of diesel, 45 kWh, 50 kWh or 180 MJ from the grid.
    assert found["mj_inland_diesel"].tolist() == pytest.approx([5000, 495, 900, 100])
    assert found[f"mj_{CARRIER}"].tolist() == pytest.approx([0, 180, 0, 0])
    assert found["energy_mj"].tolist() == pytest.approx([5000, 675, 900, 100])
