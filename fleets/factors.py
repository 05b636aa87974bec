"""Emission factors of energy carriers, and the grid factor of a year.

Stages are never mixed: tank to wheel (TTW, at the vehicle or vessel) and well to tank (WTT,
fuel supply and power plants). Tank-to-wheel CO2, CH4 and N2O stay apart until a GWP set weighs
them. The well-to-tank part of the fuels is published as CO2e only. Electricity has no TTW
emission; its WTT part is the grid factor over what the line and the catenary lose.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    import pandas as pd

SPECIES = ("co2", "ch4", "n2o", "nox", "so2", "pm25")
"""Species of the tank-to-wheel stage."""


@dataclass(frozen=True, slots=True)
class GwpSet:
    """Weights of CH4 and N2O against CO2 (IPCC), such as AR6 over 100 years."""

    name: str
    ch4: float
    n2o: float


@dataclass(frozen=True)
class CarrierFactors:
    """What one megajoule of a carrier emits.

    Attributes
    ----------
    carrier : str
        Id, such as ``inland_diesel``.
    lhv_mj_per_kg : float
        Lower heating value; NaN for electricity.
    ttw_g_per_mj : dict of str to float
        Tank-to-wheel grams by species.
    wtt_co2e_g_per_mj : float
        Well-to-tank grams of CO2e.
    """

    carrier: str
    lhv_mj_per_kg: float
    ttw_g_per_mj: dict[str, float]
    wtt_co2e_g_per_mj: float

    def ttw_co2e_g_per_mj(self, gwp: GwpSet) -> float:
        """Return tank-to-wheel CO2e under a GWP set."""
        ttw = self.ttw_g_per_mj
        return ttw["co2"] + gwp.ch4 * ttw["ch4"] + gwp.n2o * ttw["n2o"]

    def wtw_co2e_g_per_mj(self, gwp: GwpSet) -> float:
        """Return well-to-wheel CO2e: both stages added."""
        return self.ttw_co2e_g_per_mj(gwp) + self.wtt_co2e_g_per_mj


def gwp_set(gwp: pd.DataFrame, report: str = "AR6", horizon_years: int = 100) -> GwpSet:
    """Return a GWP set from the table ``gwp`` (fossil CH4).

    Parameters
    ----------
    gwp : pandas.DataFrame
        Table ``gwp``.
    report : str
        Assessment report, such as ``AR6``.
    horizon_years : int
        100 or 20.

    Returns
    -------
    GwpSet
        The weights.

    Raises
    ------
    KeyError
        If the table does not hold the set.
    """
    row = gwp[(gwp["report"] == report) & (gwp["horizon_years"] == horizon_years)]
    if len(row) != 1:
        msg = f"The table of GWP has no set {report} over {horizon_years} years."
        raise KeyError(msg)
    name = f"{report}-{horizon_years}"
    return GwpSet(name, float(row["ch4_fossil"].iloc[0]), float(row["n2o"].iloc[0]))


def grid_co2_kg_per_kwh(
    projection: pd.DataFrame, year: int, case: str = "central", region: str = "Guangxi"
) -> float:
    """Return the grid factor of a year, linear between the years of the projection.

    Parameters
    ----------
    projection : pandas.DataFrame
        Table ``grid_projection``.
    year : int
        Calendar year; outside the projection its nearest year is taken.
    case : str
        ``low``, ``central`` or ``high``.
    region : str
        Grid region.

    Returns
    -------
    float
        Direct kg CO2 per kWh generated.

    Raises
    ------
    ValueError
        If the projection has no row for region and case.
    """
    part = projection[(projection["region"] == region) & (projection["case"] == case)]
    if part.empty:
        msg = f"The grid projection has no rows for {region}, case {case}."
        raise ValueError(msg)
    part = part.sort_values("year")
    return float(
        np.interp(
            year,
            part["year"].to_numpy(dtype=float),
            part["co2_kg_per_kwh"].to_numpy(dtype=float),
        )
    )


def carrier_factors(
    carriers: pd.DataFrame,
    fuels: pd.DataFrame,
    grid_kg_per_kwh: float,
    grid_loss_share: float,
) -> dict[str, CarrierFactors]:
    """Make the factors of all carriers in a year.

    Parameters
    ----------
    carriers : pandas.DataFrame
        Table ``carriers``: which fuel row gives combustion, which gives supply, and pollutants
        in grams per kilogram of fuel.
    fuels : pandas.DataFrame
        Table ``fuel_factors``.
    grid_kg_per_kwh : float
        Grid factor of the year at generation.
    grid_loss_share : float
        Share of generation lost between plant and pantograph.

    Returns
    -------
    dict of str to CarrierFactors
        Factors by carrier id.
    """
    by_fuel = {str(row["fuel_id"]): row for row in fuels.to_dict("records")}
    made = {}
    for row in carriers.to_dict("records"):
        name = str(row["carrier"])
        if row["fuel_id"]:
            made[name] = _fuel_factors(name, row, by_fuel)
        else:
            supply = grid_kg_per_kwh / (1 - grid_loss_share) * 1000 / 3.6
            made[name] = CarrierFactors(name, float("nan"), dict.fromkeys(SPECIES, 0.0), supply)
    return made


def _fuel_factors(
    name: str, row: Mapping[Hashable, Any], by_fuel: Mapping[str, Mapping[Hashable, Any]]
) -> CarrierFactors:
    """Make the factors of one fuel from its combustion and supply rows."""
    burnt = by_fuel[row["fuel_id"]]
    lhv = float(burnt["lhv_mj_per_kg"])
    ttw = {gas: float(burnt[f"ttw_{gas}_g_per_mj"]) for gas in ("co2", "ch4", "n2o")}
    for pollutant in ("nox", "so2", "pm25"):
        ttw[pollutant] = float(row[f"{pollutant}_g_per_kg_fuel"]) / lhv
    supply = float(by_fuel[row["wtt_fuel_id"]]["wtt_co2e_g_per_mj"])
    return CarrierFactors(name, lhv, ttw, supply)
