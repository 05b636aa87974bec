"""A user's own demand: the template, the check of every row, and runs that rest on it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pandas as pd
import pytest

from scenarios.cli import main
from scenarios.faults import InputError
from scenarios.inputs import demand_of
from scenarios.own_demand.rows import read_own_demand
from scenarios.own_demand.source import SOURCE
from scenarios.own_demand.use import use_own_demand
from scenarios.study.evidence import demand_facts
from scenarios.tables.reading import Tables, read_tables
from transport.overseas import QUAY

if TYPE_CHECKING:
    from collections.abc import Callable

    Write = Callable[..., Path]
else:
    Write = object

HEADER = "origin,destination,commodity,kt,base_year,控制组,主要运输方式"
MARK = "# 示例 example (delete this mark to use the row): "


@pytest.fixture(scope="module")
def shipped() -> Tables:
    return read_tables()


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a CSV table of some rows below the usual header."""

    def made(*rows: str, header: str = HEADER, name: str = "mine.csv") -> Path:
        path = tmp_path / name
        path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        return path

    return made


def check(capsys: pytest.CaptureFixture[str], path: Path) -> tuple[int, Any]:
    status = main(["demand", "check", str(path), "--json"])
    return status, json.loads(capsys.readouterr().out)


def test_the_csv_template_comes_back_with_its_example(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "template.csv"
    assert main(["demand", "template", "--out", str(path)]) == 0
    capsys.readouterr()
    text = path.read_text(encoding="utf-8-sig")
    assert text.count("\n# ") == 4
    status, answer = check(capsys, path)
    assert (status, answer["rows_read"]) == (2, 0)
    assert answer["faults"][0]["message"] == "the table has no row"
    path.write_text(text.replace(MARK, ""), encoding="utf-8-sig")
    status, answer = check(capsys, path)
    assert status == 0
    assert (answer["rows_read"], answer["rows_used"], answer["kt"]) == (1, 1, 120.0)


def test_the_workbook_template_comes_back_with_its_example(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, shipped: Tables
) -> None:
    path = tmp_path / "template.xlsx"
    assert main(["demand", "template", "--out", str(path)]) == 0
    capsys.readouterr()
    book = openpyxl.load_workbook(path)
    assert book.sheetnames[0] == "demand"
    assert len(list(book["地点 places"].rows)) == 1 + len(shipped["places"])
    assert len(list(book["货类 commodities"].rows)) == 1 + len(shipped["commodities"])
    sheet = book["demand"]
    assert str(sheet["A5"].value).startswith(MARK)
    sheet["A5"] = "南宁"
    sheet.append(["Guigang", "GZH", "砂石骨料", 500.5])
    book.save(path)
    status, answer = check(capsys, path)
    assert status == 0, answer
    assert (answer["rows_read"], answer["rows_used"], answer["kt"]) == (2, 2, 620.5)


def test_a_template_is_not_written_over_a_file(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "template.csv"
    path.write_text("mine", encoding="utf-8")
    assert main(["demand", "template", "--out", str(path)]) == 2
    assert path.read_text(encoding="utf-8") == "mine"
    assert main(["demand", "template", "--out", str(path), "--overwrite"]) == 0
    assert main(["demand", "template", "--out", str(tmp_path / "a.ods")]) == 2
    assert ".csv, .xlsx" in capsys.readouterr().err


def test_the_shipped_table_passes_its_own_check(shipped: Tables) -> None:
    path = Path(__file__).parents[3] / "transport" / "data" / "demand.csv"
    own = read_own_demand(path, shipped)
    assert own.faults == ()
    assert own.control_rules == {"given": len(shipped["demand"])}
    ours = own.frame.drop(columns=["source"]).astype(shipped["demand"].dtypes.drop("source"))
    pd.testing.assert_frame_equal(ours, shipped["demand"].drop(columns=["source"]))


FAULTY = {
    "Naning,Guangzhou,煤炭,5,,,": ("column origin", 'no place is called "Naning"'),
    "南宁,广州,coals,5,,,": ("column commodity", 'unknown commodity "coals"'),
    "NNG,GZH,coal,-5,,,": ("column kt", "-5 is out of range"),
    "NNG,GZH,coal,many,,,": ("column kt", '"many" is no number'),
    "NNG,GZH,coal,,,,": ("column kt", "required value missing"),
    "NNG,GZH,coal,8,2023,,": ("column base_year", "the base year is 2023"),
    "南宁,NNG,coal,8,,,": ("column destination", "NNG is origin and destination"),
    "NNG,GZH,sugar,8,,nowhere,": ("column control_group", 'unknown control group "nowhere"'),
    "NNG,GZH,sugar,8,,changzhou_down,road": (
        "column control_group",
        "control group changzhou_down was observed on inland_water, not road",
    ),
    "NNG,GZH,coal,8,,youyiguan_road,": (
        "column control_group",
        "control group youyiguan_road has no calibrated constants for coal",
    ),
    "NNG,GZH,fruit_cold_chain,8,,,内河": (
        "column control_group",
        "no control group has fruit_cold_chain observed on inland_water",
    ),
    "NNG,GZH,sugar,8,,,spaceship": ("column observed_main_mode", '"spaceship" is not allowed'),
    "LCH,GYG,fruit_cold_chain,8,,,": (
        "",
        "no service carries fruit_cold_chain from LCH to GYG",
    ),
    "changzhou,GZH,sugar,8,,,": (
        "column origin",
        'no freight starts or ends at the lock "changzhou"',
    ),
    "NNG,GZH,sugar,8": ("", "the row has 4 cells, the header 7"),
}


@pytest.mark.parametrize("row", FAULTY)
def test_each_fault_has_its_row_and_column(shipped: Tables, write: Write, row: str) -> None:
    own = read_own_demand(write("南宁,广州,食糖,1,,,", row), shipped)
    column, message = FAULTY[row]
    where = f"row 3, {column}" if column else "row 3"
    assert [(one.line, one.where, one.message) for one in own.faults] == [(3, where, message)]
    assert own.faulty_rows == (3,)
    assert len(own.frame) == 1


def test_all_faults_come_at_once_and_the_rows_add_up(
    capsys: pytest.CaptureFixture[str], write: Write
) -> None:
    path = write("# a note,,,,,,", "南宁,广州,食糖,1,,,", *FAULTY, "NNG,GZH,sugar,2,2024,,")
    status, answer = check(capsys, path)
    assert status == 2
    assert answer["rows_read"] == len(FAULTY) + 2
    assert answer["rows_read"] == answer["rows_used"] + answer["rows_faulty"]
    assert answer["faulty_rows"] == list(range(4, 5 + len(FAULTY)))
    doubled = answer["faults"][-1]
    assert doubled["line"] == 4 + len(FAULTY)
    assert "already stands in row 3" in doubled["message"]


def test_a_value_in_many_rows_names_every_row(shipped: Tables, write: Write) -> None:
    rows = [f"NNG,{end},sugar,-1,,," for end in ("GZH", "FSN", "DGS", "ZHJ", "HKG", "LZH")]
    own = read_own_demand(write(*rows), shipped)
    assert [one.message for one in own.faults] == ["-1 is out of range (also in row 3, 4, 5, 6, 7)"]
    assert own.faulty_rows == (2, 3, 4, 5, 6, 7)


def test_a_wrong_header_makes_every_row_faulty(shipped: Tables, write: Write) -> None:
    own = read_own_demand(write("NNG,GZH,1", header="origin,destination,tonnes"), shipped)
    assert {one.message for one in own.faults} == {
        'unknown column "tonnes"',
        'column "commodity" is missing',
        'column "kt" is missing',
    }
    assert (own.rows_read, own.faulty_rows, len(own.frame)) == (1, (2,), 0)


def test_headers_and_names_in_both_languages(shipped: Tables, write: Write) -> None:
    header = "始发地,Destination,货种,货运量(千吨/年)"
    path = write("贵港,Foshan,Cement and clinker,10", "柳州市,beihai,steel,2", header=header)
    own = read_own_demand(path, shipped)
    assert own.faults == ()
    assert own.frame[["origin", "destination", "commodity", "kt"]].to_numpy().tolist() == [
        ["GGG", "FSN", "cement_clinker", 10.0],
        ["LZH", "BHI", "steel", 2.0],
    ]
    assert set(own.frame["source"]) == {SOURCE}
    assert set(own.frame["confidence"]) == {"low"}
    assert set(own.frame["base_year"]) == {2024}


def test_the_control_group_is_that_of_the_most_similar_freight(
    shipped: Tables, write: Write
) -> None:
    demand = shipped["demand"]
    path = write(
        "TXN,ZQG,sand_gravel,1,,,",
        "NNG,FCG,sugar,1,,,",
        "NNG,FCG,sugar,1,,,铁路",
        "BJI,YZH,fruit_cold_chain,1,,,",
    )
    own = read_own_demand(path, shipped)
    assert own.faults == ()
    groups = own.frame["control_group"].to_list()
    assert groups[0] == "changzhou_down"
    same = demand[(demand["origin"] == "NNG") & (demand["commodity"] == "sugar")]
    both = same[same["destination"] == "FCG"]
    most = (both if len(both) else same).groupby("control_group")["kt"].sum().idxmax()
    assert groups[1] == most
    by_rail = demand[(demand["origin"] == "NNG") & (demand["observed_main_mode"] == "rail")]
    sugar = by_rail[by_rail["commodity"] == "sugar"].groupby("control_group")["kt"].sum()
    assert groups[2] == sugar.idxmax() != groups[1]
    modes = demand.drop_duplicates("control_group").set_index("control_group")
    assert own.frame["observed_main_mode"].to_list() == [
        modes.loc[group, "observed_main_mode"] for group in groups
    ]
    assert sum(own.control_rules.values()) == 4


def test_files_that_are_no_tables(shipped: Tables, tmp_path: Path) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"no workbook")
    old = tmp_path / "old.xls"
    old.write_bytes(b"")
    latin = tmp_path / "latin.csv"
    latin.write_bytes("起点".encode("gb18030"))
    empty = tmp_path / "empty.xlsx"
    openpyxl.Workbook().save(empty)
    for path, code in (
        (broken, "demand.file"),
        (old, "demand.file"),
        (tmp_path / "none.csv", "demand.file"),
        (latin, "table.encoding"),
        (empty, "table.empty"),
    ):
        own = read_own_demand(path, shipped)
        assert [one.code for one in own.faults] == [code], path
        assert own.rows_read == 0


def test_own_cargo_of_delta_quays_comes_from_overseas_like_the_shipped(
    shipped: Tables, write: Write
) -> None:
    # Coal bound up at Changzhou from Guangzhou, and the same control group from an inland place.
    own = use_own_demand(
        write("广州,南宁,煤炭,100,,changzhou_up,", "GGG,NNG,coal,50,,changzhou_up,"), shipped
    )
    split = demand_of(own)
    share = shipped["overseas_shares"].set_index("commodity")["share"]["coal"]
    by_start = split.groupby("origin")["kt"].sum()
    assert by_start["indonesia@GZH"] == pytest.approx(100 * share)
    assert split.groupby(QUAY)["kt"].sum()["GZH"] == pytest.approx(100)
    assert not split.loc[split[QUAY] != "GZH", "origin"].str.contains("@").any()
    assert demand_facts(own)["from_overseas_kt"] == pytest.approx(100 * share)


def test_own_demand_takes_the_place_of_the_shipped_one(shipped: Tables, write: Write) -> None:
    tables = use_own_demand(write("南宁,广州,食糖,1000,,,"), shipped)
    assert tables["demand"]["kt"].to_list() == [1000.0]
    assert tables.own_demand == "mine.csv"
    assert tables.digest != shipped.digest
    assert SOURCE in set(tables["transport_sources"]["source_id"])
    assert (tables["demand"].dtypes == shipped["demand"].dtypes).all()
    assert shipped.own_demand == ""
    with pytest.raises(InputError):
        use_own_demand(write("南宁,广州,食糖,-1000,,,"), shipped)


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, Any]:
    sizes = ["--years", "2024", "--replications", "1", "--workers", "1", "--json"]
    status = main([*map(str, words), *sizes])
    return status, json.loads(capsys.readouterr().out)


