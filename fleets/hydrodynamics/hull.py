"""Hull forms: what a hull's main dimensions say about its shape.

Coefficients that are not known follow from the block coefficient with the usual estimates of
preliminary design, as Van Koningsveld et al. (2023, Ports and Waterways, part IV) use them for
inland vessels; the wetted surface is that of Holtrop and Mennen (1982).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

GRAVITY_M_PER_S2 = 9.81


@dataclass(frozen=True, slots=True)
class Water:
    """Density and kinematic viscosity of the water a hull sails in."""

    density_kg_per_m3: float
    viscosity_m2_per_s: float


FRESH_WATER = Water(1000.0, 1e-6)
"""Rivers, with round numbers (about 20 degrees)."""
SEA_WATER = Water(1025.0, 1.18831e-6)
"""Sea water at 15 degrees, as in Holtrop and Mennen (1982)."""


@dataclass(frozen=True, slots=True)
class HullForm:
    """Dimensions and coefficients of a hull at one draught.

    Attributes
    ----------
    length_m, beam_m, draught_m : float
        Waterline length, beam, mean draught.
    volume_m3 : float
        Displaced volume.
    midship_coefficient, waterplane_coefficient : float
        Area of the midship section over beam times draught, of the waterplane over length times
        beam.
    lcb_percent : float
        Centre of buoyancy forward of half the length, in percent of the length.
    wetted_m2 : float
        Wetted surface of the bare hull.
    transom_m2 : float
        Immersed area of the transom at rest.
    bulb_m2, bulb_height_m : float
        Transverse area of the bulb, and its centre above the keel.
    appendage_m2, appendage_factor : float
        Wetted surface of appendages, and their form factor 1 + k2.
    stern_coefficient : float
        C_stern: -25 pram with gondola, -10 V-shaped, 0 normal, 10 U-shaped.
    """

    length_m: float
    beam_m: float
    draught_m: float
    volume_m3: float
    midship_coefficient: float
    waterplane_coefficient: float
    lcb_percent: float
    wetted_m2: float
    transom_m2: float = 0.0
    bulb_m2: float = 0.0
    bulb_height_m: float = 0.0
    appendage_m2: float = 0.0
    appendage_factor: float = 1.5
    stern_coefficient: float = 0.0

    @property
    def block_coefficient(self) -> float:
        """Volume over length, beam and draught."""
        return self.volume_m3 / (self.length_m * self.beam_m * self.draught_m)

    @property
    def prismatic_coefficient(self) -> float:
        """Volume over length and midship section."""
        return self.block_coefficient / self.midship_coefficient

    @property
    def run_length_m(self) -> float:
        """Length of the run (Holtrop and Mennen 1982)."""
        prismatic = self.prismatic_coefficient
        lcb_term = 0.06 * prismatic * self.lcb_percent / (4 * prismatic - 1)
        return self.length_m * (1 - prismatic + lcb_term)


def midship_coefficient(block_coefficient: float) -> float:
    """Return the usual midship coefficient of a block coefficient.

    Examples
    --------
    >>> round(midship_coefficient(0.85), 5)
    0.99601
    """
    return 1.006 - 0.0056 * float(block_coefficient**-3.56)


def wetted_surface_m2(
    length_m: float,
    beam_m: float,
    draught_m: float,
    block_coefficient: float,
    waterplane_coefficient: float,
    midship: float,
) -> float:
    """Return the wetted surface of a hull without bulb (Holtrop and Mennen 1982)."""
    girth_m = 2 * draught_m + beam_m
    fullness = (
        0.453
        + 0.4425 * block_coefficient
        - 0.2862 * midship
        - 0.003467 * beam_m / draught_m
        + 0.3696 * waterplane_coefficient
    )
    return length_m * girth_m * math.sqrt(midship) * fullness


def hull_of_block(
    length_m: float, beam_m: float, draught_m: float, block_coefficient: float
) -> HullForm:
    """Return a bare hull whose other coefficients follow from its block coefficient.

    Parameters
    ----------
    length_m, beam_m, draught_m : float
        Dimensions.
    block_coefficient : float
        Volume over their product, below 1.

    Returns
    -------
    HullForm
        Without bulb, transom and appendages.

    Examples
    --------
    >>> round(hull_of_block(135, 11.45, 2.75, 0.85).wetted_m2, 3)
    1969.154
    """
    midship = midship_coefficient(block_coefficient)
    waterplane = (1 + 2 * block_coefficient) / 3
    return HullForm(
        length_m=length_m,
        beam_m=beam_m,
        draught_m=draught_m,
        volume_m3=length_m * beam_m * draught_m * block_coefficient,
        midship_coefficient=midship,
        waterplane_coefficient=waterplane,
        lcb_percent=-13.5 + 19.4 * block_coefficient / midship,
        wetted_m2=wetted_surface_m2(
            length_m, beam_m, draught_m, block_coefficient, waterplane, midship
        ),
    )
