"""Fleets of a study by year of building and powertrain, means over its central replications."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from transport.ledger.cohorts import ENERGY, cohort_energy, cohort_table, with_run_exhaust
from transport.ledger.inland_account import mean_account

if TYPE_CHECKING:
    from fleets import CarrierFactors
    from scenarios.study.runs import Study
    from transport.ledger.cohorts import CohortEnergy
    from transport.year_model import YearModel
    from transport.year_outcome import YearOutcome


def mean_cohorts(model: YearModel, runs: list[YearOutcome]) -> list[CohortEnergy]:
    """Return the energy of the cohorts of a year, mean over runs."""
    ledgers = [run.emissions[run.emissions["cargo"] == "carried"] for run in runs]
    sums = pd.concat(ledgers).groupby(["mode", "carrier"], sort=False)["energy_tj"].sum()
    energy_mj = {
        (str(row["mode"]), str(row["carrier"])): 1e6 * float(row["energy_tj"]) / len(runs)
        for row in sums.reset_index().to_dict("records")
    }
    return cohort_energy(energy_mj, mean_account([run.inland for run in runs]), model.cohorts)


def run_factors(model: YearModel, runs: list[YearOutcome]) -> dict[str, CarrierFactors]:
    """Return the factors under which mean energy emits the mean of runs.

    Each run has its own mean exhaust of an oil; weighed by energy they are that of the mean
    cohorts.
    """
    return with_run_exhaust(model.factors, mean_cohorts(model, runs))


def cohort_tables(study: Study) -> pd.DataFrame:
    """Return what every cohort of the fleets takes and emits.

    Parameters
    ----------
    study : Study
        A study.

    Returns
    -------
    pandas.DataFrame
        ``plan``, ``year``, ``gwp`` and the columns of
        :func:`transport.ledger.cohorts.cohort_table`, carriers of all plans; cargo that stays
        behind has no vehicles.
    """
    found = []
    for (plan, year), model in study.models.items():
        parts = mean_cohorts(model, study.runs(plan, year))
        table = cohort_table(parts, model.factors, model.gwp)
        found.append(pd.DataFrame({"plan": plan, "year": year, "gwp": model.gwp.name, **table}))
    joined = pd.concat(found, ignore_index=True)
    energy = [name for name in joined if str(name).startswith(ENERGY)]
    first = list(joined.columns[: joined.columns.get_loc(energy[0])]) if energy else []
    rest = [name for name in joined if name not in {*first, *energy}]
    return joined.fillna(dict.fromkeys(energy, 0.0))[[*first, *energy, *rest]]
