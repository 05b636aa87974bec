"""Tables of months and of outages: how they are read, and every fault of both in one list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scenarios.waterway.files import read_lock_files
from scenarios.waterway.months import MonthOptions, loaded_month

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from scenarios.faults import Fault
    from scenarios.tables.reading import Tables
    from scenarios.waterway.files import LockFiles

HEAD = "month,lock,vessels,vessels_up,vessels_down,cargo_mt,cargo_up_mt,cargo_down_mt,mean_rated_t"
GOOD = "month,lock,vessels\n2025-08,changzhou,12000\n2025-09,changzhou,11000\n"


@pytest.fixture
def read(shipped: Tables, write: Callable[..., Path]) -> Callable[..., LockFiles]:
    def read_texts(months: str, outages: str | None = None) -> LockFiles:
        demand = write(months)
        shut = None if outages is None else write(outages, "outages.csv")
        return read_lock_files(shipped, demand, shut, MonthOptions())

    return read_texts


def only(files: LockFiles) -> Fault:
    assert len(files.faults) == 1, files.faults
    return files.faults[0]


@pytest.mark.parametrize("name", ["changzhou", "长洲", "长洲枢纽", "长洲船闸", "Changzhou locks"])
@pytest.mark.parametrize("month", ["2025-08", "2025/8", "2025.08", "2025年8月", "2025/8/1"])
def test_locks_and_months_are_read_as_people_write_them(
    read: Callable[..., LockFiles], name: str, month: str
) -> None:
    files = read(f"month,lock,vessels\n{month},{name},12000\n")
    assert files.faults == []
    row = files.months.to_dict("records")[0]
    assert (row["lock"], row["year"], row["month"], row["vessels"]) == ("changzhou", 2025, 8, 12000)


def test_chinese_columns_with_a_byte_order_mark(
    shipped: Tables, write: Callable[..., Path]
) -> None:
    path = write("月份,船闸,过闸艘次,月初待闸\n2025年8月,长洲,12000,80\n", encoding="utf-8-sig")
    files = read_lock_files(shipped, path, None, MonthOptions())
    assert files.faults == []
    row = files.months.to_dict("records")[0]
    assert (row["vessels"], row["waiting_start"]) == (12000, 80)
    assert row["cargo_mt"] != row["cargo_mt"]


def test_outages_are_read_with_lines_in_words(read: Callable[..., LockFiles]) -> None:
    text = "lock,line,from,to\n长洲,三线,2025-08-01,2025/8/3\nchangzhou,*,2025-09-01,2025-09-01\n"
    files = read(GOOD, text)
    assert files.faults == []
    rows = files.outages[["lock", "line", "from", "to"]].to_numpy().tolist()
    assert rows == [
        ["changzhou", "3", "2025-08-01", "2025-08-03"],
        ["changzhou", "*", "2025-09-01", "2025-09-01"],
    ]


def test_an_outage_of_another_lock_is_noted_and_left_out(read: Callable[..., LockFiles]) -> None:
    files = read(GOOD, "lock,line,from,to,reason\nguiping,1,2025-08-01,2025-08-02,x\n")
    assert files.faults == []
    assert len(files.outages) == 0
    assert "guiping" in files.notes[0]


@pytest.mark.parametrize(
    ("row", "code", "column", "said"),
    [
        ("2025-08,changzo,9,,,,,,", "months.lock", "lock", "changzhou"),
        ("2025-08,Baise,9,,,,,,", "months.lock", "lock", "baise_dam, baise_lift"),
        ("2025-08,madao,9,,,,,,", "months.lock", "lock", "2026"),
        ("2025-08,yantan,9,,,,,,", "months.fleet", "lock", "yantan"),
        ("2025-13,changzhou,9,,,,,,", "months.month", "month", "YYYY-MM"),
        ("2023-12,changzhou,9,,,,,,", "months.month", "month", "2024-01"),
        (",changzhou,9,,,,,,", "table.empty", "month", "2025-08"),
        ("2025-08,,9,,,,,,", "table.empty", "lock", "lock"),
        ("2025-08,changzhou,-9,,,,,,", "table.range", "vessels", "-9"),
        ("2025-08,changzhou,many,,,,,,", "table.type", "vessels", "many"),
        ("2025-08,changzhou,,,,,,,", "months.vessels", "", "neither vessels nor cargo"),
        ("2025-08,changzhou,,7,,,,,", "months.vessels", "vessels_up", "both directions"),
        ("2025-08,changzhou,,,,,0.4,,", "months.vessels", "", "neither"),
        ("2025-08,changzhou,90,40,40,,,,", "months.sum", "vessels", "80"),
        ("2025-08,changzhou,90,95,,,,,", "months.sum", "vessels", "95"),
        ("2025-08,changzhou,9000,,,20,4,14,", "months.sum", "cargo_mt", "18"),
        ("2025-08,changzhou,9000,,,,4,26,3000", "months.load", "cargo_down_mt", "1.2"),
        ("2025-08,changzhou,0,,,1,,,", "months.load", "cargo_mt", "no vessels"),
        ("2025-08,changzhou,9000,,,,,,5000", "months.rated", "mean_rated_t", "less than 5000"),
        ("2025-08,naji,90,,,,,,2000", "months.rated", "mean_rated_t", "less than 1000"),
        ("2025-08,changzhou,9,,,,,", "table.column", "", "8 cells, the header 9"),
    ],
)
def test_a_wrong_month_is_one_fault_with_its_place(
    read: Callable[..., LockFiles], row: str, code: str, column: str, said: str
) -> None:
    fault = only(read(f"{HEAD}\n{row}\n"))
    assert (fault.code, fault.line) == (code, 2)
    assert fault.where == (f"row 2, column {column}" if column else "row 2")
    assert said in f"{fault.message} {fault.allowed} {fault.help}"
    assert fault.text == row


def test_sums_within_rounding_are_taken(read: Callable[..., LockFiles]) -> None:
    files = read(f"{HEAD}\n2025-08,changzhou,9000,,,18.3045,4.40,13.90,\n")
    assert files.faults == []


def test_a_month_twice_and_a_gap(read: Callable[..., LockFiles]) -> None:
    rows = "2025-08,changzhou,9\n2025-08,长洲,9\n2025-11,changzhou,9\n"
    files = read(f"month,lock,vessels\n{rows}")
    assert {(fault.code, fault.line) for fault in files.faults} == {
        ("months.twice", 3),
        ("months.gap", 4),
    }
    gap = next(fault for fault in files.faults if fault.code == "months.gap")
    assert "2025-09" in gap.allowed


@pytest.mark.parametrize(
    ("row", "code", "column", "said"),
    [
        ("changzo,1,2025-08-01,2025-08-02,", "months.lock", "lock", "changzhou"),
        ("changzhou,9,2025-08-01,2025-08-02,", "outages.line", "line", "1, 2, 3, 4"),
        ("changzhou,,2025-08-01,2025-08-02,", "table.empty", "line", "*"),
        ("changzhou,1,2025-08-32,2025-09-02,", "outages.day", "from", "YYYY-MM-DD"),
        ("changzhou,1,2025-08-02,soon,", "outages.day", "to", "soon"),
        ("changzhou,1,2025-08-02,2025-08-01,", "outages.order", "to", "2025-08-02 or later"),
    ],
)
def test_a_wrong_outage_is_one_fault_with_its_place(
    read: Callable[..., LockFiles], row: str, code: str, column: str, said: str
) -> None:
    fault = only(read(GOOD, f"lock,line,from,to,reason\n{row}\n"))
    assert (fault.code, fault.line, fault.where) == (code, 2, f"row 2, column {column}")
    assert fault.file.endswith("outages.csv")
    assert said in f"{fault.message} {fault.allowed} {fault.help}"


def test_columns_missing_and_misspelt(read: Callable[..., LockFiles]) -> None:
    assert only(read("lock,vessels\nchangzhou,9\n")).where == "row 1, column month"
    misspelt = read("month,lock,vesels\n2025-08,changzhou,9\n")
    assert any(fault.help == 'call it "vessels"' for fault in misspelt.faults)
    twice = read("month,lock,vessels,vessels\n2025-08,changzhou,9,9\n")
    assert any("given twice" in fault.message for fault in twice.faults)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "table.empty"),
        (b"month,lock,vessels\n", "table.empty"),
        ("月份,船闸\n".encode("gbk"), "table.encoding"),
        (b"month;lock;vessels\n2025-08;changzhou;9\n", "table.column"),
        (None, "table.missing-file"),
    ],
)
def test_a_file_that_is_no_table(
    shipped: Tables, tmp_path: Path, content: bytes | None, code: str
) -> None:
    path = tmp_path / "months.csv"
    if content is not None:
        path.write_bytes(content)
    assert only(read_lock_files(shipped, path, None, MonthOptions())).code == code


def test_faults_of_both_files_come_together(read: Callable[..., LockFiles]) -> None:
    months = f"{HEAD}\n2025-08,changzhou,-1,,,x,,,\n2025-08,nowhere,9,,,,,,\n"
    files = read(months, "lock,line,from,to\nchangzhou,9,2025-08-02,2025-08-01\n")
    codes = sorted(fault.code for fault in files.faults)
    assert codes == ["months.lock", "outages.line", "outages.order", "table.range", "table.type"]


def test_gaps_are_filled_by_the_stated_rules() -> None:
    row = {"year": 2025, "month": 8, "vessels": 1000, "cargo_mt": 2.0, "mean_rated_t": 3000}
    month = loaded_month(row, 1.0)
    assert month.vessels == (500, 500)
    assert month.load_share == pytest.approx((1.56e6 / 1.5e6, 0.44e6 / 1.5e6))
    needed = loaded_month({"year": 2025, "month": 8, "cargo_mt": 2.0}, 2500.0)
    assert needed.vessels == pytest.approx((1.56e6 / (2500 * 0.94), 0.44e6 / (2500 * 0.27)))
    assert needed.load_share == pytest.approx((0.94, 0.27))
