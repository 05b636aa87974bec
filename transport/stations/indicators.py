"""What stations did in the measured hours: arrivals, waits, use, energy, and who got nothing."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from transport.machine_repair import least_packs
from transport.operations.station_tables import ARRIVED, NOT_MADE, PUT_OFF, STRANDED, UNDER_WAY
from transport.operations.stations import BINS_PER_H
from transport.sizing.station_size import Traffic, WaitTarget, least_by_formula

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from transport.operations.stations import Station, StationRun, StationSite, StationTrips

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Measured:
    """Hours that count.

    Attributes
    ----------
    from_h, to_h : float
        After the warm-up, to the end.
    even : bool
        Whether all hours of a day are alike, as on the river; what is needed is then that of the
        mean hour, else that of the busiest one.
    """

    from_h: float
    to_h: float
    even: bool = False

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
        ``utilisation`` (of chargers, pumps or charging slots, warm-up included), ``units_needed``,
        ``bays_needed`` and ``packs_needed`` of the hour of `when`, ``amount_per_day`` (kWh into
        batteries or kg), ``diverted_per_day``, ``early_per_day`` (came because the queue ahead was
        long), ``held_per_day`` (expected more than the patience, with no quicker stop within
        reach) and ``unserved`` (who still waited at the end, and counts with the wait so far).
    """
    charge_h = usual_sessions_h(run)
    visits = pd.DataFrame(run.visits).assign(packs=run.trip_packs[run.visits["trip"]])
    visits = visits[(visits["arrive_h"] >= when.from_h) & (visits["arrive_h"] < when.to_h)]
    listed = [(site, one) for site in sites for one in site.stations]
    groups = {k: visits[visits["station"] == k] for k in set(visits["station"].tolist())}
    rows = [
        {
            "station": one.name,
            "site": site.name,
            "units": len(one.rates),
            **_figures(groups.get(k, visits[:0]), when, run.horizon_h),
            **_needed(groups.get(k, visits[:0]), one, (when, target_h), charge_h[k]),
            "utilisation": float(run.station_states["busy_h"][k]) / len(one.rates) / run.horizon_h,
            **{
                f"{name}_per_day": float(run.station_states[name][k]) * 24 / run.horizon_h
                for name in ("diverted", "early", "held")
            },
        }
        for k, (site, one) in enumerate(listed)
    ]
    return pd.DataFrame(rows)


def _figures(visits: pd.DataFrame, when: Measured, end_h: float) -> dict[str, float]:
    """Return arrivals, waits and amounts of one station."""
    served = visits[visits["start_h"].notna()]
    wait = (visits["start_h"].fillna(end_h) - visits["arrive_h"]).to_numpy(dtype=float)
    days = when.hours / 24
    return {
        "arrivals_per_day": len(visits) / days,
        "wait_mean_min": 60 * float(wait.mean()) if len(wait) else np.nan,
        "wait_p95_min": 60 * float(np.quantile(wait, 0.95)) if len(wait) else np.nan,
        "amount_per_day": float(served["amount"].sum()) / days,
        "unserved": int(visits["start_h"].isna().sum()),
    }


def usual_sessions_h(run: StationRun) -> Floats:
    """Return the mean hours that a visit, or a pack of a swap, keeps a place; NaN without any."""
    handed = np.bincount(
        run.visits["station"],
        weights=run.trip_packs[run.visits["trip"]],
        minlength=len(run.stations),
    )
    charged = handed - run.station_states["waiting"] - run.station_states["charging"] / 2
    hours = np.full(len(run.stations), np.nan)
    np.divide(run.station_states["busy_h"], charged, out=hours, where=charged > 0)
    return hours


def _needed(
    visits: pd.DataFrame, station: Station, asked: tuple[Measured, float], charge_h: float
) -> dict[str, int]:
    """Return the least places that keep the target wait, and bays and packs of a swap station."""
    when, target_h = asked
    done = visits[visits["end_h"].notna()]
    if done.empty:
        return {"units_needed": 0, "bays_needed": 0, "packs_needed": 0}
    rate = _rate_per_h(visits, when)
    if station.swap is not None:
        return _swap_needed(done, station, rate, target_h, charge_h)
    hours = (done["end_h"] - done["start_h"]).to_numpy(dtype=float)
    units = 1
    if hours.mean() > 0:
        spread = float(hours.std() / hours.mean()) if len(hours) > 1 else 1.0
        traffic = Traffic(rate, float(hours.mean()), min(spread, 3.0))
        units = least_by_formula(traffic, WaitTarget(target_h)).servers
    return {"units_needed": units, "bays_needed": 0, "packs_needed": 0}


def _rate_per_h(visits: pd.DataFrame, when: Measured) -> float:
    """Return the arrivals of the hour that places are needed for."""
    if when.even:
        return len(visits) / when.hours
    of_hour = visits["arrive_h"].to_numpy(dtype=np.int64) % 24
    return float(np.bincount(of_hour, minlength=24).max()) * 24 / when.hours


