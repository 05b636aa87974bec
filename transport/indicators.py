"""Indicators of locks, computed from records after a run.

Only what happens after the warm-up counts. Counts are scaled from the measured hours to a year.
A vessel's wait runs from its arrival at the lock to the start of its lockage; waits are those of
the vessels locked through in the measured hours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from transport.operations.lock import DIRECTIONS
from transport.trips import HOURS_PER_YEAR

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pandas.core.groupby import SeriesGroupBy

    from networks import Chamber
    from transport.operations.records import WaterwayRecords
    from transport.skims import LockDirection

_LOCK_COLUMNS = [
    "lock",
    "vessels",
    "lockages",
    "cargo_mt",
    "cargo_down_mt",
    "cargo_up_mt",
    "vessels_per_lockage",
    "wait_h_mean",
    "wait_h_p50",
    "wait_h_p95",
    "utilisation_share",
    "queue_growth_share",
    "vessels_first",
    "wait_first_h_mean",
    "wait_rest_h_mean",
]


@dataclass(frozen=True, slots=True)
class Window:
    """Hours of a run that are measured: from the end of the warm-up to the horizon."""

    warm_up_h: float
    horizon_h: float

    @property
    def measured_h(self) -> float:
        """Length of the window in hours."""
        return self.horizon_h - self.warm_up_h

    @property
    def to_year(self) -> float:
        """Factor from the measured hours to a year."""
        return HOURS_PER_YEAR / self.measured_h


def lock_indicators(
    records: WaterwayRecords, chambers: Mapping[str, Sequence[Chamber]], window: Window
) -> pd.DataFrame:
    """Compute the indicators of every lock with traffic.

    Parameters
    ----------
    records : WaterwayRecords
        Records of a run.
    chambers : mapping of str to sequence of Chamber
        Open chambers by lock.
    window : Window
        Measured hours.

    Returns
    -------
    pandas.DataFrame
        By ``lock``: ``vessels``, ``lockages``, ``cargo_mt``, ``cargo_down_mt``, ``cargo_up_mt``
        a year, ``vessels_per_lockage``, ``wait_h_mean``, ``wait_h_p50``, ``wait_h_p95``,
        ``utilisation_share`` (time in lockages), ``queue_growth_share`` (growth of the queue
        over arrivals), ``vessels_first`` (those marked to be called before others, a year),
        ``wait_first_h_mean`` and ``wait_rest_h_mean`` (mean wait of marked vessels and of the
        rest; NaN where no vessel of the lock is marked, or where none is of the kind).
    """
    passages = records.passages[records.passages["start_h"] >= window.warm_up_h]
    lockages = records.lockages[records.lockages["start_h"] >= window.warm_up_h]
    rows = []
    for lock, part in passages.groupby("lock", sort=True):
        wait_h = (part["start_h"] - part["arrive_h"]).to_numpy()
        fillings = lockages[lockages["lock"] == lock]
        busy_h = float((fillings["end_h"] - fillings["start_h"]).sum())
        down = part["direction"] == DIRECTIONS[0]
        count = part["lockage"].nunique()
        first = part["first"].to_numpy(dtype=bool)
        rows.append(
            {
                "lock": lock,
                "vessels": len(part) * window.to_year,
                "lockages": count * window.to_year,
                "cargo_mt": part["payload_t"].sum() * window.to_year / 1e6,
                "cargo_down_mt": part.loc[down, "payload_t"].sum() * window.to_year / 1e6,
                "cargo_up_mt": part.loc[~down, "payload_t"].sum() * window.to_year / 1e6,
                "vessels_per_lockage": len(part) / count,
                "wait_h_mean": float(wait_h.mean()),
                "wait_h_p50": float(np.quantile(wait_h, 0.5)),
                "wait_h_p95": float(np.quantile(wait_h, 0.95)),
                "utilisation_share": busy_h / (len(chambers[str(lock)]) * window.measured_h),
                "queue_growth_share": _queue_growth(records, str(lock), window),
                "vessels_first": first.sum() * window.to_year,
                "wait_first_h_mean": _mean_of(wait_h[first]),
                "wait_rest_h_mean": _mean_of(wait_h[~first]) if first.any() else np.nan,
            }
        )
    return pd.DataFrame(rows, columns=_LOCK_COLUMNS)


def _mean_of(wait_h: np.ndarray) -> float:
    """Mean of waits; NaN of none."""
    return float(wait_h.mean()) if len(wait_h) else np.nan


def _queue_growth(records: WaterwayRecords, lock: str, window: Window) -> float:
    """Growth of the queue over the window as a share of the arrivals in it."""
    arrive_h = np.concatenate(
        [
            table.loc[table["lock"] == lock, "arrive_h"].to_numpy(dtype=float)
            for table in (records.passages, records.in_lock, records.waiting)
        ]
    )
    start_h = np.concatenate(
        [
            table.loc[table["lock"] == lock, "start_h"].to_numpy(dtype=float)
            for table in (records.passages, records.in_lock)
        ]
    )
    arrivals = int((arrive_h >= window.warm_up_h).sum())
    starts = int((start_h >= window.warm_up_h).sum())
    return (arrivals - starts) / arrivals if arrivals else 0.0


def passage_limits(
    records: WaterwayRecords, locks: Sequence[str], window: Window, growth_limit_share: float
) -> np.ndarray:
    """Return what each lock passes a year where its queue grew, infinity elsewhere.

    Parameters
    ----------
    records : WaterwayRecords
        Records of a run.
    locks : sequence of str
        Lock sites.
    window : Window
        Measured hours.
    growth_limit_share : float
        Growth of the queue over arrivals above which a lock passed all it could.

    Returns
    -------
    numpy.ndarray
        Vessels a year in both directions, in the order of `locks`.
    """
    measured = [
        table[table["start_h"] >= window.warm_up_h] for table in (records.passages, records.in_lock)
    ]
    return np.array(
        [
            sum(int((table["lock"] == lock).sum()) for table in measured) * window.to_year
            if _queue_growth(records, lock, window) > growth_limit_share
            else np.inf
            for lock in locks
        ]
    )


def lock_delays(
    records: WaterwayRecords,
    chambers: Mapping[str, Sequence[Chamber]],
    lock_directions: Sequence[LockDirection],
    window: Window,
) -> np.ndarray:
    """Return the mean hours from arrival at a lock to leaving it, by lock direction.

    Vessels that still wait at the horizon count with their wait so far, so that a growing queue
    is not hidden. A direction without traffic takes the mean lockage of the site.

    Parameters
    ----------
    records : WaterwayRecords
        Records of a run.
    chambers : mapping of str to sequence of Chamber
        Open chambers by lock.
    lock_directions : sequence of LockDirection
        Locks and direction indices wanted.
    window : Window
        Measured hours.

    Returns
    -------
    numpy.ndarray
        Hours in the order of `lock_directions`.
    """
    mean_h = _stays(records, window).mean().to_dict()
    return np.array(
        [
            mean_h.get((lock, DIRECTIONS[direction]), lockage_h(chambers[lock]))
            for lock, direction in lock_directions
        ]
    )


def lock_spreads(
    records: WaterwayRecords, lock_directions: Sequence[LockDirection], window: Window
) -> np.ndarray:
    """Return the standard deviation of the hours of :func:`lock_delays` over vessels.

    It holds all that makes one stay longer than another: queues, seasons, and closures of the run.
    A shipper who knows the season is surprised by less.

    Parameters
    ----------
    records : WaterwayRecords
        Records of a run.
    lock_directions : sequence of LockDirection
        Locks and direction indices wanted.
    window : Window
        Measured hours.

    Returns
    -------
    numpy.ndarray
        Hours in the order of `lock_directions`; zero without traffic.
    """
    spread_h = _stays(records, window).std(ddof=0).to_dict()
    return np.array(
        [spread_h.get((lock, DIRECTIONS[direction]), 0.0) for lock, direction in lock_directions]
    )


def _stays(records: WaterwayRecords, window: Window) -> SeriesGroupBy[Any, Any]:
    """Hours from arrival to leaving, or to the horizon, of vessels by lock and direction."""
    done = records.passages[records.passages["start_h"] >= window.warm_up_h]
    stay = pd.concat(
        [
            done.assign(stay_h=done["end_h"] - done["arrive_h"]),
            records.waiting.assign(stay_h=records.horizon_h - records.waiting["arrive_h"]),
        ]
    )
    return stay.groupby(["lock", "direction"])["stay_h"]


def lockage_h(chambers: Sequence[Chamber]) -> float:
    """Return the mean hours of one lockage over the chambers of a site."""
    return float(np.mean([chamber.lockage_min for chamber in chambers])) / 60
