"""``landsea energy train`` and ``truck``: documents and faults."""

from __future__ import annotations

import json
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
