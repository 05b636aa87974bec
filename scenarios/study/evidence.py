"""What a result rests on: assumptions, measures of the plans, and the manifest of the run."""

from __future__ import annotations

import platform
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pandas as pd

from scenarios.inputs import from_overseas_kt
from scenarios.version import installed_version

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scenarios.plan.plan import Plan
    from scenarios.study.runs import Study
    from scenarios.tables.reading import Tables

_PARAMETER_TABLES = ("transport_parameters", "fleet_parameters")
_NAMED_TABLES = {
    "choice_groups": ("choice_group",),
    "choice_ranges": ("parameter", "choice_group"),
    "growth": ("commodity", "growth_case", "from_year"),
    "assumed_depths": ("kind", "waterway_class"),
    "vessel_costs": ("class_id",),
    "vessel_mix": ("year", "cargo_kind", "class_id"),
    "carriers": ("carrier",),
    "lock_fees": ("lock", "from_year"),
    "base_delays": ("lock", "direction"),
    "choice_constants": ("control_group", "choice_group", "alternative"),
}
_LIBRARIES = ("numpy", "pandas", "scipy", "simpy", "pydantic")


def assumptions_table(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the parameters and assumptions of the model, one number a row.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables with their schemas.

    Returns
    -------
    pandas.DataFrame
        ``table``, ``name``, ``value``, ``low``, ``high``, ``unit``, ``meaning``, ``source``,
        ``confidence``.
    """
    columns = ["value", "low", "high", "unit", "meaning", "source", "confidence"]
    parts = [
        tables[name]
        .rename(columns={"parameter": "name"})
        .assign(table=name)[["table", "name", *columns]]
        for name in _PARAMETER_TABLES
    ]
    rows = [row for name, keys in _NAMED_TABLES.items() for row in _numbers(tables, name, keys)]
    return pd.concat(
        [*parts, pd.DataFrame(rows, columns=["table", "name", *columns])], ignore_index=True
    )


def _numbers(
    tables: Mapping[str, pd.DataFrame], name: str, keys: tuple[str, ...]
) -> Iterator[dict[str, Any]]:
    """Numbers of a table, each named by the keys of its row and its column."""
    table = tables[name]
    columns = [
        column
        for column in table.select_dtypes("number").columns
        if column not in keys and not column.endswith(("_kt",))
    ]
    for row in table.to_dict("records"):
        for column in columns:
            if pd.notna(row[column]):
                label = " ".join(str(row[key]) for key in keys if row[key] != "")
                yield {
                    "table": name,
                    "name": f"{label} {column}",
                    "value": float(row[column]),
                    "low": float("nan"),
                    "high": float("nan"),
                    "unit": "",
                    "meaning": "",
                    "source": row["source"],
                    "confidence": row["confidence"],
                }


def measures_table(plans: Sequence[Plan], places: pd.DataFrame) -> pd.DataFrame:
    """Return the measures of plans.

    Parameters
    ----------
    plans : sequence of Plan
        The plans.
    places : pandas.DataFrame
        Table ``places``, for names instead of ids.

    Returns
    -------
    pandas.DataFrame
        ``plan``, ``group``, ``kind``, ``opens``, ``what`` (by language), ``capex_cny``,
        ``article``.
    """
    names = places.set_index("place_id")[["name_zh", "name_en"]]
    rows = [
        {
            "plan": plan.name,
            "group": measure.group,
            "kind": measure.kind,
            "opens": measure.opens,
            "what": {
                "zh": _with_names(measure.describe("zh"), names["name_zh"]),
                "en": _with_names(measure.describe("en"), names["name_en"]),
            },
            "capex_cny": None if measure.capex_cny is None else float(measure.capex_cny),
            "article": measure.article,
        }
        for plan in plans
        for measure in plan.measures
    ]
    columns = ["plan", "group", "kind", "opens", "what", "capex_cny", "article"]
    return pd.DataFrame(rows, columns=columns)


def _with_names(text: str, names: pd.Series[str]) -> str:
    """Write the names of places where a text has their ids."""
    return re.sub(r"[A-Za-z_]{3,}", lambda found: str(names.get(found[0], found[0])), text)


def demand_facts(tables: Tables) -> dict[str, Any]:
    """Return whose demand a result rests on, and how much it is.

    Parameters
    ----------
    tables : Tables
        Checked tables.

    Returns
    -------
    dict
        ``own`` (whether the user brought it), ``file``, ``rows``, ``base_kt`` and
        ``from_overseas_kt``, the part that is carried back to zones overseas.
    """
    demand = tables["demand"]
    return {
        "own": bool(tables.own_demand),
        "file": tables.own_demand or "shipped",
        "rows": len(demand),
        "base_kt": float(demand["kt"].sum()),
        "from_overseas_kt": from_overseas_kt(tables),
    }


def make_manifest(study: Study) -> dict[str, Any]:
    """Return what it takes to make a result again, and how its runs ended.

    Parameters
    ----------
    study : Study
        A study.

    Returns
    -------
    dict
        Plans, settings, hash of the tables, versions, time, rounds, gap and balances.
    """
    runs = list(study.outcomes.values())
    return {
        "plans": [plan.name for plan in study.plans],
        "years": list(study.settings.years),
        "replications": study.settings.replications,
        "seed": study.settings.seed,
        "workers": study.settings.workers,
        "gwp": study.settings.gwp,
        "runs": len(runs),
        "run_date": datetime.now(tz=UTC).isoformat(timespec="seconds"),
        "seconds": round(study.seconds, 1),
        "tables_digest": study.tables.digest,
        "demand": demand_facts(study.tables),
        "version": installed_version(),
        "python": platform.python_version(),
        "libraries": {name: installed_version(name) for name in _LIBRARIES},
        "rounds_max": max(run.rounds for run in runs),
        "share_gap_max": max(run.gap for run in runs),
        "settled_runs": sum(run.converged for run in runs),
        "balanced_runs": sum(run.checks.hold for run in runs),
    }
