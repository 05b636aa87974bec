"""What the tables of the energy calculator must hold together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from fleets.fleet_fuel import NATION_ENTRY
from fleets.inland_classes import FUEL_CURVE, inland_fleet
from fleets.locomotive_change import PARAMETERS as CHANGE_PARAMETERS
from fleets.sea_ships import MODES
from fleets.trains import ENTRIES, GRADES
from fleets.truck_energy import EMPTY_ENTRY, FULL_ENTRY
from scenarios.energy.vessel_request import ENGINE_OF_ENERGY
from scenarios.tables.gaps import missing, no_whole, outside

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from scenarios.tables.gaps import Gaps

PARAMETERS: Final = (
    *CHANGE_PARAMETERS,
    "battery_pack_wh_per_kg",
    "guangxi_fuel_kg_per_dwt_year",
    "hull_efficiency",
    "open_water_efficiency",
    "reference_current_kmh",
    "reference_depth_ratio",
    "reference_load_down_share",
    "reference_load_up_share",
    "reference_trip_km",
    "reference_waiting_h",
    "relative_rotative_efficiency",
    "sea_anchorage_h",
    "sea_manoeuvring_h",
    "sea_reference_speed_factor",
    "shaft_efficiency",
    "swap_station_loss_share",
    "train_flat_gross_t",
    "train_mass_exponent",
    "truck_usable_battery_share",
    "usable_battery_share",
    "wuzhou_work_tkm_per_dwt_year",
)
"""Parameters of the table ``energy_parameters`` that the calculator asks for."""
LOW_LOAD: Final = "low-load"


def energy_table_gaps(tables: Mapping[str, pd.DataFrame]) -> Gaps:
    """Yield what the energy calculator lacks, as name of the table and a sentence.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Typed tables without faults of form or reference.

    Yields
    ------
    str
        Name of the table.
    str
        What it lacks.
    """
    found = list(_gaps(tables))
    yield from found
    if not found:
        yield from _calibrations(tables)


def _gaps(tables: Mapping[str, pd.DataFrame]) -> Gaps:
    """Yield what one table lacks for another."""
    known = tables["energy_parameters"]["parameter"]
    yield from missing("energy_parameters", "parameters", PARAMETERS, known)
    entries = (*ENTRIES.values(), EMPTY_ENTRY, FULL_ENTRY, NATION_ENTRY)
    yield from missing(
        "energy_intensity", "entries", entries, tables["energy_intensity"]["entry_id"]
    )
    engines = tables["marine_engines"]
    wanted = ENGINE_OF_ENERGY.values()
    yield from missing("marine_engines", "engines", wanted, engines["engine_id"])
    yield from _curves(tables)
    yield from _stages(tables)
    yield from _changes(tables["energy_parameters"])
    yield from _anchors(tables)
    yield from _hulls(tables["inland_hulls"])
    for mode in ("rail", "road"):
        grades = tables["grade_factors"]
        found = grades.loc[grades["mode"] == mode, "grade"]
        yield from missing("grade_factors", f"grades of {mode}", GRADES, found)
    yield from _ships(tables)


def _calibrations(tables: Mapping[str, pd.DataFrame]) -> Gaps:
    """Every inland class can be brought to its anchor."""
    try:
        inland_fleet(tables)
    except KeyError:  # a parameter that is missing is told with its own table
        return
    except ValueError as error:
        yield "vessel_classes", str(error)


def _anchors(tables: Mapping[str, pd.DataFrame]) -> Gaps:
    """Every anchor lies in its range, from which the range of a calibration follows."""
    rows = tables["energy_intensity"]
    for row in rows[rows["entry_id"].isin(tables["inland_hulls"]["anchor_id"])].to_dict("records"):
        ends = row["value"], row["value_low"], row["value_high"]
        yield from outside("energy_intensity", str(row["entry_id"]), *ends)


def _changes(table: pd.DataFrame) -> Gaps:
    """Numbers of a change of locomotive have ranges, because it is shown with its range."""
    for row in table[table["parameter"].isin(CHANGE_PARAMETERS)].to_dict("records"):
        ends = row["value"], row["low"], row["high"]
        yield from outside("energy_parameters", str(row["parameter"]), *ends)


def _stages(tables: Mapping[str, pd.DataFrame]) -> Gaps:
    """Stages of a carrier are given for the same years and sum to all its fuel."""
    name = "emission_stages"
    for carrier, rows in tables[name].groupby("carrier"):
        by_year = rows.groupby("year")["share"].agg(["sum", "size"])
        stages = rows["entry_id"].nunique()
        for year, total, size in by_year.itertuples():
            if size != stages:
                yield name, f"{carrier} has {size} of {stages} stages in {year}"
            else:
                yield from no_whole(name, f"{carrier} in {year}", float(total))


def _curves(tables: Mapping[str, pd.DataFrame]) -> Gaps:
    """Every curve that an engine or a stage names exists, and each stage tells its exhaust."""
    tiers, engines = tables["emission_tiers"], tables["marine_engines"]
    named = {*tiers["nox_curve"], *tiers["pm25_curve"], *engines["slip_curve"], FUEL_CURVE}
    yield from missing("part_load", "curves", named - {"", LOW_LOAD}, tables["part_load"]["curve"])
    yield from missing("low_load", "species", ("nox", "pm25"), tables["low_load"]["species"])
    for species in ("nox", "pm25"):
        unknown = tiers[f"{species}_g_per_kwh"].isna() & tiers[f"{species}_g_per_kg"].isna()
        for tier in tiers.loc[unknown, "tier"]:
            yield "emission_tiers", f"{tier} tells no {species}, for a kWh or for a kg of fuel"


def _hulls(hulls: pd.DataFrame) -> Gaps:
    """Every hull has an anchor, its own or that of a class with one."""
    own = set(hulls.loc[hulls["anchor_id"] != "", "class_id"])
    for row in hulls.to_dict("records"):
        holder = row["factor_of"] or row["class_id"]
        if holder not in own:
            yield "inland_hulls", f"{row['class_id']} has no anchor, nor has {holder}"


def _ships(tables: Mapping[str, pd.DataFrame]) -> Gaps:
    """Every ship has auxiliary power for its type and size in every mode."""
    power = tables["ship_power"]
    for row in tables["sea_ships"].to_dict("records"):
        rows = power[power["ship_type"] == row["ship_type"]]
        rows = rows[rows["size_min_value"] <= row["size_value"]]
        what = f"modes of {row['ship_type']} of size {row['size_value']:g}"
        yield from missing("ship_power", what, MODES, rows["mode"])
