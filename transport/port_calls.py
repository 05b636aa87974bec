"""Calls of a port drawn from its cargo: how many a year, who comes, how long they stay.

The cargo of a port by type, its classes of vessels and what a call exchanges give calls a year.
Calls come as a Poisson process; stays and loads spread round the means of their class. Berths are
groups with length and draught limits; their number follows from calls and a usual occupancy.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from transport.draws import StreamKey, departures, stream
from transport.operations.berths import berth_calls
from transport.sizing.port_stays import UNKNOWN, PortStays

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

WARM_UP_H = 240.0
"""Hours before the period in which calls already come."""


@dataclass(frozen=True, slots=True)
class CallClass:
    """Calls of one vessel class with one cargo.

    Attributes
    ----------
    cargo_type, class_id : str
        Cargo and class.
    calls_per_year : float
        Expected calls.
    stay_h, aux_kw, boiler_kw : float
        Means of hours at berth and of loads.
    length_m, draught_m : float
        Size of the vessel.
    liquid : bool
        Whether the rule of shore power excepts it.
    """

    cargo_type: str
    class_id: str
    calls_per_year: float
    stay_h: float
    aux_kw: float
    boiler_kw: float
    length_m: float
    draught_m: float
    liquid: bool


@dataclass(frozen=True, slots=True)
class BerthGroup:
    """Berths alike: their cargo, the largest vessel, and their number."""

    group_id: str
    cargo_type: str
    length_m: float
    draught_m: float
    berths: int = 0

    def takes(self, one: CallClass) -> bool:
        """Return whether a vessel of a class can lie there."""
        fits = one.length_m <= self.length_m and one.draught_m <= self.draught_m
        return fits and one.cargo_type == self.cargo_type


@dataclass(frozen=True, slots=True)
class Spread:
    """Standard deviation over mean of stays and of loads."""

    stay: float
    load: float


def spread_factor(uniform_normal: Floats, spread: float) -> Floats:
    """Return factors of mean 1 from standard normal numbers: a lognormal of a given spread.

    Examples
    --------
    >>> spread_factor(np.array([0.0]), 0.0).tolist()
    [1.0]
    """
    sigma = math.sqrt(math.log1p(spread**2))
    return np.exp(sigma * uniform_normal - sigma**2 / 2)


def sized_berths(
    groups: Sequence[BerthGroup], classes: Sequence[CallClass], occupancy_share: float
) -> list[BerthGroup]:
    """Return groups with as many berths as their calls need at a usual occupancy.

    Every class counts at the smallest group that takes it; a group without calls is left out.

    Raises
    ------
    ValueError
        If no group takes a class.
    """
    ordered = sorted(groups, key=lambda one: (one.cargo_type, one.length_m))
    hours = dict.fromkeys(ordered, 0.0)
    for one in classes:
        home = next((group for group in ordered if group.takes(one)), None)
        if home is None:
            msg = f"No group of berths takes {one.class_id} with {one.cargo_type}. Add one."
            raise ValueError(msg)
        hours[home] += one.calls_per_year * one.stay_h
    return [
        replace(group, berths=math.ceil(used / 8760 / occupancy_share))
        for group, used in hours.items()
        if used > 0
    ]


def draw_stays(
    classes: Sequence[CallClass],
    berths: Sequence[BerthGroup],
    spread: Spread,
    key: StreamKey,
    hours: float,
    priority_share: float | None = None,
) -> PortStays:
    """Draw the stays of a year.

    Parameters
    ----------
    classes : sequence of CallClass
        Who comes.
    berths : sequence of BerthGroup
        Where they lie.
    spread : Spread
        How stays and loads vary.
    key : StreamKey
        Seed and replication.
    hours : float
        Length of the period.
    priority_share : float, optional
        Share of vessels that connect, where these come first among those that wait for a berth.

    Returns
    -------
    PortStays
        By hour of berthing. Calls that berth before the period and leave within it are there too.
    """
    parts = [_drawn(one, number, spread, key, hours) for number, one in enumerate(classes)]
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    order = np.argsort(columns["come_h"], kind="stable")
    columns = {name: values[order] for name, values in columns.items()}
    listed = [group for group in berths for _ in range(group.berths)]
    takes = np.array([[group.takes(one) for group in listed] for one in classes], dtype=bool)
    first = None if priority_share is None else columns["mark"] < priority_share
    number = columns["number"].astype(np.int64)
    lay = berth_calls(columns["come_h"], columns["stay_h"], takes[number], first=first)
    leaves = lay.berthed_h + columns["stay_h"]
    stays = PortStays(
        berthed_h=lay.berthed_h,
        leaves_h=leaves,
        aux_kw=columns["aux_kw"],
        boiler_kw=columns["boiler_kw"],
        liquid=np.array([one.liquid for one in classes], dtype=bool)[number],
        known_fitted=np.full(len(number), UNKNOWN, dtype=np.int8),
        mark=columns["mark"],
        period_h=(0.0, hours),
    )
    inside = (leaves > 0) & (lay.berthed_h < hours)
    kept = np.flatnonzero(inside)
    return stays.picked(kept[np.argsort(lay.berthed_h[kept], kind="stable")])


def _drawn(
    one: CallClass, number: int, spread: Spread, key: StreamKey, hours: float
) -> dict[str, Floats]:
    """Draw the calls of one class."""
    flow = f"call {one.cargo_type} {one.class_id}"
    come, mark = departures(key, flow, one.calls_per_year / 8760, hours + WARM_UP_H)
    normal = stream(key, flow, "stay and load").standard_normal((len(come), 2))
    return {
        "come_h": come - WARM_UP_H,
        "stay_h": one.stay_h * spread_factor(normal[:, 0], spread.stay),
        "aux_kw": one.aux_kw * spread_factor(normal[:, 1], spread.load),
        "boiler_kw": np.full(len(come), one.boiler_kw),
        "mark": mark,
        "number": np.full(len(come), float(number)),
    }


@dataclass(frozen=True)
class ListedCalls:
    """Calls that a port lists: berths and hours as they were.

    Attributes
    ----------
    stays : PortStays
        The calls; loads that the list does not give are the mean of type and size.
    known_load : numpy.ndarray
        Calls whose load the list gives.
    """

    stays: PortStays
    known_load: NDArray[np.bool_]

    @property
    def certain(self) -> bool:
        """Whether nothing is left to draw for any call that may connect."""
        fitted = self.stays.known_fitted
        known = (fitted == 0) | (self.known_load & (fitted != UNKNOWN))
        return bool((known | self.stays.liquid).all())


def listed_stays(listed: ListedCalls, key: StreamKey, load_spread: float) -> PortStays:
    """Return listed calls with what the list does not say drawn; what it says stays as it is."""
    count = len(listed.stays)
    mark = stream(key, "listed calls", "fitted").uniform(size=count)
    normal = stream(key, "listed calls", "load").standard_normal(count)
    drawn = listed.stays.aux_kw * spread_factor(normal, load_spread)
    aux = np.where(listed.known_load, listed.stays.aux_kw, drawn)
    return replace(listed.stays, mark=mark, aux_kw=aux)
