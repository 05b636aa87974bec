"""What energy of river stations saves in place of diesel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fleets import CarrierFactors, GwpSet
    from transport.stations.vessel_trips import VesselFlow


def avoided_kg_per_mj(
    flows: Sequence[VesselFlow], factors: Mapping[str, CarrierFactors], gwp: GwpSet
) -> dict[str, float]:
    """Return what a megajoule in place of diesel saves, by what stations sell.

    Parameters
    ----------
    flows : sequence of VesselFlow
        Voyages; those of classes that nobody sails on diesel are left out.
    factors : mapping of str to CarrierFactors
        Emission factors of the year.
    gwp : GwpSet
        Weights of CH4 and N2O.

    Returns
    -------
    dict of str to float
        kg CO2e well to wake, slip of gas engines included; below zero where diesel emits less.
    """
    own_mj: dict[str, float] = {}
    saved_g: dict[str, float] = {}
    diesel = factors["inland_diesel"].wtw_co2e_g_per_mj(gwp)
    for one in flows:
        if np.isnan(one.diesel_mj):
            continue
        saved = diesel * one.diesel_mj - factors[one.carrier].wtw_co2e_g_per_mj(gwp) * one.own_mj
        saved_g[one.sold_as] = saved_g.get(one.sold_as, 0.0) + one.per_day * saved
        own_mj[one.sold_as] = own_mj.get(one.sold_as, 0.0) + one.per_day * one.own_mj
    return {sold: saved_g[sold] / own / 1000 for sold, own in own_mj.items() if own > 0}
