"""Classes, engines and factors of the energy calculator, made once."""

from __future__ import annotations

import pytest

from scenarios.energy.inputs import VesselInputs, vessel_inputs
from scenarios.tables.reading import Tables, read_tables


@pytest.fixture(scope="session")
def shipped() -> Tables:
    return read_tables()


@pytest.fixture(scope="session")
def vessels(shipped: Tables) -> VesselInputs:
    return vessel_inputs(shipped, 2024)
