"""``landsea network assign``: TNTP and CSV files, their faults, and what is shown and written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from scenarios.cli import main
from scenarios.route_choice.tntp import read_tntp_links, read_tntp_trips

SIOUX_FALLS = Path(__file__).parents[2] / "data" / "siouxfalls"
HEADER = """<NUMBER OF ZONES> 2
<NUMBER OF NODES> 4
<FIRST THRU NODE> 3
<NUMBER OF LINKS> 5
<ORIGINAL HEADER>~ anything
<END OF METADATA>

"""
NET = (
    HEADER
    + """~ init term capacity length fft b power speed toll type ;
\t1\t3\t1\t1\t1\t1\t1\t0\t0\t1\t;
\t3\t2\t1\t1\t0\t0\t0\t0\t0\t1\t; ~ constant
\t1\t4\t1\t1\t2\t0\t0\t0\t5\t1;
\t4\t2\t1\t1\t0\t0\t0\t0\t0\t1\t;
\t1\t2\t1\t9\t9\t0\t4\t0\t0\t1\t;
"""
)
TRIPS = """<NUMBER OF ZONES> 2
<TOTAL OD FLOW> 3.0
<END OF METADATA>

Origin  1
    1 :    0.0;    2 :    3.0;
Origin 2
    1 : 0.0; 2 : 0.0;
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    net, trips = tmp_path / "a_net.tntp", tmp_path / "a_trips.tntp"
    net.write_text(NET, encoding="utf-8")
    trips.write_text(TRIPS, encoding="utf-8")
    return net, trips


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, Any]:
    status = main(["network", "assign", *map(str, words), "--json"])
    return status, json.loads(capsys.readouterr().out)


def test_two_routes_share_the_trips(
    capsys: pytest.CaptureFixture[str], files: tuple[Path, Path]
) -> None:
    """The first road takes 1 + flow, the second 2: one trip by the first, two by the other."""
    status, answer = run(capsys, *files, "--gap", "1e-9")
    assert status == 0
    assert [one["flow"] for one in answer["links"]] == pytest.approx([1, 1, 2, 2, 0])
    assert [one["time"] for one in answer["links"]] == pytest.approx([2, 0, 2, 0, 9])
    assert answer["total_time"] == pytest.approx(6)
    assert answer["converged"]
    assert answer["relative_gap"] <= 1e-9
    assert answer["notes"] == []


def test_a_toll_counts_by_its_weight(
    capsys: pytest.CaptureFixture[str], files: tuple[Path, Path]
) -> None:
    _, answer = run(capsys, *files, "--gap", "1e-9", "--toll-weight", "0.2")
    assert [one["flow"] for one in answer["links"]] == pytest.approx([2, 2, 1, 1, 0])
    assert answer["total_time"] == pytest.approx(8)
    assert answer["total_cost"] == pytest.approx(9)


def test_distance_counts_by_its_weight(
    capsys: pytest.CaptureFixture[str], files: tuple[Path, Path]
) -> None:
    _, answer = run(capsys, *files, "--gap", "1e-9", "--distance-weight", "1")
    assert answer["total_cost"] == pytest.approx(6 + 6)


def test_the_system_optimum_on_request(
    capsys: pytest.CaptureFixture[str], files: tuple[Path, Path]
) -> None:
    """Marginal cost 1 + 2 flow meets 2 at half a trip: 0.5 * 1.5 + 2.5 * 2."""
    _, answer = run(capsys, *files, "--gap", "1e-9", "--system-optimum")
    assert answer["system_optimum"]["total_cost"] == pytest.approx(5.75)
    assert answer["price_of_anarchy"] == pytest.approx(6 / 5.75)


def test_routes_do_not_pass_through_zones(
    capsys: pytest.CaptureFixture[str], files: tuple[Path, Path]
) -> None:
    net, trips = files
    short = NET.replace("\t4\t2\t1\t1\t0\t", "\t1\t4\t1\t1\t0\t").replace("3\t2\t1", "3\t4\t1")
    net.write_text(short, encoding="utf-8")
    trips.write_text(TRIPS.replace("2 :    3.0", "2 : 3.0"), encoding="utf-8")
    _, answer = run(capsys, net, trips)
    assert [one["flow"] for one in answer["links"]] == [0, 0, 0, 0, 3]


