"""What a plan asks of the powertrains of vessels, and what of it their batteries let them make."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from transport.changes import VesselPowertrain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from transport.inland.voyages import VoyageFlow
    from transport.inland.water_routes import WaterRoute


class Reach(NamedTuple):
    """A powertrain in the laden voyages of the classes that a plan asks it of.

    Attributes
    ----------
    powertrain : str
        Id.
    asked_share, made_share : float
        Share that the plan asks for, and the one that sails with it.
    feasible_share : float
        Share of these voyages that can be made with it, from station to station.
    """

    powertrain: str
    asked_share: float
    made_share: float
    feasible_share: float


def powertrain_reach(
    flows: Sequence[VoyageFlow], routes: Mapping[str, WaterRoute], changes: Iterable[object]
) -> Iterator[Reach]:
    """Yield what comes of each share that a plan asks for.

    Parameters
    ----------
    flows : sequence of VoyageFlow
        Voyages of the year; empty ones are not counted.
    routes : mapping of str to WaterRoute
        Routes by name.
    changes : iterable
        Changes of the plan; of two for one class and powertrain the later one holds.

    Yields
    ------
    Reach
        For each change with a share above zero whose classes sail.
    """
    asked = [change for change in changes if isinstance(change, VesselPowertrain)]
    for number, change in enumerate(asked):
        later = [one for one in asked[number + 1 :] if one.powertrain == change.powertrain]
        sums = [0.0, 0.0, 0.0]
        for class_id, voyages, part in _class_voyages(flows, routes, change.powertrain):
            if _holds(change, class_id) and not any(_holds(one, class_id) for one in later):
                sums[0] += voyages
                sums[1] += voyages * part
                sums[2] += voyages * (part > 0)
        if change.share > 0 and sums[0] > 0:
            made, feasible = sums[1] / sums[0], sums[2] / sums[0]
            yield Reach(change.powertrain, change.share, made, feasible)


def _holds(change: VesselPowertrain, class_id: str) -> bool:
    """Tell whether a change is of a class."""
    return not change.classes or class_id in change.classes


def _class_voyages(
    flows: Sequence[VoyageFlow], routes: Mapping[str, WaterRoute], powertrain: str
) -> Iterator[tuple[str, float, float]]:
    """Yield class, laden voyages a year, and the part with a powertrain, of every route."""
    for flow in flows:
        if not flow.laden:
            continue
        route = routes[flow.route]
        rows = zip(route.class_share.items(), route.energy.drive_share, strict=True)
        for (class_id, share), drives in rows:
            yield class_id, flow.voyages_per_year * share, drives.get(powertrain, 0.0)
