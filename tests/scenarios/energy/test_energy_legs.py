"""Tables of legs: row by row the same as one by one, with every wrong row named."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from scenarios.benchmarks.energy_legs import some_legs
from scenarios.cli import main
from scenarios.cli.energy.vessel_files import read_legs
from scenarios.energy.leg_energy import PART, battery_columns, energy_of_legs, leg_totals
from scenarios.energy.leg_table import complete_legs
from scenarios.energy.vessel_answer import battery_of, vessel_answer
from scenarios.energy.vessel_request import VesselRequest

if TYPE_CHECKING:
    from pathlib import Path

    from scenarios.energy.inputs import VesselInputs

GOOD = """when,class_id,speed_kmh,depth_m,load_t,current_kmh,distance_km
a,,12,6,2500,1.5,80
b,inland-1000,10,,500,-2,60
c,,17,4.2,,,10
"""
BAD = """speed_kmh,depth_m,draught_m,load_t,current_kmh,class_id
-3,6,,2500,1.5,
11,5,3.9,100,,
x,,1.5,,-2,inland-1000
,,,,,
"""
UNSAILABLE = """speed_kmh,depth_m,draught_m,load_t,current_kmh,class_id
11,5,3.9,100,,
11,3.9,3.9,,,
11,,0.5,,,
11,,,,-11,inland-2000
11,,,,,inland-30000
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "legs.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_command_writes_row_by_row(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, vessels: VesselInputs
) -> None:
    out = tmp_path / "out.csv"
    words = ["--legs", str(write(tmp_path, GOOD)), "--out", str(out), "--json"]
    assert main(["energy", "vessel", "inland-3000", *words]) == 0
    totals = json.loads(capsys.readouterr().out)
    rows = pd.read_csv(out)
    assert rows["when"].tolist() == ["a", "b", "c"]
    asked = [
        VesselRequest("inland-3000", 12.0, 6.0, load_t=2500.0, current_kmh=1.5),
        VesselRequest("inland-1000", 10.0, load_t=500.0, current_kmh=-2.0),
        VesselRequest("inland-3000", 17.0, 4.2),
    ]
    for row, request in zip(rows.to_dict("records"), asked, strict=True):
        alone = vessel_answer(request, vessels)
        assert row["power_kw"] == pytest.approx(alone["power_kw"], rel=1e-5)
        assert row["wtw_co2e_g_per_tkm"] == pytest.approx(
            alone["g_per_tkm"]["wtw"]["co2e"], rel=1e-5
        )
        limits = str(row["limits"]) if isinstance(row["limits"], str) else ""
        assert limits == ";".join(one["limit"] for one in alone["limits"])
    fuel = rows["inland-diesel-cn_kg_per_km"] * rows["distance_km"]
    assert totals["inland-diesel-cn_kg"] == pytest.approx(fuel.sum(), rel=1e-5)
    assert totals["freight_work_tkm"] == pytest.approx(
        (rows["load_t"] * rows["distance_km"]).sum(), rel=1e-5
    )


def test_every_wrong_cell_and_row_is_named(tmp_path: Path, vessels: VesselInputs) -> None:
    _, found = read_legs("inland-3000", vessels, write(tmp_path, BAD))
    assert {(fault.line, fault.where) for fault in found} == {
        (2, "column speed_kmh"),
        (3, "column load_t"),
        (4, "column speed_kmh"),
        (5, "column speed_kmh"),
    }
    _, found = read_legs("inland-3000", vessels, write(tmp_path, UNSAILABLE))
    assert {(fault.line, fault.where) for fault in found} == {
        (2, "column load_t"),
        (3, "column depth_m"),
        (4, "column draught_m"),
        (5, "column current_kmh"),
        (6, "column class_id"),
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("speed,load_t\n3,4\n", 'the column "speed" is not known'),
        ("load_t\n4\n", "the column speed_kmh is missing"),
        ("speed_kmh,depth\n3,4\n", 'the column "depth" is not known'),
        ("speed_kmh,depth_m\n", "the table has no row"),
        ("speed_kmh,speed_kmh\n3,4\n", "the column speed_kmh stands 2 times"),
        (
            "speed_kmh,depth_m\n12,6,7\n",
            "the file cannot be read: line 2 has more cells than the header",
        ),
        ("speed_kmh\n3\n4,5\n", "the file cannot be read: line 3 has 2 cells, the header 1"),
        ("", "the file cannot be read: it is empty"),
    ],
)
def test_headers_are_checked(
    tmp_path: Path, vessels: VesselInputs, text: str, message: str
) -> None:
    _, found = read_legs("inland-3000", vessels, write(tmp_path, text))
    assert message in {fault.message for fault in found}


def test_a_load_that_would_sink_the_vessel_is_named_as_a_load(
    tmp_path: Path, vessels: VesselInputs
) -> None:
    text = "speed_kmh,load_t,draught_m\n9,99999,\n9,,30\n"
    _, found = read_legs("inland-3000", vessels, write(tmp_path, text))
    assert [(fault.line, fault.where) for fault in found] == [
        (2, "column load_t"),
        (3, "column draught_m"),
    ]
    assert found[0].message == "99999 is more than the hull can carry"


