"""From checked tables to the inland fleet of a year: classes, powertrains and prices of energy."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fleets import (
    Battery,
    EngineEnergy,
    GridParameters,
    VesselRules,
    annuity_share,
    class_mix,
    vessel_classes,
)
from fleets.inland_classes import inland_fleet, parameter_values
from fleets.marine_engines import marine_engines
from fleets.turnover.changes import clean_passage, price_factors
from fleets.turnover.tables import INLAND
from scenarios.from_tables.factors import factors_of, grid_of
from transport.changes import VesselPowertrain
from transport.inland.drives import Drive, VesselBattery
from transport.inland.water_routes import InlandFleet
from transport.lock_sites import ANY
from transport.parameters import read_parameters

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    import pandas as pd

    from fleets.inland_vessels import InlandVessel
    from fleets.marine_engines import MarineEngine
    from transport.parameters import TransportParameters

    Frames = Mapping[str, pd.DataFrame]

DIESEL = "diesel"
"""Powertrain of the vessels of today."""

DIESEL_ENGINE = "inland-diesel"
"""Their engine."""

_INLAND = "inland_water"
_ELECTRICITY = "inland_electricity"
_MJ_PER_KWH = 3.6


def vessel_rules(tables: Frames, month: int | None = None) -> VesselRules:
    """Return how inland vessels are loaded.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    month : int, optional
        Month whose water level holds; the mean of the year without one.

    Returns
    -------
    VesselRules
        Rules with the depth margin of the month.
    """
    margins = tables["depth_margins"]
    if month is not None:
        margins = margins[margins["month"] == month]
    margin_m = float(margins["margin_m"].mean())
    return read_parameters(VesselRules, tables["fleet_parameters"], depth_margin_m=margin_m)


def fleet_of(
    tables: Frames, year: int, parameters: TransportParameters, changes: Sequence[object] = ()
) -> InlandFleet:
    """Make the inland fleet of a year.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    year : int
        Calendar year.
    parameters : TransportParameters
        Interest, and the price of diesel.
    changes : sequence
        Changes of a plan; those of powertrains, prices of energy, and lock fees and priority are
        looked at.

    Returns
    -------
    InlandFleet
        Classes, their drives and what energy costs.
    """
    prices, factors = energy_prices(tables, year, parameters), price_factors(changes)
    return InlandFleet(
        classes=vessel_classes(
            tables["vessel_classes"], tables["vessel_costs"], parameters.interest_rate
        ),
        shares={
            kind: class_mix(tables["vessel_mix"], kind, year) for kind in ("bulk", "container")
        },
        rules=vessel_rules(tables),
        drives=drives_of(tables, year, parameters, changes),
        cny_per_mj={name: price * factors.get(name, 1.0) for name, price in prices.items()},
        fee_cny_per_dwt=lock_fees(tables["lock_fees"], tables["locks"], parameters, year),
        called_first=called_first(tables, changes),
    )


def lock_fees(
    fees: pd.DataFrame, locks: pd.DataFrame, parameters: TransportParameters, year: int
) -> dict[str, float]:
    """Return the fee of a passage by lock in a year, CNY per tonne of rated tonnage."""
    rows = fees[fees["from_year"] <= year].sort_values("from_year")
    latest = {
        str(lock): float(fee)
        for lock, fee in zip(rows["lock"], rows["fee_cny_per_gross_t"], strict=True)
    }
    return {
        str(lock): latest.get(lock, latest.get(ANY, 0.0)) * parameters.gross_t_per_dwt
        for lock in locks["lock"].unique()
    }


def energy_prices(tables: Frames, year: int, parameters: TransportParameters) -> dict[str, float]:
    """Return what a megajoule of each carrier of inland vessels costs, CNY of 2024.

    Electricity is paid at the socket and counted at the battery, so that the losses of charger and
    battery are paid as well.
    """
    grid = read_parameters(GridParameters, tables["fleet_parameters"])
    kept = (1 - grid.charger_loss_share) * (1 - grid.battery_loss_share)
    factors = factors_of(tables, year)
    prices = {"inland_diesel": parameters.marine_diesel_cny_per_kg} | {
        str(row["carrier"]): row["price_cny_per_kg"]
        for row in tables["carrier_prices"].to_dict("records")
        if not math.isnan(row["price_cny_per_kg"])
    }
    power = tables["carrier_prices"].set_index("carrier")["price_cny_per_kwh"]
    return {name: price / factors[name].lhv_mj_per_kg for name, price in prices.items()} | {
        _ELECTRICITY: float(power[_ELECTRICITY]) / _MJ_PER_KWH / kept
    }


@dataclass(frozen=True)
class _Yard:
    """What drives are made of."""

    vessels: Mapping[str, InlandVessel]
    engines: Mapping[str, MarineEngine]
    carriers: Mapping[str, str]
    numbers: Mapping[str, float]
    added_cny_per_h: Mapping[str, float]
    powertrains: Mapping[str, Mapping[Hashable, Any]]
    known: Mapping[str, dict[tuple[float, float, float], tuple[float, float]]]
    fee_factors: Mapping[str, float]

    def energy(self, class_id: str, engine_id: str) -> EngineEnergy:
        """Return the energy of a class with an engine."""
        return EngineEnergy(
            self.vessels[class_id],
            self.engines[engine_id],
            self.carriers,
            self.numbers["engine_load_limit_share"],
            self.known[class_id],
        )

    def drive(self, class_id: str, change: VesselPowertrain, share: float) -> Drive:
        """Return the drive that a change gives a class."""
        row = self.powertrains[change.powertrain]
        per_dwt = float(row["battery_kwh_per_dwt"])
        battery = None
        if not math.isnan(per_dwt):
            pack = Battery(
                per_dwt * self.vessels[class_id].dwt_t,
                self.numbers["usable_battery_share"],
                self.numbers["battery_pack_wh_per_kg"],
            )
            battery = VesselBattery(pack, frozenset(change.stations), change.stop_h)
        return Drive(
            change.powertrain,
            self.energy(class_id, str(row["engine_id"])),
            share,
            float(row["capex_added_share"]) * self.added_cny_per_h[class_id],
            battery,
            self.fee_factors.get(change.powertrain, 1.0),
        )


def drives_of(
    tables: Frames, year: int, parameters: TransportParameters, changes: Sequence[object]
) -> dict[str, tuple[Drive, ...]]:
    """Return the drives of every class that has costs.

    Diesel comes first and takes every voyage that the others do not. Of two changes that set the
    same powertrain of a class the later one holds; shares that add up to more than all voyages are
    cut in proportion. A powertrain without a share is left out.
    """
    yard = _yard(tables, year, parameters, changes)
    wanted: dict[str, dict[str, VesselPowertrain]] = {name: {} for name in yard.added_cny_per_h}
    for change in changes:
        if isinstance(change, VesselPowertrain):
            for name in change.classes or tuple(wanted):
                if name in wanted:
                    wanted[name][change.powertrain] = change
    made = {}
    for name, by_powertrain in wanted.items():
        kept = [change for change in by_powertrain.values() if change.share > 0]
        scale = max(1.0, sum(change.share for change in kept))
        others = [yard.drive(name, change, change.share / scale) for change in kept]
        made[name] = (Drive(DIESEL, yard.energy(name, DIESEL_ENGINE)), *others)
    return made


def _yard(
    tables: Frames, year: int, parameters: TransportParameters, changes: Sequence[object]
) -> _Yard:
    """Gather what drives are made of."""
    engines = marine_engines(tables, grid_of(tables, year))
    vessels = inland_fleet(tables).vessels
    return _Yard(
        vessels=vessels,
        engines=engines,
        carriers=carriers_of_fuels(tables, engines),
        numbers=parameter_values(tables["fleet_parameters"], tables["energy_parameters"]),
        added_cny_per_h=_capital_cny_per_h(tables["vessel_costs"], parameters.interest_rate),
        powertrains={
            str(row["powertrain"]): row for row in tables["vessel_powertrains"].to_dict("records")
        },
        known={name: {} for name in vessels},
        fee_factors=_fee_factors(tables, changes),
    )


def _fee_factors(tables: Frames, changes: Sequence[object]) -> dict[str, float]:
    """Return lock fees of clean powertrains over those of others; a later change wins."""
    passage = clean_passage(changes)
    return dict.fromkeys(clean_powertrains(tables), 1.0 - passage.fee_cut_share) if passage else {}


def clean_powertrains(tables: Frames) -> list[str]:
    """Return the powertrains of inland vessels that count as new or clean energy."""
    rows = tables["stock_powertrains"]
    clean = rows.loc[(rows["group_id"] == INLAND) & (rows["clean"] == 1), "powertrain"]
    return clean.astype(str).tolist()


def called_first(tables: Frames, changes: Sequence[object]) -> frozenset[str]:
    """Return the powertrains whose vessels locks call before others under the changes of a plan."""
    passage = clean_passage(changes)
    return frozenset(clean_powertrains(tables) if passage and passage.called_first else ())


def carriers_of_fuels(tables: Frames, engines: Mapping[str, MarineEngine]) -> dict[str, str]:
    """Return the carrier of inland vessels by id of the fuel of their engines."""
    carriers = {
        str(row["fuel_id"]): str(row["carrier"])
        for row in tables["carriers"].to_dict("records")
        if row["mode"] == _INLAND and row["fuel_id"]
    }
    electric = {one.fuel.carrier: _ELECTRICITY for one in engines.values() if one.electric}
    return carriers | electric


def _capital_cny_per_h(costs: pd.DataFrame, interest_rate: float) -> dict[str, float]:
    """Return capital and upkeep of an hour of each class."""
    return {
        str(row["class_id"]): row["capex_cny"]
        * (annuity_share(interest_rate, row["life_years"]) + row["maintenance_share_per_year"])
        / row["working_h_per_year"]
        for row in costs.to_dict("records")
    }
