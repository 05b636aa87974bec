"""``landsea network summary`` and ``path``, run as a user runs them."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from scenarios.cli import main

if TYPE_CHECKING:
    from pathlib import Path


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


def test_names_and_vessels_are_checked_beside_other_faults(
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = ("Nannin", "GZH", "--mode", "air", "--vessel", "raft", "--draught-m", "99")
    status, answer = run(capsys, "network", "path", *words)
    assert status == 2
    assert {fault["code"] for fault in answer["faults"]} == {
        "option.mode",
        "option.draught",
        "option.vessel",
        "place.unknown",
    }


def test_locks_answer_to_their_plain_names(capsys: pytest.CaptureFixture[str]) -> None:
    answer = path(capsys, "长洲", "Datengxia", "--mode", "water")
    assert (answer["origin"], answer["destination"]) == ("changzhou", "datengxia")
    # A city that shares its name with a lock stays the city.
    assert path(capsys, "贵港", "长洲", "--mode", "water")["origin"] == "GGG"


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


def test_a_draught_at_sea_is_checked_where_a_depth_is_known_and_else_said(
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = ("QZP", "Singapore", "--mode", "sea", "--draught-m")
    status, answer = run(capsys, "network", "path", *words, "16.5")
    assert status == 2
    assert "draught up to 16.3 m" in answer["faults"][0]["message"]
    assert path(capsys, *words, "16")["warnings"] == [
        "depth at sea is known for the channel of one port only: S06"
    ]
    unknown = path(capsys, "FCG", "Singapore", "--mode", "sea", "--draught-m", "25")
    assert unknown["warnings"] == ["depth at sea is not known, so the draught was not checked: S22"]
    assert path(capsys, "FCG", "Singapore", "--mode", "sea")["warnings"] == []
    assert main(["network", "path", "FCG", "Singapore", "--mode", "sea", "--draught-m", "9"]) == 0
    assert "the draught was not checked: S22" in capsys.readouterr().out


def test_depths_that_are_assumed_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    known = path(capsys, "NNG", "GGG", "--mode", "water", "--draught-m", "3")
    assert known["warnings"] == []
    (said,) = path(capsys, "LZH", "GGG", "--mode", "water", "--draught-m", "2.5")["warnings"]
    assert said.startswith("depth is assumed from the class of the waterway: honghua--LZH, ")


def test_networks_of_earlier_years(capsys: pytest.CaptureFixture[str]) -> None:
    _, early = run(capsys, "network", "summary", "--year", "2015")
    _, late = run(capsys, "network", "summary", "--year", "2026")
    rail = [one["capacity"]["rail"] for one in (early, late)]
    assert rail[0]["electrified_km"] < rail[1]["electrified_km"]
    assert rail[0]["km_by_tracks"]["2"] < rail[1]["km_by_tracks"]["2"]
    # Before 2021 the Xunjiang had 3.5 m: a draught of 4 m is stopped there, later it is not.
    words = ("TXN", "GGG", "--mode", "water", "--draught-m", "4.0")
    assert run(capsys, "network", "path", *words, "--year", "2020")[0] == 2
    assert path(capsys, *words, "--year", "2021")["locks"] == ["guiping"]
    status, answer = run(capsys, "network", "summary", "--year", "2014")
    assert (status, answer["faults"][0]["allowed"]) == (2, "one year from 2015 to 2060")


def test_summary_lists_projects_of_all_modes(capsys: pytest.CaptureFixture[str]) -> None:
    _, summary = run(capsys, "network", "summary", "--year", "2026")
    found = {(one["name_en"], one["kind"]): one for one in summary["projects"]}
    canal = found["Pinglu Canal", "opening"]
    assert (canal["opens_year"], canal["state"], canal["name_zh"]) == (2026, "in force", "平陆运河")
    assert len(canal["links"]) == 6
    assert found["Huangtong-Baise railway", "opening"]["state"] == "later"
    assert found["Guigang lock line 2", "opening"]["lock_lines"] == ["guigang 2"]
    fairway = found["Guigang-Wuzhou 3,000-t fairway, phase 1", "deepening"]
    assert (fairway["modes"], fairway["opens_year"]) == (["inland_water"], 2021)
    assert found["Niuwan-Guigang 3,000-t fairway", "deepening"]["state"] == "undated"
    assert {mode for one in summary["projects"] for mode in one["modes"]} == {
        "road",
        "rail",
        "inland_water",
        "lock",
    }
    years = [one["opens_year"] or 9999 for one in summary["projects"]]
    assert years == sorted(years)


def test_summary_adds_up_what_is_known_of_capacity(capsys: pytest.CaptureFixture[str]) -> None:
    _, summary = run(capsys, "network", "summary", "--year", "2026")
    capacity, links = summary["capacity"], summary["links"]
    assert sum(capacity["road"]["km_by_lanes"].values()) == pytest.approx(
        links["road"]["open"]["km"]
    )
    assert sum(capacity["rail"]["km_by_tracks"].values()) == pytest.approx(
        links["rail"]["open"]["km"]
    )
    assert 0 < capacity["road"]["lanes_assumed_km"] < links["road"]["open"]["km"]
    assumed_km = sum(reach["assumed_km"] for reach in summary["reaches"])
    assert capacity["inland_water"]["depth_assumed_km"] == pytest.approx(assumed_km)


# --- projects of a user

_HEAD = (
    "project,name_zh,name_en,kind,link_id,lock,line,opens_year,closes_year,tracks,"
    "freight_paths_per_day,lanes,min_depth_m,fairway_width_m,waterway_class,vessel_class_dwt,"
    "chamber_length_m,chamber_width_m,sill_depth_m,max_vessel_dwt,source,confidence,note"
)


def own_projects(folder: Path, *rows: str) -> str:
    """Write a table of projects; a row gives kind, link, lock, line, two years and lanes."""
    lines = [_HEAD]
    for number, row in enumerate(rows):
        kind, link, lock, line, opens, closes, lanes = row.split(",")
        lines.append(
            f"p{number},名,Name,{kind},{link},{lock},{line},{opens},{closes},,,{lanes}"
            ",,,,,,,,,gk-locks,low,"
        )
    (folder / "projects.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(folder)


def test_a_users_project_closes_a_road_a_reach_and_a_lock_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tables = own_projects(
        tmp_path,
        "closing,R06,,,2030,2032,",
        "closing,TXN--pingnan,,,2030,2032,",
        "closing,,changzhou,1,2030,2032,",
    )
    words = ("--tables", tables)
    road = [
        path(capsys, "NNG", "QZH", "--mode", "road", "--year", year, *words)["distance_km"]
        for year in ("2029", "2030", "2031", "2032")
    ]
    assert road[0] == road[3] == 108
    assert road[1] == road[2] > 108
    water = ("network", "path", "GGG", "WZH", "--mode", "water", *words, "--year")
    assert [run(capsys, *water, year)[0] for year in ("2029", "2030", "2032")] == [0, 2, 0]
    _, summary = run(capsys, "network", "summary", "--year", "2031", *words)
    lines = {one["lock"]: [line["line"] for line in one["lines"]] for one in summary["locks"]}
    assert lines["changzhou"] == ["2", "3", "4"]
    assert summary["links"]["road"]["closed"] == {"links": 1, "km": 108}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("closing,,,,2030,,", "name either a link_id, or a lock and its line"),
        ("closing,R06,changzhou,1,2030,,", "name either a link_id, or a lock and its line"),
        ("closing,,changzhou,9,2030,,", "the lock has no such line"),
        ("doubling,R06,,,2030,,", "doubling is for rail_links"),
        ("doubling,L42,,,2030,,", "doubling needs tracks"),
        ("widening,R06,,,2030,,", "widening needs lanes or fairway_width_m"),
        ("closing,R06,,,2030,2030,", "needs an earlier opens_year"),
        ("closing,R06,,,,2030,", "needs an earlier opens_year"),
        ("electrification,L32,,,2030,,8", "rail_links has no column lanes to set"),
        ("opening,S06,,,2030,,", "opening is for"),
        ("closing,R999,,,2030,,", 'unknown link_id "R999"'),
    ],
)
def test_a_faulty_project_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], row: str, said: str
) -> None:
    tables = own_projects(tmp_path, row)
    status, answer = run(capsys, "network", "summary", "--tables", tables)
    assert status == 2
    assert said in " ".join(fault["message"] for fault in answer["faults"])
