"""``landsea waterway simulate`` as a user runs it: months in, indicators out."""

from __future__ import annotations

import csv
import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from scenarios.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from scenarios.tables.reading import Tables

    Simulate = Callable[..., tuple[int, Any]]
    Write = Callable[..., Path]

STEADY = "month,lock,vessels\n2025-08,naji,420\n2025-09,naji,400\n"
WANTED = (
    "vessels",
    "lockages",
    "cargo_mt",
    "vessels_per_lockage",
    "wait_h_mean",
    "wait_h_p95",
    "waiting_vessels_mean",
    "waiting_vessels_max",
)
QUICK = ("--replications", "3", "--workers", "1")


def mean(answer: Any, month: str, variable: str, lock: str = "naji") -> float:  # noqa: ANN401
    return float(answer["locks"][lock][month][variable]["mean"])


def test_every_indicator_has_a_mean_and_an_interval(simulate: Simulate, write: Write) -> None:
    status, answer = simulate("--demand", str(write(STEADY)), *QUICK)
    assert status == 0
    for month in ("2025-08", "2025-09"):
        for name in WANTED:
            found = answer["locks"]["naji"][month][name]
            assert found["low"] <= found["mean"] <= found["high"], name
        assert set(answer["locks"]["naji"][month]["lines"]) == {"1"}
    assert (answer["replications"], answer["seed"], answer["out"]) == (3, 1, None)
    assert answer["explanation"] == "relief"  # fits the observed months of Changzhou best
    assert any("half each way" in one for one in answer["assumptions"])
    assert any("random arrivals only" in one for one in answer["limits"])
    assert answer["warnings"] == []


def test_counts_of_ordinary_months_are_met(simulate: Simulate, write: Write) -> None:
    _, answer = simulate("--demand", str(write(STEADY)), *QUICK)
    assert mean(answer, "2025-08", "vessels") == pytest.approx(420, rel=0.01)
    assert mean(answer, "2025-09", "vessels") == pytest.approx(400, rel=0.01)


def test_littles_law_holds_in_a_steady_month(simulate: Simulate, write: Write) -> None:
    _, answer = simulate("--demand", str(write(STEADY)), *QUICK)
    per_hour = mean(answer, "2025-08", "vessels") / (31 * 24)
    queue = per_hour * mean(answer, "2025-08", "wait_h_mean")
    assert mean(answer, "2025-08", "waiting_vessels_mean") == pytest.approx(queue, rel=0.05)


def test_arrivals_are_passages_and_the_change_of_the_queue(
    simulate: Simulate, write: Write
) -> None:
    _, answer = simulate("--demand", str(write(STEADY)), *QUICK)
    change = mean(answer, "2025-09", "waiting_vessels_end") - mean(
        answer, "2025-08", "waiting_vessels_end"
    )
    arrivals, passed = (mean(answer, "2025-09", one) for one in ("arrivals", "vessels"))
    assert arrivals == pytest.approx(passed + change, abs=1e-9)


def test_an_outage_raises_waits_and_stops_its_line(simulate: Simulate, write: Write) -> None:
    demand = str(write(STEADY))
    shut = write("lock,line,from,to\nnaji,1,2025-09-05,2025-09-09\n", "outages.csv")
    _, free = simulate("--demand", demand, *QUICK)
    _, closed = simulate("--demand", demand, "--outages", str(shut), *QUICK)
    for name in ("wait_h_mean", "waiting_vessels_max"):
        assert mean(closed, "2025-09", name) > 3 * mean(free, "2025-09", name)
    assert mean(closed, "2025-08", "wait_h_mean") == mean(free, "2025-08", "wait_h_mean")


def test_a_given_queue_starts_the_run(simulate: Simulate, write: Write) -> None:
    demand = write("month,lock,vessels,waiting_start\n2025-09,naji,420,60\n")
    _, answer = simulate("--demand", str(demand), *QUICK)
    assert mean(answer, "2025-09", "waiting_vessels_max") >= 60
    assert not any("warm up" in one for one in answer["assumptions"])


