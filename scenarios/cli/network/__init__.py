"""``landsea network``: summary, paths, maps, exports, imports and route choice."""

from __future__ import annotations

from scenarios.cli.network import assign, export, import_osm, map, path, summary  # noqa: A004
from scenarios.cli.network.app import network_app

__all__ = ["assign", "export", "import_osm", "map", "network_app", "path", "summary"]
