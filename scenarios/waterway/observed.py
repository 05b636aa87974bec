"""The observed months of a lock beside what the model makes of them.

Fitted months are those on which the operating parameters were fitted; the others test them. The
first half of 2025 is known as a sum only: one circulating fleet gets its vessels through, months
of water from the table of an ordinary year, with the overhaul of line 3 on assumed days.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from scenarios.folders import whole_folder
from scenarios.maps.files import rasterised, standing_alone
from scenarios.study.intervals import Interval, interval
from scenarios.version import installed_version
from scenarios.waterway.calibration import (
    FITTED_MONTHS,
    LOCKAGE_TOLERANCE,
    SHUT_TOLERANCE,
    WAITING_TOLERANCE,
    month_names,
    shut_months,
)
from scenarios.waterway.months import LockCase, MonthOptions, lock_cases
from scenarios.waterway.observed_chart import WIDTH, observed_chart
from scenarios.waterway.study import run_locks
from transport.lock_sites import EXPLANATIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from scenarios.display.words import Text

    Progress = Callable[[int, int, str], None]

HALF_YEAR = "2025-H1"
_MONTHS_OF_HALF = range(1, 7)
_DAYS_OF_HALF = (31, 28, 31, 30, 31, 30)
_FIGURES = ("vessels", "lockages", "vessels_per_lockage", "waiting_mean", "waiting_max")


@dataclass(frozen=True)
class Setup:
    """What is run: lock, replications, seed and processes."""

    lock: str
    replications: int
    seed: int
    workers: int


def compare_observed(
    tables: Mapping[str, pd.DataFrame], setup: Setup, progress: Progress | None = None
) -> pd.DataFrame:
    """Run the observed months of a lock under both explanations.

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
        By ``explanation``, ``period`` and ``variable``: ``observed``, ``mean``, ``low``, ``high``,
        ``error_percent``, ``role`` (``fitted``, ``left out``), ``shut`` (a line was shut for the
        whole month), ``source``. What was not observed is left out.
    """
    panel = tables["lock_months"]
    panel = panel[panel["lock"] == setup.lock]
    half = half_year(tables, setup.lock)
    cases: dict[str, LockCase] = {}
    for explanation in EXPLANATIONS:
        options = MonthOptions(explanation)
        outages = tables["lock_outages"]
        cases[f"{explanation} months"] = lock_cases(tables, panel, outages, options)[setup.lock]
        if half is not None:
            cases[f"{explanation} half"] = lock_cases(tables, half, outages, options)[
                setup.lock
            ].steadied()
    outcomes = run_locks(cases, setup.replications, setup.seed, setup.workers, progress)
    observed = _observed_months(tables, panel)
    rows = []
    for explanation in EXPLANATIONS:
        months = [one.months for one in outcomes[f"{explanation} months"]]
        rows.append(_beside(observed, _by_month(months)).assign(explanation=explanation))
        if half is not None:
            sums = [_half_sums(one.months) for one in outcomes[f"{explanation} half"]]
            found = _beside(_observed_half(tables, panel, setup.lock), _intervals(sums))
            rows.append(found.assign(explanation=explanation))
    return pd.concat(rows, ignore_index=True)


def missed(table: pd.DataFrame) -> list[str]:
    """Return the errors of fitted months beyond what is asked of them.

    Parameters
    ----------
    table : pandas.DataFrame
        What :func:`compare_observed` found, or rows of it.

    Returns
    -------
    list of str
        Month, quantity and error: of lockages and vessels in a lockage beyond 5 %, of vessels
        waiting beyond 25 %, or 35 % where a line was shut.
    """
    found = []
    for row in table[table["role"] == "fitted"].to_dict("records"):
        waiting = SHUT_TOLERANCE if row["shut"] else WAITING_TOLERANCE
        limit = {"waiting_mean": waiting}.get(row["variable"], LOCKAGE_TOLERANCE)
        if row["variable"] in _ASKED and abs(row["error_percent"]) > 100 * limit:
            found.append(f"{row['period']} {_ASKED[row['variable']]} {row['error_percent']:+.1f} %")
    return found


_ASKED = {
    "lockages": "lockages",
    "vessels_per_lockage": "in a lockage",
    "waiting_mean": "waiting",
}


def half_year(tables: Mapping[str, pd.DataFrame], lock: str) -> pd.DataFrame | None:
    """Return months of the first half of 2025 with its vessels by days, None where not known."""
    vessels, _ = _observation(tables, lock, "H1", "vessels")
    cargo, _ = _observation(tables, lock, "H1", "cargo")
    if vessels is None or cargo is None:
        return None
    share = np.array(_DAYS_OF_HALF) / sum(_DAYS_OF_HALF)
    empty = dict.fromkeys(
        ("vessels_up", "vessels_down", "cargo_up_mt", "cargo_down_mt", "mean_rated_t",
         "outflow_m3s", "waiting_start"),
        np.nan,
    )  # fmt: skip
    return pd.DataFrame(
        {
            "lock": lock,
            "year": 2025,
            "month": list(_MONTHS_OF_HALF),
            "vessels": vessels * share,
            "cargo_mt": cargo * share,
            **empty,
        }
    )


def _observation(
    tables: Mapping[str, pd.DataFrame], lock: str, period: str, variable: str
) -> tuple[float | None, str]:
    """One published value of 2025 and its sources, None where there is none."""
    table = tables["observations"]
    found = table[
        (table["place"] == lock)
        & (table["year"] == 2025)  # noqa: PLR2004
        & (table["period"] == period)
        & (table["variable"] == variable)
    ]
    if found.empty:
        return None, ""
    return float(found["value"].iloc[0]), str(found["source"].iloc[0])


def _observed_months(tables: Mapping[str, pd.DataFrame], panel: pd.DataFrame) -> pd.DataFrame:
    """Observed values of every month, one row each."""
    names = month_names(panel)
    lock = str(panel["lock"].iloc[0])
    shut = set(shut_months(tables["lock_outages"], lock, names))
    wide = panel.assign(
        period=names,
        lockages=panel["lockages"].astype(float),
        vessels_per_lockage=panel["vessels"] / panel["lockages"].astype(float),
        role=["fitted" if name in FITTED_MONTHS else "left out" for name in names],
        shut=[name in shut for name in names],
    )
    keys = ["period", "role", "shut", "source"]
    long = wide.melt(id_vars=keys, value_vars=list(_FIGURES), value_name="observed")
    return long.dropna(subset=["observed"])


def _observed_half(
    tables: Mapping[str, pd.DataFrame], panel: pd.DataFrame, lock: str
) -> pd.DataFrame:
    """Observed values of the first half of 2025; its mean queue is the year less its other half."""
    year, source = _observation(tables, lock, "year", "mean_vessels_waiting")
    later = panel[panel["year"] == 2025].sort_values("month")  # noqa: PLR2004
    days = np.array([31, 31, 30, 31, 30, 31], dtype=float)
    counts = {name: _observation(tables, lock, "H1", name) for name in ("vessels", "lockages")}
    rows = [(name, value, named) for name, (value, named) in counts.items() if value is not None]
    if year is not None and list(later["month"]) == [7, 8, 9, 10, 11, 12]:
        rest = float(later["waiting_mean"].to_numpy() @ days)
        mean = (365 * year - rest) / sum(_DAYS_OF_HALF)
        rows.append(("waiting_mean", mean, _joined([source, *later["source"]])))
    (vessels, one), (lockages, other) = counts.values()
    if vessels and lockages:
        rows.append(("vessels_per_lockage", vessels / lockages, _joined([one, other])))
    return pd.DataFrame(rows, columns=["variable", "observed", "source"]).assign(
        period=HALF_YEAR, role="left out", shut=False
    )


def _joined(sources: Sequence[str]) -> str:
    """Name each source once, in the order in which they come."""
    return ";".join(dict.fromkeys(one for part in sources for one in part.split(";")))


def _by_month(months: list[pd.DataFrame]) -> dict[tuple[str, str], Interval]:
    """Interval of every figure of every month."""
    found: dict[tuple[str, str], Interval] = {}
    for name in months[0]["month"]:
        rows = [_figures(table[table["month"] == name].iloc[0]) for table in months]
        found.update(_intervals([{(str(name), k): v for k, v in row.items()} for row in rows]))
    return found


def _figures(row: pd.Series[float]) -> dict[str, float]:
    """Return figures of one month by the names of the observed ones."""
    return {
        "vessels": float(row["vessels"]),
        "lockages": float(row["lockages"]),
        "vessels_per_lockage": float(row["vessels_per_lockage"]),
        "waiting_mean": float(row["waiting_vessels_mean"]),
        "waiting_max": float(row["waiting_vessels_max"]),
    }


def _half_sums(months: pd.DataFrame) -> dict[tuple[str, str], float]:
    """Figures of the half year from its months."""
    vessels, lockages = float(months["vessels"].sum()), float(months["lockages"].sum())
    waiting = float(np.average(months["waiting_vessels_mean"], weights=_DAYS_OF_HALF))
    figures = {
        "vessels": vessels,
        "lockages": lockages,
        "vessels_per_lockage": vessels / lockages,
        "waiting_mean": waiting,
    }
    return {(HALF_YEAR, name): value for name, value in figures.items()}


def _intervals(rows: list[dict[tuple[str, str], float]]) -> dict[tuple[str, str], Interval]:
    """Interval of every figure over replications."""
    return {key: interval([row[key] for row in rows]) for key in rows[0]}


def _beside(observed: pd.DataFrame, modelled: Mapping[tuple[str, str], Interval]) -> pd.DataFrame:
    """Put the modelled figures beside the observed ones."""
    keys = zip(observed["period"], observed["variable"], strict=True)
    found = pd.DataFrame([modelled[str(a), str(b)].as_json() for a, b in keys])
    table = pd.concat([observed.reset_index(drop=True), found], axis=1)
    return table.assign(error_percent=100 * (table["mean"] / table["observed"] - 1))


def write_observed(table: pd.DataFrame, lock: Text, folder: Path) -> None:
    """Write a comparison with observed months as a folder, whole or not at all.

    Parameters
    ----------
    table : pandas.DataFrame
        The comparison.
    lock : Text
        Name of the lock.
    folder : Path
        Folder to make: ``observed.csv``, ``observed.svg``, ``observed.png``, ``manifest.json``.
    """
    chart = observed_chart(table, lock)
    with whole_folder(folder) as staging:
        table.to_csv(staging / "observed.csv", index=False, lineterminator="\n")
        (staging / "observed.svg").write_text(standing_alone(chart, int(WIDTH)), encoding="utf-8")
        (staging / "observed.png").write_bytes(rasterised(chart, 2 * int(WIDTH)))
        manifest = {"version": installed_version("landsea-corridor"), "rows": len(table)}
        (staging / "manifest.json").write_text(json.dumps(manifest) + "\n", encoding="utf-8")
