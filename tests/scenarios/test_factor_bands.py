"""Every factor lies in a band; one that is wrong by 1,000 is refused by name."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from scenarios.tables.bands import Band, check_bands, read_bands
from scenarios.tables.form import CheckedTable, check_form
from scenarios.tables.reading import check_tables
from scenarios.tables.schema import read_schemas
from scenarios.tables.text import TableText, split_table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scenarios.faults import Fault

SCHEMAS = read_schemas()
FACTOR_TABLES = (
    *("fuel_factors", "carriers", "gwp", "grid_factors", "grid_projection"),
    *("engine_emission_factors", "energy_intensity", "energy_parameters"),
)
NO_FACTORS = {"year", "horizon_years", "payload_capacity_t", "average_load_t"}
NO_FACTORS |= {"empty_running_share", "value_low", "value_high", "low", "high"}


def shipped_text(name: str) -> bytes:
    return SCHEMAS[name].shipped().read_bytes()


def read(name: str, content: bytes | None = None) -> CheckedTable:
    text = split_table(content or shipped_text(name), f"{name}.csv")
    assert isinstance(text, TableText)
    return check_form(SCHEMAS[name], text)


BANDS = list(read_bands(read("factor_bands")))


def changed(name: str, line: int, column: str, value: str) -> bytes:
    rows = list(csv.reader(io.StringIO(shipped_text(name).decode(), newline="")))
    rows[line - 1][rows[0].index(column)] = value
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


def factors() -> Iterator[tuple[str, str, int, float]]:
    """Yield table, column, row and value of every factor that is not zero."""
    for name in FACTOR_TABLES:
        table = read(name)
        for column in table.schema.columns:
            if column.numeric and column.name not in NO_FACTORS:
                for row, value in enumerate(table.cells[column.name]):
                    if isinstance(value, int | float) and value:
                        yield name, column.name, row, float(value)


def refused(table: CheckedTable) -> list[Fault]:
    check_bands({table.schema.name: table, "factor_bands": read("factor_bands")})
    return table.faults


@pytest.mark.parametrize("name", FACTOR_TABLES)
@pytest.mark.parametrize("wrong_by", [1000.0, 0.001])
def test_every_factor_wrong_by_a_thousand_is_refused(name: str, wrong_by: float) -> None:
    table = read(name)
    for of, column, row, value in factors():
        if of == name:
            table.cells[column][row] = value * wrong_by
    wanted = {(table.lines[row], column) for of, column, row, _ in factors() if of == name}
    found = {
        (fault.line, fault.where.rpartition(" ")[2])
        for fault in refused(table)
        if fault.code == "table.band"
    }
    assert wanted - found == set()


@pytest.mark.parametrize("name", sorted({band.table for band in BANDS}))
def test_the_shipped_factors_are_plausible(name: str) -> None:
    assert refused(read(name)) == []


@pytest.mark.parametrize("band", BANDS, ids=lambda band: band.name)
def test_every_band_is_for_factors_that_exist_in_its_unit(band: Band) -> None:
    columns = {column.name: column for column in SCHEMAS[band.table].columns}
    column = columns[band.column]
    assert column.numeric
    if column.unit not in ("see unit", "as in unit"):
        assert band.unit == column.unit
    assert 0 < band.low <= band.high < 1000 * band.low
    if band.where_column:
        known = {str(value) for value in read(band.table).cells[band.where_column]}
        assert set(band.where_values) <= known


def test_a_refused_factor_is_told_with_file_row_value_band_and_remedy(tmp_path: Path) -> None:
    # Grams entered as kilograms, as happened to a public data set of factors.
    line = next(
        n for n, r in enumerate(shipped_text("fuel_factors").splitlines(), 1) if b"mgo," in r[:4]
    )
    own = tmp_path / "fuel_factors.csv"
    own.write_bytes(changed("fuel_factors", line, "ttw_co2_g_per_mj", "0.075082"))
    (told,) = check_tables(tmp_path)
    assert (told.code, told.file, told.line) == ("table.band", str(own), line)
    assert told.where == f"row {line}, column ttw_co2_g_per_mj"
    assert told.message == "0.075082 g/MJ is not plausible for mgo"
    assert told.allowed == "65 to 85 g/MJ"
    assert "widen fuel-ttw-co2-oil in your own factor_bands.csv" in told.help


def test_a_value_in_another_unit_is_told(tmp_path: Path) -> None:
    lines = shipped_text("fleet_parameters").decode().splitlines()
    line = next(n for n, row in enumerate(lines, 1) if row.startswith("sfc_g_per_kwh"))
    own = tmp_path / "fleet_parameters.csv"
    own.write_bytes(changed("fleet_parameters", line, "unit", "kg/kWh"))
    (fault,) = check_tables(tmp_path)
    assert (fault.code, fault.line, fault.allowed) == ("table.unit", line, "g/kWh")


def test_a_wider_band_of_the_user_lets_a_factor_pass(tmp_path: Path) -> None:
    lines = shipped_text("factor_bands").decode().splitlines()
    line = next(n for n, row in enumerate(lines, 1) if row.startswith("grid-factor,"))
    grid = next(
        n for n, row in enumerate(shipped_text("grid_factors").splitlines(), 1) if b"Yunnan" in row
    )
    (tmp_path / "grid_factors.csv").write_bytes(
        changed("grid_factors", grid, "co2_kg_per_kwh", "0.009")
    )
    assert [fault.code for fault in check_tables(tmp_path)] == ["table.band"]
    (tmp_path / "factor_bands.csv").write_bytes(changed("factor_bands", line, "low", "0.005"))
    assert check_tables(tmp_path) == []
