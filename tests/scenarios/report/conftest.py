"""A believable invented comparison on the shipped network, for the tests of the report."""

from __future__ import annotations

import zlib

import numpy as np
import pandas as pd
import pytest

from scenarios.base_year.report import BaseReport
from scenarios.base_year.screenlines import COLUMNS as SCREENLINES
from scenarios.comparison.choice_sensitivity import COLUMNS
from scenarios.comparison.comparison import Comparison
from scenarios.display.words import MODES
from scenarios.tables.reading import Tables, read_tables

HOSTILE = '<script>alert("x")</script>'
SOURCE = "cns-changzhou-2023"
LOCKS = ("changzhou", "guiping", "guigang", "xijin", "datengxia", "honghua", "laokou", "madao")


@pytest.fixture(scope="session")
def tables() -> Tables:
    """Return the shipped tables."""
    return read_tables()


def _headline_row(
    name: tuple[str, str, str],
    unit: str,
    levels: tuple[float, float],
    half_percent: float,
    mark: str = "modelled",
) -> dict[str, object]:
    base, plan = levels
    variable, mode, place = name
    change = plan - base
    half = base * half_percent / 100
    return {
        "variable": variable,
        "mode": mode,
        "place": place,
        "unit": unit,
        "base_mean": base,
        "plan_mean": plan,
        "change_mean": change,
        "change_low": change - half,
        "change_high": change + half,
        "percent_mean": 100 * change / base,
        "percent_low": 100 * (change - half) / base,
        "percent_high": 100 * (change + half) / base,
        "mark": mark,
        "decided": abs(change) > half,
    }


def _headline(plan: str, year: int, factor: float) -> list[dict[str, object]]:
    rows = [
        _headline_row(("wtw_co2e", "all", ""), "kt", (28400, 28400 - 1720 * factor), 1.3),
        _headline_row(("ttw_co2e", "all", ""), "kt", (22900, 22900 - 1450 * factor), 1.3),
        _headline_row(("nox", "all", ""), "t", (382e3, 382e3 - 16e3 * factor), 1.8, "estimate"),
        _headline_row(("so2", "all", ""), "t", (8400, 8400 - 20 * factor), 1.8, "estimate"),
        _headline_row(("pm25", "all", ""), "t", (9700, 9700 - 300 * factor), 1.8, "estimate"),
        _headline_row(
            ("cost", "all", ""), "CNY", (190.5e9, 190.5e9 - 3.4e9 * factor), 2.1, "estimate"
        ),
        _headline_row(("activity", "all", ""), "tkm", (426e9, 426e9 + 3e9 * factor), 0.5),
        _headline_row(
            ("wait", "all", "changzhou"), "h", (27.6, 27.6 - 16.3 * factor), 10, "checked"
        ),
    ]
    for mode, base, change in zip(
        MODES, (124e9, 64e9, 149e9, 89e9), (-12e9, -4e9, 22e9, -3e9), strict=True
    ):
        rows.append(
            _headline_row(("activity", mode, ""), "tkm", (base, base + change * factor), 3.5)
        )
    return [{"plan": plan, "year": year, **row} for row in rows]


def _modes(plan: str, year: int, factor: float) -> list[dict[str, object]]:
    work = np.array([124e9, 64e9, 149e9, 89e9]) + factor * np.array([-12e9, -4e9, 22e9, -3e9])
    return [
        {"plan": plan, "year": year, "mode": mode, "kt": tkm / 4e5, "tkm": tkm}
        for mode, tkm in zip(MODES, work, strict=True)
    ]


