"""What a choice of places is made of: sites, paths and the windows that a range leaves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

_SLACK = 1e-9


@dataclass(frozen=True, slots=True)
class Site:
    """A place where a station can stand.

    Attributes
    ----------
    site_id : str
        Id.
    cost_mcny : float
        What opening it costs; nothing for one that exists.
    existing : bool
        Whether a station stands there already; it is kept.
    capacity_per_day : float
        Energy that a day can take there, in the unit of the paths; infinite without a limit.
    """

    site_id: str
    cost_mcny: float
    existing: bool = False
    capacity_per_day: float = np.inf


@dataclass(frozen=True, slots=True)
class FlowPath:
    """A path with its vehicles.

    Attributes
    ----------
    trips_per_day : float
        Vehicles.
    length : float
        Energy from end to end, or kilometres: any measure of the way that a reach is given in.
    stops : tuple of (str, float)
        Sites passed, each with the way from the start, in the order of travel.
    unit_energy : float
        Energy of a unit of the way: what counts against the capacity of sites.
    """

    trips_per_day: float
    length: float
    stops: tuple[tuple[str, float], ...]
    unit_energy: float = 1.0


@dataclass(frozen=True)
class SitingProblem:
    """What is to be decided.

    Attributes
    ----------
    sites : sequence of Site
        Where stations can stand.
    paths : sequence of FlowPath
        Who passes.
    reach : float
        Way between two stops at the most.
    """

    sites: Sequence[Site]
    paths: Sequence[FlowPath]
    reach: float


def windows(path: FlowPath, reach: float) -> list[tuple[str, ...]] | None:
    """Return the groups of sites of which a vehicle needs one each.

    Parameters
    ----------
    path : FlowPath
        A path.
    reach : float
        Way between two stops.

    Returns
    -------
    list of tuple of str or None
        None where no set of sites is enough; empty where none is needed. Groups that hold another
        one are left out.

    Examples
    --------
    >>> windows(FlowPath(1.0, 100.0, (("a", 30.0), ("b", 70.0))), 60.0)
    [('a',), ('b',)]
    >>> windows(FlowPath(1.0, 100.0, (("a", 30.0), ("b", 70.0))), 100.0)
    []
    >>> windows(FlowPath(1.0, 100.0, (("a", 30.0),)), 60.0) is None
    True
    """
    groups: list[frozenset[str]] = []
    for start in (0.0, *(at for _, at in path.stops)):
        if start + reach >= path.length - _SLACK:
            continue
        ahead = [name for name, at in path.stops if start < at <= start + reach + _SLACK]
        if not ahead:
            return None
        groups.append(frozenset(ahead))
    kept = [one for one in dict.fromkeys(groups) if not any(other < one for other in groups)]
    order = [name for name, _ in path.stops]
    return [tuple(name for name in order if name in one) for one in kept]


def is_covered(path: FlowPath, reach: float, open_sites: frozenset[str]) -> bool:
    """Tell whether a vehicle can travel a path with given stations.

    Examples
    --------
    >>> line = FlowPath(1.0, 100.0, (("a", 30.0), ("b", 70.0)))
    >>> is_covered(line, 70.0, frozenset("a")), is_covered(line, 60.0, frozenset("a"))
    (True, False)
    """
    at = [0.0, *(way for name, way in path.stops if name in open_sites), path.length]
    return bool(np.diff(at).max() <= reach + _SLACK)
