"""How inland vessels of a study are driven: powertrains reached, and engines at their limit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from scenarios.from_tables.gas_slip import slip_json
from scenarios.from_tables.inland_fleet import DIESEL

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from scenarios.study.runs import Study
    from transport.year_outcome import YearOutcome

POWERTRAIN_COLUMNS = ["plan", "year", "powertrain", "voyage_share"]
UNDER_WAY = ("laden", "ballast")
_LEAST_SHARE = 0.0005


def powertrain_table(study: Study) -> pd.DataFrame:
    """Return the powertrains of inland vessels that a study reaches.

    Parameters
    ----------
    study : Study
        A study.

    Returns
    -------
    pandas.DataFrame
        ``plan``, ``year``, ``powertrain`` and ``voyage_share``: share of laden voyages, mean over
        replications. A battery on voyages that it cannot make stays diesel.
    """
    rows = []
    for plan, year in study.models:
        runs = study.runs(plan, year)
        names = dict.fromkeys(name for run in runs for name in run.inland_powertrains)
        for name in names:
            share = np.mean([run.inland_powertrains.get(name, 0.0) for run in runs])
            rows.append((plan, year, name, float(share)))
    return pd.DataFrame(rows, columns=POWERTRAIN_COLUMNS)


def voyage_shares(table: pd.DataFrame, plans: Sequence[str]) -> list[dict[Hashable, Any]]:
    """Return the powertrains of :func:`powertrain_table` but diesel, plans beside each other.

    Parameters
    ----------
    table : pandas.DataFrame
        Shares by plan, year and powertrain; may be empty.
    plans : sequence of str
        Plans to tell of.

    Returns
    -------
    list of dict
        ``year``, ``powertrain``, and the share of each plan under its name; powertrains below
        0.05 % of voyages in all of them are left out.
    """
    if table.empty:
        return []
    wide = table[table["powertrain"] != DIESEL].pivot_table(
        index=["year", "powertrain"], columns="plan", values="voyage_share", sort=False
    )
    shares = wide.reindex(columns=list(plans)).fillna(0.0)
    return shares[shares.max(axis=1) >= _LEAST_SHARE].reset_index().to_dict("records")


def vessels_json(study: Study) -> list[dict[str, Any]]:
    """Return what the JSON of a command says about inland vessels, by plan and year.

    Parameters
    ----------
    study : Study
        A study.

    Returns
    -------
    list of dict
        ``plan``, ``year``, ``powertrains`` (share of laden voyages), ``capped_share`` (hours under
        way at less than the speed of the fairway, because of the engine or of the water under the
        keel) and ``gas_slip``, see :func:`scenarios.from_tables.gas_slip.slip_json`.
    """
    table = powertrain_table(study)
    rows = []
    for plan, year in study.models:
        of = table[(table["plan"] == plan) & (table["year"] == year)]
        shares = dict(zip(of["powertrain"], of["voyage_share"], strict=True))
        capped = float(np.mean([capped_share(run) for run in study.runs(plan, year)]))
        head = {"plan": plan, "year": year, "powertrains": shares, "capped_share": capped}
        rows.append(head | {"gas_slip": slip_json(study.tables, study.models[plan, year])})
    return rows


def capped_share(outcome: YearOutcome) -> float:
    """Return the share of hours under way at less than the speed of the fairway."""
    hours = outcome.inland_hours.set_index("state").reindex(list(UNDER_WAY)).sum()
    return float(hours["capped_h"] / hours["vessel_h"]) if hours["vessel_h"] else 0.0
