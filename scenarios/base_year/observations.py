"""The base year held against published values.

Some values were fitted: the tonnes of each control group on its observed main mode. The others
were not, and tell how far the model can be trusted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from scenarios.base_year.errors import explanation
from scenarios.inputs import BASE_YEAR
from scenarios.own_demand.source import is_own

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scenarios.inputs import Base

_LOCKS = (
    ("changzhou", 2024, "lock_cargo"),
    ("guigang", 2019, "lock_cargo"),
    ("datengxia", 2023, "lock_cargo"),
    ("xijin", 2022, "lock_cargo_before_line_2"),
    ("guangxi_all_locks", 2024, "lock_cargo"),
    ("xijiang_joint", 2025, "lock_cargo"),
)
"""Locks with a published cargo, the year nearest to the base year that has one, and its name."""

_DIRECTIONS = ((0, "down"), (1, "up"))
_WAITS = (("year", "wait_year_with_outages"),)
_WAIT_YEAR = 2025
_COLUMNS = [
    "place",
    "variable",
    "year",
    "published",
    "modelled",
    "unit",
    "error_percent",
    "fitted",
    "explanation",
    "source",
]


def base_year_check(tables: Mapping[str, pd.DataFrame], base: Base) -> pd.DataFrame:
    """Compare the modelled base year with published values.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    base : Base
        The modelled base year.

    Returns
    -------
    pandas.DataFrame
        ``place``, ``variable``, ``year``, ``published``, ``modelled``, ``unit``,
        ``error_percent``, ``fitted``, ``explanation`` (of a large error), ``source``; fitted
        values first.
    """
    observations = tables["observations"]
    rows = [
        *_controls(tables["controls"], base, fitted=not is_own(tables["demand"])),
        *_locks(observations, base),
        *_waits(observations, base),
    ]
    given = [name for name in _COLUMNS if name not in {"error_percent", "explanation"}]
    table = pd.DataFrame(rows, columns=given)
    error = 100 * (table["modelled"] / table["published"] - 1)
    keys = zip(table["place"], table["variable"], error, strict=True)
    own = is_own(tables["demand"])  # held against controls, but made for something else
    why = ["" if own else explanation(*key) for key in keys]
    return table.assign(error_percent=error, explanation=why)[_COLUMNS]


def _controls(controls: pd.DataFrame, base: Base, *, fitted: bool) -> list[tuple[object, ...]]:
    """Control groups; those of Changzhou are all cargo through the lock in that direction.

    A user's own demand is held against them, but nothing was fitted to it.
    """
    through = {f"changzhou_{name}": ("changzhou", d) for d, name in _DIRECTIONS}
    rows: list[tuple[object, ...]] = []
    for row in controls.to_dict("records"):
        group = str(row["control_group"])
        at_lock = group in through
        modelled = (
            base.lock_kt.get(through[group], 0.0) if at_lock else base.control_kt.get(group, 0.0)
        )
        rows.append(
            (
                "changzhou" if at_lock else "",
                group,
                BASE_YEAR,
                float(row["control_kt"]) / 1000,
                modelled / 1000,
                "Mt",
                fitted,
                row["source"],
            )
        )
    return rows


def _locks(observations: pd.DataFrame, base: Base) -> list[tuple[object, ...]]:
    """Cargo through locks that were not fitted, both directions."""
    cargo = {
        lock: sum(kt for (name, _), kt in base.lock_kt.items() if name == lock) / 1000
        for lock in {name for name, _ in base.lock_kt}
    }
    cargo["guangxi_all_locks"] = cargo["xijiang_joint"] = sum(cargo.values())
    rows: list[tuple[object, ...]] = []
    for lock, year, variable in _LOCKS:
        found = observations[
            (observations["place"] == lock)
            & (observations["year"] == year)
            & (observations["variable"] == "cargo")
            & observations["period"].isin(["year", "Jan-Nov"])
        ]
        for row in found.to_dict("records"):
            months = 12 if row["period"] == "year" else 11
            rows.append(
                (
                    lock,
                    variable,
                    year,
                    float(row["value"]) * 12 / months,
                    cargo[lock],
                    "Mt",
                    False,
                    row["source"],
                )
            )
    return rows


def _waits(observations: pd.DataFrame, base: Base) -> list[tuple[object, ...]]:
    """Mean wait at Changzhou over a year.

    The published wait follows from vessels waiting by Little's law and counts every registered
    vessel; its year had line 3 shut for 39 days and lines 1 and 2 for a month, which an ordinary
    year of the model has not. Single months are compared by ``landsea waterway compare``.
    """
    modelled = sum(base.wait_h["changzhou", d] for d, _ in _DIRECTIONS) / len(_DIRECTIONS)
    rows: list[tuple[object, ...]] = []
    for period, variable in _WAITS:
        found = observations[
            (observations["place"] == "changzhou")
            & (observations["year"] == _WAIT_YEAR)
            & (observations["period"] == period)
            & (observations["variable"] == "mean_waiting")
        ]
        rows.extend(
            ("changzhou", variable, _WAIT_YEAR, row["value"], modelled, "h", False, row["source"])
            for row in found.to_dict("records")
        )
    return rows
