"""Water routes: what an inland leg means for a vessel.

A route is the sequence of places of an inland leg together with the kind of cargo. From its
reaches and locks follow the vessel classes that can use it, their payload, the hours under way,
the fuel of a laden and of an empty voyage, and what an hour of delay costs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from fleets import VesselClass, VesselRules, payload_t, usable_classes
from transport.inland.hour_table import HourTable
from transport.inland.route_energy import carriers_of, route_energy
from transport.operations.lock import DIRECTIONS, Hull, places_in_chamber

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from networks import Chamber, Leg, Network
    from transport.inland.drives import Drive
    from transport.inland.route_energy import RouteEnergy


@dataclass(frozen=True)
class InlandFleet:
    """The inland vessels of a year.

    Attributes
    ----------
    classes : mapping of str to VesselClass
        Vessel classes by id.
    shares : mapping of str to mapping
        By kind of cargo, the share of each class in laden voyages.
    rules : VesselRules
        How vessels are loaded and run.
    drives : mapping of str to sequence of Drive
        Powertrains by class, the first of which takes what the others do not.
    cny_per_mj : mapping of str to float
        Price of energy by carrier.
    fee_cny_per_dwt : mapping of str to float
        Fee of a passage by lock, per tonne of rated tonnage; none at locks that are not in it.
    called_first : frozenset of str
        Powertrains whose vessels locks call before others.
    """

    classes: Mapping[str, VesselClass]
    shares: Mapping[str, Mapping[str, float]]
    rules: VesselRules
    drives: Mapping[str, Sequence[Drive]]
    cny_per_mj: Mapping[str, float]
    fee_cny_per_dwt: Mapping[str, float] = field(default_factory=dict)
    called_first: frozenset[str] = frozenset()

    @cached_property
    def carriers(self) -> tuple[str, ...]:
        """Carriers that any drive takes."""
        return carriers_of(self.drives)

    @cached_property
    def hours(self) -> dict[str, HourTable]:
        """Hours under way of the drives of each class."""
        return {name: HourTable(some, self.carriers) for name, some in self.drives.items()}


@dataclass(frozen=True, slots=True)
class LockCall:
    """A lock on a route: its site and the direction of passage (0 down, 1 up)."""

    lock: str
    direction: int


@dataclass(frozen=True)
class WaterRoute:
    """An inland leg for one kind of cargo.

    Attributes
    ----------
    name : str
        Key of the route; the same in every plan that has it.
    cargo_kind : str
        ``bulk`` or ``container``.
    leg : Leg
        Places and links.
    lock_calls : tuple of LockCall
        Locks in travel order.
    stretch_h : tuple of float
        Hours of sailing before each lock and after the last at the speed of the fairway.
    class_share : dict of str to float
        Classes in use by share of voyages.
    payload_t : dict of str to float
        Cargo of a laden voyage by class.
    upbound : bool
        Whether the route leads upstream.
    energy : RouteEnergy
        Energy of its voyages, classes in the order of ``class_share``.
    """

    name: str
    cargo_kind: str
    leg: Leg
    lock_calls: tuple[LockCall, ...]
    stretch_h: tuple[float, ...]
    class_share: dict[str, float]
    payload_t: dict[str, float]
    upbound: bool
    energy: RouteEnergy

    @cached_property
    def shares(self) -> np.ndarray:
        """Shares of the classes, in the order of ``class_share``."""
        return np.array(list(self.class_share.values()))

    @property
    def fairway_h(self) -> float:
        """Hours under way at the speed of the fairway, without locks."""
        return sum(self.stretch_h)

    @cached_property
    def sail_h(self) -> dict[str, np.ndarray]:
        """Hours under way of a voyage by state, one for each class, without locks."""
        return {state: hours.sum(axis=1) for state, hours in self.energy.sail_h.items()}

    @property
    def cargo_h(self) -> float:
        """Hours under way of a tonne of cargo, mean over the classes that carry it."""
        cargo = self.shares * np.array(list(self.payload_t.values()))
        return float(cargo @ self.sail_h["laden"] / cargo.sum())

    @property
    def mean_payload_t(self) -> float:
        """Mean cargo of a laden voyage."""
        return sum(share * self.payload_t[name] for name, share in self.class_share.items())

    def mean(self, values: Mapping[str, float]) -> float:
        """Return the mean of a value by class over the voyages of the route."""
        return sum(share * values[name] for name, share in self.class_share.items())


def route_name(leg: Leg, cargo_kind: str) -> str:
    """Return the key of the route of a leg."""
    return f"{cargo_kind}:{'>'.join(leg.places)}"


def reversed_leg(leg: Leg) -> Leg:
    """Return the leg travelled the other way."""
    return type(leg)(leg.mode, leg.places[::-1], leg.links[::-1])


def make_route(
    network: Network, leg: Leg, cargo_kind: str, fleet: InlandFleet
) -> WaterRoute | None:
    """Make the route of an inland leg.

    Parameters
    ----------
    network : Network
        Network of the year.
    leg : Leg
        Inland leg.
    cargo_kind : str
        ``bulk`` or ``container``.
    fleet : InlandFleet
        Vessels of the year.

    Returns
    -------
    WaterRoute or None
        None where no class of the fleet can use it.
    """
    calls, stretch_h = _lock_calls(network, leg)
    depth_m = min(link.depth_m for link in leg.links)
    max_draught_m = min(link.max_draught_m for link in leg.links)
    locks = [network.chambers[call.lock] for call in calls]
    shares = usable_classes(
        fleet.shares[cargo_kind],
        fleet.classes,
        depth_m,
        max_draught_m,
        lambda vessel: _passes_all(vessel, locks),
        fleet.rules,
    )
    if not shares:
        return None
    by_draught = {
        name: payload_t(fleet.classes[name], depth_m, max_draught_m, fleet.rules) for name in shares
    }
    vessels = [fleet.classes[name] for name in shares]
    energy = route_energy(leg, vessels, by_draught, fleet.hours, fleet.rules)
    payload = {
        name: max(tonnes - lost, 0.0)
        for (name, tonnes), lost in zip(
            by_draught.items(), energy.lost_payload_t.tolist(), strict=True
        )
    }
    return WaterRoute(
        name=route_name(leg, cargo_kind),
        cargo_kind=cargo_kind,
        leg=leg,
        lock_calls=calls,
        stretch_h=stretch_h,
        class_share=shares,
        payload_t=payload,
        upbound=_leads_up(leg),
        energy=energy,
    )


def _passes_all(vessel: VesselClass, locks: Sequence[Sequence[Chamber]]) -> bool:
    """Whether a vessel fits at least one chamber of every lock."""
    hull = hull_of(vessel)
    return all(any(places_in_chamber(chamber, hull) for chamber in lock) for lock in locks)


def hull_of(vessel: VesselClass) -> Hull:
    """Return the hull of a vessel class."""
    return Hull(vessel.length_m, vessel.beam_m, vessel.dwt_t, name=vessel.class_id)


def _climbs(leg: Leg, step: int) -> bool:
    """Whether the step-th link of a leg is travelled towards its upstream end."""
    return leg.links[step].upstream_end == leg.places[step + 1]


def _leads_up(leg: Leg) -> bool:
    """Whether more of a leg is travelled upstream than downstream."""
    rise_km = 0.0
    for step, link in enumerate(leg.links):
        if link.upstream_end:
            rise_km += link.length_km if _climbs(leg, step) else -link.length_km
    return rise_km > 0


def _lock_calls(network: Network, leg: Leg) -> tuple[tuple[LockCall, ...], tuple[float, ...]]:
    """Locks passed inside a leg, and the hours of sailing between them."""
    calls = []
    stretches = [0.0]
    for step, link in enumerate(leg.links):
        place = leg.places[step + 1]
        stretches[-1] += link.hours_towards(place)
        if place in network.chambers and step + 1 < len(leg.links):
            calls.append(LockCall(place, int(_climbs(leg, step))))
            stretches.append(0.0)
    return tuple(calls), tuple(stretches)


@dataclass(frozen=True, slots=True)
class RouteCost:
    """Vessel cost of a route.

    Attributes
    ----------
    voyage_cny_per_t : float
        Cost of the laden voyage and its share of the empty return, without queues, per tonne.
    laden_hour_cny_per_t, empty_hour_cny_per_t : float
        Cost of one hour of delay of the laden vessel, and of the empty return it causes.
    """

    voyage_cny_per_t: float
    laden_hour_cny_per_t: float
    empty_hour_cny_per_t: float


def route_cost(route: WaterRoute, fleet: InlandFleet, empty_return_share: float) -> RouteCost:
    """Return what a tonne pays for its vessel.

    Standing cost (capital, crew, maintenance) and energy of the laden voyage, of loading and
    discharge, and of the share of an empty return that the voyage causes; and lock fees, which
    follow the size of the vessel, so that the empty return pays them as well.

    Parameters
    ----------
    route : WaterRoute
        The route.
    fleet : InlandFleet
        Vessels and prices of energy.
    empty_return_share : float
        Empty voyages back for each laden voyage, 0 to 1.

    Returns
    -------
    RouteCost
        CNY per tonne, and per tonne and hour.
    """
    energy = route_energy_cost(route, fleet, fleet.cny_per_mj, empty_return_share)
    vessels = [fleet.classes[name] for name in route.class_share]
    hour = np.array([one.standing_cost_cny_per_h for one in vessels]) + route.energy.added_cny_per_h
    ways = 1 + empty_return_share
    under_way = route.sail_h["laden"] + empty_return_share * route.energy.back_h
    hours = under_way + ways * route.energy.stop_h
    hours = hours + 2 * np.array([one.berth_h for one in vessels])
    voyage = float(route.shares @ (hour * hours)) + ways * _lock_fees_cny(route, fleet)
    payload, idle = route.mean_payload_t, float(route.shares @ hour)
    return RouteCost(
        energy.voyage_cny_per_t + voyage / payload,
        energy.laden_hour_cny_per_t + idle / payload,
        energy.empty_hour_cny_per_t + empty_return_share * idle / payload,
    )


def route_energy_cost(
    route: WaterRoute,
    fleet: InlandFleet,
    per_mj: Mapping[str, float],
    empty_return_share: float,
) -> RouteCost:
    """Return what the energy of a tonne's vessel costs, or emits, at a rate for each carrier.

    Parameters
    ----------
    route : WaterRoute
        The route.
    fleet : InlandFleet
        Hours at berth.
    per_mj : mapping of str to float
        Money, or anything else, per megajoule of each carrier.
    empty_return_share : float
        Empty voyages back for each laden voyage.

    Returns
    -------
    RouteCost
        In the unit of the rate.
    """
    energy, shares = route.energy, route.shares
    rates = np.array([per_mj[name] for name in energy.carriers])
    berth_h = np.array([fleet.classes[name].berth_h for name in route.class_share])
    idle = energy.idle_mj_per_h @ rates
    voyage = energy.sail_mj["laden"].sum(axis=1) @ rates
    voyage = voyage + empty_return_share * (energy.back_mj @ rates) + 2 * berth_h * idle
    payload, idle_hour = route.mean_payload_t, float(shares @ idle)
    return RouteCost(
        float(shares @ voyage) / payload,
        idle_hour / payload,
        empty_return_share * idle_hour / payload,
    )


def _lock_fees_cny(route: WaterRoute, fleet: InlandFleet) -> float:
    """Fees of one voyage, mean over the classes in use."""
    per_dwt = sum(fleet.fee_cny_per_dwt.get(call.lock, 0.0) for call in route.lock_calls)
    paying = {
        name: sum(drive.fee_factor * shares[drive.powertrain] for drive in fleet.drives[name])
        for name, shares in zip(route.class_share, route.energy.drive_share, strict=True)
    }
    return per_dwt * route.mean({name: fleet.classes[name].dwt_t * paying[name] for name in paying})


def waiting_hour_cny(vessel: VesselClass, fleet: InlandFleet) -> float:
    """Return the standing cost and energy of one hour of a waiting vessel, CNY."""
    idle = fleet.drives[vessel.class_id][0].energy.idle_mj_per_h
    energy = sum(mj * fleet.cny_per_mj[name] for name, mj in idle.items())
    return vessel.standing_cost_cny_per_h + energy


def direction_name(call: LockCall) -> str:
    """Return ``down`` or ``up``."""
    return DIRECTIONS[call.direction]