def _flows(tables: Tables, plan: str, year: int, factor: float) -> list[dict[str, object]]:
    gains = {"road": -9.0, "rail": -1.5, "inland_water": 24.0, "sea": 1.2}
    keys = {"road": "road_no", "rail": "line_name_en", "inland_water": "river", "sea": "route"}
    names = {"road": "road_links", "rail": "rail_links", "inland_water": "waterway_links"}
    names["sea"] = "sea_links"
    found: list[dict[str, object]] = []
    for mode, name in names.items():
        table = tables[name]
        for link, line in zip(table["link_id"], table[keys[mode]], strict=True):
            share = (zlib.crc32(str(line).encode()) % 1000 / 1000) ** 3
            kt = 3e4 + 1e3 * gains[mode] * factor * share
            found.append({"plan": plan, "year": year, "mode": mode, "link_id": link, "kt": kt})
    return found


NOBODY_FIRST = {
    "vessels_first": 0.0,
    "wait_first_h_mean": np.nan,
    "wait_rest_h_mean": np.nan,
    "reckoned_cut_share": np.nan,
}


def called_first(lock: str, mean_h: float) -> dict[str, float]:
    """A plan that calls clean vessels first, of which one lock in the table has none."""
    if lock == LOCKS[2]:
        return NOBODY_FIRST | {"reckoned_cut_share": 0.3}
    waits = {"wait_first_h_mean": mean_h * 0.75, "wait_rest_h_mean": mean_h * 1.25}
    vessels = 4100.0 if lock == LOCKS[0] else 8200.0
    return {"vessels_first": vessels, **waits, "reckoned_cut_share": 0.3}


def _locks(plan: str, year: int, factor: float) -> list[dict[str, object]]:
    waits = (27.6, 9.1, 6.2, 4.4, 3.9, 1.1, 0.4, 0.2)
    used = (0.97, 0.88, 0.84, 0.71, 0.66, 0.31, 0.22, 0.05)
    found: list[dict[str, object]] = []
    for lock, wait, share in zip(LOCKS, waits, used, strict=True):
        mean = wait * (1 - 0.59 * factor) if lock == "changzhou" else wait * (1 + 0.4 * factor)
        found.append(
            {
                "plan": plan,
                "year": year,
                "lock": lock,
                "vessels": 41000.0,
                "lockages": 9100.0,
                "cargo_mt": 160.0 * share,
                "wait_h_mean": mean,
                "wait_h_low": mean * 0.9,
                "wait_h_high": mean * 1.1,
                "wait_h_other": mean * 0.6,
                "wait_h_p95": mean * 3.1,
                **(called_first(lock, mean) if plan == "water-first" else NOBODY_FIRST),
                "utilisation_share": share * (0.8 if lock == "changzhou" else 1.12) ** factor,
            }
        )
    return found


def _moves(plan: str, year: int, factor: float) -> list[dict[str, object]]:
    ends = [("GGG", "GZH"), ("FCG", "KMG"), ("CZO", "ZHJ"), ("NNG", "HKG")]
    cases = [
        (("inland_water", "rail_water"), ("inland_water", "inland_water"), "waiting"),
        (("rail", "rail"), ("rail", "water_rail"), "money"),
        (("unserved", "unserved"), ("inland_water", "inland_water"), "served"),
        (("road", "road"), ("inland_water", "river_sea"), "new_service"),
    ]
    found: list[dict[str, object]] = []
    for n in range(12):
        (before, after, cause), (origin, destination) = cases[n % 4], ends[n % 4]
        levels = [np.nan if one[0] == "unserved" else 290.8 for one in (before, after)]
        known = cause in ("waiting", "money")
        changes = {
            f"{end}_{part}_change_cny_per_t": change if known else np.nan
            for end, values in (("from", (-2.0, -6.0, 0.0)), ("to", (-3.2, -6.01, -17.19)))
            for part, change in zip(("money", "time", "waiting"), values, strict=True)
        }
        row = {"plan": plan, "year": year, "origin": origin, "destination": destination}
        row |= {"commodity": "general_container", "kt": 42.155 * factor / (n + 1), "cause": cause}
        row |= {"from_mode": before[0], "from_service": before[1]}
        row |= {"to_mode": after[0], "to_service": after[1]}
        row |= {"from_cost_cny_per_t": levels[0], "to_cost_cny_per_t": levels[1]}
        found.append(row | changes)
    return found


