"""What hit a limit: how far locks, rail sections and terminals are used, and what that leaves."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from transport.facilities import RAIL_SECTION
from transport.mode_choice.assignment import assign

if TYPE_CHECKING:
    from transport.capacity.restraint import Restrained, Restraint

LOCK, PORT = "lock", "port"
COLUMNS = [
    *("kind", "place", "mode", "direction", "flow_mt", "capacity_mt", "use_share", "delay_h"),
    *("shadow_h", "unserved_mt", "scaled"),
]
"""Columns of the table of limits."""

_NEAR_USE_SHARE = 0.7
_LEAST_DELAY_H = 0.1


def limits_table(
    restraint: Restraint,
    choice: Restrained,
    passages: np.ndarray,
    locks: pd.DataFrame,
    base_delay_h: np.ndarray,
) -> pd.DataFrame:
    """Return how far every lock, rail section and terminal with a known capacity is used.

    Parameters
    ----------
    restraint : Restraint
        The market and its limits.
    choice : Restrained
        Where the cargo of the year goes.
    passages : numpy.ndarray
        Vessels that each lock passes a year at the most, infinite where it has not shown it.
    locks : pandas.DataFrame
        Indicators of locks.
    base_delay_h : numpy.ndarray
        Delays of the base year.

    Returns
    -------
    pandas.DataFrame
        :data:`COLUMNS`. The ``place`` of a rail section is the one it leads from, its
        ``direction`` the one it leads to. ``use_share`` of a lock is arrivals over passages where
        it has shown them, else its time in lockages; of all others cargo over capacity, cargo
        outside the demand table included. ``delay_h`` is beyond that of the base year, the longer
        direction of a lock; ``shadow_h`` the part of it that no simulation shows.
        ``unserved_mt`` is the cargo that would travel if this delay alone were that of the base
        year. ``scaled`` marks capacities raised to carry the base year.
    """
    n = restraint.facility_columns.stop
    extra_h = choice.delay_h[:n] - base_delay_h[:n]
    rows = [
        *_lock_rows(restraint, choice, passages, locks, extra_h),
        *_facility_rows(restraint, choice, extra_h),
    ]
    table = pd.DataFrame(
        [row for row, _ in rows if row["use_share"] > 0], columns=[*COLUMNS[:9], "scaled"]
    )
    lifted = [
        _released_mt(restraint, choice, extra_h, columns)
        if row["use_share"] > _NEAR_USE_SHARE and row["delay_h"] > _LEAST_DELAY_H
        else 0.0
        for row, columns in rows
        if row["use_share"] > 0
    ]
    return table.assign(unserved_mt=lifted)[COLUMNS]


def _lock_rows(
    restraint: Restraint,
    choice: Restrained,
    passages: np.ndarray,
    locks: pd.DataFrame,
    extra_h: np.ndarray,
) -> list[tuple[dict[str, Any], np.ndarray]]:
    """Rows of locks with traffic, and the columns of their delays."""
    known = locks.set_index("lock")
    vessels = restraint.load.vessels(choice.kt_by_service)
    limit = np.broadcast_to(passages, len(vessels))
    sites = np.array([lock for lock, _ in restraint.skims.lock_directions])
    cargo_kt = choice.kt_by_service @ restraint.skims.laden_calls
    rows: list[tuple[dict[str, Any], np.ndarray]] = []
    for i, lock in enumerate(restraint.load.locks):
        if lock not in known.index:
            continue
        columns = np.flatnonzero(sites == lock)
        use = float(known["utilisation_share"].loc[lock])
        use = float(vessels[i] / limit[i]) if np.isfinite(limit[i]) else use
        mt = float(cargo_kt[columns].sum()) / 1000
        row = {
            "kind": LOCK,
            "place": lock,
            "mode": "inland_water",
            "direction": "both",
            "flow_mt": mt,
            "capacity_mt": mt / use if use > 0 else np.nan,
            "use_share": use,
            "delay_h": float(extra_h[columns].max()),
            "shadow_h": float(choice.shadow_h[i]),
            "scaled": False,
        }
        rows.append((row, columns))
    return rows


def _facility_rows(
    restraint: Restraint, choice: Restrained, extra_h: np.ndarray
) -> list[tuple[dict[str, Any], np.ndarray]]:
    """Rows of rail sections and terminals, and the columns of their delays."""
    facilities = restraint.facilities
    kt = restraint.facility_uses.T @ choice.kt_by_service
    use = facilities.use_share(kt)
    first = len(restraint.skims.lock_directions)
    sources = _ends_before(restraint)
    rows: list[tuple[dict[str, Any], np.ndarray]] = []
    for i, one in enumerate(facilities.rows):
        kind, place, of = one.key
        section = kind == RAIL_SECTION
        if kt[i] <= 0:
            continue
        row = {
            "kind": PORT if of == "sea" else kind,
            "place": sources[place, of] if section else place,
            "mode": "rail" if section else of,
            "direction": of if section else "both",
            "flow_mt": float(kt[i] + one.other_kt) / 1000,
            "capacity_mt": one.capacity_kt / 1000,
            "use_share": float(use[i]),
            "delay_h": float(extra_h[first + i]),
            "shadow_h": 0.0,
            "scaled": one.scaled,
        }
        rows.append((row, np.array([first + i])))
    return rows


def _ends_before(restraint: Restraint) -> dict[tuple[str, str], str]:
    """Return where each rail section in use comes from, by link and the place it leads to."""
    return {
        (link.link_id, end): start
        for service in restraint.skims.services
        for leg in service.legs
        if leg.mode == "rail"
        for link, (start, end) in zip(leg.links, pairwise(leg.places), strict=True)
    }


def _released_mt(
    restraint: Restraint, choice: Restrained, extra_h: np.ndarray, columns: np.ndarray
) -> float:
    """Cargo that would travel without the extra delays of some columns."""
    eased_h = choice.delay_h.copy()
    eased_h[columns] -= np.maximum(extra_h[columns], 0.0)
    market = restraint.market
    eased = assign(market, restraint.skims, eased_h, restraint.base_cost_cny_per_t)
    return float(((eased.served - choice.assignment.served) * market.kt).sum()) / 1000
