"""The command line: status, faults in one list, JSON, consoles, and what a study is asked for."""

from __future__ import annotations

import importlib.metadata
import json
import os
import subprocess
import sys
import types
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from scenarios.cli import main
from scenarios.cli.moved import moved_lines
from scenarios.cli.options import check_out, parse_years
from scenarios.cli.output import count_line, fault_lines, paint, say_json
from scenarios.cli.progress import line_progress
from scenarios.cli.table import compare_lines, percent, rounded, run_lines, runs_needed
from scenarios.comparison.choice_sensitivity import COLUMNS as CHOICE_COLUMNS
from scenarios.comparison.comparison import Comparison
from scenarios.faults import Fault
from scenarios.plan.plan import PLANS_FOLDER, shipped_plans
from transport.capacity.limits import COLUMNS as LIMIT_COLUMNS
from transport.mode_choice.moves import COLUMNS

ROOT = Path(__file__).parents[2]
BOTH = ["reference", "water-first"]


def headline_row(**changed: object) -> dict[str, object]:
    row = {
        "plan": "water-first",
        "year": 2030,
        "variable": "wtw_co2e",
        "mode": "all",
        "place": "",
        "unit": "kt",
        "base_mean": 28400.0,
        "plan_mean": 26680.0,
        "change_mean": -1720.0,
        "change_low": -2100.0,
        "change_high": -1360.0,
        "percent_mean": -6.1,
        "percent_low": -7.4,
        "percent_high": -4.8,
        "mark": "modelled",
        "decided": True,
    }
    return row | changed


def make_comparison(
    *rows: dict[str, object], plans: tuple[str, ...] = ("reference",)
) -> Comparison:
    modes = pd.DataFrame(
        [
            {"plan": plans[0], "year": 2030, "mode": mode, "kt": 1e5, "tkm": 5e10}
            for mode in ("sea", "road")
        ]
    )
    locks = pd.DataFrame(
        [
            {"plan": plan, "year": 2030, "lock": lock, "wait_h_mean": 27.6}
            | {"wait_h_other": other_h, "utilisation_share": share}
            for plan, other_h in ((plans[0], 20.04), ("water-first", 0.61))[: 2 if rows else 1]
            for lock, share in (("guiping", 0.5), ("changzhou", 0.97))
        ]
    )
    warning = {
        "plan": "water-first",
        "year": 2030,
        "place": "guigang",
        "kind": "lock-utilisation",
        "value": 0.94,
        "limit": 0.9,
    }
    values: dict[str, Any] = dict.fromkeys((one.name for one in fields(Comparison)), pd.DataFrame())
    values |= {
        "moves": pd.DataFrame(columns=["plan", "year", *COLUMNS]),
        "choice": pd.DataFrame(columns=CHOICE_COLUMNS),
        "limits": pd.DataFrame(columns=["plan", "year", *LIMIT_COLUMNS]),
        "summary": {"wtw": np.float64(1.5), "nothing": float("nan"), "years": (2030,)},
        "titles": {name: {"zh": "方案", "en": name} for name in (*plans, "water-first")},
        "headline": pd.DataFrame(rows or [headline_row()]),
        "base_year": None,
        "modes": modes,
        "locks": locks,
        "warnings": (warning,),
        "manifest": {"replications": 5},
    }
    return Comparison(**values)


@dataclass
class FakeStudy:
    """Stands for the study and the store, and keeps what they are asked for."""

    asked: list[dict[str, Any]] = field(default_factory=list)
    error: Exception | None = None

    def compare_plans(self, plans: Any, tables: Any, settings: Any, progress: Any) -> Comparison:  # noqa: ANN401
        self.asked.append({"plans": [plan.name for plan in plans], "settings": settings})
        if self.error:
            raise self.error
        assert len(tables) > 20
        for done in range(11):
            progress(done, 10, "water-first 2030 rep 1")
        return make_comparison()

    def run_plan(self, plan: Any, tables: Any, settings: Any, progress: Any) -> Comparison:  # noqa: ANN401
        return self.compare_plans([plan], tables, settings, progress)

    def write_results(self, comparison: Comparison, folder: Path, *, overwrite: bool) -> Path:
        self.asked.append({"folder": folder, "overwrite": overwrite})
        assert comparison.summary
        return folder


@dataclass(frozen=True)
class Settings:
    years: tuple[int, ...]
    replications: int
    seed: int
    workers: int
    gwp: str = "AR6-100"


