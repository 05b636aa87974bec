"""Resistance of a hull in deep water, by Holtrop and Mennen (1982, 1984).

The sum is friction times form factor, appendages, waves, bulb, transom and the allowance between
model and ship. The regression covers Froude numbers up to about 0.8, prismatic coefficients of
0.55 to 0.85, length over beam of 3.9 to 15 and beam over draught of 2.1 to 4.0; nothing here
checks it, `in_range` tells.

The default edition is 1984 for wave resistance above a Froude number of 0.4, for both; the form
factor and the oscillating term below 0.4 follow the edition asked for. The coefficients were
checked against the example that the 1982 paper works through (tests/validation), because
public codes hold slips: an overwritten branch of c7, 1.37165 for 1.37565 in c1, a length of run
with lcb multiplied in twice, 0.0011 for 0.011 in the stern coefficient, and g
taken over the wave height in the bulb's Froude number.

References
----------
Holtrop, J. and Mennen, G.G.J. (1982). An approximate power prediction method. International
Shipbuilding Progress 29, 166-170.
Holtrop, J. (1984). A statistical re-analysis of resistance and propulsion data. International
Shipbuilding Progress 31, 272-276.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from fleets.hydrodynamics.hull import GRAVITY_M_PER_S2

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fleets.hydrodynamics.hull import HullForm, Water

    Floats = NDArray[np.float64]

Edition = Literal[1982, 1984]

LARGEST_PRISMATIC = 0.85
"""Prismatic coefficient at which the regression's range ends."""
_LOW_FROUDE, _HIGH_FROUDE = 0.4, 0.55


@dataclass(frozen=True, slots=True)
class Resistance:
    """Parts of a hull's resistance in kN, one value for each speed."""

    friction_kn: Floats
    appendages_kn: Floats
    waves_kn: Floats
    bulb_kn: Floats
    transom_kn: Floats
    allowance_kn: Floats

    @property
    def total_kn(self) -> Floats:
        """Sum of the parts."""
        return (
            self.friction_kn
            + self.appendages_kn
            + self.waves_kn
            + self.bulb_kn
            + self.transom_kn
            + self.allowance_kn
        )


def resistance(
    hull: HullForm, speed_m_per_s: Floats | float, water: Water, edition: Edition = 1984
) -> Resistance:
    """Return the resistance in deep water.

    Parameters
    ----------
    hull : HullForm
        The hull at its draught.
    speed_m_per_s : float or array
        Speed through water, at least 0.
    water : Water
        What it sails in.
    edition : {1982, 1984}
        Which form factor and which oscillating term of the waves.

    Returns
    -------
    Resistance
        Parts in kN, with the shape of the speed.
    """
    speed = np.asarray(speed_m_per_s, dtype=float)
    pressure = dynamic_pressure_kpa(speed, water)
    friction = pressure * friction_coefficient(speed, hull.length_m, water)
    appendages = hull.appendage_m2 * hull.appendage_factor
    return Resistance(
        friction_kn=friction * hull.wetted_m2 * form_factor(hull, edition),
        appendages_kn=friction * appendages,
        waves_kn=wave_resistance_kn(hull, speed, water, edition),
        bulb_kn=bulb_resistance_kn(hull, speed, water),
        transom_kn=transom_resistance_kn(hull, speed, water),
        allowance_kn=pressure * (hull.wetted_m2 + hull.appendage_m2) * allowance_coefficient(hull),
    )


def in_range(hull: HullForm) -> bool:
    """Tell whether a hull lies inside the range of the regression."""
    return (
        0.55 <= hull.prismatic_coefficient <= LARGEST_PRISMATIC  # noqa: PLR2004
        and 3.9 <= hull.length_m / hull.beam_m <= 15  # noqa: PLR2004
        and 2.1 <= hull.beam_m / hull.draught_m <= 4.0  # noqa: PLR2004
    )


def dynamic_pressure_kpa(speed_m_per_s: Floats, water: Water) -> Floats:
    """Return half of density times speed squared."""
    return 0.5e-3 * water.density_kg_per_m3 * np.square(speed_m_per_s)


def friction_coefficient(speed_m_per_s: Floats, length_m: float, water: Water) -> Floats:
    """Return the friction coefficient of the ITTC line of 1957; 0 at rest."""
    reynolds = speed_m_per_s * length_m / water.viscosity_m2_per_s
    return np.where(reynolds > 0, 0.075 / np.square(np.log10(np.maximum(reynolds, 1e3)) - 2), 0.0)


