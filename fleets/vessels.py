"""Inland vessels: what they carry at a given depth, and what an hour of them costs.

Payload follows draught: between the empty and the loaded draught of a class it grows in
proportion, up to the loaded draught and the class's payload factor. What they burn is in
:mod:`fleets.voyage_energy`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd


@dataclass(frozen=True, slots=True)
class VesselClass:
    """A class of inland cargo vessels.

    Attributes
    ----------
    class_id : str
        Id of the class, such as ``inland-3000``.
    dwt_t, length_m, beam_m, draught_loaded_m, draught_empty_m : float
        Rated tonnage and hull.
    payload_factor : float
        Cargo of a fully laden voyage as a share of the rated tonnage.
    berth_h : float
        Hours at berth for one loading or discharge.
    standing_cost_cny_per_h : float
        Capital, crew and maintenance for one hour.
    """

    class_id: str
    dwt_t: float
    length_m: float
    beam_m: float
    draught_loaded_m: float
    draught_empty_m: float
    payload_factor: float
    berth_h: float
    standing_cost_cny_per_h: float


@dataclass(frozen=True, slots=True)
class VesselRules:
    """How inland vessels are loaded; one value for the whole fleet.

    Attributes
    ----------
    depth_margin_m : float
        How much the mean depth exceeds the maintained depth.
    under_keel_m : float
        Clearance kept between keel and bed.
    min_payload_share : float
        A class is not used where it could load less than this share of its payload.
    """

    depth_margin_m: float
    under_keel_m: float
    min_payload_share: float


def payload_t(
    vessel: VesselClass, depth_m: float, max_draught_m: float, rules: VesselRules
) -> float:
    """Return the cargo a vessel can load where the shallowest reach has a given depth.

    Parameters
    ----------
    vessel : VesselClass
        The class.
    depth_m : float
        Least maintained depth on the route.
    max_draught_m : float
        Least draught allowed by rule on the route; infinity without a rule.
    rules : VesselRules
        Depth margin and clearance.

    Returns
    -------
    float
        Tonnes of cargo, between 0 and payload factor times rated tonnage.
    """
    draught = min(depth_m + rules.depth_margin_m - rules.under_keel_m, max_draught_m)
    range_m = vessel.draught_loaded_m - vessel.draught_empty_m
    share = (draught - vessel.draught_empty_m) / range_m
    return vessel.dwt_t * max(0.0, min(share, vessel.payload_factor))


def annuity_share(rate: float, years: float) -> float:
    """Return the yearly payment that repays one unit of capital over `years`.

    Parameters
    ----------
    rate : float
        Real interest rate per year; zero spreads the capital evenly.
    years : float
        Life in years, above zero.

    Returns
    -------
    float
        Share of the capital paid each year.

    Examples
    --------
    >>> round(annuity_share(0.06, 25), 5)
    0.07823
    >>> annuity_share(0, 25)
    0.04
    """
    if rate == 0:
        return 1 / years
    return float(rate / (1 - (1 + rate) ** -years))


def vessel_classes(
    classes: pd.DataFrame, costs: pd.DataFrame, interest_rate: float
) -> dict[str, VesselClass]:
    """Make the vessel classes that have costs.

    Parameters
    ----------
    classes, costs : pandas.DataFrame
        Tables ``vessel_classes`` and ``vessel_costs``.
    interest_rate : float
        Real interest rate per year for the capital cost.

    Returns
    -------
    dict of str to VesselClass
        One class for each row of `costs`, in its order.
    """
    joined = costs.merge(
        classes, on="class_id", how="left", validate="one_to_one", suffixes=("_cost", "")
    )
    made = {}
    for row in joined.to_dict("records"):
        capital = row["capex_cny"] * annuity_share(interest_rate, row["life_years"])
        upkeep = row["capex_cny"] * row["maintenance_share_per_year"]
        standing = (capital + upkeep + row["crew_cny_per_year"]) / row["working_h_per_year"]
        made[str(row["class_id"])] = VesselClass(
            class_id=str(row["class_id"]),
            dwt_t=row["dwt_t"],
            length_m=row["length_m"],
            beam_m=row["beam_m"],
            draught_loaded_m=row["draught_loaded_m"],
            draught_empty_m=row["draught_empty_m"],
            payload_factor=row["laden_payload_factor"],
            berth_h=row["berth_hours"],
            standing_cost_cny_per_h=standing,
        )
    return made


def class_mix(mix: pd.DataFrame, cargo_kind: str, year: int) -> dict[str, float]:
    """Return the shares of vessel classes in the laden voyages of a year.

    Parameters
    ----------
    mix : pandas.DataFrame
        Table ``vessel_mix`` with shares for some years.
    cargo_kind : str
        ``bulk`` or ``container``.
    year : int
        Calendar year; shares are linear between the years given and flat outside.

    Returns
    -------
    dict of str to float
        Share by class id, summing to one.
    """
    part = mix[mix["cargo_kind"] == cargo_kind]
    wide = part.pivot_table(index="year", columns="class_id", values="voyage_share")
    wide = wide.fillna(0.0).sort_index()
    years = wide.index.to_numpy(dtype=float)
    shares = {
        str(name): float(np.interp(year, years, wide[name].to_numpy(dtype=float)))
        for name in wide.columns
    }
    total = sum(shares.values())
    return {name: share / total for name, share in shares.items()}


def mean_dwt_t(shares: Mapping[str, float], classes: Mapping[str, VesselClass]) -> float:
    """Return the mean rated tonnage of a mix of classes."""
    return sum(share * classes[name].dwt_t for name, share in shares.items())


def usable_classes(
    shares: Mapping[str, float],
    classes: Mapping[str, VesselClass],
    depth_m: float,
    max_draught_m: float,
    fits: Callable[[VesselClass], bool],
    rules: VesselRules,
) -> dict[str, float]:
    """Return the class shares that a route admits, scaled to one.

    Parameters
    ----------
    shares : mapping of str to float
        Shares of the year by class.
    classes : mapping of str to VesselClass
        The classes.
    depth_m, max_draught_m : float
        Least depth and least allowed draught on the route.
    fits : callable
        Whether a class can pass every lock of the route.
    rules : VesselRules
        Loading rules.

    Returns
    -------
    dict of str to float
        Shares of the classes that pass every lock and load at least the least payload share;
        empty where none does.
    """
    kept = {
        name: share
        for name, share in shares.items()
        if share > 0
        and fits(classes[name])
        and _loads_enough(classes[name], depth_m, max_draught_m, rules)
    }
    total = sum(kept.values())
    return {name: share / total for name, share in kept.items()}


def _loads_enough(
    vessel: VesselClass, depth_m: float, max_draught_m: float, rules: VesselRules
) -> bool:
    """Whether a class loads the least share of its payload."""
    full = vessel.dwt_t * vessel.payload_factor
    return payload_t(vessel, depth_m, max_draught_m, rules) >= rules.min_payload_share * full
