"""Marine engines and fuels: consumption, methane slip and exhaust by load.

A dual-fuel engine runs on gas for a share of the time, with a pilot flame of diesel, and as a
plain diesel for the rest. Slip is the share of gas that leaves unburnt; it lowers CO2 and N2O of
the gas and is methane itself (FuelEU, Annex II). A power above the rated one, which is a limit
passed, burns at the consumption of full load.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from fleets.energy_use import SUPPLY_PARTS, EnergyUse
from fleets.factors import SPECIES, CarrierFactors, carrier_factors
from fleets.part_load import LoadCurve, LowLoad, imo_sfc_factor, load_curves, low_loads

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from numpy.typing import NDArray

    from fleets.electricity import GridSupply

    Floats = NDArray[np.float64]

MJ_PER_KWH: Final = 3.6
_LEAST_LOAD: Final = 0.02
_LOW_LOAD_CURVE: Final = "low-load"
_ELECTRICITY_MEASURED_AT: Final = "battery"


@dataclass(frozen=True, slots=True)
class Slip:
    """Methane slip as a share of the gas at 75 % load: a value and its range."""

    share: float
    low: float
    high: float
    curve: LoadCurve | None = None

    def at(self, load_share: Floats | float, which: str = "share") -> Floats:
        """Return the slip at a load; `which` is share, low or high."""
        base = float(getattr(self, which))
        factor = 1.0 if self.curve is None else self.curve.at(load_share)
        return np.minimum(base * np.asarray(factor), 0.3)


@dataclass(frozen=True, slots=True)
class Exhaust:
    """NOx and fine particles of an emission stage, per kWh or else per kg of fuel.

    `bc_of_pm25_share` is the part of the particles that is black carbon; NaN where not known.
    """

    tier: str
    per_kwh: dict[str, float]
    per_kg: dict[str, float]
    curves: dict[str, LoadCurve | LowLoad]
    bc_of_pm25_share: float = math.nan

    def g_per_h(self, species: str, power_kw: Floats, fuel_kg: Floats, load: Floats) -> Floats:
        """Return grams an hour of ``nox`` or ``pm25``."""
        if species not in self.per_kwh:
            return self.per_kg[species] * fuel_kg
        curve = self.curves.get(species)
        if curve is None:
            return self.per_kwh[species] * power_kw
        factor = curve.at(load) if isinstance(curve, LoadCurve) else curve.factor(load)
        return self.per_kwh[species] * power_kw * factor


@dataclass(frozen=True, slots=True)
class MarineEngine:
    """An engine with its fuels.

    Attributes
    ----------
    engine_id, powertrain, role : str
        Ids, and main, auxiliary or boiler.
    fuel, pilot : CarrierFactors
        Main fuel, and the fuel that lights it (None without).
    sfc_g_per_kwh : float
        At the best load, of the main fuel; NaN for electricity.
    electricity_kwh_per_kwh : float
        Battery to shaft; NaN for fuels.
    fuel_curve : LoadCurve, ``"imo"`` or None
        How consumption changes with load.
    pilot_energy_share : float
        Pilot fuel in all energy while the main fuel burns.
    slip : Slip or None
        Methane slip.
    so2_g_per_kg : float
        Of all fuel.
    exhaust : Exhaust
        NOx and fine particles.
    diesel : MarineEngine or None
        What a dual-fuel engine is without its main fuel.
    main_fuel_time_share : float
        Time on the main fuel; 1 without another.
    """

    engine_id: str
    powertrain: str
    role: str
    fuel: CarrierFactors
    pilot: CarrierFactors | None
    sfc_g_per_kwh: float
    electricity_kwh_per_kwh: float
    fuel_curve: LoadCurve | str | None
    pilot_energy_share: float
    slip: Slip | None
    so2_g_per_kg: float
    exhaust: Exhaust
    diesel: MarineEngine | None = None
    main_fuel_time_share: float = 1.0

    @property
    def electric(self) -> bool:
        """Whether it runs on electricity."""
        return math.isnan(self.sfc_g_per_kwh)

    def energy_mj_per_kwh(self, load_share: Floats | float) -> Floats:
        """Return all energy taken for a kWh of the shaft, pilot included."""
        if self.electric:
            return np.full(np.shape(load_share), self.electricity_kwh_per_kwh * MJ_PER_KWH)
        main = self.sfc_g_per_kwh * self.fuel.lhv_mj_per_kg / 1000 / (1 - self.pilot_energy_share)
        return main * self._curve(load_share)

    def _curve(self, load_share: Floats | float) -> Floats:
        load = np.clip(load_share, _LEAST_LOAD, 1.0)
        if self.fuel_curve is None:
            return np.ones(np.shape(load))
        if isinstance(self.fuel_curve, LoadCurve):
            return self.fuel_curve.at(load)
        return imo_sfc_factor(load)


def engine_use(
    engine: MarineEngine,
    power_kw: Floats | float,
    rated_kw: float,
    slip: str = "share",
) -> EnergyUse:
    """Return what an hour at a power takes and emits.

    Parameters
    ----------
    engine : MarineEngine
        The engine.
    power_kw : float or array
        Shaft power, at least 0.
    rated_kw : float
        Rated power, for the load.
    slip : str
        ``share``, ``low`` or ``high`` end of the methane slip.

    Returns
    -------
    EnergyUse
        Per hour.
    """
    power = np.asarray(power_kw, dtype=float)
    use = _main_fuel_use(engine, power, rated_kw, slip)
    if engine.diesel is None or engine.main_fuel_time_share == 1:
        return use
    other = engine_use(engine.diesel, power, rated_kw)
    share = engine.main_fuel_time_share
    return use.times(share).plus(other.times(1 - share))


def _main_fuel_use(engine: MarineEngine, power: Floats, rated_kw: float, slip: str) -> EnergyUse:
    """Return an hour on the main fuel and its pilot."""
    load = power / rated_kw if rated_kw > 0 else np.ones_like(power)
    total = power * engine.energy_mj_per_kwh(load)
    shares = {engine.fuel.carrier: (engine.fuel, 1 - engine.pilot_energy_share)}
    if engine.pilot is not None:
        shares[engine.pilot.carrier] = (engine.pilot, engine.pilot_energy_share)
    energy = {name: total * share for name, (_, share) in shares.items()}
    mass = {
        name: energy[name] / factors.lhv_mj_per_kg
        for name, (factors, _) in shares.items()
        if not math.isnan(factors.lhv_mj_per_kg)
    }
    ttw = _combustion(engine, energy, load, slip)
    burnt = np.asarray(sum(mass.values(), start=np.zeros(())))
    ttw["so2"] = engine.so2_g_per_kg * burnt
    for species in ("nox", "pm25"):
        ttw[species] = engine.exhaust.g_per_h(species, power, burnt, np.asarray(load))
    ttw["bc"] = ttw["pm25"] * engine.exhaust.bc_of_pm25_share
    supply = {
        part: np.asarray(
            sum(energy[name] * getattr(one.supply, part) for name, (one, _) in shares.items())
        )
        for part in SUPPLY_PARTS
    }
    return EnergyUse(energy, mass, ttw, supply)


def _combustion(
    engine: MarineEngine, energy: Mapping[str, Floats], load: Floats, slip: str
) -> dict[str, Floats]:
    """Return CO2, CH4 and N2O of an hour."""
    factors, gas = engine.fuel.ttw_g_per_mj, energy[engine.fuel.carrier]
    found = {species: gas * factors[species] for species in ("co2", "ch4", "n2o")}
    if engine.slip is not None:
        lost = engine.slip.at(load, slip)
        lhv = engine.fuel.lhv_mj_per_kg
        kept = (1 - lost) / (1 - factors["ch4"] * lhv / 1000)
        found = {"co2": found["co2"] * kept, "n2o": found["n2o"] * kept}
        found["ch4"] = gas * lost * 1000 / lhv
    if engine.pilot is not None:
        pilot, burnt = engine.pilot.ttw_g_per_mj, energy[engine.pilot.carrier]
        found = {species: value + burnt * pilot[species] for species, value in found.items()}
    return found


def marine_engines(tables: Mapping[str, pd.DataFrame], grid: GridSupply) -> dict[str, MarineEngine]:
    """Make the engines of the table ``marine_engines``.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Tables ``marine_engines``, ``emission_tiers``, ``fuel_factors``, ``part_load`` and
        ``low_load``.
    grid : GridSupply
        Electricity of the year; what an engine takes is counted at its battery.

    Returns
    -------
    dict of str to MarineEngine
        By engine id, in the order of the table.
    """
    rows = tables["marine_engines"].to_dict("records")
    factors = _fuel_factors(rows, tables["fuel_factors"], grid)
    stages = exhausts(tables)
    curves = load_curves(tables["part_load"])
    made = {str(row["engine_id"]): _engine(row, factors, stages, curves) for row in rows}
    for row in rows:
        if row["diesel_engine_id"]:
            name = str(row["engine_id"])
            made[name] = replace(made[name], diesel=made[str(row["diesel_engine_id"])])
    return made


def exhausts(tables: Mapping[str, pd.DataFrame]) -> dict[str, Exhaust]:
    """Return the emission stages of the table ``emission_tiers`` by name."""
    curves: dict[str, LoadCurve] = load_curves(tables["part_load"])
    low = low_loads(tables["low_load"])
    made = {}
    for row in tables["emission_tiers"].to_dict("records"):
        chosen: dict[str, LoadCurve | LowLoad] = {}
        for species in ("nox", "pm25"):
            name = row[f"{species}_curve"]
            if name:
                chosen[species] = low[species] if name == _LOW_LOAD_CURVE else curves[name]
        made[str(row["tier"])] = Exhaust(
            tier=str(row["tier"]),
            per_kwh=_known(row, "g_per_kwh"),
            per_kg=_known(row, "g_per_kg"),
            curves=chosen,
            bc_of_pm25_share=float(row["bc_of_pm25_share"]),
        )
    return made


def with_exhaust(engine: MarineEngine, exhaust: Exhaust) -> MarineEngine:
    """Return an engine of another emission stage."""
    return replace(engine, exhaust=exhaust)


def with_time_on_main_fuel(engine: MarineEngine, share: float) -> MarineEngine:
    """Return a dual-fuel engine that runs on its main fuel for a share of the time.

    Raises
    ------
    ValueError
        If the engine has no other fuel to run on, or the share is outside 0 to 1.
    """
    if engine.diesel is None or not 0 <= share <= 1:
        msg = f"{engine.engine_id} cannot run on its main fuel for {share:g} of the time."
        raise ValueError(msg)
    return replace(engine, main_fuel_time_share=share)


def engine_of_powertrain(engines: Mapping[str, MarineEngine], powertrain: str) -> MarineEngine:
    """Return the first main engine of a powertrain.

    Raises
    ------
    KeyError
        If no engine has it.
    """
    for engine in engines.values():
        if engine.powertrain == powertrain and engine.role == "main":
            return engine
    msg = f"No main engine has the powertrain {powertrain}."
    raise KeyError(msg)


def _known(row: Mapping[Hashable, Any], unit: str) -> dict[str, float]:
    values = {species: float(row[f"{species}_{unit}"]) for species in ("nox", "pm25")}
    return {species: value for species, value in values.items() if not math.isnan(value)}


def _fuel_factors(
    rows: list[dict[Hashable, Any]], fuels: pd.DataFrame, grid: GridSupply
) -> dict[str, CarrierFactors]:
    """Return combustion and supply factors by fuel id, exhaust left out."""
    supply = {str(row["fuel_id"]): str(row["wtt_fuel_id"]) for row in rows}
    electric = {str(row["fuel_id"]) for row in rows if math.isnan(row["sfc_g_per_kwh"])}
    table = pd.DataFrame(
        [
            {
                "carrier": fuel,
                "fuel_id": "" if fuel in electric else fuel,
                "wtt_fuel_id": "" if fuel in electric else wtt,
                "measured_at": _ELECTRICITY_MEASURED_AT if fuel in electric else "tank",
                **{f"{one}_g_per_kg_fuel": 0.0 for one in SPECIES[3:]},
                "bc_of_pm25_share": 0.0,
            }
            for fuel, wtt in supply.items()
        ]
    )
    return carrier_factors(table, fuels, grid)


def _engine(
    row: Mapping[Hashable, Any],
    factors: Mapping[str, CarrierFactors],
    stages: Mapping[str, Exhaust],
    curves: Mapping[str, LoadCurve],
) -> MarineEngine:
    """Make one engine."""
    name = str(row["fuel_curve"])
    slip = None
    if not math.isnan(row["slip_share"]):
        shape = curves[row["slip_curve"]] if row["slip_curve"] else None
        slip = Slip(row["slip_share"], row["slip_low_share"], row["slip_high_share"], shape)
    return MarineEngine(
        engine_id=str(row["engine_id"]),
        powertrain=str(row["powertrain"]),
        role=str(row["role"]),
        fuel=factors[str(row["fuel_id"])],
        pilot=factors[str(row["pilot_fuel_id"])] if row["pilot_fuel_id"] else None,
        sfc_g_per_kwh=row["sfc_g_per_kwh"],
        electricity_kwh_per_kwh=row["electricity_kwh_per_kwh"],
        fuel_curve=None if name == "none" else curves.get(name, name),
        pilot_energy_share=row["pilot_energy_share"],
        slip=slip,
        so2_g_per_kg=row["so2_g_per_kg"],
        exhaust=stages[str(row["tier"])],
        main_fuel_time_share=row["main_fuel_time_share"],
    )
