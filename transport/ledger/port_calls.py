"""Vessels at the berths of ports over a year: what auxiliaries take, and what shore power does.

The account covers the whole cargo of each port, which is several times what the demand table
holds; it stands beside the ledger of the corridor, whose sea part begins at the quay, and is never
added to it. Only inland vessels of the corridor have their hours at berth inside the ledger; there
:mod:`transport.ledger.berth_power` moves them to shore power.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from transport.sizing.shore_balance import saved_t

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from transport.sizing.port_stays import ShoreRule
    from transport.sizing.shore_balance import SupplyFactors

_KWH_PER_GWH = 1e6
_T_PER_KT = 1e3
_G_PER_T = 1e6


@dataclass(frozen=True)
class PortBerths:
    """Calls of a port in a year, as far as their electricity goes.

    Attributes
    ----------
    place : str
        The port.
    aux_kwh : float
        Energy that vessels take at berth.
    movable_kwh : float
        Energy of it that flows by shore power if every eligible vessel connects.
    connected_share : float
        Share of eligible calls that connect.
    efficiency_share : float
        Energy of the vessel over energy from the grid.
    factors : SupplyFactors
        What a kilowatt-hour emits.
    """

    place: str
    aux_kwh: float
    movable_kwh: float
    connected_share: float
    efficiency_share: float
    factors: SupplyFactors

    @property
    def shore_kwh(self) -> float:
        """Energy that vessels take from the shore."""
        return self.movable_kwh * self.connected_share


def connected_h_mean(stay_h: float, spread: float, rule: ShoreRule) -> float:
    """Return the mean hours on shore power of a call whose stay is lognormal.

    With stay S of mean m and times c at both ends it is E[S; S > T] - c P(S > T), both parts in
    closed form: m N((mu + s^2 - ln T) / s) and N((mu - ln T) / s).

    Parameters
    ----------
    stay_h, spread : float
        Mean of the stay, and standard deviation over it, above 0.
    rule : ShoreRule
        Threshold T and times.

    Returns
    -------
    float
        Hours, calls that stay too short included as 0.

    Examples
    --------
    >>> from transport.sizing.port_stays import ShoreRule
    >>> rule = ShoreRule(3.0, 0.5, 0.5, 0.92, 0.9)
    >>> round(connected_h_mean(20.0, 0.01, rule), 3), round(connected_h_mean(2.0, 0.01, rule), 3)
    (19.0, 0.0)
    """
    sigma = math.sqrt(math.log1p(spread**2))
    middle = math.log(stay_h) - sigma**2 / 2
    reach = (middle - math.log(rule.threshold_h)) / sigma
    lost_h = rule.connect_h + rule.disconnect_h
    return stay_h * _normal(reach + sigma) - lost_h * _normal(reach)


def _normal(value: float) -> float:
    """Return the standard normal distribution function."""
    return math.erfc(-value / math.sqrt(2)) / 2


def share_at(place: str, today: float, wanted: Iterable[tuple[Sequence[str], float]]) -> float:
    """Return the share that connects at a port: the last one asked, never below today's.

    Examples
    --------
    >>> share_at("QZP", 0.1, [((), 0.6), (("FCG",), 0.9)]), share_at("QZP", 0.1, [((), 0.05)])
    (0.6, 0.1)
    """
    share = today
    for ports, one in wanted:
        if not ports or place in ports:
            share = max(one, today)
    return share


def berth_totals(ports: Iterable[PortBerths]) -> dict[str, float]:
    """Return the year of all ports together.

    Parameters
    ----------
    ports : iterable of PortBerths
        The ports.

    Returns
    -------
    dict of str to float
        ``berth_aux_gwh`` and ``berth_shore_gwh`` at the vessel, ``berth_grid_gwh`` for it, and
        what auxiliaries and grid emit: ``berth_wtw_co2e_kt``, ``berth_co2_kt``, ``berth_nox_t``,
        ``berth_pm25_t`` and ``berth_so2_t``. Boilers are not counted.
    """
    listed = list(ports)
    found = {
        "berth_aux_gwh": sum(one.aux_kwh for one in listed) / _KWH_PER_GWH,
        "berth_shore_gwh": sum(one.shore_kwh for one in listed) / _KWH_PER_GWH,
        "berth_grid_gwh": sum(one.shore_kwh / one.efficiency_share for one in listed)
        / _KWH_PER_GWH,
    }
    left: dict[str, float] = dict.fromkeys(("co2", "nox", "pm25", "so2", "co2e_wtw"), 0.0)
    for one in listed:
        saved = saved_t(one.factors, one.shore_kwh, one.shore_kwh / one.efficiency_share)
        all_fuel = {**one.factors.auxiliary_g_per_kwh}
        all_fuel["co2e_wtw"] = one.factors.auxiliary_wtw_g_per_kwh
        for name in left:
            left[name] += all_fuel[name] * one.aux_kwh / _G_PER_T - saved[name]
    return {
        **found,
        "berth_wtw_co2e_kt": left["co2e_wtw"] / _T_PER_KT,
        "berth_co2_kt": left["co2"] / _T_PER_KT,
        "berth_nox_t": left["nox"],
        "berth_pm25_t": left["pm25"],
        "berth_so2_t": left["so2"],
    }
