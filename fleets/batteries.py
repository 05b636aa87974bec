"""Battery vehicles: how far they go, what charging takes, and what the battery costs in payload.

A vehicle may use a share of its capacity. Energy between two places where it can charge or swap
must fit into that share; a voyage can be made if this holds for each stretch between them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Battery:
    """A battery on board.

    Attributes
    ----------
    capacity_kwh : float
        Rated capacity.
    usable_share : float
        Share that may be used between two charges.
    pack_wh_per_kg : float
        Energy over mass of the pack with its container and cooling.
    """

    capacity_kwh: float
    usable_share: float
    pack_wh_per_kg: float

    @property
    def usable_kwh(self) -> float:
        """Energy between two charges."""
        return self.capacity_kwh * self.usable_share

    @property
    def mass_t(self) -> float:
        """Mass of the pack, which a hull of the same displacement loses in payload."""
        return self.capacity_kwh / self.pack_wh_per_kg

    def range_km(self, kwh_per_km: Floats | float) -> Floats:
        """Return the distance between two charges.

        Examples
        --------
        >>> float(Battery(2000.0, 0.8, 100.0).range_km(20.0))
        80.0
        """
        return np.asarray(self.usable_kwh / np.asarray(kwh_per_km, dtype=float))

    def charge_h(self, kwh: float, charger_kw: float, efficiency: float) -> float:
        """Return hours at a charger whose power is taken from the grid.

        Examples
        --------
        >>> Battery(2000.0, 0.8, 100.0).charge_h(940.0, 500.0, 0.94)
        2.0
        """
        return kwh / efficiency / charger_kw


@dataclass(frozen=True, slots=True)
class BatteryVoyage:
    """Whether a voyage can be made, leg by leg.

    Attributes
    ----------
    made : array of bool
        Whether each leg can be sailed to its end.
    left_kwh : array
        Usable energy left at the end of each leg, below 0 where it does not suffice.
    stretch_kwh : array
        Energy of each stretch between places to charge.
    """

    made: NDArray[np.bool_]
    left_kwh: Floats
    stretch_kwh: Floats

    @property
    def feasible(self) -> bool:
        """Whether every leg can be made."""
        return bool(self.made.all())


def battery_voyage(
    battery: Battery, leg_kwh: Floats, station_after: NDArray[np.bool_]
) -> BatteryVoyage:
    """Tell which legs of a voyage a battery vessel can make, starting full.

    Parameters
    ----------
    battery : Battery
        Its battery.
    leg_kwh : array
        Energy from the battery for each leg, in the order of sailing.
    station_after : array of bool
        Whether the battery is charged or swapped at the end of the leg.

    Returns
    -------
    BatteryVoyage
        Leg by leg; after a leg that cannot be made the next stretch counts again from full.

    Examples
    --------
    >>> voyage = battery_voyage(
    ...     Battery(1000.0, 0.8, 100.0),
    ...     np.array([300.0, 400.0, 500.0, 400.0]),
    ...     np.array([False, True, False, False]),
    ... )
    >>> voyage.made.tolist(), voyage.left_kwh.tolist(), voyage.feasible
    ([True, True, True, False], [500.0, 100.0, 300.0, -100.0], False)
    """
    legs = np.asarray(leg_kwh, dtype=float)
    stretch = np.concatenate(([0], np.cumsum(station_after)[:-1])).astype(np.int64)
    total = np.bincount(stretch, weights=legs).astype(np.float64)
    before = np.concatenate(([0.0], np.cumsum(total)[:-1]))
    left = battery.usable_kwh - (np.cumsum(legs) - before[stretch])
    return BatteryVoyage(left >= 0, left, total)
