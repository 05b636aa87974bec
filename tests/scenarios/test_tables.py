"""Reading and checking of tables: every kind of fault, and what reading gives."""

from __future__ import annotations

import csv
import io
import math
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.faults import Fault, InputError
from scenarios.tables.form import check_form
from scenarios.tables.reading import Tables, check_tables, read_tables
from scenarios.tables.schema import Column, ColumnType, TableSchema, read_schemas
from scenarios.tables.text import TableText, split_table

CODES = {
    "table.coverage",
    "table.missing-file",
    "table.encoding",
    "table.column",
    "table.type",
    "table.empty",
    "table.range",
    "table.band",
    "table.unit",
    "table.key",
    "table.allowed",
    "table.reference",
    "table.source",
}
SCHEMAS = read_schemas()
CHECKABLE = sorted(name for name, schema in SCHEMAS.items() if not schema.holds_sources)


def rows_of(name: str) -> list[list[str]]:
    content = SCHEMAS[name].shipped().read_text(encoding="utf-8")
    return list(csv.reader(io.StringIO(content, newline="")))


def text_of(rows: list[list[str]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def edited(name: str, edits: dict[tuple[int, str], str]) -> str:
    """Return a shipped table with the cells at (line, column) replaced."""
    rows = rows_of(name)
    for (line, column), value in edits.items():
        rows[line - 1][rows[0].index(column)] = value
    return text_of(rows)


def written(folder: Path, tables: dict[str, str | bytes]) -> Path:
    for name, content in tables.items():
        data = content if isinstance(content, bytes) else content.encode()
        (folder / f"{name}.csv").write_bytes(data)
    return folder


def only(faults: list[Fault]) -> Fault:
    assert len(faults) == 1, [f"{one.where} {one.message}" for one in faults]
    return faults[0]


@pytest.fixture(scope="module")
def shipped() -> Tables:
    return read_tables()


# --- faults of a cell


@pytest.mark.parametrize(
    ("table", "line", "column", "value", "told"),
    [
        ("road_links", 12, "length_km", "-3", ("table.range", "-3 is out of range", "0.1 to 5000")),
        ("road_links", 12, "length_km", "nan", ("table.type", '"nan" is no number', "km")),
        ("road_links", 12, "length_km", "inf", ("table.type", '"inf" is no number', "km")),
        ("road_links", 12, "length_km", "1e999", ("table.type", '"1e999" is no number', "km")),
        ("road_links", 12, "length_km", "1,200", ("table.type", '"1,200" is no number', "km")),
        ("road_links", 12, "length_km", "1_2", ("table.type", '"1_2" is no number', "km")),
        ("road_links", 12, "length_km", "４", ("table.type", '"４" is no number', "km")),
        ("road_links", 12, "length_km", "44 km", ("table.type", '"44 km" is no number', "km")),
        ("road_links", 12, "length_km", "", ("table.empty", "required value missing", "")),
        ("rail_links", 5, "tracks", "1.5", ("table.type", '"1.5" is no whole number', "1 to 4")),
        ("rail_links", 5, "tracks", "9" * 20, ("table.type", "is no whole number", "1 to 4")),
        ("rail_links", 5, "electrified", "yes", ("table.type", '"yes" is neither 0 nor 1', "0, 1")),
        ("rail_links", 5, "electrified", "", ("table.empty", "required value missing", "")),
        ("locks", 4, "kind", "Lock", ("table.allowed", '"Lock" is not allowed', "ship_lift")),
        ("locks", 4, "confidence", "hight", ("table.allowed", '"hight"', "high, medium, low")),
        (
            "locks",
            4,
            "lock",
            "changzou",
            ("table.reference", 'unknown lock "changzou"', "changzhou"),
        ),
        ("demand", 99, "commodity", "coall", ("table.reference", 'commodity "coall"', "coal")),
        ("demand", 99, "origin", "WZZ", ("table.reference", 'unknown origin "WZZ"', "nearest")),
        ("gwp", 3, "source", "ipcc-ar55", ("table.source", 'source "ipcc-ar55"', "ipcc-ar5")),
        ("gwp", 3, "source", "ipcc-ar5;;ipcc-ar6", ("table.source", "empty id between", "")),
        ("gwp", 3, "source", "", ("table.source", "the row has no source", "")),
        ("gwp", 3, "confidence", "", ("table.source", "the row has no confidence", "")),
    ],
)
def test_faulty_cell_is_told_with_address_value_and_remedy(
    tmp_path: Path, table: str, line: int, column: str, value: str, told: tuple[str, str, str]
) -> None:
    written(tmp_path, {table: edited(table, {(line, column): value})})
    fault = only(check_tables(tmp_path))
    code, message, allowed = told
    assert fault.file == str(tmp_path / f"{table}.csv")
    assert fault.line == line
    assert fault.where == f"row {line}, column {column}"
    assert fault.code == code
    assert message in fault.message
    assert allowed in fault.allowed
    assert fault.help
    assert value in fault.text


def test_same_wrong_value_in_many_rows_is_one_fault_that_counts_them(tmp_path: Path) -> None:
    edits = {(line, "commodity"): "gold" for line in (7, 9, 11, 20, 30, 40)}
    fault = only(check_tables(written(tmp_path, {"demand": edited("demand", edits)})))
    assert fault.line == 7
    assert fault.message == 'unknown commodity "gold" (also in row 9, 11, 20 and 2 more)'


def test_repeated_key_names_the_earlier_row(tmp_path: Path) -> None:
    rows = rows_of("locks")
    written(tmp_path, {"locks": text_of([*rows, rows[3]])})
    fault = only(check_tables(tmp_path))
    assert (fault.code, fault.line) == ("table.key", len(rows) + 1)
    assert fault.message == 'lock "changzhou", line "3" already stands in row 4'


def test_rows_with_an_empty_key_are_not_called_repeated(tmp_path: Path) -> None:
    edits = {(2, "lock"): "", (3, "lock"): ""}
    fault = only(check_tables(written(tmp_path, {"locks": edited("locks", edits)})))
    assert (fault.code, fault.line) == ("table.empty", 2)
    assert fault.message == "required value missing (also in row 3)"


def column_of(name: str, *, key: bool = False, high: float | None = None) -> Column:
    kind: ColumnType = "string" if key else "number"
    return Column(
        name=name,
        type=kind,
        unit="km",
        minimum=None,
        maximum=high,
        required=False,
        key=key,
        references="",
        allowed=(),
        meaning="A column.",
    )


def test_empty_cells_of_an_optional_key_column_are_compared() -> None:
    columns = (column_of("kind", key=True), column_of("class", key=True))
    schema = TableSchema("t", "networks", columns, b"")
    fault = only(faults_of(schema, b"kind,class\nriver,\nriver,I\nriver,\n"))
    assert (fault.code, fault.line, fault.file) == ("table.key", 4, "networks/data/t.csv")
    assert fault.message == 'kind "river", class "" already stands in row 2'


def test_table_without_key_may_repeat_rows() -> None:
    schema = TableSchema("t", "networks", (column_of("length_km", high=5),), b"")
    assert faults_of(schema, b"length_km\n1\n1\n") == []
    fault = only(faults_of(schema, b"length_km\n6\n"))
    assert fault.allowed == "at most 5 km"


# --- faults of a file


@pytest.mark.parametrize(
    ("content", "code", "message", "line"),
    [
        (b"", "table.empty", "the file is empty", 0),
        (b"\n,,\n", "table.empty", "the file is empty", 0),
        (b"PK\x03\x04\x00\x00", "table.encoding", "the file is binary, no text", 0),
        ("lock,line\n长洲,1\n".encode("gbk"), "table.encoding", "is no UTF-8 text", 2),
        ("lock,line\n".encode("utf-16"), "table.encoding", "is", 0),
        (b'lock,line\n"changzhou,1\n', "table.encoding", "cannot be split into cells", 0),
        (b"lock;line;name_zh\nx;1;y\n", "table.column", "not separated by commas", 1),
    ],
)
def test_file_that_is_no_table_is_one_fault(
    tmp_path: Path, content: bytes, code: str, message: str, line: int
) -> None:
    fault = only(check_tables(written(tmp_path, {"locks": content})))
    assert fault.code == code
    assert message in fault.message
    assert fault.line == line
    assert fault.allowed or fault.help


def test_spreadsheet_habits_do_no_harm(tmp_path: Path, shipped: Tables) -> None:
    lines = edited("locks", {(2, "river"): "  Xunjiang "}).splitlines()
    text = "\ufeff" + "\r\n".join([lines[0], "", *lines[1:], "," * lines[0].count(","), ""])
    read = read_tables(written(tmp_path, {"locks": text}))
    assert read["locks"].equals(shipped["locks"])


def test_folder_that_is_not_there(tmp_path: Path) -> None:
    fault = only(check_tables(tmp_path / "absent"))
    assert (fault.code, fault.file) == ("table.missing-file", str(tmp_path / "absent"))


def test_table_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "locks.csv").mkdir()
    fault = only(check_tables(tmp_path))
    assert (fault.code, fault.file) == ("table.missing-file", str(tmp_path / "locks.csv"))
    assert "cannot be read" in fault.message


def test_file_that_replaces_no_table_is_a_fault_with_the_nearest_name(tmp_path: Path) -> None:
    (tmp_path / "lock.csv").write_text("lock\n")
    (tmp_path / ".hidden").write_text("")
    (tmp_path / "notes").mkdir()
    fault = only(check_tables(tmp_path))
    assert (fault.code, fault.file) == ("table.missing-file", str(tmp_path / "lock.csv"))
    assert '"locks.csv"' in fault.allowed


# --- faults of the header and of rows


def test_missing_column_is_told_once(tmp_path: Path) -> None:
    rows = rows_of("locks")
    place = rows[0].index("sill_depth_m")
    written(tmp_path, {"locks": text_of([row[:place] + row[place + 1 :] for row in rows])})
    fault = only(check_tables(tmp_path))
    assert (fault.code, fault.where) == ("table.column", "row 1, column sill_depth_m")
    assert fault.message == 'column "sill_depth_m" is missing'


def test_missing_key_column_brings_no_other_faults(tmp_path: Path) -> None:
    rows = [row[1:] for row in rows_of("places")]
    fault = only(check_tables(written(tmp_path, {"places": text_of(rows)})))
    assert fault.message == 'column "place_id" is missing'


@pytest.mark.parametrize(
    ("header", "message", "help_"),
    [
        ("colour", 'unknown column "colour"', "delete the column"),
        ("", "a column has no name", "delete the column"),
        ("note", 'column "note" is given twice', "delete one of the two"),
    ],
)
def test_extra_column(tmp_path: Path, header: str, message: str, help_: str) -> None:
    rows = rows_of("gwp")
    rows = [[*rows[0], header], *([*row, "x"] for row in rows[1:])]
    fault = only(check_tables(written(tmp_path, {"gwp": text_of(rows)})))
    assert (fault.code, fault.line, fault.message) == ("table.column", 1, message)
    assert fault.help == help_


def test_misspelt_column_is_not_also_called_missing(tmp_path: Path) -> None:
    rows = rows_of("road_links")
    rows[0][rows[0].index("length_km")] = "lenght_km"
    fault = only(check_tables(written(tmp_path, {"road_links": text_of(rows)})))
    assert fault.message == 'unknown column "lenght_km"'
    assert fault.help == 'call it "length_km"'


def test_ragged_row_is_told_once_and_its_id_stays_known(tmp_path: Path) -> None:
    rows = rows_of("places")
    line = next(line for line, row in enumerate(rows, 1) if row[0] == "GGG")
    rows[line - 1].append("more")
    fault = only(check_tables(written(tmp_path, {"places": text_of(rows)})))
    assert (fault.code, fault.line, fault.where) == ("table.column", line, f"row {line}")
    assert fault.message == f"the row has {len(rows[0]) + 1} cells, the header {len(rows[0])}"


def test_line_numbers_count_lines_and_not_rows(tmp_path: Path) -> None:
    rows = rows_of("gwp")
    rows[1][-1] = "a note\nof two lines"
    rows[3][rows[0].index("confidence")] = "none"
    fault = only(check_tables(written(tmp_path, {"gwp": text_of(rows)})))
    assert fault.line == 5
    assert fault.text.startswith("AR6,100")


# --- many faults together


def test_all_faults_of_all_tables_come_in_one_sorted_list(tmp_path: Path) -> None:
    written(
        tmp_path,
        {
            "locks": edited("locks", {(2, "lock"): "x", (3, "sill_depth_m"): "-1"}),
            "gwp": b"\x00",
            "demand": edited("demand", {(5, "kt"): "many", (6, "origin"): "nowhere"}),
        },
    )
    faults = check_tables(tmp_path)
    assert [(Path(one.file).name, one.line, one.code) for one in faults] == [
        ("demand.csv", 5, "table.type"),
        ("demand.csv", 6, "table.reference"),
        ("gwp.csv", 0, "table.encoding"),
        ("locks.csv", 2, "table.reference"),
        ("locks.csv", 3, "table.range"),
    ]
    with pytest.raises(InputError) as caught:
        read_tables(tmp_path)
    assert list(caught.value.faults) == faults


@pytest.mark.parametrize("content", ["", "place_id;name_zh\n"])
def test_unreadable_places_do_not_make_every_id_unknown(tmp_path: Path, content: str) -> None:
    assert only(check_tables(written(tmp_path, {"places": content}))).file.endswith("places.csv")


def test_place_without_id_does_not_make_its_links_faulty(tmp_path: Path) -> None:
    places = edited("places", {(2, "place_id"): ""})
    fault = only(check_tables(written(tmp_path, {"places": places})))
    assert (fault.code, fault.line) == ("table.empty", 2)


def test_unreadable_sources_do_not_make_every_source_unknown(tmp_path: Path) -> None:
    fault = only(check_tables(written(tmp_path, {"fleets_sources": b"\x00"})))
    assert fault.file.endswith("fleets_sources.csv")


def test_own_tables_may_leave_shipped_sources_unused(tmp_path: Path) -> None:
    written(tmp_path, {"demand": text_of(rows_of("demand")[:2])})
    assert len(read_tables(tmp_path)["demand"]) == 1


@pytest.fixture
def shipped_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a copy of every shipped table, read in place of the shipped ones."""
    for name, schema in SCHEMAS.items():
        (tmp_path / f"{name}.csv").write_bytes(schema.shipped().read_bytes())

    def place(schema: TableSchema) -> Path:
        return tmp_path / f"{schema.name}.csv"

    monkeypatch.setattr(TableSchema, "shipped", place)
    return tmp_path


def test_shipped_table_that_is_missing(shipped_copy: Path) -> None:
    (shipped_copy / "locks.csv").unlink()
    fault = only(check_tables())
    assert (fault.code, fault.file) == ("table.missing-file", "networks/data/locks.csv")


def test_source_that_no_row_cites(shipped_copy: Path) -> None:
    rows = rows_of("fleets_sources")
    rows.append(["idle", "Nobody cites this", "", "2020", "", "quoted", ""])
    written(shipped_copy, {"fleets_sources": text_of(rows)})
    fault = only(check_tables())
    assert (fault.code, fault.line) == ("table.source", len(rows))
    assert fault.message == 'no row cites the source "idle"'


def test_source_id_that_two_packages_use(shipped_copy: Path) -> None:
    rows = rows_of("fleets_sources")
    written(shipped_copy, {"fleets_sources": text_of([*rows, rows_of("networks_sources")[1]])})
    fault = only(check_tables())
    assert (fault.code, fault.line) == ("table.key", len(rows) + 1)
    assert "already stands in networks/data/networks_sources.csv" in fault.message


@pytest.mark.parametrize("name", CHECKABLE)
def test_number_whose_source_is_blanked_is_a_fault(name: str, shipped_copy: Path) -> None:
    schema = SCHEMAS[name]
    assert {"source", "confidence"} <= set(schema.names)
    written(shipped_copy, {name: edited(name, {(2, "source"): ""})})
    fault = only([one for one in check_tables() if "no row cites" not in one.message])
    assert (fault.file, fault.line, fault.code) == (schema.file, 2, "table.source")


# --- nothing but faults or a table, whatever the file holds

CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["", "nan", "-inf", "1e400", "0x1", "1_0", "²", "٣", '"', ",", ";", "\n"]),
    st.integers().map(str),
    st.floats().map(str),
)


def faults_of(schema: TableSchema, content: bytes) -> list[Fault]:
    text = split_table(content, schema.file)
    return [text] if isinstance(text, Fault) else check_form(schema, text).faults


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_mutilated_cell_gives_faults_of_that_cell_or_a_table(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["locks", "rail_links", "gwp", "commodities"]))
    schema, rows = SCHEMAS[name], rows_of(name)
    line = data.draw(st.integers(min_value=2, max_value=len(rows)))
    column = data.draw(st.sampled_from(schema.names))
    cell = data.draw(CELLS)
    rows[line - 1][rows[0].index(column)] = cell
    faults = faults_of(schema, text_of(rows).encode("utf-8", "replace"))
    assert {fault.code for fault in faults} <= CODES
    assert len(faults) <= 1
    assert all(fault.message and (fault.allowed or fault.help) for fault in faults)


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_mutilated_bytes_give_faults_or_a_table(data: st.DataObject) -> None:
    schema = SCHEMAS["locks"]
    content = schema.shipped().read_bytes()
    start = data.draw(st.integers(min_value=0, max_value=len(content)))
    end = data.draw(st.integers(min_value=start, max_value=min(start + 200, len(content))))
    content = content[:start] + data.draw(st.binary(max_size=20)) + content[end:]
    assert {fault.code for fault in faults_of(schema, content)} <= CODES


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_mutilated_table_gives_faults_or_tables(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(SCHEMAS)))
    rows = rows_of(name)
    line = data.draw(st.integers(min_value=1, max_value=len(rows)))
    column = data.draw(st.integers(min_value=0, max_value=len(rows[0]) - 1))
    rows[line - 1][column] = data.draw(CELLS)
    with tempfile.TemporaryDirectory() as folder:
        place = written(Path(folder), {name: text_of(rows).encode("utf-8", "replace")})
        faults = check_tables(place)
        assert {fault.code for fault in faults} <= CODES
        if not faults:
            assert len(read_tables(place)) == len(SCHEMAS)


# --- what reading gives


def test_shipped_tables_have_no_fault(shipped: Tables) -> None:
    assert check_tables() == []
    assert list(shipped) == list(SCHEMAS)
    assert len(shipped) == len(SCHEMAS)
    assert shipped.schemas["locks"] == SCHEMAS["locks"]


def test_frames_are_typed(tmp_path: Path, shipped: Tables) -> None:
    locks = shipped["locks"]
    assert locks["line"].tolist()[:4] == ["1", "2", "3", "4"]
    assert locks["sill_depth_m"].dtype == "float64"
    assert locks["opens_year"].dtype == "Int64"
    assert shipped["gwp"]["horizon_years"].dtype == "int64"
    assert shipped["places"]["rail"].dtype == "bool"
    assert (locks["cycle_basis"] == "").any()
    assert math.isnan(shipped["gwp"]["black_carbon"].iloc[0])
    none = read_tables(written(tmp_path, {"projects": text_of(rows_of("projects")[:1])}))
    assert none["projects"].empty
    kinds = [[dtype.kind for dtype in one["projects"].dtypes] for one in (none, shipped)]
    assert kinds[0] == kinds[1]


def test_digest_follows_the_files(tmp_path: Path, shipped: Tables) -> None:
    assert read_tables().digest == read_tables().digest
    assert len(shipped.digest) == 12
    own = read_tables(written(tmp_path, {"gwp": edited("gwp", {(2, "co2"): "1.0"})}))
    assert own.digest != shipped.digest


def test_sourced_numbers_are_all_numbers(tmp_path: Path, shipped: Tables) -> None:
    numbers = 0
    for name in CHECKABLE:
        header, *rows = rows_of(name)
        numeric = {column.name for column in SCHEMAS[name].columns if column.numeric}
        places = [place for place, column in enumerate(header) if column in numeric]
        numbers += sum(1 for row in rows for place in places if row[place])
    assert shipped.sourced_numbers == numbers
    own = read_tables(written(tmp_path, {"gwp": edited("gwp", {(2, "co2"): ""})}))
    assert own.sourced_numbers == numbers - 1


def test_header_and_rows_keep_their_lines() -> None:
    text = split_table(b"\n\na\n\n1\n", "t.csv")
    assert isinstance(text, TableText)
    assert (text.header_line, text.header, text.rows) == (3, ["a"], [(5, ["1"])])


def test_growth_with_a_gap_and_missing_rows_are_refused(tmp_path: Path) -> None:
    growth = [row for row in rows_of("growth") if row[0] != "coal" or row[3] != "2030"]
    gaps = written(
        tmp_path,
        {
            "growth": text_of(growth),
            "gwp": text_of([row for row in rows_of("gwp") if row[0] != "AR6"]),
        },
    )
    faults = check_tables(gaps)
    assert {fault.code for fault in faults} == {"table.coverage"}
    messages = sorted(fault.message for fault in faults)
    assert messages[-1] == "sets missing: AR6-100, AR6-20"
    assert [message.split(",")[0] for message in messages[:-1]] == ["coal"] * 3


def test_a_demand_of_two_base_years_is_refused(tmp_path: Path) -> None:
    mixed = written(tmp_path, {"demand": edited("demand", {(5, "base_year"): "2023"})})
    (fault,) = check_tables(mixed)
    assert fault.message == "base_year is 2023, 2024; every row must have 2024"


def line_of(table: str, first: str) -> int:
    """Return the line of the row whose first cell is given."""
    return next(n for n, row in enumerate(rows_of(table), 1) if row[0] == first)


def test_a_split_without_its_gases_is_refused(tmp_path: Path) -> None:
    cell = (line_of("fuel_factors", "lng-supply"), "wtt_ch4_g_per_mj")
    own = written(tmp_path, {"fuel_factors": edited("fuel_factors", {cell: ""})})
    (fault,) = check_tables(own)
    told = "lng-supply has no wtt_ch4_g_per_mj, which wtt_split derived needs"
    assert (fault.code, fault.message) == ("table.coverage", told)


def test_a_carrier_needs_a_fuel_with_a_supply(tmp_path: Path) -> None:
    line = line_of("carriers", "inland_diesel")
    gases = [f"ttw_{gas}_g_per_mj" for gas in ("co2", "ch4", "n2o")]
    cells = {(line, "wtt_fuel_id"): "inland-diesel-cn", (line, "fuel_id"): "mgo-desnz"}
    faults = check_tables(written(tmp_path, {"carriers": edited("carriers", cells)}))
    assert sorted(fault.message for fault in faults) == [
        "inland-diesel-cn has no wtt_co2e_g_per_mj, which inland_diesel needs",
        f"mgo-desnz has no {', '.join(gases)}, which inland_diesel needs",
    ]
