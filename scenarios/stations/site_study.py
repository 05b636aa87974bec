"""Choosing places of stations for the trucks of a plan's year, and what the choice is worth."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from scenarios.faults import Fault, InputError
from scenarios.from_tables.hauls import truck_uses
from scenarios.from_tables.trucks import road_stations
from scenarios.stations.existing import PACKS_PER_SLOT
from scenarios.stations.inputs import yard_of
from scenarios.stations.request import HORIZON_H, WARM_UP_H
from scenarios.stations.road_study import road_study
from transport.changes import EquipStations
from transport.stations.costs import site_capex
from transport.stations.coverage import covered_flows
from transport.stations.indicators import Measured, station_table, trip_counts
from transport.stations.service_areas import Equipment
from transport.stations.sites import grid_kw
from transport.stations.siting import least_cost, most_covered
from transport.stations.siting_ends import NoChoiceError, UncoverableError
from transport.stations.siting_problem import Site, SitingProblem
from transport.stations.truck_powertrains import wanted_shares
from transport.stations.truck_trips import truck_flows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fleets import Powertrain
    from scenarios.from_tables.trucks import RoadStations
    from scenarios.stations.flows import YearCargo
    from scenarios.stations.request import StationRequest
    from scenarios.stations.road_study import Progress
    from transport.stations.coverage import CoveredFlow
    from transport.stations.siting import Siting
    from transport.stations.siting_problem import FlowPath
    from transport.stations.truck_trips import TruckFlow

_ROUNDS = 3
_MOST_UNITS = 40
WHEN = Measured(WARM_UP_H, HORIZON_H)


@dataclass(frozen=True)
class SiteRequest:
    """What a choice of places shall keep to.

    Attributes
    ----------
    budget_mcny, coverage_share : float or None
        One of the two.
    powertrain, equipment : str
        Truck, and what stands at a new station.
    units : int
        Chargers of each side.
    capacity_mwh_per_day : float or None
        Energy that a new station can give a day, both sides; no limit without it.
    simulate : bool
        Whether the choice is simulated and chargers are added where queues say so.
    """

    budget_mcny: float | None
    coverage_share: float | None
    powertrain: str
    equipment: str
    units: int
    capacity_mwh_per_day: float | None
    simulate: bool


def site_answer(
    request: StationRequest, wanted: SiteRequest, year: YearCargo, progress: Progress | None = None
) -> dict[str, Any]:
    """Return the places that are chosen.

    Parameters
    ----------
    request : StationRequest
        Plan, year and existing stations.
    wanted : SiteRequest
        What the choice shall keep to.
    year : YearCargo
        Cargo of the year.
    progress : callable, optional
        Is told weeks done, weeks in all, and plan and year, of each simulated choice.

    Returns
    -------
    dict
        The answer as JSON has it.

    Raises
    ------
    InputError
        If the coverage cannot be had.
    """
    roads = _standing(request, year)
    truck = roads.powertrains[wanted.powertrain]
    trucks = roads.trucks_with(wanted.powertrain)
    flows = [flow for flow in _laden_flows(request, year) if flow.class_id in trucks]
    problem = _problem(request, wanted, roads, flows)
    try:
        with _silent():
            found, before = _solved(problem, wanted), most_covered(problem, 0.0)
    except NoChoiceError as error:
        raise InputError([_too_hard(error)]) from error
    answer: dict[str, Any] = {
        "plan": request.plan.name,
        "year": request.year,
        "powertrain": wanted.powertrain,
        "reach": problem.reach,
        "paths": len(problem.paths),
        "candidates": len(problem.sites),
        "existing": sum(site.existing for site in problem.sites),
        "opened": [
            name for name in found.open_sites if truck.sold_as not in roads.equipped.get(name, {})
        ],
        "cost_mcny": found.cost_mcny,
        "covered_share": found.covered_share,
        "covered_share_before": before.covered_share,
        "bound": found.bound,
        "gap_share": found.gap_share,
        "proven": found.proven,
    }
    return answer | _simulated(request, wanted, year, answer["opened"], progress)


def _problem(
    request: StationRequest, wanted: SiteRequest, roads: RoadStations, flows: list[TruckFlow]
) -> SitingProblem:
    """Return what is to be decided: every service area is a site, every laden flow a path."""
    truck, reserve = roads.powertrains[wanted.powertrain], roads.parameters.reserve_share
    every = {
        area.area_id: _new_station(truck, wanted, wanted.units)
        for listed in roads.areas.values()
        for area in listed
    }
    trucks = roads.trucks_with(wanted.powertrain)
    covered = covered_flows(flows, trucks, roads.areas, every, reserve, roads.grades)
    return SitingProblem(_sites(request, wanted, roads), _joined(covered), truck.reach(reserve))


def _simulated(
    request: StationRequest,
    wanted: SiteRequest,
    year: YearCargo,
    opened: list[str],
    progress: Progress | None,
) -> dict[str, Any]:
    """Return what the simulation of a choice found, or why there is none."""
    if not wanted.simulate:
        return {}
    shares = wanted_shares(request.changes, _standing(request, year).trucks)
    if not any(wanted.powertrain in own for own in shares.values()):
        plan, year_number = request.plan.name, request.year
        text = f"not simulated: {plan} has no {wanted.powertrain} trucks in {year_number}"
        return {"warnings": [text]}
    return {"simulated": _refined(request, wanted, year, opened, progress)}


def _laden_flows(request: StationRequest, year: YearCargo) -> list[TruckFlow]:
    """Return the laden trips of the year by leg, class and load."""
    uses = truck_uses(dict(request.tables), request.year, year.base.groups)
    return truck_flows(year.model.skims.services, year.kt, uses)


def _standing(request: StationRequest, year: YearCargo) -> RoadStations:
    """Return the stations that stand before anything is chosen: today's and the user's own."""
    changes = [one for one in request.changes if not isinstance(one, EquipStations)]
    tables = dict(request.tables)
    roads = road_stations(tables, year.model.network, request.year, changes)
    equipped = {area: dict(sold) for area, sold in roads.equipped.items()}
    for area, sold in request.existing.items():
        equipped.setdefault(area, {}).update(sold)
    return replace(roads, equipped=equipped)


def _new_station(truck: Powertrain, wanted: SiteRequest, units: int) -> dict[str, Equipment]:
    """Return what a new station has; one that swaps has packs, as one of the user's list."""
    packs = units * PACKS_PER_SLOT if truck.sold_as == "swap" else 0
    return {truck.sold_as: Equipment(units, wanted.equipment, packs)}


