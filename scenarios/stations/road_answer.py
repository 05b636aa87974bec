"""The answer of ``landsea stations`` for roads: stations, corridors, gaps, energy and money."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from fleets import gwp_named
from fleets.truck_powertrains import LONG_HAUL
from scenarios.display.words import word
from scenarios.from_tables.factors import factors_of
from scenarios.stations.answer import StationsAnswer, shown_facts
from scenarios.stations.inputs import tariff_of
from scenarios.stations.long_waits import long_rows, long_wait_warnings
from scenarios.stations.not_made import mean_counts, not_made_warnings, put_off_warnings
from scenarios.stations.replications import mean_table, mean_totals
from scenarios.stations.request import HORIZON_H, WARM_UP_H
from scenarios.stations.site_costs import Built, site_costs, site_totals
from transport.changes import EquipStations
from transport.operations.station_tables import NOT_MADE, PUT_OFF
from transport.stations.coverage import corridors, covered_flows, covered_share, gap_places
from transport.stations.indicators import (
    Measured,
    hour_load_kw,
    not_made_by,
    site_load,
    station_table,
    trip_counts,
    visit_worth,
    wait_totals,
)
from transport.stations.truck_powertrains import wanted_shares

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from numpy.typing import NDArray

    from scenarios.stations.flows import YearCargo
    from scenarios.stations.request import StationRequest
    from scenarios.stations.road_study import RoadStudy
    from transport.stations.coverage import CoveredFlow

    Floats = NDArray[np.float64]

WHEN = Measured(WARM_UP_H, HORIZON_H)
_MJ_PER_KWH = 3.6
_GAPS = 12


def road_answer(request: StationRequest, year: YearCargo, study: RoadStudy) -> StationsAnswer:
    """Return the answer of a week of trucks.

    Parameters
    ----------
    request : StationRequest
        The question.
    year : YearCargo
        Cargo of the year.
    study : RoadStudy
        The week, of each replication.

    Returns
    -------
    StationsAnswer
        Tables, facts and what they rest on.
    """
    by_class = wanted_shares(request.changes, study.roads.trucks)
    shares = by_class[LONG_HAUL]
    shown = _headline(request, study, shares)
    truck = study.roads.powertrains[shown]
    covered = _covered(study, shown)
    coverable = {name: covered_share(_covered(study, name)) for name in shares or [shown]}
    roads, numbers = study.roads, _road_numbers(request)
    found = corridors(covered, numbers, roads.areas, roads.equipped, truck.sold_as)
    tables = [_stations(request, year, one) for one in study.weeks]
    totals = mean_totals(
        [
            _totals(table, covered, one, request.target_wait_min / 60)
            for table, one in zip(tables, study.weeks, strict=True)
        ]
    )
    stations = mean_table(tables)
    sold = [study.roads.powertrains[way.powertrain].sold_as for way in study.ways]
    not_made, put_off = (
        mean_counts([not_made_by(one.run, one.trips, WHEN, sold, why) for one in study.weeks])
        for why in (NOT_MADE, PUT_OFF)
    )
    return StationsAnswer(
        facts=shown_facts(request)
        | {"powertrain": shown, "shares_by_class": by_class, "modelled": "demand_table"}
        | {"background_trucks_per_day": request.background_per_day}
        | {"coverable_share_of_trips_by_powertrain": coverable},
        totals=totals,
        stations=stations,
        corridors=pd.DataFrame([asdict(one) for one in found]),
        gaps=_gaps(covered, year),
        hours_kw=np.mean([hour_load_kw(one.run, WHEN) for one in study.weeks], axis=0),
        sites=study.run.sites,
        assumptions=_assumptions(request, study),
        warnings=_warnings(request, study, stations, (totals, not_made, put_off)),
        balances=all(one.run.balances for one in study.weeks),
        more={
            "long_waits": long_rows(stations, request.target_wait_min),
            "not_made_by_energy": not_made,
            "put_off_by_energy": put_off,
            "saved_by_planning_anew_min": 60 * study.gap_h,
        },
    )


def _road_numbers(request: StationRequest) -> dict[str, str]:
    """Return the number of the road of each link that has one."""
    links = request.tables["road_links"]
    return {
        str(link): str(number)
        for link, number in zip(links["link_id"], links["road_no"], strict=True)
        if number
    }


def _headline(request: StationRequest, study: RoadStudy, shares: Mapping[str, float]) -> str:
    """Return the powertrain that the headline is about, by what the plan itself changes."""
    changes = request.plan.changes(request.year)
    sold = {one.sold_as for one in changes if isinstance(one, EquipStations) and not one.places}
    served = [name for name, one in study.roads.powertrains.items() if one.sold_as in sold]
    return headline_powertrain(
        shares, wanted_shares(changes, study.roads.trucks)[LONG_HAUL], served
    )


def headline_powertrain(
    shares: Mapping[str, float], given: Collection[str], served: Collection[str] = ()
) -> str:
    """Return the powertrain that the headline is about.

    Parameters
    ----------
    shares : mapping of str to float
        Shares of the tractors.
    given : collection of str
        Powertrains that the plan itself gives them.
    served : collection of str
        Powertrains that the stations of the plan serve.

    Returns
    -------
    str
        The commonest of those that the plan gives; else of those that it serves; else of all; else
        the battery.

    Examples
    --------
    >>> tractors = {"lng": 0.5, "battery": 0.3, "swap": 0.1}
    >>> headline_powertrain(tractors, ["swap"]), headline_powertrain(tractors, [], ["battery"])
    ('swap', 'battery')
    >>> headline_powertrain(tractors, []), headline_powertrain({}, [])
    ('lng', 'battery')
    """
    for some in (given, served, shares):
        own = {name: share for name, share in shares.items() if name in some}
        if own:
            return max(own, key=lambda name: own[name])
    return "battery"


def _covered(study: RoadStudy, powertrain: str) -> list[CoveredFlow]:
    """Return which laden flows a powertrain makes."""
    roads = study.roads
    return covered_flows(
        study.flows,
        roads.trucks_with(powertrain),
        roads.areas,
        roads.equipped,
        roads.parameters.reserve_share,
        roads.grades,
    )


def _stations(request: StationRequest, year: YearCargo, study: RoadStudy) -> pd.DataFrame:
    """Return the stations with their load, bill and emissions."""
    table = station_table(study.run, study.sites, WHEN, request.target_wait_min / 60)
    load = site_load(study.run, WHEN)
    table = table.merge(load, on="site", how="left", validate="many_to_one")
    parts = table["station"].str.split(":", expand=True)
    table = table.assign(area=parts[0], side=parts[1], sells=parts[2])
    table["link"] = table["area"].str.rsplit("-", n=1).str[0]
    changes = request.changes
    tariff = tariff_of(dict(request.tables), study.roads.parameters, changes)
    interest = year.base.parameters.interest_rate
    built = Built(study.sites, study.roads.equipped, study.yard)
    costs = site_costs(study.run, built, tariff, (request.year, interest))
    table = table.merge(costs, on="site", how="left", validate="many_to_one")
    saved = visit_worth(study.run, _avoided_kg_by_itinerary(request, study), study.trips, WHEN)
    table["avoided_t_co2e_per_year"] = saved / (WHEN.hours / 24) * 365 / 1000
    packs = {
        f"{area}:{side}:{sold}": one.packs
        for area, sells in study.roads.equipped.items()
        for sold, one in sells.items()
        for side in ("a", "b")
    }
    return table.assign(
        packs=table["station"].map(packs).fillna(0).astype(int),
        **{
            f"place_{language}": table["link"].map(_link_names(request, year, language))
            + (" " + table["area"] + " " + table["side"])
            for language in ("zh", "en")
        },
    )


def _link_names(request: StationRequest, year: YearCargo, language: str) -> dict[str, str]:
    """Return the ends of each road link by name."""
    names = year.model.network.places[f"name_{language}"]
    return {
        str(link): f"{names.get(start, start)}-{names.get(end, end)}"
        for table in ("road_links", "access_links")
        for link, start, end in request.tables[table][
            ["link_id", "from_place", "to_place"]
        ].itertuples(index=False)
    }


def _avoided_kg_by_itinerary(request: StationRequest, study: RoadStudy) -> Floats:
    """Return what a kWh or kg in place of diesel saves on each way, kg CO2e well to wheel.

    The diesel is that of the same cargo: where the own truck takes less, that of fewer trips.
    """
    tables = dict(request.tables)
    factors = factors_of(tables, request.year)
    weights = gwp_named(tables["gwp"], "AR6-100")
    diesel = factors["road_diesel"].wtw_co2e_g_per_mj(weights)
    spared, emitted = {}, {}
    for class_id, known in study.roads.trucks.items():
        for one in known.values():
            ratio = study.roads.diesel_mj_per_km_of[class_id] / one.truck.mean_mj_per_km
            own = one.truck.carrier.wtw_co2e_g_per_mj(weights)
            spared[one.kind_id] = one.mj_per_unit * ratio * diesel / 1000
            emitted[one.kind_id] = one.mj_per_unit * own / 1000
    trips = [way.flow.diesel_trips if way.flow else 1.0 for way in study.ways]
    kinds = [way.itinerary.kind for way in study.ways]
    saved = [spared[kind] * n - emitted[kind] for kind, n in zip(kinds, trips, strict=True)]
    return np.array(saved, dtype=float)


def _totals(
    stations: pd.DataFrame,
    covered: list[CoveredFlow],
    study: RoadStudy,
    target_h: float,
) -> dict[str, Any]:
    """Return the sums of the answer."""
    km = sum(one.flow.trips_per_day * one.flow.leg.length_km for one in covered)
    could_km = sum(
        one.flow.trips_per_day * one.flow.leg.length_km for one in covered if one.covered
    )
    return {
        "stations": len(stations),
        "stations_used": int((stations["arrivals_per_day"] > 0).sum()),
        "laden_trips_per_day": sum(one.flow.trips_per_day for one in covered),
        "coverable_share_of_trips": covered_share(covered),
        "coverable_share_of_km": could_km / km if km else math.nan,
        **trip_counts(study.run, study.trips.depart_h, WHEN),
        **wait_totals(study.run, WHEN, target_h),
        **site_totals(stations),
        "peak_mw": float(study.run.meter_kwh.sum(axis=0).max(initial=0.0)) * 4 / 1000,
        "avoided_kt_co2e_per_year": float(stations["avoided_t_co2e_per_year"].sum()) / 1000,
        "unserved": int(stations["unserved"].sum()),
    }


def _gaps(covered: list[CoveredFlow], year: YearCargo) -> pd.DataFrame:
    """Return the longest stretches without a station that keep trips on diesel."""
    places = year.model.network.places
    sums: dict[tuple[str, str], tuple[float, float]] = {}
    for one in covered:
        if not one.covered and one.gap > 0:
            ends = gap_places(one.flow.leg, one.gap_from_km, one.gap_to_km)
            key = (min(ends), max(ends))
            trips, km = sums.get(key, (0.0, 0.0))
            longest = max(km, one.gap_to_km - one.gap_from_km)
            sums[key] = (trips + one.flow.trips_per_day, longest)
    rows = [
        {
            "from_place": a,
            "to_place": b,
            "from_zh": str(places["name_zh"][a]),
            "to_zh": str(places["name_zh"][b]),
            "from_en": str(places["name_en"][a]),
            "to_en": str(places["name_en"][b]),
            "gap_km": km,
            "trips_per_day": trips,
        }
        for (a, b), (trips, km) in sorted(sums.items(), key=lambda item: -item[1][0])
    ]
    columns = ["from_place", "to_place", "from_zh", "to_zh", "from_en", "to_en", "gap_km"]
    return pd.DataFrame(rows[:_GAPS], columns=[*columns, "trips_per_day"])


def _assumptions(request: StationRequest, study: RoadStudy) -> list[Any]:
    """Return what the answer rests on, in words."""
    said = [
        word("stations.assume.scope"),
        word("stations.assume.places"),
        word("stations.assume.piles"),
        word("stations.assume.shares"),
        word("stations.assume.learning", minutes=f"{60 * study.gap_h:.1f}"),
        word("stations.assume.numbers"),
        word("stations.assume.tariff"),
    ]
    if request.background_per_day > 0:
        said.append(word("stations.assume.background", trucks=f"{request.background_per_day:g}"))
    return said


def _warnings(
    request: StationRequest,
    study: RoadStudy,
    stations: pd.DataFrame,
    counts: tuple[dict[str, Any], dict[str, float], dict[str, float]],
) -> list[Any]:
    """Return what a reader must see first."""
    totals, not_made, put_off = counts
    patience_min = study.roads.parameters.patience_min
    said = long_wait_warnings(stations, totals, request.target_wait_min, patience_min)
    said += put_off_warnings(put_off, study.roads.parameters.longest_delay_h)
    said += not_made_warnings(not_made)
    if totals["stranded"]:
        trips = f"{totals['stranded']:.1f}".removesuffix(".0")
        said.append(word("stations.warn.stranded", trips=trips))
    full = stations[(stations["units_needed"] > stations["units"])]
    if len(full):
        said.append(word("stations.warn.full", stations=str(len(full))))
    return said
