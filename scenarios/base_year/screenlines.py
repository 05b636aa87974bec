"""Screenlines of the base year: cargo past locks, over rail links, at ports and at the border.

Only Changzhou and the road crossing at Youyiguan are controls of the demand table. Where a
published value exists its error is shown, with what the difference is known or thought to come
from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from scenarios.base_year.errors import explanation
from transport.operations.lock import DIRECTIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np

    from transport.year_model import YearModel

COLUMNS = [
    *("kind", "place", "direction", "variable", "unit", "modelled", "published", "year"),
    *("error_percent", "fitted", "explanation", "source"),
]


class _Published(NamedTuple):
    """A published value to hold the model against."""

    kind: str
    place: str
    variable: str
    year: int
    periods_a_year: float
    modelled: str


_PUBLISHED = (
    _Published("rail", "qinzhou_port_east_station", "cargo_sent", 2022, 1, "QZP rail sent"),
    _Published("rail", "qinzhou_port_east_station", "cargo_sent", 2025, 365 / 308, "QZP rail sent"),
    _Published("port", "WZH", "cargo", 2023, 1, "WZH port"),
    _Published("port", "WZH", "freight_turnover", 2023, 1, "WZH work"),
    _Published("port", "GGG", "cargo", 2021, 1, "GGG port"),
    _Published("border", "youyiguan", "cargo", 2024, 2, "youyiguan"),
)
_FITTED = ("changzhou", "youyiguan")
_GUIGANG = ("GGG", "guiping_port", "pingnan")
"""Harbours of Guigang, as in table ``port_areas``."""

_BORDER_GROUP = "youyiguan_road"


def screenlines(
    tables: Mapping[str, pd.DataFrame],
    model: YearModel,
    kt_by_service: np.ndarray,
    locks: pd.DataFrame,
) -> pd.DataFrame:
    """Return the screenlines.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    model : YearModel
        The base year.
    kt_by_service : numpy.ndarray
        Cargo of each service.
    locks : pandas.DataFrame
        Comparison of :func:`scenarios.base_year.observations.base_year_check`, for published lock
        cargo.

    Returns
    -------
    pandas.DataFrame
        :data:`COLUMNS`; locks by direction and both directions with a published value, published
        rail, port and border values, then all rail links with cargo in kt.
    """
    rows = [
        *_lock_rows(model, kt_by_service, locks),
        *_published_rows(tables, model, kt_by_service),
        *_rail_rows(model, kt_by_service),
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _row(kind: str, place: str, variable: str, unit: str, modelled: float) -> dict[str, Any]:
    """Make a row without a published value."""
    row = dict.fromkeys(COLUMNS, None) | {
        "explanation": "",
        "source": "",
        "direction": "both",
        "fitted": False,
    }
    named = {"kind": kind, "place": place, "variable": variable, "unit": unit}
    return row | named | {"modelled": modelled}


def _held(row: dict[str, Any], published: float, year: int, source: str) -> dict[str, Any]:
    """Hold a row against a published value."""
    error = 100 * (row["modelled"] / published - 1)
    why = explanation(str(row["place"]), str(row["variable"]), error)
    found = row | {"published": published, "year": year, "error_percent": error, "source": source}
    found["fitted"] = row["place"] in _FITTED
    return found | {"explanation": why}


def _lock_rows(
    model: YearModel, kt_by_service: np.ndarray, locks: pd.DataFrame
) -> list[dict[str, Any]]:
    """Cargo of every lock by direction, then locks and sums with a published value."""
    cargo = kt_by_service @ model.skims.laden_calls / 1000
    rows = [
        _row("lock", lock, "cargo", "Mt", float(mt)) | {"direction": DIRECTIONS[direction]}
        for (lock, direction), mt in zip(model.skims.lock_directions, cargo, strict=False)
    ]
    cargo_rows = locks[locks["variable"].str.startswith("lock_cargo")]
    rows += [
        _held(
            _row("lock", str(row["place"]), "cargo", "Mt", float(row["modelled"])),
            float(row["published"]),
            int(row["year"]),
            str(row["source"]),
        )
        for row in cargo_rows.to_dict("records")
    ]
    return rows


def _published_rows(
    tables: Mapping[str, pd.DataFrame], model: YearModel, kt_by_service: np.ndarray
) -> list[dict[str, Any]]:
    """Rail stations, ports and the border against published values."""
    modelled = _modelled(model, kt_by_service)
    observations = tables["observations"].set_index(["place", "variable", "year"]).sort_index()
    rows = []
    for one in _PUBLISHED:
        found = observations.loc[[(one.place, one.variable, one.year)]].to_dict("records")
        published = float(found[0]["value"]) * one.periods_a_year
        row = _row(one.kind, one.place, one.variable, str(found[0]["unit"]), modelled[one.modelled])
        rows.append(_held(row, published, one.year, str(found[0]["source"])))
    return rows


def _modelled(model: YearModel, kt_by_service: np.ndarray) -> dict[str, float]:
    """Return modelled values that stand against published ones, Mt or billion t km."""
    found = dict.fromkeys((one.modelled for one in _PUBLISHED), 0.0)
    for service, kt in zip(model.skims.services, kt_by_service / 1000, strict=True):
        for leg in service.legs:
            ends = (leg.places[0], leg.places[-1])
            if leg.mode == "rail":
                found["QZP rail sent"] += kt * (ends[0] == "QZP")
            elif leg.mode == "inland_water":
                found["WZH port"] += kt * ends.count("WZH")
                found["WZH work"] += kt * leg.length_km / 1000 * ("WZH" in ends)
                found["GGG port"] += kt * sum(ends.count(one) for one in _GUIGANG)
    demand, served = model.market.demand, model.market.kt
    found["youyiguan"] = float(served[demand["control_group"] == _BORDER_GROUP].sum()) / 1000
    return {name: float(value) for name, value in found.items()}


def _rail_rows(model: YearModel, kt_by_service: np.ndarray) -> list[dict[str, Any]]:
    """Cargo of every rail link by direction, kt."""
    flows: dict[tuple[str, str, str], float] = {}
    for service, kt in zip(model.skims.services, kt_by_service, strict=True):
        for leg in service.legs:
            if leg.mode == "rail":
                for link, start, end in zip(leg.links, leg.places, leg.places[1:], strict=False):
                    key = (link.link_id, start, end)
                    flows[key] = flows.get(key, 0.0) + float(kt)
    return [
        _row("rail", link, "cargo", "kt", kt) | {"direction": f"{start}>{end}"}
        for (link, start, end), kt in sorted(flows.items())
    ]
