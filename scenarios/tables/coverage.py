"""What the tables must hold together: rows that the model cannot do without.

Each rule looks at typed frames whose form and references are right, and returns faults.
"""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import pandas as pd

from fleets import GridParameters, TruckCosts, VesselRules
from fleets.electricity import GRID_REGION
from scenarios.faults import Fault
from scenarios.from_tables.shore_power import parameter_names
from scenarios.gwp_names import GWP_SETS
from scenarios.tables.energy_check import energy_table_gaps
from scenarios.tables.gaps import ROUNDING, missing
from scenarios.tables.haul_check import haul_table_gaps
from scenarios.tables.lock_check import lock_table_gaps
from scenarios.tables.project_check import project_gaps
from scenarios.tables.stock_check import stock_table_gaps
from scenarios.years import FIRST_YEAR, LAST_YEAR
from transport.ledger.energy import CARRIER_OF_MODE
from transport.ledger.table_energy import EnergyParameters
from transport.lock_sites import ANY, EXPLANATIONS
from transport.operations.lock import DIRECTIONS
from transport.parameters import TransportParameters

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from scenarios.tables.gaps import Gaps

    Frames = Mapping[str, pd.DataFrame]

_MAY_BE_EMPTY = frozenset(
    {"projects", "cities", "carbon_price", "access_links", "lock_outages"}
    | {"overseas_shares", "overseas_links", "overseas_places"}
)
_FROM_ELSEWHERE = {"depth_margin_m", "locomotive_change_h"}
_SPLIT = ("wtt_co2_g_per_mj", "wtt_ch4_g_per_mj", "wtt_n2o_g_per_mj")
_BURNT = ("lhv_mj_per_kg", "ttw_co2_g_per_mj", "ttw_ch4_g_per_mj", "ttw_n2o_g_per_mj")


def coverage_faults(tables: Frames, files: Mapping[str, str]) -> list[Fault]:
    """Return the faults of what is missing from tables.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Typed tables without faults of form or reference.
    files : mapping of str to str
        File of each table as the user knows it.

    Returns
    -------
    list of Fault
        One for each gap.
    """
    empty = [name for name, table in tables.items() if table.empty and name not in _MAY_BE_EMPTY]
    found = [(name, "the table has no row") for name in empty]
    if not empty:
        found = [gap for rule in _RULES for gap in rule(tables)]
    remedy = "add the missing rows; the shipped table shows their form"
    return [
        Fault(files[name], 0, "", "table.coverage", message, help=remedy) for name, message in found
    ]


def _parameters(tables: Frames) -> Gaps:
    """Every parameter of the model has a row."""
    kinds = (VesselRules, EnergyParameters, GridParameters, TruckCosts)
    fleet = {field.name for kind in kinds for field in fields(kind)}
    transport = {field.name for field in fields(TransportParameters)}
    for name, wanted in (
        ("fleet_parameters", fleet - _FROM_ELSEWHERE),
        ("transport_parameters", transport - _FROM_ELSEWHERE),
        ("shore_power_parameters", parameter_names()),
    ):
        yield from missing(name, "parameters", wanted, tables[name]["parameter"])


def _factors(tables: Frames) -> Gaps:
    """Carriers, the GWP sets and the grid factor that the ledger uses are there."""
    wanted = [carrier for carriers in CARRIER_OF_MODE.values() for carrier in carriers]
    yield from missing("carriers", "carriers", wanted, tables["carriers"]["carrier"])
    gwp = tables["gwp"]
    known = gwp["report"] + "-" + gwp["horizon_years"].astype(str)
    yield from missing("gwp", "sets", GWP_SETS, known)
    grid = tables["grid_projection"]
    cases = grid.loc[grid["region"] == GRID_REGION, "case"]
    what = f"cases of {GRID_REGION}"
    yield from missing("grid_projection", what, ("low", "central", "high"), cases)


def _fuels(tables: Frames) -> Gaps:
    """Rows of fuels hold what the carriers that use them need, and splits hold every gas."""
    fuels = tables["fuel_factors"].set_index("fuel_id")
    for fuel, split in fuels["wtt_split"].items():
        if split in ("published", "derived"):
            yield from _filled(fuels, str(fuel), _SPLIT, f"wtt_split {split}")
    for row in tables["carriers"].to_dict("records"):
        if row["fuel_id"]:
            yield from _filled(fuels, str(row["fuel_id"]), _BURNT, str(row["carrier"]))
            supply = str(row["wtt_fuel_id"])
            if not supply:
                yield "carriers", f"{row['carrier']} burns a fuel and names no wtt_fuel_id"
            elif fuels["wtt_split"][supply] not in ("published", "derived"):
                yield from _filled(fuels, supply, ("wtt_co2e_g_per_mj",), str(row["carrier"]))


def _filled(fuels: pd.DataFrame, fuel: str, columns: Iterable[str], needs: str) -> Gaps:
    """Name the cells of a fuel that are empty and needed."""
    empty = [column for column in columns if pd.isna(fuels[column][fuel])]
    if empty:
        yield "fuel_factors", f"{fuel} has no {', '.join(empty)}, which {needs} needs"


