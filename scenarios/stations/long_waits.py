"""Stations where waits are long: which they are, what they lack, and who had no other choice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from scenarios.display.words import Text, word

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

_NAMED = 8
_COLUMNS = ("station", "place_zh", "place_en", "wait_mean_min", "wait_p95_min", "units")
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
        Name, waits in minutes, ``units``, ``units_needed``, ``units_missing``, ``packs_missing``,
        and visits a week that were held (``held_per_week``).
    """
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
    stations: pd.DataFrame, totals: Mapping[str, Any], limits: tuple[float, float]
) -> list[Text]:
    """Return what a reader must know of long waits; nothing where there are none.

    Parameters
    ----------
    stations : pandas.DataFrame
        The stations of an answer.
    totals : mapping
        Its sums.
    limits : tuple of float
        Target of the mean wait, and patience of drivers, minutes.

    Returns
    -------
    list of Text
        Which stations, what they lack, and the waits of all others.
    """
    rows = long_rows(stations, limits[0])
    if not rows:
        return []
    named = [_named(row) for row in rows[:_NAMED]]
    elsewhere = [totals[f"wait_{one}_min_elsewhere"] for one in ("mean", "p95")]
    return [
        word(
            "stations.warn.long",
            target=f"{limits[0]:g}",
            stations=str(len(rows)),
            shown=str(len(named)),
            names=Text("；".join(one.zh for one in named), "; ".join(one.en for one in named)),
            units=str(sum(row["units_missing"] for row in rows)),
            held=f"{sum(row['held_per_week'] for row in rows):.0f}",
            patience=f"{limits[1]:g}",
            mean=_minutes(elsewhere[0]),
            late=_minutes(elsewhere[1]),
        )
    ]


def _named(row: Mapping[str, Any]) -> Text:
    """Return a station with its wait and what it has and needs."""
    shown = {
        "wait": _minutes(row["wait_mean_min"]),
        "units": f"{row['units']:.0f}",
        "needed": f"{row['units_needed']:.0f}",
        "held": f"{row['held_per_week']:.0f}",
    }
    place = Text(row["place_zh"], row["place_en"])
    if row["packs_missing"]:
        return word("stations.long.packs", place=place, packs=str(row["packs_missing"]), **shown)
    return word("stations.long.one", place=place, **shown)


def _minutes(value: float) -> str:
    """Return minutes, or a dash where there are none."""
    return "–" if np.isnan(value) else f"{value:.1f}"
