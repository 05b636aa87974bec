"""``landsea stations size``: answers, and every fault of options and profile."""

from __future__ import annotations

import json
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest

from scenarios.cli import main
from scenarios.stations.hour_profile import read_profile

if TYPE_CHECKING:
    from pathlib import Path

WAITS = ("--arrivals-per-h", "12", "--service-min", "40", "--target-wait-min", "10")


def asked(capsys: pytest.CaptureFixture[str], *words: str, status: int = 0) -> dict[str, Any]:
    """Return the JSON of a question."""
    assert main(["stations", "size", *words, "--json"]) == status
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


def test_waits_give_the_numbers_of_erlang(capsys: pytest.CaptureFixture[str]) -> None:
    answer = asked(capsys, *WAITS)
    assert answer["chargers"] == 10
    assert answer["p_wait"] == pytest.approx(0.409180, abs=1e-6)
    assert answer["wait_mean_min"] == pytest.approx(8.1836, abs=1e-4)
    assert answer["wait_quantile_min"] == pytest.approx(42.0427, abs=1e-4)
    assert answer["utilisation"] == pytest.approx(0.8)
    assert asked(capsys, *WAITS, "--quantile", "0.95")["chargers"] == 13


def test_energy_and_waits_together_take_the_larger(capsys: pytest.CaptureFixture[str]) -> None:
    energy = ("--energy-kwh-per-day", "20000", "--mean-kw", "100", "--open-h", "20")
    alone = asked(capsys, *energy, "--usable-share", "0.5")
    assert (alone["chargers"], alone["wait_mean_min"], alone["p_wait"]) == (20, None, None)
    both = asked(capsys, *energy, "--usable-share", "0.5", *WAITS)
    assert (both["chargers"], both["decided_by"]) == (20, "energy")
    assert both["utilisation"] == alone["utilisation"]
    # Erlang's C of 8 busy of 20: B = 0.00015899, C = B / (1 - 0.4 (1 - B)) = 0.00026495
    assert both["p_wait"] == pytest.approx(0.00026495, rel=1e-4)
    assert both["wait_mean_min"] == pytest.approx(both["p_wait"] * 40 / 12)
    assert asked(capsys, *energy, *WAITS)["chargers"] == 10


def hours(tmp_path: Path, column: str, values: list[float]) -> Path:
    """Write the hours of a day."""
    path = tmp_path / "hours.csv"
    rows = "".join(f"{hour},{value:.6f}\n" for hour, value in enumerate(values))
    path.write_text(f"hour,{column}\n{rows}", encoding="utf-8")
    return path


SHARES = [0.02] * 12 + [0.76 / 12] * 12


class Terminal(StringIO):
    """Standard error as a terminal has it."""

    def isatty(self) -> bool:
        """Say that somebody looks."""
        return True


def test_a_bar_is_for_terminals_and_not_beside_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("stations", "size", *WAITS, "--profile", str(hours(tmp_path, "share", SHARES)))
    assert main([*words]) == 0
    silent = capsys.readouterr()
    assert silent.err == ""
    shown = {}
    for kind, more in (("bar", []), ("json", ["--json"])):
        terminal = Terminal()
        monkeypatch.setattr("sys.stderr", terminal)
        assert main([*words, *more]) == 0
        shown[kind] = terminal.getvalue()
    assert "tried" in shown["bar"]
    assert "chargers" in shown["bar"]
    assert shown["json"] == ""


def test_a_peak_asks_for_more(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = hours(tmp_path, "share", SHARES)
    assert asked(capsys, *WAITS, "--profile", str(path))["chargers"] == 14


@pytest.mark.parametrize(("column", "times"), [("share", 1), ("arrivals_per_h", 288), ("cars", 1)])
def test_hours_of_a_day_come_as_shares_or_rates(column: str, times: float, tmp_path: Path) -> None:
    path = hours(tmp_path, column, [times * share for share in SHARES])
    rates, faults = read_profile(path, 12.0)
    assert not faults
    assert rates is not None
    assert rates.tolist() == pytest.approx([288 * share for share in SHARES], rel=1e-4)


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        ("hour,share\n" + "".join(f"{h},0.05\n" for h in range(24)), "profile.sum", "sums to 1.2"),
        ("hour,share\n" + "".join(f"{h},0.05\n" for h in range(20)), "profile.value", "20, 21"),
        ("hour,share\n0,-1\n0,x\n30,0.1\n", "profile.value", '"-1" is no share'),
        ("", "table.empty", "empty"),
    ],
)
def test_a_profile_that_is_wrong_is_refused_by_row(
    text: str, code: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "hours.csv"
    path.write_text(text, encoding="utf-8")
    faults = asked(capsys, *WAITS, "--profile", str(path), status=2)["faults"]
    assert code in {fault["code"] for fault in faults}
    assert any(message in fault["message"] for fault in faults)


@pytest.mark.parametrize("header", ["hour,arrivals_per_h", "hour,trucks"])
def test_hours_without_anybody_are_told_to_be_more_than_zero(header: str, tmp_path: Path) -> None:
    path = tmp_path / "hours.csv"
    path.write_text(f"{header}\n" + "".join(f"{h},0\n" for h in range(24)), encoding="utf-8")
    rates, faults = read_profile(path, None)
    assert rates is None
    assert [fault.allowed for fault in faults] == ["rates that sum to more than zero"]


def test_all_faults_of_options_come_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--arrivals-per-h", "nan", "--service-min", "0", "--quantile", "1", "--open-h", "25")
    faults = asked(capsys, *words, status=2)["faults"]
    assert {fault["file"] for fault in faults} == {
        "--arrivals-per-h",
        "--service-min",
        "--target-wait-min",
        "--quantile",
        "--open-h",
        "--energy-kwh-per-day",
        "--mean-kw",
    }
    assert len(asked(capsys, status=2)["faults"]) == 3


@pytest.mark.parametrize(
    ("words", "missing"),
    [
        ((*WAITS, "--open-h", "12"), {"--energy-kwh-per-day", "--mean-kw"}),
        ((*WAITS, "--usable-share", "0.5"), {"--energy-kwh-per-day", "--mean-kw"}),
        (
            ("--energy-kwh-per-day", "9", "--mean-kw", "9", "--quantile", "0.9"),
            {"--arrivals-per-h", "--service-min", "--target-wait-min"},
        ),
    ],
)
def test_an_option_that_would_change_nothing_asks_for_what_it_belongs_to(
    words: tuple[str, ...], missing: set[str], capsys: pytest.CaptureFixture[str]
) -> None:
    faults = asked(capsys, *words, status=2)["faults"]
    assert {fault["file"] for fault in faults} == missing


def test_more_arrivals_than_days_are_simulated_of_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("--arrivals-per-h", "20000", "--service-min", "5", "--target-wait-min", "1")
    path = str(hours(tmp_path, "share", SHARES))
    faults = asked(capsys, *words, "--profile", path, "--service-cv", "0.5", status=2)["faults"]
    assert [fault["allowed"] for fault in faults] == [
        "at most 1250 with --profile and --service-cv"
    ]
