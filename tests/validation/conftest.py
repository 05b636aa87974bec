"""The shipped tables and the base year, prepared once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scenarios.inputs import BASE_YEAR, Base, prepare_base, prepare_year
from scenarios.tables.reading import Tables, read_tables

if TYPE_CHECKING:
    from transport.year_model import YearModel


@pytest.fixture(scope="session")
def shipped() -> Tables:
    return read_tables()


@pytest.fixture(scope="session")
def base(shipped: Tables) -> Base:
    return prepare_base(shipped)


@pytest.fixture(scope="session")
def base_model(shipped: Tables, base: Base) -> YearModel:
    return prepare_year(shipped, base, (), BASE_YEAR)
