"""The canal's cargo beside published forecasts of it; nothing is fitted to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from scenarios.display.words import Text, word, words
from scenarios.inputs import prepare_year
from transport.link_cargo import facility_cargo
from transport.mode_choice.assignment import assign

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scenarios.inputs import Base
    from scenarios.study.runs import Study
    from transport.year_model import YearModel

COLUMNS = [
    *("year", "cargo", "published_mt", "modelled_mt", "low_mt", "high_mt", "overseas_mt"),
    *("error_percent", "explanation", "source", "confidence"),
]
LARGE_ERROR_PERCENT = 20.0
"""Errors above this are explained."""

_CANAL = "canal"
_TRANSFER, _WHOLE = "pinglu_transfer", "pinglu_canal"


class _Forecast(NamedTuple):
    """A published forecast: what it is of, and its place and variable in ``observations``."""

    cargo: str
    commodities: tuple[str, ...]
    place: str
    variable: str


_FORECASTS = (
    _Forecast("coal", ("coal",), _TRANSFER, "transfer_forecast_coal"),
    _Forecast("grain", ("grain_feed",), _TRANSFER, "transfer_forecast_grain"),
    _Forecast("ore", ("metal_ore",), _TRANSFER, "transfer_forecast_iron_ore"),
    _Forecast("all", (), _WHOLE, "freight_forecast_design"),
)
_SUM = "coal_grain_ore"
YEARS = (2030, 2035, 2050)
"""Years of forecasts that are held against the model."""


def canal_cargo(model: YearModel, delay_h: np.ndarray) -> pd.DataFrame:
    """Return the canal's cargo of a year at given hours at each lock and direction."""
    assignment = assign(model.market, model.skims, delay_h, model.base_cost_cny_per_t)
    return facility_cargo(model.market, model.skims, assignment.kt, _CANAL)


def modelled_canal(tables: Mapping[str, pd.DataFrame], base: Base) -> dict[int, pd.DataFrame]:
    """Return the canal's cargo of the forecast years without any measure.

    Locks wait as in the base year, locks of the canal a mean lockage.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    base : Base
        Base year.

    Returns
    -------
    dict of int to pandas.DataFrame
        Cargo by year, as :func:`transport.link_cargo.facility_cargo` gives it.
    """
    models = {year: prepare_year(tables, base, base.stock, year) for year in YEARS}
    return {year: canal_cargo(model, model.start_delay_h) for year, model in models.items()}


def canal_of_study(study: Study) -> pd.DataFrame:
    """Hold the canal's cargo under a study's first plan against published forecasts.

    Parameters
    ----------
    study : Study
        Plans run over years.

    Returns
    -------
    pandas.DataFrame
        As :func:`canal_forecast` gives it, for the years of the study that have a forecast.
    """
    plan = study.plans[0].name
    cargo = {
        year: canal_cargo(
            study.models[plan, year],
            np.mean([run.delay_h for run in study.runs(plan, year)], axis=0),
        )
        for year in study.settings.years
        if year in YEARS
    }
    return canal_forecast(study.tables, cargo)


def canal_forecast(
    tables: Mapping[str, pd.DataFrame], cargo_of: Mapping[int, pd.DataFrame]
) -> pd.DataFrame:
    """Hold the canal's cargo against published forecasts.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    cargo_of : mapping of int to pandas.DataFrame
        Cargo by year; years without a forecast are left out.

    Returns
    -------
    pandas.DataFrame
        :data:`COLUMNS`; ``overseas_mt`` is the part of ``modelled_mt`` that comes from overseas,
        ``low_mt`` and ``high_mt`` are the cargo at the low and high ends of the shares from
        overseas, with the same choice of way.
    """
    ends = _share_ends(tables["overseas_shares"])
    published = tables["observations"].set_index(["place", "variable", "year"]).sort_index()
    rows: list[dict[str, Any]] = []
    for year in sorted(set(cargo_of) & set(YEARS)):
        found = [
            _row(year, one, _with_ends(cargo_of[year], ends), published)
            for one in _FORECASTS
            if (one.place, one.variable, year) in published.index
        ]
        parts = [row for row in found if row["cargo"] != "all"]
        rows += [*parts, *_sum(parts), *(row for row in found if row["cargo"] == "all")]
    return pd.DataFrame([_held(row) for row in rows], columns=COLUMNS)


def _share_ends(shares: pd.DataFrame) -> pd.DataFrame:
    """Return low and high ends of the shares from overseas over the shares, by commodity."""
    sums = shares.groupby("commodity")[["share", "low", "high"]].sum()
    return sums[["low", "high"]].div(sums["share"], axis=0)


def _with_ends(cargo: pd.DataFrame, ends: pd.DataFrame) -> pd.DataFrame:
    """Return cargo with ``low`` and ``high``; what does not come from overseas stays."""
    factors = ends.reindex(cargo["commodity"]).set_axis(cargo.index)
    factors = factors.where(cargo["overseas"], 1.0)
    return cargo.assign(**{one: cargo["kt"] * factors[one] for one in ("low", "high")})


def _row(
    year: int, forecast: _Forecast, cargo: pd.DataFrame, published: pd.DataFrame
) -> dict[str, Any]:
    """One forecast and what the model gives."""
    found = published.loc[[(forecast.place, forecast.variable, year)]].to_dict("records")[0]
    counted = cargo["commodity"].isin(forecast.commodities) | (not forecast.commodities)
    return {
        "year": year,
        "cargo": forecast.cargo,
        "published_mt": float(found["value"]),
        "modelled_mt": float(cargo.loc[counted, "kt"].sum()) / 1000,
        "low_mt": float(cargo.loc[counted, "low"].sum()) / 1000,
        "high_mt": float(cargo.loc[counted, "high"].sum()) / 1000,
        "overseas_mt": float(cargo.loc[counted & cargo["overseas"], "kt"].sum()) / 1000,
        "source": str(found["source"]),
        "confidence": str(found["confidence"]),
    }


def _sum(parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Sum the commodities of a year."""
    if not parts:
        return []
    names = ("published_mt", "modelled_mt", "low_mt", "high_mt", "overseas_mt")
    return [{**parts[0], "cargo": _SUM, **{one: sum(row[one] for row in parts) for one in names}}]


def _held(row: dict[str, Any]) -> dict[str, Any]:
    """Add the error and, where it is large, what it comes from."""
    percent = 100 * (row["modelled_mt"] / row["published_mt"] - 1)
    large = abs(percent) > LARGE_ERROR_PERCENT
    why = str(reason(str(row["cargo"]), percent).en) if large else ""
    return row | {"error_percent": percent, "explanation": why}


def reason(cargo: str, error_percent: float) -> Text:
    """Return what a large error of a forecast comes from, in both languages."""
    way = "less" if error_percent < 0 else "more"
    return words().get(f"canal.{way}.{cargo}", word("canal.unknown"))
