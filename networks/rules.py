"""Consistency rules of the network: small functions, each of which names what breaks its rule.

A rule returns sentences, none when all is well. Rules do not stop a run: gathered data are kept as
they are, and what is odd about them is said.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from networks.geometry import great_circle_km
from networks.network import MODES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from networks.locks import Chamber
    from networks.network import Network

_SHORTER = 0.98


def parts_of(network: Network, mode: str) -> list[set[str]]:
    """Return the connected parts of a mode, the largest first.

    Parameters
    ----------
    network : Network
        Network of a year.
    mode : str
        A mode.

    Returns
    -------
    list of set of str
        Places of each part; places without an open link are left out.
    """
    links = network.links_of(mode)
    names = sorted({place for link in links for place in (link.from_place, link.to_place)})
    index = {name: i for i, name in enumerate(names)}
    ends = np.array([(index[link.from_place], index[link.to_place]) for link in links])
    if not len(ends):
        return []
    graph = csr_array((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(len(names),) * 2)
    count, label = connected_components(graph, directed=False)
    parts = [{names[i] for i in np.flatnonzero(label == part)} for part in range(count)]
    return sorted(parts, key=len, reverse=True)


def places_out_of_reach(network: Network) -> list[str]:
    """Name the places that do not hang together with the largest part of one of their modes."""
    found = []
    for mode in MODES:
        parts = parts_of(network, mode)
        joined = parts[0] if parts else set()
        wanted = network.places.index[network.places[mode].to_numpy(dtype=bool)]
        word = mode.replace("_", " ")
        found += [
            f"{place} is not reached by {word} in this year"
            for place in wanted
            if place not in joined
        ]
    return found


def doubled_links(network: Network) -> list[str]:
    """Name the links that join the same places by the same mode."""
    keys = {
        link.link_id: (link.mode, frozenset((link.from_place, link.to_place)))
        for link in network.links
    }
    counts = Counter(keys.values())
    return [f"{link_id} stands twice" for link_id, key in keys.items() if counts[key] > 1]


def too_short_links(network: Network) -> list[str]:
    """Name the links that are shorter than the great circle between their places."""
    at = network.places[["lon_deg", "lat_deg"]].to_dict("index")
    found = []
    for link in network.links:
        a, b = at[link.from_place], at[link.to_place]
        straight_km = great_circle_km(a["lon_deg"], a["lat_deg"], b["lon_deg"], b["lat_deg"])
        if link.length_km < _SHORTER * straight_km:
            found.append(
                f"{link.link_id} has {link.length_km:g} km, the great circle {straight_km:.1f} km"
            )
    return found


def locks_off_the_water(network: Network) -> list[str]:
    """Name the locks at which fewer than two waterway links meet."""
    meeting = Counter(
        place
        for link in network.links_of("inland_water")
        for place in (link.from_place, link.to_place)
    )
    return [
        f"lock {lock} stands at the end of a waterway"
        for lock in network.chambers
        if meeting[lock] < 2  # noqa: PLR2004 - a lock joins two reaches
    ]


def too_small_chambers(
    network: Network, largest: Mapping[float, object], fits: Callable[[Chamber, object], bool]
) -> list[str]:
    """Name the chambers that do not take the largest vessel they are said to pass.

    Parameters
    ----------
    network : Network
        Network of a year.
    largest : mapping of float to object
        A hull by rated tonnage, for the tonnages known.
    fits : callable
        Whether a chamber takes a hull.

    Returns
    -------
    list of str
        One sentence for each chamber.
    """
    found = []
    for lock, chambers in network.chambers.items():
        for chamber in chambers:
            known = [dwt_t for dwt_t in largest if dwt_t <= chamber.max_vessel_dwt]
            if known and not fits(chamber, largest[max(known)]):
                found.append(
                    f"lock {lock} line {chamber.line} is said to pass {chamber.max_vessel_dwt:g} t "
                    f"but does not take a hull of {max(known):g} t"
                )
    return found
