"""``landsea energy train`` and ``truck``: documents and faults."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from scenarios.cli import main
from scenarios.energy.land_answer import train_answer, truck_answer
from scenarios.energy.land_inputs import LandInputs, land_inputs
from scenarios.energy.land_request import LandRequest, train_faults, truck_faults

if TYPE_CHECKING:
    from scenarios.tables.reading import Tables


@pytest.fixture(scope="module")
def land(shipped: Tables) -> LandInputs:
    return land_inputs(shipped, 2024)


def test_the_commands_print_one_document(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["energy", "train", "rail-bulk-4000", "--json"]) == 0
    train = json.loads(capsys.readouterr().out)
    assert train["power_kw"] > 0
    assert train["g_per_tkm"]["ttw"]["co2"] == 0 < train["g_per_tkm"]["wtw"]["co2e"]
    assert main(["energy", "truck", "truck-49", "--load-t", "50", "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["faults"][0]["code"] == "energy.load-t"


def test_half_a_wire_is_half_of_each(land: LandInputs) -> None:
    answers = [
        train_answer(LandRequest("rail-mixed-3000", electrified_share=share), land)
        for share in (0.0, 0.5, 1.0)
    ]
    diesel, both, electric = (one["fuel_kg_per_km"].get("rail_diesel") for one in answers)
    assert both == pytest.approx(diesel / 2, rel=1e-5)
    assert electric is None
    assert answers[1]["electricity_kwh_per_km"] == pytest.approx(
        answers[2]["electricity_kwh_per_km"] / 2, rel=1e-5
    )


def test_changes_of_locomotive_by_hand(land: LandInputs) -> None:
    asked = LandRequest("rail-bulk-4000", electrified_share=0.7)
    with_two = replace(asked, changes=2, distance_km=500.0)
    assert train_faults(with_two, land) == []
    none, two = train_answer(asked, land), train_answer(with_two, land)
    # 52.08 l for a train, and 45 % of the kilometres empty: 2 x 52.08 / 0.55.
    litres = 2 * 52.08 / 0.55
    told = two["locomotive_changes"]
    assert told["diesel_l"]["central"] == pytest.approx(litres, rel=1e-5)
    assert told["diesel_l"]["low"] < litres < told["diesel_l"]["high"]
    assert told["hours"] == pytest.approx(2 * 1.2)
    kg = two["fuel_kg_per_km"]["rail_diesel"] - none["fuel_kg_per_km"]["rail_diesel"]
    assert kg == pytest.approx(litres * 0.84 / 500, rel=1e-4)
    # 72.59 g CO2 a megajoule at the engine, to which the supply is added.
    grams = 500 * (two["g_per_km"]["ttw"]["co2"] - none["g_per_km"]["ttw"]["co2"])
    assert grams == pytest.approx(litres * 0.84 * 42.652 * 72.59, rel=1e-3)
    assert told["wtw_co2e_kg"]["central"] > told["ttw_co2e_kg"] > grams / 1000
    assert two["electricity_kwh_per_km"] == none["electricity_kwh_per_km"]
    assert "locomotive_changes" not in none


def test_changes_need_a_way_and_the_end_of_a_wire(land: LandInputs) -> None:
    def codes(
        changes: int | None, share: float | None = None, distance_km: float | None = None
    ) -> list[str]:
        request = LandRequest(
            "rail-bulk-4000", changes=changes, electrified_share=share, distance_km=distance_km
        )
        return [fault.code for fault in train_faults(request, land)]

    distance, changes = "energy.distance-km", "energy.changes"
    assert codes(1) == [distance, changes]
    assert codes(-1, 0.5, 9.0) == [changes]
    assert codes(1, 0.5, 0.0) == [distance]
    assert codes(None, None, 9.0) == [distance]
    assert codes(0) == []


def test_empty_kilometres_weigh_on_the_cargo(land: LandInputs) -> None:
    full, some = (
        truck_answer(LandRequest("truck-49", empty_share=share), land)["energy_mj_per_tkm"]
        for share in (0.0, 0.5)
    )
    # one empty kilometre for each laden one
    truck = land.trucks["truck-49", "diesel"]
    load = truck.payload_t * truck.laden_load_share
    assert some - full == pytest.approx(float(truck.mj_per_km(0.0)) / load, rel=1e-4)


def test_an_empty_truck_has_no_tonne_km(land: LandInputs) -> None:
    found = truck_answer(LandRequest("truck-49", load_t=0.0, empty_share=0.0), land)
    assert found["energy_mj_per_tkm"] is None
    assert found["energy_mj_per_km"] > 0


def test_all_powertrains_of_the_heavy_truck_answer(land: LandInputs) -> None:
    for powertrain in ("diesel", "lng", "battery", "swap", "fuel-cell"):
        request = LandRequest("truck-49", powertrain=powertrain)
        assert truck_faults(request, land) == []
        found = truck_answer(request, land)
        assert found["g_per_tkm"]["wtw"]["co2e"] > 0
        assert ("battery" in found) is (powertrain in {"battery", "swap"})


def test_all_faults_at_once(land: LandInputs) -> None:
    request = LandRequest("rail-bulk", load_t=-1.0, grade="steep", powertrain="steam")
    codes = {fault.code for fault in train_faults(request, land)}
    assert codes == {"energy.class", "energy.load-t", "energy.grade", "energy.powertrain"}
    both = LandRequest("rail-bulk-4000", powertrain="electric", electrified_share=0.5, load_t=1e4)
    codes = {fault.code for fault in train_faults(both, land)}
    assert codes == {"energy.electrified-share", "energy.load-t"}
    impossible = LandRequest("rail-bulk-4000", load_t=1e9)
    assert [fault.message for fault in train_faults(impossible, land)] == ["1e+09 is impossible"]
    missing = truck_faults(LandRequest("truck-18", powertrain="lng"), land)
    assert missing[0].allowed == "diesel, battery"
