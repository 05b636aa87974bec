"""Methane slip of a year: that of the gas engines at the loads they run at."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from fleets import gas_fuel, with_slip
from transport.inland.voyages import voyage_flows
from transport.ledger.gas_slip import gas_by_state, slip_shares
from transport.mode_choice.assignment import assign, service_kt

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from transport.year_model import YearModel


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
    routes = model.skims.routes
    if not any(route.energy.slipped_mj["laden"].any() for route in routes.values()):
        return model
    choice = assign(model.market, model.skims, model.start_delay_h, model.base_cost_cny_per_t)
    cargo = model.skims.route_kt(service_kt(model.market, choice, len(model.skims.services)))
    flows = voyage_flows(cargo, routes, model.empty_vessel_factor)
    delay = dict(zip(model.skims.lock_directions, model.start_delay_h.tolist(), strict=False))
    gas = gas_by_state(flows, routes, model.fleet, delay)
    used = tables["carriers"].set_index("carrier")["fuel_id"]
    fuels = {str(row["fuel_id"]): row for row in tables["fuel_factors"].to_dict("records")}
    changed = {
        name: with_slip(model.factors[name], gas_fuel(fuels[str(used[name])]), share)
        for name, share in slip_shares(gas).items()
    }
    return replace(model, factors={**model.factors, **changed}, gas=gas)


def slip_ends(tables: Mapping[str, pd.DataFrame], fuel_id: str) -> tuple[float, float]:
    """Return the low and high end of the engines' slip over the value that is used."""
    engines = tables["marine_engines"]
    of_fuel = engines[(engines["fuel_id"] == fuel_id) & engines["slip_share"].notna()]
    if of_fuel.empty:
        return 1.0, 1.0
    row = of_fuel.iloc[0]
    low, high = (float(row[f"slip_{end}_share"] / row["slip_share"]) for end in ("low", "high"))
    return low, high


def slip_json(tables: Mapping[str, pd.DataFrame], model: YearModel) -> list[dict[str, Any]]:
    """Return how much gas a year's vessels burn and lose in what they do.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    model : YearModel
        The year.

    Returns
    -------
    list of dict
        ``carrier``, ``state``, ``gas_share`` (of the carrier's energy), ``slip_percent`` of the
        fuel's mass with ``slip_low_percent`` and ``slip_high_percent``, in proportion to the range
        of the engines; empty without gas.
    """
    if model.gas is None:
        return []
    used = tables["carriers"].set_index("carrier")["fuel_id"]
    whole = model.gas.groupby("carrier")["energy_mj"].sum()
    rows = []
    for row in model.gas.to_dict("records"):
        if row["energy_mj"] > 0:
            slip = 100 * float(row["slipped_mj"] / row["energy_mj"])
            low, high = slip_ends(tables, str(used[row["carrier"]]))
            rows.append(
                {
                    "carrier": row["carrier"],
                    "state": row["state"],
                    "gas_share": float(row["energy_mj"] / whole[row["carrier"]]),
                    "slip_percent": slip,
                    "slip_low_percent": low * slip,
                    "slip_high_percent": high * slip,
                }
            )
    return rows
