"""Zones overseas and the routes from them to the ports of the corridor.

They lie beyond the network: its maps, exports and summaries end at the ports. A model that asks
by which coast cargo from overseas comes in adds them to its network.

Cargo of the Pearl River Delta is known by the quay where it starts. A zone therefore stands once
for each quay: one route leads to that quay, as long as the way to the mouth of the delta, and
others to the ports of the Beibu Gulf.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from networks.links import Link, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from networks.network import Network

DELTA, GULF = "delta", "gulf"
"""Coasts by which overseas cargo comes in: Pearl River Delta and Beibu Gulf."""

_AT = "@"


def start_overseas(zone: str, quay: str) -> str:
    """Return the place id of a zone for the cargo of a quay.

    Examples
    --------
    >>> start_overseas("brazil", "GZH")
    'brazil@GZH'
    """
    return f"{zone}{_AT}{quay}"


def zone_of(place: str) -> str:
    """Return the zone of a place overseas; any other place is its own.

    Examples
    --------
    >>> zone_of("brazil@GZH"), zone_of("GZH")
    ('brazil', 'GZH')
    """
    return place.split(_AT, 1)[0]


def with_overseas(
    network: Network, places: pd.DataFrame, links: pd.DataFrame, quays: Iterable[str]
) -> Network:
    """Return the network with zones overseas and the routes from them.

    Parameters
    ----------
    network : Network
        Network of a year.
    places : pandas.DataFrame
        Table ``overseas_places``.
    links : pandas.DataFrame
        Table ``overseas_links``.
    quays : iterable of str
        Quays of the Pearl River Delta whose cargo comes from overseas.

    Returns
    -------
    Network
        With a place for each zone and quay, and sea links that have a gateway; the quays have
        the sea.
    """
    wanted = sorted(set(quays))
    routes = [_route(row, quay) for row in rows_of(links) for quay in wanted]
    starts = [start_overseas(str(zone), quay) for zone in places["place_id"] for quay in wanted]
    known = network.places.assign(sea=network.places["sea"] | network.places.index.isin(wanted))
    modes = {"road": False, "rail": False, "inland_water": False, "sea": True}
    zones = pd.DataFrame(modes, index=pd.Index(starts, name=known.index.name))
    return replace(
        network, links=(*network.links, *routes), places=pd.concat([known[list(modes)], zones])
    )


def _route(row: dict[str, object], quay: str) -> Link:
    """Make the route of a zone for one quay; by the delta it ends at the quay."""
    end = quay if row["gateway"] == DELTA else str(row["to_place"])
    return Link(
        f"{row['link_id']}{_AT}{quay}",
        start_overseas(str(row["from_place"]), quay),
        end,
        "sea",
        float(str(row["length_km"])),
        facility="sea_route",
        gateway=str(row["gateway"]),
    )
