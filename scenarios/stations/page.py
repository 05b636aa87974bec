"""The page of stations: what they can carry, where queues stand, and what the grid delivers.

One file of HTML that needs nothing else, in Chinese and English. From top to bottom: the finding,
the queues of the week, warnings, stations with long waits, the map, expressways and gaps (roads
alone), power over the day where any is taken, the busiest stations, and what all of it rests on.
Numbers are means over the replications; an interval of 95 % stands in brackets where its ends
differ as they are shown. A dash means that a column does not apply: power of a pump, packs of a
charger, vessels held.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scenarios.display.numbers import MISSING, percent
from scenarios.display.pages import render_page
from scenarios.display.words import Text, as_text, word
from scenarios.stations.answer import busiest_stations
from scenarios.stations.coverage_map import coverage_map
from scenarios.stations.hour_chart import hour_chart
from scenarios.stations.long_waits import SHOWN, long_rows
from scenarios.stations.replications import ENDS
from scenarios.stations.sold import sold_word
from transport.stations.sites import ELECTRIC

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from scenarios.stations.answer import StationsAnswer
    from transport.stations.service_areas import ServiceArea

_BUSIEST, _CORRIDORS = 20, 14


def stations_page(
    answer: StationsAnswer,
    tables: Mapping[str, pd.DataFrame],
    areas: Mapping[str, tuple[ServiceArea, ...]],
    title: Text,
) -> str:
    """Return the page of an answer.

    Parameters
    ----------
    answer : StationsAnswer
        What was found.
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    areas : mapping of str to tuple of ServiceArea
        Service areas by link; none on the river.
    title : Text
        Title of the plan.

    Returns
    -------
    str
        HTML that needs nothing else.
    """
    finding = _finding(answer)
    power_kw = answer.hours_kw.sum(axis=0).tolist()
    parts = {
        "title": word(
            "stations.title.road" if answer.facts["mode"] == "road" else "stations.title.river",
            plan=title,
            year=answer.facts["year"],
        ),
        "facts": word(
            "stations.facts",
            weeks=answer.facts["replications"],
            interval=word(
                "stations.facts.interval"
                if answer.facts["replications"] > 1
                else "stations.facts.single"
            ),
            seed=answer.facts["seed"],
            data=answer.facts["data"][:8],
        ),
        "finding": finding,
        "others": _others(answer),
        "heads": _heads(answer),
        "queue": _queue(answer),
        "warnings": answer.warnings,
        "long": _long_rows(answer),
        "map": coverage_map(answer, tables, areas, finding),
        "chart": hour_chart(power_kw) if any(power_kw) else None,
        "fuel": _has_fuel(answer),
        "corridors": _corridor_rows(answer),
        "gaps": _gap_rows(answer),
        "stations": _station_rows(answer),
        "assumptions": answer.assumptions,
    }
    return render_page("scenarios.stations", "report.html", p=parts)


def _number(value: float, decimals: int = 1) -> str:
    """Return a number, or a dash where there is none."""
    return f"{value:,.{decimals}f}".replace(",", "\u202f") if value == value else MISSING  # noqa: PLR0124


def _percent(share: float) -> Text:
    """Return a share in percent."""
    return percent(100 * share, 0)


def _finding(answer: StationsAnswer) -> Text:
    """Return the answer in a sentence."""
    total = answer.totals
    if answer.facts["mode"] != "road":
        return _river_finding(total)
    return word(
        "stations.finding.road",
        trucks=_trucks(str(answer.facts["powertrain"])),
        share=_percent(total["coverable_share_of_trips"]),
        km=_percent(total["coverable_share_of_km"]),
        energy=_number(total["energy_mwh_per_day"], 0),
        peak=_number(total["peak_mw"], 0),
    )


def _river_finding(total: Mapping[str, Any]) -> Text:
    """Return the answer in a sentence: electricity, LNG or both, whatever is taken."""
    stations = _number(total["stations_used"], 0)
    energy, lng = (_number(total[name], 0) for name in ("energy_mwh_per_day", "lng_t_per_day"))
    if total["lng_t_per_day"] > 0 and not total["energy_mwh_per_day"]:
        return word("stations.finding.river.lng", stations=stations, lng=lng)
    if total["energy_mwh_per_day"] > 0 and not total["lng_t_per_day"]:
        return word("stations.finding.river.electric", stations=stations, energy=energy)
    return word("stations.finding.river", stations=stations, energy=energy, lng=lng)


def _others(answer: StationsAnswer) -> Text | None:
    """Return what trucks with other powertrains could make."""
    shares = answer.facts.get("coverable_share_of_trips_by_powertrain", {})
    named = [
        Text(f"{_trucks(name).zh} {_percent(share).zh}", f"{_trucks(name).en} {_percent(share).en}")
        for name, share in shares.items()
        if name != answer.facts["powertrain"]
    ]
    if not named:
        return None
    joined = Text("、".join(one.zh for one in named), ", ".join(one.en for one in named))
    return word("stations.others", named=joined)


def _heads(answer: StationsAnswer) -> dict[str, Text]:
    """Return the titles of the tables of one kind of trucks."""
    if answer.facts["mode"] != "road":
        return {}
    trucks = _trucks(str(answer.facts["powertrain"]))
    return {
        "corridors": word("stations.section.corridors", trucks=trucks),
        "gaps": word("stations.section.gaps", trucks=trucks),
    }


def _trucks(powertrain: str) -> Text:
    """Return the word for trucks with a powertrain; its id where the table has another one."""
    words = {
        "battery": word("stations.truck.battery"),
        "swap": word("stations.truck.swap"),
        "lng": word("stations.truck.lng"),
        "fuel-cell": word("stations.truck.fuel_cell"),
    }
    return words.get(powertrain, as_text(powertrain))


def _queue(answer: StationsAnswer) -> Text:
    """Return what queues there were."""
    total = answer.totals
    return word(
        "stations.queue",
        stops=_number(total["stops"], 0),
        mean=_with_ends(total, "wait_mean_min"),
        late=_with_ends(total, "wait_p95_min"),
        diverted=_number(total["diverted"], 0),
        stranded=_number(total["stranded"], 0),
    )


def _long_rows(answer: StationsAnswer) -> list[list[Any]]:
    """Return the rows of the stations with the longest waits."""
    return [
        [
            _name(row),
            _number(row["wait_mean_min"]),
            _number(row["wait_p95_min"]),
            f"{row['units']:.0f} / {row['units_needed']}",
            f"{row['packs_missing']}" if row["sells"] == "swap" else MISSING,
            _number(row["held_per_week"], 0) if answer.facts["mode"] == "road" else MISSING,
        ]
        for row in long_rows(answer.stations, answer.facts["target_wait_min"])[:SHOWN]
    ]


def _corridor_rows(answer: StationsAnswer) -> list[list[Any]]:
    """Return the rows of expressways."""
    return [
        [
            row["name"],
            _number(row["length_km"], 0),
            f"{row['equipped_areas']} / {row['areas']}",
            _number(row["trips_per_day"], 0),
            _percent(row["coverable_share"]),
            _number(row["longest_gap_km"], 0) if row["longest_gap_km"] > 0 else MISSING,
        ]
        for row in answer.corridors.head(_CORRIDORS).to_dict("records")
    ]


def _gap_rows(answer: StationsAnswer) -> list[list[Any]]:
    """Return the rows of ranges that gape."""
    return [
        [
            Text(f"{row['from_zh']}—{row['to_zh']}", f"{row['from_en']} – {row['to_en']}"),
            _number(row["gap_km"], 0),
            _number(row["trips_per_day"], 0),
        ]
        for row in answer.gaps.to_dict("records")
    ]


def _station_rows(answer: StationsAnswer) -> list[list[Any]]:
    """Return the rows of the busiest stations."""
    if answer.stations.empty:
        return []
    return [
        [
            _name(row),
            _number(row["arrivals_per_day"]),
            _with_ends(row, "wait_mean_min"),
            _with_ends(row, "wait_p95_min"),
            _percent(row["utilisation"]),
            f"{row['units']:.0f} / {row['units_needed']}",
            f"{row['packs']:.0f} / {row['packs_needed']}" if row["packs"] else MISSING,
            *_power(row),
            *([_fuel(row)] if _has_fuel(answer) else []),
        ]
        for row in busiest_stations(answer.stations, _BUSIEST).to_dict("records")
    ]


def _has_fuel(answer: StationsAnswer) -> bool:
    """Tell whether any station sells a fuel."""
    return not set(answer.stations["sells"]) <= set(ELECTRIC)


def _fuel(row: Mapping[Any, Any]) -> str:
    """Return the fuel of a station; chargers have none."""
    return MISSING if row["sells"] in ELECTRIC else _number(row["amount_per_day"] / 1000)


def _power(row: Mapping[Any, Any]) -> list[str]:
    """Return peak, energy and cost of the site of a station; pumps take no power."""
    if row["sells"] not in ELECTRIC:
        return [MISSING] * 3
    return [
        _with_ends(row, "peak_kw", 0),
        _number(row["energy_kwh_per_day"] / 1000),
        _number(row["lcoe_cny_per_kwh"], 2),
    ]


def _with_ends(row: Mapping[Any, Any], name: str, decimals: int = 1) -> str:
    """Return a number with its interval where there is one."""
    text = _number(row[name], decimals)
    low, high = (row.get(f"{name}_{end}", float("nan")) for end in ENDS)
    ends = [_number(one, decimals) for one in (low, high)]
    return text if ends[0] == ends[1] else f"{text} ({ends[0]}–{ends[1]})"


def _name(row: Mapping[Any, Any]) -> Text:
    """Return the name of a station: its place, on the road with its side, and what it sells."""
    sold = sold_word(str(row["sells"]))
    return Text(f"{row['place_zh']} {sold.zh}", f"{row['place_en']} {sold.en}")
