"""Use for a kilometre and for a tonne-km, rounded for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from fleets import GwpSet
    from fleets.energy_use import EnergyUse

    Floats = NDArray[np.float64]

DIGITS = 6
MJ_PER_KWH = 3.6


def rounded(value: Floats | float) -> float | None:
    """Return one number with six significant digits, None where it has no value.

    Examples
    --------
    >>> rounded(123.456789), rounded(float("nan"))
    (123.457, None)
    """
    one = float(np.asarray(value).reshape(-1)[0])
    return float(f"{one:.{DIGITS}g}") if np.isfinite(one) else None


def intensity(use: EnergyUse, load_t: Floats | float, gwp: Sequence[GwpSet]) -> dict[str, Any]:
    """Return energy, fuel and emissions of a kilometre and of a tonne-km.

    Parameters
    ----------
    use : EnergyUse
        For a kilometre; NaN where the vehicle makes no way.
    load_t : float or array
        Cargo; without it nothing is told for a tonne-km.
    gwp : sequence of GwpSet
        The first is the one of plain CO2e, the others stand beside it.

    Returns
    -------
    dict
        ``energy_mj_per_km``, ``energy_kwh_per_km``, ``fuel_kg_per_km``, ``fuel_g_per_tkm``,
        ``electricity_kwh_per_km``, ``g_per_km`` and ``g_per_tkm`` with TTW, WTT and WTW.
    """
    load = np.asarray(load_t, dtype=float)
    per_tkm = use.times(np.where(load > 0, 1 / np.where(load > 0, load, 1.0), np.nan))
    return {
        "energy_mj_per_km": rounded(use.total_mj),
        "energy_kwh_per_km": rounded(use.total_mj / MJ_PER_KWH),
        "energy_mj_per_tkm": rounded(per_tkm.total_mj),
        "fuel_kg_per_km": {name: rounded(one) for name, one in use.fuel_kg.items()},
        "fuel_g_per_tkm": {name: rounded(1000 * one) for name, one in per_tkm.fuel_kg.items()},
        "electricity_kwh_per_km": rounded(use.electricity_mj / MJ_PER_KWH),
        "g_per_km": _stages(use, gwp),
        "g_per_tkm": _stages(per_tkm, gwp),
    }


def _stages(use: EnergyUse, gwp: Sequence[GwpSet]) -> dict[str, Any]:
    """Return TTW by species, and TTW, WTT and WTW as CO2e under every GWP set."""
    species = {name: rounded(one) for name, one in use.ttw_g.items()}
    supply = use.wtt_co2e_g(gwp[0])
    found: dict[str, Any] = {
        "ttw": {**species, "co2e": rounded(use.ttw_co2e_g(gwp[0]))},
        "wtt": {"co2e": rounded(supply)},
        "wtw": {"co2e": rounded(use.ttw_co2e_g(gwp[0]) + supply)},
        "gwp": gwp[0].name,
    }
    for other in gwp[1:]:
        name = other.name.replace("-", "_").lower()
        supply = use.wtt_co2e_g(other)
        found["ttw"][f"co2e_{name}"] = rounded(use.ttw_co2e_g(other))
        found["wtt"][f"co2e_{name}"] = rounded(supply)
        found["wtw"][f"co2e_{name}"] = rounded(use.ttw_co2e_g(other) + supply)
    return found
