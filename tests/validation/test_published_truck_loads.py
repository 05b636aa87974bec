"""Truck consumption by load against the UK DESNZ conversion factors of 2023 (freighting goods).

Articulated trucks above 33 t, diesel, kg CO2e (tank to wheel): 0.632504962 per km empty,
1.044484962 full, 0.912654962 at the average load of 12.3 t, and 0.074205059 per tonne-km there.
"""

from __future__ import annotations

import pytest

from fleets.truck_energy import LoadLine

EMPTY, FULL, AVERAGE, PER_TKM = 0.632504962, 1.044484962, 0.912654962, 0.074205059


def test_the_average_load_lies_on_the_line_from_empty_to_full() -> None:
    line = LoadLine(EMPTY / FULL)
    # the factors take an average of 68 % of the capacity
    assert float(line.at(0.68)) * FULL == pytest.approx(AVERAGE, rel=1e-4)
    assert float(line.at(0.0)) * FULL == pytest.approx(EMPTY)
    assert float(line.at(1.0)) * FULL == pytest.approx(FULL)
    assert float(line.at(12.3 / 18.11)) * FULL / 12.3 == pytest.approx(PER_TKM, rel=1e-3)
