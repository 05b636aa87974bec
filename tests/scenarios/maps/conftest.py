"""The shipped tables, and pictures read back as XML."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from scenarios.tables.reading import Tables, read_tables

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(scope="session")
def tables() -> Tables:
    """Return the shipped tables."""
    return read_tables()


@pytest.fixture(scope="session")
def parsed() -> Callable[[object], ET.Element]:
    """Return a reader of pictures."""
    return lambda picture: ET.fromstring(str(picture))  # noqa: S314
