"""Mode constants that meet the base year.

Every control group of the demand table was observed on one main mode. The other alternatives that
its shipments could take, other main modes and chains that change between railway and river, get a
stated prior share, the same for all shipments of a commodity group, split evenly over the
alternatives a shipment has. Chains from river to rail count as unobserved even where the river is
the longer leg: the cargo of a lock was counted at the lock, and such a chain can pass it by. For
each control group and commodity group the constants of those alternatives are moved until the
modelled tonnes of each meet this target; the observed mode's constant is zero. An alternative that
a control group could not choose in the base year (a canal not yet open) takes the tonnage-weighted
mean constant of its commodity group over the groups that could.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from networks import MODES
from transport.mode_choice.assignment import ANY_GROUP, Market, choose
from transport.services import ALTERNATIVES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from transport.commodity_groups import CommodityGroup

_ROUNDS = 200
_TOLERANCE = 1e-10


def zero_constants(
    demand: pd.DataFrame, groups: Mapping[str, CommodityGroup]
) -> dict[tuple[str, str, str], float]:
    """Return constants of zero for every control group, commodity group and alternative."""
    return {
        (str(control), group, kind): 0.0
        for control in demand["control_group"].unique()
        for group in groups
        for kind in ALTERNATIVES
    }


def calibrate(
    market: Market, cost_cny_per_t: np.ndarray, groups: Mapping[str, CommodityGroup]
) -> pd.DataFrame:
    """Find the mode constants of the base year.

    Parameters
    ----------
    market : Market
        Base-year shipments with constants of zero.
    cost_cny_per_t : numpy.ndarray
        Generalised cost of each alternative.
    groups : mapping of str to CommodityGroup
        Commodity groups with their prior share.

    Returns
    -------
    pandas.DataFrame
        ``control_group``, ``choice_group``, ``alternative``, ``constant_utility``, ``target_kt``,
        ``modelled_kt``; rows of control group ``any`` have no target.
    """
    target = _target_share(market, groups)
    demand, n_kinds = market.demand, len(ALTERNATIVES)
    segment, names = pd.factorize(
        pd.MultiIndex.from_frame(demand[["control_group", "choice_group"]])
    )
    cell = segment[market.shipment] * len(ALTERNATIVES) + market.constant_class
    n_cells = len(names) * len(ALTERNATIVES)
    is_observed = market.constant_class == _observed(market)[market.shipment]
    wanted = np.bincount(cell, weights=target * market.kt[market.shipment], minlength=n_cells)
    fixed = np.zeros(n_cells, dtype=bool)
    fixed[cell[is_observed]] = True
    constant, modelled = _fitted(market, cost_cny_per_t, cell, wanted, fixed)
    table = pd.DataFrame(
        [
            (*names[i // n_kinds], ALTERNATIVES[i % n_kinds], constant[i], wanted[i], modelled[i])
            for i in range(n_cells)
            if wanted[i] > 0
        ],
        columns=[
            "control_group",
            "choice_group",
            "alternative",
            "constant_utility",
            "target_kt",
            "modelled_kt",
        ],
    )
    return pd.concat([table, _fallbacks(table, fixed, wanted)], ignore_index=True)


def _fitted(
    market: Market,
    cost_cny_per_t: np.ndarray,
    cell: np.ndarray,
    wanted: np.ndarray,
    fixed: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Constants of the cells that are not fixed, and the tonnes that they give.

    A step is the logarithm of wanted over modelled tonnes, over how fast the latter answers: with
    one where a class fills its nest, with one over the nest's scale where it is a small part of it.
    """
    kt, scale = market.kt[market.shipment], market.nest_scale[market.shipment]
    nest = market.shipment * len(MODES) + market.nest
    kind = np.unique(nest * len(ALTERNATIVES) + market.constant_class, return_inverse=True)[1]
    constant, modelled = np.zeros(len(wanted)), wanted
    moving = ~fixed & (wanted > 0)
    for _ in range(_ROUNDS):
        shares = choose(replace(market, constant=constant[cell]), cost_cny_per_t).probability
        of_kind, of_nest = (np.bincount(at, weights=shares)[at] for at in (kind, nest))
        part = np.divide(of_kind, of_nest, out=np.ones(len(shares)), where=of_nest > 0)
        modelled, answering = (
            np.bincount(cell, weights=shares * kt * weight, minlength=len(wanted))
            for weight in (1.0, part + (1 - part) / scale)
        )
        slope = answering[moving] / modelled[moving]
        step = np.log(wanted[moving] / modelled[moving]) / slope
        constant[moving] += step
        if np.max(np.abs(step), initial=0.0) < _TOLERANCE:
            break
    return constant, modelled


def _target_share(market: Market, groups: Mapping[str, CommodityGroup]) -> np.ndarray:
    """Target share of the class of each alternative, split evenly over its alternatives."""
    n, n_kinds = len(market.kt), len(ALTERNATIVES)
    observed = _observed(market)
    cell = market.shipment * n_kinds + market.constant_class
    in_class = np.bincount(cell, minlength=n * n_kinds)
    present = in_class.reshape(n, n_kinds) > 0
    has_observed = present[np.arange(n), observed]
    others = present.sum(axis=1) - has_observed
    prior = np.array([groups[name].prior_share for name in market.demand["choice_group"]])
    prior = np.where(others > 0, np.where(has_observed, prior, 1.0), 0.0)
    each = prior / np.maximum(others, 1)
    is_observed = market.constant_class == observed[market.shipment]
    share = np.where(is_observed, 1 - prior[market.shipment], each[market.shipment])
    return np.asarray(share / in_class[cell])


def _observed(market: Market) -> np.ndarray:
    """Class of alternatives on which each shipment was observed."""
    index = {kind: i for i, kind in enumerate(ALTERNATIVES)}
    return market.demand["observed_main_mode"].map(index).to_numpy()


def _fallbacks(table: pd.DataFrame, fixed: np.ndarray, wanted: np.ndarray) -> pd.DataFrame:
    """Mean constants over the control groups, for what some group could not choose."""
    free = table[~fixed[wanted > 0]]
    rows = [
        (
            ANY_GROUP,
            group,
            kind,
            float(np.average(part["constant_utility"], weights=part["target_kt"])),
            np.nan,
            np.nan,
        )
        for (group, kind), part in free.groupby(["choice_group", "alternative"], sort=True)
    ]
    return pd.DataFrame(rows, columns=table.columns)


def constants_by_key(table: pd.DataFrame) -> dict[tuple[str, str, str], float]:
    """Return a table of constants as a mapping.

    Parameters
    ----------
    table : pandas.DataFrame
        Table ``choice_constants``.

    Returns
    -------
    dict
        Constant by control group, commodity group and class of alternatives.
    """
    return {
        (str(row["control_group"]), str(row["choice_group"]), str(row["alternative"])): float(
            row["constant_utility"]
        )
        for row in table.to_dict("records")
    }
