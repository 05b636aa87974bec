"""Fleets in their base year: how many, how old and with what, from work and past sales."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fleets.turnover.cohorts import relative_mileage
from fleets.turnover.survival import steady_ages
from fleets.turnover.terms import Fleet

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from numpy.typing import NDArray

    from fleets.turnover.types import FleetType

    Floats = NDArray[np.float64]
    YearPaths = Mapping[tuple[str, str], tuple[list[float], list[float]]]


def year_paths(table: pd.DataFrame, column: str) -> YearPaths:
    """Return a column of a table over the years, by group and powertrain.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns ``group_id``, ``powertrain``, ``year`` and the one asked for.
    column : str
        Its name.

    Returns
    -------
    dict of (str, str) to (array, array)
        Years in rising order, and values.
    """
    found: dict[tuple[str, str], tuple[list[float], list[float]]] = {}
    for row in table.sort_values("year").to_dict("records"):
        years, values = found.get((str(row["group_id"]), str(row["powertrain"])), ([], []))
        found[str(row["group_id"]), str(row["powertrain"])] = (
            [*years, float(row["year"])],
            [*values, float(row[column])],
        )
    return found


def sales_shares(history: YearPaths, kind: FleetType, years: Floats) -> Floats:
    """Return the shares of sales of past years by powertrain.

    Parameters
    ----------
    history : dict of (str, str) to (list, list)
        Shares of the table ``sales_history``, of :func:`year_paths`.
    kind : FleetType
        Type of vehicle.
    years : array
        Years.

    Returns
    -------
    array, years x powertrains
        They sum to one in each year; the first powertrain takes what the others leave.
    """
    shares = np.zeros((len(years), len(kind.powertrains)))
    for index, name in enumerate(kind.ids):
        if (kind.group, name) in history:
            shares[:, index] = np.interp(years, *history[kind.group, name])
    shares[:, 0] += 1 - shares.sum(axis=1)
    return shares


def starting_fleet(
    kind: FleetType, history: YearPaths, base: tuple[int, int], need: float, base_cost: Floats
) -> Fleet:
    """Return a fleet in its base year: as many vehicles as carry its work, of an estimated age.

    Ages are those of a fleet whose sales grew steadily, powertrains those of past sales. In choice
    new powertrains start from the constant of the usual one, which those of a family share as they
    sold; what has long been sold keeps the constant of its own sales.

    Parameters
    ----------
    kind : FleetType
        Type of vehicle.
    history : dict of (str, str) to (list, list)
        Shares of the table ``sales_history``, of :func:`year_paths`.
    base : (int, int)
        Base year, and the last year that will be asked for.
    need : float
        Work of the base year.
    base_cost : array
        Cost of ownership in the base year by powertrain.

    Returns
    -------
    Fleet
        The fleet at its start.
    """
    year, last = base
    oldest = kind.curve.oldest_years
    vintages = np.arange(year - oldest, last + 1, dtype=float)
    built = vintages[: oldest + 1]
    mix = steady_ages(kind.curve, kind.sales_growth_share)[::-1]
    counts = mix[:, None] * sales_shares(history, kind, built)
    carries = relative_mileage(built, year, kind.mileage_decay_share)
    able = float(carries @ counts @ kind.values("work_per_year"))
    start = np.zeros((len(vintages), len(kind.powertrains)))
    start[: oldest + 1] = counts * (need / able)
    base_share = sales_shares(history, kind, np.array([float(year)]))[0]
    new = kind.flags("diffuses")
    return Fleet(
        fleet_id=kind.fleet_id,
        group=kind.group,
        powertrains=kind.ids,
        curve=kind.curve,
        mileage_decay_share=kind.mileage_decay_share,
        lays_up=kind.lays_up,
        base_year=year,
        vintages=vintages,
        start=start,
        base_share=base_share,
        choice_share=np.where(new, base_share[0] * _family_parts(kind, base_share), base_share),
        choice_cost=np.where(new, base_cost[0], base_cost),
        diffuses=new,
    )


def _family_parts(kind: FleetType, base_share: Floats) -> Floats:
    """Return the part of its family that each powertrain sold in the base year."""
    families = [one.family for one in kind.powertrains]
    sums = {
        name: sum(s for s, other in zip(base_share, families, strict=True) if other == name)
        for name in families
    }
    return np.array(
        [s / sums[name] if sums[name] > 0 else 0.0
         for s, name in zip(base_share, families, strict=True)]
    )  # fmt: skip
