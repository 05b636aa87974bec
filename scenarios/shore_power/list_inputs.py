"""From a checked list of calls to the stays that are simulated."""

from __future__ import annotations

import calendar
import datetime as dt
import math
from typing import TYPE_CHECKING

import numpy as np

from fleets.hotel_load import inland_hotel_load_kw, sea_hotel_loads_kw, size_in_unit
from scenarios.from_tables.shore_power import SEA
from scenarios.shore_power.call_columns import SIZES
from scenarios.shore_power.calls import year_of
from transport.port_calls import ListedCalls
from transport.sizing.port_stays import UNKNOWN, PortStays

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from numpy.typing import NDArray

    from scenarios.from_tables.shore_power import ShoreParameters

    Frames = Mapping[str, pd.DataFrame]
    Floats = NDArray[np.float64]

_DAY_H = 24.0
_HOUR_S = 3600.0


def listed_calls(
    frame: pd.DataFrame, tables: Frames, water: str, common: ShoreParameters
) -> tuple[ListedCalls, dt.datetime]:
    """Return the calls of a list, and the local time at which its period begins.

    The period is the calendar year in which most calls arrive, longer by whole days where a call
    lies beyond it.

    Parameters
    ----------
    frame : pandas.DataFrame
        Rows without fault.
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    water : str
        ``sea`` or ``inland``.
    common : ShoreParameters
        Ratios of sizes, load of a refrigerated container.

    Returns
    -------
    ListedCalls
        By hour of berthing.
    datetime.datetime
        Midnight.
    """
    rows = frame.sort_values(["arrival", "line"], kind="stable")
    year = year_of(rows)
    zero = dt.datetime(year, 1, 1)  # noqa: DTZ001 - local time
    berthed = _hours(rows["arrival"], zero)
    leaves = _hours(rows["departure"], zero)
    ahead = _DAY_H * math.floor(min(berthed.min(), 0.0) / _DAY_H)
    whole = _DAY_H * (366 if calendar.isleap(year) else 365)
    last = max(whole, _DAY_H * math.ceil(leaves.max() / _DAY_H))
    mean, boiler = _loads(rows, tables, water, common)
    given = rows["aux_kw"].to_numpy(dtype=float)
    known = ~np.isnan(given)
    fitted = [UNKNOWN if one is None else int(one) for one in rows["fitted"]]
    types = tables["ship_types"].set_index("ship_type")["liquid_cargo"]
    stays = PortStays(
        berthed_h=berthed - ahead,
        leaves_h=leaves - ahead,
        aux_kw=np.where(known, given, mean),
        boiler_kw=boiler,
        liquid=types.loc[rows["vessel_type"]].to_numpy(dtype=bool),
        known_fitted=np.array(fitted, dtype=np.int8),
        mark=np.zeros(len(rows)),
        period_h=(0.0, last - ahead),
    )
    return ListedCalls(stays, known), zero + dt.timedelta(hours=ahead)


def _hours(times: pd.Series[dt.datetime], zero: dt.datetime) -> Floats:
    """Return hours since a moment."""
    return np.array([(one - zero).total_seconds() / _HOUR_S for one in times], dtype=float)


def _loads(
    rows: pd.DataFrame, tables: Frames, water: str, common: ShoreParameters
) -> tuple[Floats, Floats]:
    """Return mean loads by type and size, refrigerated containers on top, and boilers."""
    units = tables["ship_types"].set_index("ship_type")["size_unit"]
    kinds = [str(one) for one in rows["vessel_type"]]
    sizes = np.full(len(kinds), np.nan)
    for place, (kind, *given) in enumerate(zip(kinds, *(rows[one] for one in SIZES), strict=True)):
        told = {
            name: float(value)
            for name, value in zip(SIZES, given, strict=True)
            if value is not None and not math.isnan(value)
        }
        unit = str(units[kind])
        if water != SEA:
            unit = "teu" if kind == "container" else "dwt"
        sizes[place] = size_in_unit(unit, told, common.dwt_per_teu, common.gt_per_dwt)
    if water == SEA:
        aux, boiler = sea_hotel_loads_kw(tables["ship_power"], kinds, sizes)
    else:
        aux, boiler = _inland_loads(kinds, sizes, tables), np.zeros(len(kinds))
    reefers = np.nan_to_num(rows["reefers"].to_numpy(dtype=float))
    return aux + common.reefer_kw * reefers, boiler


def _inland_loads(kinds: list[str], sizes: Floats, tables: Frames) -> Floats:
    """Return mean loads of inland vessels; a vessel of unknown size counts as the smallest."""
    boxes = np.array([kind == "container" for kind in kinds], dtype=bool)
    known = np.nan_to_num(sizes)
    classes = tables["vessel_classes"]
    return np.where(
        boxes,
        inland_hotel_load_kw(classes, known, container=True),
        inland_hotel_load_kw(classes, known),
    )
