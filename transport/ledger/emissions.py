"""Emissions of a year from energy by carrier."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from fleets import SPECIES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fleets import CarrierFactors, GwpSet


def emissions(
    energy_mj: Mapping[tuple[str, str], float],
    factors: Mapping[str, CarrierFactors],
    gwp: GwpSet,
) -> pd.DataFrame:
    """Return emissions by mode and carrier.

    Parameters
    ----------
    energy_mj : mapping
        Energy of the year by mode and carrier.
    factors : mapping of str to CarrierFactors
        Factors by carrier.
    gwp : GwpSet
        Weights of CH4 and N2O.

    Returns
    -------
    pandas.DataFrame
        ``mode``, ``carrier``, ``energy_tj``, tank-to-wheel tonnes of each species (``co2_t``,
        ``ch4_t``, ``n2o_t``, ``nox_t``, ``so2_t``, ``pm25_t``), ``ttw_co2e_kt``, ``wtt_co2e_kt``
        and ``wtw_co2e_kt``.

    Raises
    ------
    KeyError
        If a carrier has no factors.
    """
    rows = []
    for (mode, carrier), energy in energy_mj.items():
        factor = factors[carrier]
        ttw_kt = energy * factor.ttw_co2e_g_per_mj(gwp) / 1e9
        wtt_kt = energy * factor.wtt_co2e_g_per_mj / 1e9
        rows.append(
            {
                "mode": mode,
                "carrier": carrier,
                "energy_tj": energy / 1e6,
                **{f"{s}_t": energy * factor.ttw_g_per_mj[s] / 1e6 for s in SPECIES},
                "ttw_co2e_kt": ttw_kt,
                "wtt_co2e_kt": wtt_kt,
                "wtw_co2e_kt": ttw_kt + wtt_kt,
            }
        )
    return pd.DataFrame(rows)
