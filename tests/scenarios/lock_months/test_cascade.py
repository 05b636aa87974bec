"""The whole cascade of the reference network through every day of 2025."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from io import StringIO
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from scenarios.cli import main
from scenarios.inputs import prepare_year
from scenarios.waterway.cascade import CascadeRequest, CascadeStudy, run_cascade, simulate_plan
from transport.annual import run_year
from transport.changes import VesselPowertrain
from transport.draws import StreamKey
from transport.inland.voyages import voyage_flows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from scenarios.inputs import Base
    from scenarios.tables.reading import Tables
    from transport.year_model import YearModel
    from transport.year_outcome import YearOutcome

SHUT = "lock,line,from,to,reason\nchangzhou,3,2025-05-01,2025-05-31,works\n"
REQUEST = CascadeRequest(
    year=2025, replications=1, seed=1, workers=1, keep_records=True, announce_h=3.0,
    outages=pd.read_csv(StringIO(SHUT), dtype=str),
)  # fmt: skip
MONTHS = [f"{month:02d}" for month in range(1, 13)]


@dataclass(frozen=True)
class Simulated:
    """A study of one replication, and the year in equilibrium behind it."""

    study: CascadeStudy
    settled: YearOutcome


@pytest.fixture(scope="module")
def simulated(shipped: Tables, base: Base) -> Simulated:
    """Run the study and keep the equilibrium."""
    settled: list[YearOutcome] = []

    def kept(model: YearModel, key: StreamKey) -> YearOutcome:
        settled.append(run_year(model, key))
        return settled[0]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("scenarios.waterway.cascade.run_year", kept)
        model = prepare_year(shipped, base, base.stock, REQUEST.year)
        study = simulate_plan(shipped, model, (), REQUEST)
    (one,) = settled
    return Simulated(study, one)


def test_a_replication_is_the_same_by_itself(simulated: Simulated) -> None:
    # So it does not depend on the process, nor on what ran there before.
    study = simulated.study
    heads = {lock: dict.fromkeys(MONTHS, np.nan) for lock in study.model.network.chambers}
    kt = simulated.settled.kt_by_service
    apart = run_cascade(study.model, kt, StreamKey(REQUEST.seed, 0), heads, False)  # noqa: FBT003
    pd.testing.assert_frame_equal(apart.months, study.outcomes[0].months)
    assert apart.vessel_h == study.outcomes[0].vessel_h
    assert apart.records is None


def test_records_are_those_of_the_run(simulated: Simulated) -> None:
    (first,) = simulated.study.outcomes
    assert first.records is not None
    edges_h = simulated.study.model.calendar.edges_h
    stays = first.records.stays()
    started = stays[(stays["lock"] == "changzhou") & (stays["start_h"] >= edges_h[0])]
    months = first.months[first.months["lock"] == "changzhou"]
    assert len(started) == months["vessels"].sum()


def test_a_user_runs_the_cascade_under_a_plan(
    simulated: Simulated,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    asked: list[CascadeRequest] = []

    def shared(
        _: object, year: YearModel, changes: Sequence[object], request: CascadeRequest, __: object
    ) -> CascadeStudy:
        assert year.network.year == REQUEST.year
        asked.append(request)
        assert any(isinstance(one, VesselPowertrain) for one in changes)  # those of the stock
        return simulated.study

    monkeypatch.setattr("scenarios.waterway.plan_simulation.simulate_plan", shared)
    (tmp_path / "o.csv").write_text(SHUT, encoding="utf-8")
    out = tmp_path / "out"
    words = ("--plan", "reference", "--year", "2025", "--replications", "1", "--workers", "1")
    orders = ("--outages", str(tmp_path / "o.csv"), "--announce-h", "3", "--records")
    assert main(["waterway", "simulate", *words, *orders, "--out", str(out), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    (request,) = asked
    assert replace(request, outages=None) == replace(REQUEST, outages=None)
    assert request.outages is not None
    assert REQUEST.outages is not None
    assert request.outages.equals(REQUEST.outages)
    may, july = (answer["locks"]["changzhou"][f"2025-{month}"] for month in ("05", "07"))
    assert may["lines"]["3"]["lockages"]["mean"] == 0
    assert july["lines"]["3"]["lockages"]["mean"] > 0
    assert 0 < july["slow_steaming_h_mean"]["mean"] <= 2
    assert "does not know of this" in " ".join(answer["assumptions"])
    assert len(answer["locks"]) > 8
    assert set(answer["locks"]["changzhou"]) == {f"2025-{month}" for month in MONTHS}
    assert answer["vessels_in_circulation"] > 0
    assert {"passages", "tonnes_mt", "speed_up_kmh"} <= set(answer["reaches"][0])
    assert (out / "reaches.csv").is_file()
    passages = pd.read_parquet(out / "records" / "passages.parquet")
    assert set(passages["vessel_class"]) <= set(simulated.study.model.fleet.classes)
    assert set(passages["powertrain"]) > {"diesel"}
    assert passages["vintage"].between(1990, 2025).all()  # the stock knows every class
    # One trip is one vessel at every lock.
    vessel = ["trip", "vessel_class", "powertrain", "vintage", "dwt_t"]
    assert not passages[vessel].drop_duplicates().duplicated("trip").any()
    picture = tmp_path / "day.svg"
    assert main(["waterway", "animate", str(out), "--out", str(picture)]) == 0
    assert "长洲枢纽" in picture.read_text(encoding="utf-8")


def voyages(simulated: Simulated, *, through: str) -> float:
    """Voyages of the equilibrium whose route names the place between two others."""
    skims = simulated.study.model.skims
    flows = voyage_flows(skims.route_kt(simulated.settled.kt_by_service), skims.routes)
    return sum(
        flow.voyages_per_year
        for flow in flows
        if through in flow.route.split(":", 1)[1].split(">")[1:-1]
    )


@pytest.mark.parametrize("lock", ["changzhou", "guiping", "xijin"])
def test_vessels_of_all_months_are_the_voyages_of_the_equilibrium(
    simulated: Simulated, lock: str
) -> None:
    wanted = voyages(simulated, through=lock)
    assert wanted > 1000
    for one in simulated.study.outcomes:
        months = one.months[one.months["lock"] == lock]
        # Poisson, an interval that misses one time in a thousand, and what is under way or queues.
        assert len(months) == 12
        assert abs(months["arrivals"].sum() - wanted) < 3.3 * np.sqrt(wanted) + 0.003 * wanted
        grown = months["arrivals"].sum() - months["vessels"].sum()
        assert abs(grown) <= months["waiting_vessels_max"].max()


def test_a_reach_by_hand(simulated: Simulated) -> None:
    # From Wuzhou up to Changzhou: 13 km/h through water, 1.8 km/h of current.
    reaches = simulated.study.reaches.set_index("link")
    reach = reaches.loc["WZH--changzhou"]
    assert (reach["from"], reach["to"]) == ("WZH", "changzhou")
    assert (reach["speed_up_kmh"], reach["speed_down_kmh"]) == pytest.approx((11.2, 14.8))
    skims = simulated.study.model.skims
    cargo_kt = skims.route_kt(simulated.settled.kt_by_service)
    flows = voyage_flows(cargo_kt, skims.routes)

    def uses(route: str) -> bool:
        places = route.split(":", 1)[1].split(">")
        return {"WZH", "changzhou"} in [set(pair) for pair in pairwise(places)]

    wanted = sum(flow.voyages_per_year for flow in flows if uses(flow.route))
    assert reach["passages"] == pytest.approx(wanted)
    tonnes_mt = sum(kt for name, kt in cargo_kt.items() if uses(name)) / 1000
    assert reach["tonnes_mt"] == pytest.approx(tonnes_mt)
    canal = reaches[reaches["speed_up_kmh"] == reaches["speed_down_kmh"]]
    assert 0 < len(canal) < len(reaches)


def test_cargo_of_all_months_is_that_of_the_reach_at_the_lock(simulated: Simulated) -> None:
    reach = simulated.study.reaches.set_index("link").loc["changzhou--TXN"]
    for one in simulated.study.outcomes:
        months = one.months[one.months["lock"] == "changzhou"]
        assert months["cargo_mt"].sum() == pytest.approx(reach["tonnes_mt"], rel=0.02)


def test_vessels_at_work_are_no_more_than_those_in_circulation(simulated: Simulated) -> None:
    study = simulated.study
    assert study.converged
    for one in study.outcomes:
        assert 0 < sum(one.vessel_h.values()) / 8760 < 2 * study.vessels_in_circulation
        assert set(one.vessel_h) == {"sailing", "waiting", "in locks"}
