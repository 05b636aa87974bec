"""Electricity: what a kilowatt-hour emits before it is used, by year and case.

The factors of the ministry count the direct CO2 of power plants over the power generated. From the
power plant to the place where a vehicle's energy is counted, power is lost in lines, in the
charger and in the battery. What the fuel of the plants and their building emit comes on top, as a
share of the direct CO2, and only as CO2e. An average factor says what is attributed to a user; a
marginal one, the factor of fossil power, what an added kilowatt-hour would cause if no new clean
power were built for it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

GRID_REGION = "Guangxi"
"""Grid that supplies the corridor."""

_LOSSES_UP_TO = {
    "socket": ("line_loss_share",),
    "pantograph": ("line_loss_share",),
    "battery": ("line_loss_share", "charger_loss_share", "battery_loss_share"),
}


@dataclass(frozen=True)
class GridParameters:
    """Losses of electricity, and its emissions before the power plant.

    Attributes
    ----------
    grid_loss_share : float
        Share of generation lost up to the pantograph or socket.
    grid_upstream_share : float
        Emissions before the power plant as a share of its direct CO2.
    charger_loss_share, battery_loss_share : float
        Shares of energy lost in a charger and in a battery.
    """

    grid_loss_share: float
    grid_upstream_share: float
    charger_loss_share: float
    battery_loss_share: float


@dataclass(frozen=True)
class GridSupply:
    """The electricity of a year.

    Attributes
    ----------
    direct_co2_kg_per_kwh : float
        Direct CO2 of a kilowatt-hour generated.
    upstream_share : float
        Emissions before the power plant as a share of it, CO2e.
    line_loss_share, charger_loss_share, battery_loss_share : float
        Shares lost on the way.
    """

    direct_co2_kg_per_kwh: float
    upstream_share: float = 0.0
    line_loss_share: float = 0.0
    charger_loss_share: float = 0.0
    battery_loss_share: float = 0.0

    def kept_share(self, measured_at: str) -> float:
        """Return the share of generation that arrives where energy is counted.

        Parameters
        ----------
        measured_at : str
            ``socket``, ``pantograph`` or ``battery``.

        Returns
        -------
        float
            Above 0, at most 1.

        Examples
        --------
        >>> GridSupply(0.5, 0, 0.05, 0.08, 0.04).kept_share("battery")
        0.83904
        """
        kept = 1.0
        for name in _LOSSES_UP_TO[measured_at]:
            kept *= 1 - float(getattr(self, name))
        return kept

    def direct_co2_g_per_mj(self, measured_at: str) -> float:
        """Return the direct CO2 of a megajoule counted at a place."""
        return self.direct_co2_kg_per_kwh / self.kept_share(measured_at) * 1000 / 3.6

    def with_factor(self, direct_co2_kg_per_kwh: float, upstream_share: float) -> GridSupply:
        """Return the same grid with another factor and upstream share."""
        return replace(
            self,
            direct_co2_kg_per_kwh=direct_co2_kg_per_kwh,
            upstream_share=upstream_share,
        )


def grid_supply(direct_co2_kg_per_kwh: float, parameters: GridParameters) -> GridSupply:
    """Make the electricity of a year from its direct factor and the parameters."""
    return GridSupply(
        direct_co2_kg_per_kwh,
        parameters.grid_upstream_share,
        parameters.grid_loss_share,
        parameters.charger_loss_share,
        parameters.battery_loss_share,
    )


def grid_co2_kg_per_kwh(
    projection: pd.DataFrame, year: int, case: str = "central", region: str = GRID_REGION
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
    return _projected(projection, "co2_kg_per_kwh", year, case, region)


def marginal_co2_kg_per_kwh(
    projection: pd.DataFrame, year: int, case: str = "central", region: str = GRID_REGION
) -> float:
    """Return the factor of fossil power in a year: what an added kilowatt-hour may cause.

    Parameters, result and errors are those of :func:`grid_co2_kg_per_kwh`.
    """
    return _projected(projection, "fossil_co2_kg_per_kwh", year, case, region)


def _projected(projection: pd.DataFrame, column: str, year: int, case: str, region: str) -> float:
    """Return a column of the projection in a year."""
    part = projection[(projection["region"] == region) & (projection["case"] == case)]
    if part.empty:
        msg = f"The grid projection has no rows for {region}, case {case}."
        raise ValueError(msg)
    part = part.sort_values("year")
    years, values = part["year"].to_numpy(dtype=float), part[column].to_numpy(dtype=float)
    return float(np.interp(year, years, values))


@dataclass(frozen=True)
class PowerStack:
    """The power supply of a region in a year, as assumed for the projection.

    Attributes
    ----------
    demand_twh : float
        Electricity use.
    wind_gw, wind_full_load_h, solar_gw, solar_full_load_h : float
        Capacities and hours.
    hydro_twh, nuclear_twh, biomass_twh, import_twh : float
        Other clean power; net clean import from other provinces.
    """

    demand_twh: float
    wind_gw: float
    wind_full_load_h: float
    solar_gw: float
    solar_full_load_h: float
    hydro_twh: float
    nuclear_twh: float
    biomass_twh: float
    import_twh: float

    @property
    def wind_and_solar_gw(self) -> float:
        """Capacity of wind and solar power together."""
        return self.wind_gw + self.solar_gw

    @property
    def clean_twh(self) -> float:
        """Power that is not fossil."""
        new = self.wind_gw * self.wind_full_load_h + self.solar_gw * self.solar_full_load_h
        other = self.hydro_twh + self.nuclear_twh + self.biomass_twh + self.import_twh
        return new / 1000 + other

    @property
    def fossil_share(self) -> float:
        """Fossil share of electricity."""
        return 1 - self.clean_twh / self.demand_twh

    def electricity_share_needed(self, non_fossil_share: float) -> float:
        """Return how much of all energy must be electricity for a non-fossil share to be met.

        Chinese energy statistics count a clean kilowatt-hour at the coal that would have made it,
        so that the non-fossil share of all energy is the clean share of electricity times the
        share of electricity in all energy.

        Parameters
        ----------
        non_fossil_share : float
            Share of all energy use, such as 0.35.

        Returns
        -------
        float
            Share of all energy use, if no other non-fossil energy is used; above 1 the target
            cannot be met.
        """
        return non_fossil_share / (1 - self.fossil_share)