def _swap_needed(
    done: pd.DataFrame, station: Station, rate: float, target_h: float, charge_h: float
) -> dict[str, int]:
    """Return charging slots, bays and packs of a swap station.

    A pack waits for its slot no longer than the target. A vehicle waits for its bay half of the
    target at most, and what the bay leaves of the target for full packs; the packs of a vehicle
    count as one set that charges in as many slots, exponentially long.
    """
    each = math.ceil(float(done["packs"].mean()) - 1e-9)
    hours = charge_h if charge_h > 0 else 1e-6
    slots = least_by_formula(Traffic(rate * each, hours), WaitTarget(target_h)).servers
    bays, bay_h = 1, 0.0
    if station.setup_h > 0:
        size = least_by_formula(Traffic(rate, station.setup_h, 0.0), WaitTarget(target_h / 2))
        bays, bay_h = size.servers, size.wait_h
    sets = max(slots, len(station.rates)) // each
    sets = max(sets, math.floor(rate * hours) + 1)
    packs = each * least_packs(rate, hours, sets, target_h - bay_h)
    return {"units_needed": slots, "bays_needed": bays, "packs_needed": packs}


def visit_worth(
    run: StationRun, worth_per_unit: Floats, trips: StationTrips, when: Measured
) -> Floats:
    """Return the sum over the visits of each station of what they took in times a worth.

    Parameters
    ----------
    run : StationRun
        What came of it.
    worth_per_unit : array of shape (itineraries,)
        Worth of a kWh or kg on each itinerary.
    trips : StationTrips
        Who travelled.
    when : Measured
        Hours that count: visits by their arrival.

    Returns
    -------
    array of shape (stations,)
        In the order of the stations.
    """
    visits = run.visits
    counted = (visits["arrive_h"] >= when.from_h) & (visits["arrive_h"] < when.to_h)
    visits = visits[counted]
    worth = visits["amount"] * worth_per_unit[trips.itinerary[visits["trip"]]]
    sums = np.bincount(visits["station"], weights=worth, minlength=len(run.stations))
    return np.asarray(sums, dtype=float)


def usual_waits_h(run: StationRun) -> Floats:
    """Return the mean wait at each station; who still waits has waited until now."""
    visits = run.visits
    count = np.bincount(visits["station"], minlength=len(run.stations))
    total = np.bincount(visits["station"], weights=_waits_h(run), minlength=len(run.stations))
    return np.asarray(total / np.maximum(count, 1))


def _waits_h(run: StationRun) -> Floats:
    """Return the wait of each visit; who still waits has waited until now."""
    start_h = run.visits["start_h"]
    until_h = np.where(np.isnan(start_h), run.horizon_h, start_h)
    return np.asarray(until_h - run.visits["arrive_h"], dtype=float)


def wait_totals(run: StationRun, when: Measured, long_h: float) -> dict[str, float]:
    """Return the waits of all visits, and of those at stations whose mean wait is not long.

    Parameters
    ----------
    run : StationRun
        What came of it.
    when : Measured
        Hours that count: visits by their arrival.
    long_h : float
        Mean wait above which that of a station is long.

    Returns
    -------
    dict of str to float
        ``wait_mean_min`` and ``wait_p95_min`` of all visits, those who still wait included with
        their wait so far; the same with ``_elsewhere``, of stations whose mean wait is not long.
        NaN without visits.
    """
    arrive_h, wait_h = run.visits["arrive_h"], _waits_h(run)
    counted = (arrive_h >= when.from_h) & (arrive_h < when.to_h)
    at, minutes = run.visits["station"][counted], 60 * wait_h[counted]
    count = np.bincount(at, minlength=len(run.stations))
    mean = np.bincount(at, weights=minutes, minlength=len(run.stations)) / np.maximum(count, 1)
    elsewhere = minutes[mean[at] <= 60 * long_h]
    found = {}
    for end, part in (("", minutes), ("_elsewhere", elsewhere)):
        found[f"wait_mean_min{end}"] = float(part.mean()) if len(part) else np.nan
        found[f"wait_p95_min{end}"] = float(np.quantile(part, 0.95)) if len(part) else np.nan
    return found


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
        ``trips``; ``not_made`` (no plan of stops takes them to their end); ``put_off`` (usual waits
        make them too long); ``stranded``; ``arrived``; ``under_way`` at the end; ``stops``, and
        how often they ``diverted`` to a later station, filled up ``early`` at one before, or were
        ``held`` in a queue longer than their patience.
    """
    counted = (depart_h >= when.from_h) & (depart_h < when.to_h)
    end = run.trips["end"][counted]
    known = {"not_made": NOT_MADE, "put_off": PUT_OFF, "stranded": STRANDED}
    known |= {"arrived": ARRIVED, "under_way": UNDER_WAY}
    return {
        "trips": int(counted.sum()),
        **{name: int((end == code).sum()) for name, code in known.items()},
        **{
            name: int(run.trips[name][counted].sum())
            for name in ("stops", "diverted", "early", "held")
        },
    }


def not_made_by(
    run: StationRun, trips: StationTrips, when: Measured, labels: Sequence[str], why: int = NOT_MADE
) -> dict[str, int]:
    """Count the trips that were not begun by a label of their itinerary.

    Parameters
    ----------
    run : StationRun
        As it was run.
    trips : StationTrips
        Who travelled.
    when : Measured
        Hours that count: trips by their departure.
    labels : sequence of str
        Label of each itinerary.
    why : int
        ``NOT_MADE`` or ``PUT_OFF``.

    Returns
    -------
    dict of str to int
        Every label, in the order of its first itinerary.
    """
    counted = (trips.depart_h >= when.from_h) & (trips.depart_h < when.to_h)
    lost = trips.itinerary[counted & (run.trips["end"] == why)]
    found = dict.fromkeys(labels, 0)
    for number, count in zip(*np.unique(lost, return_counts=True), strict=True):
        found[labels[number]] += int(count)
    return found
