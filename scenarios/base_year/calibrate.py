"""The base year calibrated: mode constants and lock delays that ship as tables.

Constants and delays depend on each other. Constants are first fitted with delays of one lockage
and no spread, then cargo is assigned and the locks are simulated, and the constants are fitted
again with the delays found. Seed and replications are fixed, so that the tables can be made again
to the digit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from scenarios.fleet.use import start_changes
from scenarios.from_tables.locks import lock_sites_of, season_of
from scenarios.inputs import (
    BASE_YEAR,
    delays_for,
    demand_of,
    groups_of,
    network_of,
    spreads_for,
    transport_parameters,
)
from scenarios.inputs.base_skims import base_skims
from transport.annual import simulate_locks
from transport.draws import StreamKey
from transport.mode_choice.assignment import assign, generalised_cost, make_market, service_kt
from transport.mode_choice.calibration import calibrate, constants_by_key, zero_constants
from transport.operations.lock import DIRECTIONS
from transport.skims import with_lock_spread
from transport.year_model import YearModel

if TYPE_CHECKING:
    from collections.abc import Mapping

SEED = 1
REPLICATIONS = 3
SOURCE = "landsea-calibration"


def calibrate_base(
    tables: Mapping[str, pd.DataFrame],
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Calibrate the base year.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables; constants and delays in them are not used.

    Returns
    -------
    constants : pandas.DataFrame
        Table ``choice_constants``.
    delays : pandas.DataFrame
        Table ``base_delays``.
    """
    parameters = transport_parameters(tables)
    groups = groups_of(tables, parameters)
    network = network_of(tables, (), BASE_YEAR, parameters)
    fleet, skims = base_skims(tables, network, start_changes(tables), groups, parameters)
    skims = with_lock_spread(skims)
    demand, commodities = demand_of(tables), tables["commodities"]
    scale = parameters.route_scale
    free = make_market(demand, commodities, skims, groups, zero_constants(demand, groups), scale)
    delay_h = np.concatenate([delays_for(skims, network, {}), spreads_for(skims, {})])
    constants = calibrate(free, generalised_cost(free, skims, delay_h), groups)
    market = make_market(demand, commodities, skims, groups, constants_by_key(constants), scale)
    no_rise = np.full(len(market.kt), np.inf)
    model = YearModel(
        network,
        fleet,
        parameters,
        skims,
        market,
        no_rise,
        delay_h,
        {},
        {},
        None,  # type: ignore[arg-type]
        lock_sites_of(tables, network),
        season_of(tables),
    )
    kt = service_kt(market, assign(market, skims, delay_h, no_rise), len(skims.services))
    runs = [simulate_locks(model, kt, StreamKey(SEED, n))[0] for n in range(REPLICATIONS)]
    delay_h = np.round(np.stack(runs).mean(axis=0), 4)
    constants = calibrate(free, generalised_cost(free, skims, delay_h), groups)
    delays = pd.DataFrame(
        {
            "lock": [lock for lock, _ in skims.lock_directions],
            "direction": [DIRECTIONS[direction] for _, direction in skims.lock_directions],
            "delay_h": delay_h[: len(skims.lock_directions)],
            "spread_h": delay_h[len(skims.lock_directions) :],
        }
    )
    return _sourced(constants.round({"constant_utility": 6, "target_kt": 3, "modelled_kt": 3})), (
        _sourced(delays)
    )


def _sourced(table: pd.DataFrame) -> pd.DataFrame:
    """Add source and confidence."""
    return table.assign(source=SOURCE, confidence="low")
