"""Energy taken and what it emits, by fuel and species: the coin of vessels, trains and trucks."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from fleets.factors import CarrierFactors
    from fleets.warming import GwpSet

    Floats = NDArray[np.float64]

SUPPLY_PARTS: Final = ("co2", "ch4", "n2o", "held_co2e")
"""Parts of a supply factor: gases, and CO2e that is not known by gas."""


@dataclass(frozen=True, slots=True)
class EnergyUse:
    """What an hour, or a kilometre, takes and emits; arrays over legs.

    Attributes
    ----------
    energy_mj : dict of str to array
        Energy by fuel id.
    fuel_kg : dict of str to array
        Mass by fuel id; electricity has none.
    ttw_g : dict of str to array
        Grams by species, tank to wake.
    supply_g : dict of str to array
        Grams of the supply: ``co2``, ``ch4`` and ``n2o`` as far as they are known, and
        ``held_co2e``, the CO2e of what is not known by gas.
    """

    energy_mj: dict[str, Floats]
    fuel_kg: dict[str, Floats]
    ttw_g: dict[str, Floats]
    supply_g: dict[str, Floats]

    def plus(self, other: EnergyUse) -> EnergyUse:
        """Return both uses added."""
        return EnergyUse(
            _added(self.energy_mj, other.energy_mj),
            _added(self.fuel_kg, other.fuel_kg),
            _added(self.ttw_g, other.ttw_g),
            _added(self.supply_g, other.supply_g),
        )

    def times(self, share: Floats | float) -> EnergyUse:
        """Return this use times a number or an array."""
        return EnergyUse(
            {name: value * share for name, value in self.energy_mj.items()},
            {name: value * share for name, value in self.fuel_kg.items()},
            {name: value * share for name, value in self.ttw_g.items()},
            {name: value * share for name, value in self.supply_g.items()},
        )

    @property
    def total_mj(self) -> Floats:
        """All energy."""
        return np.asarray(sum(self.energy_mj.values(), start=np.zeros(())))

    @property
    def electric(self) -> bool:
        """Whether some of the energy is electricity, which has no mass."""
        return any(name not in self.fuel_kg for name in self.energy_mj)

    @property
    def electricity_mj(self) -> Floats:
        """Electricity, all energy without mass."""
        parts = (one for name, one in self.energy_mj.items() if name not in self.fuel_kg)
        return np.asarray(sum(parts, start=np.zeros(())))

    def ttw_co2e_g(self, gwp: GwpSet) -> Floats:
        """Return tank-to-wake CO2e under a GWP set."""
        ttw = self.ttw_g
        return ttw["co2"] + gwp.ch4 * ttw["ch4"] + gwp.n2o * ttw["n2o"]

    def wtt_co2e_g(self, gwp: GwpSet) -> Floats:
        """Return well-to-tank CO2e under a GWP set."""
        known = self.supply_g
        return known["co2"] + gwp.ch4 * known["ch4"] + gwp.n2o * known["n2o"] + known["held_co2e"]


def _added(one: Mapping[str, Floats], other: Mapping[str, Floats]) -> dict[str, Floats]:
    zero = np.zeros(())
    return {name: one.get(name, zero) + other.get(name, zero) for name in {**one, **other}}


def carrier_use(factors: CarrierFactors, energy_mj: Floats | float) -> EnergyUse:
    """Return what an amount of one carrier emits.

    Parameters
    ----------
    factors : CarrierFactors
        The carrier.
    energy_mj : float or array
        Energy by lower heating value, or electricity.

    Returns
    -------
    EnergyUse
        In the unit of the energy: for an hour, a kilometre, ...
    """
    energy = np.asarray(energy_mj, dtype=float)
    mass = {}
    if not math.isnan(factors.lhv_mj_per_kg):
        mass = {factors.carrier: energy / factors.lhv_mj_per_kg}
    return EnergyUse(
        {factors.carrier: energy},
        mass,
        {species: energy * grams for species, grams in factors.ttw_g_per_mj.items()},
        {part: energy * getattr(factors.supply, part) for part in SUPPLY_PARTS},
    )
