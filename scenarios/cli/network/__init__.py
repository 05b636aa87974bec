"""``landsea network``: summary, paths, maps, exports and OpenStreetMap import."""

from __future__ import annotations

from scenarios.cli.network import export, import_osm, map, path, summary  # noqa: A004
from scenarios.cli.network.app import network_app

__all__ = ["export", "import_osm", "map", "network_app", "path", "summary"]
