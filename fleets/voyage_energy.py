"""Energy of an hour of an inland vessel by carrier, under way or waiting: what a year is made of.

A vessel keeps the speed through water that its fairway is sailed at, as far as its engine allows:
where that speed asks for more than a share of the installed power, the power stops there and the
hour is marked. Its time is not lengthened for that; sailing times by class are left for later.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

import numpy as np

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
        Whether the speed asks for more power than the engine may give.
    """

    energy_mj: dict[str, Floats]
    slipped_mj: dict[str, Floats]
    capped: NDArray[np.bool_]


class VesselEnergy(Protocol):
    """What a vessel with its engine takes in an hour."""

    @property
    def idle_mj_per_h(self) -> Mapping[str, float]:
        """Energy by carrier of an hour of waiting, in a lock or at berth."""

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
    """

    vessel: InlandVessel
    engine: MarineEngine
    carriers: Mapping[str, str]
    load_limit_share: float
    _known: dict[tuple[float, float, float], tuple[Floats, bool]] = field(
        default_factory=dict, repr=False, compare=False
    )

    @cached_property
    def idle_mj_per_h(self) -> dict[str, float]:
        """Energy by carrier of an hour of waiting, in a lock or at berth."""
        use = self._auxiliary(self.vessel.waiting_kw)
        return {self.carriers[name]: float(mj) for name, mj in use.energy_mj.items()}

    def under_way(self, speed_kmh: Floats, depth_m: Floats, draught_m: float) -> HourlyEnergy:
        """Return the energy of hours under way, each speed, depth and draught worked out once."""
        asked = [
            (speed, depth, draught_m)
            for speed, depth in zip(speed_kmh.tolist(), depth_m.tolist(), strict=True)
        ]
        new = sorted(set(asked) - self._known.keys())
        if new:
            self._work_out(np.array(new))
        rows = np.array([self._known[key][0] for key in asked])
        names = self._fuels
        energy = {self.carriers[name]: rows[:, i] for i, name in enumerate(names)}
        slipped = {}
        if self.engine.slip is not None:
            slipped[self.carriers[self.engine.fuel.carrier]] = rows[:, len(names)]
        return HourlyEnergy(energy, slipped, np.array([self._known[key][1] for key in asked]))

    @cached_property
    def _fuels(self) -> list[str]:
        """Fuel ids, in the order of the columns."""
        return list(self._auxiliary(1.0).energy_mj)

    def _auxiliary(self, power_kw: float) -> EnergyUse:
        """Return the use of auxiliary engines, several of which share the load at their best."""
        return engine_use(self.engine, 1.0, 1 / BEST_LOAD).times(power_kw)

    def _work_out(self, rows: Floats) -> None:
        """Work out speeds, depths and draughts: energy by fuel, and gas that slips."""
        vessel, engine = self.vessel, self.engine
        asked_kw = propulsion_kw(vessel, *rows.T)
        limit_kw = self.load_limit_share * vessel.main_engine_kw
        main = engine_use(engine, np.minimum(asked_kw, limit_kw), vessel.main_engine_kw)
        aux = self._auxiliary(vessel.hotel_kw)
        energy = main.plus(aux).energy_mj
        columns = [np.broadcast_to(energy[name], len(rows)) for name in self._fuels]
        if engine.slip is not None:
            gas = engine.fuel.carrier
            load = np.minimum(asked_kw, limit_kw) / vessel.main_engine_kw
            slipped = main.energy_mj[gas] * engine.slip.at(load)
            columns.append(slipped + aux.energy_mj[gas] * engine.slip.at(BEST_LOAD))
        values = np.column_stack(columns)
        capped = asked_kw > limit_kw
        for key, value, over in zip(map(tuple, rows.tolist()), values, capped, strict=True):
            self._known[key] = (value, bool(over))
