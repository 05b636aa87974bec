"""The network of a year as frames: nodes, links and lock chambers with all that the tables hold.

One row stands for each place in use, each open link and each open lock chamber. What the model
works with (length, speed, depth, draught, chamber) comes from the network, so changes of a plan
are in it; every other column of the tables is carried over under its own name. Cells that a plan
has set are listed in ``plan_fields`` and the row then cites the source ``plan``.

Geometry is WGS84 (:data:`CRS`). A link without shape points is a straight line, marked ``plain``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd

from networks.changes import OpenLockLine
from networks.link_frame import CRS, link_frame, with_gaps
from networks.network import MODES
from networks.projects import PLAN_SOURCE, tables_of_year

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from networks.link_frame import Tables
    from networks.network import Network

__all__ = ["CRS", "PLAN_SOURCE", "NetworkFrames", "network_frames"]


@dataclass(frozen=True)
class NetworkFrames:
    """The network of a year as frames, for maps, exports and analysis.

    Attributes
    ----------
    nodes : geopandas.GeoDataFrame
        Places at which an open link ends or an open chamber lies; points.
    links : geopandas.GeoDataFrame
        Open links of all modes in the order of the network; lines from start to end.
    locks : geopandas.GeoDataFrame
        Open chambers; points of their lock sites.
    """

    nodes: gpd.GeoDataFrame
    links: gpd.GeoDataFrame
    locks: gpd.GeoDataFrame

    def counts(self) -> dict[str, int]:
        """Return the number of links by mode."""
        return {mode: int((self.links["mode"] == mode).sum()) for mode in MODES}

    def lengths_km(self) -> dict[str, float]:
        """Return the kilometres of all links by mode."""
        sums = self.links.groupby("mode")["length_km"].sum()
        return {mode: float(sums.get(mode, 0.0)) for mode in MODES}


def network_frames(
    network: Network, tables: Tables, changes: Iterable[object] = ()
) -> NetworkFrames:
    """Make the frames of a network.

    Parameters
    ----------
    network : Network
        Network of a year.
    tables : mapping of str to pandas.DataFrame
        Checked tables that the network was built from.
    changes : iterable
        Changes that the network was built with; others than those of networks are passed over.

    Returns
    -------
    NetworkFrames
        Nodes, links and locks.
    """
    found = tuple(changes)
    links = link_frame(network, tables, found)
    locks = _locks(network, tables_of_year(tables, network.year)["locks"], found)
    return NetworkFrames(_nodes(network, links, locks), links, locks)


# --- locks


def _locks(network: Network, table: pd.DataFrame, changes: Sequence[object]) -> gpd.GeoDataFrame:
    """Make the frame of chambers."""
    opened = {
        (change.lock, change.line): change for change in changes if isinstance(change, OpenLockLine)
    }
    chambers = [one for lines in network.chambers.values() for one in lines]
    keys = pd.MultiIndex.from_arrays(
        [[one.lock for one in chambers], [one.line for one in chambers]]
    )
    held = table.set_index(["lock", "line"])
    known = held[["cycle_min_single", "cycle_min_two_way"]].notna().any(axis=1)
    frame = with_gaps(held.reset_index()).set_index(["lock", "line"]).reindex(keys)
    planned = np.array([key in opened for key in keys], dtype=bool)
    frame.loc[planned] = None
    known = known.reindex(keys, fill_value=False)
    frame["cycle_assumed"] = pd.array((~known).to_numpy(dtype=bool), dtype="boolean")
    frame["chamber_length_m"] = [one.length_m for one in chambers]
    frame["chamber_width_m"] = [one.width_m for one in chambers]
    frame["max_vessel_dwt"] = [one.max_vessel_dwt for one in chambers]
    frame["lockage_min"] = [one.lockage_min for one in chambers]
    frame["turn_min"] = [one.turn_min for one in chambers]
    frame["plan_line"] = pd.array(planned, dtype="boolean")
    frame["estimated"] = (frame["confidence"].fillna("low") == "low").astype("boolean")
    for key, change in opened.items():
        if key in frame.index:
            _fill_line(frame, change, network.places, held)
    frame = frame.rename_axis(["lock", "line"]).reset_index()
    sites = network.places.loc[frame["lock"]]
    points = gpd.points_from_xy(sites["lon_deg"], sites["lat_deg"], crs=CRS)
    return gpd.GeoDataFrame(frame, geometry=points, crs=CRS)


def _fill_line(
    frame: pd.DataFrame, change: OpenLockLine, places: pd.DataFrame, held: pd.DataFrame
) -> None:
    """Fill the row of a line that a plan opens or builds anew."""
    key = (change.lock, change.line)
    site = places.loc[change.lock]
    if change.lock in held.index:
        first = held.loc[change.lock].iloc[0]
        frame.loc[key, ["river", "kind"]] = [first["river"], first["kind"]]
    frame.loc[key, ["name_en", "name_zh"]] = [
        f"{site['name_en']}, line {change.line}",
        f"{site['name_zh']}{change.line}线",
    ]
    frame.loc[key, ["status", "source", "confidence"]] = ["planned", PLAN_SOURCE, "low"]
    frame.loc[key, "sill_depth_m"] = change.sill_depth_m
    frame.loc[key, "cycle_assumed"] = change.cycle_min is None
    if change.cycle_min is not None:
        frame.loc[key, "cycle_min_single"] = change.cycle_min


# --- nodes


def _nodes(network: Network, links: gpd.GeoDataFrame, locks: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Make the frame of places in use, with the modes that they have in this year."""
    ends = {mode: {*part["from_place"], *part["to_place"]} for mode, part in links.groupby("mode")}
    used = set(locks["lock"]).union(*ends.values())
    places = network.places
    frame = with_gaps(places[places.index.isin(used)].reset_index())
    for mode in MODES:
        frame[mode] = frame["place_id"].isin(ends.get(mode, set())).astype("boolean")
    frame["lock"] = frame["place_id"].isin(set(locks["lock"])).astype("boolean")
    frame["estimated"] = (frame["confidence"] == "low").astype("boolean")
    points = gpd.points_from_xy(frame["lon_deg"], frame["lat_deg"], crs=CRS)
    return gpd.GeoDataFrame(frame, geometry=points, crs=CRS)
