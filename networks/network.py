"""The network of one year: places, links and lock chambers, built from tables and changes.

Modes are layers over one set of places. A link belongs to one mode and is open in both
directions. A lock is a place of the waterway where links meet; its chambers (lines) are
listed apart. Links and lines open from their opening year on; planned ones without a year stay
closed. Rail lines without freight use are left out. What projects change in a year is in
:mod:`networks.projects`, what a link is in :mod:`networks.links`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from networks.changes import (
    BuildRailLink,
    NetworkChange,
    OpenLockLine,
    RailProject,
    SetFairwayDepth,
    SetMaxDraught,
)
from networks.links import Link, graded, is_open, open_links
from networks.lock_lines import new_line, open_lines, phase_profiles
from networks.projects import tables_of_year, with_plan_projects

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

    from networks.lock_lines import LockDefaults
    from networks.locks import Chamber

MODES = ("road", "rail", "inland_water", "sea")
"""Modes in the order in which they are always shown."""


@dataclass(frozen=True)
class Network:
    """The network of one year.

    Attributes
    ----------
    year : int
        Calendar year.
    links : tuple of Link
        Every open link of every mode.
    chambers : mapping of str to tuple of Chamber
        Open chambers by lock site.
    places : pandas.DataFrame
        The places table, indexed by ``place_id``.
    """

    year: int
    links: tuple[Link, ...]
    chambers: Mapping[str, tuple[Chamber, ...]]
    places: pd.DataFrame

    @cached_property
    def link_by_id(self) -> dict[str, Link]:
        """Links by id."""
        return {link.link_id: link for link in self.links}

    def links_of(self, mode: str) -> tuple[Link, ...]:
        """Return the open links of one mode."""
        return tuple(link for link in self.links if link.mode == mode)


def build_network(
    tables: Mapping[str, pd.DataFrame],
    changes: Iterable[NetworkChange],
    year: int,
    lock_defaults: LockDefaults,
) -> Network:
    """Build the network of a year.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables ``places``, ``road_links``, ``access_links``, ``rail_links``,
        ``waterway_links``, ``sea_links``, ``locks``, ``projects``, ``assumed_depths``,
        ``assumed_lanes`` and ``assumed_grades``.
    changes : iterable of NetworkChange
        Changes of a plan that hold in this year, applied in order.
    year : int
        Calendar year.
    lock_defaults : LockDefaults
        Times for lines whose own are not known.

    Returns
    -------
    Network
        Links and chambers open in `year`.
    """
    listed = list(changes)
    present = tables_of_year(with_plan_projects(tables, listed), year)
    region_of = _pairs(present["places"], "place_id", "region")
    grade_of = _pairs(tables["assumed_grades"], "region", "grade")
    links = {link.link_id: graded(link, region_of, grade_of) for link in open_links(present, year)}
    locks = present["locks"]
    profiles = phase_profiles(tables["phase_profiles"])
    chambers = open_lines(locks[is_open(locks, year)], profiles, lock_defaults)
    for change in listed:
        if isinstance(change, OpenLockLine):
            lines = chambers.setdefault(change.lock, {})
            lines[change.line] = new_line(change, tuple(lines.values()), profiles, lock_defaults)
        elif not isinstance(change, RailProject | BuildRailLink):
            for link_id in change.links:
                if link_id in links:
                    links[link_id] = _deepened(links[link_id], change)
    return Network(
        year=year,
        links=tuple(links.values()),
        chambers={lock: tuple(lines.values()) for lock, lines in chambers.items()},
        places=present["places"].set_index("place_id"),
    )


def _pairs(table: pd.DataFrame, key: str, value: str) -> dict[str, str]:
    """Return a column of texts by another."""
    return dict(zip(table[key].astype(str), table[value].astype(str), strict=True))


def _deepened(link: Link, change: SetFairwayDepth | SetMaxDraught) -> Link:
    """Apply a depth or draught change to one link."""
    if isinstance(change, SetFairwayDepth):
        return replace(link, depth_m=change.depth_m, depth_assumed=False)
    return replace(link, max_draught_m=change.draught_m)
