"""What the tables of fleet turnover must hold together."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Final

from fleets.turnover.offers import FUEL_CELL, PACK
from fleets.turnover.tables import INLAND, truck_groups
from fleets.turnover.terms import StockRules
from scenarios.fleet.projection import ROAD_ITEMS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

    Frames = Mapping[str, pd.DataFrame]
    Gaps = Iterator[tuple[str, str]]

_NUMBERS: Final = (
    "diffusion_imitation_vessel_share",
    "station_chargers",
    "station_use_share",
    "lock_queue_h_per_year",
    "fee_passages_per_year",
    "inland_fuel_factor",
    "inland_price_factor",
)
_ROUNDING: Final = 1e-9


def stock_table_gaps(tables: Frames) -> Gaps:
    """Yield what is missing or does not fit.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Typed tables.

    Yields
    ------
    (str, str)
        Table, and what is wrong with it.
    """
    groups = [str(group) for group in tables["stock_groups"]["group_id"]]
    if INLAND not in groups:
        yield "stock_groups", f"group missing: {INLAND}"
    for name in ("stock_powertrains", "stock_activity", "stock_stages"):
        lacking = sorted(set(groups) - {str(one) for one in tables[name]["group_id"]})
        if lacking:
            yield name, f"groups missing: {', '.join(lacking)}"
    rules = {field.name for field in fields(StockRules)} | set(_NUMBERS)
    yield from _lacking("stock_parameters", "parameters", rules, tables["stock_parameters"])
    items = {PACK, FUEL_CELL, *ROAD_ITEMS}
    yield from _lacking("price_paths", "items", items, tables["price_paths"])
    yield from _powertrains(tables)
    yield from _truck_classes(tables)


def _truck_classes(tables: Frames) -> Gaps:
    """Every class of truck that hauls belongs to one group, and every class named is known."""
    known = {str(one) for one in tables["truck_classes"]["class_id"]}
    hauls = tables["haul_classes"]
    used = {str(one) for one in hauls.loc[hauls["mode"] == "road", "class_id"]}
    groups, cells = truck_groups(tables["stock_groups"]), tables["stock_groups"]["truck_classes"]
    named = [one.strip() for cell in cells for one in str(cell).split(";") if one.strip()]
    for name in sorted(set(named)):
        if name not in known:
            yield "stock_groups", f"{name} is no class of truck_classes: {', '.join(sorted(known))}"
        if named.count(name) > 1:
            yield "stock_groups", f"{name} belongs to more than one group"
    for name in sorted(used - set(groups)):
        yield "stock_groups", f"{name} of haul_classes belongs to no group"


def _lacking(name: str, what: str, wanted: set[str], table: pd.DataFrame) -> Gaps:
    """Name what is wanted and not in the first column of a table."""
    missing = sorted(wanted - {str(one) for one in table.iloc[:, 0]})
    if missing:
        yield name, f"{what} missing: {', '.join(missing)}"


def _powertrains(tables: Frames) -> Gaps:
    """Powertrains that other tables name are on offer, and past shares leave room for the first."""
    offered = {
        (str(row["group_id"]), str(row["powertrain"]))
        for row in tables["stock_powertrains"].to_dict("records")
    }
    for name in ("sales_history", "energy_coverage"):
        for row in tables[name].to_dict("records"):
            key = str(row["group_id"]), str(row["powertrain"])
            if key not in offered:
                yield name, f"{key[1]} of {key[0]} is not in stock_powertrains"
    history = tables["sales_history"]
    largest = history.groupby(["group_id", "powertrain"])["sales_share"].max().reset_index()
    for group in dict.fromkeys(str(one) for one in largest["group_id"]):
        total = float(largest.loc[largest["group_id"] == group, "sales_share"].sum())
        if total > 1 + _ROUNDING:
            yield "sales_history", f"shares of {group} sum to {total:g}, more than 1"
