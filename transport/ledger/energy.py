"""Energy of inland vessels in a year by mode, carrier and state, in megajoules.

Inland water takes vessel-hours by state (laden, ballast, lock, berth) times the energy of an hour,
which under way is that of each class on each link (:mod:`transport.inland.route_energy`). The
account is made twice, by place and by vessel class, and both must agree. Road, rail and sea are in
:mod:`transport.hauls.energy`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from transport.hauls.fleet import RAIL_CARRIERS
from transport.inland.voyages import return_route
from transport.ledger.hubs import HUB_CARRIERS, HUB_MODE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from transport.inland.voyages import VoyageFlow
    from transport.inland.water_routes import InlandFleet, LockCall, WaterRoute
    from transport.skims import LockDirection


CARRIER_OF_MODE = {
    "road": ("road_diesel",),
    "rail": tuple(RAIL_CARRIERS.values()),
    "inland_water": ("inland_diesel",),
    "sea": ("marine_fuel",),
    HUB_MODE: HUB_CARRIERS,
}
"""Carriers of today by mode, and of handling."""


def inland_energy(
    flows: Sequence[VoyageFlow],
    routes: Mapping[str, WaterRoute],
    fleet: InlandFleet,
    delay_h: Mapping[LockDirection, float],
) -> pd.DataFrame:
    """Return the energy of inland vessels by route, state and place.

    Parameters
    ----------
    flows : sequence of VoyageFlow
        Laden and empty voyages of the year.
    routes : mapping of str to WaterRoute
        Routes by name.
    fleet : InlandFleet
        Vessels.
    delay_h : mapping of LockDirection to float
        Hours at each lock and direction.

    Returns
    -------
    pandas.DataFrame
        ``route`` (the cargo route that causes it), ``state`` (``laden``, ``ballast``, ``lock``,
        ``berth``), ``place`` (link, lock or route end), ``vessel_h``, ``capped_h`` (hours of it at
        less than the speed of the fairway), ``energy_mj``, and ``mj_`` and the name of
        each carrier.
    """
    parts = [
        part for flow in flows for part in _flow_rows(flow, routes[flow.route], fleet, delay_h)
    ]
    columns = [f"mj_{name}" for name in fleet.carriers]
    heads = [row for head, _ in parts for row in head]
    values = np.concatenate([np.zeros((0, 2 + len(columns))), *(numbers for _, numbers in parts)])
    table = pd.DataFrame(heads, columns=["route", "state", "place"])
    table[["vessel_h", "capped_h", *columns]] = values
    return table.assign(energy_mj=values[:, 2:].sum(axis=1))


_Rows = tuple[list[tuple[str, str, str]], np.ndarray]


def _flow_rows(
    flow: VoyageFlow,
    route: WaterRoute,
    fleet: InlandFleet,
    delay_h: Mapping[LockDirection, float],
) -> Iterator[_Rows]:
    """Yield the rows of one flow: route, state and place, and hours with energy by carrier."""
    cause = flow.route if flow.laden else return_route(route)
    state = "laden" if flow.laden else "ballast"
    voyages, energy, shares = flow.voyages_per_year, route.energy, route.shares
    sail = np.tensordot(shares, energy.sail_mj[state], axes=1)
    hours, capped = shares @ energy.sail_h[state], shares @ energy.capped_h[state]
    yield (
        [(cause, state, link.link_id) for link in route.leg.links],
        voyages * np.column_stack([hours, capped, sail]),
    )
    idle = shares @ energy.idle_mj_per_h
    at_locks = np.array([_delay(delay_h, call) for call in route.lock_calls])
    yield (
        [(cause, "lock", call.lock) for call in route.lock_calls],
        voyages * _still(at_locks, at_locks[:, None] * idle),
    )
    if flow.laden:
        berth_h = np.array([fleet.classes[name].berth_h for name in route.class_share])
        ends = [route.leg.places[0], route.leg.places[-1]]
        berth = (shares * berth_h) @ energy.idle_mj_per_h
        yield (
            [(cause, "berth", place) for place in ends],
            voyages * _still(np.full(2, shares @ berth_h), np.stack([berth, berth])),
        )


def _still(hours: np.ndarray, energy_mj: np.ndarray) -> np.ndarray:
    """Return the numbers of rows without way: hours, none of them capped, and energy."""
    return np.column_stack([hours, np.zeros_like(hours), energy_mj])


def powertrain_shares(
    flows: Sequence[VoyageFlow], routes: Mapping[str, WaterRoute]
) -> dict[str, float]:
    """Return the share of each powertrain in the laden voyages of a year.

    Parameters
    ----------
    flows : sequence of VoyageFlow
        Voyages; empty ones are not counted.
    routes : mapping of str to WaterRoute
        Routes by name.

    Returns
    -------
    dict of str to float
        By powertrain; empty without voyages.
    """
    voyages: dict[str, float] = {}
    for flow in flows:
        if flow.laden:
            route = routes[flow.route]
            for share, drives in zip(
                route.class_share.values(), route.energy.drive_share, strict=True
            ):
                for name, part in drives.items():
                    voyages[name] = voyages.get(name, 0.0) + flow.voyages_per_year * share * part
    total = sum(voyages.values())
    return {name: one / total for name, one in voyages.items()}


def _delay(delay_h: Mapping[LockDirection, float], call: LockCall) -> float:
    """Hours at one lock call."""
    return delay_h[call.lock, call.direction]
