"""Chain elements and operation categories of a study, means over its central replications."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from networks import MODES
from scenarios.inputs import with_zones_overseas
from scenarios.study.cohorts import run_factors
from transport.inland.voyages import voyage_flows
from transport.ledger.chain_elements import (
    ServiceEnergy,
    Weights,
    chain_elements,
    shortest_distances,
)
from transport.ledger.operation_categories import (
    Running,
    haul_running,
    inland_running,
    operation_categories,
)

if TYPE_CHECKING:
    from scenarios.study.runs import Study
    from transport.year_model import YearModel
    from transport.year_outcome import YearOutcome


def chain_tables(study: Study) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the elements of all chains, and their operation categories.

    Parameters
    ----------
    study : Study
        A study.

    Returns
    -------
    elements : pandas.DataFrame
        ``plan``, ``year``, ``gwp`` and the columns of
        :func:`transport.ledger.chain_elements.chain_elements`.
    categories : pandas.DataFrame
        ``plan``, ``year``, ``gwp`` and the columns of
        :func:`transport.ledger.operation_categories.operation_categories`.
    """
    groups = study.tables["choice_groups"].set_index("choice_group")["cargo_kind"]
    kinds = {str(group): str(kind) for group, kind in groups.items()}
    elements, categories = [], []
    for (plan, year), model in study.models.items():
        runs = study.runs(plan, year)
        services = model.skims.services
        table = chain_elements(
            services,
            mean_energy(model, runs),
            shortest_distances(with_zones_overseas(study.tables, model.network), services),
            kinds,
            Weights(run_factors(model, runs), model.gwp),
        )
        found = operation_categories(table, _running(model, runs, kinds))
        where = (plan, year, model.gwp.name)
        elements.append(_of(where, table))
        categories.append(_of(where, found))
    return pd.concat(elements, ignore_index=True), pd.concat(categories, ignore_index=True)


def carrier_table(study: Study) -> pd.DataFrame:
    """Return what a megajoule of each carrier emits in every plan and year.

    Parameters
    ----------
    study : Study
        A study.

    Returns
    -------
    pandas.DataFrame
        ``plan``, ``year``, ``gwp``, ``carrier``, ``fuel`` (its name in ``fuel_factors``;
        ``electricity`` for power), ``ttw_co2e_g_per_mj``, ``wtt_co2e_g_per_mj`` and
        ``wtw_co2e_g_per_mj``.
    """
    fuels = study.tables["fuel_factors"].set_index("fuel_id")["carrier"].to_dict()
    burnt = study.tables["carriers"].set_index("carrier")["fuel_id"].to_dict()
    rows = []
    for (plan, year), model in study.models.items():
        for name, factor in model.factors.items():
            ttw, wtt = factor.ttw_co2e_g_per_mj(model.gwp), factor.wtt_co2e_g_per_mj(model.gwp)
            fuel = str(fuels.get(burnt[name], "electricity"))
            rows.append((plan, year, model.gwp.name, name, fuel, ttw, wtt, ttw + wtt))
    stages = [f"{stage}_co2e_g_per_mj" for stage in ("ttw", "wtt", "wtw")]
    return pd.DataFrame(rows, columns=["plan", "year", "gwp", "carrier", "fuel", *stages])


def mean_energy(model: YearModel, runs: list[YearOutcome]) -> ServiceEnergy:
    """Return tonnes and energy of each service, means over runs."""
    tonnes = [1000 * run.kt_by_service for run in runs]
    energy = {
        key: np.mean(
            [t * run.unit_energy.mj_per_t[key] for t, run in zip(tonnes, runs, strict=True)],
            axis=0,
        )
        for key in runs[0].unit_energy.mj_per_t
    }
    return ServiceEnergy(np.mean(tonnes, axis=0), energy, model.haul.leg_weights, model.handling)


def _running(
    model: YearModel, runs: list[YearOutcome], cargo_kinds: dict[str, str]
) -> dict[str, Running]:
    """Return load and empty running of the categories."""
    kt = np.mean([run.kt_by_service for run in runs], axis=0)
    flows = voyage_flows(model.skims.route_kt(kt), model.skims.routes)
    inland = inland_running(flows, model.skims.routes, model.fleet)
    tkm = {mode: 1000 * kt * model.skims.km[:, i] for i, mode in enumerate(MODES)}
    return inland | haul_running(model.skims.services, tkm, model.haul.loading, cargo_kinds)


def _of(where: tuple[str, int, str], table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with plan, year and GWP set in front."""
    plan, year, gwp = where
    table.insert(0, "plan", plan)
    table.insert(1, "year", year)
    table.insert(2, "gwp", gwp)
    return table
