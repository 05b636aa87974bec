"""The fitted months under other filling, water and stops."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from scenarios.cli.waterway.compare import sensitivity_lines
from scenarios.waterway import fit_sensitivity as module
from scenarios.waterway.fit_sensitivity import ALTERNATIVES, NO_STOP, SHIPPED, altered
from scenarios.waterway.observed import Setup

if TYPE_CHECKING:
    from scenarios.tables.reading import Tables
    from scenarios.waterway.months import LockCase


def changed(shipped: Tables, alternative: str) -> dict[str, pd.DataFrame]:
    """Return rows of the tables that an alternative changes, by table."""
    tables = altered(shipped, "changzhou", alternative)
    return {name: table for name, table in tables.items() if not table.equals(shipped[name])}


@pytest.mark.parametrize("alternative", ALTERNATIVES)
def test_an_alternative_changes_one_table_and_one_lock(shipped: Tables, alternative: str) -> None:
    found = changed(shipped, alternative)
    assert len(found) == (alternative != SHIPPED)
    for name, table in found.items():
        one, other = (part[part["lock"] != "changzhou"] for part in (table, shipped[name]))
        pd.testing.assert_frame_equal(one, other)


def test_only_the_stop_for_the_typhoon_is_left_out(shipped: Tables) -> None:
    (found,) = changed(shipped, NO_STOP).values()
    gone = shipped["lock_outages"].drop(found.index)
    assert gone[["line", "from", "to"]].to_numpy().tolist() == [["*", "2025-09-24", "2025-09-24"]]


def test_errors_are_those_of_every_month_and_are_shown(
    shipped: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ran(cases: dict[str, LockCase], *_: object) -> dict[str, list[object]]:
        table = pd.DataFrame(
            {
                "lockages": np.array([2234, 2095, 2128, 2284, 2148, 1478]) * 1.05,
                "waiting_vessels_mean": np.array([103, 80, 136, 106, 221, 813]) * 0.8,
            }
        )
        return {name: [type("Outcome", (), {"months": table})()] for name in cases}

    monkeypatch.setattr(module, "run_locks", ran)
    found = module.fit_sensitivity(shipped, Setup("changzhou", 1, 1, 1))
    assert len(found) == 2 * len(ALTERNATIVES) * 2 * 6
    by_variable = found.groupby("variable")["error_percent"].unique()
    assert by_variable["lockages"] == pytest.approx(5)
    assert by_variable["waiting_mean"] == pytest.approx(-20)
    lines = sensitivity_lines(found)
    assert sum(line.split("  ")[0] in ALTERNATIVES for line in lines) == 4 * len(ALTERNATIVES)
    assert lines[2].split()[-6:] == ["+5.0"] * 6
    assert max(len(line) for line in lines) < 90
