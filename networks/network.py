"""The network of one year: places, links and lock chambers, built from tables and changes.

Modes are layers over one set of places. A link belongs to one mode and is open in both
directions. A lock is a place of the waterway where links meet; its chambers (lines) are
listed apart. Links and lines open from their opening year on; planned ones without a year stay
closed. Rail lines without freight use are left out.

Depth is known on few reaches. Where the table has none, the depth assumed for its waterway
class is taken and the link is marked; both come from the table ``assumed_depths``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from networks.changes import NetworkChange, OpenLockLine, SetFairwayDepth, SetMaxDraught
from networks.lock_lines import LockDefaults, new_line, open_lines, phase_profiles

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from networks.locks import Chamber

MODES = ("road", "rail", "inland_water", "sea")
"""Modes in the order in which they are always shown."""


@dataclass(frozen=True, slots=True)
class Link:
    """A connection of two places by one mode, open both ways.

    Attributes
    ----------
    link_id, from_place, to_place, mode : str
        Identity, ends and mode.
    length_km : float
        Length in kilometres.
    speed_kmh : float
        Free speed of a freight vehicle, train or vessel; NaN where the mode's default is used.
    electrified : bool
        True for rail links under wire.
    tracks : int
        Tracks of a rail link; 0 for other modes.
    freight_paths_per_day : float
        Freight paths of a rail link a day and direction; NaN where not known.
    depth_m : float
        Maintained fairway depth; NaN outside inland water.
    depth_assumed : bool
        True where the depth comes from the waterway class, not from the reach itself.
    max_draught_m : float
        Draught allowed by rule; infinity without a rule.
    upstream_end : str
        Place id of the upstream end; empty where there is none.
    """

    link_id: str
    from_place: str
    to_place: str
    mode: str
    length_km: float
    speed_kmh: float = float("nan")
    electrified: bool = False
    tracks: int = 0
    freight_paths_per_day: float = float("nan")
    depth_m: float = float("nan")
    depth_assumed: bool = False
    max_draught_m: float = float("inf")
    upstream_end: str = ""

    def other_end(self, place: str) -> str:
        """Return the end of the link that is not `place`."""
        return self.to_place if place == self.from_place else self.from_place


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
        ``projects``, ``waterway_links``, ``sea_links``, ``locks`` and ``assumed_depths``.
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
    links = {link.link_id: link for link in _open_links(tables, year)}
    locks = tables["locks"]
    profiles = phase_profiles(tables["phase_profiles"])
    chambers = open_lines(locks[_is_open(locks, year)], profiles, lock_defaults)
    for change in changes:
        if isinstance(change, OpenLockLine):
            lines = chambers.setdefault(change.lock, {})
            lines[change.line] = new_line(change, tuple(lines.values()), profiles, lock_defaults)
        else:
            for link_id in change.links:
                if link_id in links:
                    links[link_id] = _deepened(links[link_id], change)
    return Network(
        year=year,
        links=tuple(links.values()),
        chambers={lock: tuple(lines.values()) for lock, lines in chambers.items()},
        places=tables["places"].set_index("place_id"),
    )


def _is_open(frame: pd.DataFrame, year: int) -> np.ndarray:
    """Rows that are open in `year`: no year and not planned, or opened by then."""
    opens = frame["opens_year"].to_numpy(dtype=float, na_value=np.nan)
    undated = np.isnan(opens) & (frame["status"] == "operating").to_numpy()
    return np.asarray(undated | (opens <= year))


def _open_links(tables: Mapping[str, pd.DataFrame], year: int) -> Iterable[Link]:
    """Yield the links of all modes that are open in `year`."""
    road = tables["road_links"]
    yield from _road_links(road[_is_open(road, year)])
    yield from _road_links(tables["access_links"])
    rail = tables["rail_links"]
    projects = [row for row in _rows(tables["projects"]) if row["opens_year"] <= year]
    for row in _rows(rail[_is_open(rail, year) & rail["freight_use"].to_numpy(dtype=bool)]):
        on_link = [project for project in projects if project["link_id"] == row["link_id"]]
        if all(project["kind"] != "closing" for project in on_link):
            yield _rail_link(row, on_link)
    depths = tables["assumed_depths"].set_index(["kind", "waterway_class"])["depth_m"]
    water = tables["waterway_links"]
    for row in _rows(water[_is_open(water, year)]):
        yield _waterway_link(row, depths)
    for row in _rows(tables["sea_links"]):
        yield Link(row["link_id"], row["from_place"], row["to_place"], "sea", row["length_km"])


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows of a frame as dictionaries with text keys."""
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]


def _road_links(frame: pd.DataFrame) -> Iterable[Link]:
    """Yield the road links of a table."""
    for row in _rows(frame):
        yield Link(
            row["link_id"],
            row["from_place"],
            row["to_place"],
            "road",
            row["length_km"],
            row["free_speed_kmh"],
        )


def _rail_link(row: dict[str, Any], projects: list[dict[str, Any]]) -> Link:
    """Make a rail link with what finished projects changed on it."""
    tracks, paths = row["tracks"], row["freight_paths_per_day"]
    for project in projects:
        tracks = tracks if pd.isna(project["tracks"]) else project["tracks"]
        paths = (
            paths
            if pd.isna(project["freight_paths_per_day"])
            else (project["freight_paths_per_day"])
        )
    wired = any(project["kind"] == "electrification" for project in projects)
    return Link(
        row["link_id"],
        row["from_place"],
        row["to_place"],
        "rail",
        row["length_km"],
        row["freight_speed_kmh"],
        electrified=bool(row["electrified"]) or wired,
        tracks=0 if pd.isna(tracks) else int(tracks),
        freight_paths_per_day=float("nan") if pd.isna(paths) else float(paths),
    )


def _waterway_link(row: dict[str, Any], depths: pd.Series[float]) -> Link:
    """Make a waterway link, with the depth of its class where its own is not known."""
    assumed = pd.isna(row["min_depth_m"])
    key = (row["kind"], row["waterway_class"])
    depth = depths.loc[key] if assumed else row["min_depth_m"]
    ends = {"from": row["from_place"], "to": row["to_place"]}
    draught = row["max_draught_m"]
    return Link(
        row["link_id"],
        row["from_place"],
        row["to_place"],
        "inland_water",
        row["length_km"],
        row["design_speed_kmh"],
        depth_m=float(depth),
        depth_assumed=bool(assumed),
        max_draught_m=float("inf") if pd.isna(draught) else float(draught),
        upstream_end=ends.get(row["upstream_end"], ""),
    )


def _deepened(link: Link, change: SetFairwayDepth | SetMaxDraught) -> Link:
    """Apply a depth or draught change to one link."""
    if isinstance(change, SetFairwayDepth):
        return replace(link, depth_m=change.depth_m, depth_assumed=False)
    return replace(link, max_draught_m=change.draught_m)
