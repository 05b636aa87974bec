"""Faults in the tables of locks that form and references do not show."""

from __future__ import annotations

import pytest

from scenarios.tables.lock_check import lock_table_gaps
from scenarios.tables.reading import Tables, read_tables


@pytest.fixture(scope="module")
def shipped() -> Tables:
    return read_tables()


def faults(shipped: Tables, table: str, **cells: object) -> list[tuple[str, str]]:
    """Faults once the first row of a table has other cells."""
    changed = shipped[table].copy()
    for name, value in cells.items():
        changed[name] = [value, *changed[name].iloc[1:]]
    return list(lock_table_gaps({**shipped, table: changed}))


def test_the_shipped_tables_have_none(shipped: Tables) -> None:
    assert list(lock_table_gaps(shipped)) == []


@pytest.mark.parametrize(
    ("table", "cells", "message"),
    [
        ("lock_rules", {"lock": "chanzhou"}, "chanzhou is no lock of the table locks"),
        ("lock_rules", {"night_h": "22 to 6"}, "night_h '22 to 6' of changzhou is not like 22-6"),
        ("lock_rules", {"night_h": "6-6"}, "night_h '6-6' of changzhou is not like 22-6"),
        ("lock_rules", {"relief_queue": "1=80"}, "relief_queue '1=80' of changzhou is not like"),
        ("lock_rules", {"relief_queue": "9:80;2:90"}, "names line 9, which changzhou does not"),
        ("lock_outages", {"line": "7"}, "changzhou has no line 7"),
        ("lock_outages", {"from": "2025-12-32"}, "'2025-12-32' of changzhou 1 is no day like"),
        ("lock_outages", {"to": "20251231"}, "'20251231' of changzhou 1 is no day like"),
        ("lock_outages", {"to": "2025-11-30"}, "shut from 2025-12-01 to 2025-11-30, which is earl"),
        ("phase_profiles", {"entry_share": 0.7}, "the shares of lock sum to 1.15, more than 1"),
        ("currents", {"current_kmh": 30.0}, "the current of river, 30 km/h, stops vessels"),
    ],
)
def test_each_fault_is_named(
    shipped: Tables, table: str, cells: dict[str, object], message: str
) -> None:
    ((name, said),) = faults(shipped, table, **cells)
    assert name == table
    assert message in said
