"""Schemas of the shipped tables: which columns a table has and what may stand in them.

A schema is a CSV file beside its table, ``<name>.schema.csv``, with one row for each column. It
drives reading, checking and the manual. Schemas are part of the program and are not checked
against the user's files; a test keeps them in order.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable

PACKAGES = ("networks", "fleets", "transport")
_SUFFIX = ".schema.csv"

ColumnType = Literal["string", "number", "integer", "boolean"]


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Attributes
    ----------
    name : str
        Name, with the unit as its suffix.
    type : {"string", "number", "integer", "boolean"}
        Type of the values; booleans are written 0 and 1.
    unit : str
        Unit, empty for columns that hold no number.
    minimum, maximum : float or None
        Smallest and largest value allowed, both included.
    required : bool
        Whether the cell may not be empty.
    key : bool
        Whether the column belongs to the key; all key columns together are unique.
    references : str
        ``table.column`` that holds every value allowed, or several joined by ``|``, or empty.
    allowed : tuple of str
        Every value allowed, or empty.
    meaning : str
        One English sentence.
    """

    name: str
    type: ColumnType
    unit: str
    minimum: float | None
    maximum: float | None
    required: bool
    key: bool
    references: str
    allowed: tuple[str, ...]
    meaning: str

    @property
    def numeric(self) -> bool:
        """Whether the column holds numbers."""
        return self.type in {"number", "integer"}

    @property
    def targets(self) -> tuple[tuple[str, str], ...]:
        """Tables and columns that hold the values allowed."""
        pairs = (one.partition(".") for one in self.references.split("|") if one)
        return tuple((table, column) for table, _, column in pairs)

    @property
    def range_text(self) -> str:
        """The range allowed, such as ``0.1 to 5000 km``; empty without limits.

        A unit that stands in the row (``see unit``) is left out.
        """
        low, high = self.minimum, self.maximum
        if low is None and high is None:
            return ""
        if high is None:
            text = f"at least {low:g}"
        elif low is None:
            text = f"at most {high:g}"
        else:
            text = f"{low:g} to {high:g}"
        return text if self.unit.endswith(" unit") else f"{text} {self.unit}".rstrip()


@dataclass(frozen=True)
class TableSchema:
    """The columns of one table and the package it belongs to.

    Attributes
    ----------
    name : str
        Name of the table, unique over the packages.
    package : str
        Package that ships the table.
    columns : tuple of Column
        The columns in the order of the file.
    content : bytes
        The schema file as shipped.
    optional : tuple of str
        Columns that may be missing; none of a shipped table.
    """

    name: str
    package: str
    columns: tuple[Column, ...]
    content: bytes
    optional: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        """Name of the shipped table in faults, such as ``networks/data/locks.csv``."""
        return f"{self.package}/data/{self.name}.csv"

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names of the columns."""
        return tuple(column.name for column in self.columns)

    @cached_property
    def key(self) -> tuple[str, ...]:
        """Names of the key columns."""
        return tuple(column.name for column in self.columns if column.key)

    @property
    def holds_sources(self) -> bool:
        """Whether the table lists sources instead of citing them."""
        return self.name == f"{self.package}_sources"

    def shipped(self) -> Traversable:
        """Return the shipped table."""
        return files(self.package) / "data" / f"{self.name}.csv"


def read_schemas() -> Mapping[str, TableSchema]:
    """Read the schemas of all shipped tables.

    Returns
    -------
    mapping of str to TableSchema
        By name of the table, in the order of the packages and then of the names.

    Examples
    --------
    >>> read_schemas()["locks"].key
    ('lock', 'line')
    """
    schemas: dict[str, TableSchema] = {}
    for package in PACKAGES:
        folder = files(package) / "data"
        found = {entry.name: entry for entry in folder.iterdir() if entry.name.endswith(_SUFFIX)}
        for file_name in sorted(found):
            name = file_name.removesuffix(_SUFFIX)
            schemas[name] = _schema(name, package, found[file_name].read_bytes())
    return schemas


def _schema(name: str, package: str, content: bytes) -> TableSchema:
    """Return the schema written in one file."""
    rows = csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""))
    return TableSchema(name, package, tuple(_column(row) for row in rows), content)


def _column(row: Mapping[str, str]) -> Column:
    """Return the column described by one row of a schema."""
    types: dict[str, ColumnType] = {
        "string": "string",
        "number": "number",
        "integer": "integer",
        "boolean": "boolean",
    }
    return Column(
        name=row["column"],
        type=types[row["type"]],
        unit=row["unit"],
        minimum=float(row["minimum"]) if row["minimum"] else None,
        maximum=float(row["maximum"]) if row["maximum"] else None,
        required=row["required"] == "1",
        key=row["key"] == "1",
        references=row["references"],
        allowed=tuple(row["allowed"].split("|")) if row["allowed"] else (),
        meaning=row["meaning"],
    )
