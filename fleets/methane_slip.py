"""Methane slip: what gas engines emit, and the slip at which LNG saves nothing.

Slip is the share of the fuel's mass that leaves the engine unburnt. Tank to wake, per megajoule of
fuel (FuelEU Maritime, Annex I, with the slip written out)::

    TTW(s) = ((1 - s) * (Cf_CO2 + Cf_CH4 * G_CH4 + Cf_N2O * G_N2O) + s * G_CH4) / LHV

with Cf in grams per gram of fuel burnt, G the weights of a GWP set and LHV in MJ per gram.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from fleets.factors import CarrierFactors
    from fleets.warming import GwpSet


@dataclass(frozen=True, slots=True)
class GasFuel:
    """A gas fuel, burnt without slip.

    Attributes
    ----------
    lhv_mj_per_kg : float
        Lower heating value.
    co2_g_per_g, ch4_g_per_g, n2o_g_per_g : float
        Grams emitted per gram of fuel burnt.
    """

    lhv_mj_per_kg: float
    co2_g_per_g: float
    ch4_g_per_g: float
    n2o_g_per_g: float

    def ttw_g_per_mj(self, slip_share: float) -> dict[str, float]:
        """Return tank-to-wake grams of CO2, CH4 and N2O per megajoule of fuel.

        Parameters
        ----------
        slip_share : float
            Share of the fuel's mass that leaves unburnt, 0 to 1.

        Returns
        -------
        dict of str to float
            By gas.

        Examples
        --------
        >>> lng = GasFuel(49.1, 2.75, 0.0, 0.00011)
        >>> {gas: round(g, 3) for gas, g in lng.ttw_g_per_mj(0.031).items()}
        {'co2': 54.272, 'ch4': 0.631, 'n2o': 0.002}
        """
        burnt = (1 - slip_share) / self.lhv_mj_per_kg * 1000
        slipped = slip_share / self.lhv_mj_per_kg * 1000
        return {
            "co2": burnt * self.co2_g_per_g,
            "ch4": burnt * self.ch4_g_per_g + slipped,
            "n2o": burnt * self.n2o_g_per_g,
        }

    def ttw_co2e_g_per_mj(self, slip_share: float, gwp: GwpSet) -> float:
        """Return tank-to-wake CO2e per megajoule of fuel."""
        return gwp.co2e(**self.ttw_g_per_mj(slip_share))

    def break_even_slip(
        self, gwp: GwpSet, reference_co2e_g_per_mj: float, supply_co2e_g_per_mj: float = 0.0
    ) -> float:
        """Return the slip at which the fuel emits as much as a reference.

        The formula of the module solved for the slip.

        Parameters
        ----------
        gwp : GwpSet
            Weights of the gases.
        reference_co2e_g_per_mj : float
            CO2e of the energy of the reference that does the work of one megajoule of this fuel.
            Well to wake when ``supply_co2e_g_per_mj`` is given, else tank to wake.
        supply_co2e_g_per_mj : float
            Well-to-tank CO2e of this fuel under the same GWP set.

        Returns
        -------
        float
            Share of fuel mass. Below zero the fuel emits more even without slip; above one it
            emits less at any slip.

        Examples
        --------
        Against marine gas oil (76.27 + 14.4 g), FuelEU supply of 18.5 g, AR6 over 100 years:

        >>> from fleets.warming import GwpSet
        >>> lng = GasFuel(49.1, 2.75, 0.0, 0.00011)
        >>> round(lng.break_even_slip(GwpSet("AR6-100", 29.8, 273), 90.67, 18.5), 4)
        0.0283
        """
        burnt = gwp.co2e(self.co2_g_per_g, self.ch4_g_per_g, self.n2o_g_per_g)
        room = (reference_co2e_g_per_mj - supply_co2e_g_per_mj) * self.lhv_mj_per_kg / 1000
        return (room - burnt) / (gwp.ch4 - burnt)


def with_slip(factors: CarrierFactors, fuel: GasFuel, slip_share: float) -> CarrierFactors:
    """Return the factors of a gas carrier with another methane slip.

    Parameters
    ----------
    factors : CarrierFactors
        Factors with the slip of their table.
    fuel : GasFuel
        The fuel burnt without slip.
    slip_share : float
        Share of the fuel's mass that leaves the engine unburnt.

    Returns
    -------
    CarrierFactors
        With other tank-to-wake CO2, CH4 and N2O.
    """
    return replace(factors, ttw_g_per_mj={**factors.ttw_g_per_mj, **fuel.ttw_g_per_mj(slip_share)})


def slip_share(row: Mapping[Hashable, Any]) -> float:
    """Return the methane slip of a row of ``fuel_factors`` as a share of fuel mass.

    Where the row gives none, all its methane is taken as slip.

    Examples
    --------
    >>> slip_share({"methane_slip_percent": 3.1})
    0.031
    """
    percent = float(row["methane_slip_percent"])
    if math.isnan(percent):
        return float(row["ttw_ch4_g_per_mj"]) * float(row["lhv_mj_per_kg"]) / 1000
    return percent / 100


def gas_fuel(row: Mapping[Hashable, Any]) -> GasFuel:
    """Return the fuel of a row of ``fuel_factors`` as burnt without slip.

    Parameters
    ----------
    row : mapping
        A row with heating value, gases per megajoule and ``methane_slip_percent``.

    Returns
    -------
    GasFuel
        Factors per gram burnt; the table rounds gases per megajoule to five digits.
    """
    slip = slip_share(row)
    lhv = float(row["lhv_mj_per_kg"])
    per_g = {gas: float(row[f"ttw_{gas}_g_per_mj"]) * lhv / 1000 for gas in ("co2", "ch4", "n2o")}
    return GasFuel(
        lhv,
        per_g["co2"] / (1 - slip),
        max(0.0, round((per_g["ch4"] - slip) / (1 - slip), 5)),
        per_g["n2o"] / (1 - slip),
    )
