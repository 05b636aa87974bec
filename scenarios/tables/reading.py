"""The checked tables of a run: the shipped ones, or the user's in their place.

A folder of the user may hold any of the shipped tables under its own name, such as
``demand.csv``; each replaces the shipped table whole. All faults of all tables come in one list.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, cast

import pandas as pd

from scenarios.faults import Fault, InputError, nearest
from scenarios.kept import Kept
from scenarios.tables.bands import check_bands
from scenarios.tables.coverage import coverage_faults
from scenarios.tables.form import (
    PROVENANCE,
    check_form,
    check_references,
    check_unused_sources,
)
from scenarios.tables.schema import read_schemas
from scenarios.tables.text import split_table

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable
    from pathlib import Path

    from scenarios.tables.form import CheckedTable, Value
    from scenarios.tables.schema import Column, TableSchema

_KEPT = 256
"""How many tables as read are kept: a process reads most of them many times."""

_GAPS: Kept[list[Fault]] = Kept(8)
"""What whole sets of tables leave out, for the last sets."""


class Tables(Mapping[str, pd.DataFrame]):
    """Checked tables by name, typed by their schemas; treat them as read-only.

    Texts are ``str`` with "" for an empty cell, numbers ``float64`` with NaN, whole numbers
    ``int64``, or ``Int64`` when a cell is empty, and booleans ``bool``.

    Parameters
    ----------
    frames : mapping of str to pandas.DataFrame
        The tables.
    schemas : mapping of str to TableSchema
        Their schemas.
    digest : str
        Digest of the files they were read from.
    own_demand : str
        Name of the user's file that the demand comes from, empty for the shipped demand.
    """

    def __init__(
        self,
        frames: Mapping[str, pd.DataFrame],
        schemas: Mapping[str, TableSchema],
        digest: str,
        own_demand: str = "",
    ) -> None:
        self._frames = dict(frames)
        self._schemas = dict(schemas)
        self._digest = digest
        self._own_demand = own_demand

    def __getitem__(self, name: str) -> pd.DataFrame:
        """Return one table."""
        return self._frames[name]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names of the tables."""
        return iter(self._frames)

    def __len__(self) -> int:
        """Return the number of tables."""
        return len(self._frames)

    @property
    def digest(self) -> str:
        """First 12 hexadecimal digits of the SHA-256 over all tables and schemas."""
        return self._digest

    @property
    def own_demand(self) -> str:
        """Name of the user's file that the demand comes from, empty for the shipped demand."""
        return self._own_demand

    def with_demand(self, demand: pd.DataFrame, source: pd.DataFrame, file: Path) -> Tables:
        """Return the tables with a user's demand in place of theirs.

        Parameters
        ----------
        demand : pandas.DataFrame
            Checked table ``demand``.
        source : pandas.DataFrame
            Row of ``transport_sources`` that its rows cite.
        file : Path
            File it was read from.

        Returns
        -------
        Tables
            New tables with a digest of their own.
        """
        sources = pd.concat([self["transport_sources"], source], ignore_index=True)
        frames = {**self._frames, "demand": demand, "transport_sources": sources}
        total = hashlib.sha256(self._digest.encode() + file.read_bytes())
        return Tables(frames, self._schemas, total.hexdigest()[:12], file.name)

    @property
    def schemas(self) -> Mapping[str, TableSchema]:
        """Schemas by name of the table."""
        return self._schemas

    @cached_property
    def sourced_numbers(self) -> int:
        """How many numbers stand in rows that name their source and confidence."""
        return sum(self._count(name) for name in self._frames)

    def _count(self, name: str) -> int:
        """Count the numbers of one table that have a source."""
        schema, frame = self._schemas[name], self._frames[name]
        if not set(PROVENANCE) <= set(schema.names):
            return 0
        sourced = (frame[PROVENANCE[0]] != "") & (frame[PROVENANCE[1]] != "")
        numeric = [column.name for column in schema.columns if column.numeric]
        return int(frame.loc[sourced, numeric].notna().sum().sum())


def read_tables(folder: Path | None = None) -> Tables:
    """Read and check all tables.

    Parameters
    ----------
    folder : Path, optional
        Folder with tables of the user that replace shipped ones of the same name.

    Returns
    -------
    Tables
        The tables.

    Raises
    ------
    InputError
        With all faults of form and of reference of all tables.

    Examples
    --------
    >>> tables = read_tables()
    >>> len(tables["demand"]), round(tables["demand"]["kt"].sum())
    (4483, 508256)
    """
    reading = _Reading(folder)
    if reading.faults:
        raise InputError(reading.faults)
    return Tables(reading.frames(), reading.schemas, reading.digest(), reading.own_demand)


