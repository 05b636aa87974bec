"""Changes of locomotive in the answer of ``landsea energy train``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fleets.energy_use import carrier_use
from scenarios.energy.land_inputs import CARRIER_OF_TRACTION
from scenarios.energy.shares import rounded

if TYPE_CHECKING:
    from fleets.energy_use import EnergyUse
    from scenarios.energy.land_inputs import LandInputs

_G_PER_KG = 1000.0


def change_use(passages: float, inputs: LandInputs, case: str = "central") -> EnergyUse:
    """Return what changes of locomotive burn.

    Parameters
    ----------
    passages : float
        Changes, those of empty trains included.
    inputs : LandInputs
        Cases of a change, and factors.
    case : str
        ``low``, ``central`` or ``high``.

    Returns
    -------
    EnergyUse
        Diesel of all of them.
    """
    mj = passages * inputs.changes[case].diesel_l * inputs.diesel_mj_per_l
    return carrier_use(inputs.carriers[CARRIER_OF_TRACTION["diesel"]], mj)


def change_answer(
    changes: int, empty_share: float, distance_km: float, inputs: LandInputs
) -> dict[str, Any]:
    """Return what changes on the way of a laden train take, with the range of the estimate.

    Parameters
    ----------
    changes : int
        Changes of the laden train.
    empty_share : float
        Share of the train's kilometres run empty; the empty train changes as well.
    distance_km : float
        Length of the way, which shares them in the numbers for a kilometre.
    inputs : LandInputs
        Cases of a change, and factors.

    Returns
    -------
    dict
        Hours of the laden train, litres, and kilograms of CO2e over 100 years.
    """
    passages = changes / (1 - empty_share)
    gwp, litres, wtw = inputs.gwp[0], {}, {}
    for case, one in inputs.changes.items():
        use = change_use(passages, inputs, case)
        litres[case] = rounded(passages * one.diesel_l)
        wtw[case] = rounded((use.ttw_co2e_g(gwp) + use.wtt_co2e_g(gwp)) / _G_PER_KG)
    central = change_use(passages, inputs)
    return {
        "changes": changes,
        "distance_km": distance_km,
        "hours": rounded(changes * inputs.changes["central"].hours),
        "diesel_l": litres,
        "ttw_co2e_kg": rounded(central.ttw_co2e_g(gwp) / _G_PER_KG),
        "wtw_co2e_kg": wtw,
        "confidence": "low",
    }