def _sites(request: StationRequest, wanted: SiteRequest, roads: RoadStations) -> list[Site]:
    """Return every service area as a candidate with its cost, both sides together."""
    truck = roads.powertrains[wanted.powertrain]
    yard = yard_of(dict(request.tables), roads.parameters, truck.capacity, {}, afloat=False)
    new = _new_station(truck, wanted, wanted.units)
    cost = 2 * site_capex(new, yard, grid_kw(new, yard)) / 1e6
    capacity = np.inf
    if wanted.capacity_mwh_per_day is not None:
        capacity = 1000 * wanted.capacity_mwh_per_day
    return [
        Site(
            area.area_id,
            cost,
            truck.sold_as in roads.equipped.get(area.area_id, {}),
            capacity,
        )
        for listed in roads.areas.values()
        for area in listed
    ]


def _joined(covered: list[CoveredFlow]) -> list[FlowPath]:
    """Return the ways of all trucks; flows both ways between two places stay apart."""
    return [one.path for one in covered]


@contextmanager
def _silent() -> Iterator[None]:
    """Keep what the solver's own code writes off standard output, which may hold JSON."""
    sys.stdout.flush()
    kept = os.dup(1)
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        try:
            yield
        finally:
            os.dup2(kept, 1)
            os.close(kept)


def _too_hard(error: NoChoiceError) -> Fault:
    """Return the fault of limits within which nothing was found in time."""
    remedy = "allow more energy at a station, or leave the limit out"
    option = "--capacity-mwh-per-day"
    return Fault(option, 0, "", "option.capacity-mwh-per-day", str(error), "", remedy)


def _solved(problem: SitingProblem, wanted: SiteRequest) -> Siting:
    """Return the best choice."""
    if wanted.budget_mcny is not None:
        return most_covered(problem, wanted.budget_mcny)
    share = wanted.coverage_share or 0.0
    try:
        return least_cost(problem, share)
    except UncoverableError as error:
        message = f"a coverage of {share:g} cannot be had: stations at every service area cover "
        message += f"{error.most_share:.4f} of the trips"
        allowed = f"at most {error.most_share:.4f}"
        fault = Fault("--coverage", 0, "", "option.coverage", message, allowed)
        raise InputError([fault]) from error


def _refined(
    request: StationRequest,
    wanted: SiteRequest,
    year: YearCargo,
    opened: list[str],
    progress: Progress | None,
) -> dict[str, Any]:
    """Simulate a choice and add chargers where the mean wait is too long, a few times."""
    units = dict.fromkeys(opened, wanted.units)
    truck = _standing(request, year).powertrains[wanted.powertrain]
    rounds: list[dict[str, Any]] = []
    for _ in range(_ROUNDS):
        chosen = {area: _new_station(truck, wanted, count) for area, count in units.items()}
        asked = replace(request, existing={**request.existing, **chosen})
        study = road_study(asked, year, progress)
        table = station_table(study.run, study.sites, WHEN, request.target_wait_min / 60)
        parts = table["station"].str.split(":", expand=True)
        areas, own = parts[0], parts[0].isin(opened) & (parts[2] == truck.sold_as)
        late = table[(table["wait_mean_min"] > request.target_wait_min) & own]
        counts = trip_counts(study.run, study.trips.depart_h, WHEN)
        rounds.append({**counts, "chargers": 2 * sum(units.values()), "late": len(late)})
        if late.empty:
            break
        most = late[["units_needed", "packs_needed"]].max(axis=1)
        for area, needed in zip(areas[late.index], most, strict=True):
            more = max(units[area] + 1, int(needed))
            units[area] = min(_MOST_UNITS, max(units[area], more))
    return {"rounds": rounds, "units": units}
