"""Handling at hubs: where a chain is loaded, discharged or changes mode, and what that takes.

A hub lies where two modes meet, and at the ends of a chain that are not by road. A tonne passes a
port once for each vessel it comes from or goes to, as the throughput of ports counts it: the
handling of the land side is part of that. Where no vessel meets the hub it is a rail terminal.
Loading overseas lies beyond the account and is no hub of it. Where a leg is cut, no hub arises.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from networks import Leg
    from transport.services import Service

HUB_MODE = "hub"
"""Mode of the ledger under which handling stands."""
HUB_CARRIERS = ("hub_diesel", "hub_electricity")
"""Carriers of handling."""
_WATER = frozenset({"inland_water", "sea"})


class Hub(NamedTuple):
    """A place of loading, discharge or change in a chain.

    Attributes
    ----------
    before_leg : int
        Position of the leg that follows; the number of legs at the end.
    place : str
        Where it lies.
    modes : tuple of str
        Modes that meet there, road apart, sorted.
    """

    before_leg: int
    place: str
    modes: tuple[str, ...]


def hubs_of(legs: Sequence[Leg]) -> Iterator[Hub]:
    """Yield the hubs of a chain in order.

    Parameters
    ----------
    legs : sequence of Leg
        Legs in travel order, at least one.

    Yields
    ------
    Hub
        None where a leg by road begins or ends the chain, where a leg from overseas begins, or
        where a leg is cut.
    """
    for i in range(len(legs) + 1):
        met = legs[max(i - 1, 0) : i + 1]
        inside = 0 < i < len(legs)
        if inside and met[0].mode == met[1].mode:
            continue
        modes = tuple(sorted({leg.mode for leg in met} - {"road"}))
        from_overseas = i < len(legs) and legs[i].ocean_km > 0
        if modes and not from_overseas:
            yield Hub(i, legs[i].places[0] if i < len(legs) else legs[-1].places[-1], modes)


@dataclass(frozen=True)
class HubEnergy:
    """What handling takes.

    Attributes
    ----------
    mj_per_t : mapping
        Megajoules of each carrier of :data:`HUB_CARRIERS` for a tonne, by mode of the terminal
        and kind of cargo.
    cargo_kinds : mapping of str to str
        Kind of cargo of each commodity group.
    """

    mj_per_t: Mapping[tuple[str, str], Mapping[str, float]] = field(default_factory=dict)
    cargo_kinds: Mapping[str, str] = field(default_factory=dict)

    def handled_mj_per_t(self, hub: Hub, cargo_kind: str) -> np.ndarray:
        """Return what a tonne takes at a hub.

        Parameters
        ----------
        hub : Hub
            A hub.
        cargo_kind : str
            ``bulk`` or ``container``.

        Returns
        -------
        numpy.ndarray
            MJ by carrier, shape (carriers,).
        """
        total = np.zeros(len(HUB_CARRIERS))
        if self.mj_per_t:
            for mode in [mode for mode in hub.modes if mode in _WATER] or ["rail"]:
                rates = self.mj_per_t[mode, cargo_kind]
                total += [rates[carrier] for carrier in HUB_CARRIERS]
        return total

    def service_mj_per_t(self, services: Sequence[Service]) -> dict[tuple[str, str], np.ndarray]:
        """Return the energy of handling for each service.

        Parameters
        ----------
        services : sequence of Service
            Services.

        Returns
        -------
        dict
            MJ per tonne by mode and carrier, one number for each service; nothing without rates.
        """
        if not self.mj_per_t:
            return {}
        known: dict[tuple[str, tuple[str, ...]], np.ndarray] = {}
        table = np.zeros((len(services), len(HUB_CARRIERS)))
        for row, service in enumerate(services):
            kind = self.cargo_kinds[service.group]
            for hub in hubs_of(service.legs):
                if (kind, hub.modes) not in known:
                    known[kind, hub.modes] = self.handled_mj_per_t(hub, kind)
                table[row] += known[kind, hub.modes]
        return {(HUB_MODE, name): table[:, i].copy() for i, name in enumerate(HUB_CARRIERS)}

    def hub_weights(self, service: Service, keys: Sequence[tuple[str, str]]) -> np.ndarray:
        """Return what each hub of a service takes of each mode and carrier, to share its energy by.

        Parameters
        ----------
        service : Service
            A service.
        keys : sequence
            Modes and carriers.

        Returns
        -------
        numpy.ndarray
            MJ per tonne, shape (hubs, keys); zero for carriers of vehicles.
        """
        hubs = list(hubs_of(service.legs))
        weights = np.zeros((len(hubs), len(keys)))
        column = {(HUB_MODE, name): i for i, name in enumerate(HUB_CARRIERS)}
        for row, hub in enumerate(hubs):
            taken = self.handled_mj_per_t(hub, self.cargo_kinds.get(service.group, ""))
            for i, key in enumerate(keys):
                if key in column:
                    weights[row, i] = taken[column[key]]
        return weights


NO_HANDLING = HubEnergy()
"""Where handling is not asked for."""