def test_other_separators_are_guessed_at(tmp_path: Path, vessels: VesselInputs) -> None:
    _, (fault,) = read_legs("inland-3000", vessels, write(tmp_path, "speed_kmh;depth_m\n3;4\n"))
    assert fault.help == "separate the cells by commas"


def test_wrong_cells_hide_no_wrong_rows_and_no_unknown_class(
    tmp_path: Path, vessels: VesselInputs
) -> None:
    text = "speed_kmh,depth_m,class_id\nfast,6,barge-9\n8,3,\n12,6,\n"
    _, found = read_legs("inland-3000", vessels, write(tmp_path, text))
    assert [(fault.line, fault.where) for fault in found] == [
        (2, "column speed_kmh"),
        (2, "column class_id"),
        (3, "column depth_m"),
    ]


def test_a_table_from_excel_is_read_and_other_bytes_are_refused(
    tmp_path: Path, vessels: VesselInputs
) -> None:
    path = tmp_path / "legs.csv"
    path.write_bytes("\ufeffspeed_kmh,备注\n12,晴\n".encode())
    (table, typed), found = read_legs("inland-3000", vessels, path)
    assert found == []
    assert table["备注"].tolist() == ["晴"]
    assert typed["speed_kmh"].tolist() == [12.0]
    path.write_bytes("speed_kmh,备注\n12,晴\n".encode("gbk"))
    assert read_legs("inland-3000", vessels, path)[1][0].code == "legs.file"
    missing = read_legs("inland-3000", vessels, tmp_path / "none.parquet")[1]
    assert missing[0].code == "legs.file"


