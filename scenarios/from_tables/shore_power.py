"""From checked tables to the rule, prices, tariff and factors of shore power."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from fleets import gwp_set
from fleets.marine_engines import engine_use, marine_engines
from scenarios.from_tables.factors import grid_of
from transport.parameters import read_parameters
from transport.sizing.plant import PlantPrices
from transport.sizing.port_stays import ShoreRule
from transport.sizing.shore_balance import SPECIES, SupplyFactors
from transport.tariff import Tariff, TouPeriod

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    import pandas as pd

    Frames = Mapping[str, pd.DataFrame]

SEA, INLAND = "sea", "inland"
_ENGINES = {SEA: "auxiliary-mgo", INLAND: "inland-diesel"}
_LOAD = 0.5


@dataclass(frozen=True)
class WaterParameters:
    """Parameters that differ between sea and inland ports."""

    threshold_h: float
    connect_h: float
    disconnect_h: float
    efficiency_share: float
    connected_share: float
    installed_share: float
    auxiliary_sfc_g_per_kwh: float
    socket_capex_cny: float
    plant_capex_cny_per_mva: float


@dataclass(frozen=True)
class ShoreParameters:
    """Parameters of every port."""

    power_factor_share: float
    om_share: float
    life_years: float
    flat_price_cny_per_kwh: float
    demand_charge_cny_per_kw_month: float
    capacity_charge_cny_per_kva_month: float
    service_fee_cny_per_kwh: float
    ship_fuel_cny_per_kg: float
    hotel_load_spread: float
    stay_spread: float
    reefer_kw: float
    t_per_teu: float
    dwt_per_teu: float
    gt_per_dwt: float
    berth_occupancy_share: float
    load_percentile: float
    refused_limit_share: float
    solar_full_load_h: float
    battery_efficiency_share: float
    battery_capex_cny_per_kwh: float
    solar_capex_cny_per_kw: float


@dataclass(frozen=True)
class Port:
    """A port: its place, and the waters that decide rule and plant.

    Attributes
    ----------
    place, name_zh, name_en : str
        Id and names.
    water : str
        ``sea`` or ``inland``.
    """

    place: str
    name_zh: str
    name_en: str
    water: str


def parameter_names() -> set[str]:
    """Return every parameter that the table must hold."""
    common = {field.name for field in fields(ShoreParameters)}
    own = {f"{water}_{field.name}" for water in (SEA, INLAND) for field in fields(WaterParameters)}
    return common | own


def shore_parameters(tables: Frames) -> ShoreParameters:
    """Read what holds for every port."""
    return read_parameters(ShoreParameters, tables["shore_power_parameters"])


def water_parameters(tables: Frames, water: str) -> WaterParameters:
    """Read what holds for sea or inland ports."""
    table = tables["shore_power_parameters"]
    own = table[table["parameter"].str.startswith(f"{water}_")]
    names = own["parameter"].str.removeprefix(f"{water}_")
    return read_parameters(WaterParameters, own.assign(parameter=names))


def rule_of(own: WaterParameters, common: ShoreParameters) -> ShoreRule:
    """Return threshold, times and losses of a port."""
    return ShoreRule(
        own.threshold_h,
        own.connect_h,
        own.disconnect_h,
        own.efficiency_share,
        common.power_factor_share,
    )


def prices_of(own: WaterParameters, common: ShoreParameters, interest_rate: float) -> PlantPrices:
    """Return the prices of plant at a port."""
    return PlantPrices(
        own.socket_capex_cny,
        own.plant_capex_cny_per_mva,
        common.battery_capex_cny_per_kwh,
        common.solar_capex_cny_per_kw,
        common.om_share,
        interest_rate,
        common.life_years,
    )


def tou_periods(table: pd.DataFrame) -> tuple[TouPeriod, ...]:
    """Return the periods of the table ``tou_periods`` in its order."""
    return tuple(
        TouPeriod(
            str(row["period"]),
            row["from_h"],
            row["to_h"],
            row["price_factor"],
            tuple(int(one) for one in str(row["months"]).split(";") if one),
        )
        for row in table.to_dict("records")
    )


def tariff_of(
    tables: Frames, common: ShoreParameters, basis: str, waived_until: dt.date | None
) -> Tariff:
    """Return the tariff of electricity."""
    return Tariff(
        common.flat_price_cny_per_kwh,
        tou_periods(tables["tou_periods"]),
        basis,
        common.demand_charge_cny_per_kw_month,
        common.capacity_charge_cny_per_kva_month,
        waived_until,
    )


def interest_rate_of(tables: Frames) -> float:
    """Return the real interest rate of public works."""
    table = tables["transport_parameters"].set_index("parameter")["value"]
    return float(table["interest_rate"])


def supply_factors_of(tables: Frames, water: str, year: int, sfc_g_per_kwh: float) -> SupplyFactors:
    """Return what auxiliaries and the grid emit for a kilowatt-hour.

    Auxiliaries of sea-going ships burn gas oil of 0.1 % sulphur, those of inland vessels road
    diesel; both at the consumption given, whatever their load.
    """
    grid = grid_of(tables, year)
    engine = marine_engines(tables, grid)[_ENGINES[water]]
    engine = replace(engine, sfc_g_per_kwh=sfc_g_per_kwh, fuel_curve=None)
    use = engine_use(engine, 1.0, 1.0 / _LOAD)
    gwp = gwp_set(tables["gwp"], "AR6", 100)
    direct = 3.6 * grid.direct_co2_g_per_mj("socket")
    return SupplyFactors(
        {name: float(use.ttw_g[name]) for name in SPECIES},
        float(use.ttw_co2e_g(gwp) + use.wtt_co2e_g(gwp)),
        1000 * sum(float(one) for one in use.fuel_kg.values()),
        direct,
        direct * (1 + grid.upstream_share),
    )
