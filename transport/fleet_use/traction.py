"""Trains and sea ships of a year's run with the locomotives and feeders of the stock."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from transport.changes import FeederEnergy, WiredTraction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transport.hauls.fleet import HaulFleet

FEEDER = "sea-cont-feeder"
"""Class of ship that the feeders of the stock are."""


def with_stock_traction(fleet: HaulFleet, changes: Sequence[object]) -> HaulFleet:
    """Return what carries cargo with the traction and the energy of feeders that changes give.

    Parameters
    ----------
    fleet : HaulFleet
        Trucks, trains and ships of the year.
    changes : sequence
        Changes of the year; the last of each kind holds.

    Returns
    -------
    HaulFleet
        Groups whose ships are no feeders keep their fuel.
    """
    feeders = [name for name, use in fleet.ships.items() if use.ship.class_id == FEEDER]
    for change in changes:
        if isinstance(change, WiredTraction):
            fleet = replace(fleet, wired_electric_share=change.electric_share)
        elif isinstance(change, FeederEnergy):
            fleet = replace(fleet, ship_energy={one: dict(change.parts) for one in feeders})
    return fleet
