"""How a result answers to the parameters of choice, at given waits at locks.

The parameters of choice are estimates with wide ranges, and mode constants were fitted for the
central ones. Another set therefore gets constants of its own, fitted so that the base year is met
as before, and a base-year cost of its own from which demand falls; only then is a plan evaluated
with it. Services stay those found with the central values of time, and waits at locks those given:
a case costs one evaluation of the shares, no simulation.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from transport.mode_choice.assignment import ANY_GROUP, choose, expected_cost
from transport.mode_choice.calibration import calibrate, constants_by_key
from transport.services import ALTERNATIVES
from transport.skims import money_and_hours

if TYPE_CHECKING:
    from collections.abc import Mapping

    from transport.commodity_groups import CommodityGroup
    from transport.mode_choice.assignment import Market
    from transport.skims import ServiceSkims

    Constants = Mapping[tuple[str, str, str], float]


@dataclass(frozen=True)
class PricedMarket:
    """A market at fixed waits, money and hours apart so that values of time may differ.

    Attributes
    ----------
    market : Market
        Shipments and alternatives.
    money_cny_per_t, time_h : numpy.ndarray
        Money with charges and vessel time at locks, and hours of each alternative, spread included.
    """

    market: Market
    money_cny_per_t: np.ndarray
    time_h: np.ndarray

    def cost_cny_per_t(self, market: Market) -> np.ndarray:
        """Return the generalised cost of each alternative at the values of time of `market`."""
        return np.asarray(self.money_cny_per_t + market.value_of_time * self.time_h)


def priced_market(market: Market, skims: ServiceSkims, delay_h: np.ndarray) -> PricedMarket:
    """Return a market with the money and hours of its alternatives at given delays.

    Parameters
    ----------
    market : Market
        Shipments and alternatives.
    skims : ServiceSkims
        Skims of the services.
    delay_h : numpy.ndarray
        Hours at each lock and direction.

    Returns
    -------
    PricedMarket
        Its cost at the market's own values of time is
        :func:`transport.mode_choice.assignment.generalised_cost`.
    """
    money, hours = money_and_hours(skims, delay_h)
    return PricedMarket(market, money[market.service], hours[market.service])


@dataclass(frozen=True)
class ChoiceSet:
    """One set of parameters of choice.

    Attributes
    ----------
    groups : mapping of str to CommodityGroup
        Commodity groups with cost coefficient, nest scale, prior share and elasticity of demand.
    value_of_time_factor : mapping of str to float
        Factor on the value of time of the commodities of each group.
    """

    groups: Mapping[str, CommodityGroup]
    value_of_time_factor: Mapping[str, float]


@dataclass(frozen=True)
class FittedChoice:
    """A set of parameters fitted to the base year.

    Attributes
    ----------
    choice : ChoiceSet
        The parameters.
    constants : mapping
        Constants by control group, commodity group and class of alternatives.
    base_cost_cny_per_t : numpy.ndarray
        Base-year logsum cost of each shipment.
    error_share : float
        Largest relative error of the tonnes of any control group, commodity group and main mode.
    """

    choice: ChoiceSet
    constants: Constants
    base_cost_cny_per_t: np.ndarray
    error_share: float


def fit_choice(base: PricedMarket, choice: ChoiceSet) -> FittedChoice:
    """Fit the mode constants of a set of parameters to the base year.

    Parameters
    ----------
    base : PricedMarket
        Shipments of the base year at its waits.
    choice : ChoiceSet
        Parameters.

    Returns
    -------
    FittedChoice
        With it the base year has the tonnes by control group and main mode that it is known for.
    """
    market = with_choice(base.market, choice)
    cost = base.cost_cny_per_t(market)
    free = replace(market, constant=np.zeros_like(market.constant))
    table = calibrate(free, cost, choice.groups)
    constants = constants_by_key(table)
    fitted = with_constants(market, constants)
    targets = table.dropna(subset="target_kt")
    error = (targets["modelled_kt"] / targets["target_kt"] - 1).abs().max()
    return FittedChoice(
        choice, constants, expected_cost(fitted, choose(fitted, cost)), float(error)
    )


def with_choice(market: Market, choice: ChoiceSet) -> Market:
    """Return a market with other parameters of choice and its old constants."""
    names = market.demand["choice_group"]
    of_row = [choice.groups[name] for name in names]
    factor = names.map(choice.value_of_time_factor).to_numpy(dtype=float)
    return replace(
        market,
        cost_coefficient=np.array([group.cost_coefficient for group in of_row]),
        nest_scale=np.array([group.nest_scale for group in of_row]),
        elasticity=np.array([group.demand_elasticity for group in of_row]),
        value_of_time=market.value_of_time * factor[market.shipment],
    )


def with_constants(market: Market, constants: Constants) -> Market:
    """Return a market with other mode constants.

    Parameters
    ----------
    market : Market
        Shipments and alternatives.
    constants : mapping
        By control group, commodity group and class of alternatives; where a control group has
        none, that of the control group ``any`` holds.

    Returns
    -------
    Market
        The same alternatives.

    Raises
    ------
    KeyError
        If an alternative has no constant.
    """
    controls = market.demand["control_group"].to_numpy()[market.shipment]
    groups = market.demand["choice_group"].to_numpy()[market.shipment]
    found = []
    for control, group, kind in zip(controls, groups, market.constant_class, strict=True):
        key = (str(control), str(group), ALTERNATIVES[kind])
        found.append(constants[key if key in constants else (ANY_GROUP, *key[1:])])
    return replace(market, constant=np.array(found))


def with_fit(market: Market, fit: FittedChoice) -> Market:
    """Return the market of a plan's year under a fitted set of parameters."""
    return with_constants(with_choice(market, fit.choice), fit.constants)
