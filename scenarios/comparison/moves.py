"""What moved between the base and each plan of a study: the table, and its JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from networks import zone_of
from scenarios.scope import SCOPE
from transport.mode_choice.assignment import assign
from transport.mode_choice.moves import COLUMNS, UNSERVED, find_moves, service_flows

if TYPE_CHECKING:
    from scenarios.study.runs import Study

METHOD = (
    "cargo lost by a service is spread over the gaining services of the same shipment in "
    "proportion to their gains; waiting is the stay at locks, lockage included"
)

LISTED = 50
"""Moves that the JSON lists for a plan and year; the workbook has all."""

_KEYS = ["plan", "year"]


def moves_table(study: Study) -> pd.DataFrame:
    """Return what moved from the base to every other plan.

    Parameters
    ----------
    study : Study
        Plans run over years and replications.

    Returns
    -------
    pandas.DataFrame
        ``plan``, ``year`` and the columns of :data:`transport.mode_choice.moves.COLUMNS`, means
        over the central replications, largest move of a plan and year first.
    """
    found = [
        find_moves(
            _by_zone(study.models[plan.name, year].market.demand),
            _flows(study, study.plans[0].name, year),
            _flows(study, plan.name, year),
        ).assign(plan=plan.name, year=year)
        for plan in study.plans[1:]
        for year in study.settings.years
    ]
    columns = [*_KEYS, *COLUMNS]
    if not found:
        return pd.DataFrame(columns=columns)
    return pd.concat(found, ignore_index=True)[columns]


def _by_zone(demand: pd.DataFrame) -> pd.DataFrame:
    """Return demand whose origins overseas are zones, whatever the quay."""
    return demand.assign(origin=demand["origin"].map(zone_of))


def _flows(study: Study, plan: str, year: int) -> pd.DataFrame:
    """Flows of a plan's year at the delays in which its replications ended."""
    model = study.models[plan, year]
    base_cost = model.base_cost_cny_per_t
    runs = [
        (assign(model.market, model.skims, run.delay_h, base_cost), run.delay_h)
        for run in study.runs(plan, year)
    ]
    return service_flows(model.market, model.skims, runs)


def moves_json(study: Study, moves: pd.DataFrame) -> dict[str, Any]:
    """Return the JSON of what moved.

    Parameters
    ----------
    study : Study
        The study.
    moves : pandas.DataFrame
        Table of :func:`moves_table`.

    Returns
    -------
    dict
        ``scope``, ``method`` and, by plan and year, ``moved_kt`` (between services),
        ``newly_unserved_kt``, ``newly_served_kt``, ``by_mode``, ``by_cause`` and the largest
        ``moves``.
    """
    plans = {
        plan.name: {
            str(year): _json_of(moves[(moves["plan"] == plan.name) & (moves["year"] == year)])
            for year in study.settings.years
        }
        for plan in study.plans[1:]
    }
    return {"scope": SCOPE, "method": METHOD, "plans": plans}


def moved_kt(moves: pd.DataFrame) -> dict[str, float]:
    """Return the sums of the moves of one plan and year.

    Parameters
    ----------
    moves : pandas.DataFrame
        Rows of :func:`moves_table`.

    Returns
    -------
    dict of str to float
        ``kt`` between services, ``served`` and ``unserved`` for what newly travels or stays.
    """
    return {
        "kt": float(_between(moves)["kt"].sum()),
        "served": float(moves.loc[moves["from_mode"] == UNSERVED, "kt"].sum()),
        "unserved": float(moves.loc[moves["to_mode"] == UNSERVED, "kt"].sum()),
    }


def _between(moves: pd.DataFrame) -> pd.DataFrame:
    """Return the moves from one service to another."""
    return moves[(moves["to_mode"] != UNSERVED) & (moves["from_mode"] != UNSERVED)]


def _json_of(moves: pd.DataFrame) -> dict[str, Any]:
    """JSON of one plan and year."""
    between, sums = _between(moves), moved_kt(moves)
    by_mode = between.groupby(["from_mode", "to_mode"], sort=True)["kt"].sum().reset_index()
    by_cause = between.groupby("cause", sort=True)["kt"].sum()
    listed = moves.head(LISTED).drop(columns=_KEYS)
    return {
        "moved_kt": sums["kt"],
        "newly_unserved_kt": sums["unserved"],
        "newly_served_kt": sums["served"],
        "by_mode": by_mode.to_dict("records"),
        "by_cause": {str(cause): float(kt) for cause, kt in by_cause.items()},
        "moves": listed.astype(object).where(listed.notna(), None).to_dict("records"),
    }
