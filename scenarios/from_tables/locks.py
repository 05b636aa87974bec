"""From checked tables to the locks of a run and how traffic varies over it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from networks.water_levels import lock_waters
from scenarios.from_tables.inland_fleet import called_first
from transport.changes import ScheduleLocks
from transport.lock_sites import (
    EXPLANATIONS,
    lock_operations,
    lock_site,
    scheduled_operation,
)
from transport.run_calendar import SAMPLED, RunCalendar
from transport.trips import Season

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from networks import Network
    from transport.operations.lock import LockSite
    from transport.year_model import YearModel


def lock_sites_of(
    tables: Mapping[str, pd.DataFrame],
    network: Network,
    calendar: RunCalendar = SAMPLED,
    changes: Sequence[object] = (),
) -> dict[str, dict[str, LockSite]]:
    """Make the lock sites of an ordinary year.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    network : Network
        Network with the open chambers.
    calendar : RunCalendar
        Days of the run.
    changes : sequence
        Changes of a plan, of which those of lock scheduling and of the passage of clean vessels
        count.

    Returns
    -------
    dict of str to dict
        By explanation of ordinary waits and by lock.
    """
    first = bool(called_first(tables, changes))
    scheduling = [change for change in changes if isinstance(change, ScheduleLocks)]
    waters = lock_waters(tables["lock_waters"])
    outflows = tables["monthly_outflows"].sort_values("month")
    daily = {
        lock: calendar.daily(
            outflows.loc[outflows["lock"] == lock, "outflow_m3s"].astype(float).tolist()
        )
        for lock in waters
    }
    return {
        explanation: {
            lock: lock_site(
                chambers,
                scheduled_operation(operations, lock, scheduling).calling(marked_first=first),
                waters.get(lock),
                daily.get(lock),
                days=calendar.days,
            )
            for lock, chambers in network.chambers.items()
        }
        for explanation, operations in (
            (one, lock_operations(tables["lock_rules"], one)) for one in EXPLANATIONS
        )
    }


def season_of(tables: Mapping[str, pd.DataFrame], calendar: RunCalendar = SAMPLED) -> Season:
    """Return how river traffic varies over a run; its mean over the months is one."""
    months = tables["traffic_months"].sort_values("month")["traffic_factor"].to_numpy(dtype=float)
    mean = np.average(months, weights=calendar.month_days)
    return Season.of(calendar.period_h, np.concatenate((months[:1], months)) / mean)


def on_calendar(
    tables: Mapping[str, pd.DataFrame],
    model: YearModel,
    calendar: RunCalendar,
    changes: Sequence[object] = (),
) -> YearModel:
    """Return a model, with the changes of its plan, whose locks are run over other days."""
    return replace(
        model,
        locks=lock_sites_of(tables, model.network, calendar, changes),
        season=season_of(tables, calendar),
        calendar=calendar,
    )
