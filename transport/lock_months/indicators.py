"""Indicators of a lock by month, computed from records.

A vessel counts in the month in which its lockage starts, as do its cargo and its wait. Vessels
waiting are those that have arrived and are not yet in a chamber: their mean is over time, their
largest number that of any instant of the month.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from transport.lock_sites import water_used_m3
from transport.operations.lock import DIRECTIONS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from networks import Chamber
    from transport.operations.records import WaterwayRecords

T_PER_MT = 1e6

LEAST_SPEED_SHARE = 0.6
"""Slowest speed of a vessel that steams to its slot, as a share of its usual one: an assumption."""


def lock_months(
    records: WaterwayRecords,
    lock: str,
    edges_h: np.ndarray,
    names: Sequence[str],
    announce_h: float = 0.0,
) -> pd.DataFrame:
    """Return the indicators of a lock by month.

    Parameters
    ----------
    records : WaterwayRecords
        Records of a run.
    lock : str
        Lock site.
    edges_h : numpy.ndarray
        Start of each month and the end of the last, in hours of the run.
    names : sequence of str
        Names of the months.
    announce_h : float
        Hours before arrival at which vessels are known and told their slot (joint scheduling).

    Returns
    -------
    pandas.DataFrame
        By ``month``: ``vessels``, ``lockages``, ``cargo_mt``, ``cargo_down_mt``, ``cargo_up_mt``,
        ``vessels_per_lockage``, ``wait_h_mean``, ``wait_h_p50``, ``wait_h_p95``, ``wait_h_max``,
        ``waiting_vessels_mean``, ``waiting_vessels_max``, ``waiting_vessels_end`` (when the month
        ends), ``arrivals``. What has no vessels to be reckoned from is NaN.
        With joint scheduling also ``slow_steaming_h_mean``: the part of the wait that a vessel can
        spend under way, see :func:`slow_steaming_h`.
    """
    stays = records.stays()
    stays = stays[(stays["lock"] == lock).to_numpy()]
    fillings = records.lockages[(records.lockages["lock"] == lock).to_numpy()]
    arrive, start = stays["arrive_h"].to_numpy(), stays["start_h"].to_numpy()
    month = _month_of(start, edges_h)
    filling_month = _month_of(fillings["start_h"].to_numpy(), edges_h)
    waiting = _waiting(arrive, start, records.horizon_h, edges_h)
    rows = []
    for i, name in enumerate(names):
        part = stays[month == i]
        lockages = int((filling_month == i).sum())
        rows.append(
            {
                "month": name,
                "vessels": len(part),
                "lockages": lockages,
                **_cargo_mt(part),
                "vessels_per_lockage": len(part) / lockages if lockages else np.nan,
                **_waits_h((part["start_h"] - part["arrive_h"]).to_numpy(), announce_h),
                "waiting_vessels_mean": waiting[i][0],
                "waiting_vessels_max": waiting[i][1],
                "waiting_vessels_end": int((arrive < edges_h[i + 1]).sum())
                - int((start < edges_h[i + 1]).sum()),
                "arrivals": int(((arrive >= edges_h[i]) & (arrive < edges_h[i + 1])).sum()),
            }
        )
    return pd.DataFrame(rows)


def line_months(
    records: WaterwayRecords,
    chambers: Sequence[Chamber],
    edges_h: np.ndarray,
    names: Sequence[str],
    head_m: Mapping[str, float],
) -> pd.DataFrame:
    """Return the indicators of the lines of a lock by month.

    Parameters
    ----------
    records : WaterwayRecords
        Records of a run.
    chambers : sequence of Chamber
        Lines of the lock.
    edges_h, names
        Months, as for :func:`lock_months`.
    head_m : mapping of str to float
        Mean head of each month; NaN where not known.

    Returns
    -------
    pandas.DataFrame
        By ``month`` and ``line``: ``vessels``, ``lockages``, ``empty_turns``,
        ``vessels_per_lockage``, ``utilisation_share`` (time in lockages within the month, turns
        apart), ``water_mm3``
        (million cubic metres; NaN where head or size are not known).
    """
    rows = []
    for chamber in chambers:
        mine = [
            table[((table["lock"] == chamber.lock) & (table["line"] == chamber.line)).to_numpy()]
            for table in (records.lockages, records.turns)
        ]
        months = [_month_of(table["start_h"].to_numpy(), edges_h) for table in mine]
        busy = mine[0][["start_h", "end_h"]].to_numpy(dtype=float)
        for i, name in enumerate(names):
            fillings = mine[0][months[0] == i]
            turns = int((months[1] == i).sum())
            busy_h = hours_within(busy, edges_h[i], edges_h[i + 1]).sum()
            vessels = int(fillings["vessels"].sum())
            water_m3 = water_used_m3(chamber, len(fillings) + turns, head_m.get(name, np.nan))
            rows.append(
                {
                    "month": name,
                    "line": chamber.line,
                    "vessels": vessels,
                    "lockages": len(fillings),
                    "empty_turns": turns,
                    "vessels_per_lockage": vessels / len(fillings) if len(fillings) else np.nan,
                    "utilisation_share": float(busy_h) / (edges_h[i + 1] - edges_h[i]),
                    "water_mm3": water_m3 / 1e6,
                }
            )
    return pd.DataFrame(rows)


def hours_within(spans_h: np.ndarray, begin_h: float, end_h: float) -> np.ndarray:
    """Return the hours of spans, rows of from and to, that lie between two instants.

    Examples
    --------
    >>> hours_within(np.array([[0.0, 2.0], [1.0, 5.0], [7.0, 8.0]]), 1.5, 4.0).tolist()
    [0.5, 2.5, 0.0]
    """
    inside_h = np.minimum(spans_h[:, 1], end_h) - np.maximum(spans_h[:, 0], begin_h)
    return np.asarray(np.maximum(inside_h, 0.0))


def _month_of(hours: np.ndarray, edges_h: np.ndarray) -> np.ndarray:
    """Index of the month of each hour; -1 outside and for NaN."""
    month = np.searchsorted(edges_h, hours, side="right") - 1
    return np.where(np.isnan(hours) | (hours >= edges_h[-1]), -1, month)


def _cargo_mt(part: pd.DataFrame) -> dict[str, float]:
    """Cargo both ways and in each direction."""
    down = (part["direction"] == DIRECTIONS[0]).to_numpy()
    cargo_t = part["payload_t"].to_numpy()
    return {
        "cargo_mt": float(cargo_t.sum()) / T_PER_MT,
        "cargo_down_mt": float(cargo_t[down].sum()) / T_PER_MT,
        "cargo_up_mt": float(cargo_t[~down].sum()) / T_PER_MT,
    }


def _waits_h(wait_h: np.ndarray, announce_h: float) -> dict[str, float]:
    """Mean, quantiles and largest of waits, and what is steamed away; NaN where there is none."""
    known = wait_h if len(wait_h) else np.array([np.nan])
    found = {
        "wait_h_mean": float(known.mean()),
        "wait_h_p50": float(np.quantile(known, 0.5)),
        "wait_h_p95": float(np.quantile(known, 0.95)),
        "wait_h_max": float(known.max()),
    }
    if announce_h > 0:
        found["slow_steaming_h_mean"] = float(slow_steaming_h(known, announce_h).mean())
    return found


def slow_steaming_h(wait_h: np.ndarray, announce_h: float) -> np.ndarray:
    """Return the part of each wait that a vessel can spend under way instead of at anchor.

    A vessel that is told its slot ``announce_h`` before it would arrive slows down to be just in
    time, to :data:`LEAST_SPEED_SHARE` of its speed at the least: it then takes
    ``announce_h / LEAST_SPEED_SHARE``. Its place in the queue is that of its announcement, so
    nobody is passed by steaming slowly and no lockage changes.

    Parameters
    ----------
    wait_h : numpy.ndarray
        Waits from the usual arrival to the start of the lockage.
    announce_h : float
        Hours before the usual arrival at which the slot is told.

    Returns
    -------
    numpy.ndarray
        Hours, at most the wait.

    Examples
    --------
    >>> slow_steaming_h(np.array([1.0, 5.0]), 3.0).round(3).tolist()
    [1.0, 2.0]
    """
    return np.asarray(np.minimum(wait_h, announce_h * (1 / LEAST_SPEED_SHARE - 1)))


def _waiting(
    arrive_h: np.ndarray, start_h: np.ndarray, horizon_h: float, edges_h: np.ndarray
) -> list[tuple[float, int]]:
    """Mean and largest number of vessels waiting in each month."""
    until = np.where(np.isnan(start_h), horizon_h, start_h)
    spans = np.column_stack((arrive_h, until))
    times = np.concatenate((arrive_h, until))
    steps = np.concatenate((np.ones(len(arrive_h)), -np.ones(len(until))))
    order = np.lexsort((steps, times))
    times, queue = times[order], np.cumsum(steps[order])
    found = []
    for begin, end in pairwise(edges_h):
        mean = float(hours_within(spans, begin, end).sum() / (end - begin))
        first, last = np.searchsorted(times, [begin, end], side="left")
        at_start = float(queue[first - 1]) if first else 0.0
        found.append((mean, int(max(at_start, queue[first:last].max(initial=0.0)))))
    return found
