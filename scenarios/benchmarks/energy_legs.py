"""A tenth of a year of vessel legs through the energy calculator; a year is some four million."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from scenarios.energy.inputs import vessel_inputs
from scenarios.energy.leg_energy import energy_of_legs
from scenarios.energy.leg_table import complete_legs
from scenarios.energy.vessel_request import VesselRequest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

YEAR: Final = 2024
LEGS: Final = 400_000
YEAR_OF_LEGS: Final = 4_000_000
LIMIT_S: Final = 10.0
"""What a year of legs is meant to take at the most."""
_CLASSES: Final = ("inland-1000", "inland-2000", "inland-3000", "inland-5000")


def some_legs(count: int) -> pd.DataFrame:
    """Return legs of four classes with drawn speeds, depths, loads and currents, always alike."""
    random = np.random.default_rng(1)
    return pd.DataFrame(
        {
            "class_id": np.array(_CLASSES)[random.integers(0, len(_CLASSES), count)],
            "speed_kmh": random.uniform(5, 14, count),
            "depth_m": random.uniform(5.3, 9, count),
            "draught_m": np.nan,
            "load_t": random.uniform(0, 900, count),
            "current_kmh": random.uniform(-2, 2, count),
            "distance_km": random.uniform(5, 60, count),
            "voyage": "",
            "station_after": False,
        }
    )


def legs_part(
    tables: Mapping[str, pd.DataFrame],
) -> tuple[str, float, Callable[[], object]]:
    """Return description, limit and work of the legs."""
    inputs = vessel_inputs(tables, YEAR)
    legs, faults = complete_legs(some_legs(LEGS), inputs, "benchmark")
    if faults:
        msg = f"The legs of the benchmark have faults: {faults[0].message}."
        raise ValueError(msg)
    request = VesselRequest(_CLASSES[0])
    return (
        f"energy and emissions of {LEGS:,} vessel legs, a tenth of a year's records",
        LIMIT_S * LEGS / YEAR_OF_LEGS,
        lambda: energy_of_legs(legs, request, inputs),
    )
