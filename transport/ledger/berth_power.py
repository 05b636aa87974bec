"""Inland vessels of the ledger at berth: diesel that shore power replaces.

Only what connects beyond today's share is moved; today's is too little to be seen. The hours in
which a vessel connects and disconnects stay with its engines.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from transport.inland.water_routes import InlandFleet, WaterRoute

CARRIER = "inland_shore_power"
"""Electricity of vessels at berth, counted at the meter of the port."""

DIESEL = "inland_diesel"
"""What the auxiliaries of vessels burn at berth."""

_DIESEL_MJ = f"mj_{DIESEL}"
_MJ_PER_KWH = 3.6


@dataclass(frozen=True)
class BerthPower:
    """Shore power for the inland vessels of the ledger.

    Attributes
    ----------
    more_share : mapping of str to float
        Share of calls that connect beyond today's, by place.
    lost_h : float
        Hours of a call without shore power.
    diesel_mj_per_kwh : float
        Diesel that the auxiliaries burn for a kilowatt-hour.
    efficiency_share : float
        Energy of the vessel over energy from the grid.
    """

    more_share: Mapping[str, float] = field(default_factory=dict)
    lost_h: float = 0.0
    diesel_mj_per_kwh: float = 1.0
    efficiency_share: float = 1.0

    @property
    def used(self) -> bool:
        """Whether any place has more than today's."""
        return any(share > 0 for share in self.more_share.values())


def with_berth_power(
    by_place: pd.DataFrame, routes: Mapping[str, WaterRoute], fleet: InlandFleet, power: BerthPower
) -> pd.DataFrame:
    """Return the energy of inland vessels with a part of that at berths from the shore.

    Parameters
    ----------
    by_place : pandas.DataFrame
        As :func:`transport.ledger.energy.inland_energy` gives it.
    routes : mapping of str to WaterRoute
        Routes by name.
    fleet : InlandFleet
        Vessels and their hours at berth.
    power : BerthPower
        What connects.

    Returns
    -------
    pandas.DataFrame
        The table with a column ``mj_`` and :data:`CARRIER`, in which the diesel moved is replaced
        by the electricity for it.
    """
    berths = (by_place["state"] == "berth").to_numpy()
    stay_h = np.array(
        [
            _stay_h(routes[str(name)], fleet) if at else 1.0
            for name, at in zip(by_place["route"], berths, strict=True)
        ]
    )
    share = by_place["place"].map(lambda name: power.more_share.get(str(name), 0.0)).to_numpy()
    kept = np.maximum(1 - power.lost_h / np.maximum(stay_h, power.lost_h or 1.0), 0.0)
    diesel = by_place[_DIESEL_MJ].to_numpy(dtype=float)
    moved = np.where(berths, diesel * share.astype(float) * kept, 0.0)
    grid = moved / power.diesel_mj_per_kwh * _MJ_PER_KWH / power.efficiency_share
    energy = by_place["energy_mj"].to_numpy(dtype=float) - moved + grid
    return by_place.assign(
        **{_DIESEL_MJ: diesel - moved, f"mj_{CARRIER}": grid, "energy_mj": energy}
    )


def _stay_h(route: WaterRoute, fleet: InlandFleet) -> float:
    """Return the mean hours at berth of the vessels of a route."""
    return sum(share * fleet.classes[name].berth_h for name, share in route.class_share.items())
