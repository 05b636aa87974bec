"""Plans compared: from the runs of a study to everything that is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from scenarios.base_year.canal_forecast import canal_of_study
from scenarios.base_year.freight_rates import rates_of_study
from scenarios.base_year.observations import base_year_check
from scenarios.base_year.queue_price import queue_price
from scenarios.base_year.report import BaseReport, base_report
from scenarios.comparison.choice_sensitivity import choice_json, choice_sensitivity
from scenarios.comparison.climate import (
    burnt_carriers,
    burnt_gas,
    climate_json,
    power_table,
    restated_table,
    slip_table,
    unknown_pollutants,
)
from scenarios.comparison.comparison import Comparison
from scenarios.comparison.growth_cases import growth_cases
from scenarios.comparison.handling import handling_json
from scenarios.comparison.headline import headline_table
from scenarios.comparison.limits import limits_json, limits_table
from scenarios.comparison.link_flows import link_flows
from scenarios.comparison.lock_table import lock_table
from scenarios.comparison.locomotives import locomotives_json
from scenarios.comparison.moves import moves_json, moves_table
from scenarios.comparison.readings import plan_years
from scenarios.comparison.summary import summary_json
from scenarios.comparison.vessel_use import powertrain_table, vessels_json
from scenarios.comparison.warnings import study_warnings
from scenarios.study.chains import carrier_table, chain_tables
from scenarios.study.cohorts import cohort_tables
from scenarios.study.evidence import assumptions_table, make_manifest, measures_table
from scenarios.study.results import results_table

if TYPE_CHECKING:
    from scenarios.study.runs import Study


def make_comparison(study: Study) -> Comparison:
    """Compare the plans of a study with its first plan.

    Parameters
    ----------
    study : Study
        Plans run over years and replications.

    Returns
    -------
    Comparison
        Everything that report, workbook and terminal show.
    """
    observed = base_year_check(study.tables, study.base)
    locks, limits = lock_table(study), limits_table(study)
    warnings = tuple(study_warnings(study, locks, limits))
    moves = moves_table(study)
    queue = queue_price(study.models[study.plans[0].name, study.settings.years[0]])
    choice = choice_sensitivity(study)
    results = results_table(study)
    climate, chains = _climate(study, results), chain_tables(study)
    more = {
        "moved": moves_json(study, moves),
        "limits": limits_json(limits),
        "choice_sensitivity": choice_json(choice),
        "queue_hour": queue,
        "climate": climate_json(study.settings.gwp, *climate) | _beside(study, results),
        "inland_vessels": vessels_json(study),
    }
    return Comparison(
        summary={**summary_json(study), **more, "warnings": list(warnings)},
        titles={plan.name: plan.title.model_dump() for plan in study.plans},
        headline=headline_table(study, observed),
        modes=_modes(study),
        link_flows=link_flows(study),
        locks=locks,
        limits=limits,
        moves=moves,
        growth=growth_cases(study),
        choice=choice,
        observed=observed,
        freight_rates=rates_of_study(study),
        canal=canal_of_study(study),
        base_year=_base_year(study),
        assumptions=assumptions_table(study.tables),
        measures=measures_table(study.plans, study.tables["places"]),
        queue=queue,
        warnings=warnings,
        tables=study.tables,
        manifest=make_manifest(study),
        results=results,
        restated=climate[0],
        power=climate[1],
        slip=climate[2],
        elements=chains[0],
        categories=chains[1],
        carriers=carrier_table(study),
        cohorts=cohort_tables(study),
        powertrains=powertrain_table(study),
    )


def _beside(study: Study, results: pd.DataFrame) -> dict[str, Any]:
    """Return what is not known of emissions, and the parts of them that are estimates."""
    return {
        "not_known": _not_known(study, results),
        "handling": handling_json(study),
        "locomotive_changes": locomotives_json(study),
    }


def _not_known(study: Study, results: pd.DataFrame) -> list[str]:
    """Return the pollutants that sums leave out because they are not known."""
    factors = next(iter(study.models.values())).factors
    return unknown_pollutants(factors, burnt_carriers(results))


def _climate(
    study: Study, results: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return the result under every GWP set and electricity, and the break-even slip of LNG."""
    models = list(study.models.values())
    burnt = burnt_gas(study.tables, results)
    factors = dict(models[0].factors)
    for name in burnt:  # with the slip of the first plan that burns it
        factors[name] = next(
            (one for one in models if name in one.fleet.carriers), models[0]
        ).factors[name]
    return restated_table(study), power_table(study), slip_table(study.tables, factors, burnt)


def _base_year(study: Study) -> BaseReport | None:
    """Report the base year, unless the demand is the user's own."""
    if study.tables.own_demand:
        return None
    return base_report(study.tables, study.base)


def _modes(study: Study) -> pd.DataFrame:
    """Cargo and work by mode, means over replications."""
    rows = [
        {"plan": plan, "year": year, **row}
        for plan, year, runs in plan_years(study)
        for row in (
            pd.concat([run.activity for run in runs])
            .groupby("mode", sort=False)[["kt", "tkm"]]
            .mean()
            .reset_index()
            .to_dict("records")
        )
    ]
    return pd.DataFrame(rows)
