"""The JSON of a shore-power study."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from scenarios.from_tables.shore_power import SEA
from transport.sizing.shore_balance import (
    break_even_grid_kg_per_kwh,
    break_even_share,
    saved_t,
)

if TYPE_CHECKING:
    from scenarios.shore_power.study import ShoreStudy
    from transport.sizing.shore_power import Option

PERCENTILES = (90, 95, 99)
_BECAUSE = {
    "percentile": "the load at the {percentile:g}th percentile of time, {load:,.0f} kW at the grid",
    "refused": "refusals: the next smaller size refuses more than {limit:.1%} of connections",
    "smallest": "the smallest standard size carries the load",
    "none": "no vessel connects",
}


def shore_answer(found: ShoreStudy) -> dict[str, Any]:
    """Return what a study comes to as JSON.

    Parameters
    ----------
    found : ShoreStudy
        The study.

    Returns
    -------
    dict
        The keys of the guide.
    """
    served, duration = found.served, found.duration
    energy_kwh = float(np.mean([one.grid.energy_kwh for one in served]))
    listed = found.source.listed
    answer: dict[str, Any] = {
        "port": {"place": found.port.place, "name": found.port.name_en, "water": found.port.water},
        "year": found.source.year,
        "calls": calls_of(found),
        "connected": mean_number([one.connected for one in served]),
        "eligible_h": float(np.mean([one.eligible_h for one in served])),
        "connected_h": float(np.mean([one.connected_h for one in served])),
        "peak_kw": {
            "mean": duration.mean_kw,
            **{f"p{one}": duration.percentile_kw(one) for one in PERCENTILES},
            "max": duration.highest_kw,
        },
        "simultaneous": {str(count): float(h) for count, h in enumerate(found.count_h.tolist())},
        "energy_mwh": energy_kwh / 1000,
        "recommended": _recommended(found),
        "options": [option_json(label, one) for label, one in found.options],
        "bill": _bill(found),
        "emissions_saved_t": saved_of(found),
        "break_even": break_even_of(found),
        "ship": ship_of(found),
        "annual_average_method": {
            "mean_kw": found.average.mean_kw,
            "transformer_mva": found.average.transformer_kva / 1000,
            "refused_share": found.average.refused_share,
            "share_of_time_above_mean": found.average.share_above,
        },
        "boilers_mwh": float(np.mean([one.boiler_kwh for one in served])) / 1000,
        "replications": len(served),
        "scaling": [
            {
                "cargo_type": one.cargo_type,
                "demand_mt": one.demand_mt,
                "port_mt": one.port_mt,
                "factor": one.factor,
                "growth": one.growth,
                "basis": one.basis,
            }
            for one in found.source.scaling
        ],
        "assumptions": assumptions_of(found),
        "warnings": warnings_of(found),
    }
    return answer if listed is None else {**answer, **listed.as_json()}


def mean_number(values: list[int]) -> int | float:
    """Return a mean; a whole one as a whole number.

    Examples
    --------
    >>> mean_number([2, 2]), mean_number([2, 3])
    (2, 2.5)
    """
    mean = float(np.mean(values))
    return int(mean) if mean.is_integer() else mean


def calls_of(found: ShoreStudy) -> int:
    """Return the calls of the period, those of drawn years rounded to whole ones."""
    counts = [int((one.berthed_h >= one.period_h[0]).sum()) for one in found.source.replications]
    return round(float(np.mean(counts)))


def because_of(found: ShoreStudy) -> str:
    """Say which bounds decided the size."""
    values = {
        "percentile": found.study.percentile,
        "load": found.found.load_kw,
        "limit": found.study.refused_limit_share,
    }
    decided = _BECAUSE[found.found.transformer_bound].format(**values)
    if found.found.transformer_bound == "none":
        return decided
    sockets = {
        "percentile": "vessels connected at one time at that percentile",
        "refused": "refusals",
        "smallest": "one socket is enough",
    }[found.found.socket_bound]
    return f"transformer: {decided}; sockets: {sockets}"


def _recommended(found: ShoreStudy) -> dict[str, Any]:
    """Return the recommended size."""
    size = found.found.size
    return {
        "sockets": size.sockets,
        "socket_kw": size.socket_kw,
        "transformer_mva": size.transformer_kva / 1000,
        "because": because_of(found),
        "bounds": {
            "sockets": found.found.socket_bound,
            "transformer": found.found.transformer_bound,
        },
    }


def option_json(label: str, one: Option) -> dict[str, Any]:
    """Return a size and what comes of it."""
    kwh = one.cost.vessel_kwh
    return {
        "label": label,
        "sockets": one.size.sockets,
        "socket_kw": one.size.socket_kw,
        "transformer_mva": one.size.transformer_kva / 1000,
        "refused_share": one.refused_share,
        "delayed_h_p95": one.delayed_h_p95,
        "utilisation": one.utilisation_share,
        "lcoe_cny_per_kwh": one.cost.cny_per_kwh,
        "capex_mcny": one.capex_cny / 1e6,
        "lcoe_parts_cny_per_kwh": {
            "capital": one.cost.capital_cny / kwh if kwh else None,
            "operation": one.cost.om_cny / kwh if kwh else None,
            "energy": one.cost.energy_cny / kwh if kwh else None,
            "demand": one.cost.demand_cny / kwh if kwh else None,
        },
    }


def _bill(found: ShoreStudy) -> dict[str, Any]:
    """Return the bill of the size that is paid for."""
    fee, efficiency = found.common.service_fee_cny_per_kwh, found.study.rule.efficiency_share
    months = found.paid.months
    direct = found.study.shaving.nothing
    kwh = found.paid.cost.vessel_kwh
    grid = sum(sum(one.kwh.values()) for one in months)
    by_month = [
        {
            "month": one.month,
            "kwh": sum(one.kwh.values()),
            "kwh_by_period": dict(one.kwh),
            "highest_kw": one.highest_kw,
            "energy_cny": one.energy_cny,
            "demand_cny": one.demand_cny,
            "demand_waived": one.waived,
            "service_cny": fee
            * sum(one.kwh.values())
            * (efficiency if direct else kwh / grid if grid else 0.0),
        }
        for one in months
    ]
    return {
        "energy_cny": found.paid.cost.energy_cny,
        "demand_cny": found.paid.cost.demand_cny,
        "service_cny": fee * kwh,
        "by_month": by_month,
        "basis": found.study.tariff.basis,
    }


def saved_of(found: ShoreStudy) -> dict[str, float]:
    """Return what is saved, in tonnes."""
    vessel = float(np.mean([one.vessel_kwh for one in found.served]))
    return saved_t(found.factors, vessel, vessel / found.study.rule.efficiency_share)


def break_even_of(found: ShoreStudy) -> dict[str, float | None]:
    """Return where the study turns: share, grid factor and fee."""
    cost = found.paid.cost
    fixed = cost.total_cny - cost.energy_cny
    fee = found.common.service_fee_cny_per_kwh
    share = break_even_share(found.asked_share, fixed, fee, cost.vessel_kwh)
    grid = break_even_grid_kg_per_kwh(found.factors, found.study.rule.efficiency_share)
    return {
        "fitted_share": share,
        "grid_kg_per_kwh": grid,
        "service_fee_cny_per_kwh": cost.fee_to_cover_cny_per_kwh,
    }


def ship_of(found: ShoreStudy) -> dict[str, float | None]:
    """Return what a kilowatt-hour costs a ship: of its own engines, and from the shore."""
    cost = found.paid.cost
    fuel = found.factors.auxiliary_fuel_g_per_kwh / 1000 * found.common.ship_fuel_cny_per_kg
    energy = cost.energy_cny / cost.vessel_kwh if cost.vessel_kwh else None
    fee = found.common.service_fee_cny_per_kwh
    return {
        "own_fuel_cny_per_kwh": fuel,
        "shore_price_cny_per_kwh": None if energy is None else energy + fee,
        "highest_fee_cny_per_kwh": None if energy is None else fuel - energy,
    }


def assumptions_of(found: ShoreStudy) -> dict[str, Any]:
    """Return the conventions that the numbers rest on."""
    rule = found.study.rule
    return {
        "threshold_h": rule.threshold_h,
        "connect_h": rule.connect_h,
        "disconnect_h": rule.disconnect_h,
        "efficiency_share": rule.efficiency_share,
        "auxiliary_g_per_kwh": {
            **found.factors.auxiliary_g_per_kwh,
            "co2e_wtw": found.factors.auxiliary_wtw_g_per_kwh,
            "fuel": found.factors.auxiliary_fuel_g_per_kwh,
        },
        "grid_g_per_kwh_at_meter": {
            "co2": found.factors.grid_co2_g_per_kwh,
            "co2e_wtw": found.factors.grid_wtw_g_per_kwh,
        },
        "power_factor_share": rule.power_factor_share,
        "fitted_share": found.study.share,
        "installed_share": found.own.installed_share,
        "period_start": found.source.start.isoformat(),
        "period_h": found.source.replications[0].period_h[1],
        "percentile": found.study.percentile,
        "refused_limit_share": found.study.refused_limit_share,
        "interest_rate": found.study.prices.interest_rate,
        "life_years": found.study.prices.life_years,
        "om_share": found.study.prices.om_share,
        "flat_price_cny_per_kwh": found.study.tariff.flat_cny_per_kwh,
        "demand_charge_cny_per_kw_month": found.study.tariff.demand_cny_per_kw_month,
        "capacity_charge_cny_per_kva_month": found.study.tariff.capacity_cny_per_kva_month,
        "service_fee_cny_per_kwh": found.common.service_fee_cny_per_kwh,
        "voltage": "6.6 kV" if found.port.water == SEA else "380 V",
        "eligible": "no liquid cargo, and a stay above threshold_h; eligible_h are whole stays",
        "connected_h": "stay less connect_h and disconnect_h, and less any wait for a socket",
        "energy": "energy_mwh is at the grid: load x connected hours / efficiency_share",
        "peak_kw": "load of the grid over the whole period, hours without vessels included",
        "known": "fitted and aux_kw of a list are never drawn; a vessel with fitted = yes connects",
        "limits": "sockets and transformer are unlimited unless given",
        "boilers": "go on burning and are not counted",
    }


def warnings_of(found: ShoreStudy) -> list[str]:
    """Return what a reader must know before using the numbers."""
    listed, request = found.source.listed, found.request
    said = ["plant prices, tariff and demand charges are estimates of low confidence"]
    chosen = dict(found.options).get("chosen")
    if chosen is not None and chosen.refused_share > found.study.refused_limit_share:
        said.append(
            f"the recommended size refuses {chosen.refused_share:.1%} of connections, more than "
            f"the limit, and no standard size does better: their load is above the largest socket "
            f"for these waters, {chosen.size.socket_kw:g} kW here, or the largest transformer"
        )
    if listed is None:
        said.append("calls are drawn from estimated cargo by type and an assumed mix of ships")
        if not any(one.published for one in found.source.scaling):
            said.append("no cargo of this port is published; calls cover the demand table alone")
        return said
    if request.year is not None and request.year != found.source.year:
        said.append(f"--year {request.year} is not used: the list is of {found.source.year}")
    stays = found.source.replications[0]
    span = float(stays.leaves_h.max() - stays.berthed_h.min()) / 24
    if span < _WHOLE_YEAR_DAYS:
        said.append(f"the list covers {span:.0f} days; the rest of the year counts without load")
    if listed.faults:
        said.append(f"{listed.rows_read - len(listed.frame)} faulty rows were left out")
    if listed.ignored:
        said.append(f"columns not used: {', '.join(listed.ignored)}")
    return said


_WHOLE_YEAR_DAYS = 330
