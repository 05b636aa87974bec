"""Nested logit over services, and demand that falls when every service becomes dearer.

For alternative j of shipment n in nest m with utility V (CNY-based, scaled by the cost
coefficient) and nest scale mu between 0 and 1 (Ben-Akiva and Lerman 1985, chapter 10):

    P(j in m) = exp(V_j / mu) / sum over the nest
    I_m       = ln sum exp(V_j / mu)
    P(m)      = exp(mu I_m) / sum over nests exp(mu I)

With mu = 1 it is the multinomial logit. The pivot (incremental) form starts from base shares and
needs only changes of utility dV; it follows from the above by dividing base into plan:

    dI_m  = ln sum P(j | m) exp(dV_j / mu)
    P'(j) = P(j) exp(dV_j / mu - dI_m) exp(mu dI_m) / sum over nests P(m) exp(mu dI_m)

Both give the same shares where the base shares are those of the absolute form. All functions take
flat arrays, one entry for each alternative, with the index of its shipment and of its nest.
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


_STIFF = 1e-12
"""Elasticity (without its sign) up to which demand counts as not moved by cost."""


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
    _check_scale(nest_scale)
    scale = nest_scale[shipment]
    cell = shipment * n_nests + nest
    inclusive = _log_sum_exp(utility / scale, cell, n_shipments * n_nests)
    within = np.exp(utility / scale - inclusive[cell])
    present = np.flatnonzero(np.bincount(cell))
    upper = nest_scale[present // n_nests] * inclusive[present]
    logsum = _log_sum_exp(upper, present // n_nests, n_shipments)
    upper_all = np.full(n_shipments * n_nests, -np.inf)
    upper_all[present] = upper
    among = np.exp(upper_all[cell] - logsum[shipment])
    return ChoiceResult(within * among, logsum)


def route_choice(
    utility: np.ndarray, chain: np.ndarray, n_chains: int, scale: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the utility of chains from that of their routes, and the shares of the routes.

    Parameters
    ----------
    utility : numpy.ndarray
        Utility of each route.
    chain : numpy.ndarray
        Chain of each route.
    n_chains : int
        How many chains there are.
    scale : numpy.ndarray
        Scale of each route's choice, above zero; the same inside a chain.

    Returns
    -------
    inclusive : numpy.ndarray
        Logsum of each chain; the utility itself for a chain of one route.
    share : numpy.ndarray
        Share of each route in its chain.
    """
    logsum = _log_sum_exp(utility / scale, chain, n_chains)
    of_chain = np.zeros(n_chains)
    of_chain[chain] = scale
    return logsum * of_chain, np.exp(utility / scale - logsum[chain])


def pivot_nested_logit(
    base_share: np.ndarray,
    utility_change: np.ndarray,
    shipment: np.ndarray,
    nest: np.ndarray,
    nest_scale: np.ndarray,
) -> ChoiceResult:
    """Compute the shares of a two-level nested logit from base shares and changes of utility.

    Parameters
    ----------
    base_share : numpy.ndarray
        Observed or modelled share of each alternative, summing to one for each shipment; an
        alternative with none keeps none.
    utility_change : numpy.ndarray
        Utility of each alternative less that of the base; constants cancel.
    shipment, nest : numpy.ndarray
        Indices of the shipment and the nest of each alternative.
    nest_scale : numpy.ndarray
        Scale of the lower level for each shipment, above 0 and at most 1.

    Returns
    -------
    ChoiceResult
        Shares, equal to the base shares to the bit where nothing changed, and the change of the
        expected utility.

    Raises
    ------
    ValueError
        If a scale lies outside 0 to 1 or a base share is negative.
    """
    _check_scale(nest_scale)
    if np.any(base_share < 0):
        msg = "A base share is negative. Give shares from 0 to 1."
        raise ValueError(msg)
    n_shipments, n_nests = len(nest_scale), int(nest.max(initial=0)) + 1
    cell = shipment * n_nests + nest
    owner = np.arange(n_shipments * n_nests) // n_nests
    scaled = utility_change / nest_scale[shipment]
    nest_share = np.bincount(cell, weights=base_share, minlength=len(owner))
    nest_change = _mean_exp(scaled, base_share, cell, len(owner))
    upper = nest_scale[owner] * nest_change
    logsum_change = _mean_exp(upper, nest_share, owner, n_shipments)
    factor = scaled - nest_change[cell] + upper[cell] - logsum_change[shipment]
    kept = np.where(base_share > 0, factor, -np.inf)
    return ChoiceResult(base_share * np.exp(kept), logsum_change)


