"""Plans compared under low, central and high growth of demand."""

from __future__ import annotations

import pandas as pd

from scenarios.comparison.readings import ledger_sum
from scenarios.study.runs import CENTRAL, SENSITIVITY, Study


def growth_cases(study: Study) -> pd.DataFrame:
    """Return the change of WTW CO2e under low, central and high growth, first replication each.

    Parameters
    ----------
    study : Study
        A study.

    Returns
    -------
    pandas.DataFrame
        ``plan``, ``year``, ``growth_case``, ``gwp``, ``base_kt``, ``plan_kt``, ``change_kt`` and
        ``change_percent``.
    """
    rows = []
    base = study.plans[0].name
    for plan in study.plans[1:]:
        for year in study.settings.years:
            for case in (SENSITIVITY[0], CENTRAL, SENSITIVITY[1]):
                first = study.runs(base, year, case)[:1]
                other = study.runs(plan.name, year, case)[:1]
                if not (first and other):
                    continue
                base_kt = ledger_sum(first[0], "wtw_co2e_kt")
                plan_kt = ledger_sum(other[0], "wtw_co2e_kt")
                rows.append(
                    {
                        "plan": plan.name,
                        "year": year,
                        "growth_case": case,
                        "gwp": study.settings.gwp,
                        "base_kt": base_kt,
                        "plan_kt": plan_kt,
                        "change_kt": plan_kt - base_kt,
                        "change_percent": 100 * (plan_kt / base_kt - 1),
                    }
                )
    columns = ["plan", "year", "growth_case", "gwp", "base_kt", "plan_kt", "change_kt"]
    columns.append("change_percent")
    return pd.DataFrame(rows, columns=columns)
