"""Power of inland vessels by speed, depth and draught, and its calibration to fuel anchors.

Engine power is that of Holtrop and Mennen for the loaded hull, with friction over a near bed after
Zeng and wave-dependent parts at Karpov's speed, through the propulsive chain, times the factor of
the class. Full river hulls (prismatic coefficient above 0.85) leave the regression's range: they
are taken at its edge, and how they differ is left to the factor. Draught acts by the admiralty
form, displacement in proportion to draught, to the power of two thirds, because a vessel in ballast
(beam over draught near 12) is outside the range as well; its effect on the bed's nearness is that
of the draught itself.

The factor is the number by which the fuel of a stated round trip meets the anchor of the class. It
is found from the anchor alone, shown with it, and never moved for another reason.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.optimize import brentq

from fleets.hydrodynamics.draught import draught_at_load_m
from fleets.hydrodynamics.hull import FRESH_WATER, hull_of_block
from fleets.hydrodynamics.propulsion import PropulsiveChain, per_ground_km, speed_at_power_kmh
from fleets.hydrodynamics.resistance import (
    LARGEST_PRISMATIC,
    allowance_coefficient,
    dynamic_pressure_kpa,
    form_factor,
    friction_coefficient,
    in_range,
    wave_resistance_kn,
)
from fleets.hydrodynamics.shallow_water import bed_friction_coefficient, karpov_factor

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from fleets.hydrodynamics.hull import HullForm
    from fleets.part_load import LoadCurve

    Floats = NDArray[np.float64]

_KMH: Final = 3.6
_LARGEST_FACTOR: Final = 20.0
STATES: Final = ("under_way", "waiting", "berth")
"""What a vessel may be doing; only under way does the main engine run."""


@dataclass(frozen=True, slots=True)
class InlandVessel:
    """An inland vessel as far as its energy goes.

    Attributes
    ----------
    class_id : str
        Id of the class.
    length_m, beam_m, draught_loaded_m, draught_empty_m : float
        Dimensions.
    dwt_t, payload_factor : float
        Rated tonnage, and cargo of a laden voyage as a share of it.
    block_coefficient : float
        At the loaded draught.
    main_engine_kw, hotel_kw, waiting_kw : float
        Installed power; auxiliary load under way; auxiliary load when waiting or at berth.
    service_speed_kmh : float
        Service speed through water when laden.
    chain : PropulsiveChain
        Efficiencies.
    fuel_curve : LoadCurve
        Main-engine fuel by load.
    factor : float
        Calibration factor on power.
    """

    class_id: str
    length_m: float
    beam_m: float
    draught_loaded_m: float
    draught_empty_m: float
    dwt_t: float
    payload_factor: float
    block_coefficient: float
    main_engine_kw: float
    hotel_kw: float
    waiting_kw: float
    service_speed_kmh: float
    chain: PropulsiveChain
    fuel_curve: LoadCurve
    factor: float = 1.0

    @property
    def hull(self) -> HullForm:
        """The loaded hull, at the edge of the regression's range where it is fuller."""
        return edge_hull(self.length_m, self.beam_m, self.draught_loaded_m, self.block_coefficient)

    @property
    def in_range(self) -> bool:
        """Whether the loaded hull itself is inside the range."""
        return in_range(
            hull_of_block(self.length_m, self.beam_m, self.draught_loaded_m, self.block_coefficient)
        )


def edge_hull(
    length_m: float, beam_m: float, draught_m: float, block_coefficient: float
) -> HullForm:
    """Return a hull of these dimensions, no fuller than the regression's range.

    Examples
    --------
    >>> round(edge_hull(72, 15.8, 4.0, 0.92).prismatic_coefficient, 6)
    0.85
    """
    full = hull_of_block(length_m, beam_m, draught_m, block_coefficient)
    if full.prismatic_coefficient <= LARGEST_PRISMATIC:
        return full
    block = brentq(
        lambda one: (
            hull_of_block(length_m, beam_m, draught_m, one).prismatic_coefficient
            - LARGEST_PRISMATIC
        ),
        0.6,
        block_coefficient,
        xtol=1e-12,
    )
    return hull_of_block(length_m, beam_m, draught_m, float(block))


