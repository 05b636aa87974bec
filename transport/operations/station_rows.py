"""Sites, stations, vehicles and itineraries as the rows that the event loop of stations reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from transport.operations.station_tables import (
    FILL,
    ITINERARY,
    KIND,
    SITE,
    SITE_STATE,
    SLOT_STATE,
    STATION,
    STATION_STATE,
    STEP,
    SWAP,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from transport.operations.station_specs import Itinerary, Station, StationSite, VehicleKind

    Rows = NDArray[Any]


@dataclass(frozen=True)
class Layout:
    """Sites, stations and slots as rows."""

    site_names: tuple[str, ...]
    number: dict[str, int]
    sites: Rows
    stations: Rows
    slots: Rows
    packs: int

    @classmethod
    def of(cls, sites: Sequence[StationSite]) -> Layout:
        """Return sites, stations and slots, numbered."""
        listed = [(i, station) for i, site in enumerate(sites) for station in site.stations]
        slots = np.zeros(sum(len(one.rates) for _, one in listed), dtype=SLOT_STATE)
        slots["holder"] = -1
        stations = np.zeros(len(listed), dtype=STATION)
        first, packs = 0, 0
        for k, (at, one) in enumerate(listed):
            if min((*one.rates, sites[at].limit_kw)) <= 0:
                msg = f"Station {one.name} has a rate or limit of nought. Give it power."
                raise ValueError(msg)
            end = first + len(one.rates)
            slots["station"][first:end] = k
            slots["rate"][first:end] = one.rates
            stations[k] = _station_row(one, at, (first, end))
            packs += one.swap.packs if one.swap else 0
            first = end
        rows = np.zeros(len(sites), dtype=SITE)
        for i, site in enumerate(sites):
            own = np.flatnonzero(stations["site"] == i)
            rows[i] = (
                stations["first_slot"][own[0]],
                stations["end_slot"][own[-1]],
                own[0],
                own[-1] + 1,
                site.limit_kw,
            )
        names = tuple(site.name for site in sites)
        number = {one.name: k for k, (_, one) in enumerate(listed)}
        return cls(names, number, rows, stations, slots, packs)

    def site_states(self) -> Rows:
        """Return sites at the start."""
        states = np.zeros(len(self.sites), dtype=SITE_STATE)
        states["look_h"] = np.inf
        return states

    def station_states(self) -> Rows:
        """Return stations at the start: packs full, tanks full, nobody there."""
        states = np.zeros(len(self.stations), dtype=STATION_STATE)
        for name in ("head", "tail", "pack_head", "pack_tail"):
            states[name] = -1
        states["full"] = self.stations["packs"]
        states["tank"] = self.stations["tank"]
        return states


def _station_row(one: Station, site: int, slots: tuple[int, int]) -> tuple[float, ...]:
    """Return the row of a station."""
    swap, tank = one.swap, one.tank
    room = (swap.pack_capacity, swap.pack_rate) if swap else (0.0, 0.0)
    fuel = (np.inf, 0.0, 0.0, 0.0)
    if tank:
        fuel = (tank.capacity, tank.reorder, tank.delivery, tank.lead_h)
    bays, packs = (swap.bays, swap.packs) if swap else (0, 0)
    whole = (site, SWAP if swap else FILL, *slots, bays, packs)
    times = (
        one.setup_h,
        one.known_wait_h,
        one.patience_h,
        one.session_h,
        one.efficiency,
    )
    return (*whole, *times, *room, *fuel)


def kind_rows(kinds: Mapping[str, VehicleKind]) -> Rows:
    """Return the rows of vehicles."""
    listed = [
        (int(one.tapers), one.packs, one.capacity, one.reserve, one.rate) for one in kinds.values()
    ]
    return np.array(listed, dtype=KIND)


def step_rows(itineraries: Sequence[Itinerary], number: Mapping[str, int]) -> tuple[Rows, Rows]:
    """Return the stretches of all itineraries in a row, and where each begins."""
    unknown = sorted({name for one in itineraries for name in one.stations} - set(number))
    if unknown:
        msg = f"Itineraries name stations that no site has: {', '.join(unknown[:10])}."
        raise ValueError(msg)
    lengths = np.array([len(one.need) for one in itineraries])
    ends = np.cumsum(lengths)
    rows = np.zeros(len(itineraries), dtype=ITINERARY)
    rows["first"], rows["end"] = ends - lengths, ends
    stops = np.where([one.planned for one in itineraries], lengths - 1, 0)
    rows["plan"] = np.where([one.planned for one in itineraries], np.cumsum(stops) - stops, -1)
    steps = np.zeros(int(ends[-1]) if len(ends) else 0, dtype=STEP)
    if len(steps):
        steps["drive_h"] = np.concatenate([one.drive_h for one in itineraries])
        steps["need"] = np.concatenate([one.need for one in itineraries])
        listed = [[*(number[name] for name in one.stations), -1] for one in itineraries]
        steps["station"] = np.concatenate(listed)
    return steps, rows