def _growth(plan: str, year: int, factor: float) -> list[dict[str, object]]:
    return [
        {
            "plan": plan,
            "year": year,
            "growth_case": case,
            "base_kt": base,
            "plan_kt": base - 1720 * factor * share,
            "change_kt": -1720 * factor * share,
            "change_percent": -172000 * factor * share / base,
        }
        for case, base, share in (
            ("low", 25100.0, 0.7),
            ("central", 28400.0, 1.0),
            ("high", 33000.0, 1.5),
        )
    ]


def _choice(plan: str, year: int, factor: float) -> list[dict[str, object]]:
    """Return cases whose widest parameter is the prior share."""
    cases = [
        ("central", "central", 1.0),
        *(("cost_coefficient", end, share) for end, share in (("low", 0.8), ("high", 1.3))),
        *(("nest_scale", end, share) for end, share in (("low", 0.95), ("high", 1.02))),
        *(("prior_share", end, share) for end, share in (("low", 0.6), ("high", 2.1))),
        *(("demand_elasticity", end, 1.0) for end in ("low", "high")),
        *(("value_of_time", end, share) for end, share in (("low", 1.1), ("high", 0.9))),
    ]
    rows = []
    for parameter, end, share in cases:
        row: dict[str, object] = dict.fromkeys(COLUMNS, 0.001 * factor * share)
        row |= {"plan": plan, "year": year, "parameter": parameter, "end": end}
        row |= {"wtw_co2e_change_kt": -1720 * factor * share}
        row |= {"wtw_co2e_change_percent": -6.1 * factor * share}
        rows.append(row)
    return rows


def _assumptions(tables: Tables) -> pd.DataFrame:
    found = []
    for name, column, label, unit in (
        ("freight_costs", "value", "item", "unit"),
        ("fuel_factors", "ttw_co2_g_per_mj", "fuel_id", ""),
        ("vessel_classes", "dwt_t", "class_id", ""),
        ("energy_intensity", "value", "entry_id", "unit"),
    ):
        found += [
            {
                "table": name,
                "name": row[label],
                "value": row[column],
                "low": row.get("value_low", np.nan),
                "high": row.get("value_high", np.nan),
                "unit": row[unit] if unit else "",
                "meaning": f"{column} of {row[label]}",
                "source": row["source"],
                "confidence": row["confidence"],
            }
            for row in tables[name].to_dict("records")
        ]
    return pd.DataFrame(found)


def _observed() -> pd.DataFrame:
    rows = [
        ("changzhou", "lock_cargo", 2024, 180.0, 176.4, "Mt", -2.0, True),
        ("guigang", "lock_cargo", 2024, 96.0, 104.1, "Mt", 8.4, False),
        ("datengxia", "lock_cargo", 2024, 42.1, 35.9, "Mt", -14.7, False),
        ("changzhou", "wait_year_with_outages", 2024, 24.0, 27.6, "h", 15.0, False),
    ]
    names = (
        "place",
        "variable",
        "year",
        "published",
        "modelled",
        "unit",
        "error_percent",
        "fitted",
    )
    table = pd.DataFrame(rows, columns=list(names))
    table["source"] = "cns-changzhou-2023"
    return table


def _freight_rates() -> pd.DataFrame:
    known: dict[str, object] = {
        "gathered_low": 0.03,
        "gathered": 0.045,
        "gathered_high": 0.06,
        "year": 2024,
    }
    known |= {"difference_percent": 33.0, "inside": True, "explanation": "slack seasons"}
    known |= {"source": "gk-freight-costs", "confidence": "low"}
    none: dict[str, object] = dict.fromkeys(known, np.nan)
    none |= {"explanation": "", "source": "", "confidence": ""}
    shared = {"mode": "inland_water", "unit": "CNY/t km", "haul_km": 567.0, "modelled": 0.05988}
    return pd.DataFrame(
        [
            shared | {"cargo": "river_bulk_down"} | known,
            shared | {"cargo": "river_bulk_up"} | none,
        ]
    )