def _locks(tables: Frames) -> Gaps:
    """Every lock on the water has chambers, and those of the base year a delay."""
    places = tables["places"]
    sites = places.loc[places["kind"] == "lock", "place_id"]
    yield from missing("locks", "chambers of locks", sites, tables["locks"]["lock"])
    opens = tables["locks"]["opens_year"].astype("Float64").fillna(FIRST_YEAR)
    present = tables["locks"].loc[opens <= FIRST_YEAR, "lock"]
    delays = tables["base_delays"]
    wanted = {f"{lock} {direction}" for lock in present for direction in DIRECTIONS}
    known = delays["lock"] + " " + delays["direction"]
    yield from missing("base_delays", "delays", wanted, known)


def _vessels(tables: Frames) -> Gaps:
    """Both kinds of cargo have vessels, and every month a water level."""
    kinds = tables["vessel_mix"]["cargo_kind"]
    yield from missing("vessel_mix", "kinds of cargo", ("bulk", "container"), kinds)
    months = [str(month) for month in range(1, 13)]
    for name in ("depth_margins", "traffic_months"):
        yield from missing(name, "months", months, tables[name]["month"])
    outflows = tables["monthly_outflows"]
    for lock in tables["lock_waters"]["lock"]:
        known = outflows.loc[outflows["lock"] == lock, "month"]
        yield from missing("monthly_outflows", f"months of {lock}", months, known)


def _lock_rules(tables: Frames) -> Gaps:
    """Rules for every other lock stand under each explanation, and phases for every kind."""
    rules = tables["lock_rules"]
    others = rules.loc[rules["lock"] == ANY, "explanation"]
    yield from missing("lock_rules", f"explanations of lock {ANY}", EXPLANATIONS, others)
    reaches = tables["waterway_links"]["kind"]
    yield from missing("currents", "kinds", reaches, tables["currents"]["kind"])
    kinds = tables["locks"]["kind"]
    yield from missing("phase_profiles", "kinds", kinds, tables["phase_profiles"]["kind"])


def _demand(tables: Frames) -> Gaps:
    """Check that the demand has one base year, and that its commodities grow without a gap."""
    years = sorted(set(tables["demand"]["base_year"]))
    if years != [FIRST_YEAR]:
        listed = ", ".join(str(year) for year in years)
        yield "demand", f"base_year is {listed}; every row must have {FIRST_YEAR}"
    periods: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for row in tables["growth"].to_dict("records"):
        key = (str(row["commodity"]), str(row["growth_case"]))
        periods.setdefault(key, []).append((int(row["from_year"]), int(row["to_year"])))
    for commodity in sorted(set(tables["demand"]["commodity"])):
        for case in ("low", "central", "high"):
            if not _joined(periods.get((commodity, case), [])):
                years_wanted = f"{FIRST_YEAR} to {LAST_YEAR}"
                yield "growth", f"{commodity}, case {case}: periods do not join from {years_wanted}"


def _joined(periods: list[tuple[int, int]]) -> bool:
    """Whether periods follow each other from the first year of the study to its last."""
    year = FIRST_YEAR
    for first, last in sorted(periods):
        if first != year or last <= first:
            return False
        year = last
    return year >= LAST_YEAR


def _choice(tables: Frames) -> Gaps:
    """Every control group has its constants, and the shares of port areas sum to one."""
    constants = tables["choice_constants"]["control_group"]
    groups = tables["demand"]["control_group"]
    yield from missing("choice_constants", "control groups", groups, constants)
    yield from missing("controls", "control groups", groups, tables["controls"]["control_group"])
    sums = tables["port_areas"].groupby("place_id")["cargo_share"].sum()
    for place, total in sums.items():
        if abs(total - 1) > 1e-6:  # noqa: PLR2004
            yield "port_areas", f"the shares of {place} sum to {total:g}, not to 1"


def _projects(tables: Frames) -> Gaps:
    """Every project says what it changes, on something that it can change."""
    for message in project_gaps(tables):
        yield "projects", message


def _lanes(tables: Frames) -> Gaps:
    """Every kind of road has lanes to assume."""
    kinds = ("expressway", "road", "access_road")
    yield from missing("assumed_lanes", "kinds of road", kinds, tables["assumed_lanes"]["facility"])


def _overseas(tables: Frames) -> Gaps:
    """Shares from overseas lie in their range and leave nothing below zero at the quay."""
    shares = tables["overseas_shares"]
    inside = (shares["low"] <= shares["share"]) & (shares["share"] <= shares["high"])
    for row in shares[~inside].to_dict("records"):
        name = f"{row['control_group']} {row['commodity']} {row['zone']}"
        span = f"{row['low']:g} to {row['high']:g}"
        yield "overseas_shares", f"the share of {name}, {row['share']:g}, is not {span}"
    sums = shares.groupby(["control_group", "commodity"])["share"].sum()
    for key, total in sums[sums > 1 + ROUNDING].items():
        yield "overseas_shares", f"shares of {key} sum to {total:g}, more than 1"


_RULES = (
    _parameters,
    _factors,
    _fuels,
    _locks,
    _lock_rules,
    lock_table_gaps,
    _vessels,
    _demand,
    _choice,
    _overseas,
    _projects,
    _lanes,
    energy_table_gaps,
    haul_table_gaps,
    stock_table_gaps,
)
