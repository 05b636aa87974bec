"""Exhaust of engines that a plan's fleets have, in place of that of today's."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from transport.changes import CarrierExhaust

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fleets import CarrierFactors


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
            nox, pm25 = (
                grams / factor.lhv_mj_per_kg
                for grams in (change.nox_g_per_kg, change.pm25_g_per_kg)
            )
            ttw = factor.ttw_g_per_mj
            carbon = ttw["bc"] * pm25 / ttw["pm25"] if ttw["pm25"] > 0 else ttw["bc"]
            exhaust = {**ttw, "nox": nox, "pm25": pm25, "bc": carbon}
            found[change.carrier] = replace(factor, ttw_g_per_mj=exhaust)
    return found