def test_nothing_is_written_after_a_fault(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    out = tmp_path / "out.csv"
    words = ["--legs", str(write(tmp_path, BAD)), "--out", str(out), "--engine", "steam"]
    assert main(["energy", "vessel", "inland-3000", *words, "--json"]) == 2
    codes = {one["code"] for one in json.loads(capsys.readouterr().out)["faults"]}
    assert codes == {"energy.engine", "legs.value", "legs.row"}
    assert list(tmp_path.iterdir()) == [tmp_path / "legs.csv"]


def test_parts_of_a_long_table_join_without_a_seam(vessels: VesselInputs) -> None:
    count = PART // 50
    legs, found = complete_legs(some_legs(count), vessels, "drawn")
    assert found == []
    request = VesselRequest("inland-1000")
    whole = energy_of_legs(legs, request, vessels)
    middle = count // 2
    halves = [energy_of_legs(part, request, vessels) for part in (legs[:middle], legs[middle:])]
    pd.testing.assert_frame_equal(
        whole.drop(columns="limits"), pd.concat([half.drop(columns="limits") for half in halves])
    )
    assert np.isfinite(whole["power_kw"]).all()


def test_a_leg_cut_in_two_takes_the_same(vessels: VesselInputs) -> None:
    legs, _ = complete_legs(some_legs(20), vessels, "drawn")
    answer = energy_of_legs(legs, VesselRequest("inland-1000"), vessels)
    twice = pd.concat([legs.assign(distance_km=legs["distance_km"] / 2)] * 2, ignore_index=True)
    again = energy_of_legs(twice, VesselRequest("inland-1000"), vessels)
    one, two = leg_totals(legs, answer), leg_totals(twice, again)
    for name in ("energy_mj", "ttw_nox_g", "wtw_co2e_g", "freight_work_tkm"):
        assert two[name] == pytest.approx(one[name], rel=1e-9)


def test_a_battery_vessel_makes_what_its_battery_allows(vessels: VesselInputs) -> None:
    legs = pd.DataFrame(
        {
            "class_id": "inland-ev-3000-xj",
            "speed_kmh": 12.0,
            "depth_m": np.nan,
            "draught_m": np.nan,
            "load_t": 2500.0,
            "current_kmh": 0.0,
            "distance_km": [60.0, 60.0, 60.0, 200.0],
            "voyage": ["a", "a", "b", "b"],
            "station_after": False,
        }
    )
    request = VesselRequest("inland-ev-3000-xj")
    complete, _ = complete_legs(legs, vessels, "drawn")
    answer = energy_of_legs(complete, request, vessels)
    battery = battery_of(request, vessels)
    assert battery is not None
    found = battery_columns(complete, answer, battery)
    per_km = answer["energy_mj_per_km"].iloc[0] / 3.6
    assert battery.usable_kwh == 4000
    assert found["battery_left_kwh"].tolist() == pytest.approx(
        [4000 - per_km * km for km in (60, 120, 60, 260)]
    )
    assert found["battery_made"].tolist() == [True, True, True, per_km * 260 <= 4000]


def test_a_vessel_that_waits_makes_no_way_in_a_current(vessels: VesselInputs) -> None:
    legs = pd.DataFrame(
        {
            "class_id": "inland-3000",
            "speed_kmh": [12.0, 0.0, 0.0],
            "depth_m": 6.0,
            "draught_m": np.nan,
            "load_t": 2000.0,
            "current_kmh": [0.0, 2.0, -2.0],
            "distance_km": [100.0, 10.0, 0.0],
        }
    )
    complete, found = complete_legs(legs, vessels, "drawn")
    assert found == []
    answer = energy_of_legs(complete, VesselRequest("inland-3000"), vessels)
    assert answer["power_kw"].tolist()[1:] == [15, 15]
    assert answer["ground_kmh"].tolist() == [12, 0, 0]
    assert answer["energy_mj_per_km"].isna().tolist() == [False, True, True]
    totals = leg_totals(complete, answer)
    assert totals["legs_without_way"] == 1
    assert (totals["distance_km"], totals["freight_work_tkm"]) == (100, 200_000)


def test_battery_columns_are_of_the_class_named(tmp_path: Path) -> None:
    legs = write(
        tmp_path,
        "class_id,speed_kmh,distance_km,station_after\n"
        "inland-ev-3000-xj,12,60,no\ninland-3000,12,60,\ninland-ev-3000-xj,12,60,yes\n",
    )
    out = tmp_path / "out.csv"
    words = ["--legs", str(legs), "--out", str(out), "--json"]
    assert main(["energy", "vessel", "inland-ev-3000-xj", *words]) == 0
    rows = pd.read_csv(out)
    kwh = rows["energy_mj_per_km"].iloc[0] / 3.6 * 60
    assert rows["battery_left_kwh"].isna().tolist() == [False, True, False]
    assert rows["battery_left_kwh"].iloc[2] == pytest.approx(4000 - 2 * kwh, rel=1e-5)


def test_empty_cells_of_parquet_take_the_class_of_the_command(
    tmp_path: Path, vessels: VesselInputs
) -> None:
    path = tmp_path / "legs.parquet"
    cells = {
        "speed_kmh": [12.0, 11.0],
        "class_id": [None, "inland-1000"],
        "voyage": [None, None],
        "station_after": pd.array([True, None], dtype="boolean"),
    }
    pd.DataFrame(cells).to_parquet(path)
    (_, complete), found = read_legs("inland-3000", vessels, path)
    assert found == []
    assert complete["class_id"].tolist() == ["inland-3000", "inland-1000"]
    assert complete["voyage"].tolist() == ["", ""]
    assert complete["station_after"].tolist() == [True, False]
    answer = energy_of_legs(complete, VesselRequest("inland-3000"), vessels)
    assert answer["power_kw"].notna().all()


def test_a_station_is_yes_or_no(tmp_path: Path, vessels: VesselInputs) -> None:
    text = "speed_kmh,station_after\n" + "".join(f"11,{one}\n" for one in ("Yes", "", "0", "maybe"))
    (_, typed), found = read_legs("inland-3000", vessels, write(tmp_path, text))
    assert [(fault.line, fault.where) for fault in found] == [(5, "column station_after")]
    assert typed["station_after"].tolist() == [True, False, False]


def test_the_picture_shows_every_depth(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    chart = tmp_path / "power.svg"
    words = ["--depth-m", "4.9", "--chart", str(chart), "--json"]
    assert main(["energy", "vessel", "inland-3000", *words]) == 0
    drawn = json.loads(capsys.readouterr().out)["chart"]
    text = chart.read_text("utf-8")
    assert 4.9 in drawn["depths_m"]
    for depth in drawn["depths_m"]:
        assert (f"{depth:g} m" if depth else "深水") in text
    assert "3000吨级货船" in text
    assert main(["energy", "vessel", "inland-3000", "--chart", str(tmp_path / "a.pdf")]) == 2


def test_the_picture_says_what_is_too_shallow_and_where_a_ship_stops(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    chart = tmp_path / "power.svg"
    # 1,000 t draw 2.24 m; at 2.5 m less than 0.3 m is left even at rest.
    words = ["inland-ev-3000-xj", "--load-t", "1000", "--chart", str(chart)]
    assert main(["energy", "vessel", *words]) == 0
    assert f"picture  {chart}" in capsys.readouterr().out
    assert "2.5 m is too shallow at this draught" in chart.read_text("utf-8")
    assert main(["energy", "vessel", "sea-bulk-handy", "--chart", str(chart), "--overwrite"]) == 0
    text = chart.read_text("utf-8")
    assert "Below 7 % load the engine counts as stopped" in text
    assert "under the keel" not in text


def test_a_ship_without_tonnage_carries_nothing(vessels: VesselInputs) -> None:
    legs = some_legs(2).assign(class_id="sea-cruise-mid", depth_m=np.nan, load_t=np.nan)
    complete, found = complete_legs(legs, vessels, "drawn")
    assert found == []
    assert complete["load_t"].tolist() == [0.0, 0.0]
    assert complete["draught_m"].tolist() == [6.8, 6.8]
    answer = energy_of_legs(complete, VesselRequest("sea-cruise-mid"), vessels)
    assert answer["wtw_co2e_g_per_tkm"].isna().all()
