"""The base year, from which every other year starts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from networks import MODES, Network
from scenarios.fleet.use import start_changes
from scenarios.from_tables.single_numbers import transport_parameters
from scenarios.inputs.base_skims import base_skims
from scenarios.inputs.readers import (
    BASE_YEAR,
    delays_for,
    demand_of,
    groups_of,
    network_of,
    spreads_for,
)
from transport.facilities import facility_kt
from transport.fleet_use.work_shift import shipment_work
from transport.indicators import lockage_h
from transport.inland.voyages import least_empty_factor
from transport.mode_choice.assignment import (
    Assignment,
    Market,
    assign,
    choose,
    expected_cost,
    generalised_cost,
    make_market,
    service_kt,
)
from transport.mode_choice.calibration import constants_by_key
from transport.mode_choice.cases import PricedMarket, priced_market
from transport.operations.lock import DIRECTIONS
from transport.skims import with_lock_spread

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from transport.commodity_groups import CommodityGroup
    from transport.facilities import FacilityKey
    from transport.parameters import TransportParameters
    from transport.skims import LockDirection


_LEAST_KT = 1e-12
"""Least cargo by which work is divided: rows of the demand table may be empty."""


@dataclass(frozen=True)
class Base:
    """What the base year gives to every other year.

    Attributes
    ----------
    parameters : TransportParameters
        Single numbers of the model.
    groups : dict of str to CommodityGroup
        Commodity groups.
    delay_h, spread_h : dict
        Base-year hours at each lock and direction, and their standard deviation over vessels.
    cost_cny_per_t : numpy.ndarray
        Base-year logsum cost of each shipment.
    wait_h : dict
        Base-year wait at each lock and direction: the delay less a mean lockage.
    lock_kt : dict
        Base-year cargo through each lock and direction.
    control_kt : dict of str to float
        Base-year cargo of each control group on the main mode on which it was observed.
    priced : PricedMarket
        Shipments of the base year with money and hours of their alternatives.
    least_empty_factor : float
        Part of today's empty vessel-km that the imbalance of river flows leaves at least.
    network : Network
        Network of the base year.
    facility_kt : dict
        Base-year cargo on each rail section and through each terminal.
    stock : tuple
        The vehicles of the base year as changes: those of the starting stock.
    tkm_per_kt : numpy.ndarray
        Million tonne-km of a kilotonne of each shipment, shape (shipments, columns) as
        :func:`transport.fleet_use.work_shift.shipment_work` gives them.
    """

    parameters: TransportParameters
    groups: dict[str, CommodityGroup]
    delay_h: dict[LockDirection, float]
    spread_h: dict[LockDirection, float]
    cost_cny_per_t: np.ndarray
    wait_h: dict[LockDirection, float]
    lock_kt: dict[LockDirection, float]
    control_kt: dict[str, float]
    priced: PricedMarket
    least_empty_factor: float
    network: Network
    facility_kt: dict[FacilityKey, float]
    stock: tuple[object, ...]
    tkm_per_kt: np.ndarray


def prepare_base(tables: Mapping[str, pd.DataFrame]) -> Base:
    """Work out what the base year gives to other years.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables, calibrated constants and delays included.

    Returns
    -------
    Base
        Parameters, groups, base-year delays and costs.
    """
    parameters = transport_parameters(tables)
    groups = groups_of(tables, parameters)
    network = network_of(tables, (), BASE_YEAR, parameters)
    stock = start_changes(tables)
    _, skims = base_skims(tables, network, stock, groups, parameters)
    skims = with_lock_spread(skims)
    constants = constants_by_key(tables["choice_constants"])
    market = make_market(
        demand_of(tables), tables["commodities"], skims, groups, constants, parameters.route_scale
    )
    delays, spreads = (
        _by_direction(tables["base_delays"], name) for name in ("delay_h", "spread_h")
    )
    delay_h = np.concatenate([delays_for(skims, network, delays), spreads_for(skims, spreads)])
    cost = expected_cost(market, choose(market, generalised_cost(market, skims, delay_h)))
    assignment = assign(market, skims, delay_h, cost)
    kt = service_kt(market, assignment, len(skims.services))
    lock_kt = kt @ skims.laden_calls[:, : len(skims.lock_directions)]
    return Base(
        parameters,
        groups,
        delays,
        spreads,
        cost,
        {key: hours - lockage_h(network.chambers[key[0]]) for key, hours in delays.items()},
        dict(zip(skims.lock_directions, lock_kt.tolist(), strict=True)),
        _observed_kt(market, assignment),
        priced_market(market, skims, delay_h),
        least_empty_factor(skims.route_kt(kt), skims.routes),
        network,
        facility_kt(skims.services, kt),
        stock,
        shipment_work(market, assignment, skims) / np.maximum(market.kt, _LEAST_KT)[:, None],
    )


def _by_direction(table: pd.DataFrame, column: str) -> dict[LockDirection, float]:
    """Values of table ``base_delays`` by lock and direction."""
    return {
        (str(row["lock"]), DIRECTIONS.index(str(row["direction"]))): float(row[column])
        for row in table.to_dict("records")
    }


def _observed_kt(market: Market, assignment: Assignment) -> dict[str, float]:
    """Cargo of each control group on its observed main mode."""
    demand = market.demand
    observed = demand["observed_main_mode"].map({mode: i for i, mode in enumerate(MODES)})
    on_it = market.nest == observed.to_numpy()[market.shipment]
    control = demand["control_group"].to_numpy()[market.shipment]
    return {
        str(name): float(assignment.kt[on_it & (control == name)].sum())
        for name in demand["control_group"].unique()
    }
