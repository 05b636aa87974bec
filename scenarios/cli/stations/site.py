"""``landsea stations site``: choose places of stations within a budget or for a coverage."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scenarios.cli.options import (
    DEFAULT_YEAR,
    Debug,
    Json,
    OnePlan,
    Seed,
    TablesFolder,
)
from scenarios.cli.output import note, say, say_json
from scenarios.cli.progress import progress
from scenarios.cli.stations.app import stations_app
from scenarios.cli.stations.simulate import PLAN, Existing, RunYear, Wait, read_request
from scenarios.faults import Fault, InputError

if TYPE_CHECKING:
    from scenarios.stations.request import StationRequest

_NAMED = 40
"""Opened areas that the terminal names."""

Budget = Annotated[
    float | None,
    typer.Option("--budget-mcny", help="Million CNY for new stations.", show_default=False),
]
Coverage = Annotated[
    float | None,
    typer.Option("--coverage", help="Share of laden trips to cover.", show_default=False),
]
Truck = Annotated[str, typer.Option("--powertrain", help="Row of the table truck_powertrains.")]
Equip = Annotated[str, typer.Option("--equipment", help="Row of the table station_equipment.")]
Units = Annotated[int, typer.Option("--units", min=1, max=60, help="Chargers of each side.")]
Capacity = Annotated[
    float | None,
    typer.Option(
        "--capacity-mwh-per-day",
        help="Energy that a station can give a day, both sides.",
        show_default=False,
    ),
]
Simulate = Annotated[
    bool,
    typer.Option(
        "--simulate/--no-simulate", help="Simulate the choice; add chargers where queues say so."
    ),
]


@stations_app.command("site")
def site(  # noqa: PLR0913  # one argument for each option of the command line
    *,
    budget_mcny: Budget = None,
    coverage: Coverage = None,
    plan: OnePlan = PLAN,
    year: RunYear = DEFAULT_YEAR,
    powertrain: Truck = "battery",
    equipment: Equip = "dc-360",
    units: Units = 4,
    capacity_mwh_per_day: Capacity = None,
    simulate: Simulate = True,
    existing: Existing = None,
    target_wait_min: Wait = 10.0,
    seed: Seed = 1,
    tables: TablesFolder = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Choose the service areas that get stations, beside those that stand already."""
    from scenarios.stations.flows import year_cargo
    from scenarios.stations.site_study import SiteRequest, site_answer

    del debug
    faults = _faults(budget_mcny, coverage, capacity_mwh_per_day)
    request = read_request(
        (plan, year, tables), ("road", seed, None, target_wait_min), existing, faults
    )
    wanted = SiteRequest(
        budget_mcny, coverage, powertrain, equipment, units, capacity_mwh_per_day, simulate
    )
    _check_names(request, wanted.powertrain, wanted.equipment)
    note(f"chooses    chains of {request.plan.name} {request.year} in step with the locks")
    cargo = year_cargo(request)
    note("solves     places of stations")
    with progress("weeks") as report:
        answer = site_answer(request, wanted, cargo, report)
    if json:
        say_json(answer)
        return
    for line in _lines(answer):
        say(line)


def _faults(budget: float | None, coverage: float | None, capacity: float | None) -> list[Fault]:
    """Return the faults of the options of the choice."""
    found = []
    if (budget is None) == (coverage is None):
        message = "one of --budget-mcny and --coverage is needed"
        found.append(Fault("--budget-mcny", 0, "", "option.site", message, "one of the two"))
    for option, value, high in (
        ("--budget-mcny", budget, 1e6),
        ("--coverage", coverage, 1.0),
        ("--capacity-mwh-per-day", capacity, 1e5),
    ):
        if value is not None and not (math.isfinite(value) and 0 <= value <= high):
            code = f"option.{option.removeprefix('--')}"
            message = f"{value:g} is out of range"
            found.append(Fault(option, 0, "", code, message, f"0 to {high:g}"))
    return found


def _check_names(request: StationRequest, powertrain: str, equipment: str) -> None:
    """Refuse a truck or equipment that the tables do not have, or that do not go together."""
    trucks = dict(request.tables["truck_powertrains"][["powertrain", "sold_as"]].to_numpy())
    rows = dict(request.tables["station_equipment"][["equipment", "sold_as"]].to_numpy())
    found = [
        Fault(option, 0, "", f"option.{option[2:]}", f'"{name}" is not known', ", ".join(known))
        for option, name, known in (
            ("--powertrain", powertrain, trucks),
            ("--equipment", equipment, rows),
        )
        if name not in known
    ]
    if not found and trucks[powertrain] != rows[equipment]:
        message = f"{equipment} sells {rows[equipment]}, {powertrain} trucks need "
        message += f"{trucks[powertrain]}"
        found.append(Fault("--equipment", 0, "", "option.equipment", message))
    if found:
        raise InputError(found)


def _listed(names: list[str]) -> str:
    """Return the first names, and how many more there are.

    Examples
    --------
    >>> _listed([]), _listed(["R01-1", "R01-2"])
    ('none', 'R01-1, R01-2')
    """
    more = len(names) - _NAMED
    tail = f" and {more} more, all of them with --json" if more > 0 else ""
    return (", ".join(names[:_NAMED]) or "none") + tail


def _lines(answer: dict[str, Any]) -> list[str]:
    """Return an answer as lines of text."""
    gap = f"gap {answer['gap_share']:.2%}{'' if answer['proven'] else ', time was up'}"
    lines = [
        (
            f"{len(answer['opened'])} new stations of {answer['candidates']} service areas, "
            f"{answer['existing']} stand already: {answer['cost_mcny']:.1f} million CNY"
        ),
        (
            f"covers {answer['covered_share']:.2%} of laden trips "
            f"({answer['covered_share_before']:.2%} before), {gap}"
        ),
        f"opened: {_listed(answer['opened'])}",
    ]
    lines += [f"warning: {text}" for text in answer.get("warnings", [])]
    for number, one in enumerate(answer.get("simulated", {}).get("rounds", []), 1):
        lines.append(
            f"simulated, round {number}: {one['chargers']} new chargers, too long a wait at "
            f"{one['late']}, {one['diverted']} diverted, {one['stranded']} stranded"
        )
    return lines
