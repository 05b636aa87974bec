"""Links: what a link is, and the links of a year made from the tables.

Depth is known on few reaches and lanes on few roads. Where a table has none, the value assumed for
its kind is taken and the link is marked; both come from the tables ``assumed_depths`` and
``assumed_lanes``. Widths of fairways and depths at sea are not assumed: they stay unknown.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

GRADES: Final = ("flat", "rolling", "mountain")
"""Classes of grades, the gentlest first."""
GRADED_MODES: Final = ("road", "rail")
"""Modes whose links have grades."""


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
    max_train_gross_t : float
        Largest gross mass of a train on a rail link; NaN where not known.
    depth_m : float
        Maintained fairway depth, at sea the least depth known on the way; NaN where not known.
    depth_assumed : bool
        True where the depth comes from the waterway class, not from the reach itself.
    max_draught_m : float
        Draught allowed by rule; infinity without a rule.
    upstream_end : str
        Place id of the upstream end; empty where there is none.
    facility : str
        ``expressway``, ``road``, ``access_road``, ``railway``, ``sea_route``, or the kind of the
        waterway.
    lanes : int
        Lanes of a road, both directions together; 0 for other modes.
    lanes_assumed : bool
        True where the lanes come from the kind of road, not from the road itself.
    toll_low_cny_per_km, toll_high_cny_per_km : float
        Toll of a six-axle truck, CNY of 2024; NaN where not known.
    fairway_width_m : float
        Width of the fairway; NaN where not known.
    current_kmh : float
        Mean current of a waterway; it helps vessels bound down and hinders those bound up.
    gateway : str
        Coast by which cargo on a route from overseas comes in; empty for every other link.
    grade : str
        Class of grades of a road or railway: ``flat``, ``rolling`` or ``mountain``, that of the
        steeper of the regions at its ends.
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
    max_train_gross_t: float = float("nan")
    depth_m: float = float("nan")
    depth_assumed: bool = False
    max_draught_m: float = float("inf")
    upstream_end: str = ""
    facility: str = ""
    lanes: int = 0
    lanes_assumed: bool = False
    toll_low_cny_per_km: float = float("nan")
    toll_high_cny_per_km: float = float("nan")
    fairway_width_m: float = float("nan")
    current_kmh: float = 0.0
    gateway: str = ""
    grade: str = "rolling"

    def hours_towards(self, place: str) -> float:
        """Return the hours of a vessel towards one end: the current helps it down, not up.

        Examples
        --------
        >>> river = Link("r", "A", "B", "inland_water", 24.0, 12.0, upstream_end="B",
        ...              current_kmh=2.0)
        >>> river.hours_towards("B"), round(river.hours_towards("A"), 3)
        (2.4, 1.714)
        """
        helps = {"": 0.0, place: -1.0}.get(self.upstream_end, 1.0)
        return self.length_km / (self.speed_kmh + helps * self.current_kmh)

    def other_end(self, place: str) -> str:
        """Return the end of the link that is not `place`."""
        return self.to_place if place == self.from_place else self.from_place


def open_links(tables: Mapping[str, pd.DataFrame], year: int) -> Iterable[Link]:
    """Yield the links of all modes that are open in a year.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Tables as they are in the year, see :func:`networks.projects.tables_of_year`.
    year : int
        Calendar year.
    """
    road, rail, water = (tables[name] for name in ("road_links", "rail_links", "waterway_links"))
    lanes = tables["assumed_lanes"].set_index("facility")["lanes"].to_dict()
    for row in rows_of(road[is_open(road, year)]):
        yield _road_link(row, "expressway" if row["road_no"] else "road", lanes)
    for row in rows_of(tables["access_links"]):
        yield _road_link(row, "access_road", lanes)
    for row in rows_of(rail[is_open(rail, year) & rail["freight_use"].to_numpy(dtype=bool)]):
        yield _rail_link(row, year)
    depths = tables["assumed_depths"].set_index(["kind", "waterway_class"])["depth_m"].to_dict()
    currents = tables["currents"].set_index("kind")["current_kmh"].to_dict()
    for row in rows_of(water[is_open(water, year)]):
        yield _waterway_link(row, depths, currents)
    for row in rows_of(tables["sea_links"]):
        yield Link(*_ends(row, "sea"), depth_m=float(row["min_depth_m"]), facility="sea_route")


def graded(link: Link, region_of: Mapping[str, str], grade_of: Mapping[str, str]) -> Link:
    """Return a road or railway with the steeper of the grades at its ends; others as they are.

    Parameters
    ----------
    link : Link
        A link.
    region_of : mapping of str to str
        Region of each place.
    grade_of : mapping of str to str
        Class of grades of each region.

    Returns
    -------
    Link
        The link.
    """
    if link.mode not in GRADED_MODES:
        return link
    ends = (grade_of[region_of[place]] for place in (link.from_place, link.to_place))
    return replace(link, grade=max(ends, key=GRADES.index))


def is_open(frame: pd.DataFrame, year: int) -> np.ndarray:
    """Return which rows are open in a year: no year and not planned, or opened by then."""
    opens = frame["opens_year"].to_numpy(dtype=float, na_value=np.nan)
    undated = np.isnan(opens) & (frame["status"] == "operating").to_numpy()
    return np.asarray(undated | (opens <= year))


def rows_of(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame as dictionaries with text keys."""
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]


