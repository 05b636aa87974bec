"""``landsea energy vessel``: the document, the limits, and every fault at once."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from scenarios.cli import main
from scenarios.energy.inputs import vessel_inputs
from scenarios.energy.vessel_answer import vessel_answer
from scenarios.energy.vessel_request import VesselRequest, request_faults

if TYPE_CHECKING:
    from scenarios.energy.inputs import VesselInputs
    from scenarios.tables.reading import Tables

Ask = Callable[..., tuple[int, dict[str, Any]]]
TEXTS = {"engine", "powertrain", "tier", "mode"}


@pytest.fixture
def ask(vessels: VesselInputs) -> Ask:
    """Answer as the command does, with tables that are read once."""

    def answer(class_id: str, *words: str) -> tuple[int, dict[str, Any]]:
        pairs = zip(words[::2], words[1::2], strict=True)
        options = {name.removeprefix("--").replace("-", "_"): value for name, value in pairs}
        typed = {name: one if name in TEXTS else float(one) for name, one in options.items()}
        request = VesselRequest(class_id, **typed)  # type: ignore[arg-type]
        faults = request_faults(request, vessels)
        if faults:
            return 2, {"faults": [dataclasses.asdict(fault) for fault in faults]}
        return 0, vessel_answer(request, vessels)

    return answer


def test_the_command_prints_the_answer(capsys: pytest.CaptureFixture[str], ask: Ask) -> None:
    words = ("inland-3000", "--depth-m", "6", "--current-kmh", "1.5")
    assert main(["energy", "vessel", *words, "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed == json.loads(json.dumps(ask(*words)[1]))
    assert main(["energy", "vessel", "inland-3000", "--depth-m", "1", "--json"]) == 2
    assert codes(json.loads(capsys.readouterr().out)) == {"energy.aground"}


def test_another_gwp_set_weighs_the_same_gases(shipped: Tables) -> None:
    request = VesselRequest("inland-lng-3000", engine="lng-lbsi", depth_m=6.0)
    for name, ch4, n2o in (("AR6-100", 29.8, 273), ("AR5-100", 30, 265), ("AR5-20", 85, 264)):
        found = vessel_answer(request, vessel_inputs(shipped, 2024, name))
        grams, mj = found["g_per_km"], found["energy_mj_per_km"]
        assert grams["gwp"] == name
        ttw = grams["ttw"]
        weighed = ttw["co2"] + ch4 * ttw["ch4"] + n2o * ttw["n2o"]
        assert ttw["co2e"] == pytest.approx(weighed, rel=1e-4)
        # 16 % of the 18.5 g CO2e of supply, at 25 g a gram, is 0.1184 g of methane.
        assert grams["wtt"]["co2e"] == pytest.approx(mj * (15.54 + 0.1184 * ch4), rel=1e-4)
        assert grams["wtt"]["co2e_ar6_20"] == pytest.approx(mj * (15.54 + 0.1184 * 82.5), rel=1e-4)


def test_the_gwp_set_is_an_option(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["energy", "vessel", "inland-500", "--gwp", "AR5-20", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["g_per_tkm"]["gwp"] == "AR5-20"
    assert main(["energy", "truck", "truck-49", "--gwp", "AR5", "--load-t", "99", "--json"]) == 2
    assert codes(json.loads(capsys.readouterr().out)) == {"option.gwp", "energy.load-t"}


def codes(document: dict[str, Any]) -> set[str]:
    return {fault["code"] for fault in document["faults"]}


def test_power_is_one_number_and_the_parts_add_up(ask: Ask) -> None:
    status, found = ask("inland-3000", "--depth-m", "6", "--current-kmh", "1.5")
    assert status == 0
    assert found["power_kw"] == pytest.approx(found["propulsion_kw"] + found["hotel_kw"], rel=1e-5)
    assert found["ground_speed_kmh"] == pytest.approx(14.0)
    hourly = found["fuel_kg_per_h"]["inland-diesel-cn"]
    assert found["fuel_kg_per_km"]["inland-diesel-cn"] == pytest.approx(hourly / 14.0, rel=1e-5)
    stages = found["g_per_tkm"]
    assert stages["wtw"]["co2e"] == pytest.approx(
        stages["ttw"]["co2e"] + stages["wtt"]["co2e"], rel=1e-5
    )
    assert stages["ttw"]["co2"] * found["load_t"] == pytest.approx(
        found["g_per_km"]["ttw"]["co2"], rel=1e-5
    )
    assert {"co2", "ch4", "n2o", "nox", "so2", "pm25", "bc"} <= set(stages["ttw"])
    assert found["calibration"]["anchor"].startswith("inland-xijiang")
    assert found["limits"] == []


def test_load_and_draught_give_each_other(ask: Ask) -> None:
    _, loaded = ask("inland-3000", "--load-t", "1650")
    assert loaded["draught_m"] == pytest.approx(2.65)
    _, sunk = ask("inland-3000", "--draught-m", "2.65")
    assert sunk["load_t"] == pytest.approx(1650)
    assert sunk["power_kw"] == loaded["power_kw"]
    status, _ = ask("inland-3000", "--draught-m", "2.65", "--load-t", "1650")
    assert status == 0


def test_limits_passed_are_named_and_no_fault(ask: Ask) -> None:
    status, found = ask(
        "inland-3000", "--depth-m", "4.2", "--draught-m", "4.1", "--speed-kmh", "17"
    )
    assert status == 0
    named = {one["limit"]: one for one in found["limits"]}
    assert set(named) == {"engine_power_kw", "under_keel_m", "loaded_draught_m", "depth_froude"}
    assert named["engine_power_kw"]["allowed"] == 900
    assert named["under_keel_m"]["value"] < named["under_keel_m"]["allowed"] == 0.3
    _, slow = ask(
        *("inland-3000", "--depth-m", "5", "--draught-m", "4"),
        *("--speed-kmh", str(found["fastest_by_engine_kmh"] / 2)),
    )
    assert slow["limits"] == []


def test_fastest_speeds_are_where_the_limits_begin(ask: Ask) -> None:
    common = ("inland-2000", "--depth-m", "4.3", "--draught-m", "3.4")
    _, found = ask(*common)
    for bound, limit in (
        ("fastest_by_engine_kmh", "engine_power_kw"),
        ("fastest_by_under_keel_kmh", "under_keel_m"),
    ):
        for step, passed in ((-0.01, False), (0.01, True)):
            _, there = ask(*common, "--speed-kmh", f"{found[bound] + step:.4f}")
            assert (limit in {one["limit"] for one in there["limits"]}) is passed


def test_a_canal_squats_no_less_than_open_water(ask: Ask) -> None:
    common = ("inland-3000", "--depth-m", "6")
    _, open_water = ask(*common)
    squats = [ask(*common, "--width-m", width)[1]["squat_m"] for width in ("30", "60", "1000")]
    assert squats == sorted(squats, reverse=True)
    assert squats[0] > squats[-1] == open_water["squat_m"]


def test_a_vessel_that_waits_burns_hotel_load(ask: Ask) -> None:
    status, found = ask("inland-3000", "--speed-kmh", "0")
    assert status == 0
    assert found["power_kw"] == 15
    assert found["fuel_kg_per_h"]["inland-diesel-cn"] == pytest.approx(3.15, rel=1e-3)
    assert found["energy_mj_per_km"] is None


def test_all_faults_come_at_once(ask: Ask) -> None:
    status, found = ask(
        "inland-300", "--speed-kmh", "-3", "--engine", "diesal", "--tier", "china-9"
    )
    assert status == 2
    assert codes(found) == {"energy.class", "energy.range", "energy.engine", "energy.tier"}
    nearest = next(one for one in found["faults"] if one["code"] == "energy.class")
    assert '"inland-3000"' in nearest["allowed"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("--depth-m", "3.9", "--draught-m", "3.9"), {"energy.aground"}),
        (("--draught-m", "3.9", "--load-t", "1000"), {"energy.load"}),
        (("--draught-m", "0.5"), {"energy.draught"}),
        (("--current-kmh", "-12.5"), {"energy.current"}),
        (("--width-m", "15"), {"energy.width"}),
        (("--mode", "berth"), {"energy.mode"}),
        (("--engine", "battery", "--powertrain", "diesel"), {"energy.powertrain"}),
        (("--main-fuel-time-share", "0.5"), {"energy.engine"}),
        (("--speed-kmh", "nan", "--load-t", "-1"), {"energy.range"}),
        (
            ("--depth-m", "3", "--load-t", "1000", "--draught-m", "3.9", "--current-kmh", "-20"),
            {"energy.aground", "energy.load", "energy.current"},
        ),
    ],
)
def test_the_impossible_is_refused(ask: Ask, words: tuple[str, ...], expected: set[str]) -> None:
    status, found = ask("inland-3000", *words)
    assert status == 2
    assert codes(found) == expected


def test_a_class_without_a_hull_says_what_is_missing(ask: Ask) -> None:
    status, found = ask("inland-ev-3000")
    assert status == 2
    assert "length_m" in found["faults"][0]["message"]


def test_lng_shows_its_slip_under_both_horizons(ask: Ask) -> None:
    _, found = ask("inland-lng-3000", "--engine", "lng-otto-ms")
    slip = found["methane_slip"]
    assert slip["low"]["slip_share"] < slip["central"]["slip_share"] < slip["high"]["slip_share"]
    for horizon in ("100", "20"):
        values = [
            slip[end][f"wtw_co2e_g_per_tkm_ar6_{horizon}"] for end in ("low", "central", "high")
        ]
        assert values == sorted(values)
    assert found["g_per_tkm"]["wtw"]["co2e"] == slip["central"]["wtw_co2e_g_per_tkm_ar6_100"]


def test_a_battery_takes_electricity_and_emits_nothing_on_board(
    ask: Ask,
) -> None:
    _, found = ask("inland-ev-3000-xj")
    assert found["fuel_kg_per_km"] == {}
    assert found["electricity_kwh_per_km"] == found["energy_kwh_per_km"] > 0
    assert all(value == 0 for value in found["g_per_tkm"]["ttw"].values())
    assert found["g_per_tkm"]["wtw"]["co2e"] > 0


def test_a_load_that_the_battery_leaves_no_room_for_is_named(ask: Ask) -> None:
    words = ("inland-3000", "--powertrain", "battery", "--battery-kwh")
    _, small = ask(*words, "3000")  # 27.3 t at 110 Wh/kg beside 2,970 t of 3,300 t
    _, large = ask(*words, "110000")
    assert small["limits"] == []
    assert large["limits"] == [{"limit": "payload_t", "value": 2970, "allowed": 2300}]
    # A vessel built for 5,000 kWh loses what a larger pack weighs more.
    built = [ask("inland-ev-3000-xj", *more)[1]["battery"] for more in ((), (*words[3:], "16000"))]
    assert [one["payload_lost_t"] for one in built] == [0, 100]


def test_the_range_of_a_battery_counts_no_fuel_of_auxiliaries(ask: Ask) -> None:
    _, found = ask("sea-bulk-handy", "--powertrain", "battery", "--battery-kwh", "100000")
    kwh = found["electricity_kwh_per_km"]
    assert 0 < kwh < found["energy_kwh_per_km"]
    assert found["battery"]["range_km"] == pytest.approx(80_000 / kwh, rel=1e-5)


def test_a_current_moves_no_vessel_that_waits(ask: Ask) -> None:
    for current in ("-3", "3"):
        status, found = ask("inland-3000", "--speed-kmh", "0", "--current-kmh", current)
        assert (status, found["ground_speed_kmh"], found["power_kw"]) == (0, 0, 15)
        assert found["energy_mj_per_km"] is None


def test_stage_two_engines_emit_less_than_the_measured_fleet(
    ask: Ask,
) -> None:
    _, fleet = ask("inland-3000")
    _, stage = ask("inland-3000", "--tier", "china-2")
    for species in ("nox", "pm25"):
        assert stage["g_per_tkm"]["ttw"][species] < fleet["g_per_tkm"]["ttw"][species]
    assert stage["fuel_kg_per_km"] == fleet["fuel_kg_per_km"]


def test_a_ship_at_berth_runs_auxiliaries_and_boiler(ask: Ask) -> None:
    status, found = ask("sea-cont-1700", "--mode", "berth")
    assert status == 0
    # Fourth IMO GHG Study, table 17: container ships of 1,000 to 1,999 TEU at berth
    assert (found["propulsion_kw"], found["hotel_kw"], found["boiler_kw"]) == (0, 820, 340)
    # 820 kW at 195 g/kWh and 340 kW at 340 g/kWh
    assert found["fuel_kg_per_h"]["vlsfo"] == pytest.approx(275.5, rel=1e-3)


def test_the_terminal_names_power_calibration_and_estimates(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["energy", "vessel", "inland-3000", "--depth-m", "4.2", "--speed-kmh", "15"]) == 0
    text = capsys.readouterr().out
    assert "kW" in text
    assert "calibration" in text
    assert "limit passed: engine_power_kw" in text
    assert "estimates" in text


def test_every_class_answers_in_every_mode_and_with_every_engine(
    ask: Ask, vessels: VesselInputs
) -> None:
    for name in (*vessels.inland.vessels, *vessels.sea):
        status, found = ask(name)
        assert status == 0, name
        assert found["power_kw"] > 0
        assert found["sources"]
    for mode in ("sea", "manoeuvring", "anchorage", "berth"):
        assert ask("sea-cruise-mid", "--mode", mode)[1]["hotel_kw"] > 0
    mains = [one.engine_id for one in vessels.engines.values() if one.role == "main"]
    for engine in mains:
        _, found = ask("inland-2000", "--engine", engine)
        assert found["g_per_tkm"]["wtw"]["co2e"] > 0, engine


def test_a_load_that_would_sink_the_vessel_is_refused(ask: Ask) -> None:
    status, found = ask("inland-3000", "--load-t", "9000")
    assert status == 2
    (fault,) = found["faults"]
    assert (fault["file"], fault["code"]) == ("--load-t", "energy.load")
    assert ask("inland-3000", "--load-t", "3600")[1]["limits"][0]["limit"] == "loaded_draught_m"
