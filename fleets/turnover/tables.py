"""From tables to the types of vehicles whose stock is kept."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from fleets.inland_classes import parameter_values
from fleets.marine_engines import engine_use
from fleets.truck_energy import consumption_mj_per_km
from fleets.turnover.survival import SurvivalCurve
from fleets.turnover.types import FleetType, Powertrain

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    import pandas as pd

    from fleets.marine_engines import MarineEngine

    Row = Mapping[Hashable, Any]
    Frames = Mapping[str, pd.DataFrame]

INLAND: Final = "inland"
"""Group of the inland vessels, which has a fleet for each class of the table ``vessel_costs``."""

_TABLES: Final = (
    "stock_groups",
    "stock_powertrains",
    "vessel_costs",
    "vessel_classes",
    "vessel_powertrains",
    "inland_hulls",
    "energy_intensity",
    "truck_classes",
    "carriers",
    "fuel_factors",
)
_PORT: Final = "TEU"
_LOAD: Final = 0.75
_SWAP: Final = "swap"


@dataclass(frozen=True)
class _Sources:
    """Rows that types are made of."""

    tables: Mapping[str, list[dict[Hashable, Any]]]
    engines: Mapping[str, MarineEngine]
    carriers: Mapping[str, str]
    gross_t_per_dwt: float
    numbers: Mapping[str, float]
    curves: Mapping[str, SurvivalCurve]

    def rows(self, table: str, **where: str) -> list[dict[Hashable, Any]]:
        """Return the rows of a table in which columns have the values asked for."""
        return [
            row
            for row in self.tables[table]
            if all(row[column] == value for column, value in where.items())
        ]

    def row(self, table: str, **where: str) -> Row:
        """Return the one row of a table in which columns have the values asked for."""
        (found,) = self.rows(table, **where)
        return found


def fleet_types(
    tables: Frames,
    engines: Mapping[str, MarineEngine],
    carriers: Mapping[str, str],
    gross_t_per_dwt: float,
) -> dict[str, FleetType]:
    """Make the types of vehicles that a stock is kept of.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The tables of this package.
    engines : mapping of str to MarineEngine
        Marine engines by id.
    carriers : mapping of str to str
        Carrier of an inland vessel by id of its fuel.
    gross_t_per_dwt : float
        Gross tonnage over rated tonnage of inland vessels.

    Returns
    -------
    dict of str to FleetType
        By id: the inland classes, then the other groups.
    """
    numbers = parameter_values(
        tables["fleet_parameters"], tables["energy_parameters"], tables["stock_parameters"]
    )
    sources = _Sources(
        {name: tables[name].to_dict("records") for name in _TABLES},
        engines,
        carriers,
        gross_t_per_dwt,
        numbers,
        survival_curves(tables["survival_curves"]),
    )
    made = {}
    for group in sources.rows("stock_groups"):
        name = str(group["group_id"])
        powertrains = sources.rows("stock_powertrains", group_id=name)
        if name == INLAND:
            for cost in sources.rows("vessel_costs"):
                kind = _inland_type(sources, group, cost, powertrains)
                made[kind.fleet_id] = kind
        else:
            made[name] = _land_type(sources, group, powertrains)
    return made


def truck_groups(table: pd.DataFrame) -> dict[str, str]:
    """Return the group of the table ``stock_groups`` whose powertrains each class of truck has.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = {"group_id": ["inland", "light"], "truck_classes": ["", "van; lorry"]}
    >>> truck_groups(pd.DataFrame(rows))
    {'van': 'light', 'lorry': 'light'}
    """
    return {
        class_id.strip(): str(row["group_id"])
        for row in table.to_dict("records")
        for class_id in str(row["truck_classes"]).split(";")
        if class_id.strip()
    }


def survival_curves(table: pd.DataFrame) -> dict[str, SurvivalCurve]:
    """Return the curves of the table ``survival_curves`` by id."""
    return {
        str(row["survival_id"]): SurvivalCurve(
            float(row["scale_years"]),
            float(row["weibull_shape"]),
            int(row["oldest_years"]),
            float(row["limit_years"]) if not math.isnan(row["limit_years"]) else math.inf,
        )
        for row in table.to_dict("records")
    }


def _common(sources: _Sources, group: Row, powertrains: list[Powertrain]) -> FleetType:
    """Return a type with what its group says."""
    return FleetType(
        fleet_id=str(group["group_id"]),
        group=str(group["group_id"]),
        name_zh=str(group["name_zh"]),
        name_en=str(group["name_en"]),
        work_unit=str(group["work_unit"]),
        curve=sources.curves[str(group["survival_id"])],
        mileage_decay_share=float(group["mileage_decay_share"]),
        sales_growth_share=float(group["sales_growth_share"]),
        lays_up=group["surplus"] == "lay_up",
        life_years=float(group["life_years"]),
        fixed_cny=_number(group["fixed_cny_per_year"]),
        tolls_cny=_number(group["run_km_per_year"]) * float(group["toll_cny_per_km"]),
        work_h=float(group["work_h_per_year"]),
        gross_t=0.0,
        queue_h=0.0,
        fee_passages=0.0,
        powertrains=tuple(powertrains),
    )


def _inland_type(sources: _Sources, group: Row, cost: Row, powertrains: Sequence[Row]) -> FleetType:
    """Return the type of one class of inland vessels."""
    class_id = str(cost["class_id"])
    vessel = sources.row("vessel_classes", class_id=class_id)
    hull = sources.row("inland_hulls", class_id=class_id)
    anchor = sources.row("energy_intensity", entry_id=str(hull["anchor_id"]))
    usual = _shaft_mj(sources, str(powertrains[0]["engine_id"]))
    lhv = sources.engines[str(powertrains[0]["engine_id"])].fuel.lhv_mj_per_kg
    fuel_g = float(anchor["value"]) * sources.numbers["inland_fuel_factor"]
    shaft_kwh = fuel_g / 1000 * lhv / sum(usual.values())
    made = [
        _vessel_powertrain(sources, row, (group, cost, float(vessel["dwt_t"])), shaft_kwh)
        for row in powertrains
    ]
    return replace(
        _common(sources, group, made),
        fleet_id=class_id,
        name_zh=str(vessel["name_zh"]),
        name_en=str(vessel["name_en"]),
        life_years=float(cost["life_years"]),
        fixed_cny=float(cost["crew_cny_per_year"]),
        work_h=float(cost["working_h_per_year"]),
        gross_t=float(vessel["dwt_t"]) * sources.gross_t_per_dwt,
        queue_h=sources.numbers["lock_queue_h_per_year"],
        fee_passages=sources.numbers["fee_passages_per_year"],
    )


def _vessel_powertrain(
    sources: _Sources, row: Row, of: tuple[Row, Row, float], shaft_kwh: float
) -> Powertrain:
    """Return a powertrain of an inland class: price of the class and what it adds."""
    group, cost, dwt_t = of
    price, name = float(cost["capex_cny"]), str(row["powertrain"])
    added, kwh = 0.0, 0.0
    if not math.isnan(row["added_high_share"]):
        known = sources.row("vessel_powertrains", powertrain=name)
        added, kwh = (
            float(known["capex_added_share"]),
            _number(known["battery_kwh_per_dwt"]) * dwt_t,
        )
    low, high = _number(row["added_low_share"]), _number(row["added_high_share"])
    lost_t = kwh / sources.numbers["battery_pack_wh_per_kg"]
    work = float(group["work_per_year"]) * (dwt_t - lost_t / float(cost["laden_payload_factor"]))
    engine = _shaft_mj(sources, str(row["engine_id"]))
    return _powertrain(
        row,
        {"low": price * (1 + low), "central": price * (1 + added), "high": price * (1 + high)},
        {carrier: mj * shaft_kwh for carrier, mj in engine.items()},
        work,
        (kwh, kwh * sources.numbers["usable_battery_share"]),
    )


def _shaft_mj(sources: _Sources, engine_id: str) -> dict[str, float]:
    """Return the energy of a kilowatt-hour of the shaft by carrier, at three quarters of load."""
    use = engine_use(sources.engines[engine_id], _LOAD, 1.0)
    found: dict[str, float] = {}
    for fuel, mj in use.energy_mj.items():
        carrier = sources.carriers[fuel]
        found[carrier] = found.get(carrier, 0.0) + float(mj) / _LOAD
    return found


def _land_type(sources: _Sources, group: Row, powertrains: Sequence[Row]) -> FleetType:
    """Return the type of a group of trucks, locomotives or sea feeders."""
    made = []
    for row in powertrains:
        if row["truck_class"]:
            made.append(_truck_powertrain(sources, group, row))
        else:
            energy = {str(row["carrier"]): float(row["work_mj_per_tkm"])}
            work = float(group["work_per_year"])
            made.append(_powertrain(row, _capex(row), energy, work, (0.0, math.inf)))
    kind = _common(sources, group, made)
    if not math.isnan(group["fixed_cny_per_year"]):
        return kind
    fixed = sources.numbers["truck_crew_cny_per_year"] + sources.numbers["truck_fixed_cny_per_year"]
    return replace(kind, fixed_cny=fixed)


def _truck_powertrain(sources: _Sources, group: Row, row: Row) -> Powertrain:
    """Return a powertrain of trucks: consumption and payload of its class."""
    cls, powertrain = str(row["truck_class"]), str(row["truck_powertrain"])
    truck = sources.row("truck_classes", class_id=cls, powertrain=powertrain)
    entry = sources.row("energy_intensity", entry_id=str(truck["entry_id"]))
    carrier = str(truck["carrier"])
    fuel_id = str(sources.row("carriers", carrier=carrier)["fuel_id"])
    fuel = sources.row("fuel_factors", fuel_id=fuel_id) if fuel_id else None
    mj_per_km, km = consumption_mj_per_km(entry, fuel), float(group["run_km_per_year"])
    work = _number(group["work_per_year"])
    if str(group["work_unit"]) != _PORT:
        laden = float(truck["laden_load_share"]) * (1 - float(entry["empty_running_share"]))
        work = km * float(entry["payload_capacity_t"]) * laden
    usable = _number(truck["battery_kwh"]) * sources.numbers["truck_usable_battery_share"]
    made = _powertrain(
        row,
        _capex(row),
        {carrier: mj_per_km * km / work},
        work,
        (_number(row["battery_kwh"]), usable),
    )
    upkeep = float(row["upkeep_cny_per_km"]) * km
    return replace(made, upkeep_cny_per_year=upkeep, leases_pack=powertrain == _SWAP)


def _powertrain(
    row: Row,
    capex: Mapping[Any, float],
    energy: Mapping[str, float],
    work: float,
    battery: tuple[float, float],
) -> Powertrain:
    """Return a powertrain with what its row says."""
    refill = float(row["refill_h"])
    return Powertrain(
        powertrain=str(row["powertrain"]),
        name_zh=str(row["name_zh"]),
        name_en=str(row["name_en"]),
        clean=bool(row["clean"]),
        zero_emission=bool(row["zero_emission"]),
        diffuses=bool(row["diffuses"]),
        family=str(row["family"]),
        capex_cny=dict(capex),
        battery_kwh=battery[0],
        pack_years=float(row["pack_years"]) if not math.isnan(row["pack_years"]) else math.inf,
        fuel_cell_kw=_number(row["fuel_cell_kw"]),
        energy_mj=dict(energy),
        work_per_year=work,
        upkeep_cny_per_year=0.0,
        upkeep_share=_number(row["upkeep_share_per_year"]),
        refill_h=_number(refill),
        usable_kwh=battery[1] if not math.isnan(refill) else math.inf,
        leases_pack=False,
    )


def _capex(row: Row) -> dict[str, float]:
    """Return the price of a vehicle with its range."""
    return {
        "low": float(row["capex_low_cny"]),
        "central": float(row["capex_cny"]),
        "high": float(row["capex_high_cny"]),
    }


def _number(value: float) -> float:
    """Return a cell of a table, zero where it is empty."""
    return 0.0 if math.isnan(value) else float(value)