def _ends(row: Mapping[str, Any], mode: str) -> tuple[str, str, str, str, float]:
    """Return id, ends, mode and length of a link."""
    return row["link_id"], row["from_place"], row["to_place"], mode, row["length_km"]


def _road_link(row: Mapping[str, Any], facility: str, lanes: Mapping[Any, Any]) -> Link:
    """Make a road link, with the lanes of its kind where its own are not known."""
    own = row.get("lanes")
    assumed = bool(pd.isna(own))
    return Link(
        *_ends(row, "road"),
        row["free_speed_kmh"],
        facility=facility,
        lanes=int(lanes[facility] if assumed else row["lanes"]),
        lanes_assumed=assumed,
        toll_low_cny_per_km=float(row.get("toll_low_cny_per_km", np.nan)),
        toll_high_cny_per_km=float(row.get("toll_high_cny_per_km", np.nan)),
    )


def _rail_link(row: Mapping[str, Any], year: int) -> Link:
    """Make a rail link; wires hang from their year on."""
    wired = bool(row["electrified"])
    since, tracks, paths = (
        row[name] for name in ("electrified_year", "tracks", "freight_paths_per_day")
    )
    gross_t = row.get("max_train_gross_t", np.nan)
    return Link(
        *_ends(row, "rail"),
        row["freight_speed_kmh"],
        electrified=wired and (bool(pd.isna(since)) or since <= year),
        tracks=0 if pd.isna(tracks) else int(tracks),
        freight_paths_per_day=float("nan") if pd.isna(paths) else float(paths),
        max_train_gross_t=float("nan") if pd.isna(gross_t) else float(gross_t),
        facility="railway",
    )


def _waterway_link(
    row: Mapping[str, Any], depths: Mapping[Any, float], currents: Mapping[Any, float]
) -> Link:
    """Make a waterway link, with the depth of its class where its own is not known."""
    assumed = bool(pd.isna(row["min_depth_m"]))
    depth = depths[row["kind"], row["waterway_class"]] if assumed else row["min_depth_m"]
    ends = {"from": row["from_place"], "to": row["to_place"]}
    draught = row["max_draught_m"]
    return Link(
        *_ends(row, "inland_water"),
        row["design_speed_kmh"],
        depth_m=float(depth),
        depth_assumed=assumed,
        max_draught_m=float("inf") if pd.isna(draught) else float(draught),
        upstream_end=ends.get(row["upstream_end"], ""),
        facility=row["kind"],
        fairway_width_m=float(row["fairway_width_m"]),
        current_kmh=float(currents[row["kind"]]),
    )
