"""``landsea stations``: simulate, choose places, size one station, take over existing ones."""

from __future__ import annotations

from scenarios.cli.stations import size
from scenarios.cli.stations.app import stations_app

__all__ = ["size", "stations_app"]
