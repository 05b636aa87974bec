"""The ledger of one year: energy, emissions and cost of what is carried and what stays behind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from transport.inland.voyages import voyage_flows
from transport.ledger.account import (
    UnitEnergy,
    cost_cny_per_t,
    inland_unit_energy,
    shipment_mean,
    total_energy,
)
from transport.ledger.berth_power import CARRIER, DIESEL, with_berth_power
from transport.ledger.cohorts import INLAND, cohort_energy, with_run_exhaust
from transport.ledger.emissions import emissions
from transport.ledger.energy import inland_energy, powertrain_shares
from transport.ledger.inland_account import InlandAccount, inland_account
from transport.mode_choice.assignment import service_kt

if TYPE_CHECKING:
    import numpy as np

    from transport.mode_choice.assignment import Assignment
    from transport.year_model import YearModel


@dataclass(frozen=True)
class YearAccount:
    """Energy, emissions and cost of a year.

    Attributes
    ----------
    emissions : pandas.DataFrame
        Ledger by mode, carrier and cargo (``carried`` or ``unserved``).
    unit : UnitEnergy
        Energy of each service in MJ per tonne, inland vessels included.
    hours : pandas.DataFrame
        Vessel-hours a year by state, and those with engines at their limit.
    powertrains : dict of str to float
        Share of laden voyages by powertrain.
    inland : InlandAccount
        Energy of inland vessels by class, powertrain and carrier.
    energy_gap_share : float
        Inland energy by place less by vessel class, as a share, before shore power.
    cost : dict of str to float
        ``cost_mcny`` and ``queue_cost_mcny``.
    """

    emissions: pd.DataFrame
    unit: UnitEnergy
    hours: pd.DataFrame
    powertrains: dict[str, float]
    inland: InlandAccount
    energy_gap_share: float
    cost: dict[str, float]


def year_account(model: YearModel, assignment: Assignment, delay_h: np.ndarray) -> YearAccount:
    """Make the ledger of a year; unserved cargo counts at its shipment's mean rates.

    Parameters
    ----------
    model : YearModel
        The year.
    assignment : Assignment
        Where the cargo goes.
    delay_h : numpy.ndarray
        Hours at each lock and direction, then at facilities beyond those of the base year.

    Returns
    -------
    YearAccount
        Energy, emissions and cost.
    """
    skims, market = model.skims, model.market
    kt = service_kt(market, assignment, len(skims.services))
    cargo = skims.route_kt(kt)
    flows = voyage_flows(cargo, skims.routes, model.empty_vessel_factor)
    delay = dict(zip(skims.lock_directions, delay_h.tolist(), strict=False))
    by_place = inland_energy(flows, skims.routes, model.fleet, delay)
    inland = inland_account(flows, skims.routes, model.fleet, delay)
    gap_share = _gap_share(float(by_place["energy_mj"].sum()), float(inland.mj.sum()))
    if model.berth_power.used:
        by_place = with_berth_power(by_place, skims.routes, model.fleet, model.berth_power)
        diesel_mj, grid_mj = (by_place[f"mj_{one}"].sum() for one in (DIESEL, CARRIER))
        inland = inland.with_shore_power(CARRIER, float(diesel_mj), float(grid_mj))
    by_route = by_place.groupby("route").sum(numeric_only=True)
    inland_unit = {
        (INLAND, name): inland_unit_energy(skims, by_route[f"mj_{name}"], cargo)
        for name in inland.carriers
    }
    unit = UnitEnergy({**model.unit_energy, **inland_unit})
    unserved_t = 1000 * market.kt * (1 - assignment.served)
    carried = total_energy(unit, 1000 * kt)
    missing = {
        key: float(shipment_mean(market, assignment, values) @ unserved_t)
        for key, values in unit.mj_per_t.items()
    }
    by_cohort = cohort_energy(carried, inland, model.cohorts)
    factors = with_run_exhaust(model.factors, by_cohort)
    return YearAccount(
        emissions=pd.concat(
            [
                emissions(carried, factors, model.gwp).assign(cargo="carried"),
                emissions(missing, factors, model.gwp).assign(cargo="unserved"),
            ],
            ignore_index=True,
        ),
        unit=unit,
        hours=by_place.groupby("state")[["vessel_h", "capped_h"]].sum().reset_index(),
        powertrains=powertrain_shares(flows, skims.routes),
        inland=inland,
        energy_gap_share=gap_share,
        cost=_cost_mcny(model, assignment, delay_h, (1000 * kt, unserved_t)),
    )


def _gap_share(by_place_mj: float, by_class_mj: float) -> float:
    """Return how far the two accounts of inland vessels are apart."""
    return (by_place_mj - by_class_mj) / by_place_mj if by_place_mj else 0.0


def _cost_mcny(
    model: YearModel,
    assignment: Assignment,
    delay_h: np.ndarray,
    tonnes: tuple[np.ndarray, np.ndarray],
) -> dict[str, float]:
    """Return the cost of tonnes carried by services and of tonnes left behind by shipments."""
    money, queue = cost_cny_per_t(model.skims, delay_h)
    carried_t, unserved_t = tonnes
    return {
        name: float(
            values @ carried_t + shipment_mean(model.market, assignment, values) @ unserved_t
        )
        / 1e6
        for name, values in (("cost_mcny", money + queue), ("queue_cost_mcny", queue))
    }
