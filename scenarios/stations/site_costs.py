"""Cost of every site of a week, the week repeated over the year."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from scenarios.stations.request import WARM_UP_H, WEEK_H
from transport.operations.stations import BINS_PER_H
from transport.stations.costs import site_cost, year_bill
from transport.stations.sites import ELECTRIC, grid_kw

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from transport.operations.stations import StationRun, StationSite
    from transport.stations.service_areas import Equipped
    from transport.stations.sites import Yard
    from transport.tariff import Tariff


@dataclass(frozen=True)
class Built:
    """Sites with what they are made of."""

    sites: Sequence[StationSite]
    equipped: Equipped
    yard: Yard


def site_costs(
    run: StationRun, built: Built, tariff: Tariff, when: tuple[int, float]
) -> pd.DataFrame:
    """Return the cost of each site.

    Parameters
    ----------
    run : StationRun
        The week, after a day of warm-up that begins on a Monday.
    built : Built
        Sites.
    tariff : Tariff
        Electricity.
    when : tuple of int and float
        Calendar year and real interest.

    Returns
    -------
    pandas.DataFrame
        ``site``, ``grid_kw`` and the fields of :class:`transport.stations.costs.SiteCost`; the cost
        of a kWh is that of what is electric alone.
    """
    first, count = int(WARM_UP_H * BINS_PER_H), int(WEEK_H * BINS_PER_H)
    rows = []
    for k, site in enumerate(built.sites):
        sold = built.equipped[site.name.rsplit(":", 1)[0]]
        limit = grid_kw(sold, built.yard)
        week = run.meter_kwh[k, first : first + count]
        charged = {name: one for name, one in sold.items() if name in ELECTRIC}
        bill = (0.0, 0.0)
        if charged and week.any():
            bill = year_bill(np.roll(week, first), tariff, when[0], limit)
        whole = site_cost(sold, built.yard, limit, bill, 0.0, when[1])
        if charged:
            yearly = _charged_kwh(run, k, site) * _week_share(run, k, week) * 365 / 7
            own = site_cost(charged, built.yard, limit, bill, yearly, when[1])
            whole = replace(whole, lcoe_cny_per_kwh=own.lcoe_cny_per_kwh)
        rows.append({"site": site.name, "grid_kw": limit, **asdict(whole)})
    return pd.DataFrame(rows)


def site_totals(stations: pd.DataFrame) -> dict[str, float]:
    """Return the sums over sites of a table of stations, each site once.

    Parameters
    ----------
    stations : pandas.DataFrame
        One row for each station, with the load and cost of its site; it may be empty.

    Returns
    -------
    dict of str to float
        ``energy_mwh_per_day`` at the meter; ``capex_mcny``, the price of all sites, those that
        stand already and those that nobody uses included; ``bill_mcny_per_year``, both parts.

    Examples
    --------
    >>> rows = {"site": ["a", "a", "b"], "energy_kwh_per_day": [500.0, 500.0, 250.0]}
    >>> rows |= {"capex_cny": [2e6, 2e6, 1e6], "energy_cny_per_year": [3e5, 3e5, 1e5]}
    >>> table = pd.DataFrame(rows).assign(demand_cny_per_year=1e5)
    >>> site_totals(table)
    {'energy_mwh_per_day': 0.75, 'capex_mcny': 3.0, 'bill_mcny_per_year': 0.6}
    >>> set(site_totals(table[:0]).values())
    {0.0}
    """
    sites = stations.drop_duplicates("site")
    bill = sites["energy_cny_per_year"] + sites["demand_cny_per_year"]
    return {
        "energy_mwh_per_day": float(sites["energy_kwh_per_day"].sum()) / 1000,
        "capex_mcny": float(sites["capex_cny"].sum()) / 1e6,
        "bill_mcny_per_year": float(bill.sum()) / 1e6,
    }


def _week_share(run: StationRun, number: int, week: NDArray[np.float64]) -> float:
    """Return the part of what a site took in the whole run that its bill is of."""
    metered = float(run.site_states["metered"][number])
    return float(week.sum()) / metered if metered > 0 else 0.0


def _charged_kwh(run: StationRun, number: int, site: StationSite) -> float:
    """Return the energy into batteries at a site: what flowed but fuel."""
    fuel = [
        float(run.station_states["dispensed"][run.stations.index(one.name)])
        for one in site.stations
        if np.isinf(one.efficiency)
    ]
    if len(fuel) == len(site.stations):
        return 0.0
    return max(0.0, float(run.site_states["out"][number]) - sum(fuel))
