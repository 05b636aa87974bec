"""Emission factors of energy carriers.

Stages are never mixed: tank to wheel (TTW, at the vehicle or vessel) and well to tank (WTT,
fuel supply and power plants). CO2, CH4 and N2O stay apart until a GWP set weighs them. Where the
source of a WTT value gives nothing but CO2e, that value is held as it is under every GWP set; over
20 years it is then a lower bound, because upstream methane weighs more than it was given.
Electricity has no TTW emission; its WTT part is that of :mod:`fleets.electricity`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    import pandas as pd

    from fleets.electricity import GridSupply
    from fleets.warming import GwpSet

SPECIES = ("co2", "ch4", "n2o", "nox", "so2", "pm25", "bc")
"""Species of the tank-to-wheel stage; ``bc`` is black carbon, a part of ``pm25``."""

GREENHOUSE_GASES = SPECIES[:3]
"""Species that a GWP set weighs, in both stages."""


@dataclass(frozen=True, slots=True)
class SupplyFactors:
    """What the supply of one megajoule emits, well to tank.

    Attributes
    ----------
    co2, ch4, n2o : float
        Grams of the part that is known by gas.
    held_co2e : float
        Grams of CO2e of the part that is not; it is the same under every GWP set.
    split : str
        ``published`` or ``derived`` where the gases are known, ``none`` where they are not.
    """

    co2: float = 0.0
    ch4: float = 0.0
    n2o: float = 0.0
    held_co2e: float = 0.0
    split: str = "none"

    def co2e(self, gwp: GwpSet) -> float:
        """Return grams of CO2e under a GWP set."""
        return gwp.co2e(self.co2, self.ch4, self.n2o) + self.held_co2e


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
        Tank-to-wheel grams by species; NaN where a pollutant is not known.
    supply : SupplyFactors
        Well-to-tank grams.
    """

    carrier: str
    lhv_mj_per_kg: float
    ttw_g_per_mj: dict[str, float]
    supply: SupplyFactors

    def ttw_co2e_g_per_mj(self, gwp: GwpSet) -> float:
        """Return tank-to-wheel CO2e under a GWP set."""
        return gwp.co2e(*(self.ttw_g_per_mj[gas] for gas in GREENHOUSE_GASES))

    def wtt_co2e_g_per_mj(self, gwp: GwpSet) -> float:
        """Return well-to-tank CO2e under a GWP set."""
        return self.supply.co2e(gwp)

    def wtw_co2e_g_per_mj(self, gwp: GwpSet) -> float:
        """Return well-to-wheel CO2e: both stages added."""
        return self.ttw_co2e_g_per_mj(gwp) + self.wtt_co2e_g_per_mj(gwp)

    def is_lower_bound(self, gwp: GwpSet) -> bool:
        """Whether CO2e under a GWP set leaves out what upstream methane weighs more.

        True over horizons below 100 years unless the source itself gives the gases apart.
        """
        return gwp.is_short and self.supply.split != "published"

    @property
    def unknown_species(self) -> tuple[str, ...]:
        """Species that are emitted at the vehicle in an amount that is not known."""
        return tuple(name for name in SPECIES if math.isnan(self.ttw_g_per_mj[name]))


def carrier_factors(
    carriers: pd.DataFrame, fuels: pd.DataFrame, grid: GridSupply
) -> dict[str, CarrierFactors]:
    """Make the factors of all carriers in a year.

    Parameters
    ----------
    carriers : pandas.DataFrame
        Table ``carriers``: which fuel row gives combustion, which gives supply, pollutants
        in grams per kilogram of fuel, and where energy is counted.
    fuels : pandas.DataFrame
        Table ``fuel_factors``.
    grid : GridSupply
        Electricity of the year.

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
            made[name] = _electricity_factors(name, grid, str(row["measured_at"]))
    return made


def _electricity_factors(name: str, grid: GridSupply, measured_at: str) -> CarrierFactors:
    """Make the factors of electricity counted at a place."""
    direct = grid.direct_co2_g_per_mj(measured_at)
    supply = SupplyFactors(co2=direct, held_co2e=direct * grid.upstream_share)
    return CarrierFactors(name, math.nan, dict.fromkeys(SPECIES, 0.0), supply)


def _fuel_factors(
    name: str, row: Mapping[Hashable, Any], by_fuel: Mapping[str, Mapping[Hashable, Any]]
) -> CarrierFactors:
    """Make the factors of one fuel from its combustion and supply rows."""
    burnt = by_fuel[row["fuel_id"]]
    lhv = float(burnt["lhv_mj_per_kg"])
    ttw = {gas: float(burnt[f"ttw_{gas}_g_per_mj"]) for gas in GREENHOUSE_GASES}
    for pollutant in ("nox", "so2", "pm25"):
        ttw[pollutant] = _number(row[f"{pollutant}_g_per_kg_fuel"]) / lhv
    ttw["bc"] = ttw["pm25"] * _number(row["bc_of_pm25_share"])
    return CarrierFactors(name, lhv, ttw, supply_factors(by_fuel[row["wtt_fuel_id"]]))


def supply_factors(row: Mapping[Hashable, Any]) -> SupplyFactors:
    """Make the well-to-tank factors of a row of ``fuel_factors``.

    Parameters
    ----------
    row : mapping
        The row; where ``wtt_split`` is ``published`` or ``derived`` its gases are used, else its
        CO2e.

    Returns
    -------
    SupplyFactors
        The factors.

    Examples
    --------
    >>> supply_factors({"wtt_co2e_g_per_mj": 14.4, "wtt_split": "none"}).held_co2e
    14.4
    """
    split = str(row["wtt_split"])
    if split in ("published", "derived"):
        co2, ch4, n2o = (float(row[f"wtt_{gas}_g_per_mj"]) for gas in GREENHOUSE_GASES)
        return SupplyFactors(co2, ch4, n2o, split=split)
    return SupplyFactors(held_co2e=float(row["wtt_co2e_g_per_mj"]))


def _number(value: object) -> float:
    """Return a number of a table, NaN where the cell is empty."""
    return math.nan if value is None or value == "" else float(str(value))
