"""From resistance to engine power, and back from power to speed.

Speed from power is a root found to a tolerance. A minimum of the squared difference, kept inside
bounds, would give an answer even where there is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.optimize import brentq

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

SPEED_TOLERANCE_KMH: Final = 1e-9
_KNOT_KMH: Final = 1.852


@dataclass(frozen=True, slots=True)
class PropulsiveChain:
    """Efficiencies between the hull and the engine, each 0 to 1 or near 1.

    Attributes
    ----------
    open_water, relative_rotative, hull, shaft : float
        Of the propeller alone, behind the hull over alone, (1 - t) / (1 - w), and of shaft and
        gear (for a motor its own efficiency is in the engine).
    """

    open_water: float
    relative_rotative: float
    hull: float
    shaft: float

    @property
    def total(self) -> float:
        """Tow power over brake power."""
        return self.open_water * self.relative_rotative * self.hull * self.shaft

    def brake_power_kw(
        self, resistance_kn: Floats | float, speed_m_per_s: Floats | float
    ) -> Floats:
        """Return the engine power that overcomes a resistance at a speed."""
        return np.asarray(np.asarray(resistance_kn) * speed_m_per_s / self.total)


def speed_at_power_kmh(
    power_kw_at: Callable[[float], float], power_kw: float, fastest_kmh: float = 60.0
) -> float:
    """Return the speed through water that takes a power.

    Parameters
    ----------
    power_kw_at : callable
        Power at a speed in km/h, rising from 0 at rest.
    power_kw : float
        Power to spend, at least 0.
    fastest_kmh : float
        Speed that is not reached.

    Returns
    -------
    float
        km/h, to 1e-9.

    Raises
    ------
    ValueError
        If the power is negative, or would take the vessel beyond `fastest_kmh`.

    Examples
    --------
    >>> round(speed_at_power_kmh(lambda speed: speed**3, 1000.0), 6)
    10.0
    """
    if power_kw < 0:
        msg = f"{power_kw:g} kW is no power to sail with."
        raise ValueError(msg)
    if power_kw == 0:
        return 0.0
    if power_kw_at(fastest_kmh) < power_kw:
        msg = f"{power_kw:g} kW is more than {fastest_kmh:g} km/h takes."
        raise ValueError(msg)
    return float(
        brentq(
            lambda speed: power_kw_at(speed) - power_kw,
            0.0,
            fastest_kmh,
            xtol=SPEED_TOLERANCE_KMH,
            rtol=1e-12,
        )
    )


def per_ground_km(
    hourly: Floats | float, speed_kmh: Floats | float, current_kmh: Floats | float = 0.0
) -> Floats:
    """Return what an hourly quantity is for a kilometre over ground.

    Parameters
    ----------
    hourly : float or array
        Such as kW, or kg of fuel an hour.
    speed_kmh : float or array
        Speed through water.
    current_kmh : float or array
        Current, positive with the vessel.

    Returns
    -------
    array
        NaN where the vessel makes no way over ground.
    """
    ground = np.asarray(speed_kmh, dtype=float) + current_kmh
    return np.where(ground > 0, np.asarray(hourly) / np.where(ground > 0, ground, 1.0), np.nan)


def admiralty_coefficient(displacement_t: float, speed_kmh: float, power_kw: float) -> float:
    """Return C = displacement^(2/3) x knots^3 / kW.

    Examples
    --------
    >>> round(admiralty_coefficient(4030, 8.1 * 1.852, 440), 2)
    305.87
    """
    return float(displacement_t ** (2 / 3) * (speed_kmh / _KNOT_KMH) ** 3 / power_kw)


def propeller_law_power_kw(
    rated_kw: float,
    speed_share: Floats | float,
    draught_share: Floats | float = 1.0,
    margin_share: float = 0.0,
) -> Floats:
    """Return power by the admiralty form of the EPA: share of speed cubed, of draught to 2/3.

    The displacement is taken in proportion to the draught. Loads stay between 2 % and 100 %.

    Parameters
    ----------
    rated_kw : float
        Installed power.
    speed_share, draught_share : float or array
        Speed and draught over those at the installed power.
    margin_share : float
        Sea margin: 0.10 along a coast, 0.15 at sea (US EPA 2022).

    Returns
    -------
    array
        kW.

    Examples
    --------
    >>> round(float(propeller_law_power_kw(660, 0.8, 1.0, 0.10)), 3)
    371.712
    """
    load = (
        np.asarray(draught_share, dtype=float) ** (2 / 3)
        * np.asarray(speed_share, dtype=float) ** 3
        * (1 + margin_share)
    )
    return np.asarray(rated_kw * np.clip(load, 0.02, 1.0))


def phase_energy_kwh(
    hours: Sequence[float], rated_kw: Sequence[float], loads: Sequence[Sequence[float]]
) -> float:
    """Return energy over phases: hours x sum of rated power x load (EMEP/EEA 1.A.3.d, tier 3).

    Parameters
    ----------
    hours : sequence of float
        Hours of each phase.
    rated_kw : sequence of float
        Rated power of each engine.
    loads : sequence of sequence of float
        Load of each engine in each phase.

    Returns
    -------
    float
        kWh.

    Examples
    --------
    >>> phase_energy_kwh([24.0], [1000.0, 150.0], [[0.8, 0.3]])
    20280.0
    """
    power_kw = np.asarray(loads, dtype=float) @ np.asarray(rated_kw, dtype=float)
    return float(np.asarray(hours, dtype=float) @ power_kw)
