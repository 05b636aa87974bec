"""What shore power saves and what it must meet to be worth it.

Auxiliaries stop while power flows, boilers go on. Local emissions are those of the auxiliaries at
the berth; the grid emits at its power plants, which is told apart. CO2 of the saving is local less
grid; the other pollutants of the grid are not counted, as in the yearly ledger.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

SPECIES = ("co2", "nox", "pm25", "so2")
_G_PER_T = 1e6


@dataclass(frozen=True)
class SupplyFactors:
    """Emissions of a kilowatt-hour of auxiliaries and of the grid.

    Attributes
    ----------
    auxiliary_g_per_kwh : mapping of str to float
        At the berth, by :data:`SPECIES`.
    auxiliary_wtw_g_per_kwh : float
        CO2e well to wake.
    auxiliary_fuel_g_per_kwh : float
        Fuel.
    grid_co2_g_per_kwh, grid_wtw_g_per_kwh : float
        Direct CO2 of power plants and CO2e with their supply, of a kilowatt-hour at the meter.
    """

    auxiliary_g_per_kwh: Mapping[str, float]
    auxiliary_wtw_g_per_kwh: float
    auxiliary_fuel_g_per_kwh: float
    grid_co2_g_per_kwh: float
    grid_wtw_g_per_kwh: float


def saved_t(factors: SupplyFactors, vessel_kwh: float, grid_kwh: float) -> dict[str, float]:
    """Return what is saved in tonnes.

    Parameters
    ----------
    factors : SupplyFactors
        Emissions of a kilowatt-hour.
    vessel_kwh, grid_kwh : float
        Energy that vessels take, and that the grid gives for it.

    Returns
    -------
    dict of str to float
        :data:`SPECIES` and ``co2e_wtw``; below zero where more is emitted.

    Examples
    --------
    The call of 600 kW over 20 h with one hour of connecting, at 0.4476 kg/kWh without loss and an
    efficiency of 0.92, auxiliaries of 695.702 g of CO2:

    >>> factors = SupplyFactors({"co2": 695.702, "nox": 7.7, "pm25": 0.17, "so2": 0.42}, 0, 217,
    ...     447.6, 0)
    >>> round(saved_t(factors, 11_400, 11_400 / 0.92)["co2"], 4)
    2.3847
    """
    found = {name: factors.auxiliary_g_per_kwh[name] * vessel_kwh / _G_PER_T for name in SPECIES}
    found["co2"] -= factors.grid_co2_g_per_kwh * grid_kwh / _G_PER_T
    found["co2e_wtw"] = (
        factors.auxiliary_wtw_g_per_kwh * vessel_kwh - factors.grid_wtw_g_per_kwh * grid_kwh
    ) / _G_PER_T
    return found


def break_even_grid_kg_per_kwh(factors: SupplyFactors, efficiency_share: float) -> float:
    """Return the grid factor, at the meter of the port, at which no CO2 is saved.

    Examples
    --------
    >>> factors = SupplyFactors({"co2": 695.702}, 0, 217, 0, 0)
    >>> round(break_even_grid_kg_per_kwh(factors, 0.92), 3)
    0.64
    """
    return factors.auxiliary_g_per_kwh["co2"] * efficiency_share / 1000


def break_even_share(share: float, fixed_cny: float, fee_cny_per_kwh: float, kwh: float) -> float:
    """Return the share of vessels that connect at which the fee covers the fixed cost.

    Energy grows with the share; plant and charge on power stay what they are.

    Returns
    -------
    float
        NaN where even all vessels are not enough, or nobody connects.
    """
    income = fee_cny_per_kwh * kwh
    needed = share * fixed_cny / income if income > 0 else float("nan")
    return needed if needed <= 1 else float("nan")
