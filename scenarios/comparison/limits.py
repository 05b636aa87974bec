"""What hit a limit: locks, rail sections, terminals and ports, by plan and year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from scenarios.comparison.readings import plan_years
from transport.capacity.limits import COLUMNS

if TYPE_CHECKING:
    from scenarios.study.runs import Study

_MEANS = ("flow_mt", "capacity_mt", "use_share", "delay_h", "shadow_h", "unserved_mt")
_KEYS = ["kind", "place", "mode", "direction"]


def limits_table(study: Study) -> pd.DataFrame:
    """Return what is used at or above the stated share of its capacity.

    Parameters
    ----------
    study : Study
        Plans run over years and replications.

    Returns
    -------
    pandas.DataFrame
        ``plan``, ``year`` and the columns of :data:`transport.capacity.limits.COLUMNS`, means over
        replications, most used first. The share is the parameter ``utilisation_limit_share``. The
        ``place`` of a rail section is the place it leads from, its ``direction`` the one it leads
        to.
    """
    limit = study.base.parameters.utilisation_limit_share
    found = [pd.DataFrame(columns=["plan", "year", *COLUMNS])]
    for plan, year, runs in plan_years(study):
        table = pd.concat([run.limits for run in runs])
        by = table.groupby(_KEYS, sort=True)
        # A facility that one replication does not use counts there as nothing.
        means = by[list(_MEANS)].sum() / len(runs)
        means["capacity_mt"] = by["capacity_mt"].mean()
        rows = means.assign(scaled=by["scaled"].any()).reset_index()
        full = rows[rows["use_share"] >= limit].sort_values("use_share", ascending=False)
        if len(full):
            found.append(full.assign(plan=plan, year=year)[["plan", "year", *COLUMNS]])
    kept = [table for table in found if len(table)] or found
    return pd.concat(kept, ignore_index=True)


def limits_json(limits: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of the table of limits for JSON; what is not known is null."""
    known = limits.astype(object).where(limits.notna(), None)
    return [{str(key): value for key, value in row.items()} for row in known.to_dict("records")]


def place_of(row: dict[Any, Any]) -> str:
    """Return what a row of the table of limits is called: a place, or two of a rail section."""
    return str(row["place"] if row["direction"] == "both" else f"{row['place']}>{row['direction']}")
