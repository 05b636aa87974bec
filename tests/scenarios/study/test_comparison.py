from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import openpyxl
import pandas as pd
import pytest

from scenarios.comparison.readings import lock_value
from scenarios.report.store import write_results
from scenarios.study.intervals import interval

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Compared
else:
    Compared = object

INTERVALS = ("wtw_co2e_kt", "ttw_co2e_kt", "cost_mcny")


def year_of(compared: Compared, plan: str) -> dict[str, Any]:
    return dict(compared.comparison.summary["plans"][plan]["2030"])


def test_json_has_the_agreed_shape(compared: Compared) -> None:
    summary = compared.comparison.summary
    assert list(summary) == [
        "base",
        "out",
        "seed",
        "replications",
        "years",
        "demand",
        "plans",
        "change",
        "moved",
        "limits",
        "choice_sensitivity",
        "queue_hour",
        "climate",
        "inland_vessels",
        "warnings",
    ]
    assert (summary["base"], summary["seed"], summary["replications"]) == ("reference", 1, 2)
    assert summary["years"] == [2030]
    assert list(summary["plans"]) == ["reference", "water-first"]
    assert list(summary["change"]) == ["water-first"]
    for plan in summary["plans"]:
        year = year_of(compared, plan)
        numbers = {"freight_mt", "unserved_mt", "direct_tkm", "charges_mcny", "activity_tkm"}
        numbers |= {"user_loss_mcny"}
        assert set(year) == {*numbers, *INTERVALS, "locks", "overseas", "ports"}
        assert set(year["overseas"]) == {"mt", "tkm", "cost_mcny", "wtw_co2e_kt"}
        assert year["charges_mcny"] == 0.0  # neither plan sets a price
        assert list(year["activity_tkm"]) == ["road", "rail", "inland_water", "sea"]
        for name in INTERVALS:
            assert year[name]["low"] <= year[name]["mean"] <= year[name]["high"]
        assert set(year["locks"]["changzhou"]) == {
            "vessels",
            "lockages",
            "cargo_mt",
            "wait_h_mean",
            "wait_h_other",
            "wait_h_p95",
        }
    json.dumps(summary, allow_nan=False)


def test_the_json_says_what_hit_a_limit(compared: Compared) -> None:
    rows = compared.comparison.summary["limits"]
    assert rows
    assert len(rows) == len(compared.comparison.limits)
    for row in rows:
        assert row["plan"] in compared.comparison.titles
        assert row["use_share"] >= 0.9
        assert row["use_share"] == pytest.approx(row["flow_mt"] / row["capacity_mt"], rel=0.02)
        assert row["unserved_mt"] >= 0
    warned = {
        (one["plan"], one["kind"])
        for one in compared.comparison.warnings
        if one["kind"].endswith("-utilisation")
    }
    assert {plan for plan, _ in warned} == {row["plan"] for row in rows}


def test_change_is_the_paired_difference(compared: Compared) -> None:
    base, plan = year_of(compared, "reference"), year_of(compared, "water-first")
    for name in INTERVALS:
        change = compared.comparison.summary["change"]["water-first"]["2030"][name]
        assert change["mean"] == pytest.approx(plan[name]["mean"] - base[name]["mean"], abs=1e-6)
    runs = [
        [float(run.emissions["wtw_co2e_kt"].sum()) for run in compared.study.runs(name, 2030)]
        for name in ("reference", "water-first")
    ]
    by_hand = interval(np.subtract(runs[1], runs[0]))
    change = compared.comparison.summary["change"]["water-first"]["2030"]["wtw_co2e_kt"]
    assert change == pytest.approx(by_hand.as_json())


def test_interval_of_three_values_by_hand() -> None:
    # mean 2, standard deviation 1, standard error 1/sqrt(3), t(0.975, 2) = 4.302653
    found = interval([1, 2, 3])
    assert found.high - found.mean == pytest.approx(4.302653 / np.sqrt(3), rel=1e-6)
    assert interval([5.0]) == interval([5.0, 5.0])
    with pytest.raises(ValueError, match="at least one"):
        interval([])


def test_headline_agrees_with_the_summary(compared: Compared) -> None:
    headline = compared.comparison.headline.set_index(["variable", "mode"])
    assert headline.loc[("wtw_co2e", "all"), "plan_mean"] == pytest.approx(
        year_of(compared, "water-first")["wtw_co2e_kt"]["mean"]
    )
    work = headline.loc["activity"]
    assert work.loc["all", "base_mean"] == pytest.approx(
        work.drop("all")["base_mean"].sum(), rel=1e-12
    )


def test_the_plan_moves_what_it_should(compared: Compared) -> None:
    base, plan = year_of(compared, "reference"), year_of(compared, "water-first")
    assert plan["activity_tkm"]["inland_water"] > base["activity_tkm"]["inland_water"]
    assert plan["activity_tkm"]["road"] < base["activity_tkm"]["road"]
    assert plan["locks"]["madao"]["cargo_mt"] > base["locks"]["madao"]["cargo_mt"]
    lines = {
        name: len(compared.study.models[name, 2030].network.chambers["changzhou"])
        for name in ("reference", "water-first")
    }
    assert lines == {"reference": 4, "water-first": 5}


