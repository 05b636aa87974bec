"""``landsea network summary`` and ``path``, run as a user runs them."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import pytest

from scenarios.cli import main


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any]:
    status = main([*words, "--json"])
    return status, json.loads(capsys.readouterr().out)


def path(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    status, answer = run(capsys, "network", "path", *words)
    assert status == 0, answer
    assert isinstance(answer, dict)
    return answer


@pytest.mark.parametrize(
    ("ends", "mode", "distance_km"),
    [
        (("Nanning", "guigang"), "water", 273.0),
        (("guigang", "changzhou"), "water", 266.5),
        (("CHQ_TJC", "HHA"), "rail", 625.0),
        (("HTG", "BSE"), "rail", 314.6),
        (("贵阳", "柳州"), "rail", 489.0),
    ],
)
def test_published_distances(
    capsys: pytest.CaptureFixture[str], ends: tuple[str, str], mode: str, distance_km: float
) -> None:
    answer = path(capsys, *ends, "--mode", mode, "--year", "2030")
    assert answer["distance_km"] == pytest.approx(distance_km, abs=0.51)


def test_legs_join_and_add_up(capsys: pytest.CaptureFixture[str]) -> None:
    answer = path(capsys, "Chongqing", "Shanghai")
    legs = answer["legs"]
    assert legs[0]["from"] == answer["origin"] == "CHQ_TJC"
    assert legs[-1]["to"] == answer["destination"] == "shanghai"
    assert all(a["to"] == b["from"] for a, b in pairwise(legs))
    assert sum(leg["length_km"] for leg in legs) == pytest.approx(answer["distance_km"])
    assert legs[-1]["mode"] == "sea"


def test_locks_are_those_on_the_way(capsys: pytest.CaptureFixture[str]) -> None:
    answer = path(capsys, "Nanning", "Guangzhou", "--mode", "water")
    assert answer["locks"] == ["yongning", "xijin", "guigang", "guiping", "changzhou"]


def test_the_canal_opens_in_2026(capsys: pytest.CaptureFixture[str]) -> None:
    status, answer = run(
        capsys, "network", "path", "NNG", "QZP", "--mode", "water", "--year", "2025"
    )
    assert status == 2
    assert answer["faults"][0]["code"] == "path.none"
    opened = path(capsys, "NNG", "QZP", "--mode", "water", "--year", "2026")
    assert opened["locks"] == ["yongning", "madao", "qishi", "qingnian"]


def test_passenger_lines_carry_no_freight(capsys: pytest.CaptureFixture[str]) -> None:
    answer = path(capsys, "Nanning", "Guangzhou", "--mode", "rail")
    assert "L58" not in {leg["link"] for leg in answer["legs"]}


def test_a_deep_vessel_is_told_what_stops_it(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("network", "path", "NNG", "GZH", "--mode", "water", "--draught-m", "4.0")
    status, answer = run(capsys, *words)
    assert status == 2
    assert "draught up to 3.7 m on yongning--NNG" in answer["faults"][0]["message"]
    assert "changzhou--TXN" not in answer["faults"][0]["message"]
    shallow = path(capsys, *words[2:6], "--draught-m", "3.6")
    assert shallow["distance_km"] > 500


def test_a_plan_deepens_the_way(capsys: pytest.CaptureFixture[str]) -> None:
    answer = path(
        capsys, "NNG", "GGG", "--mode", "water", "--draught-m", "4.0", "--plan", "water-first"
    )
    assert answer["plan"] == "water-first"


def test_a_wide_vessel_is_told_which_lock_stops_it(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("network", "path", "BSE", "NNG", "--mode", "water", "--vessel", "inland-3000")
    status, answer = run(capsys, *words, "--draught-m", "2.0")
    assert status == 2
    assert "no chamber of lock jinjitan takes inland-3000" in answer["faults"][0]["message"]


def test_all_faults_come_together(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("network", "path", "NNG", "GZH", "--mode", "air", "--year", "1999", "--plan", "nope")
    status, answer = run(capsys, *words)
    assert status == 2
    assert {"option.mode", "option.year"} <= {fault["code"] for fault in answer["faults"]}
    assert len(answer["faults"]) == 3


def test_unknown_places_come_together(capsys: pytest.CaptureFixture[str]) -> None:
    status, answer = run(capsys, "network", "path", "Nannin", "Gulin")
    assert status == 2
    assert [fault["where"] for fault in answer["faults"]] == ["", ""]
    assert '"nanning"' in next(
        fault["allowed"] for fault in answer["faults"] if fault["file"] == "ORIGIN"
    )


def test_the_same_place_is_no_way(capsys: pytest.CaptureFixture[str]) -> None:
    answer = path(capsys, "Nanning", "南宁", "--mode", "road")
    assert (answer["distance_km"], answer["legs"], answer["locks"]) == (0, [], [])


def test_summary_counts_what_the_tables_hold(capsys: pytest.CaptureFixture[str]) -> None:
    status, summary = run(capsys, "network", "summary", "--year", "2024")
    assert status == 0
    assert summary["links"]["rail"]["open"]["links"] == 59  # 68 less 8 passenger, less L13
    assert summary["links"]["rail"]["later"]["links"] == 1
    assert summary["links"]["rail"]["passenger"]["links"] == 8
    assert summary["links"]["inland_water"]["later"]["links"] > 7  # the Pinglu Canal and others
    by_lock = {lock["lock"]: lock for lock in summary["locks"]}
    assert len(by_lock["changzhou"]["lines"]) == 4
    assert "madao" not in by_lock
    assert sum(reach["km"] for reach in summary["reaches"]) == pytest.approx(
        summary["links"]["inland_water"]["open"]["km"]
    )


def test_a_lock_line_of_a_plan_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    _, summary = run(capsys, "network", "summary", "--plan", "water-first", "--year", "2030")
    by_lock = {lock["lock"]: lock for lock in summary["locks"]}
    assert [line["line"] for line in by_lock["changzhou"]["lines"]] == ["1", "2", "3", "4", "5"]


def test_text_output_names_the_facilities(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["network", "path", "Chongqing", "钦州", "--mode", "rail"]) == 0
    out = capsys.readouterr().out
    assert "Chongqing Tuanjiecun container centre (CHQ_TJC) to Qinzhou (QZH)" in out
    assert main(["network", "summary"]) == 0
    assert "warnings" in capsys.readouterr().out


def test_a_dry_month_stops_a_vessel_that_the_mean_depth_takes(
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = ("NNG", "GGG", "--mode", "water", "--draught-m", "3.6")
    assert path(capsys, *words)["distance_km"] > 270
    assert run(capsys, "network", "path", *words, "--month", "1")[0] == 2
    assert path(capsys, *words, "--month", "7")["distance_km"] > 270


def test_a_sea_way_past_a_third_port_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert path(capsys, "QZP", "Shanghai", "--mode", "sea")["calls"] == []
    assert path(capsys, "Hong Kong", "Shanghai", "--mode", "sea")["calls"] == ["TSG"]
    assert main(["network", "path", "Hong Kong", "Shanghai", "--mode", "sea"]) == 0
    assert "no direct sea distance" in capsys.readouterr().out