def test_a_run_carries_the_tonnes_of_the_user(
    capsys: pytest.CaptureFixture[str], write: Write, tmp_path: Path
) -> None:
    small = write("南宁,广州,食糖,100,,,", "南宁,凭祥,sugar,50,,,", name="small.csv")
    large = write("南宁,广州,食糖,300,,,", "南宁,凭祥,sugar,50,,,", name="large.csv")
    freight = {}
    for path in (small, large):
        status, answer = run(
            capsys, "run", "reference", "--demand", path, "--out", tmp_path / path.stem
        )
        assert status == 0
        year = answer["plans"]["reference"]["2024"]
        freight[path] = year["freight_mt"] + year["unserved_mt"]
        assert answer["demand"]["own"]
        assert answer["demand"]["file"] == path.name
    assert freight[small] == pytest.approx(0.150)
    assert freight[large] == pytest.approx(0.350)
    manifest = json.loads((tmp_path / "small" / "manifest.json").read_text(encoding="utf-8"))
    facts = {"own": True, "file": "small.csv", "rows": 2, "base_kt": 150.0}
    assert manifest["demand"] == facts | {"from_overseas_kt": 0.0}
    page = (tmp_path / "small" / "report.html").read_text(encoding="utf-8")
    assert "own demand table small.csv" in page
    assert "2.37 billion" not in page


