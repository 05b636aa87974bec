"""What a reader of a comparison has to be warned of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from scenarios.comparison.limits import place_of
from scenarios.comparison.readings import plan_years
from transport.capacity.limits import LOCK
from transport.changes import VesselPowertrain
from transport.inland.reach import powertrain_reach
from transport.inland.voyages import voyage_flows
from transport.mode_choice.assignment import stranded_kt

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from scenarios.study.runs import Study

_GROWING = 0.05
_LEAST_FEASIBLE = 0.9
"""Share of the voyages of its classes that a powertrain should be able to make."""


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
        ``plan``, ``year``, ``place``, ``kind``, ``value`` and ``limit``. Of kind ``vessel-range``
        the place is a powertrain, the value its share of laden voyages, the limit the share asked
        for, and ``feasible`` the share of voyages that it can make.
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
    yield from _short_ranges(study)
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


def _short_ranges(study: Study) -> Iterator[dict[str, Any]]:
    """Powertrains of vessels that a plan asks for, and that many voyages cannot be made with."""
    by_name = {plan.name: plan for plan in study.plans}
    for plan, year, runs in plan_years(study):
        changes = by_name[plan].changes(year)
        if not any(isinstance(one, VesselPowertrain) and one.share > 0 for one in changes):
            continue
        model = study.models[plan, year]
        kt = np.mean([run.kt_by_service for run in runs], axis=0)
        cargo = model.skims.route_kt(kt)
        flows = voyage_flows(cargo, model.skims.routes, model.empty_vessel_factor)
        for one in powertrain_reach(flows, model.skims.routes, changes):
            if one.feasible_share < _LEAST_FEASIBLE:
                where = {"plan": plan, "year": year, "place": one.powertrain}
                told = {"value": one.made_share, "limit": one.asked_share}
                yield {**where, "kind": "vessel-range", **told, "feasible": one.feasible_share}