def test_moves_agree_with_the_change_of_every_mode(compared: Compared) -> None:
    moves, modes = compared.comparison.moves, compared.comparison.modes
    kt = modes.pivot_table(index="mode", columns="plan", values="kt")
    change = kt["water-first"] - kt["reference"]
    into = moves.groupby("to_mode")["kt"].sum()
    out = moves.groupby("from_mode")["kt"].sum()
    left_out_kt = 1e-3 * 5000  # moves below a tonne
    net = into.sub(out, fill_value=0.0).drop("unserved").sort_index()
    assert net.to_numpy() == pytest.approx(change.sort_index().to_numpy(), abs=left_out_kt)
    served = year_of(compared, "water-first")["freight_mt"]
    served -= year_of(compared, "reference")["freight_mt"]
    unserved = into.get("unserved", 0.0) - out.get("unserved", 0.0)
    assert -unserved == pytest.approx(1000 * served, abs=left_out_kt)


def test_the_json_says_what_moved_and_why(compared: Compared) -> None:
    moved = compared.comparison.summary["moved"]
    assert "not the province" in moved["scope"]
    found = moved["plans"]["water-first"]["2030"]
    assert found["moved_kt"] == pytest.approx(sum(one["kt"] for one in found["by_mode"]))
    assert found["moved_kt"] == pytest.approx(sum(found["by_cause"].values()))
    sizes = [one["kt"] for one in found["moves"]]
    assert sizes == sorted(sizes, reverse=True)
    assert len(sizes) == 50
    # A plan of locks and river works moves cargo by shorter queues and by cheaper handling.
    assert found["by_cause"]["waiting"] > 0.1 * found["moved_kt"]
    assert found["by_cause"]["money"] > 0.1 * found["moved_kt"]


def test_direct_work_falls_short_of_the_work_done(compared: Compared) -> None:
    for plan in ("reference", "water-first"):
        year = year_of(compared, plan)
        assert 0.5 < year["direct_tkm"] / sum(year["activity_tkm"].values()) < 1


def test_growth_is_shown_in_three_cases(compared: Compared) -> None:
    growth = compared.comparison.growth
    assert list(growth["growth_case"]) == ["low", "central", "high"]
    assert growth["base_kt"].is_monotonic_increasing


def test_link_flows_add_up_to_the_work(compared: Compared) -> None:
    flows = compared.comparison.link_flows
    tables = compared.study.tables
    length = pd.concat(
        [
            tables[name].set_index("link_id")["length_km"]
            for name in ("road_links", "access_links", "rail_links", "waterway_links", "sea_links")
        ]
    )
    flows = flows[flows["plan"] == "reference"]
    work = (flows["kt"] * 1000 * flows["link_id"].map(length)).groupby(flows["mode"]).sum()
    assert work.to_dict() == pytest.approx(year_of(compared, "reference")["activity_tkm"])


def test_locks_pass_what_the_simulation_saw(compared: Compared) -> None:
    runs = compared.study.runs("reference", 2030)
    cargo = [lock_value(run, "changzhou", "cargo_mt") for run in runs]
    shown = year_of(compared, "reference")["locks"]["changzhou"]["cargo_mt"]
    assert shown == pytest.approx(np.mean(cargo))


def test_folder_appears_whole(compared: Compared, tmp_path: Path) -> None:
    folder = write_results(compared.comparison, tmp_path / "first" / "look")
    assert {path.name for path in folder.iterdir()} == {
        "manifest.json",
        "summary.json",
        "results.parquet",
        "chain_elements.parquet",
        "element_places.parquet",
        "operation_categories.parquet",
        "carrier_factors.parquet",
        "cohorts.parquet",
        "landsea.xlsx",
        "report.html",
    }
    assert [path.name for path in folder.parent.iterdir()] == ["look"]
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    assert summary["plans"] == compared.comparison.summary["plans"]
    table = pd.read_parquet(folder / "results.parquet")
    wtw = table[
        (table["variable"] == "wtw_co2e_kt")
        & (table["growth_case"] == "central")
        & (table["explanation"] == "scheduling")
    ]
    by_plan = wtw.groupby(["plan", "replication"], observed=True)["value"].sum()
    assert by_plan.loc["reference"].mean() == pytest.approx(
        year_of(compared, "reference")["wtw_co2e_kt"]["mean"]
    )
    book = openpyxl.load_workbook(folder / "landsea.xlsx", read_only=True)
    assert {"headline", "modes", "moved", "locks", "limits", "observed", "measures"} <= set(
        book.sheetnames
    )
    assert {"gwp sets", "electricity", "operation categories", "cohorts"} <= set(book.sheetnames)


def test_an_existing_folder_is_kept(compared: Compared, tmp_path: Path) -> None:
    folder = tmp_path / "look"
    folder.mkdir()
    (folder / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(FileExistsError, match="Choose another folder"):
        write_results(compared.comparison, folder)
    assert [path.name for path in folder.iterdir()] == ["mine.txt"]


def test_a_failed_write_leaves_nothing(
    compared: Compared, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> str:
        msg = "disk full"
        raise OSError(msg)

    monkeypatch.setattr("scenarios.report.store.render_report", broken)
    with pytest.raises(OSError, match="disk full"):
        write_results(compared.comparison, tmp_path / "look")
    assert list(tmp_path.iterdir()) == []


def test_assumptions_all_have_a_source(compared: Compared) -> None:
    table = compared.comparison.assumptions
    assert (table["source"] != "").all()
    assert set(table["confidence"]) <= {"high", "medium", "low"}
    assert {"growth", "transport_parameters", "fleet_parameters"} <= set(table["table"])
