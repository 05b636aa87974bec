"""Gas of inland vessels, and what of it slips, by what the vessels do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from transport.inland.voyages import VoyageFlow
    from transport.inland.water_routes import InlandFleet, WaterRoute
    from transport.skims import LockDirection

WAITING = "waiting"
"""At locks and berths, on hotel load."""


def gas_by_state(
    flows: Sequence[VoyageFlow],
    routes: Mapping[str, WaterRoute],
    fleet: InlandFleet,
    delay_h: Mapping[LockDirection, float],
) -> pd.DataFrame:
    """Return the energy of a year and the gas that leaves engines unburnt, by carrier and state.

    Parameters
    ----------
    flows : sequence of VoyageFlow
        Laden and empty voyages of the year.
    routes : mapping of str to WaterRoute
        Routes by name.
    fleet : InlandFleet
        Hours at berth.
    delay_h : mapping of LockDirection to float
        Hours at each lock and direction.

    Returns
    -------
    pandas.DataFrame
        ``carrier``, ``state`` (``laden``, ``ballast`` or ``waiting``), ``energy_mj`` and
        ``slipped_mj``; carriers that do not slip are left out.
    """
    total: dict[tuple[str, str], np.ndarray] = {}
    for flow in flows:
        route, voyages = routes[flow.route], flow.voyages_per_year
        state = "laden" if flow.laden else "ballast"
        sailed = [route.energy.sail_mj[state].sum(axis=1), route.energy.slipped_mj[state]]
        lock_h = sum(delay_h[call.lock, call.direction] for call in route.lock_calls)
        still_h = np.full(len(route.shares), float(lock_h))
        if flow.laden:
            still_h += [2 * fleet.classes[name].berth_h for name in route.class_share]
        idle = [route.energy.idle_mj_per_h, route.energy.idle_slipped_mj_per_h]
        for name, pair in (
            (state, [route.shares @ one for one in sailed]),
            (WAITING, [(route.shares * still_h) @ one for one in idle]),
        ):
            for carrier, values in zip(route.energy.carriers, np.transpose(pair), strict=True):
                key = (carrier, name)
                total[key] = total.get(key, np.zeros(2)) + voyages * values
    slips = {carrier for (carrier, _), (_, lost) in total.items() if lost > 0}
    rows = [(*key, *values.tolist()) for key, values in total.items() if key[0] in slips]
    return pd.DataFrame(rows, columns=["carrier", "state", "energy_mj", "slipped_mj"])


def slip_shares(gas: pd.DataFrame) -> dict[str, float]:
    """Return the share of gas that slips by carrier, over all that vessels do.

    Parameters
    ----------
    gas : pandas.DataFrame
        As :func:`gas_by_state` gives it.

    Returns
    -------
    dict of str to float
        Empty without gas.
    """
    sums = gas.groupby("carrier")[["energy_mj", "slipped_mj"]].sum()
    shares = sums["slipped_mj"] / sums["energy_mj"]
    return {str(name): float(share) for name, share in shares.items()}
