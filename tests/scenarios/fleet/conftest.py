"""Inputs of fleets, made once."""

from __future__ import annotations

import pytest

from scenarios.fleet.inputs import StockInputs, stock_inputs
from scenarios.tables.reading import Tables, read_tables


@pytest.fixture(scope="session")
def shipped() -> Tables:
    return read_tables()


@pytest.fixture(scope="session")
def inputs(shipped: Tables) -> StockInputs:
    """Up to 2032, which is enough to see turnover and quick to follow."""
    return stock_inputs(shipped, last=2032)
