"""Freight demand of a year: the base-year table and assumed growth by commodity.

The base table is a balanced estimate that meets published control totals, not an observed
matrix. No growth table was found: the low, central and high rates are assumptions. Demand beyond
the last period keeps that period's level.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

GROWTH_CASES = ("low", "central", "high")
"""Cases of the growth table."""


def split_port_areas(demand: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """Split river cargo of cities that load it in several port areas.

    Only rows observed on inland water are split; their tonnes stay the same in all.

    Parameters
    ----------
    demand : pandas.DataFrame
        Table ``demand``.
    areas : pandas.DataFrame
        Table ``port_areas``: places, their areas and the share of each.

    Returns
    -------
    pandas.DataFrame
        The demand with origins and destinations replaced by port areas.

    Raises
    ------
    ValueError
        If the shares of a place do not sum to one.
    """
    sums = areas.groupby("place_id")["cargo_share"].sum()
    if not np.allclose(sums, 1.0):
        msg = f"Shares of port areas sum to {sums.to_dict()}. Make each sum one."
        raise ValueError(msg)
    by_water = demand["observed_main_mode"] == "inland_water"
    parts = demand[by_water]
    for end in ("origin", "destination"):
        joined = parts.merge(
            areas[["place_id", "area_place", "cargo_share"]],
            left_on=end,
            right_on="place_id",
            how="left",
            validate="many_to_many",
        )
        parts = joined.assign(
            **{end: joined["area_place"].fillna(joined[end])},
            kt=joined["kt"] * joined["cargo_share"].fillna(1.0),
        )[list(demand.columns)]
    return pd.concat([parts, demand[~by_water]], ignore_index=True)


def growth_factors(growth: pd.DataFrame, case: str, base_year: int, year: int) -> dict[str, float]:
    """Return the growth of each commodity from the base year to a year.

    Parameters
    ----------
    growth : pandas.DataFrame
        Table ``growth``: yearly rates by commodity, case and period.
    case : str
        ``low``, ``central`` or ``high``.
    base_year, year : int
        From and to; equal years give one.

    Returns
    -------
    dict of str to float
        Factor by commodity.

    Raises
    ------
    ValueError
        If the case is not in the table or `year` lies before `base_year`.
    """
    part = growth[growth["growth_case"] == case]
    if part.empty or year < base_year:
        msg = f"No growth is known for case {case} from {base_year} to {year}."
        raise ValueError(msg)
    first = np.maximum(part["from_year"].to_numpy(dtype=float), base_year)
    last = np.minimum(part["to_year"].to_numpy(dtype=float), year)
    years = np.maximum(last - first, 0.0)
    factor = np.power(1 + part["rate_per_year"].to_numpy(dtype=float), years)
    found: dict[str, float] = {}
    for commodity, one in zip(part["commodity"], factor, strict=True):
        found[str(commodity)] = found.get(str(commodity), 1.0) * float(one)
    return found


def grow_demand(demand: pd.DataFrame, growth: pd.DataFrame, case: str, year: int) -> pd.DataFrame:
    """Return the demand table of a year.

    Parameters
    ----------
    demand : pandas.DataFrame
        Table ``demand``; its key is origin, destination, commodity and control group.
    growth : pandas.DataFrame
        Table ``growth``.
    case : str
        Growth case.
    year : int
        Calendar year.

    Returns
    -------
    pandas.DataFrame
        A copy with ``kt`` of that year.

    Raises
    ------
    KeyError
        If a commodity has no growth rate.
    """
    base_year = int(demand["base_year"].iloc[0])
    factors = growth_factors(growth, case, base_year, year)
    missing = sorted(set(demand["commodity"]) - set(factors))
    if missing:
        msg = f"The growth table lacks {', '.join(missing)}. Add rates for each case."
        raise KeyError(msg)
    return demand.assign(kt=demand["kt"] * demand["commodity"].map(factors))
