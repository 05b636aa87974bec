"""Drawn calls of a port, the page, and all ports in the account of a year."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from scenarios.cli import main
from scenarios.display.words import words
from scenarios.from_tables.port_berths import berth_power, port_berths
from scenarios.from_tables.shore_power import (
    Port,
    supply_factors_of,
    water_parameters,
)
from scenarios.measures.ports import ShorePowerMeasure
from scenarios.shore_power.answer import shore_answer
from scenarios.shore_power.port_name import port_named
from scenarios.shore_power.request import ShoreRequest
from scenarios.shore_power.study import run_shore_study
from transport.changes import ShorePower
from transport.ledger.port_calls import berth_totals
from transport.sizing.shore_balance import saved_t

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from scenarios.tables.reading import Tables

KEYS = {
    "calls": None,
    "connected": None,
    "eligible_h": None,
    "connected_h": None,
    "peak_kw": {"mean", "p90", "p95", "p99", "max"},
    "simultaneous": None,
    "energy_mwh": None,
    "recommended": {"sockets", "socket_kw", "transformer_mva", "because"},
    "options": None,
    "bill": {"energy_cny", "demand_cny", "service_cny", "by_month"},
    "emissions_saved_t": {"co2", "nox", "pm25", "so2", "co2e_wtw"},
    "break_even": {"fitted_share", "grid_kg_per_kwh", "service_fee_cny_per_kwh"},
}
OPTION_KEYS = {
    *("sockets", "transformer_mva", "refused_share", "delayed_h_p95"),
    *("utilisation", "lcoe_cny_per_kwh", "capex_mcny"),
}


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], Path]:
    folder = tmp_path_factory.mktemp("shore") / "out"
    words_ = ["shore-power", "qinzhou", "--replications", "3", "--out", str(folder)]
    assert main(words_) == 0
    answer: dict[str, Any] = json.loads((folder / "answer.json").read_text("utf-8"))
    return answer, folder


def test_the_answer_has_the_keys_of_the_guide(study: tuple[dict[str, Any], Path]) -> None:
    answer, _ = study
    for key, parts in KEYS.items():
        assert key in answer
        assert parts is None or parts <= set(answer[key])
    assert all(set(one) >= OPTION_KEYS for one in answer["options"])
    assert isinstance(answer["calls"], int)


def test_the_answer_agrees_with_itself(study: tuple[dict[str, Any], Path]) -> None:
    answer, _ = study
    peak = answer["peak_kw"]
    assert 0 < peak["mean"] < peak["p90"] < peak["p95"] < peak["p99"] <= peak["max"]
    assert sum(answer["simultaneous"].values()) == pytest.approx(8760)
    assert peak["mean"] * 8760 / 1000 == pytest.approx(answer["energy_mwh"])
    counted = sum(int(count) * hours for count, hours in answer["simultaneous"].items())
    assert counted == pytest.approx(answer["connected_h"], rel=0.001)
    bill = answer["bill"]
    for name in ("energy_cny", "demand_cny", "service_cny"):
        assert bill[name] == pytest.approx(sum(one[name] for one in bill["by_month"]))
    kwh = sum(one["kwh"] for one in bill["by_month"])
    assert kwh / 1000 == pytest.approx(answer["energy_mwh"])
    chosen = next(one for one in answer["options"] if one["label"] == "chosen")
    assert chosen["transformer_mva"] == answer["recommended"]["transformer_mva"]
    assert sum(chosen["lcoe_parts_cny_per_kwh"].values()) == pytest.approx(
        chosen["lcoe_cny_per_kwh"]
    )


def test_drawn_calls_are_scaled_to_the_cargo_of_the_port(
    study: tuple[dict[str, Any], Path], tables: Tables
) -> None:
    answer, _ = study
    cargo = tables["port_cargo"]
    own = cargo[cargo["place_id"] == "QZP"].set_index("cargo_type")["throughput_mt"]
    assert own.sum() == 174  # published
    for row in answer["scaling"]:
        assert row["port_mt"] == own[row["cargo_type"]]
        if row["demand_mt"]:
            assert row["factor"] == pytest.approx(row["port_mt"] / row["demand_mt"])
    # Containers: 54 Mt at 10 t a slot, 0.8 of a mean of 2,035 slots a call.
    boxes = 54e6 / 10 / (0.8 * 2035)
    growth = next(one["growth"] for one in answer["scaling"] if one["cargo_type"] == "container")
    assert answer["calls"] > boxes * growth


def test_the_page_says_it_in_both_languages(study: tuple[dict[str, Any], Path]) -> None:
    answer, folder = study
    page = (folder / "report.html").read_text("utf-8")
    kva = f"{1000 * answer['recommended']['transformer_mva']:.0f} kVA"
    assert page.count(kva) >= 4
    assert "岸电配置建议" in page
    assert "Shore power at Qinzhou" in page
    assert page.count("<svg") >= 8
    assert 'src="http' not in page
    assert "{" not in page.split("<main>")[1].split("<script>")[0]
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert manifest["port"] == "QZP"


@pytest.mark.browser
def test_the_page_speaks_both(
    study: tuple[dict[str, Any], Path], speaks_both: Callable[[Path], None]
) -> None:
    speaks_both(study[1] / "report.html")


@pytest.mark.parametrize(
    ("text", "place", "water"),
    [
        ("qinzhou", "QZP", "sea"),
        ("防城港", "FCG", "sea"),
        ("guigang", "GGG", "inland"),
        ("梧州", "WZH", "inland"),
        ("NNG", "NNG", "inland"),
    ],
)
def test_ports_by_name(tables: Tables, text: str, place: str, water: str) -> None:
    port = port_named(tables, text)
    assert isinstance(port, Port)
    assert (port.place, port.water) == (place, water)


def test_an_unknown_port_and_wrong_options_come_in_one_list(
    capsys: pytest.CaptureFixture[str],
) -> None:
    words_ = ["--fitted-share", "2", "--demand-basis", "moon", "--waived-until", "soon", "--json"]
    assert main(["shore-power", "atlantis", *words_]) == 2
    codes = {one["code"] for one in json.loads(capsys.readouterr().out)["faults"]}
    assert codes == {
        "option.port",
        "option.fitted-share",
        "option.demand-basis",
        "option.waived-until",
    }


def test_inland_ports_have_boxes(tables: Tables) -> None:
    port = Port("NNG", "南宁", "Nanning", "inland")
    answer = shore_answer(run_shore_study(ShoreRequest("NNG", replications=2), port, tables))
    assert answer["recommended"]["socket_kw"] <= 100
    assert answer["assumptions"]["threshold_h"] == 2
    assert answer["assumptions"]["voltage"] == "380 V"


def test_the_worked_call_of_the_dossier(tables: Tables) -> None:
    # 600 kW, 20 h, one hour of connecting, 217 g/kWh of MGO at 3.206 kg CO2/kg.
    own = water_parameters(tables, "sea")
    factors = supply_factors_of(tables, "sea", 2023, own.auxiliary_sfc_g_per_kwh)
    assert factors.auxiliary_g_per_kwh["co2"] == pytest.approx(695.702, rel=1e-3)
    assert factors.auxiliary_g_per_kwh["nox"] == pytest.approx(7.7)
    found = saved_t(factors, 11_400, 11_400 / 0.92)
    assert found["nox"] == pytest.approx(0.0878, rel=1e-2)
    lines = 1 - float(tables["fleet_parameters"].set_index("parameter")["value"]["grid_loss_share"])
    grid = 0.448 / lines * 11_400 / 0.92  # the dossier takes no loss: 5,963.8 kg less saved
    assert found["co2"] == pytest.approx((0.695702 * 11_400 - grid) / 1000, rel=2e-3)


def test_a_plan_moves_what_vessels_take_at_all_ports(tables: Tables) -> None:
    base = berth_totals(port_berths(tables, 2030, "central", ()))
    plan = berth_totals(port_berths(tables, 2030, "central", (ShorePower((), 0.6),)))
    one = berth_totals(port_berths(tables, 2030, "central", (ShorePower(("QZP",), 0.6),)))
    assert base["berth_aux_gwh"] == plan["berth_aux_gwh"]
    assert base["berth_shore_gwh"] < one["berth_shore_gwh"] < plan["berth_shore_gwh"]
    for name in ("wtw_co2e_kt", "co2_kt", "nox_t", "pm25_t", "so2_t"):
        assert plan[f"berth_{name}"] < one[f"berth_{name}"] < base[f"berth_{name}"]
    less = berth_totals(port_berths(tables, 2030, "central", (ShorePower((), 0.0),)))
    assert less == base  # never below what connects today
    power = berth_power(tables, (ShorePower((), 0.6),), 42.6)
    assert set(power.more_share) == {"GGG", "guiping_port", "pingnan", "WZH"}
    assert not berth_power(tables, (), 42.6).used


def test_the_account_of_a_port_agrees_with_its_study(
    study: tuple[dict[str, Any], Path], tables: Tables
) -> None:
    answer, _ = study
    port = next(one for one in port_berths(tables, 2030, "central", ()) if one.place == "QZP")
    grid_mwh = port.shore_kwh / port.efficiency_share / 1000
    assert answer["energy_mwh"] == pytest.approx(grid_mwh, rel=0.06)


def test_the_measure_follows_its_path() -> None:
    measure = ShorePowerMeasure.model_validate(
        {
            "group": "shore-power",
            "kind": "shore-power",
            "opens": 2025,
            "fitted_share": {"2025": 0.1, "2030": 0.6},
        }
    )
    assert measure.changes(2030) == (ShorePower((), 0.6),)
    assert measure.describe("en") == "10 to 60% of eligible calls at all ports on shore power"
    assert words()["kind.shore-power"].zh == "岸电"
