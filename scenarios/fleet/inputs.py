"""From checked tables to what the stock of fleets rests on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from fleets import GridParameters, GwpSet, gwp_named, vessel_classes
from fleets.inland_classes import parameter_values
from fleets.marine_engines import marine_engines
from fleets.turnover.policy import PolicyInputs, Tonnage, stage_years
from fleets.turnover.price_paths import price_paths
from fleets.turnover.start import year_paths
from fleets.turnover.tables import INLAND, fleet_types
from fleets.turnover.terms import StockRules
from scenarios.from_tables.factors import factors_of, grid_of
from scenarios.from_tables.inland_fleet import carriers_of_fuels, energy_prices, lock_fees
from scenarios.from_tables.single_numbers import transport_parameters
from scenarios.gwp_names import DEFAULT_GWP
from scenarios.years import FIRST_YEAR, LAST_YEAR
from transport.demand import split_port_areas
from transport.fleet_use.work import class_work, group_work
from transport.parameters import read_parameters
from transport.stations.station_waits import station_wait_h

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from fleets import CarrierFactors
    from fleets.turnover.price_paths import PricePath
    from fleets.turnover.types import FleetType
    from transport.fleet_use.work_shift import WorkShift
    from transport.parameters import TransportParameters

    Floats = NDArray[np.float64]
    Frames = Mapping[str, pd.DataFrame]

DIESEL: Final = "road_diesel"
"""Carrier, and item of its price, of trucks and diesel locomotives."""

INLAND_DIESEL: Final = "inland_diesel"
"""Carrier of the inland vessels of today."""

GROUP_MODES: Final = {
    INLAND: "inland_water",
    "heavy-truck": "road",
    "medium-truck": "road",
    "locomotive": "rail",
}
"""Mode whose tonne-km move the work of a group; feeders and port trucks work beyond the quay."""

_VESSELS: Final = frozenset({INLAND, "sea-feeder"})
_IMITATION: Final = "diffusion_imitation_share"
_VESSEL_IMITATION: Final = "diffusion_imitation_vessel_share"


@dataclass(frozen=True)
class StockInputs:
    """What the stock of every plan rests on.

    Attributes
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    parameters : TransportParameters
        Interest and prices of diesel.
    kinds : mapping of str to FleetType
        Types by fleet.
    numbers : mapping of str to (float, float, float)
        Value, low and high of the table ``stock_parameters``.
    work : mapping of str to array
        Work of each fleet from the base year on.
    paths : mapping of str to PricePath
        Prices over the years.
    history : mapping of (str, str) to (list, list)
        Past shares of sales.
    inland_cny_per_mj : mapping of str to float
        Prices of energy of inland vessels.
    units : mapping of str to (str, float)
        For diesel and every other carrier the item that is its price, and the megajoules of its
        unit.
    fees_cny_per_gross_t : mapping of int to float
        Mean fee of a passage of the locks that have one, by year.
    gwp : GwpSet
        Weights of gases.
    policy : PolicyInputs
        What policies rest on.
    wired_share : array or None
        Part of the tonne-km by rail under wires, from the base year on; None leaves that of the
        table ``energy_coverage``.
    """

    tables: Frames
    parameters: TransportParameters
    kinds: Mapping[str, FleetType]
    numbers: Mapping[str, tuple[float, float, float]]
    work: Mapping[str, Floats]
    paths: Mapping[str, PricePath]
    history: Mapping[tuple[str, str], tuple[list[float], list[float]]]
    inland_cny_per_mj: Mapping[str, float]
    units: Mapping[str, tuple[str, float]]
    fees_cny_per_gross_t: Mapping[int, float]
    gwp: GwpSet
    policy: PolicyInputs
    wired_share: Floats | None = None

    @cached_property
    def _factors(self) -> dict[int, Mapping[str, CarrierFactors]]:
        return {}

    def factors(self, year: int) -> Mapping[str, CarrierFactors]:
        """Return what a megajoule of each carrier emits in a year."""
        if year not in self._factors:
            self._factors[year] = factors_of(self.tables, year)
        return self._factors[year]

    def rules(self, kind: FleetType, changed: Mapping[str, float]) -> StockRules:
        """Return how buyers and owners of a type decide, some numbers changed."""
        values = {name: value for name, (value, _, _) in self.numbers.items()} | dict(changed)
        if kind.group in _VESSELS:
            values[_IMITATION] = values[_VESSEL_IMITATION]
        names = StockRules.__dataclass_fields__
        return StockRules(**{name: values[name] for name in names})

    def co2e_g_per_mj(self, year: int, carrier: str, scope: str) -> float:
        """Return what a megajoule emits, ``ttw`` or ``wtw``."""
        factor = self.factors(year)[carrier]
        if scope == "wtw":
            return factor.wtw_co2e_g_per_mj(self.gwp)
        return factor.ttw_co2e_g_per_mj(self.gwp)


def stock_inputs(
    tables: Frames,
    growth_case: str = "central",
    gwp: str = DEFAULT_GWP,
    last: int = LAST_YEAR,
    shift: WorkShift | None = None,
) -> StockInputs:
    """Gather what the stock of every plan rests on.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    growth_case, gwp : str
        Growth of demand, and name of the GWP set.
    last : int
        Last year.
    shift : WorkShift, optional
        How a plan's choice of mode moves the work; not at all without it.

    Returns
    -------
    StockInputs
        For :func:`scenarios.fleet.projection.plan_stock`.
    """
    parameters = transport_parameters(tables)
    years = range(FIRST_YEAR, last + 1)
    engines = marine_engines(tables, grid_of(tables, FIRST_YEAR))
    kinds = fleet_types(
        tables, engines, carriers_of_fuels(tables, engines), parameters.gross_t_per_dwt
    )
    numbers = {
        str(row["parameter"]): (float(row["value"]), float(row["low"]), float(row["high"]))
        for row in tables["stock_parameters"].to_dict("records")
    }
    work = _work(tables, parameters, _group_work(tables, growth_case, years, shift), years)
    kept = {name: kind for name, kind in kinds.items() if work[name].any()}
    return StockInputs(
        tables=tables,
        parameters=parameters,
        kinds=kept,
        numbers=numbers,
        work=work,
        paths=price_paths(tables["price_paths"]),
        history=year_paths(tables["sales_history"], "sales_share"),
        inland_cny_per_mj=energy_prices(tables, FIRST_YEAR, parameters),
        units=_units(tables),
        fees_cny_per_gross_t={year: _fee(tables, parameters, year) for year in years},
        gwp=gwp_named(tables["gwp"], gwp),
        policy=PolicyInputs(
            coverage=year_paths(tables["energy_coverage"], "covered_share"),
            last_built=stage_years(tables["stock_stages"], LAST_YEAR),
            tonnage=_tonnage(kept, work),
            wait_h=_waits(kept, numbers),
        ),
        wired_share=None if shift is None else shift.wired_share(years),
    )


def _group_work(
    tables: Frames, growth_case: str, years: Sequence[int], shift: WorkShift | None
) -> dict[tuple[str, str], Floats]:
    """Return the work of each group and kind of cargo by year."""
    groups = tables["choice_groups"].set_index("choice_group")["cargo_kind"]
    commodities = tables["commodities"]
    cargo_kinds = dict(
        zip(commodities["commodity"], commodities["choice_group"].map(groups), strict=True)
    )
    demand = split_port_areas(tables["demand"], tables["port_areas"])
    work = group_work(
        demand, tables["growth"], tables["stock_activity"], cargo_kinds, (growth_case, years)
    )
    if shift is None:
        return work
    return {
        (group, kind): value * shift.factor(GROUP_MODES[group], kind, years)
        if group in GROUP_MODES
        else value
        for (group, kind), value in work.items()
    }


def _work(
    tables: Frames,
    parameters: TransportParameters,
    work: Mapping[tuple[str, str], Floats],
    years: Sequence[int],
) -> dict[str, Floats]:
    """Return the work of each fleet by year; zeros of fleets whose tonnes are not modelled."""
    classes = vessel_classes(
        tables["vessel_classes"], tables["vessel_costs"], parameters.interest_rate
    )
    inland = {kind: value for (group, kind), value in work.items() if group == INLAND}
    found = class_work(inland, tables["vessel_mix"], classes, years)
    for group in tables["stock_groups"]["group_id"]:
        if group != INLAND:
            parts = [value for (name, _), value in work.items() if name == group]
            found[str(group)] = np.sum([np.zeros(len(years)), *parts], axis=0)
    return found


def _tonnage(kinds: Mapping[str, FleetType], work: Mapping[str, Floats]) -> tuple[Tonnage, ...]:
    """Return the gross tonnage of each fleet, as many usual vehicles as carry its work."""
    return tuple(
        Tonnage(
            name,
            kind.group,
            kind.gross_t,
            float(work[name][0]) / kind.powertrains[0].work_per_year * kind.gross_t,
        )
        for name, kind in kinds.items()
    )


def _waits(
    kinds: Mapping[str, FleetType], numbers: Mapping[str, tuple[float, float, float]]
) -> dict[tuple[str, str], float]:
    """Return the wait before each charge or swap, by fleet and powertrain (Erlang C)."""
    chargers, use = round(numbers["station_chargers"][0]), numbers["station_use_share"][0]
    return {
        (name, one.powertrain): station_wait_h(use * chargers / hours, hours, chargers)
        for name, kind in kinds.items()
        for one in kind.powertrains
        if (hours := one.refill_h) > 0
    }


def _units(tables: Frames) -> dict[str, tuple[str, float]]:
    """Return item and megajoules of a unit of the carriers on land and at sea.

    Electricity is paid at the socket and counted at the battery.
    """
    factors = factors_of(tables, FIRST_YEAR)
    grid = read_parameters(GridParameters, tables["fleet_parameters"])
    kept = (1 - grid.charger_loss_share) * (1 - grid.battery_loss_share)
    density = parameter_values(tables["fleet_parameters"])["diesel_density_kg_per_l"]
    diesel = density * factors[DIESEL].lhv_mj_per_kg
    return {
        DIESEL: (DIESEL, diesel),
        INLAND_DIESEL: (INLAND_DIESEL, factors[INLAND_DIESEL].lhv_mj_per_kg),
        "rail_diesel": (DIESEL, diesel),
        "road_lng": ("road_lng", factors["road_lng"].lhv_mj_per_kg),
        "road_hydrogen": ("road_hydrogen", factors["road_hydrogen"].lhv_mj_per_kg),
        "road_electricity": ("road_electricity", 3.6 * kept),
        "rail_electricity": ("rail_electricity", 3.6),
        "marine_fuel": ("marine_fuel", factors["marine_fuel"].lhv_mj_per_kg),
    }


def carrier_prices(
    inputs: StockInputs, prices: Mapping[str, float], inland_factor: float = 1.0
) -> dict[str, float]:
    """Return what a megajoule of each carrier costs.

    Parameters
    ----------
    inputs : StockInputs
        Tables and factors.
    prices : mapping of str to float
        Items of the table ``price_paths`` in their own unit, ``road_diesel`` in CNY/L and
        ``inland_diesel`` in CNY/kg.
    inland_factor : float
        Factor on the prices of inland vessels, diesel apart.

    Returns
    -------
    dict of str to float
        CNY/MJ by carrier.
    """
    inland = {
        name: value * inland_factor
        for name, value in inputs.inland_cny_per_mj.items()
        if name != INLAND_DIESEL
    }
    return inland | {name: prices[item] / mj for name, (item, mj) in inputs.units.items()}


def _fee(tables: Frames, parameters: TransportParameters, year: int) -> float:
    """Return the mean fee of a passage of the locks that have one in a year."""
    fees = lock_fees(tables["lock_fees"], tables["locks"], parameters, year)
    paid = [fee for fee in fees.values() if fee > 0]
    return sum(paid) / len(paid) / parameters.gross_t_per_dwt if paid else 0.0