def test_a_comparison_of_freight_that_meets_no_lock(
    capsys: pytest.CaptureFixture[str], write: Write, tmp_path: Path
) -> None:
    path = write("南宁,凭祥,auto_machinery,100,,youyiguan_road,")
    out = tmp_path / "out"
    words = ("compare", "reference", "water-first", "--demand", path, "--out", out)
    status, answer = run(capsys, *words)
    assert status == 0
    assert answer["plans"]["water-first"]["2024"]["freight_mt"] == pytest.approx(0.1)
    assert (out / "report.html").is_file()


def test_a_faulty_demand_runs_nothing_and_writes_nothing(
    capsys: pytest.CaptureFixture[str], write: Write, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    path = write("南宁,广州,食糖,-1,,,")
    status, answer = run(capsys, "run", "no-such-plan", "--demand", path, "--out", out)
    assert status == 2
    assert {one["code"] for one in answer["faults"]} >= {"table.range"}
    assert len(answer["faults"]) == 2
    assert not out.exists()


def test_demand_is_given_once(
    capsys: pytest.CaptureFixture[str], write: Write, tmp_path: Path, shipped: Tables
) -> None:
    folder = tmp_path / "tables"
    folder.mkdir()
    shipped["demand"].to_csv(folder / "demand.csv", index=False)
    path = write("南宁,广州,食糖,1,,,")
    status, answer = run(capsys, "run", "reference", "--demand", path, "--tables", folder)
    assert status == 2
    assert [one["code"] for one in answer["faults"]] == ["option.demand"]
