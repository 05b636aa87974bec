from __future__ import annotations

import json
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from scenarios.benchmarks import parts
from scenarios.benchmarks.lock_chain import (
    LEG_H,
    PHASES,
    PLACES,
    ChainRate,
    chain_traffic,
    our_chain,
    plain_chain,
)
from scenarios.benchmarks.parts import PARTS, Timing, time_parts
from scenarios.benchmarks.result import BenchResult
from scenarios.benchmarks.rivals import RivalMissingError, time_opentnsim
from scenarios.benchmarks.timing import Seconds, time_runs
from scenarios.cli import main
from scenarios.cli.bench import show, time_rivals
from transport.draws import StreamKey

if TYPE_CHECKING:
    from pathlib import Path

posix = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
ANSWER = {"version": "2.2.1", "passages": 2000, "simulated_s": 100.0, "recorded_s": 125.0}


def stand_in(folder: Path, script: str) -> Path:
    """Put a shell script where the interpreter of OpenTNSim's environment would be."""
    python = folder / "opentnsim" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    python.chmod(0o755)
    return folder


def rate(program: str, vessels: int, bare_s: float, recorded_s: float) -> ChainRate:
    bare, recorded = Seconds(bare_s, bare_s, 1), Seconds(recorded_s, recorded_s, 1)
    return ChainRate(program, vessels, 4 * vessels, bare, recorded)


@posix
def test_bench_times_parts_and_every_program(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scenarios.benchmarks.energy_legs.LEGS", 2000)
    rivals = stand_in(tmp_path, f"cat > /dev/null; echo '{json.dumps(ANSWER)}'")
    asked = ["bench", "--repeat", "1", "--vessels", "800", "--rivals", str(rivals), "--json"]
    assert main([*asked, "--part", "vessel-legs", "--part", "network", "--part", "road-paths"]) == 0
    answer = capsys.readouterr()
    assert "timed      3 of 11  vessel-legs" in answer.err
    assert "timed      11 of 11  landsea with 400 vessels" in answer.err
    document = json.loads(answer.out)
    parts = {part["name"]: part for part in document["parts"]}
    assert list(parts) == ["network", "road-paths", "vessel-legs"]
    for part in parts.values():
        assert part["runs"] == 1
        assert 0 < part["best_s"] <= part["median_s"]
        assert part["limit_s"] > 0
    chain = document["chain"]
    assert [(run["program"], run["vessels"]) for run in chain["runs"]] == [
        ("landsea", 500),
        ("plain SimPy", 500),
        ("landsea", 800),
        ("plain SimPy", 800),
        ("OpenTNSim", 500),
    ]
    for run in chain["runs"]:
        assert run["passages"] == 4 * run["vessels"]
        assert run["per_s"] == pytest.approx(run["passages"] / run["bare"]["best_s"])
        assert run["recorded_per_s"] == pytest.approx(run["passages"] / run["recorded"]["best_s"])
    assert (chain["runs"][-1]["per_s"], chain["runs"][-1]["recorded_per_s"]) == (20, 16)
    assert [(one["rival"], one["vessels"]) for one in chain["ratios"]] == [
        ("plain SimPy", 500),
        ("plain SimPy", 800),
        ("OpenTNSim", 500),
    ]
    assert chain["missing"] == {}
    assert [one["vessels"] for one in document["growth"]] == [50, 100, 200, 400]
    assert document["growth"][0]["over_smallest"] == 1


def test_a_part_that_there_is_not_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "--part", "locks", "--json"]) == 2
    (fault,) = json.loads(capsys.readouterr().out)["faults"]
    assert (fault["code"], fault["allowed"]) == ("option.choice", ", ".join(PARTS))


