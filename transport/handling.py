"""Factors on handling at the ends of legs, as the changes of a plan set them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transport.changes import OnDockRail, ScaleHandling, SetHandling, ThroughTransport
from transport.services import terminal_h

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from transport.changes import HandlingChange
    from transport.commodity_groups import CommodityGroup
    from transport.parameters import TransportParameters
    from transport.services import Service

_WATER = frozenset({"inland_water", "sea"})
_ALL = ""


def relative_handling(
    changes: Iterable[object],
    groups: Mapping[str, CommodityGroup],
    parameters: TransportParameters,
) -> list[HandlingChange]:
    """Return the changes of a plan to handling, stated money and hours as factors of today's.

    Parameters
    ----------
    changes : iterable
        Changes of the plan; those that leave handling alone are left out.
    groups : mapping of str to CommodityGroup
        Commodity groups, for what handling costs them today.
    parameters : TransportParameters
        Hours at terminals, and money of road handling.

    Returns
    -------
    list of HandlingChange
        Without :class:`transport.changes.SetHandling`, in the order given.
    """
    found: list[HandlingChange] = []
    for change in changes:
        if isinstance(change, SetHandling):
            found.extend(_factors(change, groups, parameters))
        elif isinstance(change, ScaleHandling | ThroughTransport | OnDockRail):
            found.append(change)
    return found


def _factors(
    change: SetHandling, groups: Mapping[str, CommodityGroup], parameters: TransportParameters
) -> Iterator[ScaleHandling]:
    """Yield stated money and hours as factors for each commodity group."""
    hours, mode = terminal_h(change.mode, parameters), change.mode
    time = 1.0 if change.time_h is None else change.time_h / hours
    for name, group in groups.items():
        today = parameters.road_handling_cny_per_t
        today = today if mode == "road" else group.handling_cny_per_t(mode)
        cost = 1.0 if change.cost_cny_per_t is None else change.cost_cny_per_t / today
        yield ScaleHandling(change.places, mode, cost, time, (name,))


class Handling:
    """Factors on money and hours of handling; all are one without changes.

    Parameters
    ----------
    changes : sequence of ScaleHandling, ThroughTransport or OnDockRail
        A later one replaces an earlier one at the same place and mode, or for the same two modes
        and commodity group, or at the same port; the three kinds multiply.
    """

    def __init__(self, changes: Sequence[HandlingChange]) -> None:
        self._at: dict[tuple[str, str, str], tuple[float, float]] = {}
        self._through: list[ThroughTransport] = []
        self._on_dock: dict[str, OnDockRail] = {}
        for change in changes:
            if isinstance(change, ThroughTransport):
                self._through.append(change)
            elif isinstance(change, OnDockRail):
                self._on_dock[change.place] = change
            elif isinstance(change, ScaleHandling):
                self._scale(change)

    def _scale(self, change: ScaleHandling) -> None:
        """Note the factors of some terminals; one for all groups replaces those of each."""
        for place in change.places:
            if not change.groups:
                here = [key for key in self._at if key[:2] == (place, change.mode)]
                for key in here:
                    del self._at[key]
            for group in change.groups or (_ALL,):
                key = (place, change.mode, group)
                self._at[key] = (change.cost_factor, change.time_factor)

    def at(self, place: str, mode: str, group: str = _ALL) -> tuple[float, float]:
        """Return the factors on money and on hours of one terminal for a commodity group."""
        for_all = self._at.get((place, mode, _ALL), (1.0, 1.0))
        return self._at.get((place, mode, group), for_all)

    def of_leg_end(self, service: Service, step: int, end: int) -> tuple[float, float]:
        """Return the factors on money and hours where a leg begins (0) or ends (-1).

        Where the leg meets another of the two modes of a through transport, the shares of the
        last one that holds for the service's group fall away; where rail meets water in a port
        with rails on its quays, those of the port do.
        """
        leg = service.legs[step]
        cost, time = self.at(leg.places[end], leg.mode, service.group)
        beside = step - 1 if end == 0 else step + 1
        if not 0 <= beside < len(service.legs):
            return cost, time
        met = {leg.mode, service.legs[beside].mode}
        port = self._on_dock.get(leg.places[end])
        if port and "rail" in met and met & _WATER:
            cost, time = cost * (1 - port.cost_cut_share), time * (1 - port.time_cut_share)
        for change in reversed(self._through):
            if met == set(change.modes) and (not change.groups or service.group in change.groups):
                return cost * (1 - change.cost_cut_share), time * (1 - change.time_cut_share)
        return cost, time
