"""Handling at hubs with the range of its energy, for the same cargo on the same chains."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from scenarios.from_tables.hubs import CASES, hub_energy_of

if TYPE_CHECKING:
    from scenarios.study.runs import Study


def carried_t(study: Study, plan: str, year: int) -> np.ndarray:
    """Return the tonnes that each service of a plan's year carries, mean over replications."""
    carried: np.ndarray = np.mean([run.kt_by_service for run in study.runs(plan, year)], axis=0)
    return 1000 * carried


def handling_json(study: Study) -> dict[str, Any]:
    """Return what handling at hubs emits in every plan and year.

    Parameters
    ----------
    study : Study
        A study.

    Returns
    -------
    dict
        By plan and year: ``low_kt``, ``central_kt`` and ``high_kt`` of CO2e, well to wheel, of the
        cargo carried (mean over replications), under the set of the study.
    """
    found: dict[str, Any] = {}
    for (plan, year), model in study.models.items():
        tonnes = carried_t(study, plan, year)
        by_case = {}
        for case in CASES:
            rates = hub_energy_of(study.tables, model.handling.cargo_kinds, case)
            grams = [
                float(mj_per_t @ tonnes) * model.factors[carrier].wtw_co2e_g_per_mj(model.gwp)
                for (_, carrier), mj_per_t in rates.service_mj_per_t(model.skims.services).items()
            ]
            by_case[f"{case}_kt"] = sum(grams) / 1e9
        found.setdefault(plan, {})[str(year)] = by_case
    return found
