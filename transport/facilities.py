"""Rail sections and terminals whose waits follow from the cargo that a year sends over them.

A facility is a rail link in one direction, or the handling of one mode at one place. Its capacity
is in tonnes a year, and soft: the wait rises as :func:`transport.queueing.yearly_wait_h` says,
steeply once arrivals come near capacity. Skims hold the waits of the base year already, in the
commercial speed of trains and in the hours at terminals; what counts here is the wait less that
of the base year, below zero where a facility is used less than it was.

Gathered capacities are estimates which the base year exceeds in places. There they are raised so
that the base year uses a stated share of them (:func:`carried_capacity`), and what a project adds
is raised by the same factor.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from transport.queueing import HOURS_PER_YEAR, use_at_wait, yearly_wait_h

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from networks import Link, Network
    from transport.parameters import TransportParameters
    from transport.services import Service

RAIL_SECTION, TERMINAL = "rail_section", "terminal"
_DAYS = 365
_DOUBLE = 2

FacilityKey = tuple[str, str, str]
"""Rail section: ``rail_section``, link id and the place it leads to. Terminal: ``terminal``, place
id and mode."""


@dataclass(frozen=True, slots=True)
class Facility:
    """A rail section in one direction, or a terminal.

    Attributes
    ----------
    key : FacilityKey
        What it is.
    capacity_kt : float
        Cargo that it can pass or handle in a year.
    lot_t : float
        Cargo of one train or vessel.
    other_kt : float
        Cargo of a year that uses it and is not in the demand table.
    base_wait_h : float
        Wait in the base year.
    scaled : bool
        Whether the capacity was raised so that the base year is carried.
    """

    key: FacilityKey
    capacity_kt: float
    lot_t: float
    other_kt: float = 0.0
    base_wait_h: float = 0.0
    scaled: bool = False

    @property
    def services_per_h(self) -> float:
        """Trains or vessels that it can serve in an hour."""
        return self.capacity_kt * 1000 / self.lot_t / HOURS_PER_YEAR


@dataclass(frozen=True)
class Facilities:
    """The facilities of a year with a known capacity.

    Attributes
    ----------
    rows : tuple of Facility
        Rail sections, then terminals.
    variability : float
        Of headways and services, see :func:`transport.queueing.yearly_wait_h`.
    """

    rows: tuple[Facility, ...]
    variability: float

    @cached_property
    def capacity_kt(self) -> np.ndarray:
        """Capacity of each."""
        return np.array([one.capacity_kt for one in self.rows])

    @cached_property
    def _base(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Services an hour, cargo outside the demand table and base-year wait of each."""
        values = [(one.services_per_h, one.other_kt, one.base_wait_h) for one in self.rows]
        columns = np.array(values).reshape(len(values), 3).T
        return columns[0], columns[1], columns[2]

    def use_share(self, kt: np.ndarray) -> np.ndarray:
        """Return arrivals over capacity for the cargo of the demand table on each."""
        return np.asarray((kt + self._base[1]) / self.capacity_kt)

    def extra_wait_h(self, kt: np.ndarray) -> np.ndarray:
        """Return the wait at each less that of the base year, in hours."""
        waits = yearly_wait_h(self.use_share(kt), self._base[0], self.variability)
        return np.asarray(waits - self._base[2])

    def use_at(self, extra_h: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the use share that makes extra waits, and its change by hour."""
        wait_h = np.maximum(extra_h + self._base[2], 0.0)
        return use_at_wait(wait_h, self._base[0], self.variability)


NO_FACILITIES = Facilities((), 0.5)


def facility_uses(services: Sequence[Service]) -> dict[FacilityKey, list[int]]:
    """Return the services that use each rail section and each terminal, once for each use.

    A leg of rail, inland water or sea is loaded at its first place and discharged at its last.

    Parameters
    ----------
    services : sequence of Service
        Services of a year.

    Returns
    -------
    dict of FacilityKey to list of int
        Indices of services.
    """
    found: dict[FacilityKey, list[int]] = {}
    for i, service in enumerate(services):
        for leg in service.legs:
            if leg.mode == "road":
                continue
            keys: list[FacilityKey] = [(TERMINAL, leg.places[end], leg.mode) for end in (0, -1)]
            if leg.mode == "rail":
                steps = zip(leg.links, leg.places[1:], strict=True)
                keys += [(RAIL_SECTION, link.link_id, place) for link, place in steps]
            for key in keys:
                found.setdefault(key, []).append(i)
    return found


def facility_kt(services: Sequence[Service], kt_by_service: np.ndarray) -> dict[FacilityKey, float]:
    """Return the cargo on every rail section and through every terminal."""
    uses = facility_uses(services)
    return {key: float(kt_by_service[indices].sum()) for key, indices in uses.items()}


def carried_capacity(gathered_kt: float, base_kt: float, use_share: float) -> tuple[float, bool]:
    """Return a capacity that carries the base year, and whether it had to be raised for that.

    Examples
    --------
    >>> carried_capacity(1000.0, 680.0, 0.85), carried_capacity(1000.0, 1700.0, 0.85)
    ((1000.0, False), (2000.0, True))
    """
    least_kt = base_kt / use_share
    return max(gathered_kt, least_kt), least_kt > gathered_kt


def gathered_kt(link: Link, before: Link | None, parameters: TransportParameters) -> float:
    """Return the cargo that the gathered train paths of a rail link carry in one direction.

    Parameters
    ----------
    link : Link
        Rail link of the year.
    before : Link or None
        The same link in the base year; a second track built since without paths of its own gets
        those of other lines with two tracks.
    parameters : TransportParameters
        Paths where none are known, and the cargo share of a train.

    Returns
    -------
    float
        Kilotonnes a year; infinite where neither paths nor tracks are known.
    """
    paths = link.freight_paths_per_day
    default = {
        1: parameters.rail_paths_single_per_day,
        _DOUBLE: parameters.rail_paths_double_per_day,
    }.get(link.tracks, np.inf)
    doubled = before is not None and before.tracks < link.tracks
    if np.isnan(paths):
        paths = default
    elif doubled and before is not None and before.freight_paths_per_day == paths:
        paths = max(paths, default)
    return float(paths * train_load_t(link, parameters) * _DAYS / 1000)


def train_load_t(link: Link, parameters: TransportParameters) -> float:
    """Return the cargo of a train on a rail link, a share of its largest gross mass."""
    gross_t = link.max_train_gross_t
    if np.isnan(gross_t):
        gross_t = parameters.rail_train_gross_t
    return float(gross_t * parameters.rail_net_load_share)


def rail_sections(
    network: Network,
    base: Network,
    base_kt: Mapping[FacilityKey, float],
    parameters: TransportParameters,
) -> list[Facility]:
    """Return the rail sections of a year, each direction for itself.

    Parameters
    ----------
    network, base : Network
        Networks of the year and of the base year.
    base_kt : mapping of FacilityKey to float
        Base-year cargo of every facility.
    parameters : TransportParameters
        Train paths, loads and the use share of the base year.

    Returns
    -------
    list of Facility
        Sections with a known capacity. A section that is new since the base year has no wait in
        it.
    """
    found = []
    for link in network.links_of("rail"):
        before = base.link_by_id.get(link.link_id)
        lot_t, gathered = train_load_t(link, parameters), gathered_kt(link, before, parameters)
        if not np.isfinite(gathered):
            continue
        keys = [(RAIL_SECTION, link.link_id, end) for end in (link.to_place, link.from_place)]
        flows = [base_kt.get(key, 0.0) for key in keys]
        base_gathered = gathered if before is None else gathered_kt(before, None, parameters)
        carried, scaled = carried_capacity(base_gathered, max(flows), parameters.base_use_share)
        year = Facility(keys[0], gathered * carried / base_gathered, lot_t, scaled=scaled)
        then = replace(year, capacity_kt=carried)
        for key, kt in zip(keys, flows, strict=True):
            wait_h = yearly_wait_h(kt / carried, then.services_per_h, parameters.queue_variability)
            found.append(replace(year, key=key, base_wait_h=float(wait_h)))
    return found


@dataclass(frozen=True, slots=True)
class TerminalFact:
    """What is known of a terminal.

    Attributes
    ----------
    place, mode : str
        Where, and whose handling.
    capacity_kt : float
        Published or derived capacity; NaN where not known.
    throughput_kt : float
        What it handled, cargo outside the demand table included; NaN where not known.
    """

    place: str
    mode: str
    capacity_kt: float
    throughput_kt: float


def terminals(
    facts: Iterable[TerminalFact],
    base_kt: Mapping[FacilityKey, float],
    parameters: TransportParameters,
) -> list[Facility]:
    """Return the terminals with a known capacity or throughput; all others limit nothing.

    Parameters
    ----------
    facts : iterable of TerminalFact
        What is known.
    base_kt : mapping of FacilityKey to float
        Base-year cargo of every facility.
    parameters : TransportParameters
        Cargo of one train or vessel, and the use share of the base year.

    Returns
    -------
    list of Facility
        Cargo that the demand table does not hold stays what it was in the base year.
    """
    lots = {
        "rail": parameters.rail_train_gross_t * parameters.rail_net_load_share,
        "inland_water": parameters.river_lot_t,
        "sea": parameters.sea_lot_t,
    }
    found = []
    for fact in facts:
        key = (TERMINAL, fact.place, fact.mode)
        own_kt = base_kt.get(key, 0.0)
        all_kt = max(own_kt, np.nan_to_num(fact.throughput_kt))
        capacity, scaled = carried_capacity(
            float(np.nan_to_num(fact.capacity_kt)), all_kt, parameters.base_use_share
        )
        if capacity <= 0:
            continue
        row = Facility(key, capacity, lots[fact.mode], all_kt - own_kt, scaled=scaled)
        wait_h = yearly_wait_h(all_kt / capacity, row.services_per_h, parameters.queue_variability)
        found.append(replace(row, base_wait_h=float(wait_h)))
    return found