def test_a_month_beyond_capacity_is_named(simulate: Simulate, write: Write) -> None:
    demand = write("month,lock,vessels\n2025-08,naji,400\n2025-09,naji,9000\n")
    _, answer = simulate("--demand", str(demand), *QUICK)
    assert mean(answer, "2025-09", "vessels") < 9000
    assert any(one.startswith("naji 2025-09: 9000 vessels are given") for one in answer["warnings"])


def test_processes_do_not_change_results(simulate: Simulate, write: Write) -> None:
    demand = str(write(STEADY))
    _, one = simulate("--demand", demand, "--replications", "2", "--workers", "1")
    _, two = simulate("--demand", demand, "--replications", "2", "--workers", "2")
    assert one == two


def test_joint_scheduling_tells_what_is_steamed_away(simulate: Simulate, write: Write) -> None:
    _, answer = simulate("--demand", str(write(STEADY)), "--announce-h", "3", *QUICK)
    steamed = mean(answer, "2025-08", "slow_steaming_h_mean")
    assert 0 < steamed <= min(2.0, mean(answer, "2025-08", "wait_h_mean")) + 1e-9


def test_seeds_do(simulate: Simulate, write: Write) -> None:
    demand = str(write(STEADY))
    _, one = simulate("--demand", demand, "--seed", "1", *QUICK)
    _, two = simulate("--demand", demand, "--seed", "2", *QUICK)
    assert one["locks"] != two["locks"]


def test_empties_carry_the_same_cargo_in_fewer_vessels(simulate: Simulate, write: Write) -> None:
    demand = str(write("month,lock,vessels,cargo_mt\n2025-08,naji,2000,1.0\n"))
    _, partly = simulate("--demand", demand, *QUICK)
    _, empties = simulate("--demand", demand, "--upbound", "empties", *QUICK)
    assert mean(empties, "2025-08", "cargo_up_mt") == pytest.approx(
        mean(partly, "2025-08", "cargo_up_mt"), rel=0.06
    )
    assert mean(empties, "2025-08", "cargo_down_mt") == mean(partly, "2025-08", "cargo_down_mt")


def test_changzhou_is_run_with_its_water(simulate: Simulate, write: Write) -> None:
    text = "month,lock,vessels,outflow_m3s\n2026-01,长洲,13000,{flow}\n"
    _, wet = simulate("--demand", str(write(text.format(flow=8000))), "--replications", "1")
    _, dry = simulate("--demand", str(write(text.format(flow=2000))), "--replications", "1")
    lines = [one["locks"]["changzhou"]["2026-01"]["lines"]["1"] for one in (wet, dry)]
    assert lines[0]["vessels"]["mean"] > 0
    assert lines[1]["vessels"]["mean"] == 0  # the head is above 16.05 m all month


