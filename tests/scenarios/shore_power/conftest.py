"""Checked tables, read once."""

from __future__ import annotations

import pytest

from scenarios.tables.reading import Tables, read_tables


@pytest.fixture(scope="session")
def tables() -> Tables:
    return read_tables()
