"""Rows and lines of the page of a shore-power study."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from scenarios.display.numbers import MISSING, TILDE, digits, percent, plain
from scenarios.display.words import Text, as_text, word
from scenarios.from_tables.shore_power import INLAND, SEA
from scenarios.report.appendix import DOTS
from scenarios.shore_power.charts import power
from transport.sizing.shore_balance import SPECIES

if TYPE_CHECKING:
    from scenarios.shore_power.study import ShoreStudy
    from scenarios.tables.reading import Tables

_NAMES = {
    "co2": Text("二氧化碳", "CO2"),
    "nox": Text("氮氧化物", "NOx"),
    "pm25": Text("PM2.5", "PM2.5"),
    "so2": Text("二氧化硫", "SO2"),
}
_G_PER_T = 1e6
_TABLE = "shore_power_parameters"
_SOURCE_TABLES = ("networks_sources", "fleets_sources", "transport_sources")
_ALSO = ("peng-2018",)


class Row(NamedTuple):
    """A row of a table: its name and its cells."""

    name: Text
    cells: list[Text | str]
    label: str = ""
    month: str = ""


class AssumptionRow(NamedTuple):
    """A parameter with its range and sources."""

    name: str
    value: str
    span: str
    unit: str
    meaning: str
    sources: list[str]
    dots: str


def money(cny: float) -> Text:
    r"""Return an amount of money.

    Examples
    --------
    >>> money(31_000_000.0).zh, money(31_000_000.0).en
    ('3100万元', '31\xa0m CNY')
    """
    if math.isnan(cny):
        return as_text(MISSING)
    return Text(f"{plain(cny / 1e4, 3)}万元", f"{plain(cny / 1e6, 3)}\u00a0m CNY")


def faulty_rows(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows that were left out, with reason and remedy in both languages."""
    zh = {
        "calls.row": word("shore.fault.row"),
        "calls.empty": word("shore.fault.empty"),
        "calls.type": word("shore.fault.type"),
        "calls.time": word("shore.fault.time"),
        "calls.order": word("shore.fault.order"),
        "calls.value": word("shore.fault.value"),
        "calls.size": word("shore.fault.size"),
        "calls.twice": word("shore.fault.twice"),
        "calls.overlap": word("shore.fault.overlap"),
    }
    return [
        {
            "row": row["row"],
            "reason": Text(
                "；".join(zh[one].zh for one in row["codes"]), "; ".join(row["reasons"])
            ),
            "remedy": word("shore.fault.remedy"),
            "text": row["text"],
        }
        for row in rows
    ]


def option_rows(found: ShoreStudy) -> list[Row]:
    """Return the options, one row each."""
    names = {
        "less": word("shore.option.less"),
        "chosen": word("shore.option.chosen"),
        "more": word("shore.option.more"),
        "given": word("shore.option.given"),
    }
    rows = []
    for label, one in found.options:
        kw = power(one.size.transformer_kva * found.study.rule.power_factor_share)
        kva = f"{digits(one.size.transformer_kva, 0)} kVA"
        cost = plain(one.cost.cny_per_kwh, 3)
        cells: list[Text | str] = [
            f"{one.size.sockets}",
            Text(f"{kva}（{kw.zh}）", f"{kva} ({kw.en})"),
            percent(100 * one.refused_share, 1),
            Text(f"{plain(one.delayed_h_p95, 2)}小时", f"{plain(one.delayed_h_p95, 2)}\u00a0h"),
            percent(100 * one.utilisation_share, 0),
            money(one.capex_cny),
            Text(f"{cost}元", f"{cost}\u00a0CNY"),
        ]
        rows.append(Row(names[label], cells, label))
    return rows


def periods_of(found: ShoreStudy) -> list[tuple[str, Text]]:
    """Return the periods of the tariff that the bills name."""
    names = {
        "valley": word("shore.period.valley"),
        "flat": word("shore.period.flat"),
        "peak": word("shore.period.peak"),
        "critical": word("shore.period.critical"),
    }
    used = {name for one in found.paid.months for name in one.kwh}
    return [(name, text) for name, text in names.items() if name in used]


def month_rows(found: ShoreStudy, answer: dict[str, Any]) -> list[Row]:
    """Return the bill of each month."""
    fees = [one["service_cny"] for one in answer["bill"]["by_month"]]
    rows = []
    for one, fee in zip(found.paid.months, fees, strict=True):
        kwh = [one.kwh.get(name, 0.0) for name, _ in periods_of(found)]
        cells: list[Text | str] = [
            Text(plain(value / 1e4, 3), plain(value / 1e3, 3)) for value in kwh
        ]
        charge = word("shore.waived") if one.waived else money(one.demand_cny)
        cells += [power(one.highest_kw), money(one.energy_cny), charge, money(fee)]
        rows.append(Row(as_text(one.month), cells, month=one.month))
    return rows


