"""Energy of trucks by weight class, powertrain, load, grades and empty kilometres.

Consumption is the mean of a class in use. Its form by load is that of UK articulated trucks above
33 t (DESNZ 2023: 0.632504962 kg CO2e/km empty, 1.044484962 full), a line scaled so that the mean
load of the class meets its mean consumption. For battery trucks and lighter classes the same form
is an assumption.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from fleets.factors import CarrierFactors, carrier_factors

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from numpy.typing import NDArray

    from fleets.electricity import GridSupply

    Floats = NDArray[np.float64]

EMPTY_ENTRY: Final = "road-articulated-33-t-empty-uk-diesel"
FULL_ENTRY: Final = "road-articulated-33-t-full-uk-diesel"
_MJ_PER_KWH: Final = 3.6


def _floats(given: Floats | float) -> Floats | float:
    """Return a number as it is, which is quicker than an array of it, and all else as an array."""
    return given if isinstance(given, float) else np.asarray(given, dtype=float)


@dataclass(frozen=True, slots=True)
class LoadLine:
    """Consumption over that at full load, as a line from empty to full."""

    empty_share: float

    def at(self, load_share: Floats | float) -> Floats:
        """Return consumption at a load over that at full load.

        Examples
        --------
        >>> float(LoadLine(0.6).at(0.5))
        0.8
        """
        return np.asarray(self.empty_share + (1 - self.empty_share) * _floats(load_share))


@dataclass(frozen=True, slots=True)
class TruckClass:
    """A weight class of truck with one powertrain.

    Attributes
    ----------
    class_id, powertrain, name_zh, name_en : str
        Ids and names.
    mean_mj_per_km : float
        Energy for a kilometre on the mean of use, empty running included.
    payload_t, laden_load_share, empty_share : float
        Payload; cargo of a laden truck over it; share of kilometres run empty.
    battery_kwh, speed_kmh : float
        Battery (NaN without) and mean speed.
    carrier : CarrierFactors
        What a megajoule emits.
    line : LoadLine
        Form by load.
    """

    class_id: str
    powertrain: str
    name_zh: str
    name_en: str
    mean_mj_per_km: float
    payload_t: float
    laden_load_share: float
    empty_share: float
    battery_kwh: float
    speed_kmh: float
    carrier: CarrierFactors
    line: LoadLine

    def mj_per_km(self, load_t: Floats | float, grade_factor: float = 1.0) -> Floats:
        """Return the energy of a kilometre with a load.

        Parameters
        ----------
        load_t : float or array
            Cargo, 0 for an empty truck.
        grade_factor : float
            Energy over that of rolling country.

        Returns
        -------
        array
            MJ.
        """
        mean_share = self.laden_load_share * (1 - self.empty_share)
        form = self.line.at(_floats(load_t) / self.payload_t)
        return self.mean_mj_per_km * form / self.line.at(mean_share) * grade_factor

    def mj_per_tkm(self, load_share: float, empty_share: float, grade_factor: float = 1.0) -> float:
        """Return energy of a tonne-km of cargo with the empty running that belongs to it.

        Parameters
        ----------
        load_share : float
            Cargo of a laden truck over what it can take, above 0.
        empty_share : float
            Share of kilometres run empty, below 1.
        grade_factor : float
            Energy over that of rolling country.

        Returns
        -------
        float
            MJ.
        """
        load = self.payload_t * load_share
        laden, empty = (self.mj_per_km(one, grade_factor) for one in (load, 0.0))
        return float(laden + empty * empty_share / (1 - empty_share)) / load


def truck_classes(
    tables: Mapping[str, pd.DataFrame],
    grid: GridSupply,
    swap_loss_share: float,
) -> dict[tuple[str, str], TruckClass]:
    """Make the trucks of the table ``truck_classes``.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Tables ``truck_classes``, ``carriers``, ``energy_intensity`` and ``fuel_factors``.
    grid : GridSupply
        Electricity of the year; what a battery truck takes is counted at its battery.
    swap_loss_share : float
        Share of energy lost in the charger of a swap station.

    Returns
    -------
    dict of (str, str) to TruckClass
        By class and powertrain.
    """
    intensities = {
        str(row["entry_id"]): row for row in tables["energy_intensity"].to_dict("records")
    }
    line = LoadLine(intensities[EMPTY_ENTRY]["value"] / intensities[FULL_ENTRY]["value"])
    burnt = tables["carriers"].set_index("carrier")["fuel_id"]
    fuels = {str(row["fuel_id"]): row for row in tables["fuel_factors"].to_dict("records")}
    charged, swapped = (
        carrier_factors(tables["carriers"], tables["fuel_factors"], supply)
        for supply in (grid, replace(grid, charger_loss_share=swap_loss_share))
    )
    made = {}
    for row in tables["truck_classes"].to_dict("records"):
        entry = intensities[str(row["entry_id"])]
        factors = swapped if row["powertrain"] == "swap" else charged
        made[str(row["class_id"]), str(row["powertrain"])] = TruckClass(
            class_id=str(row["class_id"]),
            powertrain=str(row["powertrain"]),
            name_zh=str(row["name_zh"]),
            name_en=str(row["name_en"]),
            mean_mj_per_km=consumption_mj_per_km(entry, fuels.get(burnt[row["carrier"]])),
            payload_t=entry["payload_capacity_t"],
            laden_load_share=row["laden_load_share"],
            empty_share=entry["empty_running_share"],
            battery_kwh=row["battery_kwh"],
            speed_kmh=row["speed_kmh"],
            carrier=factors[str(row["carrier"])],
            line=line,
        )
    return made


def consumption_mj_per_km(entry: Mapping[Any, Any], fuel: Mapping[Any, Any] | None) -> float:
    """Return a consumption in its own unit as MJ for a kilometre.

    Parameters
    ----------
    entry : mapping
        Row of ``energy_intensity`` in L/100km, kg/100km or kWh/km.
    fuel : mapping or None
        Row of ``fuel_factors``; None for electricity.

    Returns
    -------
    float
        MJ/km.

    Raises
    ------
    ValueError
        If the unit is another.
    """
    value, unit = float(entry["value"]), str(entry["unit"])
    if unit == "kWh/km":
        return value * _MJ_PER_KWH
    if fuel is not None and unit == "kg/100km":
        return value / 100 * float(fuel["lhv_mj_per_kg"])
    if fuel is not None and unit == "L/100km":
        kilograms = value / 100 * float(fuel["density_kg_per_m3"]) / 1000
        return kilograms * float(fuel["lhv_mj_per_kg"])
    msg = f"{entry['entry_id']} is in {unit}; trucks need L/100km, kg/100km or kWh/km."
    raise ValueError(msg)
