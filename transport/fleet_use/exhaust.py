"""Exhaust of engines that a plan's fleets have, in place of that of today's."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeVar

from transport.fleet_use.stock_changes import CarrierExhaust

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from fleets import CarrierFactors

Amount = TypeVar("Amount", float, "NDArray[np.float64]")

EXHAUST: Final = ("nox", "pm25", "bc")
"""Species that follow the stage of an engine."""


def with_exhaust(
    factors: Mapping[str, CarrierFactors], changes: Sequence[object]
) -> dict[str, CarrierFactors]:
    """Return factors with the exhaust that changes give their carriers.

    Parameters
    ----------
    factors : mapping of str to CarrierFactors
        Factors by carrier.
    changes : sequence
        Changes of a plan; those of exhaust are looked at, and a later one wins.

    Returns
    -------
    dict of str to CarrierFactors
        All carriers.
    """
    found = dict(factors)
    for change in changes:
        if isinstance(change, CarrierExhaust):
            factor = found[change.carrier]
            exhaust = engine_exhaust(factor, change.nox_g_per_kg, change.pm25_g_per_kg)
            found[change.carrier] = replace(factor, ttw_g_per_mj={**factor.ttw_g_per_mj, **exhaust})
    return found


def engine_exhaust(
    factor: CarrierFactors, nox_g_per_kg: Amount, pm25_g_per_kg: Amount
) -> dict[str, Amount]:
    """Return what an engine emits of a megajoule, where NOx and particles of it are known.

    Parameters
    ----------
    factor : CarrierFactors
        Gives the heating value, and the share of black carbon in particles.
    nox_g_per_kg, pm25_g_per_kg : float or array
        Grams for a kilogram.

    Returns
    -------
    dict of str to float or array
        g/MJ of the species :data:`EXHAUST`.

    Examples
    --------
    >>> from fleets.factors import CarrierFactors, SupplyFactors
    >>> oil = CarrierFactors("oil", 40.0, {"pm25": 0.05, "bc": 0.02}, SupplyFactors())
    >>> engine_exhaust(oil, 20.0, 1.0)
    {'nox': 0.5, 'pm25': 0.025, 'bc': 0.01}
    """
    ttw = factor.ttw_g_per_mj
    nox, pm25 = nox_g_per_kg / factor.lhv_mj_per_kg, pm25_g_per_kg / factor.lhv_mj_per_kg
    known = ttw["pm25"] > 0
    carbon = ttw["bc"] * pm25 / ttw["pm25"] if known else 0.0 * pm25 + ttw["bc"]
    return {"nox": nox, "pm25": pm25, "bc": carbon}
