"""Event tables of a waterway simulation, and the balances they must keep.

Records are plain tables made after the run. Indicators are computed from them elsewhere; the
simulation computes none.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class WaterwayRecords:
    """What happened in one waterway simulation.

    Attributes
    ----------
    passages : pandas.DataFrame
        One row for each vessel through a lock: ``trip``, ``lock``, ``line``, ``direction``,
        ``arrive_h``, ``start_h``, ``end_h`` (when this vessel leaves the chamber),
        ``payload_t``, ``lockage``, ``first`` (whether it is marked to be called before others).
    lockages : pandas.DataFrame
        One row for each chamber filling: ``lockage``, ``lock``, ``line``, ``direction``,
        ``start_h``, ``end_h`` (when the last vessel has left), ``vessels``.
    turns : pandas.DataFrame
        One row for each empty turn: ``lock``, ``line``, ``start_h``, ``end_h``.
    waiting : pandas.DataFrame
        Vessels still waiting at the end: ``trip``, ``lock``, ``direction``, ``arrive_h``,
        ``payload_t``.
    in_lock : pandas.DataFrame
        Vessels inside a chamber at the end: the columns of `passages`.
    voyages : pandas.DataFrame
        One row for each departed trip: ``trip``, ``depart_h``, ``arrive_h`` (NaN when still
        under way), ``payload_t``, ``sailing_h``, ``waiting_h``, ``locking_h`` until the end.
    horizon_h : float
        Hours simulated.
    """

    passages: pd.DataFrame
    lockages: pd.DataFrame
    turns: pd.DataFrame
    waiting: pd.DataFrame
    in_lock: pd.DataFrame
    voyages: pd.DataFrame
    horizon_h: float

    def stays(self) -> pd.DataFrame:
        """Return every vessel that reached a lock: ``start_h`` is NaN while it still waits."""
        columns = ["trip", "lock", "direction", "arrive_h", "start_h", "end_h", "payload_t"]
        waiting = self.waiting.assign(start_h=np.nan, end_h=np.nan)
        parts = [part[columns] for part in (self.passages, self.in_lock, waiting) if len(part)]
        return pd.concat(parts, ignore_index=True) if parts else waiting[columns]


@dataclass(frozen=True)
class Balance:
    """How far a simulation is from keeping tonnes, vessels and vessel-hours.

    Attributes
    ----------
    tonnes_t : float
        Departed minus arrived minus inside.
    vessels : int
        Departed minus arrived minus inside, and arrivals at locks minus passages minus those
        still there, added without sign.
    vessel_h : float
        Hours in the system minus hours sailing, waiting and in locks.
    """

    tonnes_t: float
    vessels: int
    vessel_h: float

    @property
    def holds(self) -> bool:
        """Whether all three are zero but for rounding."""
        return self.vessels == 0 and abs(self.tonnes_t) < 1e-6 and abs(self.vessel_h) < 1e-6  # noqa: PLR2004


def balance(records: WaterwayRecords, arrivals_at_locks: dict[str, int]) -> Balance:
    """Check what went in against what came out and what is inside.

    Parameters
    ----------
    records : WaterwayRecords
        Records of a run.
    arrivals_at_locks : dict of str to int
        Vessels that reached each lock, counted on arrival.

    Returns
    -------
    Balance
        The three differences.
    """
    voyages = records.voyages
    arrived = voyages["arrive_h"].notna()
    inside = int((~arrived).sum())
    open_trips = set(records.waiting["trip"]) | set(records.in_lock["trip"])
    sailing = voyages.loc[~arrived & ~voyages["trip"].isin(open_trips), "trip"]
    lost = len(voyages) - int(arrived.sum()) - len(open_trips) - len(sailing)
    lost += abs(inside - len(open_trips) - len(sailing))
    for lock, count in arrivals_at_locks.items():
        here = sum(
            int((table["lock"] == lock).sum())
            for table in (records.passages, records.waiting, records.in_lock)
        )
        lost += abs(count - here)
    inside_t = float(voyages.loc[~arrived, "payload_t"].sum())
    tonnes = float(voyages["payload_t"].sum() - voyages.loc[arrived, "payload_t"].sum()) - inside_t
    end = voyages["arrive_h"].fillna(records.horizon_h).to_numpy()
    present_h = float(np.sum(end - voyages["depart_h"].to_numpy()))
    states_h = float(voyages[["sailing_h", "waiting_h", "locking_h"]].to_numpy().sum())
    return Balance(tonnes, lost, present_h - states_h)
