"""Energy of a tonne on board of a sea-going ship: under way, in ballast and in port.

Under way main engine, auxiliaries and boilers run as :mod:`fleets.sea_ships` says. A ship without
cargo sails in ballast, at the draught that MARPOL Annex I, regulation 18, asks of tankers (2.0 m +
0.02 of the length), which stands here for all types; a ship partly laden lies no less deep. Every
voyage, laden or in ballast, ends with one call: hours of manoeuvring, at anchor and at berth.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from fleets.hydrodynamics.draught import draught_at_load_m
from fleets.vessel_energy import Legs, sea_energy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fleets.marine_engines import MarineEngine
    from fleets.sea_ships import SeaShip

MANOEUVRING_KMH: Final = 9.3
"""Speed in port waters, about five knots."""


@dataclass(frozen=True, slots=True)
class PortHours:
    """Hours of a call beside those at berth."""

    manoeuvring_h: float
    anchorage_h: float


@dataclass(frozen=True, slots=True)
class ShipUse:
    """How ships of a class sail with one kind of cargo.

    Attributes
    ----------
    ship : SeaShip
        The class.
    load_share : float
        Cargo of a laden ship over its rated tonnage, above 0.
    empty_share : float
        Share of voyages in ballast, below 1.
    speed_kmh : float
        Speed, laden and in ballast.
    port : PortHours
        Hours of a call.
    """

    ship: SeaShip
    load_share: float
    empty_share: float
    speed_kmh: float
    port: PortHours

    @property
    def cargo_t(self) -> float:
        """Cargo of a laden ship."""
        return self.ship.dwt_t * self.load_share

    @property
    def voyages_per_laden(self) -> float:
        """Voyages, laden and in ballast, for each laden one."""
        return 1 / (1 - self.empty_share)

    def mj_per_tkm(self, engines: Mapping[str, MarineEngine]) -> dict[str, float]:
        """Return energy of a tonne-km under way, ballast included.

        Parameters
        ----------
        engines : mapping of str to MarineEngine
            Engines by id.

        Returns
        -------
        dict of str to float
            MJ by fuel.
        """
        ship = self.ship
        floating_m = draught_at_load_m(
            self.cargo_t, ship.draught_empty_m, ship.draught_loaded_m, ship.dwt_t
        )
        laden_m = max(float(floating_m), ship.ballast_draught_m)
        laden = self._mj_per_h(engines, "sea", self.speed_kmh, laden_m)
        ballast = self._mj_per_h(engines, "sea", self.speed_kmh, ship.ballast_draught_m)
        back = self.voyages_per_laden - 1
        work = self.cargo_t * self.speed_kmh
        return {name: (mj + back * ballast[name]) / work for name, mj in laden.items()}

    def mj_per_call_t(self, engines: Mapping[str, MarineEngine]) -> dict[str, float]:
        """Return energy in port of a tonne carried once, by fuel."""
        draught = self.ship.draught_loaded_m
        total: dict[str, float] = {}
        for mode, hours in (
            ("manoeuvring", self.port.manoeuvring_h),
            ("anchorage", self.port.anchorage_h),
            ("berth", self.ship.berth_h),
        ):
            for name, mj in self._mj_per_h(engines, mode, MANOEUVRING_KMH, draught).items():
                total[name] = total.get(name, 0.0) + mj * hours
        return {name: mj * self.voyages_per_laden / self.cargo_t for name, mj in total.items()}

    def _mj_per_h(
        self, engines: Mapping[str, MarineEngine], mode: str, speed_kmh: float, draught_m: float
    ) -> dict[str, float]:
        """Return energy of an hour by fuel."""
        one = np.ones(1)
        legs = Legs(speed_kmh * one, np.inf * one, draught_m * one, self.cargo_t * one, 0 * one)
        use = sea_energy(self.ship, engines, legs, 0.0, mode)
        return {name: float(mj[0]) for name, mj in use.use.energy_mj.items()}
