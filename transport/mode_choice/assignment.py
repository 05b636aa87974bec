"""Shipments meet services: generalised cost, shares, tonnes and unserved cargo.

A shipment is one row of the demand table. Its alternatives are the services of its pair of places
and commodity group. Nests are main modes; each has a constant by control group and commodity
group, calibrated on the base year and then fixed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from networks import MODES
from transport.mode_choice.choice import (
    ChoiceResult,
    nested_logit,
    route_choice,
    served_share,
    surplus_lost,
)
from transport.services import ALTERNATIVES
from transport.skims import ServiceSkims, money_and_hours

if TYPE_CHECKING:
    from collections.abc import Mapping

    from transport.commodity_groups import CommodityGroup

ANY_GROUP = "any"
"""Control group of the constants for what a group could not choose in the base year."""


@dataclass(frozen=True)
class Ban:
    """Alternatives that part of the cargo may not take.

    Attributes
    ----------
    closed : numpy.ndarray
        Whether each alternative is closed to the banned part.
    share : numpy.ndarray
        Banned part of each shipment, 0 to 1.
    """

    closed: np.ndarray
    share: np.ndarray


@dataclass(frozen=True)
class Market:
    """Shipments and their alternatives as arrays.

    Attributes
    ----------
    demand : pandas.DataFrame
        Demand rows with ``kt`` of the year and ``choice_group``, in the order of shipments.
    kt : numpy.ndarray
        Kilotonnes a year of each shipment.
    cost_coefficient, nest_scale, elasticity : numpy.ndarray
        Choice parameters of each shipment.
    shipment, service, nest : numpy.ndarray
        For each alternative its shipment, service and main mode (index in ``MODES``).
    value_of_time : numpy.ndarray
        CNY per tonne and hour of each alternative.
    constant : numpy.ndarray
        Mode constant of each alternative, in utility.
    ban : Ban or None
        Alternatives that part of the cargo may not take.
    chain : numpy.ndarray or None
        Chain of each alternative, counted from zero: the routes of one chain are chosen between
        before chains are. Without it every alternative is a chain of its own.
    route_scale : float
        Scale of the choice between routes as a share of that between chains.
    alternative : numpy.ndarray or None
        Class of each alternative, whose constant it has (index in
        :data:`transport.services.ALTERNATIVES`); without it, its main mode.
    """

    demand: pd.DataFrame
    kt: np.ndarray
    cost_coefficient: np.ndarray
    nest_scale: np.ndarray
    elasticity: np.ndarray
    shipment: np.ndarray
    service: np.ndarray
    nest: np.ndarray
    value_of_time: np.ndarray
    constant: np.ndarray
    ban: Ban | None = None
    chain: np.ndarray | None = None
    route_scale: float = 1.0
    alternative: np.ndarray | None = None

    @property
    def constant_class(self) -> np.ndarray:
        """Class of each alternative, whose constant it has."""
        return self.nest if self.alternative is None else self.alternative


@dataclass(frozen=True)
class Assignment:
    """Where the cargo of a year goes.

    Attributes
    ----------
    probability : numpy.ndarray
        Share of each alternative in its shipment's served cargo.
    kt : numpy.ndarray
        Kilotonnes on each alternative.
    served : numpy.ndarray
        Share of each shipment that travels.
    expected_cost_cny_per_t : numpy.ndarray
        Logsum cost of each shipment.
    missed : numpy.ndarray
        Share of each alternative at whose rates cargo that stays behind is counted.
    surplus_lost_cny_per_t : numpy.ndarray
        Consumer surplus lost against the base-year cost, by tonne of demand of each shipment.
    """

    probability: np.ndarray
    kt: np.ndarray
    served: np.ndarray
    expected_cost_cny_per_t: np.ndarray
    missed: np.ndarray
    surplus_lost_cny_per_t: np.ndarray


def make_market(
    demand: pd.DataFrame,
    commodities: pd.DataFrame,
    skims: ServiceSkims,
    groups: Mapping[str, CommodityGroup],
    constants: Mapping[tuple[str, str, str], float],
    route_scale: float = 1.0,
) -> Market:
    """Join shipments and services.

    Parameters
    ----------
    demand : pandas.DataFrame
        Demand table of a year.
    commodities : pandas.DataFrame
        Table ``commodities``.
    skims : ServiceSkims
        Skims of the year's services.
    groups : mapping of str to CommodityGroup
        Commodity groups by id.
    constants : mapping
        Constants by control group, commodity group and class of alternatives; an alternative whose
        constant is missing takes that of the control group ``any``, and is left out without one.
    route_scale : float
        Scale of the choice between routes of one chain as a share of that between chains.

    Returns
    -------
    Market
        Shipments in the order of `demand`.
    """
    known = commodities.set_index("commodity")
    rows = demand.reset_index(drop=True)
    rows = rows.assign(choice_group=rows["commodity"].map(known["choice_group"]))
    value_of_time = rows["commodity"].map(known["value_of_time_cny_per_t_h"]).to_numpy(dtype=float)
    pairs = _alternatives(rows, skims, constants)
    shipment = pairs["shipment"].to_numpy(dtype=np.int64)
    of_row = [groups[name] for name in rows["choice_group"]]
    return Market(
        demand=rows,
        kt=rows["kt"].to_numpy(dtype=float),
        cost_coefficient=np.array([group.cost_coefficient for group in of_row]),
        nest_scale=np.array([group.nest_scale for group in of_row]),
        elasticity=np.array([group.demand_elasticity for group in of_row]),
        shipment=shipment,
        service=pairs["service"].to_numpy(dtype=np.int64),
        nest=pairs["main_mode"].map({mode: i for i, mode in enumerate(MODES)}).to_numpy(np.int64),
        value_of_time=value_of_time[shipment],
        constant=pairs["constant"].to_numpy(dtype=float),
        chain=pairs.groupby(["shipment", "pattern"], sort=False).ngroup().to_numpy(np.int64),
        route_scale=route_scale,
        alternative=pairs["alternative"].map(ALTERNATIVES.index).to_numpy(np.int64),
    )


def _alternatives(
    rows: pd.DataFrame, skims: ServiceSkims, constants: Mapping[tuple[str, str, str], float]
) -> pd.DataFrame:
    """Pair shipments with their services; those without a constant are left out."""
    keys = ["origin", "destination", "choice_group"]
    services = pd.DataFrame(
        [
            (i, s.origin, s.destination, s.group, s.main_mode, s.alternative, s.pattern)
            for i, s in enumerate(skims.services)
        ],
        columns=["service", *keys, "main_mode", "alternative", "pattern"],
    )
    pairs = (
        rows[[*keys, "control_group"]]
        .assign(shipment=np.arange(len(rows)))
        .merge(services, on=keys, how="inner", validate="many_to_many")
    )
    found = [
        constants.get((control, group, kind), constants.get((ANY_GROUP, group, kind), np.nan))
        for control, group, kind in zip(
            pairs["control_group"], pairs["choice_group"], pairs["alternative"], strict=True
        )
    ]
    return pairs.assign(constant=found).dropna(subset="constant")


def generalised_cost(market: Market, skims: ServiceSkims, delay_h: np.ndarray) -> np.ndarray:
    """Return the generalised cost of each alternative in CNY per tonne.

    Money, charges, vessel cost of lock delay, and value of time times door-to-door hours and what
    their spread counts as (reliability).

    Parameters
    ----------
    market : Market
        Shipments and alternatives.
    skims : ServiceSkims
        Skims of the services.
    delay_h : numpy.ndarray
        Hours from arrival at a lock to leaving it, by lock direction.

    Returns
    -------
    numpy.ndarray
        One cost for each alternative.
    """
    money, hours = money_and_hours(skims, delay_h)
    return np.asarray(money[market.service] + market.value_of_time * hours[market.service])


def choose(market: Market, cost_cny_per_t: np.ndarray) -> ChoiceResult:
    """Return shares and expected utility for given generalised costs.

    A chain's utility is the logsum of its routes, at a scale below that of its nest.
    """
    utility = market.constant - market.cost_coefficient[market.shipment] * cost_cny_per_t
    chosen, chain = (market.shipment, market.nest), market.chain
    if chain is not None:
        first = np.unique(chain, return_index=True)[1]
        scale = market.route_scale * market.nest_scale[market.shipment]
        inclusive, within = route_choice(utility, chain, len(first), scale)
        utility, chosen = inclusive, (market.shipment[first], market.nest[first])
    result = nested_logit(utility, *chosen, len(market.kt), len(MODES), market.nest_scale)
    if chain is None:
        return result
    return ChoiceResult(result.probability[chain] * within, result.logsum)


def expected_cost(market: Market, choice: ChoiceResult) -> np.ndarray:
    """Return the logsum cost of each shipment in CNY per tonne, infinite without services."""
    return np.asarray(-choice.logsum / market.cost_coefficient)


def assign(
    market: Market,
    skims: ServiceSkims,
    delay_h: np.ndarray,
    base_cost_cny_per_t: np.ndarray,
) -> Assignment:
    """Assign the cargo of a year to services.

    Parameters
    ----------
    market : Market
        Shipments and alternatives.
    skims : ServiceSkims
        Skims of the services.
    delay_h : numpy.ndarray
        Hours at each lock and direction.
    base_cost_cny_per_t : numpy.ndarray
        Logsum cost of each shipment in the base year.

    Returns
    -------
    Assignment
        Tonnes by alternative; what is not served is left out of them.
    """
    cost = generalised_cost(market, skims, delay_h)
    free = _assigned(market, cost, base_cost_cny_per_t)
    if market.ban is None:
        return free
    return _under_ban(market, market.ban, free, cost, base_cost_cny_per_t)


def _assigned(market: Market, costs: np.ndarray, base_cost_cny_per_t: np.ndarray) -> Assignment:
    """Assign cargo that may take every alternative."""
    choice = choose(market, costs)
    cost = expected_cost(market, choice)
    served = served_share(cost, base_cost_cny_per_t, market.elasticity)
    kt = choice.probability * (market.kt * served)[market.shipment]
    lost = surplus_lost(cost, base_cost_cny_per_t, market.elasticity)
    return Assignment(choice.probability, kt, served, cost, choice.probability, lost)


def _under_ban(
    market: Market,
    ban: Ban,
    free: Assignment,
    costs: np.ndarray,
    base_cost_cny_per_t: np.ndarray,
) -> Assignment:
    """Assign the banned part of the cargo to what is left, and the rest as if nothing were shut.

    The banned part of a shipment without another alternative stays unserved. What stays behind is
    counted at the shares that it would have without the ban, so that its missing emissions are
    those of the hauls that it lost and are no saving.
    """
    left = np.flatnonzero(~ban.closed)
    arrays = {name: getattr(market, name)[left] for name in _BY_ALTERNATIVE}
    chain, alternative = market.chain, market.alternative
    chain = None if chain is None else np.unique(chain[left], return_inverse=True)[1]
    alternative = None if alternative is None else alternative[left]
    open_market = replace(market, **arrays, chain=chain, alternative=alternative, ban=None)
    rest = _assigned(open_market, costs[left], base_cost_cny_per_t)
    has_other = np.zeros(len(market.kt), dtype=bool)
    has_other[market.shipment[left]] = True
    part = ban.share[market.shipment]
    kt = free.kt * (1 - part)
    kt[left] += rest.kt * part[left]
    served = (1 - ban.share) * free.served + ban.share * np.where(has_other, rest.served, 0.0)
    carried = np.bincount(market.shipment, weights=kt, minlength=len(market.kt))[market.shipment]
    shares = np.divide(kt, carried, out=free.probability.copy(), where=carried > 0)
    return Assignment(
        probability=np.where(part > 0, shares, free.probability),
        kt=kt,
        served=served,
        expected_cost_cny_per_t=np.where(
            has_other,
            (1 - ban.share) * free.expected_cost_cny_per_t
            + ban.share * np.where(has_other, rest.expected_cost_cny_per_t, 0.0),
            np.where(ban.share > 0, np.inf, free.expected_cost_cny_per_t),
        ),
        missed=free.probability,
        surplus_lost_cny_per_t=np.where(
            ban.share > 0,
            (1 - ban.share) * free.surplus_lost_cny_per_t + ban.share * rest.surplus_lost_cny_per_t,
            free.surplus_lost_cny_per_t,
        ),
    )


_BY_ALTERNATIVE = ("shipment", "service", "nest", "value_of_time", "constant")


def stranded_kt(market: Market) -> float:
    """Return the cargo whose every alternative is banned, which therefore stays unserved."""
    if market.ban is None:
        return 0.0
    has_other = np.zeros(len(market.kt), dtype=bool)
    has_other[market.shipment[~market.ban.closed]] = True
    return float((market.kt * market.ban.share)[~has_other].sum())


def service_kt(market: Market, assignment: Assignment, n_services: int) -> np.ndarray:
    """Return kilotonnes by service."""
    return np.bincount(market.service, weights=assignment.kt, minlength=n_services)