def _base_year() -> BaseReport:
    """Return a base year of one commodity, two screenlines and one elasticity."""
    lock = dict.fromkeys(SCREENLINES) | {
        "kind": "lock",
        "place": "guigang",
        "direction": "both",
        "variable": "lock_cargo",
        "unit": "Mt",
        "modelled": 104.1,
        "published": 96.0,
        "year": 2024,
        "error_percent": 8.4,
        "fitted": False,
        "explanation": "",
        "source": SOURCE,
    }
    port = {
        **lock,
        "kind": "port",
        "place": "WZH",
        "variable": "cargo",
        "modelled": 3.9,
        "published": 70.0,
        "error_percent": -94.4,
        "explanation": "no river haul",
    }
    link = {**lock, "kind": "rail", "place": "L13", "published": np.nan}
    own = {"commodity": "coal", "kt": 51_000.0}
    answers = [
        {**own, "main_mode": one, "cost_mode": one, "elasticity": value, "shift_elasticity": value}
        for one, value in (("rail", -0.21), ("inland_water", -0.04))
    ]
    gathered = {
        "elasticity": "own",
        "main_mode": "rail",
        "cost_mode": "rail",
        "cargo": "coal and ore",
        "low": -0.8,
        "high": -0.2,
        "modelled": -0.21,
        "source": "gk-mode-choice",
    }
    fuel = {
        "variable": "fuel_per_tkm",
        "unit": "g/tkm",
        "modelled": 3.4,
        "low": 2.0,
        "high": 5.0,
        "explanation": "all fuel",
        "source": "gk-waterway-practice",
    }
    haul = {
        "mode": "rail",
        "cargo": "container",
        "unit": "MJ/tkm",
        "modelled": 0.098,
        "table": 0.067,
        "low": 0.054,
        "high": 0.085,
        "deviation_percent": 46.0,
        "explanation": "boxes weigh",
        "source": "gk-net-electric-rail",
    }
    modes = [{"mode": mode, "kt": 1e5, "tkm": 5e10} for mode in MODES]
    return BaseReport(
        observed=_observed(),
        freight_rates=_freight_rates(),
        modes=pd.DataFrame(modes),
        commodities=pd.DataFrame([{**own, "main_mode": "rail", "tkm": 1e9}]),
        screenlines=pd.DataFrame([lock, port, link]),
        elasticities=pd.DataFrame(answers),
        gathered=pd.DataFrame([gathered]),
        vessel_fuel=pd.DataFrame([fuel]),
        hauls=pd.DataFrame([haul]),
        alternatives=pd.DataFrame([{**own, "share": 0.25}]),
        queue={},
    )


def _canal() -> pd.DataFrame:
    shared = {"source": "luo-chun-2024", "confidence": "medium"}
    rows = [("coal", 3.8689, 4.723, 4.182, 22.1, "an estimate"), ("all", 95.5, 13.7, 9.1, -86, "")]
    names = ["cargo", "published_mt", "modelled_mt", "overseas_mt", "error_percent", "explanation"]
    return pd.DataFrame(rows, columns=names).assign(year=2030, low_mt=2.6, high_mt=6.8, **shared)


def _measures(plans: dict[str, float]) -> pd.DataFrame:
    rows = [
        {
            "plan": plan,
            "group": group,
            "kind": kind,
            "opens": opens,
            "what": what,
            "capex_cny": capex,
            "article": article,
        }
        for plan in plans
        for group, kind, opens, what, capex, article in (
            (
                "water-shift",
                "lock-line",
                2029,
                "Changzhou line 5: 340 x 34 x 5.8 m",
                5.0e9,
                "(十四)",
            ),
            ("water-shift", "fairway-depth", 2028, "Guigang to Nanning 4.1 m", 2.2e9, "(十四)"),
            ("terminals", "handling", 2027, HOSTILE, np.nan, ""),
        )
    ]
    return pd.DataFrame(rows)


