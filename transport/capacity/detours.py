"""A second way by rail for every chain, so that a full section sends trains round, not off rail.

The search of chains finds the shortest rail path of each pattern. Its second shortest path, where
it is not much longer, is a second route of the same chain: choice splits the chain's cargo over
its routes by their costs, congestion included, before chains are compared.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from networks.second_paths import SecondPaths

if TYPE_CHECKING:
    from collections.abc import Iterable

    from networks import Leg, Network
    from transport.services import Service


def with_detours(
    network: Network, services: Iterable[Service], max_length_ratio: float
) -> list[Service]:
    """Return services with the second rail route of each after it.

    Parameters
    ----------
    network : Network
        Network of the year.
    services : iterable of Service
        Services found on it.
    max_length_ratio : float
        Longest second path of a rail leg as a multiple of the first.

    Returns
    -------
    list of Service
        A second route has the pattern and the main mode of its service, and a number of its own.
    """
    paths = SecondPaths(network, "rail")
    known: dict[tuple[str, ...], Leg | None] = {}
    found = []
    for service in services:
        found.append(service)
        route = service.route
        for i, leg in enumerate(service.legs):
            if leg.mode != "rail":
                continue
            if leg.places not in known:
                second = paths.of(leg)
                near = second is not None and (second.length_km <= max_length_ratio * leg.length_km)
                known[leg.places] = second if near else None
            other = known[leg.places]
            if other is not None:
                legs = (*service.legs[:i], other, *service.legs[i + 1 :])
                route += 1
                found.append(replace(service, legs=legs, route=route))
    return found
