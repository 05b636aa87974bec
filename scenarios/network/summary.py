"""What the network of a year holds, as one document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from networks import MODES, Network
from networks.rules import (
    doubled_links,
    locks_off_the_water,
    parts_of,
    places_out_of_reach,
    too_short_links,
    too_small_chambers,
)
from scenarios.from_tables.inland_fleet import vessel_rules
from scenarios.network.projects import network_projects
from transport.operations.lock import Hull, places_in_chamber

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from fleets import VesselRules
    from networks import Link

TABLES_OF_MODE = {
    "road": ("road_links", "access_links"),
    "rail": ("rail_links",),
    "inland_water": ("waterway_links",),
    "sea": ("sea_links",),
}
"""Tables that hold the links of each mode."""


def network_summary(tables: Mapping[str, pd.DataFrame], network: Network) -> dict[str, Any]:
    """Summarise the network of a year.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    network : Network
        Network of a year.

    Returns
    -------
    dict
        ``nodes``, ``links`` (by mode and status ``open``, ``later``, ``planned``, ``closed``,
        ``passenger``), ``capacity`` (kilometres by lanes, tracks, wires and what is known),
        ``parts``, ``locks``, ``reaches`` (kilometres by allowed draught and maintained depth),
        ``projects`` and ``warnings``.
    """
    parts = {mode: parts_of(network, mode) for mode in MODES}
    return {
        "nodes": {mode: sum(len(part) for part in parts[mode]) for mode in MODES},
        "links": {mode: _links(tables, network, mode) for mode in MODES},
        "capacity": _capacity(network),
        "parts": {mode: len(parts[mode]) for mode in MODES},
        "locks": _locks(tables["locks"], network),
        "reaches": _reaches(network, vessel_rules(tables)),
        "projects": network_projects(tables, network.year),
        "warnings": network_warnings(tables, network),
    }


def _links(
    tables: Mapping[str, pd.DataFrame], network: Network, mode: str
) -> dict[str, dict[str, float]]:
    """Links and kilometres of a mode by status."""
    found: dict[str, dict[str, float]] = {}
    for name in TABLES_OF_MODE[mode]:
        for row in tables[name].to_dict("records"):
            status = _status(row, network)
            entry = found.setdefault(status, {"links": 0, "km": 0.0})
            entry["links"] += 1
            entry["km"] += float(row["length_km"])
    return found


def _status(row: Mapping[Any, Any], network: Network) -> str:
    """Say whether a row of a link table is open in the year of a network."""
    if row["link_id"] in network.link_by_id:
        return "open"
    if not row.get("freight_use", True):
        return "passenger"
    if row.get("status") == "planned":
        return "planned"
    opens = row.get("opens_year")
    return "later" if not pd.isna(opens) and opens > network.year else "closed"


def _capacity(network: Network) -> dict[str, dict[str, Any]]:
    """Kilometres of open links by what limits their traffic, and by what is known of it."""
    road, rail, water, sea = (network.links_of(mode) for mode in MODES)
    return {
        "road": {
            "km_by_lanes": _km_by(road, lambda link: link.lanes),
            "lanes_assumed_km": _km(link for link in road if link.lanes_assumed),
            "toll_known_km": _km(link for link in road if not np.isnan(link.toll_low_cny_per_km)),
        },
        "rail": {
            "km_by_tracks": _km_by(rail, lambda link: link.tracks),
            "electrified_km": _km(link for link in rail if link.electrified),
            "paths_known_km": _km(
                link for link in rail if not np.isnan(link.freight_paths_per_day)
            ),
        },
        "inland_water": {
            "depth_assumed_km": _km(link for link in water if link.depth_assumed),
            "width_known_km": _km(link for link in water if not np.isnan(link.fairway_width_m)),
        },
        "sea": {"depth_known_km": _km(link for link in sea if not np.isnan(link.depth_m))},
    }


def _km(links: Iterable[Link]) -> float:
    """Kilometres of links."""
    return sum(link.length_km for link in links)


def _km_by(links: Iterable[Link], count: Callable[[Link], int]) -> dict[str, float]:
    """Kilometres of links by a number of theirs, the smallest first."""
    found: dict[int, float] = {}
    for link in links:
        found[count(link)] = found.get(count(link), 0.0) + link.length_km
    return {str(number): found[number] for number in sorted(found)}


def _locks(locks: pd.DataFrame, network: Network) -> list[dict[str, Any]]:
    """Locks with their open chambers."""
    river = dict(zip(locks["lock"], locks["river"], strict=True))
    return [
        {
            "lock": lock,
            "river": river[lock],
            "lines": [
                {
                    "line": chamber.line,
                    "length_m": None if np.isnan(chamber.length_m) else chamber.length_m,
                    "width_m": None if np.isnan(chamber.width_m) else chamber.width_m,
                    "lockage_min": chamber.lockage_min,
                }
                for chamber in chambers
            ],
        }
        for lock, chambers in sorted(network.chambers.items())
    ]


def _reaches(network: Network, rules: VesselRules) -> list[dict[str, float]]:
    """Kilometres of waterway by the draught they allow at mean level, the deepest last."""
    found: dict[tuple[float, float], dict[str, float]] = {}
    for link in network.links_of("inland_water"):
        allowed_m = link.depth_m + rules.depth_margin_m - rules.under_keel_m
        key = (round(min(allowed_m, link.max_draught_m), 2), link.depth_m)
        entry = found.setdefault(key, {"reaches": 0, "km": 0.0, "assumed_km": 0.0})
        entry["reaches"] += 1
        entry["km"] += link.length_km
        entry["assumed_km"] += link.length_km if link.depth_assumed else 0.0
    return [
        {"draught_m": draught_m, "depth_m": depth_m, **found[draught_m, depth_m]}
        for draught_m, depth_m in sorted(found)
    ]


def network_warnings(tables: Mapping[str, pd.DataFrame], network: Network) -> list[str]:
    """Return what the consistency rules find."""
    inland = tables["vessel_classes"]
    inland = inland[(inland["domain"] == "inland") & (inland["vessel_type"] == "dry_bulk")]
    inland = inland.dropna(subset=["length_m", "beam_m"])
    hulls: dict[float, object] = {
        float(row["dwt_t"]): Hull(row["length_m"], row["beam_m"], row["dwt_t"])
        for row in inland.to_dict("records")
    }
    return [
        *places_out_of_reach(network),
        *doubled_links(network),
        *too_short_links(network),
        *locks_off_the_water(network),
        *too_small_chambers(
            network,
            hulls,
            lambda chamber, hull: isinstance(hull, Hull) and places_in_chamber(chamber, hull) > 0,
        ),
    ]