def emission_rows(found: ShoreStudy) -> list[Row]:
    """Return what is avoided in the port and added by the grid, by pollutant."""
    vessel = float(np.mean([one.vessel_kwh for one in found.served]))
    grid = vessel / found.study.rule.efficiency_share
    rows = []
    for name in SPECIES:
        local = found.factors.auxiliary_g_per_kwh[name] * vessel / _G_PER_T
        known = name == "co2"
        added = found.factors.grid_co2_g_per_kwh * grid / _G_PER_T if known else 0.0
        cells: list[Text | str] = [
            _tonnes(local),
            _tonnes(added) if known else MISSING,
            _tonnes(local - added),
        ]
        rows.append(Row(_NAMES[name], cells))
    whole = found.factors.auxiliary_wtw_g_per_kwh * vessel / _G_PER_T
    added = found.factors.grid_wtw_g_per_kwh * grid / _G_PER_T
    name_wtw = Text("二氧化碳当量（全周期）", "CO2e well to wake")
    rows.append(Row(name_wtw, [_tonnes(whole), _tonnes(added), _tonnes(whole - added)]))
    return rows


def _tonnes(value: float) -> Text:
    """Return tonnes."""
    shown = plain(value, 3)
    return Text(f"{shown}吨", f"{shown}\u00a0t")


def even_lines(answer: dict[str, Any]) -> list[Text]:
    """Return where the study turns, a sentence each."""
    even, ship = answer["break_even"], answer["ship"]
    share = even["fitted_share"]
    lines = [
        word("shore.even.never")
        if math.isnan(share)
        else word("shore.even.share", share=percent(100 * share, 1)),
        word(
            "shore.even.grid",
            grid=plain(even["grid_kg_per_kwh"], 3),
            now=plain(answer["assumptions"]["grid_g_per_kwh_at_meter"]["co2"] / 1000, 3),
        ),
        word(
            "shore.even.fee",
            fee=plain(even["service_fee_cny_per_kwh"], 3),
            used=plain(answer["assumptions"]["service_fee_cny_per_kwh"], 3),
        ),
    ]
    if ship["shore_price_cny_per_kwh"] is not None:
        lines.append(
            word(
                "shore.even.ship",
                own=plain(ship["own_fuel_cny_per_kwh"], 3),
                shore=plain(ship["shore_price_cny_per_kwh"], 3),
                most=plain(ship["highest_fee_cny_per_kwh"], 3),
            )
        )
    return lines


def scaling_rows(found: ShoreStudy) -> list[Row]:
    """Return how drawn calls follow from cargo."""
    names = {
        "container": word("shore.cargo.container"),
        "dry_bulk": word("shore.cargo.dry_bulk"),
        "general": word("shore.cargo.general"),
        "liquid": word("shore.cargo.liquid"),
    }
    return [
        Row(
            names[one.cargo_type],
            [
                _cargo(one.port_mt),
                _cargo(one.demand_mt),
                plain(one.factor, 2),
                plain(one.growth, 3),
            ],
        )
        for one in found.source.scaling
    ]


def _cargo(mt: float) -> Text:
    """Return million tonnes."""
    return Text(f"{plain(mt * 100, 3)}万吨", f"{plain(mt, 3)}\u00a0Mt")


def assumption_rows(found: ShoreStudy, tables: Tables) -> list[AssumptionRow]:
    """Return the parameters that hold for the port, with ranges and sources."""
    other = INLAND if found.port.water == SEA else SEA
    rows = []
    for row in tables[_TABLE].to_dict("records"):
        if str(row["parameter"]).startswith(f"{other}_"):
            continue
        rows.append(
            AssumptionRow(
                str(row["parameter"]),
                plain(row["value"]),
                f"{plain(row['low'])}{TILDE}{plain(row['high'])}",
                str(row["unit"]),
                str(row["meaning"]),
                str(row["source"]).split(";"),
                DOTS[str(row["confidence"])],
            )
        )
    return rows


def source_rows(tables: Tables, assumptions: list[AssumptionRow]) -> list[dict[str, Any]]:
    """Return the sources that the page names."""
    wanted = {one for row in assumptions for one in row.sources} | set(_ALSO)
    return [
        {str(key): value for key, value in row.items()}
        for name in _SOURCE_TABLES
        for row in tables[name].to_dict("records")
        if row["source_id"] in wanted
    ]
