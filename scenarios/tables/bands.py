"""Plausibility of factors: every factor lies in a band, so that one wrong by 1,000 is refused.

Bands stand in the table ``factor_bands``, each for a column and, where named, for the rows with
certain values in another column. They are judgements about what can be, not about what is right:
a factor inside its band may still be wrong. A user who knows a factor outside widens the band in
a table of his own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scenarios.tables.form import CheckedTable, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

BANDS = "factor_bands"
_NEEDED = (
    *("band_id", "table", "column", "where_column", "where_value"),
    *("low", "high", "unit", "zero_allowed"),
)


@dataclass(frozen=True, slots=True)
class Band:
    """One row of the table of bands."""

    name: str
    table: str
    column: str
    where_column: str
    where_values: tuple[str, ...]
    low: float
    high: float
    unit: str
    zero_allowed: bool

    def holds(self, value: float) -> bool:
        """Whether a value is plausible; one below zero counts by its size."""
        if value == 0:
            return self.zero_allowed
        return self.low <= abs(value) <= self.high

    @property
    def allowed(self) -> str:
        """What is allowed, in words."""
        zero = ", or 0" if self.zero_allowed else ""
        return f"{self.low:g} to {self.high:g} {self.unit}{zero}"


def check_bands(tables: Mapping[str, CheckedTable]) -> None:
    """Report every factor outside its band, and every row whose unit is not that of its band.

    A factor outside several bands is told once, with the one for the fewest rows.

    Parameters
    ----------
    tables : mapping of str to CheckedTable
        The tables that could be read; faults are added to them. Nothing is checked while the table
        of bands has faults itself.
    """
    bands = tables.get(BANDS)
    if bands is None or bands.faults or not all(name in bands.cells for name in _NEEDED):
        return
    told: set[tuple[str, str, int]] = set()
    for band in sorted(read_bands(bands), key=lambda band: not band.where_column):
        table = tables.get(band.table)
        if table is not None and band.column in table.cells:
            _check(table, band, told)


def read_bands(table: CheckedTable) -> Iterator[Band]:
    """Yield the bands of their table."""
    for name, of, column, where, values, low, high, unit, zero in zip(
        *(table.cells[name] for name in _NEEDED), strict=True
    ):
        picked = tuple(str(values or "").split("|")) if where else ()
        limits = (float(low or 0), float(high or 0))
        texts = (str(name), str(of), str(column), str(where or ""))
        yield Band(*texts, picked, *limits, str(unit), bool(zero))


def _check(table: CheckedTable, band: Band, told: set[tuple[str, str, int]]) -> None:
    """Report the factors of a table that one band refuses, unless they are told already."""
    rows = _rows(table, band)
    cells = table.cells[band.column]
    for row in rows:
        value = cells[row]
        cell = (band.table, band.column, row)
        if isinstance(value, int | float) and not band.holds(float(value)) and cell not in told:
            told.add(cell)
            table.report(band.column, [row], _implausible(table, row, float(value), band))
    if "unit" in table.cells:
        for row in rows:
            unit = table.cells["unit"][row]
            if unit is not None and unit != band.unit:
                message = f'the unit of {_name(table, row)} is "{unit}"'
                advice = f"give the value in {band.unit}"
                table.report("unit", [row], Problem("table.unit", message, band.unit, advice))


def _rows(table: CheckedTable, band: Band) -> Sequence[int]:
    """Return the rows that a band is for."""
    if not band.where_column:
        return range(len(table.lines))
    picks = table.cells.get(band.where_column, [])
    return [row for row, value in enumerate(picks) if str(value) in band.where_values]


def _name(table: CheckedTable, row: int) -> str:
    """Return what a row is about: its key."""
    values = (table.cells[name][row] for name in table.schema.key if name in table.cells)
    return " ".join(str(value) for value in values if value is not None)


def _implausible(table: CheckedTable, row: int, value: float, band: Band) -> Problem:
    """Return the problem of a factor that cannot be."""
    message = f"{value:g} {band.unit} is not plausible for {_name(table, row)}"
    advice = (
        "look for a wrong unit (grams for kilograms are a factor of 1,000); if the value is right, "
        f"widen {band.name} in your own {BANDS}.csv and name its source"
    )
    return Problem("table.band", message, band.allowed, advice)
