"""The stock in the yearly runs: powertrains, years of building and emission stages by class.

Every plan runs on its stock. A share that a plan gives for a powertrain holds in its runs; the
other powertrains of the stock share the rest. The stock of a year is followed from the base year on
and is known before the year is run.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from fleets.turnover.accounts import OILS, OilExhaust, oil_exhaust, stages_of, vintage_g_per_kg
from fleets.turnover.tables import INLAND, truck_groups
from scenarios.fleet.inputs import GROUP_MODES, stock_inputs
from scenarios.fleet.projection import plan_stock
from scenarios.years import FIRST_YEAR
from transport.changes import TruckPowertrain, VesselPowertrain
from transport.fleet_use.cohort_draws import CohortShares
from transport.fleet_use.given_shares import with_given
from transport.fleet_use.stock_changes import (
    CarrierExhaust,
    FeederEnergy,
    FleetCohorts,
    WiredTraction,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from fleets.turnover.accounts import Stage
    from scenarios.fleet.inputs import StockInputs
    from scenarios.fleet.projection import FleetPath
    from scenarios.plan.plan import Plan
    from transport.fleet_use.work_shift import WorkShift

    Frames = Mapping[str, pd.DataFrame]


PORT_TRUCK: Final = "port-truck"
"""Group of the trucks inside the ports, which the runs do not have."""
LOCOMOTIVE: Final = "locomotive"
SEA_FEEDER: Final = "sea-feeder"
_ELECTRIC: Final = "electric"
_AT_SEA: Final = "sea"


@dataclass(frozen=True)
class FleetUse:
    """What the stock of a year gives to its run.

    Attributes
    ----------
    powertrains : mapping of str to mapping
        Share of the work of each fleet by powertrain; they sum to one.
    exhaust : mapping of str to mapping
        Oil that each fleet burns by carrier, with the emission stages of its engines.
    cohorts : mapping of str to FleetCohorts
        Each fleet by year of building and powertrain.
    """

    powertrains: Mapping[str, Mapping[str, float]]
    exhaust: Mapping[str, Mapping[str, OilExhaust]]
    cohorts: Mapping[str, FleetCohorts]


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
    stages = {
        name: stages_of(inputs.tables["stock_stages"], path.kind.group)
        for name, path in paths.items()
    }
    cohorts = {name: _cohorts(path, year, stages[name]) for name, path in paths.items()}
    return FleetUse(
        powertrains={
            name: dict(
                zip(paths[name].kind.ids, one.shares.shares.sum(axis=0).tolist(), strict=True)
            )
            for name, one in cohorts.items()
        },
        exhaust={
            name: oil_exhaust(path.kind, path.fleet, path.work(year), stages[name])
            for name, path in paths.items()
        },
        cohorts=cohorts,
    )


def start_changes(tables: Frames) -> tuple[object, ...]:
    """Return the vehicles of the base year as changes: those of the starting stock.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.

    Returns
    -------
    tuple
        Empty where the demand table has no cargo of the fleets.
    """
    inputs = stock_inputs(tables, last=FIRST_YEAR)
    use = fleet_use(inputs, plan_stock(inputs, lambda _: (), FIRST_YEAR), FIRST_YEAR)
    return stock_changes(inputs, use, ())


def run_changes(
    tables: Frames, plan: Plan, year: int, shift: WorkShift | None = None
) -> tuple[object, ...]:
    """Return the changes of a plan's year, with the vehicles of its stock.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    plan : Plan
        The plan.
    year : int
        Year to run.
    shift : WorkShift, optional
        How the plan's choice of mode moves the work of its fleets; not at all without it.

    Returns
    -------
    tuple
        Those of the plan, and those of its stock after them, which hold because a later change
        wins.
    """
    changes = plan.changes(year)
    inputs = stock_inputs(tables, last=year, shift=shift)
    use = fleet_use(inputs, plan_stock(inputs, plan.changes, year), year)
    return (*changes, *stock_changes(inputs, use, changes), *traction(use, shift, year))


def stock_changes(
    inputs: StockInputs, use: FleetUse, changes: Sequence[object]
) -> tuple[object, ...]:
    """Return the vehicles of a stock as changes of a run.

    Parameters
    ----------
    inputs : StockInputs
        Types of vessels.
    use : FleetUse
        The stock of the year.
    changes : sequence
        Changes of the plan: shares that it gives hold.

    Returns
    -------
    tuple
        Powertrains of vessels and trucks, exhaust, energy of sea feeders, and cohorts.
    """
    return (
        *vessel_shares(inputs, use, changes),
        *truck_shares(inputs, use, changes),
        *stage_exhaust(use),
        *feeder_energy(inputs, use),
        *fleet_cohorts(use),
    )


def vessel_shares(
    inputs: StockInputs, use: FleetUse, changes: Sequence[object]
) -> list[VesselPowertrain]:
    """Return the powertrains of inland vessels by class: given shares, then those of the stock.

    Parameters
    ----------
    inputs : StockInputs
        Types of vessels.
    use : FleetUse
        The stock of the year.
    changes : sequence
        Changes of the plan: its shares, stations and hours of a stop hold.

    Returns
    -------
    list of VesselPowertrain
        One for each class and powertrain but the usual one, which takes the rest.
    """
    listed = [change for change in changes if isinstance(change, VesselPowertrain)]
    stations = {change.powertrain: (change.stations, change.stop_h) for change in listed}
    found = []
    for name, kind in inputs.kinds.items():
        if kind.group != INLAND:
            continue
        given = {one.powertrain: one for one in listed if not one.classes or name in one.classes}
        shares = with_given(use.powertrains[name], {key: one.share for key, one in given.items()})
        own = {key: (one.stations, one.stop_h) for key, one in given.items()}
        found += [
            VesselPowertrain(key, share, (name,), *(stations | own).get(key, ((), 0.0)))
            for key, share in shares.items()
            if key != kind.ids[0]
        ]
    return found


def truck_shares(
    inputs: StockInputs, use: FleetUse, changes: Sequence[object]
) -> list[TruckPowertrain]:
    """Return the powertrains of road hauls by class: given shares, then those of its fleet.

    Stations of the plan limit which hauls they make; the rest stays with diesel.

    Parameters
    ----------
    inputs : StockInputs
        Groups of the classes, of the table ``stock_groups``.
    use : FleetUse
        The stock of the year.
    changes : sequence
        Changes of the plan. A share of a powertrain that the fleet of a class is not offered with
        takes nothing from the others.

    Returns
    -------
    list of TruckPowertrain
        One for each class and powertrain beside the usual one.
    """
    listed = [one for one in changes if isinstance(one, TruckPowertrain)]
    found = []
    for name, group in truck_groups(inputs.tables["stock_groups"]).items():
        if group not in use.powertrains:
            continue
        stock = use.powertrains[group]
        usual = next(iter(stock))
        given = {
            one.powertrain: one.share
            for one in listed
            if one.powertrain in stock and (not one.classes or name in one.classes)
        }
        found += [
            TruckPowertrain(powertrain, share, (name,))
            for powertrain, share in with_given(stock, given).items()
            if powertrain != usual
        ]
    return found


def stage_exhaust(use: FleetUse) -> list[CarrierExhaust]:
    """Return the exhaust of the engines of a stock, means over its fleets by what they burn.

    Parameters
    ----------
    use : FleetUse
        The stock of the year.

    Returns
    -------
    list of CarrierExhaust
        One for each oil. Engines of sea feeders stand for those of all ships on fuel oil.
    """
    fleets = [one for name, one in use.exhaust.items() if name != PORT_TRUCK]
    found = []
    for carrier in sorted(OILS):
        parts = [one[carrier] for one in fleets if carrier in one]
        total = sum(one.burnt_mj for one in parts)
        if total > 0:
            nox = sum(one.burnt_mj * one.nox_g_per_kg for one in parts) / total
            pm25 = sum(one.burnt_mj * one.pm25_g_per_kg for one in parts) / total
            found.append(CarrierExhaust(carrier, nox, pm25))
    return found


def feeder_energy(inputs: StockInputs, use: FleetUse) -> list[FeederEnergy]:
    """Return what sea feeders of a stock take by carrier, over a feeder on fuel oil."""
    if SEA_FEEDER not in use.powertrains:
        return []
    kind, shares = inputs.kinds[SEA_FEEDER], use.powertrains[SEA_FEEDER]
    usual_mj = sum(kind.powertrains[0].energy_mj.values())
    parts: dict[str, float] = {}
    for one in kind.powertrains:
        for carrier, mj in one.energy_mj.items():
            parts[carrier] = parts.get(carrier, 0.0) + shares[one.powertrain] * mj / usual_mj
    return [FeederEnergy(tuple(parts.items()))]


def traction(use: FleetUse, shift: WorkShift | None, year: int) -> list[WiredTraction]:
    """Return the part of the trains under wires that the electric locomotives of a stock draw."""
    if LOCOMOTIVE not in use.powertrains or shift is None:
        return []
    wired = float(shift.wired_share([year])[0])
    electric = use.powertrains[LOCOMOTIVE][_ELECTRIC]
    return [WiredTraction(min(1.0, electric / wired) if wired > 0 else 1.0)]


def fleet_cohorts(use: FleetUse) -> list[FleetCohorts]:
    """Return the cohorts of the fleets that carry the cargo of a run."""
    return [one for name, one in use.cohorts.items() if name != PORT_TRUCK]


def _cohorts(path: FleetPath, year: int, stages: Sequence[Stage]) -> FleetCohorts:
    """Return the cohorts of a fleet in the work of a year; nothing is younger than the year."""
    kind, vintages = path.kind, path.fleet.vintages
    built = vintages <= year
    carriers = sorted({name for one in kind.powertrains for name in one.energy_mj})
    return FleetCohorts(
        fleet=kind.fleet_id,
        mode=GROUP_MODES.get(kind.group, _AT_SEA),
        shares=CohortShares(vintages[built], kind.ids, path.work(year)[built] / path.need[year]),
        work=float(path.need[year]),
        mj_per_work={
            name: np.array([one.energy_mj.get(name, 0.0) for one in kind.powertrains])
            for name in carriers
        },
        g_per_kg=vintage_g_per_kg(vintages[built], stages),
    )
