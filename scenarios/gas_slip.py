"""Methane slip of a year: that of the gas engines at the loads they run at."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fleets import gas_fuel, with_slip
from transport.assignment import assign, service_kt
from transport.ledger.energy import slip_shares
from transport.voyages import route_kt, voyage_flows

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from transport.annual import YearModel


def with_engine_slip(model: YearModel, tables: Mapping[str, pd.DataFrame]) -> YearModel:
    """Return a year whose gas carriers slip as their engines do.

    Slip falls with load, so the share depends on who sails where. It is taken once, at the waits
    the year starts from, so that every replication, chain element and other weighing of gases
    rests on the same factors.

    Parameters
    ----------
    model : YearModel
        The year with the slip of the table ``carriers``.
    tables : mapping of str to pandas.DataFrame
        Checked tables.

    Returns
    -------
    YearModel
        The same model where no engine slips.
    """
    if not any(route.energy.slipped_mj.any() for route in model.skims.routes.values()):
        return model
    choice = assign(model.market, model.skims, model.start_delay_h, model.base_cost_cny_per_t)
    cargo = route_kt(model.skims, service_kt(model.market, choice, len(model.skims.services)))
    slips = slip_shares(voyage_flows(cargo, model.skims.routes), model.skims.routes)
    used = tables["carriers"].set_index("carrier")["fuel_id"]
    fuels = {str(row["fuel_id"]): row for row in tables["fuel_factors"].to_dict("records")}
    changed = {
        name: with_slip(model.factors[name], gas_fuel(fuels[str(used[name])]), share)
        for name, share in slips.items()
    }
    return replace(model, factors={**model.factors, **changed})
