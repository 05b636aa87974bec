"""Energy of an hour of an inland vessel by carrier, under way or waiting: what a year is made of.

A vessel keeps the speed through water that its fairway is sailed at, as far as the water under
its keel and its engine allow: squat may take up no more than the water under the keel at rest, and
power no more than a share of the installed one. Where it sails slower the hour is marked, and the
speed it keeps is told, so that time and energy are of the same speed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

import numpy as np

from fleets.hydrodynamics.squat import KMH_PER_KNOT
from fleets.inland_vessels import propulsion_kw
from fleets.marine_engines import engine_use
from fleets.vessel_energy import BEST_LOAD

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from fleets.energy_use import EnergyUse
    from fleets.inland_vessels import InlandVessel
    from fleets.marine_engines import MarineEngine

    Floats = NDArray[np.float64]

_HALVINGS = 40
"""Of an interval of at most 60 km/h: below 1e-9 km/h after 36."""


@dataclass(frozen=True, slots=True)
class HourlyEnergy:
    """What hours of a vessel take.

    Attributes
    ----------
    energy_mj : dict of str to array
        Energy by carrier, one entry for each hour.
    slipped_mj : dict of str to array
        Gas among it that leaves the engine unburnt.
    capped : array of bool
        Whether the vessel keeps less than the speed asked for.
    speed_kmh : array
        Speed through water that it keeps.
    """

    energy_mj: dict[str, Floats]
    slipped_mj: dict[str, Floats]
    capped: NDArray[np.bool_]
    speed_kmh: Floats


class VesselEnergy(Protocol):
    """What a vessel with its engine takes in an hour."""

    @property
    def idle_mj_per_h(self) -> Mapping[str, float]:
        """Energy by carrier of an hour of waiting, in a lock or at berth."""

    @property
    def idle_slipped_mj_per_h(self) -> Mapping[str, float]:
        """Gas among it that leaves the engine unburnt."""

    def under_way(self, speed_kmh: Floats, depth_m: Floats, draught_m: float) -> HourlyEnergy:
        """Return the energy of hours under way.

        Parameters
        ----------
        speed_kmh, depth_m : array
            Speed through water and depth, one for each hour.
        draught_m : float
            Draught.

        Returns
        -------
        HourlyEnergy
            One entry for each hour.
        """


@dataclass(frozen=True)
class EngineEnergy:
    """The energy of a vessel by the physics of its hull and the curves of its engine.

    Attributes
    ----------
    vessel : InlandVessel
        Calibrated class.
    engine : MarineEngine
        Its engine; auxiliaries burn what it burns.
    carriers : mapping of str to str
        Carrier of the ledger by fuel id.
    load_limit_share : float
        Largest share of the installed power that is used.
    known : dict
        Speed kept and power of the speeds, depths and draughts asked for; engines of one class at
        one limit may share it, because both follow from the hull.
    """

    vessel: InlandVessel
    engine: MarineEngine
    carriers: Mapping[str, str]
    load_limit_share: float
    known: dict[tuple[float, float, float], tuple[float, float]] = field(
        default_factory=dict, repr=False, compare=False
    )

    @cached_property
    def idle_mj_per_h(self) -> dict[str, float]:
        """Energy by carrier of an hour of waiting, in a lock or at berth."""
        use = self._auxiliary(self.vessel.waiting_kw)
        return {self.carriers[name]: float(mj) for name, mj in use.energy_mj.items()}

    @cached_property
    def idle_slipped_mj_per_h(self) -> dict[str, float]:
        """Gas among it that leaves the engine unburnt."""
        if self.engine.slip is None:
            return {}
        gas = self.carriers[self.engine.fuel.carrier]
        return {gas: self.idle_mj_per_h[gas] * float(self.engine.slip.at(BEST_LOAD))}

    def under_way(self, speed_kmh: Floats, depth_m: Floats, draught_m: float) -> HourlyEnergy:
        """Return the energy of hours under way, each speed, depth and draught worked out once."""
        asked = [
            (speed, depth, draught_m)
            for speed, depth in zip(speed_kmh.tolist(), depth_m.tolist(), strict=True)
        ]
        new = sorted(set(asked) - self.known.keys())
        if new:
            self._work_out(np.array(new))
        kept, power_kw = np.array([self.known[key] for key in asked]).reshape(len(asked), 2).T
        main = engine_use(self.engine, power_kw, self.vessel.main_engine_kw)
        aux = self._auxiliary(self.vessel.hotel_kw)
        energy = main.plus(aux).energy_mj
        slipped = {}
        if self.engine.slip is not None:
            gas, load = self.engine.fuel.carrier, power_kw / self.vessel.main_engine_kw
            lost = main.energy_mj[gas] * self.engine.slip.at(load)
            slipped[self.carriers[gas]] = lost + aux.energy_mj[gas] * self.engine.slip.at(BEST_LOAD)
        return HourlyEnergy(
            {
                self.carriers[name]: np.broadcast_to(mj, len(asked)).astype(float)
                for name, mj in energy.items()
            },
            slipped,
            kept < np.asarray(speed_kmh),
            kept,
        )

    def _auxiliary(self, power_kw: float) -> EnergyUse:
        """Return the use of auxiliary engines, several of which share the load at their best."""
        return engine_use(self.engine, 1.0, 1 / BEST_LOAD).times(power_kw)

    def _work_out(self, rows: Floats) -> None:
        """Work out speed kept and power at speeds, depths and draughts."""
        vessel = self.vessel
        limit_kw = self.load_limit_share * vessel.main_engine_kw
        kept = speed_within_limits_kmh(vessel, rows[:, 0], rows[:, 1], rows[:, 2], limit_kw)
        power_kw = np.minimum(propulsion_kw(vessel, kept, *rows.T[1:]), limit_kw)
        pairs = zip(kept.tolist(), power_kw.tolist(), strict=True)
        self.known.update(zip(map(tuple, rows.tolist()), pairs, strict=True))


def speed_within_limits_kmh(
    vessel: InlandVessel, speed_kmh: Floats, depth_m: Floats, draught_m: Floats, limit_kw: float
) -> Floats:
    """Return the speed that a vessel keeps where one is asked for.

    Parameters
    ----------
    vessel : InlandVessel
        The vessel.
    speed_kmh, depth_m, draught_m : array
        Speed through water asked for, depth and draught.
    limit_kw : float
        Largest power of the main engine.

    Returns
    -------
    array
        The speed asked for, or the highest below it at which squat in open water (Barrass) leaves
        the keel clear of the bed and the engine gives what it takes; the second is found by halving
        intervals to 1e-9 km/h.
    """
    knots = np.sqrt(100 * np.maximum(depth_m - draught_m, 0.0) / vessel.block_coefficient)
    kept = np.minimum(speed_kmh, KMH_PER_KNOT * knots)
    high = kept.copy()
    over = propulsion_kw(vessel, kept, depth_m, draught_m) > limit_kw
    low = np.where(over, 0.0, kept)
    for _ in range(_HALVINGS if over.any() else 0):
        middle = (low + high) / 2
        fits = propulsion_kw(vessel, middle, depth_m, draught_m) <= limit_kw
        low, high = np.where(fits, middle, low), np.where(fits, high, middle)
    return np.asarray(low)
