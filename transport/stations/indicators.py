"""What stations did in the measured hours: arrivals, waits, use, energy, and who got nothing."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.stats import poisson

from transport.operations.station_tables import ARRIVED, NOT_MADE, STRANDED
from transport.operations.stations import BINS_PER_H
from transport.sizing.station_size import Traffic, WaitTarget, least_station

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from transport.operations.stations import Station, StationRun, StationSite

    Floats = NDArray[np.float64]

_SURE = 0.95
"""Arrivals that find a full pack at a swap station of the size that is needed."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Hours that count.

    Attributes
    ----------
    from_h, to_h : float
        After the warm-up, to the end.
    """

    from_h: float
    to_h: float

    @property
    def hours(self) -> float:
        """Length."""
        return self.to_h - self.from_h


def station_table(
    run: StationRun, sites: Sequence[StationSite], when: Measured, target_h: float
) -> pd.DataFrame:
    """Return one row for each station.

    Parameters
    ----------
    run : StationRun
        What came of it.
    sites : sequence of StationSite
        As they were run.
    when : Measured
        Hours that count: visits by their arrival.
    target_h : float
        Mean wait that the number of places needed shall keep.

    Returns
    -------
    pandas.DataFrame
        ``station``, ``site``, ``units``, ``arrivals_per_day``, ``wait_mean_min``, ``wait_p95_min``,
        ``utilisation`` (of chargers, pumps or charging slots, warm-up included), ``units_needed``
        and ``packs_needed`` in the busiest hour of the day, ``amount_per_day`` (kWh into batteries
        or kg), ``diverted_per_day`` and ``unserved`` (who still waited at the end).
    """
    visits = pd.DataFrame(run.visits)
    visits = visits[(visits["arrive_h"] >= when.from_h) & (visits["arrive_h"] < when.to_h)]
    listed = [(site, one) for site in sites for one in site.stations]
    groups = {k: visits[visits["station"] == k] for k in set(visits["station"].tolist())}
    rows = [
        {
            "station": one.name,
            "site": site.name,
            "units": len(one.rates),
            **_figures(groups.get(k, visits[:0]), when),
            **_needed(groups.get(k, visits[:0]), one, when.hours / 24, target_h),
            "utilisation": float(run.station_states["busy_h"][k]) / len(one.rates) / run.horizon_h,
            "diverted_per_day": float(run.station_states["diverted"][k]) * 24 / run.horizon_h,
        }
        for k, (site, one) in enumerate(listed)
    ]
    return pd.DataFrame(rows)


def _figures(visits: pd.DataFrame, when: Measured) -> dict[str, float]:
    """Return arrivals, waits and amounts of one station."""
    served = visits[visits["start_h"].notna()]
    wait = (served["start_h"] - served["arrive_h"]).to_numpy(dtype=float)
    days = when.hours / 24
    return {
        "arrivals_per_day": len(visits) / days,
        "wait_mean_min": 60 * float(wait.mean()) if len(wait) else np.nan,
        "wait_p95_min": 60 * float(np.quantile(wait, 0.95)) if len(wait) else np.nan,
        "amount_per_day": float(served["amount"].sum()) / days,
        "unserved": int(visits["start_h"].isna().sum()),
    }


def _needed(
    visits: pd.DataFrame, station: Station, days: float, target_h: float
) -> dict[str, float]:
    """Return the least places, and packs of a swap station, for the busiest hour of the day.

    Places keep the mean wait. Packs away on charge are Poisson with the mean of arrivals x hours
    of charging (Palm 1938); so many that 95 % of arrivals find a full one are needed.
    """
    done = visits[visits["end_h"].notna()]
    if done.empty:
        return {"units_needed": 0, "packs_needed": 0}
    arrive_h = visits["arrive_h"].to_numpy(dtype=np.int64)
    rate = float(np.bincount(arrive_h % 24, minlength=24).max()) / days
    hours = (done["end_h"] - done["start_h"]).to_numpy(dtype=float)
    packs = 0
    if station.swap is not None:
        amount = done["amount"].to_numpy(dtype=float)
        each = math.ceil(float(amount.mean()) / station.swap.pack_capacity)
        rate, hours = rate * each, amount / each / min(station.rates[0], station.swap.pack_rate)
        packs = int(poisson.ppf(_SURE, rate * hours.mean())) + each
    if hours.mean() <= 0:
        return {"units_needed": 1, "packs_needed": packs}
    spread = float(hours.std() / hours.mean()) if len(hours) > 1 else 1.0
    traffic = Traffic(rate, float(hours.mean()), min(spread, 3.0))
    size = least_station(traffic, WaitTarget(target_h))
    return {"units_needed": size.servers, "packs_needed": packs}


def usual_waits_h(run: StationRun) -> Floats:
    """Return the mean wait at each station; who still waits has waited until now."""
    visits = run.visits
    until = np.where(np.isnan(visits["start_h"]), run.horizon_h, visits["start_h"])
    count = np.bincount(visits["station"], minlength=len(run.stations))
    total = np.bincount(
        visits["station"], weights=until - visits["arrive_h"], minlength=len(run.stations)
    )
    return np.asarray(total / np.maximum(count, 1))


def site_load(run: StationRun, when: Measured) -> pd.DataFrame:
    """Return mean and peak power and energy of each site at the meter.

    Returns
    -------
    pandas.DataFrame
        ``site``, ``mean_kw``, ``peak_kw`` (of a quarter of an hour), ``energy_kwh_per_day``.
    """
    kwh = run.meter_kwh[:, _bins(when)]
    return pd.DataFrame(
        {
            "site": run.sites,
            "mean_kw": kwh.sum(axis=1) / when.hours,
            "peak_kw": kwh.max(axis=1, initial=0.0) * BINS_PER_H,
            "energy_kwh_per_day": kwh.sum(axis=1) / when.hours * 24,
        }
    )


def hour_load_kw(run: StationRun, when: Measured) -> Floats:
    """Return the mean power of every site by hour of the day, shape (sites, 24)."""
    kwh = run.meter_kwh[:, _bins(when)]
    hours = kwh.reshape(len(kwh), -1, BINS_PER_H).sum(axis=2)
    days = hours.shape[1] // 24
    return np.asarray(hours[:, : days * 24].reshape(len(kwh), days, 24).mean(axis=1))


def _bins(when: Measured) -> slice:
    """Return the steps of the meter in the hours that count."""
    return slice(int(when.from_h * BINS_PER_H), int(when.to_h * BINS_PER_H))


def trip_counts(run: StationRun, depart_h: Floats, when: Measured) -> dict[str, int]:
    """Count how the trips that set out in the measured hours ended.

    Returns
    -------
    dict of str to int
        ``trips``; ``not_made`` (no plan of stops takes them to their end); ``stranded``;
        ``arrived``; ``under_way`` at the end; ``stops`` and ``diverted`` of all.
    """
    counted = (depart_h >= when.from_h) & (depart_h < when.to_h)
    end = run.trips["end"][counted]
    known = {"not_made": NOT_MADE, "stranded": STRANDED, "arrived": ARRIVED, "under_way": 0}
    return {
        "trips": int(counted.sum()),
        **{name: int((end == code).sum()) for name, code in known.items()},
        "stops": int(run.trips["stops"][counted].sum()),
        "diverted": int(run.trips["diverted"][counted].sum()),
    }
