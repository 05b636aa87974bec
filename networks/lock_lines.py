"""Lock lines from tables: times of a lockage, split into phases, and lines that a plan opens.

The time of a lockage holds for a full chamber: as many vessels as berths of a 3,000 t vessel with
its distances, 98 m long and 16 m wide, in rows and files.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from networks.locks import Chamber, PhaseProfile

if TYPE_CHECKING:
    from collections.abc import Mapping

    from networks.changes import OpenLockLine

BERTH_M = (98.0, 16.0)
"""Length and width that a 3,000 t vessel takes in a chamber (hull of 72-90 m x 15.8 m)."""


@dataclass(frozen=True, slots=True)
class LockDefaults:
    """Lock times used where a line's own are not known.

    Attributes
    ----------
    cycle_min_single : float
        Minutes from one lockage to the next in the same direction.
    cycle_min_two_way : float
        Minutes for one lockage each way.
    turn_share : float
        Minutes of an empty turn as a share of a lockage, where only one of the two is known.
    """

    cycle_min_single: float
    cycle_min_two_way: float
    turn_share: float


def phase_profiles(table: pd.DataFrame) -> dict[str, PhaseProfile]:
    """Read the table ``phase_profiles`` by kind of lock."""
    return {
        str(row["kind"]): PhaseProfile(
            entry_share=row["entry_share"],
            exit_share=row["exit_share"],
            gates_share=row["gates_share"],
            first_vessel_factor=row["first_vessel_factor"],
            steps=int(row["steps"]),
            water_saving_share=row["water_saving_share"],
        )
        for row in table.to_dict("records")
    }


def nominal_vessels(length_m: float, width_m: float) -> int:
    """Return how many vessels of 3,000 t make a full chamber; 1 where the size is not known.

    Examples
    --------
    >>> nominal_vessels(340, 34), nominal_vessels(185, 23), nominal_vessels(120, 12)
    (6, 2, 1)
    """
    if math.isnan(length_m) or math.isnan(width_m):
        return 1
    return max(1, round(length_m / BERTH_M[0])) * max(1, int(width_m / BERTH_M[1]))


def open_lines(
    locks: pd.DataFrame, profiles: Mapping[str, PhaseProfile], defaults: LockDefaults
) -> dict[str, dict[str, Chamber]]:
    """Make the lines of a table of open locks.

    Parameters
    ----------
    locks : pandas.DataFrame
        Rows of the table ``locks`` that are open.
    profiles : mapping of str to PhaseProfile
        Phases by kind of lock.
    defaults : LockDefaults
        Times for lines whose own are not known.

    Returns
    -------
    dict of str to dict
        Chambers by lock site and line.
    """
    chambers: dict[str, dict[str, Chamber]] = {}
    for row in locks.to_dict("records"):
        lockage_min, turn_min = lockage_times(
            row["cycle_min_single"], row["cycle_min_two_way"], defaults
        )
        size = (float(row["chamber_length_m"]), float(row["chamber_width_m"]))
        profile = profiles[str(row["kind"])]
        chambers.setdefault(str(row["lock"]), {})[str(row["line"])] = Chamber(
            lock=str(row["lock"]),
            line=str(row["line"]),
            length_m=size[0],
            width_m=size[1],
            max_vessel_dwt=float(row["max_vessel_dwt"]),
            lockage_min=lockage_min,
            turn_min=turn_min,
            sill_depth_m=float(row["sill_depth_m"]),
            max_head_m=float(row["max_head_m"]),
            phases=profile.phases(lockage_min, turn_min, nominal_vessels(*size)),
            water_saving_share=profile.water_saving_share,
        )
    return chambers


def lockage_times(
    cycle_min_single: float, cycle_min_two_way: float, defaults: LockDefaults
) -> tuple[float, float]:
    """Return the minutes of an alternating lockage and of an empty turn.

    One lockage each way takes ``cycle_min_two_way``, so an alternating lockage takes half of it;
    what a repeated lockage in one direction takes longer is the empty turn.

    Parameters
    ----------
    cycle_min_single, cycle_min_two_way : float
        Published or estimated cycle minutes; NaN where not known.
    defaults : LockDefaults
        What to take where both are not known.

    Returns
    -------
    tuple of float
        Minutes of a lockage and of an empty turn.

    Examples
    --------
    >>> lockage_times(50, 80, LockDefaults(50, 80, 0.25))
    (40.0, 10.0)
    >>> lockage_times(60, float("nan"), LockDefaults(50, 80, 0.25))
    (60.0, 15.0)
    """
    if pd.isna(cycle_min_single) and pd.isna(cycle_min_two_way):
        cycle_min_single = defaults.cycle_min_single
        cycle_min_two_way = defaults.cycle_min_two_way
    if pd.isna(cycle_min_two_way):
        return float(cycle_min_single), float(cycle_min_single) * defaults.turn_share
    lockage = float(cycle_min_two_way) / 2
    if pd.isna(cycle_min_single):
        return lockage, lockage * defaults.turn_share
    return lockage, max(0.0, float(cycle_min_single) - lockage)


def new_line(
    change: OpenLockLine,
    present: tuple[Chamber, ...],
    profiles: Mapping[str, PhaseProfile],
    defaults: LockDefaults,
) -> Chamber:
    """Make the chamber of a line that a plan opens; its times are those of the largest line.

    A head limit is not carried over: a new line is built for the head of its site.
    """
    if change.cycle_min is not None:
        lockage, turn = lockage_times(change.cycle_min, float("nan"), defaults)
    elif present:
        largest = max(present, key=lambda one: np.nan_to_num(one.area_m2))
        lockage, turn = largest.lockage_min, largest.turn_min
    else:
        lockage, turn = lockage_times(float("nan"), float("nan"), defaults)
    full = nominal_vessels(change.length_m, change.width_m)
    saving = max((one.water_saving_share for one in present), default=0.0)
    return Chamber(
        lock=change.lock,
        line=change.line,
        length_m=change.length_m,
        width_m=change.width_m,
        max_vessel_dwt=float("nan"),
        lockage_min=lockage,
        turn_min=turn,
        sill_depth_m=change.sill_depth_m,
        phases=profiles["lock"].phases(lockage, turn, full),
        water_saving_share=saving,
    )