def form_factor(hull: HullForm, edition: Edition = 1984) -> float:
    """Return 1 + k1, the viscous resistance of a hull over that of a plate."""
    length, run = hull.length_m, hull.run_length_m
    draught_share, prismatic = hull.draught_m / length, hull.prismatic_coefficient
    if edition == 1984:  # noqa: PLR2004
        return float(
            0.93
            + 0.487118
            * (1 + 0.011 * hull.stern_coefficient)
            * (hull.beam_m / length) ** 1.06806
            * draught_share**0.46106
            * (length / run) ** 0.121563
            * (length**3 / hull.volume_m3) ** 0.36486
            * (1 - prismatic) ** -0.604247
        )
    run_term = (hull.beam_m / run) ** 0.92497 * (0.95 - prismatic) ** -0.521448
    lcb_term = (1 - prismatic + 0.0225 * hull.lcb_percent) ** 0.6906
    sections = 1 + 0.003 * hull.stern_coefficient
    return float(sections * (0.93 + _c12(draught_share) * run_term * lcb_term))


def _c12(draught_share: float) -> float:
    """Return the draught term of the form factor of 1982."""
    if draught_share > 0.05:  # noqa: PLR2004
        return float(draught_share**0.2228446)
    if draught_share > 0.02:  # noqa: PLR2004
        return float(48.20 * (draught_share - 0.02) ** 2.078 + 0.479948)
    return 0.479948


def entrance_angle_deg(hull: HullForm) -> float:
    """Return half the angle of entrance of the waterline (Holtrop and Mennen 1982)."""
    length, beam = hull.length_m, hull.beam_m
    prismatic = hull.prismatic_coefficient
    power = (
        (length / beam) ** 0.80856
        * (1 - hull.waterplane_coefficient) ** 0.30484
        * (1 - prismatic - 0.0225 * hull.lcb_percent) ** 0.6367
        * (hull.run_length_m / beam) ** 0.34574
        * (100 * hull.volume_m3 / length**3) ** 0.16302
    )
    return 1 + 89 * math.exp(-power)


def wave_resistance_kn(
    hull: HullForm, speed_m_per_s: Floats, water: Water, edition: Edition = 1984
) -> Floats:
    """Return the wave resistance.

    Up to a Froude number of 0.4 and above 0.55 the two formulas hold, between them their values at
    the ends are joined by a line (Holtrop 1984).

    Parameters
    ----------
    hull : HullForm
        The hull at its draught.
    speed_m_per_s : array
        Speed through water.
    water : Water
        What it sails in.
    edition : {1982, 1984}
        Which oscillating term below a Froude number of 0.4.

    Returns
    -------
    array
        kN.
    """
    speed = np.asarray(speed_m_per_s, dtype=float)
    froude = speed / math.sqrt(GRAVITY_M_PER_S2 * hull.length_m)
    terms = _wave_terms(hull, edition)
    joined = terms.slow(np.clip(froude, 0.02, _LOW_FROUDE))
    if np.any(froude > _LOW_FROUDE):
        fast = terms.fast(np.maximum(froude, _HIGH_FROUDE))
        share = np.clip((froude - _LOW_FROUDE) / (_HIGH_FROUDE - _LOW_FROUDE), 0.0, 1.0)
        joined = joined + share * (fast - joined)
    weight_kn = hull.volume_m3 * water.density_kg_per_m3 * GRAVITY_M_PER_S2 / 1000
    return np.where(froude > 0, weight_kn * terms.front * joined, 0.0)


@dataclass(frozen=True, slots=True)
class _WaveTerms:
    """The coefficients of wave resistance of one hull, named as in the papers."""

    front: float
    c1: float
    c15: float
    c17: float
    m1: float
    m3: float
    wave_length: float
    prismatic: float
    edition: Edition

    def slow(self, froude: Floats) -> Floats:
        """Return the part below a Froude number of 0.4, over weight."""
        swing = self._m2(froude) if self.edition == 1982 else self._m4(froude)  # noqa: PLR2004
        return self.c1 * np.exp(self.m1 * froude**-0.9 + swing * self._waves(froude))

    def fast(self, froude: Floats) -> Floats:
        """Return the part above a Froude number of 0.55, over weight."""
        swing = self._m4(froude) * self._waves(froude)
        return self.c17 * np.exp(self.m3 * froude**-0.9 + swing)

    def _waves(self, froude: Floats) -> Floats:
        return np.cos(self.wave_length / np.square(froude))

    def _m2(self, froude: Floats) -> Floats:
        return self.c15 * self.prismatic**2 * np.exp(-0.1 / np.square(froude))

    def _m4(self, froude: Floats) -> Floats:
        return 0.4 * self.c15 * np.exp(-0.034 * froude**-3.29)


