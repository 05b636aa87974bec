"""How far the fit leans on what was not fitted: filling, water, and the stop for a typhoon.

The shipped rules are run through the fitted months once more for each alternative, with the same
vessels; nothing is fitted again, so that a change of errors is that of the alternative alone.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from scenarios.folders import whole_folder
from scenarios.version import installed_version
from scenarios.waterway.calibration import fitted_panel, month_names
from scenarios.waterway.months import MonthOptions, lock_cases
from scenarios.waterway.study import run_locks
from transport.lock_sites import ANY, EXPLANATIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from scenarios.waterway.observed import Setup
    from scenarios.waterway.study import LockOutcome

    Progress = Callable[[int, int, str], None]
    Tables = Mapping[str, pd.DataFrame]

SHIPPED: Final = "as shipped"
VARIABLES: Final = {"lockages": "lockages", "waiting_mean": "waiting_vessels_mean"}
"""Observed quantities, with the indicator that stands for each."""

_CELLS: Final[Mapping[str, tuple[str, str, float]]] = {
    "filling 0.5": ("lock_rules", "min_fill_share", 0.5),
    "filling 0.9": ("lock_rules", "min_fill_share", 0.9),
    "outflow swings 20 % a day": ("lock_waters", "daily_swing_share", 0.2),
    "stop below 1,710 m3/s": ("lock_waters", "lowest_outflow_m3s", 1710),
    "stop below 3,290 m3/s": ("lock_waters", "lowest_outflow_m3s", 3290),
    "river as steep when high": ("lock_waters", "high_rise_m_per_1000_m3s", 1.19),
}
"""Table, column and value of each alternative; the range of outflows is that of its sources.

With the river as steep when high the head falls faster and chambers fill quicker: the other end of
what the level below the dam may be.
"""

NO_STOP: Final = "no stop on 24 September"
ALTERNATIVES: Final = (SHIPPED, *_CELLS, NO_STOP)


def altered(tables: Tables, lock: str, alternative: str) -> Tables:
    """Return the tables as an alternative has them.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    lock : str
        The lock.
    alternative : str
        One of :data:`ALTERNATIVES`.

    Returns
    -------
    mapping of str to pandas.DataFrame
        The tables, one of them changed for this lock.
    """
    if alternative == SHIPPED:
        return tables
    if alternative == NO_STOP:
        outages = tables["lock_outages"]
        stop = (outages["lock"] == lock) & (outages["line"] == ANY)
        return {**tables, "lock_outages": outages[~stop]}
    name, column, value = _CELLS[alternative]
    table = tables[name].copy()
    table.loc[table["lock"] == lock, column] = value
    return {**tables, name: table}


def fit_sensitivity(tables: Tables, setup: Setup, progress: Progress | None = None) -> pd.DataFrame:
    """Run the fitted months under every alternative and both explanations.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    setup : Setup
        What is run.
    progress : callable, optional
        Called with runs done, runs in all and a label.

    Returns
    -------
    pandas.DataFrame
        By ``explanation``, ``alternative``, ``variable`` and ``period``: ``observed``, ``mean``
        and ``error_percent``.
    """
    months = fitted_panel(tables["lock_months"])
    months = months[months["lock"] == setup.lock]
    cases = {}
    for explanation in EXPLANATIONS:
        for alternative in ALTERNATIVES:
            own = altered(tables, setup.lock, alternative)
            options = MonthOptions(explanation)
            made = lock_cases(own, months, own["lock_outages"], options)
            cases[f"{explanation} {alternative}"] = made[setup.lock]
    outcomes = run_locks(cases, setup.replications, setup.seed, setup.workers, progress)
    parts = [
        _errors(months, outcomes[f"{explanation} {alternative}"]).assign(
            explanation=explanation, alternative=alternative
        )
        for explanation in EXPLANATIONS
        for alternative in ALTERNATIVES
    ]
    keys = ["explanation", "alternative", "variable", "period"]
    return pd.concat(parts, ignore_index=True)[[*keys, "observed", "mean", "error_percent"]]


def _errors(months: pd.DataFrame, outcomes: list[LockOutcome]) -> pd.DataFrame:
    """Modelled means beside the observed months."""
    rows = []
    for variable, indicator in VARIABLES.items():
        found = [one.months[indicator].to_numpy(dtype=float) for one in outcomes]
        observed, mean = months[variable].to_numpy(dtype=float), np.mean(found, axis=0)
        rows.append(
            pd.DataFrame(
                {
                    "variable": variable,
                    "period": month_names(months),
                    "observed": observed,
                    "mean": mean,
                    "error_percent": 100 * (mean / observed - 1),
                }
            )
        )
    return pd.concat(rows, ignore_index=True)


def write_sensitivity(table: pd.DataFrame, folder: Path) -> None:
    """Write the table as a folder, whole or not at all.

    Parameters
    ----------
    table : pandas.DataFrame
        What :func:`fit_sensitivity` found.
    folder : Path
        Folder to make: ``sensitivity.csv``, ``manifest.json``.
    """
    with whole_folder(folder) as staging:
        table.to_csv(staging / "sensitivity.csv", index=False, lineterminator="\n")
        manifest = {"version": installed_version("landsea-corridor"), "rows": len(table)}
        (staging / "manifest.json").write_text(json.dumps(manifest) + "\n", encoding="utf-8")
