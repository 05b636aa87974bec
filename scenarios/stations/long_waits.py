"""Stations where waits are long: which they are, what they lack, and who had no other choice.

One list for road and river; on the river nobody looks for a shorter queue, so that none are held.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from scenarios.display.numbers import digits
from scenarios.display.words import Text, word

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

SHOWN = 8
"""Stations with long waits that page and terminal list."""
_COLUMNS = ("station", "sells", "place_zh", "place_en", "wait_mean_min", "wait_p95_min", "units")
_WEEK_DAYS = 7


def long_rows(stations: pd.DataFrame, target_min: float) -> list[dict[str, Any]]:
    """Return the stations whose mean wait is above the target, the longest first.

    Parameters
    ----------
    stations : pandas.DataFrame
        The stations of an answer.
    target_min : float
        Mean wait that places are to keep, minutes.

    Returns
    -------
    list of dict
        Name, what it sells, waits in minutes, ``units``, ``units_needed``, ``units_missing``,
        ``packs_missing``, and visits a week that were held (``held_per_week``).
    """
    if stations.empty:
        return []
    found = stations[stations["wait_mean_min"] > target_min]
    found = found.sort_values("wait_mean_min", ascending=False, kind="stable")
    return [
        {
            **{name: row[name] for name in (*_COLUMNS, "units_needed")},
            "units_missing": int(max(0, row["units_needed"] - row["units"])),
            "packs_missing": int(max(0, row["packs_needed"] - row["packs"])),
            "held_per_week": row["held_per_day"] * _WEEK_DAYS,
        }
        for row in found.to_dict("records")
    ]


def long_wait_warnings(
    stations: pd.DataFrame, totals: Mapping[str, Any], target_min: float, patience_min: float
) -> list[Text]:
    """Return what a reader must know of long waits; nothing where there are none.

    Parameters
    ----------
    stations : pandas.DataFrame
        The stations of an answer.
    totals : mapping
        Its sums.
    target_min, patience_min : float
        Target of the mean wait, and wait that drivers put up with.

    Returns
    -------
    list of Text
        How many stations, the waits of all others, what the stations lack, and who was held.
    """
    rows = long_rows(stations, target_min)
    if not rows:
        return []
    elsewhere = [totals[f"wait_{one}_min_elsewhere"] for one in ("mean", "p95")]
    number, every = digits(len(rows), 0), digits(len(stations), 0)
    said = [word("stations.warn.long", target=f"{target_min:g}", stations=number, all=every)]
    if not np.isnan(elsewhere[0]):
        mean, late = (_minutes(one) for one in elsewhere)
        said.append(word("stations.warn.elsewhere", mean=mean, late=late))
    units, packs, held = (
        sum(row[name] for row in rows)
        for name in ("units_missing", "packs_missing", "held_per_week")
    )
    if units:
        said.append(word("stations.warn.lack", units=digits(units, 0)))
    if packs:
        said.append(word("stations.warn.packs", packs=digits(packs, 0)))
    if held >= 1:
        patience = f"{patience_min:g}"
        said.append(word("stations.warn.held", held=digits(held, 0), patience=patience))
    return said


def long_lines(stations: pd.DataFrame, target_min: float) -> list[str]:
    """Return the stations with the longest waits as lines; nothing where there are none."""
    rows = long_rows(stations, target_min)
    if not rows:
        return []
    head = f"{'long waits':28} {'mean min':>10} {'P95 min':>13} {'units':>5} {'needed':>6} "
    lines = [head + f"{'packs lacking':>13} {'held/week':>9}"]
    lines += [
        f"{row['station']:28} {row['wait_mean_min']:10.1f} {row['wait_p95_min']:13.1f} "
        f"{row['units']:5.0f} {row['units_needed']:6} {row['packs_missing']:13} "
        f"{row['held_per_week']:9.0f}"
        for row in rows[:SHOWN]
    ]
    return lines + ([f"  and {len(rows) - SHOWN} more"] if len(rows) > SHOWN else [])


def _minutes(value: float) -> str:
    """Return minutes."""
    return f"{value:.1f}"
