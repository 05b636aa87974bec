"""A port's own list of calls: every fault by its row, and nothing drawn that is known."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import openpyxl
import pandas as pd
import pytest

from scenarios.cli import main
from scenarios.from_tables.shore_power import Port
from scenarios.shore_power.answer import shore_answer
from scenarios.shore_power.calls import CallList, read_calls
from scenarios.shore_power.request import ShoreRequest
from scenarios.shore_power.study import run_shore_study
from scenarios.shore_power.template import write_call_template

if TYPE_CHECKING:
    from pathlib import Path

    from scenarios.tables.reading import Tables

HEADER = "call_id,berth,vessel_type,dwt,teu,arrival,departure,fitted,aux_kw"
FEW = (
    HEADER,
    "c1,1,container,,4200,2025-03-01T08:00,2025-03-02T04:00,yes,600",
    "c2,2,bulk_carrier,50000,,2025-03-01T20:00,2025-03-01T23:00,yes,300",
    "c3,2,散货船,50000,,2025-03-01T23:00,2025-03-02T09:00,是,300",
    "c4,3,oil_tanker,50000,,2025-03-01T23:00,2025-03-02T09:00,yes,300",
    "c5,1,bulk_carrier,50000,,2025-03-04T23:00,2025-03-05T09:00,no,300",
)


QINZHOU = Port("QZP", "钦州港", "Qinzhou", "sea")


def written(folder: Path, *lines: str) -> Path:
    path = folder / "calls.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def answer_of(tables: Tables, path: Path, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    request = ShoreRequest("qinzhou", calls=path, **more)
    return shore_answer(run_shore_study(request, QINZHOU, tables))


def test_a_list_is_replayed_as_it_was(tmp_path: Path, tables: Tables) -> None:
    found = answer_of(tables, written(tmp_path, *FEW))
    # Connected: c1 for 19 h at 600 kW, c3 for 9 h at 300 kW. c2 stays 3 h and no more, c4 carries
    # liquid cargo, c5 is not fitted. Power flows from 08:30 to 03:30 and from 23:30 to 08:30.
    assert found["calls"] == 5
    assert isinstance(found["calls"], int)
    assert found["connected"] == 2
    assert found["eligible_h"] == pytest.approx(20 + 10 + 10)
    assert found["connected_h"] == pytest.approx(28)
    assert found["energy_mwh"] == pytest.approx((19 * 0.6 + 9 * 0.3) / 0.92)
    assert found["simultaneous"] == pytest.approx({"0": 8760 - 24, "1": 20, "2": 4})
    assert found["peak_kw"]["max"] == pytest.approx(900 / 0.92)
    assert found["peak_kw"]["mean"] == pytest.approx(1000 * found["energy_mwh"] / 8760)
    assert found["replications"] == 1
    assert (found["year"], found["rows"]["used"]) == (2025, 5)
    assert len(found["bill"]["by_month"]) == 12
    assert [one["month"] for one in found["bill"]["by_month"] if one["kwh"] > 0] == ["2025-03"]
    fee = found["assumptions"]["service_fee_cny_per_kwh"]
    assert found["bill"]["service_cny"] == pytest.approx(fee * 14_100)
    assert found["break_even"]["grid_kg_per_kwh"] == pytest.approx(0.640, abs=0.001)
    assert {one["label"] for one in found["options"]} == {"less", "chosen", "more"}
    seed = answer_of(tables, written(tmp_path, *FEW), seed=9)
    assert seed["energy_mwh"] == found["energy_mwh"]


def test_given_sockets_and_transformer_hold(tmp_path: Path, tables: Tables) -> None:
    path = written(tmp_path, *FEW)
    one = answer_of(tables, path, sockets=1)
    # c3 waits from 23:00 until c1 leaves at 04:00 and draws power from 04:30 to 08:30.
    assert one["connected_h"] == pytest.approx(19 + 4)
    assert one["peak_kw"]["max"] == pytest.approx(600 / 0.92)
    small = answer_of(tables, path, transformer_mva=0.5)
    assert small["connected"] == 1  # 450 kW at the grid give 414 kW: only c3
    assert [row["label"] for row in small["options"]][-1] == "given"


def test_loads_above_every_socket_are_warned_of(tmp_path: Path, tables: Tables) -> None:
    # The largest box of an inland port gives 100 kW; both vessels that connect take more.
    path = written(tmp_path, *FEW)
    port = Port("GGG", "贵港", "Guigang", "inland")
    found = shore_answer(run_shore_study(ShoreRequest("guigang", calls=path), port, tables))
    assert found["recommended"]["socket_kw"] == 100
    chosen = next(one for one in found["options"] if one["label"] == "chosen")
    assert chosen["refused_share"] == 1
    assert any("refuses 100.0% of connections" in one for one in found["warnings"])
    assert not any("refuses" in one for one in answer_of(tables, path)["warnings"])


def test_what_a_list_leaves_open_is_drawn_by_share(tmp_path: Path, tables: Tables) -> None:
    lines = [HEADER]
    lines += [
        f"c{one},{one},bulk_carrier,50000,,2025-05-01T08:00,2025-05-02T08:00,,"
        for one in range(1, 101)
    ]
    path = written(tmp_path, *lines)
    every = answer_of(tables, path, replications=6, fitted_share=1.0)
    assert every["connected"] == 100
    assert every["energy_mwh"] == pytest.approx(100 * 0.150 * 23 / 0.92, rel=0.06)
    some = answer_of(tables, path, replications=6, fitted_share=0.3)
    assert some["connected"] == pytest.approx(30, abs=7)
    assert every["replications"] == 6


def read(folder: Path, tables: Tables, *lines: str) -> CallList:
    return read_calls(written(folder, *lines), tables["ship_types"])


def test_every_fault_is_told_with_its_row(tmp_path: Path, tables: Tables) -> None:
    found = read(
        tmp_path,
        tables,
        HEADER,
        "c1,1,container,,4200,2025-03-01T08:00,2025-03-02T04:00,yes,600",
        "c2,1,bulk_carrier,50000,,2025-03-01T20:00,2025-03-01T23:00,yes,300",
        "c3,2,submarine,50000,,2025-03-01T23:00,2025-03-02T09:00,yes,300",
        "c4,3,oil_tanker,50000,,2025-03-03T23:00,2025-03-02T09:00,yes,300",
        "c4,4,bulk_carrier,9000000,,2025-03-04T23:00,2025-03-05T09:00,maybe,-300",
        "c6,5,container,,-5,2025-13-04T23:00,,no,",
        ",,bulk_carrier,,,2025-03-04T23:00,2025-03-05T09:00,,",
        "c8,9,bulk_carrier,50000,,2025-03-04T23:00,2025-03-05T09:00,,",
    )
    codes = {line: sorted(one.code for one in faults) for line, faults in found.faulty_rows.items()}
    assert codes == {
        3: ["calls.overlap"],
        4: ["calls.type"],
        5: ["calls.order"],
        6: ["calls.size", "calls.twice", "calls.value", "calls.value"],
        7: ["calls.size", "calls.time", "calls.time", "calls.value"],
        8: ["calls.empty", "calls.empty", "calls.size"],
    }
    assert found.rows_read == 8
    assert found.frame["line"].tolist() == [2, 9]
    overlap = found.faulty_rows[3][0]
    assert "row 2" in overlap.message
    assert overlap.help
    rows = found.as_json()["rows"]
    assert rows["used"] + rows["faulty"] == rows["read"]


def test_faults_end_with_status_2_and_nothing_is_written(
    tmp_path: Path, tables: Tables, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, *FEW, "c6,1,warp,1,,2025-04-01T00:00,2025-04-02T00:00,yes,100")
    out = tmp_path / "out"
    words = ["shore-power", "qinzhou", "--calls", str(path), "--out", str(out), "--json"]
    assert main(words) == 2
    said = capsys.readouterr()
    document = json.loads(said.out)
    assert document["faulty_rows"][0]["row"] == 7
    assert document["faults"][0]["line"] == 7
    assert "warp" in said.err
    assert not out.exists()
    found = answer_of(tables, path, skip_faulty=True)
    assert (found["rows"], found["faulty_rows"][0]["row"]) == (
        {"read": 6, "used": 5, "faulty": 1},
        7,
    )


@pytest.mark.parametrize(
    "header",
    [
        "靠泊编号,泊位,船型,载重吨,箱位,靠泊时间,离泊时间,受电设施,辅机功率(kW)",
        "编号,泊位号,船舶类型,载重吨,标箱,到港时间,离港时间,是否接岸电,用电负荷",
        "Call ID,Berth,Vessel type,DWT (t),TEU,Arrival,Departure,Fitted,Aux kW",
    ],
)
def test_headers_in_either_language_are_known(tmp_path: Path, tables: Tables, header: str) -> None:
    found = read(tmp_path, tables, header, *FEW[1:])
    assert not found.faults
    plain = read(tmp_path, tables, *FEW)
    pd.testing.assert_frame_equal(found.frame, plain.frame)


def test_missing_columns_and_empty_lists_are_told(tmp_path: Path, tables: Tables) -> None:
    found = read(tmp_path, tables, "call_id,berth,vessel_type,arrival", "1,1,container,2025-01-01")
    assert {one.code for one in found.faults} == {"calls.column"}
    assert len(found.faults) == 2  # departure, and any size
    assert [one.code for one in read(tmp_path, tables, HEADER).faults] == ["calls.empty"]
    gone = read_calls(tmp_path / "none.csv", tables["ship_types"])
    assert [one.code for one in gone.faults] == ["calls.file"]


def test_the_template_can_be_filled_in_and_read(tmp_path: Path, tables: Tables) -> None:
    for name in ("calls.xlsx", "calls.csv"):
        write_call_template(tmp_path / name, tables)
    book = openpyxl.load_workbook(tmp_path / "calls.xlsx")
    row = ["A1", "3", "集装箱船", None, None, 4200, "2025-01-02T08:00", "2025-01-03T02:30", "是"]
    book["calls"].append(row)
    book.save(tmp_path / "filled.xlsx")
    found = read_calls(tmp_path / "filled.xlsx", tables["ship_types"])
    assert not found.faults
    assert found.frame["vessel_type"].tolist() == ["container"]
    assert found.frame["line"].tolist() == [5]
    text = (tmp_path / "calls.csv").read_text("utf-8-sig")
    assert text.splitlines()[0].startswith("靠泊编号 call_id,泊位 berth,船型 vessel_type")
    assert [
        one.code for one in read_calls(tmp_path / "calls.csv", tables["ship_types"]).faults
    ] == ["calls.empty"]
