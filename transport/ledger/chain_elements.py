"""Transport chain elements: the legs and hubs of every service, in the terms of ISO 14083.

A transport chain is a row of elements (TCE). Each leg of a service is one, of a transport operation
category (TOC); each place where cargo changes between modes, or is loaded or discharged beside the
road, is one, of a hub operation category (HOC). What vessels burn at locks and at berths, and on
empty voyages, belongs to the legs that cause it. Hubs have the energy of handling
(:mod:`transport.ledger.hubs`).

Transport activity counts the shortest feasible distance (SFD), the shortest way of the leg's mode
between the ends of a run of legs of that mode; the distance adjustment factor (DAF) is the distance
travelled over it. Legs of one mode behind each other share one run, so that where a leg is cut
changes neither distance, activity nor emission. Cargo that stays behind has no elements.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from fleets import SPECIES
from networks import find_chains
from transport.ledger.hubs import HUB_MODE, NO_HANDLING, Hub, HubEnergy, hubs_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from fleets import CarrierFactors, GwpSet
    from networks import Leg, Link, Network
    from transport.services import Service

Run = tuple[str, str, str]
"""A run of legs of one mode: mode, first place and last place."""

TRANSPORT, HUB = "transport", HUB_MODE
_EMITTED = (
    "ttw_co2e_t",
    "wtt_co2e_t",
    *(f"{name}_t" for name in SPECIES),
)


@dataclass(frozen=True)
class ServiceEnergy:
    """What the cargo carried by services burns in a year.

    Attributes
    ----------
    tonnes : numpy.ndarray
        Tonnes of each service.
    energy_mj : mapping
        By mode and carrier, megajoules of each service.
    leg_weights : callable
        Takes a service and modes with carriers, and returns what its legs take in proportion,
        shape (legs, modes and carriers), as :meth:`transport.hauls.energy.HaulEnergy.leg_weights`.
    handling : HubEnergy
        What hubs take.
    """

    tonnes: np.ndarray
    energy_mj: Mapping[tuple[str, str], np.ndarray]
    leg_weights: Callable[[Service, Sequence[tuple[str, str]]], np.ndarray]
    handling: HubEnergy = NO_HANDLING


@dataclass(frozen=True)
class Weights:
    """What a megajoule of each carrier emits, and how gases are weighed."""

    factors: Mapping[str, CarrierFactors]
    gwp: GwpSet

    def table(self, carriers: Sequence[str]) -> np.ndarray:
        """Return tonnes per megajoule, shape (carriers, emissions)."""
        rows = []
        for name in carriers:
            factor = self.factors[name]
            stages = [factor.ttw_co2e_g_per_mj(self.gwp), factor.wtt_co2e_g_per_mj(self.gwp)]
            rows.append([*stages, *(factor.ttw_g_per_mj[one] for one in SPECIES)])
        return np.array(rows).reshape(len(carriers), len(_EMITTED)) / 1e6


def shipment_id(service: Service) -> str:
    """Return the id of the cargo of a service; the same in every plan and year that has it."""
    ends = f"{service.origin}>{service.destination}"
    chain = f"{service.group}:{ends}:{service.pattern}:{service.main_mode}"
    return chain if service.route == 1 else f"{chain}:{service.route}"


def runs_of(legs: Sequence[Leg]) -> list[tuple[Leg, ...]]:
    """Return legs joined to runs of one mode."""
    return [tuple(part) for _, part in groupby(legs, key=lambda leg: leg.mode)]


def run_key(run: Sequence[Leg]) -> Run:
    """Return the mode and the ends of a run."""
    return run[0].mode, run[0].places[0], run[-1].places[-1]


def shortest_distances(network: Network, services: Iterable[Service]) -> dict[Run, float]:
    """Return the shortest feasible distance of every run of the services.

    Parameters
    ----------
    network : Network
        Network of the year.
    services : iterable of Service
        Services on it.

    Returns
    -------
    dict
        Kilometres by mode and ends.
    """
    wanted: dict[str, set[tuple[str, str]]] = {}
    for service in services:
        for run in runs_of(service.legs):
            mode, first, last = run_key(run)
            wanted.setdefault(mode, set()).add((first, last))
    return {
        (mode, *pair): sum(leg.length_km for leg in legs)
        for mode, pairs in wanted.items()
        for pair, legs in find_chains(network, (mode,), sorted(pairs), _length, _none).items()
    }


def _length(link: Link) -> float:
    """Weight of a link: its length."""
    return link.length_km


def _none(_place: str, _leaving: str, _entering: str) -> None:
    """Allow no change of mode."""
    return


def chain_elements(
    services: Sequence[Service],
    energy: ServiceEnergy,
    shortest_km: Mapping[Run, float],
    cargo_kinds: Mapping[str, str],
    weights: Weights,
) -> pd.DataFrame:
    """Return the elements of the chains of all cargo carried.

    Parameters
    ----------
    services : sequence of Service
        Services.
    energy : ServiceEnergy
        Tonnes and energy of each.
    shortest_km : mapping
        Shortest feasible distance of every run, as :func:`shortest_distances` gives it.
    cargo_kinds : mapping of str to str
        Kind of cargo of each commodity group.
    weights : Weights
        Factors and GWP set.

    Returns
    -------
    pandas.DataFrame
        One row for each element of a service with cargo: ``shipment``, ``position`` (in the chain,
        from 1), ``kind`` (``transport`` or ``hub``), ``mode`` (of a hub, the modes that meet),
        ``category``, ``from_place``, ``to_place``, ``mass_t``, ``length_km`` (travelled),
        ``shortest_km``, ``activity_tkm`` (tonnes x shortest feasible distance), ``energy_mj_``
        and the name of each carrier, tonnes of ``ttw_co2e_t``, ``wtt_co2e_t`` and of each
        tank-to-wheel species, and ``wtw_co2e_t``. Emissions sum to those of the cargo carried: what
        a carrier emits of a species that is not known of it is left out, as in the ledger, and an
        element of which nothing is known has NaN.
    """
    rows: list[dict[str, Any]] = []
    keys = list(energy.energy_mj)
    burnt: list[np.ndarray] = []
    for i in np.flatnonzero(energy.tonnes > 0).tolist():
        service, tonnes = services[i], float(energy.tonnes[i])
        total = np.array([energy.energy_mj[key][i] for key in keys])
        of_legs = iter(_shares(energy.leg_weights(service, keys)))
        of_hubs = iter(_shares(energy.handling.hub_weights(service, keys)))
        kind = cargo_kinds[service.group]
        for position, part in enumerate(_parts(service.legs), 1):
            head = {"shipment": shipment_id(service), "position": position, "mass_t": tonnes}
            if isinstance(part, int):
                rows.append(head | _transport(service.legs, part, kind, shortest_km))
                burnt.append(total * next(of_legs))
            else:
                rows.append(head | _hub(part, kind))
                burnt.append(total * next(of_hubs))
    return _table(rows, np.array(burnt).reshape(len(rows), len(keys)), keys, weights)


def _parts(legs: Sequence[Leg]) -> Iterator[int | Hub]:
    """Yield the elements of a chain in order: legs by position, and hubs."""
    before = {hub.before_leg: hub for hub in hubs_of(legs)}
    for i in range(len(legs) + 1):
        if i in before:
            yield before[i]
        if i < len(legs):
            yield i


def _shares(weights: np.ndarray) -> np.ndarray:
    """Return the share of each part in the energy of each mode and carrier, shape (parts, keys)."""
    whole = weights.sum(axis=0)
    shares: np.ndarray = np.divide(weights, whole, out=np.zeros_like(weights), where=whole > 0)
    return shares


def _transport(
    legs: Sequence[Leg], index: int, cargo_kind: str, shortest_km: Mapping[Run, float]
) -> dict[str, Any]:
    """Return what a leg is as an element; an ocean leg lies beyond the quay and has no length."""
    leg = legs[index]
    counted_km = leg.length_km - leg.ocean_km
    run = next(one for one in runs_of(legs) if any(other is leg for other in one))
    travelled = sum(one.length_km for one in run)
    shortest = shortest_km[run_key(run)]
    return {
        "kind": TRANSPORT,
        "mode": leg.mode,
        "category": f"{leg.mode}:{cargo_kind}",
        "from_place": leg.places[0],
        "to_place": leg.places[-1],
        "length_km": counted_km,
        "shortest_km": counted_km * (shortest / travelled if travelled else 1.0),
    }


def _hub(hub: Hub, cargo_kind: str) -> dict[str, Any]:
    """Return what a hub is as an element."""
    modes = "+".join(hub.modes)
    return {
        "kind": HUB,
        "mode": modes,
        "category": f"hub:{modes}:{cargo_kind}",
        "from_place": hub.place,
        "to_place": hub.place,
        "length_km": 0.0,
        "shortest_km": 0.0,
    }


_FIRST = ["shipment", "position", "kind", "mode", "category", "from_place", "to_place"]
_FIRST += ["mass_t", "length_km", "shortest_km"]


def _table(
    rows: list[dict[str, Any]],
    burnt: np.ndarray,
    keys: Sequence[tuple[str, str]],
    weights: Weights,
) -> pd.DataFrame:
    """Make the table of elements from their descriptions and energy."""
    carriers = [carrier for _, carrier in keys]
    per_mj = weights.table(carriers)
    emitted = burnt @ np.nan_to_num(per_mj)
    unknown = (burnt > 0).astype(float) @ np.isnan(per_mj).astype(float) > 0
    emitted[unknown & (emitted == 0)] = np.nan
    table = pd.DataFrame(rows, columns=_FIRST)
    table["activity_tkm"] = table["mass_t"] * table["shortest_km"]
    for carrier in dict.fromkeys(carriers):
        same = [i for i, name in enumerate(carriers) if name == carrier]
        table[f"energy_mj_{carrier}"] = burnt[:, same].sum(axis=1)
    for i, name in enumerate(_EMITTED):
        table[name] = emitted[:, i]
    table["wtw_co2e_t"] = table["ttw_co2e_t"] + table["wtt_co2e_t"]
    return table
