"""The table of handling at hubs holds every terminal, at values inside their ranges."""

from __future__ import annotations

from scenarios.tables.haul_check import haul_table_gaps
from scenarios.tables.reading import read_tables


def test_the_shipped_table_lacks_nothing() -> None:
    assert list(haul_table_gaps(read_tables())) == []


def test_a_missing_terminal_and_a_value_outside_its_range_are_told() -> None:
    tables = read_tables()
    table = tables["hub_handling"]
    boxes_at_sea = (table["mode"] == "sea") & (table["cargo_kind"] == "container")
    spoilt = table[~boxes_at_sea].copy()
    by_rail = (spoilt["mode"] == "rail") & (spoilt["cargo_kind"] == "bulk")
    spoilt.loc[by_rail, "diesel_mj_per_t"] = 50.0
    told = list(haul_table_gaps({**tables, "hub_handling": spoilt}))
    assert told == [
        ("hub_handling", "container by sea is missing"),
        ("hub_handling", "diesel_mj_per_t of bulk by rail, 50, is not 1.69 to 9.69"),
    ]
