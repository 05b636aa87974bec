"""Fuel of inland vessels in the base year held against what is published; nothing is fitted."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from transport.inland.voyages import voyage_flows
from transport.ledger.fleet_fuel import fleet_fuel

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np

    from transport.ledger.fleet_fuel import FleetFuel
    from transport.year_model import YearModel

COLUMNS = ["variable", "unit", "modelled", "low", "high", "explanation", "source"]
_INLAND = "inland_diesel"
_ENGINE_G_PER_KWH = "sfc_g_per_kwh"


class _Published(NamedTuple):
    """A published value or range, and why the model's may differ."""

    variable: str
    unit: str
    low: float
    high: float
    explanation: str
    source: str


_ROWS = (
    _Published(
        "fuel_per_tkm",
        "g/tkm",
        2.0,
        5.0,
        "all fuel, empty voyages, locks and berths included, over cargo and the way of the water",
        "gk-waterway-practice",
    ),
    _Published(
        "fuel_per_dwt",
        "kg/(dwt year)",
        37.0,
        37.0,
        "published for 2014: 200 kt over 5.4 Mt of vessels; the model counts only the tonnage that "
        "its cargo keeps busy 6,500 h a year, which does about 23,000 tkm a tonne and year against "
        "9,326 at Wuzhou in 2023; hours and idle tonnage of the real fleet are not known",
        "xinhua-xinggui-2015",
    ),
    _Published(
        "ghg_per_tkm",
        "g CO2e/tkm",
        17.0,
        29.5,
        "published for European vessels, in g CO2e and not in g of fuel; scope not stated",
        "glec-inland-2018",
    ),
    _Published(
        "laden_shaft",
        "Wh/tkm",
        6.0,
        15.0,
        "laden under way alone, as battery vessels are told of: fuel at the best consumption of "
        "the engine, over 0.90 between battery and shaft",
        "news-battery-ship-2017;cctv-chuanlian-2022",
    ),
)
_BATTERY_TO_SHAFT = 1.11


def vessel_fuel(
    tables: Mapping[str, pd.DataFrame], model: YearModel, kt_by_service: np.ndarray
) -> pd.DataFrame:
    """Compare the fuel of inland vessels with published values.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    model : YearModel
        The base year.
    kt_by_service : numpy.ndarray
        Its cargo by service.

    Returns
    -------
    pandas.DataFrame
        Columns :data:`COLUMNS`: published ``low`` and ``high``, and why values differ.
    """
    routes = model.skims.routes
    flows = voyage_flows(model.skims.route_kt(kt_by_service), routes)
    delay = dict(zip(model.skims.lock_directions, model.start_delay_h.tolist(), strict=False))
    costs = tables["vessel_costs"]
    hours = dict(zip(costs["class_id"], costs["working_h_per_year"], strict=True))
    found = fleet_fuel(flows, routes, model.fleet, delay, hours)
    modelled = _modelled(found, model, float(_parameter(tables, _ENGINE_G_PER_KWH)))
    rows = [(one.variable, one.unit, modelled[one.variable], *one[2:]) for one in _ROWS]
    return pd.DataFrame(rows, columns=COLUMNS)


def _parameter(tables: Mapping[str, pd.DataFrame], name: str) -> float:
    """Return a number of the table of fleet parameters."""
    return float(tables["fleet_parameters"].set_index("parameter")["value"][name])


def _modelled(found: FleetFuel, model: YearModel, sfc_g_per_kwh: float) -> dict[str, float]:
    """Return the model's values by variable."""
    factor = model.factors[_INLAND]
    fuel_g = 1000 * found.energy_mj / factor.lhv_mj_per_kg
    laden_g = 1000 * found.laden_mj / factor.lhv_mj_per_kg
    return {
        "fuel_per_tkm": fuel_g / found.tkm,
        "fuel_per_dwt": fuel_g / 1000 / found.dwt_t,
        "ghg_per_tkm": found.energy_mj * factor.wtw_co2e_g_per_mj(model.gwp) / found.tkm,
        "laden_shaft": laden_g / sfc_g_per_kwh * 1000 * _BATTERY_TO_SHAFT / found.tkm,
    }
