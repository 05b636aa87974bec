"""A solar canopy and a battery that take the peak off a load."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from transport.load_profile import LoadProfile
from transport.operations.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_SUNRISE_H, _SUNSET_H = 6.0, 18.0
_DAYS = 365.0
_ROUNDS = 40


@dataclass(frozen=True, slots=True)
class Shaving:
    """What stands between the grid and the sockets.

    Attributes
    ----------
    battery_kwh, battery_kw, battery_efficiency_share : float
        Usable energy, power, and energy out over energy in.
    solar_kw, solar_full_load_h : float
        Rated power of a canopy, and its output of a year over it.
    """

    battery_kwh: float = 0.0
    battery_kw: float = 0.0
    battery_efficiency_share: float = 1.0
    solar_kw: float = 0.0
    solar_full_load_h: float = 0.0

    @property
    def nothing(self) -> bool:
        """Whether the load stays what it is."""
        return self.solar_kw <= 0 and (self.battery_kwh <= 0 or self.battery_kw <= 0)


def solar_kw(hour_of_day: Floats, shaving: Shaving) -> Floats:
    """Return the output of a canopy: half a sine from 6 to 18 h with the energy of a mean day."""
    day_h = _SUNSET_H - _SUNRISE_H
    highest = shaving.solar_kw * shaving.solar_full_load_h / _DAYS * np.pi / (2 * day_h)
    lit = (hour_of_day >= _SUNRISE_H) & (hour_of_day < _SUNSET_H)
    sine = np.sin(np.pi * (hour_of_day + 0.5 - _SUNRISE_H) / day_h)
    return np.where(lit, highest * sine, 0.0)


def shaved(profile: LoadProfile, shaving: Shaving) -> LoadProfile:
    """Return what the grid gives behind a canopy and a battery.

    Solar power that is not used at once is lost. The battery holds the grid at the lowest level
    that it can hold over the whole period, found by bisection; it fills up whenever the load is
    below that level, and begins full.

    Parameters
    ----------
    profile : LoadProfile
        Load of the sockets; its first edge is midnight.
    shaving : Shaving
        Battery and canopy.

    Returns
    -------
    LoadProfile
        Load of the grid.
    """
    if shaving.nothing:
        return profile
    hours = np.arange(np.ceil(profile.edges_h[0]), profile.edges_h[-1])
    edges = np.union1d(profile.edges_h, hours)
    step = np.searchsorted(profile.edges_h, edges[:-1], side="right") - 1
    load = profile.load_kw[step]
    if shaving.solar_kw > 0:
        load = np.maximum(load - solar_kw(np.floor(edges[:-1]) % 24, shaving), 0.0)
    fine = LoadProfile(edges, load, profile.connected[step])
    if shaving.battery_kwh <= 0 or shaving.battery_kw <= 0:
        return fine
    low, high = float(load @ fine.hours / fine.hours.sum()), float(load.max(initial=0.0))
    battery = (shaving.battery_kwh, shaving.battery_kw, shaving.battery_efficiency_share)
    out = np.empty_like(load)
    for _ in range(_ROUNDS):
        middle = (low + high) / 2
        if _held(load, fine.hours, middle, *battery, out):
            high = middle
        else:
            low = middle
    _held(load, fine.hours, high, *battery, out)
    return fine.shifted(out)


@compiled
def _held(  # noqa: PLR0913, PLR0917 - compiled code takes arrays, no objects
    load_kw: Floats,
    hours: Floats,
    level_kw: float,
    battery_kwh: float,
    battery_kw: float,
    efficiency: float,
    grid_kw: Floats,
) -> bool:
    """Run the battery at a level; fills `grid_kw` and tells whether the level held."""
    held_kwh, holds = battery_kwh, True
    for step in range(len(load_kw)):
        over = load_kw[step] - level_kw
        if over > 0:
            given = min(over, battery_kw, held_kwh / hours[step])
            held_kwh -= given * hours[step]
            grid_kw[step] = load_kw[step] - given
            holds = holds and given >= over - 1e-9
        else:
            room = (battery_kwh - held_kwh) / efficiency / hours[step]
            taken = min(-over, battery_kw, room)
            held_kwh += taken * hours[step] * efficiency
            grid_kw[step] = load_kw[step] + taken
    return holds
