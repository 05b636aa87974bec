"""From tonnes to totals: energy and cost of services, and what unserved cargo would have taken.

Cargo that stays behind takes the mean rates of its shipment's services. Counting them keeps a
plan from gaining by not carrying cargo.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from transport.mode_choice.assignment import Assignment, Market
    from transport.skims import ServiceSkims


@dataclass(frozen=True)
class UnitEnergy:
    """Energy of services in MJ per tonne, by mode and carrier."""

    mj_per_t: Mapping[tuple[str, str], np.ndarray]


def total_energy(unit: UnitEnergy, tonnes: np.ndarray) -> dict[tuple[str, str], float]:
    """Return the energy of cargo on services.

    Parameters
    ----------
    unit : UnitEnergy
        MJ per tonne of each service.
    tonnes : numpy.ndarray
        Tonnes of each service.

    Returns
    -------
    dict
        MJ by mode and carrier.
    """
    return {key: float(values @ tonnes) for key, values in unit.mj_per_t.items()}


def inland_unit_energy(
    skims: ServiceSkims, energy_mj: pd.Series[float], cargo_kt: Mapping[str, float]
) -> np.ndarray:
    """Return the energy of inland vessels for each service.

    Parameters
    ----------
    skims : ServiceSkims
        Services and their routes.
    energy_mj : pandas.Series
        Megajoules by route.
    cargo_kt : mapping of str to float
        Cargo by route.

    Returns
    -------
    numpy.ndarray
        MJ per tonne; zero for services without cargo.
    """
    per_t = {name: float(energy_mj[name]) / (1000 * kt) for name, kt in cargo_kt.items()}
    of_routes = {
        names: sum(per_t.get(name, 0.0) for name in names) for names in set(skims.route_of_service)
    }
    return np.array([of_routes[names] for names in skims.route_of_service], dtype=float)


def shipment_mean(market: Market, assignment: Assignment, per_service: np.ndarray) -> np.ndarray:
    """Return the mean of a per-tonne value over the services that cargo left behind would take.

    Parameters
    ----------
    market : Market
        Shipments and alternatives.
    assignment : Assignment
        Shares of the alternatives.
    per_service : numpy.ndarray
        Value of each service.

    Returns
    -------
    numpy.ndarray
        Value of each shipment.
    """
    return np.bincount(
        market.shipment,
        weights=assignment.missed * per_service[market.service],
        minlength=len(market.kt),
    )


def cost_cny_per_t(skims: ServiceSkims, delay_h: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the money cost of each service without queues, and of its queues.

    Cargo time is not money here: it steers choice and is left out of cost. The account begins at
    the quay: the leg from overseas, with discharge, is left out too.

    Parameters
    ----------
    skims : ServiceSkims
        Skims of the services.
    delay_h : numpy.ndarray
        Hours at each lock and direction.

    Returns
    -------
    tuple of numpy.ndarray
        CNY per tonne.
    """
    money = skims.money_cny_per_t - skims.ocean_cny_per_t
    return money, np.asarray(skims.delay_cny_per_t_h @ delay_h)
