"""What a reader of a comparison has to be warned of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scenarios.comparison.limits import place_of
from scenarios.comparison.readings import plan_years
from transport.capacity.limits import LOCK
from transport.mode_choice.assignment import stranded_kt

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from scenarios.study.runs import Study

_GROWING = 0.05


def study_warnings(
    study: Study, locks: pd.DataFrame, limits: pd.DataFrame
) -> Iterator[dict[str, Any]]:
    """Yield what stands above its limit, queues that grow, and rounds that did not settle.

    Parameters
    ----------
    study : Study
        Plans run.
    locks : pandas.DataFrame
        Table of locks.
    limits : pandas.DataFrame
        Table of limits.

    Yields
    ------
    dict
        ``plan``, ``year``, ``place``, ``kind``, ``value`` and ``limit``.
    """
    limit = study.base.parameters.utilisation_limit_share
    for row in locks.to_dict("records"):
        if row["queue_growth_share"] > _GROWING:
            where = {"plan": row["plan"], "year": row["year"], "place": row["lock"]}
            value = row["queue_growth_share"]
            yield {**where, "kind": "queue-growth", "value": value, "limit": _GROWING}
    for row in limits.to_dict("records"):
        lock, full = row["kind"] == LOCK, row["shadow_h"] > 0
        kind = ("lock-full" if full else "lock-utilisation") if lock else "facility-utilisation"
        where = {"plan": row["plan"], "year": row["year"], "place": place_of(row)}
        yield {**where, "kind": kind, "value": row["use_share"], "limit": limit}
    yield from _stranded(study)
    tolerance = study.base.parameters.share_tolerance
    for plan, year, runs in plan_years(study):
        gap = max(run.gap for run in runs)
        if gap > tolerance:
            where = {"plan": plan, "year": year, "place": ""}
            yield {**where, "kind": "not-converged", "value": gap, "limit": tolerance}


def _stranded(study: Study) -> Iterator[dict[str, Any]]:
    """Cargo that stays unserved because trucks are banned and nothing else goes there."""
    for plan, year, _ in plan_years(study):
        market = study.models[plan, year].market
        kt = stranded_kt(market)
        if kt > 0:
            share = kt / float(market.kt.sum())
            where = {"plan": plan, "year": year, "place": ""}
            yield {**where, "kind": "truck-ban", "value": share, "limit": 0.0}
