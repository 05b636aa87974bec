"""Hourly use as use for a kilometre and for a tonne-km, rounded for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from fleets.propulsion import per_ground_km

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from fleets import GwpSet
    from fleets.marine_engines import EngineUse

    Floats = NDArray[np.float64]

DIGITS = 6
_MJ_PER_KWH = 3.6
_ELECTRICITY = "electricity-grid"


def rounded(value: Floats | float) -> float | None:
    """Return one number with six significant digits, None where it has no value.

    Examples
    --------
    >>> rounded(123.456789), rounded(float("nan"))
    (123.457, None)
    """
    one = float(np.asarray(value).reshape(-1)[0])
    return float(f"{one:.{DIGITS}g}") if np.isfinite(one) else None


def intensity(
    use: EngineUse, ground_kmh: Floats, load_t: Floats, gwp: Sequence[GwpSet]
) -> dict[str, Any]:
    """Return energy, fuel and emissions of an hour, a kilometre and a tonne-km.

    Parameters
    ----------
    use : EngineUse
        Per hour.
    ground_kmh, load_t : array
        Speed over ground and cargo.
    gwp : sequence of GwpSet
        The first is the one of plain CO2e, the others stand beside it.

    Returns
    -------
    dict
        ``energy_mj_per_km``, ``energy_kwh_per_km``, ``fuel_kg_per_h``, ``fuel_kg_per_km``,
        ``electricity_kwh_per_km``, ``g_per_km`` and ``g_per_tkm`` with TTW, WTT and WTW.
    """

    def per_km(hourly: Floats) -> Floats:
        return per_ground_km(hourly, ground_kmh)

    def per_tkm(hourly: Floats) -> Floats:
        carried = load_t > 0
        return np.where(carried, per_km(hourly) / np.where(carried, load_t, 1.0), np.nan)

    electricity = use.energy_mj.get(_ELECTRICITY, np.zeros(())) / _MJ_PER_KWH
    return {
        "energy_mj_per_km": rounded(per_km(use.total_mj)),
        "energy_kwh_per_km": rounded(per_km(use.total_mj) / _MJ_PER_KWH),
        "energy_mj_per_tkm": rounded(per_tkm(use.total_mj)),
        "fuel_kg_per_h": {name: rounded(one) for name, one in use.fuel_kg.items()},
        "fuel_kg_per_km": {name: rounded(per_km(one)) for name, one in use.fuel_kg.items()},
        "fuel_g_per_tkm": {name: rounded(per_tkm(1000 * one)) for name, one in use.fuel_kg.items()},
        "electricity_kwh_per_km": rounded(per_km(electricity)),
        "g_per_km": _stages(use, per_km, gwp),
        "g_per_tkm": _stages(use, per_tkm, gwp),
    }


def _stages(use: EngineUse, share: Any, gwp: Sequence[GwpSet]) -> dict[str, Any]:  # noqa: ANN401
    """Return TTW by species, and TTW, WTT and WTW as CO2e under every GWP set."""
    species = {name: rounded(share(one)) for name, one in use.ttw_g.items()}
    supply = use.wtt_co2e_g
    found: dict[str, Any] = {
        "ttw": {**species, "co2e": rounded(share(use.ttw_co2e_g(gwp[0])))},
        "wtt": {"co2e": rounded(share(supply))},
        "wtw": {"co2e": rounded(share(use.ttw_co2e_g(gwp[0]) + supply))},
        "gwp": gwp[0].name,
    }
    for other in gwp[1:]:
        name = other.name.replace("-", "_").lower()
        found["ttw"][f"co2e_{name}"] = rounded(share(use.ttw_co2e_g(other)))
        found["wtw"][f"co2e_{name}"] = rounded(share(use.ttw_co2e_g(other) + supply))
    return found