def _limit(plan: str, year: int, factor: float) -> dict[str, object]:
    """A full rail section, invented."""
    return {
        "plan": plan,
        "year": year,
        "kind": "rail_section",
        "place": "QZH",
        "mode": "rail",
        "direction": "NNG",
        "flow_mt": 33.0 - factor,
        "capacity_mt": 33.7,
        "use_share": (33.0 - factor) / 33.7,
        "delay_h": 10.8,
        "shadow_h": 0.0,
        "unserved_mt": 0.07,
        "scaled": True,
    }


def make_comparison(
    tables: Tables, plans: dict[str, float], years: tuple[int, ...], title: str = "水运优先"
) -> Comparison:
    """Return an invented comparison of plans that do more or less of the same."""
    every = {"reference": 0.0, **plans}
    pairs = [(plan, year, share) for plan, share in every.items() for year in years]
    titles = {"reference": {"zh": "参考方案", "en": "Reference"}}
    for index, plan in enumerate(plans):
        suffix = "" if index == 0 else f" {index + 1}"
        titles[plan] = {
            "zh": title + suffix,
            "en": ("Water first" if title == "水运优先" else title) + suffix,
        }
    return Comparison(
        summary={},
        titles=titles,
        headline=pd.DataFrame([r for p, y, f in pairs if p in plans for r in _headline(p, y, f)]),
        modes=pd.DataFrame([r for p, y, f in pairs for r in _modes(p, y, f)]),
        link_flows=pd.DataFrame([r for p, y, f in pairs for r in _flows(tables, p, y, f)]),
        locks=pd.DataFrame([r for p, y, f in pairs for r in _locks(p, y, f)]),
        limits=pd.DataFrame([_limit(p, y, f) for p, y, f in pairs]),
        moves=pd.DataFrame([r for p, y, f in pairs if p in plans for r in _moves(p, y, f)]),
        growth=pd.DataFrame([r for p, y, f in pairs if p in plans for r in _growth(p, y, f)]),
        choice=pd.DataFrame([r for p, y, f in pairs if p in plans for r in _choice(p, y, f)]),
        observed=_observed(),
        freight_rates=_freight_rates(),
        base_year=_base_year(),
        canal=_canal(),
        assumptions=_assumptions(tables),
        measures=_measures(plans),
        queue={
            "dwt_t": 3300.0,
            "cargo_t": 3102.0,
            "vessel_cny_per_t": 0.0806,
            "cny_per_t": {"sand_gravel": 0.0856, "fruit_cold_chain": 12.0806},
        },
        warnings=tuple(
            {
                "plan": plan,
                "year": year,
                "place": "guiping",
                "kind": "lock-utilisation",
                "value": 0.986,
                "limit": 0.9,
            }
            for plan, year, factor in pairs
            if factor
        ),
        tables=tables,
        manifest={
            "run_date": "2026-11-22",
            "seed": 1,
            "replications": 5,
            "versions": {"landsea": "0.1.0", "simpy": "4.1.1"},
            "rounds": 6,
        },
        results=pd.DataFrame(),
    )


@pytest.fixture(scope="session")
def comparison(tables: Tables) -> Comparison:
    """Return one plan against the reference in one year."""
    return make_comparison(tables, {"water-first": 1.0}, (2030,))


@pytest.fixture(scope="session")
def large(tables: Tables) -> Comparison:
    """Return two plans against the reference in two years."""
    return make_comparison(tables, {"water-first": 1.0, "less": 0.2}, (2030, 2035))


@pytest.fixture(scope="session")
def hostile(tables: Tables) -> Comparison:
    """Return a plan whose title tries to break out of the page."""
    return make_comparison(tables, {"water-first": 1.0}, (2030,), HOSTILE)
