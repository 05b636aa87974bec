"""``landsea waterway``: the locks by themselves, through given months or under a plan."""

from __future__ import annotations

from scenarios.cli.waterway import animate, calibrate, compare, simulate
from scenarios.cli.waterway.app import waterway_app

__all__ = ["animate", "calibrate", "compare", "simulate", "waterway_app"]
