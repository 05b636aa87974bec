"""NOx and particles of a carrier from the stages of the engines that burn it, by year.

Stages come with limits or measured values for a kWh or for a kilogram of fuel. Which engines burn
how much of a fuel is an estimate; limits of a test cycle stand for use where nothing was measured.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    import pandas as pd

    Row = Mapping[Hashable, Any]

_PER_KWH: Final = {
    "nox": ("nox_g_per_kwh", "hc_plus_nox_g_per_kwh"),
    "pm25": ("pm25_g_per_kwh", "pm10_g_per_kwh", "pm_limit_g_per_kwh"),
}


def stage_g_per_kg(stage: Row, pollutant: str, sfc_g_per_kwh: float) -> float:
    """Return what an engine of a stage emits for a kilogram of fuel.

    Parameters
    ----------
    stage : mapping
        Row of ``engine_emission_factors``.
    pollutant : str
        ``nox`` or ``pm25``; a limit of hydrocarbons and NOx, or of all particles, counts whole.
    sfc_g_per_kwh : float
        Consumption.

    Returns
    -------
    float
        g/kg; NaN where the row has none.

    Examples
    --------
    >>> round(stage_g_per_kg({"nox_g_per_kg": float("nan"), "nox_g_per_kwh": 2.0}, "nox", 200), 6)
    10.0
    """
    per_kg = float(stage[f"{pollutant}_g_per_kg"])
    if not np.isnan(per_kg):
        return per_kg
    known = (float(stage[name]) for name in _PER_KWH[pollutant] if name in stage)
    per_kwh = next((one for one in known if not np.isnan(one)), np.nan)
    return per_kwh / sfc_g_per_kwh * 1000


def staged_carriers(
    carriers: pd.DataFrame, stages: pd.DataFrame, engines: pd.DataFrame, year: int
) -> pd.DataFrame:
    """Return the table of carriers with NOx, fine particles and black carbon of a year.

    Parameters
    ----------
    carriers, stages, engines : pandas.DataFrame
        Tables ``carriers``, ``emission_stages`` and ``engine_emission_factors``.
    year : int
        Calendar year.

    Returns
    -------
    pandas.DataFrame
        The table ``carriers``; carriers without stages keep their values.
    """
    by_entry = {str(row["entry_id"]): row for row in engines.to_dict("records")}
    made = carriers.set_index("carrier", drop=False)
    for carrier, rows in stages.groupby("carrier"):
        nox = pm25 = bc = 0.0
        for entry, points in rows.sort_values("year").groupby("entry_id"):
            share = float(np.interp(year, points["year"], points["share"]))
            sfc = float(points["sfc_g_per_kwh"].iloc[0])
            stage = by_entry[str(entry)]
            particles = share * stage_g_per_kg(stage, "pm25", sfc)
            nox += share * stage_g_per_kg(stage, "nox", sfc)
            pm25 += particles
            bc += particles * float(points["bc_of_pm25_share"].iloc[0])
        cells = ["nox_g_per_kg_fuel", "pm25_g_per_kg_fuel", "bc_of_pm25_share"]
        made.loc[carrier, cells] = [nox, pm25, bc / pm25]
    return made.reset_index(drop=True)
