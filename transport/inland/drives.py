"""Drives: the powertrains that the vessels of a class have, and which voyages each can make.

The first drive of a class takes every voyage that no other one makes. A battery is full at both
ends of a voyage and at the stations between them; a voyage can be made if what each stretch takes
fits into the usable capacity, in the direction that takes more. Its mass is taken off the cargo,
because the draught is that of the fairway. Waiting on the way takes little and is left out here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fleets import battery_voyage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fleets import Battery, VesselEnergy
    from networks import Leg

_MJ_PER_KWH = 3.6


@dataclass(frozen=True, slots=True)
class VesselBattery:
    """The battery of a drive.

    Attributes
    ----------
    pack : Battery
        Capacity and mass.
    stations : frozenset of str
        Places on the river where it is charged or swapped, beside both ends of a voyage.
    stop_h : float
        Hours of a stop at a station.
    """

    pack: Battery
    stations: frozenset[str]
    stop_h: float


@dataclass(frozen=True)
class Drive:
    """A powertrain of a vessel class.

    Attributes
    ----------
    powertrain : str
        Id.
    energy : VesselEnergy
        What its hours take.
    share : float
        Laden voyages of the class that it is meant for, 0 to 1, where it can make them.
    standing_cny_per_h : float
        Capital and upkeep of an hour beyond those of the class.
    battery : VesselBattery or None
        Its battery.
    fee_factor : float
        Lock fees over those of the class.
    """

    powertrain: str
    energy: VesselEnergy
    share: float = 1.0
    standing_cny_per_h: float = 0.0
    battery: VesselBattery | None = None
    fee_factor: float = 1.0

    def stops(self, leg: Leg) -> int:
        """Return the stops at stations inside a leg."""
        if self.battery is None:
            return 0
        return sum(place in self.battery.stations for place in leg.places[1:-1])

    def makes(self, leg: Leg, mj: np.ndarray) -> bool:
        """Tell whether a laden vessel can make a voyage.

        Parameters
        ----------
        leg : Leg
            The way.
        mj : numpy.ndarray
            Energy of the laden vessel on each link.

        Returns
        -------
        bool
            True without a battery.
        """
        if self.battery is None:
            return True
        charged = [place in self.battery.stations for place in leg.places[1:]]
        return battery_voyage(self.battery.pack, mj / _MJ_PER_KWH, np.array(charged)).feasible


def drive_shares(
    drives: Sequence[Drive], leg: Leg, laden_mj: Mapping[str, np.ndarray]
) -> list[float]:
    """Return the share of each drive in the laden voyages of a class on a leg.

    Parameters
    ----------
    drives : sequence of Drive
        Drives of the class; the first takes what is left.
    leg : Leg
        The way.
    laden_mj : mapping of str to numpy.ndarray
        Energy of the laden vessel on each link in the direction that takes more, by powertrain.

    Returns
    -------
    list of float
        In the order of the drives; they sum to one.
    """
    others = [
        drive.share if drive.makes(leg, laden_mj[drive.powertrain]) else 0.0 for drive in drives[1:]
    ]
    return [1.0 - sum(others), *others]
