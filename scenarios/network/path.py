"""The shortest way between two places by one mode, or the quickest by any.

A single mode takes the fewest kilometres. Any mode takes the fewest hours over the chain patterns
of the model, terminal hours at each change of mode included. Hours are those of the model: roads
with rest, trains at commercial speed, vessels at the speed of the reach, and one lockage at every
lock, without queues.

A vessel with a draught keeps off reaches where the model would not let it sail: maintained depth
plus the margin less the clearance, or the draught allowed by rule; the same holds over the deepest
sill of a lock. A vessel class also keeps off locks none of whose chambers it fits. At sea a depth
is known for few ports only; there the draught may not exceed it, tide and clearance left aside,
and :func:`unchecked` says where nothing was known.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from networks import MODES, Leg, Network, find_chains
from transport.hauls.wire_ends import wire_ends
from transport.indicators import lockage_h
from transport.inland.water_routes import hull_of
from transport.operations.lock import places_in_chamber
from transport.services import PATTERNS, speed_kmh, terminal_h

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fleets import VesselClass, VesselRules
    from networks import Chamber, Link
    from transport.parameters import TransportParameters


@dataclass(frozen=True)
class Vessel:
    """What limits a vessel: its draught, and its class where one is given."""

    draught_m: float
    vessel_class: VesselClass | None = None


@dataclass(frozen=True)
class Way:
    """A way between two places.

    Attributes
    ----------
    origin, destination : str
        Place ids.
    legs : tuple of Leg
        Legs in travel order.
    time_h : float
        Hours under way, in locks and at changes of mode.
    locks : tuple of str
        Locks passed.
    """

    origin: str
    destination: str
    legs: tuple[Leg, ...]
    time_h: float
    locks: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the way for JSON, one entry of ``legs`` for each link."""
        return {
            "distance_km": sum(leg.length_km for leg in self.legs),
            "time_h": self.time_h,
            "origin": self.origin,
            "destination": self.destination,
            "legs": [
                {
                    "from": leg.places[i],
                    "to": leg.places[i + 1],
                    "mode": leg.mode,
                    "link": link.link_id,
                    "length_km": link.length_km,
                }
                for leg in self.legs
                for i, link in enumerate(leg.links)
            ],
            "locks": list(self.locks),
            "calls": list(self.calls),
        }

    @property
    def calls(self) -> tuple[str, ...]:
        """Ports called at on the way by sea: the tables hold no direct distance past them."""
        return tuple(place for leg in self.legs if leg.mode == "sea" for place in leg.places[1:-1])


def find_way(
    network: Network,
    ends: tuple[str, str],
    mode: str,
    parameters: TransportParameters,
    closed: Mapping[str, str] | None = None,
) -> Way | None:
    """Find the way between two places.

    Parameters
    ----------
    network : Network
        Network of a year.
    ends : tuple of str
        Origin and destination as place ids.
    mode : str
        A mode, or ``any``.
    parameters : TransportParameters
        Speeds and terminal hours.
    closed : mapping of str to str, optional
        Links that are not to be used, with the reason.

    Returns
    -------
    Way or None
        None where there is none.
    """
    shut = closed or {}
    modes_at = {
        str(place): {one for one in MODES if row[one]} for place, row in network.places.iterrows()
    }

    def weight(link: Link) -> float:
        """Return the length of a link, or its hours on ways of any mode."""
        if link.link_id in shut:
            return float("inf")
        return link.length_km if mode != "any" else _link_h(network, link, parameters)

    def transfer(place: str, leaving: str, entering: str) -> float | None:
        """Return the hours at both terminals, or None where the place lacks a mode."""
        if not {leaving, entering} <= modes_at[place] | {"road"}:
            return None
        return terminal_h(leaving, parameters) + terminal_h(entering, parameters)

    patterns = [(mode,)] if mode != "any" else [("sea",), *(one.modes for one in PATTERNS)]
    ways = []
    for pattern in patterns:
        legs = find_chains(network, pattern, [ends], weight, transfer).get(ends)
        if legs is not None:
            ways.append(_way(network, ends, legs, parameters))
    return min(ways, key=lambda way: way.time_h, default=None)


def _link_h(network: Network, link: Link, parameters: TransportParameters) -> float:
    """Hours over a link, with half a lockage for a lock at either end."""
    hours = link.length_km / speed_kmh(link, parameters)
    if link.mode == "inland_water":
        ends = (link.from_place, link.to_place)
        hours += sum(lockage_h(network.chambers[e]) / 2 for e in ends if e in network.chambers)
    return hours


