"""Means over the replications of a station week, with intervals where they are asked for.

A column that has an interval keeps its name for the mean; ``low`` and ``high`` stand in columns of
its name with these endings, and together in the JSON. With one replication there are none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from scenarios.study.intervals import interval

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ENDS = ("low", "high")
SHOWN = frozenset(
    {
        "wait_mean_min",
        "wait_p95_min",
        "wait_mean_min_elsewhere",
        "wait_p95_min_elsewhere",
        "peak_kw",
        "peak_mw",
        "unserved",
        "diverted",
        "early",
        "held",
        "stranded",
        "not_made",
        "put_off",
    }
)
"""Values with an interval: waits, peaks, and who was not served as wished."""
_WHOLE = ("units_needed", "bays_needed", "packs_needed")


def mean_table(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return the mean of tables whose rows are the same.

    Parameters
    ----------
    tables : sequence of pandas.DataFrame
        One for each replication.

    Returns
    -------
    pandas.DataFrame
        The first one where there is no other. Means leave out replications without a value; places
        and packs that are needed are rounded up.
    """
    if len(tables) == 1 or tables[0].empty:
        return tables[0]
    made = tables[0].copy()
    for name in tables[0].columns:
        if name.startswith("place") or not pd.api.types.is_numeric_dtype(made[name]):
            continue
        values = np.array([table[name].to_numpy(dtype=float) for table in tables])
        mean, low, high = _intervals(values)
        made[name] = np.ceil(mean - 1e-9).astype(int) if name in _WHOLE else mean
        if name in SHOWN:
            made[f"{name}_low"], made[f"{name}_high"] = low, high
    return made


def _intervals(values: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return means and 95 % intervals of columns, none below zero; NaN where nothing is known."""
    found = np.full((3, values.shape[1]), np.nan)
    same = (values == values[0]).all(axis=0)
    found[:, same] = values[0, same]
    for k in np.flatnonzero(~same).tolist():
        known = values[~np.isnan(values[:, k]), k]
        if len(known):
            one = interval(known)
            found[:, k] = one.mean, max(0.0, one.low), one.high
    return found[0], found[1], found[2]


def mean_totals(totals: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Return the means of sums, with the ends of their intervals.

    Parameters
    ----------
    totals : sequence of mapping
        The same sums of each replication.

    Returns
    -------
    dict of str to float
        Those of the only replication as they are.
    """
    if len(totals) == 1:
        return dict(totals[0])
    row = mean_table([pd.DataFrame([one]) for one in totals])
    return {str(name): float(value) for name, value in row.iloc[0].items()}


def folded(row: Mapping[Any, Any]) -> dict[str, Any]:
    """Return a row in which a value with an interval is an object of ``mean, low, high``.

    Examples
    --------
    >>> folded({"peak_kw": 2.0, "peak_kw_low": 1.0, "peak_kw_high": 3.0, "units": 4})
    {'peak_kw': {'mean': 2.0, 'low': 1.0, 'high': 3.0}, 'units': 4}
    """
    made: dict[str, Any] = {}
    for name, value in row.items():
        if f"{name}_low" in row:
            ends = {end: row[f"{name}_{end}"] for end in ENDS}
            made[str(name)] = {"mean": value, **ends}
        elif not any(str(name).removesuffix(f"_{end}") in made for end in ENDS):
            made[str(name)] = value
    return made
