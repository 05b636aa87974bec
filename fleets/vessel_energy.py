"""What vessels burn and emit on legs: one call for one leg or for millions.

The auxiliary engines of an inland vessel burn what its main engine burns, at their best load.
Limits passed are told beside the numbers, which then stand for what the leg would take: a power
above the installed one, a keel too near the bed, a draught beyond the loaded one, a speed beyond
the range of the formulas.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from fleets.hydrodynamics.propulsion import per_ground_km
from fleets.hydrodynamics.shallow_water import LARGEST_DEPTH_FROUDE, depth_froude
from fleets.hydrodynamics.squat import squat_in_canal_m, squat_in_open_water_m, under_keel_m
from fleets.inland_vessels import InlandVessel, propulsion_kw
from fleets.marine_engines import MarineEngine, engine_use
from fleets.sea_ships import MODES, SeaShip, running_kw

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from fleets.energy_use import EnergyUse

    Floats = NDArray[np.float64]

LIMITS: Final = ("engine_power_kw", "under_keel_m", "loaded_draught_m", "depth_froude")
"""Names of the limits that a leg may pass."""
BEST_LOAD: Final = 0.75
SHIP_BLOCK_COEFFICIENT: Final = 0.8
"""Block coefficient taken for the squat of sea-going ships, whose hulls are not in the tables."""
_KMH: Final = 3.6
_DRAUGHT_SLACK_M: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Legs:
    """Legs to sail; arrays of one shape.

    Attributes
    ----------
    speed_kmh : array
        Speed through water.
    depth_m : array
        Depth, above the draught; infinite where the bed does not matter.
    draught_m, load_t : array
        Draught and cargo, which belong together.
    current_kmh : array
        Current, positive with the vessel.
    """

    speed_kmh: Floats
    depth_m: Floats
    draught_m: Floats
    load_t: Floats
    current_kmh: Floats


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit: what a leg takes, what is allowed, and which legs pass it."""

    value: Floats
    allowed: Floats
    passed: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class LegEnergy:
    """Power, use and limits of legs; arrays in their shape.

    Attributes
    ----------
    propulsion_kw, hotel_kw, boiler_kw : array
        Main engine; auxiliary engines; boilers, in kW of heat.
    engine_load_share : array
        Main-engine power over the installed one.
    squat_m, under_keel_m : array
        Squat, and water left under the keel.
    ground_kmh : array
        Speed over ground, 0 of a vessel that waits.
    load_t : array
        Cargo.
    use : EnergyUse
        Per hour.
    limits : dict of str to Limit
        By name.
    """

    propulsion_kw: Floats
    hotel_kw: Floats
    boiler_kw: Floats
    engine_load_share: Floats
    squat_m: Floats
    under_keel_m: Floats
    ground_kmh: Floats
    load_t: Floats
    use: EnergyUse
    limits: dict[str, Limit]

    @property
    def power_kw(self) -> Floats:
        """All engine power: propulsion and auxiliary engines."""
        return self.propulsion_kw + self.hotel_kw

    @property
    def use_per_km(self) -> EnergyUse:
        """Use for a kilometre over ground; NaN without way."""
        return self.use.times(per_ground_km(1.0, self.ground_kmh))

    def per_km(self, hourly: Floats) -> Floats:
        """Return an hourly quantity for a kilometre over ground; NaN without way."""
        return per_ground_km(hourly, self.ground_kmh)

    def per_tkm(self, hourly: Floats) -> Floats:
        """Return an hourly quantity for a tonne-km; NaN without cargo or way."""
        carried = self.load_t > 0
        return np.where(carried, self.per_km(hourly) / np.where(carried, self.load_t, 1.0), np.nan)


def inland_energy(
    vessel: InlandVessel,
    engine: MarineEngine,
    legs: Legs,
    clearance_m: float,
    width_m: float | None = None,
    slip: str = "share",
) -> LegEnergy:
    """Return the energy of legs of an inland vessel.

    Parameters
    ----------
    vessel : InlandVessel
        Calibrated class.
    engine : MarineEngine
        Its engine and fuel.
    legs : Legs
        The legs; at speed 0 the vessel waits and only its hotel load runs.
    clearance_m : float
        Water to keep under the keel.
    width_m : float, optional
        Width of a canal, for its squat; open water without it.
    slip : str
        ``share``, ``low`` or ``high`` methane slip.

    Returns
    -------
    LegEnergy
        Per hour.
    """
    moving = legs.speed_kmh > 0
    main = propulsion_kw(vessel, legs.speed_kmh, legs.depth_m, legs.draught_m)
    hotel = np.where(moving, vessel.hotel_kw, vessel.waiting_kw)
    use = engine_use(engine, main, vessel.main_engine_kw, slip)
    use = use.plus(_auxiliary_use(engine, hotel, slip))
    squat = _squat_m(vessel.block_coefficient, vessel.beam_m, legs, width_m)
    return LegEnergy(
        propulsion_kw=main,
        hotel_kw=hotel,
        boiler_kw=np.zeros_like(main),
        engine_load_share=main / vessel.main_engine_kw,
        squat_m=squat,
        under_keel_m=under_keel_m(legs.depth_m, legs.draught_m, squat),
        ground_kmh=_ground_kmh(legs.speed_kmh, legs.current_kmh),
        load_t=legs.load_t,
        use=use,
        limits=_limits(vessel, legs, main, squat, clearance_m),
    )


