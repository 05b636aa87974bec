"""A week of stations under a small plan: counts that add up, coverage, choice of places, page."""

from __future__ import annotations

import json
import math
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from scenarios.cli.inputs import read_plans
from scenarios.display.words import as_text
from scenarios.inputs import prepare_year
from scenarios.stations.answer import answer_lines
from scenarios.stations.flows import YearCargo
from scenarios.stations.page import stations_page
from scenarios.stations.records import river_records, road_records
from scenarios.stations.request import StationRequest
from scenarios.stations.river_answer import river_answer
from scenarios.stations.river_study import river_study
from scenarios.stations.road_answer import road_answer
from scenarios.stations.road_study import road_study
from scenarios.stations.site_study import SiteRequest, _laden_flows, _standing, site_answer
from scenarios.stations.store import write_stations
from transport.changes import VesselPowertrain
from transport.mode_choice.assignment import assign, service_kt
from transport.stations.coverage import covered_flows, covered_share
from transport.stations.sites import station_sites

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from scenarios.inputs import Base
    from scenarios.stations.answer import StationsAnswer
    from scenarios.stations.road_study import RoadStudy
    from scenarios.tables.reading import Tables

PLAN = """
name = "few-stations"
title = { zh = "少量补给站", en = "Few stations" }
extends = "stations"

[[measure]]
group = "river"
kind = "vessel-powertrain"
powertrain = "lng-otto"
share_percent = 20
opens = 2026

[[measure]]
group = "river"
kind = "energy-stations"
sells = "lng"
equipment = "lng-pontoon"
units = 1
places = ["WZH", "GGG"]
opens = 2026
"""

Week = tuple[StationRequest, YearCargo]


@pytest.fixture(scope="module")
def week(shipped: Tables, base: Base, tmp_path_factory: pytest.TempPathFactory) -> Week:
    """Choose chains at the waits of the base year, and keep the cargo of every fourth one.

    No lock is simulated here; the part keeps the week short.
    """
    path = tmp_path_factory.mktemp("plan") / "few-stations.toml"
    path.write_text(PLAN, encoding="utf-8")
    plans, faults = read_plans([str(path)], shipped)
    assert not faults
    request = StationRequest(shipped, plans[0][1], 2030, "road", 1, 0.0, {}, replications=2)
    own = request.plan.changes(2030)
    vars(request)["changes"] = own  # the vehicles that the plan gives, without those of its stock
    model = prepare_year(dict(shipped), base, own, 2030)
    delay_h = model.start_delay_h
    choice = assign(model.market, model.skims, delay_h, model.base_cost_cny_per_t)
    kt = service_kt(model.market, choice, len(model.skims.services))
    part = np.where(np.arange(len(kt)) % 4 == 0, kt, 0.0)
    return request, YearCargo(base, model, part, delay_h)