def test_csv_tables_give_the_same_answer(
    capsys: pytest.CaptureFixture[str], files: tuple[Path, Path], tmp_path: Path
) -> None:
    links, trips = tmp_path / "links.csv", tmp_path / "trips.csv"
    links.write_text(
        "from_node,to_node,free_time,capacity,alpha,beta\n"
        "A,C,1,1,1,1\nC,B,0,,0,0\nA,D,2,,0,0\nD,B,0,,0,0\nA,B,9,,0,4\n",
        encoding="utf-8",
    )
    trips.write_text("origin,destination,volume\nA,B,3\n", encoding="utf-8")
    _, tntp = run(capsys, *files, "--gap", "1e-9")
    _, csv = run(capsys, links, trips, "--gap", "1e-9")
    assert csv["links"][0]["from_node"] == "A"
    assert [one["flow"] for one in csv["links"]] == [one["flow"] for one in tntp["links"]]


def test_the_folder_holds_links_pairs_and_paths(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    net, trips = SIOUX_FALLS / "SiouxFalls_net.tntp", SIOUX_FALLS / "SiouxFalls_trips.tntp"
    out = tmp_path / "answer"
    assert main(["network", "assign", str(net), str(trips), "--out", str(out)]) == 0
    text = capsys.readouterr().out
    assert "76 links, 528 pairs, demand 360,600" in text
    links, paths = pd.read_csv(out / "links.csv"), pd.read_csv(out / "paths.csv")
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["total_time"] == pytest.approx((links["flow"] * links["time"]).sum())
    assert paths["flow"].sum() == pytest.approx(360600)
    for path in paths.to_dict("records"):
        nodes = path["nodes"].split()
        assert (int(nodes[0]), int(nodes[-1])) == (path["origin"], path["destination"])
    status = main(["network", "assign", str(net), str(trips), "--out", str(out)])
    assert (status, "pass --overwrite" in capsys.readouterr().err) == (2, True)


def test_comments_headers_and_blank_lines_are_read() -> None:
    net = read_tntp_links(NET.encode(), "net.tntp")
    assert net.faults == ()
    assert net.first_thru_node == 3
    assert net.rows["line"].to_list() == [9, 10, 11, 12, 13]
    assert net.rows["toll"].to_list() == [0, 0, 5, 0, 0]
    trips = read_tntp_trips(TRIPS.encode(), "trips.tntp")
    assert trips.rows[["origin", "destination", "volume"]].to_numpy().tolist() == [
        ["1", "1", 0.0],
        ["1", "2", 3.0],
        ["2", "1", 0.0],
        ["2", "2", 0.0],
    ]


def test_every_fault_of_a_network_has_its_line() -> None:
    text = HEADER + "1 3 1 1 1 1 1 ;\n1 9 x 1 -1 1 1 0 0 1 ;\n1 3 1 1 ;\n3 2 1 1 0 0 0 0 0 1\n"
    found = [(one.line, one.message) for one in read_tntp_links(text.encode(), "net").faults]
    assert found == [
        (9, 'term_node is "9"'),
        (9, 'capacity is "x"'),
        (9, 'free_flow_time is "-1"'),
        (10, "the link has 4 fields"),
        (11, "the link does not end with a semicolon"),
        (4, "the header says 5 links, the file has 4"),
    ]


def test_every_fault_of_a_trip_table_has_its_line() -> None:
    text = (
        "<NUMBER OF ZONES> 2\n<END OF METADATA>\n1 : 2;\nOrigin 3\n1 : -1; 2 : nan;\n"
        "Origin 1\n5 : 1; 2 ; 1 : 1\n"
    )
    found = [(one.line, one.message) for one in read_tntp_trips(text.encode(), "trips").faults]
    assert found == [
        (3, "trips stand before the first origin"),
        (4, 'origin is "3"'),
        (5, 'trips is "-1"'),
        (5, 'trips is "nan"'),
        (7, "the last entry does not end with a semicolon"),
        (7, 'destination is "5"'),
        (7, '"2" is no entry'),
    ]


def test_a_file_without_its_header_says_so() -> None:
    found = [one.message for one in read_tntp_trips(b"Origin 1\n2 : 1;\n", "t").faults]
    assert found == [
        "a row stands in the header",
        "a row stands in the header",
        "<END OF METADATA> is missing",
        "<NUMBER OF ZONES> is missing in the header",
    ]


def test_a_total_that_differs_is_noted(
    capsys: pytest.CaptureFixture[str], files: tuple[Path, Path]
) -> None:
    net, trips = files
    trips.write_text(TRIPS.replace("3.0\n<END", "4.0\n<END"), encoding="utf-8")
    status, answer = run(capsys, net, trips)
    assert status == 0
    assert "sum to 3, the header says 4" in answer["notes"][0]


def test_faults_of_both_files_come_at_once(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    links, trips = tmp_path / "links.csv", tmp_path / "trips.csv"
    links.write_text(
        "from_node,to_node,free_time,capacity,alpha,beta\nA,B,1,-2,0.15,4\nA,C,1,,x,4\n",
        encoding="utf-8",
    )
    trips.write_text("origin,destination,volume\nA,B,many\n", encoding="utf-8")
    status, answer = run(capsys, links, trips, "--out", tmp_path / "out")
    assert status == 2
    where = [(Path(one["file"]).name, one["where"]) for one in answer["faults"]]
    assert where == [
        ("links.csv", "row 2, column capacity"),
        ("links.csv", "row 3, column alpha"),
        ("trips.csv", "row 2, column volume"),
    ]
    assert not (tmp_path / "out").exists()


def test_faults_that_only_the_network_shows_have_their_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    links, trips = tmp_path / "links.csv", tmp_path / "trips.csv"
    links.write_text(
        "from_node,to_node,free_time,capacity,alpha,beta\n\nA,B,1,,0.15,4\nA,C,1,1,0.15,0.5\n",
        encoding="utf-8",
    )
    trips.write_text("origin,destination,volume\nA,B,1\nA,Z,1\nA,B,2\n", encoding="utf-8")
    _, answer = run(capsys, links, trips)
    where = [(Path(one["file"]).name, one["where"]) for one in answer["faults"]]
    assert where == [
        ("links.csv", "row 3, column capacity"),
        ("links.csv", "row 4, column beta"),
        ("trips.csv", "row 3, column destination"),
        ("trips.csv", "row 4"),
    ]


def test_pairs_without_a_route_and_missing_files(
    capsys: pytest.CaptureFixture[str], files: tuple[Path, Path], tmp_path: Path
) -> None:
    net, trips = files
    trips.write_text(TRIPS.replace("1 : 0.0; 2 : 0.0", "1 : 7.0; 2 : 0.0"), encoding="utf-8")
    status, answer = run(capsys, net, trips)
    assert status == 2
    assert answer["faults"][0]["message"] == "there is demand from 2 to 1, but no route"
    status, answer = run(capsys, tmp_path / "none.tntp", tmp_path / "none.csv")
    assert status == 2
    assert len(answer["faults"]) == 2


def test_demand_falls_with_cost_when_asked(
    capsys: pytest.CaptureFixture[str], files: tuple[Path, Path]
) -> None:
    # routes of 1 + x and 2: three trips load both to 2, twice the empty network's cost
    status, answer = run(capsys, *files, "--elasticity", -1, "--gap", 1e-10)
    assert status == 0
    assert answer["demand"] == 3
    assert answer["travelling"] == pytest.approx(1.5)
    assert answer["demand_gap"] < 1e-6
    _, fixed = run(capsys, *files)
    assert "travelling" not in fixed


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--elasticity", -1, "--system-optimum"), "option.elasticity"),
        (("--elasticity", -1, "--demand-form", "linear"), "option.demand-form"),
    ],
)
def test_options_of_elastic_demand_that_do_not_go_together(
    capsys: pytest.CaptureFixture[str],
    files: tuple[Path, Path],
    options: tuple[str, ...],
    code: str,
) -> None:
    assert main(["network", "assign", *map(str, (*files, *options))]) == 2
    assert code in capsys.readouterr().err
