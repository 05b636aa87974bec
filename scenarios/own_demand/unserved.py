"""Demand that no service can carry on the network of the base year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scenarios.from_tables.inland_fleet import fleet_of
from scenarios.inputs import (
    BASE_YEAR,
    demand_of,
    groups_of,
    network_of,
    skims_of,
    transport_parameters,
)
from transport.mode_choice.assignment import make_market
from transport.mode_choice.calibration import constants_by_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd


def unserved_rows(tables: Mapping[str, pd.DataFrame]) -> list[int]:
    """Return the rows of the demand that have no service.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables, with a column ``line`` in ``demand`` that numbers its rows.

    Returns
    -------
    list of int
        Rising values of ``line``.
    """
    parameters = transport_parameters(tables)
    groups = groups_of(tables, parameters)
    network = network_of(tables, (), BASE_YEAR, parameters)
    fleet = fleet_of(tables, BASE_YEAR, parameters)
    skims = skims_of(tables, network, fleet, groups, parameters)
    constants = constants_by_key(tables["choice_constants"])
    market = make_market(
        demand_of(tables), tables["commodities"], skims, groups, constants, parameters.route_scale
    )
    served = np.zeros(len(market.demand), dtype=bool)
    served[market.shipment] = True
    return sorted({int(line) for line in market.demand.loc[~served, "line"]})
