"""Cost of every site of a week, the week repeated over the year."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from scenarios.stations.request import WARM_UP_H, WEEK_H
from transport.operations.stations import BINS_PER_H
from transport.stations.costs import site_cost, year_bill
from transport.stations.sites import ELECTRIC, grid_kw

if TYPE_CHECKING:
    from collections.abc import Sequence

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
        ``site``, ``grid_kw`` and the fields of :class:`transport.stations.costs.SiteCost`.
    """
    first, count = int(WARM_UP_H * BINS_PER_H), int(WEEK_H * BINS_PER_H)
    rows = []
    for k, site in enumerate(built.sites):
        sold = built.equipped[site.name.rsplit(":", 1)[0]]
        limit = grid_kw(sold, built.yard)
        week = run.meter_kwh[k, first : first + count]
        electric = any(name in ELECTRIC for name in sold)
        bill = (0.0, 0.0)
        if electric and week.any():
            bill = year_bill(np.roll(week, first), tariff, when[0], limit)
        kwh = float(run.site_states["out"][k]) if electric else 0.0
        yearly = kwh * 8760 / run.horizon_h
        cost = site_cost(sold, built.yard, limit, bill, yearly, when[1])
        rows.append({"site": site.name, "grid_kw": limit, **asdict(cost)})
    return pd.DataFrame(rows)
