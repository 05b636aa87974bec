"""The page of a shore-power study: one self-contained HTML file in both languages."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from scenarios.display.numbers import MISSING, Unit, digits, percent, plain
from scenarios.display.pages import render_page
from scenarios.display.words import Text, as_text, word
from scenarios.from_tables.shore_power import SEA
from scenarios.report.charts import NARROW
from scenarios.report.tornado import Swing, tornado
from scenarios.shore_power.charts import (
    count_chart,
    duration_chart,
    heat_chart,
    line_chart,
    month_chart,
    power,
)
from scenarios.shore_power.page_rows import (
    assumption_rows,
    emission_rows,
    even_lines,
    faulty_rows,
    money,
    month_rows,
    option_rows,
    periods_of,
    scaling_rows,
    source_rows,
)
from transport.sizing.what_if import TRAFFIC

if TYPE_CHECKING:
    from markupsafe import Markup

    from scenarios.shore_power.study import ShoreStudy
    from scenarios.tables.reading import Tables
    from transport.sizing.what_if import CostSwing

_WIDE = 980.0
_PERCENT = 100


class Figure(NamedTuple):
    """A picture with its finding."""

    title: Text
    subtitle: Text
    picture: Markup


def shore_page(found: ShoreStudy, answer: dict[str, Any], tables: Tables) -> str:
    """Return the page of a study.

    Parameters
    ----------
    found : ShoreStudy
        The study.
    answer : dict
        Its JSON.
    tables : Tables
        Checked tables, for parameters and their sources.

    Returns
    -------
    str
        HTML that needs nothing else.
    """
    return render_page("scenarios.shore_power", "report.html", p=_parts(found, answer, tables))


def _parts(found: ShoreStudy, answer: dict[str, Any], tables: Tables) -> dict[str, Any]:
    """Return everything that the template puts in its places."""
    port = Text(found.port.name_zh, found.port.name_en)
    faulty = answer.get("faulty_rows", [])
    assumptions = assumption_rows(found, tables)
    return {
        "title": word("shore.name", port=port, year=found.source.year),
        "facts": _facts(found, answer, tables),
        "advice": _advice(found),
        "bound": _bound(found),
        "less": _less(found),
        "options": option_rows(found),
        "duration": _duration(found),
        "average": _average(found, answer),
        "saved": _saved(answer),
        "shares": _shares(found),
        "faulty": faulty_rows(faulty),
        "faulty_note": word("shore.rows.note", **answer["rows"]) if faulty else "",
        "pictures": [_count(found), _heat(found), _by_share(found), _by_traffic(found)],
        "bill": _bill(found, answer),
        "periods": [one for _, one in periods_of(found)],
        "kwh": as_text({"zh": "万千瓦时", "en": "MWh"}),
        "months": month_rows(found, answer),
        "emissions": emission_rows(found),
        "swings": _swings(found),
        "even": even_lines(answer),
        "studies": _studies(found, tables),
        "scaling": scaling_rows(found),
        "conventions": _conventions(found),
        "assumptions": assumptions,
        "sources": source_rows(tables, assumptions),
    }


def _facts(found: ShoreStudy, answer: dict[str, Any], tables: Tables) -> Text:
    """Return the grey line below the title."""
    common = {
        "runs": len(found.served),
        "seed": found.request.seed,
        "data": tables.digest,
        "date": dt.datetime.now(tz=dt.UTC).date().isoformat(),
    }
    if found.source.listed is None:
        calls = digits(answer["calls"], 0)
        return word("shore.facts.drawn", calls=calls, **common)
    return word("shore.facts.list", **answer["rows"], **common)


def _advice(found: ShoreStudy) -> Text:
    """Return the recommendation."""
    size = found.found.size
    if not size.sockets:
        return word("shore.advice.none")
    return word(
        "shore.advice",
        sockets=size.sockets,
        socket=power(size.socket_kw),
        voltage="6.6 kV" if found.port.water == SEA else "380 V",
        kva=digits(size.transformer_kva, 0),
        kw=power(size.transformer_kva * found.study.rule.power_factor_share),
    )


def _bound(found: ShoreStudy) -> Text:
    """Return what decided the transformer."""
    bound = found.found.transformer_bound
    if bound == "percentile":
        load = power(found.found.load_kw)
        return word("shore.bound.percentile", percent=f"{found.study.percentile:g}", load=load)
    if bound == "refused":
        return word("shore.bound.refused", limit=_share(found.study.refused_limit_share))
    return word("shore.bound.smallest") if bound == "smallest" else as_text("")


def _less(found: ShoreStudy) -> Text:
    """Return what one size less would mean."""
    less = next((one for name, one in found.options if name == "less"), None)
    if less is None:
        return as_text("")
    return word(
        "shore.less",
        sockets=less.size.sockets,
        kva=digits(less.size.transformer_kva, 0),
        refused=_share(less.refused_share),
        delay=plain(less.delayed_h_p95, 2),
    )


def _share(value: float) -> Text:
    """Return a share with one decimal below 20 %."""
    return percent(100 * value, 1 if value < 0.2 else 0)  # noqa: PLR2004 - as everywhere


def _duration(found: ShoreStudy) -> Figure:
    """Return the load duration curve."""
    load = power(found.duration.percentile_kw(found.study.percentile))
    title = word("shore.ldc.title", percent=f"{found.study.percentile:g}", load=load)
    return Figure(title, word("shore.ldc.sub"), duration_chart(found, title))


def _average(found: ShoreStudy, answer: dict[str, Any]) -> Text:
    """Return what annual averages give, and what they miss."""
    energy = answer["energy_mwh"]
    zh = f"{plain(energy / 10, 3)}万千瓦时"
    en = f"{plain(energy / 1000, 3)}\u00a0GWh" if energy >= 1000 else f"{plain(energy, 3)}\u00a0MWh"  # noqa: PLR2004
    return word(
        "shore.average",
        energy=Text(zh, en),
        mean=power(found.average.mean_kw),
        kva=digits(found.average.transformer_kva, 0),
        refused=_share(found.average.refused_share),
        p99=power(found.duration.percentile_kw(99)),
        top=power(found.duration.highest_kw),
        above=_share(found.average.share_above),
    )


def _saved(answer: dict[str, Any]) -> Text:
    """Return what is saved."""
    saved = answer["emissions_saved_t"]
    return word(
        "shore.saved",
        co2=plain(saved["co2"], 3),
        wtw=plain(saved["co2e_wtw"], 3),
        nox=plain(saved["nox"], 3),
        pm=plain(saved["pm25"], 2),
        so2=plain(saved["so2"], 2),
    )


def _shares(found: ShoreStudy) -> Text:
    """Return the share used beside the one installed."""
    installed = found.own.installed_share
    return word(
        "shore.shares",
        asked=_share(found.asked_share),
        share=_share(found.study.share),
        installed=_share(installed),
        load=power(found.by_share[installed]),
    )


def _count(found: ShoreStudy) -> Figure:
    """Return the histogram of vessels connected at one time."""
    title = word("shore.count.title", most=len(found.count_h) - 1)
    return Figure(title, word("shore.count.sub"), count_chart(found, title))


def _heat(found: ShoreStudy) -> Figure:
    """Return the mean load by month and hour."""
    month, hour = np.unravel_index(int(found.heat_kw.argmax()), found.heat_kw.shape)
    title = word(
        "shore.heat.title",
        month=int(month) + 1,
        hour=int(hour),
        load=power(float(found.heat_kw.max())),
    )
    return Figure(title, word("shore.heat.sub"), heat_chart(found, title))


def _by_share(found: ShoreStudy) -> Figure:
    """Return the load by share of vessels that connect."""
    share, installed = found.asked_share, found.own.installed_share
    if found.source.listed is None:
        share = found.study.share
    used = found.by_share[share]
    title = word(
        "shore.share.title",
        low=_share(share),
        first=power(used),
        last=power(found.by_share[1.0]),
    )
    picture = line_chart(
        list(found.by_share.items()),
        [(share, used), (installed, found.by_share[installed])],
        word("shore.axis.share"),
        ((0, 0.25, 0.5, 0.75, 1), ("0", "25%", "50%", "75%", "100%")),
        title,
    )
    return Figure(title, word("shore.share.sub"), picture)


def _by_traffic(found: ShoreStudy) -> Figure:
    """Return the load by traffic."""
    title = word("shore.traffic.title", load=power(found.by_traffic[-1]))
    now = found.by_traffic[TRAFFIC.index(1.0)]
    picture = line_chart(
        list(zip(TRAFFIC, found.by_traffic, strict=True)),
        [(1.0, now)],
        word("shore.axis.traffic"),
        ((0, 0.5, 1, 1.5, 2), ("0", "0.5", "1", "1.5", "2")),
        title,
    )
    return Figure(title, word("shore.traffic.sub"), picture)


def _bill(found: ShoreStudy, answer: dict[str, Any]) -> Figure:
    """Return the bills of the months."""
    bill = answer["bill"]
    title = word(
        "shore.bill.title",
        energy=money(bill["energy_cny"]),
        power=money(bill["demand_cny"]),
        fee=money(bill["service_cny"]),
    )
    return Figure(title, word("shore.bill.sub"), month_chart(found, title))


def _swings(found: ShoreStudy) -> dict[str, Markup] | None:
    """Return the tornado, for a screen and for a phone."""
    if not found.swings:
        return None
    names = {
        "share": word("shore.swing.share"),
        "load": word("shore.swing.load"),
        "price": word("shore.swing.price"),
        "charge": word("shore.swing.charge"),
        "efficiency": word("shore.swing.efficiency"),
        "capex": word("shore.swing.capex"),
        "om": word("shore.swing.om"),
        "life": word("shore.swing.life"),
        "interest": word("shore.swing.interest"),
    }
    rows = [
        Swing(
            names[one.name] + _ends(found, one),
            one.low_cny_per_kwh,
            one.high_cny_per_kwh,
        )
        for one in found.swings
    ]
    unit = Unit("元/千瓦时", "CNY/kWh", 0, 0)
    title, central = word("shore.swing.title"), found.paid.cost.cny_per_kwh
    return {
        "wide": tornado(rows, central, unit, _WIDE, title, change=False),
        "narrow": tornado(rows, central, unit, NARROW, title, change=False),
    }


def _ends(found: ShoreStudy, swing: CostSwing) -> Text:
    """Return both ends of a range in brackets, with their unit."""
    power = Text("千瓦", "kW") if found.study.tariff.basis == "demand" else as_text("kVA")
    units = {
        "price": Text("元/千瓦时", "\u00a0CNY/kWh"),
        "charge": Text("元/", "\u00a0CNY/") + power + Text("·月", " month"),
        "life": Text("年", "\u00a0years"),
    }
    factor = 1 if swing.name in units else _PERCENT
    unit = units.get(swing.name, as_text("\u202f%"))
    span = f"{plain(factor * swing.low_value, 3)}–{plain(factor * swing.high_value, 3)}"
    return Text("（", " (") + span + unit + Text("）", ")")


def _studies(found: ShoreStudy, tables: Tables) -> Text:
    """Return a published study beside this one."""
    counts = [int(one.eligible(found.study.rule).sum()) for one in found.source.replications]
    hours = found.source.replications[0].period_h[1]
    mean = float(np.mean(counts))
    interval = plain(hours / mean, 2) if mean else MISSING
    rows = {str(row["entry_id"]): row for row in tables["shore_power_studies"].to_dict("records")}
    close, far = rows["dalian-close"], rows["dalian-far"]
    low, high = close["low_kw"] / 1000, close["high_kw"] / 1000
    return word(
        "shore.studies",
        interval=interval,
        load=power(found.by_share[1.0]),
        close=_span(close["from_h"], close["to_h"]),
        far=_span(far["from_h"], far["to_h"]),
        more=Text(f"{low:g}至{high:g}兆瓦", f"{low:g} to {high:g}\u00a0MW"),
        less=power(far["high_kw"]),
    )


def _span(low: float, high: float) -> Text:
    """Return both ends of a range in a sentence."""
    return Text(f"{low:g}至{high:g}", f"{low:g} to {high:g}")


def _conventions(found: ShoreStudy) -> Text:
    """Return the conventions of the numbers."""
    rule = found.study.rule
    return word(
        "shore.conventions",
        threshold=f"{rule.threshold_h:g}",
        connect=f"{rule.connect_h:g}",
        disconnect=f"{rule.disconnect_h:g}",
        efficiency=f"{rule.efficiency_share:g}",
        factor=f"{rule.power_factor_share:g}",
    )