def test_too_little_water_for_a_class_is_refused(
    simulate: Simulate, write: Write, tmp_path: Path
) -> None:
    locks = (files("networks") / "data" / "locks.csv").read_text(encoding="utf-8").splitlines()
    column = next(csv.reader(locks)).index("sill_depth_m")
    rows = [
        [*row[:column], "2.4", *row[column + 1 :]] if row[0] == "changzhou" else row
        for row in csv.reader(locks)
    ]
    folder = tmp_path / "tables"
    folder.mkdir()
    with (folder / "locks.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    demand = write("month,lock,vessels,cargo_mt\n2026-01,changzhou,4000,8\n")
    status, answer = simulate("--demand", str(demand), "--tables", str(folder), *QUICK)
    assert status == 2
    assert answer["faults"][0]["code"] == "months.draught"
    message = answer["faults"][0]["message"]
    assert "changzhou" in message
    assert "Vessel inland-" in message  # every class that is too deep is named


def test_all_faults_come_together_and_nothing_is_written(
    simulate: Simulate, write: Write, tmp_path: Path
) -> None:
    demand = write("month,lock,vessels\n2025-08,nowhere,-4\n")
    shut = write("lock,line,from,to\nchangzhou,1,2025-09-05,never\n", "outages.csv")
    words = ("--demand", str(demand), "--outages", str(shut), "--plan", "reference")
    status, answer = simulate(
        *words, "--explanation", "luck", "--announce-h", "-1", "--out", str(tmp_path / "out")
    )
    assert status == 2
    assert sorted(fault["code"] for fault in answer["faults"]) == [
        "months.lock",
        "option.announce",
        "option.choice",
        "option.demand",
        "outages.day",
        "table.range",
    ]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["months.csv", "outages.csv"]


def test_records_need_a_folder(simulate: Simulate, write: Write) -> None:
    status, answer = simulate("--demand", str(write(STEADY)), "--records")
    assert (status, answer["faults"][0]["code"]) == (2, "option.records")


def test_a_plan_tells_its_own_empty_voyages_and_checks_outages(
    simulate: Simulate, write: Write
) -> None:
    shut = write("lock,line,from,to\nchangzhou,9,2026-05-01,2026-05-02\n", "outages.csv")
    words = ("--plan", "reference", "--year", "2026", "--outages", str(shut))
    status, answer = simulate(*words, "--upbound", "empties")
    assert status == 2
    codes = [fault["code"] for fault in answer["faults"]]
    assert sorted(codes) == ["option.demand", "outages.line"]


def test_the_folder_holds_tables_pictures_and_a_manifest(recorded: Path) -> None:
    months = pd.read_csv(recorded / "months.csv")
    assert set(WANTED) <= set(months["variable"])
    assert list(months.columns) == ["lock", "month", "variable", "mean", "low", "high"]
    lines = pd.read_csv(recorded / "lines.csv", dtype={"line": str})
    assert set(lines["line"]) == {"1"}
    manifest = json.loads((recorded / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["replications"], manifest["seed"]) == (2, 1)
    assert set(manifest["inputs"]) == {"months.csv", "outages.csv"}
    picture = (recorded / "waiting.svg").read_text(encoding="utf-8")
    assert "那吉枢纽" in picture
    assert "2025-09" in picture
    assert (recorded / "waiting.png").read_bytes().startswith(b"\x89PNG")


def test_a_folder_is_replaced_only_when_asked(
    simulate: Simulate, write: Write, tmp_path: Path
) -> None:
    demand, out = str(write(STEADY)), str(tmp_path / "out")
    words = ("--demand", demand, "--replications", "1", "--workers", "1", "--out", out)
    assert simulate(*words)[0] == 0
    status, answer = simulate(*words)
    assert (status, answer["faults"][0]["code"]) == (2, "option.out")
    assert simulate(*words, "--overwrite")[0] == 0


def test_the_terminal_shows_a_table_in_ascii(
    capsys: pytest.CaptureFixture[str], write: Write
) -> None:
    assert main(["waterway", "simulate", "--demand", str(write(STEADY)), *QUICK]) == 0
    out = capsys.readouterr().out
    out.encode("ascii")
    lines = out.splitlines()
    assert max(len(line) for line in lines) <= 80
    assert lines[0] == "naji"
    assert lines[2].startswith("2025-08      420")


def test_a_known_outage_holds_unless_it_is_left_out(
    simulate: Simulate, write: Write, shipped: Tables, tmp_path: Path
) -> None:
    known = (
        shipped["lock_outages"]
        .iloc[[0]]
        .assign(lock="naji", line="1", to="2025-09-09", reason="works", **{"from": "2025-09-05"})
    )
    folder = tmp_path / "tables"
    folder.mkdir()
    known.to_csv(folder / "lock_outages.csv", index=False)
    words = ("--demand", str(write(STEADY)), "--tables", str(folder), *QUICK)
    _, shut = simulate(*words)
    _, free = simulate(*words, "--no-known-outages")
    told = [
        any("table lock_outages" in text for text in one["assumptions"]) for one in (shut, free)
    ]
    assert told == [True, False]
    assert mean(shut, "2025-09", "wait_h_mean") > 3 * mean(free, "2025-09", "wait_h_mean")
