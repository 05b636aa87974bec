"""How shares answer to cost: elasticities, real alternatives, and the price of an hour of queue."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from fleets import payload_t
from networks import MODES
from transport.inland.water_routes import waiting_hour_cny
from transport.mode_choice.assignment import choose, expected_cost
from transport.mode_choice.choice import served_share

if TYPE_CHECKING:
    from transport.inland.water_routes import InlandFleet
    from transport.mode_choice.assignment import Market

ALL = "all"
"""Commodity of the sums over all commodities."""

STEP = 0.01
"""Rise of cost of which the elasticities are taken."""


def mode_kt(market: Market, cost_cny_per_t: np.ndarray, base_cost: np.ndarray) -> pd.DataFrame:
    """Return cargo by commodity and main mode for given costs.

    Parameters
    ----------
    market : Market
        Shipments and alternatives.
    cost_cny_per_t : numpy.ndarray
        Generalised cost of each alternative.
    base_cost : numpy.ndarray
        Logsum cost of each shipment at which all its cargo travels.

    Returns
    -------
    pandas.DataFrame
        Kilotonnes, a row for each commodity and one for :data:`ALL`, a column for each mode.
    """
    choice = choose(market, cost_cny_per_t)
    served = served_share(expected_cost(market, choice), base_cost, market.elasticity)
    kt = choice.probability * (market.kt * served)[market.shipment]
    commodity = market.demand["commodity"].to_numpy()[market.shipment]
    cells = pd.DataFrame({"commodity": commodity, "mode": np.array(MODES)[market.nest], "kt": kt})
    table = cells.pivot_table(
        index="commodity", columns="mode", values="kt", aggfunc="sum", fill_value=0.0
    ).reindex(columns=list(MODES), fill_value=0.0)
    table.loc[ALL] = table.sum()
    return table


def elasticities(market: Market, cost_cny_per_t: np.ndarray, base_cost: np.ndarray) -> pd.DataFrame:
    """Return arc elasticities of main-mode tonnes to the generalised cost of each main mode.

    The cost of every alternative of one main mode rises by :data:`STEP` and choice is run again:

        e = ln(tonnes after / tonnes before) / ln(1 + step)

    Cargo that no longer travels counts in it; ``shift_elasticity`` is the same with all cargo
    travelling, what goes to other main modes alone. A price elasticity is smaller by the share of
    the price in the generalised cost.

    The parameters are those of :func:`mode_kt`.

    Returns
    -------
    pandas.DataFrame
        ``commodity``, ``main_mode``, ``cost_mode``, ``kt``, ``elasticity`` and
        ``shift_elasticity``; modes without cargo are left out.
    """
    firm = replace(market, elasticity=np.zeros_like(market.elasticity))
    found = _answers(market, cost_cny_per_t, base_cost, "elasticity")
    shift = _answers(firm, cost_cny_per_t, base_cost, "shift_elasticity")
    kt = _long(mode_kt(market, cost_cny_per_t, base_cost), "kt")
    keys = ["commodity", "main_mode"]
    joined = found.merge(shift, on=[*keys, "cost_mode"]).merge(kt, on=keys)
    joined = joined[joined["kt"] > 0].reset_index(drop=True)
    return joined[[*keys, "cost_mode", "kt", "elasticity", "shift_elasticity"]]


def _answers(
    market: Market, cost_cny_per_t: np.ndarray, base_cost: np.ndarray, name: str
) -> pd.DataFrame:
    """Elasticities of every main mode to the cost of every main mode."""
    before = mode_kt(market, cost_cny_per_t, base_cost)
    found = []
    for nest, mode in enumerate(MODES):
        dearer = np.where(market.nest == nest, cost_cny_per_t * (1 + STEP), cost_cny_per_t)
        after = mode_kt(market, dearer, base_cost)
        change = np.log(after.where(before > 0) / before.where(before > 0)) / np.log(1 + STEP)
        found.append(_long(change, name).assign(cost_mode=mode))
    return pd.concat(found, ignore_index=True)


def _long(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return a table by commodity and mode in long form."""
    return table.reset_index().melt(id_vars="commodity", var_name="main_mode", value_name=name)


def real_alternatives(market: Market, cost_cny_per_t: np.ndarray, ratio: float) -> pd.DataFrame:
    """Return the share of tonnes with a second main mode within a ratio of the cheapest.

    Costs are generalised costs without the mode constants: what could be chosen, not what is.

    Parameters
    ----------
    market : Market
        Shipments and alternatives.
    cost_cny_per_t : numpy.ndarray
        Generalised cost of each alternative.
    ratio : float
        Largest ratio of the second cheapest main mode to the cheapest.

    Returns
    -------
    pandas.DataFrame
        ``commodity`` (:data:`ALL` last), ``kt`` and ``share`` from 0 to 1.
    """
    best = np.full((len(market.kt), len(MODES)), np.inf)
    np.minimum.at(best, (market.shipment, market.nest), cost_cny_per_t)
    first, second = np.sort(best, axis=1)[:, :2].T
    with_one = np.isfinite(second) & (second <= ratio * first)
    cells = pd.DataFrame(
        {"commodity": market.demand["commodity"], "kt": market.kt, "with_kt": market.kt * with_one}
    )
    sums = cells.groupby("commodity", sort=True)[["kt", "with_kt"]].sum()
    sums.loc[ALL] = sums.sum()
    return sums.assign(share=sums["with_kt"] / sums["kt"]).reset_index()[
        ["commodity", "kt", "share"]
    ]


@dataclass(frozen=True)
class QueueHour:
    """What one hour in a queue costs a vessel's cargo.

    Attributes
    ----------
    class_id : str
        Vessel class.
    dwt_t, payload_t : float
        Rated tonnage, and cargo on a fairway of full depth.
    vessel_cny_per_h : float
        Standing cost and fuel of the waiting vessel.
    """

    class_id: str
    dwt_t: float
    payload_t: float
    vessel_cny_per_h: float

    @property
    def vessel_cny_per_t(self) -> float:
        """Vessel time of an hour, CNY per tonne of cargo."""
        return self.vessel_cny_per_h / self.payload_t

    def cny_per_t(self, value_of_time_cny_per_t_h: float) -> float:
        """Return vessel time and cargo time of an hour, CNY per tonne."""
        return self.vessel_cny_per_t + value_of_time_cny_per_t_h


def queue_hour(fleet: InlandFleet, dwt_t: float, cargo_kind: str = "bulk") -> QueueHour:
    """Return what an hour of queue costs the class nearest to a rated tonnage.

    Parameters
    ----------
    fleet : InlandFleet
        Vessels and prices of energy.
    dwt_t : float
        Rated tonnage.
    cargo_kind : str
        ``bulk`` or ``container``.

    Returns
    -------
    QueueHour
        Of the nearest class that carries this kind.
    """
    classes = [fleet.classes[name] for name in fleet.shares[cargo_kind]]
    vessel = min(classes, key=lambda one: abs(one.dwt_t - dwt_t))
    return QueueHour(
        vessel.class_id,
        vessel.dwt_t,
        payload_t(vessel, np.inf, np.inf, fleet.rules),
        waiting_hour_cny(vessel, fleet),
    )
