"""What a near bed adds to resistance: friction (Zeng), waves (Karpov), speed lost (Lackenby).

The chain of this package uses Zeng for friction and Karpov for everything that depends on waves.
The loss of speed after Schlichting, in the form of Lackenby, is another account of the same effect
and is never added to the two; it is here to compare with.

Depth may be infinite: then every correction vanishes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from fleets.hydrodynamics.hull import GRAVITY_M_PER_S2

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fleets.hydrodynamics.hull import HullForm, Water

    Floats = NDArray[np.float64]

LARGEST_DEPTH_FROUDE: Final = 0.7
"""Depth Froude number above which a displacement vessel meets its wave barrier and squat formulas
end."""
_SHELTERED: Final = 4.0
_DEEP: Final = 20.0

_KARPOV: Final[dict[float, tuple[float, tuple[float, ...], tuple[float, ...]]]] = {
    1.5: (
        0.4,
        (-4e-12, -0.2143, -0.0643, 0.9997),
        (-0.9274, 9.5953, -37.197, 69.666, -65.391, 28.025, -3.4143),
    ),
    2.0: (
        0.4,
        (-0.8333, 0.25, -0.0167, 1.0),
        (2.2152, -11.852, 21.499, -12.174, -4.7873, 5.8662, -0.2652),
    ),
    2.5: (
        0.4,
        (-1.25, 0.5833, -0.0375, -0.0108, 1.0),
        (1.2205, -5.4999, 5.7966, 6.6491, -16.123, 9.2016, -0.6342),
    ),
    3.0: (0.4, (1.0,), (-0.4085, 4.534, -18.443, 35.744, -34.381, 15.042, -1.3807)),
    3.5: (0.4, (1.0,), (0.4078, -0.919, -3.8292, 15.738, -19.766, 9.7466, -0.6409)),
    4.0: (0.4, (1.0,), (0.3067, -0.3404, -5.0511, 16.892, -20.265, 9.9002, -0.6712)),
    5.0: (0.4, (1.0,), (0.3212, -0.3559, -5.1056, 16.926, -20.253, 10.013, -0.7196)),
    6.0: (0.4, (1.0,), (0.9252, -4.2574, 5.0363, 3.3282, -10.367, 6.3993, -0.2074)),
    7.0: (0.4, (1.0,), (0.8442, -4.0261, 5.313, 1.6442, -8.1848, 5.3209, -0.0267)),
    8.0: (0.4, (1.0,), (0.1211, 0.628, -6.5106, 16.7, -18.267, 8.7077, -0.4745)),
    9.0: (0.6, (1.0,), (-6.4069, 47.308, -141.93, 220.23, -185.05, 79.25, -12.484)),
    10.0: (0.6, (1.0,), (-6.0737, 44.97, -135.21, 210.13, -176.72, 75.728, -11.893)),
}
"""By depth over draught: where the second polynomial starts, and both (Segers 2021, TU Delft)."""
_STEP: Final = 0.02
_FROUDE: Final = np.linspace(0.0, 1.0, 51)


def _karpov_curves() -> Floats:
    """Return the curves on a grid, never above 1, never rising with speed or falling with depth."""
    rows = [
        np.where(start >= _FROUDE, np.polyval(low, _FROUDE), np.polyval(high, _FROUDE))
        for start, low, high in _KARPOV.values()
    ]
    grid = np.minimum(np.array([*rows, np.ones_like(_FROUDE)]), 1.0)
    falling = np.minimum.accumulate(grid, axis=1)
    return np.maximum.accumulate(falling, axis=0)


_RATIOS: Final = np.array([*_KARPOV, _DEEP])
_CURVES: Final = _karpov_curves()


def depth_froude(speed_m_per_s: Floats | float, depth_m: Floats | float) -> Floats:
    """Return speed over that of a long wave in this depth."""
    return np.asarray(speed_m_per_s / np.sqrt(GRAVITY_M_PER_S2 * np.asarray(depth_m, dtype=float)))


def karpov_factor(
    speed_m_per_s: Floats | float, depth_m: Floats | float, draught_m: Floats | float
) -> Floats:
    """Return alpha: waves at speed V are those of deep water at V / alpha.

    Karpov's curves as fitted by Segers (2021), joined by lines between their ratios of depth to
    draught so that nothing jumps; the lowest curve (1.5) holds below its ratio, and from 20 on
    the water is deep.

    Parameters
    ----------
    speed_m_per_s, depth_m, draught_m : float or array
        Speed through water, depth, draught; they broadcast together.

    Returns
    -------
    array
        Above 0, at most 1.

    Examples
    --------
    >>> round(float(karpov_factor(3.0, 4.95, 2.75)), 3)
    0.963
    >>> float(karpov_factor(3.0, float("inf"), 2.75))
    1.0
    """
    froude = np.clip(depth_froude(speed_m_per_s, depth_m), 0.0, 1.0)
    ratio = np.clip(np.asarray(depth_m, dtype=float) / draught_m, _RATIOS[0], _RATIOS[-1])
    froude, ratio = np.broadcast_arrays(froude, ratio)
    column = np.minimum((froude / _STEP).astype(np.int64), len(_FROUDE) - 2)
    row = np.clip(np.searchsorted(_RATIOS, ratio, side="right") - 1, 0, len(_RATIOS) - 2)
    across = froude / _STEP - column
    along = (ratio - _RATIOS[row]) / (_RATIOS[row + 1] - _RATIOS[row])
    near = _CURVES[row, column] * (1 - across) + _CURVES[row, column + 1] * across
    far = _CURVES[row + 1, column] * (1 - across) + _CURVES[row + 1, column + 1] * across
    return np.asarray(near * (1 - along) + far * along)


def bed_friction_coefficient(
    hull: HullForm,
    speed_m_per_s: Floats | float,
    depth_m: Floats | float,
    draught_m: Floats | float,
    water: Water,
) -> Floats:
    """Return what a near bed adds to the friction coefficient (Zeng 2018).

    The flat bottom's friction replaces its share of the friction line, at the speed that the water
    has under the keel (raised up to a depth of four draughts). The bed never lowers friction.

    Parameters
    ----------
    hull : HullForm
        Gives length, beam and wetted surface.
    speed_m_per_s, depth_m, draught_m : float or array
        Speed through water, depth and draught, depth above draught.
    water : Water
        What it sails in.

    Returns
    -------
    array
        On the wetted surface; 0 at rest.
    """
    speed = np.asarray(speed_m_per_s, dtype=float)
    depth = np.asarray(depth_m, dtype=float)
    reynolds = np.maximum(speed * hull.length_m / water.viscosity_m2_per_s, 1e6)
    power = np.log10(reynolds)
    clearance = np.maximum(depth - draught_m, 1e-3) / hull.length_m
    over_bed = (
        0.08169 / np.square(power - 1.717) * (1 + 0.003998 / (power - 4.393) * clearance**-1.083)
    )
    katsui = 0.0066577 / (power - 4.3762) ** (0.042612 * power + 0.56725)
    ratio = depth / draught_m
    beneath = np.where(
        ratio <= _SHELTERED, 0.4277 * np.exp(np.minimum(ratio, _SHELTERED) ** -0.07625), 1.0
    )
    bottom_share = hull.length_m * hull.beam_m / hull.wetted_m2
    added = (over_bed - katsui) * bottom_share * np.square(beneath)
    return np.where(speed > 0, np.maximum(added, 0.0), 0.0)


def lackenby_speed_loss_share(
    midship_m2: Floats | float, depth_m: Floats | float, speed_m_per_s: Floats | float
) -> Floats:
    """Return the share of speed lost in shallow water at equal power (Schlichting, Lackenby).

    Parameters
    ----------
    midship_m2 : float or array
        Immersed midship section; the formula holds where it is at least 0.05 of depth squared, and
        below that its first term is 0.
    depth_m : float or array
        Depth.
    speed_m_per_s : float or array
        Speed in deep water, above 0.

    Returns
    -------
    array
        Share of the speed.

    Examples
    --------
    >>> round(float(lackenby_speed_loss_share(31.362, 6.0, 4.0)), 5)
    0.10263
    """
    speed, depth = np.asarray(speed_m_per_s, dtype=float), np.asarray(depth_m, dtype=float)
    blockage = np.maximum(midship_m2 / np.square(depth) - 0.05, 0.0)
    waves = np.sqrt(np.tanh(GRAVITY_M_PER_S2 * depth / np.square(speed)))
    return np.asarray(0.1242 * blockage + 1 - waves)
