"""The stations of the river in a week of a plan's year, and their answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from scenarios.display.words import word
from scenarios.from_tables.factors import factors_of
from scenarios.stations.answer import StationsAnswer, shown_facts
from scenarios.stations.inputs import even_calendar, rules_of, spread_of, tariff_of, yard_of
from scenarios.stations.request import HORIZON_H, WARM_UP_H
from scenarios.stations.site_costs import Built, site_costs
from transport.changes import VesselPowertrain
from transport.draws import StreamKey
from transport.inland.voyages import route_kt, voyage_flows
from transport.operations.river import MJ_PER_KWH, SIDE, VesselNumbers, sold_to, vessel_flows
from transport.operations.road import draw_station_trips
from transport.operations.stations import simulate_stations
from transport.parameters import read_parameters
from transport.stations.indicators import (
    Measured,
    hour_load_kw,
    site_load,
    station_table,
    trip_counts,
)
from transport.stations.parameters import StationParameters
from transport.stations.savings import avoided_kg_per_mj
from transport.stations.service_areas import Equipment, equipped_places
from transport.stations.sites import station_sites

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scenarios.stations.flows import YearCargo
    from scenarios.stations.request import StationRequest
    from transport.operations.river import VesselFlow
    from transport.operations.stations import StationRun, StationSite, StationTrips
    from transport.stations.service_areas import Equipped
    from transport.stations.sites import Yard

ASSUMED = {
    "charging": Equipment(2, "mcs-1000"),
    "swap": Equipment(4, "mcs-1000", packs=12),
    "lng": Equipment(1, "lng-pontoon"),
}
"""What a place has where a plan names stations and no equipment (an assumption)."""
WHEN = Measured(WARM_UP_H, HORIZON_H)
_HALF_LEVEL = 0.25


@dataclass(frozen=True)
class RiverStudy:
    """A week of vessels at river stations: flows, equipment, sites, trips and the run."""

    flows: list[VesselFlow]
    equipped: Equipped
    yard: Yard
    sites: list[StationSite]
    trips: StationTrips
    run: StationRun


def river_study(request: StationRequest, year: YearCargo) -> RiverStudy:
    """Run the vessels of a week past the river stations of a plan.

    Parameters
    ----------
    request : StationRequest
        The question.
    year : YearCargo
        Cargo of the year.

    Returns
    -------
    RiverStudy
        What came of it.
    """
    tables, model = dict(request.tables), year.model
    numbers = read_parameters(StationParameters, tables["station_parameters"])
    factors = factors_of(tables, request.year)
    vessels = VesselNumbers(
        numbers.vessel_pack_kwh,
        numbers.vessel_lng_range_km,
        numbers.reserve_share,
        factors["inland_lng_otto"].lhv_mj_per_kg,
    )
    skims = model.skims
    voyages = voyage_flows(route_kt(skims, year.kt), skims.routes, model.empty_vessel_factor)
    waits = dict(zip(skims.lock_directions, year.delay_h.tolist(), strict=False))
    equipped = _equipped(request.changes, skims.routes.values())
    flows = vessel_flows(voyages, skims.routes, model.fleet, waits, (equipped, vessels))
    capacities = {"charging": 2000.0, "swap": numbers.vessel_pack_kwh, "lng": 5000.0}
    yard = yard_of(tables, numbers, numbers.vessel_pack_kwh, capacities, afloat=True)
    sites = station_sites(equipped, (SIDE,), yard) if equipped else []
    trips = draw_station_trips(
        [(one.name, one.per_day) for one in flows],
        even_calendar(HORIZON_H),
        StreamKey(request.seed, 0),
        spread_of(numbers),
    )
    low = np.array([one.starts_low for one in flows], dtype=bool)
    if len(low):
        part = _HALF_LEVEL + 0.25 * trips.level_share
        starts_low = low[trips.itinerary]
        trips = replace(trips, level_share=np.where(starts_low, part, trips.level_share))
    run = simulate_stations(
        sites,
        [one.itinerary for one in flows],
        {one.kind.name: one.kind for one in flows},
        trips,
        rules_of(numbers, drivers=False),
        HORIZON_H,
    )
    return RiverStudy(flows, equipped, yard, sites, trips, run)


def _equipped(changes: Sequence[object], routes: Any) -> Equipped:  # noqa: ANN401 - any iterable
    """Return the river stations of a plan; those that it only names get what is assumed.

    The yearly run fills batteries at both ends of a voyage, so the ends of all voyages count as
    named where a powertrain names stations.
    """
    made = equipped_places(changes)
    ends = sorted({end for one in routes for end in (one.leg.places[0], one.leg.places[-1])})
    for change in changes:
        if isinstance(change, VesselPowertrain) and change.share > 0:
            sold = sold_to(change.powertrain)
            named = [*change.stations, *ends] if sold in ("charging", "swap") else []
            for place in named:
                made.setdefault(place, {}).setdefault(sold, ASSUMED[sold])
    return made


def river_answer(request: StationRequest, year: YearCargo, study: RiverStudy) -> StationsAnswer:
    """Return the answer of a week of vessels.

    Parameters
    ----------
    request : StationRequest
        The question.
    year : YearCargo
        Gives the names of places.
    study : RiverStudy
        The week.

    Returns
    -------
    StationsAnswer
        Tables, facts and what they rest on.
    """
    target_h = request.target_wait_min / 60
    if study.sites:
        stations = station_table(study.run, study.sites, WHEN, target_h)
        stations = stations.merge(site_load(study.run, WHEN), on="site", validate="many_to_one")
        numbers = read_parameters(StationParameters, request.tables["station_parameters"])
        changes = request.changes
        tariff = tariff_of(dict(request.tables), numbers, changes)
        built = Built(study.sites, study.equipped, study.yard)
        interest = year.base.parameters.interest_rate
        costs = site_costs(study.run, built, tariff, (request.year, interest))
        stations = stations.merge(costs, on="site", validate="many_to_one")
        parts = stations["station"].str.split(":", expand=True)
        stations = stations.assign(area=parts[0], side=parts[1], sells=parts[2])
        saved = avoided_kg_per_mj(study.flows, year.model.factors, year.model.gwp)
        unit_mj = {"lng": year.model.factors["inland_lng_otto"].lhv_mj_per_kg}
        rate = stations["sells"].map({k: v * unit_mj.get(k, MJ_PER_KWH) for k, v in saved.items()})
        stations["avoided_t_co2e_per_year"] = (
            stations["amount_per_day"] * rate.fillna(0.0) * 365 / 1000
        )
    else:
        stations = pd.DataFrame(columns=["station", "site", "area", "sells", "arrivals_per_day"])
        stations["avoided_t_co2e_per_year"] = 0.0
    names = year.model.network.places
    stations["place_zh"] = [str(names["name_zh"].get(one, one)) for one in stations["area"]]
    stations["place_en"] = [str(names["name_en"].get(one, one)) for one in stations["area"]]
    counts = trip_counts(study.run, study.trips.depart_h, WHEN)
    served = study.run.wait_h * 60
    fuel = stations[stations["sells"] == "lng"]["amount_per_day"].sum() if len(stations) else 0.0
    load = stations.drop_duplicates("site") if len(stations) else stations
    energy = load["energy_kwh_per_day"].sum() if len(stations) else 0.0
    totals = {
        "stations": len(stations),
        "stations_used": int((stations["arrivals_per_day"] > 0).sum()),
        **counts,
        "wait_mean_min": float(served.mean()) if len(served) else float("nan"),
        "wait_p95_min": float(np.quantile(served, 0.95)) if len(served) else float("nan"),
        "energy_mwh_per_day": float(energy) / 1000,
        "lng_t_per_day": float(fuel) / 1000,
        "avoided_kt_co2e_per_year": float(stations["avoided_t_co2e_per_year"].sum()) / 1000,
        "peak_mw": float(study.run.meter_kwh.sum(axis=0).max(initial=0.0)) * 4 / 1000,
        "unserved": int(stations["unserved"].sum()) if len(stations) else 0,
    }
    said = []
    if counts["not_made"]:
        said.append(word("stations.warn.not_made", trips=str(counts["not_made"])))
    if not counts["trips"]:
        said.append(word("stations.warn.none"))
    return StationsAnswer(
        facts=shown_facts(request) | {"modelled": "demand_table"},
        totals=totals,
        stations=stations,
        corridors=pd.DataFrame(),
        gaps=pd.DataFrame(),
        hours_kw=hour_load_kw(study.run, WHEN) if study.sites else np.zeros((0, 24)),
        sites=study.run.sites,
        assumptions=[word("stations.assume.river"), word("stations.assume.numbers")],
        warnings=said,
        balances=study.run.balances,
    )
