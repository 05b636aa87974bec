"""Vessel classes that pass a lock: those of the year's mix that fit one of its chambers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fleets import class_mix, vessel_classes
from scenarios.inputs import transport_parameters
from transport.operations.lock import Hull, places_in_chamber

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from fleets import VesselClass
    from networks import Chamber

CARGO_KIND = "bulk"
"""Kind of cargo whose mix stands for all vessels."""


def lock_fleet(
    tables: Mapping[str, pd.DataFrame],
    chambers: Sequence[Chamber],
    gaps_m: tuple[float, float],
    year: int,
) -> dict[VesselClass, float]:
    """Return the classes that fit a lock, with their shares among those that do.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    chambers : sequence of Chamber
        Open lines.
    gaps_m : tuple of float
        Gaps kept between vessels, ahead and abeam.
    year : int
        Year of the mix.

    Returns
    -------
    dict of VesselClass to float
        Shares that sum to one; empty where no class fits.
    """
    classes = vessel_classes(
        tables["vessel_classes"],
        tables["vessel_costs"],
        transport_parameters(tables).interest_rate,
    )
    mix = class_mix(tables["vessel_mix"], CARGO_KIND, year)
    fitting = {
        classes[name]: share
        for name, share in mix.items()
        if share > 0 and any(_fits(classes[name], chamber, gaps_m) for chamber in chambers)
    }
    total = sum(fitting.values())
    return {one: share / total for one, share in fitting.items()}


def mean_rated_t(fleet: Mapping[VesselClass, float]) -> float:
    """Return the mean rated tonnage of a mix."""
    return sum(share * one.dwt_t for one, share in fleet.items())


def _fits(vessel: VesselClass, chamber: Chamber, gaps_m: tuple[float, float]) -> bool:
    """Whether a chamber takes a vessel."""
    hull = Hull(vessel.length_m, vessel.beam_m, vessel.dwt_t)
    return places_in_chamber(chamber, hull, gaps_m) > 0
