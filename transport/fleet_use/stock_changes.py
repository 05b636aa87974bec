"""Changes that the stock of fleets makes to a run, beside the shares of powertrains."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from transport.fleet_use.cohort_draws import CohortShares

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class CarrierExhaust:
    """Engines that burn a carrier emit other amounts of NOx and fine particles.

    Attributes
    ----------
    carrier : str
        The carrier.
    nox_g_per_kg, pm25_g_per_kg : float
        Grams for a kilogram of it; black carbon keeps its share of the particles.
    """

    carrier: str
    nox_g_per_kg: float
    pm25_g_per_kg: float


@dataclass(frozen=True, slots=True)
class WiredTraction:
    """A part of the trains under wires is electric; the rest runs on diesel.

    Attributes
    ----------
    electric_share : float
        0 to 1.
    """

    electric_share: float


@dataclass(frozen=True, slots=True)
class FeederEnergy:
    """Container ships of the coast take other energy than fuel oil.

    Attributes
    ----------
    parts : tuple of (str, float)
        Carriers, with the energy that each takes over that of a ship on fuel oil.
    """

    parts: tuple[tuple[str, float], ...]


@dataclass(frozen=True, eq=False)
class FleetCohorts:
    """A fleet of the year has these years of building and powertrains.

    Attributes
    ----------
    fleet : str
        Fleet; of inland vessels the class.
    mode : str
        Mode that it carries cargo on.
    shares : CohortShares
        Share of each cohort in its work.
    work : float
        Its work in the year.
    mj_per_work : mapping of str to array
        Energy of a unit of work by carrier, by powertrain.
    g_per_kg : mapping of str to array
        ``nox`` and ``pm25`` of a kilogram of oil, by year of building.
    """

    fleet: str
    mode: str
    shares: CohortShares
    work: float
    mj_per_work: Mapping[str, Floats]
    g_per_kg: Mapping[str, Floats]

    def burnt_mj(self, carrier: str) -> Floats:
        """Return what each cohort takes of a carrier in the year, vintages x powertrains."""
        per_work = self.mj_per_work.get(carrier)
        shares = self.shares.shares
        return 0.0 * shares if per_work is None else self.work * shares * per_work