def _way(
    network: Network,
    ends: tuple[str, str],
    legs: tuple[Leg, ...],
    parameters: TransportParameters,
) -> Way:
    """Make a way from its legs."""
    passed = tuple(
        place
        for leg in legs
        if leg.mode == "inland_water"
        for place in leg.places[1:-1]
        if place in network.chambers
    )
    hours = sum(link.length_km / speed_kmh(link, parameters) for leg in legs for link in leg.links)
    hours += sum(lockage_h(network.chambers[lock]) for lock in passed)
    hours += parameters.locomotive_change_h * sum(len(ends) for ends in wire_ends(legs))
    for before, after in pairwise(legs):
        hours += terminal_h(before.mode, parameters) + terminal_h(after.mode, parameters)
    return Way(*ends, legs, hours, passed)


def closed_to(network: Network, vessel: Vessel, rules: VesselRules) -> dict[str, str]:
    """Return the waterway links that a vessel cannot use, with the reason.

    Parameters
    ----------
    network : Network
        Network of a year.
    vessel : Vessel
        Draught and, where given, class.
    rules : VesselRules
        Depth margin and clearance.

    Returns
    -------
    dict of str to str
        Reason by link id: the draught allowed on the reach or at sea, or the lock at its end that
        does not take the vessel.
    """
    spare_m = rules.depth_margin_m - rules.under_keel_m
    tight = {
        lock: reason
        for lock, chambers in network.chambers.items()
        if (reason := _refused(lock, chambers, vessel, spare_m))
    }
    reasons = {}
    for link in network.links_of("inland_water"):
        limit_m = min(link.depth_m + spare_m, link.max_draught_m)
        if vessel.draught_m > limit_m:
            reasons[link.link_id] = f"draught up to {limit_m:.1f} m"
        else:
            for end in (link.from_place, link.to_place):
                if end in tight:
                    reasons[link.link_id] = tight[end]
    for link in network.links_of("sea"):
        if vessel.draught_m > link.depth_m:
            reasons[link.link_id] = f"draught up to {link.depth_m:.1f} m, without the tide,"
    return reasons


def unchecked(network: Network, way: Way) -> list[str]:
    """Say where the draught of a vessel could not be held against a known depth.

    Parameters
    ----------
    network : Network
        Network of a year.
    way : Way
        A way in it.

    Returns
    -------
    list of str
        One sentence for each kind of gap: depth at sea, depth assumed by class, sill of a lock.
    """
    links = [link for leg in way.legs for link in leg.links]
    sea = [link for link in links if link.mode == "sea"]
    sills = [
        lock
        for lock in way.locks
        if all(math.isnan(chamber.sill_depth_m) for chamber in network.chambers[lock])
    ]
    gaps = {
        "depth at sea is not known, so the draught was not checked": [
            link.link_id for link in sea if math.isnan(link.depth_m)
        ],
        "depth at sea is known for the channel of one port only": [
            link.link_id for link in sea if not math.isnan(link.depth_m)
        ],
        "depth is assumed from the class of the waterway": [
            link.link_id for link in links if link.depth_assumed
        ],
        "depth over the sill is not known, so the draught was not checked": sills,
    }
    return [f"{gap}: {', '.join(names)}" for gap, names in gaps.items() if names]


def _refused(lock: str, chambers: Sequence[Chamber], vessel: Vessel, spare_m: float) -> str:
    """Say why no chamber of a lock takes a vessel; nothing when one does."""
    fitting = [chamber for chamber in chambers if _fits(chamber, vessel.vessel_class)]
    if vessel.vessel_class is not None and not fitting:
        return f"no chamber of lock {lock} takes {vessel.vessel_class.class_id}"
    deepest_m = max(
        (chamber.sill_depth_m for chamber in fitting if not math.isnan(chamber.sill_depth_m)),
        default=math.inf,
    )
    if vessel.draught_m > deepest_m + spare_m:
        return f"sill of lock {lock}, draught up to {deepest_m + spare_m:.1f} m"
    return ""


def _fits(chamber: Chamber, vessel: VesselClass | None) -> bool:
    """Whether a chamber takes a hull; any does without a class."""
    return vessel is None or places_in_chamber(chamber, hull_of(vessel)) > 0
