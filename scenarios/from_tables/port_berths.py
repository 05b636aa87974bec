"""Shore power of all ports in a year of a plan, for the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.from_tables.port_calls import call_classes, grown_cargo, port_scaling
from scenarios.from_tables.shore_power import (
    INLAND,
    SEA,
    Port,
    rule_of,
    shore_parameters,
    supply_factors_of,
    water_parameters,
)
from transport.changes import ShorePower
from transport.ledger.berth_power import BerthPower
from transport.ledger.port_calls import PortBerths, connected_h_mean, share_at

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    Frames = Mapping[str, pd.DataFrame]


def ports_of(tables: Frames) -> list[Port]:
    """Return the ports of the table ``port_cargo``."""
    places = {str(row["place_id"]): row for row in tables["places"].to_dict("records")}
    return [
        Port(
            name,
            str(places[name]["name_zh"]),
            str(places[name]["name_en"]),
            SEA if places[name]["kind"] == "sea_port" else INLAND,
        )
        for name in dict.fromkeys(str(one) for one in tables["port_cargo"]["place_id"])
    ]


def port_berths(
    tables: Frames, year: int, growth_case: str, changes: Sequence[object]
) -> tuple[PortBerths, ...]:
    """Return the calls of every port in a year, under the changes of a plan.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    year : int
        Calendar year.
    growth_case : str
        Growth of cargo.
    changes : sequence
        Changes of a plan; those of shore power are looked at.

    Returns
    -------
    tuple of PortBerths
        One for each port.
    """
    common = shore_parameters(tables)
    wanted, demand = _wanted(changes), grown_cargo(tables, year, growth_case)
    parameters = {water: water_parameters(tables, water) for water in (SEA, INLAND)}
    factors = {
        water: supply_factors_of(tables, water, year, own.auxiliary_sfc_g_per_kwh)
        for water, own in parameters.items()
    }
    found = []
    for port in ports_of(tables):
        own = parameters[port.water]
        rule = rule_of(own, common)
        scaling = port_scaling(tables, port, demand)
        classes = call_classes(tables, port, scaling, year, common)
        aux = sum(one.calls_per_year * one.stay_h * one.aux_kw for one in classes)
        movable = sum(
            one.calls_per_year * one.aux_kw * connected_h_mean(one.stay_h, common.stay_spread, rule)
            for one in classes
            if not one.liquid
        )
        found.append(
            PortBerths(
                port.place,
                aux,
                movable,
                share_at(port.place, own.connected_share, wanted),
                own.efficiency_share,
                factors[port.water],
            )
        )
    return tuple(found)


def berth_power(tables: Frames, changes: Sequence[object], lhv_mj_per_kg: float) -> BerthPower:
    """Return what shore power moves in the ledger of inland vessels.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    changes : sequence
        Changes of a plan.
    lhv_mj_per_kg : float
        Heating value of diesel of inland vessels.

    Returns
    -------
    BerthPower
        Nothing without a measure.
    """
    wanted = _wanted(changes)
    if not wanted:
        return BerthPower()
    own = water_parameters(tables, INLAND)
    sfc = tables["fleet_parameters"].set_index("parameter")["value"]["sfc_g_per_kwh"]
    more = {
        port.place: share_at(port.place, own.connected_share, wanted) - own.connected_share
        for port in ports_of(tables)
        if port.water == INLAND
    }
    return BerthPower(
        more,
        own.connect_h + own.disconnect_h,
        float(sfc) / 1000 * lhv_mj_per_kg,
        own.efficiency_share,
    )


def _wanted(changes: Sequence[object]) -> list[tuple[tuple[str, ...], float]]:
    """Return the ports and shares that the changes ask for."""
    return [(one.places, one.share) for one in changes if isinstance(one, ShorePower)]