@pytest.fixture
def study(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> FakeStudy:
    fake = FakeStudy()
    study_module: Any = types.ModuleType("scenarios.comparison.questions")
    study_module.Settings = Settings
    study_module.compare_plans = fake.compare_plans
    study_module.run_plan = fake.run_plan
    store_module: Any = types.ModuleType("scenarios.report.store")
    store_module.write_results = fake.write_results
    monkeypatch.setitem(sys.modules, "scenarios.comparison.questions", study_module)
    monkeypatch.setitem(sys.modules, "scenarios.report.store", store_module)
    monkeypatch.chdir(tmp_path)
    return fake


class TestPlansAndCheck:
    def test_plans_lists_the_shipped_plans(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["plans"]) == 0
        text = capsys.readouterr().out
        assert "water-first  Water first  水运优先" in text
        assert "2029  locks: changzhou lock line 5, 340 x 34 x 5.8 m  (十四)" in text

    def test_plans_as_json(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["plans", "--json"]) == 0
        listed = json.loads(capsys.readouterr().out)["plans"]
        assert [plan["name"] for plan in listed] == shipped_plans()

    def test_check_counts_plans_tables_and_numbers(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["check", "reference"]) == 0
        words = capsys.readouterr().out.split()
        assert words[:3] == ["checked", str(len(shipped_plans())), "plans,"]
        assert words[4] == "tables,"
        assert words[6:] == ["numbers", "with", "a", "source"]

    def test_check_as_json(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["check", "--json"]) == 0
        found = json.loads(capsys.readouterr().out)
        assert (found["plans"], found["faults"]) == (len(shipped_plans()), [])
        assert found["tables"] > 20
        assert found["numbers"] > 1000

    def test_check_lists_the_faults_of_every_plan(
        self, capsys: pytest.CaptureFixture[str], tmp_path: Path
    ) -> None:
        bad = tmp_path / "bad.toml"
        bad.write_text('name = "bad"\nyears = [1]\n')
        assert main(["check", str(bad), "water-frist", "--json"]) == 2
        streams = capsys.readouterr()
        found = json.loads(streams.out)["faults"]
        assert {fault["file"] for fault in found} == {str(bad), "water-frist"}
        ending = "2 faults in 1 file. Nothing was run and nothing was written.\n"
        assert streams.err.endswith(ending)

    def test_faults_of_tables_and_plans_come_together(
        self, capsys: pytest.CaptureFixture[str], tmp_path: Path
    ) -> None:
        (tmp_path / "locks.csv").write_text("lock,line\n")
        assert main(["check", "nothing", "--tables", str(tmp_path), "--json"]) == 2
        files = {fault["file"] for fault in json.loads(capsys.readouterr().out)["faults"]}
        assert "nothing" in files
        assert any("locks.csv" in file for file in files)

    def test_a_folder_of_tables_that_is_none(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["check", "--tables", "nowhere"]) == 2
        assert "nowhere is not a folder" in capsys.readouterr().err


class TestFaultText:
    def test_a_fault_is_shown_whole(self) -> None:
        fault = Fault(
            "my-plan.toml",
            14,
            "measure 2 (group water-shift), field lock",
            "plan.place",
            'unknown lock "changzou"',
            '13 known; nearest "changzhou"',
            "the ids are in networks/data/locks.csv",
            'lock = "changzou"',
        )
        assert fault_lines(fault) == [
            '[plan.place]: unknown lock "changzou"',
            " --> my-plan.toml:14  measure 2 (group water-shift), field lock",
            '   |  lock = "changzou"',
            '  = allowed: 13 known; nearest "changzhou"',
            "  = help: the ids are in networks/data/locks.csv",
        ]

    def test_control_characters_do_not_reach_the_console(self) -> None:
        lines = fault_lines(Fault("a\x1b[2J", 0, "", "plan.text", "b\x07\nc"))
        assert lines == ["[plan.text]: b\\x07 c", " --> a\\x1b[2J"]

    @pytest.mark.parametrize(
        ("files", "count"),
        [(["a.csv"], "1 fault in 1 file."), (["a.csv", "a.csv", "b.toml"], "3 faults in 2 files."),
         (["--out"], "1 fault."), (["PORT", "a-plan", "PORT.csv"], "3 faults in 1 file.")],
    )  # fmt: skip
    def test_the_count(self, files: list[str], count: str) -> None:
        faults = [Fault(file, 0, "", "x", "y") for file in files]
        assert count_line(faults) == f"{count} Nothing was run and nothing was written."

    def test_colour_only_on_a_terminal_that_wants_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        terminal: Any = types.SimpleNamespace(isatty=lambda: True)
        pipe: Any = types.SimpleNamespace(isatty=lambda: False)
        monkeypatch.delenv("NO_COLOR", raising=False)
        assert paint("error", "error", terminal) == "\x1b[1;31merror\x1b[0m"
        assert paint("error", "error", pipe) == "error"
        monkeypatch.setenv("NO_COLOR", "1")
        assert paint("error", "error", terminal) == "error"


class TestOptions:
    @pytest.mark.parametrize(
        ("text", "years"),
        [
            ("2030", (2030,)),
            ("2030, 2025", (2025, 2030)),
            ("2024-2060", tuple(range(2024, 2061))),
            ("2030,2029-2031,2030", (2029, 2030, 2031)),
        ],
    )
    def test_years(self, text: str, years: tuple[int, ...]) -> None:
        assert parse_years(text) == (years, [])

    @pytest.mark.parametrize(
        "text",
        ["", "x", "2030,", "2030-", "2023", "2061", "2030-2029", "2024-2100", "２０３０", "20 30"],
    )
    def test_wrong_years(self, text: str) -> None:
        _, faults = parse_years(text)
        assert [fault.code for fault in faults] == ["option.years"]

    def test_every_wrong_year_is_named(self) -> None:
        _, faults = parse_years("1999,2030,x")
        assert len(faults) == 2

    def test_a_new_or_empty_folder_can_be_written(self, tmp_path: Path) -> None:
        (tmp_path / "empty").mkdir()
        assert check_out(tmp_path / "empty", overwrite=False) == []
        assert check_out(tmp_path / "a" / "b" / "c", overwrite=False) == []

    def test_folders_that_cannot_be_written(self, tmp_path: Path) -> None:
        (tmp_path / "full").mkdir()
        (tmp_path / "full" / "thesis.docx").write_text("mine")
        (tmp_path / "file").write_text("mine")
        for folder, overwrite, words in (
            (tmp_path / "full", False, "exists and is not empty"),
            (tmp_path / "full", True, "is not a result folder"),
            (tmp_path / "file", True, "is a file, not a folder"),
            (tmp_path / "file" / "out", False, "which is a file"),
            (tmp_path / ("x" * 5000), False, "cannot be used"),
        ):
            (fault,) = check_out(folder, overwrite=overwrite)
            assert words in fault.message

    def test_an_older_result_is_replaced_only_on_request(self, tmp_path: Path) -> None:
        (tmp_path / "manifest.json").write_text("{}")
        assert check_out(tmp_path, overwrite=True) == []
        (fault,) = check_out(tmp_path, overwrite=False)
        assert "--overwrite" in fault.help

    @pytest.mark.skipif(
        sys.platform == "win32" or os.geteuid() == 0, reason="the superuser may write everywhere"
    )
    def test_a_read_only_parent(self, tmp_path: Path) -> None:
        tmp_path.chmod(0o500)
        (fault,) = check_out(tmp_path / "out", overwrite=False)
        assert "read-only" in fault.message


@pytest.mark.usefixtures("study")
class TestBeforeARun:
    @pytest.mark.parametrize(
        ("words", "message"),
        [
            (["compare", "reference"], "a comparison needs 2 plans or more, 1 given"),
            (["compare"], "a comparison needs 2 plans or more, 0 given"),
            (["compare", *BOTH, "reference"], 'plan "reference" is given twice'),
            (
                ["compare", *BOTH, str(PLANS_FOLDER / "reference.toml")],
                'plan "reference" is given twice, also as reference',
            ),
            (["run", "water-frist"], 'unknown plan "water-frist"'),
            (["run", "reference", "--years", "2061"], "2061 is outside the years"),
        ],
    )
    def test_wrong_requests(
        self,
        words: list[str],
        message: str,
        study: FakeStudy,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        assert main(words) == 2
        streams = capsys.readouterr()
        assert message in streams.err
        assert streams.out == ""
        assert study.asked == []

    def test_all_faults_come_at_once(
        self, study: FakeStudy, capsys: pytest.CaptureFixture[str], tmp_path: Path
    ) -> None:
        (tmp_path / "full").mkdir()
        (tmp_path / "full" / "x").write_text("")
        (tmp_path / "tables").mkdir()
        (tmp_path / "tables" / "locks.csv").write_text("lock,line\n")
        words = ["compare", "referense", "--years", "x", "--out", "full", "--tables", "tables"]
        words += ["--gwp", "AR6"]
        assert main([*words, "--json"]) == 2
        codes = {fault["code"] for fault in json.loads(capsys.readouterr().out)["faults"]}
        assert {"option.plans", "option.years", "option.out", "option.gwp", "plan.file"} < codes
        assert study.asked == []

    @pytest.mark.parametrize(
        "words",
        [
            ["frob"],
            ["run"],
            ["compare", *BOTH, "--replications", "0"],
            ["compare", *BOTH, "--replications", "201"],
            ["compare", *BOTH, "--seed", "-1"],
            ["compare", *BOTH, "--workers", "0"],
            ["compare", *BOTH, "--wrong"],
        ],
    )
    def test_usage_errors_give_status_2(
        self, words: list[str], capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main([*words, "--json"]) == 2
        streams = capsys.readouterr()
        assert "landsea" in streams.err
        assert json.loads(streams.out)["faults"][0]["code"] == "usage"


class TestARun:
    def test_a_comparison_is_run_written_and_shown(
        self, study: FakeStudy, capsys: pytest.CaptureFixture[str]
    ) -> None:
        options = ["--years", "2030-2031", "--seed", "7", "--workers", "1", "--replications", "2"]
        assert main(["compare", *BOTH, *options, "--out", "here"]) == 0
        assert study.asked == [
            {"plans": BOTH, "settings": Settings((2030, 2031), 2, 7, 1)},
            {"folder": Path("here"), "overwrite": False},
        ]
        streams = capsys.readouterr()
        assert streams.out.splitlines()[0].startswith("2030 ")
        assert streams.out.endswith("report  here/report.html   tables  here/landsea.xlsx\n")
        assert "simulated  2 plans x 2 years x 2 replications on 1 worker" in streams.err

    def test_defaults(self, study: FakeStudy) -> None:
        assert main(["compare", *BOTH]) == 0
        settings = Settings((2030,), 5, 1, os.cpu_count() or 1)
        assert study.asked == [
            {"plans": BOTH, "settings": settings},
            {"folder": Path("out/reference-water-first"), "overwrite": False},
        ]

    @pytest.mark.parametrize("words", [["run", "reference"], ["compare", *BOTH]])
    def test_the_gwp_set_is_chosen_by_name(self, study: FakeStudy, words: list[str]) -> None:
        assert main([*words, "--gwp", "AR5-20"]) == 0
        assert study.asked[0]["settings"].gwp == "AR5-20"

    def test_json_is_all_there_is_on_standard_output(
        self, study: FakeStudy, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["compare", *BOTH, "--json"]) == 0
        summary = json.loads(capsys.readouterr().out)
        assert summary == {"wtw": 1.5, "nothing": None, "years": [2030]}
        assert len(study.asked) == 1, "without --out nothing is written"
        assert main(["compare", *BOTH, "--json", "--out", "here"]) == 0
        assert study.asked[-1]["folder"] == Path("here")

    def test_one_plan(self, study: FakeStudy, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["run", "reference", "--out", "here"]) == 0
        assert study.asked[0]["plans"] == ["reference"]
        assert "Busiest locks" in capsys.readouterr().out

    def test_any_other_error_is_one_sentence(
        self, study: FakeStudy, capsys: pytest.CaptureFixture[str]
    ) -> None:
        study.error = ZeroDivisionError("division by zero")
        assert main(["run", "reference"]) == 1
        sentence = (
            "error: ZeroDivisionError: division by zero. Run again with --debug to see where."
        )
        assert capsys.readouterr().err.splitlines()[-1] == sentence
        assert main(["run", "reference", "--debug"]) == 1
        assert "Traceback" in capsys.readouterr().err


class TestProgress:
    def test_a_line_at_each_tenth(self, capsys: pytest.CaptureFixture[str]) -> None:
        clock = iter(range(100))
        report = line_progress(lambda: float(next(clock)))
        for done in range(41):
            report(done, 40, "a 2030 rep 1")
        lines = capsys.readouterr().err.splitlines()
        assert len(lines) == 11
        assert lines[1] == "simulated  4 of 40 runs  a 2030 rep 1  about 18 s left"
        assert lines[-1] == "simulated  40 of 40 runs  a 2030 rep 1"

    def test_no_work_at_all(self, capsys: pytest.CaptureFixture[str]) -> None:
        line_progress()(0, 0, "")
        assert capsys.readouterr().err == "simulated  0 of 0 runs  \n"


class TestTable:
    def test_the_rows_of_a_comparison(self) -> None:
        wait = headline_row(
            variable="wait", place="changzhou", unit="h", mark="checked",
            base_mean=27.6, plan_mean=11.3, change_low=-18.0, change_high=-14.0,
            percent_mean=-59.2, percent_low=-68.1, percent_high=-47.0,
        )  # fmt: skip
        open_cost = headline_row(
            variable="cost", unit="CNY", mark="estimate", base_mean=190.5e9, plan_mean=187.1e9,
            change_mean=-3.4e9, change_low=-7.4e9, change_high=0.6e9,
            percent_mean=-1.8, percent_low=-3.9, percent_high=0.3, decided=False,
        )  # fmt: skip
        assert compare_lines(make_comparison(headline_row(), wait, open_cost)) == [
            "2030                            reference  water-first  change  95% interval",
            "Greenhouse gas WTW  Mt CO2e  ~       28.4         26.7   -6.1%  -7.4 to -4.8",
            "Wait at Changzhou   h, mean  *         28           11    -59%  -68 to -47",
            "Transport cost      bn CNY   e        190          187   -1.8%  -3.9 to +0.3 ?",
            "  other explanation h, mean  e       20.0          0.6",
            "",
            "At its limit: reference          nothing",
            "At its limit: water-first        nothing",
            "",
            "*  checked against observation   ~  modelled   e  rests mainly on estimates",
            "?  interval includes zero: direction not shown; about 7 replications needed",
            "   interval covers random arrivals only, not input uncertainty",
            "   at its limit: * capacity raised so that the base year is carried (estimate)",
            "   scope: inter-prefecture flows of the demand table, not the province",
            "",
            "warning: Guigang lock runs at 94% of its capacity (limit 90%)",
            "  = plan water-first, 2030",
        ]

    def test_what_prices_charge_stands_beside_cost(self) -> None:
        plans = {"reference": {"2030": {"charges_mcny": 0.0}}}
        plans["water-first"] = {"2030": {"charges_mcny": -1078.9}}
        comparison = replace(make_comparison(headline_row()), summary={"plans": plans})
        line = "Charges, not cost   m CNY    e          0        -1079"
        assert compare_lines(comparison)[2] == line
        plans["water-first"]["2030"]["charges_mcny"] = 0.0
        assert line[:17] not in "".join(compare_lines(comparison))

    def test_what_moved_is_a_line_of_sums_and_five_moves(self) -> None:
        row = {
            **dict.fromkeys(COLUMNS, -1.0),
            "origin": "GGG",
            "destination": "CHQ_TJC_AND_MORE",
            "commodity": "x" * 30,
            "from_mode": "inland_water",
            "from_service": "inland_water",
            "to_mode": "rail",
            "to_service": "rail_water",
            "kt": 42.16,
            "cause": "waiting",
            "to_waiting_change_cny_per_t": -18.19,
        }
        gone = row | {"to_mode": "unserved", "to_service": "unserved", "cause": "unserved"}
        fresh = row | {"cause": "new_service", "kt": 1.0}
        lines = moved_lines(pd.DataFrame([row, gone, fresh, *[row] * 5]))
        assert lines[:4] == [
            "Moved between services 254 kt, newly served 0, newly unserved 42",
            "  42.2 kt xxxxxxxxxxxxxxxxx GGG-CHQ_TJC_AN inland water > rail water waiting -17.2",
            "  42.2 kt xxxxxxxxxxxxxxxxx GGG-CHQ_TJC_AN inland water > unserved   unserved",
            "   1.0 kt xxxxxxxxxxxxxxxxx GGG-CHQ_TJC_AN inland water > rail water new service",
        ]
        assert len(lines) == 6
        assert moved_lines(pd.DataFrame(columns=COLUMNS)) == []

    def test_modes_keep_their_order(self) -> None:
        rows = [
            headline_row(variable="activity", mode=mode, unit="tkm")
            for mode in ("sea", "road", "all", "inland_water", "rail")
        ]
        lines = compare_lines(make_comparison(*rows))[1:6]
        labels = [line[:18].rstrip() for line in lines]
        assert labels == ["Freight work", "  road", "  rail", "  inland water", "  sea"]

    def test_every_line_is_ascii_and_at_most_80_wide(self) -> None:
        rows = [
            headline_row(
                plan="方案" * 20,
                variable="wait",
                unit="h",
                place="a_place_with_a_very_long_name",
                base_mean=value,
                plan_mean=-value,
                percent_mean=value,
                percent_low=-value,
                percent_high=value,
                decided=False,
            )
            for value in (0.0, 1e-9, 19.96, 12345.6, 1e12, float("nan"))
        ]
        lines = compare_lines(make_comparison(*rows, plans=("reference" * 5,)))
        assert all(line.isascii() and len(line) <= 80 for line in lines)

    def test_the_rows_of_one_plan(self) -> None:
        assert run_lines(make_comparison())[:7] == [
            "2030                          Mt      bn tkm",
            "road                       100.0        50.0",
            "sea                        100.0        50.0",
            "",
            "Busiest locks             wait h         use",
            "Changzhou                   27.6         97%",
            "Guiping                     27.6         50%",
        ]

    @pytest.mark.parametrize(
        ("value", "half_width", "text"),
        [
            (28.40, 0.37, "28.4"),
            (0.0, 1.0, "0"),
            (float("nan"), 1.0, "-"),
            (5.0, 30.0, "<10"),
            (0.04, 0.1, "<0.1"),
            (28.4, float("nan"), "28.40"),
            (0.000123456, 0.0, "0.0001235"),
        ],
    )
    def test_levels_have_the_digits_of_their_interval(
        self, value: float, half_width: float, text: str
    ) -> None:
        assert rounded(value, half_width) == text

    @pytest.mark.parametrize(
        ("value", "text"),
        [
            (-0.04, "-0.04%"),
            (-0.0, "+0.0%"),
            (0.003, "<0.01%"),
            (0.097, "+0.1%"),
            (19.94, "+19.9%"),
            (20.4, "+20%"),
            (5e4, ">999%"),
            (19.96, "+20%"),
            (-1e3, "<-999%"),
        ],
    )
    def test_percent(self, value: float, text: str) -> None:
        assert percent(value) == text

    def test_replications_that_would_not_help_are_not_named(self) -> None:
        rows = [headline_row(change_mean=0.0, decided=False)]
        assert runs_needed(pd.DataFrame(rows), 5) == 0


class TestConsoles:
    def run(self, *words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "scenarios", *words]
        variables = {**os.environ, **environment}
        return subprocess.run(  # noqa: S603
            command, cwd=ROOT, env=variables, capture_output=True, check=False
        )

    @pytest.mark.parametrize("encoding", ["gbk", "ascii", "utf-8", "cp1252"])
    def test_no_console_breaks_the_program(self, encoding: str) -> None:
        words = (["--help"], ["plans"], ["check", "方案-\u2082.toml"])
        code = f"from scenarios.cli import main; assert [main(w) for w in {words!a}] == [0, 0, 2]"
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"},
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert b"Traceback" not in done.stderr

    def test_json_is_the_same_on_every_console(self) -> None:
        plain, chinese = (
            self.run("plans", "--json", PYTHONIOENCODING=encoding) for encoding in ("utf-8", "gbk")
        )
        assert plain.stdout == chinese.stdout

    @pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")
    def test_a_reader_that_leaves_early_is_no_error(self) -> None:
        script = f"'{sys.executable}' -m scenarios plans --json | true"
        done = subprocess.run(  # noqa: S602
            script, shell=True, cwd=ROOT, capture_output=True, check=False
        )
        assert b"Traceback" not in done.stderr
        assert b"Exception ignored" not in done.stderr

    def test_help_loads_no_heavy_library(self) -> None:
        code = (
            "import sys; from scenarios.cli import main; main(['--help']);"
            "print(sorted({'pandas', 'numpy', 'simpy', 'pydantic', 'scipy'} & set(sys.modules)))"
        )
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, text=True
        )
        assert done.stdout.splitlines()[-1] == "[]"


def test_the_version_is_that_of_the_distribution(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"landsea {importlib.metadata.version('landsea-corridor')}\n"


def test_json_of_odd_values(capsys: pytest.CaptureFixture[str]) -> None:
    say_json(
        {"a": np.int64(1), "b": Path("x"), "c": float("inf"), "e": {2030: (True, None)}, "d": "水"}
    )
    text = capsys.readouterr().out
    assert text.isascii()
    assert json.loads(text) == {"a": 1, "b": "x", "c": None, "e": {"2030": [True, None]}, "d": "水"}


def test_the_command_is_the_one_that_the_package_names() -> None:
    entries = importlib.metadata.entry_points(group="console_scripts", name="landsea")
    assert {entry.value for entry in entries} <= {"scenarios.cli:main"}
