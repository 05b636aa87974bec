"""The stock in the yearly runs: shares of powertrains and emission stages by class and year.

A plan with a measure on fleets sails with the vessels of its stock: the shares that its stock
carries of each class take the place of shares that the plan gives. The stock of a year is followed
from the base year on and is known before the year is run.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from fleets.turnover.accounts import OilExhaust, oil_exhaust, stages_of
from fleets.turnover.changes import FleetChange
from fleets.turnover.tables import INLAND
from scenarios.fleet.inputs import stock_inputs
from scenarios.fleet.projection import plan_stock
from scenarios.years import FIRST_YEAR
from transport.changes import CarrierExhaust, TruckPowertrain, VesselPowertrain
from transport.fleet_use.cohort_draws import CohortShares

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from scenarios.fleet.inputs import StockInputs
    from scenarios.fleet.projection import FleetPath
    from scenarios.plan.plan import Plan

    Floats = NDArray[np.float64]
    Frames = Mapping[str, pd.DataFrame]


HEAVY_TRUCK: Final = "heavy-truck"
"""Group of the trucks that make the road hauls of the demand table."""
_DIESEL: Final = "diesel"


@dataclass(frozen=True)
class FleetUse:
    """What the stock of a year gives to its run.

    Attributes
    ----------
    powertrains : mapping of str to mapping
        Share of the work of each fleet by powertrain; they sum to one.
    exhaust : mapping of str to mapping
        Oil that each fleet burns by carrier, with the emission stages of its engines.
    cohorts : mapping of str to CohortShares
        Share of the work of each fleet by year of building and powertrain.
    """

    powertrains: Mapping[str, Mapping[str, float]]
    exhaust: Mapping[str, Mapping[str, OilExhaust]]
    cohorts: Mapping[str, CohortShares]


def has_fleet_measures(plan: Plan, year: int) -> bool:
    """Tell whether a plan has changed fleets in a year or before."""
    return any(
        isinstance(change, FleetChange)
        for past in range(FIRST_YEAR, year + 1)
        for change in plan.changes(past)
    )


def fleet_use(inputs: StockInputs, paths: Mapping[str, FleetPath], year: int) -> FleetUse:
    """Return what the stock of a year gives to its run.

    Parameters
    ----------
    inputs : StockInputs
        Emission stages.
    paths : mapping of str to FleetPath
        Fleets through the years.
    year : int
        The year.

    Returns
    -------
    FleetUse
        By fleet.
    """
    cohorts = {name: _cohorts(path, year) for name, path in paths.items()}
    return FleetUse(
        powertrains={
            name: dict(zip(paths[name].kind.ids, one.shares.sum(axis=0).tolist(), strict=True))
            for name, one in cohorts.items()
        },
        exhaust={
            name: oil_exhaust(
                path.kind,
                path.fleet,
                path.work(year),
                stages_of(inputs.tables["stock_stages"], path.kind.group),
            )
            for name, path in paths.items()
        },
        cohorts=cohorts,
    )


def run_changes(plan: Plan, tables: Frames, year: int) -> tuple[object, ...]:
    """Return the changes of a plan's year, with the vessels of its stock where it has one.

    Parameters
    ----------
    plan : Plan
        The plan.
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    year : int
        Year to run.

    Returns
    -------
    tuple
        Those of the plan; a plan with a measure on fleets has shares of its stock after them,
        which hold because a later change wins.
    """
    changes = plan.changes(year)
    if not has_fleet_measures(plan, year):
        return changes
    inputs = stock_inputs(tables, last=year)
    use = fleet_use(inputs, plan_stock(inputs, plan.changes, year), year)
    return (
        *changes,
        *vessel_shares(inputs, use, changes),
        *truck_shares(use),
        *stage_exhaust(use),
    )


def vessel_shares(
    inputs: StockInputs, use: FleetUse, changes: Sequence[object]
) -> list[VesselPowertrain]:
    """Return the shares of a stock as powertrains of inland vessels.

    Parameters
    ----------
    inputs : StockInputs
        Types of vessels.
    use : FleetUse
        The stock of the year.
    changes : sequence
        Changes of the plan: its stations and hours of a stop stay.

    Returns
    -------
    list of VesselPowertrain
        One for each class and powertrain but the usual one, which takes the rest.
    """
    given = {
        change.powertrain: (change.stations, change.stop_h)
        for change in changes
        if isinstance(change, VesselPowertrain)
    }
    found = []
    for name, kind in inputs.kinds.items():
        if kind.group != INLAND:
            continue
        for powertrain in kind.ids[1:]:
            share = use.powertrains[name][powertrain]
            stations, stop_h = given.get(powertrain, ((), 0.0))
            found.append(VesselPowertrain(powertrain, share, (name,), stations, stop_h))
    return found


def truck_shares(use: FleetUse) -> list[TruckPowertrain]:
    """Return the shares of the heavy trucks of a stock as powertrains of road hauls.

    Stations of the plan limit which hauls they make; the rest stays with diesel.

    Parameters
    ----------
    use : FleetUse
        The stock of the year.

    Returns
    -------
    list of TruckPowertrain
        One for each powertrain beside diesel.
    """
    return [
        TruckPowertrain(powertrain, share)
        for powertrain, share in use.powertrains[HEAVY_TRUCK].items()
        if powertrain != _DIESEL
    ]


def stage_exhaust(use: FleetUse) -> list[CarrierExhaust]:
    """Return the exhaust of the engines of a stock, means over its fleets by what they burn.

    Parameters
    ----------
    use : FleetUse
        The stock of the year.

    Returns
    -------
    list of CarrierExhaust
        One for each carrier that trucks on roads and inland vessels burn; ships at sea of the
        runs are not those of the stock.
    """
    found = []
    for carrier in ("road_diesel", "inland_diesel"):
        parts = [one[carrier] for one in use.exhaust.values() if carrier in one]
        total = sum(one.burnt_mj for one in parts)
        if total > 0:
            nox = sum(one.burnt_mj * one.nox_g_per_kg for one in parts) / total
            pm25 = sum(one.burnt_mj * one.pm25_g_per_kg for one in parts) / total
            found.append(CarrierExhaust(carrier, nox, pm25))
    return found


def _cohorts(path: FleetPath, year: int) -> CohortShares:
    """Return the share of each cohort in the work of a year."""
    return CohortShares(path.fleet.vintages, path.kind.ids, path.work(year) / path.need[year])