def _wave_terms(hull: HullForm, edition: Edition) -> _WaveTerms:
    """Return the coefficients of wave resistance of a hull."""
    length, beam, draught = hull.length_m, hull.beam_m, hull.draught_m
    volume, prismatic = hull.volume_m3, hull.prismatic_coefficient
    slender = length / beam
    c1 = (
        2223105
        * _c7(beam / length) ** 3.78613
        * (draught / beam) ** 1.07961
        * (90 - entrance_angle_deg(hull)) ** -1.37565
    )
    c17 = (
        6919.3
        * hull.midship_coefficient**-1.3346
        * (volume / length**3) ** 2.00977
        * max(slender - 2, 0.0) ** 1.40692
    )
    m1 = (
        0.0140407 * length / draught
        - 1.75254 * volume ** (1 / 3) / length
        - 4.79323 * beam / length
        - _c16(prismatic)
    )
    transom = 1 - 0.8 * hull.transom_m2 / (beam * draught * hull.midship_coefficient)
    return _WaveTerms(
        front=_bulb_c2(hull) * transom,
        c1=c1,
        c15=_c15(length**3 / volume),
        c17=c17,
        m1=m1,
        m3=-7.2035 * (beam / length) ** 0.326869 * (draught / beam) ** 0.605375,
        wave_length=1.446 * prismatic - (0.03 * slender if slender < 12 else 0.36),  # noqa: PLR2004
        prismatic=prismatic,
        edition=edition,
    )


def _c7(beam_share: float) -> float:
    """Return c7 of beam over length."""
    if beam_share < 0.11:  # noqa: PLR2004
        return float(0.229577 * beam_share**0.33333)
    return beam_share if beam_share <= 0.25 else 0.5 - 0.0625 / beam_share  # noqa: PLR2004


def _c15(slenderness: float) -> float:
    """Return c15 of length cubed over volume."""
    if slenderness < 512:  # noqa: PLR2004
        return -1.69385
    if slenderness > 1726.91:  # noqa: PLR2004
        return 0.0
    return float(-1.69385 + (slenderness ** (1 / 3) - 8.0) / 2.36)


def _c16(prismatic: float) -> float:
    """Return c16 of the prismatic coefficient."""
    if prismatic < 0.8:  # noqa: PLR2004
        return 8.07981 * prismatic - 13.8673 * prismatic**2 + 6.984388 * prismatic**3
    return 1.73014 - 0.7067 * prismatic


def _bulb_c2(hull: HullForm) -> float:
    """Return how much a bulb leaves of the wave resistance."""
    if hull.bulb_m2 == 0:
        return 1.0
    depth_m = 0.31 * math.sqrt(hull.bulb_m2) + hull.draught_m - hull.bulb_height_m
    c3 = 0.56 * hull.bulb_m2**1.5 / (hull.beam_m * hull.draught_m * depth_m)
    return math.exp(-1.89 * math.sqrt(c3))


def bulb_resistance_kn(hull: HullForm, speed_m_per_s: Floats, water: Water) -> Floats:
    """Return the resistance of a bulb near the surface; 0 without one."""
    speed = np.asarray(speed_m_per_s, dtype=float)
    if hull.bulb_m2 == 0:
        return np.zeros_like(speed)
    root = math.sqrt(hull.bulb_m2)
    emergence = 0.56 * root / (hull.draught_m - 1.5 * hull.bulb_height_m)
    immersion_m = hull.draught_m - hull.bulb_height_m - 0.25 * root
    froude = speed / np.sqrt(GRAVITY_M_PER_S2 * immersion_m + 0.15 * np.square(speed))
    weight_kn = hull.bulb_m2**1.5 * water.density_kg_per_m3 * GRAVITY_M_PER_S2 / 1000
    scale_kn = 0.11 * math.exp(-3 * emergence**-2) * weight_kn
    return np.asarray(scale_kn * froude**3 / (1 + froude**2))


def transom_resistance_kn(hull: HullForm, speed_m_per_s: Floats, water: Water) -> Floats:
    """Return the pressure resistance of an immersed transom; 0 without one."""
    speed = np.asarray(speed_m_per_s, dtype=float)
    if hull.transom_m2 == 0:
        return np.zeros_like(speed)
    width_m = hull.beam_m * (1 + hull.waterplane_coefficient)
    froude = speed / math.sqrt(2 * GRAVITY_M_PER_S2 * hull.transom_m2 / width_m)
    c6 = np.maximum(0.2 * (1 - 0.2 * froude), 0.0)
    return dynamic_pressure_kpa(speed, water) * hull.transom_m2 * c6


def allowance_coefficient(hull: HullForm) -> float:
    """Return C_A, the allowance between model and ship (roughness and still air)."""
    length = hull.length_m
    c4 = min(hull.draught_m / length, 0.04)
    fullness = math.sqrt(length / 7.5) * hull.block_coefficient**4
    draught_term = 0.003 * fullness * _bulb_c2(hull) * (0.04 - c4)
    return float(0.006 * (length + 100) ** -0.16 - 0.00205 + draught_term)
