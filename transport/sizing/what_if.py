"""How load and cost of a plant answer to other assumptions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from transport.load_profile import load_duration
from transport.sizing.port_stays import UNKNOWN, PortStays, serve, with_traffic

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from transport.sizing.plant import CostParts
    from transport.sizing.shore_power import Option, Study

SHARES = tuple(round(0.1 * step, 1) for step in range(11))
TRAFFIC = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0)
MOST_REPLICATIONS = 6
"""Replications that the curves take."""


def alike(stays: PortStays) -> PortStays:
    """Return stays of which it is not known who connects, so that a share can be asked."""
    return replace(stays, known_fitted=np.full(len(stays), UNKNOWN, dtype=np.int8))


def share_points(*more: float) -> list[float]:
    """Return the shares of a curve: every tenth, and those asked for.

    Examples
    --------
    >>> share_points(0.84)[-3:]
    [0.84, 0.9, 1.0]
    """
    return sorted({*SHARES, *more})


def load_by_share(study: Study, shares: Sequence[float] = SHARES) -> list[float]:
    """Return the load at the percentile of a study for shares of vessels that connect.

    The same vessels connect at a share and at every larger one, so the load never falls.

    Returns
    -------
    list of float
        kW of the grid, without limits and before any shaving.
    """
    stays = [alike(one) for one in study.replications[:MOST_REPLICATIONS]]
    return [
        load_duration([serve(one, study.rule, share).grid for one in stays]).percentile_kw(
            study.percentile
        )
        for share in shares
    ]


def load_by_traffic(study: Study, factors: Sequence[float] = TRAFFIC) -> list[float]:
    """Return the load at the percentile of a study for other traffic, in kW of the grid."""
    stays = study.replications[:MOST_REPLICATIONS]
    return [
        load_duration(
            [serve(with_traffic(one, factor), study.rule, study.share).grid for one in stays]
        ).percentile_kw(study.percentile)
        for factor in factors
    ]


@dataclass(frozen=True)
class CostSwing:
    """Cost of a kilowatt-hour with one assumption at both ends of its range."""

    name: str
    low_value: float
    high_value: float
    low_cny_per_kwh: float
    high_cny_per_kwh: float

    @property
    def width(self) -> float:
        """Distance between both ends."""
        return abs(self.high_cny_per_kwh - self.low_cny_per_kwh)


def cost_swings(
    study: Study,
    option: Option,
    ranges: Mapping[str, tuple[float, float, float]],
) -> list[CostSwing]:
    """Return how the cost of a kilowatt-hour moves with each assumption, widest first.

    The plant stays what it is. Energy and its bill go with the share of vessels that connect and
    with their loads; the charge on power goes with loads and its price.

    Parameters
    ----------
    study : Study
        Prices.
    option : Option
        The plant.
    ranges : mapping of str to (float, float, float)
        Value, low and high by name: ``share``, ``load`` (a factor), ``price``, ``charge``,
        ``efficiency``, ``capex`` (a factor), ``om``, ``life``, ``interest``.

    Returns
    -------
    list of CostSwing
        Empty without energy.
    """
    if option.cost.vessel_kwh <= 0:
        return []
    found = []
    for name, (value, low, high) in ranges.items():
        ends = [_cost(study, option, name, value, end) for end in (low, high)]
        found.append(CostSwing(name, low, high, ends[0].cny_per_kwh, ends[1].cny_per_kwh))
    return sorted(found, key=lambda one: -one.width)


def _cost(study: Study, option: Option, name: str, value: float, end: float) -> CostParts:
    """Return the cost with one assumption changed."""
    cost, times = option.cost, end / value
    if name in {"om", "life", "interest", "capex"}:
        years = cost.om_cny / (study.prices.om_share * option.capex_cny)
        field = {"om": "om_share", "life": "life_years", "interest": "interest_rate"}.get(name)
        prices = study.prices if field is None else replace(study.prices, **{field: end})
        capex = option.capex_cny * (times if field is None else 1.0) * years
        om = prices.om_share * capex
        return replace(cost, om_cny=om, capital_cny=prices.yearly_share * capex - om)
    energy, demand, kwh = {
        "share": (times, 1.0, times),
        "load": (times, times, times),
        "price": (times, 1.0, 1.0),
        "charge": (1.0, times, 1.0),
        "efficiency": (1 / times, 1 / times, 1.0),
    }[name]
    return replace(
        cost,
        energy_cny=cost.energy_cny * energy,
        demand_cny=cost.demand_cny * demand,
        vessel_kwh=cost.vessel_kwh * kwh,
    )
