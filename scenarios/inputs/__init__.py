"""From checked tables to the objects of the model.

The lower packages take frames and frozen objects; this package is where table names meet them.
"""

from scenarios.from_tables.single_numbers import transport_parameters
from scenarios.inputs.base import Base, prepare_base
from scenarios.inputs.readers import (
    BASE_YEAR,
    delays_for,
    demand_of,
    from_overseas_kt,
    groups_of,
    network_of,
    skims_of,
    spreads_for,
    with_zones_overseas,
)
from scenarios.inputs.year import prepare_year

__all__ = [
    "BASE_YEAR",
    "Base",
    "delays_for",
    "demand_of",
    "from_overseas_kt",
    "groups_of",
    "network_of",
    "prepare_base",
    "prepare_year",
    "skims_of",
    "spreads_for",
    "transport_parameters",
    "with_zones_overseas",
]