class StandIns:
    """The models behind the heavy parts, as names; notes what they are asked to do."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.calls: list[tuple[object, ...]] = []
        patch.setattr(parts, "prepare_base", lambda *_: SimpleNamespace(stock=()))
        for name in ("prepare_year", "on_calendar", "chosen_kt", "fleet_of"):
            patch.setattr(parts, name, lambda *_, name=name: name)
        for name in ("simulate_locks", "run_year"):
            patch.setattr(parts, name, lambda *given, name=name: self.calls.append((name, *given)))


def test_the_heavy_parts_run_what_they_say(monkeypatch: pytest.MonkeyPatch) -> None:
    made = StandIns(monkeypatch)
    timed = list(time_parts({}, 2, ["year", "lock-year"]))
    assert [(one.name, one.runs, one.limit_s) for one in timed] == [
        ("lock-year", 2, 10.0),
        ("year", 2, 10.0),
    ]
    key = StreamKey(1, 0)
    assert made.calls[:3] == [("simulate_locks", "on_calendar", "chosen_kt", key)] * 3
    assert made.calls[3:] == [("run_year", "prepare_year", key)] * 3


def test_long_pieces_are_counted_less_often() -> None:
    assert time_runs(lambda: None, 4, 1.0).runs == 4
    assert time_runs(lambda: None, 4, 0.0).runs == 1


def test_a_rival_that_cannot_be_installed_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "opentnsim").write_text("no folder", encoding="utf-8")
    rates, missing = time_rivals(tmp_path)
    assert rates == []
    assert missing["OpenTNSim"].startswith("cannot be installed or run here: ")
    assert "\n" not in missing["OpenTNSim"]


def test_without_the_option_nothing_is_installed() -> None:
    rates, missing = time_rivals(None)
    assert rates == []
    assert "--rivals" in missing["OpenTNSim"]


@posix
def test_a_rival_that_fails_tells_its_last_line(tmp_path: Path) -> None:
    script = 'case "$2" in -c) ;; *) echo "Traceback" >&2; echo "KeyError: 1" >&2; exit 1;; esac'
    with pytest.raises(RivalMissingError, match=r"^KeyError: 1$"):
        time_opentnsim(stand_in(tmp_path, script))


@posix
def test_opentnsim_is_given_the_chain_of_the_others(tmp_path: Path) -> None:
    script = f"cat > {tmp_path}/case.json; echo '{json.dumps(ANSWER)}'"
    time_opentnsim(stand_in(tmp_path, script))
    case: dict[str, Any] = json.loads((tmp_path / "case.json").read_text(encoding="utf-8"))
    depart_h, direction = chain_traffic(500)
    assert case["depart_h"] == depart_h.tolist()
    assert case["direction"] == direction.tolist()
    assert (case["places"], case["leg_s"]) == (4, 7200)
    assert case["phases_s"] == pytest.approx(
        {
            "entry_first": 340,
            "entry_next": 300,
            "gates": 300,
            "levelling": 300,
            "exit_first": 49,
            "exit_next": 120,
        }
    )


def test_both_programs_run_the_same_chain() -> None:
    ours, plain = our_chain(300), plain_chain(300)
    ours.simulate()
    plain.simulate()
    assert ours.passages == plain.passages == 1200
    assert (PLACES, LEG_H) == (4, 2.0)
    # Four vessels: 340 + 3 x 300, 3 x 300, 49 + 3 x 120 s.
    assert 60 * PHASES.lockage_min(4, 0) == pytest.approx(2549)
    found, expected = ours.records().passages, plain.records()
    for column in ("arrive_h", "start_h", "end_h"):
        assert found[column].to_numpy() == pytest.approx(expected[column].to_numpy(), abs=1e-9)


@pytest.fixture
def result() -> BenchResult:
    return BenchResult(
        repeat=1,
        parts=[Timing("network", "network of a year", 0.25, 0.5, 2, 1.0)],
        chain=[rate("landsea", 500, 0.01, 0.015), rate("plain SimPy", 500, 0.03, 0.06)],
        growth=[rate("landsea", 100, 0.002, 0.003), rate("landsea", 200, 0.005, 0.006)],
        missing={"OpenTNSim": "no"},
    )


def test_ratios_and_growth_worked_by_hand(result: BenchResult) -> None:
    (ratio,) = result.ratios()
    assert [ratio.bare, ratio.recorded] == pytest.approx([3, 4])
    assert result.growth_shares() == pytest.approx([1, 1.25])
    assert [one.records_share for one in result.growth] == pytest.approx([0.5, 0.2])
    assert result.chain[0].per_s == pytest.approx(200_000)


def test_programs_are_shown_side_by_side(
    capsys: pytest.CaptureFixture[str], result: BenchResult
) -> None:
    show(result)
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["network", "0.250", "0.500", "2", "1.0", "network", "of", "a", "year"] in rows
    assert ["landsea", "500", "200,000", "133,333", "1", "+50%"] in rows
    assert [
        "plain",
        "SimPy",
        "500",
        "66,667",
        "3.0",
        "x",
        "33,333",
        "4.0",
        "x",
        "1",
        "+100%",
    ] in rows
    assert ["OpenTNSim:", "no"] in rows
    assert ["200", "25.00", "1.25", "20%"] in rows
