"""Changes that a plan makes to the network of a year.

A change is a small frozen value. `networks` knows nothing of plans: the measures of a plan are
turned into these values elsewhere, and :func:`networks.network.build_network` applies them in the
order given, so that a later change wins over an earlier one.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OpenLockLine:
    """A lock gets a further line, or a line is replaced.

    Attributes
    ----------
    lock : str
        Id of the lock site.
    line : str
        Id of the line at that site.
    length_m, width_m, sill_depth_m : float
        Chamber dimensions in metres.
    cycle_min : float or None
        Minutes for one lockage; None takes the times of the largest line of the site.
    """

    lock: str
    line: str
    length_m: float
    width_m: float
    sill_depth_m: float
    cycle_min: float | None = None


@dataclass(frozen=True, slots=True)
class SetFairwayDepth:
    """The maintained depth of some waterway links becomes `depth_m` metres."""

    links: tuple[str, ...]
    depth_m: float


@dataclass(frozen=True, slots=True)
class SetMaxDraught:
    """The draught allowed on some waterway links becomes `draught_m` metres."""

    links: tuple[str, ...]
    draught_m: float


@dataclass(frozen=True, slots=True)
class RailProject:
    """Some rail links open, get a second track, wires or more train paths.

    Attributes
    ----------
    links : tuple of str
        Ids of rail links, open or planned.
    kind : str
        ``opening``, ``doubling`` or ``electrification``, as in the table ``projects``, or
        ``train-paths``.
    opens_year : int
        First year of the change.
    tracks : int or None
        Tracks from then on; None keeps them.
    freight_paths_per_day : float or None
        Freight train paths a day in each direction from then on; None keeps them.
    """

    links: tuple[str, ...]
    kind: str
    opens_year: int
    tracks: int | None = None
    freight_paths_per_day: float | None = None


@dataclass(frozen=True, slots=True)
class BuildRailLink:
    """A rail link that the tables do not have, under wire and with one track.

    Attributes
    ----------
    link_id : str
        Id of the link, unlike all others.
    from_place, to_place : str
        Its ends; both have the railway from then on.
    length_km : float
        Length in kilometres.
    opens_year : int
        First year of freight.
    """

    link_id: str
    from_place: str
    to_place: str
    length_km: float
    opens_year: int


NetworkChange = OpenLockLine | SetFairwayDepth | SetMaxDraught | RailProject | BuildRailLink