def propulsion_kw(
    vessel: InlandVessel,
    speed_kmh: Floats | float,
    depth_m: Floats | float = np.inf,
    draught_m: Floats | float | None = None,
) -> Floats:
    """Return main-engine power under way.

    Parameters
    ----------
    vessel : InlandVessel
        The vessel.
    speed_kmh : float or array
        Speed through water, at least 0.
    depth_m : float or array
        Depth, above the draught; infinite where the bed does not matter.
    draught_m : float or array, optional
        Draught; the loaded one when left out.

    Returns
    -------
    array
        kW, with the broadcast shape of the arguments; not capped at the installed power.
    """
    speed = np.asarray(speed_kmh, dtype=float) / _KMH
    draught = np.asarray(vessel.draught_loaded_m if draught_m is None else draught_m, dtype=float)
    hull = vessel.hull
    reduced = speed / karpov_factor(speed, depth_m, draught)
    line = friction_coefficient(speed, hull.length_m, FRESH_WATER)
    bed = bed_friction_coefficient(hull, speed, depth_m, draught, FRESH_WATER)
    friction = dynamic_pressure_kpa(speed, FRESH_WATER) * (line * form_factor(hull) + bed)
    allowance = dynamic_pressure_kpa(reduced, FRESH_WATER) * allowance_coefficient(hull)
    total_kn = hull.wetted_m2 * (friction + allowance)
    total_kn = total_kn + wave_resistance_kn(hull, reduced, FRESH_WATER)
    share = (draught / vessel.draught_loaded_m) ** (2 / 3)
    return vessel.chain.brake_power_kw(total_kn * share * vessel.factor, speed)


def power_kw(
    vessel: InlandVessel,
    speed_kmh: Floats | float,
    depth_m: Floats | float = np.inf,
    draught_m: Floats | float | None = None,
    state: str = "under_way",
) -> Floats:
    """Return all engine power: propulsion and hotel load, or the load of a vessel that waits.

    Parameters
    ----------
    vessel : InlandVessel
        The vessel.
    speed_kmh, depth_m, draught_m : float or array
        As for `propulsion_kw`; only the shape of the speed matters when the vessel waits.
    state : str
        One of `STATES`.

    Returns
    -------
    array
        kW.

    Raises
    ------
    ValueError
        If the state is not known.
    """
    if state not in STATES:
        msg = f"A vessel is {', '.join(STATES)}, not {state}."
        raise ValueError(msg)
    if state == "under_way":
        return propulsion_kw(vessel, speed_kmh, depth_m, draught_m) + vessel.hotel_kw
    return np.full(np.shape(speed_kmh), vessel.waiting_kw)


def fuel_kg_per_h(
    vessel: InlandVessel,
    speed_kmh: Floats | float,
    depth_m: Floats | float = np.inf,
    draught_m: Floats | float | None = None,
    state: str = "under_way",
    sfc_g_per_kwh: float = 210.0,
) -> Floats:
    """Return the diesel of an hour, as arrays over legs.

    Main-engine consumption follows the part-load curve of inland engines; the auxiliary engine
    runs at its base consumption.

    Parameters
    ----------
    vessel : InlandVessel
        The vessel.
    speed_kmh, depth_m, draught_m : float or array
        As for `propulsion_kw`.
    state : str
        One of `STATES`.
    sfc_g_per_kwh : float
        Specific fuel consumption at the best load.

    Returns
    -------
    array
        kg/h.
    """
    if state != "under_way":
        return power_kw(vessel, speed_kmh, state=state) * sfc_g_per_kwh / 1000
    main = propulsion_kw(vessel, speed_kmh, depth_m, draught_m)
    curve = vessel.fuel_curve.at(main / vessel.main_engine_kw)
    return (main * curve + vessel.hotel_kw) * sfc_g_per_kwh / 1000


def speed_of_power_kmh(
    vessel: InlandVessel, propulsion: float, depth_m: float = np.inf, draught_m: float | None = None
) -> float:
    """Return the speed through water that a main-engine power gives, to 1e-9 km/h."""
    return speed_at_power_kmh(
        lambda speed: float(propulsion_kw(vessel, speed, depth_m, draught_m)), propulsion
    )


