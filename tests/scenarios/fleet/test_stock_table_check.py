"""Faults of the tables of fleet turnover."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from scenarios.tables.stock_check import stock_table_gaps

if TYPE_CHECKING:
    from scenarios.tables.reading import Tables


def test_the_shipped_tables_hold_together(shipped: Tables) -> None:
    assert list(stock_table_gaps(shipped)) == []


@pytest.mark.parametrize(
    ("table", "column", "value", "said"),
    [
        ("stock_groups", "group_id", "inland", "group missing: inland"),
        ("stock_powertrains", "group_id", "locomotive", "groups missing: locomotive"),
        ("stock_parameters", "parameter", "purchase_scale", "parameters missing: purchase_scale"),
        ("price_paths", "item", "road_lng", "items missing: road_lng"),
        ("stock_powertrains", "powertrain", "swap", "swap of heavy-truck is not in"),
    ],
)
def test_what_is_taken_away_is_named(
    shipped: Tables, table: str, column: str, value: str, said: str
) -> None:
    rows = shipped[table]
    changed = {**shipped, table: rows[rows[column] != value]}
    assert any(said in message for _, message in stock_table_gaps(changed))


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("truck-49;truck-3", "truck-3 is no class of truck_classes: truck-18"),
        ("truck-49;truck-18", "truck-18 belongs to more than one group"),
        ("", "truck-49 of haul_classes belongs to no group"),
    ],
)
def test_every_class_of_truck_belongs_to_one_group(shipped: Tables, cell: str, said: str) -> None:
    groups = shipped["stock_groups"].copy()
    groups.loc[groups["group_id"] == "heavy-truck", "truck_classes"] = cell
    found = [message for _, message in stock_table_gaps({**shipped, "stock_groups": groups})]
    assert any(said in message for message in found)


def test_past_shares_leave_room_for_the_usual_powertrain(shipped: Tables) -> None:
    history = shipped["sales_history"]
    doubled = history.assign(sales_share=history["sales_share"].clip(lower=0.6))
    found = dict(stock_table_gaps({**shipped, "sales_history": pd.DataFrame(doubled)}))
    assert "more than 1" in found["sales_history"]
