"""Mode constants that meet the base year.

Every control group of the demand table was observed on one main mode. The other main modes that
its shipments could take get a stated prior share, the same for all shipments of a commodity
group, split evenly over the modes a shipment has. For each control group and commodity group the
constants of those modes are moved until the modelled tonnes of each mode meet this target; the
observed mode's constant is zero. A main mode that a control group could not choose in the base
year (a canal not yet open) takes the tonnage-weighted mean constant of its commodity group over
the groups that could.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from networks import MODES
from transport.assignment import ANY_GROUP, Market, choose

if TYPE_CHECKING:
    from collections.abc import Mapping

    from transport.services import CommodityGroup

_ROUNDS = 200
_TOLERANCE = 1e-10


def zero_constants(
    demand: pd.DataFrame, groups: Mapping[str, CommodityGroup]
) -> dict[tuple[str, str, str], float]:
    """Return constants of zero for every control group, commodity group and main mode."""
    return {
        (str(control), group, mode): 0.0
        for control in demand["control_group"].unique()
        for group in groups
        for mode in MODES
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
        ``control_group``, ``choice_group``, ``main_mode``, ``constant_utility``, ``target_kt``,
        ``modelled_kt``; rows of control group ``any`` have no target.
    """
    target = _target_share(market, groups)
    demand = market.demand
    segment, names = pd.factorize(
        pd.MultiIndex.from_frame(demand[["control_group", "choice_group"]])
    )
    cell = segment[market.shipment] * len(MODES) + market.nest
    n_cells = len(names) * len(MODES)
    observed = demand["observed_main_mode"].map({m: i for i, m in enumerate(MODES)})
    is_observed = market.nest == observed.to_numpy()[market.shipment]
    wanted = np.bincount(cell, weights=target * market.kt[market.shipment], minlength=n_cells)
    constant = np.zeros(n_cells)
    fixed = np.zeros(n_cells, dtype=bool)
    fixed[cell[is_observed]] = True
    modelled = wanted
    for _ in range(_ROUNDS):
        shares = choose(replace(market, constant=constant[cell]), cost_cny_per_t).probability
        modelled = np.bincount(cell, weights=shares * market.kt[market.shipment], minlength=n_cells)
        step = np.zeros(n_cells)
        moving = ~fixed & (wanted > 0)
        step[moving] = np.log(wanted[moving] / modelled[moving])
        constant += step
        if np.max(np.abs(step), initial=0.0) < _TOLERANCE:
            break
    table = pd.DataFrame(
        [
            (*names[i // len(MODES)], MODES[i % len(MODES)], constant[i], wanted[i], modelled[i])
            for i in range(n_cells)
            if wanted[i] > 0
        ],
        columns=[
            "control_group",
            "choice_group",
            "main_mode",
            "constant_utility",
            "target_kt",
            "modelled_kt",
        ],
    )
    return pd.concat([table, _fallbacks(table, fixed, wanted)], ignore_index=True)


def _target_share(market: Market, groups: Mapping[str, CommodityGroup]) -> np.ndarray:
    """Target share of the nest of each alternative, split evenly over its alternatives."""
    n = len(market.kt)
    observed = market.demand["observed_main_mode"].map({m: i for i, m in enumerate(MODES)})
    nest_of_row = observed.to_numpy()
    cell = market.shipment * len(MODES) + market.nest
    in_nest = np.bincount(cell, minlength=n * len(MODES))
    present = in_nest.reshape(n, len(MODES)) > 0
    has_observed = present[np.arange(n), nest_of_row]
    others = present.sum(axis=1) - has_observed
    prior = np.array([groups[name].prior_share for name in market.demand["choice_group"]])
    prior = np.where(others > 0, np.where(has_observed, prior, 1.0), 0.0)
    each = prior / np.maximum(others, 1)
    is_observed = market.nest == nest_of_row[market.shipment]
    share = np.where(is_observed, 1 - prior[market.shipment], each[market.shipment])
    return np.asarray(share / in_nest[cell])


def _fallbacks(table: pd.DataFrame, fixed: np.ndarray, wanted: np.ndarray) -> pd.DataFrame:
    """Mean constants over the control groups, for modes that some group could not choose."""
    free = table[~fixed[wanted > 0]]
    rows = [
        (
            ANY_GROUP,
            group,
            mode,
            float(np.average(part["constant_utility"], weights=part["target_kt"])),
            np.nan,
            np.nan,
        )
        for (group, mode), part in free.groupby(["choice_group", "main_mode"], sort=True)
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
        Constant by control group, commodity group and main mode.
    """
    return {
        (str(row["control_group"]), str(row["choice_group"]), str(row["main_mode"])): float(
            row["constant_utility"]
        )
        for row in table.to_dict("records")
    }
