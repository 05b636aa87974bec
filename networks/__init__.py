"""Where freight can go: places, links, locks and paths of each year.

This package knows no vehicles, demand, money or simulation.
"""

from networks.links import Link
from networks.lock_lines import LockDefaults
from networks.locks import Chamber, LockPhases, PhaseProfile, fixed_phases
from networks.network import MODES, Network, build_network
from networks.overseas import DELTA, GULF, start_overseas, with_overseas, zone_of
from networks.paths import Leg, find_chains

__all__ = [
    "DELTA",
    "GULF",
    "MODES",
    "Chamber",
    "Leg",
    "Link",
    "LockDefaults",
    "LockPhases",
    "Network",
    "PhaseProfile",
    "build_network",
    "find_chains",
    "fixed_phases",
    "start_overseas",
    "with_overseas",
    "zone_of",
]
