"""Stays of vessels at berth as shore power sees them: who must connect, who can, who does.

A call is eligible where it is no liquid cargo and stays longer than the threshold of the rule
(Order 45 of 2019). A fitted eligible vessel asks for a socket. Power flows from `connect_h` after
it is given one until `disconnect_h` before it leaves; around that its own engines run. What the
grid gives is the load of the vessel over the efficiency of converter and cables.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from transport.load_profile import LoadProfile, load_profile
from transport.operations.shore_supply import Requests, Supply, connect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class ShoreRule:
    """What holds for shore power at a port.

    Attributes
    ----------
    threshold_h : float
        Vessels that stay longer shall connect.
    connect_h, disconnect_h : float
        Hours without shore power at both ends of a stay.
    efficiency_share : float
        Energy of the vessel over energy from the grid.
    power_factor_share : float
        Kilowatts over kilovolt-amperes.
    """

    threshold_h: float
    connect_h: float
    disconnect_h: float
    efficiency_share: float
    power_factor_share: float

    def vessel_kw(self, transformer_kva: float) -> float:
        """Return the load of vessels that a transformer carries."""
        return transformer_kva * self.power_factor_share * self.efficiency_share


@dataclass(frozen=True)
class PortStays:
    """Stays at the berths of a port over a period, by hour of berthing.

    Attributes
    ----------
    berthed_h, leaves_h : numpy.ndarray
        Stay of each call; berthing increases.
    aux_kw, boiler_kw : numpy.ndarray
        Electric load, and load of the boiler, which shore power does not replace.
    liquid : numpy.ndarray
        Calls that the rule excepts.
    known_fitted : numpy.ndarray
        1 or 0 where it is known whether a vessel connects, :data:`UNKNOWN` elsewhere.
    mark : numpy.ndarray
        A uniform number of each call: below the share of those that connect, it is one of them.
    period_h : (float, float)
        The period looked at.
    """

    berthed_h: Floats
    leaves_h: Floats
    aux_kw: Floats
    boiler_kw: Floats
    liquid: Bools
    known_fitted: NDArray[np.int8]
    mark: Floats
    period_h: tuple[float, float]

    def __len__(self) -> int:
        """Return the number of calls."""
        return len(self.berthed_h)

    @property
    def stay_h(self) -> Floats:
        """Hours at berth of each call."""
        return self.leaves_h - self.berthed_h

    def picked(self, rows: NDArray[np.intp] | Bools) -> PortStays:
        """Return some of the stays, or all in another order."""
        names = ("berthed_h", "leaves_h", "aux_kw", "boiler_kw", "liquid", "known_fitted", "mark")
        return replace(self, **{name: getattr(self, name)[rows] for name in names})

    def eligible(self, rule: ShoreRule) -> Bools:
        """Return which calls the rule asks to connect."""
        return ~self.liquid & (self.stay_h > rule.threshold_h)

    def fitted(self, share: float) -> Bools:
        """Return which vessels connect if they may."""
        known = self.known_fitted != UNKNOWN
        return np.where(known, self.known_fitted == 1, self.mark < share)


@dataclass(frozen=True)
class Served:
    """What a supply gives to the stays of a period.

    Attributes
    ----------
    grid : LoadProfile
        Load that the grid gives.
    asked, connected : int
        Vessels that ask for a socket, and that get one.
    delay_h : numpy.ndarray
        Hours that each vessel which connects has waited for a socket.
    eligible_h, connected_h : float
        Hours at berth of eligible calls; hours in which power flows, within the period.
    vessel_kwh, boiler_kwh : float
        Energy that vessels take; energy of boilers meanwhile.
    """

    grid: LoadProfile
    asked: int
    connected: int
    delay_h: Floats
    eligible_h: float
    connected_h: float
    vessel_kwh: float
    boiler_kwh: float


def serve(stays: PortStays, rule: ShoreRule, share: float, supply: Supply | None = None) -> Served:
    """Connect the vessels of a period.

    Parameters
    ----------
    stays : PortStays
        The calls.
    rule : ShoreRule
        Threshold, times and losses.
    share : float
        Share of vessels that connect if they may, where it is not known of them.
    supply : Supply, optional
        Sockets and transformer; without limit when left out.

    Returns
    -------
    Served
        Load, counts and hours.
    """
    eligible = stays.eligible(rule)
    chosen = np.flatnonzero(eligible & stays.fitted(share))
    leaves, load = stays.leaves_h[chosen], stays.aux_kw[chosen]
    berthed = stays.berthed_h[chosen]
    asked = Requests(berthed, leaves, load, rule.connect_h, rule.disconnect_h)
    given = connect(asked, supply or Supply())
    begin, end = given + rule.connect_h, leaves - rule.disconnect_h
    profile = load_profile(begin, end, load / rule.efficiency_share, stays.period_h)
    first, last = stays.period_h
    hours = np.nan_to_num(np.minimum(end, last) - np.maximum(begin, first)).clip(min=0.0)
    on = ~np.isnan(given)
    return Served(
        grid=profile,
        asked=len(chosen),
        connected=int(on.sum()),
        delay_h=(given - berthed)[on],
        eligible_h=float(stays.stay_h[eligible].sum()),
        connected_h=float(hours.sum()),
        vessel_kwh=float(hours @ load),
        boiler_kwh=float(hours @ stays.boiler_kw[chosen]),
    )


def asked_share(
    replications: Sequence[PortStays], rule: ShoreRule, served: Sequence[Served]
) -> float:
    """Return the share of eligible calls that ask for a socket; 0 without any."""
    eligible = sum(int(one.eligible(rule).sum()) for one in replications)
    return sum(one.asked for one in served) / eligible if eligible else 0.0


def with_traffic(stays: PortStays, factor: float) -> PortStays:
    """Return stays with more or less traffic: the same calls, some left out or come once more.

    A call is left out where its mark, turned by half, is not below the factor; above 1 a share of
    the calls comes a second time a week later, at the same hour of the week, round the end of the
    period. Berths set no limit to it.

    Parameters
    ----------
    stays : PortStays
        The calls.
    factor : float
        0 to 2.

    Returns
    -------
    PortStays
        The calls of the other traffic.
    """
    turned = (stays.mark * 7919.0 + 0.5) % 1.0
    if factor <= 1:
        return stays.picked(turned < factor)
    again = stays.picked(turned < factor - 1)
    first, last = stays.period_h
    ahead = np.where(again.berthed_h + _WEEK_H >= last, _WEEK_H - (last - first), _WEEK_H)
    both = PortStays(
        np.concatenate([stays.berthed_h, again.berthed_h + ahead]),
        np.concatenate([stays.leaves_h, again.leaves_h + ahead]),
        np.concatenate([stays.aux_kw, again.aux_kw]),
        np.concatenate([stays.boiler_kw, again.boiler_kw]),
        np.concatenate([stays.liquid, again.liquid]),
        np.concatenate([stays.known_fitted, again.known_fitted]),
        np.concatenate([stays.mark, again.mark]),
        stays.period_h,
    )
    return both.picked(np.argsort(both.berthed_h, kind="stable"))


_WEEK_H = 168.0
