"""What a class of trucks costs by the hour, and what each powertrain adds, from the stock's tables.

The group of the table ``stock_groups`` that a class belongs to has its crew and overhead, life and
hours; the rows of ``stock_powertrains`` that are of the class have price, upkeep and battery. The
first row of a group is the usual powertrain, as for buyers. A battery that wears out sooner than
the truck is bought again at the price of that year.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from fleets.truck_powertrains import AddedCost, ClassCost
from fleets.turnover.offers import PACK
from fleets.turnover.ownership import replacement_share
from fleets.turnover.price_paths import price_paths
from fleets.turnover.tables import truck_groups
from fleets.vessels import annuity_share

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    import pandas as pd

    from fleets.turnover.price_paths import PricePath

    Row = Mapping[Hashable, Any]

_GROUPS: Final = "stock_groups"


def class_cost(
    tables: Mapping[str, pd.DataFrame], class_id: str, year: int, interest_rate: float
) -> ClassCost | None:
    """Return what a class of trucks costs in a year, energy and tolls apart.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Tables ``stock_groups``, ``stock_powertrains`` and ``price_paths``.
    class_id : str
        Class of trucks.
    year : int
        Year in which the truck is bought.
    interest_rate : float
        Real interest rate per year.

    Returns
    -------
    ClassCost or None
        With the powertrains of the table, the usual one added at zero; None where the tables have
        no price of the class, or no crew and overhead of its own group.
    """
    group_id = truck_groups(tables[_GROUPS]).get(class_id)
    groups = {str(row["group_id"]): row for row in tables[_GROUPS].to_dict("records")}
    rows = [
        row
        for row in tables["stock_powertrains"].to_dict("records")
        if row["group_id"] == group_id and row["truck_class"] == class_id
    ]
    if not rows or math.isnan(groups[str(group_id)]["fixed_cny_per_year"]):
        return None
    group, usual = groups[str(group_id)], rows[0]
    repaid = annuity_share(interest_rate, float(group["life_years"]))
    work_h = float(group["work_h_per_year"])
    pack = price_paths(tables["price_paths"])[PACK]
    added = {}
    for row in rows:
        capital = float(row["capex_cny"]) - float(usual["capex_cny"])
        capital += _packs_cny(row, float(group["life_years"]), pack, (year, interest_rate))
        added[str(row["truck_powertrain"])] = AddedCost(
            capital * repaid / work_h,
            float(row["upkeep_cny_per_km"]) - float(usual["upkeep_cny_per_km"]),
        )
    yearly = float(usual["capex_cny"]) * repaid + float(group["fixed_cny_per_year"])
    return ClassCost(yearly / work_h, added)


def _packs_cny(row: Row, life_years: float, pack: PricePath, when: tuple[int, float]) -> float:
    """Return the present value of the batteries that a truck needs after its first."""
    year, interest_rate = when
    if math.isnan(row["battery_kwh"]) or math.isnan(row["pack_years"]):
        return 0.0
    years = float(row["pack_years"])
    again = replacement_share(years, life_years, interest_rate)
    return again * float(row["battery_kwh"]) * pack.at(year + years)
