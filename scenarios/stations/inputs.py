"""From checked tables to stations, tariffs and calendars."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING

import numpy as np

from transport.changes import StationTariff
from transport.operations.stations import StationRules
from transport.stations.sites import EquipmentRow, Yard
from transport.stations.truck_trips import Spread, week_calendar
from transport.tariff import Tariff, TouPeriod

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

    from transport.stations.parameters import StationParameters
    from transport.stations.truck_trips import Calendar

    Frames = Mapping[str, pd.DataFrame]


def tariff_of(tables: Frames, numbers: StationParameters, changes: Iterable[object] = ()) -> Tariff:
    """Return the two-part tariff of energy stations under a plan; later changes hold."""
    factors: dict[str, float] = {}
    demand, until = numbers.demand_charge_cny_per_kw_month, int(numbers.demand_waived_until_year)
    for change in changes:
        if isinstance(change, StationTariff):
            factors |= dict(change.factors)
            if change.demand_cny_per_kw_month is not None:
                demand = change.demand_cny_per_kw_month
            until = until if change.waived_until_year is None else change.waived_until_year
    periods = tuple(
        TouPeriod(
            str(row["period"]),
            float(row["from_h"]),
            float(row["to_h"]),
            factors.get(str(row["period"]), float(row["price_factor"])),
            tuple(int(month) for month in str(row["months"]).split(";") if month),
        )
        for row in tables["tou_periods"].to_dict("records")
    )
    return Tariff(
        flat_cny_per_kwh=numbers.flat_price_cny_per_kwh,
        periods=periods,
        demand_cny_per_kw_month=demand,
        waived_until=dt.date(until, 12, 31),
    )


def yard_of(
    tables: Frames,
    numbers: StationParameters,
    pack_kwh: float,
    capacities: Mapping[str, float],
    *,
    afloat: bool,
) -> Yard:
    """Return what stations are made of.

    Until drivers know better, they expect a place to be taken for half a battery or tank.
    """
    rows = {
        str(row["equipment"]): EquipmentRow(
            float(row["rate_kw"] if row["rate_kw"] == row["rate_kw"] else row["rate_kg_per_h"]),
            float(row["capex_cny"]),
            float(row["life_years"]),
            float(row["upkeep_share_per_year"]),
            float(row["efficiency_share"]),
        )
        for row in tables["station_equipment"].to_dict("records")
    }
    usual_fill = {sold_as: 0.5 * capacity for sold_as, capacity in capacities.items()}
    return Yard(rows, numbers, pack_kwh, usual_fill, afloat)


def rules_of(numbers: StationParameters, *, drivers: bool) -> StationRules:
    """Return the rules of charging, and of rest where drivers are alone."""
    return StationRules(
        rest_every_h=numbers.rest_every_h if drivers else 1e6,
        rest_h=numbers.rest_min / 60,
        taper_from_share=numbers.taper_from_share,
        taper_end_share=numbers.taper_end_share,
        longest_delay_h=numbers.longest_delay_h if drivers else math.inf,
    )


def spread_of(numbers: StationParameters) -> Spread:
    """Return how trips differ: the mean level stands in the middle of its range."""
    low = 2 * numbers.start_level_share - 1
    return Spread(max(low, 0.0), 1.0, numbers.need_spread_share)


def truck_calendar(tables: Frames, horizon_h: float) -> Calendar:
    """Return the calendar of trucks."""
    hours = tables["truck_hours"].sort_values("from_h")["departure_share"].to_numpy(dtype=float)
    days = tables["truck_weekdays"]["traffic_factor"].to_numpy(dtype=float)
    return week_calendar(hours, days, horizon_h)


def even_calendar(horizon_h: float) -> Calendar:
    """Return a calendar in which all hours are alike, as for vessels."""
    return week_calendar(np.full(24, 1 / 24), np.ones(7), horizon_h)
