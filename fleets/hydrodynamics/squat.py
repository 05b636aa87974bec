"""Squat after Barrass, and what the water under the keel allows.

Squat is how much deeper a vessel lies under way than at rest. In a canal of known width it depends
on the share of the section that the vessel fills; in open water on block coefficient and speed
alone. Both hold below a depth Froude number of 0.7.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

KMH_PER_KNOT: Final = 1.852


def squat_in_canal_m(
    block_coefficient: Floats | float,
    section_share: Floats | float,
    speed_kmh: Floats | float,
) -> Floats:
    """Return squat in a canal: C_B x share^0.81 x V^2.08 / 20, V in knots (Barrass).

    Parameters
    ----------
    block_coefficient : float or array
        Of the vessel at its draught.
    section_share : float or array
        Beam x draught over width x depth of the canal.
    speed_kmh : float or array
        Speed through water.

    Returns
    -------
    array
        Metres.

    Examples
    --------
    >>> round(float(squat_in_canal_m(0.85, 11.45 * 2.75 / (150 * 5), 14.4)), 4)
    0.2322
    """
    knots = np.asarray(speed_kmh, dtype=float) / KMH_PER_KNOT
    return np.asarray(block_coefficient * np.asarray(section_share) ** 0.81 * knots**2.08 / 20)


def squat_in_open_water_m(block_coefficient: Floats | float, speed_kmh: Floats | float) -> Floats:
    """Return squat in open water: C_B x V^2 / 100, V in knots (Barrass).

    Examples
    --------
    >>> round(float(squat_in_open_water_m(0.9, 18.52)), 3)
    0.9
    """
    knots = np.asarray(speed_kmh, dtype=float) / KMH_PER_KNOT
    return np.asarray(block_coefficient * np.square(knots) / 100)


def speed_for_squat_kmh(
    block_coefficient: float, squat_m: float, section_share: float | None = None
) -> float:
    """Return the speed at which squat reaches a value, the inverse of the two formulas.

    In a canal the larger squat of the two counts, for that of a wide canal falls to nothing.

    Parameters
    ----------
    block_coefficient : float
        Of the vessel at its draught.
    squat_m : float
        Squat that the clearance leaves; 0 or less leaves no speed.
    section_share : float, optional
        Beam x draught over width x depth of a canal; open water without it.

    Returns
    -------
    float
        km/h through water.

    Examples
    --------
    >>> round(speed_for_squat_kmh(0.9, 0.9), 2)
    18.52
    """
    room_m = max(squat_m, 0.0)
    open_knots = float((100 * room_m / block_coefficient) ** 0.5)
    if section_share is None:
        return KMH_PER_KNOT * open_knots
    canal = 20 * room_m / (block_coefficient * section_share**0.81)
    return KMH_PER_KNOT * min(float(canal ** (1 / 2.08)), open_knots)


def under_keel_m(
    depth_m: Floats | float, draught_m: Floats | float, squat_m: Floats | float
) -> Floats:
    """Return the water left under the keel: depth less draught less squat."""
    return np.asarray(np.asarray(depth_m, dtype=float) - draught_m - squat_m)


def deepest_draught_m(
    depth_m: Floats | float,
    clearance_m: float,
    block_coefficient: float,
    speed_kmh: Floats | float,
) -> Floats:
    """Return the deepest draught that keeps a clearance under way in open water.

    Parameters
    ----------
    depth_m : float or array
        Depth.
    clearance_m : float
        Water to keep under the keel.
    block_coefficient : float
        Of the vessel.
    speed_kmh : float or array
        Speed through water.

    Returns
    -------
    array
        Metres, not below 0.
    """
    squat = squat_in_open_water_m(block_coefficient, speed_kmh)
    return np.maximum(np.asarray(depth_m, dtype=float) - clearance_m - squat, 0.0)
