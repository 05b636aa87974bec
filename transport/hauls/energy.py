"""Energy of a tonne on the legs of road, rail and sea.

Energy is that of the kinds of section that a leg runs over (mode, grades, wire, mass of train),
each worked out once for a commodity group, times the kilometres on them: one matrix of kilometres
by service and section, one of energy by section and carrier. Ships add a call in port for each run
of sea legs, trains a change of locomotive at each end of a wire. So a leg cut in two keeps its
energy. What lies beyond the quay (legs from overseas) has no kilometres here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

from transport.hauls.fleet import RAIL_CARRIERS, Loading, Section, section_of
from transport.hauls.wire_ends import wire_ends

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from networks import Leg
    from transport.hauls.fleet import HaulFleet
    from transport.services import Service

HAUL_MODES = ("road", "rail", "sea")
"""Modes whose energy follows from tonne-km; that of inland vessels follows from voyages."""

CarrierKey = tuple[str, str]
"""Mode and carrier, or mode and group."""

RAIL_DIESEL = ("rail", RAIL_CARRIERS["diesel"])
"""What a change of locomotive burns, too."""


@dataclass(frozen=True)
class HaulEnergy:
    """Unit energy of the commodity groups on the sections of a network.

    Attributes
    ----------
    carriers : tuple of CarrierKey
        Modes and carriers: the last axis of the arrays.
    sections : dict of Section to int
        Kinds of section by position.
    mj_per_tkm : dict of str to numpy.ndarray
        By group, shape (sections, carriers).
    mj_per_call_t : dict of str to numpy.ndarray
        By group, shape (carriers,): a tonne's call in port.
    loading : dict of (str, str) to Loading
        How vehicles are loaded and run empty, by mode and group.
    changes_per_t : dict of (str, float) to float
        Changes of locomotive for a tonne that passes the end of a wire, by group and largest gross
        mass of a train there.
    change_mj : float
        Diesel of one of them, an estimate.
    """

    carriers: tuple[CarrierKey, ...]
    sections: dict[Section, int]
    mj_per_tkm: dict[str, np.ndarray]
    mj_per_call_t: dict[str, np.ndarray]
    loading: dict[CarrierKey, Loading]
    changes_per_t: dict[tuple[str, float], float] = field(default_factory=dict)
    change_mj: float = 0.0

    def service_mj_per_t(self, services: Sequence[Service]) -> dict[CarrierKey, np.ndarray]:
        """Return the energy of road, rail and sea for each service.

        Parameters
        ----------
        services : sequence of Service
            Services whose links have sections that are known.

        Returns
        -------
        dict
            MJ per tonne by mode and carrier, one number for each service.
        """
        km, calls = self._service_km(services), _sea_runs(services)
        groups = np.array([service.group for service in services])
        total = np.zeros((len(services), len(self.carriers)))
        for group, rates in self.mj_per_tkm.items():
            rows = np.flatnonzero(groups == group)
            at_ports = calls[rows, None] * self.mj_per_call_t[group]
            total[rows] = km[rows] @ rates + at_ports
        # Own memory for each: sums over a strided view may differ in the last bit.
        found = {key: total[:, i].copy() for i, key in enumerate(self.carriers)}
        if RAIL_DIESEL in found:
            found[RAIL_DIESEL] += self.service_changes_per_t(services) * self.change_mj
        return found

    def service_changes_per_t(self, services: Sequence[Service]) -> np.ndarray:
        """Return the changes of locomotive of each service.

        Parameters
        ----------
        services : sequence of Service
            Services whose links have sections that are known.

        Returns
        -------
        numpy.ndarray
            Changes for a tonne, those of empty trains included, one number for each service.
        """
        return np.array([self._leg_changes(one.legs, one.group).sum() for one in services])

    def leg_weights(self, service: Service, keys: Sequence[CarrierKey]) -> np.ndarray:
        """Return what each leg takes of each mode and carrier, to share its energy by.

        Parameters
        ----------
        service : Service
            A service.
        keys : sequence of CarrierKey
            Modes and carriers.

        Returns
        -------
        numpy.ndarray
            MJ per tonne, shape (legs, keys); kilometres for modes beside road, rail and sea. A
            carrier that a plan's trucks bring is shared like all the energy of its mode.
        """
        legs, column = service.legs, {key: i for i, key in enumerate(self.carriers)}
        own = np.array([self._leg_km(leg) for leg in legs]) @ self.mj_per_tkm[service.group]
        own += _call_shares(legs)[:, None] * self.mj_per_call_t[service.group]
        if RAIL_DIESEL in column:
            changes = self._leg_changes(legs, service.group)
            own[:, column[RAIL_DIESEL]] += changes * self.change_mj
        weights = np.zeros((len(legs), len(keys)))
        for i, key in enumerate(keys):
            if key in column:
                weights[:, i] = own[:, column[key]]
            elif key[0] in HAUL_MODES:
                weights[:, i] = own[:, [column[one] for one in column if one[0] == key[0]]].sum(1)
            else:
                weights[:, i] = [leg.length_km if leg.mode == key[0] else 0.0 for leg in legs]
        return weights

    def _leg_changes(self, legs: Sequence[Leg], group: str) -> np.ndarray:
        """Return the changes of locomotive for a tonne on each leg."""
        return np.array(
            [sum(self.changes_per_t[group, gross] for gross in ends) for ends in wire_ends(legs)]
        )

    def _leg_km(self, leg: Leg) -> np.ndarray:
        """Kilometres of a leg by section."""
        km = np.zeros(len(self.sections))
        if leg.mode in HAUL_MODES:
            for link in leg.links:
                if not link.gateway:
                    km[self.sections[section_of(link)]] += link.length_km
        return km

    def _service_km(self, services: Sequence[Service]) -> csr_array:
        """Kilometres by service and section; each leg is looked at once.

        Sparse, because its products are summed in one order and so are the same to the bit.
        """
        column: dict[tuple[str, ...], int] = {}
        legs: list[np.ndarray] = []
        at: list[tuple[int, int]] = []
        for row, service in enumerate(services):
            for leg in service.legs:
                key = (leg.mode, *(link.link_id for link in leg.links))
                if key not in column:
                    column[key] = len(legs)
                    legs.append(self._leg_km(leg))
                at.append((row, column[key]))
        rows, columns = np.array(at, dtype=int).reshape(len(at), 2).T
        used = csr_array((np.ones(len(at)), (rows, columns)), shape=(len(services), len(legs)))
        return used @ csr_array(np.array(legs).reshape(len(legs), len(self.sections)))


NO_HAULS = HaulEnergy((), {}, {}, {}, {})
"""Where energy is not asked for."""


def haul_energy(fleet: HaulFleet, services: Iterable[Service], groups: Iterable[str]) -> HaulEnergy:
    """Work out the unit energy of every group on every kind of section that services use.

    Parameters
    ----------
    fleet : HaulFleet
        Trucks, trains and ships of the year.
    services : iterable of Service
        Services.
    groups : iterable of str
        Commodity groups.

    Returns
    -------
    HaulEnergy
        Unit energy.
    """
    listed = list(services)
    links = {
        link.link_id: link
        for service in listed
        for leg in service.legs
        if leg.mode in HAUL_MODES
        for link in leg.links
    }
    sections = sorted({section_of(link) for link in links.values() if not link.gateway})
    rates = {
        name: {section: fleet.mj_per_tkm(name, section) for section in sections} for name in groups
    }
    at_ports = {name: fleet.mj_per_call_t(name) for name in rates}
    found = {
        (section.mode, carrier): None
        for by_section in rates.values()
        for section, by_carrier in by_section.items()
        for carrier in by_carrier
    }
    carriers = tuple(sorted(found, key=lambda key: (HAUL_MODES.index(key[0]), key[1])))
    return HaulEnergy(
        carriers,
        {section: i for i, section in enumerate(sections)},
        {name: _rate_array(by_section, carriers) for name, by_section in rates.items()},
        {
            name: np.array(
                [one.get(carrier, 0.0) if mode == "sea" else 0.0 for mode, carrier in carriers]
            )
            for name, one in at_ports.items()
        },
        {(mode, name): fleet.loading(name, mode) for mode in HAUL_MODES for name in rates},
        {
            (name, gross): fleet.changes_per_t(name, gross)
            for name in rates
            for gross in {one.largest_gross_t for one in sections if one.mode == "rail"}
        },
        fleet.change_mj,
    )


def _rate_array(
    rates: Mapping[Section, Mapping[str, float]], carriers: Sequence[CarrierKey]
) -> np.ndarray:
    """Return MJ per tonne-km, shape (sections, carriers)."""
    rows = [
        [one.get(carrier, 0.0) if mode == section.mode else 0.0 for mode, carrier in carriers]
        for section, one in rates.items()
    ]
    return np.array(rows).reshape(len(rates), len(carriers))


def _sea_runs(services: Sequence[Service]) -> np.ndarray:
    """Return how many runs of sea legs each service has, those from overseas apart."""
    return np.array([float(_call_shares(service.legs).sum()) for service in services])


def _call_shares(legs: Sequence[Leg]) -> np.ndarray:
    """Return the share of each leg in the calls of its run of sea legs, by kilometres."""
    shares = np.zeros(len(legs))
    km = np.array([leg.length_km - leg.ocean_km if leg.mode == "sea" else 0.0 for leg in legs])
    for mode, part in groupby(range(len(legs)), key=lambda i: legs[i].mode):
        run = list(part)
        if mode == "sea" and km[run].sum() > 0:
            shares[run] = km[run] / km[run].sum()
    return shares