@dataclass(frozen=True, slots=True)
class ReferenceTrip:
    """The round trip whose fuel an anchor is taken to be.

    Attributes
    ----------
    load_down_share, load_up_share : float
        Cargo over rated tonnage, with the current and against it.
    current_kmh : float
        Current.
    depth_ratio : float
        Depth over the loaded draught.
    sfc_g_per_kwh : float
        Specific fuel consumption at the best load.
    """

    load_down_share: float
    load_up_share: float
    current_kmh: float
    depth_ratio: float
    sfc_g_per_kwh: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """How a class was brought to its anchor.

    Attributes
    ----------
    factor, factor_low, factor_high : float
        Factor on power, and those of the anchor's low and high end.
    anchor_g_per_tkm, raw_g_per_tkm : float
        Fuel of the anchor, and of the reference trip with a factor of 1.
    in_range : bool
        Whether the hull is inside the regression's range.
    load_at_service_share : float
        Main-engine load at service speed, loaded, in the reference depth, after calibration.
    """

    factor: float
    factor_low: float
    factor_high: float
    anchor_g_per_tkm: float
    raw_g_per_tkm: float
    in_range: bool
    load_at_service_share: float


def trip_fuel_g_per_tkm(vessel: InlandVessel, trip: ReferenceTrip) -> float:
    """Return the fuel of a reference trip over its freight work, empties and hotel load included.

    Parameters
    ----------
    vessel : InlandVessel
        The vessel, sailing at its service speed both ways.
    trip : ReferenceTrip
        Loads, current and depth.

    Returns
    -------
    float
        g/tkm.
    """
    shares = np.array([trip.load_down_share, trip.load_up_share])
    currents = np.array([trip.current_kmh, -trip.current_kmh])
    draughts = draught_at_load_m(
        shares * vessel.dwt_t, vessel.draught_empty_m, vessel.draught_loaded_m, vessel.dwt_t
    )
    hourly = fuel_kg_per_h(
        vessel,
        vessel.service_speed_kmh,
        trip.depth_ratio * vessel.draught_loaded_m,
        draughts,
        sfc_g_per_kwh=trip.sfc_g_per_kwh,
    )
    per_km = per_ground_km(hourly, vessel.service_speed_kmh, currents)
    return float(1000 * per_km.sum() / (shares.sum() * vessel.dwt_t))


def calibrate(
    vessel: InlandVessel, trip: ReferenceTrip, anchor_g_per_tkm: tuple[float, float, float]
) -> Calibration:
    """Return the factor by which a class meets its anchor.

    Parameters
    ----------
    vessel : InlandVessel
        The vessel; its own factor is not looked at.
    trip : ReferenceTrip
        What the anchor is taken to be.
    anchor_g_per_tkm : tuple of float
        Central value, low and high end.

    Returns
    -------
    Calibration
        The factor and what it rests on.

    Raises
    ------
    ValueError
        If no factor meets the anchor: hotel load alone burns more, or the hull far less.
    """
    factors = [_factor(vessel, trip, anchor) for anchor in anchor_g_per_tkm]
    met = replace(vessel, factor=factors[0])
    depth_m = trip.depth_ratio * vessel.draught_loaded_m
    service = float(propulsion_kw(met, vessel.service_speed_kmh, depth_m))
    return Calibration(
        factor=factors[0],
        factor_low=factors[1],
        factor_high=factors[2],
        anchor_g_per_tkm=anchor_g_per_tkm[0],
        raw_g_per_tkm=trip_fuel_g_per_tkm(replace(vessel, factor=1.0), trip),
        in_range=vessel.in_range,
        load_at_service_share=service / vessel.main_engine_kw,
    )


def _factor(vessel: InlandVessel, trip: ReferenceTrip, anchor: float) -> float:
    """Return the factor that meets one value of an anchor."""

    def excess(factor: float) -> float:
        """Return the fuel beyond the anchor under a factor."""
        return trip_fuel_g_per_tkm(replace(vessel, factor=factor), trip) - anchor

    if excess(0.0) >= 0:
        msg = f"{vessel.class_id}: hotel load alone burns more than {anchor:g} g/tkm"
        raise ValueError(msg)
    if excess(_LARGEST_FACTOR) < 0:
        msg = f"{vessel.class_id}: its hull cannot burn the {anchor:g} g/tkm of its anchor"
        raise ValueError(msg)
    return float(brentq(excess, 0.0, _LARGEST_FACTOR, xtol=1e-12))


def calibrated(
    vessels: Mapping[str, InlandVessel], calibrations: Mapping[str, Calibration]
) -> dict[str, InlandVessel]:
    """Return the vessels with their factors."""
    return {
        name: replace(vessel, factor=calibrations[name].factor) for name, vessel in vessels.items()
    }