def _mean_exp(
    values: np.ndarray, weight: np.ndarray, group: np.ndarray, n_groups: int
) -> np.ndarray:
    """Logarithm of the weighted mean of exponentials by group, zero for a group without weight."""
    top = np.full(n_groups, -np.inf)
    np.maximum.at(top, group[weight > 0], values[weight > 0])
    shift = np.where(np.isfinite(top), top, 0.0)
    apart = np.where(weight > 0, values - shift[group], 0.0)
    total = np.bincount(group, weights=weight * np.exp(apart), minlength=n_groups)
    whole = np.bincount(group, weights=weight, minlength=n_groups)
    mean = np.divide(total, whole, out=np.ones(n_groups), where=whole > 0)
    return np.asarray(np.log(mean) + shift)


def _check_scale(nest_scale: np.ndarray) -> None:
    """Raise for a nest scale outside 0 to 1."""
    if np.any((nest_scale <= 0) | (nest_scale > 1)):
        msg = "A nest scale lies outside 0 to 1. Give scales above 0 and at most 1."
        raise ValueError(msg)


def served_share(
    cost_cny_per_t: np.ndarray, base_cost_cny_per_t: np.ndarray, elasticity: np.ndarray
) -> np.ndarray:
    """Return the share of cargo that still travels when its cheapest chains become dearer.

    The cost C is the expected (logsum) cost of all chains. With the base-year cost B and the
    elasticity e at it,

        share = exp(e (C - B) / B) where C > B, else 1

    A cheaper chain creates no cargo. The form is semi-logarithmic: its elasticity grows with the
    cost, e C / B, as that of goods with a bounded value does. With one elasticity at all costs a
    fifth of all sand would still travel at ten times its freight.

    Parameters
    ----------
    cost_cny_per_t, base_cost_cny_per_t : numpy.ndarray
        Expected cost now and in the base year, in CNY per tonne; a base cost below one counts as
        one.
    elasticity : numpy.ndarray
        Elasticity to cost at the base-year cost, zero or negative.

    Returns
    -------
    numpy.ndarray
        Shares from 0 to 1.
    """
    dearer = cost_cny_per_t > base_cost_cny_per_t
    rise = np.zeros(np.shape(cost_cny_per_t))
    np.subtract(cost_cny_per_t, base_cost_cny_per_t, out=rise, where=dearer)
    rise /= np.maximum(base_cost_cny_per_t, 1.0)
    return np.asarray(np.exp(elasticity * rise))


def surplus_lost(
    cost_cny_per_t: np.ndarray, base_cost_cny_per_t: np.ndarray, elasticity: np.ndarray
) -> np.ndarray:
    """Return the consumer surplus lost when the cost of all chains rises, per tonne of demand.

    The area beside the demand curve of :func:`served_share`, from the base-year cost B to C:

        B / -e (1 - share) where C > B, else C - B

    It holds what cargo that still travels pays more and what cargo that stays behind gives up, in
    money and time, and the worth of every service that went. Its bound, where no service is left,
    is B / -e; with an elasticity of zero there is none, and cargo without a service counts B, which
    is too little.

    Parameters
    ----------
    cost_cny_per_t, base_cost_cny_per_t : numpy.ndarray
        Expected (logsum) cost now and in the base year; a base cost below one counts as one. The
        first may be infinite.
    elasticity : numpy.ndarray
        Elasticity to cost at the base-year cost, zero or negative.

    Returns
    -------
    numpy.ndarray
        CNY per tonne, below zero for a gain.

    Examples
    --------
    >>> cost, base, e = np.array([90.0, 150.0, np.inf]), np.full(3, 100.0), np.full(3, -0.5)
    >>> surplus_lost(cost, base, e).round(2).tolist()
    [-10.0, 44.24, 200.0]
    """
    rise = cost_cny_per_t - base_cost_cny_per_t
    bends = (rise > 0) & (elasticity < -_STIFF)
    bound = np.divide(
        np.maximum(base_cost_cny_per_t, 1.0), -elasticity, out=np.ones(len(rise)), where=bends
    )
    straight = np.where(np.isinf(cost_cny_per_t), base_cost_cny_per_t, rise)
    kept_back = -np.expm1(-np.divide(rise, bound, out=np.zeros(len(rise)), where=bends))
    return np.asarray(np.where(bends, bound * kept_back, straight))
