"""What moved between two runs of the same demand, and the change of cost behind it.

A model of shares says how much cargo of a shipment each service gains or loses, not which tonne
went where. The cargo that a service of a shipment loses is therefore spread over the services of
the same shipment that gain, in proportion to their gains; cargo that stays unserved counts as a
service of its own. Moves conserve tonnes: out of a service goes what it lost, into it comes what
it gained.

The generalised cost of a service is money, hours away from locks and hours at locks:

    C = m + s d + v (T + n d)

with money m (charges included), vessel cost s and laden passages n at each lock, delay d, value of
time v and hours T. Its parts are money m, time v T and waiting (s + v n) d. Waiting is the whole
stay at a lock, its lockage and what the spread of stays counts as included; what differs between
two plans is the queue unless a lock was built or shut.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transport.mode_choice.assignment import Assignment, Market
    from transport.skims import ServiceSkims

PARTS = ("money", "time", "waiting")
"""Parts of the generalised cost."""

UNSERVED = "unserved"
"""Main mode and service of cargo that does not travel."""

SERVICE = ["shipment", "mode", "service"]
MOVE = ["origin", "destination", "commodity", "from_mode", "from_service", "to_mode", "to_service"]
"""Columns that name a move."""

_CHANGES = [f"{end}_{part}_change_cny_per_t" for end in ("from", "to") for part in PARTS]
_LEVELS = ["from_cost_cny_per_t", "to_cost_cny_per_t"]
COLUMNS = [*MOVE, "kt", "cause", *_CHANGES, *_LEVELS]
"""Columns of the table of moves."""

_LEAST_KT = 1e-3
_LEAST_CNY_PER_T = 1e-6


def cost_parts(market: Market, skims: ServiceSkims, delay_h: np.ndarray) -> np.ndarray:
    """Return the generalised cost of each alternative in its parts.

    The parameters are those of :func:`transport.mode_choice.assignment.generalised_cost`.

    Returns
    -------
    numpy.ndarray
        CNY per tonne, shape (alternatives, 3) in the order of :data:`PARTS`; rows sum to
        :func:`transport.mode_choice.assignment.generalised_cost`.
    """
    vessel = (skims.delay_cny_per_t_h @ delay_h)[market.service]
    at_locks_h = (skims.laden_calls @ delay_h)[market.service]
    money = (skims.money_cny_per_t + skims.charges_at(delay_h))[market.service]
    time = market.value_of_time * skims.felt_h[market.service]
    return np.column_stack([money, time, vessel + market.value_of_time * at_locks_h])


def service_flows(
    market: Market, skims: ServiceSkims, runs: Sequence[tuple[Assignment, np.ndarray]]
) -> pd.DataFrame:
    """Return cargo and cost of every service of every shipment, means over runs.

    Parameters
    ----------
    market : Market
        Shipments and alternatives.
    skims : ServiceSkims
        Skims of the services.
    runs : sequence of tuple
        Assignment and delays at locks of each run.

    Returns
    -------
    pandas.DataFrame
        ``shipment``, ``mode``, ``service`` (pattern of its chain), ``kt``, and ``money``,
        ``time``, ``waiting`` in CNY per tonne, and ``banned`` where part of the cargo may not take
        it. Unserved cargo is a row of each shipment, without
        a cost.
    """
    kt = np.mean([assignment.kt for assignment, _ in runs], axis=0)
    parts = np.mean([cost_parts(market, skims, delay_h) for _, delay_h in runs], axis=0)
    shares = [assignment.probability for assignment, _ in runs]
    left = np.mean([(1 - one.served) * market.kt for one, _ in runs], axis=0)
    of = [skims.services[service] for service in market.service]
    travelling = pd.DataFrame(
        {
            "shipment": market.shipment,
            "mode": [service.main_mode for service in of],
            "service": [service.pattern for service in of],
            "kt": kt,
            "banned": market.ban.closed if market.ban else np.zeros(len(kt), dtype=bool),
            **dict(zip(PARTS, parts.T, strict=True)),
        }
    )
    travelling = _one_row_each(travelling, np.mean(shares, axis=0))
    staying = pd.DataFrame(
        {"shipment": np.arange(len(left)), "mode": UNSERVED, "service": UNSERVED, "kt": left}
    ).assign(banned=False, **dict.fromkeys(PARTS, np.nan))
    return pd.concat([travelling, staying], ignore_index=True)


def _one_row_each(travelling: pd.DataFrame, share: np.ndarray) -> pd.DataFrame:
    """Join the routes of one service of a shipment; costs are means by share."""
    weighted = travelling.assign(share=share, **{p: travelling[p] * share for p in PARTS})
    sums = weighted.groupby(SERVICE, sort=False).sum()
    for part in PARTS:
        sums[part] /= sums["share"]
    return sums.drop(columns="share").reset_index()


def find_moves(demand: pd.DataFrame, base: pd.DataFrame, plan: pd.DataFrame) -> pd.DataFrame:
    """Return what moved from base to plan.

    Parameters
    ----------
    demand : pandas.DataFrame
        Demand rows in the order of shipments; the same in base and plan.
    base, plan : pandas.DataFrame
        Flows of :func:`service_flows`.

    Returns
    -------
    pandas.DataFrame
        :data:`COLUMNS`, largest move first; moves below a tonne are left out. Changes are plan
        less base in CNY per tonne, not a number for a service that only one of them has;
        ``from_cost_cny_per_t`` and ``to_cost_cny_per_t`` are generalised costs in the plan.
        ``cause`` says what makes the gaining service better: ``new_service``, ``closed_service``,
        ``banned_service``,
        ``unserved``, ``served``, the part of cost that changed most in its favour, or ``other``.
    """
    both = base.merge(plan, on=SERVICE, how="outer", suffixes=("_base", "_plan"))
    change_kt = both["kt_plan"].fillna(0.0) - both["kt_base"].fillna(0.0)
    ends = both[SERVICE].assign(change_kt=change_kt)
    for part in PARTS:
        ends[f"{part}_change_cny_per_t"] = both[f"{part}_plan"] - both[f"{part}_base"]
    ends["cost_cny_per_t"] = sum(both[f"{part}_plan"] for part in PARTS)
    ends["is_new"] = both["kt_base"].isna()
    ends["is_closed"] = both["kt_plan"].isna()
    ends["is_banned"] = both["banned_plan"].eq(other=True) & ~both["banned_base"].eq(other=True)
    moves = _paired(ends)
    moves = moves.join(demand[["origin", "destination", "commodity"]], on="shipment")
    moves = moves.assign(cause=_causes(moves))
    return _summed(moves)


def _paired(ends: pd.DataFrame) -> pd.DataFrame:
    """Join what lost with what gained in each shipment."""
    losing = ends[ends["change_kt"] < 0].drop(columns="is_new").add_prefix("from_")
    gaining = ends[ends["change_kt"] > 0].drop(columns="is_closed").add_prefix("to_")
    moves = losing.merge(gaining, left_on="from_shipment", right_on="to_shipment", how="inner")
    gained = moves["to_shipment"].map(gaining.groupby("to_shipment")["to_change_kt"].sum())
    kt = -moves["from_change_kt"] * moves["to_change_kt"] / gained
    return moves.assign(kt=kt).rename(columns={"from_shipment": "shipment"})


def _causes(moves: pd.DataFrame) -> np.ndarray:
    """Name what speaks for the gaining service, as the change of its cost over the losing one."""
    known = np.nan_to_num(relative_changes(moves).to_numpy(dtype=float))
    by_part = np.array(PARTS, dtype=object)[np.argmin(known, axis=1)]
    by_part[known.sum(axis=1) > -_LEAST_CNY_PER_T] = "other"
    cases = {
        UNSERVED: moves["to_mode"] == UNSERVED,
        "served": moves["from_mode"] == UNSERVED,
        "new_service": moves["to_is_new"],
        "closed_service": moves["from_is_closed"],
        "banned_service": moves["from_is_banned"],
    }
    return np.select([one.to_numpy() for one in cases.values()], list(cases), by_part)


def relative_changes(moves: pd.DataFrame) -> pd.DataFrame:
    """Return how far each part of cost changed in favour of the gaining service.

    Parameters
    ----------
    moves : pandas.DataFrame
        Moves with the changes of both services.

    Returns
    -------
    pandas.DataFrame
        A column for each of :data:`PARTS`, CNY per tonne: the change of the gaining service less
        that of the losing one, below zero where it gained an advantage.
    """
    found = {
        part: moves[f"to_{part}_change_cny_per_t"] - moves[f"from_{part}_change_cny_per_t"]
        for part in PARTS
    }
    return pd.DataFrame(found, index=moves.index).astype(float)


def _summed(moves: pd.DataFrame) -> pd.DataFrame:
    """Sum the shipments of a pair and commodity; costs are means by tonnes."""
    values = [*_CHANGES, *_LEVELS]
    by = [moves[key] for key in (*MOVE, "cause")]
    weighted = moves[values].mul(moves["kt"], axis=0).groupby(by, sort=True).sum(min_count=1)
    known_kt = moves[values].notna().mul(moves["kt"], axis=0).groupby(by, sort=True).sum()
    means = weighted / known_kt.where(known_kt > 0)
    found = means.assign(kt=moves["kt"].groupby(by, sort=True).sum()).reset_index()
    found = found[found["kt"] >= _LEAST_KT]
    ordered = found.sort_values("kt", ascending=False, kind="stable", ignore_index=True)
    return ordered[COLUMNS]
