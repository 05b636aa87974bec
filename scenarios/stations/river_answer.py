"""The answer of ``landsea stations`` for the river: stations, energy and money."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from scenarios.display.words import word
from scenarios.stations.answer import StationsAnswer, shown_facts
from scenarios.stations.inputs import tariff_of
from scenarios.stations.long_waits import long_rows, long_wait_warnings
from scenarios.stations.not_made import mean_counts, not_made_warnings
from scenarios.stations.replications import mean_table, mean_totals
from scenarios.stations.request import HORIZON_H, WARM_UP_H
from scenarios.stations.site_costs import Built, site_costs, site_totals
from transport.parameters import read_parameters
from transport.stations.indicators import (
    Measured,
    hour_load_kw,
    not_made_by,
    site_load,
    station_table,
    trip_counts,
    wait_totals,
)
from transport.stations.parameters import StationParameters
from transport.stations.savings import avoided_kg_per_mj
from transport.stations.vessel_trips import MJ_PER_KWH

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scenarios.display.words import Text
    from scenarios.stations.flows import YearCargo
    from scenarios.stations.request import StationRequest
    from scenarios.stations.river_study import RiverStudy
    from transport.stations.vessel_trips import VesselFlow

WHEN = Measured(WARM_UP_H, HORIZON_H, even=True)
_NAMES = ("station", "site", "area", "sells")
_NUMBERS = (
    *("arrivals_per_day", "amount_per_day", "unserved", "avoided_t_co2e_per_year", "capex_cny"),
    *("energy_kwh_per_day", "energy_cny_per_year", "demand_cny_per_year"),
)
"""Columns of a table without stations that sums are made of."""


def river_answer(request: StationRequest, year: YearCargo, study: RiverStudy) -> StationsAnswer:
    """Return the answer of a week of vessels.

    Parameters
    ----------
    request : StationRequest
        The question.
    year : YearCargo
        Gives the names of places.
    study : RiverStudy
        The week, of each replication.

    Returns
    -------
    StationsAnswer
        Tables, facts and what they rest on.
    """
    tables = [_stations(request, year, one) for one in study.weeks]
    totals = mean_totals(
        [
            _totals(table, one, request.target_wait_min / 60)
            for table, one in zip(tables, study.weeks, strict=True)
        ]
    )
    loads = [hour_load_kw(one.run, WHEN) for one in study.weeks] if study.sites else []
    stations = mean_table(tables)
    sold = [one.sold_as for one in study.flows]
    not_made = mean_counts([not_made_by(one.run, one.trips, WHEN, sold) for one in study.weeks])
    said = long_wait_warnings(stations, totals, request.target_wait_min, math.inf)
    said += not_made_warnings(not_made)
    if not totals["trips"]:
        said.append(word("stations.warn.none"))
    return StationsAnswer(
        facts=shown_facts(request) | {"modelled": "demand_table"},
        totals=totals,
        stations=stations,
        corridors=pd.DataFrame(),
        gaps=pd.DataFrame(),
        hours_kw=np.mean(loads, axis=0) if loads else np.zeros((0, 24)),
        sites=study.run.sites,
        assumptions=_assumptions(totals),
        warnings=said,
        balances=all(one.run.balances for one in study.weeks),
        more={
            "long_waits": long_rows(stations, request.target_wait_min),
            "not_made_by_energy": not_made,
        },
    )


def _assumptions(totals: Mapping[str, float]) -> list[Text]:
    """Return what the answer rests on; with LNG, how much of what is burnt is bought here."""
    said = [
        word("stations.assume.river"),
        word("stations.assume.numbers"),
        word("stations.assume.tariff"),
    ]
    if totals["lng_burnt_t_per_day"] > 0:
        sold, burnt = (f"{totals[f'lng_{name}t_per_day']:.0f}" for name in ("", "burnt_"))
        said.append(word("stations.assume.tanks", sold=sold, burnt=burnt))
    return said


def _stations(request: StationRequest, year: YearCargo, study: RiverStudy) -> pd.DataFrame:
    """Return the stations of a week with their load, bill and emissions."""
    if study.sites:
        table = _loaded(request, year, study)
    else:
        table = pd.DataFrame(columns=[*_NAMES, *_NUMBERS])
        table = table.astype(dict.fromkeys(_NUMBERS, float))
    places = year.model.network.places
    names = {f"place_{one}": places[f"name_{one}"] for one in ("zh", "en")}
    return table.assign(
        **{key: [str(known.get(one, one)) for one in table["area"]] for key, known in names.items()}
    )


def _loaded(request: StationRequest, year: YearCargo, study: RiverStudy) -> pd.DataFrame:
    """Return the stations of a week where there are any."""
    table = station_table(study.run, study.sites, WHEN, request.target_wait_min / 60)
    table = table.merge(site_load(study.run, WHEN), on="site", validate="many_to_one")
    numbers = read_parameters(StationParameters, request.tables["station_parameters"])
    tariff = tariff_of(dict(request.tables), numbers, request.changes)
    built = Built(study.sites, study.equipped, study.yard)
    interest = year.base.parameters.interest_rate
    costs = site_costs(study.run, built, tariff, (request.year, interest))
    table = table.merge(costs, on="site", validate="many_to_one")
    parts = table["station"].str.split(":", expand=True)
    table = table.assign(area=parts[0], side=parts[1], sells=parts[2])
    places = table[["area", "sells"]].to_numpy(dtype=str).tolist()
    packs = [study.equipped[area][sold].packs for area, sold in places]
    kg = table["sells"].map(_avoided_kg_per_unit(year, study)).fillna(0.0)
    avoided = table["amount_per_day"] * kg * 365 / 1000
    return table.assign(packs=packs, avoided_t_co2e_per_year=avoided)


def _avoided_kg_per_unit(year: YearCargo, study: RiverStudy) -> dict[str, float]:
    """Return what a kWh or kg in place of diesel saves, by what stations sell."""
    saved = avoided_kg_per_mj(study.flows, year.model.factors, year.model.gwp)
    unit_mj = {"lng": year.model.factors["inland_lng_otto"].lhv_mj_per_kg}
    return {sold: kg * unit_mj.get(sold, MJ_PER_KWH) for sold, kg in saved.items()}


def _burnt_kg_per_day(flows: Sequence[VesselFlow]) -> float:
    """Return the LNG that all voyages of a mean day burn, wherever it was bunkered."""
    return sum(
        one.per_day * float(one.itinerary.need.sum()) for one in flows if one.sold_as == "lng"
    )


def _totals(stations: pd.DataFrame, study: RiverStudy, target_h: float) -> Mapping[str, Any]:
    """Return the sums of a week."""
    fuel = stations.loc[stations["sells"] == "lng", "amount_per_day"].sum()
    return {
        "stations": len(stations),
        "stations_used": int((stations["arrivals_per_day"] > 0).sum()),
        **trip_counts(study.run, study.trips.depart_h, WHEN),
        **wait_totals(study.run, WHEN, target_h),
        **site_totals(stations),
        "lng_t_per_day": float(fuel) / 1000,
        "lng_burnt_t_per_day": _burnt_kg_per_day(study.flows) / 1000,
        "avoided_kt_co2e_per_year": float(stations["avoided_t_co2e_per_year"].sum()) / 1000,
        "peak_mw": float(study.run.meter_kwh.sum(axis=0).max(initial=0.0)) * 4 / 1000,
        "unserved": int(stations["unserved"].sum()),
    }