def sea_energy(
    ship: SeaShip,
    engines: Mapping[str, MarineEngine],
    legs: Legs,
    clearance_m: float,
    mode: str = "sea",
) -> LegEnergy:
    """Return the energy of legs of a sea-going ship.

    Parameters
    ----------
    ship : SeaShip
        The class.
    engines : mapping of str to MarineEngine
        Engines by id; those that the class names.
    legs : Legs
        The legs; speed does not matter at anchor and at berth.
    clearance_m : float
        Water to keep under the keel.
    mode : str
        One of `fleets.sea_ships.MODES`.

    Returns
    -------
    LegEnergy
        Per hour.

    Raises
    ------
    ValueError
        If the mode is not known.
    """
    if mode not in MODES:
        msg = f"A ship is in the mode {', '.join(MODES)}, not {mode}."
        raise ValueError(msg)
    moving = mode in MODES[:2]
    speed = legs.speed_kmh if moving else np.zeros_like(legs.speed_kmh)
    main = running_kw(ship.propulsion_kw(speed, legs.draught_m), ship.main_engine_kw)
    hotel = np.full_like(main, ship.auxiliary_kw[mode])
    boiler = np.full_like(main, ship.boiler_kw[mode])
    use = engine_use(engines[ship.main_engine_id], main, ship.main_engine_kw)
    use = use.plus(_auxiliary_use(engines[ship.aux_engine_id], hotel))
    use = use.plus(_auxiliary_use(engines[ship.boiler_id], boiler))
    squat = squat_in_open_water_m(SHIP_BLOCK_COEFFICIENT, speed)
    return LegEnergy(
        propulsion_kw=main,
        hotel_kw=hotel,
        boiler_kw=boiler,
        engine_load_share=main / ship.main_engine_kw,
        squat_m=squat,
        under_keel_m=under_keel_m(legs.depth_m, legs.draught_m, squat),
        ground_kmh=_ground_kmh(speed, legs.current_kmh),
        load_t=legs.load_t,
        use=use,
        limits=_limits(ship, legs, main, squat, clearance_m),
    )


def _auxiliary_use(engine: MarineEngine, power_kw: Floats, slip: str = "share") -> EnergyUse:
    """Return the use of auxiliary engines, several of which share the load at their best."""
    return engine_use(engine, 1.0, 1 / BEST_LOAD, slip).times(power_kw)


def _ground_kmh(speed_kmh: Floats, current_kmh: Floats) -> Floats:
    """Return speed over ground; a vessel that waits is moored and makes no way in a current."""
    return np.where(speed_kmh > 0, speed_kmh + current_kmh, 0.0)


def _squat_m(block: float, beam_m: float, legs: Legs, width_m: float | None) -> Floats:
    """Return squat in open water or in a canal of a width, where it is never less."""
    open_m = squat_in_open_water_m(block, legs.speed_kmh)
    if width_m is None:
        return open_m
    share = np.minimum(beam_m * legs.draught_m / (width_m * legs.depth_m), 1.0)
    return np.maximum(squat_in_canal_m(block, share, legs.speed_kmh), open_m)


def _limits(
    vessel: InlandVessel | SeaShip,
    legs: Legs,
    main_kw: Floats,
    squat_m: Floats,
    clearance_m: float,
) -> dict[str, Limit]:
    """Return the limits of legs by name."""
    keel = under_keel_m(legs.depth_m, legs.draught_m, squat_m)
    froude = depth_froude(legs.speed_kmh / _KMH, legs.depth_m)
    found = {
        "engine_power_kw": (main_kw, vessel.main_engine_kw, main_kw > vessel.main_engine_kw),
        "under_keel_m": (keel, clearance_m, keel < clearance_m),
        "loaded_draught_m": (
            legs.draught_m,
            vessel.draught_loaded_m,
            legs.draught_m > vessel.draught_loaded_m + _DRAUGHT_SLACK_M,
        ),
        "depth_froude": (froude, LARGEST_DEPTH_FROUDE, froude > LARGEST_DEPTH_FROUDE),
    }
    return {
        name: Limit(value, np.asarray(allowed), passed)
        for name, (value, allowed, passed) in found.items()
    }
