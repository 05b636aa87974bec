"""Lists of stations: points brought to the network, OpenStreetMap, and faults by row."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from scenarios.cli import main
from scenarios.faults import InputError
from scenarios.stations.existing import read_existing
from scenarios.stations.import_points import import_points
from scenarios.tables.reading import read_tables

if TYPE_CHECKING:
    from pathlib import Path

    from scenarios.tables.reading import Tables

OSM = """<?xml version='1.0'?>
<osm version="0.6">
  <node id="1" lat="22.90" lon="108.37" version="1"><tag k="amenity" v="charging_station"/>
    <tag k="capacity" v="6"/><tag k="socket:type:output" v="360 kW"/></node>
  <node id="2" lat="22.90" lon="108.37" version="1"><tag k="amenity" v="fuel"/></node>
  <node id="3" lat="50.00" lon="10.00" version="1"><tag k="amenity" v="charging_station"/></node>
</osm>
"""


@pytest.fixture(scope="module")
def tables() -> Tables:
    """Read the shipped tables once."""
    return read_tables()


def points(tmp_path: Path, *rows: str) -> Path:
    """Write points with all columns."""
    path = tmp_path / "points.csv"
    text = "name,lon_deg,lat_deg,sells,units,kw\n" + "".join(f"{row}\n" for row in rows)
    path.write_text(text, encoding="utf-8")
    return path


def test_points_go_to_the_nearest_service_area_and_equipment(
    tables: Tables, tmp_path: Path
) -> None:
    path = points(tmp_path, "A,108.37,22.9,charging,4,350", "B,108.37,22.9,charging,2,")
    found = import_points(path, tables, 20.0)
    (row,) = found.table.to_dict("records")
    assert (row["units"], row["equipment"], row["name"]) == (6, "dc-360", "A; B")
    assert row["distance_km"] < 20


def test_chargers_of_one_area_have_the_equipment_of_their_mean_power(
    tables: Tables, tmp_path: Path
) -> None:
    # (4 x 120 + 2 x 240) / 6 = 160 kW, nearest to 180.
    rows = ("A,108.37,22.9,charging,4,120", "B,108.37,22.9,charging,2,240")
    (row,) = import_points(points(tmp_path, *rows), tables, 20.0).table.to_dict("records")
    assert (row["units"], row["equipment"]) == (6, "dc-180")


def test_columns_that_nothing_is_taken_from_are_named(tables: Tables, tmp_path: Path) -> None:
    path = tmp_path / "points.csv"
    path.write_text("lon_deg,lat_deg,power_kw\n108.37,22.9,350\n", encoding="utf-8")
    found = import_points(path, tables, 20.0)
    assert found.unread == ["power_kw"]
    assert found.table["equipment"].tolist() == ["dc-120"]


def test_the_list_that_import_writes_is_the_one_that_is_read(
    tables: Tables, tmp_path: Path
) -> None:
    found = import_points(points(tmp_path, "A,108.37,22.9,charging,4,350"), tables, 20.0)
    path = tmp_path / "existing.csv"
    found.table.to_csv(path, index=False)
    equipped, faults = read_existing(path, tables)
    assert not faults
    (area,) = equipped
    assert equipped[area]["charging"].units == 4


def test_a_station_off_the_network_is_said_by_row(tables: Tables, tmp_path: Path) -> None:
    rows = ("A,108.37,22.9,charging,4,350", "B,0,0,swap,x,", "C,10,50,,1,")
    with pytest.raises(InputError) as error:
        import_points(points(tmp_path, *rows), tables, 20.0)
    said = [(fault.line, fault.code) for fault in error.value.faults]
    assert said == [(3, "row.value"), (4, "station.off_network")]


def test_an_extract_gives_charging_stations_and_counts_those_far_away(
    tables: Tables, tmp_path: Path
) -> None:
    path = tmp_path / "extract.osm"
    path.write_text(OSM, encoding="utf-8")
    found = import_points(path, tables, 20.0)
    assert (found.points, len(found.off)) == (2, 1)
    (row,) = found.table.to_dict("records")
    assert (row["units"], row["equipment"]) == (3, "dc-360")  # of each side: six stand there


def test_nodes_of_both_sides_are_counted_once_and_odd_tags_are_no_power(
    tables: Tables, tmp_path: Path
) -> None:
    node = '<node id="{}" lat="22.90" lon="108.37" version="1">{}</node>'
    tag = '<tag k="{}" v="{}"/>'
    made = [
        node.format(
            number,
            tag.format("amenity", "charging_station")
            + tag.format("capacity", capacity)
            + tag.format("socket:type:output", output),
        )
        for number, capacity, output in (
            (1, "4", "120 kW"),
            (2, "4", "99999999 kW"),
            (3, "yes", "120 kW;60 kW"),
        )
    ]
    path = tmp_path / "both.osm"
    path.write_text(f'<osm version="0.6">{"".join(made)}</osm>', encoding="utf-8")
    (row,) = import_points(path, tables, 20.0).table.to_dict("records")
    # Nine chargers stand there: five of each side, the least that holds them.
    assert (row["units"], row["equipment"]) == (5, "dc-120")


def test_every_fault_of_a_list_is_said_by_row(tables: Tables, tmp_path: Path) -> None:
    path = tmp_path / "existing.csv"
    path.write_text(
        "area_id,sells,units,equipment\nR01-1,charging,0,dc-360\nnowhere,swap,2,dc-360\nR01-1,x\n",
        encoding="utf-8",
    )
    equipped, faults = read_existing(path, tables)
    assert sorted(fault.line for fault in faults) == [2, 3, 3, 4]
    assert not any(one for one in equipped if one == "R01-1")


def test_faults_of_options_come_at_once_and_nothing_runs(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def faults(*words: str) -> set[str]:
        assert main(["stations", *words, "--json"]) == 2
        answer: dict[str, Any] = json.loads(capsys.readouterr().out)
        return {fault["file"] for fault in answer["faults"]}

    wrong = ("--mode", "sea", "--year", "1900", "--background-per-day", "-1")
    assert faults(*wrong) == {"--mode", "--year", "--background-per-day"}
    assert faults("--existing", str(tmp_path / "none.csv")) == {str(tmp_path / "none.csv")}
    river = ("--mode", "river", "--background-per-day", "5", "--target-wait-min", "nan")
    assert faults(*river) == {"--background-per-day", "--target-wait-min"}
    assert faults("site", "--coverage", "2", "--budget-mcny", "1") == {
        "--coverage",
        "--budget-mcny",
    }
    assert faults("site", "--budget-mcny", "1", "--equipment", "lng-pump") == {"--equipment"}


def test_a_second_row_of_an_area_and_half_a_charger_are_faults(
    tables: Tables, tmp_path: Path
) -> None:
    path = tmp_path / "existing.csv"
    rows = ("R01-1,charging,4,dc-360", "R01-1,charging,8,dc-360", "R01-1,lng,1.5,lng-pump")
    path.write_text("area_id,sells,units,equipment\n" + "\n".join(rows) + "\n", encoding="utf-8")
    _, faults = read_existing(path, tables)
    assert [fault.line for fault in faults] == [3, 4]
    assert "row 2 already" in faults[0].message
    with pytest.raises(InputError):
        import_points(points(tmp_path, "A,108.37,22.9,charging,2.5,350"), tables, 20.0)


def test_many_points_without_names_give_a_list_that_is_read(tables: Tables, tmp_path: Path) -> None:
    rows = [",108.37,22.9,charging,400,", ",108.37,22.9,charging,400,"]
    found = import_points(points(tmp_path, *rows), tables, 20.0)
    assert found.table["name"].tolist() == [""]
    path = tmp_path / "existing.csv"
    found.table.to_csv(path, index=False)
    equipped, faults = read_existing(path, tables)
    assert not faults
    assert [one["charging"].units for one in equipped.values()] == [800]
