"""Emissions of a year from energy by carrier."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from fleets import GREENHOUSE_GASES, SPECIES

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
        ``ch4_t``, ``n2o_t``, ``nox_t``, ``so2_t``, ``pm25_t``, ``bc_t``), well-to-tank tonnes of
        what is known by gas (``wtt_co2_t``, ``wtt_ch4_t``, ``wtt_n2o_t``) and kilotonnes of what
        is known as CO2e only (``wtt_held_co2e_kt``), ``ttw_co2e_kt``, ``wtt_co2e_kt`` and
        ``wtw_co2e_kt``.

    Raises
    ------
    KeyError
        If a carrier has no factors.
    """
    rows = []
    for (mode, carrier), energy in energy_mj.items():
        factor = factors[carrier]
        ttw_kt = energy * factor.ttw_co2e_g_per_mj(gwp) / 1e9
        wtt_kt = energy * factor.wtt_co2e_g_per_mj(gwp) / 1e9
        supply = factor.supply
        rows.append(
            {
                "mode": mode,
                "carrier": carrier,
                "energy_tj": energy / 1e6,
                **{f"{s}_t": energy * factor.ttw_g_per_mj[s] / 1e6 for s in SPECIES},
                **{f"wtt_{s}_t": energy * getattr(supply, s) / 1e6 for s in GREENHOUSE_GASES},
                "wtt_held_co2e_kt": energy * supply.held_co2e / 1e9,
                "ttw_co2e_kt": ttw_kt,
                "wtt_co2e_kt": wtt_kt,
                "wtw_co2e_kt": ttw_kt + wtt_kt,
            }
        )
    return pd.DataFrame(rows)


def restated(
    ledger: pd.DataFrame, factors: Mapping[str, CarrierFactors], gwp: GwpSet
) -> pd.DataFrame:
    """Return a ledger under other factors or another GWP set, with the same energy.

    Parameters
    ----------
    ledger : pandas.DataFrame
        Columns ``mode``, ``carrier`` and ``energy_tj``; several rows of one carrier are added.
    factors : mapping of str to CarrierFactors
        Factors by carrier.
    gwp : GwpSet
        Weights of CH4 and N2O.

    Returns
    -------
    pandas.DataFrame
        As :func:`emissions` gives it.
    """
    energy_tj = ledger.groupby(["mode", "carrier"], sort=False, observed=True)["energy_tj"].sum()
    pairs = [(str(mode), str(carrier)) for mode, carrier in energy_tj.index]
    energy_mj = dict(zip(pairs, (energy_tj * 1e6).tolist(), strict=True))
    return emissions(energy_mj, factors, gwp)
