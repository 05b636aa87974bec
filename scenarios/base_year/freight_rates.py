"""Freight rates that the model builds beside those that were gathered: a check, nothing is fitted.

Nearly all gathered rates are general knowledge that nobody has verified.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from networks import Link
from scenarios.display.words import word, words
from scenarios.inputs import groups_of
from transport.built_rates import built_rate, downbound, whole_hauls
from transport.commodity_groups import rail_cny_per_t

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scenarios.inputs import Base
    from scenarios.study.runs import Study
    from transport.built_rates import BuiltRate
    from transport.year_model import YearModel

COLUMNS = [
    *("mode", "cargo", "unit", "haul_km", "modelled", "modelled_low", "modelled_high"),
    *("gathered_low", "gathered", "gathered_high", "year", "difference_percent", "inside"),
    *("explanation", "source", "confidence"),
]
_BULK = ("low_value_bulk", "bulk", "semi_bulk")
_TKM, _TEU_KM, _TEU, _BOX = "CNY/t km", "CNY/TEU km", "CNY/TEU", "CNY/box"


LARGE_PERCENT = 20.0
"""Differences from the gathered value above this are explained."""


class _Gathered(NamedTuple):
    """Where a gathered rate stands in the table ``freight_costs``."""

    item: str
    mode: str


_ROAD = (
    ("road_bulk", _BULK, _Gathered("freight_rate", "road bulk (heavy truck)")),
    ("road_container", ("container",), _Gathered("freight_rate", "road container or general")),
    ("road_high_value", ("high_value",), _Gathered("freight_rate", "road reefer")),
)
_DRAYAGE = (30.0, 60.0, _Gathered("drayage", "last mile truck 30 km"))
_WAGON_LIST = (800.0, _Gathered("freight_rate", "rail wagonload class 4, 600-1000 km list price"))
_COAL_QUOTE = _Gathered(
    "freight_rate_example", "rail coal 417 km wagonload, line haul incl. fund and electrification"
)
_BOX_LIST = (
    1450.0,
    _Gathered("freight_rate", "rail 20 ft container, 1450 km Chongqing-Qinzhou list"),
)
_RIVER_BULK = _Gathered("freight_rate", "inland waterway bulk downstream")
_RIVER_BOX = _Gathered("freight_rate", "inland waterway container")
_FEEDER = _Gathered("freight_rate", "coastal/ASEAN feeder")


def freight_rates(
    tables: Mapping[str, pd.DataFrame], base: Base, model: YearModel, kt_by_service: np.ndarray
) -> pd.DataFrame:
    """Hold built rates against gathered ones.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    base : Base
        The base year, for its groups and parameters.
    model : YearModel
        The base year's model.
    kt_by_service : numpy.ndarray
        Cargo of each service.

    Returns
    -------
    pandas.DataFrame
        :data:`COLUMNS`; ``modelled_low`` and ``modelled_high`` leave a tenth of the tonne-km on
        either side, ``inside`` tells whether the mean is within the gathered range, empty where
        a single value was gathered or none.
    """
    costs = tables["freight_costs"].set_index(["item", "mode"])
    rows = [
        *_road_rows(base, model, kt_by_service),
        *_rail_rows(tables, base),
        *_water_rows(tables, model, kt_by_service),
        _row("sea", "sea_feeder", _TKM, base.parameters.sea_rate_cny_per_tkm) | {"at": _FEEDER},
    ]
    return pd.DataFrame([_held(row, costs) for row in rows], columns=COLUMNS)


def rates_of_study(study: Study) -> pd.DataFrame:
    """Hold the rates of a study's first plan and year against gathered ones.

    Parameters
    ----------
    study : Study
        Plans run over years.

    Returns
    -------
    pandas.DataFrame
        As :func:`freight_rates` gives it.
    """
    plan, year = study.plans[0].name, study.settings.years[0]
    kt = np.mean([run.kt_by_service for run in study.runs(plan, year)], axis=0)
    return freight_rates(study.tables, study.base, study.models[plan, year], kt)


def _road_rows(base: Base, model: YearModel, kt: np.ndarray) -> Iterator[dict[str, Any]]:
    """Hauls by truck from door to door, and a short one with a box."""
    skims, delay_h = model.skims, model.start_delay_h
    for cargo, groups, gathered in _ROAD:
        of = whole_hauls(skims, "road", groups)
        rate = built_rate(skims, kt, delay_h, "road", of)
        yield _of_rate("road", cargo, _TKM, rate) | {"at": gathered}
    km, speed_kmh, gathered = _DRAYAGE
    truck = base.groups["container"].haulage
    money = truck.loading_cny + truck.link_cny(Link("", "", "", "road", km, speed_kmh))
    yield _row("road", "drayage", _TEU, money, km) | {"at": gathered}


def _rail_rows(tables: Mapping[str, pd.DataFrame], base: Base) -> Iterator[dict[str, Any]]:
    """Tariffs at the length of the gathered ones, and what is left after the discount."""
    full = replace(base.parameters, rail_container_discount_share=0.0, rail_bulk_discount_share=0.0)
    listed = groups_of(tables, full)
    km, gathered = _WAGON_LIST
    money = rail_cny_per_t(listed["bulk"], km) / km
    yield _row("rail", "rail_wagon_list", _TKM, money, km) | {"at": gathered}
    money = rail_cny_per_t(listed["bulk"], 417.0) / 417.0
    yield _row("rail", "rail_coal_quote", _TKM, money, 417.0) | {"at": _COAL_QUOTE}
    money = rail_cny_per_t(base.groups["bulk"], km) / km
    yield _row("rail", "rail_wagon_sold", _TKM, money, km)
    km, gathered = _BOX_LIST
    box_t = _box_t(tables)
    money = rail_cny_per_t(listed["container"], km) * box_t
    yield _row("rail", "rail_box_list", _BOX, money, km) | {"at": gathered}
    money = rail_cny_per_t(base.groups["container"], km) * box_t
    yield _row("rail", "rail_box_sold", _BOX, money, km)


def _water_rows(
    tables: Mapping[str, pd.DataFrame], model: YearModel, kt: np.ndarray
) -> Iterator[dict[str, Any]]:
    """River hauls: vessel, empty return and vessel time at locks."""
    skims, delay_h = model.skims, model.start_delay_h
    down = downbound(skims)
    bulk = whole_hauls(skims, "inland_water", _BULK)
    for cargo, of, gathered in (
        ("river_bulk_down", bulk & down, {"at": _RIVER_BULK}),
        ("river_bulk_up", bulk & ~down, {}),
    ):
        rate = built_rate(skims, kt, delay_h, "inland_water", of)
        yield _of_rate("inland_water", cargo, _TKM, rate) | gathered
    of = whole_hauls(skims, "inland_water", ("container",))
    rate = built_rate(skims, kt, delay_h, "inland_water", of)
    box_t = _box_t(tables)
    yield _of_rate("inland_water", "river_box", _TEU_KM, rate, box_t) | {"at": _RIVER_BOX}


def _box_t(tables: Mapping[str, pd.DataFrame]) -> float:
    """Cargo of a box of general containers."""
    groups = tables["choice_groups"]
    boxed = groups["choice_group"] == "container"
    return float(groups.loc[boxed, "box_payload_t"].iloc[0])


def _row(
    mode: str, cargo: str, unit: str, modelled: float, haul_km: float = float("nan")
) -> dict[str, Any]:
    """Make a row without a gathered rate."""
    named = {"mode": mode, "cargo": cargo, "unit": unit, "haul_km": haul_km, "modelled": modelled}
    empty = dict.fromkeys(("explanation", "source", "confidence"), "")
    return {**dict.fromkeys(COLUMNS), **empty, **named}


def _of_rate(
    mode: str, cargo: str, unit: str, rate: BuiltRate, t_per_unit: float = 1.0
) -> dict[str, Any]:
    """Make a row of a rate over many hauls."""
    row = _row(mode, cargo, unit, rate.cny_per_tkm * t_per_unit, rate.haul_km)
    low, high = (rate.low_cny_per_tkm * t_per_unit, rate.high_cny_per_tkm * t_per_unit)
    return row | {"modelled_low": low, "modelled_high": high}


def _held(row: dict[str, Any], costs: pd.DataFrame) -> dict[str, Any]:
    """Put the gathered range beside a row that has one."""
    if "at" not in row:
        return row
    found = costs.loc[[tuple(row.pop("at"))]].to_dict("records")[0]
    low, value, high = (float(found[name]) for name in ("value_low", "value", "value_high"))
    percent = 100 * (row["modelled"] / value - 1)
    why = words().get(f"rate.why.{row['cargo']}", word("rate.unknown")).en
    return row | {
        "gathered_low": low,
        "gathered": value,
        "gathered_high": high,
        **{name: found[name] for name in ("year", "source", "confidence")},
        "difference_percent": percent,
        "inside": None if math.isnan(low) else bool(low <= row["modelled"] <= high),
        "explanation": str(why) if abs(percent) > LARGE_PERCENT else "",
    }
