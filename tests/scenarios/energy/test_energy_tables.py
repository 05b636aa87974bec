"""Tables of the energy calculator that lack what it asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scenarios.tables.energy_check import PARAMETERS, energy_table_gaps

if TYPE_CHECKING:
    from scenarios.tables.reading import Tables


def test_the_shipped_tables_lack_nothing_and_hold_no_idle_parameter(shipped: Tables) -> None:
    assert list(energy_table_gaps(shipped)) == []
    assert set(shipped["energy_parameters"]["parameter"]) == set(PARAMETERS)


@pytest.mark.parametrize(
    ("table", "column", "value", "message"),
    [
        ("energy_parameters", "parameter", "shaft_efficiency", "parameters missing"),
        ("energy_intensity", "entry_id", "road-articulated-33-t-full-uk-diesel", "entries missing"),
        ("marine_engines", "engine_id", "battery", "engines missing"),
        ("part_load", "curve", "inland-fuel", "curves missing"),
        ("low_load", "species", "nox", "species missing"),
        ("inland_hulls", "class_id", "inland-3000", "has no anchor"),
        ("grade_factors", "grade", "flat", "grades of"),
        ("ship_power", "mode", "berth", "modes of"),
    ],
)
def test_a_gap_is_named(shipped: Tables, table: str, column: str, value: str, message: str) -> None:
    rows = shipped[table]
    found = list(energy_table_gaps({**shipped, table: rows[rows[column] != value]}))
    assert found
    assert all(name == table and message in said for name, said in found)


def test_a_stage_without_exhaust_is_named(shipped: Tables) -> None:
    tiers = shipped["emission_tiers"].copy()
    tiers.loc[tiers["tier"] == "china-1", "nox_g_per_kwh"] = float("nan")
    found = list(energy_table_gaps({**shipped, "emission_tiers": tiers}))
    assert found == [("emission_tiers", "china-1 tells no nox, for a kWh or for a kg of fuel")]


def test_a_change_of_locomotive_needs_its_range(shipped: Tables) -> None:
    rows = shipped["energy_parameters"].copy()
    rows.loc[rows["parameter"] == "locomotive_change_h", "high"] = float("nan")
    rows.loc[rows["parameter"] == "locomotive_idle_l_per_h", "value"] = 50.0
    found = list(energy_table_gaps({**shipped, "energy_parameters": rows}))
    assert found == [
        ("energy_parameters", "locomotive_change_h, 1.2, is not 0.25 to nan"),
        ("energy_parameters", "locomotive_idle_l_per_h, 50, is not 11.4 to 41.6"),
    ]
