"""What a station costs: capital, upkeep and the two-part bill of its grid connection."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fleets import annuity_share
from transport.load_profile import LoadProfile
from transport.operations.stations import BINS_PER_H
from transport.tariff import bills

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from transport.stations.service_areas import Equipment
    from transport.stations.sites import Yard
    from transport.tariff import Tariff

    Floats = NDArray[np.float64]

_WEEKS = 54
"""Weeks that hold any year from the Monday before it on."""
_DAYS = 365


@dataclass(frozen=True, slots=True)
class SiteCost:
    """Cost of a site.

    Attributes
    ----------
    capex_cny : float
        Equipment, packs and grid connection.
    fixed_cny_per_year : float
        Annuity and upkeep.
    energy_cny_per_year, demand_cny_per_year : float
        The two parts of the bill.
    lcoe_cny_per_kwh : float
        All of it over the energy into batteries; NaN where there is none.
    """

    capex_cny: float
    fixed_cny_per_year: float
    energy_cny_per_year: float
    demand_cny_per_year: float
    lcoe_cny_per_kwh: float


def year_bill(
    quarter_kwh: Floats, tariff: Tariff, year: int, grid_kw: float
) -> tuple[float, float]:
    """Return energy and demand charge of a year that repeats a week.

    Parameters
    ----------
    quarter_kwh : array
        Energy at the meter by quarter of an hour, a week from Monday on.
    tariff : Tariff
        Prices.
    year : int
        Calendar year.
    grid_kw : float
        Capacity, for tariffs by capacity.

    Returns
    -------
    tuple of float
        CNY. The week is repeated from the Monday before the year, or its first day, to its end;
        the energy of a leap year is brought to 365 days, as all of a year is.
    """
    load = np.tile(quarter_kwh, _WEEKS) * BINS_PER_H
    edges = np.arange(len(load) + 1) / BINS_PER_H
    profile = LoadProfile(edges, load, np.zeros(len(load), dtype=np.int64))
    january = dt.datetime(year, 1, 1)  # noqa: DTZ001 - local time, as the tariff
    monday = january - dt.timedelta(days=january.weekday())
    months = [one for one in bills(profile, tariff, monday, grid_kw) if one.month[:4] == str(year)]
    scale = _DAYS / (january.replace(year=year + 1) - january).days
    return sum(one.energy_cny for one in months) * scale, sum(one.demand_cny for one in months)


def site_capex(sold: Mapping[str, Equipment], yard: Yard, grid_kw: float) -> float:
    """Return the price of a site: equipment, packs and grid connection."""
    numbers = yard.numbers
    equipment = sum(one.units * yard.rows[one.equipment].capex_cny for one in sold.values())
    packs = sum(one.packs for one in sold.values())
    packs_cny = packs * yard.pack_kwh * numbers.pack_capex_cny_per_kwh
    return equipment + packs_cny + grid_kw * numbers.grid_capex_cny_per_kw


def site_cost(
    sold: Mapping[str, Equipment],
    yard: Yard,
    grid_kw: float,
    bill: tuple[float, float],
    delivered_kwh_per_year: float,
    interest_rate: float,
) -> SiteCost:
    """Return what a site costs in a year.

    Parameters
    ----------
    sold : mapping of str to Equipment
        What it has.
    yard : Yard
        Prices.
    grid_kw : float
        Grid connection.
    bill : tuple of float
        Energy and demand charge of a year.
    delivered_kwh_per_year : float
        Energy into batteries.
    interest_rate : float
        Real interest.

    Returns
    -------
    SiteCost
        The cost; grid and packs are repaid over the life of the equipment.
    """
    capex = site_capex(sold, yard, grid_kw)
    rows = [
        (one.units * yard.rows[one.equipment].capex_cny, one.equipment) for one in sold.values()
    ]
    weight = sum(price for price, _ in rows) or 1.0
    life = sum(price * yard.rows[name].life_years for price, name in rows) / weight
    upkeep = sum(price * yard.rows[name].upkeep_share_per_year for price, name in rows)
    fixed = capex * annuity_share(interest_rate, life) + upkeep
    total = fixed + bill[0] + bill[1]
    sold_kwh = delivered_kwh_per_year
    return SiteCost(capex, fixed, *bill, total / sold_kwh if sold_kwh > 0 else np.nan)