def check_tables(folder: Path | None = None) -> list[Fault]:
    """Return all faults of form and of reference of all tables.

    Parameters
    ----------
    folder : Path, optional
        Folder with tables of the user that replace shipped ones of the same name.

    Returns
    -------
    list of Fault
        Sorted by file and line; empty when the tables are right.
    """
    return sorted(_Reading(folder).faults)


class _Reading:
    """The tables as read, with their contents and faults."""

    def __init__(self, folder: Path | None) -> None:
        self.schemas = read_schemas()
        self.contents: dict[str, bytes] = {}
        self.tables: dict[str, CheckedTable] = {}
        self._faults: list[Fault] = []
        replaced = self._replacements(folder) if folder is not None else {}
        self.own_demand = replaced["demand"].name if "demand" in replaced else ""
        for schema in self.schemas.values():
            path = replaced.get(schema.name)
            self._read(schema, path or schema.shipped(), str(path) if path else schema.file)
        check_references(self.tables, self.schemas.values())
        check_bands(self.tables)
        if not replaced and not self.faults:
            check_unused_sources(self.tables)
        if not self.faults:
            files = {name: table.text.file for name, table in self.tables.items()}
            content = (self.contents, files)
            self._faults.extend(_GAPS.of(content, lambda: coverage_faults(self.frames(), files)))

    @property
    def faults(self) -> list[Fault]:
        """All faults found so far."""
        return self._faults + [fault for table in self.tables.values() for fault in table.faults]

    def frames(self) -> dict[str, pd.DataFrame]:
        """Return the typed tables."""
        return {
            name: _typed(table.schema, self.contents[name], table.text.file).copy(deep=False)
            for name, table in self.tables.items()
        }

    def digest(self) -> str:
        """Return the digest of all tables and schemas in the order of their names."""
        contents = {f"{name}.csv": content for name, content in self.contents.items()}
        contents |= {
            f"{schema.name}.schema.csv": schema.content for schema in self.schemas.values()
        }
        total = hashlib.sha256()
        for name in sorted(contents):
            total.update(f"{name}\0{len(contents[name])}\0".encode())
            total.update(contents[name])
        return total.hexdigest()[:12]

    def _replacements(self, folder: Path) -> dict[str, Path]:
        """Return the user's tables by name, and note files that replace none."""
        known = sorted(f"{name}.csv" for name in self.schemas)
        try:
            entries = sorted(folder.iterdir())
        except OSError as error:
            self._note(str(folder), f"the folder cannot be read: {error.strerror}")
            return {}
        found = {}
        for entry in entries:
            if entry.name in known:
                found[entry.name.removesuffix(".csv")] = entry
            elif not (
                entry.is_dir()
                or entry.name.startswith((".", "~$"))
                or entry.name.removesuffix(".schema.csv") in self.schemas
            ):
                message = f'"{entry.name}" replaces no table'
                self._note(str(entry), message, nearest(entry.name, known), "rename or remove it")
        return found

    def _read(self, schema: TableSchema, path: Traversable, file: str) -> None:
        """Read one table and check its form."""
        try:
            content = path.read_bytes()
        except OSError as error:
            self._note(file, f"the table cannot be read: {error.strerror}")
            return
        self.contents[schema.name] = content
        table = _checked(schema, content, file)
        if isinstance(table, Fault):
            self._faults.append(table)
        else:
            self.tables[schema.name] = table.fresh()

    def _note(self, file: str, message: str, allowed: str = "", advice: str = "") -> None:
        """Add the fault of a file that is missing, unreadable or unknown."""
        advice = advice or "check the path and the rights"
        self._faults.append(Fault(file, 0, "", "table.missing-file", message, allowed, advice))


@lru_cache(maxsize=_KEPT)
def _checked(schema: TableSchema, content: bytes, file: str) -> CheckedTable | Fault:
    """Return the cells of a table with the faults of its form, or the fault of its text."""
    text = split_table(content, file)
    return text if isinstance(text, Fault) else check_form(schema, text)


@lru_cache(maxsize=_KEPT)
def _typed(schema: TableSchema, content: bytes, file: str) -> pd.DataFrame:
    """Return the typed frame of a table without faults."""
    table = cast("CheckedTable", _checked(schema, content, file))
    return pd.DataFrame(
        {column.name: _series(column, table.cells[column.name]) for column in schema.columns}
    )


def _series(column: Column, values: list[Value]) -> pd.Series:
    """Return the values of a column as a typed series."""
    if column.type == "string":
        return pd.Series(["" if value is None else value for value in values], dtype="str")
    if column.type == "number":
        return pd.Series([math.nan if value is None else value for value in values], dtype=float)
    if column.type == "integer":
        return pd.Series(values, dtype="Int64" if None in values else "int64")
    return pd.Series(values, dtype="bool")
