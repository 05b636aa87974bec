"""Cargo that starts at a quay of the demand table but comes from overseas.

A stated part is carried back to a zone overseas, so that it can come in by another coast. The
account of the corridor begins at the quay all the same: tonne-km, energy, emissions and cost of
the ocean leg, with discharge of the ship, stand apart.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from networks import start_overseas

if TYPE_CHECKING:
    from collections.abc import Collection

    from fleets import CarrierFactors, GwpSet
    from transport.parameters import TransportParameters
    from transport.skims import ServiceSkims

QUAY = "quay"
"""Column of the place where the demand table starts."""

OCEAN_CARRIER = "marine_fuel"


def split_overseas(
    demand: pd.DataFrame, shares: pd.DataFrame, quays: Collection[str] | None = None
) -> pd.DataFrame:
    """Carry part of the demand back to zones overseas.

    Parameters
    ----------
    demand : pandas.DataFrame
        Table ``demand``.
    shares : pandas.DataFrame
        Table ``overseas_shares``: ``control_group``, ``commodity``, ``zone`` and ``share``.
    quays : collection of str, optional
        Origins that ships from overseas call at; cargo of others stays where it starts. Without
        it, every origin.

    Returns
    -------
    pandas.DataFrame
        The same tonnes with a column ``quay``, the origin of the demand table; ``origin`` is the
        zone for that quay where cargo comes from overseas. Parts without tonnes are left out.

    Raises
    ------
    ValueError
        If the shares of a control group and commodity sum to more than one.

    Examples
    --------
    >>> demand = pd.DataFrame({"origin": ["Quay"], "destination": ["Mill"], "commodity": ["ore"],
    ...                        "control_group": ["up"], "kt": [10.0]})
    >>> shares = pd.DataFrame({"control_group": ["up"], "commodity": ["ore"], "zone": ["Far"],
    ...                        "share": [0.75]})
    >>> split_overseas(demand, shares)[["quay", "origin", "kt"]].values.tolist()
    [['Quay', 'Quay', 2.5], ['Quay', 'Far@Quay', 7.5]]
    """
    keys = ["control_group", "commodity"]
    total = shares.groupby(keys)["share"].sum()
    if (total > 1 + 1e-9).any():
        wrong = {key: value for key, value in total.items() if value > 1}
        msg = f"Shares from overseas sum to more than one: {wrong}. Lower them."
        raise ValueError(msg)
    part = dict(total.items())
    found = [part.get(key, 0.0) for key in zip(*(demand[key] for key in keys), strict=True)]
    calls = np.full(len(demand), fill_value=True)
    if quays is not None:
        calls = demand["origin"].isin(quays).to_numpy()
    at_quay = 1 - np.where(calls, np.array(found, dtype=float), 0.0)
    rows = demand.assign(**{QUAY: demand["origin"]})
    near = rows.assign(kt=rows["kt"] * at_quay)[at_quay > 0]
    joined = rows[calls].merge(shares[[*keys, "zone", "share"]], on=keys, how="inner")
    pairs = zip(joined["zone"], joined[QUAY], strict=True)
    starts = [start_overseas(str(zone), str(quay)) for zone, quay in pairs]
    far = joined.assign(origin=starts, kt=joined["kt"] * joined["share"])
    return pd.concat([near, far[list(rows.columns)][far["kt"] > 0]], ignore_index=True)


def ocean_totals(
    skims: ServiceSkims,
    kt_by_service: np.ndarray,
    parameters: TransportParameters,
    factors: CarrierFactors,
    gwp: GwpSet,
) -> dict[str, float]:
    """Return what lies beyond the quay: ocean legs, outside the account of the corridor.

    Parameters
    ----------
    skims : ServiceSkims
        Services.
    kt_by_service : numpy.ndarray
        Cargo of each service.
    parameters : TransportParameters
        Energy of a tonne-km on the ocean.
    factors : CarrierFactors
        Of marine fuel.
    gwp : GwpSet
        Weights of CH4 and N2O.

    Returns
    -------
    dict of str to float
        ``ocean_mt``, ``ocean_tkm``, ``ocean_cost_mcny`` (freight and discharge) and
        ``ocean_wtw_co2e_kt``.
    """
    kt = np.where(skims.ocean_km > 0, kt_by_service, 0.0)
    tkm = 1000 * math.fsum((kt * skims.ocean_km).tolist())
    co2e_g = tkm * parameters.ocean_mj_per_tkm * factors.wtw_co2e_g_per_mj(gwp)
    return {
        "ocean_mt": math.fsum(kt.tolist()) / 1000,
        "ocean_tkm": tkm,
        "ocean_cost_mcny": math.fsum((kt * skims.ocean_cny_per_t).tolist()) / 1000,
        "ocean_wtw_co2e_kt": co2e_g / 1e9,
    }
