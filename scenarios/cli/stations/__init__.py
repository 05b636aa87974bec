"""``landsea stations``: simulate, choose places, size one station, take over existing ones."""

from __future__ import annotations

from scenarios.cli.stations import import_points, simulate, site, size
from scenarios.cli.stations.app import stations_app

__all__ = ["import_points", "simulate", "site", "size", "stations_app"]
