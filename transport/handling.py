"""Factors on handling at the ends of legs, as the changes of a plan set them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transport.changes import ThroughTransport

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transport.changes import HandlingChange
    from transport.services import Service


class Handling:
    """Factors on money and hours of handling; all are one without changes.

    Parameters
    ----------
    changes : sequence of ScaleHandling or ThroughTransport
        A later one replaces an earlier one at the same place and mode, or for the same two modes
        and commodity group.
    """

    def __init__(self, changes: Sequence[HandlingChange]) -> None:
        self._at: dict[tuple[str, str], tuple[float, float]] = {}
        self._through: list[ThroughTransport] = []
        for change in changes:
            if isinstance(change, ThroughTransport):
                self._through.append(change)
            else:
                factors = (change.cost_factor, change.time_factor)
                self._at |= {(place, change.mode): factors for place in change.places}

    def at(self, place: str, mode: str) -> tuple[float, float]:
        """Return the factors on money and on hours of one terminal."""
        return self._at.get((place, mode), (1.0, 1.0))

    def of_leg_end(self, service: Service, step: int, end: int) -> tuple[float, float]:
        """Return the factors on money and hours where a leg begins (0) or ends (-1).

        Where the leg meets another of the two modes of a through transport, the shares of the
        last one that holds for the service's group fall away.
        """
        leg = service.legs[step]
        cost, time = self.at(leg.places[end], leg.mode)
        beside = step - 1 if end == 0 else step + 1
        if not 0 <= beside < len(service.legs):
            return cost, time
        met = {leg.mode, service.legs[beside].mode}
        for change in reversed(self._through):
            if met == set(change.modes) and (not change.groups or service.group in change.groups):
                return cost * (1 - change.cost_cut_share), time * (1 - change.time_cut_share)
        return cost, time
