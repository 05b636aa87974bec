"""Changes of locomotive with the range of their energy, for the same cargo on the same chains."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scenarios.comparison.handling import carried_t
from scenarios.from_tables.hauls import change_cases, diesel_mj_per_l
from transport.hauls.energy import RAIL_DIESEL

if TYPE_CHECKING:
    from scenarios.study.runs import Study


def locomotives_json(study: Study) -> dict[str, Any]:
    """Return what changes of locomotive emit in every plan and year.

    Parameters
    ----------
    study : Study
        A study.

    Returns
    -------
    dict
        By plan and year: ``changes`` of trains, and ``low_kt``, ``central_kt`` and ``high_kt`` of
        CO2e, well to wheel, of the cargo carried (mean over replications), under the set of the
        study.
    """
    cases, mj_per_l = change_cases(study.tables), diesel_mj_per_l(study.tables)
    found: dict[str, Any] = {}
    for (plan, year), model in study.models.items():
        per_t = model.haul.service_changes_per_t(model.skims.services)
        changes = float(per_t @ carried_t(study, plan, year))
        grams = mj_per_l * model.factors[RAIL_DIESEL[1]].wtw_co2e_g_per_mj(model.gwp)
        found.setdefault(plan, {})[str(year)] = {"changes": changes} | {
            f"{case}_kt": changes * one.diesel_l * grams / 1e9 for case, one in cases.items()
        }
    return found