@pytest.fixture(scope="module")
def study(week: Week) -> RoadStudy:
    """Run the trucks of two weeks; drivers learn the usual waits from one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("scenarios.stations.road_study.WEEKS", 2)
        return road_study(*week)


@pytest.fixture(scope="module")
def answer(week: Week, study: RoadStudy) -> StationsAnswer:
    """Answer for the roads."""
    return road_answer(*week, study)


def test_every_trip_is_counted_once_and_energy_balances(
    study: RoadStudy, answer: StationsAnswer
) -> None:
    total = answer.totals
    assert len(study.weeks) == 2
    ends = ("arrived", "stranded", "not_made", "put_off", "under_way")
    assert sum(total[name] for name in ends) == pytest.approx(total["trips"])
    assert total["trips"] > 5_000
    by_energy = answer.more["not_made_by_energy"]
    assert set(by_energy) == {"charging"}
    assert sum(by_energy.values()) == pytest.approx(total["not_made"])
    assert sum(answer.more["put_off_by_energy"].values()) == pytest.approx(total["put_off"])
    assert 0.0 <= answer.more["saved_by_planning_anew_min"] < total["wait_mean_min"]
    assert total["wait_mean_min_low"] <= total["wait_mean_min"] <= total["wait_mean_min_high"]
    assert study.weeks[0].trips.depart_h[0] != study.weeks[1].trips.depart_h[0]
    assert answer.balances
    trips = study.run.trips
    holds = {
        one.kind_id: one.capacity for known in study.roads.trucks.values() for one in known.values()
    }
    kinds = [way.itinerary.kind for way in study.ways]
    capacity = np.array([holds[kind] for kind in kinds])[study.trips.itinerary]
    assert set(capacity.tolist()) == {400.0, 230.0, 90.0}
    start = study.trips.level_share * capacity
    left = start + trips["received"] - trips["used"] - trips["level"]
    assert np.abs(left).max() < 1e-6


def test_drivers_take_a_session_for_that_of_the_charger_that_stands_there(study: RoadStudy) -> None:
    # Half of 400 kWh at 120 and 360 kW and 5 minutes, not at the strongest charger of the table.
    fresh = station_sites(study.roads.equipped, ("a", "b"), study.yard)
    found = {one.rates[0]: one.session_h for site in fresh for one in site.stations}
    assert found == pytest.approx({120.0: 5 / 60 + 200 / 120, 360.0: 5 / 60 + 200 / 360})


def test_stations_sum_to_the_totals(answer: StationsAnswer) -> None:
    stations = answer.stations
    sites = stations.drop_duplicates("site")
    assert sites["energy_kwh_per_day"].sum() / 1000 == pytest.approx(
        answer.totals["energy_mwh_per_day"]
    )
    assert answer.hours_kw.sum() / 1000 == pytest.approx(
        answer.totals["energy_mwh_per_day"], rel=0.01
    )
    charged = stations["amount_per_day"].sum() / 0.94
    assert charged == pytest.approx(sites["energy_kwh_per_day"].sum(), rel=0.05)
    assert (sites["peak_kw"] <= sites["grid_kw"] + 1e-6).all()
    assert (sites["demand_cny_per_year"] == 0).all()  # waived up to 2030


def test_more_money_never_covers_less(week: Week) -> None:
    request, year = week
    shares = []
    for budget in (0.0, 30.0, 120.0):
        wanted = SiteRequest(budget, None, "battery", "dc-360", 4, None, simulate=False)
        found = site_answer(request, wanted, year)
        assert found["cost_mcny"] <= budget + 1e-9
        assert found["gap_share"] <= 1e-6
        shares.append(found["covered_share"])
    assert shares == sorted(shares)
    roads = _standing(request, year)
    trucks = roads.trucks_with("battery")
    flows = [flow for flow in _laden_flows(request, year) if flow.class_id in trucks]
    reserve = roads.parameters.reserve_share
    standing = covered_flows(flows, trucks, roads.areas, roads.equipped, reserve, roads.grades)
    today = covered_share(standing)
    assert found["covered_share_before"] == shares[0] == pytest.approx(today)
    assert shares[-1] > shares[0]


def test_a_limit_of_energy_covers_less_before_and_after(week: Week) -> None:
    request, year = week
    found = []
    for limit in (None, 2.0):
        wanted = SiteRequest(4.0, None, "battery", "dc-360", 4, limit, simulate=False)
        found.append(site_answer(request, wanted, year))
    ample, tight = found
    assert tight["proven"]
    assert tight["covered_share"] < ample["covered_share"]
    assert tight["covered_share_before"] < ample["covered_share_before"]
    assert tight["covered_share_before"] < tight["covered_share"]


def test_a_choice_for_trucks_that_the_plan_lacks_is_not_simulated(week: Week) -> None:
    request, year = week
    wanted = SiteRequest(0.0, None, "swap", "swap-slot", 8, None, simulate=True)
    found = site_answer(request, wanted, year)
    assert "simulated" not in found
    assert found["warnings"] == ["not simulated: few-stations has no swap trucks in 2030"]


def test_vessels_bunker_what_they_burn(week: Week) -> None:
    request, year = week
    vessels = river_study(request, year)
    found = river_answer(request, year, vessels)
    assert found.balances
    # Tanks that come full from elsewhere hold the rest of what is burnt; the page says how much.
    flows = [one for one in vessels.flows if one.sold_as == "lng"]
    mj_per_kg = year.model.factors["inland_lng_otto"].lhv_mj_per_kg
    burnt_t = sum(one.per_day * one.own_mj for one in flows) / mj_per_kg / 1000
    assert found.totals["lng_burnt_t_per_day"] == pytest.approx(burnt_t)
    assert 0 < found.totals["lng_t_per_day"] < burnt_t
    assert any(f"of the {burnt_t:.0f} t of LNG" in text.en for text in found.assumptions)
    assert set(found.stations["area"]) == {"WZH", "GGG"}
    # Two pontoons of 60 million CNY each, without a connection to the grid or a bill.
    assert found.totals["capex_mcny"] == pytest.approx(120.0)
    assert found.totals["bill_mcny_per_year"] == 0.0
    # Pumps take no power: no picture of it, and the fuel of each in place of it.
    afloat = replace(found, facts={**found.facts, "mode": "river"})
    page = stations_page(afloat, dict(request.tables), {}, as_text("plan"))
    assert "Mean power over the day" not in page
    assert "MWh of electricity" not in page
    assert "Fuel, t a day" in page
    totals = found.totals | {"wait_mean_min": math.nan}
    nowhere = found.stations.assign(wait_p95_min=math.nan)
    empty = replace(found, totals=totals, stations=nowhere)
    assert "nan" not in " ".join(answer_lines(empty))
    # Pumps take no power, so that there is no load to draw.
    afloat = replace(found, facts=found.facts | {"mode": "river"})
    page = stations_page(afloat, dict(request.tables), {}, as_text("x"))
    assert page.count("<svg") == 1
    # With a target of a tenth of a second the river names its stations, as the road does.
    strict = river_answer(replace(request, target_wait_min=0.002), year, vessels)
    named = strict.document()["long_waits"]
    late = strict.stations[strict.stations["wait_mean_min"] > 0.002]
    assert sorted(one["station"] for one in named) == sorted(late["station"])
    assert len(named) > 0
    assert all(one["held_per_week"] == 0 for one in named)
    assert any(text.en.startswith("Mean waits are above 0.002 min") for text in strict.warnings)


def test_no_station_is_assumed_for_vessels_that_never_come(week: Week) -> None:
    # The stock of the base year names a trace of battery vessels, and no voyage is theirs.
    request, year = week
    stocked = replace(request, replications=1)
    vars(stocked)["changes"] = (*request.changes, *year.base.stock)
    asked = {one.powertrain for one in stocked.changes if isinstance(one, VesselPowertrain)}
    assert any(name.startswith("battery") for name in asked)
    study = river_study(stocked, year)
    assert {place: set(sold) for place, sold in study.equipped.items()} == {
        "WZH": {"lng"},
        "GGG": {"lng"},
    }


@pytest.fixture(scope="module")
def folder(
    week: Week,
    study: RoadStudy,
    answer: StationsAnswer,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """Write the answer for the roads."""
    folder = tmp_path_factory.mktemp("stations") / "out"
    title = as_text("x")
    write_stations(answer, dict(week[0].tables), study.roads.areas, title, folder)
    return folder


def test_the_folder_holds_page_and_tables(folder: Path) -> None:
    names = {one.name for one in folder.iterdir()}
    assert {"manifest.json", "answer.json", "report.html", "stations.csv", "hourly.csv"} <= names
    page = (folder / "report.html").read_text("utf-8")
    assert page.count("<circle") > 500
    assert page.count("<svg") == 2
    assert 'lang="zh">' in page
    assert "充电" in page
    assert not re.search(r'lang="zh">[^<]*charging', page)
    said = json.loads((folder / "answer.json").read_text("utf-8"))
    assert len(said["hourly_kw"]) == 24
    assert set(said["totals"]["wait_mean_min"]) == {"mean", "low", "high"}
    assert set(said["stations"][0]["peak_kw"]) == {"mean", "low", "high"}


@pytest.mark.browser
def test_the_page_speaks_both(folder: Path, speaks_both: Callable[[Path], None]) -> None:
    speaks_both(folder / "report.html")


def test_the_page_speaks_of_intervals_only_where_there_are_some(
    answer: StationsAnswer, shipped: Tables, study: RoadStudy
) -> None:
    def heading(weeks: int) -> str:
        """Return the page of an answer that rests on so many weeks."""
        facts = {**answer.facts, "replications": weeks}
        return stations_page(
            replace(answer, facts=facts), dict(shipped), study.roads.areas, as_text("plan")
        )

    assert "95 % intervals in brackets" in heading(2)
    assert "95 % intervals" not in heading(1)
    assert "one week gives no interval" in heading(1)


def test_records_name_the_trucks_and_vessels_of_the_stock(week: Week, study: RoadStudy) -> None:
    request, year = week
    stocked = replace(request)
    vars(stocked)["changes"] = (*request.changes, *year.base.stock)
    trips = road_records(stocked, study).trips
    assert len(trips) == len(study.trips.depart_h)
    assert trips["vintage"].between(1990, 2030).all()
    assert set(trips["vehicle_class"]) == {"truck-49", "truck-18", "truck-4.5"}
    assert road_records(request, study).trips["vintage"].isna().all()  # without a stock
    river = river_study(*week)
    vessels = river_records(stocked, river).trips
    assert len(vessels) == len(river.trips.depart_h) > 0
    assert set(vessels["powertrain"]) == {"lng-otto"}
    assert vessels["vintage"].notna().all()
    empty = vessels["load_t"] == 0
    assert 0 < empty.sum() < len(vessels)
