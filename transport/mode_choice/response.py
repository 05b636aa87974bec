"""How cargo answers to a small change of cost: derivatives of choice and of demand.

For the choice of :mod:`transport.mode_choice.assignment` with utility V = constant - b C, a change
dC of the costs of a shipment's routes changes the share p of route j of chain c in nest m by

    d ln p_j = -b ((dC_j - mean_c dC) / (r mu) + (mean_c dC - mean_m dC) / mu + mean_m dC - mean dC)

with means weighted by the shares inside chain, nest and shipment, mu the scale of the nest and r
that of routes; and the share of the shipment that travels by d ln served = e mean dC / B where its
cost lies above that of the base year, B.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

from networks import MODES

if TYPE_CHECKING:
    from transport.mode_choice.assignment import Assignment, Market


def cargo_response(
    market: Market,
    assignment: Assignment,
    base_cost_cny_per_t: np.ndarray,
    cost_change: np.ndarray,
) -> np.ndarray:
    """Return the change of the cargo of each alternative for changes of cost.

    Parameters
    ----------
    market : Market
        Shipments and alternatives.
    assignment : Assignment
        Cargo at the costs that change.
    base_cost_cny_per_t : numpy.ndarray
        Logsum cost of each shipment in the base year.
    cost_change : numpy.ndarray
        CNY per tonne of each alternative, shape (alternatives, changes).

    Returns
    -------
    numpy.ndarray
        Kilotonnes to first order, of the same shape.
    """
    share = assignment.probability
    nest_of = np.unique(market.shipment * len(MODES) + market.nest, return_inverse=True)[1]
    chain_of = np.arange(len(share)) if market.chain is None else market.chain
    chain, nest, whole = (
        _means(group, share, cost_change) for group in (chain_of, nest_of, market.shipment)
    )
    scale = market.nest_scale[market.shipment][:, None]
    weight = market.cost_coefficient[market.shipment][:, None]
    between_routes = (cost_change - chain) / (market.route_scale * scale)
    mixed = -weight * (between_routes + (chain - nest) / scale + nest - whole)
    dearer = assignment.expected_cost_cny_per_t > base_cost_cny_per_t
    fall = np.where(dearer, market.elasticity / np.maximum(base_cost_cny_per_t, 1.0), 0.0)
    return np.asarray(assignment.kt[:, None] * (mixed + fall[market.shipment][:, None] * whole))


def _means(group: np.ndarray, share: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Mean of the values of each alternative's group, weighted by shares."""
    n_groups = int(group.max(initial=-1)) + 1
    whole = np.bincount(group, weights=share, minlength=n_groups)[group]
    weight = np.divide(share, whole, out=np.zeros_like(share), where=whole > 0)
    at = np.arange(len(group))
    sums = csr_array((weight, (group, at)), shape=(n_groups, len(group)))
    return np.asarray((sums @ values)[group])
