"""From a table of months to what each lock is sent through.

A table of months has one row for each lock and month. What a row leaves empty is filled so:

- vessels up and down: half of all vessels each; one given and all: the rest is the other; where
  neither follows, as many as the cargo of the direction needs, without cargo as many as the other
  way.
- cargo down and up: 78 % and 22 % of all cargo (August to December 2025 at Changzhou); one given
  and all: the rest is the other; no cargo at all: 0.94 and 0.27 of the rated tonnage.
- mean rated tonnage: that of the mix of the year, of the classes that fit the lock.
- outflow: that of the month in an ordinary year (table ``monthly_outflows``).
- queue at the start: not known; the first month is then repeated as warm-up.

Every lock is simulated for itself: counts at two locks do not tell which vessels pass both.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from networks.water_levels import daily_outflow_m3s, lock_waters
from scenarios.inputs import network_of, transport_parameters
from scenarios.waterway.lock_fleet import lock_fleet, mean_rated_t
from scenarios.years import FIRST_NETWORK_YEAR, LAST_YEAR
from transport.lock_months.months import LoadedMonth, MonthPlan, spans_in_run
from transport.lock_sites import LockOperation, lock_operations, lock_site, operation_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from networks import Chamber
    from transport.operations.lock import LockSite

DOWN_SHARE = 0.78
"""Share of cargo bound down: Changzhou, August to December 2025, monthly briefings."""

LOAD_DOWN, LOAD_UP = 0.94, 0.27
"""Cargo over rated tonnage by direction, the same months, with equal fleets both ways."""

_HALF = 0.5


@dataclass(frozen=True)
class LockCase:
    """A lock ready to be sent through its months.

    Attributes
    ----------
    plan : MonthPlan
        Months and vessels.
    site : LockSite
        Lock with closures and depths in hours of the run.
    chambers : tuple of Chamber
        Its lines, as the tables have them.
    head_m : dict of str to float
        Mean head of each month; NaN where not known.
    steady : bool
        True where only the sum of the counts is known: one fleet circulates through all months.
    """

    plan: MonthPlan
    site: LockSite
    chambers: tuple[Chamber, ...]
    head_m: dict[str, float]
    steady: bool = False

    def steadied(self) -> LockCase:
        """Return the case with only the sum of its counts known."""
        return replace(self, steady=True)


@dataclass(frozen=True)
class MonthOptions:
    """Choices for a run over months.

    Attributes
    ----------
    explanation : str
        What makes vessels wait in ordinary months.
    upbound_empties : bool
        Upbound load as full and empty vessels instead of partly laden ones.
    announce_h : float
        Hours before arrival at which vessels are known (joint scheduling).
    operations : mapping of str to LockOperation, optional
        How locks are run, in place of the table ``lock_rules``.
    """

    explanation: str = "scheduling"
    upbound_empties: bool = False
    announce_h: float = 0.0
    operations: Mapping[str, LockOperation] | None = None


def lock_cases(
    tables: Mapping[str, pd.DataFrame],
    months: pd.DataFrame,
    outages: pd.DataFrame,
    options: MonthOptions,
) -> dict[str, LockCase]:
    """Make the case of every lock of a table of months.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    months : pandas.DataFrame
        Columns ``lock``, ``year``, ``month``, ``vessels``, ``vessels_up``, ``vessels_down``,
        ``cargo_mt``, ``cargo_up_mt``, ``cargo_down_mt``, ``mean_rated_t``, ``outflow_m3s``,
        ``waiting_start``; NaN where not known. Months of a lock follow each other.
    outages : pandas.DataFrame
        Columns ``lock``, ``line``, ``from``, ``to`` (ISO days, both included).
    options : MonthOptions
        Choices.

    Returns
    -------
    dict of str to LockCase
        By lock, in the order of their names.
    """
    return {
        str(lock): _lock_case(tables, str(lock), rows, outages, options)
        for lock, rows in months.groupby("lock", sort=True)
    }


def _lock_case(
    tables: Mapping[str, pd.DataFrame],
    lock: str,
    rows: pd.DataFrame,
    outages: pd.DataFrame,
    options: MonthOptions,
) -> LockCase:
    """Make the case of one lock."""
    parameters = transport_parameters(tables)
    rows = rows.sort_values(["year", "month"])
    first = rows.iloc[0]
    year = int(np.clip(int(first["year"]), FIRST_NETWORK_YEAR, LAST_YEAR))
    chambers = network_of(tables, (), year, parameters).chambers[lock]
    operation = lock_operation(tables, lock, options)
    fleet = lock_fleet(tables, chambers, operation.rules.gaps_m, year)
    usual_t = mean_rated_t(fleet)
    plan = MonthPlan(
        lock=lock,
        months=tuple(loaded_month(row, usual_t) for row in rows.to_dict("records")),
        classes=tuple(fleet),
        class_share=tuple(fleet.values()),
        half_turn_round_h=parameters.lock_half_turn_round_h,
        upbound_empties=options.upbound_empties,
    )
    day = dt.date(int(first["year"]), int(first["month"]), 1)
    shut = spans_in_run(plan, outage_hours(outages[outages["lock"] == lock], day))
    site, head_m = _site(tables, plan, rows, chambers, shut, operation)
    return LockCase(plan, site, chambers, head_m)


def loaded_month(row: Mapping[Any, Any], usual_rated_t: float) -> LoadedMonth:
    """Fill the gaps of one row by the rules of this module.

    Parameters
    ----------
    row : mapping
        A row of a table of months.
    usual_rated_t : float
        Mean rated tonnage where the row has none.

    Returns
    -------
    LoadedMonth
        The month; its mean rated tonnage stays NaN where the row has none.
    """
    value = {name: float(str(row.get(name, np.nan))) for name in _NUMBERS}
    rated = usual_rated_t if np.isnan(value["mean_rated_t"]) else value["mean_rated_t"]
    cargo = _split(value["cargo_mt"], value["cargo_down_mt"], value["cargo_up_mt"], DOWN_SHARE)
    vessels = _split(value["vessels"], value["vessels_down"], value["vessels_up"], _HALF)
    needed = (1e6 * cargo[0] / (rated * LOAD_DOWN), 1e6 * cargo[1] / (rated * LOAD_UP))
    vessels = _first_known(*vessels, needed)
    load = tuple(
        default if np.isnan(mt) or count == 0 else 1e6 * mt / (count * rated)
        for mt, count, default in zip(cargo, vessels, (LOAD_DOWN, LOAD_UP), strict=True)
    )
    return LoadedMonth(
        year=int(str(row["year"])),
        month=int(str(row["month"])),
        vessels=vessels,
        mean_rated_t=value["mean_rated_t"],
        load_share=(load[0], load[1]),
        waiting_start=value["waiting_start"],
    )


_NUMBERS = (
    "vessels",
    "vessels_up",
    "vessels_down",
    "cargo_mt",
    "cargo_up_mt",
    "cargo_down_mt",
    "mean_rated_t",
    "waiting_start",
)


def _first_known(down: float, up: float, needed: tuple[float, float]) -> tuple[float, float]:
    """Down and up: what is given, else what the cargo needs, else as many as the other way."""
    down = needed[0] if np.isnan(down) else down
    up = needed[1] if np.isnan(up) else up
    return (up if np.isnan(down) else down), (down if np.isnan(up) else up)


def _split(both: float, down: float, up: float, down_share: float) -> tuple[float, float]:
    """Down and up from what is known of the two and their sum."""
    if np.isnan(down) and np.isnan(up):
        return down_share * both, (1 - down_share) * both
    if np.isnan(down):
        return both - up, up
    return down, (both - down if np.isnan(up) else up)


def outage_hours(outages: pd.DataFrame, first_day: dt.date) -> dict[str, list[tuple[float, float]]]:
    """Return outages by line in hours since the first day; whole days, both included."""
    hours: dict[str, list[tuple[float, float]]] = {}
    for row in outages.to_dict("records"):
        begin = (dt.date.fromisoformat(str(row["from"])) - first_day).days
        end = (dt.date.fromisoformat(str(row["to"])) - first_day).days + 1
        hours.setdefault(str(row["line"]), []).append((24.0 * begin, 24.0 * end))
    return hours


def lock_operation(
    tables: Mapping[str, pd.DataFrame], lock: str, options: MonthOptions
) -> LockOperation:
    """Return how a lock is run under the options."""
    operations = options.operations or lock_operations(tables["lock_rules"], options.explanation)
    return operation_of(operations, lock).announced(options.announce_h)


def _site(
    tables: Mapping[str, pd.DataFrame],
    plan: MonthPlan,
    rows: pd.DataFrame,
    chambers: Sequence[Chamber],
    shut: Mapping[str, tuple[tuple[float, float], ...]],
    operation: LockOperation,
) -> tuple[LockSite, dict[str, float]]:
    """Make the lock with its water, and the mean head of each month."""
    water = lock_waters(tables["lock_waters"]).get(plan.lock)
    names = [month.name for month in plan.months]
    days = int(plan.edges_h[-1] // 24)
    if water is None:
        site = lock_site(chambers, operation, shut=shut, days=days)
        return site, dict.fromkeys(names, np.nan)
    table = tables["monthly_outflows"]
    usual = table[table["lock"] == plan.lock].set_index("month")["outflow_m3s"]
    given = rows["outflow_m3s"].to_numpy(dtype=float)
    flows = np.where(np.isnan(given), usual.loc[rows["month"]].to_numpy(dtype=float), given)
    run_flows = flows if plan.leads_in else np.concatenate((flows[:1], flows))
    daily = daily_outflow_m3s(run_flows.tolist(), [month.days for month in plan.run_months])
    if plan.leads_in:
        daily = np.concatenate((daily[:1], daily))
    head = water.head_m(flows)
    site = lock_site(chambers, operation, water, daily, shut, days)
    return site, dict(zip(names, head.tolist(), strict=True))
