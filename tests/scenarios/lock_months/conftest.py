"""The shipped tables, read once."""

from __future__ import annotations

import pytest

from scenarios.tables.reading import Tables, read_tables


@pytest.fixture(scope="session")
def shipped() -> Tables:
    return read_tables()
