"""Nested logit over services, and demand that falls when every service becomes dearer.

For alternative j of shipment n in nest m with utility V (CNY-based, scaled by the cost
coefficient) and nest scale mu between 0 and 1 (Ben-Akiva and Lerman 1985, chapter 10):

    P(j in m) = exp(V_j / mu) / sum over the nest
    I_m       = ln sum exp(V_j / mu)
    P(m)      = exp(mu I_m) / sum over nests exp(mu I)

With mu = 1 it is the multinomial logit. All functions take flat arrays, one entry for each
alternative, with the index of its shipment and of its nest.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class ChoiceResult:
    """Probabilities and expected utility.

    Attributes
    ----------
    probability : numpy.ndarray
        Share of each alternative, summing to one for each shipment.
    logsum : numpy.ndarray
        Expected largest utility of each shipment; minus infinity without alternatives.
    """

    probability: np.ndarray
    logsum: np.ndarray


def _log_sum_exp(values: np.ndarray, group: np.ndarray, n_groups: int) -> np.ndarray:
    """Logarithm of the sum of exponentials by group, minus infinity for an empty group."""
    top = np.full(n_groups, -np.inf)
    np.maximum.at(top, group, values)
    shift = np.where(np.isfinite(top), top, 0.0)
    total = np.bincount(group, weights=np.exp(values - shift[group]), minlength=n_groups)
    with np.errstate(divide="ignore"):
        return np.log(total) + shift


def nested_logit(
    utility: np.ndarray,
    shipment: np.ndarray,
    nest: np.ndarray,
    n_shipments: int,
    n_nests: int,
    nest_scale: np.ndarray,
) -> ChoiceResult:
    """Compute the shares of a two-level nested logit.

    Parameters
    ----------
    utility : numpy.ndarray
        Utility of each alternative, constants included.
    shipment, nest : numpy.ndarray
        Indices of the shipment and the nest of each alternative.
    n_shipments, n_nests : int
        How many there are.
    nest_scale : numpy.ndarray
        Scale of the lower level for each shipment, above 0 and at most 1.

    Returns
    -------
    ChoiceResult
        Shares and expected utility.

    Raises
    ------
    ValueError
        If a scale lies outside 0 to 1.
    """
    if np.any((nest_scale <= 0) | (nest_scale > 1)):
        msg = "A nest scale lies outside 0 to 1. Give scales above 0 and at most 1."
        raise ValueError(msg)
    scale = nest_scale[shipment]
    cell = shipment * n_nests + nest
    inclusive = _log_sum_exp(utility / scale, cell, n_shipments * n_nests)
    within = np.exp(utility / scale - inclusive[cell])
    present = np.unique(cell)
    upper = nest_scale[present // n_nests] * inclusive[present]
    logsum = _log_sum_exp(upper, present // n_nests, n_shipments)
    upper_all = np.full(n_shipments * n_nests, -np.inf)
    upper_all[present] = upper
    among = np.exp(upper_all[cell] - logsum[shipment])
    return ChoiceResult(within * among, logsum)


def served_share(
    cost_cny_per_t: np.ndarray, base_cost_cny_per_t: np.ndarray, elasticity: np.ndarray
) -> np.ndarray:
    """Return the share of cargo that still travels when its cheapest chains become dearer.

    The cost is the expected (logsum) cost of all chains. Demand follows a constant elasticity
    around the base-year cost and never exceeds one: a cheaper chain creates no cargo.

    Parameters
    ----------
    cost_cny_per_t, base_cost_cny_per_t : numpy.ndarray
        Expected cost now and in the base year, in CNY per tonne.
    elasticity : numpy.ndarray
        Elasticity to cost, zero or negative.

    Returns
    -------
    numpy.ndarray
        Shares from 0 to 1.
    """
    dearer = cost_cny_per_t > base_cost_cny_per_t
    rise = np.zeros(np.shape(cost_cny_per_t))
    np.subtract(cost_cny_per_t, base_cost_cny_per_t, out=rise, where=dearer)
    rise /= np.maximum(base_cost_cny_per_t, 1.0)
    return np.asarray(np.power(1.0 + rise, elasticity))
