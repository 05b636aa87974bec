"""Trains and sea ships of a year's run with the locomotives and feeders of the stock."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from transport.fleet_use.stock_changes import FeederEnergy, WiredTraction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transport.hauls.fleet import HaulFleet
    from transport.parameters import TransportParameters

FEEDER = "sea-cont-feeder"
"""Class of ship that the feeders of the stock are."""


def with_stock_changes_h(
    parameters: TransportParameters, changes: Sequence[object]
) -> TransportParameters:
    """Return parameters with the mean hours of a change of locomotive over all trains.

    Parameters
    ----------
    parameters : TransportParameters
        Hours of a train that changes.
    changes : sequence
        Changes of the year; the last of each kind holds.

    Returns
    -------
    TransportParameters
        Trains on diesel under the wire do not change.
    """
    told = [one.electric_share for one in changes if isinstance(one, WiredTraction)]
    hours = parameters.locomotive_change_h * (told[-1] if told else 1.0)
    return replace(parameters, locomotive_change_h=hours)


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
