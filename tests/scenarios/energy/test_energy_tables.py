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


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("aux_engine_kw", 24_000.0, "inland-500: hotel load alone burns more than 4 g/tkm"),
        ("dwt_t", 500_000.0, "inland-500: its hull cannot burn the 4 g/tkm of its anchor"),
    ],
)
def test_a_class_that_no_factor_brings_to_its_anchor_is_named(
    shipped: Tables, column: str, value: float, message: str
) -> None:
    rows = shipped["vessel_classes"].copy()
    rows[column] = rows[column].astype(float)
    rows.loc[rows["class_id"] == "inland-500", column] = value
    found = list(energy_table_gaps({**shipped, "vessel_classes": rows}))
    assert found == [("vessel_classes", message)]


def test_an_anchor_lies_in_its_range(shipped: Tables) -> None:
    rows = shipped["energy_intensity"].copy()
    anchor = shipped["inland_hulls"]["anchor_id"].iloc[0]
    rows.loc[rows["entry_id"] == anchor, "value_low"] = 3000.0
    (found,) = energy_table_gaps({**shipped, "energy_intensity": rows})
    assert found[0] == "energy_intensity"
    assert found[1].startswith(anchor)
