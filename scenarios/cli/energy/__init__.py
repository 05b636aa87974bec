"""``landsea energy``: what vessels, trains and trucks burn, outside any simulation."""

from __future__ import annotations

from scenarios.cli.energy import fleet, land, vessel
from scenarios.cli.energy.app import energy_app

__all__ = ["energy_app", "fleet", "land", "vessel"]
